"""How the words of one thing came to be: the acts in force that set it, who signed each and when.

Only the acts that speak of the thing are read, and of each only what it says of it, so that it is as
quick in a record of twenty years.
"""

import datetime
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from foedus.record.act import ActKind, OnItem
from foedus.record.holding import Word
from foedus.record.standing import Standing, standing
from foedus_node.storage.common import ledger

MOST = 12
"""The acts that are shown; whoever wants what came before looks at the acts themselves."""


@frozen(kw_only=True)
class Step:
    """One act in the history of a thing.

    Attributes:
        act: its hash.
        standing: whose signature it has.
        words: who signed or declined it, and when, in the charter's order.
        since: the day from which it is in force; None where a signature is awaited.
    """

    act: str
    kind: ActKind
    title: Mapping[str, str] = field(hash=False)
    standing: Standing
    words: tuple[Word, ...]
    since: datetime.date | None


def history(
    compact: str, item: str, acts: Sequence[str], *, parties: Sequence[str], most: int = MOST
) -> tuple[Step, ...]:
    """The acts that set a thing, the latest first.

    Args:
        compact: the compact.
        item: the thing.
        acts: the act that set its present words, and before it one that offers others, if there is one.
        parties: the compact's parties, in the charter's order.
        most: how many acts at most, beside one that offers.
    """
    *offers, latest = acts
    chain = [ledger.act_on(compact, name, item=item) for name in offers]
    name: str | None = latest
    while name and len(chain) < most + len(offers):
        chain.append(ledger.act_on(compact, name, item=item))
        name = chain[-1].base
    words = ledger.words_on(compact, [one.act for one in chain])
    return tuple(_step(one, parties, [word for word in words if word.act == one.act]) for one in chain)


def _step(one: OnItem, parties: Sequence[str], said: Sequence[Word]) -> Step:
    words = sorted(said, key=lambda word: parties.index(word.party))
    signed = {word.party: word.at[:10] for word in reversed(words) if not word.declined}
    stands = standing(parties, signed, [word.party for word in words if word.declined])
    since = max(*signed.values(), one.effective or "") if stands.full else ""
    return Step(
        act=one.act,
        kind=one.kind,
        title=one.title,
        standing=stands,
        words=tuple(words),
        since=datetime.date.fromisoformat(since) if since else None,
    )
