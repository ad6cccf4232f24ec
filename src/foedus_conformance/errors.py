"""What the suite refuses: an implementation that does not answer, a case that is not there."""

from foedus.errors import FoedusError, refusal


@refusal
class NoAnswerError(FoedusError):
    """The implementation did not answer as the protocol asks."""

    sentence = "Asked to {asked}, the implementation {fault}."
    hint = "What it must answer stands in docs/reference/conformance.md; try the command by hand."
    asked: str
    fault: str


@refusal
class HungError(NoAnswerError):
    """The implementation did not end in its time."""


@refusal
class DeclinedError(FoedusError):
    """A node refused a command, as it may have to."""

    sentence = "it refused{complaint}"
    complaint: str


@refusal
class UnknownCaseError(FoedusError):
    """No case has that name."""

    sentence = "There is no case called {name}."
    hint = "`foedus-conformance --list` names them all; `--only` takes a name, or its beginning with a star."
    name: str


@refusal
class NoImplementationError(FoedusError):
    """No command line to start."""

    sentence = "The implementation cannot be started: {reason}."
    hint = 'Give its command line in quotes, as in --implementation "python3 my-adapter.py".'
    reason: str


@refusal
class BrokenRuleError(FoedusError):
    """In a case of level 2: what came is not what must come."""

    sentence = "expected {expected}, found {found}"
    expected: str
    found: str
