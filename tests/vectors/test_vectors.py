"""The vectors are what their script makes, and both verifiers say of each what is written of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from foedus.record.canonical import digest
from foedus_conformance.case import FileCase, Verified
from foedus_conformance.catalogue import FILES
from tests.vectors.making import LARGE, VECTORS, verdict_on
from tests.vectors.second import second_verdict_on

FOLDER = Path(__file__).parent
VERDICTS: dict[str, dict[str, Any]] = json.loads((FOLDER / "verdicts.json").read_text(encoding="utf-8"))
HASHES: dict[str, dict[str, Any]] = json.loads((FOLDER / "large.json").read_text(encoding="utf-8"))
BY_A_FILE = {
    "ContainerError", "ProfileError", "ActError", "EntryError", "SignatureError", "GapError",
    "ForeignCompactError", "MissingActError", "ThirdPartyError", "DoubleEntryError", "DisclosureError",
    "EvidenceError",
}  # fmt: skip
"""Every refusal that one file by itself can meet."""


def test_the_files_are_those_that_have_a_verdict() -> None:
    files = {path.name for path in (FOLDER / "files").iterdir()}
    assert files == set(VERDICTS) == set(VECTORS)


@pytest.mark.parametrize("name", VECTORS)
def test_a_file_is_what_the_script_makes(name: str) -> None:
    assert (FOLDER / "files" / name).read_bytes() == VECTORS[name]()


@pytest.mark.parametrize("name", VERDICTS)
def test_both_verifiers_reach_the_verdict_that_is_written(name: str) -> None:
    data = (FOLDER / "files" / name).read_bytes()
    said = VERDICTS[name]
    assert verdict_on(data) == said
    assert second_verdict_on(data) == (None if "refusal" in said else said)


def test_every_refusal_that_a_file_can_meet_is_among_them() -> None:
    assert {said["refusal"] for said in VERDICTS.values() if "refusal" in said} == BY_A_FILE


def test_every_large_file_has_a_verdict() -> None:
    assert set(HASHES) == set(LARGE)


@pytest.mark.slow
@pytest.mark.parametrize("name", HASHES)
def test_both_verifiers_reach_the_verdict_on_a_large_file(name: str) -> None:
    data = LARGE[name]()
    said = {field: value for field, value in HASHES[name].items() if field != "sha256"}
    assert digest(data) == HASHES[name]["sha256"]
    assert verdict_on(data) == said
    assert second_verdict_on(data) == (None if "refusal" in said else said)


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_the_second_verifier_takes_of_the_suite_what_must_be_taken_and_nothing_else(case: FileCase) -> None:
    found = {file.name: second_verdict_on(file.make()) is not None for file in case.files() if not file.large}
    assert found == {
        file.name: isinstance(file.expected, Verified) for file in case.files() if not file.large
    }
