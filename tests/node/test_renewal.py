"""Renewing keys at a node: in every compact or in none, whenever it is stopped, and whatever a thief does."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from foedus.errors import FoedusError
from foedus.record import keyfile
from foedus.record.bundle import Bundle, verify
from foedus.record.holding import Holding
from foedus_node.home import Home
from foedus_node.keys.chest import Chest, PublicPart
from tests.node.killing import Killer, killer
from tests.node.nodes import PASSPHRASE, Node, founded
from tests.worlds import signing_key

Stated = Mapping[str, Mapping[str, Any]]
ROTATE = ("keys", "rotate", "--op", "--link", "--root")


def cheapened(folder: Path) -> None:
    """Make a node's keys cheap to open: the cost is tried elsewhere."""
    for file in folder.glob("keys/*.key"):
        if not file.name.startswith("link"):
            locked = keyfile.parse(file.read_bytes(), name=file.name)
            key = keyfile.unlock(locked, passphrase=PASSPHRASE, name=file.name)
            salt, nonce = bytes(keyfile.SALT_BYTES), bytes(keyfile.NONCE_BYTES)
            file.write_bytes(
                keyfile.lock(
                    key.seed,
                    role=locked.role,
                    passphrase=PASSPHRASE,
                    salt=salt,
                    nonce=nonce,
                    ops=1,
                    memory=8192,
                )
            )


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Viet Nam's node in two compacts with Laos's, which holds both."""
    folder = tmp_path_factory.mktemp("two")
    vn, la = founded(folder / "vn", "VN"), founded(folder / "la", "LA")
    cheapened(vn.folder)
    cheapened(la.folder)
    for name in ("first", "second"):
        vn.do("draft", "charter", name, "--with", la.folder / "LA.card.json", "--title", f"en={name}")
        compact = vn.data("offer", name)["compact"]
        vn.do("export", folder / f"{name}.foedus", "--compact", compact)
        la.do("import", folder / f"{name}.foedus")
    return folder


@pytest.fixture
def vn(two: Path, tmp_path: Path) -> Node:
    shutil.copytree(two, tmp_path / "two")
    return Node(tmp_path / "two" / "vn")


@pytest.fixture(scope="module")
def killing() -> Iterator[Killer]:
    with killer() as one:
        yield one


def records(node: Node) -> tuple[Holding, ...]:
    """What a stranger reads who verifies all that a node sends."""
    found = []
    for compact in node.data("keys")["compacts"]:
        path = node.folder.parent / "whole.foedus"
        node.do("export", path, "--all", "--compact", compact)
        with path.open("rb") as file:
            found.append(verify(Bundle(file)))
    return tuple(found)


def stated(killing: Killer, node: Node) -> Stated:
    """The keys that the node's logs name, by compact."""
    done = killing.run(node, "keys", "--json").done
    assert done.code == 0, done
    return dict(orjson.loads(done.said)["compacts"])


def is_in_use(node: Node, stated: Stated) -> bool:
    """Whether the node's key files are those that all its logs name."""
    home = Home.at(node.folder)
    ours = ([home.public("op")], [home.public("link")], list(home.root.keys))
    return all((each["ops"], each["links"], each["root"]) == ours for each in stated.values())


@pytest.mark.slow
def test_a_renewal_killed_at_any_write_leaves_a_node_that_goes_on(
    vn: Node, killing: Killer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    part = tmp_path / "archive.public"
    part.write_bytes(PublicPart("root", signing_key("archive").public).to_bytes())
    words = ("keys", "rotate", "--link", "--root", "--next", str(part))
    whole = killing.run(vn.copied(tmp_path / "whole"), *words)
    assert whole.done.code == 0, whole
    versions = set()
    for moment in range(1, whole.moments + 1):
        node = vn.copied(tmp_path / f"at-{moment}" / "vn")
        killing.run(node, *words, at=moment)
        before = stated(killing, node)
        assert is_in_use(node, before), moment
        versions |= {keys["version"] for keys in before.values()}
        again = killing.run(node, "keys", "rotate", "--link", "--anew").done
        assert again.code == 0, (moment, again)
        after = stated(killing, node)
        assert is_in_use(node, after), moment
        assert {keys["version"] for keys in after.values()} == {next(iter(before.values()))["version"] + 1}
        left = {path.name for path in node.folder.glob("keys/*")}
        assert left - {"next-root.key"} == {"op.key", "link.key", "root.key", "roots.json"}, moment
        shutil.rmtree(node.folder.parent)
    assert versions == {1, 2}  # killed before the logs changed, or after
    record_property("says", f"keys rotate: killed at {whole.moments} moments of writing; whole each time")


def test_a_renewal_is_written_into_every_compact_or_into_none(vn: Node) -> None:
    vn.do(*ROTATE)
    assert [held.logs["VN"].keys.version for held in records(vn) if held.logs["VN"].keys] == [2, 2]
    assert is_in_use(vn, vn.data("keys")["compacts"])
    vn.do("recover", "--compact", next(iter(vn.data("keys")["compacts"])))
    before = vn.tables()
    refused = vn.run("keys", "rotate")
    assert "This node is recovering" in refused.refused
    assert vn.tables() == before
    assert not Chest(vn.folder / "keys").has("op.new")


def test_the_key_that_was_renewed_is_destroyed_and_what_it_signed_stands(vn: Node) -> None:
    before = Home.at(vn.folder).public("op")
    signed = [held.signed_by("VN") for held in records(vn)]
    vn.do("keys", "rotate")
    files = [path.read_bytes() for path in vn.folder.glob("keys/*")]
    assert not any(before.encode() in data for data in files)
    assert [held.signed_by("VN") for held in records(vn)] == signed


def test_a_wrong_passphrase_begins_nothing(vn: Node) -> None:
    before = {path.name: path.read_bytes() for path in vn.folder.glob("keys/*")}
    assert vn.run("keys", "rotate", FOEDUS_PASSPHRASE="not the passphrase").code == 1
    assert {path.name: path.read_bytes() for path in vn.folder.glob("keys/*")} == before


def away(node: Node) -> Path:
    """Carry the root keys of a node away; returns where."""
    safe = node.folder.parent / "safe"
    safe.mkdir()
    for name in ("root.key", "next-root.key"):
        (node.folder / "keys" / name).rename(safe / name)
    return safe


def test_a_request_that_a_compact_has_overtaken_is_refused_and_asked_anew(vn: Node) -> None:
    safe = away(vn)
    vn.do("keys", "rotate")
    asked = vn.folder / "keys" / "rotation.request"
    vn.do("keys", "certify", asked, "--key", safe / "root.key", "--out", safe / "answer")
    (vn.folder / "keys" / "root.key").write_bytes((safe / "root.key").read_bytes())
    vn.do("draft", "charter", "third", "--with", vn.folder.parent / "la" / "LA.card.json")
    vn.do("offer", "third")
    done = vn.run("keys", "take", safe / "answer")
    assert "was founded since it was written" in done.refused
    vn.do("keys", "rotate", "--anew")
    assert len(records(vn)) == 3
    assert is_in_use(vn, vn.data("keys")["compacts"])


def test_two_renewals_at_once_are_one_and_the_first_is_not_lost(vn: Node) -> None:
    safe = away(vn)
    vn.do("keys", "rotate")
    asked = (vn.folder / "keys" / "rotation.request").read_bytes()
    assert "Keys are being renewed since" in vn.run("keys", "rotate", "--link").refused
    assert (vn.folder / "keys" / "rotation.request").read_bytes() == asked
    vn.do(
        "keys",
        "certify",
        vn.folder / "keys" / "rotation.request",
        "--key",
        safe / "root.key",
        "--out",
        safe / "a",
    )
    assert "Done in 2 compacts." in vn.do("keys", "take", safe / "a")
    assert "answers no request of this node" in vn.run("keys", "take", safe / "a").refused


def test_what_an_official_signed_for_a_dropped_renewal_is_good_for_nothing(vn: Node) -> None:
    safe = away(vn)
    vn.do("keys", "rotate")
    vn.do(
        "keys",
        "certify",
        vn.folder / "keys" / "rotation.request",
        "--key",
        safe / "root.key",
        "--out",
        safe / "a",
    )
    vn.do("keys", "rotate", "--anew")
    assert "answers no request of this node" in vn.run("keys", "take", safe / "a").refused


def test_a_request_that_says_otherwise_than_the_record_is_refused_before_it_is_signed(vn: Node) -> None:
    safe = away(vn)
    compact = next(iter(vn.data("keys")["compacts"]))
    vn.do("export", safe / "record.foedus", "--all", "--compact", compact)
    vn.do("keys", "rotate")
    asked = vn.folder / "keys" / "rotation.request"
    lying = safe / "lying.request"
    lying.write_bytes(asked.read_bytes().replace(b'"en":"first"', b'"en":"third"'))
    words = ("--key", safe / "root.key", "--record", safe / "record.foedus", "--out", safe / "answer")
    assert vn.run("keys", "certify", asked, *words).code == 0
    done = vn.run("keys", "certify", lying, *words)
    assert "it does not go on from what" in done.refused
    assert done.said == ""


def test_a_node_that_hears_what_it_did_not_write_signs_nothing_until_it_recovers(
    vn: Node, tmp_path: Path
) -> None:
    la = Node(vn.folder.parent / "la")
    first = next(iter(vn.data("keys")["compacts"]))
    thief = vn.copied(tmp_path / "thief")
    thief.do("denounce", "--effective", "2027-01-01", "--compact", first)
    thief.do("export", tmp_path / "theft.foedus", "--to", "LA", "--compact", first)
    la.do("import", tmp_path / "theft.foedus")
    la.do("export", tmp_path / "back.foedus", "--to", "VN", "--all", "--compact", first)
    done = vn.run("import", tmp_path / "back.foedus")
    assert (done.code, "came back with entry 4" in done.refused) == (1, True)
    assert vn.data("status", "--compact", first)[0]["strange"] == [4, 4]
    words = ("mandate", "chief of staff", "--compact", first)
    assert "came back with entry 4" in vn.run(*words).refused
    assert "Nothing new from LA" in vn.do("import", tmp_path / "back.foedus")
    assert "came back with entry 4" in vn.run(*words).refused
    vn.do("recover", "--compact", first)
    assert vn.data("status", "--compact", first)[0]["strange"] is None
    assert "This node is recovering" in vn.run(*words).refused
    assert vn.run("mandate", "chief of staff", "--compact", other(vn, first)).code == 0


def other(node: Node, compact: str) -> str:
    return str(next(name for name in node.data("keys")["compacts"] if name != compact))


def test_no_key_file_of_another_sort_signs_a_request(vn: Node) -> None:
    safe = away(vn)
    vn.do("keys", "rotate")
    done = vn.run(
        "keys", "certify", vn.folder / "keys" / "rotation.request", "--key", vn.folder / "keys" / "op.key"
    )
    assert "is no root key" in done.refused
    assert not (safe / "answer").exists()


def test_a_roots_file_of_another_form_is_named(vn: Node) -> None:
    for data in (b"", b"{}", b'{"next":null,"root":{"keys":[],"threshold":1},"v":1}'):
        (vn.folder / "keys" / "roots.json").write_bytes(data)
        with pytest.raises(FoedusError, match=r"roots\.json cannot be used"):
            _ = Home.at(vn.folder).root


def test_peers_take_renewed_keys_and_the_new_links_seal(vn: Node) -> None:
    la = Node(vn.folder.parent / "la")
    for compact in vn.data("keys")["compacts"]:
        la.do("sign", compact, "--compact", compact)
    vn.do("keys", "rotate", "--op", "--link")
    for compact in vn.data("keys")["compacts"]:
        bundle = vn.folder.parent / "renewed.foedus"
        vn.do("export", bundle, "--to", "LA", "--compact", compact)
        assert "1 new entry of VN" in la.do("import", bundle)


def test_a_destroyed_node_comes_back_from_its_keys_also_after_its_root_was_renewed(vn: Node) -> None:
    la = Node(vn.folder.parent / "la")
    compact = next(iter(vn.data("keys")["compacts"]))
    vn.do("keys", "rotate", "--root")
    bundle = vn.folder.parent / "renewed.foedus"
    vn.do("export", bundle, "--to", "LA", "--compact", compact)
    la.do("import", bundle)
    shutil.rmtree(vn.folder / "data")
    (vn.folder / "foedus.toml").unlink()
    vn.do("restore")
    la.do("export", bundle, "--all", "--compact", compact)
    vn.do("import", bundle)
    assert is_in_use(vn, vn.data("keys")["compacts"])


def test_a_new_charter_that_names_a_former_root_of_ours_is_refused(vn: Node) -> None:
    la = Node(vn.folder.parent / "la")
    card = (vn.folder / "VN.card.json").read_bytes()
    vn.do("keys", "rotate", "--root")
    assert (vn.folder / "VN.card.json").read_bytes() != card
    (vn.folder.parent / "old.card.json").write_bytes(card)
    la.do("draft", "charter", "late", "--with", vn.folder.parent / "old.card.json")
    compact = la.data("offer", "late")["compact"]
    la.do("export", vn.folder.parent / "late.foedus", "--compact", compact)
    assert "it names another root key for VN" in vn.run("import", vn.folder.parent / "late.foedus").refused
