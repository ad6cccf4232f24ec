"""The kinds of activity: what the built-in ones say, and how a ministry's own is read or refused."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.kind import Kept, Kind
from foedus.cooperation.kinds import builtin, kind_from_toml
from foedus.cooperation.references import references
from foedus.errors import DocumentError, Fault
from foedus.terms import Domain, ItemId, Language, Party, Wording

every_kind = pytest.mark.parametrize("known", builtin().values(), ids=list(builtin()))


def parts(known: Kind) -> Iterator[Wording]:
    """The titles of a kind, its stages, its fields with columns and choices, its roles and its papers."""
    yield known.title
    yield from (stage.title for stage in known.stages)
    columns = [each for one in known.fields for each in (one, *one.columns)]
    yield from (one.title for one in columns)
    yield from (choice.title for column in columns for choice in column.choices)
    yield from (one.title for one in known.roles)
    yield from (one.title for one in known.papers)


def test_every_kind_of_the_field_is_built_in() -> None:
    assert list(builtin()) == [
        "border-exchange",
        "border-patrol",
        "conclusion",
        "dialogue",
        "exercise",
        "generic",
        "ministers-meeting",
        "peacekeeping",
        "talks",
        "training",
        "visit",
    ]


@every_kind
def test_everything_of_a_kind_is_named_in_five_languages(known: Kind) -> None:
    assert [title for title in parts(known) if set(title) != {"en", "fr", "vi", "lo", "km"}] == []


@every_kind
@pytest.mark.parametrize(
    ("tag", "script"), [("lo", r"[\u0E80-\u0EFF]"), ("km", r"[\u1780-\u17FF]")], ids=["Lao", "Khmer"]
)
def test_lao_and_khmer_titles_stand_in_their_own_script(known: Kind, tag: str, script: str) -> None:
    titles = [str(title[Language(tag)]) for title in parts(known)]
    assert [title for title in titles if not re.fullmatch(rf"({script}|[0-9 (),:/])+", title)] == []
    assert [title for title in titles if unicodedata.normalize("NFC", title) != title] == []
    # A sign above or below that follows no letter is a slip of the keyboard: it is drawn on a dotted ring.
    marks = [[unicodedata.category(letter) for letter in f" {title}"] for title in titles]
    assert [
        title for title, signs in zip(titles, marks, strict=True) if ("Zs", "Mn") in pairwise(signs)
    ] == []


@every_kind
def test_a_kind_is_the_same_after_it_was_written_and_read(known: Kind) -> None:
    assert from_json(to_json(known)) == known


@every_kind
def test_a_built_in_kind_says_nothing_that_this_edition_does_not_know(known: Kind) -> None:
    values = [known, *known.stages, *known.fields, *known.roles, *known.papers]
    values += [column for one in known.fields for column in one.columns]
    assert [one for one in values if one.extra] == []


@every_kind
def test_whoever_carries_it_out_may_leave_out_everything_but_what_makes_it_so(known: Kind) -> None:
    final = known.stage(known.carried_out)
    assert final is not None
    compulsory = [stage for stage in known.stages if not stage.optional]
    assert len(compulsory) <= 6
    if known.name != "peacekeeping":
        assert final in compulsory


@every_kind
def test_an_activity_of_persons_keeps_their_names_ours(known: Kind) -> None:
    told = {"passport", "surname", "born", "health"}
    common = [one for one in known.fields if one.kept is not Kept.OURS]
    assert [
        one.name for one in common if told & {column.name for column in one.columns} or one.name in told
    ] == []


@given(st.sampled_from(list(builtin().values())), st.data())
def test_a_later_stage_reaches_every_earlier_one(known: Kind, data: st.DataObject) -> None:
    names = [stage.name for stage in known.stages]
    stage, goal = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    assert known.reaches(stage, goal=goal) == (names.index(stage) >= names.index(goal))
    assert not known.reaches("unheard-of", goal=goal)


def test_a_kind_whose_file_is_wrong_is_refused_with_every_fault() -> None:
    with pytest.raises(DocumentError) as refusal:
        kind_from_toml(
            """
            name = "regatta"
            title = { en = "Regatta" }
            carried_out = "race"
            stages = [{ name = "start", title = { en = "start" }, needs = ["wind", "betting"] }]
            papers = [{ name = "results", title = { en = "results" }, stage = "finish" }]
            fields = [
                { name = "betting", title = { en = "betting" }, kept = "ours" },
                { name = "boats", title = { en = "boats" }, within = "crews" },
            ]
            """
        )
    assert refusal.value.faults == (
        Fault("$.carried_out", "race is none of its stages"),
        Fault("$.fields[1].within", "crews is no other number, or this is none"),
        Fault("$.papers[0].stage", "finish is none of its stages"),
        Fault("$.stages[0].needs", "wind: neither a field nor a role of it"),
        Fault("$.stages[0].needs", "betting: kept ours, so nobody else could ever see it said"),
    )


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ('type = "choice"', Fault("$.fields[0].choices", "stand where the type is choice, and only there")),
        ('type = "rows"', Fault("$.fields[0].columns", "stand where the type is rows, and only there")),
        (
            'type = "text", most = 5',
            Fault("$.fields[0].least", "and most stand where the type is number, and only there"),
        ),
    ],
    ids=["a choice of nothing", "rows without columns", "bounds of a text"],
)
def test_a_field_that_does_not_hold_together_is_refused(field: str, fault: Fault) -> None:
    with pytest.raises(DocumentError) as refusal:
        kind_from_toml(
            f"""
            name = "regatta"
            title = {{ en = "Regatta" }}
            carried_out = "race"
            stages = [{{ name = "race", title = {{ en = "race" }} }}]
            fields = [{{ name = "boats", title = {{ en = "boats" }}, {field} }}]
            """
        )
    assert refusal.value.faults == (fault,)


def test_a_kind_under_another_name_than_its_own_is_refused() -> None:
    with pytest.raises(DocumentError) as refusal:
        from_json({**to_json(builtin()["visit"]), "id": "kind-talks"})
    assert refusal.value.faults == (Fault("$.id", "is not kind-visit: a kind is found by its name"),)


def test_a_line_names_its_kind_unless_that_is_built_in() -> None:
    regatta = evolve(builtin()["generic"], id=ItemId("kind-regatta"), name="regatta")
    line = Activity(
        id=ItemId("regatta-2026"),
        kind="regatta",
        domain=Domain("youth"),
        title={Language("en"): "Regatta (illustrative)"},
        participants=(Party("LA"), Party("VN")),
    )
    assert list(references(line, kinds={**builtin(), "regatta": regatta})) == [("kind", "kind-regatta")]
    assert list(references(evolve(line, kind="generic"), kinds=builtin())) == []


@pytest.mark.parametrize(
    ("field", "path"),
    [
        (
            'type = "rows"\ncolumns = [{ name = "crew", title = { en = "crew" }, type = "rows" }]',
            "$.fields[0].columns[0].type",
        ),
        ('type = "number"\nwithin = "boats"', "$.fields[0].within"),
        ('type = "number"\nwithin = "sails"', "$.fields[0].within"),
        ('within = "crews"', "$.fields[0].within"),
    ],
)
def test_a_row_holds_no_rows_and_only_a_number_is_part_of_another(field: str, path: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        kind_from_toml(
            f"""
            name = "regatta"
            title = {{ en = "Regatta" }}
            carried_out = "race"
            stages = [{{ name = "race", title = {{ en = "race" }} }}]
            [[fields]]
            name = "boats"
            title = {{ en = "boats" }}
            {field}
            [[fields]]
            name = "crews"
            title = {{ en = "crews" }}
            type = "number"
            """
        )
    assert [fault.path for fault in refusal.value.faults] == [path]


def test_a_file_that_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(DocumentError, match="is no TOML: "):
        kind_from_toml("name = ")
