"""Where two documents of one story disagree: a day, a place, a rank, a number, how firmly a thing was said.

What both state is paired, fact by fact; a pair may be of two languages, so words are held against each
other only as names of places and as numbers. What one of them leaves open is no disagreement. Which of the
two is right is for an officer to say, who reads the words of each.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any, Final

from attrs import frozen
from babel import Locale

from foedus.cooperation.spelling import folded
from foedus.reading.stories.telling import Named, Stated, Telling, is_one_occasion, is_one_place, span
from foedus.terms import Date

_LANGUAGES: Final = ("en", "fr", "vi")
_ALIKE: Final = 0.75
_ENOUGH: Final[Mapping[str, float]] = {"engagements": 3.5, "instruments": 3.0, "commitments": 3.5}
"""What a pair of facts must have in common, by what `_engagements` and its like count."""
_WEEK, _SEASON = 7, 62
_DIGITS: Final = re.compile(r"(?<![0-9./-])[0-9]{1,3}(?:[., \u00a0\u202f]?[0-9]{3})*(?![0-9]|[./-][0-9])")
_YEARS: Final = range(1900, 2200)
_NAMES: Final = re.compile(r"\b[^\W\d_a-zà-ÿ][^\W\d_]{3,}")
_LITTLE: Final = frozenset(("of", "the", "and", "for", "general", "national", "department"))
_CALLED: Final = {"vice": "deputy", "defense": "defence", "staffs": "staff"}


@frozen(kw_only=True)
class Disagreement:
    """One thing that two documents of a story tell otherwise.

    Attributes:
        field: which: a field of the fact, or `numbers`.
        mine: what the one states, with its words.
        theirs: what the other states, with its words.
        said: what it is by the one.
        other: what it is by the other.
    """

    field: str
    mine: Stated
    theirs: Stated
    said: str
    other: str


@frozen
class Pair:
    """One fact as two documents state it."""

    mine: Stated
    theirs: Stated


def pairs(one: Telling, other: Telling) -> tuple[Pair, ...]:
    """What both documents of a story state, each fact with the one it may be in the other."""
    found = [*_people(one, other)]
    for kind, score in _SCORES.items():
        mine, theirs = one.of_kind(kind), other.of_kind(kind)
        scored = [(score(x, y), a, b) for a, x in enumerate(mine) for b, y in enumerate(theirs)]
        left, right = set(range(len(mine))), set(range(len(theirs)))
        for points, a, b in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]), row[1])):
            if points >= _ENOUGH[kind] and a in left and b in right:
                found.append(Pair(mine[a], theirs[b]))
                left.remove(a)
                right.remove(b)
        found += _left_over([mine[a] for a in sorted(left)], [theirs[b] for b in sorted(right)], kind=kind)
    return tuple(found)


def disagreements(one: Telling, other: Telling) -> tuple[Disagreement, ...]:
    """Where two documents of a story disagree, in the order of the one."""
    found = [each for pair in pairs(one, other) for each in _differing(pair)]
    return tuple(sorted(found, key=lambda each: (each.mine.start, each.field)))


# --- pairs --------------------------------------------------------------------------------------


def _people(one: Telling, other: Telling) -> Iterator[Pair]:
    rest = [(theirs, Named.of(theirs.said["name"], "")) for theirs in other.of_kind("people")]
    for mine in one.of_kind("people"):
        name = Named.of(mine.said["name"], "")
        at = next((at for at, (_, called) in enumerate(rest) if name.is_same(called)), None)
        if at is not None:
            yield Pair(mine, rest.pop(at)[0])


def _left_over(mine: list[Stated], theirs: list[Stated], *, kind: str) -> Iterator[Pair]:
    """The one undertaking that is left of each, where the same have to act."""
    if kind == "commitments" and len(mine) == len(theirs) == 1:
        (one,), (other,) = mine, theirs
        if set(one.said.get("on") or ()) & set(other.said.get("on") or ()):
            yield Pair(one, other)


def _engagements(mine: Stated, theirs: Stated) -> float:
    one, other = mine.said, theirs.said
    if not is_one_occasion({**one, "start": None}, {**other, "start": None}):
        return 0.0
    apart = _apart(one, other)
    if apart is not None and apart > _SEASON:
        return 0.0
    near = 0.0 if apart is None else 2.0 if apart <= 1 else 1.0
    names = [[Named.of(name, "") for name in said.get("principals") or ()] for said in (one, other)]
    shared = any(name.is_same(called) for name in names[0] for called in names[1])
    if apart is not None and apart > _WEEK and _is_day(one) and _is_day(other) and not shared:
        return 0.0
    return (
        near
        + (2.0 if one["kind"] == other["kind"] else 1.0)
        + (2.0 if shared else 0.0)
        + (1.0 if one.get("status") == other.get("status") else 0.0)
        + (2.0 if one.get("ordinal") and one.get("ordinal") == other.get("ordinal") else 0.0)
    )


def _instruments(mine: Stated, theirs: Stated) -> float:
    one, other = mine.said, theirs.said
    if one["kind"] != other["kind"] or not set(one.get("parties") or ()) & set(other.get("parties") or ()):
        return 0.0
    years = (one.get("year"), other.get("year"))
    return (
        2.0
        + (one.get("status") == other.get("status"))
        + (1.0 if years[0] == years[1] or not all(years) else 0.0)
    )


def _commitments(mine: Stated, theirs: Stated) -> float:
    one, other = mine.said, theirs.said
    if not set(one.get("on") or ()) & set(other.get("on") or ()):
        return 0.0
    numbers = (_numbers(one["gist"]), _numbers(other["gist"]))
    names = {folded(word) for word in _NAMES.findall(one["gist"])} & {
        folded(word) for word in _NAMES.findall(other["gist"])
    }
    dues = (one.get("due"), other.get("due"))
    alike = SequenceMatcher(None, folded(one["gist"]), folded(other["gist"]), autojunk=False).quick_ratio()
    return (
        (2.0 if one["domain"] == other["domain"] else 0.0)
        + (0.5 if one["force"] == other["force"] else 0.0)
        + (0.5 if set(one.get("on") or ()) == set(other.get("on") or ()) else 0.0)
        + (0.5 if set(one.get("by") or ()) == set(other.get("by") or ()) else 0.0)
        + (1.0 if all(dues) and dues[0] == dues[1] else 0.0)
        + (1.5 if numbers[0] & numbers[1] else 0.0)
        + min(2, len(names))
        + (alike if alike > _ALIKE else 0.0)
    )


_SCORES: Final = {"engagements": _engagements, "instruments": _instruments, "commitments": _commitments}


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Days between two occasions, 0 where their times overlap; None where one bears no date."""
    if not one.get("start") or not other.get("start"):
        return None
    (begin, end), (first, last) = span(one), span(other)
    return max(0, first - end, begin - last)


def _is_day(said: Mapping[str, Any]) -> bool:
    return Date.parse(said["start"]).day is not None


# --- what differs -------------------------------------------------------------------------------


def _differing(pair: Pair) -> Iterator[Disagreement]:
    for field, differs in _FIELDS[pair.mine.kind].items():
        said, other = pair.mine.said.get(field), pair.theirs.said.get(field)
        if field == "numbers":
            told = (_numbers(pair.mine.said["gist"]), _numbers(pair.theirs.said["gist"]))
            said, other = (", ".join(f"{number:,}" for number in sorted(one)) for one in told)
            if not all(told) or told[0] & told[1]:
                continue
        elif not said or not other or not differs(said, other) or _is_one_day(field, pair):
            continue
        yield Disagreement(field=field, mine=pair.mine, theirs=pair.theirs, said=str(said), other=str(other))


def _is_one_day(field: str, pair: Pair) -> bool:
    """Whether an end only repeats the beginning, which is told already."""
    return field == "end" and all(
        one.said.get("start") == one.said["end"] for one in (pair.mine, pair.theirs)
    )


def _other(one: Any, other: Any) -> bool:
    return bool(one != other)


def _other_time(one: str, other: str) -> bool:
    """Whether two dates exclude each other; one that is only less precise does not."""
    mine, theirs = Date.parse(one), Date.parse(other)
    return mine.last < theirs.first or theirs.last < mine.first


def _other_place(one: str, other: str) -> bool:
    if is_one_place(one, other):
        return False
    mine, theirs = folded(one), folded(other)
    if mine in theirs or theirs in mine or SequenceMatcher(None, mine, theirs).ratio() >= _ALIKE:
        return False
    known = _places()
    return known.get(mine, mine) != known.get(theirs, theirs)


def _other_office(one: str, other: str) -> bool:
    """Whether two offices, in English, are two: neither is only the other told more fully."""
    told = [
        {_CALLED.get(word, word) for word in folded(office.replace(";", " ")).split()} - _LITTLE
        for office in (one, other)
    ]
    return not (told[0] <= told[1] or told[1] <= told[0]) and len(told[0] & told[1]) * 2 < min(map(len, told))


def _is_called_off(one: str, other: str) -> bool:
    return one != other and "cancelled" in (one, other)


_FIELDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "people": {"rank": _other, "office": _other_office},
    "engagements": {
        "start": _other_time,
        "end": _other_time,
        "place": _other_place,
        "ordinal": _other,
        "status": _is_called_off,
    },
    "instruments": {"year": _other, "status": _other},
    "commitments": {"force": _other, "due": _other_time, "numbers": _other},
    "assessments": {},
}


@cache
def _places() -> Mapping[str, str]:
    """Countries and great cities by their names in each language, folded: `bruxelles` is `brussels`."""
    known: dict[str, str] = {}
    for language in _LANGUAGES:
        locale = Locale(language)
        known |= {folded(name): code for code, name in locale.territories.items() if len(code) == len("FR")}
        for zone, names in locale.time_zones.items():
            city = names.get("city", "")
            known |= {
                folded(name): zone for name in (city, zone.rpartition("/")[2].replace("_", " ")) if name
            }
    return known


@cache
def _number_words() -> Mapping[str, int]:
    table = tomllib.loads((files(__package__) / "numbers.toml").read_text(encoding="utf-8"))
    return {word: number for listed in table.values() for word, number in listed.items()}


def _numbers(words: str) -> frozenset[int]:
    """The numbers that words state, of three and more, without years and days."""
    digits = (int(re.sub(r"[^0-9]", "", found)) for found in _DIGITS.findall(words))
    known = _number_words()
    written = (
        known[word] for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", words.lower()) if word in known
    )
    return frozenset(number for number in (*digits, *written) if number > 2 and number not in _YEARS)
