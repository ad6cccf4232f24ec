"""What one cell of a plan's table says, as what its field holds: a kind, a party, a number, a list.

A value that is nearly one of those there are is refused with the one that may be meant: it is
not mended here. Dates have a module of their own (`dates`).
"""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from babel import Locale
from rapidfuzz import fuzz, process

from foedus.cooperation.kind import Field, FieldType, Kind
from foedus.cooperation.template import defence
from foedus.interchange.columns import folded, levels
from foedus.interchange.dates import Order, period_of
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Party, Period, item_id, party

DATED: Final = ("start", "end", "when")
"""The fields in which a line's period may stand."""

STRUCTURED: Final[Mapping[str, type]] = {"people": list, "milestones": list, "details": dict, "extra": dict}
"""The fields that hold more than a cell can say in words; they stand there as JSON."""

_TONGUES: Final = ("en", "fr", "vi", "lo", "km")
_MANY: Final = re.compile(r"[,;/\n]| và | et | and ")
_NEAR: Final = 80


def words_of(value: object) -> str:
    """A cell as text; numbers as they are written without fractions."""
    match value:
        case str():
            return value
        case bool():
            raise ValueError(phrase("is a yes or no, where words are needed"))
        case float() if value == int(value):
            return str(int(value))
        case datetime.datetime() | datetime.date():
            return str(value)[:10]
        case _:
            return str(value)


class Values:
    """What a cell says, as what its field holds."""

    def __init__(
        self,
        *,
        kinds: Mapping[str, Kind],
        parties: Sequence[Party],
        domains: Iterable[str],
        order: Order | None,
    ) -> None:
        """Take what the values are held against; `order` is how days are written in figures."""
        self._kinds, self._order = kinds, order
        self._kind_names: dict[str, str] = {}
        for kind in kinds.values():
            for name in (kind.name, *kind.title.values()):
                self._kind_names.setdefault(folded(name), kind.name)
        self._party_names = {folded(name): code for code in parties for name in (code, *_called(code))}
        self._domains = {*domains, *defence().domains}
        self._domain_names: dict[str, str] = {folded(name): name for name in self._domains}
        for one in defence().domains.values():
            for title in one.title.values():
                self._domain_names.setdefault(folded(title), one.domain)
        self._plain: Mapping[str, Callable[[object], Any]] = {
            "title": words_of,
            "place": words_of,
            "domain": lambda value: self._domain(words_of(value)),
            "host": lambda value: self._party(words_of(value)),
            "participants": lambda value: [self._party(part) for part in _many(value)],
            "level": lambda value: _one_of(words_of(value), levels(), what="level"),
            "session": _number,
            "plan": lambda value: item_id(words_of(value)),
            "mechanism": lambda value: item_id(words_of(value)),
            **dict.fromkeys(("serves", "after", "units"), _names),
            **dict.fromkeys(DATED, self._period),
        }

    def plain(self, name: str, value: object) -> Any:
        """What a cell says in a field that every line has.

        Raises:
            ValueError: it says nothing that the field holds; the reason, and what would be right.
        """
        take = self._plain.get(name)
        return take(value) if take else _structured(value, STRUCTURED[name])

    def _period(self, value: object) -> Period:
        return period_of(value, order=self._order)

    def kind(self, value: object) -> str:
        """A kind by its name or a title."""
        return _one_of(words_of(value), self._kind_names, what="kind of activity")

    def field(self, kind: str | None, name: str) -> Field | None:
        """The field of a kind; None where the kind is not known or has none."""
        known = self._kinds.get(kind or "")
        return known.field(name) if known else None

    def detail(self, value: object, one: Field, *, tag: str) -> Any:
        """What a cell says in a field of a kind."""
        if tag:
            return words_of(value)
        if one.type is FieldType.ROWS:
            return _structured(value, list)
        if one.many:
            if isinstance(value, str) and value.startswith("["):
                return _structured(value, list)
            return [self._detail(part, one) for part in _many(value)]
        return self._detail(value, one)

    def _detail(self, value: object, one: Field) -> Any:
        match one.type:
            case FieldType.NUMBER:
                return _number(value)
            case FieldType.DATE:
                return _day(period_of(value, order=self._order))
            case FieldType.PERIOD:
                return str(period_of(value, order=self._order))
            case FieldType.CHOICE:
                return _one_of(words_of(value), _choices(one), what=one.name)
            case FieldType.PARTY:
                return self._party(words_of(value))
            case FieldType.ITEM:
                return item_id(words_of(value))
            case FieldType.WORDING:
                return _structured(value, dict)
            case _:
                return words_of(value)

    def _party(self, words: str) -> str:
        if known := self._party_names.get(folded(words)):
            return known
        try:
            return party(
                words
            )  # of another compact, or of none: consistency says so, and who the parties are
        except ValueError:
            codes = ", ".join(sorted(set(self._party_names.values())))
            raise ValueError(
                phrase("is no party to this compact: write one of {codes}", codes=codes)
            ) from None

    def _domain(self, words: str) -> str:
        if known := self._domain_names.get(folded(words)):
            return known
        near = process.extractOne(
            folded(words), list(self._domain_names), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        if near:
            raise ValueError(
                phrase(
                    "is no domain in use: did you mean {domain_names}?",
                    domain_names=self._domain_names[near[0]],
                )
            )
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", words):
            return words
        raise ValueError(phrase("is no domain in use: write one of {domains}", domains=sorted(self._domains)))


def _called(code: Party) -> Iterator[str]:
    for tongue in _TONGUES:
        if name := Locale(tongue).territories.get(code):
            yield name


def _one_of(words: str, names: Mapping[str, str], *, what: str) -> str:
    if known := names.get(folded(words)):
        return known
    near = process.extractOne(folded(words), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near:
        raise ValueError(phrase("is no {what}: did you mean {names}?", what=what, names=names[near[0]]))
    raise ValueError(
        phrase("is no {what}: write one of {values}", what=what, values=dict.fromkeys(names.values()))
    )


def _choices(one: Field) -> Mapping[str, str]:
    return {
        folded(name): choice.name for choice in one.choices for name in (choice.name, *choice.title.values())
    }


def _many(value: object) -> list[str]:
    return [part.strip() for part in _MANY.split(words_of(value)) if part.strip()]


def _names(value: object) -> list[ItemId]:
    return [item_id(part) for part in _many(value)]


def _number(value: object) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value) >= 0:
        return int(value)
    words = re.sub(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3})", "", words_of(value))
    found = re.fullmatch(r"([0-9]{1,12})(?:st|nd|rd|th|er|e|ème)?", words)
    if not found:
        raise ValueError(phrase("is no whole number from 0: write figures alone, as in 20"))
    return int(found[1])


def _day(period: Period) -> str:
    if period.start != period.end:
        raise ValueError(phrase("is more than one date: write a single one, as in 2026-10-21"))
    return str(Date(period.start.year, period.start.month, period.start.day))


def _structured(value: object, form: type) -> Any:
    what = "[...]" if form is list else "{...}"
    try:
        read = json.loads(words_of(value))
    except (ValueError, RecursionError):
        raise ValueError(
            phrase("is no JSON: leave the cell as it was exported, a {what}, or empty it", what=what)
        ) from None
    if not isinstance(read, form):
        raise ValueError(phrase("should be JSON of the form {what}", what=what))  # noqa: TRY004 (a cell's value, not an argument's type)
    return read
