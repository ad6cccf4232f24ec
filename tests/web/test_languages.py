"""The words of the pages: every language has all of them, and none says less or more than the English."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, cast

import attrs
import orjson
import pytest
from babel.messages.catalog import Message

from foedus.errors import COMMAND, Fault, FoedusError
from foedus.reporting.wording import words as words_of_papers
from foedus.terms import Language
from foedus_node import web
from foedus_node.desk.likeness import Why
from foedus_node.web.naming import WHYS
from foedus_node.web.phrasing import WORDS
from tools import catalogues

EVERY = sorted(catalogues.refusals(), key=lambda one: one.__qualname__)
TEMPLATES = Path(web.__file__ or "").parent / "templates"
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


def test_there_are_words_for_whatever_makes_two_names_alike() -> None:
    assert WHYS.keys() == {*Why}


_MARK = re.compile(r"(.?)([:;?!»])(?=[\s.)…]|$)|«(.?)", re.DOTALL)
"""A mark that French parts from its word; within an address, a time or a fact nothing follows it but more."""
_PARTED = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_BARE = re.compile(
    r"""(?:(?<=%})|(?<=}})|(?<=</strong>)|(?<=</a>)|(?<=<span\ class="unseen">))[:;?!](?=[\s<])""", re.VERBOSE
)
_WITHIN = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)


def test_french_parts_marks_from_words_and_lets_no_line_begin_with_one() -> None:
    messages = [message.string for message in catalogues.catalogue("fr") if message.id]
    said = [words for one in messages for words in ([one] if isinstance(one, str) else one or ())]
    papers = words_of_papers(Language("fr")).table.values()
    bare = [words for words in (*said, *papers) for found in _MARK.finditer(words) if _is_bare(found)]
    assert bare == []


def _is_bare(found: re.Match[str]) -> bool:
    beside = found[1] if found[2] else found[3]
    return not beside or beside not in _PARTED


def test_marks_between_words_of_a_template_are_set_as_the_language_sets_them() -> None:
    bare = {
        f"{path.relative_to(TEMPLATES)}: {found.string[found.start() - 20 : found.end()]}"
        for path in TEMPLATES.rglob("*.html")
        for found in _BARE.finditer(_WITHIN.sub("", path.read_text(encoding="utf-8")))
    }
    assert bare == set(), "write {% mark ':' %}"


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_refusal_and_every_reason_has_its_words(language: str) -> None:
    written = {message.id: message.string for message in catalogues.catalogue(language)}
    said = {words for one in EVERY for words in catalogues.told_on_a_page(one)}
    said |= {words for words, _path in catalogues.reasons()}
    assert [words for words in sorted(said) if not written.get(words)] == []


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__qualname__)
def test_no_page_tells_anybody_to_give_a_command(kind: type[FoedusError]) -> None:
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", kind))
    given = [one.default for one in fields if isinstance(one.default, str)]
    told_there = (kind.on_page,) if COMMAND.search(kind.hint) else (kind.hint, kind.on_page)
    assert [words for words in told_there if COMMAND.search(words)] == []
    if any(COMMAND.search(words) for words in (kind.hint, *given)):
        assert kind.on_page, "a page must offer something in its place"
    assert _facts(kind.on_page) <= {f"{{{one.name}}}" for one in fields}


_IN_FRENCH = {
    "a hint that names a command": [
        "Rien ici (projet) ne porte le nom autumn.",
        [],
        ("Cela a pu être renommé ou retiré entre-temps. Cherchez-le dans sa liste, ou par la recherche."),
    ],
    "a party and a place": [
        (
            "Le journal de Laos est en quarantaine\xa0: deux inscriptions différentes y ont été "
            "signées au rang 12345."
        ),
        [],
        (
            "La preuve est gardée, et la page Échange la montre. Réglez d’abord l’affaire entre les "
            "ministères."
        ),
    ],
    "days": [
        (
            "Le certificat seal.p12 ne peut être utilisé\xa0: il n’est valable que du 1er janvier "
            "2025 au 21 octobre 2026."
        ),
        [],
        ("Adressez-vous au service qui délivre les certificats de votre ministère\xa0; rien n’a été signé."),
    ],
    "a number": [
        "a.docx ne peut être ouvert sans risque\xa0: son texte se déploie en 1\xa0234\xa0567 Mo.",
        [],
        "Collez le texte voulu\xa0; rien n’a été conservé.",
    ],
    "a reason within a reason": [
        "Le projet autumn ne peut être utilisé ainsi\xa0: host\xa0: {}.".format(
            "Vietnam n’est pas parmi les participants"
        ),
        [],
        "Regardez de nouveau le projet\xa0; rien n’a été modifié.",
    ],
    "nobody": [
        (
            "L’acte ab12 ne peut pas encore être signé\xa0: approbations requises\xa0: 2\xa0; "
            "données\xa0: personne."
        ),
        [],
        "Faites-le approuver sur la page de l’acte. La règle est la nôtre.",
    ],
    "one fault": [
        "Ceci (plan) ne peut être lu. a\xa0: manque",
        [],
        "Corrigez ce qui est indiqué et recommencez\xa0; rien n’a été modifié.",
    ],
    "several faults": [
        "Ceci (plan) ne peut être lu.",
        ["a\xa0: manque", "b\xa0: Vietnam n’est pas parmi les participants"],
        "Corrigez ce qui est indiqué et recommencez\xa0; rien n’a été modifié.",
    ],
}


def test_a_refusal_is_told_in_the_language_of_the_page_with_its_facts_as_that_writes_them() -> None:
    assert _told("fr") == _IN_FRENCH


def test_in_english_a_page_says_what_a_command_says_but_for_what_only_a_command_can_do() -> None:
    said = _told("en")
    assert said["days"][0] == (
        "The certificate seal.p12 cannot be used: it is valid from 1 January 2025 to 21 October 2026 only."
    )
    assert said["a hint that names a command"][2] == (
        "It may have been renamed or taken out meanwhile. Look for it in its list, or search."
    )


def _told(language: str) -> dict[str, list[Any]]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.web.refused", language],
        cwd=catalogues.HOUSE,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    told: dict[str, list[Any]] = orjson.loads(run.stdout)
    return told


def test_no_reason_is_glued_together() -> None:
    """Words that a page shows are given whole, so that they can be looked up; facts stand in a phrase."""
    glued = [
        f"{path.relative_to(catalogues.SOURCE)}:{call.lineno}"
        for path in sorted(catalogues.SOURCE.glob("foedus*/**/*.py"))
        if catalogues.is_seen(path)
        for call in _refusals_made(path)
        for given in call.keywords
        if given.arg in WORDS and isinstance(given.value, ast.JoinedStr)
    ]
    assert glued == []


def _refusals_made(path: Path) -> Iterator[ast.Call]:
    called = {one.__name__ for one in EVERY} | {Fault.__name__}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in called:
            yield node
