"""Which things may read otherwise than the index has them, found without folding anything.

Every entry of the record and every change of what is ours alone touches things by name: a report the
one that it speaks of, a signature those that its act sets, a thing of ours itself. Where that cannot be
told, or a change reaches too far (another day, a kind, who is whom), nothing is told, and the whole is
worked out anew (`indexing`).
"""

from collections.abc import Iterable, Iterator

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.office import Person
from foedus.cooperation.persons import meant, spelt
from foedus.record import descent
from foedus.record.entry import EntryType
from foedus.terms import ItemId
from foedus_node.desk.finding import words_of
from foedus_node.desk.parts import read
from foedus_node.storage.common import ledger
from foedus_node.storage.index import models
from foedus_node.storage.index.shelf import Mark
from foedus_node.storage.private import own, people

MOST = 2000
"""How many things are worked out one by one; beyond that the whole is."""

_PLAIN = (EntryType.REPORT, EntryType.DOC, EntryType.MANDATE, EntryType.KEYS)
"""Entries that put nothing in force."""
_SPEAKING = (EntryType.SIGN, EntryType.DECLINE)
_KIND = "kind-"


def touched(compact: str, *, before: Mark | None, now: Mark) -> frozenset[ItemId] | None:
    """The things that may have changed since an index was made; None where all of them may have.

    Args:
        compact: the compact.
        before: what the index was made from; None: there is none.
        now: what there is now.
    """
    if before is None or (before.day, before.edition) != (now.day, now.edition):
        return None
    if before.ours.partition("~")[2] != now.ours.partition("~")[2]:
        return None  # who is whom: whatever names them reads otherwise
    since = ledger.since_row(compact, before.entry) if before.entry != now.entry else ()
    sorts = {EntryType(sort) for sort, _ in since}
    if sorts - {*_PLAIN, *_SPEAKING}:
        return None
    found = {ItemId(about) for sort, about in since if sort == EntryType.REPORT.value}
    if acts := {about for sort, about in since if EntryType(sort) in _SPEAKING}:
        found |= _set_by(compact, acts)
    if before.ours != now.ours:
        found |= set(_ours(compact))
    reaches_far = len(found) > MOST or any(name.startswith(_KIND) for name in found)
    return None if reaches_far else frozenset(found)


def _set_by(compact: str, acts: Iterable[str]) -> set[ItemId]:
    """What some acts set, those that they void, and all that build on one of them."""
    held = ledger.settled(compact)
    spoken = [name for name in acts if name in held.acts]
    voided = [name for one in spoken for name in held.acts[one].voids]
    all_of_them = descent.fell(set(), (*spoken, *voided), descent.heirs(held.acts))
    return {ItemId(item) for name in all_of_them if name in held.acts for item in held.acts[name].bases}


def _ours(compact: str) -> Iterator[ItemId]:
    """What is ours and the index has otherwise or not at all, and what it has as ours that is no longer."""
    same, ours = people.same(compact), own.own_documents(compact)
    rows = models.Item.objects.filter(compact=compact)
    shown = dict(rows.filter(ours_alone=True).values_list("name", "document"))
    agreed = set(_among(compact, ours.keys() - shown.keys()))
    for name, document in ours.items():
        if ItemId(name) in same or name in agreed:
            continue
        if shown.get(name) != document and (
            name not in shown or shown[name] != to_json(meant(from_json(document), same))
        ):
            yield ItemId(name)
    yield from (ItemId(name) for name in shown.keys() - ours.keys())
    yield from _respelt(compact)


def _among(compact: str, names: Iterable[str]) -> Iterator[str]:
    wanted = sorted(names)
    for at in range(0, len(wanted), 500):
        rows = models.Item.objects.filter(compact=compact, name__in=wanted[at : at + 500])
        yield from rows.filter(ours_alone=False).values_list("name", flat=True)


def _respelt(compact: str) -> Iterator[ItemId]:
    """The people in force whom the index does not find by just the spellings that we know of them."""
    standing = {*people.same(compact).values()}
    rows = models.Item.objects.filter(compact=compact, noun="person", ours_alone=False)
    words, known = dict(rows.values_list("name", "words")), read(rows)
    ours = own.own_among(known, compact=compact)
    for name, (item, _) in known.items():
        entries = [one for one in (item, ours.get(name)) if isinstance(one, Person)]
        forms = dict.fromkeys(form for one in entries for form in spelt(one))
        if name in standing or words[name] != words_of(item, spellings=forms):
            yield ItemId(name)
