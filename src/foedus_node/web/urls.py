"""Where each page is found. Every room of pages lists its own addresses beside its views.

A compact's pages begin with the first digits of its hash; an address carries every choice that
was made on the page, so that a link shares the view.
"""

from typing import Any

from django.apps import apps
from django.urls import include, path, register_converter

from foedus_node.web.desks import SHORT
from foedus_node.web.views import (
    account,
    activity,
    acts,
    administration,
    compacts,
    drafts,
    exchange,
    figures,
    meetings,
    papers,
    people,
    plan,
    reading,
    said,
    search,
    sharing,
    signing,
    today,
)


class CompactConverter:
    """The first digits of a compact's hash, as an address names it."""

    regex = f"[0-9a-f]{{{SHORT}}}"

    def to_python(self, value: str) -> str:
        """The digits."""
        return value

    def to_url(self, value: str) -> str:
        """The digits."""
        return value[:SHORT]


register_converter(CompactConverter, "compact")

_ROOMS = (
    activity,
    drafts,
    search,
    today,
    acts,
    signing,
    plan,
    figures,
    papers,
    said,
    meetings,
    people,
    exchange,
    administration,
    reading,
    sharing,
)

urlpatterns = [
    *account.urlpatterns,
    *compacts.urlpatterns,
    path(
        "<compact:compact>/",
        include([one for room in _ROOMS for one in room.urlpatterns]),
    ),
]

if apps.is_installed("allauth.socialaccount.providers.openid_connect"):
    urlpatterns.append(path("account/oidc/", include("foedus_node.web.views.directory")))

handler400: Any = "foedus_node.web.refusing.misshapen"
handler404: Any = "foedus_node.web.refusing.nothing_here"
handler500: Any = "foedus_node.web.refusing.failed"
