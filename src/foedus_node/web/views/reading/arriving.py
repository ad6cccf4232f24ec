"""How documents come in: pasted, chosen or dropped; and the list of those that were read."""

import io
from typing import TYPE_CHECKING, Any

from attrs import frozen
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foedus.errors import FoedusError
from foedus.later import later
from foedus.reading.errors import OversizeDocumentError
from foedus_node.errors import BusyError
from foedus_node.people.roles import Right
from foedus_node.storage.private import papers, readings
from foedus_node.web.apart import apart
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told

if TYPE_CHECKING:
    from foedus.reading.received import document as reading
else:
    reading = later("foedus.reading.received.document")

_A_PAGE = 40
_LONGEST_PASTED = 1_000_000
_LONGEST_NAME = 200
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/pdf": ".pdf",
}


class Arriving(forms.Form):
    """A text pasted, or a file."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=_LONGEST_PASTED,
        label=_("Paste the text"),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("or choose a file"),
        help_text=_("Text, a web page, a letter (.eml), Word (.docx) or PDF with text; 20 MB at most."),
    )
    name = forms.CharField(
        required=False,
        max_length=_LONGEST_NAME,
        label=_("What to call it"),
        help_text=_("Only where its first line does not say."),
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("text") or "").strip() and not said.get("file") and not self.errors:
            self.add_error("text", gettext("Paste a text, or choose a file."))
        if (said.get("text") or "").strip() and said.get("file"):
            self.add_error("file", gettext("A text was pasted as well; take one of the two away."))
        return said


@frozen
class _File:
    """What came in: its bytes, what to call it, and beside which field a refusal is told."""

    data: bytes
    name: str
    field: str


@page(Right.SEE_OURS, methods=("GET", "POST"))
def documents(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The documents that were read, and the form by which another one comes in."""
    if request.method == "POST":
        desk.refuse_without(Right.DRAFT)
        return _take_in(request, desk)
    return _listed(request, desk, Arriving(auto_id="new-%s", label_suffix=""))


def _listed(
    request: HttpRequest, desk: Desk, form: Arriving, *, refusal: Told | None = None, status: int = 200
) -> HttpResponse:
    waiting = request.GET.get("show") != "all"
    found, after = readings.listed(
        desk.compact, size=_A_PAGE, after=request.GET.get("after", ""), waiting=waiting
    )
    shown = {"documents": found, "after": after, "waiting": waiting, "form": form, "refusal": refusal}
    return render(request, "reading/documents.html", shown, status=status)


def _take_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Arriving(request.POST, request.FILES, auto_id="new-%s", label_suffix="")
    if not form.is_valid():
        return _listed(request, desk, form, status=422)
    try:
        file = _file(form)
        taken = apart(
            "foedus_node.desk.receiving:taken_in",
            desk.home.path,
            file.data,
            name=file.name,
            compact=desk.compact,
            private=True,
        )
    except BusyError:
        raise
    except FoedusError as error:
        return _listed(request, desk, form, refusal=told(error), status=422)
    desk.note("document.read", about=taken.sha256)
    if taken.unread:
        left = ngettext(
            "%(many)d article of the file cannot be read, and is left out.",
            "%(many)d articles of the file cannot be read, and are left out.",
            taken.unread,
        )
        messages.info(request, left % {"many": taken.unread})
    if taken.is_new and taken.articles > 1:
        said = gettext("%(name)s holds %(articles)d articles, each read as a document: %(many)d proposals.")
        counts = {"articles": taken.articles, "many": taken.proposals}
        messages.success(request, said % {"name": file.name, **counts})
    elif taken.is_new:
        said = gettext("%(name)s was read: %(many)d proposals.")
        messages.success(request, said % {"name": taken.headline, "many": taken.proposals})
    else:
        messages.info(request, gettext("This document was read before; here is what became of it."))
    name = taken.sha256 if taken.articles > 1 else taken.stem
    address = reverse("document", args=[desk.short, papers.shortened(name)])
    return HttpResponseRedirect(f"{address}?taken=document", status=303)


def _file(form: Arriving) -> _File:
    """The bytes that came in.

    Raises:
        OversizeDocumentError: more of them than are read.
    """
    said, sent = form.cleaned_data, form.cleaned_data.get("file")
    called = "".join(letter for letter in said["name"] if letter.isprintable()).strip()
    if isinstance(sent, UploadedFile):
        name = called or "".join(letter for letter in sent.name or "" if letter.isprintable())[:_LONGEST_NAME]
        if (sent.size or 0) > reading.LARGEST:
            megabytes = -(-(sent.size or 0) // 1_000_000)
            raise OversizeDocumentError(name=name, megabytes=megabytes, limit=reading.LARGEST // 1_000_000)
        return _File(sent.read(), name or gettext("the file"), "file")
    # A browser ends each line as the network does; the words are those that were pasted.
    pasted = said["text"].replace("\r\n", "\n").encode("utf-8", "surrogatepass")
    return _File(pasted, called or gettext("Pasted text"), "text")


@page(Right.SEE_OURS)
def original(request: HttpRequest, desk: Desk, document: str) -> HttpResponseBase:
    """The file in which a document came, as received."""
    _unused = request
    beside = readings.held_beside(papers.parted(document)[0], compact=desk.compact)
    held = beside[0] if beside else None
    data = readings.original(held) if held else None
    if held is None or data is None:
        raise Http404
    desk.note("document.download", about=held.sha256)
    stem, dot, ending = held.name.rpartition(".")
    name = f"{stem if dot and len(ending) < 6 else held.name}{_ENDINGS.get(held.mime, '')}"
    # Never shown by the browser as a page of ours, whatever is in it.
    mime = "application/octet-stream"
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=mime)
