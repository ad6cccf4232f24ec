"""Names are alike by one reason, the surest there is, and the same whichever is asked about first."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.office import Person
from foedus.cooperation.persons import named
from foedus.cooperation.spelling import folded
from foedus.register import fold
from foedus.terms import ItemId, Language, Party
from foedus_node.desk import persons
from foedus_node.desk.finding import sound_words
from foedus_node.desk.likeness import Likeness, Why, likeness, likest
from foedus_node.errors import UnknownNameError

parts = st.sampled_from(
    ["Kham", "Khamla", "La", "Lê", "Le", "Hùng", "Hưng", "N.", "S", "Sihanouk", "Xi-ha-núc", "ຄຳ", ""]
)
names = st.lists(parts, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Phan Văn Mẫu", "PHAN VAN MAU", Why.SPELLING),
        ("Samdech Techo Hun Sen", "Hun Sen", Why.SPELLING),
        ("Mẫu Phan Văn", "Phan Văn Mẫu", Why.ORDER),
        ("Lê Hùng", "Lê Hưng", Why.ACCENTS),
        ("Khăm-tua Xổm-mút", "Khamtoua Sommout", Why.SOUND),
        ("ຄຳຕົວ ສົມມຸດ", "Khamtoua Sommout", Why.SOUND),
        ("Kham La Illustrative", "Khamla Illustrative", Why.SOUND),
        ("N. Sihanouk", "Norodom Sihanouk", Why.INITIAL),
        ("Sihanouk N.", "Norodom Sihanouk", Why.INITIAL),
        ("Phan Mẫu Dụ", "Phan Văn Mẫu Dụ", Why.SHORTENED),
        ("Illustro Exempla", "Ilustro Exempla", Why.LETTERS),
    ],
)
def test_two_names_are_alike_by_the_surest_reason(one: str, other: str, why: Why) -> None:
    assert likeness(one, other).why is why
    assert likeness(one, other).score >= 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phan Văn Mẫu", "Phan Văn Giang"),
        ("Hun Sen", "Heng Samrin"),
        ("N. S.", "Norodom Sihanouk"),
        ("", "Sihanouk"),
    ],
)
def test_names_of_two_people_are_hardly_alike(one: str, other: str) -> None:
    assert likeness(one, other).score < 80


@given(names, names)
def test_likeness_is_the_same_both_ways_and_whole_with_itself(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one).score == 100


@given(st.lists(names, min_size=1, max_size=3), st.lists(names, min_size=1, max_size=3))
def test_of_several_forms_the_most_alike_count(forms: list[str], others: list[str]) -> None:
    most: Likeness = likest(forms, others)
    assert most.score == max(likeness(one, other).score for one in forms for other in others)


def test_who_bears_a_name_of_other_accents_is_not_taken_for_the_one_who_is_asked_for() -> None:
    vi = Language("vi")
    hung = Person(id=ItemId("a"), party=Party("VN"), name="Lê Hùng")
    brother = Person(id=ItemId("b"), party=Party("VN"), name="Lê Hưng", names={vi: "Lê Hưng"})
    assert [person.id for person in named((hung, brother), "Lê Hưng")] == ["b"]
    assert [person.id for person in named((hung, brother), "Le Hung")] == ["a", "b"]


def test_of_somebody_written_with_and_without_accents_a_name_with_others_is_none() -> None:
    hung = Person(id=ItemId("a"), party=Party("VN"), name="Le Hung", spellings=("Lê Hùng",))
    assert [*named((hung,), "Lê Hùng")] == [*named((hung,), "LE HUNG")] == [hung]
    assert [*named((hung,), "Lê Hưng")] == []


def test_who_is_asked_for_in_another_script_is_told_by_sound_and_not_taken() -> None:
    sommout = Person(id=ItemId("a"), party=Party("LA"), name="Khamtoua Sommout")
    other = Person(id=ItemId("b"), party=Party("LA"), name="Bounma Illustrative")
    now = fold(party=Party("VN"), in_force=(), reports=(), own=(sommout, other), on=datetime.date(2026, 6, 1))
    assert persons.sounding(now, "ຄຳຕົວ ສົມມຸດ") == (sommout,)
    assert persons.person_in(now, "KHAMTOUA SOMMOUT") == sommout
    with pytest.raises(UnknownNameError) as unknown:
        persons.person_in(now, "ຄຳຕົວ ສົມມຸດ")
    assert unknown.value.advice == "It sounds like Khamtoua Sommout (a)."


@given(st.one_of(names, st.text(max_size=30)))
def test_sounds_are_written_in_runes_that_no_search_meets(name: str) -> None:
    assert all(0x16A0 <= ord(letter) < 0x16B6 for word in sound_words((name,)) for letter in word)
    assert set(sound_words((name,))) == set(folded(" ".join(sound_words((name,)))).split())
