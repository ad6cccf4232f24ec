"""Brings the catalogues of the pages' words up to what the pages say: `make catalogues`.

Gathers every string from our templates and modules, the sentences of every refusal, and of the
libraries whose words come to a page those that they have not in a language themselves. What is no
longer said goes out; what is new stands there without words, and a test fails until it has them.
"""

import ast
import importlib
import io
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import attrs
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from foedus.cooperation.document import ITEMS
from foedus.errors import COMMAND, Fault, FoedusError
from foedus_node.web.phrasing import WORDS

HOUSE = Path(__file__).parent.parent
SOURCE = HOUSE / "src"
LOCALES = SOURCE / "foedus_node" / "web" / "locale"
LANGUAGES = ("fr", "vi", "lo", "km")
LENDING = (
    "allauth.account.adapter",
    "allauth.account.forms",
    "allauth.mfa.adapter",
    "allauth.mfa.base.forms",
    "allauth.mfa.recovery_codes.forms",
    "allauth.mfa.totp.forms",
    "allauth.mfa.webauthn.forms",
    "django.contrib.auth.password_validation",
    "django.core.validators",
    "django.forms.fields",
    "django.forms.formsets",
    "django.forms.models",
)
"""Modules of libraries whose words come to a page of ours."""

_KEYWORDS = (
    *("gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext"),
)

_CHANGING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team)[^\n]*\n', re.MULTILINE
)
_HEADER = "# The words of the pages; gathered by `make catalogues`, worded by hand."

_UNSEEN = {
    *("cli", "demo", "__main__.py", "clock.py", "databases.py", "environment.py", "carrying.py"),
    *("api.py", "arriving.py", "callers.py", "messages.py", "words.py", "restoring.py"),
}
"""Rooms and modules whose refusals no page shows: commands, beginnings of a node, answers to other nodes."""

Key = tuple[str, str | tuple[str, str]]
"""A message as it is looked up: its context, empty for none, and its words or both their numbers."""


def gathered(language: str) -> Iterator[tuple[Key, str]]:
    """Every message that a language must have words for, and where it stands."""
    yield from ours()
    for name in LENDING:
        for key in _in_python(_file(name).read_text(encoding="utf-8")):
            if not _has(name, language, key):
                yield key, name


def ours() -> Iterator[tuple[Key, str]]:
    """Every message of our own, and where it stands."""
    for path in sorted((SOURCE / "foedus_node").glob("web/templates/**/*.*")):
        # On one line and in brackets: what is left of a template is indented as no programme may be.
        said = " ".join(templatize(path.read_text(encoding="utf-8")).split("\n"))
        for key in _in_python(f"({said})"):
            yield key, str(path.relative_to(SOURCE))
    for room in ("web", "people"):
        for path in sorted((SOURCE / "foedus_node" / room).glob("**/*.py")):
            for key in _in_python(path.read_text(encoding="utf-8")):
                yield key, str(path.relative_to(SOURCE))
    for refusal in sorted(refusals(), key=lambda one: one.__qualname__):
        for words in told_on_a_page(refusal):
            yield ("", words), refusal.__module__
    for words, path in reasons():
        yield ("", words), str(path.relative_to(SOURCE))


def told_on_a_page(refusal: type[FoedusError]) -> Iterator[str]:
    """The templates of a refusal that a page fills, beside what its facts say."""
    defaults = [
        one.default
        for one in attrs.fields(cast("type[attrs.AttrsInstance]", refusal))
        if one.name in WORDS and isinstance(one.default, str)
    ]
    for words in (refusal.sentence, refusal.hint, refusal.on_page, *defaults):
        if words and not COMMAND.search(words):
            yield words


def reasons() -> Iterator[tuple[str, Path]]:
    """What refusals give as their reasons, and where: phrases, and texts without facts."""
    called = {one.__name__ for one in refusals()} | {Fault.__name__}
    for package in ("foedus", "foedus_node"):
        for path in sorted(SOURCE.glob(f"{package}/**/*.py")):
            if is_seen(path):
                for words in _reasons_in(ast.parse(path.read_text(encoding="utf-8")), called):
                    if words and not COMMAND.search(words):
                        yield words, path
    for noun in ITEMS:
        yield noun, SOURCE / "foedus" / "cooperation" / "document.py"


def is_seen(path: Path) -> bool:
    """Whether a page may show what a module refuses."""
    parts = set(path.relative_to(SOURCE).parts)
    return not _UNSEEN & parts and "foedus_conformance" not in parts


def _reasons_in(tree: ast.AST, called: Collection[str]) -> Iterator[str]:
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Name(id="phrase"), args=[ast.Constant(value=str() as words), *_]):
                yield words
            case ast.Call(func=ast.Name(id=name)) if name in called:
                given = [one.value for one in call.keywords if one.arg in WORDS]
                given += call.args[1:] if name == Fault.__name__ else []
                yield from (
                    one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def refusals() -> Iterator[type[FoedusError]]:
    """Every refusal that a node can come to."""
    for package in ("foedus", "foedus_node"):
        for path in SOURCE.glob(f"{package}/**/*.py"):
            if path.stem in ("errors", "refusals"):
                importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    ahead: list[type[FoedusError]] = [FoedusError]
    while ahead:
        found = ahead.pop()
        ahead += found.__subclasses__()
        if found.__module__.partition(".")[0] in ("foedus", "foedus_node"):
            yield found


def catalogue(language: str) -> Catalog:
    """A language's catalogue as it is written; an empty one where it is not written yet."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_up(language: str) -> Catalog:
    """A language's catalogue with every message that it must have and no other, in the order of the words."""
    written = catalogue(language)
    fresh = Catalog(locale=language, project="Foedus", version="1", header_comment=_HEADER, fuzzy=False)
    for key, where in sorted(gathered(language), key=str):
        context, words = key
        first = words if isinstance(words, str) else words[0]
        known = written.get(first, context or None)
        said = (
            known.string
            if known is not None and isinstance(known.id, tuple) == isinstance(words, tuple)
            else None
        )
        fresh.add(words, said or None, locations=[(where, 0)], context=context or None)
    return fresh


def write(language: str) -> int:
    """Write a language's catalogue anew; gives how many messages have no words yet."""
    found = brought_up(language)
    stream = io.BytesIO()
    write_po(stream, found, width=110, include_lineno=False, ignore_obsolete=True)
    text = stream.getvalue().decode()
    # Nothing in it may change by itself: no moment, no program's version.
    text = _CHANGING.sub("", text)
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return len(wanting(found))


def wanting(found: Catalog) -> list[str]:
    """The messages of a catalogue that have no words, are marked as doubtful, or lack a form of a number."""
    bad = []
    for message in found:
        if not message.id:
            continue
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        forms = 1 if isinstance(message.id, str) else found.num_plurals
        if len(said) != forms or not all(said) or message.fuzzy:
            bad.append(str(message.id))
    return bad


def _in_python(source: str) -> Iterator[Key]:
    keywords = dict.fromkeys(_KEYWORDS)
    stream = io.BytesIO(source.encode())
    for _, called, messages, _ in extract_python(stream, keywords, [], {"encoding": "utf-8"}):
        given = list(messages) if isinstance(messages, tuple | list) else [messages]
        has_context = str(called).startswith(("pgettext", "npgettext"))
        context = str(given.pop(0)) if has_context else ""
        if not given or not isinstance(given[0], str) or not given[0]:
            continue
        is_counted = str(called).startswith("n")
        yield context, (given[0], str(given[1])) if is_counted else given[0]


def _has(module: str, language: str, key: Key) -> bool:
    """Whether a library has words for a message in a language itself."""
    parts = module.split(".")
    rooms = [_file("django.conf").parent if parts[0] == "django" else _file("allauth").parent]
    if module.startswith("django.contrib."):
        rooms.append(_file(".".join(parts[:3])).parent)
    context, words = key
    message = (f"{context}\x04" if context else "") + (words if isinstance(words, str) else words[0])
    return any(message in _known(room / "locale" / language / "LC_MESSAGES" / "django.mo") for room in rooms)


@cache
def _known(path: Path) -> frozenset[str]:
    """The messages for which a library's catalogue has words."""
    if not path.exists():
        return frozenset()
    with path.open("rb") as file:
        found = read_mo(file)
    return frozenset(
        (f"{one.context}\x04" if one.context else "") + (one.id if isinstance(one.id, str) else one.id[0])
        for one in found
        if one.id
    )


def _file(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    return Path(spec.origin)


def main() -> None:
    """Write every catalogue, and tell what is wanting."""
    for language in LANGUAGES:
        print(f"{language}: {write(language)} messages without words")


if __name__ == "__main__":
    settings.configure()
    main()
