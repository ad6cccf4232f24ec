"""Beginning a draft: of a charter, a plan, its closing, an amendment; its words are held against all else."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.record.act import ActKind, Root
from foedus.record.changes import document as words_of
from foedus.record.holding import Holding
from foedus.terms import Date, Language, Party, Wording
from foedus_node.desk import drafting
from foedus_node.desk.drafting import Near
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError, ValueRefusedError
from foedus_node.home import Card, Home
from foedus_node.storage.common import contacts
from foedus_node.storage.private import drafts, writing
from foedus_node.storage.private.drafts import Draft, Line


@frozen
class PartySeen:
    """A party of a charter, as whoever signs it compares it with that party itself.

    Attributes:
        card: its code and root, and what its ministry is called as far as anybody here was told.
        is_kept: whether the card of that party that is kept here has this very root; None: none is kept.
        is_ours: whether it is this node's own party.
    """

    card: Card
    is_kept: bool | None
    is_ours: bool


def charter(
    here: Home, name: str, *, cards: Sequence[Card], title: Wording, succeeds: Holding | None = None
) -> Draft:
    """Begin the draft of the charter that founds a compact, and keep the other parties' cards.

    Args:
        here: the node.
        name: the draft's.
        cards: of the other parties.
        title: what the compact is called.
        succeeds: the record of an older compact that it takes the place of, and cites.

    Raises:
        ValueRefusedError: two cards are of one party, or one is our own.
        DraftError: there is a draft of that name.
    """
    ours = Card(here.party, here.ministry, here.root)
    roots = {card.party: card.root for card in (ours, *cards)}
    if len(roots) != len(cards) + 1:
        raise ValueRefusedError(name="--with", reason="two cards are of the same party, or one is our own")
    parties: dict[str, Any] = {
        code: {"root": list(root.keys), "threshold": root.threshold} for code, root in sorted(roots.items())
    }
    begun = Draft(name, "", ActKind.CHARTER, title, "", (), parties, ())
    with writing.all_or_none():
        drafting.begin(begun)
        if succeeds:
            cited = drafting.citation(succeeds)
            drafts.write_lines(begun, [Line(cited.id, None, to_json(cited))])
    for card in cards:
        contacts.keep_card(card)
    return begun


def parties_seen(here: Home, parties: Mapping[str, Root]) -> tuple[PartySeen, ...]:
    """The parties of a charter with their roots, each beside the card that is kept here of it.

    Args:
        here: the node.
        parties: their roots, by code.
    """
    return tuple(_seen(here, Party(code), root) for code, root in sorted(parties.items()))


def _seen(here: Home, party: Party, root: Root) -> PartySeen:
    if party == here.party:
        return PartySeen(Card(party, here.ministry, root), None, is_ours=True)
    kept = contacts.card_of(party)
    is_kept = None if kept is None else kept.root == root
    return PartySeen(Card(party, kept.ministry if kept else "", root), is_kept, is_ours=False)


def plan(
    held: Holding,
    name: str,
    *,
    document: Mapping[str, Any],
    effective: str = "",
    near: Near | None = None,
) -> Draft:
    """Begin the draft of a plan.

    Args:
        held: the record.
        name: the plan's, and the draft's.
        document: the plan's words: its title, its period, what it succeeds.
        effective: the day from which it applies; empty: the day of the last signature.
        near: how what bears on it is found, as of `drafting.put`.

    Raises:
        FoedusError: as `drafting.made`, `drafting.begin` and `drafting.put` say.
    """
    item = drafting.made({"type": "plan", "id": name, "parties": list(held.parties), **document})
    begun = Draft(name, held.charter.hash, ActKind.ADOPT, document["title"], effective, (), None, ())
    with writing.all_or_none():
        drafting.put(drafting.begin(begun), [item], held, near=near)
    return begun


def closing(held: Holding, plan: str, *, on: Date, near: Near | None = None) -> Draft:
    """Begin the draft by which a plan in force is closed.

    Args:
        held: the record.
        plan: the plan's name.
        on: the day.
        near: how what bears on it is found, as of `drafting.put`.

    Raises:
        UnknownNameError: no plan of that name is in force.
        DraftError: its closing is being drafted already.
    """
    before = words_of(held, held.settlement.in_force.get(plan), plan)
    if before is None or before["type"] != "plan":
        raise UnknownNameError(what="plan in force", name=plan, where="`foedus plan` lists them.")
    closed = drafting.made({**before, "closed": str(on)})
    words = {Language("en"): f"Closing of {plan}", Language("fr"): f"Clôture de {plan}"}
    begun = Draft(f"close-{plan}", held.charter.hash, ActKind.CLOSE, words, "", (), None, ())
    with writing.all_or_none():
        drafting.put(drafting.begin(begun), [closed], held, near=near)
    return begun


def amendment(compact: str, name: str, *, title: Wording, effective: str = "") -> Draft:
    """Begin an amendment that says nothing yet.

    Raises:
        DraftError: there is a draft of that name.
    """
    return drafting.begin(Draft(name, compact, ActKind.AMEND, title, effective, (), None, ()))


def silent_lines(here: Home, held: Holding, plan: str, *, on: Date) -> tuple[str, ...]:
    """The lines of a plan on which nobody has reported by a day."""
    now = register(held, party=here.party, on=on.last)
    return tuple(one.id for one in now.common(Activity) if one.plan == plan and not now.reports_on(one.id))
