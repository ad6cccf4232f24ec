"""The frame around every page: whose node it is, which compacts somebody works at, in which languages.

It stands around the first page too, on which somebody signs in: it loads nothing that others are made with.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from foedus.later import later
from foedus.record.act import Act
from foedus.terms import Language, language, wording_in
from foedus_node.home import Home
from foedus_node.people.models import User
from foedus_node.people.permissions import compacts_of

if TYPE_CHECKING:
    from foedus_node.storage.common import ledger
else:
    ledger = later("foedus_node.storage.common.ledger")

SHORT = 12
"""The digits by which an address names a compact."""


@cache
def home() -> Home:
    """The node that this process serves."""
    return Home.at(Path(settings.HOME))


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page shows."""
    desk = getattr(request, "desk", None)
    user = getattr(request, "user", None)
    return {
        "desk": desk,
        "compacts": _compacts(user) if isinstance(user, User) else (),
        "languages": settings.LANGUAGES,
        "ministry": home().ministry,
    }


def named(short: str) -> str | None:
    """The compact whose hash begins so; compacts never go, so they are read anew only for one not known."""
    if not any(one.startswith(short) for one in _known()):
        _known.cache_clear()
    return next((one for one in _known() if one.startswith(short)), None)


@lru_cache(maxsize=64)
def charter(compact: str) -> Act:
    """A compact's charter."""
    return ledger.charter(compact)


@cache
def _known() -> tuple[str, ...]:
    return ledger.compacts()


def _compacts(user: User) -> list[tuple[str, str]]:
    tongue = Language(get_language() or "en")
    return [
        (
            compact[:SHORT],
            wording_in({language(tag): text for tag, text in charter(compact).title.items()}, tongue),
        )
        for compact in compacts_of(user, _known())
    ]
