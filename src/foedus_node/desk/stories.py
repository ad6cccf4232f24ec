"""The same story, told by several documents: which these are, where they disagree, what was accepted already.

Nothing is merged and nothing is written but traces, by which documents find each other. Each answer is
bounded: a document is held against the few that left most of its traces, never against all.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from foedus.reading.differences import Disagreement, disagreements, pairs
from foedus.reading.stories import Likeness, Telling, likeness, traces
from foedus_node.storage.private import stories
from foedus_node.storage.private.papers import Held, Proposal
from foedus_node.storage.private.stories import Head

_LOOKED_AT, _SHOWN = 40, 12
"""Documents that one is held against, and those of its story that are shown."""
_GONE_THROUGH = 5_000
"""Documents that are gone through for a list of stories."""

ONCE = frozenset({"engagements", "instruments", "commitments", "assessments"})
"""What becomes a thing of its own each time that it is accepted; a person stays the person."""


@frozen
class Beside:
    """Another document of a document's story.

    Attributes:
        head: which it is.
        likeness: why it is said to be one story.
        disagreements: where the two disagree.
        same: the proposals of the document, each with the one of the other that states the same.
    """

    head: Head
    likeness: Likeness
    disagreements: tuple[Disagreement, ...]
    same: Mapping[int, int] = field(repr=False)


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
    stories.keep_traces(document, traces(stories.told([document])[document]))


def trace_all() -> Iterator[int]:
    """Let each document that left none leave its traces; gives their numbers as they do."""
    for document in stories.untraced():
        trace(document)
        yield document


def beside(document: Held, *, compact: str) -> tuple[Beside, ...]:
    """The other documents of a compact that tell a document's story, the likeliest first."""
    return _beside(document.number, compact=compact)


def given(found: Iterable[Beside]) -> Mapping[int, Given]:
    """What other documents of a story gave already, and was accepted, by the proposals of the document."""
    by_other = {other: (mine, one.head) for one in found for mine, other in one.same.items()}
    taken: dict[int, Given] = {}
    for other, proposal in sorted(stories.accepted(by_other.keys()).items()):
        mine, head = by_other[other]
        if proposal.item and proposal.kind in ONCE:
            taken.setdefault(mine, Given(proposal.item, head))
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
            self._beside[document] = _beside(document, compact=self._compact)
        return given(self._beside[document]).get(proposal.number)


def all_stories(compact: str, *, most: int) -> tuple[tuple[Story, ...], bool]:
    """The stories that several documents of a compact tell, the latest first; and whether these are all."""
    found: list[Story] = []
    seen: set[int] = set()
    documents = stories.latest(compact, most=_GONE_THROUGH + 1)
    for number in documents[:_GONE_THROUGH]:
        if number in seen:
            continue
        others = _beside(number, compact=compact)
        if not others:
            continue
        if len(found) == most:
            return tuple(found), False
        found.append(Story(stories.heads([number])[number], others))
        seen |= {number, *(one.head.number for one in others)}
    return tuple(found), len(documents) <= _GONE_THROUGH


def _beside(document: int, *, compact: str) -> tuple[Beside, ...]:
    told = stories.told([document])[document]
    looked_at = stories.found_by(traces(told, sought=True), compact=compact, but=document, most=_LOOKED_AT)
    alike = [(number, other, likeness(told, other)) for number, other in stories.told(looked_at).items()]
    same = sorted((one for one in alike if one[2].is_same), key=lambda one: (-one[2].points, one[0]))[:_SHOWN]
    heads = stories.heads([number for number, _, _ in same])
    return tuple(_one(heads[number], why, of=(told, other)) for number, other, why in same)


def _one(head: Head, why: Likeness, *, of: tuple[Telling, Telling]) -> Beside:
    same = {pair.mine.number: pair.theirs.number for pair in pairs(*of)}
    return Beside(head, why, disagreements(*of), same)
