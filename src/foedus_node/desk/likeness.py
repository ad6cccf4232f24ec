"""How alike two names are, and by what: for an officer to say whether they are one person's.

Nothing is taken for the same by it; what is spelt alike but for case, accents left out and hyphens is
one name already (`foedus.cooperation.spelling`).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import product
from operator import attrgetter
from typing import Final

from attrs import frozen
from rapidfuzz import fuzz

from foedus.cooperation.sounds import keys
from foedus.cooperation.spelling import bare, folded, is_spelt_alike, letters_of

_SHORTENED: Final = 90
"""How alike a name is to one that leaves out a part of it, where they share two parts at least."""


class Why(StrEnum):
    """By what two names are alike."""

    SPELLING = "same spelling"
    ORDER = "same parts, other order"
    ACCENTS = "same letters, other accents"
    SOUND = "same sound, other spelling"
    INITIAL = "an initial for a part"
    SHORTENED = "a part left out"
    LETTERS = "letters alike"


@frozen(order=True)
class Likeness:
    """How alike two names are, of 100, and by what."""

    score: int
    why: Why


_score = attrgetter("score")
_SCORES: Final = {Why.SPELLING: 100, Why.ORDER: 98, Why.ACCENTS: 97, Why.SOUND: 95, Why.INITIAL: 85}
"""How alike names are where it is not counted by letters."""


@frozen(eq=False)
class _Form:
    """A name in one of its forms, with what is compared of it: everybody's is held against everybody's."""

    name: str
    parts: tuple[str, ...]
    ordered: tuple[str, ...]
    letters: frozenset[str]
    sounds: frozenset[str]
    has_initial: bool


@lru_cache(maxsize=65_536)
def _form(name: str) -> _Form:
    parts = tuple(folded(bare(name)).split())
    return _Form(
        name=name,
        parts=parts,
        ordered=tuple(sorted(parts)),
        letters=letters_of(name),
        sounds=keys(name),
        has_initial=any(len(part) == 1 for part in parts),
    )


def likest(forms: Iterable[str], others: Iterable[str]) -> Likeness:
    """How alike two people's names are, in whichever of their forms they are most alike."""
    pairs = product(map(_form, forms), [_form(other) for other in others])
    return max((_likeness(one, other) for one, other in pairs), key=_score)


def likeness(one: str, other: str) -> Likeness:
    """How alike two names are."""
    return _likeness(_form(one), _form(other))


def _likeness(one: _Form, other: _Form) -> Likeness:
    if one.name == other.name or (
        not one.letters.isdisjoint(other.letters) and is_spelt_alike(one.name, other.name)
    ):
        why = Why.SPELLING
    elif one.ordered == other.ordered:
        why = Why.ACCENTS if one.parts == other.parts else Why.ORDER
    elif not one.sounds.isdisjoint(other.sounds):
        why = Why.SOUND
    elif (one.has_initial or other.has_initial) and _is_initialled(one.parts, other.parts):
        why = Why.INITIAL
    else:
        return _by_letters(one.parts, other.parts)
    return Likeness(_SCORES[why], why)


def _is_initialled(parts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one name has initials where the other has parts: `N. Sihanouk`, `Sihanouk N.`."""
    short, full = sorted((parts, others), key=lambda each: min(map(len, each), default=0))
    if len(short) != len(full) or all(len(part) == 1 for part in short):
        return False
    return any(_stands_for(short, [*full[at:], *full[:at]]) for at in range(len(full)))


def _stands_for(short: Sequence[str], full: Sequence[str]) -> bool:
    pairs = list(zip(short, full, strict=True))
    initialled = [part for part, whole in pairs if len(part) == 1 and len(whole) > 1]
    return bool(initialled) and all(
        part == whole or (len(part) == 1 and whole[0] == part) for part, whole in pairs
    )


def _by_letters(parts: Sequence[str], others: Sequence[str]) -> Likeness:
    """How alike names are by the parts that they do not share, since many share a family's."""
    shared = set(parts) & set(others)
    rest = " ".join(sorted(part for part in parts if part not in shared))
    remaining = " ".join(sorted(part for part in others if part not in shared))
    if not rest or not remaining:
        if rest == remaining:
            return Likeness(_SCORES[Why.SPELLING], Why.LETTERS)
        return Likeness(_SHORTENED if len(shared) > 1 else 0, Why.SHORTENED)
    joined = "".join(part for part in parts if part not in shared)
    apart = "".join(part for part in others if part not in shared)
    return Likeness(round(max(fuzz.ratio(rest, remaining), fuzz.ratio(joined, apart))), Why.LETTERS)
