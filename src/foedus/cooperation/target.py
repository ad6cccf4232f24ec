"""What a plan is to reach in a domain, as a number agreed beforehand; each side says what was reached."""

from collections.abc import Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, Domain, ItemId, Wording


@frozen(kw_only=True)
class Target(Item):
    """One target of a plan.

    A side reports what was reached in a report on the target, as the detail `reached`.

    Attributes:
        indicator: what is counted.
        baseline: the number before the plan; None where nobody counted.
        goal: the number to reach.
        due: by when; the end of the plan where it is not said.
    """

    plan: ItemId
    domain: Domain
    indicator: Wording = field(hash=False)
    baseline: int | None = None
    goal: int
    due: Date | None = None

    def faults(self) -> Iterator[Fault]:
        """Nothing counted, or numbers below zero."""
        yield from unsaid("indicator", self.indicator)
        for name in ("baseline", "goal"):
            number = getattr(self, name)
            if number is not None and number < 0:
                yield Fault(path=name, reason=phrase("is not a number from 0 ({number})", number=number))
