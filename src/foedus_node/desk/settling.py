"""Settling what the reader proposed: accept, merge with what is known, reject, and take any of it back.

Also what there is to know before: what would change in what we hold true, and which things we know
are alike. All of it is ours alone, and what a proposal becomes belongs where its document does. The
caller holds the node's lock where something is written.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, Final

from attrs import frozen
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.persons import spelt
from foedus.cooperation.spelling import folded
from foedus.errors import DocumentError
from foedus.phrase import joined, phrase
from foedus.terms import Language, wording_in
from foedus_node import clock
from foedus_node.desk import accepting, learning
from foedus_node.desk.errors import ProposalError, SettledError
from foedus_node.desk.finding import sound_words
from foedus_node.desk.likeness import Why, likest
from foedus_node.storage.index import models as index
from foedus_node.storage.index import shelf
from foedus_node.storage.private import lessons, own, papers, people, readings, writing
from foedus_node.storage.private.lessons import Verdict
from foedus_node.storage.private.papers import Proposal
from foedus_node.storage.private.readings import Wrote

NOUNS: Final[Mapping[str, str]] = {
    "people": "person",
    "engagements": "engagement",
    "instruments": "instrument",
    "commitments": "undertaking",
    "assessments": "assessment",
}
"""What each sort of proposal becomes."""

_ALIKE = 70
_FEW = 5
_LOOKED_AT = 300
_PEOPLE_LOOKED_AT = 200
_LETTERS = 4
"""The letters of a part of a name by which those who may bear it are found."""


@frozen
class Likely:
    """Something we know that a proposal may speak of, how alike they are, of 100, and of people by what."""

    item: Item
    score: int
    ours_alone: bool
    why: Why | None = None


@frozen
class Change:
    """What accepting would do to one thing: what is known now, and what would be held.

    Attributes:
        in_force: whether all have signed what is known; it stays, and ours is only kept beside it.
    """

    before: Item | None
    after: Item
    in_force: bool = False

    @property
    def fields(self) -> tuple[tuple[str, Any, Any], ...]:
        """The fields that would differ: name, now, then."""
        now = to_json(self.before) if self.before else {}
        then = to_json(self.after)
        names = dict.fromkeys((*now, *then))
        return tuple(
            (name, now.get(name), then.get(name))
            for name in names
            if name not in ("type", "id") and now.get(name) != then.get(name)
        )


def accept(
    proposal: Proposal,
    *,
    mended: Mapping[str, Any],
    as_noun: str | None = None,
    agreed: Collection[Person] = (),
    meant: Person | None = None,
    looked: bool = True,
) -> tuple[Item, ...]:
    """Hold a proposal true; gives what it became.

    Args:
        proposal: the proposal.
        mended: fields of the fact that the officer sets otherwise.
        as_noun: `orientation`, to take a commitment or an instrument as one.
        agreed: the people in the common record whom it may name.
        meant: the person known already, where the officer says who it is.
        looked: whether it is decided by itself, and not among many.

    Raises:
        SettledError: somebody settled it before.
        ProposalError: the fact lacks something, or a correction does not fit.
    """
    items = accepting.items(proposal, mended=mended, as_noun=as_noun, agreed=agreed, meant=meant)
    _hold(proposal, items, became=_main(items).id, mended=mended, looked=looked)
    return items


def merge(
    proposal: Proposal,
    known: Item,
    *,
    mended: Mapping[str, Any],
    ours_alone: bool,
    agreed: Collection[Person] = (),
) -> tuple[Item, ...]:
    """Take a proposal for something we know already, which learns from it what it did not say.

    A person learns the spelling and the office; another thing of ours the fields that it left open. What all
    have signed is not touched.

    Raises:
        SettledError: somebody settled it before.
        ProposalError: it is of another sort, or a correction does not fit.
    """
    if known.noun() != NOUNS[proposal.kind]:
        raise ProposalError(
            number=proposal.number,
            reason=phrase("{id} is no {nouns}", id=known.id, nouns=NOUNS[proposal.kind]),
        )
    if isinstance(known, Person):
        return accept(proposal, mended=mended, agreed=agreed, meant=known)
    *beside, told = accepting.items(proposal, mended=mended, agreed=agreed)
    items = (*beside, _learned(proposal, known, told)) if ours_alone else ()
    _hold(proposal, items, became=known.id, mended=mended, looked=True)
    return items


def reject(proposal: Proposal, *, looked: bool = True) -> None:
    """Say that a proposal is not so.

    Args:
        proposal: the proposal.
        looked: whether it is decided by itself, and not among many.

    Raises:
        SettledError: somebody settled it before.
    """
    with writing.all_or_none():
        _refuse_settled(proposal)
        papers.settle(proposal.number, accepted=False)
        lessons.note(proposal, Verdict.REJECTED, mended={}, looked=looked, at=clock.now())


def take_back(proposal: Proposal) -> tuple[str, ...]:
    """Open a settled proposal again and undo what it wrote; gives the things that others changed since.

    Raises:
        SettledError: it is open.
    """
    with writing.all_or_none():
        now = papers.proposals(proposal.compact, numbers=[proposal.number])
        if not now or now[0].state == "open":
            raise SettledError(number=proposal.number, state="open")
        lessons.forget(proposal)
        return readings.take_back(now[0], at=clock.now())


def changes(compact: str, items: Collection[Item]) -> tuple[Change, ...]:
    """What holding these true would change among what we know, thing by thing."""
    known = {row.name: row for row in shelf.items(compact, [item.id for item in items])}
    return tuple(
        Change(
            before=from_json(known[item.id].document) if item.id in known else None,
            after=item,
            in_force=item.id in known and not known[item.id].ours_alone,
        )
        for item in items
    )


# --- whom and what we know --------------------------------------------------------------------


def known_people(compact: str, names: Iterable[str]) -> tuple[Person, ...]:
    """The people in force in a compact whom one of these names may mean: those who share a part of it."""
    found: dict[str, Person] = {}
    for name in names:
        for row in _bearing(compact, name):
            item = from_json(row.document)
            if isinstance(item, Person) and not row.ours_alone:
                found[item.id] = item
    return tuple(found.values())


def alike_people(compact: str, *, name: str, party: str, office: str = "") -> tuple[Likely, ...]:
    """The people of a party whose names are like one, the most alike first.

    Those who are said to hold the same office need be less alike.
    """
    rows = {row.name: row for row in (*_bearing(compact, name), *_sounding(compact, name))}
    same_office = _holding(compact, party=party, office=office) if office else frozenset()
    rows |= {row.name: row for row in shelf.items(compact, same_office - rows.keys())}
    merged = people.same(compact)
    found = []
    for row in rows.values():
        item = from_json(row.document)
        if not isinstance(item, Person) or item.party != party or item.id in merged:
            continue
        most = likest((name,), spelt(item))
        if most.score >= (_ALIKE - 10 if item.id in same_office else _ALIKE):
            found.append(Likely(item, most.score, row.ours_alone, most.why))
    return tuple(sorted(found, key=lambda one: (-one.score, one.item.id))[:_FEW])


def alike_things(compact: str, proposal: Proposal, *, mended: Mapping[str, Any]) -> tuple[Likely, ...]:
    """The things we know that a proposal may speak of, the most alike first; of people, `alike_people`."""
    fact = {**proposal.fact, **mended}
    rows = index.Item.objects.filter(compact=compact, noun=NOUNS[proposal.kind])
    for field in ("kind", "domain", "polarity"):
        if fact.get(field):
            rows = rows.filter(**{f"document__{field}": fact[field]})
    found = []
    for row in rows.order_by("-pk")[:_LOOKED_AT]:
        score = round(_alike(fact, row.document))
        if score >= _ALIKE:
            found.append(Likely(from_json(row.document), score, row.ours_alone))
    return tuple(sorted(found, key=lambda one: (-one.score, one.item.id))[:_FEW])


def thing(compact: str, name: str) -> tuple[Item, bool] | None:
    """Something we know by its name, and whether it is ours alone."""
    rows = shelf.items(compact, [name])
    return (from_json(rows[0].document), rows[0].ours_alone) if rows else None


def _bearing(compact: str, name: str) -> Iterator[index.Item]:
    seen = set()
    for part in folded(name).split():
        if len(part) < 2:
            continue
        for row in shelf.search(compact, part[:_LETTERS], most=_PEOPLE_LOOKED_AT, nouns=("person",)):
            if row.name not in seen:
                seen.add(row.name)
                yield row


def _sounding(compact: str, name: str) -> QuerySet[index.Item]:
    """The people whose names sound like one, however they are spelt."""
    asked = (Q(words__contains=word) for word in sound_words((name,)))
    people_known = index.Item.objects.filter(compact=compact, noun="person")
    return people_known.filter(reduce(or_, asked, Q(pk__in=()))).order_by("pk")[:_PEOPLE_LOOKED_AT]


def _holding(compact: str, *, party: str, office: str) -> frozenset[str]:
    """Who is said to hold an office of a party, by its English title."""
    wanted = {folded(one) for one in office.split("; ")}
    offices = [
        row.name
        for row in index.Item.objects.filter(compact=compact, noun="office", document__party=party)[
            :_LOOKED_AT
        ]
        if isinstance(item := from_json(row.document), Office)
        and folded(wording_in(item.title, Language("en"))) in wanted
    ]
    tenures = (from_json(row.document) for row in shelf.naming(compact, offices, nouns=("tenure",)))
    return frozenset(one.person for one in tenures if isinstance(one, Tenure))


def _alike(fact: Mapping[str, Any], document: Mapping[str, Any]) -> float:
    """How alike a fact and a thing are, of 100: by their words, or by days, place and sides."""
    for said, written in (("gist", "gist"), ("about", "about")):
        if fact.get(said):
            words = document.get(written) or ""
            told = " ".join(words.values()) if isinstance(words, Mapping) else str(words)
            return fuzz.token_set_ratio(folded(str(fact[said])), folded(told))
    sides = 40 if set(fact.get("parties") or ()) == set(document.get("parties") or ()) else 0
    when = str(document.get("when") or document.get("year") or document.get("signed") or "")
    start = str(fact.get("start") or fact.get("year") or "")
    near = (
        40
        if start and when and (when.startswith(start) or start.startswith(when.split("/", maxsplit=1)[0]))
        else 0
    )
    place = (
        20
        if fact.get("place") and folded(str(fact["place"])) == folded(str(document.get("place", "")))
        else 0
    )
    unsaid = 10 if not start or not when else 0
    return sides + near + place + unsaid + (20 if "year" in fact and near else 0)


def _main(items: Collection[Item]) -> Item:
    """The thing itself among what a proposal becomes: the person before their office, else the last."""
    return next((item for item in items if isinstance(item, Person)), [*items][-1])


def _learned(proposal: Proposal, known: Item, told: Item) -> Item:
    """A thing of ours with what it did not say, as a proposal tells it."""
    try:
        return from_json({**to_json(told), **_said(to_json(known))})
    except DocumentError as error:
        faults = joined(map(accepting.at_its_place, error.faults), "; ")
        raise ProposalError(number=proposal.number, reason=faults) from None


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def _hold(
    proposal: Proposal, items: Collection[Item], *, became: str, mended: Mapping[str, Any], looked: bool
) -> None:
    otherwise = learning.mended(proposal, mended)
    verdict = Verdict.MENDED if otherwise else Verdict.ACCEPTED
    with writing.all_or_none():
        _refuse_settled(proposal)
        before = own.kept_in(proposal.compact, [item.id for item in items])
        wrote = [Wrote(before.get(item.id), item) for item in items]
        for item in items:
            own.keep_own(item, compact=proposal.compact, at=clock.now())
        readings.note_taken(proposal.number, wrote)
        papers.settle(proposal.number, accepted=True, item=became)
        lessons.note(proposal, verdict, mended=otherwise, looked=looked, at=clock.now())


def _refuse_settled(proposal: Proposal) -> None:
    now = papers.proposals(proposal.compact, numbers=[proposal.number])
    if not now or now[0].state != "open":
        raise SettledError(number=proposal.number, state=now[0].state if now else "gone")
