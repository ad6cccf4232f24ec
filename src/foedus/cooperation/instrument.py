"""What the parties have put in writing: agreements, protocols, memoranda, minutes, plans as documents.

An instrument here is what is known of a document the parties signed or name. A
plan that is itself carried in the common record is a `Plan`.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Language, Level, Party, Wording


class Status(StrEnum):
    """How far an instrument has come, as its source says."""

    MENTIONED = "mentioned"
    TO_BE_SIGNED = "to-be-signed"
    AGREED = "agreed"
    SIGNED = "signed"
    IN_EXECUTION = "in-execution"


@frozen(kw_only=True)
class Instrument(Item):
    """A document between parties.

    Attributes:
        kind: plan, agreement, protocol, memorandum, minutes, statement, contract, programme, or another noun.
        number: its number as printed.
        year: the year in its name, or of its signature.
        parent: the instrument it carries out.
        signatories: the persons who signed, by their items.
        signed: when it was signed; `in_force` and `ends` when it binds.
        authentic: the languages of the texts that are authentic; `prevailing` the one that decides.
        review: when it is to be reviewed.
        amends: the instrument that it amends, supplements or extends.
        depositary: who keeps the original, or the copy.
        serves: the orientations above it.
        occasion: the activity or engagement at which it was signed.
    """

    kind: str
    title: Wording = field(factory=dict, hash=False)
    number: str = ""
    year: int | None = None
    level: Level | None = None
    parent: ItemId | None = None
    parties: tuple[Party, ...] = ()
    signatories: tuple[ItemId, ...] = ()
    place: str = ""
    signed: Date | None = None
    in_force: Date | None = None
    ends: Date | None = None
    status: Status
    authentic: tuple[Language, ...] = ()
    prevailing: Language | None = None
    review: Date | None = None
    amends: ItemId | None = None
    depositary: str = ""
    serves: tuple[ItemId, ...] = ()
    occasion: ItemId | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """No kind, something named twice, an end before the beginning, its own parent."""
        yield from unsaid("kind", self.kind)
        for name in ("parties", "signatories", "authentic", "serves"):
            yield from repeated(name, getattr(self, name))
        begins = self.in_force or self.signed
        if begins and self.ends and self.ends.last < begins.first:
            yield Fault(
                path="ends",
                reason=phrase("lies before its beginning ({end} < {start})", end=self.ends, start=begins),
            )
        for name in ("parent", "amends"):
            if getattr(self, name) == self.id:
                yield Fault(path=name, reason="is the instrument itself")
        if self.prevailing is not None and self.prevailing not in self.authentic:
            yield Fault(
                path="prevailing",
                reason=phrase("{prevailing} is not among the authentic texts", prevailing=self.prevailing),
            )
