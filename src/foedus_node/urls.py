"""Where what a node answers is found: version 1 of the exchange, and its description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from foedus_node.exchange.api import api, refused
from foedus_node.exchange.refusals import (
    UnknownCallerError,
)

urlpatterns = [path("v1/", api.urls)]


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is answered where there is nothing: the same as to a stranger."""
    _ = request, exception
    return refused(UnknownCallerError(), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """What is answered if we fail: nothing of why."""
    _ = request
    return refused(UnknownCallerError(), status=500)


handler404: Any = nothing_here
handler500: Any = failed
