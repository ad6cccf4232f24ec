"""Ranks: the English term behind what a source prints, their order, and their titles in papers.

Which ranks there are is data (`ranks.toml`). Police and civil officials have none here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from foedus.cooperation.spelling import folded
from foedus.terms import Language, Wording


@frozen(kw_only=True)
class Rank:
    """One rank.

    Attributes:
        name: the English term, as a tenure's `rank` says it.
        grade: its place in the order, from 1; the lower, the higher the rank.
        title: as papers say it, by language; a language without such a rank is left out.
        printed: further forms in which sources print it.
    """

    name: str
    grade: int
    title: Wording = field(hash=False)
    printed: tuple[str, ...]


@cache
def ranks() -> Mapping[str, Rank]:
    """The ranks by their English term, highest first."""
    table = tomllib.loads(files("foedus.cooperation").joinpath("ranks.toml").read_text(encoding="utf-8"))
    found = (
        Rank(
            name=row["name"],
            grade=row["grade"],
            title={Language(tag): words for tag, words in row["title"].items()},
            printed=tuple(row["printed"]),
        )
        for row in table["ranks"]
    )
    return MappingProxyType({rank.name: rank for rank in found})


def rank_of(printed: str) -> Rank | None:
    """The rank that a source prints, in any language we know; None for words that are no rank of ours."""
    return _by_form().get(folded(printed))


def grade_of(rank: str) -> int | None:
    """The place of a rank in the order, from 1; None for no rank, or for one that we do not know."""
    known = ranks().get(rank) or rank_of(rank)
    return known.grade if known else None


@cache
def _by_form() -> Mapping[str, Rank]:
    forms: dict[str, Rank] = {}
    for rank in ranks().values():
        for form in (rank.name, *rank.title.values(), *rank.printed):
            forms[folded(form)] = rank
    return MappingProxyType(forms)
