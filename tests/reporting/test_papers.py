"""Minutes, delegation lists, letters, programmes, dossiers and annual reports."""

import datetime
from collections.abc import Callable

import pytest
from attrs import evolve

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office
from foedus.cooperation.plan import Plan
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import NoOccasionError, NotAPlanError
from foedus.register import InForce, Register
from foedus.reporting.annual import annual
from foedus.reporting.delegation_list import delegation_list
from foedus.reporting.dossier import Noted, concerned, dossier
from foedus.reporting.frame import Frame
from foedus.reporting.invitation import invitation
from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Entries,
    Entry,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from foedus.reporting.minutes import minutes
from foedus.reporting.paper import Fact
from foedus.reporting.programme import programme
from foedus.terms import Domain, Force, ItemId, Language, Level, Party, Period
from tests.reporting.conftest import DAY, LA, PLAN, VN, both, folded, own
from tests.reporting.meetings import (
    DIALOGUE_LINE,
    EN,
    FR,
    HEADS,
    PATROL,
    SPRING_VISIT,
    VISIT,
    frame,
    whole,
)

DIALOGUE = ItemId("dialogue")
NOTES = {
    DIALOGUE_LINE: [
        Noted(field="", value="Ask first about the markers.", on=datetime.date(2026, 9, 1)),
        Noted(
            field="positions",
            value=[{"subject": "courses", "position": "ten places at most"}],
            on=datetime.date(2026, 9, 2),
        ),
    ]
}
SHARED: dict[str, Callable[[Frame], Paper]] = {
    "minutes": lambda desk: minutes(desk, DIALOGUE_LINE, heads=HEADS),
    "minutes of a patrol": lambda desk: minutes(desk, PATROL, heads=HEADS),
    "delegation list": lambda desk: delegation_list(desk, VISIT),
    "invitation": lambda desk: invitation(desk, VISIT),
    "return invitation": lambda desk: invitation(desk, SPRING_VISIT),
    "programme": lambda desk: programme(desk, VISIT),
    "annual report": lambda desk: annual(desk, PLAN.id),
    "shared dossier": lambda desk: dossier(desk, DIALOGUE, notes=NOTES).shared(),
}
"""Every paper that leaves the house."""


def under(paper: Paper, heading: str, *, ours: bool = False) -> list[Block]:
    """The blocks under a heading, up to the next of its level."""
    blocks = list(paper.ours_alone if ours else paper.blocks)
    place, level = next(
        (at, one.level) for at, one in enumerate(blocks) if isinstance(one, Heading) and one.text == heading
    )
    found: list[Block] = []
    for one in blocks[place + 1 :]:
        if isinstance(one, Heading) and one.level <= level:
            break
        found.append(one)
    return found


def texts(table: Block) -> list[tuple[str, ...]]:
    assert isinstance(table, Table)
    return [tuple(cell.text for cell in row) for group in table.groups for row in group.rows]


# --- minutes -----------------------------------------------------------------------------------


def test_minutes_list_the_people_in_precedence_the_host_first() -> None:
    paper = minutes(frame(whole()), DIALOGUE_LINE, heads=HEADS)
    table, numbers = under(paper, "Participants")
    assert isinstance(table, Table)
    assert [group.title for group in table.groups] == ["Vietnam", "Laos"]
    assert texts(table) == [
        ("1", "Nguyễn Minh Họa", "Colonel General", "Deputy Minister of National Defence", "Co-chair"),
        ("1", "Boun Illustrative", "Lieutenant General", "Deputy Minister of National Defence", "Co-chair"),
        ("2", "Chan Illustrative", "General", "Chief of the General Staff", "Member of the delegation"),
    ]
    assert numbers == Paragraph(text="Vietnam\u00a0· Member of the delegation: 7", small=True)


def test_minutes_tell_the_agenda_what_was_agreed_and_the_next_session() -> None:
    paper = minutes(frame(whole()), DIALOGUE_LINE, heads=HEADS)
    assert [texts(one) for one in under(paper, "Agenda")] == [
        [
            ("1", "results since the last session", "Results since the last session"),
            ("2", "next directions", "The language courses"),
        ]
    ]
    assert under(paper, "What was agreed") == [
        Entries(
            entries=(
                Entry(
                    text="Send ten more officers to the course",
                    small="Agreed\u00a0· by Vietnam and Laos\u00a0· to be done by Laos\u00a0· due June 2027",
                ),
            ),
            numbered=True,
        )
    ]
    (following, _) = under(paper, "Next session")
    assert following == Facts(
        facts=(
            Fact(label="Number", value="7"),
            Fact(label="Date", value="2027, by the rhythm of the sessions"),
            Fact(label="Host", value="Laos"),
        )
    )


def test_a_session_that_nobody_reported_held_is_still_followed_by_the_next() -> None:
    register = whole()
    silent = evolve(
        register,
        in_force={name: one for name, one in register.in_force.items() if name != "session-5"},
        reports={},
        on=datetime.date(2026, 10, 23),
    )
    unlisted = silent.in_force[DIALOGUE]
    assert isinstance(unlisted.item, Mechanism)
    bare = evolve(unlisted, item=evolve(unlisted.item, sessions=()))
    told = evolve(silent, in_force={**silent.in_force, DIALOGUE: bare})
    (following, _) = under(minutes(frame(told), DIALOGUE_LINE, heads=HEADS), "Next session")
    assert isinstance(following, Facts)
    assert [fact.value for fact in following.facts] == ["7", "2027, by the rhythm of the sessions", "Laos"]


def test_the_heads_of_the_logs_stand_on_the_page_that_is_signed() -> None:
    signatures = minutes(frame(whole()), DIALOGUE_LINE, heads=HEADS).blocks[-1]
    assert isinstance(signatures, Signatures)
    table = next(one for one in signatures.above if isinstance(one, Table))
    assert [row for group in table.groups for row in group.rows] == [
        (Cell(text="Laos", tone=table.groups[0].rows[0][0].tone), Cell(text="41"), code("3f" * 32)),
        (Cell(text="Vietnam", tone=table.groups[0].rows[0][0].tone), Cell(text="57"), code("a9" * 32)),
    ]
    assert [place.party for place in signatures.places] == ["Vietnam", "Laos"]


def code(digits: str) -> Cell:
    return Cell(text="", small=digits, code=True)


def test_the_minutes_of_a_mechanism_are_those_of_the_session_begun_last() -> None:
    titles = [
        minutes(frame(evolve(whole(), on=on)), DIALOGUE, heads=HEADS).title
        for on in (datetime.date(2026, 9, 14), datetime.date(2026, 10, 21))
    ]
    assert titles == ["Defence Policy Dialogue, 5th session", "Defence Policy Dialogue, 6th session"]


def test_the_minutes_of_a_patrol_tell_what_each_side_found() -> None:
    paper = minutes(frame(whole()), PATROL, heads=HEADS)
    assert under(paper, "What is arranged") == [
        Entries(entries=(Entry(text="Legal basis", small="Treaty on the border (illustrative)"),))
    ]
    heading, table = under(paper, "Reported by Laos")
    assert heading == Heading(text="Findings", level=2)
    assert texts(table) == [("encroachment", "m-1", "a hut beside the marker")]


def amended(register: Register, name: ItemId, **changes: object) -> Register:
    """The register with a line in other words."""
    common = register.in_force[name]
    changed = evolve(common, item=evolve(common.item, **changes))  # type: ignore[arg-type]  # fields of any line
    return evolve(register, in_force={**register.in_force, name: changed})


def test_minutes_name_nobody_who_was_not_named_and_a_list_those_expected() -> None:
    register = amended(whole(), DIALOGUE_LINE, people=())
    names = "Vietnam: nobody is on record yet.", "Laos: nobody is on record yet."
    without = evolve(
        register, in_force={name: one for name, one in register.in_force.items() if name != "session-5"}
    )
    assert under(minutes(frame(without), DIALOGUE_LINE, heads=HEADS), "Participants") == [
        Paragraph(text=text, small=True) for text in names
    ]
    (table,) = under(delegation_list(frame(without), DIALOGUE_LINE), "Delegation of Laos")
    assert [row[1] for row in texts(table)] == ["Boun Illustrative"]


def test_not_everybody_who_commands_a_unit_is_expected_where_units_meet() -> None:
    register = amended(whole(), PATROL, level=Level.UNIT)
    office = register.in_force[ItemId("la-deputy")]
    assert isinstance(office.item, Office)
    commander = evolve(office, item=evolve(office.item, level=Level.UNIT))
    told = evolve(register, in_force={**register.in_force, ItemId("la-deputy"): commander})
    assert under(delegation_list(frame(told), PATROL), "Delegation of Laos") == [
        Paragraph(text="Laos: nobody is on record yet.", small=True)
    ]


def test_minutes_without_a_place_are_done_on_their_day() -> None:
    signatures = minutes(frame(amended(whole(), PATROL, place="")), PATROL, heads=HEADS).blocks[-1]
    assert isinstance(signatures, Signatures)
    assert signatures.above[-1] == Paragraph(text="Done on 10–14 April 2026.")


def test_minutes_of_what_the_register_does_not_know_are_refused() -> None:
    with pytest.raises(NoOccasionError):
        minutes(frame(whole()), ItemId("nothing"), heads=HEADS)


# --- lists, letters, programmes ------------------------------------------------------------------


def test_the_head_of_the_delegation_stands_first_whatever_the_order_in_the_line() -> None:
    paper = delegation_list(frame(whole()), VISIT)
    (table,) = under(paper, "Delegation of Laos")
    assert [row[1] for row in texts(table)] == ["Dao Illustrative", "Boun Illustrative"]


def test_a_name_is_written_as_the_language_writes_it_and_as_its_party_prints_it() -> None:
    paper = delegation_list(frame(whole(), Language("lo")), VISIT)
    (table,) = under(paper, "ຄະນະຜູ້ແທນ ລາວ")
    assert isinstance(table, Table)
    name = table.groups[0].rows[0][1]
    assert (name.text, name.small) == ("ທ່ານ ດາວ (ຕົວຢ່າງ)", "Dao Illustrative")


def test_a_party_of_whom_nobody_is_on_record_is_said_to_have_none() -> None:
    paper = delegation_list(frame(whole()), VISIT)
    assert under(paper, "Delegation of Vietnam") == [
        Paragraph(text="Ministry of National Defence (illustrative)", small=True),
        Paragraph(text="Vietnam: nobody is on record yet.", small=True),
    ]


def said(paper: Paper) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Paragraph)]


def test_what_we_host_we_invite_to_with_the_dates_as_precise_as_they_are() -> None:
    register = whole()
    assert said(invitation(frame(register), VISIT)) == [
        "Ministry of National Defence (illustrative)",
        "14 September 2026",
        "To: General Dao Illustrative, Minister of Defence, Laos",
        "Excellency,",
        (
            "I have the honour to invite you and your delegation to the following: "
            "Official visit of the minister, 10–12 November 2026."
        ),
        "It serves what our sides have agreed: Deepen the special relation.",
        "I should be grateful for your answer, with the list of your delegation in order of precedence.",
        "Please accept, Excellency, the assurances of my highest consideration.",
    ]
    visit = register.in_force[VISIT]
    assert isinstance(visit.item, Activity)
    vague = evolve(visit, item=evolve(visit.item, when=Period.parse("2026-11"), milestones=()))
    later = evolve(register, in_force={**register.in_force, VISIT: vague})
    assert "Official visit of the minister, November 2026." in said(invitation(frame(later), VISIT))[4]


def test_what_another_hosted_is_answered_with_an_invitation_in_return() -> None:
    paper = invitation(frame(whole()), SPRING_VISIT)
    assert (paper.kind, paper.title) == ("Return invitation", "Return visit to Vietnam")
    assert said(paper)[4:7] == [
        "I thank you for the hospitality of Laos (Visit of the chief of staff, 10–12 March 2026).",
        "I have the honour to invite you and your delegation to pay a return visit to Vietnam.",
        "Our focal points may settle a date that suits all.",
    ]


def test_a_programme_goes_day_by_day_and_gives_no_day_that_nobody_agreed_on() -> None:
    table, heading, open_ones = under(programme(frame(whole()), VISIT), "Day by day")
    assert isinstance(table, Table)
    assert [(group.title, [row[0].text for row in group.rows]) for group in table.groups] == [
        ("Tuesday 10 November 2026", ["Arrival"]),
        ("Wednesday 11 November 2026", ["Talks"]),
        ("Thursday 12 November 2026", ["Farewell"]),
    ]
    assert heading == Heading(text="Still without a day", level=2)
    assert {row[0] for row in texts(open_ones)}.isdisjoint({"Arrival", "Talks", "Farewell"})


def test_a_visit_that_is_over_wants_no_more_days() -> None:
    over = evolve(whole(), on=datetime.date(2026, 11, 13))
    assert [type(one) for one in under(programme(frame(over), VISIT), "Day by day")] == [Table]


def test_an_occasion_without_a_line_has_no_programme() -> None:
    with pytest.raises(NoOccasionError, match="no line of a plan"):
        programme(frame(whole()), ItemId("session-5"))


# --- the dossier ---------------------------------------------------------------------------------


def test_a_dossier_holds_the_sentence_it_serves_and_our_notes_apart() -> None:
    desk = frame(whole())
    paper = dossier(desk, DIALOGUE, notes=NOTES)
    served = [one.entries[0] for one in under(paper, "What it serves") if isinstance(one, Entries)]
    assert served == [
        Entry(text="Run joint patrols on two sectors of the border", small="Undertaking"),
        Entry(text="Deepen the special relation", small="Orientation"),
    ]
    noted = under(paper, "What we noted", ours=True)
    assert noted[:2] == [
        Paragraph(text="Defence Policy Dialogue, sixth session", strong=True),
        Entries(entries=(Entry(text="Ask first about the markers.", small="1 September 2026"),)),
    ]
    assert paper.shared().ours_alone == ()
    assert paper.shared().blocks == paper.blocks
    assert DIALOGUE_LINE in concerned(desk, DIALOGUE)


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("language", [EN, FR])
def test_a_paper_for_the_others_is_as_if_nothing_of_ours_alone_were_known(
    name: str, language: Language
) -> None:
    known, unknown = (frame(whole(private=private), language) for private in ([*own(), *_read()], []))
    assert SHARED[name](known) == SHARED[name](unknown)


def _read() -> list[Item]:
    """What only we have read of the very meetings that the papers are about."""
    return [
        Undertaking(
            id=ItemId("u-read"),
            force=Force.PLEDGED,
            by=(LA,),
            on=(LA,),
            domain=Domain("training"),
            gist=both("SECRET pledge", "promesse SECRÈTE"),
            occasion=DIALOGUE_LINE,
        ),
        Engagement(
            id=ItemId("e-read"),
            kind="dialogue",
            status=Status.PLANNED,
            when=Period.parse("2026-10-22"),
            place="SECRET place",
            parties=(VN, LA),
            principals=(ItemId("chan"),),
            mechanism=DIALOGUE,
            session=6,
        ),
        Target(
            id=ItemId("t-ours"),
            plan=PLAN.id,
            domain=Domain("border"),
            indicator=both("SECRET", "SECRET"),
            goal=1,
        ),
    ]


# --- the annual report ---------------------------------------------------------------------------


def test_an_annual_report_counts_every_line_of_every_domain_once() -> None:
    _, table = under(annual(frame(whole()), PLAN.id), "How far each domain has come")
    assert texts(table) == [
        ("Strategic exchanges", "2", "1", "0", "0", "1", "0"),
        ("Policy dialogue", "1", "0", "1", "0", "0", "0"),
        ("Border", "2", "1", "0", "0", "1", "0"),
        ("Training", "1", "0", "1", "0", "0", "0"),
        ("Logistics and technology", "1", "0", "0", "1", "0", "0"),
        ("Youth", "1", "0", "0", "0", "1", "0"),
        ("Together", "8", "2", "2", "1", "3", "0"),
    ]


def test_an_annual_report_sets_the_sides_apart_where_they_differ() -> None:
    table, rest = under(annual(frame(whole()), PLAN.id), "What each side says came of it")
    assert isinstance(table, Table)
    told = {
        group.title: [tuple((cell.text, cell.small) for cell in row) for row in group.rows]
        for group in table.groups
    }
    assert told == {
        "Where the sides differ": [
            (
                ("Joint patrol, sector A", "Border"),
                ("more than agreed", "three sectors instead of two"),
                ("as agreed", ""),
            )
        ],
        "Where not every side has spoken": [
            (("Visit of the chief of staff", "Strategic exchanges"), ("as agreed", ""), ("", "nothing said"))
        ],
    }
    assert rest == Paragraph(text="Lines of which no side has stated an outcome: 6 of 8.", small=True)


def test_an_annual_report_tells_targets_visits_sessions_and_judgements() -> None:
    paper = annual(frame(whole()), PLAN.id)
    assert [texts(one) for one in under(paper, "Targets") if isinstance(one, Table)] == [
        [("Officers who graduate", "12", "20", "18", "20")]
    ]
    assert [texts(one) for one in under(paper, "Visits given and received") if isinstance(one, Table)] == [
        [("Chiefs of the general staff", "1", "0"), ("Together", "1", "0")]
    ]
    assert [texts(one) for one in under(paper, "Sessions of the mechanisms")] == [
        [("6th session", "21 October 2026", "Hilltown (illustrative), Vietnam", "arranged")]
    ]
    heading, compared, judged = under(paper, "How each side judged it")
    assert heading == Heading(text="Training", level=2)
    assert compared == Paragraph(text="Only one side has judged.", small=True)
    assert getattr(judged, "about", "") == "The courses"


def test_an_annual_report_leaves_out_what_was_undertaken_after_its_plan() -> None:
    register = whole()
    earlier = Plan(
        id=ItemId("plan-2025"),
        title=both("Plan 2025", "Plan 2025"),
        period=Period.parse("2025"),
        parties=(VN, LA),
    )
    known = evolve(register, in_force={**register.in_force, earlier.id: InForce(earlier, "a" * 64, DAY)})
    said = [
        [one for one in under(annual(frame(known), name), "Undertakings") if isinstance(one, Table)]
        for name in (earlier.id, PLAN.id)
    ]
    assert [sum(int(row[1]) for row in texts(one)) for (one,) in said] == [3, 5]


def test_a_plan_of_which_nothing_is_known_has_an_annual_report_that_says_so() -> None:
    bare = Plan(
        id=ItemId("plan-2030"),
        title=both("Plan 2030", "Plan 2030"),
        period=Period.parse("2030"),
        parties=(VN, LA),
    )
    paper = annual(frame(folded([bare], private=[], said=[])), bare.id)
    parts = {one.text: under(paper, one.text) for one in paper.blocks if isinstance(one, Heading)}
    assert {part: type(blocks[-1]) for part, blocks in parts.items()} == dict.fromkeys(parts, Paragraph)


def test_there_is_no_annual_report_of_what_is_no_plan() -> None:
    with pytest.raises(NotAPlanError, match="no plan of that name is in force"):
        annual(frame(whole()), VISIT)


def test_a_domain_of_no_template_and_a_third_party_have_their_place() -> None:
    three = (VN, LA, Party("KH"))
    plan = Plan(id=ItemId("p"), title=both("P", "P"), period=Period.parse("2026"), parties=three)
    line = Activity(
        id=ItemId("l"),
        plan=plan.id,
        kind="generic",
        domain=Domain("river-rescue"),
        title=both("Rescue", "Secours"),
        participants=three,
    )
    paper = annual(frame(folded([plan, line], private=[], said=[])), plan.id)
    assert texts(under(paper, "How far each domain has come")[1])[0][:2] == ("river rescue", "1")


def test_every_register_gives_every_shared_paper_in_every_language() -> None:
    register: Register = whole()
    for language in ("en", "fr", "vi", "lo", "km"):
        desk = frame(register, Language(language))
        papers = [make(desk) for make in SHARED.values()]
        assert {paper.language for paper in papers} == {language}
        assert {bool(paper.remark) for paper in papers} == {language in {"vi", "lo", "km"}}
