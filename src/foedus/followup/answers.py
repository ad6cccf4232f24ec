"""What answers an undertaking, or may answer it, with the reasons for thinking so.

What the parties linked, what a side's report names as proof, and what an officer decided answer it.
Everything else is a proposal: something later that shares its mechanism, its domain, what it asks
for or its words. A proposal is ranked and offered to an officer; it settles nothing. What has no
date, on either side, is proposed for nothing: later is not known.
"""

import datetime
import math
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from attrs import field, frozen

from foedus.cooperation.item import Item
from foedus.cooperation.report import Report
from foedus.cooperation.undertaking import Undertaking
from foedus.followup.acts import asked
from foedus.followup.rarity import spelling_of
from foedus.followup.shelf import Candidate, Shelf, given
from foedus.terms import Date


class Reason(StrEnum):
    """Why something is thought to answer an undertaking."""

    LINKED = "linked"
    RULED = "ruled"
    SHOWN = "shown"
    MECHANISM = "mechanism"
    SESSION = "session"
    ACT = "act"
    LEVEL = "level"
    DOMAIN = "domain"
    DUE = "due"
    IN_TIME = "in-time"
    PARTIES = "parties"
    PLACE = "place"
    WORDS = "words"
    SOON = "soon"


SETTLED = frozenset({Reason.LINKED, Reason.RULED, Reason.SHOWN})
"""The reasons that need no officer's judgement any more."""


@frozen(kw_only=True)
class Weights:
    """How much each reason adds to a rank, what speaks against, and from which rank on something is proposed.

    Attributes:
        reasons: points a reason; of those that are graded (`words`, `soon`), the most there may be.
        against: points taken off: another mechanism, another act than asked for, another number,
            another level, other parties beside, after the due time.
        least: the rank from which on something is proposed.
        likely: the rank from which on nobody should call the undertaking lapsed before deciding.
    """

    reasons: Mapping[Reason, int] = field(hash=False)
    against: Mapping[str, int] = field(hash=False)
    least: int
    likely: int


WEIGHTS = Weights(
    reasons=MappingProxyType(
        {
            Reason.MECHANISM: 55,
            Reason.SESSION: 30,
            Reason.ACT: 30,
            Reason.LEVEL: 12,
            Reason.DOMAIN: 20,
            Reason.DUE: 14,
            Reason.IN_TIME: 4,
            Reason.PARTIES: 10,
            Reason.PLACE: 12,
            Reason.WORDS: 60,
            Reason.SOON: 16,
        }
    ),
    against=MappingProxyType(
        {"mechanism": 30, "act": 16, "session": 40, "level": 12, "parties": 10, "late": 8}
    ),
    least=40,
    likely=60,
)
"""Tuned on one half of a chronology, seen on the other: `python -m benchmarks.followup`."""

_MOST = 12
"""How many are proposed at most for one undertaking."""

_ENOUGH_WORDS = 0.15
_ENOUGH_TO_RESTATE = 0.3
_HALF_LIFE = 12.0
"""Months after which closeness in time counts for half."""


@frozen(kw_only=True)
class Answer:
    """One thing that answers, or may answer, an undertaking.

    Attributes:
        item: the line, the occasion, the instrument, or the later undertaking that says it again.
        why: the reasons.
        on: when it took place or was last reported; None where that is not known.
        rank: how strong the reasons are together: the greater, the stronger; 0 where it is settled.
        words: the words both share, rarest first.
        reports: what each party reported on it, oldest first.
        ours_alone: whether it is known to us only, or answers by our ruling only.
    """

    item: Item
    why: tuple[Reason, ...]
    on: Date | None
    rank: int = 0
    words: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    ours_alone: bool = False

    @property
    def linked(self) -> bool:
        """Whether it is settled that it answers: by the parties' own word, or by our ruling."""
        return not SETTLED.isdisjoint(self.why)

    @property
    def restates(self) -> bool:
        """Whether it says the undertaking again, rather than carrying it out."""
        return isinstance(self.item, Undertaking)


def proposals(
    shelf: Shelf, undertaking: Undertaking, *, without: frozenset[str], weights: Weights = WEIGHTS
) -> tuple[Answer, ...]:
    """What may answer an undertaking, the strongest first, then the earliest, then by name.

    Args:
        shelf: everything that may answer something.
        undertaking: what was said.
        without: the items that are settled or refused already.
        weights: how much each reason counts.
    """
    said = given(undertaking)
    if said is None:
        return ()
    weighing = _Weighing(shelf, undertaking, weights=weights)
    found = [
        weighed
        for candidate in shelf.near(undertaking, asked=weighing.asked)
        if candidate.item.id not in without and (weighed := weighing.weigh(candidate))
    ]
    return tuple(map(weighing.answer, sorted(found, key=_strongest)[:_MOST]))


@frozen
class _Weighed:
    candidate: Candidate
    reasons: tuple[Reason, ...]
    rank: int
    shared: tuple[str, ...]


class _Weighing:
    """One undertaking, held against one candidate after another."""

    def __init__(self, shelf: Shelf, undertaking: Undertaking, *, weights: Weights) -> None:
        self.shelf, self.undertaking, self.weights = shelf, undertaking, weights
        self.asked = asked(undertaking.gist, force=undertaking.force)
        self.text = shelf.text(undertaking)
        self.sides = frozenset((*undertaking.by, *undertaking.on))

    def weigh(self, candidate: Candidate) -> _Weighed | None:
        """How strong the reasons for a candidate are; None where they are too weak."""
        share, words = self.shelf.rarity.likeness(self.text, candidate.text)
        reasons = self._reasons(candidate, share)
        if not self._is_eligible(candidate, reasons, share):
            return None
        rank = sum(self._points(reason, candidate, share) for reason in reasons)
        rank -= sum(self.weights.against[name] for name in self._against(candidate))
        return _Weighed(candidate, reasons, rank, words) if rank >= self.weights.least else None

    def answer(self, weighed: _Weighed) -> Answer:
        """A candidate as an answer."""
        candidate = weighed.candidate
        by_words = weighed.shared if Reason.WORDS in weighed.reasons else ()
        return Answer(
            item=candidate.item,
            why=weighed.reasons,
            on=candidate.on,
            rank=weighed.rank,
            words=tuple(dict.fromkeys(self._spelling[word] for word in by_words if word in self._spelling)),
            reports=candidate.reports,
            ours_alone=candidate.ours_alone,
        )

    @cached_property
    def _spelling(self) -> Mapping[str, str]:
        return spelling_of(self.undertaking.gist)

    def _reasons(self, candidate: Candidate, share: float) -> tuple[Reason, ...]:
        said, asks = self.undertaking, self.asked
        due = said.due
        holds = {
            Reason.MECHANISM: said.mechanism is not None and candidate.mechanism == said.mechanism,
            Reason.SESSION: asks.session is not None and candidate.session == asks.session,
            Reason.ACT: candidate.kind in self._kinds(candidate),
            Reason.LEVEL: asks.level is not None and candidate.level is asks.level,
            Reason.DOMAIN: said.domain in candidate.domains,
            Reason.DUE: due is not None and due.first <= candidate.on.last and candidate.on.first <= due.last,
            Reason.IN_TIME: due is not None and candidate.on.first <= due.last,
            Reason.PARTIES: bool(self.sides) and self.sides == candidate.parties,
            Reason.PLACE: bool(candidate.place) and candidate.place <= self.shelf.place_words(said),
            Reason.WORDS: share >= _ENOUGH_WORDS,
            Reason.SOON: self._months(candidate) <= 2 * _HALF_LIFE,
        }
        return tuple(reason for reason, held in holds.items() if held)

    def _is_eligible(self, candidate: Candidate, reasons: tuple[Reason, ...], share: float) -> bool:
        if isinstance(candidate.item, Undertaking):
            same = Reason.DOMAIN in reasons or Reason.MECHANISM in reasons
            return same and share >= _ENOUGH_TO_RESTATE
        return not {Reason.MECHANISM, Reason.ACT, Reason.DOMAIN, Reason.WORDS}.isdisjoint(reasons)

    def _kinds(self, candidate: Candidate) -> frozenset[str]:
        """The kinds of a candidate's sort that would be what is asked for."""
        return {
            "engagement": self.asked.engagements,
            "activity": self.asked.activities,
            "instrument": self.asked.instruments,
        }.get(candidate.item.noun(), frozenset())

    def _against(self, candidate: Candidate) -> list[str]:
        said, asks = self.undertaking, self.asked
        holds = {
            "mechanism": None not in (said.mechanism, candidate.mechanism)
            and candidate.mechanism != said.mechanism,
            "act": bool(self._kinds(candidate)) and candidate.kind not in self._kinds(candidate),
            "session": None not in (asks.session, candidate.session) and candidate.session != asks.session,
            "level": None not in (asks.level, candidate.level) and candidate.level is not asks.level,
            "parties": bool(self.sides) and bool(candidate.parties - self.sides),
            "late": said.due is not None and said.due.last < candidate.on.first,
        }
        return [name for name, held in holds.items() if held]

    def _points(self, reason: Reason, candidate: Candidate, share: float) -> int:
        most = self.weights.reasons[reason]
        if reason is Reason.WORDS:
            return round(most * share)
        if reason is Reason.SOON:
            return round(most * math.exp2(-self._months(candidate) / _HALF_LIFE))
        return most

    def _months(self, candidate: Candidate) -> float:
        """Months from when it was said, or from when it is due where that is later."""
        said, due = given(self.undertaking), self.undertaking.due
        since = said.last if said else datetime.date.min
        if due and since < due.first:
            distance = _beyond(candidate.on, due)
            # What comes long before a distant due time is no closer than what comes soon after the word.
            return min(distance, (candidate.on.first - since).days / 30.4)
        return (candidate.on.first - since).days / 30.4


def _beyond(on: Date, due: Date) -> float:
    if on.last < due.first:
        return (due.first - on.last).days / 30.4
    return max(0.0, (on.first - due.last).days / 30.4)


def _strongest(weighed: _Weighed) -> tuple[int, int, str]:
    candidate = weighed.candidate
    return (-weighed.rank, candidate.on.first.toordinal(), candidate.item.id)
