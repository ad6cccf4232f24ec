"""Whatever bytes a reader is given, it reads them or refuses them: nothing else comes out of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import FoedusError
from tests.hostile.readers import Dice, bytes_changed, readers

READERS = readers()
THROWS = st.binary(min_size=24, max_size=64)


def reads_or_refuses(name: str, data: bytes) -> bool:
    """Whether a reader takes bytes; anything but a refusal passes on."""
    try:
        READERS[name].read(data)
    except FoedusError as refusal:
        return not str(refusal)
    return True


@pytest.mark.parametrize("name", READERS)
def test_a_valid_file_is_read(name: str) -> None:
    assert reads_or_refuses(name, READERS[name].files[0])


@pytest.mark.parametrize("name", READERS)
@given(data=st.binary(max_size=2_000))
def test_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    reads_or_refuses(name, data)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=300)
@given(which=st.integers(0, 99), throws=THROWS)
def test_valid_files_with_bytes_changed_are_read_or_refused(name: str, which: int, throws: bytes) -> None:
    files = READERS[name].files
    reads_or_refuses(name, bytes_changed(files[which % len(files)], Dice(throws)))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=300)
@given(which=st.integers(0, 99), throws=THROWS)
def test_valid_files_with_a_part_changed_are_read_or_refused(name: str, which: int, throws: bytes) -> None:
    reader = READERS[name]
    reads_or_refuses(name, reader.spoil(reader.files[which % len(reader.files)], Dice(throws)))
