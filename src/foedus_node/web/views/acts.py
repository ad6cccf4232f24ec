"""Acts: the list of them, and one: what it changes against what is in force, who signed, what falls with it.

What is done to an act from its page, to sign it, to decline it, to approve it, is in `signing`.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foedus.errors import FoedusError
from foedus.record.act import Act
from foedus.record.changes import changed, changes
from foedus.record.entry import Head
from foedus.record.holding import Holding
from foedus.record.standing import State
from foedus.terms import Party
from foedus_node import clock
from foedus_node.desk import approving, signing
from foedus_node.desk.acts import Stand, rivals, stand, voided_with
from foedus_node.home import Card
from foedus_node.storage.common import ledger, peers
from foedus_node.storage.private import approvals
from foedus_node.web.asking import ApproveForm, DeclineForm, SignForm
from foedus_node.web.changed import articles
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import token_asked
from foedus_node.web.refusing import Told, told
from foedus_node.web.standing import act_title, acts_of, state_words

ACTS_A_PAGE = 50
SHORT = 12
"""The digits by which an address names an act."""

_SHOWN: Final[Mapping[str, State | None]] = {
    "waiting": State.DRAFT,
    "offered": State.OFFERED,
    "in-force": State.IN_FORCE,
    "void": State.VOID,
    "declined": State.DECLINED,
}


@frozen
class Row:
    """An act as lists show it: how it stands, its title and its state in words."""

    stand: Stand
    title: str
    state: str

    @property
    def short(self) -> str:
        """The act as addresses name it."""
        return self.stand.act[:SHORT]

    @property
    def begun(self) -> datetime.date | None:
        """The day of the first word on it, as its entry claims it."""
        return datetime.datetime.fromisoformat(self.stand.begun).date() if self.stand.begun else None

    @property
    def by(self) -> str:
        """The act by which it is void, as addresses name it; empty where it is not."""
        return (self.stand.replaced or "")[:SHORT] if self.is_void else ""

    @property
    def is_void(self) -> bool:
        """Whether its ring is struck through."""
        return self.stand.state is State.VOID


@page()
def acts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The acts, the latest first; of one state, or all."""
    known = acts_of(desk)
    state = _SHOWN.get(request.GET.get("show", ""))
    wanted = [one for one in reversed(tuple(known.values())) if state in (None, one.state)]
    first = place(request)
    shown = [row_of(desk, one, known) for one in wanted[first - 1 : first - 1 + ACTS_A_PAGE]]
    return render(
        request,
        "act/list.html",
        {
            "rows": shown,
            "many": len(wanted),
            "show": request.GET.get("show", "") if state else "",
            "states": [(name, _STATES[name]) for name in _SHOWN],
            "next": first + ACTS_A_PAGE if first + ACTS_A_PAGE <= len(wanted) else None,
            "before": max(first - ACTS_A_PAGE, 1) if first > 1 else None,
        },
    )


_STATES: Final[Mapping[str, Any]] = {
    "waiting": _("Waiting for us"),
    "offered": _("Offered"),
    "in-force": _("In force"),
    "void": _("Void"),
    "declined": _("Declined"),
}


def row_of(desk: Desk, one: Stand, known: Mapping[str, Stand]) -> Row:
    """An act as lists show it."""
    return Row(one, act_title(desk, one.title), state_words(desk, one, known))


def place(request: HttpRequest) -> int:
    """The place of the first thing on a page, as its address says it, from 1."""
    said = request.GET.get("from", "")
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) <= 9 else 1


@page()
def act(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One act."""
    return shown(request, desk, wanted(desk, name))


def wanted(desk: Desk, name: str) -> Act:
    """The act that an address names.

    Raises:
        Http404: there is none.
    """
    found = ledger.act_named(desk.compact, name)
    if found is None:
        raise Http404
    return found


def shown(
    request: HttpRequest,
    desk: Desk,
    wanted: Act,
    *,
    refused: Told | None = None,
    faulty: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an act.

    Args:
        request: what was asked.
        desk: at which.
        wanted: the act.
        refused: what was refused of it just now.
        faulty: the forms that were sent and cannot be taken, by what they are for.
        status: of the answer.
    """
    held = ledger.settled(desk.compact, items=wanted.bases)
    known = acts_of(desk)
    one = known.get(wanted.hash) or stand(held, wanted.hash, party=desk.home.party)
    # What is settled is told as it was then; what may still come into force, against what is in force now.
    is_open = one.state in (State.DRAFT, State.OFFERED)
    rows = changes(wanted, held) if is_open else changed(wanted, held)
    context: dict[str, Any] = {
        "row": row_of(desk, one, known),
        "is_open": is_open,
        "refusal": refused,
        "faulty": faulty or {},
        "articles": articles(desk, rows, first=place(request)),
        "words": _said(desk, wanted, held),
        "unheard": unheard(desk, wanted, held),
        "texts": wanted.texts,
        "roots": _roots(wanted),
        "effective": wanted.effective,
        **around(desk, wanted, held),
    }
    if one.waits:
        context |= before_signing(desk, wanted, held)
    context["forms"] = forms_for(desk, context)
    return render(request, "act/act.html", context, status=status)


def around(desk: Desk, wanted: Act, held: Holding) -> dict[str, Any]:
    """What else a change touches: what becomes void with it, and what cannot come into force beside it."""
    known = acts_of(desk)
    fallen = [known[name] for name in voided_with(wanted, held.acts) if name in known]
    beside = [known[name] for name in rivals(wanted, held) if name in known]
    return {
        "fallen": [row_of(desk, one, known) for one in fallen],
        "beside": [row_of(desk, one, known) for one in beside],
        "others": desk.others,
    }


def before_signing(desk: Desk, wanted: Act, held: Holding) -> dict[str, Any]:
    """What is asked of those who sign or approve, and what stands in the way; nothing for others."""
    if not desk.sees_ours:
        return {}
    found = approving.approved(desk.home, wanted)
    day = clock.today().isoformat()
    against = list(signing.obstacles(desk.home, wanted, held, office=desk.office, day=day))
    token = ""
    try:
        token = token_asked(desk)
    except FoedusError as error:  # the key is not here: the act is looked at all the same
        against.append(error)
    return {
        "approved": found,
        "approvers": [name for name in approvals.approvers() if name not in found.by],
        "obstacles": [told(one) for one in against],
        "token": token,
        "may_sign": desk.signs and found.is_enough and not against,
        "may_decline": desk.signs and bool(held.heads[desk.home.party].seq),
    }


def forms_for(desk: Desk, context: Mapping[str, Any]) -> Mapping[str, forms.Form]:
    """The forms of a page: those that were sent and cannot be taken, else fresh ones."""
    if not desk.sees_ours:
        return {}
    token = context.get("token", "")
    return {
        "sign": SignForm(token=token, initial={"seen": context.get("seen", "")}),
        "decline": DeclineForm(token=token),
        "approve": ApproveForm(people=context.get("approvers", ())),
        **context["faulty"],
    }


@frozen
class Said:
    """One party's word on an act; empty where it has not spoken."""

    party: str
    signed: bool = False
    declined: bool = False
    office: str = ""
    at: str = ""
    seq: int = 0
    reason: str = ""


def _said(desk: Desk, wanted: Act, held: Holding) -> Sequence[Said]:
    """Every party's word on an act, in the charter's order."""
    words = {word.party: word for word in reversed(held.words_on(wanted.hash))}
    return [
        Said(
            party=party,
            signed=not words[party].declined,
            declined=words[party].declined,
            office=words[party].office,
            at=words[party].at,
            seq=words[party].seq,
            reason=words[party].reason or "",
        )
        if party in words
        else Said(party)
        for party in desk.parties
    ]


@frozen
class Speaking:
    """Whose keys speak for a party, as a charter says: its root, by a fingerprint to be read aloud."""

    party: str
    fingerprint: str
    threshold: int
    keys: int


def _roots(wanted: Act) -> list[Speaking]:
    return [
        Speaking(code, Card(Party(code), "", root).fingerprint, root.threshold, len(root.keys))
        for code, root in wanted.parties.items()
    ]


def unheard(desk: Desk, wanted: Act, held: Holding) -> tuple[str, ...]:
    """The parties that do not have our word on an act yet, as far as they told."""
    ours = max((word.seq for word in held.words_on(wanted.hash) if word.party == desk.home.party), default=0)
    heard = peers.heard(desk.compact)
    return tuple(
        party
        for party in desk.others
        if ours and (party not in heard or _known(heard[party][1], desk.home.party) < ours)
    )


def _known(heads: Mapping[str, Head], party: str) -> int:
    return heads[party].seq if party in heads else 0
