"""The lines of a plan on a map of the ministry's own making, and the loading of what it is made of.

Markers and sectors are agreed between the parties; the map beneath them is the ministry's, ours
alone. There are no tiles, and no border is drawn that the ministry did not bring.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Marker, Sector
from foedus.cooperation.document import from_json
from foedus.cooperation.spelling import folded
from foedus.errors import FoedusError
from foedus.interchange.geojson import Gazetteer
from foedus.interchange.ground import MOST_BYTES, Ground, Point, ground_of
from foedus.reporting.naming import named
from foedus_node import clock
from foedus_node.desk import drafting, mapping, nearby
from foedus_node.people.roles import Right
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private import drafts, grounds
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.plan import chart
from foedus_node.web.views.plan.filters import asked, surroundings

LINES_ON_A_MAP = 300
_MOST_MARKERS = 1_500


class FileForm(forms.Form):
    """A GeoJSON file."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        error_messages={
            "required": _("Choose a file: nothing was sent."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is larger than any map."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(most)s MiB: simplify it in the map program.")
                % {"most": MOST_BYTES // 2**20}
            )
        return file


class DraftForm(FileForm):
    """A GeoJSON file, and the draft that takes its markers."""

    draft = forms.ChoiceField(label=_("Draft"))

    def __init__(self, *args: object, desk: Desk, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # as Django's forms take them
        heads = drafts.draft_heads(desk.compact)
        field = self.fields["draft"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [(head.name, head.name) for head in heads]


@frozen
class Spot:
    """A place on the map at which lines of the plan stand."""

    number: int
    x: int
    y: int
    name: str
    lines: tuple[models.Line, ...]


@page()
def shown(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The map with the lines that are asked for."""
    return _page(request, desk)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    ground_form: FileForm | None = None,
    border_form: DraftForm | None = None,
    refusal: Told | None = None,
) -> HttpResponse:
    chosen = asked(request, desk)
    laid = grounds.ground(desk.compact) if desk.sees_ours else None
    ground = chart.ground_from(laid.number, laid.data, laid.name) if laid else Ground()
    markers, sectors = _border(desk)
    lines = list(chosen.lines.select_related("item").order_by("starts", "name")[: LINES_ON_A_MAP + 1])
    found = list(_placed(lines[:LINES_ON_A_MAP], markers=markers, sectors=sectors, ground=ground))
    points = [*ground.points, *(_point(one) for one in markers if one.position)]
    sheet = chart.Sheet.around(points) if points else None
    spots = _spots(found, sheet) if sheet else []
    on_map = {line.pk for _, _, line in found}
    failed = ground_form or border_form or refusal
    drafts = desk.drafts
    context = {
        **surroundings(chosen),
        "sheet": sheet,
        "wide": chart.WIDE,
        "drawn": chart.beneath(ground, sheet) if sheet else None,
        "markers": [(*sheet.at(_point(one)), one) for one in markers if one.position] if sheet else [],
        "sectors": list(_sector_names(sectors, markers, sheet=sheet, desk=desk)) if sheet else [],
        "places": [(*sheet.at(one.at), one.name) for one in ground.places if one.name] if sheet else [],
        "spots": spots,
        "nowhere": len([line for line in lines[:LINES_ON_A_MAP] if line.pk not in on_map]),
        "more_lines": len(lines) > LINES_ON_A_MAP,
        "laid": laid,
        "ground_form": (ground_form or FileForm(auto_id="ground-%s")) if drafts else None,
        "border_form": (border_form or DraftForm(desk=desk, auto_id="border-%s")) if drafts else None,
        "refusal": refusal,
    }
    return render(request, "plan/map.html", context, status=422 if failed else 200)


@page(Right.DRAFT, methods=("POST",))
def lay(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Lay the ministry's map beneath the markers; ours alone."""
    form = FileForm(request.POST, request.FILES, auto_id="ground-%s")
    if not form.is_valid():
        return _page(request, desk, ground_form=form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    data, name = file.read(), str(file.name)
    try:
        ground_of(data, name=name)
        with desk.home.locked():
            grounds.lay(desk.compact, data, name=name, at=clock.now())
    except FoedusError as error:
        return _page(request, desk, ground_form=form, refusal=told(error))
    desk.note("laid a map", name)
    messages.success(request, gettext("The map lies beneath the markers. Nobody but us sees it."))
    return _back(desk)


@page(Right.DRAFT, methods=("POST",))
def take_away(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the map away; the one before it shows again."""
    with desk.home.locked():
        went = grounds.take_away(desk.compact)
    if went:
        desk.note("took a map away")
        messages.success(request, gettext("The map was taken away; the one before it, if any, shows again."))
    return _back(desk)


@page(Right.DRAFT, methods=("POST",))
def load(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put the markers and sectors of a file into a draft."""
    form = DraftForm(request.POST, request.FILES, desk=desk, auto_id="border-%s")
    if not form.is_valid():
        return _page(request, desk, border_form=form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    name = form.cleaned_data["draft"]
    try:
        with desk.home.locked():
            markers, sectors = mapping.load(
                drafting.wanted(name, compact=desk.compact),
                file.read(),
                desk.held,
                name=str(file.name),
                near=nearby.near(desk.held),
            )
    except FoedusError as error:
        return _page(request, desk, border_form=form, refusal=told(error))
    desk.note("put markers into a draft", name)
    both = ngettext("%(markers)s marker", "%(markers)s markers", markers) % {"markers": markers}
    more = ngettext("%(sectors)s sector", "%(sectors)s sectors", sectors) % {"sectors": sectors}
    said = gettext(
        "In the draft %(draft)s: %(markers)s, %(sectors)s. They bind nobody until all have signed."
    )
    messages.success(request, said % {"draft": name, "markers": both, "sectors": more})
    return _back(desk)


def _back(desk: Desk) -> HttpResponse:
    answer = redirect("map", compact=desk.short)
    answer.status_code = 303
    return answer


# --- what stands where ------------------------------------------------------------------------------


def _border(desk: Desk) -> tuple[list[Marker], list[Sector]]:
    rows = shelf.items_of(desk.compact, ("marker", "sector"))
    seen = [from_json(row.document) for row in rows if desk.sees_ours or not row.ours_alone]
    markers = [item for item in seen if isinstance(item, Marker)]
    return markers[:_MOST_MARKERS], [item for item in seen if isinstance(item, Sector)]


def _point(marker: Marker) -> Point:
    at = marker.position
    return (float(at.longitude), float(at.latitude)) if at else (0.0, 0.0)


def _placed(
    lines: Iterable[models.Line],
    *,
    markers: Sequence[Marker],
    sectors: Sequence[Sector],
    ground: Ground,
) -> Iterator[tuple[Point, str, models.Line]]:
    """Where each line stands: amid the markers that it names, else at a place of the ministry's map."""
    gazetteer = Gazetteer(sectors, markers)
    called: Mapping[str, Point] = {folded(one.name): one.at for one in ground.places if one.name}
    for line in lines:
        item = from_json(line.item.document)
        positions = gazetteer.places(item) if isinstance(item, Activity) else []
        points = [(float(one.longitude), float(one.latitude)) for one in positions]
        if points:
            east, north = (sum(one[at] for one in points) / len(points) for at in (0, 1))
            yield (east, north), line.place, line
        elif line.place and (at := called.get(folded(line.place))):
            yield at, line.place, line


def _spots(found: Iterable[tuple[Point, str, models.Line]], sheet: chart.Sheet) -> list[Spot]:
    """Lines at one place together, numbered from the north."""
    together: dict[tuple[int, int], list[tuple[str, models.Line]]] = {}
    for point, name, line in found:
        together.setdefault(sheet.at(point), []).append((name, line))
    places = sorted(together.items(), key=lambda one: (one[0][1], one[0][0]))
    return [
        Spot(number, x, y, next((name for name, _ in said if name), ""), tuple(line for _, line in said))
        for number, ((x, y), said) in enumerate(places, start=1)
    ]


def _sector_names(
    sectors: Iterable[Sector], markers: Iterable[Marker], *, sheet: chart.Sheet, desk: Desk
) -> Iterator[tuple[int, int, str]]:
    """A sector's name amid its two ends; no line, which would be a border."""
    at = {one.id: _point(one) for one in markers if one.position}
    for sector in sectors:
        if sector.start in at and sector.end in at:
            (west, south), (east, north) = at[sector.start], at[sector.end]
            x, y = sheet.at(((west + east) / 2, (south + north) / 2))
            yield x, y, named(sector, desk.words)
