"""How acts stand, as facts: for the pages and the commands, which put them into words.

Of the record only what acts say of themselves and who signed is needed here, not the words of
their items; a holding read without those (`ledger.holding`) will do.
"""

import datetime
from collections.abc import Mapping

from attrs import field, frozen

from foedus.record import descent
from foedus.record.act import Act, ActKind
from foedus.record.holding import Holding
from foedus.record.standing import Standing, State


@frozen(kw_only=True)
class Stand:
    """How one act stands, as one party sees it.

    Attributes:
        act: the act's hash.
        begun: when the first word on it was given, as the entry claims it; empty where nobody spoke.
        since: the day from which it is in force; None while a signature is awaited.
        replaced: the act by which it is void; None where it is not.
        declined: who declined it and why (None where they did not say), in the charter's order.
        items: how many things it sets.
    """

    act: str
    kind: ActKind
    title: Mapping[str, str] = field(hash=False)
    parties: tuple[str, ...]
    state: State
    standing: Standing
    begun: str
    since: datetime.date | None
    replaced: str | None
    declined: tuple[tuple[str, str | None], ...]
    items: int

    @property
    def waits(self) -> bool:
        """Whether it waits for our word: signed by another, neither signed nor declined by us, not void."""
        return self.state is State.DRAFT and bool(self.standing.signed)


def stand(held: Holding, name: str, *, party: str) -> Stand:
    """How an act stands, as a party sees it."""
    act, words, since = held.acts[name], held.words_on(name), held.since(name)
    return Stand(
        act=name,
        kind=act.kind,
        title=act.title,
        parties=tuple(held.acts[act.charter].parties),
        state=held.settlement.state(name, party=party),
        standing=held.settlement.standings[name],
        begun=min((word.at for word in words), default=""),
        since=datetime.date.fromisoformat(since) if since else None,
        replaced=held.settlement.void.get(name),
        declined=tuple((word.party, word.reason) for word in words if word.declined),
        items=len(act.items),
    )


def stands(held: Holding, *, party: str) -> tuple[Stand, ...]:
    """How every act stands, in the order of history."""
    return tuple(stand(held, name, party=party) for name, _ in ordered(held))


def waiting(held: Holding, party: str) -> tuple[str, ...]:
    """The acts that wait for our word: signed by another, neither signed nor declined by us, not void."""
    return tuple(
        name
        for name, _ in ordered(held)
        if held.settlement.state(name, party=party) is State.DRAFT and held.settlement.standings[name].signed
    )


def ordered(held: Holding) -> list[tuple[str, Act]]:
    """The acts by their first word, so that the order is that of history on every node."""
    first: dict[str, tuple[str, int, str]] = {}
    for word in held.words:
        # Within one second the place in the log tells what came first: a charter before what stands on it.
        told = (word.at, word.seq, word.act)
        first[word.act] = min(first.get(word.act, told), told)
    return sorted(held.acts.items(), key=lambda row: first.get(row[0], ("9", 0, row[0])))


def voided_with(act: Act, acts: Mapping[str, Act]) -> tuple[str, ...]:
    """The acts that become void with an act: those it names, and whatever builds on one of them."""
    heirs = {
        ground: [one for one in names if one != act.hash] for ground, names in descent.heirs(acts).items()
    }
    fallen = descent.fell(set(), act.voids, heirs)
    return tuple(name for name in acts if name in fallen)


def rivals(act: Act, held: Holding) -> tuple[str, ...]:
    """Other acts that may still come into force and set one of the same things: only one of them can."""
    settled = held.settlement
    return tuple(
        name
        for name, other in ordered(held)
        if name != act.hash
        and name not in act.voids
        and name not in settled.void
        and settled.standings[name].signed
        and not settled.standings[name].full
        and not act.bases.keys().isdisjoint(other.bases)
        and act.hash not in other.grounds
        and name not in act.grounds
    )
