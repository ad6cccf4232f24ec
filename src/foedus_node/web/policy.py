"""What every answer says to the browser, and in which language it is written."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def _policy() -> str:
    """The content security policy: nothing from outside, nothing written into a page."""
    # Signing in at the ministry's directory begins with a form of ours that leads there.
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    places = [urlsplit(app["settings"]["server_url"]) for app in apps]
    forms = " ".join(["'self'", *(f"{place.scheme}://{place.netloc}" for place in places)])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            f"form-action {forms}",
        )
    )


class Policy:
    """Sets what a browser may do with our pages, and that nothing of them is kept outside it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.policy = _policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Tongue:
    """Chooses the language of a page: as chosen here, else as the person set it, else as the browser asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language chosen."""
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in known:
            chosen = getattr(request.user, "language", "") if request.COOKIES else ""
        if chosen not in known:
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", chosen)
        response.headers.setdefault("Vary", "Cookie, Accept-Language")
        return response
