"""A border by what its patrols reported: each side's word apart, findings counted by who said them."""

from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Condition, Marker, Sector
from foedus.cooperation.report import Report
from foedus.oversight.border import (
    Border,
    Finding,
    Inspection,
    MarkerAccount,
    Patrol,
    SectorAccount,
    border,
)
from foedus.oversight.progress import Progress
from foedus.terms import Date, ItemId, Party, Period
from tests.oversight.seen import BORDER, EN, LA, VN, register

SECTOR = Sector(id=ItemId("sector-a"), title={EN: "A (illustrative)"}, parties=(LA, VN))
NINE, TEN, ASTRAY = (
    Marker(id=ItemId(f"marker-{number}"), number=number, parties=(LA, VN), sector=ItemId(sector))
    for number, sector in (("9", "sector-a"), ("10", "sector-a"), ("11", "sector-z"))
)
PATROL = Activity(
    id=ItemId("patrol-1"),
    kind="border-patrol",
    domain=BORDER,
    title={EN: "Patrol (illustrative)"},
    host=LA,
    participants=(LA, VN),
    when=Period.parse("2026-03-10"),
    details={"sector": "sector-a", "strength": [{"party": "VN", "count": 12}]},
)
LATE = evolve(
    PATROL, id=ItemId("patrol-2"), when=Period.parse("2026-06"), details={"end_marker": "marker-10"}
)


def said(
    party: Party, on: str, patrol: Activity = PATROL, stage: str | None = None, **details: Any
) -> Report:
    return Report(party=party, item=patrol.id, stage=stage, on=Date.parse(on), details=details)


TOLD = (
    said(VN, "2026-03-10", markers=[{"marker": "marker-9", "condition": "missing"}]),
    said(
        VN,
        "2026-03-11",
        stage="debrief",
        markers=[{"marker": "marker-9", "condition": "moved", "work": "painted"}],
        findings=[
            {"finding": "smuggling", "marker": "marker-9", "date": "2026-02", "count": 3},
            {"finding": "other"},
        ],
        next_date="2026-06",
        next_strength=[{"party": "VN", "count": 15}],
    ),
    said(LA, "2026-03-12", markers=[{"marker": "marker-9", "condition": "intact"}]),
)
ON = Date.parse("2026-03-10")
VN_SAW = Inspection(
    marker=NINE.id, party=VN, on=ON, patrol=PATROL.id, condition=Condition.MOVED, work="painted"
)
LA_SAW = Inspection(marker=NINE.id, party=LA, on=ON, patrol=PATROL.id, condition=Condition.INTACT)
SMUGGLING = Finding(
    finding="smuggling",
    sector=SECTOR.id,
    marker=NINE.id,
    party=VN,
    on=Date(2026, 2),
    patrol=PATROL.id,
    count=3,
)
OTHER = Finding(finding="other", sector=SECTOR.id, marker=None, party=VN, on=ON, patrol=PATROL.id)


def seen(*reports: Report) -> Border:
    return border(register(SECTOR, TEN, NINE, ASTRAY, PATROL, LATE, reports=reports))


def test_a_border_is_told_sector_by_sector_with_the_last_word_of_each_side() -> None:
    held = Patrol(
        activity=PATROL,
        sector=SECTOR.id,
        progress=Progress.CARRIED_OUT,
        strength={VN: 12},
        next_date=Date(2026, 6),
        next_strength={VN: 15},
    )
    late = Patrol(
        activity=LATE, sector=SECTOR.id, progress=Progress.LATE, strength={}, next_date=None, next_strength={}
    )
    assert seen(*TOLD) == Border(
        sectors=(
            SectorAccount(
                sector=SECTOR,
                markers=(
                    MarkerAccount(marker=NINE, inspections=(LA_SAW, VN_SAW)),
                    MarkerAccount(marker=TEN, inspections=()),
                ),
                patrols=(held, late),
                findings=(SMUGGLING, OTHER),
            ),
            SectorAccount(
                sector=None,
                markers=(MarkerAccount(marker=ASTRAY, inspections=()),),
                patrols=(),
                findings=(),
            ),
        )
    )


def test_the_sides_words_on_a_marker_are_never_merged() -> None:
    nine, ten, _ = seen(*TOLD).markers
    assert (nine.latest, nine.is_disputed, nine.is_whole) == ({LA: LA_SAW, VN: VN_SAW}, True, False)
    assert (ten.latest, ten.is_disputed, ten.is_whole) == ({}, False, True)


def test_findings_are_counted_by_sector_kind_month_and_side() -> None:
    theirs = said(LA, "2026-03-12", findings=[{"finding": "smuggling", "date": "2026-02-09", "count": 5}] * 2)
    assert seen(*TOLD, theirs).tally() == {
        (SECTOR.id, "other", "2026-03", VN): 1,
        (SECTOR.id, "smuggling", "2026-02", LA): 10,
        (SECTOR.id, "smuggling", "2026-02", VN): 3,
    }


def test_markers_not_inspected_and_patrols_held_and_late_are_told_apart() -> None:
    sector, beside = seen(*TOLD).sectors
    assert sector.uninspected == (TEN,)
    assert beside.uninspected == (ASTRAY,)
    before, after = Date.parse("2026-03-10"), Date.parse("2026-03-11")
    assert [one.marker for one in sector.inspected_before(before)] == [TEN]
    assert [one.marker for one in sector.inspected_before(after)] == [NINE, TEN]
    assert [one.activity.id for one in sector.patrols_that(Progress.CARRIED_OUT)] == [PATROL.id]
    assert [one.activity.id for one in sector.patrols_that(Progress.LATE, Progress.TO_COME)] == [LATE.id]


WHATEVER = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["marker-9", "moved", "2026-03"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["marker", "condition", "finding", "count", "date"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(markers=WHATEVER, findings=WHATEVER, following=WHATEVER)
def test_a_peers_report_may_hold_anything(markers: Any, findings: Any, following: Any) -> None:
    told = said(
        LA, "2026-03-12", markers=markers, findings=findings, next_date=following, next_strength=following
    )
    found = seen(told)
    assert sum(found.tally().values()) == sum(one.count for one in found.findings)
