"""How the words of one thing came to be: the acts in force that set it, who signed each and when.

Only the acts that speak of the thing are read, so that it is as quick in a record of twenty years.
"""

import datetime
from collections.abc import Mapping
from functools import lru_cache

from attrs import field, frozen

from foedus.record.act import Act, ActKind
from foedus.record.changes import Change, change
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
        change: what it made of the thing; None where its words are withheld.
    """

    act: str
    kind: ActKind
    title: Mapping[str, str] = field(hash=False)
    standing: Standing
    words: tuple[Word, ...]
    since: datetime.date | None
    change: Change | None


def history(compact: str, item: str, act: str, *, most: int = MOST) -> tuple[Step, ...]:
    """The acts that set a thing, the latest first.

    Args:
        compact: the compact.
        item: the thing.
        act: the act that set its present words, or offers others.
        most: how many acts at most.
    """
    parties = tuple(_act(compact, compact).parties)
    chain: list[Act] = []
    name: str | None = act
    while name and len(chain) <= most:
        chain.append(_act(compact, name))
        name = chain[-1].bases.get(item)
    words = ledger.words_on(compact, [one.hash for one in chain])
    leaves = ledger.leaves(compact, [one.contents[item] for one in chain if item in one.contents])
    found = []
    for at, one in enumerate(chain[:most]):
        leaf, before = leaves.get(one.contents.get(item, "")), chain[at + 1] if at + 1 < len(chain) else None
        said = leaves.get(before.contents[item]) if before else None
        is_told = leaf is not None and (before is None or said is not None)
        after = leaf.item if leaf else None
        made = change(item, before=said.item if said else None, after=after) if is_told else None
        found.append(_step(one, parties, words, made=made))
    return tuple(found)


def _step(act: Act, parties: tuple[str, ...], said: tuple[Word, ...], *, made: Change | None) -> Step:
    words = sorted((word for word in said if word.act == act.hash), key=lambda one: parties.index(one.party))
    signed = {word.party: word.at[:10] for word in reversed(words) if not word.declined}
    stands = standing(parties, signed, [word.party for word in words if word.declined])
    since = max(*signed.values(), act.effective or "") if stands.full else ""
    return Step(
        act=act.hash,
        kind=act.kind,
        title=act.title,
        standing=stands,
        words=tuple(words),
        since=datetime.date.fromisoformat(since) if since else None,
        change=made,
    )


@lru_cache(maxsize=32)
def _act(compact: str, name: str) -> Act:
    """An act by its hash; its bytes never change."""
    found = ledger.act_named(compact, name)
    if found is None:
        raise LookupError(name)
    return found
