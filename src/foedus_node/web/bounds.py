"""How much a request may bring: what is larger is refused by its stated length, before it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.record.bundle import MOST_BLOB
from foedus.record.container import LARGEST

_BESIDE = 2**20
"""Room for the other fields of a form."""


class Bounds:
    """Refuses a request that brings more than what its page can take."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless too much comes."""
        most = (LARGEST if request.path.endswith("/exchange/take") else MOST_BLOB) + _BESIDE
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if stated.isdigit() and int(stated) <= most:
            return self.answer(request)
        return render(request, "refused/large.html", {"most": most - _BESIDE}, status=413)
