"""Reporting on our own part of an activity, in a form made from its kind; a paper can be filed with it.

Our signature alone suffices, and the others receive it: what is typed here leaves the node with the
next sending, and the page says so. What is wrong is found before a key is opened.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from attrs import evolve, frozen
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foedus.cooperation.kind import FieldType, Kept
from foedus.cooperation.progress import next_stage
from foedus.errors import (
    DocumentError,
    FoedusError,
    StageNeedsError,
    StageSkippedError,
    StageUnprovenError,
)
from foedus.reporting.naming import headed
from foedus.terms import Date, wording_in
from foedus_node.desk import reporting
from foedus_node.errors import AlreadyFiledError
from foedus_node.people.roles import Right
from foedus_node.storage.common import documents, ledger
from foedus_node.storage.common.speaking import Voice
from foedus_node.web import choosing, controls
from foedus_node.web.controls import Asked, Control, Typed
from foedus_node.web.controls import asked as asking
from foedus_node.web.desks import Desk, page
from foedus_node.web.filing import Paper, PaperRefusedError, paper_in
from foedus_node.web.opening import WRONG_SECRET, token_asked, voice
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.activity.showing import Seen, seen

_PAPERS_OFFERED = 12
_OUTCOMES = ("met", "missed", "exceeded")
_PROOFS = ("engagement", "instrument")


@sensitive_post_parameters("secret")
@page(Right.REPORT, methods=("GET", "POST"))
def report(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The form of a report, and its signing."""
    one = seen(desk, name)
    if one.force is None:
        raise Http404
    asked = asked_of(one, desk)
    if request.method == "POST":
        return _reported(request, desk, one, asked=asked)
    return _form(request, desk, one, shown=controls.controls(asked, _begun(request, desk, one)))


def asked_of(one: Seen, desk: Desk) -> tuple[Asked, ...]:
    """What a report on an activity asks for: what every report says, and what its kind asks of our side."""
    fields = [
        field
        for field in one.kind.fields_kept(Kept.REPORTED)
        if choosing.is_ours(field.by, host=one.item.host, party=desk.home.party)
    ]
    things = choosing.offered(desk, {*choosing.nouns_of(fields), *_PROOFS})
    stages = choosing.stages(one.kind, desk)
    outcomes = tuple((name, headed(desk.words.one_of("outcome", name))) for name in _OUTCOMES)
    filed = [] if desk.units is not None else _filed(desk)
    own = (
        asking("stage", FieldType.TEXT, _("Stage reached"), options=stages),
        asking("also", FieldType.TEXT, _("Stages before it that are done too"), options=stages, many=True),
        asking(
            "on",
            FieldType.DATE,
            _("Day of what is reported"),
            help_=_("As 2026-10-21, or less precisely as 2026-10."),
            needed=True,
        ),
        asking("outcome", FieldType.TEXT, _("Outcome against what was agreed"), options=outcomes),
        asking("note", FieldType.WORDING, _("A few words"), is_long=True),
    )
    proofs = (
        *(
            [asking("documents", FieldType.TEXT, _("Papers filed before"), options=filed, many=True)]
            if filed
            else []
        ),
        asking(
            "items",
            FieldType.ITEM,
            _("Occasions and instruments that prove it"),
            options=things.of(*_PROOFS),
            many=True,
        ),
    )
    return (*own, *choosing.asked_of(fields, desk=desk, things=things, within="details"), *proofs)


def _filed(desk: Desk) -> list[controls.Option]:
    """The papers we filed last, so that one can be named again."""
    lines = documents.filed_last(desk.compact, desk.home.party, most=_PAPERS_OFFERED)
    return [
        (
            str(line.body["sha256"]),
            _("%(document)s, %(mime)s, filed %(day)s")
            % {
                "document": str(line.body["sha256"])[:12],
                "mime": line.body["mime"],
                "day": line.at[:10],
            },
        )
        for line in lines
    ]


def _begun(request: HttpRequest, desk: Desk, one: Seen) -> dict[str, Any]:
    """What the form says before anybody typed: the stage that comes next, where it is ours to report."""
    account = one.now.account_of(one.item)
    ahead = next_stage(one.kind, account)
    stage = request.GET.get("stage", "")
    if not stage and ahead and choosing.is_ours(ahead.by, host=one.item.host, party=desk.home.party):
        stage = ahead.name
    return {
        "on": str(Date.on(desk.on)),
        "stage": stage,
        "details": dict(account.sides.get(desk.home.party, {})),
    }


def _form(
    request: HttpRequest,
    desk: Desk,
    one: Seen,
    *,
    shown: tuple[Control, ...],
    refused: Told | None = None,
    astray: tuple[str, ...] = (),
    wrong: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = wrong or {}
    places = {control.name: control for control in shown}
    done = one.now.account_of(one.item).done
    before = places["also"]
    places["also"] = evolve(
        before,
        options=tuple(
            option for option in before.options if option[0] not in done or option[0] in before.value
        ),
    )
    context = {
        "one": one,
        "item": one.item,
        "own": [places[name] for name in ("stage", "also", "on", "outcome", "note")],
        "fields": [control for control in shown if control.name.startswith("details.")],
        "proofs": [places[name] for name in ("documents", "items") if name in places],
        "token": token_asked(desk),
        "wrong_secret": wrong.get("secret", ()),
        "wrong_paper": wrong.get("paper", ()),
        "refusal": refused,
        "astray": astray,
        "others": desk.others,
        "is_refused": status != 200,
    }
    return render(request, "activity/report.html", context, status=status)


# --- what was sent -------------------------------------------------------------------------------


@frozen
class _Sent:
    """A report as it was sent, and what is wrong with it so far."""

    typed: Typed
    document: dict[str, Any]
    paper: Paper | None


def _reported(request: HttpRequest, desk: Desk, one: Seen, *, asked: tuple[Asked, ...]) -> HttpResponse:
    sent = _read(request, one, asked)
    wrong, refused = sent.typed.wrong, None
    if more := request.POST.get("more"):
        return _form(request, desk, one, shown=controls.controls(asked, sent.typed.said, more=more))
    if not wrong:
        try:
            _signed(request, desk, sent)
        except WRONG_SECRET as error:
            wrong["secret"] = [told(error).sentence]
        except FoedusError as error:
            found = _wrong(error, one, desk)
            wrong |= found
            refused = None if found else told(error)
    if not wrong and not refused:
        desk.note("reported", about=one.item.id)
        said = _("Your report is signed and stands in our log. The others see it once it is sent.")
        messages.success(request, said)
        place = reverse("activity", args=[desk.short, one.item.id])
        return HttpResponseRedirect(f"{place}?taken=report-{one.item.id}#reports", status=303)
    shown = controls.controls(asked, sent.typed.said, wrong=wrong)
    elsewhere = {path: said for path, said in wrong.items() if path not in ("secret", "paper")}
    astray = controls.astray(shown, elsewhere)
    return _form(request, desk, one, shown=shown, refused=refused, astray=astray, wrong=wrong, status=422)


def _read(request: HttpRequest, one: Seen, asked: tuple[Asked, ...]) -> _Sent:
    typed = controls.typed(asked, request.POST)
    wrong = typed.wrong
    paper = None
    if isinstance(given := request.FILES.get("paper"), UploadedFile):
        try:
            paper = paper_in(given)
        except PaperRefusedError as error:
            wrong["paper"] = [error.sentence]
    if not request.POST.get("secret") and not request.POST.get("more"):
        wrong["secret"] = [_("Without it nothing can be signed.")]
    # What we said before of a field stands until it is said anew, so only what differs is reported.
    before = one.now.account_of(one.item).sides.get(one.now.party, {})
    details = typed.over({}).get("details", {})
    said = {name: value for name, value in details.items() if before.get(name) != value}
    document = {**typed.over({}), "item": one.item.id, "details": said}
    if paper:
        document["documents"] = [*document.get("documents", ()), paper.digest]
    return _Sent(typed, document, paper)


def _signed(request: HttpRequest, desk: Desk, sent: _Sent) -> None:
    """Hold the report against the record, open the key, file the paper and sign: both or neither."""
    filed = [sent.paper.digest] if sent.paper else []
    held = ledger.holding(desk.compact)
    reporting.checked(held, desk.home.party, [sent.document], filed=filed)
    ours: Voice = voice(desk, secret=request.POST["secret"])
    with desk.home.locked(), transaction.atomic():
        if sent.paper:
            with suppress(AlreadyFiledError):
                documents.file(
                    desk.compact,
                    ours,
                    name=sent.paper.digest,
                    size=sent.paper.size,
                    mime=sent.paper.mime,
                    given=sent.paper.pieces(),
                )
            held = ledger.holding(desk.compact)
        reporting.report(held, ours, [sent.document])


def _wrong(error: FoedusError, one: Seen, desk: Desk) -> dict[str, list[str]]:
    """What is wrong at which field; empty where it concerns the whole."""
    match error:
        case StageSkippedError():
            names = ", ".join(_title(one, name, desk) for name in error.skipped)
            said = _("Nobody has reported what comes before it: %(stages)s. Mark what is done too.")
            return {"also": [said % {"stages": names}]}
        case StageNeedsError():
            stage = _title(one, error.stage, desk)
            at_fields = [name for name in error.missing if one.kind.field(name)]
            sentence = _("The stage “%(stage)s” needs this.") % {"stage": stage}
            # A part that nobody takes stands in the line, not in a report.
            is_whole = len(at_fields) == len(error.missing)
            return {f"details.{name}": [sentence] for name in at_fields} if is_whole else {}
        case StageUnprovenError():
            return {"paper": [_("This stage needs a paper, an occasion or an instrument that proves it.")]}
        case DocumentError():
            return controls.wrong_at(error.faults)
        case _:
            return {}


def _title(one: Seen, name: str, desk: Desk) -> str:
    stage = one.kind.stage(name)
    return wording_in(stage.title, desk.language) if stage else name
