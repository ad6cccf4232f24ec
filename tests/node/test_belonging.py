"""What is ours belongs to a compact: whatever is done in one, another knows as much of it as before."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from attrs import astuple
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.office import Person
from foedus.followup.ruling import Ruling, Verdict
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.record.act import ActKind
from foedus.terms import Date, ItemId, Language, Party
from foedus_node.desk import drafting, settling, sharing
from foedus_node.errors import UnknownNameError, WhichDraftError
from foedus_node.storage.common import ledger
from foedus_node.storage.private import (
    belonging,
    changes,
    drafts,
    lessons,
    models,
    notes,
    own,
    papers,
    people,
    readings,
    rulings,
)
from foedus_node.storage.private.drafts import Draft
from tests.node.conftest import COMMUNIQUE
from tests.node.nodes import Node

ONE, OTHER = "1" * 64, "2" * 64
PLACES = (ONE, OTHER, belonging.NODE)
NAMES = ("person-a", "person-b")
AT = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
TEXTS = {text: Document.from_text(text, name="illustrative.txt") for text in (COMMUNIQUE, f"{COMMUNIQUE}\n.")}
READINGS = {text: read(document) for text, document in TEXTS.items()}


def person(name: str, says: str) -> Person:
    return Person(id=ItemId(name), party=Party("VN"), name=says)


def keep(place: str, name: str, says: str) -> None:
    own.keep_own(person(name, says), compact=place, at=AT)


def merge(place: str, name: str, says: str) -> None:
    people.keep_same(name, f"person-{len(says)}", compact=place, at=AT)


def note(place: str, name: str, says: str) -> None:
    notes.add(name, says, compact=place, at=AT)
    notes.put(name, {"gifts": says}, compact=place, at=AT)


def rule(place: str, name: str, says: str) -> None:
    ruling = Ruling(
        undertaking=ItemId(name), item=None, verdict=Verdict.DECLINED, on=Date.parse("2026-06-01"), note=says
    )
    rulings.keep(ruling, compact=place, at=AT)


def take_in(place: str, name: str, says: str) -> None:
    _ = says
    text = [*TEXTS][NAMES.index(name)]
    papers.keep_reading(TEXTS[text], READINGS[text], compact=place, at=AT)


def draft(place: str, name: str, says: str) -> None:
    if not drafts.draft(name, compact=place):
        begun = Draft(name, place, ActKind.AMEND, {Language("en"): says}, "", (), None, ())
        drafts.begin_draft(begun, at=AT)


def put_away(place: str, name: str, says: str) -> None:
    _ = says
    if found := drafts.draft(name, compact=place):
        drafts.put_away(found, at=AT)


def settle(place: str, name: str, says: str) -> None:
    """The first proposal that waits in a document, accepted or rejected."""
    text = TEXTS[[*TEXTS][NAMES.index(name)]]
    held = readings.held(text.sha256, compact=place)
    if held and (waiting := readings.waiting(held)):
        (proposal,) = papers.proposals(place, numbers=waiting[:1])
        proposal = sharing.proposal_in(place, proposal)
        mended = {"party": "VN"} if proposal.kind == "people" else {}
        settling.accept(proposal, mended=mended) if len(says) % 2 else settling.reject(proposal)


def forget(place: str, name: str, says: str) -> None:
    _ = says
    own.drop_own(name, compact=place)
    people.part(name, compact=place)
    rulings.take_back(name, compact=place)
    notes.drop(name, field="gifts", compact=place)


Deed = tuple[Callable[[str, str, str], None], str, str, str]
ABOUT_ONE_THING = (
    (keep, forget),
    (merge, forget),
    (note, forget),
    (rule, forget),
    (draft, put_away),
    (take_in, settle, settle),
    (keep, take_in, settle),
)
"""What an officer does at a place to something of a name, by the things that it touches."""


def history_of(deeds: tuple[Callable[[str, str, str], None], ...]) -> st.SearchStrategy[list[Deed]]:
    one = st.tuples(
        st.sampled_from(deeds), st.sampled_from(PLACES), st.sampled_from(NAMES), st.sampled_from(["x", "xx"])
    )
    return st.lists(one, min_size=2, max_size=8)


histories = st.sampled_from(ABOUT_ONE_THING).flatmap(history_of)


def known(place: str) -> Mapping[str, Any]:
    """Everything of ours that is known at a place, but for the numbers of rows."""
    documents, _more = readings.listed(place, size=9)
    found = [readings.held(one.sha256, compact=place) for one in documents]
    return {
        "own": [to_json(item) for item in own.own_items(place)],
        "same": people.same(place),
        "notes": [[(one.field, one.value) for one in notes.notes_on(name, compact=place)] for name in NAMES],
        "fields": [notes.fields_on(name, compact=place) for name in NAMES],
        "rulings": rulings.rulings(place),
        "documents": [(one.sha256, one.proposed, one.waiting) for one in documents],
        "found": [row.sha256 for row in readings.saying(place, ["Dialogue"], most=9)],
        "texts": [one.text for one in found if one],
        "proposals": [(one.kind, one.state, one.item, one.words) for one in papers.proposals(place)],
        "lessons": sorted(map(astuple, lessons.sums(place))),
        "awaiting": papers.awaiting(place),
        "people": [item.id for item in readings.own_people(place)],
        "drafts": [(one.name, one.title) for one in drafts.draft_heads(place)],
        "dropped": [one.name for one in drafts.draft_heads(place, dropped=True)],
        "changes": changes.number(place),
    }


def done(history: Iterable[Deed]) -> Mapping[str, Mapping[str, Any]]:
    """What is known at each place once all of it was done, on a node with nothing of ours; nothing stays."""
    with transaction.atomic(using="private"):
        for model in (models.Taken, models.Proposal, models.Document, models.OwnItem, models.Draft):
            model.objects.all().delete()
        models.Changes.objects.all().delete()
        for deed, place, name, says in history:
            deed(place, name, says)
        found = {place: known(place) for place in PLACES}
        transaction.set_rollback(True, using="private")
    return found


def adopt(place: str, name: str, says: str) -> None:
    _ = name, says
    belonging.adopt(place)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(history=histories)
def test_a_compact_knows_as_much_as_if_nothing_had_been_done_in_another(
    history: list[Deed], desk: Node
) -> None:
    assert desk
    found = done(history)
    for place in PLACES:
        without_others = [one for one in history if one[1] in (place, belonging.NODE)]
        assert found[place] == done(without_others)[place]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(history=histories)
def test_what_is_the_nodes_is_known_in_each_of_its_compacts(history: list[Deed], desk: Node) -> None:
    assert desk
    found = done((deed, belonging.NODE, name, says) for deed, _place, name, says in history)
    drafts: dict[str, Any] = {
        "drafts": [],
        "dropped": [],
    }  # the node's are those of charters, which are no compact's
    assert [{**found[place], **drafts} for place in PLACES] == 3 * [{**found[belonging.NODE], **drafts}]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(history=histories)
def test_what_a_compact_adopts_is_known_there_as_before_and_nowhere_else(
    history: list[Deed], desk: Node
) -> None:
    assert desk
    before, after = done(history), done([*history, (adopt, ONE, "", "")])
    uncounted = {"changes": 0}
    assert {**after[ONE], **uncounted} == {**before[ONE], **uncounted}
    alone = done(one for one in history if one[1] == OTHER)
    by_name = ("own", "same", "notes", "rulings", "documents", "awaiting")
    if not settled_elsewhere(history):
        assert [after[OTHER][name] for name in by_name] == [alone[OTHER][name] for name in by_name]


def settled_elsewhere(history: list[Deed]) -> bool:
    """Whether the other compact may have taken a document over from the node, which stays its own."""
    return any(deed is settle and place == OTHER for deed, place, _name, _says in history)


# --- one compact lets another know ------------------------------------------------------------------


@pytest.fixture
def two(desk: Node, monkeypatch: pytest.MonkeyPatch) -> str:
    """The node's own compact, to which things are shared from another one."""
    monkeypatch.setenv("FOEDUS_NODE", str(desk.folder))
    (compact,) = ledger.compacts()
    return compact


def test_a_person_is_known_in_another_compact_with_the_offices_they_are_said_to_hold(two: str) -> None:
    office = {"type": "office", "id": "office-vn-a", "party": "VN", "title": {"en": "An office"}}
    tenure = {"type": "tenure", "id": "tenure-a", "person": "person-a", "office": "office-vn-a"}
    for document in (to_json(person("person-a", "A")), office, tenure, to_json(person("person-b", "B"))):
        own.keep_own(from_json(document), compact=ONE, at=AT)
    notes.add("person-a", "words", compact=ONE, at=AT)
    assert sharing.share("person-a", source=ONE, to=two) == ("person-a", "tenure-a", "office-vn-a")
    assert [item.id for item in own.own_items(two)] == ["office-vn-a", "person-a", "tenure-a"]
    assert notes.notes_on("person-a", compact=two) == ()
    keep(two, "person-a", "said otherwise")
    assert own.own_item("person-a", compact=ONE) == person("person-a", "A")
    assert sharing.share("person-a", source=ONE, to=two) == ()
    assert own.own_item("person-a", compact=two) == person("person-a", "said otherwise")


def test_what_all_have_signed_there_is_not_taken_over(two: str) -> None:
    line = {"type": "activity", "id": "first", "kind": "visit", "domain": "border", "title": {"en": "First"},
            "participants": ["LA", "VN"]}  # fmt: skip
    own.keep_own(from_json(line), compact=ONE, at=AT)
    assert sharing.share("first", source=ONE, to=two) == ()


def test_what_a_compact_does_not_know_cannot_be_shared_from_it(two: str) -> None:
    keep(OTHER, "person-a", "A")
    with pytest.raises(UnknownNameError):
        sharing.share("person-a", source=ONE, to=two)
    take_in(OTHER, "person-a", "")
    with pytest.raises(UnknownNameError):
        sharing.share_document(TEXTS[COMMUNIQUE].sha256, source=ONE, to=two)


def test_a_document_is_had_in_another_compact_with_all_that_it_proposes_open(two: str) -> None:
    take_in(ONE, "person-a", "")
    settle(ONE, "person-a", "x")
    assert sharing.share_document(TEXTS[COMMUNIQUE].sha256, source=ONE, to=two)
    assert not sharing.share_document(TEXTS[COMMUNIQUE].sha256, source=ONE, to=two)
    assert {(one.state, one.item) for one in papers.proposals(two)} == {("open", "")}
    assert len(papers.proposals(two)) == len(papers.proposals(ONE))
    assert own.own_items(two) == ()


def test_a_proposal_of_another_compact_is_none_here(two: str) -> None:
    take_in(ONE, "person-a", "")
    for proposal in papers.proposals(ONE):
        with pytest.raises(UnknownNameError):
            sharing.proposal_in(two, proposal)


def test_what_was_made_before_the_only_compact_is_its_own_at_the_first_decision(two: str) -> None:
    take_in(belonging.NODE, "person-a", "")
    keep(belonging.NODE, "person-b", "B")
    before = papers.proposals(two)
    settle(two, "person-a", "xx")
    assert [one.number for one in papers.proposals(two)] == [one.number for one in before]
    assert {one.compact for one in papers.proposals(two)} == {two}
    assert known(belonging.NODE)["own"] == known(ONE)["own"] == []


def test_a_draft_whose_name_two_compacts_have_is_named_with_its_compact(two: str) -> None:
    for place in (two, ONE):
        draft(place, "winter", place[:3])
    with pytest.raises(WhichDraftError) as refusal:
        drafting.wanted("winter")
    assert set(refusal.value.candidates) == {f"{two[:12]}/winter", f"{ONE[:12]}/winter"}
    assert {drafting.wanted(name).compact for name in refusal.value.candidates} == {two, ONE}
