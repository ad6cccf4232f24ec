"""The cascade: from an item up to its sentence, from a sentence down to results or silence."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.undertaking import State, Undertaking
from foedus.oversight.cascade import Cascade, LastWord, Rung, Silence, ascent, cascade, descent
from foedus.oversight.progress import Progress
from foedus.terms import Date, Force, ItemId, Period
from tests.oversight.seen import BORDER, EN, LA, SENTENCE, VN, register

ORIENTATION = Orientation(
    id=ItemId("orientation-1"), text={EN: "Closer work on the border"}, by=(LA, VN), source=SENTENCE
)
PLAN = Plan(
    id=ItemId("plan-2026"),
    title={EN: "Plan 2026"},
    period=Period.parse("2026"),
    parties=(LA, VN),
    serves=(ORIENTATION.id,),
)
SAID = Undertaking(
    id=ItemId("undertaking-1"),
    force=Force.AGREED,
    domain=BORDER,
    gist={EN: "patrol"},
    serves=(ORIENTATION.id,),
)
PATROL = Activity(
    id=ItemId("patrol-1"),
    plan=PLAN.id,
    kind="border-patrol",
    domain=BORDER,
    title={EN: "Joint patrol"},
    participants=(LA, VN),
    when=Period.parse("2026-05"),
    serves=(SAID.id,),
)
LATER = evolve(PATROL, id=ItemId("patrol-2"), when=Period.parse("2026-10"), serves=())
REPORTED = Report(party=LA, item=PATROL.id, stage="minutes", outcome=Outcome.MET, on=Date(2026, 5, 20))


def test_an_orientation_is_followed_down_to_what_each_side_said_and_to_silence() -> None:
    unanswered = evolve(SAID, id=ItemId("undertaking-2"))
    now = register(ORIENTATION, PLAN, SAID, unanswered, PATROL, LATER, reports=(REPORTED,))
    assert descent(now, ORIENTATION.id) == (
        Rung(item=ORIENTATION, sentence=SENTENCE),
        Rung(item=SAID, depth=1, under=ORIENTATION.id, state=State.CARRIED_OUT),
        Rung(
            item=PATROL,
            depth=2,
            under=SAID.id,
            progress=Progress.CARRIED_OUT,
            words=(LastWord(party=LA, stage="minutes", outcome=Outcome.MET, on=Date(2026, 5, 20), note={}),),
        ),
        Rung(item=unanswered, depth=1, under=ORIENTATION.id, state=State.OPEN, silence=Silence.UNSERVED),
        Rung(item=PLAN, depth=1, under=ORIENTATION.id),
        Rung(item=LATER, depth=2, under=PLAN.id, progress=Progress.TO_COME),
    )


def test_an_item_is_followed_up_to_the_sentence_it_serves() -> None:
    now = register(ORIENTATION, PLAN, SAID, PATROL)
    assert [(rung.item, rung.depth, rung.sentence) for rung in ascent(now, PATROL.id)] == [
        (PATROL, 0, None),
        (SAID, 1, None),
        (ORIENTATION, 2, SENTENCE),
    ]


def test_a_line_whose_time_is_over_and_on_which_nobody_reported_is_silence() -> None:
    (rung,) = descent(register(PATROL), PATROL.id)
    assert (rung.progress, rung.silence) == (Progress.LATE, Silence.UNREPORTED)


def test_what_serves_no_sentence_is_named_and_what_serves_no_orientation_stands_elsewhere() -> None:
    spoken = evolve(SAID, serves=(), source=SENTENCE)
    idle = evolve(PATROL, id=ItemId("patrol-3"), plan=None, serves=())
    now = register(spoken, PATROL, idle)
    assert cascade(now) == Cascade(trees=(), elsewhere=(descent(now, spoken.id),), unserving=(idle,))


def test_an_undertaking_that_no_source_states_is_no_sentence() -> None:
    loose = evolve(SAID, serves=())
    assert cascade(register(loose, PATROL)).unserving == (PATROL,)


def test_what_is_ours_alone_is_marked() -> None:
    now = register(ORIENTATION, own=(evolve(PATROL, serves=(ORIENTATION.id,)),))
    assert [rung.ours_alone for rung in descent(now, ORIENTATION.id)] == [False, True]


def test_of_an_unknown_name_there_is_no_cascade() -> None:
    assert descent(register(PATROL), ItemId("nothing")) == ascent(register(PATROL), ItemId("nothing")) == ()


NAMES = [ItemId(f"undertaking-{number}") for number in range(1, 7)]


@given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)), min_size=1))
def test_the_cascade_ends_and_tells_everything_once_whoever_serves_whom(
    serving: dict[ItemId, set[ItemId]],
) -> None:
    items = [evolve(SAID, id=name, serves=tuple(sorted(served - {name}))) for name, served in serving.items()]
    now = register(*items)
    reached: dict[ItemId, set[ItemId]] = {}
    for item in items:
        for tree in (descent(now, item.id), ascent(now, item.id)):
            whole = [rung.item.id for rung in tree if not rung.again]
            assert len(whole) == len(set(whole))
            assert {rung.item.id for rung in tree if rung.again} <= set(whole)
        reached[item.id] = {rung.item.id for rung in descent(now, item.id)}
    assert all(
        (below in reached[top]) == (top in {rung.item.id for rung in ascent(now, below)})
        for top in reached
        for below in reached
    )


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = [
        evolve(SAID, id=ItemId(f"undertaking-{n}"), serves=(ItemId(f"undertaking-{n - 1}"),) if n else ())
        for n in range(3_000)
    ]
    assert descent(register(*chain), chain[0].id)[-1].depth == 2_999
