"""The built-in kinds of activity, one file each, and how such a file is read.

A file says in TOML what a `Kind` is (`foedus.cooperation.kind`); its name makes the item's name,
`kind-visit`. A ministry's own file has the same form.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.errors import DocumentError, Fault
from foedus.phrase import phrase

GENERIC: Final = "generic"
"""The kind of whatever has no kind of its own."""


@cache
def builtin() -> Mapping[str, Kind]:
    """The built-in kinds, by name."""
    texts = (
        entry.read_text(encoding="utf-8")
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".toml")
    )
    read = sorted((kind_from_toml(text) for text in texts), key=lambda kind: kind.name)
    return MappingProxyType({kind.name: kind for kind in read})


def kinds_among(items: Iterable[Item]) -> Mapping[str, Kind]:
    """The kinds among items and the built-in ones, by name; of one name the last item counts."""
    return {**builtin(), **{item.name: item for item in items if isinstance(item, Kind)}}


def kind_from_toml(text: str) -> Kind:
    """Read a kind from its file.

    Raises:
        DocumentError: the text is no TOML, or what it says is not of a kind's form; every fault.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(
            what="kind", faults=(Fault("$", phrase("is no TOML: {error}", error=error)),)
        ) from None
    kind = from_json({**table, "type": Kind.noun(), "id": f"kind-{table.get('name', '')}"})
    if not isinstance(kind, Kind):
        raise TypeError(kind)  # cannot be: the noun says which type is read
    return kind
