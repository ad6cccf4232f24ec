"""What a brief says, before it is laid out."""

import datetime
from collections.abc import Callable

import pytest
from attrs import evolve

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Person
from foedus.cooperation.report import Report
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import NoOccasionError
from foedus.followup import Ruling, Verdict
from foedus.oversight.progress import Progress
from foedus.register import InForce, Register, fold
from foedus.reporting.brief import brief
from foedus.reporting.layout.ring import Arc
from foedus.reporting.paper import (
    Attendee,
    Became,
    Brief,
    Delegation,
    Fact,
    OursAlone,
    Point,
    Quote,
    Sign,
)
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period

EN, FR = Language("en"), Language("fr")
VN, LA = Party("VN"), Party("LA")
DIALOGUE = ItemId("dialogue")
IN_FORCE = Sign(arcs=(Arc.SIGNED, Arc.SIGNED), words="In force since 2 December 2025, signed by both")


def written(register: Register, occasion: str = DIALOGUE, language: Language = EN) -> Brief:
    return brief(register, occasion=ItemId(occasion), on=register.on, language=language)


def test_the_head_says_what_when_where_at_whose_invitation_and_at_which_level(register: Register) -> None:
    paper = written(register)
    assert (paper.compact, paper.title, paper.dated) == (
        "Vietnam – Laos",
        "Defence Policy Dialogue, 6th session",
        "As of 14 September 2026",
    )
    assert paper.facts == (
        Fact(label="Date", value="21 October 2026"),
        Fact(label="Place", value="Hilltown (illustrative)"),
        Fact(label="Host", value="Vietnam"),
        Fact(label="Level", value="Deputy ministers"),
    )


def test_who_comes_holds_the_office_on_the_day_and_last_met_the_other_side(register: Register) -> None:
    assert written(register).delegations == (
        Delegation(
            party="Vietnam",
            people=(
                Attendee(
                    name="Nguyễn Minh Họa",
                    rank="Colonel General",
                    office="Deputy Minister of National Defence",
                    met="Last met 28 March 2025, Rivertown (illustrative), with Boun Illustrative",
                ),
            ),
        ),
        Delegation(
            party="Laos",
            people=(
                Attendee(
                    name="Boun Illustrative",
                    rank="Lieutenant General",
                    office="Deputy Minister of National Defence",
                    met="Last met 28 March 2025, Rivertown (illustrative), with Nguyễn Minh Họa",
                ),
            ),
        ),
    )


def test_who_met_at_a_line_that_was_carried_out_last_met_there(
    folding: Callable[..., Register], register: Register
) -> None:
    visit = Activity(
        id=ItemId("visit-of-june"),
        kind="visit",
        domain=Domain("strategic-exchange"),
        title={EN: "Visit (illustrative)"},
        host=VN,
        participants=(LA, VN),
        when=Period.parse("2026-06-02/2026-06-03"),
        place="Rivertown (illustrative)",
        people=(
            Participant(role="principal", party=VN, person=ItemId("an")),
            Participant(role="head-of-delegation", party=LA, person=ItemId("boun")),
        ),
    )
    done = Report(party=VN, item=visit.id, stage="farewell", on=Date(2026, 6, 3))
    common = [*(one.item for one in register.in_force.values()), visit]
    first, _ = written(folding(common, private=[], said=[done])).delegations
    assert [one.met for one in first.people] == [
        "Last met 2–3 June 2026, Rivertown (illustrative), with Boun Illustrative"
    ]


def test_what_was_agreed_last_time_stands_with_its_sentence_and_what_became_of_it(register: Register) -> None:
    paper = written(register)
    assert paper.last_time == "Defence Policy Dialogue, 5th session, 28 March 2025, Rivertown (illustrative)"
    assert paper.agreed[0] == Point(
        gist="Run joint patrols on two sectors of the border",
        given="Agreed\u00a0· Vietnam and Laos\u00a0· due 2026",
        quote=Quote(
            words="The two sides agreed to run joint patrols on two sectors of the border "
            "before the next session.",
            line="Communiqué (illustrative), 28 March 2025",
        ),
        again="",
        became=(
            Became(
                title="Joint patrol, sector A",
                stands="10–14 April 2026\u00a0· carried out\u00a0· "
                "Vietnam: debrief and findings exchanged\u00a0· "
                "Laos: minutes signed, as agreed\u00a0· reported 22 April 2026",
            ),
            Became(
                title="Joint patrol, sector B",
                stands="November 2026\u00a0· to come\u00a0· no report yet",
            ),
        ),
        state="Partly carried out",
        lapsed=False,
        sign=IN_FORCE,
    )
    assert [(one.gist, one.state) for one in paper.agreed[1:]] == [
        ("Prepare a joint rescue exercise", "Lapsed"),
        ("Raise the quality of training", "Being carried out"),
    ]


def test_of_many_lines_that_answer_an_undertaking_the_latest_are_told_and_the_others_counted(
    folding: Callable[..., Register], register: Register
) -> None:
    lines = [
        Activity(
            id=ItemId(f"patrol-{month}"),
            kind="border-patrol",
            domain=Domain("border"),
            title={EN: f"Patrol {month} (illustrative)"},
            participants=(LA, VN),
            when=Period.parse(f"2026-0{month}"),
            serves=(ItemId("undertaking-patrols"),),
        )
        for month in range(1, 9)
    ]
    said = Undertaking(
        id=ItemId("undertaking-patrols"),
        force=Force.AGREED,
        on=(LA, VN),
        domain=Domain("border"),
        gist={EN: "Patrol every month"},
    )
    dialogue = register.item(DIALOGUE)
    told = written(folding([dialogue, said, *lines], private=[], said=[]))
    (point,) = (one for one in (*told.agreed, *told.open) if one.gist == "Patrol every month")
    assert [one.title for one in point.became] == [
        "earlier: 3",
        *(f"Patrol {month} (illustrative)" for month in range(4, 9)),
    ]


def test_what_is_open_was_said_elsewhere_and_is_not_carried_out(register: Register) -> None:
    assert [(one.gist, one.state) for one in written(register).open] == [
        ("Share experience of United Nations peacekeeping", "Open")
    ]


def test_the_plan_stands_by_domain_with_every_line_silent_ones_too(register: Register) -> None:
    plan = written(register).overview
    assert plan.sign == IN_FORCE
    assert plan.summary == "Lines: 6. Carried out: 1; under way: 2; late: 1; to come: 2; missed: 0."
    assert [
        (lane.domain, [(one.title, one.month, one.progress) for one in lane.lines]) for lane in plan.lanes
    ] == [
        ("Policy dialogue", [("Defence Policy Dialogue, sixth session", 9, Progress.UNDER_WAY)]),
        (
            "Border",
            [
                ("Joint patrol, sector A", 3, Progress.CARRIED_OUT),
                ("Joint patrol, sector B", 10, Progress.TO_COME),
            ],
        ),
        ("Training", [("Language course for 20 officers", 7, Progress.UNDER_WAY)]),
        ("Logistics and technology", [("Exchange on logistics", 4, Progress.LATE)]),
        ("Youth", [("Meeting of young officers", None, Progress.TO_COME)]),
    ]


def test_an_activity_is_late_only_once_its_whole_time_has_passed(
    register: Register, folding: Callable[..., Register]
) -> None:
    items = [one.item for one in register.in_force.values()]
    silent = written(folding(items, private=[], said=[])).overview
    assert {line.title: line.progress for lane in silent.lanes for line in lane.lines} == {
        "Defence Policy Dialogue, sixth session": Progress.TO_COME,
        "Joint patrol, sector A": Progress.LATE,
        "Joint patrol, sector B": Progress.TO_COME,
        "Language course for 20 officers": Progress.TO_COME,
        "Exchange on logistics": Progress.LATE,
        "Meeting of young officers": Progress.TO_COME,
    }


# --- ours alone ----------------------------------------------------------------------------


def test_what_is_ours_alone_stands_in_its_own_part_and_nowhere_else(register: Register) -> None:
    paper = written(register)
    ours = paper.ours_alone
    assert [one.gist for one in ours.open] == ["Keep the border peaceful"]
    assert [one.became for one in ours.found] == [
        (Became(title="perhaps: Border exchange, Quiet valley (illustrative)", stands="20 August 2026"),)
    ]
    assert [line.title for lane in ours.drafts for line in lane.lines] == ["Draft visit nobody else knows"]
    assert [one.about for one in ours.judgements] == ["Our private judgement of the courses"]
    assert ours.open[0].sign == Sign(arcs=(), words="Only we see it")


@pytest.mark.parametrize("language", [EN, FR])
def test_without_ours_alone_the_paper_is_as_if_nothing_of_it_were_known(
    register: Register, language: Language
) -> None:
    without = evolve(register, own={})
    assert written(register, language=language).shared() == written(without, language=language)


def test_what_only_we_have_found_does_not_change_the_common_state(register: Register) -> None:
    exchange = ItemId("e-ours")
    peace = register.in_force[ItemId("u-peace")].item
    assert isinstance(peace, Undertaking)
    border = evolve(peace, domain=Domain("border"))
    changed = evolve(
        register,
        in_force={**register.in_force, border.id: InForce(border, "a" * 64, datetime.date(2025, 12, 2))},
    )
    paper = written(changed)
    assert exchange in changed.own
    assert [(one.gist, one.state) for one in paper.open] == [(border.gist[EN], "Open")]
    assert [one.state for one in paper.ours_alone.found] == ["Partly carried out", "Open"]


def test_what_we_decided_of_an_undertaking_shows_in_ours_alone_and_nowhere_else(register: Register) -> None:
    peace = next(one for one in written(register).open if one.state == "Open")
    name = next(one.id for one in register.common(Undertaking) if one.gist[EN] == peace.gist)
    on = Date.on(register.on)
    ruling = Ruling(undertaking=name, verdict=Verdict.DECLINED, on=on, note="A private reason")
    ruled = brief(register, occasion=DIALOGUE, on=register.on, language=EN, rulings=(ruling,))
    assert ruled.shared() == written(register).shared()
    shown = [one for one in ruled.ours_alone.found if one.gist == peace.gist]
    assert [one.state for one in shown] == ["Declined"]


# --- occasions -----------------------------------------------------------------------------


def test_a_visit_has_its_own_brief_after_the_last_time_the_parties_met(
    folding: Callable[..., Register], register: Register
) -> None:
    visit = Activity(
        id=ItemId("visit"),
        kind="visit",
        domain=register.common(Activity)[0].domain,
        title={EN: "Official visit"},
        participants=(Party("LA"), Party("VN")),
        when=Period.parse("2026"),
    )
    paper = written(folding([*register.known(Person), visit], private=[], said=[]), "visit")
    assert paper.title == "Official visit"
    assert paper.facts == (Fact(label="Date", value="2026"), Fact(label="Place", value="not yet set"))
    assert paper.last_time == "No earlier occasion is on record."
    assert paper.overview.silence == "No plan is in force."
    assert paper.ours_alone == OursAlone()
    assert [side.silence for side in paper.delegations] == ["Nobody is on record for this level."] * 2


def test_a_meeting_that_is_planned_names_its_people_and_whom_they_meet(
    folding: Callable[..., Register], register: Register
) -> None:
    items = [one.item for one in register.in_force.values()]
    planned = Engagement(
        id=ItemId("planned"),
        kind="official-visit",
        status=Status.INVITED,
        when=Period.parse("2026-12"),
        parties=(Party("VN"), Party("LA")),
        principals=(ItemId("boun"),),
    )
    paper = written(folding([*items, planned], private=[], said=[]), "planned")
    assert paper.title == "Official visit"
    assert [[one.name for one in side.people] for side in paper.delegations] == [
        ["Nguyễn Minh Họa"],
        ["Boun Illustrative"],
    ]


def test_a_mechanisms_sessions_are_also_those_that_occasions_tell_of(
    folding: Callable[..., Register], register: Register
) -> None:
    mechanism, last = register.item(DIALOGUE), register.item(ItemId("session-5"))
    assert isinstance(mechanism, Mechanism)
    assert last is not None
    bare = evolve(mechanism, sessions=())
    told = written(folding([bare, last], private=[], said=[]))
    assert told.title == "Defence Policy Dialogue, 6th session"
    assert told.facts[0] == Fact(label="Date", value="2026, by the rhythm of the sessions")
    untold = written(folding([bare], private=[], said=[]))
    assert untold.title == "Defence Policy Dialogue"
    assert untold.facts[0] == Fact(label="Date", value="not yet set")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "the register holds nothing of that name"),
        ("session-5", "it is held"),
        ("plan-2026", "it is a thing of the kind plan"),
    ],
)
def test_what_is_no_coming_occasion_is_refused_with_the_reason(
    register: Register, name: str, reason: str
) -> None:
    with pytest.raises(NoOccasionError) as refusal:
        written(register, name)
    assert str(refusal.value) == f"{name} is not an occasion to write a paper for: {reason}."


def test_a_brief_is_dated_as_its_register(register: Register) -> None:
    with pytest.raises(ValueError, match="not on the day of the brief"):
        brief(register, occasion=DIALOGUE, on=datetime.date(2026, 1, 1), language=EN)


def test_the_same_sentence_is_quoted_once(register: Register, folding: Callable[..., Register]) -> None:
    items = [one.item for one in register.in_force.values()]
    border = register.item(ItemId("u-border"))
    assert isinstance(border, Undertaking)
    twin = evolve(border, id=ItemId("u-border-2"))
    first, second, *_ = written(folding([*items, twin], private=[], said=[])).agreed
    assert first.quote is not None
    assert (second.quote, second.again) == (None, "In the same sentence.")
    assert second.gist == first.gist


def test_a_long_gist_is_cut_only_where_its_sentence_says_it_in_full(
    register: Register, folding: Callable[..., Register]
) -> None:
    items = [one.item for one in register.in_force.values()]
    border = register.item(ItemId("u-border"))
    assert isinstance(border, Undertaking)
    assert border.source is not None
    verbatim = evolve(border, id=ItemId("u-1"), gist={EN: border.source.words[14:-1]})
    mended = evolve(border, id=ItemId("u-2"), gist={EN: "in an officer's own words " * 5})
    gists = {one.gist for one in written(folding([*items, verbatim, mended], private=[], said=[])).agreed}
    assert "Agreed to run joint patrols on two sectors of the border before the next…" in gists
    assert ("In an officer's own words " + "in an officer's own words " * 4) in gists


def test_a_register_of_nothing_but_a_mechanism_makes_a_brief_all_the_same(register: Register) -> None:
    mechanism = register.item(DIALOGUE)
    assert mechanism is not None
    bare = fold(
        party=Party("VN"),
        in_force=[InForce(mechanism, "a" * 64, register.on)],
        reports=[],
        own=[],
        on=register.on,
    )
    paper = written(bare)
    assert (paper.agreed, paper.open, paper.open_silence) == (
        (),
        (),
        "Nothing else in the common record is open.",
    )
    assert paper.last_time == "Defence Policy Dialogue, 5th session, 28 March 2025, Rivertown (illustrative)"
