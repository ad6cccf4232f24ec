"""What a reading finds: people, engagements, instruments, commitments, assessments.

Every fact says which words state it (`evidence`), which rule found it, and how sure it
is. The values follow the annotation scheme; `Reading.scheme()` writes them in its
JSON form. Nothing here reads a text.
"""

from typing import Any, Final

from attrs import asdict, field, frozen

from foedus.terms import Date, Domain, Force, Language, Party

MODEL: Final = "model: "
"""What the rule of a fact begins with that a language model proposed; the model's name follows."""


@frozen(order=True)
class Evidence:
    """The words that state a fact, as code-point offsets into the document's text."""

    start: int
    end: int


@frozen(kw_only=True)
class Fact:
    """What every fact carries: its words, the name of the rule that found it, how sure it is (0 to 1).

    A rule does not say how sure it is: `foedus.reading.sureness` weighs what a whole reading holds,
    and the signs that only the rule could see (`seen`).
    """

    evidence: Evidence
    rule: str
    confidence: float = 0.0
    seen: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Person(Fact):
    """Somebody named with an office or a rank."""

    name: str
    rank: str | None = None
    rank_printed: str | None = None
    office: str | None = None
    party: Party | None = None


@frozen(kw_only=True)
class Engagement(Fact):
    """An occasion on which parties met, meet or will meet."""

    kind: str
    status: str
    start: Date | None = None
    end: Date | None = None
    start_partial: str | None = None
    end_partial: str | None = None
    place: str | None = None
    parties: tuple[Party, ...] = ()
    principals: tuple[str, ...] = ()
    series: str | None = None
    ordinal: int | None = None


@frozen(kw_only=True)
class Instrument(Fact):
    """An agreement, plan, protocol or the like."""

    kind: str
    status: str
    year: int | None = None
    period: tuple[int, int] | None = None
    parties: tuple[Party, ...] = ()


@frozen(kw_only=True)
class Commitment(Fact):
    """One separate thing to be done; `gist` is in the text's own words."""

    force: Force
    by: tuple[Party, ...] = ()
    on: tuple[Party, ...] = ()
    domain: Domain
    due: Date | None = None
    gist: str


@frozen(kw_only=True)
class Assessment(Fact):
    """A stated judgement of the cooperation; `about` is in the text's own words."""

    by: tuple[Party, ...] = ()
    about: str
    polarity: str


@frozen(kw_only=True)
class Outline:
    """What stands in a text of a language that is not read whole, though nothing is proposed from it.

    Attributes:
        dates: dates and periods as the scheme writes them, in the text's order.
        parties: the parties named, the one named most often first.
        titles: ranks and offices in English, with the party that each is of where it is said.
    """

    dates: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    titles: tuple[str, ...] = ()


@frozen(kw_only=True)
class Reading:
    """All that was found in one document.

    Attributes:
        not_read: the kinds of facts that are not read in its language yet; they are empty for that reason.
        outline: in such a language, what else stands in the text.
    """

    document: str = field()
    language: Language
    published: Date | None
    people: tuple[Person, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    not_read: tuple[str, ...] = ()
    outline: Outline | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in the scheme's order."""
        return (*self.people, *self.engagements, *self.instruments, *self.commitments, *self.assessments)

    def scheme(self) -> dict[str, Any]:
        """The reading in the scheme's JSON form; each fact with its evidence, rule and confidence.

        In a language that is not read whole, also what is not read, and the outline.
        """
        whole = {
            "id": self.document,
            "language": self.language,
            "published": _plain(self.published),
            "people": [_written(fact) for fact in self.people],
            "engagements": [_written(fact) for fact in self.engagements],
            "instruments": [_written(fact) for fact in self.instruments],
            "commitments": [_written(fact) for fact in self.commitments],
            "assessments": [_written(fact) for fact in self.assessments],
        }
        if not self.outline:
            return whole
        seen = {name: _plain(value) for name, value in asdict(self.outline, recurse=False).items()}
        return whole | {"not_read": [*self.not_read], "outline": seen}


_WHEN_STATED = frozenset({"start_partial", "end_partial", "period", "rank_printed"})


def _written(fact: Fact) -> dict[str, Any]:
    names = [a.name for a in fact.__attrs_attrs__ if a.name not in ("evidence", "rule", "confidence", "seen")]
    written = {
        n: _plain(getattr(fact, n)) for n in names if n not in _WHEN_STATED or getattr(fact, n) is not None
    }
    written["evidence"] = {"start": fact.evidence.start, "end": fact.evidence.end}
    return written | {"rule": fact.rule, "confidence": round(fact.confidence, 2)}


def _plain(value: Any) -> Any:
    if isinstance(value, Date):
        return str(value)
    if isinstance(value, Force):
        return value.value
    return list(value) if isinstance(value, tuple) else value
