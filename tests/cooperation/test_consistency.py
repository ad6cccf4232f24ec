"""Items among items: circles of any length, orders of days, people in one place and in office, nouns."""

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone, Participant
from foedus.cooperation.border import Marker
from foedus.cooperation.consistency import Surroundings, faults_among
from foedus.cooperation.instrument import Instrument, Status
from foedus.cooperation.item import Item
from foedus.cooperation.kinds import builtin
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.plan import Plan
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import Fault
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period

VN, LA, KH = Party("VN"), Party("LA"), Party("KH")
EN = Language("en")
VISIT = Activity(
    id=ItemId("visit"),
    kind="visit",
    domain=Domain("border"),
    title={EN: "Visit (illustrative)"},
    participants=(LA, VN),
)
ANNA = Person(id=ItemId("anna"), party=LA, name="Anna Illustrative")
MINISTER = Office(id=ItemId("minister"), party=LA, title={EN: "Minister"})
TENURE = Tenure(
    id=ItemId("tenure"), person=ANNA.id, office=MINISTER.id, since=Date(2024, 6), until=Date(2026, 6, 15)
)
HEAD = Participant(role="head-of-delegation", party=LA, person=ANNA.id)
DIALOGUE = Mechanism(id=ItemId("dialogue"), title={EN: "Dialogue"}, kind="dialogue", parties=(LA, VN))
PLAN = Plan(id=ItemId("plan"), title={EN: "Plan"}, period=Period.parse("2026"), parties=(LA, VN))


def faults(*changed: Item, beside: tuple[Item, ...] = ()) -> tuple[Fault, ...]:
    items = {item.id: item for item in (*beside, *changed)}
    return faults_among(changed, Surroundings(items=items, parties=(LA, VN), kinds=builtin()))


def on(when: str, **more: Any) -> Activity:
    return evolve(VISIT, when=Period.parse(when), **more)


def day(number: int) -> str:
    return str(Date.on(datetime.date(2026, 1, 1) + datetime.timedelta(days=number)))


DAYS = st.integers(0, 360)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    return first, last


# --- parties and nouns -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (evolve(VISIT, host=KH, participants=(KH, LA)), ["visit.host", "visit.participants"]),
        (evolve(DIALOGUE, parties=(KH, LA), rotation=(KH,)), ["dialogue.parties", "dialogue.rotation"]),
        (evolve(PLAN, parties=(KH, LA)), ["plan.parties"]),
        (Marker(id=ItemId("m"), number="1", parties=(KH, LA)), ["m.parties"]),
    ],
)
def test_who_is_no_party_is_named(item: Item, path: list[str]) -> None:
    reason = "KH is no party to this compact (its parties: LA, VN)"
    assert faults(item) == tuple(Fault(one, reason) for one in path)


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (
            evolve(VISIT, plan=ANNA.id),
            Fault("visit.plan", "names anna, which is of the noun person, not plan"),
        ),
        (
            evolve(VISIT, after=(ANNA.id,)),
            Fault("visit.after[0]", "names anna, which is of the noun person, not activity"),
        ),
        (
            evolve(VISIT, people=(evolve(HEAD, person=PLAN.id),)),
            Fault("visit.people[0].person", "names plan, which is of the noun plan, not person"),
        ),
        (
            evolve(TENURE, office=ANNA.id),
            Fault("tenure.office", "names anna, which is of the noun person, not office"),
        ),
        (
            Undertaking(
                id=ItemId("said"),
                force=Force.AGREED,
                domain=Domain("border"),
                gist={EN: "x"},
                occasion=PLAN.id,
            ),
            Fault("said.occasion", "names plan, which is of the noun plan, not activity or engagement"),
        ),
        (
            evolve(VISIT, kind="border-patrol", details={"sector": "anna"}),
            Fault("visit.details.sector", "names anna, which is of the noun person, not sector"),
        ),
    ],
)
def test_what_is_of_another_noun_is_named(item: Item, fault: Fault) -> None:
    assert faults(item, beside=(ANNA, MINISTER, PLAN)) == (fault,)


# --- circles ---------------------------------------------------------------------------------


@given(st.integers(2, 12), st.data())
def test_a_circle_of_any_length_is_found_from_each_of_its_members(length: int, data: st.DataObject) -> None:
    names = [ItemId(f"visit-{number}") for number in range(length)]
    ring = [evolve(VISIT, id=name, after=(names[at - 1],)) for at, name in enumerate(names)]
    assert faults(*ring[1:], evolve(ring[0], after=())) == ()
    changed = data.draw(st.sampled_from(ring))
    beside = tuple(one for one in ring if one is not changed)
    at = names.index(changed.id)
    way = " → ".join(names[(at - step) % length] for step in range(length + 1))
    assert faults(changed, beside=beside) == (Fault(f"{changed.id}.after", f"goes in a circle: {way}"),)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_just_what_leads_back_to_itself_is_a_circle(edges: set[tuple[int, int]]) -> None:
    after = {number: sorted(to for one, to in edges if one == number != to) for number in range(7)}
    lines = [
        evolve(VISIT, id=ItemId(f"v{number}"), after=tuple(ItemId(f"v{to}") for to in after[number]))
        for number in after
    ]
    reached = {number: set(after[number]) for number in after}
    for _ in after:
        reached = {one: to.union(*(reached[next_] for next_ in to)) for one, to in reached.items()}
    found = {fault.path for fault in faults(*lines)}
    assert found == {f"v{number}.after" for number, to in reached.items() if number in to}


def test_a_circle_of_what_serves_what_is_found_over_different_nouns() -> None:
    treaty = Instrument(
        id=ItemId("treaty"),
        title={EN: "Treaty"},
        kind="agreement",
        status=Status.SIGNED,
        parties=(LA, VN),
        serves=(ItemId("said"),),
    )
    said = Undertaking(
        id=ItemId("said"), force=Force.AGREED, domain=Domain("border"), gist={EN: "x"}, serves=(PLAN.id,)
    )
    plan = evolve(PLAN, parent=treaty.id)
    assert faults(plan, beside=(treaty, said)) == (
        Fault("plan.serves", "goes in a circle: plan → treaty → said → plan"),
    )
    assert faults(plan, beside=(evolve(treaty, serves=()), said)) == ()


# --- what must come before what ----------------------------------------------------------------


@given(spans(), spans())
def test_what_surely_begins_before_its_forerunner_is_over_is_named_from_both_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    before = on(f"{day(one[0])}/{day(one[1])}", id=ItemId("inspection"))
    visit = on(f"{day(other[0])}/{day(other[1])}", after=(before.id,))
    early = other[0] < one[1]
    found = [fault.path for fault in faults(visit, beside=(before,))]
    assert found == (["visit.when"] if early else [])
    found = [fault.path for fault in faults(before, beside=(visit,))]
    assert found == (["inspection.when"] if early else [])


def test_dates_that_may_yet_be_in_order_are_no_fault() -> None:
    before = on("2026", id=ItemId("inspection"))
    assert faults(on("2026-03-02", after=(before.id,)), before) == ()
    assert faults(evolve(VISIT, after=(before.id,)), before) == ()
    assert faults(on("2025-12-31", after=(before.id,)), before) == (
        Fault("visit.when", "lies before inspection (2025-12-31 < 2026), which must come first"),
        Fault("inspection.when", "lies after visit (2026 > 2025-12-31), which must come later"),
    )


STAGES = [stage.name for stage in builtin()["visit"].stages][:5]


@given(st.lists(st.tuples(st.sampled_from(STAGES), DAYS), unique_by=lambda one: one[0]), st.booleans())
def test_milestones_stand_in_the_order_of_the_stages(dated: list[tuple[str, int]], backwards: bool) -> None:  # noqa: FBT001 (drawn)
    milestones = [Milestone(stage=stage, when=Period.parse(day(number))) for stage, number in dated]
    ordered = [number for _, number in sorted(dated, key=lambda one: STAGES.index(one[0]))]
    given = tuple(reversed(milestones) if backwards else milestones)
    assert (faults(evolve(VISIT, milestones=given)) == ()) == (ordered == sorted(ordered))


def test_a_milestone_with_a_year_alone_hides_nothing_between_two_days() -> None:
    stages = STAGES[:3]
    when = ["2026-05-10", "2026", "2026-03-02"]
    line = evolve(
        VISIT,
        milestones=tuple(
            Milestone(stage=stage, when=Period.parse(written))
            for stage, written in zip(stages, when, strict=True)
        ),
    )
    reason = f"{stages[2]} is set before {stages[0]} (2026-03-02 < 2026-05-10)"
    assert faults(line) == (Fault("visit.milestones", reason),)


# --- people ------------------------------------------------------------------------------------


@given(spans(), spans())
def test_nobody_is_in_two_countries_on_a_day_but_for_the_day_of_the_journey(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    here = on(f"{day(one[0])}/{day(one[1])}", host=VN, people=(HEAD,))
    there = evolve(
        here,
        id=ItemId("there"),
        host=LA,
        when=Period.parse(f"{day(other[0])}/{day(other[1])}"),
        place="Vientiane",
    )
    shared = set(range(one[0], one[1] + 1)) & set(range(other[0], other[1] + 1))
    journey = len(shared) == 1 and one != other and shared in ({one[1]} & {other[0]}, {other[1]} & {one[0]})
    both_a_day = one[0] == one[1] and other[0] == other[1]
    found = faults(here, beside=(there, ANNA))
    if shared and (both_a_day or not journey):
        where = f"anna is elsewhere on these days (there, Vientiane, {there.when})"
        assert found == (Fault("visit.people[0].person", where),)
    else:
        assert found == ()


@pytest.mark.parametrize(
    ("place", "when", "found"),
    [
        ("Hanoi", "2026-05-04", 1),
        ("hanoi", "2026-05-04", 0),
        ("", "2026-05-04", 0),
        ("Hue", "2026-05", 0),
        ("Hue", "2026-05-03/2026-05-05", 0),
    ],
)
def test_two_places_of_one_host_are_two_on_one_day_where_both_are_known(
    place: str, when: str, found: int
) -> None:
    there = on(when, id=ItemId("there"), host=VN, place=place, people=(HEAD,))
    here = on("2026-05-04", host=VN, place="HANOI" if place == "hanoi" else "Da Nang", people=(HEAD,))
    assert len(faults(here, beside=(there, ANNA))) == found


@given(spans())
def test_somebody_takes_part_in_an_office_only_in_the_days_of_the_tenure(span: tuple[int, int]) -> None:
    line = on(f"{day(span[0])}/{day(span[1])}", people=(evolve(HEAD, office=MINISTER.id),))
    left = datetime.date(2026, 1, 1) + datetime.timedelta(days=span[0]) > datetime.date(2026, 6, 15)
    reason = f"anna does not hold minister in {line.when} (but from 2024-06 to 2026-06-15)"
    expected = (Fault("visit.people[0].office", reason),) if left else ()
    assert faults(line, beside=(ANNA, MINISTER, TENURE)) == expected


def test_an_office_that_no_tenure_gives_and_days_before_it_began_are_named() -> None:
    line = on("2024-05-31", people=(evolve(HEAD, office=MINISTER.id),))
    elsewhere = evolve(TENURE, id=ItemId("other"), office=ItemId("chief"))
    assert faults(line, beside=(ANNA, MINISTER, elsewhere)) == (
        Fault("visit.people[0].office", "no tenure says that anna holds minister"),
    )
    assert faults(line, beside=(ANNA, MINISTER, TENURE)) == (
        Fault(
            "visit.people[0].office",
            "anna does not hold minister in 2024-05-31 (but from 2024-06 to 2026-06-15)",
        ),
    )
    treaty = Instrument(
        id=ItemId("treaty"),
        title={EN: "Treaty"},
        kind="agreement",
        status=Status.SIGNED,
        parties=(LA, VN),
        signatories=(ANNA.id,),
        signed=Date(2024, 5, 31),
    )
    assert faults(treaty, beside=(ANNA, TENURE)) == (
        Fault("treaty.signatories[0]", "anna held no office on 2024-05-31 (first known: 2024-06)"),
    )
    assert faults(evolve(treaty, signed=Date(2024)), beside=(ANNA, TENURE)) == ()


# --- sessions, roles, kinds ----------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=2, max_size=6))
def test_a_session_bears_its_number_alone(numbers: list[int]) -> None:
    lines = [
        evolve(VISIT, id=ItemId(f"v{at}"), mechanism=DIALOGUE.id, session=number)
        for at, number in enumerate(numbers)
    ]
    found = {fault.path for fault in faults(*lines, beside=(DIALOGUE,))}
    assert found == {f"v{at}.session" for at, number in enumerate(numbers) if numbers.count(number) > 1}


def test_sessions_without_a_number_do_not_stand_in_each_other_s_way() -> None:
    one = evolve(VISIT, mechanism=DIALOGUE.id)
    assert faults(one, evolve(one, id=ItemId("other")), beside=(DIALOGUE,)) == ()


def test_kinds_roles_and_stages_that_there_are_not_are_named_at_once() -> None:
    line = evolve(
        VISIT,
        people=(Participant(role="mascot", party=LA, count=1),),
        milestones=(Milestone(stage="parade", when=Period.parse("2026")),),
        details={"colour": "red"},
    )
    assert [fault.path for fault in faults(line)] == [
        "visit.details.colour",
        "visit.people[0].role",
        "visit.milestones[0].stage",
    ]
    assert [fault.path for fault in faults(evolve(line, kind="regatta"))] == ["visit.kind"]


@given(st.sampled_from(["visit", "dialogue", "training"]), st.lists(DAYS, max_size=3, unique=True))
def test_lines_that_have_nothing_to_do_with_each_other_have_no_faults(kind: str, days: list[int]) -> None:
    assume(days)
    lines = [on(day(number), id=ItemId(f"v{number}"), kind=kind) for number in days]
    assert faults(*lines) == ()
