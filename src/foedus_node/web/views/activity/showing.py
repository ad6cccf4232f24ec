"""An activity as its page shows it; from the index, so that it is as quick among a million."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kept, Kind
from foedus.cooperation.office import Person, Tenure
from foedus.cooperation.progress import next_stage
from foedus.cooperation.report import Report
from foedus.oversight.progress import Progress, progress_of
from foedus.oversight.stages import StageSeen, stages_of, strange_stages
from foedus.oversight.targets import Agreement
from foedus.register import InForce, Register
from foedus.reporting.dates import day_words
from foedus.reporting.naming import headed, rank_words
from foedus.terms import ItemId, Party, wording_in
from foedus_node.desk import history, showing
from foedus_node.desk.history import Step
from foedus_node.people import handing_in
from foedus_node.storage.common import documents
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private import drafts, notes
from foedus_node.storage.private.notes import Note
from foedus_node.web.controls import Control
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told
from foedus_node.web.saying import Detail, Saying, saying
from foedus_node.web.templatetags import house

NOTE_DROPPED = "note-dropped"
"""Under which the session keeps the note dropped last, so that it can be put back."""

_MOST_BESIDE = 30
_BESIDE = ("activity", "undertaking", "engagement", "assessment", "instrument")


@frozen(kw_only=True)
class Seen:
    """An activity that somebody may see, with what is known around it.

    Attributes:
        row: its row in the index.
        now: the register of it and of what it names.
    """

    row: models.Item
    item: Activity
    now: Register
    kind: Kind

    @property
    def force(self) -> InForce | None:
        """Its words in force; None where it is ours alone."""
        return self.now.in_force.get(self.item.id)


def seen(desk: Desk, name: str) -> Seen:
    """The activity of that name.

    Raises:
        Http404: there is none that this person may see.
    """
    row = shelf.with_line(desk.compact, name)
    if row is None or row.noun != Activity.noun() or (row.ours_alone and not desk.sees_ours):
        raise Http404
    item = from_json(row.document)
    if not isinstance(item, Activity) or (desk.units is not None and desk.units.isdisjoint(item.units)):
        raise Http404
    now = desk.around(row)
    return Seen(
        row=row, item=item, now=now if desk.sees_ours else now.as_all_see_it(), kind=now.kind_of(item)
    )


@page()
def activity(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One activity."""
    return shown(request, desk, seen(desk, name))


def shown(
    request: HttpRequest,
    desk: Desk,
    one: Seen,
    *,
    refused: Told | None = None,
    note: Control | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an activity.

    Args:
        request: what was asked.
        desk: at which.
        one: the activity.
        refused: what was refused just now.
        note: the words of a note that were not taken, with what is wrong.
        status: of the answer.
    """
    kept = notes.notes_on(one.item.id, compact=desk.compact) if desk.sees_ours else ()
    reports = one.now.reports_on(one.item.id)
    ours = {said.field: said.value for said in kept if said.field}
    voice = saying(
        desk.compact,
        (one.item.details, ours, *(report.details for report in reports)),
        words=desk.words,
        kind=one.kind,
        ours=desk.sees_ours,
    )
    context: dict[str, Any] = {
        **_words_of(one, desk, voice),
        **_stands(one, desk, voice),
        "sides": tuple(_sides(one, reports, voice)),
        "history": _history(desk, one),
        "in_force": _in_force(desk, one),
        "refusal": refused,
        "handed": handing_in.open_on(desk.compact, one.item.id, desk.user) if desk.reports else (),
    }
    if desk.sees_ours:
        dropped = request.session.get(NOTE_DROPPED) or {}
        context |= {**_ours(desk, one, kept, voice=voice), "typed": note}
        is_here = (dropped.get("compact"), dropped.get("item")) == (desk.compact, one.item.id)
        context["dropped"] = dropped.get("words", "") if is_here else ""
    return render(request, "activity/activity.html", context, status=status)


def _words_of(one: Seen, desk: Desk, voice: Saying) -> Mapping[str, Any]:
    """What the activity says of itself, and what speaks of it."""
    item, now = one.item, one.now
    return {
        "one": one,
        "item": item,
        "kind": one.kind,
        "is_strange_kind": one.kind.name != item.kind,
        "domain": headed(house.domain(item.domain)),
        "line": one.row.line,
        "delegations": tuple(_delegations(one, desk)),
        "units": [unit for unit in map(now.item, item.units) if unit],
        "serves": now.serves(item.id),
        "after": [before for before in map(now.item, item.after) if before],
        "mechanism": now.item(item.mechanism) if item.mechanism else None,
        "beside": _beside(one, desk),
        "details": tuple(voice.details(item.details)),
    }


def _stands(one: Seen, desk: Desk, voice: Saying) -> Mapping[str, Any]:
    """How far it has come by the sides' words."""
    stages = stages_of(one.now, one.item)
    ahead = next((stage for stage in stages if stage.is_next), None)
    compared = showing.compared(one.item, one.now)
    return {
        "is_late": progress_of(one.now, one.item) is Progress.LATE,
        "stages": tuple(_stage(stage, voice, desk) for stage in stages),
        "ahead": _stage(ahead, voice, desk) if ahead else None,
        "strange": strange_stages(one.now, one.item),
        "papers": showing.papers_of(one.item, stages, now=one.now, here=_here(desk, one)),
        "compared": tuple(_compared(found, voice) for found in compared),
        "differs": sum(found.agreement is Agreement.DIFFERENT for found in compared),
    }


# --- stages ----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Stage:
    """A stage as the page tells it; what it lacks, in words."""

    seen: StageSeen
    title: str
    lacking: tuple[str, ...]
    is_late: bool


def _stage(one: StageSeen, voice: Saying, desk: Desk) -> Stage:
    return Stage(
        seen=one,
        title=headed(wording_in(one.stage.title, desk.language)),
        lacking=tuple(map(voice.label, one.lacking)),
        is_late=one.is_late(desk.on),
    )


# --- delegations -----------------------------------------------------------------------------------


@frozen(kw_only=True)
class Part:
    """Somebody's part in the activity."""

    role: str
    person: Item | None
    rank: str
    office: Item | None
    count: int | None
    unknown: str
    """The name of a person or an office that nobody here knows."""


@frozen(kw_only=True)
class Delegation:
    """One party's people."""

    party: Party
    parts: tuple[Part, ...]


def _delegations(one: Seen, desk: Desk) -> Iterator[Delegation]:
    order = {role.name: at for at, role in enumerate(one.kind.roles)}
    for party in one.item.participants:
        people = [part for part in one.item.people if part.party == party]
        people.sort(key=lambda part: order.get(part.role, len(order)))
        yield Delegation(party=party, parts=tuple(_part(part, one, desk) for part in people))


def _part(part: Participant, one: Seen, desk: Desk) -> Part:
    role = one.kind.role(part.role)
    person = one.now.item(part.person) if part.person else None
    office = one.now.item(part.office) if part.office else None
    held = _tenures(one.now, part.person) if isinstance(person, Person) and part.person else ()
    ranks = [rank_words(tenure, desk.words) for tenure in held if part.office in (None, tenure.office)]
    lost = [name for name, known in ((part.person, person), (part.office, office)) if name and known is None]
    return Part(
        role=headed(wording_in(role.title, desk.language) if role else part.role),
        person=person,
        rank=next(filter(None, ranks), ""),
        office=office,
        count=part.count,
        unknown=", ".join(lost),
    )


def _tenures(now: Register, person: ItemId) -> Sequence[Tenure]:
    return [held.tenure for held in now.offices_of(person)]


# --- papers, reports, history ------------------------------------------------------------------------


def _here(desk: Desk, one: Seen) -> frozenset[str]:
    return documents.here(desk.compact, showing.documents_of(one.item, one.now))


@frozen(kw_only=True)
class Said:
    """One report, in words."""

    report: Report
    stages: tuple[str, ...]
    details: tuple[Detail, ...]
    note: str


@frozen(kw_only=True)
class Side:
    """What one party reported, the latest first."""

    party: Party
    reports: tuple[Said, ...]


def _sides(one: Seen, reports: Sequence[Report], voice: Saying) -> Iterator[Side]:
    others = [report.party for report in reports if report.party not in one.item.participants]
    for party in dict.fromkeys([*one.item.participants, *others]):
        said = [report for report in reversed(reports) if report.party == party]
        yield Side(party=party, reports=tuple(said_of(report, voice) for report in said))


def said_of(report: Report, voice: Saying) -> Said:
    """A report in words."""
    return Said(
        report=report,
        stages=tuple(map(voice.label, report.stages)),
        details=tuple(voice.details(report.details)),
        note=wording_in(report.note, voice.words.language),
    )


@frozen(kw_only=True)
class Row:
    """What each side says of one thing, in words; None of the field: the outcome."""

    label: str
    said: tuple[str, ...]
    agreement: Agreement


def _compared(one: showing.Compared, voice: Saying) -> Row:
    words = voice.words
    if one.field is None:
        said = tuple(words.one_of("outcome", str(value)) if value else "" for _party, value in one.said)
        return Row(label="", said=said, agreement=one.agreement)
    details = ({one.field.name: value} for _party, value in one.said)
    told = tuple("; ".join(map(_flat, voice.details(said))) if any(said.values()) else "" for said in details)
    return Row(label=headed(voice.label(one.field.name)), said=told, agreement=one.agreement)


def _flat(detail: Detail) -> str:
    rows = detail.table.rows if detail.table else ()
    return "; ".join(", ".join(filter(None, row)) for row in rows) if detail.table else detail.words


def _history(desk: Desk, one: Seen) -> tuple[Step, ...]:
    if one.row.ours_alone:
        return ()
    acts = [act for act in (one.row.line.offered, one.row.act) if act]
    return history.history(desk.compact, one.item.id, acts, parties=desk.parties)


def _in_force(desk: Desk, one: Seen) -> str:
    """Since when its words are in force, and who signed them; empty where they are ours alone."""
    if one.row.since is None:
        return ""
    date, many = day_words(one.row.since, desk.words), len(desk.parties)
    key = {2: "in-force-two", 3: "in-force-three"}.get(many, "in-force-many")
    return desk.words.say(key, date=date, count=many)


def _beside(one: Seen, desk: Desk) -> tuple[Item, ...]:
    """What names the activity: what follows on it, what was said at it."""
    rows = shelf.naming(desk.compact, [one.item.id], nouns=_BESIDE)[:_MOST_BESIDE]
    return tuple(
        from_json(row.document)
        for row in rows
        if (desk.sees_ours or not row.ours_alone) and (desk.units is None or row.noun != Activity.noun())
    )


# --- ours alone ----------------------------------------------------------------------------------------


def _ours(desk: Desk, one: Seen, kept: Iterable[Note], *, voice: Saying) -> Mapping[str, Any]:
    fields = {said.field: said.value for said in kept if said.field}
    return {
        "notes": [said for said in kept if not said.field],
        "ours": tuple(voice.details(fields)),
        "keeps_ours": bool(one.kind.fields_kept(Kept.OURS)),
        "drafts": drafts.drafts_with(desk.compact, one.item.id),
        "ours_papers": [paper for paper in one.kind.papers if paper.kept is Kept.OURS],
        "is_all_done": next_stage(one.kind, one.now.account_of(one.item)) is None,
    }
