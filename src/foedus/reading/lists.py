"""The members of a list: "X, Y et Z" cut into the separate things to be done.

Commas alone do not tell a list from a long complement. A piece is a member of its own
when it opens with an infinitive that the piece before has finished with, when it opens
with a deed in a list that was announced, or when it belongs to another field of
cooperation than the piece before. Anything else continues the member it follows.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.terms import Domain

OTHER = Domain("other")


@frozen(kw_only=True)
class Member:
    """One thing to be done: its words, its field, and what it opens with."""

    start: int
    end: int
    domain: Domain | None = None
    faint: Domain | None = None
    infinitive: bool = False
    deed: bool = False

    @property
    def field(self) -> Domain:
        """The field of cooperation, the faint one where no word decides."""
        return self.domain or self.faint or OTHER


@frozen(kw_only=True)
class _Piece:
    start: int
    end: int
    opened_by: str  # "start", "comma", "and", "listing", "semicolon"


def members(page: Page, start: int, end: int) -> list[Member]:
    """The members of what was undertaken between two places.

    Returns:
        At least one, unless nothing there is a thing to be done.
    """
    found: list[Member] = []
    listing = False
    for piece in _pieces(page, start, end):
        listing = listing or piece.opened_by in ("listing", "semicolon")
        member = _member(page, piece)
        current = found[-1] if found else None
        if current is None:
            found.append(member)
        elif piece.opened_by in ("listing", "semicolon") and (
            member.domain or member.deed or member.infinitive
        ):
            if piece.opened_by == "listing" and not current.domain and not _is_done(page, current):
                found.pop()
            found.append(member)
        elif _stands_alone(page, piece, member, (current, listing)):
            found.append(member)
        else:
            found[-1] = evolve(
                current,
                end=member.end,
                domain=current.domain or member.domain,
                faint=current.faint or member.faint,
                infinitive=current.infinitive or member.infinitive,
                deed=current.deed or member.deed,
            )
    return [m for m in found if m.infinitive or m.deed or m.domain or m.faint]


def _stands_alone(page: Page, piece: _Piece, member: Member, before: tuple[Member, bool]) -> bool:
    current, listing = before
    if member.infinitive and _opens_with_infinitive(page, member.start, member.end):
        return _is_done(page, current)
    if member.domain and current.domain and member.domain != current.domain:
        return True
    return member.deed and listing and piece.opened_by == "comma" and bool(current.domain or current.deed)


def _is_done(page: Page, member: Member) -> bool:
    """Whether a member's verb has its object: without one, the next verb shares it."""
    verbs = [m.end for m in page.within(member.start, member.end, "act")]
    if not verbs:
        return member.infinitive or bool(member.domain)
    after = page.words(verbs[-1], member.end)
    return bool(set(after) & (page.names("articles") | page.names("prepositions")))


def _opens_with_infinitive(page: Page, start: int, end: int) -> bool:
    lead = page.names("infinitive_markers") | page.names("adverbs") | page.names("and")
    position = start
    for word in page.words(start, end)[:4]:
        position = page.folded.find(word, position)
        if any(
            m.start == position and m.senses["act"] in ("infinitive", "present")
            for m in page.within(position, position + 1, "act")
        ):
            return True
        if word not in lead and not word.endswith("ment"):
            return _looks_infinitive(page, word)
        position += len(word)
    return False


def _looks_infinitive(page: Page, word: str) -> bool:
    return len(word) > 4 and word not in page.names_of("ordinals", "words") and word.endswith(tuple(page.lexicon.grammar["grammar"]["infinitive_endings"]))


def _member(page: Page, piece: _Piece) -> Member:
    """What a piece opens with and which field it belongs to."""
    topics = list(page.topics_within(piece.start, piece.end))
    domain = next((Domain(t.senses["words"]) for t in topics if "words" in t.senses), None)
    if _carries_out_paper(page, piece):
        domain = Domain("plan-execution")
    faint = next((Domain(t.senses["faint"]) for t in topics if "faint" in t.senses), None)
    marks = list(page.within(piece.start, piece.end, "act", "deed"))
    lead = set(page.words(piece.start, marks[0].start)) if marks else {""}
    small = page.names("articles") | page.names("prepositions") | page.names("and") | page.names("adverbs")
    return Member(
        start=piece.start,
        end=piece.end,
        domain=domain,
        faint=faint,
        infinitive=any("act" in m.senses for m in marks)
        or _opens_with_infinitive(page, piece.start, piece.end),
        deed=bool(marks) and "deed" in marks[0].senses and lead <= small,
    )


def _carries_out_paper(page: Page, piece: _Piece) -> bool:
    """Whether a piece opens with carrying out a paper: "mettre en œuvre l'accord"."""
    fate = next((m for m in page.within(piece.start, piece.start + 32, "fate") if m.senses["fate"] == "in_execution"), None)
    return fate is not None and any(True for _ in page.within(fate.end, min(piece.end, fate.end + 48), "paper"))


def _pieces(page: Page, start: int, end: int) -> Iterator[_Piece]:
    """Cut at semicolons, commas, "et" and words that announce a list; leave out reasons and asides."""
    for segment_start, segment_end, opener in _segments(page, start, end):
        stop = next(
            (
                m.start
                for m in page.within(segment_start + 1, segment_end, "purpose")
                if _cuts(page, m, segment_start)
            ),
            segment_end,
        )
        cuts = _cuts_of(page, segment_start, stop)
        position, opened_by = segment_start, opener
        for cut_start, cut_end, kind in [*cuts, (stop, stop, "end")]:
            aside = next((m.start for m in page.within(position + 1, cut_start, "aside")), cut_start)
            piece_start, piece_end = _trim(page, position, min(aside, cut_start))
            if piece_end > piece_start:
                yield _Piece(start=piece_start, end=piece_end, opened_by=opened_by)
                opened_by = kind
            elif kind == "listing" or opened_by not in ("listing", "semicolon", "start"):
                opened_by = kind
            position = cut_end


def _cuts(page: Page, purpose: Mark, start: int) -> bool:
    """A purpose ends a list only once something has been said."""
    return any(m.start < purpose.start for m in page.within(start, purpose.start, "act", "deed"))


def _segments(page: Page, start: int, end: int) -> list[tuple[int, int, str]]:
    segments = []
    position, opener = start, "start"
    for match in re.compile(";").finditer(page.folded, start, end):
        segments.append((position, match.start(), opener))
        position, opener = match.end(), "semicolon"
    segments.append((position, end, opener))
    return segments


_COMMA_OR_AND = re.compile(
    r"[,:](?: et(?= ))?|(?<= )(?:et|and|ainsi que|de meme que|mais aussi|as well as|va|cung nhu)(?= )"
)


def _cuts_of(page: Page, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where a segment may be cut, and by what; a word that announces a list wins over the comma before it."""
    cuts = [
        (m.start(), m.end(), "comma" if m[0][0] in ",:" else "and")
        for m in _COMMA_OR_AND.finditer(page.folded, start, end)
    ]
    cuts += [(m.start, m.end, "listing") for m in page.within(start, end, "listing")]
    return sorted(cuts)


def _trim(page: Page, start: int, end: int) -> tuple[int, int]:
    while start < end and page.folded[start] in " ,;:.":
        start += 1
    while end > start and page.folded[end - 1] in " ,;:.…":
        end -= 1
    return start, end


def text_of(page: Page, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The text's own words at some places."""
    return [page.text[start:end] for start, end in spans]
