"""Drafts: preparing a joint change, seeing what it would change, and making it an act.

A draft builds on the acts in force when its lines were written. If the other party's
amendment came into force meanwhile, the draft says so and must be looked at again: it
never overwrites in silence.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.consistency import Surroundings, faults_among
from foedus.cooperation.details import typed
from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.instrument import Instrument, Status
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import kinds_among
from foedus.cooperation.references import references
from foedus.errors import Fault, InconsistentError
from foedus.phrase import phrase
from foedus.record import act as act_room
from foedus.record import canonical
from foedus.record.act import Act, ActKind, Leaf, Root
from foedus.record.changes import Change, change, document
from foedus.record.holding import Holding
from foedus.terms import Date, ItemId, Language, item_id, language, party
from foedus_node import clock
from foedus_node.desk.register import common_items
from foedus_node.errors import DraftError, UnknownNameError, WhichDraftError
from foedus_node.storage.private import drafts, own
from foedus_node.storage.private.drafts import Draft, Line

Near: TypeAlias = Callable[[Collection[Item], Mapping[ItemId, Item]], Iterable[Item]]
"""How what bears on items is found: given them and what else the draft says, by name."""

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


@frozen
class Composed:
    """A draft made an act, with the leaves of its items."""

    act: Act
    leaves: tuple[Leaf, ...]


def digest(document: Any) -> str:
    """What a form carries of the words it was filled from, so that it is seen if they change meanwhile."""
    return canonical.digest(canonical.encode(document))[:16]


def words_now(draft: Draft | None, item: str, held: Holding) -> Mapping[str, Any] | None:
    """What is said of an item now: by the draft where it speaks of it, else in force; None where nothing."""
    if draft and (line := draft.line(item)):
        return line.document
    return document(held, held.settlement.in_force.get(item), item)


def fresh_name(noun: str) -> ItemId:
    """A name for a new item that nobody else will hit upon: `activity-7k3fqm`."""
    return ItemId(f"{noun}-" + "".join(secrets.choice(_LETTERS) for _ in range(6)))


def wanted(name: str, *, compact: str | None = None) -> Draft:
    """A draft by name.

    Args:
        name: its name; where several compacts have one so called, as `3fa9c1/winter`.
        compact: only this one's; None: any of the node, for its command line.

    Raises:
        UnknownNameError: there is none.
        WhichDraftError: several compacts have one of that name.
    """
    found = called(name, compact=compact)
    if found is None:
        # A refusal may end up in somebody's log or mail, so it names nothing that is ours alone.
        raise UnknownNameError(what="draft", name=name, where="`foedus draft show` lists those there are.")
    return found


def called(name: str, *, compact: str | None = None) -> Draft | None:
    """As `wanted`, but None where there is none.

    Raises:
        WhichDraftError: several compacts have one of that name.
    """
    if compact is not None:
        return drafts.draft(name, compact=compact)
    within, _, plain = name.rpartition("/")
    found = [one for one in drafts.drafts(plain) if one.compact.startswith(within)]
    if len(found) > 1:
        names = tuple(f"{one.compact[:12]}/{plain}" for one in found)
        raise WhichDraftError(name=plain, candidates=names)
    return found[0] if found else None


def begin(draft: Draft) -> Draft:
    """Begin a draft.

    Raises:
        DraftError: there is one of that name.
    """
    if drafts.draft(draft.name, compact=draft.compact):
        raise DraftError(draft=draft.name, reason="there is one of that name already")
    drafts.begin_draft(draft, at=clock.now())
    return draft


def begin_amendment(compact: str, item: str) -> Draft:
    """Begin an amendment of something in force, under the first number that is free."""
    taken = {one.name for one in drafts.draft_heads(compact)}
    name = next(f"amendment-{number}" for number in range(1, 10_000) if f"amendment-{number}" not in taken)
    title = {Language("en"): f"Amendment of {item}", Language("fr"): f"Amendement de {item}"}
    return begin(Draft(name, compact, ActKind.AMEND, title, "", (), None, ()))


def plans_for(draft: Draft | None, plans: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The plans whose line may be drafted: the draft's own, else those in force that no other succeeds.

    Args:
        draft: the draft.
        plans: the words of the plans in force, by name.
    """
    drafted = (
        [one.item for one in draft.lines if one.document and one.document["type"] == "plan"] if draft else []
    )
    if drafted:
        return tuple(drafted)
    return tuple(sorted(plans.keys() - {item.get("succeeds") for item in plans.values()}))


def plans_in_force(held: Holding) -> Mapping[str, Mapping[str, Any]]:
    """The words of the plans in force, by name."""
    return {one.id: one.item for one in held.lines() if one.item and one.item["type"] == "plan"}


def made(document: Mapping[str, Any], *, kinds: Mapping[str, Kind] | None = None) -> Item:
    """The item that a document as a person types it says: what is empty is left out, details are typed.

    Raises:
        DocumentError: it does not have the form; every fault, with its path.
    """
    said = {name: value for name, value in document.items() if value not in (None, "", [], {})}
    if "details" in said and kinds:
        said["details"] = typed(said["details"], kinds.get(str(said.get("kind"))))
    return from_json(said)


def put(draft: Draft, items: Iterable[Item], held: Holding, *, near: Near | None = None) -> None:
    """Put items into a draft, all or none: new ones, or other words for those in force.

    Args:
        draft: the draft.
        items: the items.
        held: the record.
        near: how what bears on them is found (`nearby`); None: everything is looked at.

    Raises:
        DraftError: one of them is given twice, or names something that nobody here knows.
    """
    items = tuple(items)
    refuse_faulty(draft, items, held, near=near)
    write(draft, items, held)


def write(draft: Draft, items: Iterable[Item], held: Holding) -> None:
    """Write items into a draft that were held against everything around them already; all or none."""
    in_force = held.settlement.in_force
    drafts.write_lines(draft, (Line(item.id, in_force.get(item.id), to_json(item)) for item in items))


def faults_in(
    draft: Draft, items: Collection[Item], held: Holding, *, awaited: Collection[str] = ()
) -> tuple[Fault, ...]:
    """Everything in items meant for a draft that does not hold together, at paths as `visit-2026.host`.

    Args:
        draft: the draft they are meant for.
        items: the items, each once.
        held: the record.
        awaited: names that nobody knows yet and that are not to be told as unknown.
    """
    around = surroundings(draft, items, held)
    unknown = (
        Fault(
            f"{item.id}.{path}",
            phrase("names {name}, which is neither in the draft, nor in force, nor ours", name=name),
        )
        for item in items
        for path, name in references(item, kinds=around.kinds)
        if name not in around.items and name not in awaited
    )
    return (*unknown, *faults_among(items, around))


def refuse_faulty(draft: Draft, items: Collection[Item], held: Holding, *, near: Near | None = None) -> None:
    """Hold items against the draft they are meant for and against everything around it.

    Args:
        draft: the draft.
        items: the items.
        held: the record.
        near: as of `put`.

    Raises:
        DraftError: one of them is given twice, or names something that nobody here knows.
        InconsistentError: they do not hold together with what stands around them; every fault.
    """
    given = Counter(item.id for item in items)
    if twice := sorted(name for name, times in given.items() if times > 1):
        raise DraftError(draft=draft.name, reason=phrase("{twice} is given more than once", twice=twice))
    around = surroundings(draft, items, held, near=near)
    for item in items:
        for path, name in references(item, kinds=around.kinds):
            if name not in around.items:
                reason = phrase(
                    "{name} is neither in it, nor in force, nor ours ({id}.{path})",
                    name=name,
                    id=item.id,
                    path=path,
                )
                raise DraftError(draft=draft.name, reason=reason)
    if faults := faults_among(items, around):
        raise InconsistentError(faults=faults)


def kinds_known(held: Holding) -> Mapping[str, Kind]:
    """The kinds of activity by name: as agreed, else as ours, else the built-in ones."""
    return kinds_among((*own.own_items(held.charter.hash), *common_items(held)))


def surroundings(
    draft: Draft, items: Collection[Item], held: Holding, *, near: Near | None = None
) -> Surroundings:
    """What stands around items put into a draft: in force, ours, in the draft, and they themselves.

    Args:
        draft: the draft.
        items: the items.
        held: the record.
        near: as of `put`.
    """
    drafted = {ItemId(line.item): from_json(line.document) for line in draft.lines if line.document}
    struck = {ItemId(line.item) for line in draft.lines if line.document is None}
    around = near(items, drafted) if near else (*own.own_items(held.charter.hash), *common_items(held))
    known = {item.id: item for item in around if item.id not in struck}
    known |= drafted | {item.id: item for item in items}
    parties = tuple(map(party, held.parties))
    return Surroundings(items=known, parties=parties, kinds=kinds_among(known.values()))


def strike(draft: Draft, item: str, held: Holding) -> None:
    """Let a draft strike out an item in force.

    Raises:
        UnknownNameError: it is not in force.
    """
    base = held.settlement.in_force.get(item)
    if base is None or document(held, base, item) is None:
        raise UnknownNameError(what="item in force", name=item, where="`foedus show` lists what is in force.")
    drafts.write_lines(draft, [Line(item, base, None)])


def take_out(draft: Draft, item: str) -> Line:
    """Take an item out of a draft again; gives what the draft said of it.

    Raises:
        UnknownNameError: the draft says nothing of it.
    """
    line = drafts.take_out(draft, item)
    if line is None:
        raise UnknownNameError(what="line of the draft", name=item, where="The draft's page lists its lines.")
    return line


def rename(draft: Draft, name: str) -> None:
    """Give a draft another name.

    Raises:
        ValueError: it is no name.
        DraftError: there is one of that name.
    """
    item_id(name)
    if drafts.draft(name, compact=draft.compact):
        raise DraftError(draft=draft.name, reason=phrase("there is one called {name} already", name=name))
    drafts.rename_draft(draft, name)


def open_offers(held: Holding, item: str) -> set[str]:
    """The acts on an item that somebody signed and that are neither in force nor void."""
    settled = held.settlement
    return {
        name
        for name, standing in settled.standings.items()
        if standing.signed
        and not standing.full
        and name not in settled.void
        and item in held.acts[name].bases
    }


def offers_beside(draft: Draft, held: Holding) -> Mapping[str, tuple[str, ...]]:
    """The open offers that set something of which a draft speaks too, each with what that is."""
    said = {line.item for line in draft.lines}
    settled = held.settlement
    return {
        name: tuple(sorted(said & held.acts[name].bases.keys()))
        for name, standing in settled.standings.items()
        if standing.signed
        and not standing.full
        and name not in settled.void
        and not said.isdisjoint(held.acts[name].bases)
    }


def rebase(draft: Draft, held: Holding) -> tuple[str, ...]:
    """Let a draft build on what is in force now; returns the items whose base changed."""
    moved = tuple(line for line in draft.lines if _overtaken(line, held))
    in_force = held.settlement.in_force
    drafts.write_lines(draft, (evolve(line, base=in_force.get(line.item)) for line in moved))
    return tuple(line.item for line in moved)


def changes(draft: Draft, held: Holding | None) -> tuple[Change, ...]:
    """What a draft would change, with the things of ours that it would make common."""
    found = []
    for line in _whole(draft, held):
        before = document(held, held.settlement.in_force.get(line.item), line.item) if held else None
        overtaken = held is not None and _overtaken(line, held)
        found.append(change(line.item, before=before, after=line.document, overtaken=overtaken))
    return tuple(found)


def compose(draft: Draft, held: Holding | None) -> Composed:
    """Make a draft an act.

    Args:
        draft: the draft.
        held: what is held of its compact; None for a founding charter.

    Raises:
        DraftError: it says nothing, builds on words no longer in force, or names what nobody knows.
    """
    lines = tuple(_whole(draft, held))
    if not lines and draft.kind != ActKind.CHARTER:
        raise DraftError(draft=draft.name, reason="it says nothing yet")
    if held and (stale := [line.item for line in lines if _overtaken(line, held)]):
        raise DraftError(
            draft=draft.name,
            reason=phrase("{stale} changed in force since it was written", stale=stale),
            remedy="Look at `foedus diff {draft}`; if it shall stand, `foedus draft rebase {draft}`.",
        )
    leaves = tuple(act_room.leaf(line.document, salt=_salt(draft, line)) for line in lines)
    act = act_room.compose(
        kind=ActKind(draft.kind),
        compact=held.charter.hash if held else None,
        charter=held.charter.hash if held else None,
        items=[(line.item, line.base, leaf) for line, leaf in zip(lines, leaves, strict=True)],
        nonce=_chance(draft, "nonce"),
        title={str(tag): words for tag, words in draft.title.items()},
        voids=draft.voids,
        effective=draft.effective or None,
        serves=sorted(_orientations(lines, held)),
        parties=_roots(draft.parties) if draft.parties else None,
    )
    return Composed(act, leaves)


def names_in(draft: Draft) -> frozenset[str]:
    """What a draft speaks of, and what its lines serve: the things whose words composing it asks for."""
    said = [line.document for line in draft.lines if line.document]
    return frozenset(
        (*(line.item for line in draft.lines), *(name for one in said for name in one.get("serves", ())))
    )


def citation(held: Holding) -> Instrument:
    """The charter of a compact as an instrument, for the charter of the compact that succeeds it to name.

    Its number is the compact's hash, so that anybody who holds both records can tell which one is meant.
    """
    charter = held.charter
    since = held.since(charter.hash)
    return Instrument(
        id=ItemId(f"charter-{charter.hash[:12]}"),
        kind="charter",
        title={language(tag): words for tag, words in charter.title.items()},
        number=charter.hash,
        parties=tuple(party(code) for code in sorted(charter.parties)),
        signed=Date.parse(since) if since else None,
        status=Status.SIGNED if since else Status.MENTIONED,
    )


def _salt(draft: Draft, line: Line) -> str:
    return _chance(draft, "salt", line.item, line.document)


def _chance(draft: Draft, *about: Any) -> str:
    """Digits nobody else can guess, the same each time: an offer cut short and repeated is the same act."""
    return canonical.digest(canonical.encode([draft.seed, *about]))[:32]


def _roots(parties: Mapping[str, Any]) -> Mapping[str, Root]:
    return {code: Root(tuple(row["root"]), row["threshold"]) for code, row in parties.items()}


def _overtaken(line: Line, held: Holding) -> bool:
    return line.base != held.settlement.in_force.get(line.item)


def _whole(draft: Draft, held: Holding | None) -> Iterator[Line]:
    """A draft's lines, and before them the things of ours that they name and that are not yet common."""
    said = {line.item for line in draft.lines}
    common = held.settlement.in_force if held else {}
    brought: dict[str, Line] = {}
    ahead = _named_by(
        (from_json(line.document) for line in draft.lines if line.document), compact=draft.compact
    )
    while ahead := [name for name in ahead if not (name in said or name in common or name in brought)]:
        ours = own.own_among(ahead, compact=draft.compact)
        if unknown := next((name for name in ahead if name not in ours), None):
            reason = phrase("it names {name}, which is neither in force nor ours", name=unknown)
            raise DraftError(draft=draft.name, reason=reason)
        brought |= {name: Line(name, None, to_json(ours[name])) for name in ahead}
        ahead = _named_by((ours[name] for name in ahead), compact=draft.compact)
    yield from brought.values()
    yield from draft.lines


def _named_by(items: Iterable[Item], *, compact: str) -> list[str]:
    """What items name, each once, in the order in which they do."""
    items = tuple(items)
    named = {f"kind-{item.kind}" for item in items if isinstance(item, Activity)}
    kinds = own.own_among(named, compact=compact)
    among = kinds_among(kinds.values())
    return list(dict.fromkeys(name for item in items for _, name in references(item, kinds=among)))


def _orientations(lines: Iterable[Line], held: Holding | None) -> set[str]:
    """The orientations that the lines of an act serve, as its head names them."""
    said = {line.item: line.document for line in lines if line.document}
    served = {name for one in said.values() for name in one.get("serves", ())}
    words = ((name, (_words_in_force(held, name) if held else None) or said.get(name)) for name in served)
    return {name for name, one in words if one and one["type"] == "orientation"}


def _words_in_force(held: Holding, name: str) -> Mapping[str, Any] | None:
    return document(held, held.settlement.in_force.get(name), name)
