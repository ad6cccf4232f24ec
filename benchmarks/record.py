"""How much longer a record takes to verify than its bare signatures: `python -m benchmarks.record`.

One party signs, another reports: `--entries` entries in one file. The same file is
verified as `foedus verify` does it (structure, spelling, chains, keys, mandates,
signatures, acts, standing); then PyNaCl verifies as many signatures over messages of the
same lengths, and nothing else. The ratio is of two times taken in one run.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time

import nacl.bindings as sodium

from foedus.record import signature
from foedus.record.bundle import Bundle, verify
from foedus.record.entry import By, EntryType
from tests.worlds import OFFICE, World

CLAIM = 1.6


def recorded(entries: int) -> bytes:
    """A bundle with so many entries: a plan signed by both parties, and reports on it."""
    world = World()
    world.all_sign(world.act({f"line-{number}": None for number in range(50)}))
    for number in range(entries - sum(map(len, world.entries.values()))):
        party = world.parties[number % 2]
        said = {"item": f"line-{number % 50}", "outcome": "met", "note": {"en": "Carried out as planned."}}
        line = world.next_entry(party, EntryType.REPORT, said, by=By(OFFICE, world.mandates[party]))
        # The bundle is verified below; to verify each entry here as well would only take time.
        world.logs[party] = world.logs[party].follow(line)
        world.entries[party].append(line)
    return world.bundle()


def signatures(data: bytes) -> list[tuple[bytes, bytes]]:
    """Every signature in a bundle with the message under it, as libsodium wants them, and its key."""
    bundle, found = Bundle(io.BytesIO(data)), []
    for party in bundle.manifest.heads:
        keys: dict[str, bytes] = {}
        for line in bundle.entries(party):
            if line.type is EntryType.KEYS:
                keys = {signature.key_id(key): bytes.fromhex(key) for key in line.body["ops"]}
            signed = signature.authenticated(line.sealed.payload, signature.ENTRY)
            found.append((line.sealed.signature + signed, keys[line.kid]))
    return found


def verified_bare(signed: list[tuple[bytes, bytes]]) -> None:
    """PyNaCl's verification and nothing else."""
    for message, public in signed:
        sodium.crypto_sign_open(message, public)


def peak_of_a_process(data: bytes) -> float:
    """The most memory, in MiB, that a process of its own needs to verify a file; as Linux counts it."""
    script = (
        "import pathlib, sys; from foedus.__main__ import main\n"
        "assert main(['verify', sys.argv[1], '--json']) == 0\n"
        "print(pathlib.Path('/proc/self/status').read_text(), file=sys.stderr)"
    )
    with tempfile.NamedTemporaryFile(suffix=".foedus") as file:
        file.write(data)
        file.flush()
        run = subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "-c", script, file.name], capture_output=True, text=True, check=True
        )
    peak = next(line for line in run.stderr.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 2**10


def main() -> None:
    """Measure, and print both times, their ratio and the memory."""
    parser = argparse.ArgumentParser(description="Verify a record, and its bare signatures.")
    parser.add_argument("--entries", type=int, default=20_000, help="how many entries (20,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the best of each is taken (3)")
    asked = parser.parse_args()
    data = recorded(asked.entries)
    signed = signatures(data)
    whole, bare = [], []
    for _ in range(asked.rounds):
        start = time.perf_counter()
        held = verify(Bundle(io.BytesIO(data)))
        whole.append(time.perf_counter() - start)
        start = time.perf_counter()
        verified_bare(signed)
        bare.append(time.perf_counter() - start)
        assert sum(head.seq for head in held.heads.values()) == len(signed)
        del held
    count = len(signed)
    print(f"{count:,} entries in a file of {len(data) / 2**20:.1f} MiB")
    print(f"verified as a record:   {min(whole):6.2f} s  {count / min(whole):9,.0f} entries a second")
    print(f"bare PyNaCl signatures: {min(bare):6.2f} s  {count / min(bare):9,.0f} signatures a second")
    print(f"ratio: {min(whole) / min(bare):.2f} (claimed: at most {CLAIM})")
    print(f"memory of `python -m foedus verify` at its peak: {peak_of_a_process(data):.0f} MiB")


if __name__ == "__main__":
    main()
