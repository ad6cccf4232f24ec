"""Papers as they are ordered, by a command or on a page: which, of what, in which language, for whom.

What a paper says is written in `foedus.reporting`; here it is brought together with what is kept
on the node. Nothing is written to a file here, and no clock is read.
"""

from collections.abc import Callable, Mapping

from attrs import field, frozen

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
from foedus.reporting.minutes import minutes
from foedus.reporting.programme import programme
from foedus.terms import ItemId, Language, Party, Wording
from foedus_node.storage.private.notes import notes_on
from foedus_node.storage.private.rulings import rulings

OF_AN_OCCASION = ("brief", "invitation", "delegation", "programme", "dossier", "minutes")
"""The papers of a meeting: of a mechanism, an activity or an occasion that is planned."""
OF_A_PLAN = ("annual",)
WITH_OURS = frozenset({"brief", "dossier"})
"""The papers that have pages of what is ours alone."""


@frozen(kw_only=True)
class Order:
    """A paper that is asked for.

    Attributes:
        paper: one of `OF_AN_OCCASION` or `OF_A_PLAN`.
        item: of what.
        compact: what the page head calls the cooperation.
        classification: the line at the head of each page.
        ministries: what each party's ministry is called.
        for_all: whether what is ours alone is left out.
    """

    paper: str
    item: ItemId
    language: Language
    compact: Wording
    classification: Wording = field(factory=dict, hash=False)
    ministries: Mapping[Party, str] = field(factory=dict, hash=False)
    for_all: bool = False

    @property
    def name(self) -> str:
        """What its file is called, without the ending; one that leaves out what is ours says so."""
        shared = "-shared" if self.for_all and self.paper in WITH_OURS else ""
        return f"{self.paper}-{self.item}{shared}-{self.language}"


def write(order: Order, now: Register, *, heads: Mapping[str, Head]) -> Paper:
    """Write a paper.

    Args:
        order: what is asked for.
        now: the cooperation, folded on the day of the paper.
        heads: the heads of the logs, which minutes bear.

    Raises:
        NoOccasionError, NotAPlanError, NoWordingError: as they say.
    """
    now = now.as_all_see_it() if order.for_all else now
    paper = _brief(order, now) if order.paper == "brief" else _framed(order, now, heads)
    return paper.shared() if order.for_all else paper


def _brief(order: Order, now: Register) -> Paper:
    written = brief(
        now,
        occasion=order.item,
        on=now.on,
        rulings=() if order.for_all else rulings(),
        language=order.language,
        compact=order.compact,
        classification=order.classification,
    )
    return brief_paper(written)


def _framed(order: Order, now: Register, heads: Mapping[str, Head]) -> Paper:
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
            notes = {one: [*_noted(one)] for one in concerned(frame, order.item)}
            return dossier(frame, order.item, notes=notes, rulings=rulings())
        case _:
            return _PAPERS[order.paper](frame, order.item)


_PAPERS: Mapping[str, Callable[[Frame, ItemId], Paper]] = {
    "delegation": delegation_list,
    "invitation": invitation,
    "programme": programme,
    "annual": annual,
}
"""The papers for which the register is enough."""


def _noted(item: ItemId) -> list[Noted]:
    return [Noted(field=one.field, value=one.value, on=one.at.date()) for one in notes_on(item)]
