"""What a file of another form is refused for: a sheet, a map, a calendar that cannot be taken or written.

A bad cell or feature is not one refusal each: all of them are found first, and the refusal
counts them. The other refusals of the core are in `foedus.errors`.
"""

from foedus.errors import FoedusError, refusal


@refusal
class NotASheetError(FoedusError):
    """A file that is no table which can be read."""

    sentence = "{name} cannot be read as a table: {reason}."
    hint = "{remedy}; nothing was changed."
    on_page = "Save it as an Excel workbook (.xlsx) or as CSV, and give that file; nothing was changed."
    name: str
    reason: str
    remedy: str = "Save it as an Excel workbook (.xlsx) or as CSV, and give that file"


@refusal
class OversizeSheetError(FoedusError):
    """A table larger than any plan."""

    sentence = "{name} is too large for a plan: {reason}."
    hint = "Copy the lines that are meant into a new workbook and give that one; nothing was changed."
    name: str
    reason: str


@refusal
class WhichSheetError(FoedusError):
    """A workbook in which it is not clear, or not true, which sheet is meant."""

    sentence = "{asked} in {name}; its sheets are: {sheets}."
    hint = "Name one with --sheet."
    on_page = "Keep the sheet that is meant alone in the workbook, and give it again."
    name: str
    asked: str
    sheets: tuple[str, ...]


@refusal
class NoHeadsError(FoedusError):
    """A table without a row of heads."""

    sentence = "{place} has no row of heads: in its first {rows} rows no two cells name fields of a plan."
    hint = (
        'Give each column a head such as "Title", "Kind", "Host", "Start"; '
        'or say what a head means with --column "HEAD=FIELD".'
    )
    on_page = 'Give each column a head such as "Title", "Kind", "Host", "Start".'
    place: str
    rows: int


@refusal
class ColumnsError(FoedusError):
    """Columns that cannot be understood; every one at once."""

    sentence = "The columns cannot be read. {faults}"
    hint = (
        'Say what a column means with --column "HEAD=FIELD", or leave it out with --column "HEAD=-"; '
        "the fields are: {fields}, and details.FIELD of each kind (`foedus kinds`)."
    )
    on_page = (
        "Name each column as one of the fields, or take it out; the fields are: {fields}, and those of "
        "each kind."
    )
    faults: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def facts(self) -> dict[str, str]:
        """The faults, a sentence each."""
        return super().facts | {"faults": " ".join(f"{one}." for one in self.faults)}


@refusal
class BadCellsError(FoedusError):
    """Cells of which no line can be made; they were shown one by one."""

    sentence = "{bad} of {rows} rows cannot be taken, for {cells} faults; nothing was imported."
    hint = (
        "Mend the cells named and give the file again; --faults FILE.csv writes the list, "
        "--leave-out-bad-rows takes the others."
    )
    on_page = "Mend the cells named and give the file again."
    bad: int
    rows: int
    cells: int


@refusal
class NothingToTakeError(FoedusError):
    """A table that has heads and no line, or none that says anything new."""

    sentence = "{name} holds no line to take: {reason}."
    hint = "Check that the right file and sheet were named; nothing was changed."
    name: str
    reason: str


@refusal
class LongCellError(FoedusError):
    """Words that no cell of a workbook can hold."""

    sentence = "{item} cannot be written into a workbook: its {field} has {length} characters."
    hint = "A cell holds 32,767. Write the plan as .json or .csv instead."
    item: str
    field: str
    length: int


@refusal
class LongTableError(FoedusError):
    """More lines than a workbook is written with."""

    sentence = "More than {most} lines were asked for, and a workbook is written with that many at most."
    hint = "Choose fewer lines with the sentence above the table, or take them as CSV, which has no end."
    most: str


@refusal
class NotAMapError(FoedusError):
    """A file that is no GeoJSON."""

    sentence = "{name} is no GeoJSON that can be read: {reason}."
    hint = "Export the markers from the map program as GeoJSON in WGS 84; nothing was changed."
    name: str
    reason: str


@refusal
class BadFeaturesError(FoedusError):
    """Features of which no marker and no sector can be made; every one."""

    sentence = "{name} cannot be taken. {faults}"
    hint = "Mend the features named, all of them, and load the file again; nothing was changed."
    name: str
    faults: tuple[str, ...]

    @property
    def facts(self) -> dict[str, str]:
        """The faults, a sentence each."""
        return super().facts | {"faults": " ".join(f"{one}." for one in self.faults)}
