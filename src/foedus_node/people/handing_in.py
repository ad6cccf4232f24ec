"""Reports that somebody handed in without a key: they wait here until one who has the key signs them.

What waits is ours alone and in no bundle. Whether it may be signed is held against the record by
`foedus_node.desk.reporting`, when it is handed in and once more when it is signed.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django.db import transaction
from django.db.models import QuerySet

from foedus_node.people.models import HandedIn, User

State = HandedIn.State
_OPEN = (State.WAITING, State.BACK)
_PLAIN = (
    "id",
    "user_id",
    "name",
    "item",
    "document",
    "mime",
    "at",
    "state",
    "word",
    "answered_by",
    "answered_at",
)


@frozen
class Paper:
    """A paper that shall be filed with a report."""

    data: bytes
    mime: str

    @property
    def digest(self) -> str:
        """Its SHA-256, by which it is named."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    def pieces(self) -> tuple[bytes, ...]:
        """Its bytes, as what files papers takes them."""
        return (self.data,)


@frozen(kw_only=True)
class Handed:
    """A report that was handed in.

    Attributes:
        number: by which it is named here.
        by: who handed it in, as colleagues write the name.
        user: the number of their account; None: it is gone.
        item: what it is on.
        document: the report, without the party.
        mime: of the paper that goes with it; empty: none does.
        state: what became of it.
        word: why it was handed back.
        answered_by: who signed it or handed it back.
    """

    number: int
    by: str
    user: int | None
    item: str
    document: Mapping[str, Any]
    mime: str
    at: datetime.datetime
    state: str
    word: str
    answered_by: str
    answered_at: datetime.datetime | None

    @property
    def waits(self) -> bool:
        """Whether it is to be signed."""
        return self.state == State.WAITING

    @property
    def is_back(self) -> bool:
        """Whether it was handed back."""
        return self.state == State.BACK


def hand_in(
    user: User,
    document: Mapping[str, Any],
    *,
    compact: str,
    paper: Paper | None,
    at: datetime.datetime,
    anew: int | None = None,
) -> int:
    """Keep a report until somebody signs it.

    Args:
        user: who hands it in.
        document: the report, without the party.
        compact: in which.
        paper: what shall be filed with it.
        at: now.
        anew: the number of one of theirs that was handed back, and in whose place it comes.

    Returns:
        The number by which it is named.
    """
    with transaction.atomic("private"):
        if anew is not None:
            HandedIn.objects.filter(pk=anew, user=user, compact=compact, state=State.BACK).update(
                state=State.OVER
            )
        made = HandedIn.objects.create(
            user=user,
            name=str(user),
            compact=compact,
            item=document["item"],
            document=dict(document),
            paper=paper.data if paper else None,
            mime=paper.mime if paper else "",
            at=at,
        )
    return int(made.pk)


def handed(compact: str, number: int) -> Handed | None:
    """One of them by its number; None where there is none in that compact."""
    return next(iter(_told(HandedIn.objects.filter(compact=compact, pk=number))), None)


def paper_of(compact: str, number: int) -> Paper | None:
    """The paper that goes with one of them."""
    row = HandedIn.objects.filter(compact=compact, pk=number).values_list("paper", "mime").first()
    return Paper(bytes(row[0]), row[1]) if row and row[0] is not None else None


def waiting(compact: str, *, most: int) -> tuple[Handed, ...]:
    """Those that wait to be signed, the oldest first.

    Args:
        compact: in which.
        most: how many at most.
    """
    return _told(HandedIn.objects.filter(compact=compact, state=State.WAITING).order_by("id")[:most])


def open_of(user: User, compact: str, *, most: int) -> tuple[Handed, ...]:
    """Those of one person that wait, or were handed back and not handed in anew; the oldest first.

    Args:
        user: who handed them in.
        compact: in which.
        most: how many at most.
    """
    rows = HandedIn.objects.filter(compact=compact, state__in=_OPEN, user=user)
    return _told(rows.order_by("id")[:most])


def open_on(compact: str, item: str, user: User) -> tuple[Handed, ...]:
    """Those on one thing that wait to be signed, and those of somebody that were handed back."""
    rows = HandedIn.objects.filter(compact=compact, item=item, state__in=_OPEN).order_by("id")
    return tuple(one for one in _told(rows) if one.state == State.WAITING or one.user == user.pk)


def sign(number: int, *, by: User, at: datetime.datetime) -> bool:
    """Keep that one that waits was signed; False where it waits no more."""
    return _answered(number, State.SIGNED, by=by, at=at)


def hand_back(number: int, word: str, *, by: User, at: datetime.datetime) -> bool:
    """Hand one that waits back with a word; False where it waits no more."""
    return _answered(number, State.BACK, by=by, at=at, word=word)


def take_back(number: int, user: User) -> bool:
    """Let somebody take back what they handed in; False where it is signed, or not theirs."""
    rows = HandedIn.objects.filter(pk=number, user=user, state__in=_OPEN)
    return bool(rows.update(state=State.OVER))


def _answered(number: int, state: str, *, by: User, at: datetime.datetime, word: str = "") -> bool:
    rows = HandedIn.objects.filter(pk=number, state=State.WAITING)
    return bool(rows.update(state=state, word=word, answered_by=str(by), answered_at=at))


def _told(rows: "QuerySet[HandedIn]") -> tuple[Handed, ...]:
    # Without the papers: they are large, and asked for one by one.
    found: Iterable[tuple[Any, ...]] = rows.values_list(*_PLAIN)
    return tuple(
        Handed(
            number=number,
            user=user,
            by=by,
            item=item,
            document=document,
            mime=mime,
            at=at,
            state=state,
            word=word,
            answered_by=answered_by,
            answered_at=answered_at,
        )
        for number, user, by, item, document, mime, at, state, word, answered_by, answered_at in found
    )
