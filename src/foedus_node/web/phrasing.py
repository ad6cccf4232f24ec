"""What the core and the node say of a refusal, in the language of the page.

A refusal gives its sentence and its facts, a phrase its template and its facts (`foedus.phrase`): here
the words are looked up, and the facts put into them as the language writes them. Parties become their
names, days and numbers are written as people write them; names of things, hashes and what a library
told stay as they are.
"""

import datetime
import re
from collections.abc import Iterable
from string import Formatter
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext

from foedus.errors import COMMAND, Fault, FoedusError
from foedus.phrase import Phrase, phrase, written
from foedus.terms import Date, Period
from foedus_node.web.templatetags.house import mark, parties, party, when

WORDS: Final = frozenset(
    (
        *(
            "reason",
            "remedy",
            "where",
            "advice_given",
            "advised",
            "asked",
            "waiting",
            "form",
            "said",
            "after",
        ),
        *("what", "noun", "nouns", "among", "to", "role", "state", "wants"),
    )
)
"""The facts that are words of ours: what they say is looked up, too."""

_BY_NAME: Final = (
    *(phrase("sign"), phrase("report"), phrase("accepted"), phrase("rejected")),
    *(phrase("gone"), phrase("open"), phrase("signed"), phrase("declined")),
)
"""Words that a refusal gives as the name under which the node keeps them."""

_PARTIES: Final = frozenset(
    ("party", "parties", "host", "signers", "awaited", "others", "other", "ours", "missing")
)
_CODE: Final = re.compile(r"[A-Z]{2}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACES: Final = frozenset(
    (
        "seq",
        "number",
        "expected",
        "found",
        "before",
        "byte",
        "first",
        "last",
        "at",
        "start",
        "index",
        "line_num",
    )
)
"""The numbers that count a place; no sign parts their thousands."""


def in_words(words: str) -> str:
    """Words of ours in the page's language: a phrase, or a text without facts."""
    if isinstance(words, Phrase):
        facts = {name: _fact(name, fact) for name, fact in words.facts.items()}
        return _Writing().vformat(gettext(words.template), (), facts)
    return gettext(words) if words else ""


def fault_words(fault: Fault) -> str:
    """One thing wrong in a document: where it stands, and what it is."""
    return f"{fault.path}{mark(':')} {in_words(fault.reason)}"


def sentence_of(error: FoedusError, **instead: str) -> str:
    """What a refusal says, its facts in the page's language; `instead` are facts to say otherwise."""
    return _filled(error.sentence, error, instead).rstrip()


def advice_of(error: FoedusError) -> str:
    """What to do next; where the refusal's hint names a command, what a page can offer instead."""
    hint = error.on_page if error.on_page and COMMAND.search(error.advice) else error.hint
    return _filled(hint, error, {}) if hint else ""


def _filled(template: str, error: FoedusError, instead: dict[str, str]) -> str:
    facts = {}
    for name, text in error.facts.items():
        given = getattr(error, name, text)
        # A refusal may say a fact in another way than it holds it: then what it says counts.
        facts[name] = _fact(name, given if written(given) == text else text)
    return _Writing().vformat(gettext(template), (), facts | instead)


def _fact(name: str, fact: Any) -> Any:
    """A fact as a sentence of the page's language takes it."""
    match fact:
        case Phrase():
            return in_words(fact)
        case str():
            return _text(name, fact)
        case int():
            return fact if name in _PLACES else number_format(fact, force_grouping=abs(fact) >= 10_000)
        case Date() | Period() | datetime.date():
            return when(fact)
        case Fault():
            return fault_words(fact)
        case Iterable():
            return _list(name, list(fact))
    return str(fact)


def _text(name: str, text: str) -> str:
    if name in WORDS:
        return gettext(text) if text else ""
    if name in _PARTIES and _CODE.fullmatch(text):
        return party(text)
    return when(datetime.date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _list(name: str, found: list[Any]) -> str:
    if name in _PARTIES and found and all(isinstance(one, str) and _CODE.fullmatch(one) for one in found):
        return parties(found)
    return ", ".join(str(_fact(name, one)) for one in found)


class _Writing(Formatter):
    """Puts facts into a sentence; a number or a day that has a form there is written as the language does."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """A fact in its place."""
        if isinstance(value, str):
            return value
        return str(super().format_field(value, format_spec))
