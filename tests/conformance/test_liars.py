"""The suite can fail: each implementation that is wrong in one way fails the case that is about it."""

import sys
from pathlib import Path

import pytest

from foedus_conformance.catalogue import chosen
from foedus_conformance.errors import NoImplementationError
from foedus_conformance.implementation import Implementation
from foedus_conformance.running import Result, played

LIARS = Path(__file__).with_name("liars.py")

ABOUT_FILES = {
    "accepts-any-signature": ["signature-of-something-else", "edge-cases"],
    "verifies-by-another-library": ["edge-cases"],
    "reads-other-spellings": ["numbers", "strings", "objects-and-lists", "around-a-document"],
    "takes-numbers-with-a-fraction": ["numbers", "depth"],
    "takes-one-item-more": ["items-of-an-act"],
    "takes-a-longer-leaf": ["bytes-of-an-act", "bytes-of-the-parts-of-a-line"],
    "takes-any-zip": ["headers", "another-programs", "bytes-added"],
    "asks-for-no-mandate": ["mandates"],
    "asks-no-root": ["threshold", "what-the-root-signs"],
    "takes-any-root": ["new-root", "after-a-new-root"],
    "goes-by-the-majority": ["who-signed"],
    "ignores-a-void": ["voids"],
    "takes-two-acts-for-one-item": ["two-in-force"],
    "counts-from-the-first-signature": ["since-when"],
    "names-no-breach": ["breaches"],
    "names-nothing-seen-elsewhere": ["outrun"],
    "takes-acts-that-nobody-spoke-of": ["unspoken-acts"],
    "takes-any-seal": ["seal", "links-in-time"],
    "takes-any-head": ["heads"],
    "takes-a-line-of-another-place": ["other-parts", "sizes"],
    "names-one-refusal-for-all": ["act-fields", "signature-of-something-else"],
}
ABOUT_A_NODE = {
    "hides-forks": ["keeps-the-proof-of-a-fork"],
    "hides-breaches": ["names-a-peers-breach"],
    "says-yes-to-everything": ["signs-no-rival"],
    "loses-a-signature": ["signs-an-offer"],
    "never-recovers": ["recovers-by-a-printed-head"],
    "signs-rivals": ["signs-nothing-void"],
}
NO_ANSWERS = {
    "says-nothing": "printed nothing and ended with code 0, where 1 line of JSON must come",
    "hangs": "had not ended after 2 seconds",
    "is-killed": "was ended by SIGKILL",
    "prints-words": "printed 'Verified.' where a JSON object must stand",
    "fails": "printed nothing and ended with code 1, where 1 line of JSON must come (There is no disk.)",
    "ends-with-0": "refused a file and ended with code 0",
}


def liar(lie: str, *, seconds: float = 120) -> Implementation:
    return Implementation((sys.executable, str(LIARS), lie), seconds)


def failed(results: tuple[Result, ...]) -> list[str]:
    return [result.case.name for result in results if not result.passed]


@pytest.mark.parametrize("lie", ABOUT_FILES)
def test_a_verifier_that_lies_fails_the_cases_about_it_and_not_another(lie: str) -> None:
    about = ABOUT_FILES[lie]
    results = played(liar(lie), chosen([*about, "kinds"]))
    assert sorted(failed(results)) == sorted(about)


@pytest.mark.slow
@pytest.mark.parametrize("lie", ABOUT_A_NODE)
def test_a_node_that_lies_fails_the_case_about_it(lie: str) -> None:
    about = ABOUT_A_NODE[lie]
    assert failed(played(liar(lie), chosen(about))) == about


@pytest.mark.parametrize("lie", NO_ANSWERS)
def test_an_implementation_that_does_not_answer_is_told_so_in_words(lie: str) -> None:
    (result,) = played(liar(lie, seconds=2), chosen(["foreign-acts"]))
    assert [fault for fault in result.faults if NO_ANSWERS[lie] not in fault] == []
    assert result.faults


@pytest.mark.parametrize(
    ("lie", "fault"),
    [
        ("prints-words", "printed 'Verified.' where a JSON object must stand"),
        ("prints-a-list", "printed '[]' where a JSON object must stand"),
        (
            "names-refusals-by-number",
            'gave a refusal or a reason that is no text: {"verdict":"refused","refusal":[7]}',
        ),
        (
            "gives-a-third-verdict",
            'gave a verdict that is neither verified nor refused: {"verdict":"perhaps"}',
        ),
    ],
)
def test_an_answer_that_is_no_verdict_is_shown(lie: str, fault: str) -> None:
    (result,) = played(liar(lie), chosen(["act-with-another-field"]))
    assert result.faults == (f"named.foedus: Asked to verify named.foedus, the implementation {fault}.",)


def test_one_that_hangs_is_not_asked_for_ever() -> None:
    results = played(liar("hangs", seconds=0.5), chosen(["heads", "parties", "leaves", "complete", "seal"]))
    told = [result.faults[0].split(":")[0] for result in results]
    asked = [fault for fault in told if fault.startswith("Asked to verify")]
    assert (len(asked), told[3:]) == (3, ["not asked", "not asked"])


def test_a_node_that_does_not_answer_is_told_so_in_words() -> None:
    (result,) = played(liar("fails"), chosen(["declines"]))
    assert result.faults == ("expected `init VN` to be done, found it refused (There is no disk.)",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lie", "fault"),
    [
        ("exports-nothing", "expected a bundle in 02-VN.foedus, found none"),
        ("says-nothing-of-a-compact", "found no word of the compact"),
    ],
)
def test_a_node_that_leaves_out_what_it_must_say_is_told_so(lie: str, fault: str) -> None:
    (result,) = played(liar(lie), chosen(["signs-an-offer"]))
    assert result.faults[0].endswith(fault)


@pytest.mark.parametrize("line", ["", "   ", "'not closed", "/no/such/program"])
def test_what_cannot_be_started_is_refused(line: str) -> None:
    with pytest.raises(NoImplementationError):
        played(Implementation.of(line), chosen(["heads"]))
