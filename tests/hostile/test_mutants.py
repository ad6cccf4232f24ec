"""Each rule left out once: the hostile world must see it within a bounded number of schedules."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from foedus.record import cover, descent, signature, standing
from foedus.record import log as log_room
from foedus.record.entry import Entry, Head
from foedus.record.holding import Holding
from foedus.record.log import Log
from foedus_node.exchange import incoming, outgoing
from foedus_node.storage.common import ledger, peers, speaking
from tests.hostile.schedules import Worlds, drawn, fault
from tests.hostile.seats import remembered

MOST_SCHEDULES = 600


def nothing(*_: Any, **__: Any) -> None:
    """A rule left out."""


def none_of_it(*_: Any, **__: Any) -> Iterator[Any]:
    return iter(())


def everything_seen(log: Log, entry: Entry) -> Mapping[str, Head]:
    return {**log.seen, **entry.seen}


def any_key_of_its_own(entry: Entry, keys: log_room.Keys) -> bytes:
    return KEYS.get(entry.kid) or next(iter(keys.ops.values()))


def since_ever(compact: str) -> tuple[tuple[str, ...], str] | None:
    state = AWAITED(compact)
    return (state[0], "") if state else None


def by_number_alone(head: Head, held: Holding, party: str) -> int:
    return min(head.seq, held.heads[party].seq)


def certified_before(taking: Any, log: Log, line: Entry) -> bytes | None:
    return ledger.keys_ever(taking.compact, log.party)[0].get(line.kid)


def alone(fallen: set[str], acts: Any, _: Any) -> set[str]:
    new = set(acts) - fallen
    fallen |= new
    return new


KEYS: dict[str, bytes] = {}
AWAITED = peers.recovering
NO_TRANSACTION = SimpleNamespace(atomic=nullcontext)

MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "the cover rule": (cover, "refuse_uncovered", nothing),
    "the wait of a recovering node": (peers, "recovering", nothing),
    "the seal of a manifest": (incoming._Taking, "_is_vouched_for", lambda *_: True),
    "the date of a manifest": (peers, "recovering", since_ever),
    "the quarantine of a forked log": (peers, "doubted_at", nothing),
    "the keeping of proofs": (incoming, "_keep_proofs", nothing),
    "the comparing of heads before sending": (outgoing, "_shared", by_number_alone),
    "the proof of a fork that begins with a new key": (incoming._Taking, "_key_of", certified_before),
    "the check of signatures": (signature, "is_valid", lambda *_: True),
    "the check of what was seen": (Log, "_seen_after", everything_seen),
    "the check of mandates": (Log, "_refuse_without_mandate", nothing),
    "the revocation of keys": (log_room, "_key_of", any_key_of_its_own),
    "the check of places": (Log, "_refuse_elsewhere", nothing),
    "all or nothing when taking in": (incoming, "transaction", NO_TRANSACTION),
    "all or nothing when offering": (speaking, "transaction", NO_TRANSACTION),
    "the naming of breaches": (cover, "breaches", none_of_it),
    "what acts void": (standing, "_void", lambda *_, **__: {}),
    "that with an act falls what builds on it": (descent, "fell", alone),
}


@pytest.mark.slow
@pytest.mark.parametrize("left_out", MUTANTS)
def test_a_rule_left_out_is_seen(left_out: str, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with remembered():
        worlds = Worlds(scratch)
        room, name, mutant = MUTANTS[left_out]
        KEYS.update(worlds.keys())
        monkeypatch.setattr(room, name, mutant)
        seen = (seed for seed in range(MOST_SCHEDULES) if fault(worlds.of(seed), drawn(seed)))
        assert next(seen, None) is not None
