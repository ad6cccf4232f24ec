"""Bundles locked for one party: they open there and nowhere else, and no byte of them can be another."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.record.signature import SigningKey
from foedus_node.exchange import locking
from foedus_node.exchange.refusals import LockedBundleError
from tests.node.nodes import founded
from tests.worlds import signing_key

LINK, OTHER = signing_key("link"), signing_key("other")
WORDS = b"illustrative words " * 10_000


def locked(words: bytes, *links: SigningKey) -> bytes:
    file = io.BytesIO()
    locking.lock(io.BytesIO(words), file, links=tuple(bytes.fromhex(link.public) for link in links))
    return file.getvalue()


def opened(data: bytes, link: SigningKey) -> bytes:
    plain = io.BytesIO()
    locking.unlock(io.BytesIO(data), plain, link=link)
    return plain.getvalue()


LOCKED = locked(WORDS, LINK)


def test_what_is_locked_for_a_key_opens_with_it_and_with_no_other() -> None:
    assert opened(LOCKED, LINK) == WORDS
    assert WORDS[:19] not in LOCKED
    assert opened(locked(WORDS, OTHER, LINK), LINK) == WORDS
    with pytest.raises(LockedBundleError, match="for another party"):
        opened(LOCKED, OTHER)


@given(at=st.integers(0, len(LOCKED) - 1), bit=st.integers(0, 7))
def test_no_byte_of_a_locked_file_can_be_another(at: int, bit: int) -> None:
    changed = bytearray(LOCKED)
    changed[at] ^= 1 << bit
    with pytest.raises(LockedBundleError):
        opened(bytes(changed), LINK)


@given(end=st.integers(0, len(LOCKED) - 1))
def test_a_locked_file_that_is_cut_short_is_refused(end: int) -> None:
    with pytest.raises(LockedBundleError):
        opened(LOCKED[:end], LINK)


def test_a_locked_file_is_known_by_its_first_line() -> None:
    assert locking.is_locked(io.BytesIO(LOCKED))
    assert not locking.is_locked(io.BytesIO(b"PK\x03\x04"))
    assert not locking.is_locked(io.BytesIO(b""))


def test_a_first_bundle_is_locked_for_the_key_on_the_card_and_for_no_card_of_another_root(
    tmp_path: Path,
) -> None:
    vn, la, kh = (founded(tmp_path / party.lower(), party) for party in ("VN", "LA", "KH"))
    vn.do("draft", "charter", "--with", la.folder / "LA.card.json")
    vn.do("offer", "charter")
    file = tmp_path / "first.foedus"
    assert "locked for LA" in vn.do("export", file, "--to", "LA", "--encrypt")
    assert "for another party" in kh.run("import", file).refused
    la.do("import", file)
    vn.do("peer", "remove", "LA")
    assert "no card of it is kept" in vn.run("export", file, "--to", "LA", "--encrypt").refused
    card = tmp_path / "LA.card.json"
    card.write_bytes((kh.folder / "KH.card.json").read_bytes().replace(b'"KH"', b'"LA"'))
    vn.do("peer", "add", "LA", "--card", card)
    assert "another root than the charter" in vn.run("export", file, "--to", "LA", "--encrypt").refused
