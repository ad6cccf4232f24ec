"""The same story in other documents: why they are said to tell it, where they disagree, in words of the page.

What another document gave already, and was accepted, is told beside each proposal, so that nobody takes the
same undertaking twice.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.reading.stories.differences import Disagreement
from foedus.reading.stories.telling import Shared, Stated
from foedus.terms import Party
from foedus_node.desk import stories
from foedus_node.desk.stories import Beside, Given
from foedus_node.storage.private.papers import Held
from foedus_node.storage.private.stories import Head
from foedus_node.web.desks import Desk
from foedus_node.web.templatetags import house
from foedus_node.web.views.reading import saying

_SHARED: Final[Mapping[str, Any]] = {
    "people": _("the same people: %(which)s"),
    "day": _("the same day: %(which)s"),
    "time": _("told within days of each other"),
    "kind": _("the same occasion: %(which)s"),
    "parties": _("the same parties: %(which)s"),
    "place": _("the same place: %(which)s"),
    "session": _("the same session: %(which)s"),
    "instruments": _("the same was signed: %(which)s"),
    "undertakings": _("the same is to be done: %(which)s"),
    "other people": _("but other people"),
    "other parties": _("but other parties: %(which)s"),
    "other session": _("but another session"),
    "other day": _("but another day"),
    "other time": _("but told at another time"),
}
"""What two documents have in common, and what speaks against that they tell one story."""

_FIELDS: Final[Mapping[str, Any]] = {
    "rank": _("rank"),
    "office": _("office"),
    "start": _("first day"),
    "end": _("last day"),
    "place": _("place"),
    "ordinal": _("number of the session"),
    "status": _("state"),
    "year": _("year"),
    "force": _("how it was said"),
    "due": _("due"),
    "numbers": _("numbers"),
}


@frozen
class Side:
    """What one of two documents says: in words, the words of the text, and where these are shown."""

    value: str
    words: str
    address: str


@frozen(kw_only=True)
class Differing:
    """One thing on which two documents disagree."""

    sort: str
    field: str
    here: Side
    there: Side


@frozen(kw_only=True)
class Other:
    """Another document of the story, as the page shows it."""

    head: Head
    address: str
    shared: tuple[str, ...]
    differing: tuple[Differing, ...]


@frozen
class Story:
    """All that tells a document's story beside it, and what that gave already, by the proposals here."""

    others: tuple[Other, ...]
    given: Mapping[int, Given]


def story(held: Held, desk: Desk) -> Story:
    """The story of a document, in words."""
    found = stories.beside(held, compact=desk.compact)
    return Story(tuple(_other(one, held, desk) for one in found), stories.given(found))


def _other(one: Beside, held: Held, desk: Desk) -> Other:
    return Other(
        head=one.head,
        address=reverse("document", args=[desk.short, one.head.short]),
        shared=tuple(_in_common(one.likeness.shared, desk)),
        differing=tuple(_differing(each, one.head, held=held, desk=desk) for each in one.disagreements),
    )


def _in_common(shared: tuple[Shared, ...], desk: Desk) -> Iterator[str]:
    for one in shared:
        which = ", ".join(filter(None, _which(one, desk)))
        told = str(_SHARED[one.what])
        yield told % {"which": which} if which else told.partition(":")[0].strip()


def _which(one: Shared, desk: Desk) -> Iterator[str]:
    for value in one.which:
        yield _NAMED[one.what](value, desk) if one.what in _NAMED and value else value


_NAMED: Final[Mapping[str, Callable[[str, Desk], str]]] = {
    "day": saying.date_words,
    "kind": lambda value, desk: desk.words.one_of("engagement", value),
    "parties": lambda value, desk: desk.words.party(Party(value)),
    "other parties": lambda value, desk: desk.words.party(Party(value)),
    "instruments": lambda value, desk: desk.words.one_of("instrument", value),
    "undertakings": lambda value, _desk: house.domain(value),
}


def _differing(each: Disagreement, head: Head, *, held: Held, desk: Desk) -> Differing:
    return Differing(
        sort=str(saying.SORTS[each.mine.kind]),
        field=str(_FIELDS.get(each.field, each.field)),
        here=_side(each.field, each.said, each.mine, short=held.short, desk=desk),
        there=_side(each.field, each.other, each.theirs, short=head.short, desk=desk),
    )


def _side(field: str, value: str, fact: Stated, *, short: str, desk: Desk) -> Side:
    address = reverse("document", args=[desk.short, short])
    return Side(
        value=saying.field_words(field, value, desk),
        words=" ".join(fact.words.split()) or gettext("its words"),
        address=f"{address}?words={fact.start}-{fact.end}#here",
    )
