"""What a person says besides words: FIELD=VALUE on the command line, and sheets of JSON."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_origin

import attrs
import orjson

from foedus.cooperation.document import ITEMS
from foedus_node import files
from foedus_node.cli import node
from foedus_node.errors import ValueRefusedError

_MOST_SHEET = 64 * 2**20


def json_of(file: Path) -> Any:
    """What a JSON file of 64 MiB at most says.

    Raises:
        FileError: it cannot be read, or is larger.
        ValueRefusedError: it is no JSON.
    """
    data = files.read(file, most=_MOST_SHEET)
    try:
        return orjson.loads(data)
    except ValueError as error:
        raise ValueRefusedError(name=str(file), reason=f"it is no JSON ({error})") from None


def list_of(file: Path, *, what: str, least: int = 1) -> list[Any]:
    """What a JSON file says, if that is a list of something, at least so long.

    Raises:
        FileError, ValueRefusedError: as `json_of`; or it is no list, or a shorter one.
    """
    said = json_of(file)
    if not isinstance(said, list) or len(said) < least:
        raise ValueRefusedError(name=str(file), reason=f"a list of {what} is needed")
    return said


def set_fields(document: Mapping[str, Any], settings: Iterable[str]) -> dict[str, Any]:
    """A document with fields set as FIELD=VALUE says; an empty value takes the field away.

    A field within another is written with a full stop (`title.en=Visit`, `details.places=20`), a
    list with commas; what begins with a bracket or a brace is read as JSON. What stands within
    details is left as text: their kind says what they are (`foedus.cooperation.details.typed`).

    Args:
        document: an item's document, whose `type` tells its fields, or any other.
        settings: FIELD=VALUE, in their order.

    Raises:
        ValueRefusedError: a setting has another form.
    """
    changed = dict(document)
    for one in settings:
        path, equals, value = one.partition("=")
        if not equals or not path:
            raise ValueRefusedError(name="--set", reason=f"{one!r} is not FIELD=VALUE")
        head, dot, rest = path.partition(".")
        if dot:
            within = changed.get(head, {})
            if not isinstance(within, Mapping):
                raise ValueRefusedError(name="--set", reason=f"{head} has no fields of its own")
            changed[head] = set_fields(within, [f"{rest}={value}"])
        elif not value:
            changed.pop(head, None)
        else:
            changed[head] = _value(value, of=_type_of(document, head))
    return changed


def _type_of(document: Mapping[str, Any], name: str) -> Any:
    """The type of an item's field, as its class says; None where that is not known."""
    cls = ITEMS.get(str(document.get("type")))
    return getattr(attrs.fields_dict(cls).get(name), "type", None) if cls else None


def _value(value: str, *, of: Any) -> Any:
    if value[0] in "[{":
        try:
            return orjson.loads(value)
        except ValueError as error:
            raise ValueRefusedError(name="--set", reason=f"{value!r} is no JSON ({error})") from None
    if get_origin(of) is tuple:
        return value.split(",")
    if of in (int, int | None) and node.is_number(value):
        return int(value)
    return value
