"""What an officer makes of a proposal: accept it as mended, merge it, reject it, or take that back."""

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foedus.errors import FoedusError
from foedus_node.desk import accepting, learning, settling, sharing, stories
from foedus_node.desk.errors import ProposalError, SettledError
from foedus_node.errors import BusyError
from foedus_node.people.roles import Right
from foedus_node.storage.private import lessons, papers, readings
from foedus_node.storage.private.papers import Proposal
from foedus_node.web.desks import Desk, page
from foedus_node.web.phrasing import in_words
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.reading import beside, room
from foedus_node.web.views.reading.mending import Mending, mending

_AT_ONCE = 100
_DECISIONS = ("accept", "merge", "reject")


class _NothingChosenError(Exception):
    """It is to be merged, and nobody said with what."""


@page(Right.DRAFT, methods=("POST",))
def settle(request: HttpRequest, desk: Desk, *, document: str, number: str) -> HttpResponse:
    """Accept, merge or reject a proposal, or only tell what accepting it would change."""
    opened, proposal = room.opened_at(desk, document, int(number))
    do, as_orientation = request.POST.get("do", ""), request.POST.get("as") == accepting.ORIENTATION
    if do in _DECISIONS and proposal.compact != desk.compact:
        with desk.home.locked():
            proposal = sharing.proposal_in(desk.compact, proposal)
        opened, proposal = room.opened_at(desk, document, proposal.number)
    form = mending(proposal, desk, request.POST)
    refusal: Told | None = None
    if do == "reject" or (form.is_valid() and do in ("accept", "merge")):
        try:
            said = _settled(request, desk, proposal, form=form, do=do)
        except BusyError:
            raise
        except _NothingChosenError:
            refusal = Told(_("Choose first which of them it is."))
        except ProposalError as error:
            refusal = Told(_("This cannot be accepted so: %(reason)s.") % {"reason": in_words(error.reason)})
        except FoedusError as error:
            refusal = told(error)
        else:
            desk.note(f"proposal.{do}", about=str(proposal.number))
            messages.success(request, said)
            return _onwards(desk, document, proposal, last=[proposal.number])
    (fresh,) = papers.proposals(desk.compact, numbers=[proposal.number])
    if do == "weigh" and request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        chosen = room.looked_at(desk, fresh, form=form, refusal=refusal, as_orientation=as_orientation)
        return render(request, "reading/weighed.html", {"chosen": chosen})
    story = beside.story(opened.held, desk)
    chosen = room.looked_at(
        desk, fresh, form=form, refusal=refusal, as_orientation=as_orientation, given=story.given
    )
    status = 200 if do == "weigh" and form.is_valid() else 422
    return room.shown(request, desk, opened, chosen=chosen, story=story, status=status)


def _settled(request: HttpRequest, desk: Desk, proposal: Proposal, *, form: Mending, do: str) -> str:
    """Settle a proposal; gives what to say of it.

    Raises:
        FoedusError: it cannot be settled so.
    """
    if do == "reject":
        with desk.home.locked():
            settling.reject(proposal)
            learning.weigh_anew(desk.compact)
        return _("Rejected.")
    mended = form.mended
    agreed = room.agreed(desk, proposal, mended)
    if do == "merge":
        found = settling.thing(desk.compact, request.POST.get("known", ""))
        if found is None:
            raise _NothingChosenError
        known, ours_alone = found
        with desk.home.locked():
            settling.merge(proposal, known, mended=mended, ours_alone=ours_alone, agreed=agreed)
            learning.weigh_anew(desk.compact)
        return _("Merged with what we knew.")
    as_noun = accepting.ORIENTATION if request.POST.get("as") == accepting.ORIENTATION else None
    with desk.home.locked():
        settling.accept(proposal, mended=mended, as_noun=as_noun, agreed=agreed)
        learning.weigh_anew(desk.compact)
    return _("Accepted; it is ours alone until it goes into a draft and all have signed.")


@page(Right.DRAFT, methods=("POST",))
def sure(request: HttpRequest, desk: Desk, document: str) -> HttpResponse:
    """Accept everything of a document that the reader is sure of; people first, so that others can name them.

    What lacks something, or was settled by somebody else meanwhile, is left.
    """
    held = room.held_or_nothing(desk, document)
    left_open = {*lessons.rejected_before(held), *stories.given(stories.beside(held, compact=desk.compact))}
    wanted = readings.waiting(held, surer_than=room.SURE, but=left_open)[:_AT_ONCE]
    found = sorted(papers.proposals(desk.compact, numbers=wanted), key=_people_first)
    taken, left = [], 0
    for one in found:
        agreed = room.agreed(desk, one, {})
        try:
            with desk.home.locked():
                proposal = sharing.proposal_in(desk.compact, one)
                settling.accept(proposal, mended={}, agreed=agreed, looked=False)
            taken.append(proposal.number)
        except (ProposalError, SettledError):
            left += 1
    _weigh_anew(desk)
    desk.note("proposal.accept", about=",".join(map(str, taken))[:200])
    said = ngettext("%(many)d proposal accepted.", "%(many)d proposals accepted.", len(taken))
    messages.success(request, said % {"many": len(taken)})
    if left:
        rest = ngettext(
            "%(many)d lacks something and is left.", "%(many)d lack something and are left.", left
        )
        messages.info(request, rest % {"many": left})
    return _onwards(desk, document, found[0] if found else None, last=taken)


@page(Right.DRAFT, methods=("POST",))
def back(request: HttpRequest, desk: Desk, document: str) -> HttpResponse:
    """Take decisions back: the proposals are open again, and what they wrote is undone."""
    asked = [room.number(one) for one in request.POST.getlist("number")[:_AT_ONCE]]
    numbers = [one for one in asked if one is not None]
    held = room.held_or_nothing(desk, document)
    rows = papers.proposals(desk.compact, document=held.stem, numbers=numbers)
    found = {one.number: one for one in rows}
    stay: list[str] = []
    done = []
    # The last one first: what an earlier one wrote is then seen as it was before the later.
    for one in reversed([found[number] for number in numbers if number in found]):
        try:
            with desk.home.locked():
                proposal = sharing.proposal_in(desk.compact, one)
                stay += settling.take_back(proposal)
            done.append(proposal.number)
        except SettledError as error:
            messages.info(request, told(error).sentence)
    _weigh_anew(desk)
    desk.note("proposal.take-back", about=",".join(map(str, done))[:200])
    if done:
        said = ngettext("%(many)d decision taken back.", "%(many)d decisions taken back.", len(done))
        messages.success(request, said % {"many": len(done)})
    if stay:
        rest = _("Left as they are, since they were changed in another way meanwhile: %(names)s.")
        messages.info(request, rest % {"names": ", ".join(dict.fromkeys(stay))})
    at = f"?at={done[-1]}#p{done[-1]}" if done else ""
    return HttpResponseRedirect(f"{reverse('document', args=[desk.short, document])}{at}", status=303)


def _weigh_anew(desk: Desk) -> None:
    """Let what waits be as sure as the decisions make it; if others are writing, the next decision will."""
    with suppress(BusyError), desk.home.locked():
        learning.weigh_anew(desk.compact)


def _people_first(proposal: Proposal) -> tuple[int, int]:
    return papers.KINDS.index(proposal.kind), proposal.number


def _onwards(desk: Desk, document: str, proposal: Proposal | None, *, last: Sequence[int]) -> HttpResponse:
    """To the next proposal that waits, with what was decided last at hand."""
    held = room.held_or_nothing(desk, document)
    following = readings.next_waiting(held, after=proposal, last=lessons.rejected_before(held))
    at = following or (proposal.number if proposal else None)
    asked = {"at": at, "last": ",".join(map(str, last))}
    query = urlencode({name: value for name, value in asked.items() if value}, safe=",")
    address = reverse("document", args=[desk.short, document])
    return HttpResponseRedirect(f"{address}?{query}#p{at}" if at else address, status=303)
