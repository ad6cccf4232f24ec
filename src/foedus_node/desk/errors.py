"""What the desk refuses: a proposal, a report, a decision that cannot stand. See `foedus_node.errors`."""

from foedus.errors import FoedusError, refusal


@refusal
class ProposalError(FoedusError):
    """A proposal that cannot be accepted as asked."""

    sentence = "Proposal {number} cannot be accepted so: {reason}."
    hint = "Mend it with --set FIELD=VALUE, or reject it with --reject."
    on_page = "Correct its fields, or reject it."
    number: int
    reason: str


@refusal
class SettledError(FoedusError):
    """A proposal that somebody settled before, or that there is nothing to take back of."""

    sentence = "Proposal {number} is {state} already."
    hint = "Look at it again; what was decided can be taken back in the reading room."
    number: int
    state: str


@refusal
class ReportError(FoedusError):
    """A report that says what cannot be, or is proved by what nobody holds."""

    sentence = "This cannot be reported of {item}: {reason}."
    hint = "Correct it and report again; nothing was signed."
    item: str
    reason: str


@refusal
class RulingError(FoedusError):
    """A decision on an undertaking that cannot stand."""

    sentence = "This cannot be decided of {undertaking}: {reason}."
    hint = "See `foedus followup history {undertaking}`; nothing was changed."
    on_page = "Its page shows what was decided before; nothing was changed."
    undertaking: str
    reason: str


@refusal
class ModelUnnamedError(FoedusError):
    """Help is asked of a language model, and none is named."""

    sentence = "No language model is named for this node: {missing} is not set."
    hint = "Set FOEDUS_MODEL_URL and FOEDUS_MODEL_NAME, or read without --model: nothing was read."
    on_page = "Ask the administrator; the rules read without a model."
    missing: str


@refusal
class ModelSilentError(FoedusError):
    """A language model's endpoint that gives no answer that can be used."""

    sentence = "The model at {address} was of no help: {reason}."
    hint = "What the rules found stands. Check FOEDUS_MODEL_URL, and that the model is running."
    on_page = "What the rules found stands."
    address: str
    reason: str
