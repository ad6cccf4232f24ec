"""Every case there is, level by level, in the order of the format's page."""

from fnmatch import fnmatchcase

from foedus_conformance.case import FileCase
from foedus_conformance.errors import UnknownCaseError
from foedus_conformance.files import (
    acts,
    bundles,
    containers,
    cover,
    disclosed,
    entries,
    envelopes,
    json_text,
    keys,
    limits,
    proofs,
    standings,
)
from foedus_conformance.nodes import exchange, recovery, signing
from foedus_conformance.nodes.stage import NodeCase

Case = FileCase | NodeCase

_ROOMS = (
    json_text.ROOM,
    envelopes.ROOM,
    acts.ROOM,
    entries.ROOM,
    keys.ROOM,
    standings.ROOM,
    cover.ROOM,
    containers.ROOM,
    bundles.ROOM,
    disclosed.ROOM,
    proofs.ROOM,
    *limits.ROOMS,
)

FILES: tuple[FileCase, ...] = tuple(
    sorted((case for room in _ROOMS for case in room.cases), key=lambda case: case.section)
)
NODES: tuple[NodeCase, ...] = (*exchange.CASES, *signing.CASES, *recovery.CASES)
CASES: tuple[Case, ...] = (*FILES, *NODES)


def chosen(names: list[str], *, level: int = 2) -> tuple[Case, ...]:
    """The cases up to a level; only those named, if any are.

    Args:
        names: names of cases, or patterns with a star.
        level: 1 for files, 2 for files and nodes.

    Raises:
        UnknownCaseError: a name fits none.
    """
    for name in names:
        if not any(fnmatchcase(case.name, name) for case in CASES):
            raise UnknownCaseError(name=name)
    return tuple(
        case
        for case in CASES
        if case.level <= level and (not names or any(fnmatchcase(case.name, name) for name in names))
    )
