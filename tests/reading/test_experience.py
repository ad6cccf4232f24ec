"""What officers decided moves how sure the reader is: as far as it speaks, within bounds, never by itself."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.experience import MOST_DOWN, MOST_UP, NONE, Decided, experienced, weighed
from foedus.reading.explaining import explained
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.sureness import BASE, KINDS, ONE_CLICK, Worth, kind_of, learnt, signs
from tests.reading.test_sureness import MEETING

Signs = tuple[str, ...]


def sign_sets(kind: str) -> st.SearchStrategy[Signs]:
    known = sorted(learnt().worths[kind].keys() - {BASE})
    return st.sets(st.sampled_from([*known, "never met"]), max_size=7).map(sorted).map(tuple)


@st.composite
def decisions(draw: st.DrawFn, *, counts: str = "right wrong unread") -> list[Decided]:
    found = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(KINDS))
        many = {name: draw(st.integers(0, 30)) for name in counts.split()}
        found.append(Decided(kind=kind, signs=draw(sign_sets(kind)), **many))
    return found


@given(st.data())
def test_where_nothing_was_decided_our_own_texts_alone_tell(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    said = data.draw(sign_sets(kind))
    assert (NONE.of(kind, said), dict(NONE.here(kind, said))) == (learnt().of(kind, said), {})


@given(st.data())
def test_what_is_always_refused_leaves_the_one_click_set(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    # Whatever is proposed bears its rule and its language, besides what else may be seen of it.
    rule = data.draw(st.sampled_from([sign for sign in learnt().worths[kind] if sign.startswith("rule: ")]))
    tongue = data.draw(st.sampled_from(["in English", "in French", "in Vietnamese"]))
    said = tuple(sorted({rule, tongue, *data.draw(sign_sets(kind))}))
    assert experienced([Decided(kind=kind, signs=said, wrong=20)]).of(kind, said) < ONE_CLICK


@given(decisions(counts="unread"))
def test_what_is_taken_among_many_without_a_look_makes_nothing_surer(decided: list[Decided]) -> None:
    learnt_here = experienced(decided)
    assert [learnt_here.of(one.kind, one.signs) for one in decided] == [
        learnt().of(one.kind, one.signs) for one in decided
    ]


def test_what_is_taken_among_many_makes_good_a_refusal() -> None:
    said = ("rule: title", "in French", "rank and office said")
    refused = Decided(kind="people", signs=said, wrong=4)
    many = Decided(kind="people", signs=said, unread=240)
    alone, among = (experienced(each).of("people", said) for each in ([refused], [refused, many]))
    assert alone < among == learnt().of("people", said)


@given(decisions(), st.data())
def test_how_far_decisions_move_one_proposal_is_bounded(decided: list[Decided], data: st.DataObject) -> None:
    learnt_here = experienced(decided)
    kind = data.draw(st.sampled_from([one.kind for one in decided]))
    said = data.draw(sign_sets(kind))
    odds = min(math.log(99), learnt().odds(kind, said))
    lowest, highest = (learnt().chance(kind, odds + bound) for bound in (MOST_DOWN, MOST_UP))
    assert lowest <= learnt_here.of(kind, said) <= highest


@given(decisions(counts="right wrong"))
def test_one_more_refusal_makes_nothing_surer(decided: list[Decided]) -> None:
    first = decided[0]
    more = experienced([*decided, Decided(kind=first.kind, signs=first.signs, wrong=1)])
    assert more.of(first.kind, first.signs) <= experienced(decided).of(first.kind, first.signs)


@given(decisions())
def test_the_order_of_decisions_does_not_count(decided: list[Decided]) -> None:
    assert experienced(decided) == experienced(reversed(decided))


def test_a_sign_of_which_little_was_taught_gives_way_first() -> None:
    said = ("rule: surname", "in French")
    moves = experienced([Decided(kind="people", signs=said, wrong=6)]).moves["people"]
    assert moves["rule: surname"].weight < moves["in French"].weight < moves[BASE].weight < 0
    assert moves[BASE] == Worth(0, 6, moves[BASE].weight)


def test_a_reading_is_weighed_by_what_was_decided_and_told_with_it() -> None:
    plain = read(MEETING)
    person, said = next(signs(plain, MEETING))
    here = experienced([Decided(kind="people", signs=said, wrong=9, right=1)])
    reading = weighed(plain, MEETING, here)
    assert reading.people[0].confidence < person.confidence
    assert [fact.confidence for fact in reading.commitments] == [
        fact.confidence for fact in plain.commitments
    ]
    why = explained(MEETING, reading, experience=here)[0]
    assert (why.by_texts, why.here[BASE].right, why.here[BASE].found) == (person.confidence, 1, 10)


@pytest.mark.parametrize("language", ["fr", "en", "vi"])
def test_eight_refusals_empty_the_one_click_set_of_what_bears_the_same_signs(language: str) -> None:
    room = Path(__file__).parents[1] / "communiques" / language / "seen"
    for path in sorted(room.glob("*.txt"))[:12]:
        document = Document.from_bytes(path.read_bytes(), name=path.stem)
        for fact, said in signs(read(document), document):
            if fact.confidence >= ONE_CLICK:
                kind = kind_of(fact)
                assert experienced([Decided(kind=kind, signs=said, wrong=8)]).of(kind, said) < ONE_CLICK
