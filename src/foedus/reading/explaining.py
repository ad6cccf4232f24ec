"""Why the reader proposes what it proposes: the sentence, the words it knew there, the rule, the signs.

For an officer who asks before accepting. Nothing is decided here: the text is laid out once
more, and what was found in it is told beside what was made of it.
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from foedus.reading.experience import NONE, Experience
from foedus.reading.facts import MODEL, Fact, Reading
from foedus.reading.lexicon import Mark, Nation, Occasion, Office
from foedus.reading.page import Page, lay_out
from foedus.reading.received.document import Document
from foedus.reading.sureness import Worth, kind_of, learnt, signs, worth
from foedus.reading.who.people import Gazetteer

_LONGEST = 700
"""Letters of a sentence that is quoted whole; of a longer one, the words themselves and what opens them."""

SORTS: Mapping[str, str] = {
    "rank": "rank",
    "ranks": "ranks",
    "office": "office",
    "head": "head of a body",
    "area": "field of an office",
    "body": "body",
    "counterpart": "counterpart",
    "honorific": "form of address",
    "pronoun": "stands for a person",
    "pronouns": "stands for several",
    "own": "own",
    "group": "stands for the sides",
    "speech": "verb of speech",
    "act": "something to be done",
    "deed": "something to be done",
    "help": "asks for help",
    "belief": "belief",
    "courtesy": "courtesy",
    "report": "reports",
    "purpose": "purpose",
    "listing": "opens a list",
    "meets": "verb of meeting",
    "occasion": "occasion",
    "stage": "how far it is",
    "annual": "every year",
    "session": "session",
    "ordinal": "number",
    "paper": "paper",
    "fate": "what became of the paper",
    "judgement": "judges",
    "standing": "judges",
    "concession": "concedes",
    "object": "the cooperation",
    "foreign": "not the cooperation",
    "party": "party",
    "month": "month",
    "weekday": "day of the week",
    "day": "day",
    "months": "month",
    "years": "year",
    "words": "field of cooperation",
    "faint": "field of cooperation, faintly",
}
"""What the sorts of words in a lexicon are called to an officer; one not listed is not told."""

_OPENING: Mapping[str, tuple[str, ...]] = {
    "people": ("rank", "ranks", "office", "head", "counterpart"),
    "engagements": ("occasion", "meets", "stage"),
    "instruments": ("paper", "fate"),
    "commitments": ("speech", "act"),
    "assessments": ("judgement", "standing", "object"),
}
"""The sorts of words that open a fact of each kind, and may stand before what is quoted for it."""

_OF_OFFICES = frozenset({"rank", "ranks", "office", "head", "area", "body", "honorific"})
"""The sorts of words that say something of people alone."""


@frozen(kw_only=True)
class Known:
    """Words that a lexicon knows, and what they are taken for: the sort, and its value where it says more."""

    start: int
    end: int
    words: str
    sort: str
    value: str


@frozen(kw_only=True)
class Explanation:
    """One proposal with its reasons.

    Attributes:
        kind: as a reading names its list.
        fact: what is proposed, with its rule and how sure it is.
        start: where what is quoted begins: the sentence, or of a very long one its words alone.
        end: where it ends.
        known: the words of the lexicon that made it, in order.
        words: the words that state it.
        borne: the signs that it bears.
        signs: those that our own texts know, and how often proposals of its kind were right with each.
        by_texts: how sure our own texts alone make it, 0 to 1.
        here: what was decided at this place of proposals that bear these signs: of all, and what moves most.
    """

    kind: str
    fact: Fact
    start: int
    end: int
    known: tuple[Known, ...]
    words: str
    borne: tuple[str, ...]
    signs: Mapping[str, Worth]
    by_texts: float
    here: Mapping[str, Worth]


def explained(
    document: Document,
    reading: Reading,
    *,
    people: Gazetteer | None = None,
    experience: Experience = NONE,
) -> tuple[Explanation, ...]:
    """The reasons for all that a reading proposes, in its order.

    Args:
        document: what was read.
        reading: what was proposed from it.
        people: those whom the reader knew when it read.
        experience: what was decided where it read.
    """
    page = lay_out(document, people or Gazetteer())
    return tuple(
        _explained(page, fact, said=said, experience=experience) for fact, said in signs(reading, document)
    )


def _explained(page: Page, fact: Fact, *, said: tuple[str, ...], experience: Experience) -> Explanation:
    kind = kind_of(fact)
    by_model = fact.rule.startswith(MODEL)
    start, end = page.sentence_at(fact.evidence.start)
    end = max(end, fact.evidence.end)
    known = tuple(_known(page, fact, since=max(start, fact.evidence.start - _LONGEST)))
    if end - start > _LONGEST:
        start = min([fact.evidence.start, *(word.start for word in known)])
        end = fact.evidence.end
    return Explanation(
        kind=kind,
        fact=fact,
        start=start,
        end=end,
        known=known,
        words=page.text[fact.evidence.start : fact.evidence.end],
        borne=said,
        # What a model proposes is as sure as any model's, whatever it bears.
        signs={} if by_model else worth(fact, said),
        by_texts=fact.confidence if by_model else learnt().of(kind, said),
        here={} if by_model else experience.telling(kind, said),
    )


def _known(page: Page, fact: Fact, *, since: int) -> Iterator[Known]:
    """The known words within the evidence, after the one that opens it from before, if it stands there."""
    evidence, kind = fact.evidence, kind_of(fact)
    opening = ("speech",) if fact.rule.startswith("speech") else _OPENING[kind]
    inside = [*page.marks.within(evidence.start, evidence.end)]
    before = page.marks.last(since, evidence.start, *opening)
    if before and not any(sort in mark.senses for mark in inside for sort in opening):
        inside.insert(0, before)
    fields = page.topics.within(evidence.start, evidence.end) if kind == "commitments" else ()
    for mark in sorted((*inside, *fields), key=lambda mark: (mark.start, mark.end)):
        if told := _told(mark, kind):
            sort, value = told
            words = " ".join(page.text[mark.start : mark.end].split())
            yield Known(start=mark.start, end=mark.end, words=words, sort=sort, value=value)


def _told(mark: Mark, kind: str) -> tuple[str, str] | None:
    """The most telling sense of a mark: one that opens such a fact, else the first that has a name."""
    left_out = frozenset() if kind == "people" else _OF_OFFICES
    told = (sort for sort in (*_OPENING[kind], *mark.senses) if sort in mark.senses and sort in SORTS)
    sort = next((sort for sort in told if sort not in left_out), None)
    if sort is None:
        return None
    value = _value(mark.senses[sort])
    return SORTS[sort], "" if sort == "act" or value in (sort, "objects", mark.senses.get("body")) else value


def _value(sense: object) -> str:
    """What a sense says besides its sort."""
    if isinstance(sense, Nation):
        return sense.party
    if isinstance(sense, Office):
        return sense.title
    if isinstance(sense, Occasion):
        return sense.kind
    return sense if isinstance(sense, str) else ""
