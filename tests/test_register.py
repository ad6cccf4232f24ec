"""The cooperation as it stands on a day."""

import datetime

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.register import Incumbent, InForce, Register, fold
from foedus.terms import Date, Domain, ItemId, Language, Party, Period

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
DAY = datetime.date(2026, 6, 30)
ORIENTATION = Orientation(id=ItemId("orientation-1"), text={EN: "Closer work on the border"}, by=(LA, VN))
PLAN = Plan(
    id=ItemId("plan-2026"),
    title={EN: "Plan 2026"},
    period=Period.parse("2026"),
    parties=(LA, VN),
    parent=ORIENTATION.id,
)
PATROL = Activity(
    id=ItemId("patrol-1"),
    plan=PLAN.id,
    kind="border-patrol",
    domain=Domain("border"),
    title={EN: "Joint patrol"},
    host=LA,
    participants=(LA, VN),
    serves=(ORIENTATION.id, ItemId("unknown-here")),
)
DRAFT = evolve(PATROL, id=ItemId("patrol-2"), plan=None)
MINISTER = Office(id=ItemId("minister"), party=LA, title={EN: "Minister"})
ANNA = Person(id=ItemId("anna"), party=LA, name="Anna Illustrative")
BOUN = Person(id=ItemId("boun"), party=VN, name="Boun Illustrative")
TENURE = Tenure(id=ItemId("tenure-1"), person=ANNA.id, office=MINISTER.id, rank="general", since=Date(2024))


def in_force(item: Item, since: datetime.date = datetime.date(2026, 1, 1)) -> InForce:
    return InForce(item, "a" * 64, since)


def register(*common: Item, own: tuple[Item, ...] = (), reports: tuple[Report, ...] = ()) -> Register:
    return fold(party=VN, in_force=map(in_force, common), reports=reports, own=own, on=DAY)


def said(party: Party, on: str, *, stage: str | None = None, item: ItemId = PATROL.id) -> Report:
    return Report(
        party=party, item=item, on=Date.parse(on), stage=stage, outcome=None if stage else Outcome.MET
    )


def met(name: str, when: str | None, *people: Person, status: Status = Status.HELD) -> Engagement:
    return Engagement(
        id=ItemId(name),
        kind="talks",
        status=status,
        when=Period.parse(when) if when else None,
        parties=(LA, VN),
        principals=tuple(person.id for person in people),
    )


def test_what_is_common_and_what_is_ours_alone_stand_apart() -> None:
    folded = register(PLAN, PATROL, own=(DRAFT,))
    assert folded.common(Activity) == (PATROL,)
    assert folded.ours_alone(Activity) == (DRAFT,)
    assert folded.known(Activity) == (PATROL, DRAFT)
    assert [folded.is_ours_alone(item.id) for item in (PATROL, DRAFT)] == [False, True]
    assert folded.item(DRAFT.id) == DRAFT


def test_the_common_text_prevails_over_our_own_of_the_same_name() -> None:
    folded = register(PATROL, own=(evolve(PATROL, place="Elsewhere"),))
    assert folded.item(PATROL.id) == PATROL
    assert folded.ours_alone(Activity) == ()


def test_what_takes_force_later_is_not_in_force_yet() -> None:
    later = in_force(PATROL, DAY + datetime.timedelta(days=1))
    today = in_force(PLAN, DAY)
    folded = fold(party=VN, in_force=[later, today], reports=[], own=[], on=DAY)
    assert folded.in_force == {PLAN.id: today}


def test_each_side_has_its_own_stage_and_silence_is_none() -> None:
    reports = (said(VN, "2026-03", stage="sector-agreed"), said(VN, "2026-05", stage="patrol"))
    folded = register(PATROL, reports=reports)
    assert folded.stage(PATROL, party=VN) == "patrol"
    assert folded.stage(PATROL, party=LA) is None
    assert folded.reported(PATROL.id) == Date(2026, 5)
    assert folded.reported(PATROL.id, party=LA) is None
    assert folded.reports_on(PATROL.id, party=VN) == reports


def test_a_stage_the_kind_does_not_have_leaves_the_last_one_it_has() -> None:
    reports = (said(LA, "2026-03", stage="patrol"), said(LA, "2026-04", stage="hot-wash"))
    assert register(PATROL, reports=reports).stage(PATROL, party=LA) == "patrol"


def test_of_two_reports_of_one_day_the_later_in_its_log_counts() -> None:
    reports = (said(LA, "2026-03-01", stage="debrief"), said(LA, "2026-03-01", stage="patrol"))
    assert register(PATROL, reports=reports).stage(PATROL, party=LA) == "patrol"


def test_reports_of_later_days_are_not_known_yet() -> None:
    reports = (said(LA, "2026-07-01", stage="debrief"), said(VN, "2026-06-30", stage="patrol"))
    assert register(PATROL, reports=reports).reports_on(PATROL.id) == (reports[1],)


def test_an_activity_is_carried_out_once_a_side_says_its_kinds_stage_is_reached() -> None:
    assert not register(PATROL, reports=(said(LA, "2026-05", stage="patrol"),)).carried_out(PATROL)
    assert register(PATROL, reports=(said(LA, "2026-05", stage="minutes"),)).carried_out(PATROL)


def test_the_cascade_leads_down_and_up_and_leaves_out_names_nobody_knows() -> None:
    folded = register(ORIENTATION, PLAN, PATROL, own=(DRAFT,))
    assert folded.served_by(ORIENTATION.id) == (PATROL, PLAN, DRAFT)
    assert folded.served_by(PATROL.id) == ()
    assert folded.serves(PATROL.id) == (ORIENTATION,)
    assert folded.serves(PLAN.id) == (ORIENTATION,)
    assert folded.serves(ItemId("unknown-here")) == ()


def test_people_in_office_are_those_of_the_day() -> None:
    folded = register(MINISTER, ANNA, own=(TENURE,))
    incumbent = Incumbent(ANNA, MINISTER, TENURE)
    assert folded.in_office() == (incumbent,)
    assert folded.incumbent(MINISTER.id) == incumbent
    assert folded.offices_of(ANNA.id) == (incumbent,)
    assert folded.incumbent(ItemId("chief")) is None


def test_a_tenure_whose_person_nobody_knows_puts_nobody_in_office() -> None:
    assert register(MINISTER, TENURE).in_office() == ()


def test_the_last_meeting_is_the_latest_held_and_dated() -> None:
    first, last = met("m1", "2025-03", ANNA, BOUN), met("m2", "2026-02-05", ANNA, BOUN)
    folded = register(
        first,
        last,
        met("m3", "2026-05", ANNA, BOUN, status=Status.PLANNED),
        met("m4", None, ANNA, BOUN),
        met("m5", "2026-06-01", ANNA),
        met("m6", "2026-07", ANNA, BOUN),
    )
    assert folded.last_met(people=(ANNA.id, BOUN.id)) == last
    assert folded.last_met(people=(ANNA.id, BOUN.id), before=datetime.date(2026, 2, 5)) == first
    assert folded.last_met(parties=(VN, LA)) == folded.item(ItemId("m5"))
    assert folded.last_met(people=(ItemId("chan"),)) is None


@given(st.permutations([ORIENTATION, PLAN, PATROL, MINISTER, ANNA, TENURE]), st.permutations([DRAFT, BOUN]))
def test_a_register_does_not_depend_on_the_order_of_what_is_folded(
    common: list[Item], own: list[Item]
) -> None:
    folded = register(*common, own=tuple(own))
    expected = register(ORIENTATION, PLAN, PATROL, MINISTER, ANNA, TENURE, own=(DRAFT, BOUN))
    assert folded == expected
    assert list(folded.in_force) == sorted(folded.in_force)
