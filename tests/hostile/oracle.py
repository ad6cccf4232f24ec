"""What must hold in a hostile world, whatever is done in it: judged here, by rules written a second time.

The cover rule stands here as it is defined, act by act and by recursion; what honest
parties wrote and signed is known from outside, because the world wrote it down as it
happened. Where this and the product differ, a `ViolationError` says what broke.
"""

from collections.abc import Iterable, Mapping, Sequence, Set

from foedus.errors import DoubleEntryError
from foedus.record import entry, signature, standing
from foedus.record.act import Act
from foedus.record.holding import Holding

Acts = Mapping[str, Act]


class ViolationError(AssertionError):
    """Something that must hold did not."""


def must(holds: object, what: str) -> None:
    """Say what broke, unless it holds."""
    if not holds:
        raise ViolationError(what)


def in_force(acts: Acts, signers: Mapping[str, Iterable[str]]) -> standing.Settlement:
    """What is in force by a set of signatures, by the real code; two acts on one item are a fork."""
    held = {name: act for name, act in acts.items() if act.charter in acts}
    try:
        return standing.settle(held, signers={name: signers[name] for name in signers if name in held})
    except DoubleEntryError as fork:
        raise ViolationError(f"FORK: {fork}") from fork


def breaches(signed: Sequence[str], acts: Acts) -> list[str]:
    """The acts a party signed against the cover rule, as the rule is defined."""
    before: list[str] = []
    found = []
    for name in dict.fromkeys(signed):
        if not obeys(acts[name], before, acts):
            found.append(name)
        before.append(name)
    return found


def obeys(act: Act, signed: Sequence[str], acts: Acts) -> bool:
    """Whether a party that signed these may sign this."""
    struck = {victim for name in signed for victim in acts[name].voids} | set(act.voids)
    return (
        act.grounds <= set(signed)
        and act.hash not in struck
        and not _ancestry(act, acts) & struck
        and all(item in acts[base].bases for item, base in act.bases.items() if base)
        and all(
            name in _covered(act, item, acts)
            for item in act.bases
            for name in signed
            if item in acts[name].bases
        )
    )


def _ancestry(act: Act, acts: Acts) -> Set[str]:
    found: set[str] = set()
    for ground in act.grounds:
        found |= {ground} | (_ancestry(acts[ground], acts) if ground in acts else set())
    return found


def _covered(act: Act, item: str, acts: Acts) -> Set[str]:
    base = act.bases.get(item)
    below = {base} | _covered(acts[base], item, acts) if base and base in acts else set()
    return below | set(act.voids)


def full(holding: Holding) -> Set[str]:
    """The acts whose certificate is held."""
    return {name for name, where in holding.settlement.standings.items() if where.full}


def must_be_proof(held: bytes, shown: bytes, *, keys: Iterable[bytes]) -> None:
    """Two envelopes must be two entries for one place of one log, each signed by a key of its party."""
    one, other = entry.parse(held), entry.parse(shown)
    places = {(line.compact, line.party, line.seq) for line in (one, other)}
    differ = len(places) == 1 and one.hash != other.hash
    must(differ, "a kept proof is no proof: not two entries for one place")
    for line in (one, other):
        message = signature.authenticated(line.sealed.payload, signature.ENTRY)
        signed = any(signature.is_valid(message, line.sealed.signature, key) for key in keys)
        must(signed, "a kept proof is no proof: an envelope in it is not signed by its party")
