"""Titles: the run of rank, office, field and party that stands beside a name.

A title is a run of the lexicon's marks with nothing between them but small words, so the
order of its parts does not matter and no language's order is written here. What a title
does not state (the field of "the minister", the office of "his counterpart") is left
open; `foedus.reading.names` fills it from the rest of the text.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.lexicon import Lexicon, Mark, Office
from foedus.terms import Party

_GAP = 48
"""Letters that may lie between two parts of one title."""

_TITLE = frozenset({"rank", "ranks", "head", "office", "counterpart", "honorific"})
_PART = _TITLE | {"area", "party"}


@frozen(kw_only=True)
class Title:
    """One title as it stands: where, and what it says."""

    start: int
    end: int
    ranks: tuple[tuple[str, int, int], ...] = ()
    offices: tuple[Office, ...] = ()
    areas: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    counterpart: bool = False
    plural: bool = False

    @property
    def rank(self) -> str | None:
        """The rank in English; the first one where several are printed."""
        return self.ranks[0][0] if self.ranks else None

    @property
    def office(self) -> str | None:
        """The office in English, several joined by a semicolon; None where the title is a rank alone."""
        return "; ".join(office.title for office in self.offices) or None

    @property
    def level(self) -> int:
        """The level of the highest office in it; 0 where there is none."""
        return max((office.level for office in self.offices), default=0)


def titles(folded: str, *, marks: Sequence[Mark], lexicon: Lexicon) -> list[Title]:
    """All titles in a folded text, in order."""
    return [title for run in _runs(folded, marks, lexicon) if (title := _title(folded, run, lexicon))]


def _runs(folded: str, marks: Sequence[Mark], lexicon: Lexicon) -> Iterator[list[Mark]]:
    """Marks that belong to one title each."""
    glue = lexicon.names("grammar", "glue")
    articles = lexicon.names("grammar", "articles")
    leading = lexicon.grammar["grammar"]["titles_lead"]
    run: list[Mark] = []
    for mark in marks:
        parts = mark.senses.keys() & _PART
        if not parts:
            if not mark.senses.keys() & {"object", "deed", "group"}:
                continue
            parts = set()
        if run and parts and _joins(folded, run, mark, (glue, articles), lexicon):
            run.append(mark)
            continue
        if run:
            yield run
        run = [mark] if parts and (leading or parts & _TITLE) else []
    if run:
        yield run


def _joins(
    folded: str,
    run: Sequence[Mark],
    mark: Mark,
    words: tuple[frozenset[str], frozenset[str]],
    lexicon: Lexicon,
) -> bool:
    """Whether a mark continues a run: only small words between, and a comma only before a rank."""
    glue, articles = words
    gap = folded[run[-1].end : mark.start]
    if len(gap) > _GAP:
        return False
    between = gap.replace(",", " , ").split()
    ands = lexicon.grammar["grammar"]["and"]
    if any(word not in glue and word != "," and word not in ands for word in between):
        return False
    if "," in between:
        comma = between.index(",")
        if any(word in ands for word in between) and "rank" in mark.senses:
            return False
        lists_parties = "party" in mark.senses and "party" in run[-1].senses and _is_plural(run)
        return lists_parties or (
            not between[:comma] and not mark.senses.keys().isdisjoint({"rank", "honorific"})
        )
    if any(word in ands for word in between):
        after = between[[word in ands for word in between].index(True) + 1 :]
        if after[:1] and after[0] in articles:
            return False
        if "rank" in mark.senses or ("party" in mark.senses and not _is_plural(run)):
            return False
    return "party" not in mark.senses or _of_party(between, mark, run, lexicon)


def _of_party(between: Sequence[str], mark: Mark, run: Sequence[Mark], lexicon: Lexicon) -> bool:
    """Whether a party belongs to the title before it, and is not where something happens."""
    if mark.senses["party"].how == "adjective":
        return True
    grammar = lexicon.grammar["grammar"]
    if all(word in grammar["of"] for word in between):
        return mark.senses["party"].how != "capital" or bool(between)
    posted = any("office" in m.senses and m.senses["office"].level <= 4 for m in run)
    return posted and any(word in grammar["held_in"] for word in between)


def _is_plural(run: Sequence[Mark]) -> bool:
    return any(
        "ranks" in m.senses
        or m.senses.get("counterpart")
        or any(sort in m.senses and m.senses[sort].plural for sort in ("head", "office"))
        for m in run
    )


def _title(folded: str, run: Sequence[Mark], lexicon: Lexicon) -> Title | None:
    """What a run says, read from left to right; None when it is no title."""
    title = Title(start=run[0].start, end=run[-1].end, plural=_is_plural(run))
    commands = lexicon.names("grammar", "commands")
    for position, mark in enumerate(run):
        senses = mark.senses
        follows = folded[mark.end : mark.end + 8].split()[:1]
        if "head" in senses and "rank" in senses and not (follows and follows[0] in commands):
            title = evolve(title, ranks=(*title.ranks, (senses["rank"], mark.start, mark.end)))
        elif "head" in senses or "office" in senses:
            office = senses.get("office") or senses["head"]
            title = evolve(title, offices=(*title.offices, office))
        elif "rank" in senses:
            title = evolve(title, ranks=(*title.ranks, (senses["rank"], mark.start, mark.end)))
        elif "area" in senses and title.offices and _follows_head(run, position):
            title = evolve(
                title, offices=(*title.offices[:-1], _with_area(title.offices[-1], senses["area"]))
            )
            title = evolve(title, areas=(*title.areas, senses["area"]))
        if "party" in senses:
            title = evolve(title, parties=(*title.parties, senses["party"].party))
        if "counterpart" in senses:
            title = evolve(title, counterpart=True)
    return title if any(m.senses.keys() & _TITLE for m in run) else None


def _follows_head(run: Sequence[Mark], position: int) -> bool:
    """Whether a field belongs to a head, with nothing but parties and fields between."""
    for mark in reversed(run[:position]):
        if "head" in mark.senses:
            return True
        if not mark.senses.keys() & {"area", "party"}:
            return False
    return False


def _with_area(office: Office, area: str) -> Office:
    joiner = " and " if " of " in office.title else " of "
    return evolve(office, title=f"{office.title}{joiner}{area}", whole=True)
