"""How a refusal is told on a page: what happened, why, what to do next, in the reader's language."""

import re
import sys
from typing import Any, Final
from urllib.parse import urlencode

from attrs import frozen
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from foedus.errors import Fault, FoedusError
from foedus_node.errors import BusyError
from foedus_node.people.roles import Why
from foedus_node.people.second_factor import Shown
from foedus_node.web import away
from foedus_node.web.phrasing import advice_of, fault_words, in_words, sentence_of

_SECRET: Final = re.compile(r"csrf|pass|pin|secret|code|token", re.IGNORECASE)
"""The names of fields that are never shown again."""


class NotAllowedError(Exception):
    """Somebody may not do what they asked for; it knows why, and whom they can ask."""

    def __init__(self, *, why: Why, ask: tuple[str, ...]) -> None:
        super().__init__(why.right)
        self.why = why
        self.ask = ask


class FactorNeededError(Exception):
    """Somebody would do what their role lets them do only once a second factor is shown."""

    def __init__(self, *, why: Why, shown: Shown) -> None:
        super().__init__(why.right)
        self.why = why
        self.shown = shown


@frozen
class Told:
    """A refusal in words: the sentence, what is wrong one by one, and what to do next."""

    sentence: str
    faults: tuple[str, ...] = ()
    advice: str = ""


def told(error: FoedusError) -> Told:
    """A refusal in the language of the page."""
    found = getattr(error, "faults", ())
    faults = tuple(fault_words(one) if isinstance(one, Fault) else f"{in_words(one)}." for one in found)
    if len(faults) > 1:
        return Told(sentence_of(error, faults=""), faults, advice_of(error))
    return Told(sentence_of(error, faults="".join(faults)), (), advice_of(error))


class Refusing:
    """Turns what a view refuses into a page."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is raised comes to `process_exception`."""
        response: HttpResponse = self.answer(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; None for faults of ours, which are logged."""
        match error:
            case NotAllowedError():
                return render(request, "refused/right.html", {"why": error.why, "ask": error.ask}, status=403)
            case FactorNeededError():
                return _to_the_factor(request, error)
            case FoedusError():
                status = 503 if isinstance(error, BusyError) else 409
                return render(request, "refused/refusal.html", {"refusal": told(error)}, status=status)
            case Error() if away.is_away(error):
                return away.answer(request)
            case Error() if away.is_at_work(error) or "full" in str(error):
                return render(request, "refused/storage.html", {"full": "full" in str(error)}, status=503)
        return None


def _to_the_factor(request: HttpRequest, error: FactorNeededError) -> HttpResponse:
    """The way to where a second factor is set up or shown; a form that was sent stays where it is."""
    name = "mfa_index" if error.shown is Shown.NONE else "mfa_reauthenticate"
    if request.method not in ("GET", "HEAD"):
        found = {"why": error.why, "to": reverse(name)}
        return render(request, "refused/factor.html", found, status=403)
    where = f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseClientRedirect(where) if request.htmx else redirect(where)  # type: ignore[attr-defined]  # set by django-htmx


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without, or with an old, proof that it is ours: most often an ended session."""
    _unused = reason
    typed = {name: said for name, said in request.POST.items() if not _SECRET.search(name)}
    return render(request, "refused/stale.html", {"typed": typed}, status=403)


def misshapen(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent is larger, or of another shape, than a form of ours; nothing of it was read."""
    _unused = exception
    return render(request, "refused/misshapen.html", status=400)


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at an address, or nothing that this person may know of."""
    _unused = exception
    return render(request, "refused/nothing.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """We failed; nothing of why is told, and the log has it."""
    if away.is_away(sys.exc_info()[1]):  # before there was a view, or while its page was drawn
        return away.answer(request)
    return render(request, "refused/failed.html", status=500)
