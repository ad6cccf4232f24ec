"""Statements signed and verified here, by securesystemslib and by git: `python -m benchmarks.beside`.

The same texts, one Ed25519 signature each, on one core, in processor time. Here: entries of a log,
verified with their chain, keys and mandates. securesystemslib: DSSE envelopes of the same payloads,
signed by its `CryptoSigner`, with no chain. Git: commits whose message is the payload, signed with
ssh-keygen by `git commit -S` and verified by `git verify-commit`; it starts processes for each, so
there are fewer of them, and times are told for one statement. The best round of several counts.
"""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import frozen
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # it lists no names

from foedus.record import entry, signature
from foedus.record.entry import Entry, EntryType
from foedus.record.log import Log
from tests.worlds import World

CLAIM_DSSE = 1
CLAIM_GIT = 50
NOTE = {"en": "Carried out as planned (illustrative)."}


@frozen
class Timed:
    """How long one statement takes, in seconds: to make, and to verify."""

    made: float
    verified: float

    def __str__(self) -> str:
        return (
            f"made {self.made * 1e6:9,.0f} µs, {1 / self.made:9,.0f} a second; "
            f"verified {self.verified * 1e6:9,.0f} µs, {1 / self.verified:9,.0f} a second"
        )


def taken(work: Callable[[], object]) -> float:
    """The processor time, in seconds, that something takes, with the processes that it starts."""
    start = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - start


def here(statements: int) -> tuple[Timed, list[Entry]]:
    """Entries of a log, composed and verified as a node does it."""
    world = World()
    begun = world.logs["VN"]
    lines: list[Entry] = []

    def make() -> None:
        log = begun
        for number in range(statements):
            line = world.next_entry(
                "VN",
                EntryType.REPORT,
                {"item": f"line-{number}", "note": NOTE},
                by=world.by("VN"),
                after=log.head,
            )
            log = log.follow(line)
            lines.append(line)

    def verify() -> None:
        log: Log = begun
        for line in lines:
            log = log.append(entry.parse(line.envelope))

    return Timed(taken(make) / statements, taken(verify) / statements), lines


def dsse(payloads: list[bytes]) -> Timed:
    """The same payloads in envelopes of securesystemslib, to bytes and back."""
    signer = CryptoSigner.generate_ed25519()
    made: list[Mapping[str, object]] = []

    def make() -> None:
        for payload in payloads:
            envelope = Envelope(payload, signature.ENTRY, {})
            envelope.sign(signer)
            made.append(envelope.to_dict())

    def verify() -> None:
        for form in made:
            Envelope.from_dict(dict(form)).verify([signer.public_key], 1)

    return Timed(taken(make) / len(payloads), taken(verify) / len(payloads))


def git(payloads: list[bytes]) -> Timed:
    """The same payloads as messages of signed commits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = git_in(folder)
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")]
        subprocess.run(words, check=True)  # noqa: S603 (our own words)
        public = (folder / "key.pub").read_text(encoding="utf-8")
        (folder / "signers").write_text(f"vn@example.org {public}", encoding="utf-8")
        run("init", "-q")
        for key, value in (
            ("user.name", "VN (illustrative)"),
            ("user.email", "vn@example.org"),
            ("gpg.format", "ssh"),
            ("user.signingkey", str(folder / "key")),
            ("gpg.ssh.allowedSignersFile", str(folder / "signers")),
        ):
            run("config", key, value)

        def make() -> None:
            for payload in payloads:
                run("commit", "-q", "-S", "--allow-empty", "--cleanup=verbatim", "-F", "-", given=payload)

        made = taken(make)
        commits = run("rev-list", "HEAD").split()
        assert len(commits) == len(payloads)
        verified = taken(lambda: [run("verify-commit", commit) for commit in commits])
        return Timed(made / len(payloads), verified / len(payloads))


def git_in(folder: Path) -> Callable[..., str]:
    """Git in a folder, with none of the machine's settings."""
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}

    def run(*words: str, given: bytes = b"") -> str:
        done = subprocess.run(  # noqa: S603 (our own words)
            ["git", "-C", str(folder), *words],  # noqa: S607 (on the path)
            input=given,
            capture_output=True,
            env=plain,
            check=True,
        )
        return done.stdout.decode()

    return run


def main() -> None:
    """Measure, and print the times and their ratios."""
    parser = argparse.ArgumentParser(description="Signed statements: here, securesystemslib's DSSE, git.")
    parser.add_argument("--statements", type=int, default=5_000, help="how many (5,000)")
    parser.add_argument("--commits", type=int, default=100, help="how many of them through git (100)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the best of each is taken (3)")
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core each, and what it starts too
    _, lines = here(asked.statements)
    payloads = [line.sealed.payload for line in lines]
    rounds = [
        (here(asked.statements)[0], dsse(payloads), git(payloads[: asked.commits]))
        for _ in range(asked.rounds)
    ]
    ours, theirs, commits = (
        Timed(min(each.made for each in way), min(each.verified for each in way))
        for way in zip(*rounds, strict=True)
    )
    print(f"{asked.statements:,} statements of {sum(map(len, payloads)) // len(payloads)} bytes on one core")
    print(f"a log's entries:              {ours}")
    print(f"securesystemslib DSSE:        {theirs}")
    print(f"git, {asked.commits:,} commits:  {commits}")
    for name, claim, way in (("DSSE", CLAIM_DSSE, theirs), ("git", CLAIM_GIT, commits)):
        made, verified = way.made / ours.made, way.verified / ours.verified
        print(f"{name} takes {made:.1f} times as long to make, {verified:.1f} times to verify", end=" ")
        print(f"(claimed: at least {claim} times to verify)")


if __name__ == "__main__":
    main()
