"""Where a page is worked at: whose node, which compact, who, on which day, with which rights.

Every page of a compact is made by `page`: it finds the compact that the address names among those
in which the person holds a role, refuses what they may not do, and has the index brought up.
An address outside one's compacts is answered as if nothing were there.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from attrs import evolve, field, frozen
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from foedus.cooperation.document import from_json
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import kinds_among
from foedus.cooperation.plan import Plan
from foedus.record.act import Act
from foedus.record.holding import Holding
from foedus.register import Register
from foedus.reporting.wording import Words, words
from foedus.terms import Language, language, wording_in
from foedus_node import clock
from foedus_node.desk import indexing, parts
from foedus_node.home import Home
from foedus_node.people import roles, second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import held_by, note_deed, whom_to_ask
from foedus_node.people.roles import Held, Right, Why
from foedus_node.people.second_factor import Shown
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.index.models import Item
from foedus_node.storage.index.shelf import Mark
from foedus_node.storage.private import changes
from foedus_node.web import frame, freshening
from foedus_node.web.refusing import FactorNeededError, NotAllowedError, stale_form

Rest = ParamSpec("Rest")


@frozen
class Desk:
    """Somebody's place at one compact."""

    home: Home
    user: User
    compact: str
    on: datetime.date
    held_roles: tuple[Held, ...]
    known: tuple[int, int]
    """What the node knows, in two numbers: other ones, and what was made from it is old."""
    waiting: tuple[Held, ...] = ()
    """The roles that count once a second factor is shown."""
    shown: Shown = Shown.YES
    """How the person stands to a second factor, where one of their roles requires it."""
    factor_from: datetime.date | None = None
    """The day from which a role of theirs will wait for a second factor, where there is none yet."""
    listed: Mark | None = None
    """How far the lists have come; None before they were asked for, or where they were never made."""

    @property
    def short(self) -> str:
        """The compact as addresses name it."""
        return self.compact[: frame.SHORT]

    @property
    def language(self) -> Language:
        """The language of the page."""
        return Language(get_language() or "en")

    @property
    def words(self) -> Words:
        """The words of papers in that language: kinds, stages, states, parties, dates."""
        return words(self.language)

    @property
    def charter(self) -> Act:
        """The compact's charter."""
        return frame.charter(self.compact)

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties, in the charter's order."""
        return tuple(self.charter.parties)

    @property
    def others(self) -> tuple[str, ...]:
        """The other parties."""
        return tuple(party for party in self.parties if party != self.home.party)

    @property
    def title(self) -> str:
        """The compact's name, in the language of the page."""
        return wording_in({language(tag): text for tag, text in self.charter.title.items()}, self.language)

    @cached_property
    def held(self) -> Holding:
        """The record, the words of things read as they are asked for: for acts and drafts, not for lists."""
        return ledger.settled(self.compact)

    @property
    def is_behind(self) -> bool:
        """Whether the lists tell how things stood before something that came in since."""
        return not indexing.is_current(self.listed, known=self.known, on=self.on)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of activity by name: the built-in ones, and those agreed or ours."""
        return _kinds(self.compact, self.listed)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans there are, the latest first."""
        return _plans(self.compact, self.listed)

    @property
    def facets(self) -> Mapping[str, Sequence[str]]:
        """What there is to filter lines by."""
        return _facets(self.compact, self.listed)

    def around(self, row: Item, *, steps: int = 1) -> Register:
        """The register of one thing and what it names."""
        known = (*_kind_rows(self.compact, self.listed), row)
        return parts.around(self.home.party, self.compact, [row.name], on=self.on, steps=steps, known=known)

    def among(self, *names: str) -> Register:
        """The register of a few things alone, and of the kinds there are."""
        known = _kind_rows(self.compact, self.listed)
        return parts.around(self.home.party, self.compact, names, on=self.on, steps=0, known=known)

    # --- what may be done ---

    def why(self, right: Right) -> Why:
        """Whether something may be done, and why."""
        return roles.why(self.held_roles, right, compact=self.compact, waiting=self.waiting)

    def may(self, right: Right | str) -> bool:
        """Whether something may be done."""
        return self.why(Right(right)).may

    @property
    def sees_ours(self) -> bool:
        """Whether the person sees what is ours alone."""
        return self.may(Right.SEE_OURS)

    @property
    def drafts(self) -> bool:
        """Whether the person prepares: reads, drafts, rules, notes."""
        return self.may(Right.DRAFT)

    @property
    def signs(self) -> bool:
        """Whether the person signs in the party's name."""
        return self.may(Right.SIGN)

    @property
    def reports(self) -> bool:
        """Whether the person reports on activities."""
        return self.may(Right.REPORT)

    @property
    def exchanges(self) -> bool:
        """Whether the person sends and fetches."""
        return self.may(Right.EXCHANGE)

    @property
    def audits(self) -> bool:
        """Whether the person sees who of ours did what."""
        return self.may(Right.AUDIT)

    @property
    def administers(self) -> bool:
        """Whether the person administers."""
        return self.may(Right.ADMINISTER)

    @property
    def elsewhere(self) -> tuple["Desk", ...]:
        """The person's places at the other compacts of the node in which they prepare too."""
        others = (_at(self, compact) for compact in ledger.compacts() if compact != self.compact)
        return tuple(desk for desk in others if desk.drafts)

    @property
    def units(self) -> frozenset[str] | None:
        """The units to whose activities the person is confined; None: they see all of them."""
        return roles.units(self.held_roles, compact=self.compact)

    @property
    def office(self) -> str:
        """The office in whose name the person signs."""
        named = [one.office for one in self.why(Right.SIGN).by if one.office]
        return named[0] if named else self.home.office

    def refuse_without(self, right: Right) -> None:
        """Refuse what may not be done.

        Raises:
            FactorNeededError: it may, once the person has shown a second factor.
            NotAllowedError: it may not; it names whom to ask.
        """
        found = self.why(right)
        if not found.may and found.waiting:
            raise FactorNeededError(why=found, shown=self.shown)
        if not found.may:
            ask = tuple(str(user) for user in whom_to_ask(self.compact))
            raise NotAllowedError(why=found, ask=ask)

    def note(self, what: str, about: str = "") -> None:
        """Keep that the person did something here."""
        note_deed(self.user, what, at=clock.now(), compact=self.compact, about=about)


@frozen
class _Reading:
    """A desk as what is made at it once sees it: what is known, on which day, in which language."""

    compact: str
    listed: Mark | None
    on: datetime.date
    language: Language
    desk: Desk = field(eq=False)


Made = TypeVar("Made")


def made_once(make: Callable[[Desk], Made]) -> Callable[[Desk], Made]:
    """Make something of what is known once for everybody who reads it in one language.

    It must not depend on who asks: rights are the view's matter.
    """

    @lru_cache(maxsize=16)
    def made(reading: _Reading) -> Made:
        return make(reading.desk)

    @wraps(make)
    def kept(desk: Desk) -> Made:
        # A desk of its own is kept, so that nothing large that hangs on this one stays.
        return made(_Reading(desk.compact, desk.listed, desk.on, desk.language, evolve(desk)))

    return kept


View = Callable[Concatenate[HttpRequest, Desk, Rest], HttpResponseBase]


def page(
    right: Right = Right.SEE, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Make a view a page of a compact: `view(request, desk, ...)`.

    Args:
        right: what the page is for; without it, it is refused with whom to ask.
        methods: the methods that it answers; HEAD comes with GET.
    """

    def at_compact(request: HttpRequest, address: dict[str, Any]) -> Desk:
        return desk_at(request, address.pop("compact"))

    def framed(request: HttpRequest, desk: Desk) -> Desk:
        desk = brought_up(desk)
        request.desk = desk  # type: ignore[attr-defined]  # for the frame around every page
        return desk

    return _paged(right, methods, placed=at_compact, ready=framed)


def _paged(
    right: Right,
    methods: tuple[str, ...],
    *,
    placed: Callable[[HttpRequest, dict[str, Any]], Desk],
    ready: Callable[[HttpRequest, Desk], Desk],
) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Make a view a page: where its reader is `placed`, and once they may, what is made `ready` for it."""

    def decorate(view: View[Rest]) -> Callable[..., HttpResponseBase]:
        allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

        @_signed_in
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            desk = placed(request, kwargs)
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            desk.refuse_without(right)
            return view(request, ready(request, desk), *args, **kwargs)

        vars(answered)["methods"] = methods  # for the tests that go through every page
        return answered

    return decorate


def _signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for those who have signed in; others are led there, but not away from a form that they sent."""
    led: Callable[..., HttpResponseBase] = login_required(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and not request.user.is_authenticated:
            # Once signed in they would come back asking for a page, and what they typed would be gone.
            return stale_form(request)
        return led(request, *args, **kwargs)

    return answered


def brought_up(desk: Desk) -> Desk:
    """The desk once its compact's index tells how things stand now, or is being made to."""
    mark = shelf.mark(desk.compact)
    if not indexing.is_current(mark, known=desk.known, on=desk.on):
        freshening.freshen(desk.home, desk.compact, on=desk.on)
        mark = shelf.mark(desk.compact)
    return evolve(desk, listed=mark)


def desk_at(request: HttpRequest, short: str) -> Desk:
    """The person's place at the compact that an address names.

    Raises:
        Http404: there is none of it, or the person has no role there: both look the same.
    """
    assert isinstance(request.user, User)  # noqa: S101 (signed in, by the decorator above)
    return desk_of(request.user, short, request)


def desk_of(user: User, short: str, request: HttpRequest | None = None) -> Desk:
    """Somebody's place at the compact that an address names, however they were recognised.

    Args:
        user: who.
        short: the compact's first digits.
        request: in whose session they ask; None: in none, as a program of theirs does.

    Raises:
        Http404: as `desk_at`.
    """
    compact = frame.named(short)
    if compact is None or not any(one.counts_in(compact) for one in held_by(user)):
        raise Http404
    return _placed(user, compact, request, known=_known_in(compact))


def page_of_all(
    right: Right, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Make a view a page of the node itself, where no compact is: what counts is held in every compact.

    Args:
        right: what the page is for; without it, it is refused with whom to ask.
        methods: the methods that it answers; HEAD comes with GET.
    """

    def at_node(request: HttpRequest, _: dict[str, Any]) -> Desk:
        assert isinstance(request.user, User)  # noqa: S101 (signed in, by `_paged`)
        return _placed(request.user, "", request, known=(0, 0))

    return _paged(right, methods, placed=at_node, ready=lambda _, desk: desk)


def _placed(user: User, compact: str, request: HttpRequest | None, *, known: tuple[int, int]) -> Desk:
    """Somebody's place, with those of their roles that count while they have, or lack, a second factor."""
    held, today, rule = held_by(user), clock.today(), second_factor.rule()
    if not rule.among(held):
        return Desk(frame.home(), user, compact, today, held, known)
    shown = second_factor.shown_in(request, user) if request else second_factor.shown_ever(user)
    waiting = rule.waiting(held, on=today, shown=shown)
    return Desk(
        frame.home(),
        user,
        compact,
        today,
        tuple(one for one in held if one not in waiting),
        known,
        waiting=waiting,
        shown=shown,
        factor_from=rule.since if today < rule.since and shown is Shown.NONE else None,
    )


def _at(desk: Desk, compact: str) -> Desk:
    """The same person's place at another compact."""
    return evolve(desk, compact=compact, known=_known_in(compact), listed=None)


def _known_in(compact: str) -> tuple[int, int]:
    return ledger.last_row(compact), changes.number(compact)


# What few things there are of and every page of lines asks for; made anew once the node knows more.


@lru_cache(maxsize=8)
def _kind_rows(compact: str, listed: Mark | None) -> tuple[Item, ...]:
    _ = listed
    return shelf.items_of(compact, parts.ALWAYS)


@lru_cache(maxsize=8)
def _kinds(compact: str, listed: Mark | None) -> Mapping[str, Kind]:
    return kinds_among(from_json(row.document) for row in _kind_rows(compact, listed))


@lru_cache(maxsize=8)
def _plans(compact: str, listed: Mark | None) -> tuple[Plan, ...]:
    _ = listed
    found = [from_json(row.document) for row in shelf.items_of(compact, ("plan",))]
    plans = [item for item in found if isinstance(item, Plan)]
    return tuple(sorted(plans, key=lambda plan: (plan.period.start, plan.id), reverse=True))


@lru_cache(maxsize=8)
def _facets(compact: str, listed: Mark | None) -> Mapping[str, Sequence[str]]:
    _ = listed
    return shelf.facets(compact)
