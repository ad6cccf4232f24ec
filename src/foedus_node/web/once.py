"""A form that arrives again is not done again: its sender is led where the first one led.

Where an answer is lost on the way nobody knows whether the form was taken. Whoever sends it again, the
browser of its own accord among them, shall be shown what became of it. A form is known again by a number
that the page's script gives it, the same one for as long as no answer came and nothing else was typed;
without script by what stands in it and by the proof that it is ours, another one each time a page is drawn.

Only what was done is remembered, for a while and by this process alone; what was refused may be mended
and sent again. Forms that htmx sends show at once what they did, and may be sent as often as one likes.
"""

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from attrs import define, field
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

_MOST: Final = 2000
"""How many forms are remembered; the oldest are forgotten first."""
_SECONDS: Final = 60
"""How long the second waits for what becomes of the first."""
_PROOF: Final = "csrfmiddlewaretoken"
_NUMBER: Final = "once"
_DRAWN: Final = 64
"""The letters of a proof that was drawn into a page; a programme that asks by itself may send a bare one."""


@define
class _Sent:
    """A form that arrived: where it led, once that is known; nowhere if it was not done."""

    ended: threading.Event = field(factory=threading.Event)
    led: str = ""


class Once:
    """Does what a form asks for once, however often it arrives."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, _Sent] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; where the same form was done already, lead to where that led."""
        name = self._name(request)
        if name is None:
            return self.answer(request)
        sent, is_first = self._arrived(name)
        if not is_first:
            sent.ended.wait(_SECONDS)
            if sent.led:
                messages.info(request, _("This was sent twice, and done once: when it came first."))
                return redirect(sent.led)
        try:
            response = self.answer(request)
            if isinstance(response, HttpResponseRedirectBase):
                sent.led = response.url
        finally:
            if not sent.led:
                with self._lock:
                    self._known.pop(name, None)
            sent.ended.set()
        return response

    def _arrived(self, name: bytes) -> tuple[_Sent, bool]:
        with self._lock:
            found = self._known.get(name)
            if found:
                return found, False
            self._known[name] = made = _Sent()
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
            return made, True

    def _name(self, request: HttpRequest) -> bytes | None:
        """What a form is known by; None where it may be done again."""
        if request.method != "POST" or request.htmx or not request.user.is_authenticated:  # type: ignore[attr-defined]  # set by django-htmx
            return None
        proof, number = request.POST.get(_PROOF, ""), request.POST.get(_NUMBER, "")
        if len(proof) != _DRAWN:
            return None
        said = [request.path, str(request.user.pk), number or proof]
        if not number:
            said += [repr(one) for one in request.POST.lists()]
            said += [f"{name} {file.name} {file.size}" for name, file in request.FILES.items()]  # type: ignore[union-attr]  # one file a name
        return hmac.digest(self._key, "\0".join(said).encode(errors="replace"), hashlib.sha256)
