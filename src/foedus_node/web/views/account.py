"""The way in: signing in, the second factor, the language; nothing here belongs to a compact.

The sign-in library's own views answer here, those alone that a node needs: nobody makes an
account by themselves, and no mail is sent.
"""

from typing import Any

from allauth.account import views as accounts
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as security_keys
from allauth.socialaccount import views as directories
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foedus_node import clock
from foedus_node.people import roles, second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import compacts_of, held_by
from foedus_node.people.roles import Right
from foedus_node.people.signing_in import keep_deeds
from foedus_node.storage.common import ledger

keep_deeds()  # here, for the tables must be known first and this is read once they are

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


class SecondFactor(factors.IndexView):  # type: ignore[misc]  # allauth ships no types
    """The second factor of whoever asks, with what requires it of them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the library tells, and the roles that require one."""
        rule, user = second_factor.rule(), self.request.user
        requiring = rule.among(held_by(user)) if isinstance(user, User) else ()
        back = self.request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()}):
            back = ""
        needed = {
            "requiring": tuple(dict.fromkeys(one.role for one in requiring)),
            "since": rule.since,
            "shown": second_factor.shown_in(self.request, user) if requiring else None,
            "is_time": rule.since <= clock.today(),
            "back": back,
        }
        return {**super().get_context_data(**kwargs), **needed}


def nobody_alone(request: HttpRequest) -> HttpResponse:
    """Where others let people make an account: nothing is here."""
    _ = request
    raise Http404


urlpatterns = [
    path("", home, name="home"),
    path("language", language, name="language"),
    path("account/login/", accounts.login, name="account_login"),
    path("account/logout/", accounts.logout, name="account_logout"),
    path("account/inactive/", accounts.account_inactive, name="account_inactive"),
    path("account/signup/", nobody_alone, name="account_signup"),
    path("account/password/change/", accounts.password_change, name="account_change_password"),
    path("account/password/set/", accounts.password_set, name="account_set_password"),
    path("account/reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/2fa/", SecondFactor.as_view(), name="mfa_index"),
    path("account/2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", apps.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/2fa/keys/", security_keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/2fa/keys/add/", security_keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/2fa/keys/show/", security_keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/2fa/keys/<int:pk>/remove/", security_keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/2fa/keys/<int:pk>/edit/", security_keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/directory/", directories.connections, name="socialaccount_connections"),
    path("account/directory/error/", directories.login_error, name="socialaccount_login_error"),
    path("account/directory/cancelled/", directories.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/directory/signup/", nobody_alone, name="socialaccount_signup"),
]
