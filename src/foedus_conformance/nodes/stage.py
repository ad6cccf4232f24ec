"""The stage of level 2: a node under test, of Viet Nam, and Laos, which the suite plays.

The two have founded a compact with one plan of three orientations in force. Each case has
a copy of that node's folder, so no case sees what another did; what is asked of a node is
only what the protocol names. What a node says it holds is never believed alone: its whole
record is exported and verified by the record's own verifier.
"""

import contextlib
import copy
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self, cast

from attrs import frozen

from foedus.errors import FoedusError
from foedus.record.bundle import Bundle, verify
from foedus.record.holding import Holding
from foedus_conformance.errors import BrokenRuleError, DeclinedError
from foedus_conformance.forge import Forge, Public
from foedus_conformance.implementation import Implementation
from foedus_conformance.spelling import Change, as_it_is, with_fields

PARTY, PEER = "VN", "LA"
ITEMS = ("orientation-1", "orientation-2", "orientation-3")


SAID = {"heads", "acts", "forks", "breaches", "recovering"}
"""What a node says of a compact."""


def orientation(item: str, words: str = "Illustrative.") -> dict[str, Any]:
    """What an item says in level 2: a document that every node of Foedus can read."""
    return {"id": item, "type": "orientation", "text": {"en": words}, "by": [PEER, PARTY]}


def says(*items: str, words: str = "Illustrative.") -> dict[str, Any]:
    """What items say."""
    return {item: orientation(item, words) for item in items}


@frozen
class NodeCase:
    """A case of level 2."""

    name: str
    section: int
    rule: str
    play: Callable[["Stage"], None]
    level: int = 2


class Repertoire:
    """The cases of one room, gathered by decorating what plays them."""

    def __init__(self) -> None:
        self.cases: list[NodeCase] = []

    def case(
        self, section: int, rule: str
    ) -> Callable[[Callable[["Stage"], None]], Callable[["Stage"], None]]:
        """Name a case after the function that plays it."""

        def named(play: Callable[["Stage"], None]) -> Callable[["Stage"], None]:
            self.cases.append(NodeCase(play.__name__.replace("_", "-"), section, rule, play))
            return play

        return named


class Stage:
    """A node, the record as the suite forges it for the other party, and a folder for files."""

    def __init__(self, implementation: Implementation, folder: Path) -> None:
        self.implementation, self.folder = implementation, folder
        self.node, self.unused = folder / "node", folder / "as-founded"
        self.minute = self.files = 0
        self.unchanged: Any = None
        """All that the node held when it refused something last, if nothing was asked of it since."""
        self.forge: Forge
        self.plan = ""

    @classmethod
    def prepared(cls, implementation: Implementation, folder: Path) -> Self:
        """The stage as every case finds it: compact founded, plan in force.

        Raises:
            NoAnswerError, BrokenRuleError: the node cannot even do that.
        """
        stage = cls(implementation, folder)
        folder.mkdir(parents=True)
        root = stage.init(stage.node)
        shutil.copytree(stage.node, stage.unused)
        forge = stage.forge = Forge(
            PEER,
            PARTY,
            seed="node",
            roots={PARTY: [Public(each) for each in root["root"]]},
            thresholds={PARTY: root["threshold"]},
            items={},
            begun=False,
        )
        forge.begin(PEER)
        forge.sign(PEER, forge.charter)
        rows = dict.fromkeys(ITEMS)
        stage.plan = forge.act(rows, kind="plan.adopt", says=says(*ITEMS))
        forge.sign(PEER, stage.plan)
        stage.take(stage.bundle())
        stage.sign(forge.charter)
        stage.sign(stage.plan)
        stage.hear()
        return stage

    def copied(self, folder: Path) -> Self:
        """A stage of its own for one case."""
        folder.mkdir(parents=True)
        other = type(self)(self.implementation, folder)
        shutil.copytree(self.node, other.node)
        shutil.copytree(self.unused, other.unused)
        other.forge = copy.deepcopy(self.forge)
        other.minute, other.plan = self.minute, self.plan
        return other

    # --- the moment, the files -----------------------------------------------------------------

    def now(self) -> str:
        """The present moment here: it goes on by a minute with every command."""
        return f"2026-02-01T{9 + self.minute // 60:02}:{self.minute % 60:02}:00Z"

    def file(self, data: bytes, suffix: str = ".foedus") -> Path:
        """Write a file for the node."""
        self.files += 1
        path = self.folder / f"{self.files:02}-{PEER}{suffix}"
        path.write_bytes(data)
        return path

    def bundle(self, *, manifest: Change = as_it_is, sealed: bool = True, **how: Any) -> bytes:
        """A bundle of the peer's, made now and sealed by its link unless told otherwise."""

        def dated(fields: Any) -> Any:
            return manifest(with_fields(at=self.now())(fields))

        link = self.forge.links[PEER] if sealed else None
        return self.forge.bundle(manifest=dated, link=link, sender=PEER, **how)

    # --- what the node is asked ------------------------------------------------------------------

    def ask(self, command: str, *words: str | Path, node: Path | None = None) -> Mapping[str, Any]:
        """Ask a node.

        Raises:
            DeclinedError: it refused.
            NoAnswerError: it did not answer at all.
        """
        self.minute += 1
        if command not in ("status", "export"):
            self.unchanged = None
        return self.implementation.node(command, node or self.node, *words, at=self.now())

    def must(self, command: str, *words: str | Path, node: Path | None = None) -> Mapping[str, Any]:
        """Ask a node for what it must do.

        Raises:
            BrokenRuleError: it refused.
        """
        try:
            return self.ask(command, *words, node=node)
        except DeclinedError as error:
            told = " ".join(str(word)[:16] if isinstance(word, str) else word.name for word in words)
            raise BrokenRuleError(expected=f"`{command} {told}` to be done", found=str(error)) from None

    def may(self, command: str, *words: str | Path) -> bool:
        """Ask the node for what it may do or refuse; whether it did."""
        with contextlib.suppress(DeclinedError):
            self.ask(command, *words)
            return True
        return False

    def must_refuse(self, why: str, command: str, *words: str | Path) -> None:
        """Ask the node for what it must refuse, changing nothing it holds.

        Raises:
            BrokenRuleError: it did it, or something is changed.
        """
        before = self.unchanged or self.held()
        if self.may(command, *words):
            raise BrokenRuleError(expected=f"`{command}` to be refused: {why}", found="it was done")
        after = self.held()
        self.expect(f"what was held before `{command}` was refused ({why})", before, after)
        self.unchanged = after

    def init(self, node: Path) -> Mapping[str, Any]:
        """Found a node of Viet Nam's; returns its root.

        Raises:
            BrokenRuleError: it names none.
        """
        match self.must("init", PARTY, node=node):
            case {"root": {"root": [*keys], "threshold": int()} as root} if keys:
                return cast("Mapping[str, Any]", root)
        raise BrokenRuleError(expected="`init` to name the party's root", found="it names none")

    def take(self, data: bytes) -> None:
        """Let the node take a bundle in."""
        self.must("import", self.file(data))

    def must_not_take(self, why: str, data: bytes) -> None:
        """Give the node a bundle that it must refuse."""
        self.must_refuse(why, "import", self.file(data))

    def sign(self, act: str) -> None:
        """Let the node sign an act."""
        self.must("sign", self.forge.compact, act)

    def must_not_sign(self, why: str, act: str) -> None:
        """Ask the node for a signature that it must refuse."""
        self.must_refuse(why, "sign", self.forge.compact, act)

    # --- what the node holds ---------------------------------------------------------------------

    def status(self, compact: str | None = None) -> Mapping[str, Any]:
        """What the node says of a compact."""
        name = compact or self.forge.compact
        said = self.must("status").get(name)
        lacking = SAID - said.keys() if isinstance(said, dict) else {"the compact"}
        if lacking:
            expected = f"`status` to speak of compact {name[:12]}: {', '.join(sorted(SAID))}"
            raise BrokenRuleError(expected=expected, found=f"no word of {', '.join(sorted(lacking))}")
        return cast("Mapping[str, Any]", said)

    def export(self, *to: str, compact: str | None = None) -> bytes:
        """A bundle that the node makes: the whole record, or what a party lacks."""
        self.files += 1
        path = self.folder / f"{self.files:02}-{PARTY}.foedus"
        self.must("export", compact or self.forge.compact, path, *to)
        if not zipfile.is_zipfile(path):
            raise BrokenRuleError(expected=f"a bundle in {path.name}", found="none")
        return path.read_bytes()

    def record(self) -> Holding:
        """The node's whole record, verified.

        Raises:
            BrokenRuleError: what it exports is refused.
        """
        try:
            return verify(Bundle(io.BytesIO(self.export())))
        except FoedusError as error:
            raise BrokenRuleError(expected="a whole record that can be verified", found=str(error)) from None

    def held(self) -> Any:
        """All that can be seen of what the node holds: its status, and its record but for the manifest."""
        with zipfile.ZipFile(io.BytesIO(self.export())) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        kept = {name: data for name, data in members.items() if not name.startswith("MANIFEST")}
        return {"status": self.must("status"), "record": kept}

    def hear(self) -> None:
        """Let the peer take over the node's own log, as it stands."""
        self.record()
        self.forge.heard(self.export(), PARTY)

    def expect(self, what: str, expected: Any, found: Any) -> None:
        """Compare.

        Raises:
            BrokenRuleError: they differ.
        """
        for path, wanted, there in differences(expected, found):
            raise BrokenRuleError(expected=f"{what}{path}: {_shown(wanted)}", found=_shown(there))

    def expect_state(self, act: str, state: str) -> None:
        """Compare how an act stands, as the node says it."""
        found = self.status()["acts"].get(act)
        self.expect(f"act {act[:12]} to stand as", state, found)


def differences(expected: Any, found: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ: the path, and what stands there in each."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted(expected.keys() | found.keys()):
            yield from differences(expected.get(name), found.get(name), f"{path}, {name}")
    elif expected != found:
        yield path, expected, found


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, bytes) else json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= 200 else f"{text[:200]} … ({len(text)} characters)"
