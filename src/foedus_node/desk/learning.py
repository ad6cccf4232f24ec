"""What the reader learns from the officers of a compact: how sure it may be of proposals that wait.

A decision counts where it was made: the compact's own and the node's, never another compact's. Nothing
of it leaves the private database. What is counted is bounded, by the last decisions and by the last
proposals that wait, so that a decision takes no longer after ten years.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from foedus.reading import sureness
from foedus.reading.experience import Decided, Experience, experienced
from foedus_node.storage.private import lessons, writing
from foedus_node.storage.private.lessons import Reason, Verdict
from foedus_node.storage.private.papers import Proposal

if TYPE_CHECKING:  # to explain, the whole reader is needed; the pages do without
    from foedus.reading.explaining import Explanation

TELLING: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"name"}),
    "engagements": frozenset({"kind", "status"}),
    "instruments": frozenset({"kind"}),
    "commitments": frozenset({"force"}),
    "assessments": frozenset({"polarity"}),
}
"""The fields that make a fact the one it is: where one of them is mended, what was proposed was wrong."""

_DECISIONS, _WAITING = 3_000, 1_000


def experience(compact: str) -> Experience:
    """What the last decisions that a compact knows teach."""
    right: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    wrong, unread = right.copy(), right.copy()
    for kind, signs, verdict, mended, looked in lessons.decided(compact, most=_DECISIONS):
        refused = verdict == Verdict.REJECTED
        if not looked and refused:
            continue  # nobody said so of this one
        taken = right if looked else unread
        (wrong if refused or mended & TELLING[kind] else taken)[kind, signs] += 1
    every = dict.fromkeys((*right, *wrong, *unread))
    return experienced(
        Decided(
            kind=kind,
            signs=signs,
            right=right[kind, signs],
            wrong=wrong[kind, signs],
            unread=unread[kind, signs],
        )
        for kind, signs in every
    )


def weigh_anew(compact: str) -> None:
    """Let what waits in a compact be as sure as its decisions make it; the caller holds the node's lock."""
    learnt = experience(compact)
    weighed = {}
    for one in lessons.waiting(compact, most=_WAITING):
        sure = round(100 * learnt.of(one.kind, one.signs))
        if sure != one.confidence:
            weighed[one.number] = (sure, shares(learnt, one.kind, one.signs))
    with writing.all_or_none():
        lessons.weigh(weighed)


def shares(learnt: Experience, kind: str, signs: tuple[str, ...]) -> Mapping[str, tuple[int, int]]:
    """What was decided of others that bear these signs and moves most: how many were taken, of how many."""
    return {sign: (worth.right, worth.found) for sign, worth in learnt.telling(kind, signs).items()}


def reason(why: "Explanation") -> Reason:
    """An explanation as it is kept beside its proposal."""
    return Reason(
        likeness=lessons.likeness(why.kind, why.fact.rule, why.words),
        signs=why.borne,
        known=tuple((one.start, one.end, one.sort, one.value) for one in why.known),
        here={sign: (worth.right, worth.found) for sign, worth in why.here.items()},
    )


def by_texts(kind: str, signs: tuple[str, ...]) -> int:
    """How sure one is by our own texts alone, in hundredths."""
    return round(100 * sureness.learnt().of(kind, signs))


def mended(proposal: Proposal, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the fields that an officer set, those that now say something else than what was proposed."""
    return {name: value for name, value in said.items() if not same(proposal.fact.get(name), value)}


def same(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same: nothing is nothing, and parties have no order."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return sorted(map(str, one)) == sorted(map(str, other))
    return (one or None) == (other or None)
