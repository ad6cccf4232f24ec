"""Files are written whole or not at all, and read no further than they may be."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedus_node import files
from foedus_node.errors import FileError


class Stop(BaseException):
    """Ctrl-C, as the code sees it."""


@pytest.mark.parametrize("exception", [Stop, OSError, KeyboardInterrupt])
def test_a_writing_that_fails_leaves_what_stood_there_and_nothing_beside(
    exception: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "out.foedus"
    files.write(path, b"before")

    def interrupted() -> None:
        with files.whole(path) as file:
            file.write(b"half")
            raise exception

    with pytest.raises(exception):
        interrupted()
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"out.foedus": b"before"}


def test_a_process_killed_in_the_middle_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "out.foedus"
    files.write(path, b"before")
    program = (
        "import os, signal, sys; from pathlib import Path; from foedus_node import files\n"
        "with files.whole(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half' * 100_000); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], check=False)
    assert (done.returncode, path.read_bytes()) == (-signal.SIGKILL, b"before")


def test_a_file_is_readable_by_whom_it_should_be(tmp_path: Path) -> None:
    files.write(tmp_path / "card", b"")
    files.write(tmp_path / "key", b"", mode=0o600)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        "card": 0o644,
        "key": 0o600,
    }


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 64 KiB."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() or mount is None or umount is None:
        pytest.skip("only root may mount a small disk, with mount and umount")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "none", disk],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    subprocess.run([umount, disk], check=True)


def test_a_full_disk_leaves_what_stood_there(full: Path) -> None:
    path = full / "out.foedus"
    files.write(path, b"before")
    with pytest.raises(OSError, match="No space left"):
        files.write(path, b"x" * 2**20)
    assert {entry.name: entry.read_bytes() for entry in full.iterdir()} == {"out.foedus": b"before"}


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root may make a device")
    os.mknod(path, 0o20666, os.makedev(1, 7))  # as /dev/full; the real one is no toy


def link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


@pytest.mark.parametrize("stands", [folder, pipe, device, link_to_a_pipe])
def test_what_is_no_plain_file_is_never_replaced(stands: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "there"
    stands(path)
    before = path.lstat()
    with pytest.raises(FileError, match="to be written"):
        files.write(path, b"new")
    assert path.lstat() == before


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=f"the folder {tmp_path / 'nowhere'} does not exist"):
        files.write(tmp_path / "nowhere" / "out", b"")


@pytest.mark.parametrize(("size", "taken"), [(0, True), (10, True), (11, False)])
def test_a_file_is_read_up_to_its_limit(size: int, *, taken: bool, tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"x" * size)
    if taken:
        assert files.read(path, most=10) == b"x" * size
    else:
        with pytest.raises(FileError, match="it has more than 10 bytes, the most there may be"):
            files.read(path, most=10)


def test_what_never_ends_is_refused() -> None:
    with pytest.raises(FileError, match="more than 1,000 bytes"):
        files.read(Path("/dev/zero"), most=1_000)
    with pytest.raises(FileError, match="it is no plain file"), files.opened(Path("/dev/zero")):
        pass


def test_a_pipe_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen([sys.executable, "-c", f"open({str(path)!r}, 'w').write('words')"]):
        assert files.read(path, most=10) == b"words"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        files.read(tmp_path / "none", most=1)
    with pytest.raises(FileError, match="there is no such file"), files.opened(tmp_path / "none"):
        pass
    with pytest.raises(FileError, match="it is a folder"):
        files.read(tmp_path, most=1)
