"""A container has one spelling: any ZIP program opens it, and no byte of it goes unread."""

import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import ContainerError
from foedus.record import container
from foedus.record.container import Container, ContainerWriter

NAMES = st.text("abcdefghijklmnopqrstuvwxyz/-.0123456789", min_size=1, max_size=20)
FILES = st.dictionaries(NAMES, st.binary(max_size=60), max_size=4)
UNZIP = shutil.which("unzip")
SMALL = {"MANIFEST.json": b"{}", "empty": b"", "acts.ndjson": b"one\ntwo\n"}


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = ContainerWriter(file)
    for name, data in files.items():
        writer.add(name, [data])
    writer.close()
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    opened = Container(io.BytesIO(data))
    return {name: opened.read(name, most=2**20) for name in opened.members}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """The same files as another program packs them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


@given(FILES)
def test_what_is_packed_is_unpacked(files: dict[str, bytes]) -> None:
    assert unpacked(packed(files)) == files


@given(FILES)
def test_a_zip_program_reads_the_same(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.skipif(UNZIP is None, reason="unzip is not installed")
def test_unzip_finds_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "small.zip").write_bytes(packed(SMALL))
    run = subprocess.run(
        [str(UNZIP), "-t", "small.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.returncode, "No errors detected" in run.stdout) == (0, True)


@given(st.lists(st.binary(max_size=9), max_size=9))
def test_it_does_not_matter_in_which_pieces_a_member_is_written(chunks: list[bytes]) -> None:
    file = io.BytesIO()
    writer = ContainerWriter(file)
    writer.add("file", chunks)
    writer.close()
    assert file.getvalue() == packed({"file": b"".join(chunks)})


def test_every_changed_byte_is_refused() -> None:
    data = packed(SMALL)
    for place in range(len(data)):
        for value in range(256):
            if value != data[place]:
                with pytest.raises(ContainerError):
                    unpacked(data[:place] + bytes([value]) + data[place + 1 :])


def test_every_truncation_is_refused() -> None:
    data = packed(SMALL)
    for length in range(len(data)):
        with pytest.raises(ContainerError):
            unpacked(data[:length])


@given(st.binary(min_size=1, max_size=40), st.integers(0))
def test_whatever_is_put_in_anywhere_is_refused(more: bytes, place: int) -> None:
    data = packed(SMALL)
    place %= len(data) + 1
    longer = data[:place] + more + data[place:]
    with pytest.raises(ContainerError):
        unpacked(longer)


@given(st.data())
def test_whatever_is_taken_out_is_refused(data: st.DataObject) -> None:
    whole = packed(SMALL)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    with pytest.raises(ContainerError):
        unpacked(whole[:start] + whole[end:])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_container_are_refused(data: bytes) -> None:
    with pytest.raises(ContainerError):
        unpacked(data)


@pytest.mark.parametrize(
    "repacked",
    [
        lambda: zipped(SMALL),
        lambda: zipped(SMALL, zipfile.ZIP_DEFLATED),
        lambda: zipped({"bomb": b"\0" * 2**24}, zipfile.ZIP_DEFLATED),
        lambda: packed(SMALL)[:-2] + struct.pack("<H", 4) + b"note",
        lambda: b"MZ a program before it" + packed(SMALL),
        lambda: packed(SMALL) + packed(SMALL),
        lambda: packed(SMALL).replace(b"empty", b"EMPTY", 1),
        lambda: packed({"a": b"1", "b": b"2"}).replace(b"b", b"a"),
    ],
    ids=[
        "packed anew", "deflated", "a bomb", "a comment", "something before it", "two in one",
        "named otherwise in the directory", "one name twice",
    ],
)  # fmt: skip
def test_another_spelling_of_a_zip_is_refused(repacked: Callable[[], bytes]) -> None:
    with pytest.raises(ContainerError) as refusal:
        unpacked(repacked())
    assert str(refusal.value).startswith("The file is not an intact Foedus bundle: ")


def test_a_member_that_claims_more_than_there_is_is_refused_before_it_is_read() -> None:
    data = bytearray(packed({"file": b"1234"}))
    data[18:26] = struct.pack("<II", 2**31, 2**31)
    with pytest.raises(ContainerError, match="is cut short or named twice"):
        Container(io.BytesIO(bytes(data)))


def test_an_empty_member_with_another_checksum_is_refused() -> None:
    data = bytearray(packed({"file": b""}))
    second = data.index(b"PK\x01\x02")
    data[14:18] = data[second + 16 : second + 20] = b"\1\2\3\4"
    opened = Container(io.BytesIO(bytes(data)))
    with pytest.raises(ContainerError, match="file was changed"):
        opened.read("file", most=4)


def test_a_member_larger_than_what_is_asked_for_is_refused() -> None:
    opened = Container(io.BytesIO(packed({"file": b"12345"})))
    with pytest.raises(ContainerError, match="file is larger than 4 bytes"):
        opened.read("file", most=4)


def test_a_member_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(ContainerError, match="file is missing"):
        Container(io.BytesIO(packed({}))).read("file", most=4)


@given(st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b" ")), max_size=6))
def test_lines_come_back_as_they_were_written(lines: list[bytes]) -> None:
    opened = Container(io.BytesIO(packed({"log": b"".join(line + b"\n" for line in lines)})))
    assert list(opened.lines("log", longest=12)) == lines


@pytest.mark.parametrize("data", [b"one", b"one\ntwo"])
def test_a_last_line_without_its_end_is_refused(data: bytes) -> None:
    with pytest.raises(ContainerError, match="log is cut short"):
        list(Container(io.BytesIO(packed({"log": data}))).lines("log", longest=12))


def test_a_line_too_long_is_refused_before_the_whole_of_it_is_read() -> None:
    endless = packed({"log": b"1" * (4 * 2**20)})
    with pytest.raises(ContainerError, match="log has a line of more than 12 bytes"):
        list(Container(io.BytesIO(endless)).lines("log", longest=12))


def test_members_larger_than_a_piece_are_read_whole_and_in_turns() -> None:
    first, second = (letter * (2**20 + 7) for letter in (b"1", b"2"))
    opened = Container(io.BytesIO(packed({"one": first, "two": second})))
    pieces = list(zip(opened.chunks("one"), opened.chunks("two"), strict=True))
    assert (b"".join(one for one, _ in pieces), b"".join(two for _, two in pieces)) == (first, second)


def test_more_members_than_a_zip_holds_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_MEMBERS", 3)
    with pytest.raises(ContainerError, match="export in parts"):
        packed({f"file-{number}": b"" for number in range(4)})
    data = packed({f"file-{number}": b"" for number in range(3)})
    monkeypatch.setattr(container, "MOST_MEMBERS", 2)
    with pytest.raises(ContainerError):
        unpacked(data)
