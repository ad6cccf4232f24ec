"""Each undertaking with what answers it, how far it has come, and how it came there.

What is linked, reported, said and ruled settles the state (`history`). What is only proposed settles
nothing: but while something likely waits for an officer's decision, no undertaking is called lapsed
for its date alone. Both sides' words on an undertaking are kept apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.report import Report
from foedus.cooperation.template import Template, defence
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup.answers import WEIGHTS, Answer, Reason, Weights, proposals
from foedus.followup.history import Change, history
from foedus.followup.ruling import Ruling, Verdict
from foedus.followup.shelf import Shelf, given
from foedus.register import Register
from foedus.terms import Date, ItemId

UNSETTLED = frozenset({State.OPEN, State.BEING_CARRIED_OUT, State.PARTLY})
"""The states in which more is to come, so that proposals are made."""


@frozen(kw_only=True)
class FollowUp:
    """One undertaking, what answers it, how far it has come, and how it came there.

    Attributes:
        answers: what is settled to answer it, then what is proposed, the strongest first.
        words: each side's last word on the undertaking itself.
        history: everything that bears on it, in the order of its days.
        rulings: ours on it.
        ours_alone: whether the undertaking is known to us only.
    """

    undertaking: Undertaking
    answers: tuple[Answer, ...]
    state: State
    words: tuple[Report, ...] = ()
    history: tuple[Change, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    ours_alone: bool = False

    @property
    def proposals(self) -> tuple[Answer, ...]:
        """What may answer it and waits for an officer's decision, the strongest first."""
        return tuple(answer for answer in self.answers if not answer.linked)


def follow_up(
    register: Register,
    *,
    rulings: Iterable[Ruling] = (),
    template: Template | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[FollowUp, ...]:
    """Every undertaking with what answers it so far, by date given, document and place in it.

    Args:
        register: the cooperation on a day.
        rulings: what we decided, in the order in which it was decided; none of it for a common paper.
        template: which occasions belong to which domain; the built-in one of defence where none is given.
        weights: how much each reason for a proposal counts.
    """
    following = _Following(register, rulings=rulings, template=template or defence(), weights=weights)
    return tuple(sorted(map(following.follow, register.known(Undertaking)), key=_given))


class _Following:
    """A register with our rulings, laid out for following undertakings one by one."""

    def __init__(
        self, register: Register, *, rulings: Iterable[Ruling], template: Template, weights: Weights
    ) -> None:
        self.register, self.weights = register, weights
        self.shelf = Shelf(register, template)
        self.rulings: Mapping[ItemId, list[Ruling]] = _by_undertaking(rulings)
        self.restating: dict[ItemId, list[Undertaking]] = defaultdict(list)
        for one in register.known(Undertaking):
            if one.restates:
                self.restating[one.restates].append(one)

    def follow(self, undertaking: Undertaking) -> FollowUp:
        """One undertaking, followed."""
        register = self.register
        rulings = tuple(one for one in self.rulings.get(undertaking.id, ()) if one.on.first <= register.on)
        linked = register.served_by(undertaking.id)
        restated_by = self.restating.get(undertaking.id, [])
        facts: dict[str, Any] = {"linked": linked, "restated_by": restated_by, "rulings": rulings}
        changes = history(register, undertaking, **facts)
        settled = self._settled(undertaking, rulings, [*linked, *self._shown(undertaking), *restated_by])
        found: tuple[Answer, ...] = ()
        if changes[-1].state in {*UNSETTLED, State.LAPSED}:
            waiting = history(register, undertaking, **facts, lapses=False)
            if waiting[-1].state in UNSETTLED:
                without = {answer.item.id for answer in settled} | {one.item for one in rulings if one.item}
                found = proposals(self.shelf, undertaking, without=frozenset(without), weights=self.weights)
            if any(answer.rank >= self.weights.likely for answer in found):
                changes = waiting
        return FollowUp(
            undertaking=undertaking,
            answers=(*settled, *found),
            state=changes[-1].state,
            words=_last_words(register.reports_on(undertaking.id)),
            history=changes,
            rulings=rulings,
            ours_alone=register.is_ours_alone(undertaking.id),
        )

    def _shown(self, undertaking: Undertaking) -> list[Item]:
        """What a side's report on the undertaking names as proof that it is carried out, at least in part."""
        proofs = (
            name
            for report in self.register.reports_on(undertaking.id)
            if report.stage in {State.CARRIED_OUT, State.PARTLY, State.BEING_CARRIED_OUT}
            for name in report.items
        )
        served = {item.id for item in self.register.served_by(undertaking.id)}
        items = (self.register.item(name) for name in dict.fromkeys(proofs) if name not in served)
        return [item for item in items if item is not None and not isinstance(item, Undertaking)]

    def _settled(
        self, undertaking: Undertaking, rulings: tuple[Ruling, ...], linked: list[Item]
    ) -> tuple[Answer, ...]:
        ruled = {
            one.item: one
            for one in rulings
            if one.item and one.verdict in {Verdict.ANSWERS, Verdict.PARTLY, Verdict.RESTATED}
        }
        served = {item.id for item in self.register.served_by(undertaking.id)}
        found = []
        for item in linked:
            ruling = ruled.pop(item.id, None)
            stated = item.id in served or isinstance(item, Undertaking)
            why = [Reason.LINKED if stated else Reason.SHOWN] + ([Reason.RULED] if ruling else [])
            found.append(self._answer(item, tuple(why)))
        for name in ruled:
            ruled_item = self.register.item(name)
            if ruled_item is not None:
                found.append(self._answer(ruled_item, (Reason.RULED,)))
        return tuple(found)

    def _answer(self, item: Item, why: tuple[Reason, ...]) -> Answer:
        by_ruling_only = why == (Reason.RULED,)
        return Answer(
            item=item,
            why=why,
            on=self.register.reported(item.id) or _dated(item),
            reports=self.register.reports_on(item.id),
            ours_alone=by_ruling_only or self.register.is_ours_alone(item.id),
        )


def _by_undertaking(rulings: Iterable[Ruling]) -> dict[ItemId, list[Ruling]]:
    found: dict[ItemId, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        found[ruling.undertaking].append(ruling)
    return found


def _last_words(reports: Iterable[Report]) -> tuple[Report, ...]:
    last = {report.party: report for report in reports}
    return tuple(last[party] for party in sorted(last))


def _dated(item: Item) -> Date | None:
    match item:
        case Activity(when=when) if when:
            return when.start
        case Engagement(when=when) if when:
            return when.end
        case Instrument(signed=signed):
            return signed
        case Undertaking():
            return given(item)
        case _:
            return None


def _given(followed: FollowUp) -> tuple[int, str, int, str]:
    said, source = given(followed.undertaking), followed.undertaking.source
    document, place = (source.document, source.start) if source else ("", 0)
    return (said.first.toordinal() if said else 0, document, place, followed.undertaking.id)
