"""What may answer an undertaking, each with the reasons for thinking so.

A line that names the undertaking answers it because the parties said so. Everything
else is a match: a later occasion or signature that shares its mechanism, its domain
or its parties. A match is offered to an officer; it settles nothing. What has no date,
on either side, is matched with nothing: later is not known.
"""

import datetime
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.report import Report
from foedus.cooperation.template import Template
from foedus.cooperation.undertaking import Undertaking
from foedus.register import Register
from foedus.terms import Date


class Reason(StrEnum):
    """Why something is thought to answer an undertaking, strongest first."""

    LINKED = "linked"
    MECHANISM = "mechanism"
    DOMAIN = "domain"
    IN_TIME = "in-time"
    PARTIES = "parties"


WEIGHTS = {Reason.LINKED: 16, Reason.MECHANISM: 8, Reason.DOMAIN: 4, Reason.IN_TIME: 2, Reason.PARTIES: 1}
"""What each reason adds to a rank; a stronger one outweighs all weaker ones together."""

_SIGNED = frozenset({Standing.SIGNED, Standing.IN_EXECUTION})


@frozen(kw_only=True)
class Answer:
    """One thing that answers, or may answer, an undertaking.

    Attributes:
        item: the line, the occasion or the instrument.
        why: the reasons, strongest first.
        on: when it took place or was last reported; None where that is not known.
        reports: what each party reported on it, oldest first.
        ours_alone: whether it is known to us only.
    """

    item: Item
    why: tuple[Reason, ...]
    on: Date | None
    reports: tuple[Report, ...] = ()
    ours_alone: bool = False

    @property
    def rank(self) -> int:
        """How strong the reasons are together: the greater, the stronger."""
        return sum(WEIGHTS[reason] for reason in self.why)

    @property
    def linked(self) -> bool:
        """Whether the parties themselves said that it answers."""
        return Reason.LINKED in self.why


def answers(register: Register, undertaking: Undertaking, *, template: Template) -> tuple[Answer, ...]:
    """Everything that answers an undertaking so far, the strongest first, then the latest, then by name."""
    linked = [_linked(register, item) for item in register.served_by(undertaking.id)]
    taken = {answer.item.id for answer in linked}
    candidates: tuple[Engagement | Instrument, ...] = (
        *register.known(Engagement),
        *register.known(Instrument),
    )
    matches = [
        match
        for item in candidates
        if item.id not in taken and (match := _match(register, undertaking, item=item, template=template))
    ]
    return tuple(sorted(linked + matches, key=_strongest))


def said_on(undertaking: Undertaking) -> Date | None:
    """When an undertaking was given: the date of the document that states it."""
    return undertaking.source.published if undertaking.source else None


def _linked(register: Register, item: Item) -> Answer:
    planned = item.when.start if isinstance(item, Activity) and item.when else None
    return Answer(
        item=item,
        why=(Reason.LINKED,),
        on=register.reported(item.id) or planned,
        reports=register.reports_on(item.id),
        ours_alone=register.is_ours_alone(item.id),
    )


def _match(
    register: Register, undertaking: Undertaking, *, item: Engagement | Instrument, template: Template
) -> Answer | None:
    took_place = _took_place(item)
    given = said_on(undertaking)
    if took_place is None or given is None or not given.last < took_place.first <= register.on:
        return None
    reasons = {
        Reason.MECHANISM: _same_mechanism(undertaking, item),
        Reason.DOMAIN: isinstance(item, Engagement)
        and template.belongs(item.kind, domain=undertaking.domain),
        Reason.IN_TIME: undertaking.due is not None and took_place.first <= undertaking.due.last,
        Reason.PARTIES: bool(undertaking.on) and set(undertaking.on) <= set(item.parties),
    }
    why = tuple(reason for reason, holds in reasons.items() if holds)
    answered = Reason.MECHANISM in why or (Reason.PARTIES in why and _concerns(undertaking, item, why))
    if not answered:
        return None
    return Answer(item=item, why=why, on=took_place, ours_alone=register.is_ours_alone(item.id))


def _concerns(undertaking: Undertaking, item: Engagement | Instrument, why: tuple[Reason, ...]) -> bool:
    if isinstance(item, Engagement):
        return Reason.DOMAIN in why
    return item.kind == "plan" and undertaking.domain == "plan-execution"


def _same_mechanism(undertaking: Undertaking, item: Engagement | Instrument) -> bool:
    return (
        isinstance(item, Engagement)
        and undertaking.mechanism is not None
        and item.mechanism == undertaking.mechanism
    )


def _took_place(item: Engagement | Instrument) -> Date | None:
    if isinstance(item, Engagement):
        return item.when.end if item.status is Occurrence.HELD and item.when else None
    return item.signed if item.status in _SIGNED else None


def _strongest(answer: Answer) -> tuple[int, int, str]:
    latest = answer.on.last if answer.on else datetime.date.min
    return (-answer.rank, -latest.toordinal(), answer.item.id)
