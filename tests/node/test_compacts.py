"""Two compacts on one node: what belongs to the one is in nothing that is sent of the other."""

import base64
import io
import re
import zipfile
from pathlib import Path

import orjson
import pytest

from foedus.record import tree
from tests.node.nodes import Node, founded

TWO, THREE = "Zweierbund", "Dreierbund"
_PAYLOAD = re.compile(rb'"payload":"([^"]+)"')


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nodes of three parties; Viet Nam's has a compact with Laos and one with both, each with a plan."""
    folder = tmp_path_factory.mktemp("shared")
    vn, la, kh = (founded(folder / party.lower(), party) for party in ("VN", "LA", "KH"))
    found(vn, [la], TWO)
    found(vn, [la, kh], THREE)
    return folder


def found(vn: Node, others: list[Node], word: str) -> None:
    """Found a compact and its plan, all their words with one word in them."""
    here, name = vn.folder.parent, word.lower()
    cards = [part for other in others for part in ("--with", here / card(other))]
    vn.do("draft", "charter", name, *cards, "--title", f"en={word}")
    compact = vn.data("offer", name)["act"]
    vn.do("draft", "plan", f"plan-{name}", "--period", "2026", "--title", f"en={word}", "--compact", compact)
    line = {
        "type": "activity",
        "id": f"visit-{name}",
        "plan": f"plan-{name}",
        "kind": "visit",
        "domain": "training",
        "title": {"en": f"{word} visit (illustrative)"},
        "participants": ["LA", "VN"],
        "host": "LA",
        "when": "2026-05",
        "place": word,
    }
    (here / "lines.json").write_bytes(orjson.dumps([line]))
    vn.do("draft", "load", f"plan-{name}", here / "lines.json")
    act = vn.data("offer", f"plan-{name}")["act"]
    for other in others:
        carry(vn, other, compact)
        for one in (compact, act):
            other.do("sign", one, "--compact", compact)
        carry(other, vn, compact)
    for other in others:
        carry(vn, other, compact)
        other.do("report", f"visit-{name}", "--note", word, "--on", "2026-05-02", "--compact", compact)
        carry(other, vn, compact)


def carry(sender: Node, to: Node, compact: str) -> None:
    bundle = sender.folder.parent / "carried.foedus"
    sender.do("export", bundle, "--all", "--compact", compact)
    to.do("import", bundle)


def card(node: Node) -> Path:
    code = node.folder.name
    return Path(code) / f"{code.upper()}.card.json"


def said(data: bytes) -> bytes:
    """Every byte of a bundle, and what its entries say inside their base64."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = b"".join(archive.read(name) for name in archive.namelist())
    return data + b"".join(map(base64.b64decode, _PAYLOAD.findall(members)))


def marks(record: bytes) -> set[bytes]:
    """Every hash, salt and nonce in a record, the parties' own keys left out: these are theirs everywhere."""
    every = set(re.findall(rb"[0-9a-f]{64}|[0-9a-f]{32}", record))
    keys = {
        found
        for part in re.findall(rb'"(?:root|ops|links)":\[([^]]*)\]', record)
        for found in part.split(b",")
    }
    ids = set(re.findall(rb'"(?:keyid|kid|next_commit)":"([0-9a-f]{32,64})"', record))
    return every - {key.strip(b'"') for key in keys} - ids - {b"0" * 64, tree.root([]).hex().encode()}


@pytest.mark.parametrize("scope", [["--all"], ["--to", "LA"]])
def test_no_byte_of_one_compact_is_in_a_bundle_of_the_other(scope: list[str], shared: Path) -> None:
    vn = Node(shared / "vn")
    compacts = {one["title"]["en"]: one["compact"] for one in vn.data("status")}
    assert set(compacts) == {TWO, THREE}
    sent = {}
    for title, compact in compacts.items():
        file = shared / f"{title}.foedus"
        told = f"{title}, sent {scope[0]}"
        vn.do("report", f"visit-{title.lower()}", "--note", told, "--on", "2026-05-03", "--compact", compact)
        vn.do("export", file, "--compact", compact, *scope)
        sent[title] = said(file.read_bytes())
    for mine, other in ((TWO, THREE), (THREE, TWO)):
        assert mine.encode() in sent[mine]
        assert other.lower().encode() not in sent[mine].lower()
    common = marks(sent[TWO]) & marks(sent[THREE])
    assert not common
    assert len(marks(sent[TWO])) > 3


def test_a_bundle_of_three_is_not_taken_in_by_one_who_is_no_party_to_it(shared: Path, tmp_path: Path) -> None:
    vn, kh = Node(shared / "vn"), Node(shared / "kh").copied(tmp_path / "kh")
    compacts = {one["title"]["en"]: one["compact"] for one in vn.data("status")}
    vn.do("export", tmp_path / "two.foedus", "--all", "--compact", compacts[TWO])
    before = kh.tables()
    refused = kh.run("import", tmp_path / "two.foedus").refused
    assert "KH is no party to it" in refused
    assert (kh.tables(), TWO in refused) == (before, False)
