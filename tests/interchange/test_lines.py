"""Lines of a plan out of a table: columns known by their heads, every bad cell told, and back again."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone, Participant
from foedus.cooperation.document import to_json
from foedus.cooperation.kind import Field, FieldType, Kept
from foedus.cooperation.kinds import builtin
from foedus.interchange.columns import ColumnRead, How, Vocabulary
from foedus.interchange.dates import Order
from foedus.interchange.errors import ColumnsError, LongCellError
from foedus.interchange.table import PlanTable, csv_of, plan_table, xlsx_of
from foedus.terms import Date, Domain, ItemId, Language, Level, Party, Period
from tests.interchange.sheets import AROUND, LA, VN, drafted, faults, workbook

KINDS = builtin()
HEADS = Vocabulary(KINDS)
EN = Language("en")
ON = datetime.date(2026, 6, 1)


EITHER = (
    "may mean day 3 of month 4, or day 4 of month 3: write it as 2026-10-21, "
    "or say --dates day-first or --dates month-first"
)


def csv(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join(lines).encode())


def fields(heads: tuple[str, ...], **told: str) -> list[tuple[str | None, How]]:
    return [(one.field, one.how) for one in HEADS.read(heads, told=told)]


def test_columns_are_known_by_their_heads_in_three_languages_and_by_what_is_near() -> None:
    for heads in (
        ("No.", "Title", "Kind of activity", "Host country", "Start date", "PLACE"),
        ("N°", "INTITULÉ", "Type d'activité", "Pays hôte", "Date de début", "lieu"),
        ("STT", "Tên hoạt động", "Loại hoạt động", "Bên đăng cai", "Ngày bắt đầu", "Địa điểm"),
    ):
        title = HEADS.read((heads[1],), told={})[0].field
        assert fields(heads) == [
            (field, How.NAMED) for field in (None, title, "kind", "host", "start", "place")
        ]
    assert fields(("Title", "Domaines", "Participant")) == [
        ("title.en", How.NAMED),
        ("domain", How.NEARLY),
        ("participants", How.NEARLY),
    ]


def test_what_is_told_of_a_column_goes_before_its_head_and_before_the_last_time() -> None:
    assert HEADS.read(
        ("Title", "Remarks", "Where", ""), told={"remarks": "-", "C": "place", "D": "host"}
    ) == (
        ColumnRead(1, "Title", "title.en", How.NAMED),
        ColumnRead(2, "Remarks", None, How.TOLD),
        ColumnRead(3, "Where", "place", How.TOLD),
        ColumnRead(4, "", "host", How.TOLD),
    )
    last = ("title.fr", None, "place")
    assert HEADS.read(("Title", "Remarks", "Where"), told={"Title": "title.en"}, remembered=last) == (
        ColumnRead(1, "Title", "title.en", How.TOLD),
        ColumnRead(2, "Remarks", None, How.REMEMBERED),
        ColumnRead(3, "Where", "place", How.REMEMBERED),
    )


def test_every_column_that_cannot_be_understood_is_named_at_once() -> None:
    with pytest.raises(ColumnsError) as refusal:
        HEADS.read(("Title", "Remarks", "Locations held"), told={"X": "place", "A": "titel"})
    assert refusal.value.faults == (
        "titel is no field of a plan's line (A=titel)",
        "There is no column X",
        "The column Remarks (B) is not understood",
        "The column Locations held (C) is not understood; perhaps it is place",
    )
    with pytest.raises(ColumnsError, match=r"Title \(A\) and Activity \(B\) both hold title.en"):
        HEADS.read(("Title", "Activity"), told={})


def test_the_heads_are_found_below_what_stands_above_them() -> None:
    rows = [
        ("PLAN 2026", "PLAN 2026"),
        ("Ministry", "Department"),
        ("No.", "Title", "Kind"),
        ("1", "Host", "visit"),
    ]
    assert HEADS.heads_row(rows) == 2
    assert HEADS.heads_row([("a", "b"), ("c", "d")]) is None
    assert HEADS.heads_row([("a", "b"), ("c", "d")], told={"c": "place", "d": "host"}) == 1


def test_a_row_says_a_line_and_what_it_leaves_unsaid_is_the_compacts() -> None:
    (line,) = drafted(
        csv(
            "Title;Kind;Domain;Host;Level;Dates;Session",
            "Dialogue;Policy dialogue;Border;Lào;Thứ trưởng;T10/2026;",
        )
    )
    assert line.activity is not None
    assert evolve(line.activity, id=ItemId("x")) == Activity(
        id=ItemId("x"),
        plan=ItemId("plan-2026"),
        kind="dialogue",
        domain=Domain("border"),
        title={EN: "Dialogue"},
        host=LA,
        participants=(LA, VN),
        level=Level.DEPUTY_MINISTER,
        when=Period.parse("2026-10"),
    )


def test_every_bad_cell_is_told_with_its_place_and_what_to_do() -> None:
    data = workbook(
        ("Item", "Title", "Kind", "Domain", "Host", "Start", "End", "Session", "details.places"),
        ("a", "Visit", "visitt", "bordr", "Thailand", "03/04/2026", None, "six", None),
        ("A b", None, "training", "training", "VN", "2026-05", "2026-04", 2, "many"),
        ("c", "Course", "visit", "training", "VN", None, "2026-04", 0, 20),
        ("a", "Visit", "visit", "border", "VN", 2026, None, None, None, "stray"),
    )
    assert faults(data) == [
        ("Plan!C2", "visitt", "is no kind of activity: did you mean visit?"),
        ("Plan!D2", "bordr", "is no domain in use: did you mean border?"),
        ("Plan!E2", "Thailand", "is no party to this compact: write one of LA, VN"),
        (
            "Plan!F2",
            "03/04/2026",
            EITHER,
        ),
        ("Plan!H2", "six", "is no whole number from 0: write figures alone, as in 20"),
        ("Plan!A3", "A b", "'A b' is not an item's name: small letters, digits and hyphens, 64 at most"),
        ("Plan!B3", "", "is missing"),
        ("Plan!G3", "2026-04", "the period ends (2026-04) before it starts (2026-05)"),
        ("Plan!I3", "many", "is no whole number from 0: write figures alone, as in 20"),
        ("Plan!G4", "2026-04", "has no beginning: say when it starts, too"),
        ("Plan!H4", "0", "is not a number from 1 (0)"),
        ("Plan!H4", "0", "numbers a session, but no mechanism is named"),
        ("Plan!I4", "20", "is said of visit, which has no field places: empty it, or mend the kind"),
        ("Plan!J5", "stray", "stands under no head: give the column one, or say --column J=-"),
    ]


def test_a_line_is_given_once_and_faults_between_fields_are_told_at_their_cell() -> None:
    data = csv(
        "Item,Title,Kind,Domain,Session", "a,V,visit,border,1", "b,V,visit,border,", "b,V,visit,border,"
    )
    assert faults(data, name="plan.csv") == [
        ("E2", "1", "numbers a session, but no mechanism is named"),
        ("A4", "b", "b is given in row 3 already: each line once"),
    ]


def test_the_sheet_or_the_officer_tells_how_days_are_written() -> None:
    rows = ("Title,Kind,Domain,Start", "V,visit,border,03/04/2026")
    for around, more, day in (
        (AROUND, "W,visit,border,21/10/2026", "2026-04-03"),
        (AROUND, "W,visit,border,10/21/2026", "2026-03-04"),
        (evolve(AROUND, order=Order.DAY_FIRST), "W,visit,border,", "2026-04-03"),
    ):
        first, _ = drafted(csv(*rows, more), around=around)
        assert first.activity
        assert first.activity.when == Period.parse(day)


def test_what_every_row_says_is_said_once_and_a_row_may_say_otherwise() -> None:
    around = evolve(AROUND, constants={"domain": "training", "kind": "visit"})
    lines = drafted(csv("Title,Domain,Host", "V,,VN", "W,border,VN"), around=around)
    assert [(one.activity.kind, one.activity.domain) for one in lines if one.activity] == [
        ("visit", "training"),
        ("visit", "border"),
    ]


def test_a_row_that_names_a_known_item_changes_what_it_says_and_nothing_else() -> None:
    known = Activity(
        id=ItemId("visit"),
        plan=ItemId("plan-2025"),
        kind="visit",
        domain=Domain("border"),
        title={EN: "Visit", Language("fr"): "Visite"},
        participants=(VN,),
        place="Hanoi",
        units=(ItemId("unit-a"),),
        details={"purpose": "unseen"},
        extra={"colour": "blue"},
    )
    documents: dict[str, dict[str, Any]] = {"visit": to_json(known), "plan-2026": {"type": "plan"}}
    around = evolve(AROUND, known=documents.get)
    (line,) = drafted(
        csv("Item,Title,Title (French),Place,Start", "visit,Visit in May,,,2026-05"), around=around
    )
    assert line.activity == evolve(known, title={EN: "Visit in May"}, place="", when=Period.parse("2026-05"))
    assert faults(csv("Item,Title,Kind,Domain", "plan-2026,V,visit,border"), around=around)[0] == (
        "A2",
        "plan-2026",
        "plan-2026 is no activity but of the type plan",
    )


def test_a_row_without_a_name_is_named_the_same_each_time_and_twins_apart() -> None:
    rows = (
        "Title,Kind,Domain,Start",
        "Patrol,border-patrol,border,2026-01",
        "Patrol,border-patrol,border,2026-02",
    )
    first, second, again = drafted(csv(*rows)), drafted(csv(*rows)), drafted(csv(rows[0], rows[1]))
    assert first == second
    assert len({one.activity.id for one in first if one.activity}) == 2
    assert again[0].activity == first[0].activity


# --- out, and in again ----------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda words: " ".join(words.split())
).filter(bool)  # fmt: skip
NAMES = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True).map(ItemId)
DATES = st.one_of(
    st.builds(Date, st.integers(1850, 2190)),
    st.builds(Date, st.integers(1900, 2190), st.integers(1, 12)),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2190, 1, 1)).map(Date.on),
)
PERIODS = (
    st.tuples(DATES, DATES)
    .map(sorted)
    .map(lambda ends: Period(*ends))
    .filter(lambda when: when.start.year >= 1900)
)


def some(names: Sequence[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[Any, Any]]:
    """Any of the names, each with a value."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, values))


VALUES = st.one_of(
    WORDS, st.integers(0, 10**9), st.lists(WORDS, max_size=2), st.dictionaries(NAMES, WORDS, max_size=2)
)


@st.composite
def details(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Details that are of the kind's fields for the most part, and some that no field knows."""
    known: dict[str, Any] = {}
    for one in KINDS[kind].fields_kept(Kept.AGREED):
        if draw(st.booleans()):
            known[one.name] = draw(of_field(one))
    return known | draw(some(["places", "note", "agenda"], VALUES))


def of_field(one: Field) -> st.SearchStrategy[Any]:
    plain: st.SearchStrategy[Any]
    match one.type:
        case FieldType.NUMBER:
            plain = st.integers(0, 10**6)
        case FieldType.DATE:
            plain = DATES.filter(lambda date: date.year >= 1900).map(str)
        case FieldType.PERIOD:
            plain = PERIODS.map(str)
        case FieldType.CHOICE:
            plain = st.sampled_from([choice.name for choice in one.choices])
        case FieldType.WORDING:
            plain = some(["en", "vi"], WORDS).filter(bool)
        case FieldType.PARTY:
            plain = st.sampled_from(["LA", "VN"])
        case FieldType.ITEM:
            plain = NAMES
        case FieldType.ROWS:
            return st.lists(some([column.name for column in one.columns], WORDS), max_size=2)
        case _:
            plain = WORDS
    return st.lists(plain, min_size=1, max_size=3) if one.many else plain


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    kind = draw(st.sampled_from(sorted(KINDS)))
    mechanism = draw(st.none() | NAMES)
    lists = st.lists(NAMES.filter(lambda name: name != "line"), unique=True, max_size=3).map(tuple)
    return Activity(
        id=ItemId("line"),
        plan=draw(st.just(ItemId("plan-2026")) | NAMES),
        kind=kind,
        domain=draw(st.sampled_from([Domain("border"), Domain("social-affairs")])),
        title=draw(some([EN, Language("lo"), Language("vi")], WORDS).filter(bool)),
        host=draw(st.sampled_from([None, LA, VN])),
        participants=(LA, VN),
        level=draw(st.none() | st.sampled_from(Level)),
        when=draw(st.none() | PERIODS),
        place=draw(st.just("") | WORDS),
        serves=draw(lists),
        mechanism=mechanism,
        session=draw(st.none() | st.integers(1, 99)) if mechanism else None,
        after=draw(lists),
        units=draw(lists),
        people=draw(
            st.lists(
                st.builds(Participant, role=WORDS, party=st.just(VN), count=st.integers(1, 9)), max_size=2
            ).map(tuple)
        ),
        milestones=draw(
            st.lists(st.builds(Milestone, stage=NAMES, when=PERIODS, place=WORDS), max_size=1).map(tuple)
        ),
        details=draw(details(kind)),
        extra=draw(some(["colour", "x-y"], VALUES.filter(lambda value: value not in ([], {})))),
    )


@settings(max_examples=40)
@given(lines=st.lists(activities(), min_size=1, max_size=2), tongue=st.sampled_from(["en", "fr", "vi", "lo"]))
def test_what_is_written_into_a_table_is_read_back_the_same(lines: list[Activity], tongue: str) -> None:
    lines = [evolve(line, id=ItemId(f"line-{number}")) for number, line in enumerate(lines)]
    standing = {line.id: ("LA, VN", "talks", "late") for line in lines}
    table = plan_table(lines, kinds=KINDS, tongue=Language(tongue), standing=standing)
    for data, name in ((csv_of(table), "p.csv"), (xlsx_of(table, title="Plan & more", on=ON), "p.xlsx")):
        read = drafted(io.BytesIO(data), name=name)
        assert [(one.activity, one.faults) for one in read] == [(line, ()) for line in lines]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    words = ("=1+1", "+1", "-1", "@x", "https://example.org", "{=1}", "0012")
    rows = tuple((one,) for one in words)
    data = xlsx_of(PlanTable(("title.en",), ("Title",), rows), title="Plan", on=ON)
    book = openpyxl_cells(data)
    assert [(cell.data_type, cell.value, cell.hyperlink) for (cell,) in book[1:]] == [
        ("s", one, None) for one in words
    ]


def openpyxl_cells(data: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return list(sheet.iter_rows())


def test_days_are_real_dates_in_a_workbook_and_months_are_words() -> None:
    line = Activity(
        id=ItemId("a"), kind="visit", domain=Domain("border"), title={EN: "V"}, participants=(Party("VN"),),
        when=Period.parse("2026-10-06/2026-11"),
    )  # fmt: skip
    table = plan_table([line], kinds=KINDS, tongue=EN)
    cells = dict(zip(table.fields, openpyxl_cells(xlsx_of(table, title="Plan", on=ON))[1], strict=True))
    assert (cells["start"].is_date, cells["start"].number_format, cells["end"].value) == (
        True,
        "yyyy-mm-dd",
        "2026-11",
    )


def test_words_too_long_for_a_cell_are_refused_by_name() -> None:
    table = PlanTable(("id", "place"), ("Item", "Place"), (("a", "x" * 32_768),))
    with pytest.raises(
        LongCellError, match="a cannot be written into a workbook: its Place has 32768 characters"
    ):
        xlsx_of(table, title="Plan", on=ON)
