"""What the words of an undertaking ask for: a visit, a signature, an exercise, of which level and number.

The words are data (`acts.toml`). They are looked for in the gist, whatever its language: what a
gist does not name is not guessed.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from foedus.cooperation.spelling import folded
from foedus.terms import Force, Level, Wording

_NUMBER = re.compile(
    r"\b(\d{1,3}) ?(?:st|nd|rd|th|e|er|re|eme|ere|nde)\b|\blan thu (\d{1,3})\b|\bsession (\d{1,3})\b"
)
_VISIT, _SIGNING = "visit", "signing"
_NUMBERED = {
    name: number
    for number, names in enumerate(
        (
            ("first", "premier", "premiere"),
            ("second", "deuxieme"),
            ("third", "troisieme"),
            ("fourth", "quatrieme"),
            ("fifth", "cinquieme"),
            ("sixth", "sixieme"),
            ("seventh", "septieme"),
            ("eighth", "huitieme"),
            ("ninth", "neuvieme"),
            ("tenth", "dixieme"),
        ),
        start=1,
    )
    for name in names
}


@frozen(kw_only=True)
class Asked:
    """What an undertaking asks for, by its words.

    Attributes:
        engagements: the kinds of occasion that would answer it.
        activities: the kinds of activity.
        instruments: the kinds of instrument, where one is to be signed.
        level: the level it names.
        session: the number it names.
    """

    engagements: frozenset[str]
    activities: frozenset[str]
    instruments: frozenset[str]
    level: Level | None
    session: int | None


def asked(gist: Wording, *, force: Force | None = None) -> Asked:
    """What the words of a gist ask for.

    What is to be put in writing asks for an instrument, whatever it is about; an invitation asks for
    a visit, whatever else it names.
    """
    text = f" {folded(' '.join(gist.values()))} "
    table = _table()
    named = [act for act in table.acts if act.words.search(text)]
    if force is Force.INVITED:
        named += [act for act in table.acts if act.name == _VISIT]
    signing = force is not Force.INVITED and table.signing.search(text) is not None
    instruments = frozenset(kind for act in named for kind in act.instruments)
    return Asked(
        engagements=frozenset({_SIGNING} if signing else (kind for act in named for kind in act.engagements)),
        activities=frozenset(() if signing else (kind for act in named for kind in act.activities)),
        instruments=(instruments or table.instruments) if signing else frozenset(),
        level=next((level for words, level in table.levels if words.search(text)), None),
        session=_number(text),
    )


def _number(text: str) -> int | None:
    if found := _NUMBER.search(text):
        return int(next(filter(None, found.groups())))
    return next((_NUMBERED[word] for word in text.split() if word in _NUMBERED), None)


@frozen(kw_only=True)
class _Act:
    name: str
    words: re.Pattern[str]
    engagements: tuple[str, ...]
    activities: tuple[str, ...]
    instruments: tuple[str, ...]


@frozen(kw_only=True)
class _Table:
    acts: tuple[_Act, ...]
    instruments: frozenset[str]
    signing: re.Pattern[str]
    levels: tuple[tuple[re.Pattern[str], Level], ...]


@cache
def _table() -> _Table:
    rows = tomllib.loads(files("foedus.followup").joinpath("acts.toml").read_text(encoding="utf-8"))
    acts = tuple(_act(row) for row in rows["acts"])
    return _Table(
        acts=acts,
        instruments=frozenset(kind for act in acts for kind in act.instruments),
        signing=_any(rows["signing"]),
        levels=tuple((_any(row["words"]), Level(row["level"])) for row in rows["levels"]),
    )


def _act(row: Mapping[str, Any]) -> _Act:
    return _Act(
        name=row["name"],
        words=_any(row["words"]),
        engagements=tuple(row.get("engagements", ())),
        activities=tuple(row.get("activities", ())),
        instruments=tuple(row.get("instruments", ())),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    parts = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")
