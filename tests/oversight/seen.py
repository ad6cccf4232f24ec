"""A small register for the tests of oversight: two parties and a sentence; all invented."""

import datetime

from foedus.cooperation.item import Item
from foedus.cooperation.report import Report
from foedus.cooperation.source import Source
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Language, Party

VN, LA, KH = Party("VN"), Party("LA"), Party("KH")
EN = Language("en")
DAY = datetime.date(2026, 9, 1)
BORDER = Domain("border")
SENTENCE = Source(
    document="a" * 64,
    title="Talks (illustrative)",
    published=Date(2026, 2, 5),
    start=0,
    end=9,
    words="the words",
)


def register(
    *items: Item,
    own: tuple[Item, ...] = (),
    reports: tuple[Report, ...] = (),
    on: datetime.date = DAY,
    since: datetime.date = datetime.date(2026, 1, 1),
    party: Party = VN,
) -> Register:
    """What is in force since a day, what is Vietnam's alone, and what was reported, on a day."""
    common = [InForce(item, "a" * 64, since) for item in items]
    return fold(party=party, in_force=common, reports=reports, own=own, on=on)
