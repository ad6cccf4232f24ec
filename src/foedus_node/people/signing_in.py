"""How people come in: nobody signs up by themselves, an administrator makes each account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts that only an administrator makes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        _ = request
        return False


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """People of the ministry's own directory, who must have an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by themselves."""
        _ = request, sociallogin
        return False
