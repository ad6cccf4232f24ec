"""The lines that are shown, as other programs take them; and a plan as a calendar that programs fetch.

Only what is in force goes into a file: what is ours alone stays here. Files are written as the lines
are read, however many they are; a workbook waits in a file of its own until it is whole. A calendar
program cannot sign in: it fetches an address that holds a secret, made for one person and one
compact, that ends with the person's password, their account or their role.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson
from attrs import evolve, frozen
from django.core import signing
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Marker, Sector
from foedus.cooperation.document import from_json
from foedus.interchange import geojson
from foedus.interchange.errors import LongCellError, LongTableError
from foedus.interchange.ics import file_of
from foedus.interchange.table import Layout, Sheet, Standing, csv_lines, layout_of, write_xlsx
from foedus.oversight.progress import Progress
from foedus.terms import wording_in
from foedus_node.desk import calendars
from foedus_node.people.models import User
from foedus_node.people.roles import Right
from foedus_node.storage.index import models, shelf
from foedus_node.web.desks import Desk, brought_up, desk_of, page
from foedus_node.web.views.plan.filters import Asked, asked, stages_of_kinds

_MOST_IN_A_WORKBOOK = 100_000
_SALT = "foedus.feed"
_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page()
def export(request: HttpRequest, desk: Desk, form: str) -> HttpResponseBase:
    """What is shown, in force, as a file of the form that the address ends in."""
    if form == "ics":
        return _calendar(request, desk)
    chosen = _common(request, desk)
    desk.note("exported the plan", f"{form} {request.GET.urlencode()}"[:200])
    name = f"{chosen.plan.id if chosen.plan else 'plan'}-{desk.on.isoformat()}.{form}"
    if form == "xlsx":
        return FileResponse(_workbook(chosen), as_attachment=True, filename=name, content_type=_TYPES[form])
    writing = {"csv": _csv, "geojson": _map, "json": _documents}[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(writing(chosen), content_type=_TYPES[form], headers=headers)


# --- tables -------------------------------------------------------------------------------------


def _common(request: HttpRequest, desk: Desk) -> Asked:
    """The lines asked for, as far as they are in force."""
    chosen = asked(request, desk)
    return evolve(chosen, wanted=evolve(chosen.wanted, ours=False))


@frozen
class _Stands:
    """How each line stands, in words for a table."""

    parties: str
    stages: Mapping[tuple[str, str], str]
    late: str
    signed: Mapping[str, str]

    @classmethod
    def of(cls, chosen: Asked) -> "_Stands":
        desk = chosen.desk
        open_offers = set(chosen.lines.exclude(offered="").values_list("offered", flat=True))
        settled = desk.held.settlement.standings if open_offers else {}
        return cls(
            ", ".join(sorted(desk.parties)),
            stages_of_kinds(desk),
            Progress.LATE.value,
            {act: ", ".join(sorted(settled[act].signed)) for act in open_offers if act in settled},
        )

    def beside(self, line: models.Line, chosen: Asked) -> Standing:
        late = line.is_open and line.ends < chosen.desk.on
        progress = self.late if late else line.progress
        signed = self.signed.get(line.offered, self.parties)
        return (signed, self.stages.get((line.kind, line.stage), line.stage), progress)

    @property
    def longest(self) -> Standing:
        """The longest words there may be, for the widths of columns."""
        signed = max((self.parties, *self.signed.values()), key=len)
        return (signed, max(("", *self.stages.values()), key=len), Progress.CARRIED_OUT.value)


def _layout(chosen: Asked, stands: _Stands) -> Layout:
    kinds = chosen.desk.kinds
    tongue = chosen.desk.language
    lines = _activities(chosen.lines)
    return layout_of(lines, kinds=kinds, tongue=tongue, standings=[stands.longest])


def _activities(lines: QuerySet[models.Line]) -> Iterator[Activity]:
    for line in shelf.in_order(lines):
        yield _activity(line)


def _activity(line: models.Line) -> Activity:
    item = from_json(line.item.document)
    assert isinstance(item, Activity)  # noqa: S101 (a line is one)
    return item


def _rows(chosen: Asked, layout: Layout, stands: _Stands) -> Iterator[tuple[Any, ...]]:
    for line in shelf.in_order(chosen.lines):
        yield layout.row(_activity(line), stands.beside(line, chosen))


def _csv(chosen: Asked) -> Iterator[bytes]:
    stands = _Stands.of(chosen)
    layout = _layout(chosen, stands)
    return csv_lines(layout.heads, _rows(chosen, layout, stands))


def _workbook(chosen: Asked) -> IO[bytes]:
    """A workbook in a file without a name, which goes when it was sent."""
    _many, more = shelf.count(chosen.lines, most=_MOST_IN_A_WORKBOOK)
    if more:
        raise LongTableError(most=f"{_MOST_IN_A_WORKBOOK:,}")
    stands = _Stands.of(chosen)
    layout = _layout(chosen, stands)
    if layout.longest:
        item, name, letters = layout.longest
        raise LongCellError(item=item, field=name, length=letters)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer, once it was sent)
    sheet = Sheet(heads=layout.heads, widths=layout.widths, title=title_of(chosen), on=chosen.desk.on)
    write_xlsx(file, _rows(chosen, layout, stands), sheet=sheet)
    file.seek(0)
    return file


# --- documents and maps ---------------------------------------------------------------------------


def _documents(chosen: Asked) -> Iterator[bytes]:
    comma = b"["
    for line in shelf.in_order(chosen.lines):
        # A server keeps no order of fields, files keep one: sorted, they are the same from both.
        yield comma + orjson.dumps(line.item.document, option=orjson.OPT_SORT_KEYS)
        comma = b",\n"
    yield b"]\n" if comma != b"[" else b"[]\n"


def _map(chosen: Asked) -> Iterator[bytes]:
    known = [from_json(row.document) for row in shelf.items_of(chosen.desk.compact, ("marker", "sector"))]
    gazetteer = geojson.Gazetteer(
        (one for one in known if isinstance(one, Sector)), (one for one in known if isinstance(one, Marker))
    )
    lines = _activities(chosen.lines)
    return geojson.map_lines(lines, gazetteer=gazetteer, tongue=chosen.desk.language)


# --- calendars ------------------------------------------------------------------------------------


def title_of(chosen: Asked) -> str:
    """What the file is called inside."""
    return wording_in(chosen.plan.title, chosen.desk.language) if chosen.plan else chosen.desk.title


def _calendar(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The lines as a calendar; nothing is looked up or sent again for a program that has what there is."""
    mark = shelf.mark(desk.compact)
    made_of = (mark and (mark.entry, mark.day, mark.edition), desk.language, request.GET.urlencode())
    units = sorted(desk.units) if desk.units is not None else None
    etag = f'"{hashlib.sha256(repr((made_of, units, desk.compact)).encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Content-Type": _TYPES["ics"]}
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known.headers["Cache-Control"] = headers["Cache-Control"]
        return known
    chosen = _common(request, desk)
    written = calendars.events(chosen.lines, kinds=desk.kinds, tongue=desk.language)
    name = f"{chosen.plan.id if chosen.plan else 'plan'}.ics"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    body = "".join(file_of(written, title=title_of(chosen)))
    return HttpResponse(body, headers=headers)


@page()
def subscribe(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The address at which a calendar program of this person finds the plan, with what it holds."""
    asked_for = request.GET.copy()
    secret = _secret(desk.user, desk.compact)
    address = reverse("feed", args=[desk.short, secret])
    words = f"?{asked_for.urlencode()}" if asked_for else ""
    found = {"address": request.build_absolute_uri(f"{address}{words}"), "words": words}
    return render(request, "plan/subscribe.html", found)


@require_safe
def feed(request: HttpRequest, compact: str, secret: str) -> HttpResponseBase:
    """A plan as a calendar for a program that cannot sign in, but knows somebody's secret."""
    try:
        number, short, mark = signing.loads(secret, salt=_SALT)
        user = User.objects.get(pk=number, is_active=True)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist):
        raise Http404 from None
    if short != compact or mark != user.get_session_auth_hash()[:16]:
        raise Http404
    desk = desk_of(user, compact)
    if not desk.may(Right.SEE):  # their role waits for a second factor
        raise Http404
    return _calendar(request, brought_up(desk))


def _secret(user: User, compact: str) -> str:
    """What ends with the person's password; it opens nothing but the calendar of one compact."""
    known = (user.pk, compact[:12], user.get_session_auth_hash()[:16])
    return signing.dumps(known, salt=_SALT, compress=False)
