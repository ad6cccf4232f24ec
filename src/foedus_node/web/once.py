"""A form that arrives again is not done again: its sender is led where the first one led.

Where an answer is lost on the way nobody knows whether the form was taken. Whoever sends it again, the
browser of its own accord among them, shall be shown what became of it. A form is known again by a number
that the page's script gives it, the same one for as long as no answer came and nothing else was typed;
without script by what stands in it and by the proof that it is ours, another one each time a page is drawn.

Only what was done is remembered, for a while and by every process of the node (`foedus_node.people.sent`);
what was refused may be mended and sent again. Forms that htmx sends show at once what they did, and may be
sent as often as one likes.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foedus_node.people import sent
from foedus_node.people.models import User

_SECONDS: Final = 60
"""How long the second waits for what becomes of the first."""
_A_MOMENT: Final = 0.05
_PROOF: Final = "csrfmiddlewaretoken"
_NUMBER: Final = "once"
_DRAWN: Final = 64
"""The letters of a proof that was drawn into a page; a programme that asks by itself may send a bare one."""


class Once:
    """Does what a form asks for once, however often it arrives."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; where the same form was done already, lead to where that led."""
        form = _name(request)
        if not form:
            return self.answer(request)
        assert isinstance(request.user, User)  # noqa: S101 (whoever is not signed in sends no such form)
        try:
            led = _led(form, request.user)
        except DatabaseError:  # what is wrong with it the page itself tells, in words
            return self.answer(request)
        if led:
            messages.info(request, _("This was sent twice, and done once: when it came first."))
            return redirect(led)
        try:
            response = self.answer(request)
            led = response.url if isinstance(response, HttpResponseRedirectBase) else ""
        finally:
            with suppress(DatabaseError):  # what was done stays done, remembered or not
                sent.done(form, led=led) if led else sent.not_done(form)
        return response


def _led(form: str, user: User) -> str:
    """Where the same form led before; empty if it is to be done now."""
    until = time.monotonic() + _SECONDS
    while not sent.began(form, user):
        while (led := sent.led(form)) == "" and time.monotonic() < until:
            time.sleep(_A_MOMENT)
        if led is not None:
            return led
    return ""


def _name(request: HttpRequest) -> str:
    """What a form is known by; empty where it may be done again."""
    if request.method != "POST" or request.htmx or not request.user.is_authenticated:  # type: ignore[attr-defined]  # set by django-htmx
        return ""
    proof, number = request.POST.get(_PROOF, ""), request.POST.get(_NUMBER, "")
    if len(proof) != _DRAWN:
        return ""
    said = [request.path, str(request.user.pk), number or proof]
    if not number:
        said += [repr(one) for one in request.POST.lists()]
        said += [f"{name} {file.name} {file.size}" for name, file in request.FILES.items()]  # type: ignore[union-attr]  # one file a name
    found = "\0".join(said).encode(errors="replace")
    return salted_hmac("foedus.once", found, algorithm="sha256").hexdigest()
