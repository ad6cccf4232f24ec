"""Which column of a table holds which field of a plan's line, by its head.

A head is known as the field's own name, as one of the ways in which officers write it
(`heads.toml`, and the titles that a kind gives its fields), as the officer says, or as it was
read the last time. What is merely near is taken only where nothing else is, and is told;
what is not understood is refused, for a column left out in silence is lost.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from rapidfuzz import fuzz, process

from foedus.cooperation.kind import Field, FieldType, Kept, Kind
from foedus.interchange.errors import ColumnsError
from foedus.later import later
from foedus.terms import Language, language

if TYPE_CHECKING:
    from openpyxl import utils as cells
else:
    cells = later("openpyxl.utils")

PLAIN: Final = (
    "id",
    "kind",
    "domain",
    "host",
    "participants",
    "level",
    "start",
    "end",
    "when",
    "place",
    "serves",
    "mechanism",
    "session",
    "after",
    "units",
    "plan",
    "people",
    "milestones",
    "details",
    "extra",
)
"""The fields of a line that have one column each; beside them `title.LANGUAGE` and `details.FIELD`."""

LEFT_OUT: Final = "-"
"""In place of a field: the column is not read."""

_TONGUES: Final = ("en", "fr", "vi")
_NEAR: Final = 88
_PERHAPS: Final = 65


class How(StrEnum):
    """How it is known what a column holds."""

    TOLD = "as told"
    REMEMBERED = "as the last time"
    NAMED = "by its head"
    NEARLY = "nearly its head"


@frozen
class ColumnRead:
    """One column: its number from 1, its head, the field it holds (None: left out), how that is known."""

    number: int
    head: str
    field: str | None
    how: How

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it: `C`."""
        return cells.get_column_letter(self.number)


def folded(text: str) -> str:
    """A head or a value as it is compared: without case, accents, punctuation and blanks."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d").replace("°", "o")
    # Marks of Latin letters only: in Lao and Khmer the vowels are marks, and a word without them is another.
    bare = re.sub(r"[\u0300-\u036f]", "", bare)
    return re.sub(r"[\W_]+", "", re.sub(r"[#№]", "no", bare))


@frozen(eq=False)
class Vocabulary:
    """The heads that are known where certain kinds of activity are known."""

    kinds: Mapping[str, Kind]

    def is_field(self, name: str) -> bool:
        """Whether a line has such a field, in whatever kind: `host`, `title.fr`, `details.places`."""
        head, dot, rest = name.partition(".")
        if not dot:
            return name in PLAIN
        if head == "title":
            return is_language(rest)
        inner, _, tag = rest.partition(".")
        if head != "details" or inner not in self._details:
            return False
        in_languages = any(one.type is FieldType.WORDING for one in self._details[inner])
        return in_languages and is_language(tag) if tag else not in_languages

    def head_of(self, field: str, *, tongue: Language) -> str:
        """The head under which a field is written: a readable one, if that is surely read back."""
        table = _table()
        spoken = table.get(str(tongue), table["en"])
        head = spoken.get(field, [field])[0]
        if field.startswith("details.") and (found := self._details.get(field.partition(".")[2])):
            head = found[0].title.get(tongue, field)
        return head if self._names.get(folded(head)) == field else field

    def heads_row(self, rows: Sequence[Sequence[str]], *, told: Iterable[str] = ()) -> int | None:
        """Of the first rows of a table, the one that holds the heads; None where no two cells name fields."""
        known = {folded(head) for head in told} | set(self._names)
        counts = [
            len({folded(cell) for cell in row if folded(cell) in known or self.is_field(cell)})
            for row in rows
        ]
        most = max(counts, default=0)
        return counts.index(most) if most >= 2 else None

    def read(
        self, heads: Sequence[str], *, told: Mapping[str, str], remembered: Sequence[str | None] = ()
    ) -> tuple[ColumnRead, ...]:
        """Tell which column holds which field.

        Args:
            heads: the heads, of every column; a column without one is among the answers only if told.
            told: what the officer says: a head, or a column's letter, and the field, or `-`.
            remembered: how the columns of this very row of heads were read the last time.

        Raises:
            ColumnsError: a column is not understood, two hold the same field, or what was told fits nothing.
        """
        faults = [
            f"{field} is no field of a plan's line ({head}={field})"
            for head, field in told.items()
            if field != LEFT_OUT and not self.is_field(field)
        ]
        given = {folded(head): field for head, field in told.items()}
        letters = {cells.get_column_letter(number) for number in range(1, len(heads) + 1)}
        present = {folded(head) for head in heads if head}
        faults += [
            f"There is no column {one}" for one in told if folded(one) not in present and one not in letters
        ]
        columns = []
        for number, head in enumerate(heads, start=1):
            letter = cells.get_column_letter(number)
            asked = (given.get(folded(head)) if head else None) or told.get(letter)
            last = remembered[number - 1] if number <= len(remembered) else ""
            if read := self._column(number, head, asked=asked, last=last):
                columns.append(read)
            elif head:
                faults.append(self._not_understood(number, head))
        faults += _twice(columns)
        if faults:
            raise ColumnsError(faults=tuple(faults), fields=("title.LANGUAGE", *PLAIN))
        return tuple(columns)

    def _column(self, number: int, head: str, *, asked: str | None, last: str | None) -> ColumnRead | None:
        if asked:
            return ColumnRead(number, head, None if asked == LEFT_OUT else asked, How.TOLD)
        if not head:
            return None
        if last is None or (last and self.is_field(last)):
            return ColumnRead(number, head, last, How.REMEMBERED)
        if self.is_field(head):
            return ColumnRead(number, head, head, How.NAMED)
        if folded(head) in self._names:
            return ColumnRead(number, head, self._names[folded(head)], How.NAMED)
        found = process.extract(folded(head), list(self._names), scorer=fuzz.ratio, score_cutoff=_NEAR)
        near = {self._names[name] for name, _, _ in found}
        return ColumnRead(number, head, near.pop(), How.NEARLY) if len(near) == 1 else None

    def _not_understood(self, number: int, head: str) -> str:
        near = process.extractOne(folded(head), list(self._names), scorer=fuzz.ratio, score_cutoff=_PERHAPS)
        perhaps = f"; perhaps it is {self._names[near[0]] or LEFT_OUT}" if near else ""
        return f"The column {head} ({cells.get_column_letter(number)}) is not understood{perhaps}"

    @cached_property
    def _details(self) -> Mapping[str, list[Field]]:
        """The fields of the kinds that are agreed in a line, by name."""
        found: dict[str, list[Field]] = {}
        for kind in self.kinds.values():
            for one in kind.fields_kept(Kept.AGREED):
                found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def _names(self) -> Mapping[str, str | None]:
        """The fields by every head that surely means them, folded; None is what is left out."""
        details: dict[str, set[str]] = {}
        for name, fields in self._details.items():
            for one in fields:
                if one.type is not FieldType.WORDING:
                    for head in (name, f"details.{name}", *one.title.values()):
                        details.setdefault(folded(head), set()).add(f"details.{name}")
        sure: dict[str, str | None] = {name: min(one) for name, one in details.items() if len(one) == 1}
        return sure | _plain_names()


def _twice(columns: Iterable[ColumnRead]) -> list[str]:
    seen: dict[str, ColumnRead] = {}
    faults = []
    for one in columns:
        if one.field and (first := seen.get(one.field)):
            both = f"{first.head} ({first.letter}) and {one.head} ({one.letter})"
            faults.append(f"The columns {both} both hold {one.field}")
        seen.setdefault(one.field or "", one)
    return faults


def is_language(tag: str) -> bool:
    """Whether a text is a language's tag."""
    try:
        language(tag)
    except ValueError:
        return False
    return True


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("heads.toml").read_text(encoding="utf-8"))


def heads_of_standing(tongue: Language) -> tuple[str, str, str]:
    """The heads over who signed a line, its next stage and how it stands: written, and not read."""
    table = _table()["stands"]
    signed, stage, stands = table.get(str(tongue), table["en"])
    return signed, stage, stands


@cache
def levels() -> Mapping[str, str]:
    """The levels by every way in which they are written, folded."""
    return {folded(name): level for level, names in _table()["levels"].items() for name in (level, *names)}


@cache
def _plain_names() -> dict[str, str | None]:
    """The fields that every line has by their heads; of two that one head may mean, the English one."""
    table = _table()
    stands = [head for heads in table["stands"].values() for head in heads]
    found: dict[str, str | None] = {folded(name): None for name in (*table["left_out"], *stands)}
    for tongue in _TONGUES:
        for field, names in table[tongue].items():
            for name in (field, *names):
                found.setdefault(folded(name), field)
    return found
