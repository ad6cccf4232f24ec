"""What each kind of proposal becomes when an officer accepts it, mends it, or leaves it open."""

import contextlib
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.cooperation.document import to_json
from foedus.cooperation.office import Person, Tenure
from foedus.terms import ItemId, Party
from foedus_node import clock
from foedus_node.desk import accepting
from foedus_node.desk.errors import ProposalError
from foedus_node.storage.private import belonging, models, own, papers, people
from foedus_node.storage.private.papers import Proposal
from tests.node.nodes import Node

WORDS = "renforcer la formation du personnel"
TEXT = f"Les deux parties sont convenues de {WORDS}."

FACTS: Mapping[str, dict[str, Any]] = {
    "people": {"name": "Illustra Exempla", "rank": "general", "office": "minister of defence", "party": "VN"},
    "engagements": {
        "kind": "dialogue",
        "status": "held",
        "start": "2025-03-28",
        "end": "2025-03-28",
        "place": "Luang Prabang",
        "parties": ["LA", "VN"],
        "principals": [],
        "series": "defence policy dialogue",
        "ordinal": 5,
    },
    "instruments": {"kind": "protocol", "year": 2024, "status": "signed", "parties": ["LA", "VN"]},
    "commitments": {
        "force": "agreed",
        "by": ["LA", "VN"],
        "on": None,
        "domain": "training",
        "due": "2026",
        "gist": WORDS,
    },
    "assessments": {"by": ["LA"], "about": "training", "polarity": "positive"},
}
BECOMES = {
    "people": ["person", "office", "tenure"],
    "engagements": ["mechanism", "engagement"],
    "instruments": ["instrument"],
    "commitments": ["undertaking"],
    "assessments": ["assessment"],
}


@pytest.fixture
def document(desk: Node) -> models.Document:
    assert desk
    return models.Document.objects.create(
        sha256="a" * 64,
        name="illustrative.txt",
        headline="Illustrative",
        language="fr",
        published="2025-03-28",
        text=TEXT,
        read_at=clock.now(),
    )


def proposed(document: models.Document, kind: str, **fact: Any) -> Proposal:
    """A proposal of a kind, said by the document's words."""
    start = TEXT.index(WORDS)
    row = models.Proposal.objects.create(
        document=document,
        kind=kind,
        fact={**FACTS[kind], **fact},
        start=start,
        end=start + len(WORDS),
        rule="illustrative",
        confidence=90,
    )
    (found,) = papers.proposals(belonging.NODE, numbers=[row.pk])
    return found


@pytest.mark.parametrize("kind", FACTS)
def test_a_proposal_becomes_items_that_say_where_they_come_from(kind: str, document: models.Document) -> None:
    items = [to_json(item) for item in accepting.items(proposed(document, kind), mended={})]
    assert [item["type"] for item in items] == BECOMES[kind]
    source = items[-1]["source"]
    assert (source["document"], source["words"], source["published"]) == ("a" * 64, TEXT, "2025-03-28")
    assert TEXT[source["start"] : source["end"]] == source["words"]


@pytest.mark.parametrize("kind", FACTS)
def test_the_same_fact_accepted_twice_is_one_item(kind: str, document: models.Document) -> None:
    proposal = proposed(document, kind)
    assert accepting.items(proposal, mended={}) == accepting.items(proposal, mended={})


@pytest.mark.parametrize("kind", ["commitments", "instruments"])
def test_what_leaders_gave_may_be_taken_as_an_orientation(kind: str, document: models.Document) -> None:
    (item,) = accepting.items(proposed(document, kind), mended={}, as_noun=accepting.ORIENTATION)
    plain = to_json(item)
    assert (plain["type"], plain["by"], plain["text"]) == ("orientation", ["LA", "VN"], {"fr": WORDS})


@pytest.mark.parametrize("kind", ["people", "engagements", "assessments"])
def test_nothing_else_is_an_orientation(kind: str, document: models.Document) -> None:
    with pytest.raises(ProposalError, match="only a commitment can be an orientation"):
        accepting.items(proposed(document, kind), mended={}, as_noun=accepting.ORIENTATION)


def test_what_the_officer_mends_stands_in_the_item(document: models.Document) -> None:
    (item,) = accepting.items(
        proposed(document, "commitments"), mended={"domain": "border", "due": "2027-05"}
    )
    plain = to_json(item)
    assert (plain["domain"], plain["due"]) == ("border", "2027-05")


def test_a_field_that_the_fact_has_not_cannot_be_mended(document: models.Document) -> None:
    with pytest.raises(ProposalError, match=r"it has no field place \(its fields: by, domain, due"):
        accepting.items(proposed(document, "commitments"), mended={"place": "Vientiane"})


@pytest.mark.parametrize("kind", FACTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_whatever_is_mended_gives_items_or_a_refusal(
    kind: str, data: st.DataObject, document: models.Document
) -> None:
    field = data.draw(st.sampled_from(sorted(FACTS[kind])))
    lists, words = st.lists(st.text(max_size=4), min_size=1, max_size=2), st.none() | st.text(max_size=8)
    numbers = st.integers(0) if field in ("year", "ordinal") else st.nothing()
    value = data.draw(lists if field in ("by", "on", "parties", "principals") else words | numbers)
    with contextlib.suppress(ProposalError):
        assert accepting.items(proposed(document, kind), mended={field: value})


def test_a_range_is_accepted_whole_or_not_at_all(desk: Node, document: models.Document) -> None:
    good, bad = proposed(document, "commitments"), proposed(document, "people", party=None)
    done = desk.run("accept", str(good.number), str(bad.number))
    assert done.code == 1
    assert (
        f"Proposal {bad.number} cannot be accepted so: the text does not say of which party" in done.refused
    )
    assert desk.tables("private")["private_ownitem"] == []
    assert len(desk.data("accept")) == 2


def test_among_all_what_lacks_something_is_left_open(desk: Node, document: models.Document) -> None:
    good, bad = proposed(document, "commitments"), proposed(document, "people", party=None)
    said = desk.do("accept", "--all")
    assert f"{bad.number}: left open: the text does not say of which party; set party" in said
    assert f"{good.number}: accepted as undertaking-" in said
    assert [row["number"] for row in desk.data("accept")] == [bad.number]
    desk.do("accept", str(bad.number), "--set", "party=LA")
    assert desk.data("accept") == []


def test_what_was_settled_is_not_settled_again(desk: Node, document: models.Document) -> None:
    one = proposed(document, "commitments")
    desk.do("accept", str(one.number), "--reject")
    assert "it is rejected already" in desk.run("accept", str(one.number)).refused


def test_somebody_in_the_common_record_is_not_taken_for_somebody_new(document: models.Document) -> None:
    known = Person(
        id=ItemId("person-exempla"), party=Party("VN"), name="Íllustra Exémpla", spellings=("I. Exempla",)
    )
    person, _, tenure = accepting.items(proposed(document, "people"), mended={}, agreed=(known,))
    assert person == evolve(known, spellings=("I. Exempla", "Illustra Exempla"))
    assert isinstance(tenure, Tenure)
    assert tenure.person == known.id


def test_an_entry_found_to_be_another_persons_is_that_other_one(document: models.Document) -> None:
    person, *_ = accepting.items(proposed(document, "people"), mended={})
    other = Person(id=ItemId("person-other"), party=Party("VN"), name="Another Name")
    own.keep_own(person, compact=belonging.NODE, at=clock.now())
    own.keep_own(other, compact=belonging.NODE, at=clock.now())
    people.keep_same(person.id, other.id, compact=belonging.NODE, at=clock.now())
    assert accepting.person_named("Illustra Exempla", compact=belonging.NODE) == other
    assert people.part(person.id, compact=belonging.NODE)
    assert accepting.person_named("Illustra Exempla", compact=belonging.NODE) == person
