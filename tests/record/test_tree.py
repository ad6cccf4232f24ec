"""The tree is RFC 6962's, and an audit path proves one leaf at one place."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.record import tree

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(40)]
PLACES = [(size, index) for size in range(1, 41) for index in range(size)]


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    match leaves:
        case []:
            return hashlib.sha256(b"").digest()
        case [leaf]:
            return leaf
    middle = split(len(leaves))
    return node(root_by_definition(leaves[:middle]), root_by_definition(leaves[middle:]))


def path_by_definition(leaves: list[bytes], index: int) -> list[bytes]:
    """RFC 6962, section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    middle = split(len(leaves))
    if index < middle:
        return [*path_by_definition(leaves[:middle], index), root_by_definition(leaves[middle:])]
    return [*path_by_definition(leaves[middle:], index - middle), root_by_definition(leaves[:middle])]


def test_a_leafs_hash_is_set_apart_from_a_nodes() -> None:
    assert tree.leaf_hash(b"line") == hashlib.sha256(b"\x00line").digest()


@pytest.mark.parametrize("size", range(41))
def test_the_root_is_the_one_rfc_6962_defines(size: int) -> None:
    assert tree.root(LEAVES[:size]) == root_by_definition(LEAVES[:size])


@given(st.integers(1, 3000))
def test_the_root_over_many_leaves_is_the_one_rfc_6962_defines(size: int) -> None:
    leaves = [number.to_bytes(32, "big") for number in range(size)]
    assert tree.root(leaves) == root_by_definition(leaves)


def test_every_path_is_the_one_rfc_6962_defines_and_leads_to_the_root() -> None:
    for size, index in PLACES:
        path = tree.audit_path(LEAVES[:size], index)
        assert path == path_by_definition(LEAVES[:size], index)
        root = tree.root_from_path(LEAVES[index], index=index, size=size, path=path)
        assert root == tree.root(LEAVES[:size])


def test_a_path_proves_no_other_leaf_and_no_other_place() -> None:
    for size, index in PLACES:
        path, root = tree.audit_path(LEAVES[:size], index), tree.root(LEAVES[:size])
        for other in range(size):
            if other == index:
                continue
            assert tree.root_from_path(LEAVES[other], index=index, size=size, path=path) != root
            try:
                elsewhere = tree.root_from_path(LEAVES[index], index=other, size=size, path=path)
            except ValueError:
                continue
            assert elsewhere != root


def test_a_path_too_short_or_too_long_is_refused() -> None:
    for size, index in PLACES:
        path = tree.audit_path(LEAVES[:size], index)
        with pytest.raises(ValueError, match="too long"):
            tree.root_from_path(LEAVES[index], index=index, size=size, path=[*path, LEAVES[0]])
        if path:
            with pytest.raises(ValueError, match="too short"):
                tree.root_from_path(LEAVES[index], index=index, size=size, path=path[:-1])


@pytest.mark.parametrize(("index", "size"), [(1, 1), (7, 1), (4, 4), (3, 2), (-1, 4), (0, 0)])
def test_a_place_that_the_tree_does_not_have_is_refused(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        tree.root_from_path(LEAVES[0], index=index, size=size, path=[])
