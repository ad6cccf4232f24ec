"""A plan of 500 lines signed once, against 500 lines signed one by one: `python -m benchmarks.plan`.

Both ways the same 500 lines come to be in force between two parties, and both ways the
file is verified whole. Once the plan is one act with one signature of each party; once
every line is an act of its own. What it costs to have the plan countersigned and checked
(signed by both, then verified) is held against the bare verification of one signature of
each party on each line. The ratios are of processor times taken in one run.
"""

import argparse
import io
import time
from collections.abc import Callable
from typing import TypeVar

import nacl.bindings as sodium
from attrs import frozen

from foedus.record.bundle import Bundle, verify
from foedus.record.holding import Holding
from tests.worlds import World, signing_key

CLAIM_TO_SIGN = 100
CLAIM_TO_VERIFY = 15
CLAIM_TO_BARE = 5
MILLISECONDS = 5

Result = TypeVar("Result")


@frozen
class Timed:
    """How long one way took, in seconds, and how large its file is, in bytes.

    `whole` is the verification of the file, `founding` that of one that holds the charter only.
    """

    drafted: float
    signed: float
    whole: float
    founding: float
    size: int

    @property
    def verified(self) -> float:
        """How long the plan's own verification took."""
        return self.whole - self.founding


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """How long something takes, in seconds of the processor, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def bare(signatures: int) -> float:
    """How long so many bare verifications take, in seconds."""
    key = signing_key("bare")
    message = b"a line of the plan (illustrative)" * 15
    signed, public = key.sign(message) + message, bytes.fromhex(key.public)
    return timed(lambda: [sodium.crypto_sign_open(signed, public) for _ in range(signatures)])[0]


def measured(lines: int, *, acts: int) -> Timed:
    """So many lines agreed in so many acts, drafted, signed by both parties and verified."""
    world = World()
    names = [f"line-{number}" for number in range(lines)]
    parts = [names[number::acts] for number in range(acts)]
    drafted, plan = timed(lambda: [world.act(dict.fromkeys(part)) for part in parts])
    signed, _ = timed(lambda: [world.all_sign(act) for act in plan])
    data, bare = world.bundle(), World().bundle()
    founding, _ = timed(lambda: verify(Bundle(io.BytesIO(bare))))
    whole, held = timed(lambda: verify(Bundle(io.BytesIO(data))))
    assert in_force(held) == {*names, "compact"}
    return Timed(drafted, signed, whole, founding, len(data))


def in_force(held: Holding) -> set[str]:
    """The items in force."""
    return set(held.settlement.in_force)


def best(rounds: list[Timed]) -> Timed:
    """The best of each time."""
    return Timed(
        min(each.drafted for each in rounds),
        min(each.signed for each in rounds),
        min(each.whole for each in rounds),
        min(each.founding for each in rounds),
        rounds[0].size,
    )


def main() -> None:
    """Measure both ways, and print the times and their ratios."""
    parser = argparse.ArgumentParser(description="A plan signed once, and line by line.")
    parser.add_argument("--lines", type=int, default=500, help="how many lines (500)")
    parser.add_argument("--rounds", type=int, default=5, help="how often; the best of each is taken (5)")
    asked = parser.parse_args()
    once = best([measured(asked.lines, acts=1) for _ in range(asked.rounds)])
    apart = best([measured(asked.lines, acts=asked.lines) for _ in range(asked.rounds)])
    for name, way in (("one act", once), (f"{asked.lines} acts", apart)):
        print(
            f"{asked.lines} lines as {name:>8}: signed by both {way.signed * 1e3:7.2f} ms, "
            f"verified {way.verified * 1e3:7.2f} ms, file {way.size / 2**10:6.0f} KiB"
        )
    checked = once.signed + once.verified
    singly = min(bare(2 * asked.lines) for _ in range(asked.rounds))
    print(
        f"countersigned and checked: {checked * 1e3:.2f} ms (claimed: at most {MILLISECONDS} for 500 lines)"
    )
    print(f"{2 * asked.lines:,} bare signatures verified: {singly * 1e3:.2f} ms")
    print(f"ratio to bare:   {singly / checked:.0f} (claimed: at least {CLAIM_TO_BARE})")
    print(f"ratio to sign:   {apart.signed / once.signed:.0f} (claimed: at least {CLAIM_TO_SIGN})")
    print(f"ratio to verify: {apart.verified / once.verified:.0f} (claimed: at least {CLAIM_TO_VERIFY})")


if __name__ == "__main__":
    main()
