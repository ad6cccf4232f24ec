"""What the form of a line asks for: what every activity has, and the fields of its kind that are agreed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foedus.cooperation.kind import FieldType, Kept, Kind
from foedus.cooperation.template import defence
from foedus.reporting.naming import headed
from foedus.terms import Level, wording_in
from foedus_node.storage.index import shelf
from foedus_node.web import choosing
from foedus_node.web.controls import Asked, Option, asked
from foedus_node.web.desks import Desk
from foedus_node.web.templatetags import house

_SERVED = ("orientation", "undertaking", "instrument")
_NAMED = ("plan", "mechanism", "office", "person", *_SERVED)


def asked_of_line(
    kind: Kind,
    desk: Desk,
    *,
    drafted: Iterable[Mapping[str, Any]] = (),
    before: Sequence[str] = (),
) -> tuple[Asked, ...]:
    """What the form of a line asks for.

    Args:
        kind: of what kind the line is.
        desk: at which it is written.
        drafted: what else stands in the draft, so that it can be named.
        before: the activities that the line names as coming before it.
    """
    agreed = kind.fields_kept(Kept.AGREED)
    things = choosing.offered(desk, {*_NAMED, *choosing.nouns_of(agreed)}, drafted=drafted)
    parties, stages = choosing.parties(desk), choosing.stages(kind, desk)
    when = _("As precisely as agreed: 2026, 2026-10, 2026-10-21 or 2026-10-06/2026-10-15.")
    levels = tuple((level.value, desk.words.one_of("levels", level)) for level in Level)
    return (
        asked("title", FieldType.WORDING, _("Title"), needed=True),
        asked("when", FieldType.PERIOD, _("When"), help_=when),
        asked("place", FieldType.TEXT, _("Place")),
        _chosen("host", _("Host"), parties),
        _chosen("participants", _("Participants"), parties, many=True, needed=True),
        _chosen("level", _("Level"), levels),
        _chosen("domain", _("Domain"), _domains(desk), needed=True),
        _chosen("plan", _("Plan"), things.of("plan")),
        _chosen("serves", _("What it serves"), things.of(*_SERVED), many=True),
        _chosen("mechanism", _("The mechanism it is a session of"), things.of("mechanism")),
        asked("session", FieldType.NUMBER, _("Number of the session")),
        _chosen("units", _("Who carries it out"), things.of("office"), many=True),
        _chosen("after", _("What must come before"), _lines(desk, before), many=True),
        _people(kind, desk, things=things),
        asked(
            "milestones",
            FieldType.ROWS,
            _("Days agreed for its stages"),
            columns=(
                _chosen("stage", _("Stage"), stages),
                asked("when", FieldType.PERIOD, _("When")),
                asked("place", FieldType.TEXT, _("Place")),
            ),
        ),
        *choosing.asked_of(agreed, desk=desk, things=things, within="details"),
    )


def _people(kind: Kind, desk: Desk, *, things: choosing.Offered) -> Asked:
    roles = tuple((role.name, headed(wording_in(role.title, desk.language))) for role in kind.roles)
    return asked(
        "people",
        FieldType.ROWS,
        _("Who takes part"),
        columns=(
            _chosen("role", _("Part"), roles) if roles else asked("role", FieldType.TEXT, _("Part")),
            _chosen("party", _("Party"), choosing.parties(desk)),
            _chosen("person", _("Person"), things.of("person")),
            _chosen("office", _("Office"), things.of("office")),
            asked("count", FieldType.NUMBER, _("How many")),
        ),
    )


def _domains(desk: Desk) -> tuple[Option, ...]:
    names = dict.fromkeys([*map(str, defence().domains), *shelf.facets(desk.compact).get("domain", ())])
    return tuple((name, headed(house.domain(name))) for name in names)


def _lines(desk: Desk, before: Sequence[str]) -> tuple[Option, ...]:
    """The lines that may come before: those named, and the next ones by date."""
    first = desk.on.replace(month=1, day=1)
    wanted = shelf.Wanted(first=first, within=desk.units, ours=True)
    rows = shelf.page(shelf.chosen(desk.compact, wanted, on=desk.on), size=choosing.MOST).lines
    known = {row.name: wording_in(row.title, desk.language) for row in rows}
    missing = [name for name in before if name not in known]
    return tuple({**choosing.titles_of(desk, missing), **known}.items())


def _chosen(
    name: str, label: str, options: tuple[Option, ...], *, many: bool = False, needed: bool = False
) -> Asked:
    return asked(name, FieldType.ITEM, label, options=options, many=many, needed=needed)
