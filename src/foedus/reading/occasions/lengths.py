"""How long a visit lasts, where a text tells its first day and its length: "une visite de trois jours".

Which day is a visit's own is for `foedus.reading.occasions.clauses`.
"""

import datetime
from itertools import pairwise

from attrs import evolve

from foedus.reading.dates import Stated
from foedus.reading.occasions.clauses import Clause
from foedus.terms import Date

_NEAR = 32
"""Letters after a visit within which its length is told."""
_FOR = 60
"""Letters after a verb of travelling within which it is told for what: "arrivé pour une visite"."""
_LONGEST = 30
"""Days of a visit at most."""


def lasting(clause: Clause, date: Stated | None) -> Stated | None:
    """The days of a visit whose first day and length are told; the date as it is without a length."""
    if date is None or date.start is None or date.start != date.last or date.start.day is None:
        return date
    days = _days(clause)
    if not 1 < days <= _LONGEST:
        return date
    return evolve(date, last=Date.on(date.start.first + datetime.timedelta(days - 1)))


def _days(clause: Clause) -> int:
    """How many days the words after a visit tell; 0 where they tell none."""
    page, mark = clause.page, clause.mark
    if "meets" in mark.senses:
        mark = page.marks.first(mark.end, min(clause.sentence[1], mark.end + _FOR), "occasion") or mark
    units = clause.list_of("days")
    words = page.words(mark.end, min(clause.sentence[1], mark.end + _NEAR)) if units else []
    counts = page.lexicon.grammar["people"]["numbers"]
    for number, unit in pairwise(words):
        if unit.rstrip(".") in units:
            return int(number) if number.isdigit() else int(counts.get(number, 0))
    return 0
