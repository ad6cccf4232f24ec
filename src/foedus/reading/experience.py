"""What officers decided at one place moves how sure the reader is there.

`sure.toml` holds what our own texts taught of each sign. Decisions move these weights as far as they
speak against them: the more proposals taught a sign, the firmer its weight stands. Beside what was
decided on its own, a proposal may have been taken among many, without a look: that can make good
what refusals took away, and lifts nothing. How far all of it moves one proposal is bounded. Nothing
here knows a database, and nothing of what was decided is in `sure.toml`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from attrs import frozen

from foedus.reading.facts import Reading
from foedus.reading.received.document import Document
from foedus.reading.sureness import BASE, Worth, kind_of, learnt, signs, with_sureness

MOST_UP: Final = 1.0
"""How far decisions raise the logarithm of odds at most: from 95 of 100 to 98."""
MOST_DOWN: Final = -5.0
"""How far they lower it: from 99 of 100 to 40."""

_SUREST = math.log(0.99 / 0.01)
"""Nothing is said to be surer than 99 of 100, so decisions move from there, whatever its signs add up to."""
_FIRM, _FIRMEST, _TAUGHT = 6.0, 24.0, 10.0
"""How firmly a weight stands: as by so many decisions; one more for each ten proposals that taught it."""
_FEW = 6
"""The signs of a fact for which that holds; of a kind that bears more, each stands the firmer."""
_TOLD = 3
"""The signs that are told of what was decided."""
_SWEEPS, _STEP, _STILL = 60, 1.0, 0.001


@frozen(kw_only=True)
class Decided:
    """How proposals of one kind that bear the same signs were decided.

    Attributes:
        right: those looked at and taken, with nothing mended that makes it another fact.
        wrong: those looked at and refused, or mended so.
        unread: those taken among many, without a look at each.
    """

    kind: str
    signs: tuple[str, ...]
    right: int = 0
    wrong: int = 0
    unread: int = 0


@frozen
class Experience:
    """What was decided at one place: each sign's share, and what it adds to the logarithm of odds.

    Attributes:
        moves: by kind and sign, how many of those decided were taken, and by how much that moves.
    """

    moves: Mapping[str, Mapping[str, Worth]]

    def of(self, kind: str, said: tuple[str, ...]) -> float:
        """How sure one is here of a fact of a kind with such signs, 0.01 to 0.99, to two places."""
        here = self.here(kind, said)
        move = math.fsum(worth.weight for worth in here.values())
        table = learnt()
        odds = min(_SUREST, table.odds(kind, said))
        return table.chance(kind, odds + max(MOST_DOWN, min(MOST_UP, move)))

    def here(self, kind: str, said: tuple[str, ...]) -> Mapping[str, Worth]:
        """What was decided here of proposals that bear any of these signs; the row for all comes first."""
        known = self.moves.get(kind, {})
        return {sign: known[sign] for sign in (BASE, *said) if sign in known}

    def telling(self, kind: str, said: tuple[str, ...]) -> Mapping[str, Worth]:
        """Of the same the row for all, and the signs by which such a proposal is moved most."""
        here = self.here(kind, said)
        moving = (sign for sign, worth in here.items() if sign != BASE and worth.weight)
        most = sorted(moving, key=lambda sign: -abs(here[sign].weight))[:_TOLD]
        return {sign: worth for sign, worth in here.items() if sign == BASE or sign in most}


NONE: Final = Experience({})
"""Where nothing was decided yet."""


def experienced(decided: Iterable[Decided]) -> Experience:
    """What decisions teach, together with what our own texts taught."""
    by_kind = groupby(sorted(decided, key=lambda one: (one.kind, one.signs)), key=lambda one: one.kind)
    return Experience({kind: _moves(kind, [*each]) for kind, each in by_kind})


def weighed(reading: Reading, document: Document, experience: Experience) -> Reading:
    """A reading with how sure one is here of each fact."""
    if not experience.moves:
        return reading
    return with_sureness(
        reading, (experience.of(kind_of(fact), said) for fact, said in signs(reading, document))
    )


def _moves(kind: str, decided: Sequence[Decided]) -> dict[str, Worth]:
    """What the signs of one kind are moved by; what was taken unread lifts none above where it stood."""
    taken = _fitted(kind, decided, unread_is_right=True)
    looked = _fitted(kind, decided, unread_is_right=False)
    found: dict[str, Worth] = {}
    for sign, bearing in _bearing(decided).items():
        ours = [decided[index] for index in bearing]
        right = sum(one.right + one.unread for one in ours)
        weight = min(taken[sign], max(looked[sign], 0.0))
        found[sign] = Worth(right, right + sum(one.wrong for one in ours), round(weight, 3) + 0.0)
    return found


def _bearing(decided: Sequence[Decided]) -> Mapping[str, Sequence[int]]:
    """Which groups bear each sign; the row for all facts of the kind first."""
    bearing: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(decided):
        for sign in (BASE, *one.signs):
            bearing[sign].append(index)
    return bearing


def _fitted(kind: str, decided: Sequence[Decided], *, unread_is_right: bool) -> Mapping[str, float]:
    """The most likely moves: one after another is set where it fits best, until all stand still.

    What was taken unread counts as right, or as what was to be expected of it, which holds the rest still.
    """
    table = learnt()
    firm = {sign: _firmness(table.worths[kind], sign) for sign in _bearing(decided)}
    odds = [table.odds(kind, one.signs) for one in decided]
    right = [
        one.right + one.unread * (1.0 if unread_is_right else _share(at)) for one, at in _both(decided, odds)
    ]
    many = [one.right + one.wrong + one.unread for one in decided]
    moves = dict.fromkeys(firm, 0.0)
    for _ in range(_SWEEPS):
        widest = 0.0
        for sign, bearing in _bearing(decided).items():
            shares = [_share(odds[index]) for index in bearing]
            pull = math.fsum(right[i] - many[i] * p for i, p in zip(bearing, shares, strict=True))
            bend = math.fsum(many[i] * p * (1 - p) for i, p in zip(bearing, shares, strict=True))
            step = (pull - firm[sign] * moves[sign]) / (bend + firm[sign])
            # Where shares are near nought or one a whole step leaps over the place it makes for.
            step = max(-_STEP, min(_STEP, step))
            moves[sign] += step
            for index in bearing:
                odds[index] += step
            widest = max(widest, abs(step))
        if widest < _STILL:
            break
    return moves


def _both(decided: Sequence[Decided], odds: Sequence[float]) -> Iterator[tuple[Decided, float]]:
    return zip(decided, odds, strict=True)


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _firmness(taught: Mapping[str, Worth], sign: str) -> float:
    """How firmly a sign's weight stands, among the signs that a fact of its kind bears, taken all in all."""
    every = taught[BASE].found
    borne = (sum(worth.found for worth in taught.values()) - every) / every
    known = taught[sign].found if sign in taught else 0
    return max(1.0, borne / _FEW) * min(_FIRMEST, _FIRM + known / _TAUGHT)
