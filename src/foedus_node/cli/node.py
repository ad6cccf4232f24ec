"""Which node, which compact, in whose name: what every command on a node begins with."""

import datetime
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar

from attrs import frozen
from cyclopts import Parameter

from foedus.record.act import Act
from foedus.record.holding import Holding
from foedus.terms import Date, Language, language, wording_in
from foedus_node import clock
from foedus_node.cli import printing
from foedus_node.desk import renewal
from foedus_node.errors import (
    AmbiguousNameError,
    NoCompactError,
    UnknownNameError,
    ValueRefusedError,
    WhichCompactError,
)
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.common.speaking import Voice
from foedus_node.storage.upgrading import bring_up_to_date

Value = TypeVar("Value")
_EN = Language("en")

Json = Annotated[bool, Parameter(name="--json", help="Print the data as JSON.")]
Compact = Annotated[
    str | None,
    Parameter(name="--compact", help="The compact, by the first digits of its hash, if there are several."),
]
BundleFile = Annotated[Path, Parameter(help="The bundle, FILE.foedus.")]
Office = Annotated[
    str | None, Parameter(name="--office", help="The office that speaks, if not the node's own.")
]


@frozen
class Seat:
    """A node and one of its compacts."""

    home: Home
    compact: str
    held: Holding


def home() -> Home:
    """The node that this command is for.

    Raises:
        NoNodeError, NodeDamagedError: as they say.
    """
    here = Home.at(Path(os.environ["FOEDUS_NODE"]))
    if bring_up_to_date(here):
        printing.note("This node's databases were brought to the present edition.")
    return here


def seat(asked: str | None = None) -> Seat:
    """The node and the compact that this command is for.

    Raises:
        NoCompactError, WhichCompactError: the node has none, or several fit.
    """
    here = home()
    renewal.settle(here)
    compact = _named(asked)
    return Seat(here, compact, ledger.holding(compact))


@frozen
class Place:
    """A node, and the compact to which what a command makes of ours belongs; empty: the node itself."""

    home: Home
    compact: str


def place(asked: str | None = None) -> Place:
    """The place of what a command makes of ours.

    It is the compact that is asked for, else the only one there is. Of a node with none yet, or with
    several and none asked for, it is the node's, and known in each of its compacts.

    Raises:
        NoCompactError, WhichCompactError: none of its compacts, or several, are so called.
    """
    here = home()
    is_the_nodes = asked is None and len(ledger.compacts()) != 1
    return Place(here, "" if is_the_nodes else _named(asked))


def _named(asked: str | None) -> str:
    known = ledger.compacts()
    if not known:
        raise NoCompactError
    fitting = [name for name in known if name.startswith(asked or "")]
    if len(fitting) != 1:
        told = asked or "A command without --compact"
        raise WhichCompactError(asked=told, compacts=tuple(map(_called, known)))
    return fitting[0]


def _called(compact: str) -> str:
    title = ledger.holding(compact).charter.title
    return f"{compact[:12]} ({wording_in({language(tag): words for tag, words in title.items()}, _EN)})"


def voice(here: Home, office: str | None = None) -> Voice:
    """The right to speak in the party's name: opens the operational key.

    Raises:
        PassphraseError, PassphraseMissingError, KeyFileError: as they say.
    """
    return Voice(here.party, office or here.office, here.key("op"), clock.moment())


def act_named(beginning: str, held: Holding) -> Act:
    """The act whose hash begins so.

    Raises:
        UnknownNameError, AmbiguousNameError: none does, or several.
    """
    return held.acts[one_of(beginning, held.acts, what="act")]


def one_of(beginning: str, names: Iterable[str], *, what: str, where: str = "See `foedus status`.") -> str:
    """The one name that is, or begins, so.

    Raises:
        UnknownNameError, AmbiguousNameError: none does, or several.
    """
    names = tuple(names)
    fitting = [name for name in names if name.startswith(beginning)] if beginning else []
    if beginning in names:
        return beginning
    if not fitting:
        raise UnknownNameError(what=what, name=beginning, where=where)
    if len(fitting) > 1:
        raise AmbiguousNameError(what=what, name=beginning, candidates=tuple(name[:16] for name in fitting))
    return fitting[0]


def day(name: str, text: str) -> datetime.date:
    """A day written 2026-10-21.

    Raises:
        ValueRefusedError: it is a month, a year, or no date at all.
    """
    date = taken(name, text, Date.parse)
    if date.day is None:
        raise ValueRefusedError(name=name, reason=f"{text!r} is no day such as 2026-10-21")
    return date.first


def taken(name: str, text: str, parse: Callable[[str], Value]) -> Value:
    """A value as its term reads it.

    Raises:
        ValueRefusedError: the text is not of that kind.
    """
    try:
        return parse(text)
    except ValueError as error:
        raise ValueRefusedError(name=name, reason=str(error)) from None


def is_number(text: str) -> bool:
    """Whether a text is a number, no longer than any that is counted here."""
    return text.isascii() and text.isdigit() and len(text) <= 12


def wording(name: str, given: list[str] | None) -> dict[Language, str]:
    """Words given as LANGUAGE=WORDS, once for each language.

    Raises:
        ValueRefusedError: one of them has another form.
    """
    words = {}
    for one in given or []:
        tag, equals, text = one.partition("=")
        if not equals or not text.strip():
            raise ValueRefusedError(name=name, reason=f"{one!r} is not LANGUAGE=WORDS, as in en=Plan 2026")
        words[taken(name, tag, language)] = text.strip()
    return words
