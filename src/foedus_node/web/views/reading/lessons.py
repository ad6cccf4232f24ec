"""What officers decided of proposals, and what the reader makes of it now: read again, told by kind."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus_node.desk import lessons as desk_lessons
from foedus_node.desk.lessons import Report
from foedus_node.people.roles import Right
from foedus_node.storage.private import papers
from foedus_node.storage.private.lessons import Sum, Verdict
from foedus_node.web.apart import apart
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.reading.saying import SORTS

MOST: Final = 20_000
"""Decisions that are read again while a page waits; of more, the command at the machine reads."""

_BECAME: Mapping[str, Any] = {
    Verdict.ACCEPTED: _("was accepted, and is not found any more"),
    Verdict.MENDED: _("was mended, and is not as mended any more"),
    Verdict.REJECTED: _("was rejected, and is proposed again"),
}


@frozen
class Row:
    """The decisions on one kind of proposal, by verdict; none where nothing was decided so."""

    kind: str
    accepted: Sum | None
    mended: Sum | None
    rejected: Sum | None


@page(Right.SEE_OURS, methods=("GET", "POST"))
def lessons(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was decided here and what the last reading made of it; a drafter may have all read again."""
    if request.method == "POST":
        desk.refuse_without(Right.DRAFT)
        apart(
            "foedus_node.desk.reading_again:read_again_at",
            desk.home.path,
            compact=desk.compact,
            private=True,
        )
        desk.note("lessons.read")
        messages.success(request, gettext("All that was decided was read again."))
        return HttpResponseRedirect(reverse("lessons", args=[desk.short]), status=303)
    report = desk_lessons.report(desk.compact)
    decided = sum(one.decided for one in report.sums)
    shown = {
        "report": report,
        "rows": _rows(report),
        "worse": [(one, str(SORTS[one.case.kind]), _BECAME[one.case.verdict]) for one in report.worse],
        "further": report.became_worse - len(report.worse),
        "may_read": 0 < decided <= MOST,
        "too_many": decided > MOST,
    }
    return render(request, "reading/lessons.html", shown)


def _rows(report: Report) -> list[Row]:
    found = {(one.kind, one.verdict): one for one in report.sums}
    verdicts = (Verdict.ACCEPTED, Verdict.MENDED, Verdict.REJECTED)
    return [
        Row(str(SORTS[kind]), *(found.get((kind, verdict)) for verdict in verdicts))
        for kind in papers.KINDS
        if any((kind, verdict) in found for verdict in verdicts)
    ]
