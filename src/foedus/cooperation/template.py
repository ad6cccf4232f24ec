"""A template of a field of cooperation: its domains, with titles; defence is the built-in one.

Domains are data. A compact takes a template and may add to it. Each domain names
the kinds of engagement that belong to it, so that what was said in one can be
followed to where it was done.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from foedus.terms import Domain, Language, Wording

_NO_LANGUAGES = frozenset({"name", "engagements"})
"""What a domain says beside its title in each language."""


@frozen(kw_only=True)
class Field:
    """One domain of a template."""

    domain: Domain
    title: Wording = field(hash=False)
    engagements: frozenset[str]


@frozen(kw_only=True)
class Template:
    """The domains of a field of cooperation, in the order in which papers list them."""

    name: str
    title: Wording = field(hash=False)
    domains: Mapping[Domain, Field] = field(hash=False)

    def title_of(self, domain: Domain) -> Wording:
        """A domain's title; for one the template does not have, its own name."""
        known = self.domains.get(domain)
        return known.title if known else {Language("en"): domain.replace("-", " ")}

    def belongs(self, engagement: str, *, domain: Domain) -> bool:
        """Whether engagements of that kind belong to the domain."""
        known = self.domains.get(domain)
        return known is not None and engagement in known.engagements


@cache
def defence() -> Template:
    """The built-in template: cooperation between ministries of defence."""
    table = tomllib.loads(files("foedus.cooperation").joinpath("defence.toml").read_text(encoding="utf-8"))
    domains = {
        Domain(row["name"]): Field(
            domain=Domain(row["name"]),
            title={Language(tag): words for tag, words in row.items() if tag not in _NO_LANGUAGES},
            engagements=frozenset(row.get("engagements", ())),
        )
        for row in table["domains"]
    }
    title = {Language(tag): words for tag, words in table["title"].items()}
    return Template(name=table["name"], title=title, domains=MappingProxyType(domains))
