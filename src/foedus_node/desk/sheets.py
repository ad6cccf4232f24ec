"""A table's lines held against a draft and everything around it, with the cell that each fault comes from.

Nothing is put into the draft while one row is bad, unless the officer leaves the bad rows out.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.errors import Fault
from foedus.interchange.dates import Order
from foedus.interchange.lines import Around, CellFault, DraftedLine, Lines
from foedus.record.holding import Holding
from foedus.terms import ItemId, party
from foedus_node.desk import drafting
from foedus_node.storage.private.drafts import Draft


@frozen(kw_only=True)
class Checked:
    """What a table comes to.

    Attributes:
        new: the lines that nobody knew.
        changed: the lines that say of known items something else.
        unchanged: how many rows say what is known already.
        faults: everything that is wrong, in the order of the rows.
        bad: the rows that are wrong, by number.
    """

    new: tuple[Activity, ...]
    changed: tuple[Activity, ...]
    unchanged: int
    faults: tuple[CellFault, ...]
    bad: frozenset[int]

    @property
    def lines(self) -> tuple[Activity, ...]:
        """What is to be put into the draft."""
        return (*self.new, *self.changed)


def around(
    draft: Draft,
    held: Holding,
    *,
    plan: ItemId | None,
    constants: Mapping[str, str],
    order: Order | None,
) -> Around:
    """What a table is read among: the compact's parties, kinds and domains, and what is known already."""
    known = {line.id: line.item for line in held.lines() if line.item}
    known |= {line.item: line.document for line in draft.lines if line.document}
    return Around(
        parties=tuple(map(party, held.parties)),
        kinds=drafting.kinds_known(held),
        domains=frozenset(str(one["domain"]) for one in known.values() if one.get("domain")),
        plan=plan,
        constants=constants,
        order=order,
        known=known.get,
    )


def checked(
    drafted: Iterable[DraftedLine], lines: Lines, *, draft: Draft, held: Holding, leave_out: bool
) -> Checked:
    """Hold what a table says against the draft and everything around it.

    Args:
        drafted: every row, with its line or its faults.
        lines: the table they come from, which knows their places.
        draft: the draft they are meant for.
        held: the record.
        leave_out: whether bad rows shall be left out, and with them whatever names their lines.
    """
    drafted = tuple(drafted)
    faults = [fault for one in drafted for fault in one.faults]
    bad = {one.row.number for one in drafted if one.faults}
    astray = frozenset(lines.named(one.row) for one in drafted if one.faults)
    good = {one.activity.id: one for one in drafted if one.activity}
    while True:
        found = _faults(good, draft, held, awaited=frozenset() if leave_out else astray)
        for name, about in found.items():
            faults += lines.placed(good[name].row, about)
            bad.add(good[name].row.number)
        if not found or not leave_out:
            break
        good = {name: one for name, one in good.items() if name not in found}
    news = [one.activity for one in good.values() if one.activity and one.row.number not in bad]
    known = {one.id: lines.around.known(one.id) for one in news}
    changed = [one for one in news if known[one.id] and known[one.id] != to_json(one)]
    return Checked(
        new=tuple(one for one in news if known[one.id] is None),
        changed=tuple(changed),
        unchanged=sum(known[one.id] is not None for one in news) - len(changed),
        faults=tuple(sorted(faults, key=lambda fault: (fault.place.row, fault.place.column or 0))),
        bad=frozenset(bad),
    )


def _faults(
    good: Mapping[ItemId, DraftedLine], draft: Draft, held: Holding, *, awaited: frozenset[str]
) -> dict[ItemId, Sequence[Fault]]:
    """What does not hold together among lines, by line; names that stand in bad rows are awaited."""
    items = [one.activity for one in good.values() if one.activity]
    found: dict[ItemId, list[Fault]] = {}
    for fault in drafting.faults_in(draft, items, held, awaited=awaited):
        name, _, path = fault.path.partition(".")
        found.setdefault(ItemId(name), []).append(Fault(path, fault.reason))
    return dict(found)
