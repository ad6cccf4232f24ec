"""The kinds of activity, as data: `kinds/*.toml`, each with its own stages in the field's terms.

A kind's stages stand in their order. `carried_out` names the one from which the
activity itself has taken place; what comes after it is reports and thanks.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from foedus.errors import UnknownKindError
from foedus.terms import Language, Wording

GENERIC = "generic"


@frozen(kw_only=True)
class Stage:
    """One stage of a kind of activity."""

    name: str
    title: Wording = field(hash=False)


@frozen(kw_only=True)
class Kind:
    """A kind of activity and the stages it goes through, in order."""

    name: str
    title: Wording = field(hash=False)
    stages: tuple[Stage, ...]
    carried_out: str

    def stage(self, name: str) -> Stage | None:
        """The stage of that name; None where this kind has none."""
        return next((stage for stage in self.stages if stage.name == name), None)

    def reaches(self, stage: str, *, goal: str) -> bool:
        """Whether a stage is the goal or lies beyond it; a stage the kind does not have reaches nothing."""
        names = [known.name for known in self.stages]
        return stage in names and goal in names and names.index(stage) >= names.index(goal)


@cache
def kinds() -> Mapping[str, Kind]:
    """The built-in kinds, by name."""
    folder = files("foedus.cooperation").joinpath("kinds")
    tables = (
        tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    read = (_kind(table) for table in tables)
    return MappingProxyType({kind.name: kind for kind in sorted(read, key=lambda kind: kind.name)})


def kind(name: str) -> Kind:
    """The kind of that name.

    Raises:
        UnknownKindError: there is none.
    """
    if name not in kinds():
        raise UnknownKindError(kind=name, kinds=tuple(kinds()))
    return kinds()[name]


def kind_of(name: str) -> Kind:
    """The kind of that name, or the generic one: another party's edition may know more kinds than ours."""
    return kinds().get(name, kinds()[GENERIC])


def _kind(table: Mapping[str, Any]) -> Kind:
    return Kind(
        name=table["name"],
        title=_wording(table["title"]),
        stages=tuple(Stage(name=row["name"], title=_wording(row)) for row in table["stages"]),
        carried_out=table["carried-out"],
    )


def _wording(table: Mapping[str, str]) -> Wording:
    return {Language(tag): words for tag, words in table.items() if tag != "name"}
