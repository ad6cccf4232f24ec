"""The documents are true: links lead somewhere, the index is whole, terms match the code."""

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import foedus.cooperation
from foedus.followup import State
from foedus.reporting.wording import READ, UNREAD, words
from foedus.terms import Force, Level

HOUSE = Path(__file__).parent.parent
PAGES = sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")])
DECISIONS = sorted(HOUSE.glob("docs/decisions/*.md"))
LANGUAGES = ["English", "français", "tiếng Việt", "ລາວ", "ខ្មែរ"]

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"`{3,}.*?`{3,}|`[^`\n]*`", re.DOTALL)


def links(page: Path) -> list[str]:
    prose = _CODE.sub("", page.read_text(encoding="utf-8"))
    return [link["to"].partition("#")[0] for link in _LINK.finditer(prose) if "://" not in link["to"]]


def modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(module.name) for module in found]


def cooperation_nouns() -> set[str]:
    """The things a register holds: every public value of the cooperation that has a name of its own."""
    return {
        name.lower()
        for module in modules(foedus.cooperation)
        for name, value in vars(module).items()
        if isinstance(value, type) and attrs.has(value) and value.__module__ == module.__name__
        if not name.startswith("_") and name != "Item" and "id" in attrs.fields_dict(value)
    }


def terms() -> dict[str, list[str]]:
    """The table rows of the page of terms: the code's word, then the languages' columns."""
    page = (HOUSE / "docs" / "terms.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1:] for row in rows}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [to for to in links(page) if not (page.parent / to).exists()] == []


def test_the_index_names_every_page() -> None:
    index = HOUSE / "docs" / "README.md"
    named = {(index.parent / to).resolve() for to in links(index)}
    assert {page for page in HOUSE.glob("docs/**/*.md") if page not in named} - {index} == set()


def test_every_force_level_and_noun_of_the_cooperation_has_its_term() -> None:
    named = {*Force, *Level, *cooperation_nouns()}
    assert {word for word in named if word not in terms()} == set()


def test_papers_say_the_terms_of_the_page() -> None:
    told = {
        (tag, name): words(tag).table[f"{topic}.{name}"].casefold()
        for tag in (*READ, *UNREAD)
        for topic, names in (("force", Force), ("state", State))
        for name in names
    }
    meant = {
        (tag, name): terms()[name][column].partition(" (")[0].casefold()
        for column, tag in enumerate((*READ, *UNREAD))
        for name in (*Force, *State)
    }
    assert told == meant


def test_no_word_of_a_state_is_said_for_another() -> None:
    states = ("in force", "offered", "void", "declined", *(state for state in State if state != "declined"))
    for column, language in enumerate(LANGUAGES):
        said = [terms()[state][column] for state in states]
        assert len({*said}) == len(said), language


def test_every_term_is_said_in_every_language() -> None:
    page = (HOUSE / "docs" / "terms.md").read_text(encoding="utf-8")
    heads = {line for line in page.splitlines() if line.startswith("| code ")}
    assert heads == {f"| code | {' | '.join(LANGUAGES)} |"}
    assert {word: row for word, row in terms().items() if len(row) != len(LANGUAGES) or not all(row)} == {}


@pytest.mark.parametrize(
    ("column", "script"), [(3, r"[\u0E80-\u0EFF]"), (4, r"[\u1780-\u17FF]")], ids=["Lao", "Khmer"]
)
def test_lao_and_khmer_stand_in_their_own_script(column: int, script: str) -> None:
    assert {word for word, row in terms().items() if not re.fullmatch(f"({script}| )+", row[column])} == set()


@pytest.mark.parametrize("number", range(1, len(DECISIONS) + 1))
def test_a_decision_has_its_number_and_says_context_decision_and_consequence(number: int) -> None:
    page = DECISIONS[number - 1]
    assert page.name.startswith(f"{number:04}-")
    parts = re.findall(r"^# \d+\.|^\*\*\w+\.\*\*", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert parts == [f"# {number}.", "**Context.**", "**Decision.**", "**Consequence.**"]


def test_a_changelog_fragment_is_named_by_its_type() -> None:
    config = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    fragments = [path.name for path in (HOUSE / config["directory"]).iterdir() if path.suffix == ".md"]
    form = re.compile(r"[a-z0-9-]+\.(feature|bugfix|doc|removal|misc)\.md")
    assert [name for name in fragments if not form.fullmatch(name)] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_page_names_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)(?=[`\s])", (HOUSE / page).read_text(encoding="utf-8")))
    assert named
    assert named - targets == set()
