"""What an activity's details say, held against the fields of its kind.

Details stand in documents as text, whole numbers, lists and objects; this module says which of
them are not what their fields ask for. What a kind does not know is a fault here: a word that
nobody reads must not look as if it were agreed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from foedus.cooperation.kind import Column, Field, FieldType, Kept, Kind
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, Period, item_id, language, party

_KEPT_ELSEWHERE: Final[Mapping[Kept, str]] = {
    Kept.AGREED: phrase("is agreed in the line, which all sign"),
    Kept.REPORTED: phrase("is what each side reports"),
    Kept.OURS: phrase("stays with us and out of the common record"),
}


def faults_of_details(details: Mapping[str, Any], kind: Kind, *, kept: Kept, at: str) -> Iterator[Fault]:
    """Everything in details that is not of its field's type, or belongs elsewhere, each at its place.

    Args:
        details: what the fields say.
        kind: the kind whose fields they are.
        kept: where the details stand: in the line, in a report, or with us.
        at: the path of the details, as `visit-2026.details`.
    """
    fields = {one.name: one for one in kind.fields_kept(kept)}
    for name, value in details.items():
        if name in fields:
            yield from _faults(value, fields[name], f"{at}.{name}")
        elif elsewhere := kind.field(name):
            yield Fault(f"{at}.{name}", _KEPT_ELSEWHERE[elsewhere.kept])
        else:
            among = phrase(" (the fields are: {fields})", fields=fields) if fields else ""
            yield Fault(f"{at}.{name}", phrase("is no field of its kind{among}", among=among))


def faults_of_unknown(unknown: Mapping[str, Any], kind: Kind) -> Iterator[Fault]:
    """Unknown fields that bear the name of a field kept ours: let through, they would be signed."""
    for name in unknown:
        if (one := kind.field(name)) and one.kept is Kept.OURS:
            yield Fault(name, _KEPT_ELSEWHERE[Kept.OURS])


def typed(given: Mapping[str, Any], kind: Kind | None) -> dict[str, Any]:
    """Details as a person types them, made what their fields hold: numbers from digits, lists from commas.

    What cannot be made so stays as it was given, for `faults_of_details` to name.

    Args:
        given: text by field, or values that have their type already.
        kind: the kind whose fields they are; None where it is not known.
    """
    fields = {one.name: one for one in kind.fields} if kind else {}
    return {name: _typed(value, fields.get(name)) for name, value in given.items()}


def _typed(value: Any, one: Field | None) -> Any:
    if one is None or not isinstance(value, str):
        return value
    if one.many:
        return [_plain(part.strip(), one) for part in value.split(",")]
    return _plain(value, one)


def _plain(value: str, one: Field) -> Any:
    counted = one.type is FieldType.NUMBER and value.isascii() and value.isdigit() and len(value) <= 12
    return int(value) if counted else value


def rows(details: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a field; what is no row is passed over, for another edition may have signed it."""
    said = details.get(name)
    yield from (row for row in said if isinstance(row, Mapping)) if isinstance(said, list) else ()


def shown(value: object) -> str:
    """A value as a refusal shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _faults(value: Any, one: Column, at: str) -> Iterator[Fault]:
    if isinstance(one, Field) and one.type is FieldType.ROWS:
        yield from _faults_of_rows(value, one, at)
    elif one.many:
        if not isinstance(value, list):
            yield Fault(at, phrase("should be a list, not {value}", value=shown(value)))
            return
        for index, each in enumerate(value):
            yield from _fault_of(each, one, f"{at}[{index}]")
    else:
        yield from _fault_of(value, one, at)


def _faults_of_rows(rows: Any, one: Field, at: str) -> Iterator[Fault]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        yield Fault(at, phrase("should be a list of rows, not {value}", value=shown(rows)))
        return
    columns = {column.name: column for column in one.columns}
    for index, row in enumerate(rows):
        for name, value in row.items():
            if name not in columns:
                yield Fault(
                    f"{at}[{index}].{name}", phrase("is none of the columns {columns}", columns=columns)
                )
            else:
                yield from _faults(value, columns[name], f"{at}[{index}].{name}")
        for name, column in columns.items():
            if column.required and name not in row:
                yield Fault(f"{at}[{index}].{name}", "is missing")


def _fault_of(value: Any, one: Column, at: str) -> Iterator[Fault]:
    if one.type is FieldType.CHOICE:
        names = [choice.name for choice in one.choices]
        if value not in names:
            yield Fault(at, phrase("{value} is none of {names}", value=shown(value), names=names))
        return
    if one.type is FieldType.NUMBER:
        if type(value) is not int or value < one.least or (one.most is not None and value > one.most):
            to = "" if one.most is None else phrase(" to {most}", most=one.most)
            yield Fault(
                at,
                phrase(
                    "should be a whole number from {least}{to}, not {value}",
                    least=one.least,
                    to=to,
                    value=shown(value),
                ),
            )
        return
    what, test = _TESTS[one.type]
    if not test(value):
        yield Fault(at, phrase("should be {what}, not {value}", what=what, value=shown(value)))


def _reads(parse: Callable[[str], object]) -> Callable[[Any], bool]:
    def test(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return test


def _is_wording(value: Any) -> bool:
    tagged = _reads(language)
    return isinstance(value, Mapping) and all(
        tagged(tag) and isinstance(words, str) and words for tag, words in value.items()
    )


_TESTS: Final[Mapping[FieldType, tuple[str, Callable[[Any], bool]]]] = {
    FieldType.TEXT: (phrase("text"), lambda value: isinstance(value, str) and bool(value.strip())),
    FieldType.DATE: (phrase("a date that exists, such as 2026-10 or 2026-10-21"), _reads(Date.parse)),
    FieldType.PERIOD: (phrase("a period such as 2026-10-06/2026-10-15"), _reads(Period.parse)),
    FieldType.WORDING: (phrase("words by language"), _is_wording),
    FieldType.PARTY: (phrase("a party such as VN"), _reads(party)),
    FieldType.ITEM: (phrase("the name of an item"), _reads(item_id)),
}
