"""Papers from where one needs them: of a meeting, of a plan, of an act; as PDF or to be written on.

Each paper has an address of its own that says all that it was ordered with, so that a colleague can
fetch the same. Pages are set in a process apart. Nothing is filed here, and nothing is signed.
"""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import quote

from attrs import frozen
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.errors import FoedusError
from foedus.record.act import Act
from foedus.record.bundle import MOST_BLOB
from foedus.terms import ItemId, Language, Party, language
from foedus_node import clock
from foedus_node.desk.ordering import OF_A_PLAN, OF_AN_OCCASION, WITH_OURS, Order
from foedus_node.storage.index import models, shelf
from foedus_node.storage.index.shelf import Wanted
from foedus_node.web.apart import apart
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told

_COMING = 12
_MOST_OF_A_NOUN = 60
_LONGEST = 200
_OCCASIONS = ("activity", "mechanism", "engagement")
_WHOLE_WORDS = ("en", "fr")
"""The languages in which the paper of an act is written: it is signed as it stands."""
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLES = {
    "brief": _("Brief"),
    "invitation": _("Letter of invitation"),
    "delegation": _("List of delegations"),
    "programme": _("Programme"),
    "dossier": _("Dossier"),
    "minutes": _("Minutes, to be signed"),
    "annual": _("Annual report"),
}


class Ordering(forms.Form):
    """A paper, as a page asks for it."""

    paper = forms.ChoiceField(label=_("Paper"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    form = forms.ChoiceField(
        label=_("Form"), choices=[("pdf", _("PDF, to print")), ("docx", _("DOCX, to write on"))]
    )
    on = forms.DateField(
        required=False,
        label=_("As of"),
        help_text=_("Today, if you leave it open."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    classification = forms.CharField(
        required=False,
        max_length=_LONGEST,
        label=_("Classification"),
        help_text=_("Stands at the head of each page."),
    )
    shared = forms.BooleanField(
        required=False,
        label=_("Leave out what is ours alone"),
        help_text=_("For a brief or a dossier that is handed to others."),
    )

    def __init__(self, *given: Any, papers: Sequence[str], desk: Desk, **more: Any) -> None:
        super().__init__(*given, **more)
        cast("forms.ChoiceField", self.fields["paper"]).choices = [(name, TITLES[name]) for name in papers]
        self.ministries = _name_ministries(self, desk)
        if not desk.sees_ours or not WITH_OURS & {*papers}:
            del self.fields["shared"]

    def order(self, item: str, desk: Desk) -> Order:
        """What is ordered, once it is valid; who does not see what is ours alone gets no paper with it."""
        said = self.cleaned_data
        tongue = language(said["language"])
        return Order(
            paper=said["paper"],
            item=ItemId(item),
            language=tongue,
            compact=_title(desk),
            classification={tongue: said["classification"]} if said["classification"] else {},
            ministries=desk.home.ministries(_named(self, desk)),
            for_all=not desk.sees_ours or bool(said.get("shared")),
        )


class Making(forms.Form):
    """The paper of an act, as a page asks for it."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[one for one in settings.LANGUAGES if one[0] in _WHOLE_WORDS]
    )

    def __init__(self, *given: Any, desk: Desk, **more: Any) -> None:
        super().__init__(*given, **more)
        self.ministries = _name_ministries(self, desk)


class Checking(forms.Form):
    """A paper that came back, to be checked."""

    file = forms.FileField(label=_("The paper, PDF"))
    trust = forms.FileField(
        required=False,
        label=_("Your authority's certificate, PEM"),
        help_text=_("If you give one, the officers' certificates are judged by it."),
    )

    def clean_file(self) -> bytes:
        """The file's bytes, refused where they are too many or no PDF's."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BLOB:
            raise forms.ValidationError(gettext("The file is larger than any paper can be."))
        data: bytes = given.read()
        if not data.startswith(b"%PDF-"):
            raise forms.ValidationError(gettext("This is no PDF. Choose the paper as it was made or signed."))
        return data

    def clean_trust(self) -> tuple[bytes, ...]:
        """The certificate's bytes, refused where they are too many."""
        given = self.cleaned_data["trust"]
        if given and given.size > 2**20:
            raise forms.ValidationError(gettext("The file is larger than a certificate can be."))
        return (given.read(),) if given else ()


@frozen
class Named:
    """Something of which papers can be written."""

    name: str
    item: Item
    ours_alone: bool


@page()
def papers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Of what papers can be written: the plans, the mechanisms, what comes next."""
    wanted = Wanted(first=desk.on, within=desk.units, ours=desk.sees_ours)
    coming = shelf.page(shelf.chosen(desk.compact, wanted, on=desk.on), size=_COMING).lines
    of_all = desk.units is None
    given = {
        "plans": _known(desk, "plan") if of_all else (),
        "mechanisms": _known(desk, "mechanism") if of_all else (),
        "coming": [line for line in coming if line.when],
    }
    return render(request, "papers/papers.html", given)


@page()
def papers_of(request: HttpRequest, desk: Desk, item: str) -> HttpResponse:
    """The papers of one thing: a form; and the paper itself once the form says which."""
    row = _row(desk, item)
    possible = OF_A_PLAN if row.noun == "plan" else OF_AN_OCCASION
    asked = "paper" in request.GET
    start = {"language": desk.language, "paper": possible[0], "form": "pdf"}
    form = Ordering(request.GET if asked else None, papers=possible, desk=desk, initial=start)
    refusal: Told | None = None
    if asked and form.is_valid():
        try:
            return _made(form, item, desk)
        except FoedusError as error:
            refusal = told(error)
    wrong = asked and request.method == "GET"
    given = {
        "form": form,
        "item": from_json(row.document),
        "name": item,
        "refusal": refusal,
        "noun": row.noun,
    }
    return render(request, "papers/of.html", given, status=422 if wrong else 200)


@page(methods=("GET", "POST"))
def paper_of_act(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    """The paper of an act: made once the form says in which language, or checked once it came back."""
    found = _act(desk, act)
    asked = "language" in request.GET and request.method == "GET"
    tongue = desk.language if desk.language in _WHOLE_WORDS else Language("en")
    making = Making(request.GET if asked else None, desk=desk, initial={"language": tongue})
    checking = Checking(request.POST, request.FILES) if request.method == "POST" else Checking()
    given: dict[str, Any] = {"act": found, "making": making, "checking": checking}
    if request.method == "POST":
        given |= _checked(checking, found, desk)
    elif asked and making.is_valid():
        return _act_paper(making, found, desk)
    bad = asked or (request.method == "POST" and "verdict" not in given)
    return render(request, "papers/act.html", given, status=422 if bad else 200)


def _checked(form: Checking, act: Act, desk: Desk) -> dict[str, Any]:
    """What a paper that came back proves; why not, where it proves nothing."""
    if not form.is_valid():
        return {}
    try:
        verdict = apart(
            "foedus_node.desk.act_papers:verified",
            desk.compact,
            form.cleaned_data["file"],
            form.cleaned_data["trust"],
        )
    except FoedusError as error:
        return {"refusal": told(error)}
    return {"verdict": verdict, "another": verdict["act"] if verdict["act"] != act.hash else ""}


def _act_paper(form: Making, act: Act, desk: Desk) -> HttpResponse:
    data = apart(
        "foedus_node.desk.act_papers:made",
        desk.compact,
        act.hash,
        language=language(form.cleaned_data["language"]),
        at=clock.now(),
        ministries=desk.home.ministries(_named(form, desk)),
    )
    desk.note("made a paper", act.hash)
    return _file(data, f"act-{act.hash[:12]}-{form.cleaned_data['language']}", "pdf")


def _made(form: Ordering, item: str, desk: Desk) -> HttpResponse:
    order, day = form.order(item, desk), form.cleaned_data["on"] or desk.on
    form_of = form.cleaned_data["form"]
    data = apart(
        "foedus_node.desk.writing:file_of",
        order,
        form=form_of,
        compact=desk.compact,
        party=desk.home.party,
        on=day,
        private=True,
    )
    desk.note("wrote a paper", f"{order.paper} {item}")
    return _file(data, order.name, form_of)


def _file(data: bytes, name: str, form: str) -> HttpResponse:
    kept = quote(f"{name}.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{kept}"}
    return HttpResponse(data, content_type=_TYPES[form], headers=headers)


def _row(desk: Desk, item: str) -> models.Item:
    """The thing of that name, if the person may see it.

    Raises:
        Http404: they may not, there is none, or it is nothing of which papers are written.
    """
    for row in shelf.items(desk.compact, (item,)):
        hidden = row.ours_alone and not desk.sees_ours
        if not hidden and row.noun in (*_OCCASIONS, "plan") and _within(desk, item):
            return row
    raise Http404


def _within(desk: Desk, item: str) -> bool:
    """Whether somebody confined to some units may see a thing."""
    if desk.units is None:
        return True
    wanted = Wanted(within=desk.units)
    return shelf.chosen(desk.compact, wanted, on=desk.on).filter(name=item).exists()


def _act(desk: Desk, beginning: str) -> Act:
    found = [act for name, act in desk.held.acts.items() if name.startswith(beginning)]
    if len(found) != 1 or desk.units is not None:
        raise Http404
    return found[0]


def _known(desk: Desk, noun: str) -> list[Named]:
    rows = [row for row in shelf.items_of(desk.compact, (noun,)) if desk.sees_ours or not row.ours_alone]
    return [Named(row.name, from_json(row.document), row.ours_alone) for row in rows[:_MOST_OF_A_NOUN]]


def _title(desk: Desk) -> dict[Language, str]:
    return {language(tag): words for tag, words in desk.charter.title.items()}


def _name_ministries(form: forms.Form, desk: Desk) -> list[str]:
    """A field for what each other party's ministry is called; gives the fields' names."""
    for party in desk.others:
        name = desk.words.party(cast("Party", party))
        form.fields[f"ministry_{party}"] = forms.CharField(
            required=False,
            max_length=_LONGEST,
            label=gettext("What the ministry of %(party)s is called") % {"party": name},
        )
    return [f"ministry_{party}" for party in desk.others]


def _named(form: forms.Form, desk: Desk) -> dict[Party, str]:
    said = {party: form.cleaned_data.get(f"ministry_{party}", "").strip() for party in desk.others}
    return {cast("Party", party): name for party, name in said.items() if name}
