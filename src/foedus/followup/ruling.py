"""What we decided of an undertaking: what answers it, what does not, how it ended.

A ruling is ours alone. It is an officer's judgement on what a document or the record shows; the
other parties say theirs in reports, and nothing here is ever sent to them.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.item import Value
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId


class Verdict(StrEnum):
    """What was decided."""

    ANSWERS = "answers"
    PARTLY = "partly"
    REFUSED = "refused"
    RESTATED = "restated"
    LAPSED = "lapsed"
    DECLINED = "declined"


ABOUT_AN_ITEM = frozenset({Verdict.ANSWERS, Verdict.PARTLY, Verdict.REFUSED, Verdict.RESTATED})
"""The verdicts that speak of another item; the others speak of the undertaking alone."""


@frozen(kw_only=True)
class Ruling(Value):
    """One decision.

    Attributes:
        undertaking: of which undertaking.
        item: what answers it, in part or whole, or does not; the later undertaking that restates it.
        on: the day from which it counts.
        note: why, in an officer's words.
    """

    undertaking: ItemId
    item: ItemId | None = None
    verdict: Verdict
    on: Date
    note: str = ""

    def faults(self) -> Iterator[Fault]:
        """An item where none is spoken of, or none where one is; the undertaking itself."""
        if (self.item is not None) != (self.verdict in ABOUT_AN_ITEM):
            wants = phrase("is missing") if self.item is None else phrase("is named")
            yield Fault(
                path="item",
                reason=phrase("{wants}, and the verdict is {verdict}", wants=wants, verdict=self.verdict),
            )
        if self.item == self.undertaking:
            yield Fault(path="item", reason="is the undertaking itself")
