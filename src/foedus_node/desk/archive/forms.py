"""The forms in which a shard is written: lines of NDJSON, or tables of Parquet.

In either form a shard is there whole or not at all, and tells by itself what it holds. Of one of NDJSON
that is one file, its first line the shard's own. One of Parquet is two: the facts, and the documents, written
last, whose schema carries what that first line says.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from foedus.later import later
from foedus.reading.facts import Assessment, Commitment, Engagement, Fact, Instrument, Person
from foedus_node import files
from foedus_node.errors import ValueRefusedError

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import parquet
else:
    pyarrow, parquet = later("pyarrow"), later("pyarrow.parquet")

Line = dict[str, Any]
"""What one text states in the scheme's form, with its path, its words (`text`) and their letters, counted."""

_HEAD: Final = b"foedus"
_BESIDE: Final = frozenset({"evidence", "rule", "confidence", "seen"})
_CLASSES: Final[Mapping[str, type[Fact]]] = {
    "people": Person,
    "engagements": Engagement,
    "instruments": Instrument,
    "commitments": Commitment,
    "assessments": Assessment,
}


class Form(StrEnum):
    """How shards are written."""

    NDJSON = "ndjson"
    PARQUET = "parquet"

    def refuse_missing(self) -> None:
        """Refuse a form for which something is not installed.

        Raises:
            ValueRefusedError: it is Parquet, and pyarrow is not there.
        """
        if self is Form.PARQUET:
            try:
                _ = pyarrow.Table
            except ModuleNotFoundError:
                reason = "pyarrow is not installed here: `pip install 'foedus[archive]'` brings it"
                raise ValueRefusedError(name="--form", reason=reason) from None

    def named(self, shard: str) -> tuple[str, ...]:
        """The files of a shard, the one that is written last at the end."""
        if self is Form.NDJSON:
            return (f"{shard}.ndjson",)
        return f"{shard}.facts.parquet", f"{shard}.documents.parquet"


ENDINGS: Final = (".ndjson", ".facts.parquet", ".documents.parquet")
"""How the files of shards end, whatever their form."""


def head(folder: Path, shard: str, *, form: Form) -> Mapping[str, Any] | None:
    """What a shard that was written tells of itself; None where it was not, or not to the end."""
    target = folder / form.named(shard)[-1]
    if not target.exists():
        return None
    if form is Form.PARQUET:
        told = parquet.read_schema(target).metadata[_HEAD]
    else:
        with target.open("rb") as lines:
            told = next(lines)
    found: Mapping[str, Any] = orjson.loads(told)
    return found


def write(folder: Path, shard: str, *, form: Form, head: Mapping[str, Any], lines: Sequence[Line]) -> None:
    """Write a shard.

    Raises:
        OSError: the disk is full or forbids it; nothing half-written is left under its name.
    """
    if form is Form.PARQUET:
        _write_tables(folder, shard, head=head, lines=lines)
        return
    bare = (
        {name: value for name, value in line.items() if name not in ("text", "letters")} for line in lines
    )
    files.write(folder / f"{shard}.ndjson", b"".join(orjson.dumps(line) + b"\n" for line in (head, *bare)))


def texts(folder: Path, shard: str) -> Iterator[dict[str, Any]]:
    """The lines of a shard of NDJSON after the first, one for each of its texts."""
    with (folder / f"{shard}.ndjson").open("rb") as lines:
        next(lines)
        for line in lines:
            yield orjson.loads(line)


# --- tables -----------------------------------------------------------------------------------


def facts_schema() -> "pyarrow.Schema":
    """The columns of the facts: where each was read, its kind, what it says in the column of its kind."""
    slots = [(kind, pyarrow.struct(_slots(of))) for kind, of in _CLASSES.items()]
    return pyarrow.schema(
        [
            ("document", pyarrow.string()),
            ("article", pyarrow.int32()),
            ("path", pyarrow.string()),
            ("name", pyarrow.string()),
            ("language", pyarrow.string()),
            ("published", pyarrow.string()),
            ("kind", pyarrow.string()),
            *slots,
            ("evidence", pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64())])),
            ("words", pyarrow.string()),
            ("rule", pyarrow.string()),
            ("confidence", pyarrow.float64()),
        ]
    )


def documents_schema() -> "pyarrow.Schema":
    """The columns of the documents; of one that cannot be read, its path and why."""
    return pyarrow.schema(
        [
            ("document", pyarrow.string()),
            ("article", pyarrow.int32()),
            ("articles", pyarrow.int32()),
            ("start", pyarrow.int64()),
            ("path", pyarrow.string()),
            ("name", pyarrow.string()),
            ("language", pyarrow.string()),
            ("published", pyarrow.string()),
            ("letters", pyarrow.int64()),
            ("facts", pyarrow.int32()),
            ("refused", pyarrow.string()),
        ]
    )


def _slots(of: type[Fact]) -> list[tuple[str, "pyarrow.DataType"]]:
    """The fields of a kind of fact, with their types: numbers are numbers, lists lists, dates text."""
    attrs.resolve_types(of)
    return [(one.name, _typed(str(one.type))) for one in attrs.fields(of) if one.name not in _BESIDE]


def _typed(annotation: str) -> "pyarrow.DataType":
    plain = pyarrow.int32() if "int" in annotation.replace("Instrument", "") else pyarrow.string()
    return pyarrow.list_(plain) if "tuple" in annotation else plain


def _write_tables(folder: Path, shard: str, *, head: Mapping[str, Any], lines: Sequence[Line]) -> None:
    facts = [row for line in lines if "refused" not in line for row in _facts(line)]
    told = documents_schema().with_metadata({_HEAD: orjson.dumps(head)})
    tables = (
        pyarrow.Table.from_pylist(facts, schema=facts_schema()),
        pyarrow.Table.from_pylist([_document(line) for line in lines], schema=told),
    )
    for table, name in zip(tables, Form.PARQUET.named(shard), strict=True):
        with files.whole(folder / name) as file:
            parquet.write_table(table, file, compression="zstd")


def _facts(line: Line) -> Iterator[Line]:
    beside = {
        "document": line["sha256"],
        "article": line.get("article"),
        "path": line["path"],
        "name": line["id"],
        "language": line["language"],
        "published": line["published"],
    }
    for kind in _CLASSES:
        for fact in line[kind]:
            evidence = fact["evidence"]
            yield {
                **beside,
                "kind": kind,
                kind: {name: value for name, value in fact.items() if name not in _BESIDE},
                "evidence": evidence,
                "words": line["text"][evidence["start"] : evidence["end"]],
                "rule": fact["rule"],
                "confidence": fact["confidence"],
            }


def _document(line: Line) -> Line:
    if "refused" in line:
        return {"path": line["path"], "refused": line["refused"]}
    return {
        "document": line["sha256"],
        "article": line.get("article"),
        "articles": line.get("of"),
        "start": line.get("start"),
        "path": line["path"],
        "name": line["id"],
        "language": line["language"],
        "published": line["published"],
        "letters": line["letters"],
        "facts": sum(len(line[kind]) for kind in _CLASSES),
    }
