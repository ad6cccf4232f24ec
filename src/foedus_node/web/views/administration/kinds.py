"""The kinds of activity: which there are, one shown whole, a ministry's own checked and kept; the domains."""

from attrs import frozen
from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.cooperation.kind import FieldType, Kept, Kind
from foedus.cooperation.kinds import builtin, kind_from_toml
from foedus.errors import FoedusError
from foedus.oversight.kinds import KnownKind, Origin, digest, known_kinds
from foedus_node import clock
from foedus_node.desk import sharing
from foedus_node.people.roles import Right
from foedus_node.storage.index.models import Line
from foedus_node.storage.private import own
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told

_MOST_KIND = 2**20
_KEPT = {
    Kept.AGREED: gettext_lazy("agreed in the line"),
    Kept.REPORTED: gettext_lazy("reported by each side"),
    Kept.OURS: gettext_lazy("ours alone"),
}
_TYPES = {
    FieldType.TEXT: gettext_lazy("text"),
    FieldType.NUMBER: gettext_lazy("a whole number"),
    FieldType.DATE: gettext_lazy("a date"),
    FieldType.PERIOD: gettext_lazy("a time"),
    FieldType.CHOICE: gettext_lazy("a choice"),
    FieldType.WORDING: gettext_lazy("words in several languages"),
    FieldType.PARTY: gettext_lazy("a party"),
    FieldType.ITEM: gettext_lazy("a thing of the register"),
    FieldType.ROWS: gettext_lazy("a table"),
}
_ORIGINS = {
    Origin.BUILT_IN: gettext_lazy("built in"),
    Origin.OURS: gettext_lazy("ours alone"),
    Origin.AGREED: gettext_lazy("agreed"),
}


@frozen
class Fields:
    """A kind's fields that are kept in one way."""

    kept: str
    fields: tuple[object, ...]


class KindForm(forms.Form):
    """A ministry's own kind."""

    file = forms.FileField(
        label=gettext_lazy("A kind of your own"),
        help_text=gettext_lazy("A file NAME.toml, written as the reference on kinds says."),
    )


@page(methods=("GET", "POST"))
def kinds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The kinds and domains that there are; a file is checked and shown, and kept if that is asked."""
    form = KindForm(request.POST or None, request.FILES or None)
    refusal: Told | None = None
    if request.method == "POST":
        desk.refuse_without(Right.ADMINISTER)
        if form.is_valid():
            try:
                read = _read(form)
            except FoedusError as error:
                refusal = told(error)
            else:
                if "keep" in request.POST:
                    return _kept(request, desk, read)
                return render(request, "administration/kind.html", {**_whole(desk, read), "is_checked": True})
    known = [one for one in known_kinds(desk.among()) if _is_seen(desk, one)]
    counts = Line.objects.filter(compact=desk.compact).values("domain").annotate(many=Count("item"))
    context = {
        "kinds": known,
        "origins": _ORIGINS,
        "domains": [row for row in counts.order_by("domain") if row["domain"]],
        "form": form,
        "refusal": refusal,
        "tab": "kinds",
    }
    return render(
        request, "administration/kinds.html", context, status=422 if form.errors or refusal else 200
    )


def _read(form: KindForm) -> Kind:
    data = form.cleaned_data["file"].read(_MOST_KIND + 1)
    return kind_from_toml(data[:_MOST_KIND].decode(errors="replace"))


def _kept(request: HttpRequest, desk: Desk, kind: Kind) -> HttpResponse:
    with desk.home.locked():
        own.keep_own(kind, compact=desk.compact, at=clock.now())
    desk.note("kind-kept", kind.name)
    messages.success(request, _("Kept. It is ours alone until a compact agrees on it."))
    return redirect("kind", desk.short, kind.name)


@page()
def kind(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One kind whole: its stages, fields, roles and papers."""
    found = [one for one in known_kinds(desk.among()) if one.kind.name == name and _is_seen(desk, one)]
    if not found:
        raise Http404
    return render(request, "administration/kind.html", {**_whole(desk, found[0].kind), "known": found[0]})


@page(Right.ADMINISTER, methods=("POST",))
def forget(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Keep a kind of ours no more; lines and notes of it are as they were."""
    with desk.home.locked():
        sharing.settle_in(desk.compact)
        if not own.drop_own(f"kind-{name}", compact=desk.compact):
            raise Http404
    desk.note("kind-forgotten", name)
    messages.success(request, _("It is no kind of ours any more; lines and notes of it are as they were."))
    return redirect("kinds", desk.short)


def _is_seen(desk: Desk, one: KnownKind) -> bool:
    return one.origin is not Origin.OURS or desk.sees_ours or desk.administers


def _whole(desk: Desk, one: Kind) -> dict[str, object]:
    _unused = desk
    return {
        "kind": one,
        "digest": digest(one),
        "replaces": one.name in builtin() and digest(builtin()[one.name]) != digest(one),
        "origins": _ORIGINS,
        "types": _TYPES,
        "fields": [
            Fields(str(words), found)
            for kept, words in _KEPT.items()
            if (found := tuple(one.fields_kept(kept)))
        ],
        "tab": "kinds",
    }
