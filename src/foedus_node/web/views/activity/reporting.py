"""Reporting on our own part of an activity, in a form made from its kind; a paper can be filed with it.

Our signature alone suffices, and the others receive it: what is typed here leaves the node with the
next sending, and the page says so. Whoever has no key hands the report in, and it waits for one who
has (`handing_in`). What is wrong is found before a key is opened.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Protocol

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
from foedus_node import clock
from foedus_node.desk import reporting
from foedus_node.errors import AlreadyFiledError
from foedus_node.people import handing_in
from foedus_node.people.handing_in import Handed
from foedus_node.people.roles import Right
from foedus_node.storage.common import documents, ledger
from foedus_node.storage.common.speaking import Voice
from foedus_node.web import choosing, controls
from foedus_node.web.controls import Asked, Control, Typed
from foedus_node.web.controls import asked as asking
from foedus_node.web.desks import Desk, page
from foedus_node.web.filing import PaperRefusedError, paper_in
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
    back = _handed_back(request, desk, one)
    if request.method == "POST":
        return _reported(request, desk, one, asked=asked, back=back)
    begun = _begun_again(desk, back) if back else _begun(request, desk, one)
    return _form(request, desk, one, shown=controls.controls(asked, begun), back=back)


def _handed_back(request: HttpRequest, desk: Desk, one: Seen) -> Handed | None:
    """The report of theirs that was handed back and is mended here."""
    said = request.POST.get("anew", request.GET.get("anew", ""))
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
    found = handing_in.handed(desk.compact, number) if number else None
    theirs = found and found.is_back and found.user == desk.user.pk and found.item == one.item.id
    return found if theirs else None


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


def _begun_again(desk: Desk, back: Handed) -> dict[str, Any]:
    """What the form says where a report that was handed back is mended; its paper goes along by itself."""
    paper = handing_in.paper_of(desk.compact, back.number)
    along = {paper.digest} if paper else set()
    documents_named = [name for name in back.document.get("documents", ()) if name not in along]
    return {**back.document, "documents": documents_named}


def _form(
    request: HttpRequest,
    desk: Desk,
    one: Seen,
    *,
    shown: tuple[Control, ...],
    back: Handed | None = None,
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
        "back": back,
        "refusal": refused,
        "astray": astray,
        "others": desk.others,
        "is_refused": status != 200,
    }
    return render(request, "activity/report.html", context, status=status)


# --- what was sent -------------------------------------------------------------------------------


class Filing(Protocol):
    """A paper that is filed with a report: uploaded just now, or handed in before."""

    @property
    def digest(self) -> str:
        """Its SHA-256."""

    @property
    def size(self) -> int:
        """How many bytes it has."""

    @property
    def mime(self) -> str:
        """What it is by its bytes."""

    def pieces(self) -> Iterable[bytes]:
        """Its bytes, piece by piece."""


@frozen
class _Sent:
    """A report as it was sent, and what is wrong with it so far."""

    typed: Typed
    document: dict[str, Any]
    paper: Filing | None


def _reported(
    request: HttpRequest, desk: Desk, one: Seen, *, asked: tuple[Asked, ...], back: Handed | None
) -> HttpResponse:
    sent = _read(request, desk, one, asked=asked, back=back)
    wrong, refused = sent.typed.wrong, None
    if more := request.POST.get("more"):
        longer = controls.controls(asked, sent.typed.said, more=more)
        return _form(request, desk, one, shown=longer, back=back)
    if not wrong:
        try:
            if _is_handed_in(request):
                return _hand_in(request, desk, sent, back=back)
            sign(desk, sent.document, sent.paper, secret=request.POST["secret"])
        except WRONG_SECRET as error:
            wrong["secret"] = [told(error).sentence]
        except FoedusError as error:
            found = _wrong(error, one, desk)
            wrong |= found
            refused = None if found else told(error)
    if not wrong and not refused:
        if back:
            handing_in.take_back(back.number, desk.user)
        desk.note("reported", about=one.item.id)
        said = _("Your report is signed and stands in our log. The others see it once it is sent.")
        messages.success(request, said)
        return _back_to(desk, one.item.id, "reports")
    shown = controls.controls(asked, sent.typed.said, wrong=wrong)
    elsewhere = {path: said for path, said in wrong.items() if path not in ("secret", "paper")}
    astray = controls.astray(shown, elsewhere)
    return _form(
        request,
        desk,
        one,
        shown=shown,
        back=back,
        refused=refused,
        astray=astray,
        wrong=wrong,
        status=422,
    )


def _is_handed_in(request: HttpRequest) -> bool:
    return "hand-in" in request.POST


def _hand_in(request: HttpRequest, desk: Desk, sent: _Sent, *, back: Handed | None) -> HttpResponse:
    """Hold the report against the record and let it wait for somebody who has the key."""
    filed = [sent.paper.digest] if sent.paper else []
    reporting.checked(ledger.settled(desk.compact), desk.home.party, [sent.document], filed=filed)
    paper = handing_in.Paper(b"".join(sent.paper.pieces()), sent.paper.mime) if sent.paper else None
    handing_in.hand_in(
        desk.user,
        sent.document,
        compact=desk.compact,
        paper=paper,
        at=clock.now(),
        anew=back.number if back else None,
    )
    name = str(sent.document["item"])
    desk.note("handed-in", about=name)
    messages.success(request, _("Handed in. It stays ours alone until somebody who has the key signs it."))
    return _back_to(desk, name, "handed")


def _back_to(desk: Desk, name: str, part: str) -> HttpResponse:
    place = reverse("activity", args=[desk.short, name])
    return HttpResponseRedirect(f"{place}?taken=report-{name}#{part}", status=303)


def _read(
    request: HttpRequest, desk: Desk, one: Seen, *, asked: tuple[Asked, ...], back: Handed | None
) -> _Sent:
    typed = controls.typed(asked, request.POST)
    wrong = typed.wrong
    paper: Filing | None = None
    if back and back.mime:
        paper = handing_in.paper_of(desk.compact, back.number)
    if isinstance(given := request.FILES.get("paper"), UploadedFile):
        try:
            paper = paper_in(given)
        except PaperRefusedError as error:
            wrong["paper"] = [error.sentence]
    if not any(request.POST.get(name) for name in ("secret", "more")) and not _is_handed_in(request):
        wrong["secret"] = [_("Without it nothing can be signed.")]
    # What we said before of a field stands until it is said anew, so only what differs is reported.
    before = one.now.account_of(one.item).sides.get(one.now.party, {})
    details = typed.over({}).get("details", {})
    said = {name: value for name, value in details.items() if before.get(name) != value}
    document = {**typed.over({}), "item": one.item.id, "details": said}
    if paper:
        named = [name for name in document.get("documents", ()) if name != paper.digest]
        document["documents"] = [*named, paper.digest]
    return _Sent(typed, document, paper)


def sign(desk: Desk, document: Mapping[str, Any], paper: Filing | None, *, secret: str) -> None:
    """Hold the report against the record, open the key, file the paper and sign: both or neither.

    Args:
        desk: at which.
        document: the report, without the party.
        paper: what is filed with it.
        secret: the passphrase or PIN of the key that signs.

    Raises:
        FoedusError: as `reporting.report` and `voice` say.
    """
    filed = [paper.digest] if paper else []
    held = ledger.settled(desk.compact)
    reporting.checked(held, desk.home.party, [document], filed=filed)
    ours: Voice = voice(desk, secret=secret)
    with desk.home.locked(), transaction.atomic():
        if paper:
            with suppress(AlreadyFiledError):
                documents.file(
                    desk.compact,
                    ours,
                    name=paper.digest,
                    size=paper.size,
                    mime=paper.mime,
                    given=paper.pieces(),
                )
            held = ledger.settled(desk.compact)
        reporting.report(held, ours, [document])


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
