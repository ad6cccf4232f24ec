"""How sure the reader says it is, beside how often it is right; and why it proposes what it proposes."""

import json
from collections.abc import Callable, Iterator

import pytest
from attrs import evolve

from foedus.reading import sureness
from foedus.reading.explaining import explained
from foedus.reading.facts import Commitment, Fact, Person
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.sureness import BASE, Sureness, Worth
from foedus.terms import Date
from tests.reading.marking import judged
from tests.reading.test_communiques import FLOORS, ROOM, reading_of
from tools.calibrate import Case, Checked, checked, thresholds

PRECISION = 0.98
"""How many of the one-click set must be right in the texts that it was measured on."""
DAY = Date.parse("2026-03-04")
MEETING = Document.from_text(
    "On 3 March 2026 the Norwegian minister of defence, Nora Exempel, met her Ghanaian counterpart, "
    "Kofi Mfano, in Accra. They agreed to exchange information on piracy.",
    name="meeting",
)


def verdicts(language: str) -> Iterator[tuple[Fact, bool]]:
    """Each proposal from the texts that the rules are tuned on that counts, and whether it is right."""
    for path in sorted((ROOM / language / "seen").glob("*.txt")):
        document, reading = reading_of(path)
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        each = judged(gold, reading.scheme(), text=document.text)
        told = [verdict for kind in sureness.KINDS for verdict in each[kind]]
        yield from ((f, right) for f, right in zip(reading.facts, told, strict=True) if right is not None)


def one_click_set(language: str) -> tuple[list[bool], int]:
    """Whether each proposal that one click would take is right, and how many proposals there are."""
    told = list(verdicts(language))
    return [right for fact, right in told if fact.confidence >= sureness.ONE_CLICK], len(told)


def test_what_one_click_takes_is_right_where_that_was_measured(
    record_property: Callable[[str, object], None],
) -> None:
    right = taken = 0
    for language in FLOORS:
        own, proposed = one_click_set(language)
        right, taken = right + sum(own), taken + len(own)
        share = sum(own) / len(own) if own else 1.0
        record_property(
            "says",
            f"{language}, seen: one click takes {len(own)} of {proposed} proposals, precision {share:.3f}",
        )
    assert right >= PRECISION * taken


def test_a_sign_moves_how_sure_one_is_and_an_unknown_one_does_not() -> None:
    worths = {BASE: Worth(9, 10, 2.0), "dated": Worth(5, 5, 1.0), "alone": Worth(1, 5, -3.0)}
    table = Sureness(worths={"engagements": worths}, one_click={})
    told = [table.of("engagements", signs) for signs in ((), ("dated",), ("alone",), ("never met",))]
    assert told == [0.88, 0.95, 0.27, 0.88]


@pytest.mark.parametrize(
    ("said", "borne"),
    [
        ("They agreed to exchange information on piracy.", set()),
        ("The two sides should exchange information on piracy.", {"told as a hope or a duty"}),
        (
            "Kofi Mfano accepted an invitation to Oslo and pledged to train medics.",
            {"an invitation told in its sentence", "to be done by who says it"},
        ),
        ("They agreed to revise the accord of 5 May 2024.", {"a day gone by in it"}),
        (
            "They agreed to:\n- exchange information on piracy;\n- train medics.",
            {"an item of a list below a line"},
        ),
    ],
)
def test_an_undertaking_bears_what_its_sentence_tells_of_it(*, said: str, borne: set[str]) -> None:
    text = MEETING.text.rpartition("They")[0] + said
    document = evolve(Document.from_text(text, name="meeting"), published=DAY)
    doubts = {
        "an invitation told in its sentence",
        "told as a hope or a duty",
        "a day gone by in it",
        "an item of a list below a line",
        "to be done by who says it",
    }
    told = [(fact, signs) for fact, signs in sureness.signs(read(document), document)]
    undertakings = [signs for fact, signs in told if isinstance(fact, Commitment)]
    assert undertakings
    assert doubts.intersection(*map(set, undertakings)) == borne


def test_a_kind_has_a_threshold_where_enough_were_right_and_none_below_it() -> None:
    def of(kind: str, *, right: int, wrong: int) -> list[Checked]:
        odds = [9.0 - place / 100 for place in range(right)] + [4.0] * wrong
        return [
            Checked(text=place, case=Case(kind, (), right=place < right), odds=one)
            for place, one in enumerate(odds)
        ]

    told = [
        *of("people", right=60, wrong=1),
        *of("engagements", right=60, wrong=2),
        *of("instruments", right=40, wrong=0),
    ]
    assert thresholds(told) == {"people": 4.0, "engagements": 8.41}


def test_a_text_says_nothing_of_how_sure_one_is_of_its_own_proposals() -> None:
    def text(*, right: bool) -> list[Case]:
        return [Case("people", ("alone",), right)]

    others = [text(right=True)] * 9
    told = [checked([text(right=right), *others])[0].odds for right in (True, False)]
    assert round(told[0] - told[1], 1) == 0


def test_a_reading_weighed_twice_stays_as_it_is() -> None:
    reading = read(MEETING)
    assert sureness.weighed(evolve(reading), MEETING) == reading


def test_a_name_of_one_word_is_less_sure_than_a_whole_one() -> None:
    reading = read(MEETING)
    whole = reading.people[0]
    short = evolve(reading, people=(evolve(whole, name=whole.name.split()[0]),))
    assert sureness.weighed(short, MEETING).people[0].confidence < whole.confidence


def test_a_name_that_an_office_cannot_have_is_less_sure() -> None:
    reading = read(MEETING)
    whole, other = reading.people

    def odds(*people: Person) -> float:
        _, said = next(sureness.signs(evolve(reading, people=people), MEETING))
        return sureness.learnt().odds("people", said)

    usual = odds(whole, other)
    assert usual > odds(evolve(whole, name=f"{whole.name} of the Order of Merit"), other)
    assert usual > odds(whole, evolve(other, office=whole.office, party=whole.party))


def test_every_proposal_is_explained_by_words_of_its_sentence() -> None:
    reading = read(MEETING)
    reasons = explained(MEETING, reading)
    assert [why.fact for why in reasons] == list(reading.facts)
    for why in reasons:
        assert why.start <= why.fact.evidence.start < why.fact.evidence.end <= why.end
        assert [one.words for one in why.known] == [MEETING.text[one.start : one.end] for one in why.known]
        assert all(why.start <= one.start < one.end <= why.end for one in why.known)
    undertaking = reasons[-1]
    assert [(one.words, one.sort, one.value) for one in undertaking.known] == [
        ("They", "stands for several", "they"),
        ("agreed to", "verb of speech", "agreed"),
        ("exchange", "something to be done", ""),
        ("exchange information", "field of cooperation", "information-sharing"),
        ("piracy", "field of cooperation", "crime-security"),
    ]
