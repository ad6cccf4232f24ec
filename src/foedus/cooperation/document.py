"""The JSON form of a cooperation's values: what is hashed, signed and sent.

Within the restricted profile: ASCII keys, no floats, integers below 2^53, text that
is valid Unicode. What is empty is left out; what is unknown is kept and written
back. A bad document is refused with all its faults and their paths at once: first
those of its fields and, once every field reads, those between fields. Which bytes
stand for a document is the record's matter, not this module's.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseConverter,
    ClassValidationError,
    Converter,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.border import Condition, Marker, MarkerSort, Sector
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import EXTRA, TYPE, Item, Unknown, Value
from foedus.cooperation.kind import FieldType, Kept, Kind, Side
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import State, Undertaking
from foedus.errors import DocumentError, Fault, ItemError
from foedus.phrase import phrase, phrase_of
from foedus.terms import (
    Date,
    Force,
    ItemId,
    Language,
    Level,
    Party,
    Period,
    Wording,
    item_id,
    language,
    party,
)

ITEMS: Final[Mapping[str, type[Item]]] = {
    cls.noun(): cls
    for cls in (
        Activity,
        Assessment,
        Engagement,
        Instrument,
        Kind,
        Marker,
        Mechanism,
        Office,
        Orientation,
        Person,
        Plan,
        Sector,
        Target,
        Tenure,
        Undertaking,
    )
}
"""The types of item, by the noun that stands in a document's `type`."""

_ENUMS: Final[tuple[type[StrEnum], ...]] = (
    Condition,
    FieldType,
    Force,
    Kept,
    Level,
    MarkerSort,
    Occurrence,
    Outcome,
    Polarity,
    Side,
    Standing,
    State,
)
_GREATEST = 2**53

V = TypeVar("V", bound=Value)


def to_json(item: Item | Report) -> dict[str, Any]:
    """Write an item, or a report, as a document of the restricted profile.

    Raises:
        DocumentError: what it holds cannot be written in that profile.
    """
    document: dict[str, Any] = _CONVERTER.unstructure(item)
    if isinstance(item, Item):
        document = {TYPE: item.noun(), **document}
    if faults := tuple(_profile_faults(document, "$")):
        raise DocumentError(what=item.noun(), faults=faults)
    return document


def from_json(data: Unknown) -> Item:
    """Read an item from its document.

    Raises:
        DocumentError: the document does not have the form; every fault, with its path.
    """
    if not isinstance(data, Mapping):
        raise DocumentError(what="item", faults=(_expected("$", phrase("an object"), data),))
    named = data.get(TYPE)
    if not isinstance(named, str) or named not in ITEMS:
        reason = (
            phrase("{value} is none of {names}", value=_shown(named), names=list(ITEMS))
            if TYPE in data
            else phrase("is missing")
        )
        raise DocumentError(what="item", faults=(Fault(f"$.{TYPE}", reason), *_profile_faults(data, "$")))
    return _read({name: data[name] for name in data if name != TYPE}, ITEMS[named])


def report_from_json(data: Unknown) -> Report:
    """Read a report from its document; it bears no `type`, its entry says what it is.

    Raises:
        DocumentError: the document does not have the form; every fault, with its path.
    """
    return _read(data, Report)


def _read(data: Unknown, cls: type[V]) -> V:
    faults = list(_profile_faults(data, "$"))
    try:
        value = _CONVERTER.structure(data, cls)
    except (ClassValidationError, TypeError, ItemError) as error:
        faults += _faults(error, "$")
    if faults:
        once = dict.fromkeys(sorted(faults, key=lambda fault: fault.path))
        raise DocumentError(what=cls.noun(), faults=tuple(once))
    return value


# --- the profile ---------------------------------------------------------------------------


def _profile_faults(data: object, path: str) -> Iterator[Fault]:
    if isinstance(data, Mapping):
        for key, part in data.items():
            if not isinstance(key, str) or not key.isascii():
                yield Fault(path, phrase("has the key {key!a}, which is not ASCII text", key=key))
            yield from _profile_faults(part, f"{path}.{key}")
    elif isinstance(data, list | tuple):
        for index, part in enumerate(data):
            yield from _profile_faults(part, f"{path}[{index}]")
    elif reason := _outside(data):
        yield Fault(path, reason)


def _outside(scalar: object) -> str:
    match scalar:
        case None | bool():
            return ""
        case str():
            return (
                phrase("is not valid Unicode text") if any("\ud800" <= c <= "\udfff" for c in scalar) else ""
            )
        case int():
            return (
                phrase("is not below 2^53 and would not survive every reader")
                if abs(scalar) >= _GREATEST
                else ""
            )
        case float():
            return phrase(
                "is the fraction {scalar}; only whole numbers and text have one written form", scalar=scalar
            )
        case _:
            return phrase("is a {name}, which JSON does not have", name=type(scalar).__name__)


# --- faults, with the path at which each stands ----------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    match error:
        case ItemError():
            for fault in error.faults:
                yield Fault(f"{path}.{fault.path}", fault.reason)
        case IterableValidationError() | ClassValidationError():
            for part in error.exceptions:
                yield from _faults(part, path + _step(part))
        case KeyError():
            yield Fault(f"{path}.{error.args[0]}", "is missing")
        case _:
            yield Fault(path, phrase_of(error))


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        match note:
            case AttributeValidationNote():
                return "" if isinstance(error, KeyError) else f".{note.name}"
            case IterableValidationNote():
                return f"[{note.index}]" if isinstance(note.index, int) else f".{note.index}"
    return ""


def _expected(path: str, what: str, found: object) -> Fault:
    return Fault(path, phrase("should be {what}, not {value}", what=what, value=_shown(found)))


def _shown(found: object) -> str:
    shown = repr(found)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


# --- the converter -----------------------------------------------------------------------------

Hook: TypeAlias = Callable[[Any, Any], Any]


def _exactly(cls: type, what: str) -> Hook:
    def read(data: object, _: object) -> object:
        if type(data) is not cls:
            raise TypeError(phrase("should be {what}, not {value}", what=what, value=_shown(data)))
        return data

    return read


def _text(parse: Callable[[str], object]) -> Hook:
    def read(data: object, _: object) -> object:
        if not isinstance(data, str):
            raise TypeError(phrase("should be text, not {value}", value=_shown(data)))
        return parse(data)

    return read


def _one_of(cls: type[StrEnum]) -> Hook:
    def read(data: object, _: object) -> StrEnum:
        if data not in [member.value for member in cls]:
            raise ValueError(phrase("{value} is none of {names}", value=_shown(data), names=list(cls)))
        return cls(data)

    return read


def _wording(data: object, _: object) -> Wording:
    if not isinstance(data, Mapping):
        raise TypeError(phrase("should be words by language, not {value}", value=_shown(data)))
    errors: list[Exception] = []
    for tag, words in data.items():
        try:
            language(tag)
            if not isinstance(words, str):
                raise TypeError(phrase("should be text, not {value}", value=_shown(words)))  # noqa: TRY301 (gathered below)
        except (TypeError, ValueError) as error:
            error.__notes__ = [IterableValidationNote("words", tag, Wording)]
            errors.append(error)
    if errors:
        raise IterableValidationError("words", errors, dict)
    return dict(data)


def _tuple_of(kind: Any, converter: BaseConverter) -> Hook:
    members = list_structure_factory(cast("type", list[get_args(kind)[0]]), converter)  # type: ignore[misc]  # known only now

    def read(data: object, _: object) -> tuple[object, ...]:
        if not isinstance(data, list | tuple):
            raise TypeError(phrase("should be a list, not {value}", value=_shown(data)))
        return tuple(members(data, list))

    return read


def _value(cls: type[Value], converter: Converter) -> Hook:
    fields = make_dict_structure_fn(cls, converter)
    known = {attribute.name for attribute in attrs.fields(cls)} - {EXTRA}

    def read(data: object, _: object) -> Value:
        if not isinstance(data, Mapping):
            raise TypeError(phrase("should be an object, not {value}", value=_shown(data)))
        kept = {name: part for name, part in data.items() if name not in known}
        said = {name: part for name, part in data.items() if name in known and part is not None}
        return fields({**said, EXTRA: kept}, cls)

    return read


def _written(cls: type[Value], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    fields = make_dict_unstructure_fn(
        cls,
        converter,
        _cattrs_omit_if_default=True,
        extra=override(omit=True),
    )

    def write(value: Value) -> dict[str, Any]:
        return {**fields(value), **value.extra}

    return write


def _converter() -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _exactly(str, phrase("text")))
    converter.register_structure_hook(int, _exactly(int, phrase("a whole number")))
    converter.register_structure_hook(bool, _exactly(bool, phrase("true or false")))
    for enum in _ENUMS:  # each by itself: they are text too, and the hook for text would take them
        converter.register_structure_hook(enum, _one_of(enum))
        converter.register_unstructure_hook(enum, operator.attrgetter("value"))
    terms: Mapping[Any, Hook] = {Party: _text(party), Language: _text(language), ItemId: _text(item_id)}
    for term, hook in terms.items():
        converter.register_structure_hook_func(partial(operator.is_, term), hook)
    for written in (Date, Period):
        converter.register_structure_hook(written, _text(written.parse))
        converter.register_unstructure_hook(written, str)
    converter.register_structure_hook_func(lambda t: t == Wording, _wording)
    converter.register_structure_hook_func(lambda t: t == Unknown, lambda data, _: dict(data))
    converter.register_structure_hook_factory(_is_tuple, _tuple_of)
    converter.register_structure_hook_factory(_is_value, _value)
    converter.register_unstructure_hook_factory(_is_value, _written)
    return converter


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_value(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Value)


_CONVERTER: Final = _converter()
