"""The chronology by which proposals are measured, and the figures: what is proposed against what is true.

`chronology.json` holds what was said and what took place from 2021 to 2026, with what truly answers
what. One half of its undertakings chose the weights (`tuned`); the other was held out.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json, report_from_json
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.template import defence
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import WEIGHTS, FollowUp, Weights, follow_up
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, ItemId, Party

Proposer = Callable[[Undertaking], Sequence[ItemId]]
"""What a rule proposes for an undertaking, the likeliest first."""


@frozen
class Chronology:
    """What was said and done, and what truly answers what."""

    register: Register
    answers: Mapping[ItemId, frozenset[ItemId]]
    restated: Mapping[ItemId, frozenset[ItemId]]
    tuned: frozenset[ItemId]


@frozen(kw_only=True)
class Figures:
    """How often a rule is right, over the undertakings that something answers.

    Attributes:
        first: how often what it proposes first is right, of the undertakings for which it proposes any.
        found: how often the right one is first, and `found_in_three` how often it is among three.
        precision_in_three: how many of the first three proposed are right.
        reciprocal: the mean of one over the place of the first right one.
    """

    many: int
    first: float
    precision_in_three: float
    found: float
    found_in_three: float
    reciprocal: float

    def __str__(self) -> str:
        return (
            f"precision at 1 {self.first:.2f}, at 3 {self.precision_in_three:.2f}; "
            f"recall at 1 {self.found:.2f}, at 3 {self.found_in_three:.2f}; "
            f"mean reciprocal rank {self.reciprocal:.2f} (of {self.many})"
        )


def chronology() -> Chronology:
    """Read the chronology."""
    told = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    since = datetime.date(2021, 1, 1)
    register = fold(
        party=Party("VN"),
        in_force=[InForce(from_json(item), "a" * 64, since) for item in told["items"]],
        reports=[report_from_json(report) for report in told["reports"]],
        own=[],
        on=datetime.date.fromisoformat(told["on"]),
    )
    return Chronology(
        register=register,
        answers=_named(told["answers"]),
        restated=_named(told["restated"]),
        tuned=frozenset(map(ItemId, told["tuned"])),
    )


def proposing(register: Register, *, weights: Weights = WEIGHTS) -> Proposer:
    """Our own rule: what `follow_up` proposes to answer an undertaking."""
    followed = {one.undertaking.id: one for one in follow_up(register, weights=weights)}
    return lambda undertaking: [
        answer.item.id for answer in followed[undertaking.id].proposals if not answer.restates
    ]


def restating(register: Register, *, weights: Weights = WEIGHTS) -> Proposer:
    """Our own rule: what `follow_up` proposes to say an undertaking again."""
    followed: dict[ItemId, FollowUp] = {
        one.undertaking.id: one for one in follow_up(register, weights=weights)
    }
    return lambda undertaking: [
        answer.item.id for answer in followed[undertaking.id].proposals if answer.restates
    ]


def next_of_the_domain(register: Register) -> Proposer:
    """The simplest rule: what took place next in the same domain, among those who must act."""
    template = defence()
    everything: list[Engagement | Instrument | Activity] = [
        *register.known(Engagement),
        *register.known(Instrument),
        *register.known(Activity),
    ]
    taken_place = [(on, item) for item in everything if (on := _on(item))]
    taken_place.sort(key=lambda row: (row[0].first, row[1].id))

    def belongs(item: Any, domain: Domain) -> bool:
        if isinstance(item, Activity):
            return item.domain == domain
        if isinstance(item, Instrument):
            return item.kind == "plan" and domain == "plan-execution"
        return template.belongs(item.kind, domain=domain)

    def propose(undertaking: Undertaking) -> Sequence[ItemId]:
        assert undertaking.source
        assert undertaking.source.published
        said = undertaking.source.published.last
        return [
            item.id
            for on, item in taken_place
            if on.first > said
            and belongs(item, undertaking.domain)
            and set(undertaking.on) <= {*getattr(item, "parties", ()), *getattr(item, "participants", ())}
        ]

    return propose


def figures(
    told: Chronology, propose: Proposer, *, of: Iterable[ItemId], true: Mapping[ItemId, frozenset[ItemId]]
) -> Figures:
    """Hold what a rule proposes against what is true, over the undertakings that something answers."""
    places: list[int | None] = []
    firsts: list[bool] = []
    right_in_three = proposed_in_three = 0
    for name in of:
        undertaking = told.register.item(name)
        right = true.get(name, frozenset())
        if not right:
            continue
        assert isinstance(undertaking, Undertaking)
        proposed = propose(undertaking)
        places.append(next((at for at, item in enumerate(proposed, start=1) if item in right), None))
        firsts += [proposed[0] in right] if proposed else []
        right_in_three += len(right.intersection(proposed[:3]))
        proposed_in_three += len(proposed[:3])
    many = len(places)
    return Figures(
        many=many,
        first=_share(sum(firsts), len(firsts)),
        precision_in_three=_share(right_in_three, proposed_in_three),
        found=_share(sum(place == 1 for place in places), many),
        found_in_three=_share(sum(place is not None and place <= 3 for place in places), many),
        reciprocal=_share(sum(1 / place for place in places if place), many),
    )


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _on(item: Engagement | Instrument | Activity) -> Date | None:
    if isinstance(item, Instrument):
        return item.signed
    if isinstance(item, Engagement):
        return item.when.end if item.when and item.status is Status.HELD else None
    return item.when.end if item.when else None


def _named(table: Mapping[str, Iterable[str]]) -> dict[ItemId, frozenset[ItemId]]:
    return {ItemId(name): frozenset(map(ItemId, items)) for name, items in table.items()}
