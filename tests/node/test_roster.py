"""Lists of people and choices of undertakings say at once what the register says one by one."""

import datetime
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.precedence import Attending, in_precedence
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup import follow_up
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Level, Party
from foedus_node.desk import following, persons
from foedus_node.desk.following import Wanted

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
DAY = datetime.date(2026, 6, 30)
NAMES = ("Kham La", "Khamla", "Kham Phet Illustrative", "Khamphet Illustrative", "Bình Illustrative", "Sone")

people = st.builds(
    lambda at, party, name: Person(id=ItemId(f"person-{at}"), party=party, name=name),
    st.integers(0, 4),
    st.sampled_from([VN, LA]),
    st.sampled_from(NAMES),
)
offices = st.builds(
    lambda at, party, level, place: Office(
        id=ItemId(f"office-{at}"), party=party, title={EN: f"Office {at}"}, level=level, place=place
    ),
    st.integers(0, 3),
    st.sampled_from([VN, LA]),
    st.sampled_from([None, *Level]),
    st.sampled_from([None, 1, 2]),
)
tenures = st.builds(
    lambda at, person, office, since, until: Tenure(
        id=ItemId(f"tenure-{at}"),
        person=ItemId(f"person-{person}"),
        office=ItemId(f"office-{office}"),
        since=Date(since) if since else None,
        until=Date(until) if until else None,
    ),
    st.integers(0, 9),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from([None, 2020, 2024, 2027]),
    st.sampled_from([None, 2028, 2030]),
)
undertakings = st.builds(
    lambda at, by, on, domain, due, gist: Undertaking(
        id=ItemId(f"said-{at}"),
        force=Force.AGREED,
        by=by,
        on=on,
        domain=Domain(domain),
        due=Date(due) if due else None,
        gist={EN: gist},
    ),
    st.integers(0, 9),
    st.sampled_from([(), (VN,), (LA, VN)]),
    st.sampled_from([(), (LA,), (LA, VN)]),
    st.sampled_from(["border", "training"]),
    st.sampled_from([None, 2025, 2026, 2027]),
    st.sampled_from(["Joint patrols", "A course for officers", "Échanges de délégations"]),
)


def register(common: Sequence[Item], own: Sequence[Item] = ()) -> Register:
    once = {item.id: item for item in common}
    return fold(
        party=VN,
        in_force=[InForce(item, "a" * 64, datetime.date(2025, 1, 1)) for item in once.values()],
        reports=(),
        own={item.id: item for item in own}.values(),
        on=DAY,
    )


@given(
    st.builds(
        lambda *parts: [item for part in parts for item in part],
        st.lists(people, min_size=1, max_size=6),
        st.lists(offices, min_size=2, max_size=6),
        st.lists(tenures, min_size=2, max_size=12),
    ),
    st.lists(people, max_size=4),
)
def test_a_list_says_of_each_what_the_register_says_of_them_alone(
    common: list[Item], own: list[Person]
) -> None:
    now = register(common, own)
    listed = persons.listed(now, [LA, VN])
    assert list(listed) == [LA, VN]
    for party, rows in listed.items():
        alone = []
        for person in now.known(Person):
            if person.party == party:
                held = [
                    Attending(person=person, office=one.office, tenure=one.tenure)
                    for one in now.offices_of(person.id)
                ]
                alone.append(in_precedence(held)[0] if held else Attending(person=person))
        assert [row.place for row in rows] == list(in_precedence(alone))
        for row in rows:
            assert Counter(row.held) == Counter(now.offices_of(row.person.id))
            assert [one.office for one in row.held[:1]] == [row.place.office][: len(row.held)]


@given(st.lists(st.one_of(people, offices, tenures), max_size=16), st.lists(people, max_size=4))
def test_who_is_alike_to_one_is_told_as_among_all(common: list[Item], own: list[Person]) -> None:
    now = register(common, own)
    among_all = persons.alike(now)
    for person in now.known(Person):
        its = {pair for pair in among_all if person.id in (pair.person.id, pair.other.id)}
        assert set(persons.alike_to(now, person)) == its


wanted = st.builds(
    Wanted,
    state=st.sampled_from([None, *State]),
    by=st.sampled_from([None, VN, LA]),
    on=st.sampled_from([None, VN, LA]),
    domain=st.sampled_from([None, "border", "training"]),
    due_before=st.sampled_from([None, Date(2026), Date(2027)]),
    proposals=st.booleans(),
    search=st.sampled_from(["", "patrol", "echanges delegations", "officers course", "zzz"]),
)


@given(st.lists(undertakings, max_size=12), wanted)
def test_the_states_counted_are_those_of_what_is_chosen(said: list[Undertaking], asked: Wanted) -> None:
    followed = follow_up(register(said))
    chosen = following.chosen(followed, asked)
    counted = following.by_state(followed, asked)
    whole = [one for one in followed if asked.fits(one)]
    assert sum(counted.values()) == len(whole)
    assert [one for one in chosen if one not in whole] == []
    assert len(chosen) == (counted[asked.state] if asked.state else len(whole))
    assert all(asked.by in (None, *one.undertaking.by) for one in chosen)
    assert all(one.undertaking.due is not None for one in chosen) or asked.due_before is None


@given(st.lists(undertakings, min_size=1, max_size=12))
def test_words_are_found_without_case_and_accents(said: list[Undertaking]) -> None:
    followed = follow_up(register(said))
    found = following.chosen(followed, Wanted(search="ECHANGES delegations"))
    assert {one.undertaking.gist[EN] for one in found} <= {"Échanges de délégations"}
    assert len(found) == sum("délégations" in one.undertaking.gist[EN] for one in followed)
