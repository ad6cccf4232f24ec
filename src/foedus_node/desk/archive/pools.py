"""Who reads the shards: processes of this machine, or the workers of a Dask cluster.

A process that is ended while it reads (by the kernel, for its memory) takes nothing with it: its shard is
read again. One that ends whoever reads it is written down as refused, and the others go on.
"""

import contextlib
import os
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

from foedus.later import later
from foedus.phrase import phrase
from foedus_node.desk.archive.forms import Form
from foedus_node.desk.archive.reading import Done, read_shard, refuse_shard
from foedus_node.desk.archive.shards import Shard
from foedus_node.errors import ValueRefusedError

if TYPE_CHECKING:
    import distributed
else:
    distributed = later("distributed")

_TRIES = 2
_ENDED = "whoever read it was ended, each time it was tried"


def by_processes(
    shards: Sequence[Shard], folder: str, *, processes: int, form: Form = Form.NDJSON
) -> Generator[tuple[Shard, Done]]:
    """Read shards with processes of this machine; each shard as it is done."""
    left = dict.fromkeys(shards)
    for _ in range(_TRIES):
        with contextlib.suppress(BrokenProcessPool):
            for shard, done in _pooled(list(left), folder, processes=processes, form=form):
                del left[shard]
                yield shard, done
        if not left:
            return
    # Something among them ends whoever reads it: one at a time, to find out which.
    for shard in list(left):
        try:
            yield from _pooled([shard], folder, processes=1, form=form)
        except BrokenProcessPool:
            yield shard, refuse_shard(shard.paths, folder, reason=_ENDED, form=form)


def _pooled(
    shards: Sequence[Shard], folder: str, *, processes: int, form: Form
) -> Iterator[tuple[Shard, Done]]:
    ours = os.getpid()
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_end_with, initargs=(ours,)
    )
    with pool:
        waiting: dict[Future[Done], Shard] = {}
        try:
            waiting = {pool.submit(read_shard, shard.paths, folder, form.value): shard for shard in shards}
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with(parent: int) -> None:
    """End this process soon after the one that began it, even if that one could not say so."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def by_dask(
    shards: Sequence[Shard], folder: str, *, address: str, form: Form = Form.NDJSON
) -> Generator[tuple[Shard, Done]]:
    """Read shards on a Dask cluster whose workers see the same files under the same paths.

    Args:
        shards: what is to be read.
        folder: where the shards' files are kept.
        address: the cluster's scheduler, as `tcp://host:8786`.
        form: how the shards are written.

    Raises:
        ValueRefusedError: Dask is not installed, or nobody answers there.
    """
    try:
        client = distributed.Client(address, timeout="10s")  # type: ignore[no-untyped-call]  # Dask types nothing
    except ModuleNotFoundError:
        reason = "Dask is not installed here: `pip install 'foedus[archive]'` brings it"
        raise ValueRefusedError(name="--dask", reason=reason) from None
    except (OSError, ValueError):
        reason = phrase("nobody answers at {address}", address=address)
        raise ValueRefusedError(name="--dask", reason=reason) from None
    with client:
        waiting = {
            client.submit(read_shard, shard.paths, folder, form.value, pure=False, retries=_TRIES): shard
            for shard in shards
        }
        for future in distributed.as_completed(list(waiting)):  # type: ignore[no-untyped-call]  # the same
            shard = waiting[future]
            if future.status == "error":
                yield shard, _refused(shard, folder, future.exception(), form=form)
            else:
                yield shard, future.result()


def _refused(shard: Shard, folder: str, error: BaseException, *, form: Form) -> Done:
    if isinstance(error, distributed.KilledWorker):
        return refuse_shard(shard.paths, folder, reason=_ENDED, form=form)
    raise error
