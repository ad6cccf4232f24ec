"""Lines counted where they lie: how many of each domain and of each month have come how far.

One question for each, whose answer has as many rows as there are domains or months, however many
lines are counted.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Substr

from foedus.oversight.progress import Progress
from foedus_node.storage.index.models import Line

MOST_MONTHS = 24
"""Beyond that, years are counted."""
_MONTH = re.compile(r"\d{4}-\d{2}")

Counted = Mapping[str, Counter[Progress]]


def by_domain(rows: QuerySet[Line], *, on: datetime.date) -> Counted:
    """How many of these lines have come how far by a day, by domain."""
    return _counted(rows, F("domain"), on=on)


def by_month(rows: QuerySet[Line], *, on: datetime.date) -> Counted:
    """The same by the month in which they begin (`2026-03`), by year where these are many.

    Under an empty name stand those that have no month, or no year.
    """
    found = _counted(rows, Substr("when", 1, 7), on=on)
    months = _gathered(found, lambda name: name if _MONTH.fullmatch(name) else "")
    return months if len(months) <= MOST_MONTHS else _gathered(found, lambda name: name[:4])


def _gathered(found: Counted, called: Callable[[str], str]) -> Counted:
    gathered: defaultdict[str, Counter[Progress]] = defaultdict(Counter)
    for name, counts in found.items():
        gathered[called(name)].update(counts)
    return dict(gathered)


def _counted(rows: QuerySet[Line], by: F | Substr, *, on: datetime.date) -> Counted:
    late = Case(
        When(is_open=True, ends__lt=on, then=Value(Progress.LATE.value)),
        default=F("progress"),
        output_field=CharField(),
    )
    told = rows.order_by().annotate(named=by, stands=late).values_list("named", "stands")
    counted: defaultdict[str, Counter[Progress]] = defaultdict(Counter)
    for name, stands, many in told.annotate(many=Count("pk")):
        counted[name][Progress(stands)] += many
    return dict(counted)
