"""From a language's TOML to entries: words, the sort of sense they have, and its value."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from attrs import evolve
from babel import Locale

from foedus.reading.lexicon.forms import Forms
from foedus.reading.lexicon.senses import Nation, Occasion, Office
from foedus.terms import Language, Party

Entry = tuple[str, str, Any]
Data = Mapping[str, Any]


def entries(language: Language, data: Data, parties: Data) -> Iterator[Entry]:
    """Every word of a language, the most telling sense of a word first."""
    forms = Forms(data["forms"])
    yield from _titles(data, forms)
    yield from _people(data, forms)
    if "speech" in data:
        yield from _verbs(data, forms)
        yield from _occasions(data, forms)
        yield from _actions(data, forms)
    for words, sort, value in _parties(language, parties, forms):
        yield words, sort, value
        if parties.get("capitalised"):
            yield words, "printed", "capitalised"
    yield from _home(parties, forms)
    yield from _calendar(language, data, forms)


def topics(data: Data) -> Iterator[Entry]:
    """The words of each field of cooperation, those that decide and those that are faint."""
    forms = Forms(data["forms"])
    for domain, entry in data.get("domains", {}).items():
        for strength in ("words", "faint"):
            for words in forms.expanded(entry.get(strength, ()), plural=True):
                yield words, strength, domain


_SECTIONS = (
    ("speech", "speech"),
    ("speaking", ""),
    ("occasion_verbs", "meets"),
    ("instruments", "paper"),
    ("assessments", "judgement"),
)
_SORTS = {
    ("instruments", "signed"): "fate",
    ("instruments", "to_be_signed"): "fate",
    ("instruments", "in_execution"): "fate",
    ("instruments", "agreed"): "fate",
    ("assessments", "objects"): "object",
    ("assessments", "foreign"): "foreign",
    ("assessments", "standing"): "standing",
    ("assessments", "concession"): "concession",
}


_LISTS = frozenset(
    [
        *(
            ("speaking", key)
            for key in (
                "impersonal",
                "under",
                "by_text",
                "wishes",
                "visiting",
                "according",
                "matters",
                "coming_soon",
                "says_text",
                "to_invite",
            )
        ),
        ("assessments", "opinions"),
        ("assessments", "adjectives"),
        ("assessments", "copulas"),
        ("assessments", "discussed"),
        ("assessments", "besides"),
        ("assessments", "goals"),
        ("assessments", "intents"),
    ]
)
"""Closed lists that a rule asks for by name; they make no marks."""


def _verbs(data: Data, forms: Forms) -> Iterator[Entry]:
    for section, sort in _SECTIONS:
        for value, listed in data[section].items():
            if (section, value) in _LISTS:
                continue
            kind = _SORTS.get((section, value), value if section == "speaking" else sort)
            for words in forms.expanded(listed, plural=kind == "paper"):
                yield words, kind, value


def _occasions(data: Data, forms: Forms) -> Iterator[Entry]:
    words = data["occasion_words"]
    for stage in ("held", "under_way", "planned", "cancelled"):
        yield from ((form, "stage", stage) for form in forms.expanded(words[stage]))
    for entry in data["occasions"]:
        for key in ("words", "plural"):
            occasion = Occasion(entry["kind"], entry.get("series"), plural=key == "plural")
            yield from ((forms.folded(noun), "occasion", occasion) for noun in entry.get(key, ()))
    yield from ((forms.folded(w), "annual", True) for w in words["annual"])
    yield from ((forms.folded(w), "session", True) for w in words["sessions"])
    yield from ((forms.folded(w), "ordinal", n) for w, n in data["ordinals"]["words"].items())


def _titles(data: Data, forms: Forms) -> Iterator[Entry]:
    for words, rank in data["ranks"].items():
        folded = forms.folded(words)
        yield folded, "rank", rank
        yield from ((plural, "ranks", rank) for plural in forms.plurals(folded))
    for section, sort in (("offices", "office"), ("heads", "head")):
        for words, entry in data[section].items():
            folded = forms.folded(words)
            office = Office(entry["en"], entry["level"], whole=section == "offices")
            yield folded, sort, office
            for plural in forms.plurals(folded):
                yield plural, sort, evolve(office, plural=True)
    yield from ((forms.folded(words), "area", area) for words, area in data["areas"].items())
    yield from ((forms.folded(words), "organ", organ) for words, organ in data.get("organs", {}).items())
    for unit, english in data.get("units", {}).items():
        for words, area in data["areas"].items():
            named = forms.folded(f"{unit} {words}")
            yield named, "area", english.format(area.removeprefix("the "))
            yield named, "body", named


_PEOPLE = (
    ("counterparts", "counterpart"),
    ("honorifics", "honorific"),
    ("bodies", "body"),
    ("singular_pronouns", "pronoun"),
    ("plural_pronouns", "pronouns"),
    ("own", "own"),
    ("other", "other"),
)


def _people(data: Data, forms: Forms) -> Iterator[Entry]:
    people = data["people"]
    several = {forms.folded(words) for words in people["several_counterparts"]}
    for key, sort in _PEOPLE:
        for words in people.get(key, ()):
            folded = forms.folded(words)
            yield folded, sort, folded in several if sort == "counterpart" else folded
    for (number, count), noun in product(people["numbers"].items(), people["groups"]):
        yield forms.folded(f"{number} {noun}"), "group", count
    for words in people["bare_groups"]:
        yield forms.folded(words), "group", 0


def _actions(data: Data, forms: Forms) -> Iterator[Entry]:
    actions = data["actions"]
    for tense in ("future", "conditional", "passive"):
        yield from ((forms.folded(words), "act", tense) for words in actions.get(tense, ()))
    for entry in actions["verbs"]:
        for words, tense in forms.action(entry):
            if tense == "gerund":
                yield words, "deed", True
            else:
                yield words, "act", tense
    yield from ((forms.folded(words), "act", "present") for words in actions["present"])
    for noun in actions["nouns"]:
        yield forms.folded(noun), "deed", True


def _parties(tag: str, data: Data, forms: Forms) -> Iterator[Entry]:
    for code, names in data["organisations"].items():
        yield from ((forms.folded(name), "party", Nation(Party(code), "organisation")) for name in names)
    left_out = data.get("left_out", ())
    for code, name in _territories(tag).items():
        if code in left_out:
            continue
        yield forms.folded(name), "party", Nation(Party(code), "name")
    for section, how in (("names", "name"), ("capitals", "capital")):
        for code, names in data[section].items():
            yield from ((forms.folded(name), "party", Nation(Party(code), how)) for name in names)
    for code, adjectives in data["demonyms"].items():
        for adjective in adjectives:
            for words in forms.demonyms(adjective):
                yield words, "party", Nation(Party(code), "adjective")
    compounds = [(prefix, code) for code, prefixes in data["prefixes"].items() for prefix in prefixes]
    yield from ((forms.folded(prefix), "prefix", Party(code)) for prefix, code in compounds)
    for code, names in data.get("agencies", {}).items():
        yield from ((forms.folded(name), "agency", code) for name in names)
    # "us", "un": a party's abbreviation only where a text prints it so.
    yield from ((forms.folded(name), "printed", "capitals") for name in data.get("capitals_only", ()))


def _home(data: Data, forms: Forms) -> Iterator[Entry]:
    """Provinces, printed with a capital and in nobody's name; what a country's own texts call it."""
    for code, names in data.get("provinces", {}).items():
        for name in names:
            yield forms.folded(name), "province", Party(code)
            yield forms.folded(name), "printed", "placed"
    for code, names in data.get("ours", {}).items():
        yield from ((forms.folded(name), "party", Nation(Party(code), "name")) for name in names)


def _territories(tag: str) -> dict[str, str]:
    """The countries of the world as CLDR names them in a language; no groupings, no numbers."""
    territories = Locale(tag).territories
    return {c: n for c, n in territories.items() if re.fullmatch("[A-Z]{2}", c) and c not in _NO_COUNTRY}


# CLDR's territories that are no party: groupings and placeholders; Réunion reads as "la réunion".
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "RE"})


def _calendar(language: Language, data: Data, forms: Forms) -> Iterator[Entry]:
    locale = Locale(language)
    for width in ("wide", "abbreviated"):
        for number, name in locale.months["format"][width].items():
            # "tháng 2", and the "tháng 02" of official letters.
            for spelling in {name, re.sub(r"\b(?=[1-9]$)", "0", name)}:
                yield forms.folded(spelling).rstrip("."), "month", number
        for number, name in locale.days["format"][width].items():
            if width == "wide" and data["calendar"].get("weekdays", True):
                yield forms.folded(name), "weekday", number
    calendar = data["calendar"]
    for number, names in calendar.get("months", {}).items():
        yield from ((forms.folded(name), "month", int(number)) for name in names)
    for key, sort in (
        ("relative_days", "day"),
        ("relative_months", "months"),
        ("relative_years", "years"),
        ("told_days", "told"),
    ):
        for words, offset in calendar.get(key, {}).items():
            yield forms.folded(words), sort, offset
