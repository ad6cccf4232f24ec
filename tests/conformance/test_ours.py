"""Foedus itself, held to every case of the suite through its command line."""

import sys
from pathlib import Path

import pytest

from foedus_conformance.case import FileCase
from foedus_conformance.catalogue import FILES, NODES, chosen
from foedus_conformance.implementation import Implementation
from foedus_conformance.nodes.stage import NodeCase
from foedus_conformance.running import Run, played

OURS = Implementation((sys.executable, "-m", "foedus_conformance.adapter"))


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(OURS, tmp_path_factory.mktemp("conformance"))


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_our_verifier_gives_every_verdict_that_must_come(run: Run, case: FileCase) -> None:
    (result,) = run.results([case])
    assert result.faults == ()
    assert result.files > 0


@pytest.mark.slow
@pytest.mark.parametrize("case", NODES, ids=lambda case: case.name)
def test_our_node_does_and_refuses_what_it_must(run: Run, case: NodeCase) -> None:
    (result,) = run.results([case])
    assert result.faults == ()


@pytest.mark.parametrize("case", ["numbers", "edge-cases", "mandates", "seal", "who-is-shown"])
def test_another_implementation_is_asked_in_the_same_way(case: str) -> None:
    another = Implementation((sys.executable, str(Path(__file__).with_name("second.py"))))
    (result,) = played(another, chosen([case]))
    assert result.faults == ()


def test_one_that_says_less_than_a_verdict_must_is_told_what_is_missing() -> None:
    another = Implementation((sys.executable, str(Path(__file__).with_name("second.py"))))
    (result,) = played(another, chosen(["since-when"]))
    assert result.faults[0].startswith("the-later-signature.foedus: expected compact to be ")


def test_nothing_is_left_of_a_case_whose_files_are_not_to_be_kept(tmp_path: Path) -> None:
    other = Run(OURS, tmp_path)
    assert [result.passed for result in other.results(FILES[:2])] == [True, True]
    assert list(tmp_path.iterdir()) == []
