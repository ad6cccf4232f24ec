"""The JSON form of the cooperation's values."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.document import ITEMS, from_json, report_from_json, to_json
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import DocumentError, Fault
from foedus.terms import Date, Domain, Force, ItemId, Language, Level, Party, Period

PARTIES = [Party(code) for code in ("VN", "LA", "KH", "ASEAN")]

names = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).map(ItemId)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
text = st.just("") | words
wording = st.dictionaries(
    st.sampled_from([Language(tag) for tag in ("en", "fr", "vi", "lo", "km")]), words, min_size=1
)
dates = st.dates().flatmap(
    lambda day: st.sampled_from(
        [Date(day.year), Date(day.year, day.month), Date(day.year, day.month, day.day)]
    )
)
periods = st.tuples(dates, dates).map(lambda pair: Period(*sorted(pair)))
whole = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
counted = st.integers(min_value=1, max_value=2**53 - 1)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | whole | text,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=5,
)
unknown = st.dictionaries(st.from_regex(r"x_[a-z]{1,6}", fullmatch=True), json_values, max_size=2)


def distinct(members: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(members, unique=True, min_size=least, max_size=4).map(tuple)


parties = distinct(st.sampled_from(PARTIES))
sources = st.builds(
    Source,
    extra=unknown,
    document=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    title=text,
    published=st.none() | dates,
    start=st.integers(min_value=0, max_value=500),
    end=st.integers(min_value=500, max_value=1000),
    words=words,
)
maybe = st.none
common: dict[str, Any] = {"extra": unknown, "id": names}


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    participants = draw(distinct(st.sampled_from(PARTIES), least=1))
    mechanism = draw(maybe() | names.map(lambda name: ItemId(f"m-{name}")))
    return Activity(
        extra=draw(unknown),
        id=draw(names),
        plan=draw(maybe() | names),
        kind=draw(words),
        domain=Domain(draw(words)),
        title=draw(wording),
        host=draw(maybe() | st.sampled_from(participants)),
        participants=participants,
        level=draw(maybe() | st.sampled_from(Level)),
        when=draw(maybe() | periods),
        place=draw(text),
        serves=draw(distinct(names.map(lambda name: ItemId(f"served-{name}")))),
        mechanism=mechanism,
        session=draw(maybe() | counted) if mechanism else None,
    )


@st.composite
def mechanisms(draw: st.DrawFn) -> Mechanism:
    members = draw(distinct(st.sampled_from(PARTIES), least=1))
    sessions = [
        Session(
            extra=draw(unknown),
            number=number,
            when=draw(maybe() | periods),
            place=draw(text),
            host=draw(maybe() | st.sampled_from(members)),
        )
        for number in sorted(draw(st.sets(counted, max_size=3)))
    ]
    return Mechanism(
        extra=draw(unknown),
        id=draw(names),
        title=draw(wording),
        kind=draw(words),
        parties=members,
        rotation=draw(st.just(()) | st.just(members)),
        every_months=draw(maybe() | counted),
        sessions=tuple(sessions),
    )


items: st.SearchStrategy[Item] = st.one_of(
    activities(),
    mechanisms(),
    st.builds(
        Orientation,
        **common,
        text=wording,
        by=parties,
        level=maybe() | st.sampled_from(Level),
        given=maybe() | dates,
        domain=maybe() | words.map(Domain),
        source=maybe() | sources,
    ),
    st.builds(
        Instrument,
        **common,
        kind=words,
        title=st.just({}) | wording,
        number=text,
        year=maybe() | whole,
        parent=names.map(lambda name: ItemId(f"parent-{name}")),
        parties=parties,
        signatories=distinct(names),
        place=text,
        signed=maybe() | dates,
        status=st.sampled_from(Standing),
        authentic=distinct(st.sampled_from([Language("vi"), Language("lo")])),
        source=maybe() | sources,
    ),
    st.builds(
        Plan,
        **common,
        title=wording,
        period=periods,
        parties=distinct(st.sampled_from(PARTIES), least=2),
        succeeds=names.map(lambda name: ItemId(f"old-{name}")),
    ),
    st.builds(
        Engagement,
        **common,
        kind=words,
        status=st.sampled_from(Occurrence),
        when=maybe() | periods,
        place=text,
        parties=parties,
        principals=distinct(names),
        mechanism=maybe() | names,
        session=maybe() | counted,
        source=maybe() | sources,
    ),
    st.builds(
        Undertaking,
        **common,
        force=st.sampled_from(Force),
        by=parties,
        on=parties,
        domain=words.map(Domain),
        due=maybe() | dates,
        gist=wording,
        mechanism=maybe() | names,
        source=maybe() | sources,
    ),
    st.builds(
        Assessment,
        **common,
        by=parties,
        about=words,
        polarity=st.sampled_from(Polarity),
        given=maybe() | dates,
        source=maybe() | sources,
    ),
    st.builds(
        Office,
        **common,
        party=st.sampled_from(PARTIES),
        title=wording,
        level=maybe() | st.sampled_from(Level),
    ),
    st.builds(Person, **common, party=st.sampled_from(PARTIES), name=words, spellings=distinct(words)),
    st.builds(
        Tenure,
        **common,
        person=names,
        office=names,
        rank=text,
        rank_printed=text,
        since=maybe() | dates,
        source=maybe() | sources,
    ),
)
reports = st.builds(
    Report,
    extra=unknown,
    party=st.sampled_from(PARTIES),
    item=names,
    stage=maybe() | words,
    outcome=st.sampled_from(Outcome),
    on=dates,
    note=st.just({}) | wording,
)


@given(items)
def test_what_is_written_reads_back_as_the_same_item(item: Item) -> None:
    assert from_json(to_json(item)) == item


@given(items)
def test_a_canonical_document_with_unknown_fields_is_written_back_as_it_was(item: Item) -> None:
    document = {**to_json(item), "x_later": {"edition": 2, "empty": None, "list": [[], {}]}}
    assert to_json(from_json(document)) == document


@given(reports)
def test_a_report_reads_back_as_the_same_report(report: Report) -> None:
    assert report_from_json(to_json(report)) == report


@given(json_values)
def test_whatever_is_no_document_is_refused_with_its_faults(data: Any) -> None:
    for read in (from_json, report_from_json):
        with pytest.raises(DocumentError) as refusal:
            read(data)
        assert refusal.value.faults


def test_every_noun_of_the_cooperation_has_its_type() -> None:
    assert sorted(ITEMS) == [
        "activity",
        "assessment",
        "engagement",
        "instrument",
        "kind",
        "marker",
        "mechanism",
        "office",
        "orientation",
        "person",
        "plan",
        "sector",
        "target",
        "tenure",
        "undertaking",
    ]


def test_what_is_empty_is_left_out() -> None:
    activity = Activity(
        id=ItemId("visit-1"),
        kind="visit",
        domain=Domain("strategic-exchange"),
        title={Language("en"): "Official visit"},
        participants=(Party("LA"), Party("VN")),
        when=Period.parse("2026-10"),
    )
    assert to_json(activity) == {
        "type": "activity",
        "id": "visit-1",
        "kind": "visit",
        "domain": "strategic-exchange",
        "title": {"en": "Official visit"},
        "participants": ["LA", "VN"],
        "when": "2026-10",
    }


def test_a_field_given_as_null_is_a_field_not_given() -> None:
    person = {"type": "person", "id": "p", "party": "LA", "name": "N"}
    assert from_json({**person, "spellings": None}) == from_json(person)


BAD_FIELDS = {
    "type": "activity",
    "id": "Visit 1",
    "kind": 3,
    "title": {"EN": "Visit", "fr": 7},
    "participants": ["LA", "la"],
    "serves": "orientation-1",
    "level": "emperor",
    "when": "2026-13",
    "session": True,
    "x_share": 0.5,
    "x_great": 2**53,
}


def test_all_faults_of_a_bad_document_are_named_at_once_with_their_paths() -> None:
    with pytest.raises(DocumentError) as refusal:
        from_json(BAD_FIELDS)
    assert refusal.value.what == "activity"
    assert refusal.value.faults == (
        Fault("$.domain", "is missing"),
        Fault("$.id", "'Visit 1' is not an item's name: small letters, digits and hyphens, 64 at most"),
        Fault("$.kind", "should be text, not 3"),
        Fault(
            "$.level",
            "'emperor' is none of head-of-state, head-of-government, minister, deputy-minister, "
            "chief-of-staff, command, unit",
        ),
        Fault(
            "$.participants[1]",
            "'la' is not a party: two capitals (VN) or an organisation in capitals (ASEAN)",
        ),
        Fault("$.serves", "should be a list, not 'orientation-1'"),
        Fault("$.session", "should be a whole number, not True"),
        Fault("$.title.EN", "'EN' is not a language tag such as fr or vi"),
        Fault("$.title.fr", "should be text, not 7"),
        Fault("$.when", "'2026-13' does not exist in the calendar (month must be in 1..12)"),
        Fault("$.x_great", "is not below 2^53 and would not survive every reader"),
        Fault("$.x_share", "is the fraction 0.5; only whole numbers and text have one written form"),
    )


def test_faults_between_fields_are_named_at_once_too() -> None:
    with pytest.raises(DocumentError) as refusal:
        from_json(
            {
                "type": "activity",
                "id": "visit-1",
                "kind": "visit",
                "domain": "border",
                "title": {},
                "participants": ["VN", "VN"],
                "host": "LA",
                "serves": ["visit-1"],
                "session": 2,
            }
        )
    assert refusal.value.faults == (
        Fault("$.host", "LA is not among the participants"),
        Fault("$.participants", "names VN twice"),
        Fault("$.serves", "names the activity itself"),
        Fault("$.session", "numbers a session, but no mechanism is named"),
        Fault("$.title", "says nothing: words are needed here"),
    )


def test_faults_inside_a_list_and_inside_a_source_keep_their_whole_path() -> None:
    with pytest.raises(DocumentError) as sessions:
        from_json(
            {
                "type": "mechanism",
                "id": "dialogue",
                "title": {"en": "Dialogue"},
                "kind": "dialogue",
                "parties": ["LA", "VN"],
                "sessions": [{"number": 0}, {"when": "soon"}],
            }
        )
    assert sessions.value.faults == (
        Fault("$.sessions[0].number", "is not a number from 1 (0)"),
        Fault("$.sessions[1].number", "is missing"),
        Fault("$.sessions[1].when", "'soon' is not a date: 2026, 2026-10 or 2026-10-21"),
    )
    source_data = {"document": "abc", "start": 9, "end": 3, "words": ""}
    with pytest.raises(DocumentError) as source:
        from_json({"type": "tenure", "id": "t", "person": "p", "office": "o", "source": source_data})
    assert source.value.faults == (
        Fault("$.source.document", "is not a SHA-256 in 64 small hexadecimal digits"),
        Fault("$.source.end", "lies before the start (3 < 9)"),
        Fault("$.source.words", "says nothing: words are needed here"),
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, Fault("$.type", "is missing")),
        ([], Fault("$", "should be an object, not []")),
        ({"type": "treaty"}, Fault("$.type", f"'treaty' is none of {', '.join(ITEMS)}")),
        ({"type": ["plan"]}, Fault("$.type", f"['plan'] is none of {', '.join(ITEMS)}")),
    ],
)
def test_a_document_of_no_known_type_says_which_there_are(data: Any, fault: Fault) -> None:
    with pytest.raises(DocumentError) as refusal:
        from_json(data)
    assert refusal.value.faults == (fault,)


@pytest.mark.parametrize(
    ("unknown_field", "fault"),
    [
        ({"é": 1}, Fault("$", "has the key '\\xe9', which is not ASCII text")),
        ({"x": "\ud800"}, Fault("$.x", "is not valid Unicode text")),
        ({"x": [b""]}, Fault("$.x[0]", "is a bytes, which JSON does not have")),
    ],
)
def test_what_lies_outside_the_profile_is_neither_read_nor_written(unknown_field: Any, fault: Fault) -> None:
    person = {"type": "person", "id": "p", "party": "LA", "name": "N"}
    with pytest.raises(DocumentError) as reading:
        from_json({**person, **unknown_field})
    assert reading.value.faults == (fault,)
    with pytest.raises(DocumentError) as writing:
        to_json(attrs.evolve(from_json(person), extra=unknown_field))
    assert writing.value.faults == (fault,)


def test_reading_does_not_change_what_it_reads() -> None:
    document = {"type": "person", "id": "p", "party": "LA", "name": "N", "x": {"y": [1]}}
    before = repr(document)
    from_json(document)
    assert repr(document) == before
