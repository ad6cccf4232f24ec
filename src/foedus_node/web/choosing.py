"""What may be chosen in a form made from a kind: parties, stages, and things by their titles.

Things are offered up to a bound; beyond it a name can be typed. The number of questions to the
database does not grow with the fields.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from foedus.cooperation.document import from_json
from foedus.cooperation.kind import Column, FieldType, Kept, Kind, Side
from foedus.reporting.naming import headed, named
from foedus.terms import Party, wording_in
from foedus_node.storage.index import models, shelf
from foedus_node.web.controls import Asked, Option
from foedus_node.web.desks import Desk

MOST = 200
"""Things of one noun that are offered."""


@frozen
class Offered:
    """The things that may be chosen on one page.

    Attributes:
        by_noun: by the noun, each with its title, in the order of the titles.
    """

    by_noun: Mapping[str, tuple[Option, ...]] = field(factory=dict)

    def of(self, *nouns: str) -> tuple[Option, ...]:
        """Things of some nouns."""
        return tuple(option for noun in nouns for option in self.by_noun.get(noun, ()))


def offered(desk: Desk, nouns: Collection[str], *, drafted: Iterable[Mapping[str, Any]] = ()) -> Offered:
    """The things of some nouns that may be chosen.

    Args:
        desk: who chooses.
        nouns: which nouns.
        drafted: documents of things that a draft would add, to be offered too.
    """
    found: dict[str, dict[str, str]] = {noun: {} for noun in nouns}
    for noun in sorted(nouns):
        for row in _rows(desk, noun):
            found[noun][row.name] = named(from_json(row.document), desk.words)
    for document in drafted:
        if (noun := str(document.get("type", ""))) in found:
            found[noun][str(document["id"])] = named(from_json(document), desk.words)
    return Offered(
        {noun: tuple(sorted(things.items(), key=lambda one: one[1])) for noun, things in found.items()}
    )


def _rows(desk: Desk, noun: str) -> Iterable[models.Item]:
    rows = models.Item.objects.filter(compact=desk.compact, noun=noun)
    if not desk.sees_ours:
        rows = rows.filter(ours_alone=False)
    return rows.order_by("name")[:MOST]


def titles_of(desk: Desk, names: Collection[str]) -> dict[str, str]:
    """What things are called, by their names."""
    return {row.name: named(from_json(row.document), desk.words) for row in shelf.items(desk.compact, names)}


def nouns_of(columns: Iterable[Column]) -> frozenset[str]:
    """The nouns of the things that fields, and the columns of their rows, may name."""
    found: set[str] = set()
    for one in columns:
        if one.type is FieldType.ITEM and one.of:
            found.add(one.of)
        found |= nouns_of(getattr(one, "columns", ()))
    return frozenset(found)


def asked_of(columns: Iterable[Column], *, desk: Desk, things: Offered, within: str = "") -> Iterator[Asked]:
    """What a form asks for a kind's fields, in their order.

    Args:
        columns: the fields.
        desk: at which.
        things: what may be chosen.
        within: the path under which they stand: `details`.
    """
    for one in columns:
        yield Asked(
            field=evolve(one, required=False),  # what a finished entry needs may come later
            name=f"{within}.{one.name}" if within else one.name,
            label=headed(wording_in(one.title, desk.language)),
            options=_options(one, desk, things),
            columns=tuple(asked_of(getattr(one, "columns", ()), desk=desk, things=things)),
            is_long=one.type is FieldType.WORDING or getattr(one, "kept", None) is Kept.OURS,
        )


def _options(one: Column, desk: Desk, things: Offered) -> tuple[Option, ...]:
    match one.type:
        case FieldType.CHOICE:
            return tuple((choice.name, wording_in(choice.title, desk.language)) for choice in one.choices)
        case FieldType.PARTY:
            return parties(desk)
        case FieldType.ITEM:
            return things.of(one.of)
        case _:
            return ()


def parties(desk: Desk) -> tuple[Option, ...]:
    """The parties."""
    return tuple((code, desk.words.party(Party(code))) for code in desk.parties)


def stages(kind: Kind, desk: Desk) -> tuple[Option, ...]:
    """The stages of a kind."""
    return tuple((stage.name, headed(wording_in(stage.title, desk.language))) for stage in kind.stages)


def is_ours(side: Side, *, host: str | None, party: str) -> bool:
    """Whether a side of a kind means us in an activity, alone or among others."""
    return side in (Side.EACH, Side.ANY) or (side is Side.HOST) == (host == party)
