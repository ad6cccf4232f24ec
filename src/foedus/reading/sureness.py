"""How sure a proposal is: of a hundred that bear the same signs, so many were right in our own texts.

Each kind of fact has signs that can be seen without knowing whether it is right: the rule that
found it, where it stands, what it says besides. `sure.toml` holds what each sign was worth in the
development texts; `tools/calibrate.py` writes it. "Right" is what the marking of those texts calls
right: the fact is there, of that class; a date or a place in it may still be wrong. Nothing here
finds facts or changes what they say.
"""

import math
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from attrs import evolve, field, frozen

from foedus.reading.facts import Assessment, Commitment, Engagement, Fact, Instrument, Person, Reading
from foedus.reading.received.document import Document
from foedus.terms import Party

Found = TypeVar("Found", bound=Fact)

BASE = "before any sign"
"""The row of a kind's table that holds for all its facts."""
_BEGINNING, _ENDING = 0.25, 0.9
"""The parts of a text, of its length, that count as its beginning and its end."""
_HEADLINE = 200
"""Letters of a first line that is still a headline."""
_NEAR = 300
"""Letters within which undertakings stand together."""
_FEW_WORDS, _SHORT = 4, 8
_SHORT_TEXT, _LONG_TEXT = 900, 4_000
"""Letters below which a text is short, and from which it is long."""
_AHEAD = ("planned", "invited")
"""The states of occasions that are to come."""
_FIELDS = frozenset({"words of its field in it", "words that may be of its field in it"})
_USUAL = range(2, 5)
"""The words that names usually have."""
_DAY = len("2026-01-31")
ONE_CLICK = 0.98
"""How sure a proposal must be to be accepted among many without a look at each."""
_LEAST, _MOST, _STEP = 0.01, 0.99, 0.01
_UNMEASURED = 0.5
"""How sure the reader is at most in a language of which no text was measured."""
_TONGUES = {"fr": "in French", "en": "in English", "vi": "in Vietnamese"}


@frozen
class Worth:
    """How many proposals with a sign were right, of how many, and what it adds to the logarithm of odds."""

    right: int
    found: int
    weight: float


@frozen
class Sureness:
    """What the development texts taught: each sign's worth for each kind, and when one click will do.

    Attributes:
        one_click: by kind, the logarithm of odds from which 98 of 100 were right; without one, never.
    """

    worths: Mapping[str, Mapping[str, Worth]]
    one_click: Mapping[str, float]

    def of(self, kind: str, signs: tuple[str, ...]) -> float:
        """How often a fact of a kind with such signs is right, 0.01 to 0.99, to two places."""
        return self.chance(kind, self.odds(kind, signs))

    def chance(self, kind: str, odds: float) -> float:
        """How often something of such odds, given as their logarithm, is right.

        98 of 100 is said only where that many were right, however much the signs of a fact add up to.
        """
        told = round(min(_MOST, max(_LEAST, 1 / (1 + math.exp(-odds)))), 2)
        if odds >= self.one_click.get(kind, math.inf):
            return max(ONE_CLICK, told)
        return min(told, ONE_CLICK - _STEP)

    def odds(self, kind: str, signs: tuple[str, ...]) -> float:
        """The logarithm of the odds that a fact of a kind with such signs is right."""
        worths = self.worths[kind]
        return sum(worths[sign].weight for sign in (BASE, *signs) if sign in worths)


@cache
def learnt() -> Sureness:
    """What `sure.toml` holds."""
    table = tomllib.loads((files("foedus.reading") / "sure.toml").read_text(encoding="utf-8"))
    one_click = table.pop("one_click")
    worths = {kind: {sign: Worth(**row) for sign, row in rows.items()} for kind, rows in table.items()}
    return Sureness(worths=worths, one_click=one_click)


def kind_of(fact: Fact) -> str:
    """The kind of a fact, as a reading names its list."""
    return _KINDS[type(fact)]


def worth(fact: Fact, said: tuple[str, ...]) -> Mapping[str, Worth]:
    """What the signs that a fact bears are worth; those never met in the development texts are left out."""
    worths = learnt().worths[kind_of(fact)]
    return {sign: worths[sign] for sign in said if sign in worths}


def weighed(reading: Reading, document: Document) -> Reading:
    """A reading with how sure each fact is."""
    table = learnt()
    return with_sureness(reading, (table.of(kind_of(fact), said) for fact, said in signs(reading, document)))


def with_sureness(reading: Reading, told: Iterable[float]) -> Reading:
    """A reading with how sure each fact is, told in its order; not much in a language not measured."""
    most = _MOST if reading.language in _TONGUES else _UNMEASURED
    sure = iter([min(most, one) for one in told])
    return evolve(
        reading,
        people=_each(reading.people, sure),
        engagements=_each(reading.engagements, sure),
        instruments=_each(reading.instruments, sure),
        commitments=_each(reading.commitments, sure),
        assessments=_each(reading.assessments, sure),
    )


def _each(facts: tuple[Found, ...], sure: Iterator[float]) -> tuple[Found, ...]:
    """Facts of one kind, each with the next sureness."""
    return tuple(evolve(fact, confidence=own) for fact, own in zip(facts, sure, strict=False))


def signs(reading: Reading, document: Document) -> Iterator[tuple[Fact, tuple[str, ...]]]:
    """Each fact of a reading, in its order, with the signs that it bears."""
    around = _Around(reading=reading, text=document.text)
    tongue = _TONGUES.get(reading.language, f"in {reading.language}")
    for fact in reading.facts:
        own = (sign for sign, borne in _SIGNS[type(fact)](fact, around).items() if borne)
        yield fact, (f"rule: {fact.rule}", *fact.seen, *own, tongue)


@frozen(kw_only=True)
class _Around:
    """What stands around the facts of one text."""

    reading: Reading
    text: str
    first_line: int = field(init=False)
    kinds: Counter[tuple[str, str]] = field(init=False)
    starts: list[int] = field(init=False)
    named: Mapping[str, Person] = field(init=False)
    introduced: list[tuple[int, int]] = field(init=False)
    offices: Counter[tuple[str | None, Party | None]] = field(init=False)

    @first_line.default
    def _end_of_first_line(self) -> int:
        begins = len(self.text) - len(self.text.lstrip())
        end = self.text.find("\n", begins)
        return min(end, begins + _HEADLINE) if end >= 0 else 0

    @kinds.default
    def _count_kinds(self) -> Counter[tuple[str, str]]:
        told: tuple[Engagement | Instrument, ...] = (*self.reading.engagements, *self.reading.instruments)
        return Counter((kind_of(fact), fact.kind) for fact in told)

    @starts.default
    def _order_undertakings(self) -> list[int]:
        return sorted(fact.evidence.start for fact in self.reading.commitments)

    @named.default
    def _find_by_name(self) -> Mapping[str, Person]:
        return {person.name: person for person in self.reading.people}

    @introduced.default
    def _order_people(self) -> list[tuple[int, int]]:
        return sorted((person.evidence.start, person.evidence.end) for person in self.reading.people)

    @offices.default
    def _count_offices(self) -> Counter[tuple[str | None, Party | None]]:
        return Counter((person.office, person.party) for person in self.reading.people if person.office)

    def length(self) -> dict[str, bool]:
        """How long the text is: a long one tells much that is no fact."""
        letters = len(self.text)
        return {"in a short text": letters < _SHORT_TEXT, "in a long text": letters >= _LONG_TEXT}

    def names_somebody(self, fact: Fact) -> bool:
        """Whether a person is introduced among the words of a fact."""
        after = bisect_left(self.introduced, (fact.evidence.end, 0))
        return after > 0 and self.introduced[after - 1][1] > fact.evidence.start

    def fits_its_day(self, fact: Engagement) -> bool | None:
        """Whether an occasion to come lies ahead of the text, one held behind; None where that is unclear."""
        day, published = fact.start, self.reading.published
        if day is None or published is None or fact.status not in (*_AHEAD, "held"):
            return None
        if day.first > published.last:
            return fact.status in _AHEAD
        return fact.status == "held" if day.last < published.first else None

    def place(self, fact: Fact) -> dict[str, bool]:
        """Where a fact stands in the text."""
        start, length = fact.evidence.start, len(self.text)
        headline = fact.evidence.end <= self.first_line
        return {
            "in the headline": headline,
            "near the beginning": not headline and start < _BEGINNING * length,
            "near the end": start > _ENDING * length,
        }

    def company(self, fact: Commitment) -> int:
        """How many other undertakings stand close by."""
        start = fact.evidence.start
        until = bisect_left(self.starts, start + _NEAR)
        return until - bisect_left(self.starts, start - _NEAR + 1) - 1

    def words(self, fact: Fact) -> str:
        """The words that state a fact."""
        return self.text[fact.evidence.start : fact.evidence.end].strip()

    def is_one_of_several(self, fact: Engagement | Instrument) -> bool:
        """Whether the text tells of another of the same kind, which may be the same."""
        return self.kinds[kind_of(fact), fact.kind] > 1


def _of_person(fact: Person, around: _Around) -> dict[str, bool]:
    return {
        "a name of one word": " " not in fact.name,
        "a name of as many words as usual": len(fact.name.split()) in _USUAL,
        "another named in their office": around.offices[fact.office, fact.party] > 1,
        "no party said": fact.party is None,
        "rank and office said": bool(fact.rank and fact.office),
        **around.place(fact),
    }


def _of_engagement(fact: Engagement, around: _Around) -> dict[str, bool]:
    heads = [around.named[name] for name in fact.principals if name in around.named]
    fits = around.fits_its_day(fact)
    return {
        f"kind: {fact.kind}": True,
        f"status: {fact.status}": True,
        "a date said": fact.start is not None,
        "the day said": fact.start is not None and len(str(fact.start)) == _DAY,
        "the place said": fact.place is not None,
        "heads named": bool(fact.principals),
        "place and heads together": bool(fact.place and fact.principals),
        "day, place and heads together": bool(fact.start and fact.place and fact.principals),
        "its place among its words": fact.place is not None and fact.place in around.words(fact),
        "heads of both sides named": len({head.party for head in heads if head.party}) > 1,
        "offices of its heads known": bool(heads) and all(head.office and head.party for head in heads),
        "somebody named among its words": around.names_somebody(fact),
        "one party told": len(fact.parties) == 1,
        "its day fits its state": fits is True,
        "its day speaks against its state": fits is False,
        "its number told": fact.ordinal is not None,
        "told over lines": "\n" in around.words(fact),
        "one of a series": fact.series is not None,
        "another of its kind told": around.is_one_of_several(fact),
        **around.place(fact),
    }


def _of_instrument(fact: Instrument, around: _Around) -> dict[str, bool]:
    return {
        f"paper: {fact.kind}": True,
        **around.length(),
        f"status: {fact.status}": True,
        "a year said": fact.year is not None,
        "a period said": fact.period is not None,
        "another of its kind told": around.is_one_of_several(fact),
        **around.place(fact),
    }


def _of_commitment(fact: Commitment, around: _Around) -> dict[str, bool]:
    words, company = len(fact.gist.split()), around.company(fact)
    known = not _FIELDS.isdisjoint(fact.seen)
    return {
        "fewer than four words": words < _FEW_WORDS,
        "four to seven words": _FEW_WORDS <= words < _SHORT,
        "a time said": fact.due is not None,
        "no field told": fact.domain == "other",
        "nobody said to speak": not fact.by,
        "its field is its text's": not known and fact.domain != "other",
        "to be done by who says it": len(fact.by) == 1 and set(fact.by) <= set(fact.on),
        "alone": company == 0,
        "one of two": company == 1,
        **around.length(),
        **around.place(fact),
    }


def _of_assessment(fact: Assessment, around: _Around) -> dict[str, bool]:
    return {
        f"judges: {fact.polarity}": True,
        "another judgement told": len(around.reading.assessments) > 1,
        "no words for what is judged": not fact.about,
        **around.place(fact),
    }


_KINDS: Mapping[type[Fact], str] = {
    Person: "people",
    Engagement: "engagements",
    Instrument: "instruments",
    Commitment: "commitments",
    Assessment: "assessments",
}
KINDS = tuple(_KINDS.values())
"""The kinds of facts, in a reading's order."""
_SIGNS: Mapping[type[Fact], Callable[..., dict[str, bool]]] = {
    Person: _of_person,
    Engagement: _of_engagement,
    Instrument: _of_instrument,
    Commitment: _of_commitment,
    Assessment: _of_assessment,
}
