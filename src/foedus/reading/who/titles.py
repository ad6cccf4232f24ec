"""Titles: the run of rank, office, field and party that stands beside a name.

A title is a run of the lexicon's marks with nothing between them but small words, so the
order of its parts does not matter and no language's order is written here. What a title
does not state (the field of "the minister", the office of "his counterpart") is left
open; `foedus.reading.who.people` fills it from the rest of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.lexicon import Lexicon, Mark, Office
from foedus.terms import Party

_BRACKETED = re.compile("  [a-z0-9]{2,8} (?=[ ,]|$)")
"""An abbreviation in brackets, which folding makes blanks: "Chief of Army Staff (COAS) General X"."""
_GAP = 48
"""Letters that may lie between two parts of one title."""

_NAME = 45
"""Letters that a name and its comma may take."""
_TITLE = frozenset({"rank", "ranks", "head", "office", "counterpart", "honorific"})
_PART = _TITLE | {"area", "party", "body", "group", "organ"}
_ENDS = frozenset({"object", "deed"})
_STATE = 9
"""The level of a head of state."""
POSTED = 4
"""The highest level of an office that is held abroad, an ambassador's."""


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
    def level(self) -> int:
        """The level of the highest office in it; 0 where there is none."""
        return max((office.level for office in self.offices), default=0)


def titles(
    folded: str, *, marks: Sequence[Mark], lexicon: Lexicon, sentences: Sequence[tuple[int, int]]
) -> list[Title]:
    """All titles in a folded text, in order, none across two sentences."""
    grammar = _Grammar(
        folded=folded,
        lexicon=lexicon,
        starts=[start for start, _ in sentences],
        ends=[m.end for m in marks if not _TITLE.isdisjoint(m.senses)],
    )
    runs = grammar.runs(marks)
    return [grammar.title(run) for run in runs if any(not _TITLE.isdisjoint(m.senses) for m in run)]


@frozen(kw_only=True)
class _Grammar:
    """What joins marks into titles, and what the runs say."""

    folded: str
    lexicon: Lexicon
    starts: Sequence[int]
    """Where sentences begin."""
    ends: Sequence[int] = ()
    """Where parts of titles end."""

    def _words(self, *keys: str) -> frozenset[str]:
        return self.lexicon.names("grammar", *keys)

    def runs(self, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
        """Marks that belong to one title each."""
        opening = _PART if self.lexicon.has("titles_lead") else _TITLE
        run: list[Mark] = []
        for mark in marks:
            sorts = mark.senses
            joins = not _PART.isdisjoint(sorts)
            if not joins and _ENDS.isdisjoint(sorts):
                continue
            if run and joins and self._joins(run, mark):
                run.append(mark)
                continue
            if run:
                yield run
            run = [] if opening.isdisjoint(sorts) else [mark]
        if run:
            yield run

    def _joins(self, run: Sequence[Mark], mark: Mark) -> bool:
        """Whether a mark continues a run: only small words between, a comma only before a rank."""
        gap = self.folded[run[-1].end : mark.start]
        if "  " in gap and any(not _TITLE.isdisjoint(m.senses) for m in run):
            gap = _BRACKETED.sub(" ", gap)
        sentences = {bisect_right(self.starts, one.start) for one in (run[-1], mark)}
        if len(gap) > _GAP or len(sentences) > 1 or (not gap.strip() and self._opens_name(run, mark)):
            return False
        between = gap.replace(",", " , ").split()
        ands = self._words("and")
        if "party" in mark.senses and self.lexicon.has("of_left_out") and self._is_posted(run, between):
            return True
        if not self._words("glue", "and", ",").issuperset(between):
            return False
        coordinated = not ands.isdisjoint(between)
        if mark.senses.keys().isdisjoint(_PART - {"body", "group"}):
            beside = bool(between) or self.lexicon.has("of_left_out")
            return beside and self._words("of").issuperset(between) and not coordinated
        if between[:1] == [","] and "area" in run[-1].senses and self._is_next_field(mark, between[1:]):
            return True
        if "," in between:
            return self._joins_after_comma(run, mark, between)
        if coordinated and not self._joins_after_and(run, mark, between):
            return False
        return "party" not in mark.senses or self._is_of_party(run, mark, between)

    def _opens_name(self, run: Sequence[Mark], mark: Mark) -> bool:
        """Whether a body's word right after a rank is the first of a name: "Thượng tướng Đoàn Thí"."""
        word = self.folded[mark.start : mark.end]
        return "rank" in run[-1].senses and word in self._words("also_names")

    def _is_next_field(self, mark: Mark, between: Sequence[str]) -> bool:
        """Whether one more field of a ministry follows a comma: "de l'Agriculture, du Commerce et de"."""
        if not between:
            return not mark.senses.keys().isdisjoint({"area", "body"})
        led = between[0] in self._words("prepositions") and self._words("of").issuperset(between)
        return led and "area" in mark.senses

    def _joins_after_comma(self, run: Sequence[Mark], mark: Mark, between: Sequence[str]) -> bool:
        """A rank in apposition ("le ministre, le général"), or parties listed after a plural."""
        if "party" in mark.senses and "party" in run[-1].senses:
            return _is_plural(run)
        if self._holds_both(run, mark, between):
            return True
        if "honorific" in mark.senses and self.lexicon.has("of_left_out"):
            return False
        first = between[0] == "," and self._words("and").isdisjoint(between) and not self._apposed(run[0])
        return first and not mark.senses.keys().isdisjoint({"rank", "honorific"})

    def _holds_both(self, run: Sequence[Mark], mark: Mark, between: Sequence[str]) -> bool:
        """Whether a comma joins two offices of one holder, named after: "Tổng Bí thư, Chủ tịch nước X"."""
        if not (self.lexicon.has("of_left_out") or self.lexicon.has("offices_apposed")) or between != [","]:
            return False
        stated = {sort for m in run for sort in m.senses}
        offices = {"office", "head"}
        return (
            not offices.isdisjoint(mark.senses)
            and not offices.isdisjoint(stated)
            and "party" not in stated
            and not self._apposed(run[0])
        )

    def _apposed(self, mark: Mark) -> bool:
        """Whether a title follows a name ("X, ministre de"): then a rank after it is another person's."""
        if not self.folded[max(0, mark.start - 3) : mark.start].rstrip().endswith(","):
            return False
        if not self.lexicon.has("and_opens_person"):
            return True
        before = bisect_right(self.ends, mark.start)
        return bool(before) and mark.start - self.ends[before - 1] <= _NAME

    def _joins_after_and(self, run: Sequence[Mark], mark: Mark, between: Sequence[str]) -> bool:
        """A second office or field of one holder; an article after "et" opens another person."""
        place = next(index for index, word in enumerate(between) if word in self._words("and"))
        if not self._words("mere_articles").isdisjoint(between[place + 1 : place + 2]):
            return False
        if not _TITLE.isdisjoint(mark.senses) and (self.lexicon.has("and_opens_person") or _is_of_name(run)):
            return False
        return "rank" not in mark.senses and ("party" not in mark.senses or _is_plural(run))

    def _is_of_party(self, run: Sequence[Mark], mark: Mark, between: Sequence[str]) -> bool:
        """Whether a party belongs to the title before it, and is not where something happens."""
        how = mark.senses["party"].how
        if how == "adjective":
            return True
        if self._words("of").issuperset(between):
            return how != "capital" or bool(between)
        return self._is_posted(run, between)

    def _is_posted(self, run: Sequence[Mark], between: Sequence[str]) -> bool:
        """Whether a party is where an office is held, not whose it is: "Đại sứ Lào tại Việt Nam"."""
        posted = any("office" in m.senses and m.senses["office"].level <= POSTED for m in run)
        return posted and len(between) == 1 and not self._words("held_in").isdisjoint(between)

    def title(self, run: Sequence[Mark]) -> Title:
        """What a run says, read from left to right."""
        ranks: list[tuple[str, int, int]] = []
        offices: list[Office] = []
        areas: list[str] = []
        led: str | None = None
        organ = False
        for position, mark in enumerate(run):
            senses = mark.senses
            if self._is_office(mark):
                office = senses.get("office") or senses["head"]
                office = self._of_state(office, mark, run[position + 1 : position + 2])
                if led and "head" in senses:
                    office = _with_area(office, led)
                    areas.append(led)
                led, organ = None, False
                if offices and self._is_served(run[position - 1], mark):
                    offices[-1] = _with_area(offices[-1], f"the {office.title}", joiner=" of ")
                    organ = True
                    continue
                offices.append(office)
            elif "rank" in senses:
                ranks.append((senses["rank"], mark.start, mark.end))
            elif "organ" in senses and offices and _follows_head(run[:position]):
                offices[-1] = _with_area(offices[-1], f"the {senses['organ']}", joiner=" of ")
                organ = True
            elif "area" in senses and offices and _follows_head(run[:position]):
                offices[-1] = _with_area(offices[-1], senses["area"], joiner=" of " if organ else None)
                areas.append(senses["area"])
                organ = False
            elif "area" in senses:
                led = senses["area"]
        return Title(
            start=run[0].start,
            end=run[-1].end,
            ranks=tuple(ranks),
            offices=tuple(offices),
            areas=tuple(areas),
            parties=tuple(m.senses["party"].party for m in run if "party" in m.senses),
            counterpart=any("counterpart" in m.senses for m in run),
            plural=_is_plural(run) or self._is_of_group(run),
        )

    def _is_of_group(self, run: Sequence[Mark]) -> bool:
        """Whether "of the two countries" alone says several: "Bộ trưởng Quốc phòng hai nước"."""
        return self.lexicon.has("of_left_out") and any("group" in mark.senses for mark in run[1:])

    def _of_state(self, office: Office, mark: Mark, following: Sequence[Mark]) -> Office:
        """A head of state by the country's name right after: "Chủ tịch Cuba" is the president."""
        states = self.lexicon.grammar["people"].get("heads_of_state", {})
        nation = (
            following[0].senses.get("party") if following and following[0].start - mark.end == 1 else None
        )
        if office.title not in states or nation is None or nation.how != "name":
            return office
        return Office(states[office.title], _STATE)

    def _is_served(self, before: Mark, mark: Mark) -> bool:
        """Whether an office is of whom the holder serves: "représentant spécial du secrétaire général"."""
        words = self.folded[before.end : mark.start].split()
        serving = "office" in before.senses or "head" in before.senses
        return serving and bool(words) and words[0] in self._words("serving")

    def _is_office(self, mark: Mark) -> bool:
        """Whether words say an office: "commandant de la zone" is one, "le commandant X" a rank."""
        if "head" not in mark.senses or "rank" not in mark.senses:
            return "head" in mark.senses or "office" in mark.senses
        follows = self.folded[mark.end : mark.end + 8].split()[:1]
        return not self._words("commands").isdisjoint(follows)


def _is_of_name(run: Sequence[Mark]) -> bool:
    """Whether a run is a country's body and no title yet: "X of the Japan Coast Guard and Director Y"."""
    return all(m.senses.keys().isdisjoint(_TITLE) for m in run) and any("party" in m.senses for m in run)


def _is_plural(run: Sequence[Mark]) -> bool:
    for mark in run:
        offices = (mark.senses[sort].plural for sort in ("head", "office") if sort in mark.senses)
        if "ranks" in mark.senses or mark.senses.get("counterpart") or any(offices):
            return True
    return False


def _follows_head(before: Sequence[Mark]) -> bool:
    """Whether a field belongs to a head, with nothing but parties and fields between."""
    for mark in reversed(before):
        if "head" in mark.senses:
            return True
        if not mark.senses.keys() & {"area", "party", "organ"}:
            return False
    return False


def _with_area(office: Office, area: str, *, joiner: str | None = None) -> Office:
    if office.title.endswith(area):
        return office
    joiner = joiner or (" and " if " of " in office.title else " of ")
    return evolve(office, title=f"{office.title}{joiner}{area}", whole=True)
