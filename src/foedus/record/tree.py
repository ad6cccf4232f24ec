"""The Merkle tree over an act's items, as RFC 6962 (section 2.1) builds it.

One signature on the root binds every line; one line can be shown with its audit path
while the others stay hidden.
"""

import hashlib
from collections.abc import Sequence

from foedus.phrase import phrase


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in their order; over none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # An odd last node rises unchanged: the same tree as RFC 6962's recursive split.
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def audit_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root, lowest first."""
    path, level = [], list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)] + level[
            len(level) & ~1 :
        ]
        index //= 2
    return path


def root_from_path(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf hash and its audit path lead to, in a tree of `size` leaves.

    Raises:
        ValueError: the tree has no such place, or the path not the length that the place needs.
    """
    if not 0 <= index < size:
        raise ValueError(phrase("a tree of {size} has no leaf at {index}", size=size, index=index))
    node, left = leaf, list(path)
    while size > 1:
        if index ^ 1 < size:
            if not left:
                raise ValueError(phrase("the audit path is too short"))
            sibling = left.pop(0)
            node = _node(sibling, node) if index & 1 else _node(node, sibling)
        index, size = index // 2, (size + 1) // 2
    if left:
        raise ValueError(phrase("the audit path is too long"))
    return node


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
