"""Implementations that are wrong in one way each, so that one can see the suite notice.

`python liars.py LIE COMMAND ...` answers as our adapter does but for the one lie. Lies about
files change our verifier in this process; lies about a node change what its adapter says
or does. The last ones answer nothing that could be read.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from foedus.errors import ContainerError
from foedus.record import act, bundle, canonical, container, disclosure, log, signature, standing, verdict
from foedus.record.holding import Holding
from foedus_conformance import adapter

Lie = Callable[[], None]
LIES: dict[str, Lie] = {}


def lie(tell: Lie) -> Lie:
    LIES[tell.__name__.replace("_", "-")] = tell
    return tell


def instead(owner: Any, name: str, value: Any) -> None:
    """Put something else in the place of what is there."""
    getattr(owner, name)  # if it goes by another name now, the lie would be none
    setattr(owner, name, value)


def nothing(*_: Any, **__: Any) -> None:
    return None


# --- about files -----------------------------------------------------------------------------


@lie
def accepts_any_signature() -> None:
    instead(signature, "is_valid", lambda *_: True)


@lie
def verifies_by_another_library() -> None:
    def is_valid(message: bytes, signed: bytes, public: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signed, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    instead(signature, "is_valid", is_valid)


@lie
def reads_other_spellings() -> None:
    def decode(data: bytes, **_: Any) -> Any:
        return json.loads(data)

    instead(canonical, "decode", decode)


@lie
def takes_numbers_with_a_fraction() -> None:
    instead(canonical, "_refuse_outside_profile", nothing)


@lie
def takes_one_item_more() -> None:
    instead(act, "MOST_ITEMS", act.MOST_ITEMS + 1)


@lie
def takes_a_longer_leaf() -> None:
    instead(act, "MOST_BYTES", act.MOST_BYTES + 1)


@lie
def takes_any_zip() -> None:
    def members(self: container.Container, file: Any) -> None:
        self._file = io.BytesIO()
        found = {}
        try:
            with zipfile.ZipFile(file) as archive:
                for each in archive.infolist():
                    data, at = archive.read(each), self._file.tell()
                    found[each.filename] = container.Member(each.filename, at, len(data), each.CRC)
                    self._file.write(data)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
            raise ContainerError(reason=str(error)) from None
        self.members = found

    instead(container.Container, "__init__", members)


@lie
def asks_for_no_mandate() -> None:
    instead(log.Log, "_refuse_without_mandate", nothing)


@lie
def asks_no_root() -> None:
    instead(log, "is_signed_by", lambda *_, **__: True)


@lie
def takes_any_root() -> None:
    instead(log, "certified", _certified_by_anybody)


def _certified_by_anybody(entry: Any, **_: Any) -> log.Keys:
    body = entry.body
    root = act.Root(tuple(body["root"]), body["root_threshold"])
    by_id = {signature.key_id(each): bytes.fromhex(each) for each in (*body["ops"], *body["links"])}
    return log.Keys(body["version"], root, by_id, by_id, body["next_commit"])


@lie
def goes_by_the_majority() -> None:
    instead(standing.Standing, "full", property(lambda self: len(self.signed) > len(self.awaited)))


@lie
def ignores_a_void() -> None:
    instead(standing, "_void", lambda *_, **__: {})


@lie
def takes_two_acts_for_one_item() -> None:
    def in_force(acts: Mapping[str, Any], live: Any) -> dict[str, str]:
        return {item: name for name in sorted(live) for item in acts[name].bases}

    instead(standing, "_in_force", in_force)


@lie
def counts_from_the_first_signature() -> None:
    def since(self: Holding, name: str) -> str:
        return min(word.at[:10] for word in self.words_on(name))

    instead(Holding, "since", since)


@lie
def names_no_breach() -> None:
    instead(Holding, "breaches", lambda _: iter(()))


@lie
def names_nothing_seen_elsewhere() -> None:
    instead(verdict, "_outrun", lambda _: iter(()))


@lie
def takes_acts_that_nobody_spoke_of() -> None:
    instead(bundle, "refuse_unspoken", nothing)


@lie
def takes_any_seal() -> None:
    instead(bundle.Bundle, "refuse_forged", nothing)


@lie
def takes_any_head() -> None:
    instead(bundle, "refuse_other_head", nothing)


@lie
def takes_a_line_of_another_place() -> None:
    instead(disclosure, "_refuse_other_line", nothing)


@lie
def names_one_refusal_for_all() -> None:
    honest = adapter.verdict

    def told(path: str) -> Mapping[str, Any]:
        said = honest(path)
        return {**said, "refusal": "ContainerError"} if said["verdict"] == "refused" else said

    instead(adapter, "verdict", told)


# --- about a node ----------------------------------------------------------------------------


def status_without(**fields: Any) -> None:
    honest = adapter.NODE["status"]

    def told(folder: str, at: str) -> Mapping[str, Any]:
        return {compact: {**said, **fields} for compact, said in honest(folder, at).items()}

    instead(adapter, "NODE", {**adapter.NODE, "status": told})


@lie
def hides_forks() -> None:
    status_without(forks=[])


@lie
def hides_breaches() -> None:
    status_without(breaches=[])


@lie
def says_yes_to_everything() -> None:
    def willing(answer: Callable[..., Any]) -> Callable[..., Any]:
        def told(*words: str) -> Any:
            with contextlib.suppress(adapter.RefusedError):
                return answer(*words)
            return {}

        return told

    instead(adapter, "NODE", {command: willing(answer) for command, answer in adapter.NODE.items()})


@lie
def loses_a_signature() -> None:
    honest = adapter.NODE["sign"]

    def told(folder: str, *words: str) -> Any:
        before = Path(folder).with_name("before")
        shutil.copytree(folder, before)
        said = honest(folder, *words)
        if words[-2] != words[-1]:  # the charter it keeps
            shutil.rmtree(folder)
            shutil.copytree(before, folder)
        shutil.rmtree(before)
        return said

    instead(adapter, "NODE", {**adapter.NODE, "sign": told})


@lie
def never_recovers() -> None:
    instead(adapter, "NODE", {**adapter.NODE, "recover": lambda *_: {}})


@lie
def signs_rivals() -> None:
    """The node's own process leaves the cover rule out."""
    code = (
        "import sys; from foedus.record import cover; cover.refuse_uncovered = lambda *_, **__: None; "
        "from foedus_node.cli import main; sys.exit(main())"
    )
    run = subprocess.run

    def started(command: list[str], **how: Any) -> Any:
        return run([command[0], "-c", code, *command[3:]], **how)

    instead(subprocess, "run", started)


# --- no answers ------------------------------------------------------------------------------


@lie
def says_nothing() -> None:
    sys.exit(0)


@lie
def hangs() -> None:
    time.sleep(3600)


@lie
def is_killed() -> None:
    os.kill(os.getpid(), 9)


@lie
def prints_words() -> None:
    sys.stdout.write("Verified.\n")
    sys.exit(0)


@lie
def prints_a_list() -> None:
    sys.stdout.write("[]\n")
    sys.exit(0)


@lie
def gives_a_third_verdict() -> None:
    sys.stdout.write('{"verdict":"perhaps"}\n')
    sys.exit(0)


@lie
def names_refusals_by_number() -> None:
    sys.stdout.write('{"verdict":"refused","refusal":[7]}\n')
    sys.exit(1)


@lie
def says_nothing_of_a_compact() -> None:
    instead(adapter, "NODE", {**adapter.NODE, "status": lambda *_: {}})


@lie
def exports_nothing() -> None:
    instead(adapter, "NODE", {**adapter.NODE, "export": lambda *_: {}})


@lie
def ends_with_0() -> None:
    instead(adapter, "REFUSED", adapter.DONE)


@lie
def fails() -> None:
    raise SystemExit("There is no disk.")


if __name__ == "__main__":
    told, *arguments = sys.argv[1:]
    LIES[told]()
    sys.exit(adapter.main(arguments))
