"""The way in: signing in, the second factor, the language; nothing here belongs to a compact.

The sign-in library's own views answer too, those alone that a node needs: nobody makes an account by
themselves, and no mail is sent.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foedus_node.people import roles
from foedus_node.people.models import User
from foedus_node.people.permissions import compacts_of, held_by
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger

_A_YEAR = 365 * 24 * 3600
_FIRST = ("today", "plan")


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The way in: to the compact last worked at, else to the first; where there is none, what to do."""
    assert isinstance(request.user, User)  # noqa: S101 (signed in, by the decorator above)
    known = compacts_of(request.user, ledger.compacts())
    if not known:
        why = roles.why(held_by(request.user), Right.EXCHANGE, compact="")
        return redirect("compacts") if why.may or why.waiting else render(request, "account/no_compact.html")
    last = request.session.get("compact")
    return redirect(_first(last if last in known else known[0]))


def _first(compact: str) -> str:
    """The page with which a day begins."""
    for name in _FIRST:
        try:
            return reverse(name, kwargs={"compact": compact})
        except NoReverseMatch:
            continue
    raise Http404


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; kept in the browser, and with the account."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_A_YEAR, samesite="Lax", httponly=True
        )
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


def nobody_alone(request: HttpRequest) -> HttpResponse:
    """Where others let people make an account: nothing is here."""
    _ = request
    raise Http404
