"""Reading a whole archive at once."""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus_node.cli import node, printing
from foedus_node.desk.archive import keeping, pools, shards
from foedus_node.desk.archive.forms import Form
from foedus_node.desk.archive.reading import Done
from foedus_node.errors import ValueRefusedError

_NAMED = 20
"""Refused files that are named at the end; the others are counted."""


def read_archive(
    paths: Annotated[list[Path], Parameter(name="FOLDER", help="Folders, or files of texts.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="The folder for what they state.")],
    processes: Annotated[int, Parameter(help="How many processes read; one for each core if not said.")] = 0,
    dask: Annotated[str | None, Parameter(help="Read on the Dask cluster at this address instead.")] = None,
    form: Annotated[str, Parameter(help="How it is written: ndjson or parquet.")] = "ndjson",
    json: node.Json = False,
) -> int:
    """Read an archive of communiqués into files of what they state, on every core.

    Example: foedus read-archive communiques --out facts
    Example: foedus read-archive /archive --out /archive-facts --dask tcp://10.0.0.5:8786
    Example: foedus read-archive communiques --out tables --form parquet

    Below the folder stand files of NDJSON, one line for each text in the annotation scheme's form, and
    `archive.json`, which lists them; of a file with several articles each has its line. With --form parquet
    each has two tables instead: the facts, a row each, and the documents. A run that was stopped, however it
    was, goes on where it was when it is begun again; nothing is read twice. A file that cannot be read is
    named and passed over; the exit code then is 1. No node is needed, and nothing is kept on one.

    The workers of a Dask cluster need Foedus and the same files under the same paths; `pip install
    'foedus[archive]'` brings what is needed here.
    """
    if form not in tuple(Form):
        raise ValueRefusedError(name="--form", reason=f"{form!r} is neither {' nor '.join(Form)}")
    written = Form(form)
    written.refuse_missing()
    listed = list(shards.cut(shards.found(paths)))
    with keeping.folder_for(out) as folder:
        reading = (
            pools.by_dask(listed, str(folder.resolve()), address=dask, form=written)
            if dask
            else pools.by_processes(
                listed, str(folder.resolve()), processes=processes or os.cpu_count() or 1, form=written
            )
        )
        done: list[Done] = []
        with closing(reading), printing.weighed(sum(one.size for one in listed), title="Reading") as weigh:
            for shard, one in reading:
                done.append(one)
                weigh(shard.size)
        keeping.conclude(out, done, form=written)
    return _tell(out, done, json=json)


def _tell(out: Path, done: list[Done], *, json: bool) -> int:
    refused = sorted(path for one in done for path in one.refused)
    told: dict[str, Any] = {
        "documents": sum(one.documents for one in done),
        "letters": sum(one.letters for one in done),
        "kept": sum(one.documents for one in done if one.kept),
        "several": sum(one.several for one in done),
        "articles": sum(one.articles for one in done),
        "refused": refused,
    }
    if json:
        printing.data(told)
        return 1 if refused else 0
    texts = printing.counted(told["documents"], "text", "texts")
    printing.say(f"{texts} of {told['letters']:,} letters read into {out}.")
    if told["several"]:
        held = printing.counted(told["several"], "file held several", "files held several")
        printing.say(f"{held}: {told['articles']:,} of these texts.")
    if told["kept"]:
        printing.say(f"Of these, {told['kept']:,} had been read before.")
    if refused:
        printing.refuse(
            f"{printing.counted(len(refused), 'file', 'files')} could not be read:",
            *refused[:_NAMED],
            hint=f"Why stands in {out / 'shards'}, in the line of each.",
        )
    return 1 if refused else 0
