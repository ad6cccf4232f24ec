"""Two entries that are one person: seen as one, nothing rewritten, and parted again; who met whom."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.errors import SamePersonError
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.persons import refuse_chain, spelt
from foedus.cooperation.references import references
from foedus.cooperation.report import Report
from foedus.register import InForce, Meeting, Register, fold
from foedus.terms import Date, Domain, ItemId, Language, Level, Party, Period

VN, LA = Party("VN"), Party("LA")
EN, LO = Language("en"), Language("lo")
DAY = datetime.date(2026, 6, 30)
KHAM = Person(id=ItemId("kham"), party=LA, name="Khamla Illustrative", names={LO: "ຄຳລາ"})
OTHER = Person(id=ItemId("khamla"), party=LA, name="Kham La Illustrative", spellings=("K. Illustrative",))
BINH = Person(id=ItemId("binh"), party=VN, name="Bình Illustrative")
OFFICE = Office(id=ItemId("minister"), party=LA, title={EN: "Minister"}, level=Level.MINISTER)
TENURE = Tenure(id=ItemId("tenure"), person=OTHER.id, office=OFFICE.id, since=Date(2024))
TALKS = Engagement(
    id=ItemId("talks"),
    kind="talks",
    status=Status.HELD,
    when=Period.parse("2026-02-05"),
    parties=(LA, VN),
    principals=(OTHER.id, BINH.id, KHAM.id),
)
MINUTES = Instrument(
    id=ItemId("minutes"), kind="minutes", status=Standing.SIGNED, signatories=(BINH.id, OTHER.id)
)
VISIT = Activity(
    id=ItemId("visit"),
    kind="visit",
    domain=Domain("strategic-exchange"),
    title={EN: "Visit"},
    participants=(LA, VN),
    when=Period.parse("2026-05-06/2026-05-08"),
    people=(
        Participant(role="head", party=LA, person=OTHER.id),
        Participant(role="head", party=LA, person=KHAM.id),
        Participant(role="host", party=VN, person=BINH.id),
    ),
)
ITEMS: tuple[Item, ...] = (KHAM, OTHER, BINH, OFFICE, TENURE, TALKS, MINUTES, VISIT)
HELD = Report(party=VN, item=VISIT.id, stage="report", on=Date(2026, 5, 9))
SAME = {OTHER.id: KHAM.id}


def register(
    *, common: tuple[Item, ...] = ITEMS, own: tuple[Item, ...] = (), same: dict[ItemId, ItemId] | None = None
) -> Register:
    in_force = [InForce(item, "a" * 64, datetime.date(2026, 1, 1)) for item in common]
    return fold(party=VN, in_force=in_force, reports=[HELD], own=own, on=DAY, same=same)


@pytest.mark.parametrize("common", [ITEMS, ()], ids=["in force", "ours alone"])
def test_every_reference_is_to_the_entry_that_stands_for_both(common: tuple[Item, ...]) -> None:
    now = register(common=common, own=ITEMS, same=SAME)
    everything = now.known(Item)
    assert OTHER.id not in {name for item in everything for _, name in references(item)}
    assert {item.id for item in everything} == {item.id for item in ITEMS} - {OTHER.id}
    assert now.item(OTHER.id) == now.item(KHAM.id)
    assert now.item(TALKS.id) == evolve(TALKS, principals=(KHAM.id, BINH.id))
    assert now.item(MINUTES.id) == evolve(MINUTES, signatories=(BINH.id, KHAM.id))
    assert now.item(VISIT.id) == evolve(VISIT, people=VISIT.people[1:])
    assert [one.person.id for one in now.in_office()] == [KHAM.id]


def test_spellings_are_united_and_lead_to_the_one_person() -> None:
    now = register(same=SAME)
    united = evolve(KHAM, spellings=("Kham La Illustrative", "K. Illustrative"))
    assert now.item(KHAM.id) == united
    assert now.spellings(OTHER.id) == spelt(united)
    for form in ("kham la illustrative", "ຄຳລາ", "K Illustrative", "Khamla Illustrative"):
        assert now.named(form) == (united,)


def test_what_all_have_signed_is_not_added_to_from_what_only_we_know() -> None:
    now = register(common=(KHAM,), own=(OTHER,), same=SAME)
    assert now.item(KHAM.id) == KHAM
    assert "K. Illustrative" in now.spellings(KHAM.id)
    assert now.named("K. Illustrative") == (KHAM,)
    assert "K. Illustrative" not in now.as_all_see_it().spellings(KHAM.id)


def test_a_spelling_that_we_met_of_somebody_in_the_record_stays_known_to_us_alone() -> None:
    met = evolve(KHAM, spellings=("K. I. Illustrative",))
    now = register(common=(KHAM,), own=(met,))
    assert (now.item(KHAM.id), now.own) == (KHAM, {})
    assert now.named("k i illustrative") == (KHAM,)
    assert now.as_all_see_it().named("k i illustrative") == ()


def test_a_word_taken_back_brings_both_entries_back_whole() -> None:
    register(same=SAME)
    assert register(same={}) == register()


def test_a_word_of_an_entry_that_is_not_held_here_changes_nothing() -> None:
    assert register(same={OTHER.id: ItemId("nobody")}) == register()
    assert register(same={ItemId("nobody"): KHAM.id}) == register()


@pytest.mark.parametrize(
    "same",
    [{"a": "a"}, {"a": "b", "b": "c"}, {"a": "b", "b": "a"}],
    ids=["itself", "a chain", "a circle"],
)
def test_chains_and_circles_are_refused(same: dict[str, str]) -> None:
    with pytest.raises(SamePersonError):
        refuse_chain({ItemId(one): ItemId(other) for one, other in same.items()})


@given(st.permutations(ITEMS), st.integers(0, len(ITEMS)))
def test_the_order_of_items_and_what_is_common_change_no_reference(items: list[Item], cut: int) -> None:
    now = register(common=tuple(items[:cut]), own=tuple(items[cut:]), same=SAME)
    assert OTHER.id not in {name for item in now.known(Item) for _, name in references(item)}


def test_who_met_whom_and_when_is_told_from_engagements_and_activities() -> None:
    now = register(same=SAME)
    visit, talks = now.item(VISIT.id), now.item(TALKS.id)
    assert isinstance(visit, Activity)
    assert isinstance(talks, Engagement)
    assert visit.when
    assert talks.when
    expected = (
        Meeting(item=visit, when=visit.when, people=(KHAM.id, BINH.id)),
        Meeting(item=talks, when=talks.when, people=(KHAM.id, BINH.id)),
    )
    assert now.meetings(KHAM.id) == now.meetings(BINH.id, with_=KHAM.id) == expected
    assert now.meetings(ItemId("nobody")) == now.meetings(BINH.id, with_=ItemId("nobody")) == ()


def test_what_has_not_taken_place_is_no_meeting() -> None:
    planned = evolve(TALKS, status=Status.PLANNED)
    later = evolve(TALKS, id=ItemId("later"), when=Period.parse("2026-07"))
    alone = evolve(TALKS, id=ItemId("alone"), principals=(BINH.id,))
    now = fold(
        party=VN,
        in_force=[],
        reports=[],
        own=(KHAM, OTHER, BINH, planned, later, alone, VISIT),
        on=DAY,
    )
    assert now.meetings(BINH.id) == ()


def test_the_offices_a_person_held_stand_latest_first() -> None:
    earlier = evolve(TENURE, id=ItemId("t-1"), since=Date(2019), until=Date(2023))
    unknown = evolve(TENURE, id=ItemId("t-0"), since=None)
    now = register(common=(*ITEMS, earlier, unknown))
    assert [one.tenure.id for one in now.tenures(OTHER.id)] == ["tenure", "t-1", "t-0"]
