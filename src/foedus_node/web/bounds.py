"""How much a request may bring: what is larger is refused by its stated length, before it is read.

Nor may an address bring the one character that no database keeps in words and nobody can type.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.record.bundle import MOST_BLOB
from foedus.record.container import LARGEST
from foedus_node.web.refusing import nothing_here
from foedus_node.web.sending import CROWDED

_BESIDE = 2**20
"""Room for the other fields of a form."""


def most_at(path: str) -> int:
    """How many bytes a request to an address may bring."""
    return (LARGEST if path.endswith("/exchange/take") else MOST_BLOB) + _BESIDE


class Bounds:
    """Refuses a request that brings more than what its page can take."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless too much comes."""
        if "\0" in request.path:
            return nothing_here(request)
        # Before anything has read it: from here on the address asks the same without that character.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        if request.META.get(CROWDED):
            return render(request, "refused/storage.html", {"full": False}, status=503)
        most = most_at(request.path)
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if stated.isdigit() and int(stated) <= most:
            return self.answer(request)
        return render(request, "refused/large.html", {"most": most - _BESIDE}, status=413)
