"""What an item names: every field that can name something is found, at its path, with what it names."""

import datetime
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone, Participant
from foedus.cooperation.document import ITEMS, to_json
from foedus.cooperation.instrument import Instrument, Status
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Column, Field, FieldType, Kind, Stage
from foedus.cooperation.kinds import builtin
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.office import Tenure
from foedus.cooperation.references import references
from foedus.terms import Date, Domain, ItemId, Language, Party, Period

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
TITLE = {EN: "Illustrative"}
NAMES = st.from_regex(r"[a-z]{1,6}-[0-9]{1,3}", fullmatch=True).map(ItemId)
VISIT = Activity(
    id=ItemId("visit"), kind="visit", domain=Domain("border"), title=TITLE, participants=(LA, VN)
)
OWN = Kind(
    id=ItemId("kind-regatta"),
    name="regatta",
    title=TITLE,
    carried_out="race",
    stages=(Stage(name="race", title=TITLE),),
    fields=(
        Field(name="course", title=TITLE, type=FieldType.ITEM),
        Field(name="buoys", title=TITLE, type=FieldType.ITEM, many=True),
        Field(
            name="boats",
            title=TITLE,
            type=FieldType.ROWS,
            columns=(
                Column(name="captain", title=TITLE, type=FieldType.ITEM),
                Column(name="crew", title=TITLE, type=FieldType.ITEM, many=True),
                Column(name="sail", title=TITLE),
            ),
        ),
        Field(name="cup", title=TITLE),
    ),
)
KINDS = {**builtin(), OWN.name: OWN}


def found(item: Item) -> dict[str, str]:
    return dict(references(item, kinds=KINDS))


def test_an_activity_names_all_that_it_names() -> None:
    line = evolve(
        VISIT,
        plan=ItemId("plan"),
        serves=(ItemId("said"), ItemId("treaty")),
        mechanism=ItemId("dialogue"),
        after=(ItemId("inspection"),),
        units=(ItemId("staff"),),
        people=(
            Participant(role="head", party=LA, person=ItemId("anna"), office=ItemId("minister")),
            Participant(role="guard", party=VN, count=4),
        ),
        milestones=(Milestone(stage="talks", when=Period.parse("2026")),),
    )
    assert list(references(line, kinds=KINDS)) == [
        ("plan", "plan"),
        ("serves[0]", "said"),
        ("serves[1]", "treaty"),
        ("mechanism", "dialogue"),
        ("after[0]", "inspection"),
        ("units[0]", "staff"),
        ("people[0].person", "anna"),
        ("people[0].office", "minister"),
    ]


def test_what_the_details_name_is_found_in_fields_rows_and_lists() -> None:
    details = {
        "course": "river",
        "buoys": ["buoy-1", "buoy-2"],
        "boats": [{"captain": "anna", "sail": "red-1"}, {"crew": ["boun", "chan"]}],
        "cup": "no-item",
    }
    assert list(references(evolve(VISIT, kind=OWN.name, details=details), kinds=KINDS)) == [
        ("kind", "kind-regatta"),
        ("details.course", "river"),
        ("details.buoys[0]", "buoy-1"),
        ("details.buoys[1]", "buoy-2"),
        ("details.boats[0].captain", "anna"),
        ("details.boats[1].crew[0]", "boun"),
        ("details.boats[1].crew[1]", "chan"),
    ]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda of: st.lists(of) | st.dictionaries(st.text(), of)
    )
)
def test_details_of_another_form_name_what_is_text_and_break_nothing(strange: Any) -> None:
    line = evolve(VISIT, kind=OWN.name, details=dict.fromkeys(("course", "buoys", "boats"), strange))
    named = [name for path, name in references(line, kinds=KINDS) if path != "kind"]
    assert all(isinstance(name, str) for name in named)


def test_the_item_itself_and_its_words_are_no_references() -> None:
    session = Session(number=1, when=Period.parse("2026"), host=VN)
    dialogue = Mechanism(
        id=ItemId("dialogue"), title=TITLE, kind="dialogue", parties=(LA, VN), sessions=(session,)
    )
    treaty = Instrument(
        id=ItemId("treaty"),
        title=TITLE,
        kind="treaty",
        status=Status.SIGNED,
        parties=(LA, VN),
        signed=Date(2026),
    )
    assert [found(item) for item in (dialogue, treaty, VISIT)] == [{}, {}, {}]


def named_by(cls: type[attrs.AttrsInstance]) -> set[str]:
    """The fields of a class whose written type names items: the other way of finding them."""
    written = {attribute.name: str(attribute.type) for attribute in attrs.fields(cls)}
    return {name for name, hint in written.items() if "ItemId" in hint and name != "id"}


@pytest.mark.parametrize("cls", ITEMS.values(), ids=list(ITEMS))
@given(name=NAMES)
def test_whatever_field_of_an_item_can_name_an_item_is_found(cls: type[Item], name: ItemId) -> None:
    fields = named_by(cls)
    item = object.__new__(cls)
    for attribute in attrs.fields(cls):
        empty: Any = () if "tuple" in str(attribute.type) else None
        many = "tuple" in str(attribute.type)
        value = (name,) if many else name
        object.__setattr__(item, attribute.name, value if attribute.name in fields else empty)
    assert {path.partition("[")[0] for path, _ in references(item)} == fields
    assert {one for _, one in references(item)} <= {name}


@given(NAMES, NAMES)
def test_what_is_found_stands_in_the_document_at_its_path(person: ItemId, office: ItemId) -> None:
    tenure = Tenure(
        id=ItemId("tenure"), person=person, office=office, since=Date.on(datetime.date(2026, 1, 5))
    )
    document = to_json(tenure)
    assert {path: document[path] for path in found(tenure)} == found(tenure)
