"""The words of the pages: every language has all of them, and none says less or more than the English."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from tools import catalogues

_NAMED = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_has_words_for_all_that_the_pages_say_and_for_nothing_else(language: str) -> None:
    written = {(message.context, message.id) for message in catalogues.catalogue(language) if message.id}
    needed = {(message.context, message.id) for message in catalogues.brought_up(language) if message.id}
    assert written == needed, "run `make catalogues`"
    assert catalogues.wanting(catalogues.catalogue(language)) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_names_the_facts_that_the_english_names(language: str) -> None:
    wrong = [message.id for message in catalogues.catalogue(language) if message.id and not _fits(message)]
    assert wrong == []


def _fits(message: Message) -> bool:
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    meant = [message.id] if isinstance(message.id, str) else list(message.id)
    # A form for one may leave its number out; no form names what no form of the English does.
    most, least = set[str]().union(*map(_facts, meant)), set.intersection(*map(_facts, meant))
    return all(least <= _facts(words) <= most for words in said)


def _facts(words: str) -> set[str]:
    named = {f"%{name}" for name in _NAMED.findall(words)}
    if "{" in words:
        named |= {f"{{{name}}}" for _, name, _, _ in Formatter().parse(words) if name}
    return named


def test_what_a_page_says_in_one_language_it_does_not_say_in_english() -> None:
    for language in catalogues.LANGUAGES:
        same = [
            message.id
            for message in catalogues.catalogue(language)
            if isinstance(message.id, str) and message.string == message.id and len(message.id.split()) > 3
        ]
        assert same == [], language
