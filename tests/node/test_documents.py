"""Documents of the record: filed, sent, received, missing for a while, got out again byte for byte."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foedus.errors import ContainerError
from foedus.record import canonical
from foedus.record.bundle import MOST_BLOB, Bundle
from foedus.record.entry import EntryType
from foedus_node.errors import DocumentRefusedError
from foedus_node.storage.common import documents, ledger, models
from tests.node.nodes import Node, of_world
from tests.worlds import World, verified

MINUTES = b"Minutes, illustrative.\n" * 100_000
NAME = canonical.digest(MINUTES)
"""Two megabytes and a half: more than one piece."""


@pytest.fixture
def la(pair: Path, tmp_path: Path) -> Node:
    return Node(pair / "la").copied(tmp_path / "la")


@pytest.fixture
def filed(vn: Node) -> Node:
    """Viet Nam's node, the minutes filed on it."""
    (vn.folder.parent / "minutes.txt").write_bytes(MINUTES)
    vn.do("file", vn.folder.parent / "minutes.txt")
    return vn


def stated(node: Node) -> list[tuple[str, int, str, list[str], bool]]:
    return [
        (row["document"], row["size"], row["mime"], [one["party"] for one in row["filed"]], row["received"])
        for row in node.data("documents")
    ]


def copied(node: Node) -> bytes:
    node.do("copy", NAME[:8], node.folder.parent / "copy.txt")
    return (node.folder.parent / "copy.txt").read_bytes()


def test_what_one_party_files_the_other_gets_out_byte_for_byte(filed: Node, la: Node) -> None:
    bundle = filed.folder.parent / "minutes.foedus"
    assert filed.data("export", bundle, "--to", "LA")["documents"] == [NAME]
    assert la.data("import", bundle)["documents"] == [NAME]
    assert stated(la) == stated(filed) == [(NAME, len(MINUTES), "text/plain", ["VN"], True)]
    assert copied(la) == MINUTES
    assert la.data("import", bundle)["documents"] == []


def test_both_parties_may_file_the_same_document_and_neither_files_it_twice(filed: Node, la: Node) -> None:
    file, bundle = filed.folder.parent / "minutes.txt", filed.folder.parent / "minutes.foedus"
    filed.do("export", bundle, "--to", "LA")
    la.do("import", bundle)
    la.do("file", file)
    assert stated(la) == [(NAME, len(MINUTES), "text/plain", ["LA", "VN"], True)]
    again = filed.run("file", file)
    assert (again.code, again.refused.splitlines()[0]) == (
        1, f"Error: The document {NAME[:12]} is filed already, by entry 5 of our log."
    )  # fmt: skip


def test_the_whole_record_carries_its_documents_and_is_verified_with_them(filed: Node) -> None:
    bundle = filed.folder.parent / "whole.foedus"
    filed.do("export", bundle, "--all")
    filed.do("verify", bundle)
    with bundle.open("rb") as stream:
        assert Bundle(stream).blobs == (NAME,)


def test_a_document_that_was_left_out_is_seen_to_be_missing_and_comes_later(filed: Node, la: Node) -> None:
    bare, late = filed.folder.parent / "bare.foedus", filed.folder.parent / "late.foedus"
    without(filed.copied(filed.folder.parent / "poorer")).do("export", bare, "--to", "LA")
    la.do("import", bare)
    assert stated(la) == [(NAME, len(MINUTES), "text/plain", ["VN"], False)]
    assert "1 document not received: `foedus documents`." in la.do("status")
    refused = la.run("copy", NAME[:8], la.folder.parent / "copy.txt")
    assert refused.refused == (
        f"Error: The document {NAME[:12]} has not been received: only its entry is here.\n"
        f"Hint: Ask VN for it: there, `foedus export FILE --to PARTY --document {NAME[:12]}`; "
        "here, `foedus import FILE`.\n"
    )
    assert not (la.folder.parent / "copy.txt").exists()
    filed.do("export", late, "--to", "LA", "--document", NAME[:12])
    assert la.do("import", late) == "Taken in from VN: 1 document.\n"
    assert copied(la) == MINUTES


def without(node: Node) -> Node:
    """A node that has lost the bytes of its documents."""
    with closing(sqlite3.connect(node.folder / "data" / "common.sqlite3")) as held, held:
        held.execute("DELETE FROM common_piece")
        held.execute("DELETE FROM common_document")
    return node


def test_what_was_not_received_cannot_be_sent(filed: Node) -> None:
    done = without(filed).run("export", filed.folder.parent / "x.foedus", "--document", NAME[:12])
    assert done.refused.startswith(f"Error: The document {NAME[:12]} has not been received")
    assert not (filed.folder.parent / "x.foedus").exists()


def test_a_document_of_another_hash_or_that_nothing_names_is_not_kept(filed: Node, desk: Node) -> None:
    assert without(desk) == filed
    held = ledger.holding(ledger.compacts()[0])
    with pytest.raises(DocumentRefusedError) as other:
        documents.keep(held, NAME, [MINUTES[:-1], b"!"])
    with pytest.raises(DocumentRefusedError) as stray:
        documents.keep(held, "0" * 64, [b""])
    assert [other.value.reason, stray.value.reason] == [
        "its bytes are those of another document",
        "nothing in the record names it",
    ]
    assert (models.Document.objects.count(), models.Piece.objects.count()) == (0, 0)


def test_a_document_that_does_not_end_is_refused_at_its_bound(filed: Node, desk: Node) -> None:
    assert without(desk) == filed
    mebibytes = iter(lambda: bytes(2**20), None)
    with pytest.raises(DocumentRefusedError) as refusal:
        documents.keep(ledger.holding(ledger.compacts()[0]), NAME, mebibytes)
    assert refusal.value.reason == f"it has more than {MOST_BLOB:,} bytes, the most there may be"
    assert (models.Document.objects.count(), models.Piece.objects.count()) == (0, 0)


def test_what_has_no_room_in_a_bundle_is_named_and_the_smaller_ones_go_first(desk: Node) -> None:
    for size in (1, 2, 3):
        file = desk.folder.parent / f"{size}.pdf"
        file.write_bytes(b"%" * size)
        desk.do("file", file)
    models.Document.objects.filter(size=3).update(size=2**30)
    held = ledger.holding(ledger.compacts()[0])
    names = {size: canonical.digest(b"%" * size) for size in (1, 2, 3)}
    have = dict.fromkeys(held.parties, 0)
    assert documents.chosen(held, have) == documents.Chosen((names[1], names[2]), (names[3],))
    also = documents.chosen(held, have, also=[names[3]])
    assert also == documents.Chosen((names[3],), (names[1], names[2]))
    assert documents.chosen(held, {party: head.seq for party, head in held.heads.items()}).sent == ()


def test_a_bundle_with_a_document_that_nothing_names_is_refused_whole(tmp_path: Path) -> None:
    world = World("LA", "VN", seed="documents")
    node = of_world(world, "VN", tmp_path / "vn")
    (tmp_path / "stray.foedus").write_bytes(world.bundle(blobs=[MINUTES]))
    done = node.run("import", tmp_path / "stray.foedus")
    assert done.refused.splitlines()[0] == (
        f"Error: The document {NAME[:12]} cannot be kept: nothing in the record names it."
    )
    assert node.data("status") == []


def test_a_document_in_a_bundle_whose_entry_is_still_to_come_is_no_document_of_the_record() -> None:
    world = World("LA", "VN", seed="documents")
    with pytest.raises(ContainerError):
        verified(world.bundle(blobs=[MINUTES]))
    body = {"sha256": NAME, "size": len(MINUTES), "mime": "text/plain"}
    world.put(world.next_entry("LA", EntryType.DOC, body))
    assert [*verified(world.bundle(blobs=[MINUTES])).documents] == [NAME]


def test_a_party_that_states_another_size_is_named_and_the_document_is_kept(tmp_path: Path) -> None:
    """Its hash names it: a false size must not keep out what another party sends."""
    world = World("LA", "VN", seed="documents")
    for party, size in (("LA", 5), ("VN", len(MINUTES))):
        body = {"sha256": NAME, "size": size, "mime": "text/plain"}
        world.put(world.next_entry(party, EntryType.DOC, body))
    node = of_world(world, "VN", tmp_path / "vn")
    (tmp_path / "world.foedus").write_bytes(world.bundle(blobs=[MINUTES]))
    node.do("import", tmp_path / "world.foedus")
    (row,) = node.data("documents")
    assert (row["size"], row["received"], row["misstated_by"]) == (len(MINUTES), True, ["LA"])
    assert "LA states another size" in node.do("documents")


def test_a_file_larger_than_a_document_may_be_is_refused_before_anything_is_read(vn: Node) -> None:
    file = vn.folder.parent / "film.mp4"
    with file.open("wb") as stream:
        stream.truncate(MOST_BLOB + 1)
    before = vn.tables()
    assert "67,108,864 are the most" in vn.run("file", file).refused
    assert vn.tables() == before


@pytest.mark.parametrize(
    ("name", "options", "mime"),
    [
        ("plan.pdf", (), "application/pdf"),
        ("plan", (), "application/octet-stream"),
        ("plan", ("--mime", "application/pdf"), "application/pdf"),
    ],
)
def test_a_document_is_called_what_its_name_or_the_officer_says(
    name: str, options: tuple[str, ...], mime: str, vn: Node
) -> None:
    (vn.folder.parent / name).write_bytes(b"%PDF-")
    vn.do("file", vn.folder.parent / name, *options)
    assert [row["mime"] for row in vn.data("documents")] == [mime]


def test_a_kind_of_document_that_cannot_be_is_refused(vn: Node) -> None:
    (vn.folder.parent / "plan").write_bytes(b"%PDF-")
    for mime in ("pdf", "a/b/c", "application/\tpdf", "a/" + "b" * 100):
        assert "--mime cannot be taken" in vn.run("file", vn.folder.parent / "plan", "--mime", mime).refused
