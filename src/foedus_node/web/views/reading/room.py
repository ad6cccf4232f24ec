"""One document in the reading room: its words on one side, what is proposed from them on the other."""

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.item import Item
from foedus.cooperation.office import Person
from foedus.reading import sureness
from foedus.reading.received.language import READ_IN_PART
from foedus_node.desk import accepting, settling
from foedus_node.desk.errors import ProposalError
from foedus_node.desk.settling import Likely
from foedus_node.desk.stories import Given
from foedus_node.people.roles import Right
from foedus_node.storage.private import belonging, lessons, papers, readings, sharing
from foedus_node.storage.private.papers import Held, Proposal
from foedus_node.web.desks import Desk, page
from foedus_node.web.phrasing import in_words
from foedus_node.web.refusing import Told
from foedus_node.web.views.reading import beside, leaf, reasons, saying
from foedus_node.web.views.reading.beside import Story
from foedus_node.web.views.reading.leaf import Span
from foedus_node.web.views.reading.mending import Mending, mending
from foedus_node.web.views.reading.reasons import Why
from foedus_node.web.views.reading.saying import Changed, Row

KEYS = (
    ("n", _("next proposal")),
    ("p", _("previous proposal")),
    ("a", _("accept")),
    ("m", _("mend: to the first field")),
    ("x", _("merge: to what is alike")),
    ("r", _("reject")),
    ("w", _("why it is proposed")),
    ("u", _("take back the last decision")),
)
_WHOLLY = 100
SURE = round(100 * sureness.ONE_CLICK)
"""How sure the reader must be, of 100, for a proposal to be accepted among many."""


@frozen(kw_only=True)
class Chosen:
    """The proposal that is looked at: its form, what we know that is like it, what would change.

    Attributes:
        known: the person whom we take the name for, where we do.
        alike: what we know that it may speak of.
        changes: what accepting it as it stands in the form would change.
        lacks: why it cannot be accepted so; empty where it can.
        strangers: who was there and is nobody we know yet, so that they would be left out.
    """

    row: Row
    form: Mending | None
    known: Item | None = None
    alike: tuple[Likely, ...] = ()
    changes: tuple[Changed, ...] = ()
    lacks: str = ""
    strangers: tuple[str, ...] = ()
    refusal: Told | None = None
    as_orientation: bool = False

    @property
    def proposal(self) -> Proposal:
        """The proposal itself."""
        return self.row.proposal


@frozen(kw_only=True)
class Opened:
    """A leaf of a document, and what is proposed from it.

    Attributes:
        rejected: the open proposals of the document whose like was rejected before, and when.
    """

    held: Held
    number: int
    leaves: tuple[tuple[int, int], ...]
    proposals: tuple[Proposal, ...] = field(repr=False)
    rejected: Mapping[int, datetime.date]

    @property
    def start(self) -> int:
        """Where the leaf begins."""
        return self.leaves[self.number - 1][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.leaves[self.number - 1][1]

    def proposal(self, number: int | None) -> Proposal | None:
        """The proposal of a number, if it is of this leaf."""
        return next((one for one in self.proposals if one.number == number), None)


@page(Right.SEE_OURS)
def document(request: HttpRequest, desk: Desk, document: str) -> HttpResponse:
    """A document that was read; a proposal of it is looked at where the address names one.

    A file with several articles is shown as the list of them, or led on to the one that holds some words.
    """
    words = _words(request.GET.get("words", ""))
    held = readings.held(document, compact=desk.compact)
    if held is None:
        return _articles(request, desk, document, words=words)
    told = beside.story(held, desk)
    rejected = lessons.rejected_before(held)
    asked = number(request.GET.get("at", ""))
    if asked is None and words is None and not request.GET.get("leaf"):
        asked = readings.next_waiting(held, last=rejected)
    leaf_asked = number(request.GET.get("leaf", ""))
    opened = _opened(held, at=asked, words=words, leaf_asked=leaf_asked, rejected=rejected)
    proposal = opened.proposal(asked)
    chosen = looked_at(desk, proposal, given=told.given) if proposal else None
    return shown(request, desk, opened, chosen=chosen, words=words, story=told)


def _articles(
    request: HttpRequest, desk: Desk, document: str, *, words: tuple[int, int] | None
) -> HttpResponse:
    """The articles of one file; the one that is asked for by the place of words in the file."""
    articles = readings.held_beside(document, compact=desk.compact)
    if not articles:
        raise Http404
    begin, stop = words or (0, 0)
    for held in articles if words else ():
        start, end = begin - held.begins, stop - held.begins
        if 0 <= start < end <= len(held.text):
            there = reverse("document", args=[desk.short, held.short])
            return HttpResponseRedirect(f"{there}?words={start}-{end}#here")
    listed = readings.counted(articles)
    return render(request, "reading/articles.html", {"held": articles[0], "documents": listed})


def shown(
    request: HttpRequest,
    desk: Desk,
    opened: Opened,
    *,
    chosen: Chosen | None,
    story: Story,
    words: tuple[int, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a document."""
    held = opened.held
    spans = [Span(number=one.number, start=one.start, end=one.end) for one in opened.proposals]
    if words:
        spans.append(Span(number=0, start=words[0], end=words[1]))
    waiting = readings.sure_of_waiting(held)
    left_out = {*opened.rejected, *story.given}
    context = {
        "held": held,
        "is_read_in_part": held.language in READ_IN_PART,
        "opened": opened,
        "pieces": leaf.pieces(held.text, start=opened.start, end=opened.end, spans=spans),
        "states": {str(one.number): one.state for one in opened.proposals},
        "rows": [
            saying.row(
                one,
                desk,
                rejected_before=opened.rejected.get(one.number),
                given=story.given.get(one.number),
            )
            for one in opened.proposals
        ],
        "story": story.others,
        "chosen": chosen,
        "why": _why(chosen.proposal, held, desk) if chosen else None,
        "waiting": len(waiting),
        "sure": sum(sure >= SURE and number not in left_out for number, sure in waiting.items()),
        "surer_than": SURE,
        "last": _last(request.GET.get("last", "")),
        "page_keys": KEYS,
    }
    return render(request, "reading/document.html", context, status=status)


def _why(proposal: Proposal, held: Held, desk: Desk) -> Why:
    return reasons.why(proposal, lessons.reason_of(proposal), text=held.text, desk=desk)


def looked_at(
    desk: Desk,
    proposal: Proposal,
    *,
    form: Mending | None = None,
    refusal: Told | None = None,
    as_orientation: bool = False,
    given: Mapping[int, Given] | None = None,
) -> Chosen:
    """A proposal with what there is to know before settling it.

    Args:
        desk: where it is looked at.
        proposal: the proposal.
        form: what was typed; else the form as the reader filled it.
        refusal: why it could not be settled.
        as_orientation: whether it is to be taken as an orientation.
        given: what other documents of the story gave already, by the proposals here.
    """
    row = saying.row(proposal, desk, given=(given or {}).get(proposal.number))
    if proposal.state != "open" or not desk.drafts:
        return Chosen(row=row, form=None, refusal=refusal)
    form = form or mending(proposal, desk)
    typed = form.mended if form.is_bound and form.is_valid() else {}
    whom = agreed(desk, proposal, typed)
    known, alike = _like(desk, proposal, typed, agreed=whom)
    alike = _first(desk, row.given, alike)
    changes: tuple[Changed, ...] = ()
    lacks = ""
    try:
        items = accepting.items(
            proposal,
            mended=typed,
            as_noun=accepting.ORIENTATION if as_orientation else None,
            agreed=whom,
        )
        changes = saying.changed(settling.changes(desk.compact, items), desk)
    except ProposalError as error:
        lacks = in_words(error.reason)
    return Chosen(
        row=row,
        form=form,
        known=known,
        alike=alike,
        changes=changes,
        lacks=lacks,
        strangers=_strangers(desk, proposal, typed, agreed=whom),
        refusal=refusal,
        as_orientation=as_orientation,
    )


def agreed(desk: Desk, proposal: Proposal, mended: Mapping[str, Any]) -> tuple[Person, ...]:
    """The people in the common record whom a proposal may name."""
    fact = {**proposal.fact, **mended}
    names = [fact.get("name"), *(fact.get("principals") or ())]
    return settling.known_people(desk.compact, [name for name in names if name])


def opened_at(desk: Desk, document: str, asked: int) -> tuple[Opened, Proposal]:
    """The leaf of a document on which a proposal stands, and the proposal.

    Raises:
        Http404: there is no such document, or it has no such proposal.
    """
    held = held_or_nothing(desk, document)
    if readings.place_of(held, asked) is None:
        asked = _number_now(desk, held, asked)
    rejected = lessons.rejected_before(held)
    opened = _opened(held, at=asked, words=None, leaf_asked=None, rejected=rejected)
    proposal = opened.proposal(asked)
    if proposal is None:
        raise Http404
    return opened, proposal


def _number_now(desk: Desk, held: Held, asked: int) -> int:
    """The number of a proposal since the first decision here took the document over from the node."""
    for one in papers.proposals(belonging.NODE, document=held.stem, numbers=[asked]):
        return sharing.counterpart(one, compact=desk.compact) or asked
    return asked


def _like(
    desk: Desk, proposal: Proposal, typed: Mapping[str, Any], *, agreed: tuple[Person, ...]
) -> tuple[Item | None, tuple[Likely, ...]]:
    """The person we take a name for, and what else is alike."""
    fact = {**proposal.fact, **typed}
    if proposal.kind != "people":
        return None, settling.alike_things(desk.compact, proposal, mended=typed)
    if not fact.get("name"):
        return None, ()
    known = accepting.person_named(fact["name"], compact=desk.compact, agreed=agreed)
    alike = settling.alike_people(
        desk.compact, name=fact["name"], party=fact.get("party") or "", office=fact.get("office") or ""
    )
    return known, tuple(one for one in alike if known is None or one.item.id != known.id)


def _first(desk: Desk, given: Given | None, alike: tuple[Likely, ...]) -> tuple[Likely, ...]:
    """What is alike, and before it what another document of the story gave already."""
    found = settling.thing(desk.compact, given.item) if given else None
    if found is None:
        return alike
    item, ours_alone = found
    return (Likely(item, _WHOLLY, ours_alone), *(one for one in alike if one.item.id != item.id))


def _strangers(
    desk: Desk, proposal: Proposal, typed: Mapping[str, Any], *, agreed: tuple[Person, ...]
) -> tuple[str, ...]:
    names = {**proposal.fact, **typed}.get("principals") or ()
    return tuple(
        name for name in names if accepting.person_named(name, compact=desk.compact, agreed=agreed) is None
    )


def held_or_nothing(desk: Desk, document: str) -> Held:
    """The document of the compact whose hash begins so.

    Raises:
        Http404: there is none.
    """
    held = readings.held(document, compact=desk.compact)
    if held is None:
        raise Http404
    return held


def _opened(
    held: Held,
    *,
    at: int | None,
    words: tuple[int, int] | None,
    leaf_asked: int | None,
    rejected: Mapping[int, datetime.date],
) -> Opened:
    all_leaves = leaf.leaves(held.text)
    place = words[0] if words else readings.place_of(held, at) if at else None
    shown_leaf = leaf.leaf_at(all_leaves, place) if place is not None else leaf_asked or 1
    shown_leaf = min(max(shown_leaf, 1), len(all_leaves))
    start, end = all_leaves[shown_leaf - 1]
    proposals = readings.proposed_between(held, start, end, last=rejected)
    return Opened(held=held, number=shown_leaf, leaves=all_leaves, proposals=proposals, rejected=rejected)


def number(written: str) -> int | None:
    """The number of a proposal or a leaf, as an address writes it; None for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 12 else None


def _words(written: str) -> tuple[int, int] | None:
    """Two places in a text, as `120-180` names them."""
    first, _dash, last = written.partition("-")
    start, end = number(first), number(last)
    return (start, end) if start is not None and end is not None and end > start else None


def _last(written: str) -> tuple[int, ...]:
    """The proposals that were settled just now, as an address names them."""
    found = (number(one) for one in written.split(",")[:200])
    return tuple(one for one in found if one is not None)
