"""Beginning a draft: of a plan, of its closing, of an amendment; its words are held against all else."""

from collections.abc import Mapping
from typing import Any

from foedus.cooperation.activity import Activity
from foedus.record.act import ActKind
from foedus.record.changes import document as words_of
from foedus.record.holding import Holding
from foedus.terms import Date, Language, Wording
from foedus_node.desk import drafting
from foedus_node.desk.drafting import Near
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError
from foedus_node.home import Home
from foedus_node.storage.private import papers
from foedus_node.storage.private.papers import Draft


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
    with papers.all_or_none():
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
    with papers.all_or_none():
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
