"""A refusal as one process hands it to another: what a command refused, to the page that began it.

The page says it in its reader's language, so it needs the refusal and its facts, not the sentence that
the command told. Both processes are of one edition; what cannot be read back is told as the command told it.
"""

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, cast

import attrs
import orjson

from foedus.errors import Fault, FoedusError
from foedus.phrase import Phrase, phrase
from foedus_node import files

VARIABLE: Final = "FOEDUS_REFUSAL"
"""Names the file into which a command writes what it refuses."""

_MOST: Final = 2**20


def hand_over(error: FoedusError, file: Path) -> None:
    """Write a refusal into a file."""
    files.write(file, orjson.dumps(packed(error)))


def handed_over(file: Path) -> FoedusError | None:
    """The refusal that a file holds; None where there is none that can be read."""
    if not file.is_file():
        return None
    try:
        return unpacked(orjson.loads(files.read(file, most=_MOST)))
    except ValueError:
        return None


def packed(error: FoedusError) -> dict[str, Any]:
    """A refusal as data: which it is, and its facts."""
    kind = type(error)
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", kind))
    facts = {one.name: _packed(getattr(error, one.name)) for one in fields}
    return {"refusal": f"{kind.__module__}:{kind.__qualname__}", "facts": facts}


def unpacked(document: Any) -> FoedusError | None:
    """The refusal that data tell of; None where they tell of none."""
    try:
        module, _, name = document["refusal"].partition(":")
        kind = getattr(importlib.import_module(module), name) if module.startswith("foedus") else None
        if isinstance(kind, type) and issubclass(kind, FoedusError):
            return kind(**{fact: _unpacked(value) for fact, value in document["facts"].items()})
    except (KeyError, TypeError, AttributeError, ImportError):
        return None
    return None


def _packed(fact: object) -> Any:
    match fact:
        case Phrase():
            return {
                "phrase": fact.template,
                "facts": {name: _packed(one) for name, one in fact.facts.items()},
            }
        case Fault():
            return {"path": fact.path, "reason": _packed(fact.reason)}
        case None | str() | int():
            return fact
        case bytes():
            return ""  # the proof of a fork, which is no prose
        case Iterable():
            return [_packed(one) for one in fact]
    return str(fact)


def _unpacked(fact: Any) -> Any:
    match fact:
        case {"phrase": str() as template, "facts": Mapping() as facts}:
            return phrase(template, **{name: _unpacked(one) for name, one in facts.items()})
        case {"path": str() as path, "reason": reason}:
            return Fault(path, _unpacked(reason))
        case list():
            return tuple(_unpacked(one) for one in fact)
    return fact
