"""Accepting a proposal: the fact a reader found becomes an item that we hold true.

Names are made from what the fact says, so that accepting the same fact from two documents
gives one item. What the fact lacks and an item needs is asked for, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Person
from foedus.cooperation.persons import named, spelt
from foedus.errors import DocumentError, Fault
from foedus.phrase import joined, phrase
from foedus.record import canonical
from foedus.terms import Level
from foedus_node.desk.errors import ProposalError
from foedus_node.storage.private import own, papers, people, readings
from foedus_node.storage.private.papers import Proposal

Fact = Mapping[str, Any]
Document = dict[str, Any]


@frozen(kw_only=True)
class Named:
    """Who bears a name, as far as we know.

    Attributes:
        compact: where they are known.
        agreed: the people in the common record among whom it is asked.
        meant: whom the officer takes every name for.
    """

    compact: str
    agreed: Collection[Person] = ()
    meant: Person | None = None

    def __call__(self, name: str) -> Person | None:
        """The person who bears a name; None for nobody, or several."""
        return self.meant or person_named(name, compact=self.compact, agreed=self.agreed)

    def new_item(self, name: str) -> str:
        """A name for the item of somebody new: of their letters, and of more where another's is of these."""
        plain = f"person-{slug(name)}"
        taken = {person.id for person in (*readings.own_people(self.compact), *self.agreed)}
        return plain if plain not in taken else f"{plain}-{_digits(name)}"


_LEVELS = (
    ("general secretary", Level.HEAD_OF_STATE),
    ("head of state", Level.HEAD_OF_STATE),
    ("president", Level.HEAD_OF_STATE),
    ("prime minister", Level.HEAD_OF_GOVERNMENT),
    ("deputy minister", Level.DEPUTY_MINISTER),
    ("vice minister", Level.DEPUTY_MINISTER),
    ("minister", Level.MINISTER),
    ("chief of the general staff", Level.CHIEF_OF_STAFF),
    ("command", Level.COMMAND),
)
"""The level of an office by the words in its title; the first that fits, so the order matters."""

ORIENTATION = "orientation"
"""What a commitment or an instrument may be accepted as, where leaders gave it."""


def items(
    proposal: Proposal,
    *,
    mended: Mapping[str, Any],
    as_noun: str | None = None,
    agreed: Collection[Person] = (),
    meant: Person | None = None,
) -> tuple[Item, ...]:
    """The items that a proposal becomes, with the officer's corrections.

    Args:
        proposal: the proposal.
        mended: fields of the fact that the officer sets otherwise.
        as_noun: `orientation`, to take a commitment as one.
        agreed: the people in the common record, so that none of them is taken for somebody new.
        meant: whom the officer takes the person of the fact for, whatever the name says.

    Raises:
        ProposalError: the fact lacks something, or a correction does not fit.
    """
    fact = {**proposal.fact, **mended}
    if unknown := mended.keys() - FIELDS[proposal.kind]:
        known = ", ".join(sorted(FIELDS[proposal.kind]))
        reason = phrase(
            "it has no field {unknown} (its fields: {known})", unknown=sorted(unknown), known=known
        )
        raise ProposalError(number=proposal.number, reason=reason)
    build = _orientation if as_noun == ORIENTATION else _BUILDERS[proposal.kind]
    named = Named(compact=proposal.compact, agreed=agreed, meant=meant)
    try:
        built = build(fact, proposal, named)
        return tuple(from_json(_bare(document)) for document in built)
    except DocumentError as error:
        faults = joined(map(at_its_place, error.faults), "; ")
        raise ProposalError(number=proposal.number, reason=faults) from None


def at_its_place(fault: Fault) -> str:
    """A fault as a reason tells it: where it stands, and what it is."""
    return phrase("{at}: {reason}", at=fault.path.removeprefix("$."), reason=fault.reason)


def slug(words: str) -> str:
    """Words as part of an item's name: `Tô Lâm` gives `to-lam`."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    # Words in a script with no ASCII letters still need a name of their own.
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:40].strip("-") or _digits(words)


def level_of(office: str) -> Level | None:
    """The level of an office, by its English title; None where the words do not tell."""
    plain = office.lower().replace("-", " ")
    return next((level for words, level in _LEVELS if words in plain), None)


def person_named(name: str, *, compact: str, agreed: Collection[Person] = ()) -> Person | None:
    """The person who bears a name in a compact, in any spelling: of ours, else of the common record.

    Of an entry that was found to be another person's, it is that other one. Where several bear it, it is
    the one of whom it is written just so; else nobody, for it is not to be guessed who is meant.
    """
    ours = {item.id: item for item in readings.own_people(compact) if isinstance(item, Person)}
    known = {**{person.id: person for person in agreed}, **ours}
    bearing = [*named((*ours.values(), *agreed), name)]
    same = people.same(compact)
    found = {same.get(person.id, person.id): person for person in reversed(bearing)}
    if len(found) > 1:
        found = {kept: person for kept, person in found.items() if name in spelt(person)}
    if len(found) != 1:
        return None
    ((kept, person),) = found.items()
    return known.get(kept) or evolve(person, id=kept)


def _people(fact: Fact, proposal: Proposal, named: Named) -> Iterator[Document]:
    if not fact.get("name"):
        raise ProposalError(number=proposal.number, reason="a person needs a name; set name")
    if not fact.get("party"):
        raise ProposalError(number=proposal.number, reason="the text does not say of which party; set party")
    known = named(fact["name"])
    person: Document = {"type": "person", "party": fact["party"], "name": fact["name"]}
    person["id"] = known.id if known else named.new_item(fact["name"])
    if known:
        spellings = {*known.spellings, fact["name"]} - {known.name, *known.names.values()}
        person = {**to_json(known), "spellings": sorted(spellings)}
    yield person
    for title in (fact.get("office") or "").split("; "):
        if not title:
            continue
        office = f"office-{fact['party'].lower()}-{slug(title)}"
        # One of ours may have been worded in more languages since; it is not worded anew.
        held = own.own_item(office, compact=proposal.compact)
        yield (
            to_json(held)
            if held
            else {
                "type": "office",
                "id": office,
                "party": fact["party"],
                "title": {"en": title},
                "level": level_of(title),
            }
        )
        yield {
            "type": "tenure",
            "id": f"tenure-{_digits(person['id'], office, fact.get('rank'))}",
            "person": person["id"],
            "office": office,
            "rank": fact.get("rank") or "",
            "rank_printed": fact.get("rank_printed") or "",
            "source": _source(proposal),
        }


def _engagements(fact: Fact, proposal: Proposal, named: Named) -> Iterator[Document]:
    mechanism = _mechanism(fact, compact=proposal.compact)
    if mechanism:
        yield mechanism
    principals = (named(name) for name in fact.get("principals") or ())
    yield {
        "type": "engagement",
        "id": f"engagement-{_of(proposal)}",
        "kind": fact["kind"],
        "status": fact["status"],
        "when": _period(fact),
        "place": fact.get("place") or "",
        "parties": fact.get("parties"),
        "principals": list(dict.fromkeys(person.id for person in principals if person)),
        "mechanism": mechanism["id"] if mechanism else None,
        "session": fact.get("ordinal") if mechanism else None,
        "source": _source(proposal),
    }


def _mechanism(fact: Fact, *, compact: str) -> Document | None:
    series, parties = fact.get("series"), sorted(fact.get("parties") or ())
    if not series or not parties:
        return None
    name = f"mechanism-{slug(series)}-{'-'.join(parties).lower()}"[:64].strip("-")
    known = own.own_item(name, compact=compact)
    if isinstance(known, Mechanism):
        document = to_json(known)
    else:
        document = {"type": "mechanism", "id": name, "title": {"en": series}, "kind": fact["kind"]}
        document["parties"] = parties
    if number := fact.get("ordinal"):
        sessions = {one["number"]: one for one in document.get("sessions", ())}
        told = _bare({"number": number, "when": _period(fact), "place": fact.get("place")})
        sessions[number] = {**told, **sessions.get(number, {})}
        document["sessions"] = [sessions[one] for one in sorted(sessions)]
    return document


def _instruments(fact: Fact, proposal: Proposal, _: Named) -> Iterator[Document]:
    yield {
        "type": "instrument",
        "id": f"instrument-{_of(proposal)}",
        "kind": fact["kind"],
        "title": {proposal.language: proposal.words},
        "year": fact.get("year"),
        "parties": fact.get("parties"),
        "status": fact["status"],
        "source": _source(proposal),
    }


def _commitments(fact: Fact, proposal: Proposal, _: Named) -> Iterator[Document]:
    yield {
        "type": "undertaking",
        "id": f"undertaking-{_of(proposal)}",
        "force": fact["force"],
        "by": fact.get("by"),
        "on": fact.get("on"),
        "domain": fact["domain"],
        "due": fact.get("due"),
        "gist": {proposal.language: fact["gist"]},
        "source": _source(proposal),
    }


def _assessments(fact: Fact, proposal: Proposal, _: Named) -> Iterator[Document]:
    yield {
        "type": "assessment",
        "id": f"assessment-{_of(proposal)}",
        "by": fact.get("by"),
        "about": fact["about"],
        "polarity": fact["polarity"],
        "given": proposal.published or None,
        "source": _source(proposal),
    }


def _orientation(fact: Fact, proposal: Proposal, _: Named) -> Iterator[Document]:
    if proposal.kind not in ("commitments", "instruments"):
        raise ProposalError(number=proposal.number, reason="only a commitment can be an orientation")
    yield {
        "type": "orientation",
        "id": f"orientation-{_of(proposal)}",
        "text": {proposal.language: fact.get("gist") or proposal.words},
        "by": fact.get("by") or fact.get("parties"),
        "domain": fact.get("domain"),
        "given": proposal.published or None,
        "source": _source(proposal),
    }


def _source(proposal: Proposal) -> Document | None:
    if not proposal.words:
        return None
    start, end, words = papers.sentence_of(proposal)
    return _bare(
        {
            "document": proposal.document,
            "title": proposal.headline,
            "published": proposal.published or None,
            "start": proposal.begins + start,
            "end": proposal.begins + end,
            "words": words,
        }
    )


def _period(fact: Fact) -> str | None:
    start, end = fact.get("start"), fact.get("end")
    return f"{start}/{end}" if start and end and start != end else start or end


def _of(proposal: Proposal) -> str:
    """What tells one proposal's item from another's: the sort of fact, and its place in its document.

    Not what the fact says: a reader that words it better tomorrow must not make it another thing.
    """
    sort = proposal.fact.get("force") or proposal.fact.get("kind")
    start, end = proposal.begins + proposal.start, proposal.begins + proposal.end
    return _digits(proposal.document, proposal.kind, sort, start, end)


def _digits(*parts: Any) -> str:
    return canonical.digest(canonical.encode([*parts]))[:8]


def _bare(document: Document) -> Document:
    """A document without its empty fields."""
    return {name: value for name, value in document.items() if value not in (None, "", [], ())}


_BUILDERS: Mapping[str, Callable[[Fact, Proposal, Named], Iterator[Document]]] = {
    "people": _people,
    "engagements": _engagements,
    "instruments": _instruments,
    "commitments": _commitments,
    "assessments": _assessments,
}
FIELDS: Mapping[str, frozenset[str]] = {
    "people": frozenset({"name", "rank", "office", "party"}),
    "engagements": frozenset(
        {"kind", "status", "start", "end", "place", "parties", "principals", "series", "ordinal"}
    ),
    "instruments": frozenset({"kind", "year", "status", "parties"}),
    "commitments": frozenset({"force", "by", "on", "domain", "due", "gist"}),
    "assessments": frozenset({"by", "about", "polarity"}),
}
