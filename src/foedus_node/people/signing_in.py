"""How people come in: nobody signs up by themselves, an administrator makes each account.

What the sign-in library would say in words of its own is said here in ours, so that it stands in our
catalogues. What concerns an account is kept among the deeds.
"""

from typing import Any, ClassVar

from allauth.account import signals as accounts
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa import signals as factors
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foedus_node import clock
from foedus_node.people import second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import note_deed


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts that only an administrator makes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Whoever administers the node can open it."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or it is no longer good. Type the one shown now."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes, then try again."),
        "username_password_mismatch": _("Name and password do not go together. Check both and try again."),
        "rate_limited": _("Too many attempts in a short time. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        _unused = request
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A node sends no mail."""
        _unused = template_prefix, email, context


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second factor."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is no longer good. Type the one shown now."),
    }

    def get_totp_label(self, user: User) -> str:
        """What the app calls the account."""
        return str(user.username)


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """People of the ministry's own directory, who must have an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by themselves."""
        _unused = request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of somebody who comes from the directory for the first time.

        A name that both know counts only where the node is told to trust the directory's names
        (FOEDUS_OIDC_TRUST_NAMES): some directories let people choose them.
        """
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        told = sociallogin.account.extra_data
        name = told.get("userinfo", told).get("preferred_username", "")
        known = User.objects.filter(username=name, is_active=True).first() if name else None
        if known is None or not settings.OIDC_TRUST_NAMES:
            unknown = {"name": name or sociallogin.account.uid}
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", unknown, status=403))
        sociallogin.connect(request, known)


# --- kept among the deeds ---------------------------------------------------------------------------

_KEPT = (
    (accounts.user_logged_in, "sign-in"),
    (accounts.user_logged_out, "sign-out"),
    (accounts.password_changed, "own-password"),
    (accounts.password_set, "own-password"),
    (factors.authenticator_added, "second-factor-added"),
    (factors.authenticator_removed, "second-factor-removed"),
    (factors.authenticator_reset, "codes-renewed"),
)


def keep_deeds() -> None:
    """From now on keep who signs in and changes what guards an account."""
    for signal, what in _KEPT:
        signal.connect(_keeper(what), dispatch_uid=f"foedus-{what}-{id(signal)}", weak=False)
    factors.authenticator_added.connect(_set_up, dispatch_uid="foedus-set-up", weak=False)


def _keeper(what: str) -> Any:
    def keep(*, user: Any = None, **told: Any) -> None:
        _unused = told
        if isinstance(user, User):
            note_deed(user, what, at=clock.now())

    return keep


def _set_up(*, request: HttpRequest, **told: Any) -> None:
    _unused = told
    second_factor.keep_set_up(request)
