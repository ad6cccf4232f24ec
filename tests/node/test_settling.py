"""Settling proposals and taking it back: whatever the order, taking everything back leaves what was there."""

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.cooperation.document import to_json
from foedus.cooperation.office import Person
from foedus.reading.sentences import sentences
from foedus.terms import ItemId, Language, Party
from foedus_node import clock
from foedus_node.desk import settling
from foedus_node.desk.errors import ProposalError, SettledError
from foedus_node.storage.private import belonging, models, own, papers
from foedus_node.storage.private.papers import Proposal
from tests.node.nodes import Node
from tests.node.test_accepting import FACTS, document, proposed

__all__ = ["document"]


def held() -> dict[str, object]:
    return {item.id: to_json(item) for item in own.own_items(belonging.NODE)}


def state(proposal: Proposal) -> tuple[str, str]:
    (now,) = papers.proposals(belonging.NODE, numbers=[proposal.number])
    return now.state, now.item


def test_what_was_accepted_and_taken_back_leaves_no_trace(document: models.Document) -> None:
    proposal = proposed(document, "engagements")
    items = settling.accept(proposal, mended={"place": "Vientiane"})
    assert held() == {item.id: to_json(item) for item in items}
    assert state(proposal) == ("accepted", items[-1].id)
    assert settling.take_back(proposal) == ()
    assert (held(), state(proposal)) == ({}, ("open", ""))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)), data=st.data())
def test_in_whatever_order_decisions_are_taken_back_what_others_wrote_stays(
    document: models.Document, order: list[int], data: st.DataObject
) -> None:
    models.OwnItem.objects.all().delete()
    names = data.draw(
        st.lists(st.sampled_from(["Illustra Exempla", "Exemplo Ficta"]), min_size=4, max_size=4)
    )
    proposals = [proposed(document, "people", name=name) for name in names]
    for proposal in proposals:
        settling.accept(proposal, mended={})
    for at, number in enumerate(order):
        settling.take_back(proposals[number])
        left = {names[one] for one in order[at + 1 :]}
        people = {item.name for item in own.own_items(belonging.NODE) if isinstance(item, Person)}
        offices = [name for name in held() if name.startswith("office-")]
        assert (people, len(offices)) == (left, bool(left))
    assert held() == {}


def test_what_was_changed_in_another_way_since_stays_and_is_named(document: models.Document) -> None:
    proposal = proposed(document, "people")
    person, *_ = settling.accept(proposal, mended={})
    changed = Person(id=person.id, party=Party("VN"), name="Illustra Exempla", spellings=("I. Exempla",))
    own.keep_own(changed, compact=belonging.NODE, at=clock.now())
    assert settling.take_back(proposal) == (person.id,)
    assert held() == {person.id: to_json(changed)}


def test_a_proposal_is_settled_once(document: models.Document) -> None:
    proposal = proposed(document, "commitments")
    settling.reject(proposal)
    for again in (lambda: settling.accept(proposal, mended={}), lambda: settling.reject(proposal)):
        with pytest.raises(SettledError, match="rejected already"):
            again()
    settling.take_back(proposal)
    with pytest.raises(SettledError, match="open already"):
        settling.take_back(proposal)


def test_a_person_merged_with_one_we_know_gives_them_the_spelling_and_the_office(
    document: models.Document,
) -> None:
    known = Person(id=ItemId("person-exempla"), party=Party("VN"), name="Illustra Exempla-Ficta")
    own.keep_own(known, compact=belonging.NODE, at=clock.now())
    proposal = proposed(document, "people")
    settling.merge(proposal, known, mended={}, ours_alone=True)
    now = own.own_item(known.id, compact=belonging.NODE)
    assert isinstance(now, Person)
    assert now.spellings == ("Illustra Exempla",)
    tenures = [one for one in own.own_items(belonging.NODE) if one.noun() == "tenure"]
    assert [to_json(one)["person"] for one in tenures] == [known.id]
    assert state(proposal) == ("accepted", known.id)


def test_a_thing_of_ours_learns_what_it_did_not_say_and_keeps_what_it_did(document: models.Document) -> None:
    (known,) = settling.accept(proposed(document, "commitments", due=None), mended={"force": "pledged"})
    later = proposed(document, "commitments", gist="autrement dit")
    settling.merge(later, known, mended={}, ours_alone=True)
    assert held() == {known.id: {**to_json(known), "due": "2026"}}
    settling.take_back(later)
    assert held() == {known.id: to_json(known)}


def test_what_all_have_signed_learns_nothing(document: models.Document) -> None:
    (known,) = settling.accept(proposed(document, "commitments"), mended={})
    models.OwnItem.objects.all().delete()
    assert settling.merge(proposed(document, "commitments"), known, mended={}, ours_alone=False) == ()
    assert held() == {}


def test_a_proposal_is_merged_only_with_a_thing_of_its_sort(document: models.Document) -> None:
    known = Person(id=ItemId("person-x"), party=Party("VN"), name="X")
    with pytest.raises(ProposalError, match="person-x is no undertaking"):
        settling.merge(proposed(document, "commitments"), known, mended={}, ours_alone=True)


def test_an_office_worded_in_more_languages_is_not_worded_anew(document: models.Document) -> None:
    first = proposed(document, "people")
    _, office, _ = settling.accept(first, mended={})
    titled = {**to_json(office), "title": {"en": "minister of defence", "fr": "ministre de la Défense"}}
    models.OwnItem.objects.filter(name=office.id).update(document=titled)
    settling.accept(proposed(document, "people", name="Exemplo Ficta"), mended={})
    assert held()[office.id] == titled
    assert Language("fr") in titled["title"]


def test_every_sort_of_fact_has_a_noun_it_becomes(desk: Node) -> None:
    assert desk
    assert settling.NOUNS.keys() == FACTS.keys()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(
            ["Le M. Exempla a dit. ", "Une phrase qui dure, ", "Fin!\n", "\n\n", "x" * 500, "Oui. "]
        ),
        min_size=30,
        max_size=120,
    ),
    place=st.integers(min_value=0),
)
def test_the_sentence_of_a_proposal_is_the_same_however_long_the_document(
    document: models.Document, parts: list[str], place: int
) -> None:
    text = "".join(parts)
    start = place % (len(text) - 1)
    proposal = evolve(proposed(document, "commitments"), start=start, end=start + 1, words=text[start])
    models.Document.objects.update(text=text)
    whole = [(a, max(b, start + 1)) for a, b in sentences(text) if a <= start < b]
    quoted = [(a, b, text[a:b]) for a, b in whole if b - a <= 600]
    assert papers.sentence_of(proposal) == (quoted[0] if quoted else (start, start + 1, text[start]))
