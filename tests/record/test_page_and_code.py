"""The format's page and the code cannot drift apart: fields, bodies, roles, limits, types, refusals."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from foedus import errors
from foedus.errors import FoedusError
from foedus.record import (
    act,
    bundle,
    canonical,
    container,
    cover,
    descent,
    disclosure,
    entry,
    evidence,
    holding,
    keyfile,
    log,
    shape,
    signature,
    standing,
    tree,
)  # fmt: skip
from foedus.record.bundle import Manifest
from foedus.record.entry import EMPTY, EntryType
from foedus_conformance.files import limits
from foedus_conformance.files.entries import RIGHT
from tests.record import second_verifier
from tests.worlds import World

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "record-format.md").read_text(encoding="utf-8")
SECTIONS = {int(part.split(".")[0]): part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
READING = (act, bundle, canonical, container, cover, descent, disclosure, entry, evidence, holding, log,
           shape, signature, standing, tree)  # fmt: skip
"""What reads a file that came from elsewhere."""


def rows(section: int, head: str) -> list[list[str]]:
    """The rows of the first table of a section whose first column has this head."""
    lines = SECTIONS[section].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"| {head} |"))
    table = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return table


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def number(text: str) -> int:
    return int(text.replace(",", ""))


def fields(section: int) -> set[str]:
    return {word for row in rows(section, "field") for word in words(row[0])}


def test_the_fields_of_acts_and_entries_are_those_of_the_tables() -> None:
    assert fields(3) == {*act._FIELDS, "items", "parties"}
    assert fields(4) == {*entry._FIELDS}


def test_the_kinds_of_acts_and_the_types_of_payloads_are_those_of_the_page() -> None:
    (kinds,) = (words(row[1]) for row in rows(3, "field") if row[0] == "`kind`")
    assert kinds == list(act.ActKind)
    types = {value for name, value in vars(signature).items() if str(value).startswith("application/")}
    assert set(re.findall(r"`(application/vnd\.foedus\.[a-z]+\+json)`", SECTIONS[2])) == types


def test_the_bodies_of_entries_are_those_of_the_table() -> None:
    table = {words(row[0])[0]: (words(row[1]), row[2]) for row in rows(4, "type")}
    assert list(table) == list(EntryType)
    bodies = {kind: RIGHT[kind] for kind in EntryType if kind is not EntryType.KEYS}
    named = {kind: set(table[kind][0]) & set(body) for kind, body in bodies.items()}
    assert named == {kind: set(body) for kind, body in bodies.items()}
    others = {"null", "sign", "report"}  # values, not fields
    assert {kind: set(table[kind][0]) - set(body) - others for kind, body in bodies.items()} == {
        kind: set() for kind in bodies
    }


def test_the_role_that_each_type_asks_for_is_that_of_the_table() -> None:
    table = {words(row[0])[0]: row[2] for row in rows(4, "type")}
    assert table == {kind: second_verifier.ROLES.get(kind, "sign") for kind in EntryType}
    source = inspect.getsource(log.Log._refuse_without_mandate)
    assert {kind for kind in EntryType if f"EntryType.{kind.name}" in source} == set(second_verifier.ROLES)


def test_the_types_that_need_an_office_are_those_of_the_page() -> None:
    (cell,) = (row[1] for row in rows(4, "field") if "`body`" in row[0])
    for kind in EntryType:
        assert (kind in words(cell)) == (kind in entry._SPOKEN)


def test_a_statement_a_manifest_a_line_and_a_proof_have_the_fields_of_the_page() -> None:
    world = World()
    world.all_sign(world.act({"line-1": None}))
    stated = re.search(r"^ {4}(\{\"links.*\})$", SECTIONS[5], re.MULTILINE)
    assert stated
    assert set(re.findall(r'[{,]"([a-z_]+)":', stated[1])) - {"kid", "sig"} == set(
        world.keys("VN", ops=(world.ops["VN"],))
    )
    exact = SECTIONS[8].split("The manifest has exactly")[1].split("`have` and `heads`")[0]
    manifest = Manifest("ab" * 32, "VN", ("LA",), {"VN": 0, "LA": 0}, {"VN": EMPTY, "LA": EMPTY}, "")
    assert set(words(exact)) == set(canonical.decode(manifest.to_bytes()))
    line = canonical.decode(world.disclosure("line-1").to_bytes(), deepest=disclosure.DEEPEST)
    assert fields(9) == set(line)
    body = inspect.getsource(evidence.Evidence.to_bytes)
    assert fields(13) == set(re.findall(r'^ +"([a-z]+)":', body, re.MULTILINE))


LIMITS = {
    r"±\(2\^([0-9]+) − 1\)": (1, canonical.LARGEST_INTEGER.bit_length()),
    r"No value lies more than ([0-9]+) levels": (1, canonical.DEEPEST),
    r"one signature, at most ([0-9,]+) bytes": (2, entry.MOST_BYTES),
    r"document of the profile, at most ([0-9,]+) bytes": (3, act.MOST_BYTES),
    r"strikes the item out; at most ([0-9,]+) bytes": (3, act.MOST_BYTES),
    r"`items` \| list of at most ([0-9,]+) objects": (3, act.MOST_ITEMS),
    r"object of 2 to ([0-9]+) parties": (3, act.MOST_PARTIES),
    r"a\s+file of at most\s+2\^([0-9]+) \+ 2\^28 bytes": (8, container.LARGEST.bit_length() - 1),
    r"At most ([0-9,]+) members": (8, container.MOST_MEMBERS),
    r"names ASCII, at most ([0-9]+) bytes": (8, container.LONGEST_NAME),
    r"the manifest, at most ([0-9,]+) bytes": (8, bundle.MOST_MANIFEST),
    r"the seal, at most ([0-9,]+) bytes": (8, bundle.MOST_SEAL),
    r"documents, at most ([0-9,]+) bytes": (8, bundle.MOST_BLOB),
    r"without a line feed, at most ([0-9,]+) bytes": (9, disclosure.MOST_BYTES),
    r"its values lie at most ([0-9]+) levels": (9, disclosure.DEEPEST),
    r"`ops`: 1 to ([0-9]+)": (11, keyfile.MOST_OPS),
    r"8,192 to\s+([0-9,]+) bytes": (11, keyfile.MOST_MEMORY),
    r"without a line feed, at most ([0-9,]+) bytes, its values": (13, evidence.MOST_BYTES),
    r"its values at most ([0-9]+) levels": (13, evidence.DEEPEST),
}


@pytest.mark.parametrize("said", LIMITS)
def test_a_limit_of_the_code_is_that_of_the_page(said: str) -> None:
    section, limit = LIMITS[said]
    found = re.search(said, SECTIONS[section])
    assert found
    assert number(found[1]) == limit


def test_every_limit_that_the_suite_goes_to_stands_on_the_page() -> None:
    edges = {
        int(file.name.rsplit("-", 1)[1])
        for room in limits.ROOMS
        for case in room.cases
        for file in list(case.files())[::2]
    }
    said = {number(found) for found in re.findall(r"(?<![0-9a-f])[0-9][0-9,]*(?![0-9a-f])", PAGE)}
    by_others = {63, 262_141}  # one's own log is none that one has seen; base64 goes by fours
    assert edges - said == by_others


def test_the_refusals_of_the_page_are_those_of_what_reads_a_file() -> None:
    called = {
        node.func.id
        for module in READING
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    refusals = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, FoedusError) and name in called
    }
    by_a_node = {"ForkError"}  # where a bundle meets what is held
    only_making = {"NoDisclosureError"}
    assert {words(row[0])[0] for row in rows(10, "refusal")} == (refusals | by_a_node) - only_making
