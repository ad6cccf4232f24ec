"""What officers decide teaches the reader of their node: who is known, how sure it is, what it must find."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.reading.facts import MODEL
from foedus.reading.sureness import BASE
from foedus_node import clock
from foedus_node.desk import known, learning, receiving, settling
from foedus_node.desk import reading_again as again
from foedus_node.desk.lessons import Report
from foedus_node.home import Home
from foedus_node.storage.private import belonging, lessons, models, papers, readings, sharing
from foedus_node.storage.private.lessons import Case, Verdict
from foedus_node.storage.private.papers import Proposal
from tests.node.nodes import Node

TALKS = (
    "Le ministre de la Défense du Chili, Illustro Exempla, a reçu le 3 mars 2026 à Santiago son homologue "
    "péruvien, Ficto Modela (texte illustratif). Les deux parties ont convenu de former des officiers."
)
LATER = (
    "Le ministre péruvien de la Défense, Ficto Modela, a reçu Illustro Exempla le 9 avril 2026 à Lima (texte "
    "illustratif). Illustro Exempla a proposé de créer un centre de formation."
)
ONE, OTHER = "1" * 64, "2" * 64


def taken_in(text: str) -> tuple[Proposal, ...]:
    """Read a text as the node reads it, and keep it."""
    compact = belonging.NODE
    data = text.encode()
    learnt = learning.experience(compact)
    opened = receiving.received(data, name="talks.txt", known=known.gazetteer(compact), experience=learnt)
    return receiving.keep(opened.articles[0], compact=compact)[0]


def of(kind: str, proposals: tuple[Proposal, ...]) -> Proposal:
    return next(one for one in proposals if one.kind == kind)


def told(compact: str = belonging.NODE) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    return {(one.kind, one.verdict): (one.decided, one.hold, one.worse) for one in lessons.sums(compact)}


def read_again(desk: Node, compact: str = belonging.NODE) -> Report:
    return again.read_again(compact, home=Home.at(desk.folder))


# --- (a) the register is what the next reading knows ------------------------------------------


def test_a_person_accepted_in_one_text_is_known_in_the_next_by_name_alone(desk: Node) -> None:
    del desk
    assert [one.kind for one in taken_in(LATER)] == ["people"]
    settling.accept(of("people", taken_in(TALKS)), mended={})
    found = taken_in(f"{LATER} ")
    assert of("engagements", found).fact["principals"] == ["Ficto Modela", "Illustro Exempla"]
    assert of("commitments", found).fact["by"] == ["CL"]


def test_the_spelling_met_with_an_officers_merge_is_known_in_the_next(desk: Node) -> None:
    del desk
    first, *_ = settling.accept(of("people", taken_in(TALKS)), mended={})
    other = of("people", taken_in(TALKS.replace("Illustro Exempla", "Ilustro Egzempla")))
    settling.merge(other, first, mended={}, ours_alone=True)
    found = taken_in(LATER.replace("Illustro Exempla", "Ilustro Egzempla"))
    assert of("engagements", found).fact["principals"] == ["Ficto Modela", "Illustro Exempla"]


# --- (b) decisions are cases -------------------------------------------------------------------


def test_what_was_decided_is_kept_with_what_was_mended_and_goes_when_it_is_taken_back(desk: Node) -> None:
    del desk
    proposals = taken_in(TALKS)
    first, second, *_ = proposals
    held = of("engagements", proposals)
    settling.accept(first, mended=dict(first.fact), looked=False)
    settling.accept(held, mended={**held.fact, "place": "Valparaíso", "parties": ["PE", "CL"]})
    settling.reject(second)
    kept = {row.pk: (row.verdict, row.mended, row.looked, row.holds) for row in models.Lesson.objects.all()}
    assert kept == {
        first.number: ("accepted", {}, False, True),
        held.number: ("mended", {"place": "Valparaíso"}, True, False),
        second.number: ("rejected", {}, True, False),
    }
    for one in (first, held, second):
        settling.take_back(one)
    assert models.Lesson.objects.count() == 0


def test_all_that_was_decided_is_read_again_and_told_by_kind(desk: Node) -> None:
    proposals = taken_in(TALKS)
    held, undertaking = of("engagements", proposals), of("commitments", proposals)
    settling.accept(proposals[0], mended={})
    settling.accept(held, mended={"place": "Valparaíso"})
    settling.reject(undertaking)
    report = read_again(desk)
    assert told() == {
        ("people", "accepted"): (1, 1, 0),
        ("engagements", "mended"): (1, 0, 0),
        ("commitments", "rejected"): (1, 0, 0),
    }
    assert (report.became_worse, report.worse, report.before) == (0, (), None)
    assert read_again(desk).before == (report.read_at, report.edition)


def test_what_an_edition_reads_no_more_is_told_once_as_worse_and_then_as_not_found(desk: Node) -> None:
    proposals = taken_in(TALKS)
    settling.accept(of("commitments", proposals), mended={})
    read_again(desk)
    # The text stands for a reader that has changed: it does not find the undertaking in it any more.
    models.Document.objects.update(text=TALKS.replace("ont convenu de", "ont parlé de"))
    report = read_again(desk)
    assert [(one.case.kind, one.case.verdict) for one in report.worse] == [("commitments", "accepted")]
    assert told() == {("commitments", "accepted"): (1, 0, 1)}
    assert read_again(desk).worse == ()
    assert told() == {("commitments", "accepted"): (1, 0, 0)}
    models.Document.objects.update(text=TALKS)
    read_again(desk)
    assert told() == {("commitments", "accepted"): (1, 1, 0)}


def test_what_a_model_proposed_is_not_expected_of_the_rules(desk: Node) -> None:
    del desk
    proposal = of("commitments", taken_in(TALKS))
    models.Proposal.objects.filter(pk=proposal.number).update(rule=f"{MODEL}illustrative")
    (proposal,) = papers.proposals(belonging.NODE, numbers=[proposal.number])
    settling.accept(proposal, mended={})
    assert told() == {("commitments", "accepted"): (1, 0, 0)}
    assert dict(learning.experience(belonging.NODE).moves) == {}


STATED: again.Facts = {
    "people": [{"name": "Illustro Exempla", "rank": None, "evidence": {"start": 0, "end": 9}}],
    "engagements": [
        {
            "kind": "talks",
            "status": "held",
            "place": "Santiago",
            "parties": ["CL", "PE"],
            "evidence": {"start": 10, "end": 20},
        }
    ],
}


@pytest.mark.parametrize(
    ("kind", "verdict", "fact", "mended", "place", "agrees"),
    [
        ("people", "accepted", {"name": "illustro  EXEMPLA"}, {}, (90, 95), True),
        ("people", "accepted", {"name": "Ficto Modela"}, {}, (0, 9), False),
        ("people", "rejected", {"name": "Illustro Exempla"}, {}, (0, 9), False),
        ("people", "rejected", {"name": "Ficto Modela"}, {}, (0, 9), True),
        ("people", "mended", {"name": "Illustro Exempla"}, {"rank": "general"}, (0, 9), False),
        ("engagements", "accepted", {"kind": "talks", "status": "held"}, {}, (19, 40), True),
        ("engagements", "accepted", {"kind": "talks", "status": "held"}, {}, (20, 40), False),
        ("engagements", "accepted", {"kind": "visit", "status": "held"}, {}, (10, 20), False),
        ("engagements", "mended", {"kind": "visit", "status": "held"}, {"kind": "talks"}, (10, 20), True),
        (
            "engagements",
            "mended",
            {"kind": "talks", "status": "held"},
            {"parties": ["PE", "CL"]},
            (10, 20),
            True,
        ),
        ("engagements", "mended", {"kind": "talks", "status": "held"}, {"place": None}, (10, 20), False),
        ("engagements", "rejected", {"kind": "talks", "status": "held"}, {}, (12, 14), False),
        ("engagements", "rejected", {"kind": "talks", "status": "planned"}, {}, (12, 14), True),
    ],
)
def test_a_reading_agrees_with_an_officer_where_it_holds_what_they_decided(
    kind: str,
    verdict: str,
    fact: dict[str, Any],
    mended: dict[str, Any],
    place: tuple[int, int],
    agrees: Any,
) -> None:
    case = Case(
        number=1,
        kind=kind,
        verdict=verdict,
        fact=fact,
        mended=mended,
        start=place[0],
        end=place[1],
        holds=True,
    )
    assert again.agrees(case, STATED) is agrees


# --- (c) how sure one is ------------------------------------------------------------------------


def test_what_is_always_rejected_leaves_the_one_click_set_of_what_waits_and_of_what_comes(desk: Node) -> None:
    del desk
    proposals = [of("people", taken_in(TALKS.replace("3 mars", f"{day} mars"))) for day in range(1, 11)]
    before = {one.confidence for one in proposals}
    for one in proposals[:8]:
        settling.reject(one)
    learning.weigh_anew(belonging.NODE)
    (waiting,) = {
        one.confidence
        for one in papers.proposals(belonging.NODE, numbers=[one.number for one in proposals[8:]])
    }
    coming = of("people", taken_in(TALKS.replace("3 mars", "20 mars")))
    assert waiting == coming.confidence < min(before)
    reason = lessons.reason_of(coming)
    assert reason is not None
    assert reason.here[BASE] == (0, 8)
    assert learning.by_texts("people", reason.signs) == max(before)


def test_what_was_mended_elsewhere_counts_as_right_and_mended_in_what_it_is_as_wrong(desk: Node) -> None:
    del desk
    first, second = (of("engagements", taken_in(text)) for text in (TALKS, f"{TALKS} "))
    settling.accept(first, mended={"place": "Valparaíso"})
    settling.accept(second, mended={"kind": "visit"})
    assert learning.experience(belonging.NODE).moves["engagements"][BASE].right == 1


def test_what_was_rejected_among_many_says_nothing_of_each(desk: Node) -> None:
    del desk
    settling.reject(of("people", taken_in(TALKS)), looked=False)
    assert dict(learning.experience(belonging.NODE).moves) == {}


def test_what_one_compact_decided_another_does_not_know(desk: Node) -> None:
    del desk
    read = readings.held(taken_in(TALKS)[0].document, compact=belonging.NODE)
    assert read is not None
    for compact in (ONE, OTHER):
        sharing.copy_document(read, compact=compact, as_settled=False)
    settling.reject(of("people", papers.proposals(ONE)))
    assert (dict(learning.experience(OTHER).moves), told(OTHER)) == ({}, {})
    assert told(ONE) == {("people", "rejected"): (1, 0, 0)}
    assert lessons.rejected_before(OTHER) == {}


# --- rejected before ---------------------------------------------------------------------------


def test_what_was_rejected_in_the_same_words_comes_last_with_the_day_and_is_not_taken_with_one_click(
    desk: Node,
) -> None:
    del desk
    settling.reject(of("people", taken_in(TALKS)))
    same = taken_in(
        TALKS.replace("ministre de la Défense du", "Ministre de la Défense du").replace("texte", "récit")
    )
    held = readings.held(same[0].document, compact=belonging.NODE)
    assert held is not None
    before = lessons.rejected_before(held)
    assert set(before.values()) == {clock.today()}
    (number,) = before
    order = [one.number for one in readings.proposed_between(held, 0, len(held.text), last=before)]
    assert (order[-1], len(order)) == (number, len(same))
    assert number not in readings.waiting(held, surer_than=1, but=before)
    assert readings.next_waiting(held, last=before) == order[0] != number


def test_what_is_taken_back_was_not_rejected_before(desk: Node) -> None:
    del desk
    first = of("people", taken_in(TALKS))
    settling.reject(first)
    taken_in(f"{TALKS} ")
    assert lessons.rejected_before(None) != {}
    settling.take_back(first)
    assert lessons.rejected_before(None) == {}


# --- where a document goes, its lessons go -----------------------------------------------------


@pytest.mark.parametrize("as_settled", [True, False])
def test_a_copy_of_a_document_has_the_reasons_and_what_was_decided_only_where_that_stands(
    desk: Node, as_settled: Any
) -> None:
    del desk
    proposals = taken_in(TALKS)
    settling.reject(proposals[0])
    held = readings.held(proposals[0].document, compact=belonging.NODE)
    assert held is not None
    sharing.copy_document(held, compact=ONE, as_settled=as_settled)
    copies = papers.proposals(ONE, document=held.sha256)
    copies = tuple(one for one in copies if one.compact == ONE)
    assert [lessons.reason_of(one) for one in copies] == [lessons.reason_of(one) for one in proposals]
    assert models.Lesson.objects.filter(proposal__document__compact=ONE).count() == int(as_settled)


def test_what_goes_over_to_the_only_compact_takes_its_lessons_along(desk: Node) -> None:
    del desk
    settling.reject(taken_in(TALKS)[0])
    belonging.adopt(ONE)
    assert (sum(one.decided for one in lessons.sums(ONE)), lessons.sums(belonging.NODE)) == (1, ())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deeds=st.lists(st.tuples(st.sampled_from(["accept", "reject", "back"]), st.integers(0, 3)), max_size=8)
)
def test_lessons_tell_what_stands_whatever_was_decided_and_taken_back(
    desk: Node, deeds: list[tuple[str, int]]
) -> None:
    del desk
    models.Proposal.objects.all().delete()
    models.Document.objects.all().delete()
    numbers = [one.number for one in taken_in(TALKS)]
    for deed, at in deeds:
        (now,) = papers.proposals(belonging.NODE, numbers=[numbers[at % len(numbers)]])
        if deed == "back" and now.state != "open":
            settling.take_back(now)
        elif deed != "back" and now.state == "open":
            settling.accept(now, mended={}) if deed == "accept" else settling.reject(now)
    states = {one.number: one.state for one in papers.proposals(belonging.NODE) if one.state != "open"}
    assert dict(models.Lesson.objects.values_list("pk", "verdict")) == states
    assert {Verdict(one) for one in states.values()} <= {Verdict.ACCEPTED, Verdict.REJECTED}
