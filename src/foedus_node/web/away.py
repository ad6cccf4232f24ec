"""When what a page asks cannot answer: the database server is away, or busy with somebody else's writing.

The page that says so asks no database for anything, not even who reads it: whatever the answer to a
request needed may be what is away, from finding out who asks to drawing the frame around the page.
"""

from typing import Final

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

_AT_WORK: Final = frozenset({"40001", "40P01", "55P03"})
"""What PostgreSQL says where two wrote at once, or one waits for another too long (its appendix A)."""
_GOING: Final = ("08", "53", "57P")
"""How begins what it says as it ends a connection or takes no more; where one broke it says nothing."""
_SECONDS: Final = 10
"""After how long a programme shall ask again."""


def is_away(error: BaseException | None) -> bool:
    """Whether an error means that the database server cannot be reached, or was lost on the way."""
    state = _state(error) if isinstance(error, Error) else None
    return state is not None and (not state or state.startswith(_GOING))


def is_at_work(error: BaseException | None) -> bool:
    """Whether an error means that somebody else was writing, and that nothing was done."""
    return isinstance(error, Error) and ("locked" in str(error) or _state(error) in _AT_WORK)


def answer(request: HttpRequest) -> HttpResponse:
    """The page that says that the database server is away."""
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    with translation.override(chosen if chosen in known else translation.get_language_from_request(request)):
        page = render_to_string("refused/away.html", {"sent": request.method not in ("GET", "HEAD")})
        return HttpResponse(
            page,
            status=503,
            headers={"Retry-After": str(_SECONDS), "Content-Language": translation.get_language() or "en"},
        )


def _state(error: BaseException | None) -> str | None:
    """What a server says went wrong, empty where it said nothing; None for what no server said."""
    cause = error.__cause__ if error else None
    if cause is None or not type(cause).__module__.startswith("psycopg"):
        return None
    ours = type(error).__name__ in ("OperationalError", "InterfaceError")
    return getattr(cause, "sqlstate", None) or ("" if ours else None)
