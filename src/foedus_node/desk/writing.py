"""Papers as they are ordered, by a command or on a page: which, of what, in which language, for whom.

What a paper says is written in `foedus.reporting`; here it is brought together with what is kept
on the node. Nothing is written to a file here, and no clock is read.
"""

import datetime
from collections.abc import Callable, Mapping

from foedus.record.entry import Head
from foedus.register import Register
from foedus.reporting.annual import annual
from foedus.reporting.brief import brief
from foedus.reporting.brief_paper import brief_paper
from foedus.reporting.delegation_list import delegation_list
from foedus.reporting.dossier import Noted, concerned, dossier
from foedus.reporting.frame import Frame, framed
from foedus.reporting.invitation import invitation
from foedus.reporting.layout.blocks import Paper
from foedus.reporting.layout.form import Form, laid_out
from foedus.reporting.minutes import minutes
from foedus.reporting.programme import programme
from foedus.terms import ItemId, Party
from foedus_node.desk.ordering import Order
from foedus_node.desk.register import register
from foedus_node.storage.common import ledger
from foedus_node.storage.private.notes import notes_on
from foedus_node.storage.private.rulings import rulings


def write(order: Order, now: Register, *, compact: str, heads: Mapping[str, Head]) -> Paper:
    """Write a paper.

    Args:
        order: what is asked for.
        now: the cooperation, folded on the day of the paper.
        compact: the compact whose cooperation it is.
        heads: the heads of the logs, which minutes bear.

    Raises:
        NoOccasionError, NotAPlanError, NoWordingError: as they say.
    """
    now = now.as_all_see_it() if order.for_all else now
    if order.paper == "brief":
        paper = _brief(order, now, compact)
    else:
        paper = _framed(order, now, compact=compact, heads=heads)
    return paper.shared() if order.for_all else paper


def file_of(order: Order, *, form: Form, compact: str, party: Party, on: datetime.date) -> bytes:
    """A paper as a file, from what stands on the node.

    Raises:
        NoOccasionError, NotAPlanError, NoWordingError: as `write`.
    """
    held = ledger.holding(compact)
    now = register(held, party=party, on=on)
    return laid_out(write(order, now, compact=compact, heads=held.heads), form)


def _brief(order: Order, now: Register, compact: str) -> Paper:
    written = brief(
        now,
        occasion=order.item,
        on=now.on,
        rulings=() if order.for_all else rulings(compact),
        language=order.language,
        compact=order.compact,
        classification=order.classification,
    )
    return brief_paper(written)


def _framed(order: Order, now: Register, *, compact: str, heads: Mapping[str, Head]) -> Paper:
    frame = framed(
        now,
        language=order.language,
        compact=order.compact,
        classification=order.classification,
        ministries=order.ministries,
    )
    match order.paper:
        case "minutes":
            return minutes(frame, order.item, heads={Party(party): head for party, head in heads.items()})
        case "dossier" if order.for_all:
            return dossier(frame, order.item, notes={})
        case "dossier":
            notes = {one: [*_noted(one, compact)] for one in concerned(frame, order.item)}
            return dossier(frame, order.item, notes=notes, rulings=rulings(compact))
        case _:
            return _PAPERS[order.paper](frame, order.item)


_PAPERS: Mapping[str, Callable[[Frame, ItemId], Paper]] = {
    "delegation": delegation_list,
    "invitation": invitation,
    "programme": programme,
    "annual": annual,
}
"""The papers for which the register is enough."""


def _noted(item: ItemId, compact: str) -> list[Noted]:
    kept = notes_on(item, compact=compact)
    return [Noted(field=one.field, value=one.value, on=one.at.date()) for one in kept]
