"""What says some words: found by their trigrams where things are kept in files, else read through.

On a PostgreSQL server the same is done by an index of its own (`foedus_node.storage.index.words`).
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from attrs import frozen
from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from foedus.cooperation.spelling import folded

_SHORTEST = 3
"""The letters that a trigram has; what is shorter is not looked up but read through."""
_MANY = 5000
"""The rows that are gathered by their words before anything else is asked of them."""
_SAYING = "SELECT rowid FROM shelf_words WHERE shelf_words MATCH %s"


@frozen
class Sought:
    """Words that are searched for, looked up once for all that is asked of what says them.

    Attributes:
        parts: the words, without case and accents.
        long: those that can be looked up, in the words of FTS5; empty where nothing was looked up.
        is_common: whether so many rows say them that they are not gathered first.
    """

    parts: tuple[str, ...]
    long: str = ""
    is_common: bool = False


def sought(words: str) -> Sought:
    """Look words up."""
    parts = tuple(folded(words).split())
    long = " ".join(f'"{part}"' for part in parts if len(part) >= _SHORTEST)
    if not long or connections["private"].vendor != "sqlite":
        return Sought(parts)
    with connections["private"].cursor() as cursor:
        # Counted where they lie: to fetch five thousand numbers takes longer than to find them.
        cursor.execute(f"SELECT count(*) FROM ({_SAYING} LIMIT %s)", [long, _MANY + 1])  # noqa: S608 (fixed words)
        (many,) = cursor.fetchone()
    return Sought(parts, long, is_common=many > _MANY)


def saying(words: Sought, *, of: str = "") -> Q:
    """The condition that a thing says the words; `of` is the way to it from the row that is asked for."""
    if not words.parts:
        return Q(pk__in=())
    if not words.long or words.is_common:
        # What many say is met soon in any order; to gather all of it first would take longer.
        return _containing(words.parts, of=of)
    short = [part for part in words.parts if len(part) < _SHORTEST]
    found = Q(pk__in=RawSQL(_SAYING, [words.long]))  # noqa: S611 (fixed words)
    return found & _containing(short, of=of) if short else found


def some_saying(words: Sought, *, most: int) -> Q | None:
    """The condition for some of what says the words, as it comes; None where it can only be read through."""
    if not words.long or any(len(part) < _SHORTEST for part in words.parts):
        return None
    return Q(pk__in=RawSQL(f"{_SAYING} LIMIT %s", [words.long, most]))  # noqa: S611 (the same)


def _containing(parts: Sequence[str], *, of: str) -> Q:
    return reduce(and_, (Q(**{f"{of}words__contains": part}) for part in parts))
