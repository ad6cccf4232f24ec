"""The pages on conformance say what the suite does: its commands, options, cases and sections."""

import json
import re
import shlex
from pathlib import Path

import pytest

from foedus_conformance import adapter
from foedus_conformance.__main__ import _parser, main
from foedus_conformance.case import Refused
from foedus_conformance.catalogue import CASES, FILES, NODES, chosen
from foedus_conformance.errors import UnknownCaseError

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "conformance.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "how-to" / "hold-another-implementation.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "reference" / "record-format.md").read_text(encoding="utf-8")
SECTIONS = {int(number) for number in re.findall(r"^## ([0-9]+)\.", FORMAT, re.MULTILINE)}
REFUSALS = set(re.findall(r"^\| `(\w+Error)`", FORMAT, re.MULTILINE))


def test_the_page_names_every_command_of_the_protocol() -> None:
    named = re.findall(r"^\| `([a-z]+) FOLDER", PAGE, re.MULTILINE)
    assert set(named) == set(adapter.NODE)


def test_the_page_names_every_option() -> None:
    options = {option for action in _parser()._actions for option in action.option_strings}
    assert set(re.findall(r"^\| `(--[a-z]+)", PAGE, re.MULTILINE)) == options - {"-h", "--help"}


@pytest.mark.parametrize("line", re.findall(r"^ +foedus-conformance (.*)$", GUIDE, re.MULTILINE))
def test_every_command_of_the_guide_can_be_typed(line: str) -> None:
    asked = _parser().parse_args(shlex.split(line))
    assert chosen(asked.only or [], level=asked.level)


def test_every_file_that_the_guide_names_is_there() -> None:
    for name, file in re.findall(r"files/([a-z0-9-]+)/([a-z0-9-]+)\.foedus", GUIDE):
        (case,) = (case for case in FILES if case.name == name)
        assert file in {each.name for each in case.files()}


def test_every_case_has_a_name_of_its_own_and_stands_on_a_section_of_the_format() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.section for case in CASES} - SECTIONS == set()
    assert {case.section for case in FILES} == {*range(1, 10), 13}
    assert {case.level for case in FILES} | {case.level for case in NODES} == {1, 2}


def test_every_refusal_that_a_file_can_meet_must_come_somewhere_by_that_name_alone() -> None:
    asked = {
        frozenset(file.expected.names)
        for case in FILES
        for file in case.files()
        if isinstance(file.expected, Refused)
    }
    assert set().union(*asked) <= REFUSALS
    by_no_file = {"ForkError", "CoverError"}
    assert {name for name in REFUSALS if {name} not in asked} == by_no_file


def test_no_two_files_of_a_case_have_one_name() -> None:
    for case in FILES:
        names = [file.name + file.suffix for file in case.files()]
        assert len(set(names)) == len(names), case.name


def test_the_files_are_the_same_on_every_run() -> None:
    (case,) = chosen(["seal"])
    assert case in FILES
    made = [[file.make() for file in case.files()] for _ in range(2)]
    assert made[0] == made[1]


def test_a_case_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(UnknownCaseError, match="There is no case called no-such-case"):
        chosen(["kinds", "no-such-case"])


def test_cases_are_chosen_by_name_by_pattern_and_by_level() -> None:
    assert [case.name for case in chosen(["act-f*", "kinds"])] == ["act-fields", "kinds"]
    assert {case.level for case in chosen([], level=1)} == {1}
    assert chosen([]) == CASES


def test_the_cases_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list", "--only", "kinds"]) == 0
    assert capsys.readouterr().out == "kinds  (level 1, section 3): each kind of act is accepted\n"


def test_a_report_is_told_in_lines_or_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "kinds", "--level", "1"]) == 0
    assert capsys.readouterr().out == (
        "passed  kinds, 5 files\n"
        "\n"
        "Level 1, a verifier of files: 1 passed, 0 failed over 5 files.\n"
        f"Level 2, a node with a log of its own: {len(NODES)} cases skipped, for they were not asked for.\n"
        "Every case passed.\n"
    )
    assert main(["--only", "kinds", "--level", "1", "--json", "--implementation", "false"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["passed"], report["failed"], len(report["skipped"])) == (0, 1, len(NODES))
    assert [case["case"] for case in report["cases"]] == ["kinds"]


def test_what_cannot_be_started_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "kinds", "--implementation", "/no/such/program"]) == 1
    assert capsys.readouterr().err.startswith(
        "Error: The implementation cannot be started: /no/such/program: no such file or directory.\nHint: "
    )


def test_files_are_kept_with_the_verdict_they_must_get(tmp_path: Path) -> None:
    assert main(["--only", "founding-charter", "--only", "kinds", "--keep", str(tmp_path)]) == 0
    noted = json.loads((tmp_path / "founding-charter" / "verdicts.json").read_text(encoding="utf-8"))
    assert noted["missing.foedus"] == {"verdict": "refused", "refusal": ["MissingActError"]}
    kept = {path.name for path in (tmp_path / "kinds").iterdir()}
    assert kept == {"verdicts.json", *json.loads((tmp_path / "kinds" / "verdicts.json").read_text())}
