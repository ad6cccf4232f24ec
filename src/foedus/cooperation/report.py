"""What one party says of its own part in a thing: how far it has come, and with what outcome.

A report is no item of the common register: it needs one signature, its party's, and
stands in that party's log. What the two sides say is never merged.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.activity import Details
from foedus.cooperation.item import Value, repeated
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Party, Wording

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Outcome(StrEnum):
    """The outcome against what was agreed."""

    MET = "met"
    MISSED = "missed"
    EXCEEDED = "exceeded"


@frozen(kw_only=True)
class Report(Value):
    """One party's word on one item, on a date.

    Attributes:
        stage: the stage reached: of an activity, one of its kind's; of an undertaking, its state.
        also: stages before it that are herewith reported done too.
        details: what the fields say of those that each side reports, by field.
        documents: what proves it: filed documents, by SHA-256 in hexadecimal.
        items: what proves it among the items: an instrument, an engagement, another activity.
    """

    party: Party
    item: ItemId
    stage: str | None = None
    also: tuple[str, ...] = ()
    outcome: Outcome | None = None
    on: Date
    note: Wording = field(factory=dict, hash=False)
    details: Details = field(factory=dict, hash=False)
    documents: tuple[str, ...] = ()
    items: tuple[ItemId, ...] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """All the stages that it reports done, the one reached last."""
        return (*self.also, self.stage) if self.stage is not None else ()

    def faults(self) -> Iterator[Fault]:
        """A report that reports nothing, stages beside none, evidence named twice or by no hash."""
        said = (self.stage, self.outcome, self.note, self.details, self.documents, self.items)
        if not any(said):
            reason = phrase("is missing, and so are outcome, note, details and evidence: nothing is reported")
            yield Fault(path="stage", reason=reason)
        for name in ("also", "documents", "items"):
            yield from repeated(name, getattr(self, name))
        if self.also and (self.stage is None or self.stage in self.also):
            yield Fault(path="also", reason="names stages before the one reached, and that one stands apart")
        for at, document in enumerate(self.documents):
            if not _SHA256.fullmatch(document):
                reason = phrase("is not a SHA-256 in 64 small hexadecimal digits")
                yield Fault(path=f"documents[{at}]", reason=reason)
