"""A model may only add, and only what stands in the text: whatever it says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.errors import LongTextError, ModelAnswerError
from foedus.reading.facts import Assessment, Commitment, Engagement, Evidence, Instrument, Person, Reading
from foedus.reading.helping import CONFIDENCE, LONGEST_TEXT, MOST_FACTS, Helped, helped, question
from foedus.reading.received.document import Document
from foedus.terms import Date, Domain, Force, Language, Party

TEXT = """\
Hanoi, 5 February 2026 (an illustrative text)

The Minister of Defence of Norway, General Anton Vell, held talks with his Vietnamese counterpart in Hanoi.

Beside the talks a small gathering of cartographers from Norway and Viet Nam took place at Lake Tarn
in March 2026. Colonel Ida Brandt answered questions. The cartographers' paper of 2026 lay on the table.
Both delegations would look with favour on a shared atlas of the coast. The maps were found to be of much use.
"""
DOCUMENT = Document.from_text(TEXT, name="talks", language=Language("en"))
HOW: dict[str, Any] = {"rule": "model: owl", "confidence": CONFIDENCE}

ENGAGEMENT = {
    "words": "a small gathering of cartographers",
    "kind": "other",
    "status": "held",
    "start": "2026-03",
    "end": None,
    "place": "Lake Tarn",
    "parties": ["NO", "VN"],
    "principals": ["Ida Brandt"],
}
COMMITMENT = {
    "words": "would look with favour on a shared atlas",
    "gist": "a shared atlas of the coast",
    "force": "pledged",
    "by": ["NO", "VN"],
    "on": [],
    "domain": "other",
    "due": None,
}
INSTRUMENT = {
    "words": "cartographers' paper of 2026",
    "kind": "statement",
    "status": "mentioned",
    "year": 2026,
    "parties": [],
}
ASSESSMENT = {"words": "found to be of much use", "about": "The maps", "polarity": "positive", "by": []}


def place(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words))


READING = Reading(
    document="talks",
    language=Language("en"),
    published=Date(2026, 2, 5),
    people=(
        Person(
            name="Anton Vell",
            rank="general",
            office="minister of defence",
            party=Party("NO"),
            evidence=place("The Minister of Defence of Norway, General Anton Vell"),
            rule="title",
            confidence=0.99,
        ),
    ),
    engagements=(
        Engagement(
            kind="talks",
            status="held",
            start=Date(2026, 2, 5),
            evidence=place("held talks with his Vietnamese counterpart"),
            rule="verb",
            confidence=0.93,
        ),
    ),
)
"""What the rules may have found; the tests hold whatever else they learn to find."""


def answered(answer: Any) -> Helped:
    said = answer if isinstance(answer, str) else json.dumps(answer)
    return helped(DOCUMENT, READING, answer=said, model="owl")


def test_what_the_text_bears_out_is_added_behind_what_the_rules_found() -> None:
    said = {
        "engagements": [ENGAGEMENT],
        "instruments": [INSTRUMENT],
        "commitments": [COMMITMENT],
        "assessments": [ASSESSMENT],
    }
    engagement = Engagement(
        kind="other",
        status="held",
        start=Date(2026, 3),
        place="Lake Tarn",
        parties=(Party("NO"), Party("VN")),
        principals=("Ida Brandt",),
        evidence=place("a small gathering of cartographers"),
        **HOW,
    )
    instrument = Instrument(
        kind="statement",
        status="mentioned",
        year=2026,
        evidence=place("cartographers' paper of 2026"),
        **HOW,
    )
    commitment = Commitment(
        force=Force.PLEDGED,
        by=(Party("NO"), Party("VN")),
        domain=Domain("other"),
        gist="a shared atlas of the coast",
        evidence=place("would look with favour on a shared atlas"),
        **HOW,
    )
    assessment = Assessment(
        about="The maps", polarity="positive", evidence=place("found to be of much use"), **HOW
    )
    more = evolve(
        READING,
        engagements=(*READING.engagements, engagement),
        instruments=(*READING.instruments, instrument),
        commitments=(*READING.commitments, commitment),
        assessments=(*READING.assessments, assessment),
    )
    assert answered(said) == Helped(more, added=4, left_out=0)


def test_somebody_whom_the_rules_did_not_find_is_added() -> None:
    said = {"words": "Colonel Ida Brandt", "name": "Ida Brandt", "rank": "colonel", "office": None}
    got = answered({"people": [said | {"party": "NO"}]})
    person = Person(
        name="Ida Brandt",
        rank="colonel",
        party=Party("NO"),
        evidence=place("Colonel Ida Brandt"),
        **HOW,
    )
    assert got == Helped(evolve(READING, people=(*READING.people, person)), added=1, left_out=0)


def test_words_of_thinking_and_a_fence_around_the_answer_are_passed_over() -> None:
    said = json.dumps({"commitments": [COMMITMENT]})
    fenced = f"<think>a {{ brace</think>Here it is:\n```json\n{said}\n```"
    assert answered(fenced).added == 1


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        ("commitments", COMMITMENT | {"words": "would look with favor on a shared atlas"}),
        ("commitments", COMMITMENT | {"words": "ould look with favour"}),
        ("commitments", COMMITMENT | {"words": "the"}),
        ("commitments", COMMITMENT | {"words": "cartographers"}),
        ("commitments", COMMITMENT | {"gist": "make a shared atlas"}),
        ("commitments", COMMITMENT | {"gist": "table.\nBoth delegations"}),
        ("commitments", COMMITMENT | {"force": "sworn"}),
        ("commitments", COMMITMENT | {"domain": "maps"}),
        ("commitments", COMMITMENT | {"by": ["SE"]}),
        ("commitments", COMMITMENT | {"by": {"NO": 1}}),
        ("commitments", COMMITMENT | {"due": "2026-03-05"}),
        ("commitments", COMMITMENT | {"due": "2031"}),
        ("commitments", COMMITMENT | {"due": "20"}),
        ("engagements", ENGAGEMENT | {"kind": "party"}),
        ("engagements", ENGAGEMENT | {"status": "dreamt"}),
        ("engagements", ENGAGEMENT | {"start": "2026-03-31"}),
        ("engagements", ENGAGEMENT | {"start": "2026-02-30"}),
        ("engagements", ENGAGEMENT | {"end": "2026-02-05"}),
        ("engagements", ENGAGEMENT | {"place": "Oslo"}),
        ("engagements", ENGAGEMENT | {"principals": ["Ida Brand"]}),
        ("instruments", INSTRUMENT | {"kind": "treatise"}),
        ("instruments", INSTRUMENT | {"year": 2027}),
        ("instruments", INSTRUMENT | {"year": "202"}),
        ("assessments", ASSESSMENT | {"polarity": "glowing"}),
        ("assessments", ASSESSMENT | {"about": "the atlas of the sea"}),
        ("people", {"words": "Colonel Ida Brandt", "name": "Ida Brandt"}),
        ("people", {"words": "Ida Brandt answered", "name": "Ida Brandt", "office": "queen of maps"}),
        ("people", "Colonel Ida Brandt"),
        ("people", None),
    ],
)
def test_what_the_text_does_not_bear_out_is_left_out_whole(sort: str, said: Any) -> None:
    assert answered({sort: [said]}) == Helped(READING, added=0, left_out=1)


def test_what_the_rules_found_is_not_added_once_more_nor_what_the_model_said_before() -> None:
    again = ENGAGEMENT | {"words": "held talks with", "kind": "visit", "start": None}
    elsewhere = ENGAGEMENT | {"kind": "talks", "start": "2026-02-05"}
    vell = {"words": "General Anton Vell", "name": "Vell", "rank": "general"}
    said = {"people": [vell], "engagements": [again, elsewhere, ENGAGEMENT, ENGAGEMENT]}
    got = answered(said)
    assert (got.added, got.left_out) == (1, 4)
    assert got.reading.people == READING.people
    assert [fact.kind for fact in got.reading.engagements] == ["talks", "other"]


def test_no_more_facts_are_looked_at_than_may_be() -> None:
    said = {"people": [None] * MOST_FACTS, "commitments": [COMMITMENT]}
    assert answered(said) == Helped(READING, added=0, left_out=MOST_FACTS + 1)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "No.",
        "{",
        "}{",
        "{]}",
        "[]",
        '{"people": 3}',
        '{"a":' * 100_000 + "}",
        '{"a": ' + "1" * 9_999 + "}",
    ],
    ids=["nothing", "words", "open", "turned", "mixed", "list", "number", "deep", "long"],
)
def test_an_answer_of_another_form_is_refused(answer: str) -> None:
    with pytest.raises(ModelAnswerError) as refusal:
        answered(answer)
    assert refusal.value.name == "talks"


def test_only_the_text_is_sent_beside_what_is_asked_of_any() -> None:
    asked, sent = question(DOCUMENT)
    assert (asked["role"], sent) == ("system", {"role": "user", "content": DOCUMENT.text})
    other = Document.from_text("Nothing was said.", name="other", language=Language("en"))
    assert question(other)[0] == asked


def test_a_model_is_not_asked_about_a_text_it_could_not_hold() -> None:
    long = Document.from_text("words " * LONGEST_TEXT, name="long", language=Language("en"))
    with pytest.raises(LongTextError) as refusal:
        question(long)
    assert refusal.value.facts == {
        "name": "long",
        "letters": str(6 * LONGEST_TEXT),
        "limit": str(LONGEST_TEXT),
    }


# --- whatever it says -------------------------------------------------------------------------

_PIECES = [word for line in TEXT.splitlines() for word in line.split()]
_SLICES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 80)).map(lambda at: TEXT[at[0] : at[0] + at[1]])
_WORDS = st.one_of(
    _SLICES,
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map(" ".join),
    st.text(max_size=20),
    st.none(),
    st.integers(),
)
_LISTED = st.sampled_from(
    [
        "held",
        "other",
        "talks",
        "agreed",
        "pledged",
        "mentioned",
        "plan",
        "positive",
        "border",
        "colonel",
        "general",
    ]
)
_PARTIES = st.one_of(st.lists(st.sampled_from(["NO", "VN", "SE", "no", "", "ASEAN"]), max_size=3), _WORDS)
_DATES = st.one_of(
    st.sampled_from(["2026", "2026-02-05", "2026-03", "2026-03-01", "0000", None, 2026]), _WORDS
)
_NAMES = ("words", "name", "place", "gist", "about", "rank", "office")
_CHOSEN = ("kind", "status", "force", "domain", "polarity", "rank")
_FACT = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(_NAMES, _WORDS),
        **dict.fromkeys(_CHOSEN, st.one_of(_LISTED, _LISTED, _WORDS)),
        **dict.fromkeys(("by", "on", "parties", "party"), _PARTIES),
        **dict.fromkeys(("start", "end", "due", "year"), _DATES),
        "principals": st.lists(_WORDS, max_size=3),
    },
)
_SORTS = ("people", "engagements", "instruments", "commitments", "assessments")
_MENDED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "people": lambda fact: {"rank": "colonel", **fact},
    "engagements": lambda fact: {**fact, "kind": "other", "status": "held", "start": None, "end": None},
    "instruments": lambda fact: {**fact, "kind": "plan", "status": "signed", "year": None},
    "commitments": lambda fact: {
        **fact,
        "force": "agreed",
        "domain": "other",
        "due": None,
        "by": [],
        "on": [],
    },
    "assessments": lambda fact: {**fact, "polarity": "mixed", "by": []},
}
_ANSWERS = st.fixed_dictionaries(
    {sort: st.lists(st.one_of(_FACT, _FACT.map(_MENDED[sort]), _WORDS), max_size=4) for sort in _SORTS}
)


@given(_ANSWERS)
def test_no_answer_whatever_adds_words_that_do_not_stand_in_the_text(answer: dict[str, Any]) -> None:
    got = answered(answer)
    said = {one.get("words") for sort in _SORTS for one in answer[sort] if isinstance(one, dict)}
    added = [fact for fact in got.reading.facts if fact not in READING.facts]
    for fact in added:
        words = TEXT[fact.evidence.start : fact.evidence.end]
        assert words in said
        assert TEXT.count(words) == 1
        printed = [getattr(fact, name, None) for name in ("name", "place", "gist", "about")]
        assert [one for one in (*printed, *getattr(fact, "principals", ())) if one and one not in TEXT] == []
        assert (fact.rule, fact.confidence) == ("model: owl", CONFIDENCE)
    assert len(added) == got.added


@given(st.one_of(_ANSWERS.map(json.dumps), st.text(), st.text().map("{{{}}}".format)))
def test_whatever_is_answered_what_the_rules_found_stays_byte_for_byte(answer: str) -> None:
    before = json.dumps(READING.scheme())
    try:
        after = answered(answer).reading.scheme()
    except ModelAnswerError:
        after = READING.scheme()
    rules = {
        name: [fact for fact in value if not fact["rule"].startswith("model: ")] if name in _SORTS else value
        for name, value in after.items()
    }
    assert (json.dumps(rules), json.dumps(READING.scheme())) == (before, before)
