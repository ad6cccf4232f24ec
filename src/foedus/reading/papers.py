"""Instruments: the agreements, plans, minutes and the like a text names, and what became of them.

A paper's year is the one in its name or beside its signature, never the article's. The
same paper named twice is one; the firmest fate stated of it is kept.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from foedus.reading.facts import Evidence, Instrument
from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.sides import Cast
from foedus.reading.speech import Act
from foedus.terms import Force, Party

_WINDOW = 70
_BARE = frozenset(
    {
        "plan",
        "accord",
        "protocole",
        "contrat",
        "convention",
        "traite",
        "programme",
        "arrangement",
        "agreement",
        "protocol",
        "contract",
        "treaty",
    }
)
_STATUS = {
    "signed": "signed",
    "to_be_signed": "to-be-signed",
    "in_execution": "in-execution",
    "agreed": "agreed",
}
_FIRMNESS = {"signed": 4, "to-be-signed": 3, "in-execution": 2, "agreed": 1, "mentioned": 0}


def instruments(page: Page, cast: Cast, spoken: Sequence[Act]) -> list[Instrument]:
    """All distinct instruments of a text, in the order named."""
    kept: list[Instrument] = []
    for start, end in page.sentences:
        for fact in _in_sentence(page, cast, spoken, (start, end)):
            twin = next((i for i, other in enumerate(kept) if _same(other, fact)), None)
            if twin is None:
                kept.append(fact)
            elif _FIRMNESS[fact.status] > _FIRMNESS[kept[twin].status]:
                kept[twin] = evolve(kept[twin], status=fact.status, year=kept[twin].year or fact.year)
            else:
                kept[twin] = evolve(kept[twin], year=kept[twin].year or fact.year)
    return kept


def _in_sentence(
    page: Page, cast: Cast, spoken: Sequence[Act], span: tuple[int, int]
) -> Iterator[Instrument]:
    papers = list(page.within(*span, "paper"))
    for index, mark in enumerate(papers):
        until = papers[index + 1].start if index + 1 < len(papers) else span[1]
        since = papers[index - 1].end if index else span[0]
        fate, fate_mark = _fate(page, mark, (since, until), papers[:index])
        year, period = _year(page, mark, until)
        if not _is_one(page, mark, year, fate_mark):
            continue
        status = _STATUS.get(fate or "", "mentioned")
        if status == "mentioned" and mark.senses["paper"] == "statement" and _is_new(page, mark):
            status = "agreed"
        act = next(
            (a for a in spoken if a.mark.start < mark.start < a.end and a.force is not Force.INVITED), None
        )
        if act and status == "signed" and _is_infinitive_signing(page, mark):
            status = "to-be-signed"
        if act and status == "mentioned" and fate is None and _is_new(page, mark):
            status = "to-be-signed"
        yield Instrument(
            kind=mark.senses["paper"],
            status=status,
            year=year,
            period=period,
            parties=_parties(page, cast, mark, until),
            evidence=Evidence(
                mark.start,
                max(
                    mark.end,
                    min(
                        until,
                        mark.end + 60,
                        fate_mark.end if fate_mark and fate_mark.start > mark.end else mark.end,
                    ),
                ),
            ),
            rule="paper",
            confidence=0.9 if status != "mentioned" or year else 0.75,
        )


def _is_one(page: Page, mark: Mark, year: int | None, fate: Mark | None) -> bool:
    """Whether a paper is meant and not agreement in general ("d'un commun accord", "plans d'avenir")."""
    words = page.folded[mark.start : mark.end]
    before = page.words(mark.start - 24, mark.start)
    if words.rstrip("s") not in _BARE:
        return (
            " " in words
            or year is not None
            or fate is not None
            or bool(before and before[-1] in page.names("articles"))
        )
    if (
        before
        and before[-1] in ("commun", "d", "en", "sur", "leur", "plein", "un")
        and fate is None
        and year is None
    ):
        return False
    if words in ("plan", "plans", "programme", "programmes") and year is None:
        return False
    return year is not None or fate is not None


def _fate(
    page: Page, mark: Mark, limits: tuple[int, int], others: Sequence[Mark]
) -> tuple[str | None, Mark | None]:
    """What is said of a paper: the participle after it first, then the verb or noun before it."""
    after = [m for m in page.within(mark.end, min(limits[1], mark.end + _WINDOW), "fate")]
    for found in after:
        if found.senses["fate"] in ("signed", "agreed", "to_be_signed") and not _crosses_verb(
            page, mark.end, found.start
        ):
            return found.senses["fate"], found
    since = limits[0] if not others else max(limits[0] - 200, mark.start - 200, 0)
    before = [m for m in page.within(max(since, mark.start - 120), mark.start, "fate")]
    if before:
        return before[-1].senses["fate"], before[-1]
    for found in after:
        return found.senses["fate"], found
    return None, None


def _crosses_verb(page: Page, start: int, end: int) -> bool:
    return any(True for _ in page.within(start, end, "speech", "report", "courtesy", "judgement", "act"))


def _is_infinitive_signing(page: Page, mark: Mark) -> bool:
    return any(
        page.folded[m.start : m.end] in ("signature",)
        for m in page.within(mark.start - 40, mark.start, "fate")
    )


def _is_new(page: Page, mark: Mark) -> bool:
    before = page.words(mark.start - 16, mark.start)
    return bool(before) and before[-1] in ("un", "une", "nouvel", "nouveau", "nouvelle", "a", "an")


def _year(page: Page, mark: Mark, until: int) -> tuple[int | None, tuple[int, int] | None]:
    """The year in the paper's name or beside its date; for several years the first, with the period."""
    for date in page.dates_within(mark.end, min(until, mark.end + _WINDOW)):
        if date.start is None or date.last is None or _crosses_verb(page, mark.end, date.begins):
            continue
        period = (date.start.year, date.last.year) if date.start.year != date.last.year else None
        return date.start.year, period
    return None, None


def _parties(page: Page, cast: Cast, mark: Mark, until: int) -> tuple[Party, ...]:
    """The parties named right after a paper, else the two sides."""
    found: list[Party] = []
    end = mark.end
    for other in page.within(mark.end, min(until, mark.end + 90)):
        if other.start - end > 40 or not other.senses.keys().isdisjoint({"speech", "report", "act", "fate"}):
            break
        if "group" in other.senses:
            found = [*cast.together(other.senses["group"])]
        elif "party" in other.senses:
            found.append(other.senses["party"].party)
        end = other.end
    explicit = tuple(dict.fromkeys(found))
    return explicit if len(explicit) > 1 else cast.sides


def _same(one: Instrument, other: Instrument) -> bool:
    if one.kind != other.kind or (one.year and other.year and one.year != other.year):
        return False
    if (
        (one.status == "to-be-signed"
        and other.status == "signed")
        or (one.status == "signed"
        and other.status == "to-be-signed")
    ):
        return False
    return set(one.parties) == set(other.parties) or not other.parties
