"""The folder an archive is read into: its shards' files, and the list of those it is made of.

`archive.json` is written once all is read; files of shards that the archive no longer has are then taken
away. Two runs at once in one folder would do all work twice: the second is refused.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from foedus_node import files
from foedus_node.desk.archive.forms import ENDINGS, Form
from foedus_node.desk.archive.reading import Done
from foedus_node.errors import FileError


@contextmanager
def folder_for(place: Path) -> Iterator[Path]:
    """The folder for the shards' files below a place, held by us alone while it is written to.

    Raises:
        FileError: a file stands there, or another run writes there.
    """
    if place.exists() and not place.is_dir():
        raise FileError(path=str(place), reason="it is a file, and a folder is needed")
    kept = place / "shards"
    kept.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileError(path=str(place), reason="another run is reading into it") from None
        yield kept


def conclude(place: Path, shards: Iterable[Done], *, form: Form = Form.NDJSON) -> None:
    """Write down of which shards an archive is made, and take away what is no longer of it.

    What is there in another form goes too: an archive is read into one.
    """
    listed = sorted(shards, key=lambda done: done.name)
    told = {
        "form": form,
        "shards": [done.name for done in listed],
        "documents": sum(done.documents for done in listed),
        "letters": sum(done.letters for done in listed),
        "refused": sum(len(done.refused) for done in listed),
    }
    files.write(place / "archive.json", orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    current = {name for done in listed for name in form.named(done.name)}
    for file in (place / "shards").iterdir():
        if file.name.endswith(ENDINGS) and not file.name.startswith(".") and file.name not in current:
            file.unlink()
