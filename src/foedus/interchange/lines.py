"""The lines of a plan out of the rows of a table, and every cell that says nothing clear.

A row that names an item already known changes it: what the table has no column for stays as it
was, what a column leaves empty is taken away. A row without a name gets one that its plan, kind
and title give, so that the same sheet read twice makes the same lines. Whether lines hold
together with those around them is not asked here (`foedus.cooperation.consistency`).
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, fields_dict, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.cooperation.kind import Kind
from foedus.errors import DocumentError, Fault
from foedus.interchange.columns import ColumnRead
from foedus.interchange.dates import Order, order_told
from foedus.interchange.sheet import Broken, Place, Row, Sheet
from foedus.interchange.values import DATED, Values, words_of
from foedus.phrase import phrase, phrase_of
from foedus.terms import ItemId, Party, Period, item_id

Known = Callable[[ItemId], Mapping[str, Any] | None]
"""What is known of an item already, as its document; None where it is new."""


@frozen
class CellFault:
    """One cell, or one row, of which no line can be made: where, under which head, what is there, why not."""

    place: Place
    head: str
    found: str
    reason: str


@frozen
class DraftedLine:
    """What one row says: the line, or the faults for which there is none."""

    row: Row
    activity: Activity | None
    faults: tuple[CellFault, ...]


@frozen(kw_only=True, eq=False)
class Around:
    """What a table is read among.

    Attributes:
        parties: the parties of the compact; who takes part where a row does not say.
        kinds: the kinds of activity, by name.
        domains: the domains that are in use, beside those of the template.
        plan: the plan whose lines they are.
        constants: what every row says that does not say otherwise, by field.
        order: how days are written in figures, where the officer says it.
        known: what is known of an item already.
    """

    parties: Sequence[Party]
    kinds: Mapping[str, Kind]
    domains: Collection[str] = ()
    plan: ItemId | None = None
    constants: Mapping[str, str] = field(factory=dict)
    order: Order | None = None
    known: Known = lambda _: None


class Lines:
    """The lines of one table."""

    def __init__(self, sheet: Sheet, columns: Sequence[ColumnRead], around: Around) -> None:
        """Take the table's rows, all of them: only together they tell how its dates are written."""
        self.sheet, self.columns, self.around = sheet, columns, around
        self.rows = tuple(sheet.rows)
        self._by_field = {one.field: one for one in columns if one.field}
        self._loose = {one.number for one in columns}
        self._values = Values(
            kinds=around.kinds,
            parties=around.parties,
            domains=around.domains,
            order=around.order or self._order(),
        )
        self._unnamed: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def __iter__(self) -> Iterator[DraftedLine]:
        """Each row with its line or its faults, in their order."""
        self._unnamed.clear()
        self._first.clear()
        return map(self._line, self.rows)

    def placed(self, row: Row, faults: Sequence[Fault]) -> tuple[CellFault, ...]:
        """Faults of a row's line at the cells from which they come; those of no cell, at the row."""
        return tuple(dict.fromkeys(self._placed(row, fault) for fault in faults))

    def named(self, row: Row) -> str:
        """The name that a row gives its line; empty where it gives none."""
        column = self._by_field.get("id")
        value = row.value(column.number) if column else None
        return value if isinstance(value, str) else ""

    def _order(self) -> Order | None:
        dated = [self._by_field[name].number for name in DATED if name in self._by_field]
        said = (row.value(number) for row in self.rows for number in dated)
        return order_told(value for value in said if isinstance(value, str))

    def _line(self, row: Row) -> DraftedLine:
        faults = [*self._astray(row)]
        cells = {}
        for name, column in self._by_field.items():
            value = row.value(column.number)
            if isinstance(value, Broken):
                place = self.sheet.place(row.number, column.number)
                faults.append(CellFault(place, column.head, "", value.reason))
            cells[name] = None if isinstance(value, Broken | None) or value == "" else value
        cells |= {name: value for name, value in self.around.constants.items() if cells.get(name) is None}
        said: dict[str, Any] = {}
        found: list[Fault] = []
        kind = self._kind(cells, said, found)
        base = self._base(cells, said, found)
        for name, value in cells.items():
            if name not in ("id", "kind"):
                self._say(name, value, said=said, kind=kind or base.get("kind"), faults=found)
        made = self._made(row, _joined(base, said, found))
        faults += self.placed(row, found)
        # A cell that could not be taken is missing from the line, and shall not be told twice.
        told = {fault.place for fault in faults}
        faults += [fault for fault in made.faults if fault.place not in told]
        faults.sort(key=lambda fault: fault.place.column or 0)
        return evolve(made, activity=None, faults=tuple(faults)) if faults else made

    def _made(self, row: Row, document: dict[str, Any]) -> DraftedLine:
        document.setdefault("participants", list(self.around.parties))
        if self.around.plan and "plan" not in document:
            document["plan"] = self.around.plan
        if not document.get("id"):
            document["id"] = self._name(document)
        try:
            made = from_json({"type": "activity", **document})
        except DocumentError as error:
            return DraftedLine(row, None, self.placed(row, error.faults))
        first = self._first.setdefault(made.id, row.number)
        if first != row.number:
            fault = Fault(
                "id", phrase("{id} is given in row {first} already: each line once", id=made.id, first=first)
            )
            return DraftedLine(row, None, self.placed(row, [fault]))
        return DraftedLine(row, made if isinstance(made, Activity) else None, ())

    def _name(self, document: Mapping[str, Any]) -> str:
        """A name that plan, kind and titles give, and the place among those that share them."""
        about = [document.get("plan"), document.get("kind"), sorted(document.get("title", {}).items())]
        whole = json.dumps(about, ensure_ascii=True)
        self._unnamed[whole] += 1
        digest = hashlib.sha256(f"{whole}{self._unnamed[whole]}".encode()).hexdigest()
        return f"activity-{digest[:10]}"

    def _kind(self, cells: Mapping[str, Any], said: dict[str, Any], faults: list[Fault]) -> str | None:
        if cells.get("kind") is None:
            return None
        try:
            said["kind"] = self._values.kind(cells["kind"])
        except ValueError as error:
            faults.append(Fault("kind", phrase_of(error)))
            return ""
        return str(said["kind"])

    def _base(self, cells: Mapping[str, Any], said: dict[str, Any], faults: list[Fault]) -> Mapping[str, Any]:
        """What is known of the item that the row names."""
        if cells.get("id") is None:
            return {}
        try:
            said["id"] = item_id(words_of(cells["id"]))
        except ValueError as error:
            faults.append(Fault("id", phrase_of(error)))
            return {}
        known = self.around.known(ItemId(said["id"])) or {}
        if known and known["type"] != "activity":
            faults.append(
                Fault(
                    "id",
                    phrase(
                        "{said} is no activity but of the type {known}", said=said["id"], known=known["type"]
                    ),
                )
            )
            return {}
        return {name: value for name, value in known.items() if name != "type"}

    def _say(
        self, name: str, value: object, *, said: dict[str, Any], kind: str | None, faults: list[Fault]
    ) -> None:
        head, dot, rest = name.partition(".")
        if head == "details" and dot:
            inner, _, tag = rest.partition(".")
            one = self._values.field(kind, inner)
            if value is None or (kind == "" and one is None):
                said[name] = None
            elif one is None:
                reason = phrase(
                    "is said of {kind}, which has no field {inner}: empty it, or mend the kind",
                    kind=kind or "no kind",
                    inner=inner,
                )
                faults.append(Fault(name, reason))
            else:
                _try(name, lambda: self._values.detail(value, one, tag=tag), said=said, faults=faults)
        elif value is None:
            said[name] = None
        else:
            _try(name, lambda: self._values.plain(head, value), said=said, faults=faults)

    def _astray(self, row: Row) -> Iterator[CellFault]:
        """Cells that say something under no head: whoever wrote them meant something."""
        for number, value in enumerate(row.values, start=1):
            if value is not None and value != "" and number not in self._loose:
                place = self.sheet.place(row.number, number)
                letter = re.sub(r"[0-9]+$", "", str(place).rpartition("!")[2])
                reason = f"stands under no head: give the column one, or say --column {letter}=-"
                yield CellFault(place, "", _shown(value), reason)

    def _placed(self, row: Row, fault: Fault) -> CellFault:
        path = fault.path.removeprefix("$.")
        parts = re.split(r"[.\[]", path)
        tried = [*(".".join(parts[:many]) for many in range(len(parts), 0, -1))]
        tried += DATED if parts[0] == "when" else ()
        tried += [name for name in self._by_field if name.startswith(f"{parts[0]}.")]
        for name in tried:
            if column := self._by_field.get(name):
                place = self.sheet.place(row.number, column.number)
                return CellFault(place, column.head, _shown(row.value(column.number)), fault.reason)
        return CellFault(self.sheet.place(row.number), path, "", fault.reason)


def _try(name: str, taken: Callable[[], Any], *, said: dict[str, Any], faults: list[Fault]) -> None:
    try:
        said[name] = taken()
    except ValueError as error:
        faults.append(Fault(name, phrase_of(error)))


def _joined(base: Mapping[str, Any], said: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """A line's document: what was known of it, with what its row says put in place."""
    document = dict(base)
    # What is empty is taken away first: a detail of one kind may stand in the column of other details.
    for name in (name for name, value in said.items() if value is None):
        _take_away(document, name)
    for name, value in said.items():
        if value is None or name in DATED:
            continue
        if name == "extra":
            document |= {key: part for key, part in value.items() if key not in fields_dict(Activity)}
        elif name == "details":
            document["details"] = {**document.get("details", {}), **value}
        else:
            _put(document, name, value)
    _date(document, said, faults)
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    head, dot, rest = path.partition(".")
    if dot:
        document[head] = dict(document.get(head, {}))
        _put(document[head], rest, value)
    else:
        document[head] = value


def _take_away(document: dict[str, Any], path: str) -> None:
    """Take a field away; what holds nothing any more goes with it, but for details and other fields."""
    head, dot, rest = path.partition(".")
    if not dot and head not in ("details", "extra"):
        document.pop(head, None)
    elif dot and isinstance(document.get(head), Mapping):
        document[head] = dict(document[head])
        _take_away(document[head], rest)
        if not document[head]:
            del document[head]


def _date(document: dict[str, Any], said: Mapping[str, Any], faults: list[Fault]) -> None:
    """The period of a line out of one column, or of two."""
    if not any(name in said for name in DATED):
        return
    start, end, when = (said.get(name) for name in DATED)
    if when is not None and (start is not None or end is not None):
        other = "start" if start is not None else "end"
        faults.append(
            Fault(
                "when", phrase("is said twice, here and under {other}: leave one of them empty", other=other)
            )
        )
    elif when is not None:
        document["when"] = str(when)
    elif start is None and end is not None:
        faults.append(Fault("end", "has no beginning: say when it starts, too"))
    elif start is None:
        document.pop("when", None)
    else:
        try:
            document["when"] = str(Period(start.start, (end or start).end))
        except ValueError as error:
            faults.append(Fault("end" if end is not None else "start", phrase_of(error)))


def _shown(value: object) -> str:
    try:
        text = " ".join(words_of(value).split()) if value is not None else ""
    except ValueError:
        text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
