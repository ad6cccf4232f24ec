"""The rules of the house that no other tool checks: sizes, names, no clock and no dice in the core, locks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
MODULES = sorted(path for room in ("src", "tests", "benchmarks") for path in HOUSE.glob(f"{room}/**/*.py"))
CORE = [path for path in MODULES if path.is_relative_to(HOUSE / "src" / "foedus")]

MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 60
DRAWERS = {"base", "common", "helper", "helpers", "manager", "misc", "service", "services", "util", "utils"}
NO_DRAWER = HOUSE / "src" / "foedus_node" / "storage" / "common"  # the common record, beside the private
CLOCK_AND_CHANCE = {"random", "secrets", "time", "uuid"}
CLOCK_AND_CHANCE_CALLS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "os.getenv", "os.urandom",
    "SigningKey.generate", "PrivateKey.generate", "utils.random",
}  # fmt: skip

_EXCEPTION = re.compile(
    r"#\s*(noqa|type:\s*ignore)\b(?P<which>:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])?(?P<why>.*)"
)


def where(path: Path, node: ast.AST | None = None) -> str:
    return str(path.relative_to(HOUSE)) + (f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else "")


def nodes(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def last_word(name: str) -> str:
    *_, last = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)
    return str(last).lower()


def asked_of(paths: list[Path]) -> Iterator[tuple[Path, ast.AST, str]]:
    """Every module imported and every dotted call, the last two words of it."""
    for path, node in nodes(paths):
        match node:
            case ast.Import(names=names):
                yield from ((path, node, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names):
                yield path, node, module or ""
                yield from ((path, node, f"{(module or '').split('.')[-1]}.{name.name}") for name in names)
            case ast.Call(func=ast.Attribute() as called):
                yield path, node, ".".join(ast.unparse(called).split(".")[-2:])
            case _:
                pass


def test_no_module_is_longer_than_it_may_be() -> None:
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_MODULE} == {}


def test_no_function_is_longer_than_it_may_be() -> None:
    lengths = {
        f"{where(path, node)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, node in nodes(MODULES)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {
        where(path)
        for path in MODULES
        if DRAWERS.intersection(path.relative_to(HOUSE).with_suffix("").parts)
        and not path.is_relative_to(NO_DRAWER)
    }
    assert drawers == set()
    classes = {
        f"{where(path, node)} {node.name}"
        for path, node in nodes(MODULES)
        if isinstance(node, ast.ClassDef) and last_word(node.name) in DRAWERS
    }
    assert classes == set()


def test_the_core_reads_no_clock_and_throws_no_dice() -> None:
    assert {
        f"{where(path, node)} {name}"
        for path, node, name in asked_of(CORE)
        if name in CLOCK_AND_CHANCE or name in CLOCK_AND_CHANCE_CALLS
    } == set()


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from time import monotonic",
        "from os import urandom",
        "from nacl.utils import random",
        "seed = nacl.utils.random(32)",
        "now = datetime.datetime.now(datetime.UTC)",
        "today = date.today()",
        "key = nacl.signing.SigningKey.generate()",
    ],
)
def test_a_clock_or_dice_in_the_core_would_be_seen(line: str, tmp_path: Path) -> None:
    path = tmp_path / "core.py"
    path.write_text(line)
    assert {name for _, _, name in asked_of([path])} & (CLOCK_AND_CHANCE | CLOCK_AND_CHANCE_CALLS)


def test_every_exception_from_a_rule_says_which_and_why() -> None:
    bare = {
        f"{where(path)}:{number} {line.strip()}"
        for path in MODULES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := _EXCEPTION.search(line)) and not (found["which"] and re.search(r"\w", found["why"]))
    }
    assert bare == set()


def test_the_locks_pin_every_package_with_its_hash_and_name_no_registry() -> None:
    for path in sorted(HOUSE.glob("requirements/*.txt")):
        locked = re.sub(r"\\\n\s*", "", path.read_text(encoding="utf-8"))
        pins = [line for line in locked.splitlines() if not line.startswith("#")]
        form = re.compile(r"[a-z0-9-]+==[0-9][\w.]*( ; [^:/]+?)? +(--hash=sha256:[0-9a-f]{64} *)+")
        assert [pin for pin in pins if not form.fullmatch(pin)] == [], path.name


def test_what_is_locked_is_what_the_project_asks_for() -> None:
    project = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    asked = {name.lower() for name in re.findall(r'^    "([A-Za-z0-9-]+)>=', project, re.MULTILINE)}
    locked = {
        name
        for path in HOUSE.glob("requirements/*.txt")
        for name in re.findall(r"^([a-z0-9-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert asked - locked == set()
