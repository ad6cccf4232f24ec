"""A date as officers write it in a cell: `21/10/2026`, `T10/2026`, `du 6 au 15 octobre 2026`.

What could be two dates is refused and not guessed: whether 03/04/2026 is in March or in April
only the rest of the sheet can tell (`order_told`), or the officer. Dates in running text are
read elsewhere (`foedus.reading.dates`).
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from attrs import evolve, frozen
from babel.dates import get_month_names

from foedus.phrase import phrase
from foedus.terms import Date, Period

_TONGUES = ("en", "fr", "vi", "lo", "km")
_EARLIEST, _LATEST = 1900, 2199
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}


class Order(StrEnum):
    """Whether 03/04/2026 is the third of April or the fourth of March."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousDateError(ValueError):
    """A date that is one of two, and nothing tells which."""


@frozen
class _Parts:
    """What one end of a period says; a period's first end may leave month and year to its last."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None


def period_of(value: object, *, order: Order | None = None) -> Period:
    """What a cell says as a period, as precise as it is written.

    Args:
        value: text, a number or a day, as the cell holds it.
        order: how the sheet writes days in figures, where that is known.

    Raises:
        AmbiguousDateError: it may be two dates.
        ValueError: it is none; the reason says how it should be written.
    """
    match value:
        case datetime.datetime():
            if value.time() != datetime.time():
                raise ValueError(phrase("has a time of day, which a plan does not hold: write the day alone"))
            return _whole(Date.on(value.date()))
        case datetime.date():
            return _whole(Date.on(value))
        case bool():
            raise ValueError(phrase("is no date"))
        case int() | float():
            if value != int(value) or not _EARLIEST <= value <= _LATEST:
                raise ValueError(
                    phrase("is a number, not a date: format the cell as a date, or write 2026-10-21")
                )
            return _whole(Date(int(value)))
    return _period_in(_folded(str(value)), order)


def order_told(texts: Iterable[str]) -> Order | None:
    """How a sheet writes days in figures, as those of its dates show that can be read in one way only.

    Args:
        texts: every cell in which a date may stand.

    Returns:
        The order; None where nothing shows it, or where both are found.
    """
    shown = set()
    for text in texts:
        for first, second in re.findall(r"(?<![0-9])([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}", text):
            if int(first) > 12 >= int(second):
                shown.add(Order.DAY_FIRST)
            elif int(second) > 12 >= int(first):
                shown.add(Order.MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else None


def _whole(date: Date) -> Period:
    return Period(date, date)


def _folded(text: str) -> str:
    """A text in small letters without accents, with one kind of dash and single blanks."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(r"[‐‑‒–—−→]", "-", bare).replace("’", "'").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", bare).strip(" .,;")


# --- one end, or two -------------------------------------------------------------------------

_TWO_ENDS = (
    re.compile(r"(?:from|du|tu(?: ngay)?|ngay)? ?(?P<start>.+?) ?(?: to | au | den (?:ngay )?)(?P<end>.+)"),
    re.compile(r"(?P<start>.+?) - (?P<end>.+)"),
    re.compile(r"(?P<start>[0-9]{4}(?:-[0-9]{2}){0,2})/(?P<end>[0-9]{4}(?:-[0-9]{2}){0,2})"),
    re.compile(r"(?P<start>[0-9]{1,2}(?:[/.][0-9]{1,2})?)-(?P<end>[0-9]{1,2}(?:[/. ].+))"),
    re.compile(r"(?P<start>[^\W\d]+)-(?P<end>[^\W\d]+,? [0-9]{4})"),
)


def _period_in(text: str, order: Order | None) -> Period:
    whole = _parts(text, order)
    if whole:
        return Period(_start(whole), _end(whole))
    for form in _TWO_ENDS:
        if found := form.fullmatch(text):
            start, end = _parts(found["start"], order, lone=True), _parts(found["end"], order)
            if start and end:
                return _between(start, end)
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}", text):
        raise ValueError(phrase("has a year of two figures: write all four, as in 21/10/2026"))
    raise ValueError(phrase("is no date: write 2026, 2026-10, 2026-10-21, or 2026-10-06/2026-10-15"))


def _between(start: _Parts, end: _Parts) -> Period:
    if start.year is None:
        month = start.month if start.month is not None else end.month
        start = evolve(start, month=month, year=end.year)
    return Period(_start(start), _end(end))


def _end(parts: _Parts) -> Date:
    return _start(evolve(parts, month=parts.last_month or parts.month))


def _start(parts: _Parts) -> Date:
    if parts.year is None:
        raise ValueError(phrase("names no year: write it out, as in 2026-10-21"))
    if not _EARLIEST <= parts.year <= _LATEST:
        raise ValueError(phrase("lies in the year {year}: check the year", year=parts.year))
    try:
        return Date(parts.year, parts.month, parts.day)
    except ValueError:
        raise ValueError(phrase("is a day that does not exist")) from None


# --- the forms of one date -------------------------------------------------------------------


def _parts(text: str, order: Order | None, *, lone: bool = False) -> _Parts | None:
    """What a text says as one date, or one quarter; None where it is neither.

    With `lone` it is the first end of a period: month and year may be missing.
    """
    text = re.sub(r"^(?:le|on|in|en|ngay|the) ", "", text)
    if found := re.fullmatch(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?", text):
        return _Parts(*(int(part) if part else None for part in found.groups()))
    if found := re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", text):
        day, month = _ordered(int(found[1]), int(found[3]), sep=found[2], order=order)
        return _Parts(int(found[4]), month, day)
    if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{4})", text):
        return _Parts(int(found[2]), int(found[1]))
    if lone and (found := re.fullmatch(r"([0-9]{1,2})(?:([/.])([0-9]{1,2}))?", text)):
        if not found[3]:
            return _Parts(day=int(found[1]))
        day, month = _ordered(int(found[1]), int(found[3]), sep=found[2], order=order)
        return _Parts(None, month, day)
    return _vietnamese(text) or _quarter(text) or _named(text, lone=lone)


def _ordered(first: int, second: int, *, sep: str, order: Order | None) -> tuple[int, int]:
    """Day and month of two figures; full stops stand only between a day and its month, in this order."""
    if sep == "." or first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    if order is None:
        raise AmbiguousDateError(
            f"may mean day {first} of month {second}, or day {second} of month {first}: "
            "write it as 2026-10-21, or say --dates day-first or --dates month-first"
        )
    return (first, second) if order is Order.DAY_FIRST else (second, first)


def _vietnamese(text: str) -> _Parts | None:
    if found := re.fullmatch(r"([0-9]{1,2}) thang ([0-9]{1,2}),? (?:nam )?([0-9]{4})", text):
        return _Parts(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"t(hang)?\.? ?([0-9]{1,2})([/ -])(?:nam )?([0-9]{4})", text):
        if not found[1] and found[3] == " " and int(found[2]) <= 4:
            raise AmbiguousDateError(
                "may be a month (tháng) or a quarter (trimestre): write 2026-04, or 2026-10/2026-12"
            )
        return _Parts(int(found[4]), int(found[2]))
    return None


def _quarter(text: str) -> _Parts | None:
    found = re.fullmatch(r"(?:q|quy|quarter|trimestre) ?([1-4]|i{1,3}|iv)[/ -](?:nam )?([0-9]{4})", text)
    found = found or re.fullmatch(
        r"([1-4])(?:st|nd|rd|th|er|e|eme)? (?:quarter|trimestre)(?: of| de)? ([0-9]{4})", text
    )
    if not found:
        return None
    first = 3 * _QUARTERS[found[1]] - 2
    return _Parts(int(found[2]), first, None, first + 2)


def _named(text: str, *, lone: bool) -> _Parts | None:
    """A date whose month is named: `21 octobre 2026`, `October 21, 2026`, `octobre 2026`."""
    day, year = r"([0-9]{1,2})(?:st|nd|rd|th|er|e)?", r"([0-9]{4})"
    name = r"([^\W\d](?:[^\d ,.]*))\.?"
    forms = (
        (rf"{day}[ -](?:of |de |d')?{name},?[ -]{year}", (3, 2, 1)),
        (rf"{name} {day},? {year}", (3, 1, 2)),
        (rf"{name},?[ -]{year}", (2, 1, 0)),
        *(((rf"{day} {name}", (0, 2, 1)), (rf"{name} {day}", (0, 1, 2)), (name, (0, 1, 0))) if lone else ()),
    )
    for form, (at_year, at_month, at_day) in forms:
        found = re.fullmatch(form, text)
        month = _months().get(found[at_month]) if found else None
        if found and month:
            said = [int(found[at]) if at else None for at in (at_year, at_day)]
            return _Parts(said[0], month, said[1])
    return None


@cache
def _months() -> dict[str, int]:
    """The months by their names, whole and short, as they are folded here."""
    return {
        _folded(name): month
        for tongue in _TONGUES
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, "format", tongue).items()
        if not any(letter.isdigit() for letter in name)
    }
