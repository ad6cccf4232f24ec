"""Ranks as printed and in order; the order of people in a delegation list."""

import random
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.precedence import HEADS, Attending, in_precedence
from foedus.cooperation.ranks import grade_of, rank_of, ranks
from foedus.cooperation.spelling import folded
from foedus.terms import Date, ItemId, Language, Level, Party

EN = Language("en")
VN = Party("VN")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("général de corps d’armée", "colonel general"),
        ("Thượng tướng", "colonel general"),
        ("thuong tuong", "colonel general"),
        ("Thượng tá", "colonel"),
        ("Đại tá", "senior colonel"),
        ("Sen. Lt. Gen.", "colonel general"),
        ("général de division", "major general"),
        ("ພົນເອກ", "general"),
        ("ພັນເອກ", "colonel"),
        ("ឧត្តមសេនីយ៍ទោ", "major general"),
        ("Lieutenant-Colonel", "lieutenant colonel"),
    ],
)
def test_a_rank_as_printed_is_told_by_its_english_term(printed: str, name: str) -> None:
    assert rank_of(printed) == ranks()[name]


def test_what_is_no_rank_has_none() -> None:
    assert [rank_of("inspector"), rank_of(""), grade_of("inspector"), grade_of("")] == [None] * 4


def test_no_form_of_one_rank_is_printed_for_another() -> None:
    forms = [
        (folded(form), rank.name)
        for rank in ranks().values()
        for form in {folded(form) for form in (rank.name, *rank.title.values(), *rank.printed)}
    ]
    assert sorted(dict(forms).items()) == sorted(forms)


def test_every_rank_has_its_title_in_five_languages() -> None:
    assert {
        rank.name for rank in ranks().values() if set(rank.title) != {"en", "fr", "vi", "lo", "km"}
    } == set()


def test_ranks_stand_from_the_highest_down() -> None:
    grades = [rank.grade for rank in ranks().values()]
    assert grades == sorted(grades)
    assert list(ranks())[:4] == ["marshal", "general", "admiral", "colonel general"]


def person(name: str) -> Person:
    return Person(id=ItemId(f"person-{name}"), party=VN, name=name)


def attending(
    name: str,
    *,
    level: Level | None = None,
    place: int | None = None,
    rank: str = "",
    since: int | None = None,
    role: str = "",
) -> Attending:
    office = Office(id=ItemId(f"o-{name}"), party=VN, title={EN: "Office"}, level=level, place=place)
    tenure = Tenure(
        id=ItemId(f"t-{name}"),
        person=ItemId(f"person-{name}"),
        office=office.id,
        rank=rank,
        since=Date(since) if since else None,
    )
    return Attending(person=person(name), office=office, tenure=tenure, role=role)


def test_each_ground_decides_only_where_those_before_it_are_equal() -> None:
    order = (
        attending("z", role="head-of-delegation", level=Level.UNIT),
        attending("y", level=Level.MINISTER),
        attending("x", level=Level.COMMAND, place=1, rank="major"),
        attending("w", level=Level.COMMAND, place=2, rank="general"),
        attending("v", level=Level.COMMAND, rank="general", since=2025),
        attending("u", level=Level.COMMAND, rank="colonel", since=2020),
        attending("t", level=Level.COMMAND, rank="colonel", since=2021),
        attending("r", level=Level.COMMAND, rank="colonel"),
        attending("s", level=Level.COMMAND, rank="colonel"),
        attending("a", rank="marshal"),
        Attending(person=person("b")),
    )
    assert in_precedence(reversed(order)) == order


def test_a_rank_that_was_only_printed_counts_as_well() -> None:
    general, major = attending("z"), attending("a", rank="major")
    assert general.tenure is not None
    printed = evolve(general, tenure=evolve(general.tenure, rank_printed="Đại tướng"))
    assert in_precedence([major, printed]) == (printed, major)


PEOPLE = st.lists(
    st.builds(
        attending,
        st.sampled_from("abcdefgh"),
        level=st.sampled_from([None, *Level]),
        place=st.sampled_from([None, 1, 2]),
        rank=st.sampled_from(["", "inspector", *ranks()]),
        since=st.sampled_from([None, 2020, 2021]),
        role=st.sampled_from(["", "interpreter", *sorted(HEADS)]),
    ),
    unique_by=lambda one: one.person.id,
)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_is_total_and_the_same_however_they_come(
    people: list[Attending], chance: random.Random
) -> None:
    order = in_precedence(people)
    shuffled = chance.sample(people, len(people))
    assert in_precedence(shuffled) == order
    assert sorted(one.person.id for one in order) == sorted(one.person.id for one in people)
    heads = [one.role in HEADS for one in order]
    assert heads == sorted(heads, reverse=True)
    for one, other in pairwise(order):
        assert in_precedence([other, one]) == (one, other)
