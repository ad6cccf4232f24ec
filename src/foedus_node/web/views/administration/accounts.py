"""Who signs in here and which roles they hold.

Whoever administers one compact gives and takes roles in it. Accounts themselves (making, closing,
passwords, second factors) are of the whole node, and so for those who administer all of it.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.cooperation.document import from_json
from foedus.cooperation.office import Office
from foedus.errors import FoedusError
from foedus.reporting.naming import named
from foedus_node import clock
from foedus_node.people import granting, second_factor
from foedus_node.people.models import Grant, User
from foedus_node.people.roles import Right, Role
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.naming import ROLES
from foedus_node.web.phrasing import in_words
from foedus_node.web.refusing import NotAllowedError, told

ROWS = 50
_HERE, _EVERYWHERE = "here", "everywhere"


class SearchForm(forms.Form):
    """Whom to list."""

    search = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)


class NewForm(forms.Form):
    """A new account."""

    username = forms.RegexField(
        r"^[\w.@+-]{1,150}\Z",
        label=gettext_lazy("Name with which they sign in"),
        max_length=150,
        error_messages={"invalid": gettext_lazy("Letters, digits and . @ + - _ alone, 150 at most.")},
    )
    called = forms.CharField(
        label=gettext_lazy("Name as colleagues write it"), max_length=200, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of their pages"), required=False)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        help_text=gettext_lazy("Twelve characters or more. Hand it over in person; they change it once in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "language", [("", _("as their browser asks")), *settings.LANGUAGES])


class GiveForm(forms.Form):
    """A role to be given."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    where = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("For the role unit: the office whose activities they see and report on."),
        required=False,
    )
    office = forms.CharField(
        label=gettext_lazy("Office"),
        help_text=gettext_lazy("For a signatory: the office in whose name they sign; empty: the node's own."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", [(role.value, ROLES[role]) for role in Role])
        everywhere = [(_EVERYWHERE, _("in every compact of this node"))] if rules_all(desk) else []
        _choices(self, "where", [(_HERE, _("in this compact")), *everywhere])
        _choices(self, "unit", [("", _("none")), *_units(desk)])

    def clean(self) -> dict[str, Any]:
        """A unit goes with the role unit, and only with it."""
        said = super().clean() or {}
        if (said.get("role") == Role.UNIT) != bool(said.get("unit")) and "role" in said:
            self.add_error("unit", _("A unit goes with the role unit, and only with it."))
        return said


class ChangeForm(forms.Form):
    """What is known of somebody."""

    called = forms.CharField(
        label=gettext_lazy("Name as colleagues write it"), max_length=200, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of their pages"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "language", [("", _("as their browser asks")), *settings.LANGUAGES])


class PasswordForm(forms.Form):
    """Another password for somebody who lost theirs."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("Twelve characters or more. Hand it over in person; they change it once in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


def rules_all(desk: Desk) -> bool:
    """Whether somebody administers the whole node."""
    return any(one.role is Role.ADMINISTRATOR and not one.compact for one in desk.held_roles)


@page(Right.ADMINISTER)
def accounts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everybody who signs in, with their roles that count here."""
    form = SearchForm(request.GET)
    search = form.cleaned_data["search"] if form.is_valid() else ""
    known = User.objects.order_by("username").prefetch_related(Prefetch("grants", _grants(desk), "here"))
    if search:
        known = known.filter(Q(username__icontains=search) | Q(name__icontains=search))
    if not rules_all(desk):
        known = known.filter(is_active=True)
    shown = Paginator(known, ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "shown": shown, "rules_all": rules_all(desk), "tab": "accounts"}
    return render(request, "administration/accounts.html", context)


@page(Right.ADMINISTER, methods=("GET", "POST"))
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make an account."""
    refuse_partial(desk)
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = granting.make(
                said["username"], called=said["called"], language=said["language"], secret=said["password"]
            )
        except FoedusError as error:
            form.add_error("password" if "password" in error.facts["name"] else "username", _why(error))
        else:
            desk.note("account-made", made.username)
            messages.success(request, _("The account stands. It holds no role yet: give one below."))
            return redirect("account", desk.short, made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "administration/new.html", {"form": form, "tab": "accounts"}, status=status)


@page(Right.ADMINISTER)
def account(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One account: its roles, its password, its second factor."""
    return _shown(request, desk, _known(number))


def _shown(
    request: HttpRequest,
    desk: Desk,
    known: User,
    *,
    status: int = 200,
    **forms_: forms.Form | Any,
) -> HttpResponse:
    context = {
        "known": known,
        "grants": list(_grants(desk).filter(user=known)),
        "taken": _taken(request),
        "factors": Authenticator.objects.filter(user=known).exclude(type="recovery_codes").count(),
        "rules_all": rules_all(desk),
        "give": GiveForm(desk=desk),
        "change": ChangeForm(initial={"called": known.name, "language": known.language}),
        "password": PasswordForm(),
        "tab": "accounts",
        **forms_,
    }
    return render(request, "administration/account.html", context, status=status)


@page(Right.ADMINISTER, methods=("POST",))
def give(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Give somebody a role."""
    known, form = _known(number), GiveForm(request.POST, desk=desk)
    if not form.is_valid():
        return _shown(request, desk, known, give=form, status=422)
    said = form.cleaned_data
    compact = "" if said["where"] == _EVERYWHERE else desk.compact
    role = Role(said["role"])
    granting.give(known, role, compact=compact, unit=said["unit"], office=said["office"], at=clock.now())
    desk.note("role-given", f"{known.username} {role}")
    messages.success(request, _("The role is given; it counts from the next page they ask for."))
    return redirect("account", desk.short, known.pk)


@page(Right.ADMINISTER, methods=("POST",))
def take(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take a role from somebody; it can be given back at once."""
    known = _known(number)
    grant = _grants(desk).filter(user=known, pk=_number(request.POST.get("grant", ""))).first()
    if grant is None:
        raise Http404
    if not grant.compact:
        refuse_partial(desk)
    try:
        granting.take(known, Role(grant.role), compact=grant.compact, unit=grant.unit)
    except FoedusError as error:
        return _shown(request, desk, known, refusal=told(error), status=422)
    desk.note("role-taken", f"{known.username} {grant.role}")
    request.session["taken"] = [known.pk, grant.role, bool(grant.compact), grant.unit, grant.office]
    return redirect("account", desk.short, known.pk)


@page(Right.ADMINISTER, methods=("POST",))
def change(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Change an account itself: its name, its password, its second factor, whether it is open."""
    refuse_partial(desk)
    known, what = _known(number), request.POST.get("what", "")
    if what == "name":
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return _shown(request, desk, known, change=form, status=422)
        known.name, known.language = form.cleaned_data["called"], form.cleaned_data["language"]
        known.save(update_fields=["name", "language"])
    elif what == "password":
        secret = PasswordForm(request.POST)
        try:
            if secret.is_valid():
                granting.change_password(known, secret.cleaned_data["password"])
        except FoedusError as error:
            secret.add_error("password", _why(error))
        if secret.errors:
            return _shown(request, desk, known, password=secret, status=422)
    elif what == "factor":
        second_factor.remove(known)
    elif what in ("close", "open"):
        try:
            (granting.close if what == "close" else granting.open_again)(known)
        except FoedusError as error:
            return _shown(request, desk, known, refusal=told(error), status=422)
    else:
        raise Http404
    desk.note(f"account-{what}", known.username)
    messages.success(request, _("Done."))
    return redirect("account", desk.short, known.pk)


# --- small things ---------------------------------------------------------------------------------


def _grants(desk: Desk) -> Any:
    """The roles that count in this compact."""
    return Grant.objects.filter(compact__in=["", desk.compact]).order_by("id")


def _known(number: int) -> User:
    found = User.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _taken(request: HttpRequest) -> dict[str, Any] | None:
    """The role that was taken just now, so that it can be given back."""
    match request.session.pop("taken", None):
        case [int(number), str(role), bool(is_here), str(unit), str(office)]:
            where = _HERE if is_here else _EVERYWHERE
            return {"number": number, "role": role, "where": where, "unit": unit, "office": office}
    return None


def refuse_partial(desk: Desk) -> None:
    """Refuse what concerns the whole node to those who administer a part of it.

    Raises:
        NotAllowedError: they do not administer all of it.
    """
    if not rules_all(desk):
        ruling = Grant.objects.filter(role=Role.ADMINISTRATOR, compact="", user__is_active=True)
        ask = tuple(str(one.user) for one in ruling.select_related("user"))
        raise NotAllowedError(why=desk.why(Right.ADMINISTER), ask=ask)


def _why(error: FoedusError) -> str:
    """Why a value was refused, without its name: the words stand beside its field."""
    reason = in_words(getattr(error, "reason", "")) or told(error).sentence
    return f"{reason[:1].upper()}{reason[1:]}."


def _units(desk: Desk) -> list[tuple[str, str]]:
    """The offices to which somebody may be confined: ours, those that carry out activities first."""
    rows = shelf.items_of(desk.compact, ("office",))
    offices = [item for item in (from_json(row.document) for row in rows) if isinstance(item, Office)]
    ours = [office for office in offices if office.party == desk.home.party]
    return sorted(((office.id, named(office, desk.words)) for office in ours), key=lambda one: one[1])


def _choices(form: forms.Form, name: str, options: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (as the form says)
    field.choices = options


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
