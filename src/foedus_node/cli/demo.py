"""The example, played by the very commands an officer types, on two nodes that share nothing but files.

Each step is told in one line: what happened and where to look. The moments are claimed
with FOEDUS_CLOCK, so that the record tells a year's story.
"""

import os
import shutil
import subprocess
import sys
from importlib.resources import files as resources
from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter

from foedus.reading.document import Document
from foedus.terms import Date, Party
from foedus_node.cli import printing
from foedus_node.errors import FileError, StepError

_MARK = ".foedus-demo"
_PASSPHRASE = "for rehearsal only"  # noqa: S105 (the example's keys protect nothing)
_SEEDS = Path("../shared/seeds")
_RETOLD = "entrevue-2026-02.txt"
"""Tells the same talks as one of the source articles, for where these are not at hand."""
VN, LA = Party("VN"), Party("LA")
_DIALOGUE = "mechanism-defence-policy-dialogue-la-vn"


def demo(
    *,
    at: Annotated[Path, Parameter(help="The folder in which the example shall stand.")],
    serve: Annotated[
        bool, Parameter(negative="--no-serve", help="Nothing is served yet: the example stands.")
    ] = True,
) -> None:
    """Found the example: two nodes, from communiqués to a plan signed by both and the next brief.

    Example: foedus demo --at demo

    An earlier example in that folder is replaced; any other folder with something in it is refused.
    The example's passphrase is "for rehearsal only".
    """
    _ = serve
    stage = Stage(_cleared(at))
    for act in (_found, _read, _plan, _amend, _rivals, _report, _brief, _verify):
        act(stage)
    printing.say(
        "",
        f"The example stands in {at}. Go on with it:",
        f"  export FOEDUS_PASSPHRASE='{_PASSPHRASE}'",
        f"  {_called()} --node {at / 'vn'} status",
    )


class Stage:
    """The folder of the example and the two nodes in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = "2025-11-24T08:00:00Z"
        self.step = 0

    def run(self, party: Party, *command: str | Path) -> str:
        """Run one command on a party's node; returns what it said.

        Raises:
            StepError: it was refused.
        """
        code, said, refused = self.attempt(party, *command)
        if code:
            raise StepError(command=" ".join(map(str, command)), reason=refused)
        return said

    def attempt(self, party: Party, *command: str | Path) -> tuple[int, str, str]:
        """Run one command on a party's node; returns its exit code, what it said, and what it refused."""
        environment = {
            **os.environ,
            "FOEDUS_NODE": str(self.folder / party.lower()),
            "FOEDUS_PASSPHRASE": _PASSPHRASE,
            "FOEDUS_CLOCK": self.clock,
            "NO_COLOR": "1",
        }
        done = subprocess.run(  # noqa: S603 (our own command line)
            [sys.executable, "-m", "foedus_node", *map(str, command)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    def data(self, party: Party, *command: str | Path) -> Any:
        """Run one command for its data."""
        return orjson.loads(self.run(party, *command, "--json"))

    def send(self, sender: Party, to: Party) -> None:
        """Carry a bundle from one node to the other, as on a stick."""
        bundle = self.folder / f"{sender.lower()}-to-{to.lower()}.foedus"
        self.run(sender, "export", bundle, "--to", to)
        self.run(to, "import", bundle)

    def tell(self, party: Party | None, what: str, look: str) -> None:
        """Tell one step in a line."""
        self.step += 1
        printing.say(f"{self.step:>3}. {party or 'both':<4} {what}  [look: {look}]")

    def look(self, party: Party, command: str) -> str:
        """How to look at something on a party's node."""
        return f"{_called()} --node {self.folder / party.lower()} {command}"


def _found(stage: Stage) -> None:
    names = {
        VN: "Ministry of Defence of Vietnam",
        LA: "Ministry of Defence of Laos",
    }
    for party, ministry in names.items():
        stage.run(party, "init", "--party", party, "--ministry", ministry)
        node = stage.folder / party.lower()
        stage.tell(party, "founds its node: its own keys, its own two databases", f"ls {node}")
    card = stage.folder / "la" / "LA.card.json"
    titles = (
        "--title",
        "en=Vietnam-Laos defence cooperation",
        "--title",
        "fr=Coopération de défense Vietnam-Laos",
    )
    stage.run(VN, "draft", "charter", "--with", card, *titles)
    charter = _offered(stage, VN, "charter")
    stage.send(VN, LA)
    stage.run(LA, "sign", charter)
    stage.send(LA, VN)
    stage.tell(None, f"sign the charter of their compact: {charter[:12]}", stage.look(VN, "status"))


def _read(stage: Stage) -> None:
    articles = [path for path, published in _documents(stage.folder) if published < Date(2026)]
    for party in (VN, LA):
        stage.run(party, "read", *articles)
    proposed = stage.data(VN, "accept")
    # What the protocol says first is what the whole plan carries out: it is accepted as an orientation.
    leading = ("protocole-2024-10.txt", "commitments")
    first = next(one for one in proposed if (one["source"], one["kind"]) == leading)
    stage.run(VN, "accept", str(first["number"]), "--as", "orientation")
    for party in (VN, LA):
        stage.run(party, "accept", "--all")
    told = f"read {len(articles)} communiqués and accept what they state: {len(proposed)} facts"
    stage.tell(None, told, stage.look(VN, "show"))


def _plan(stage: Stage) -> None:
    stage.clock = "2025-12-01T08:00:00Z"
    held = stage.data(VN, "show")
    titles = ("--title", "en=Cooperation plan 2026", "--title", "fr=Plan de coopération 2026")
    stage.run(VN, "draft", "plan", "plan-2026", "--period", "2026", *titles, "--effective", "2026-01-01")
    lines = orjson.loads(resources("foedus_node.demo").joinpath("plan-2026.json").read_bytes())
    for line in lines:
        if line["type"] == "activity":
            line["serves"] = _served(line, held)
    path = stage.folder / "plan-2026.json"
    path.write_bytes(orjson.dumps(lines, option=orjson.OPT_INDENT_2))
    stage.run(VN, "draft", "load", "plan-2026", path)
    served = {name for line in lines for name in line.get("serves", ())}
    stage.tell(
        VN,
        f"drafts Plan 2026: {len(lines) - 1} lines that serve {len(served)} orientations and undertakings",
        str(path),
    )
    plan = _offered(stage, VN, "plan-2026")
    stage.tell(VN, f"offers it and signs: act {plan[:12]}", stage.look(VN, f"diff {plan[:8]}"))
    stage.send(VN, LA)
    stage.clock = "2025-12-02T09:00:00Z"
    stage.run(LA, "sign", plan)
    stage.send(LA, VN)
    stage.tell(LA, "looks at what changes and signs: Plan 2026 is in force", stage.look(LA, "status"))


def _served(line: dict[str, Any], held: list[dict[str, Any]]) -> list[str]:
    """What a line serves: the undertakings of its domain, else the orientation."""
    same = [one["id"] for one in held if one["type"] == "undertaking" and one["domain"] == line["domain"]]
    return same[:2] or [one["id"] for one in held if one["type"] == "orientation"]


def _amend(stage: Stage) -> None:
    stage.clock = "2026-02-06T08:00:00Z"
    for party in (VN, LA):
        stage.run(
            party, "read", *(path for path, published in _documents(stage.folder) if published >= Date(2026))
        )
        stage.run(party, "accept", "--all")
    invitations = [
        one["id"]
        for one in stage.data(LA, "show")
        if one["type"] == "undertaking" and one["force"] == "invited"
    ]
    titles = ("--title=en=Plan 2026: the minister's visit", "--title=fr=Plan 2026 : la visite du ministre")
    stage.run(LA, "draft", "amendment", "visit", *titles)
    visit = (
        "--kind", "visit", "--level", "minister", "--domain", "strategic-exchange",
        "--host", VN, "--when", "2026",
        "--title", "en=Official visit of the Lao minister of defence",
        "--title", "fr=Visite officielle du ministre lao de la Défense",
        "--place", "Vietnam", "--as", "visit-2026",
    )  # fmt: skip
    stage.run(LA, "draft", "line", "visit", *visit, *(f"--serves={name}" for name in invitations[:1]))
    amendment = _offered(stage, LA, "visit")
    stage.send(LA, VN)
    stage.run(VN, "sign", amendment)
    stage.send(VN, LA)
    stage.tell(
        None,
        f"amend the plan: the visit to which the minister was invited on 5 February ({amendment[:12]})",
        stage.look(LA, "show visit-2026"),
    )


def _rivals(stage: Stage) -> None:
    stage.clock = "2026-02-20T08:00:00Z"
    offers = {}
    for party, when in ((VN, "2026-03"), (LA, "2026-05")):
        stage.run(party, "draft", "amend", "dialogue-2026", "--set", f"when={when}")
        offers[party] = _offered(stage, party, "amendment-1")
    stage.send(VN, LA)
    stage.send(LA, VN)
    stage.tell(None, "offer rival dates for the dialogue at once: March, May", stage.look(VN, "status"))
    code, _, refused = stage.attempt(VN, "sign", offers[LA])
    if not code:
        raise StepError(command="sign", reason="the node signed a rival of its own offer")
    reason = refused.splitlines()[0].removeprefix("Error: ")
    stage.tell(VN, f"keeps to its own offer: {reason}", stage.look(VN, "status"))
    stage.run(
        VN, "draft", "amend", "dialogue-2026", "--set", "when=2026-04",
        *(f"--void={act}" for act in offers.values()),
    )  # fmt: skip
    third = _offered(stage, VN, "amendment-1")
    stage.send(VN, LA)
    stage.run(LA, "sign", third)
    stage.send(LA, VN)
    stage.tell(None, f"sign a third that voids both by name: April ({third[:12]})", stage.look(LA, "status"))


def _report(stage: Stage) -> None:
    stage.clock = "2026-05-20T08:00:00Z"
    note = "Three patrols since April (illustrative)."
    stage.run(LA, "report", "patrols-2026", "--stage", "patrol", "--on", "2026-05-18", "--note", note)
    stage.send(LA, VN)
    stage.tell(LA, "reports on the border patrols that it hosts", stage.look(VN, "show patrols-2026"))


def _brief(stage: Stage) -> None:
    papers = stage.folder / "papers"
    head = ("--classification=en=Illustrative example", "--classification=fr=Exemple illustratif")
    options = ("--language=en", "--language=fr", *head, "--out", papers)
    for occasion, day in ((_DIALOGUE, "2026-03-10"), ("visit-2026", "2026-05-21")):
        stage.run(VN, "brief", occasion, *options, "--on", day)
    stage.tell(
        VN, "writes the briefs for the next dialogue and the visit: PDF, DOCX, two languages", str(papers)
    )


def _verify(stage: Stage) -> None:
    bundle = stage.folder / "record.foedus"
    stage.run(LA, "export", bundle, "--all")
    stage.run(LA, "verify", bundle)
    told = "hold the same record; anybody can check it from one file"
    stage.tell(None, told, f"{_called()} verify {bundle}")


def _called() -> str:
    """How the reader of these lines can call `foedus`: as this process was, if it is not on the path."""
    return "foedus" if shutil.which("foedus") else sys.argv[0]


def _offered(stage: Stage, party: Party, draft: str) -> str:
    """Offer a draft; returns the act's hash."""
    return str(stage.data(party, "offer", draft)["act"])


def _documents(folder: Path) -> list[tuple[Path, Date]]:
    """The documents to read with the dates they bear: our own, and the source articles if at hand.

    An article without a date is taken for one of 2025: it speaks of that year as to come.
    """
    shelf, articles = folder / "documents", sorted(_SEEDS.glob("*.txt"))
    shelf.mkdir(exist_ok=True)
    for entry in resources("foedus_node.demo").iterdir():
        retold = articles and entry.name == _RETOLD
        if entry.name.endswith(".txt") and not retold:
            (shelf / entry.name).write_bytes(entry.read_bytes())
    paths = [*sorted(shelf.glob("*.txt")), *(path.resolve() for path in articles)]
    documents = [(path, Document.from_bytes(path.read_bytes(), name=path.name)) for path in paths]
    return [(path, document.published or Date(2025)) for path, document in documents]


def _cleared(folder: Path) -> Path:
    """An empty folder for the example; only an earlier example is ever removed."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _MARK).is_file():
            raise FileError(path=str(folder), reason="it holds something that is no earlier example")
        shutil.rmtree(folder)
    elif folder.exists() and not folder.is_dir():
        raise FileError(path=str(folder), reason="it is a file, and a folder is needed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    return folder
