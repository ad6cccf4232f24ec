"""Prepared nodes that tests copy: a pair that has founded a compact, with work waiting on each side."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import orjson
import pytest
from django.db import connections

from tests.node.agreed import agreed
from tests.node.nodes import CLOCK, Node, founded, of_world

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")
django.setup()  # before a test module imports what stands on the tables

COMMUNIQUE = """Luang Prabang, le 28 mars 2025

Le 5e Dialogue sur la politique de défense entre le Vietnam et le Laos s'est tenu le 28 mars 2025.

Les deux parties sont convenues d'organiser le 6e Dialogue sur la politique de défense au Vietnam en 2026.
"""

LINES = [
    {
        "type": "activity",
        "id": f"visit-{number}",
        "plan": "plan-2026",
        "kind": "visit",
        "domain": "border",
        "title": {"en": f"Visit {number} (illustrative)"},
        "host": "VN",
        "participants": ["LA", "VN"],
        "when": "2026-03",
    }
    for number in range(40)
]


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two nodes, `vn` and `la`, and with files that wait to be used.

    Plan 2026 is in force with one line; Laos has offered an amendment in `offer.foedus`, not yet taken in;
    Viet Nam has drafted another, `more`, and a line of it waits in `lines.json`.
    """
    return paired(tmp_path_factory.mktemp("pair"))


def paired(folder: Path) -> Path:
    """Found the pair in a folder; where a node's folder names its databases already, they are used."""
    vn, la = founded(folder / "vn", "VN"), founded(folder / "la", "LA")
    vn.do("draft", "charter", "--with", folder / "la" / "LA.card.json", "--title", "en=Illustrative compact")
    vn.do("offer", "charter")
    vn.do("draft", "plan", "plan-2026", "--period", "2026")
    (folder / "first.json").write_bytes(orjson.dumps([{**LINES[0], "id": "first"}]))
    vn.do("draft", "load", "plan-2026", folder / "first.json")
    vn.do("offer", "plan-2026")
    send(vn, la)
    for act in la.data("status")[0]["waiting"]:
        la.do("sign", act)
    send(la, vn)
    la.do("draft", "amend", "first", "--set", "when=2026-05")
    la.do("offer", "amendment-1")
    la.do("export", folder / "offer.foedus", "--to", "VN")
    vn.do("draft", "amendment", "more")
    (folder / "lines.json").write_bytes(orjson.dumps(LINES))
    (folder / "communique.txt").write_text(COMMUNIQUE, encoding="utf-8")
    return folder


@pytest.fixture
def vn(pair: Path, tmp_path: Path) -> Node:
    """A copy of Viet Nam's node in a folder of its own, beside copies of the waiting files."""
    for file in pair.glob("*.*"):
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return Node(pair / "vn").copied(tmp_path / "vn")


@pytest.fixture
def desk(vn: Node) -> Iterator[Node]:
    """Viet Nam's node, open in this very process."""
    with opened(vn):
        yield vn


@contextmanager
def opened(node: Node) -> Iterator[None]:
    """Have a node's databases open in this very process."""
    named = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias, name in (("default", "common"), ("private", "private")):
        connections[alias].settings_dict["NAME"] = node.folder / "data" / f"{name}.sqlite3"
    yield
    gc.collect()  # the traceback of a refusal may hold a cursor, which must close before its connection
    for alias, name in named.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def send(sender: Node, to: Node) -> None:
    """Carry what the other lacks from one node to the other."""
    bundle = sender.folder.parent / "sent.foedus"
    sender.do("export", bundle, "--to", to.folder.name.upper())
    to.do("import", bundle)
    bundle.unlink()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Viet Nam's node, which holds the agreed world; nothing of it is changed."""
    folder = tmp_path_factory.mktemp("prepared")
    world, _ = agreed()
    node = of_world(world, "VN", folder / "vn")
    (folder / "world.foedus").write_bytes(world.bundle())
    node.run("import", folder / "world.foedus")  # an alarm, for it never wrote its own log
    node.do("recover")
    node.do("recover", "--head", f"4:{world.logs['VN'].head.hash}")
    return node


@pytest.fixture
def answering(prepared: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    """A copy of it, open in this very process, its clock standing still."""
    node = prepared.copied(tmp_path / "vn")
    monkeypatch.setenv("FOEDUS_NODE", str(node.folder))
    monkeypatch.setenv("FOEDUS_CLOCK", CLOCK)
    with opened(node):
        yield node
