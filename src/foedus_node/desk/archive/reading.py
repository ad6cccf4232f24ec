"""Reading one shard into its file, or its files: what the shard holds, and what each of its texts states.

A text is told in the annotation scheme's form, with its path and the hash of its bytes, and of one of
several articles its number; of a file which cannot be read it is told why. How that is written, `forms`
says. A shard's name is the hash of all that it was read from and of who read it, so another edition of
Foedus reads again.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen

from foedus.errors import FoedusError
from foedus.reading.propose import read
from foedus.reading.received.document import LARGEST, Document
from foedus_node import files
from foedus_node.desk.archive import forms
from foedus_node.desk.archive.forms import Form, Line
from foedus_node.desk.unpacking import unpacked


@frozen(kw_only=True)
class Done:
    """What came of a shard: its file, how many texts and letters were read, which files were refused."""

    name: str
    documents: int
    letters: int
    refused: tuple[str, ...]
    several: int = 0
    """How many files held several articles."""
    articles: int = 0
    """How many texts these were."""
    kept: bool = False
    """Whether all of it was there from an earlier run."""


def read_shard(paths: tuple[str, ...], folder: str, form: str = Form.NDJSON) -> Done:
    """Read a shard, unless that was done before.

    Args:
        paths: its files.
        folder: where what comes of it is kept; shared by all who read.
        form: how it is written.

    Raises:
        OSError: the disk is full or forbids it; no file is left behind.
    """
    gathered = [(path, _bytes_of(path)) for path in paths]
    name = _name(gathered)
    if head := forms.head(Path(folder), name, form=Form(form)):
        return _kept(head)
    lines = [line for path, data in gathered for line in _lines(path, data)]
    return _written(Path(folder), name, form=Form(form), lines=lines)


def refuse_shard(paths: tuple[str, ...], folder: str, *, reason: str, form: str = Form.NDJSON) -> Done:
    """Write down that a shard cannot be read, as when whoever read it was ended each time."""
    name = _name([(path, _bytes_of(path)) for path in paths])
    lines: list[Line] = [{"path": path, "refused": reason} for path in paths]
    return _written(Path(folder), name, form=Form(form), lines=lines)


def _written(folder: Path, name: str, *, form: Form, lines: Sequence[Line]) -> Done:
    """Write a shard: what it holds, told from its texts, and these."""
    refused = tuple(line["path"] for line in lines if "refused" in line)
    letters = sum(line.get("letters", 0) for line in lines)
    whole = [line["path"] for line in lines if line.get("of")]
    done = Done(
        name=name,
        documents=len(lines) - len(refused),
        letters=letters,
        refused=refused,
        several=len(set(whole)),
        articles=len(whole),
    )
    several = {"several": done.several, "articles": done.articles}
    head = {
        "shard": done.name,
        "documents": done.documents,
        "letters": letters,
        "refused": refused,
        **several,
    }
    forms.write(folder, name, form=form, head=head, lines=lines)
    return done


def _bytes_of(path: str) -> bytes | FoedusError:
    try:
        return files.read(Path(path), most=LARGEST)
    except FoedusError as error:
        return error


def _name(gathered: list[tuple[str, bytes | FoedusError]]) -> str:
    digest = hashlib.sha256(version("foedus").encode())
    for path, data in gathered:
        content = data if isinstance(data, bytes) else str(data).encode()
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


def _lines(path: str, data: bytes | FoedusError) -> Iterator[Line]:
    """The line of a file, or one for each of its articles, and one for each that cannot be read."""
    shown = path.encode("utf-8", "replace").decode()
    try:
        if not isinstance(data, bytes):
            raise data
        words, _ = unpacked(data, name=Path(shown).name)
        documents, refused = Document.each_in(words, data=data, name=Path(shown).stem)
        told = [_line(shown, document) for document in documents]
    except FoedusError as error:
        yield {"path": shown, "refused": str(error)}
        return
    yield from told
    yield from ({"path": shown, "refused": str(one)} for one in refused)


def _line(path: str, document: Document) -> Line:
    stated = read(document).scheme()
    if document.part:
        place = {"article": document.part, "of": document.parts, "start": document.start}
        stated |= {"id": f"{document.name}-{document.part}", **place}
    told = {"path": path, "sha256": document.sha256, "letters": len(document.text)}
    return {**told, **stated, "text": document.text}


def _kept(head: Mapping[str, Any]) -> Done:
    return Done(
        name=head["shard"],
        documents=head["documents"],
        letters=head["letters"],
        refused=tuple(head["refused"]),
        several=head.get("several", 0),
        articles=head.get("articles", 0),
        kept=True,
    )
