"""The same story, told by several documents: which these are, where they disagree, what was accepted already.

Nothing is merged and nothing is written but traces, by which documents find each other. Each answer is
bounded: a document is held against the few that left most of its traces, never against all.
"""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from foedus.reading.stories.differences import Disagreement, disagreements, pairs
from foedus.reading.stories.telling import Likeness, Telling, likeness, traces
from foedus_node.storage.private import stories
from foedus_node.storage.private.papers import Held, Proposal
from foedus_node.storage.private.stories import Head, Told

_LOOKED_AT, _SHOWN = 40, 12
"""Documents that one is held against, and those of its story that are shown."""
_GONE_THROUGH = 5_000
"""Documents that are gone through for a list of stories."""

ONCE = frozenset({"engagements", "instruments", "commitments", "assessments"})
"""What becomes a thing of its own each time that it is accepted; a person stays the person."""


@frozen(kw_only=True)
class Beside:
    """Another document of a document's story.

    Attributes:
        head: which it is.
        likeness: why it is said to be one story.
        disagreements: where the two disagree.
        same: the proposals of the document, each with the one of the other that states the same.
        became: what accepted proposals of the other became, by their numbers.
        kinds: of what kind the proposals of the document are.
    """

    head: Head
    likeness: Likeness
    disagreements: tuple[Disagreement, ...]
    same: Mapping[int, int] = field(repr=False)
    became: Mapping[int, str] = field(repr=False)
    kinds: Mapping[int, str] = field(repr=False)


@frozen
class Given:
    """What another document of the story gave already, and was accepted: the thing it became."""

    item: str
    head: Head


@frozen
class Story:
    """Documents that tell one story, and why each is said to tell what the first tells."""

    first: Head
    beside: tuple[Beside, ...]


def trace(document: int) -> None:
    """Let a document leave its traces; the caller holds the node's lock."""
    stories.keep_traces(document, traces(stories.told([document])[document].telling))


def trace_others(*, most: int | None = None) -> None:
    """Let documents of an earlier edition leave their traces too; all, or so many of the latest.

    The caller holds the node's lock.
    """
    for document in stories.untraced(most=most):
        trace(document)


def beside(document: Held, *, compact: str) -> tuple[Beside, ...]:
    """The other documents of a compact that tell a document's story, the likeliest first."""
    return _beside(stories.told_by(document), compact=compact)


def given(found: Iterable[Beside]) -> Mapping[int, Given]:
    """What other documents of a story gave already, and was accepted, by the proposals of the document."""
    taken: dict[int, Given] = {}
    for one in found:
        for mine, other in one.same.items():
            if other in one.became and one.kinds[mine] in ONCE:
                taken.setdefault(mine, Given(one.became[other], one.head))
    return taken


class Already:
    """What other documents of a story gave already, asked for proposal by proposal while they are settled."""

    def __init__(self, compact: str) -> None:
        """For the proposals that a compact knows."""
        self._compact = compact
        self._beside: dict[int, tuple[Beside, ...]] = {}

    def given(self, proposal: Proposal) -> Given | None:
        """What another document gave and was accepted since; None where nothing was, or for a person."""
        document = stories.document_of(proposal.number) if proposal.kind in ONCE else None
        if document is None:
            return None
        if document not in self._beside:
            self._beside[document] = _beside(stories.told([document])[document], compact=self._compact)
        for one in self._beside[document]:
            other = one.same.get(proposal.number)
            # What was accepted since they were held against each other counts too.
            if other is not None and (item := stories.became(other)):
                return Given(item, one.head)
        return None


def all_stories(compact: str, *, most: int) -> tuple[tuple[Story, ...], bool]:
    """The stories that several documents of a compact tell, the latest first; and whether these are all."""
    found: list[Story] = []
    seen: set[int] = set()
    documents = stories.latest(compact, most=_GONE_THROUGH + 1)
    for number in documents[:_GONE_THROUGH]:
        if number in seen:
            continue
        told = stories.told([number])[number]
        others = _beside(told, compact=compact)
        if not others:
            continue
        if len(found) == most:
            return tuple(found), False
        found.append(Story(told.head, others))
        seen |= {number, *(one.head.number for one in others)}
    return tuple(found), len(documents) <= _GONE_THROUGH


def _beside(told: Told, *, compact: str) -> tuple[Beside, ...]:
    sought = traces(told.telling, sought=True)
    looked_at = stories.found_by(sought, compact=compact, but=told.head.number, most=_LOOKED_AT)
    alike = [(other, likeness(told.telling, other.telling)) for other in stories.told(looked_at).values()]
    same = sorted(
        ((other, why) for other, why in alike if why.is_same),
        key=lambda one: (-one[1].points, one[0].head.number),
    )
    return tuple(_one(told.telling, other, why) for other, why in same[:_SHOWN])


def _one(told: Telling, other: Told, why: Likeness) -> Beside:
    paired = pairs(told, other.telling)
    return Beside(
        head=other.head,
        likeness=why,
        disagreements=disagreements(told, other.telling),
        same={pair.mine.number: pair.theirs.number for pair in paired},
        became=other.accepted,
        kinds={pair.mine.number: pair.mine.kind for pair in paired},
    )
