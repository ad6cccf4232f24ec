"""Our own adapter: what the suite asks, asked of Foedus through its command line.

`python -m foedus_conformance.adapter` is what `--implementation` names to test ours. Level 1
goes through `python -m foedus verify --json`, called in this process so that thousands of
files are not thousands of starts; level 2 goes through `foedus`, a process each. Nothing is
judged here: questions and answers are put into the other side's words.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from foedus.__main__ import main as foedus_verify
from foedus_conformance.forge import OFFICE, chance

DONE, REFUSED, MISUSED = 0, 1, 2
PASSPHRASE = "words for rehearsal only"  # noqa: S105 (it locks the keys of nodes that live for one case)

Said = Mapping[str, Any]


# --- level 1: files --------------------------------------------------------------------------


def verdict(path: str) -> Said:
    """The verdict on one file, in the words of the protocol."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        foedus_verify(["verify", "--json", path])
    said = json.loads(out.getvalue())
    if not said["verified"]:
        return {"verdict": "refused", "refusal": said["refusal"], "reason": said["error"]}
    if "line" in said:
        return _line(said)
    return _proof(said) if "seq" in said else _bundle(said)


def _line(said: Said) -> Said:
    return {
        "verdict": "verified",
        "file": "line",
        "compact": said["compact"],
        "act": said["act"]["act"],
        "item": said["line"]["id"],
        "index": said["line"]["index"],
        "words": said["line"]["item"],
        "signed": sorted(word["party"] for word in said["signed"]),
    }


def _proof(said: Said) -> Said:
    return {
        "verdict": "verified",
        "file": "proof",
        "compact": said["compact"],
        "party": said["party"],
        "number": said["seq"],
    }


def _bundle(said: Said) -> Said:
    return {
        "verdict": "verified",
        "file": "bundle",
        "compact": said["compact"],
        "heads": {log["party"]: [log["head"]["seq"], log["head"]["hash"]] for log in said["parties"]},
        "acts": {act["act"]: _act(act) for act in said["acts"]},
        "in_force": {line["item"]: line["act"] for line in said["in_force"]},
        "breaches": sorted([row["party"], row["act"]] for row in said["breaches"]),
        "forked": sorted([row["party"], row["seq"], row["by"]] for row in said["forked"]),
        "outrun": sorted([row["party"], row["of"], row["saw"]["seq"]] for row in said["outrun"]),
    }


def _act(act: Said) -> Said:
    signed = {word["party"] for word in act["signed"]}
    return {
        "state": act["state"],
        "since": act["since"],
        "signed": sorted(signed),
        "declined": sorted({word["party"] for word in act["declined"]} - signed),
        "awaited": sorted(act["awaited"]),
    }


# --- level 2: a node -------------------------------------------------------------------------


def foedus(folder: str, *words: str, at: str) -> subprocess.CompletedProcess[str]:
    """Run one command of Foedus on a node."""
    environment = os.environ | {"FOEDUS_PASSPHRASE": PASSPHRASE, "FOEDUS_CLOCK": at, "NO_COLOR": "1"}
    return subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "foedus_node", "--node", folder, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class RefusedError(Exception):
    """Foedus refused a command; its own words went to the error stream."""


def done(folder: str, *words: str, at: str) -> str:
    """Run a command that must be done; returns what it printed.

    Raises:
        RefusedError: it ended otherwise.
    """
    ended = foedus(folder, *words, at=at)
    if ended.returncode:
        sys.stderr.write(ended.stderr)
        raise RefusedError
    return ended.stdout


def init(folder: str, at: str, party: str) -> Said:
    """Found a node; the root is what its card says."""
    done(folder, "init", "--party", party, "--office", OFFICE, at=at)
    card = json.loads((Path(folder) / f"{party}.card.json").read_bytes())
    return {"root": {"root": card["root"], "threshold": card["threshold"]}}


def take(folder: str, at: str, file: str) -> Said:
    """Take in a bundle."""
    done(folder, "import", file, at=at)
    return {}


def export(folder: str, at: str, *words: str) -> Said:
    """Write a bundle: the whole record, or what one party lacks."""
    compact, file, *to = words
    done(folder, "export", file, "--compact", compact, *(("--to", *to) if to else ("--all",)), at=at)
    return {}


def offer(folder: str, at: str, *words: str) -> Said:
    """Offer an act that sets the items of a list."""
    compact, file = words
    name = f"draft-{chance(file).hex()[:8]}"
    done(folder, "draft", "amendment", name, "--compact", compact, at=at)
    try:
        done(folder, "draft", "load", name, file, at=at)
        return {"act": json.loads(done(folder, "offer", name, "--json", at=at))["act"]}
    except RefusedError:
        foedus(folder, "draft", "discard", name, at=at)
        raise


def sign(folder: str, at: str, *words: str) -> Said:
    """Sign an act."""
    compact, act = words
    done(folder, "sign", act, "--compact", compact, at=at)
    return {}


def decline(folder: str, at: str, *words: str) -> Said:
    """Decline an act."""
    compact, act = words
    done(folder, "decline", act, "--compact", compact, at=at)
    return {}


def recover(folder: str, at: str, compact: str, *head: str) -> Said:
    """Say that the node was restored; or override with a printed head."""
    done(folder, "recover", "--compact", compact, *(("--head", *head) if head else ()), at=at)
    return {}


def status(folder: str, at: str) -> Said:
    """Where everything stands, compact by compact."""
    rows = json.loads(done(folder, "status", "--json", at=at))
    return {
        row["compact"]: {
            "heads": row["heads"],
            "acts": {act["act"]: act["state"] for act in row["acts"]},
            "forks": sorted([fork["party"], fork["seq"]] for fork in row["forks"]),
            "breaches": sorted([breach["party"], breach["act"]] for breach in row["breaches"]),
            "recovering": row["recovering"],
        }
        for row in rows
    }


NODE: Mapping[str, Callable[..., Said]] = {
    "init": init, "import": take, "export": export, "offer": offer, "sign": sign,
    "decline": decline, "recover": recover, "status": status,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Answer one command of the protocol.

    Args:
        arguments: what follows the program's name.

    Returns:
        0 if it was done or verified, 1 if it was refused, 2 if it was not understood.
    """
    match list(arguments):
        case ["verify", *files] if files:
            verdicts = [verdict(file) for file in files]
            sys.stdout.writelines(json.dumps(each) + "\n" for each in verdicts)
            return REFUSED if any(each["verdict"] == "refused" for each in verdicts) else DONE
        case [command, folder, *words, "--at", at] if command in NODE:
            try:
                said = NODE[command](folder, at, *words)
            except RefusedError:
                return REFUSED
            sys.stdout.write(json.dumps(said) + "\n")
            return DONE
    sys.stderr.write("Not a command of the protocol: see docs/reference/conformance.md.\n")
    return MISUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
