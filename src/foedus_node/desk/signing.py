"""Signing, declining, offering, giving notice: what is checked before our log says it.

Whoever calls holds the node (`Home.locked`) and gives the voice, so the key was opened before.
"""

import datetime
from collections import ChainMap
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from foedus.cooperation.document import from_json
from foedus.errors import FoedusError
from foedus.phrase import phrase
from foedus.record import cover
from foedus.record.act import Act
from foedus.record.holding import Holding
from foedus_node.desk import approving, drafting, renewal
from foedus_node.desk.drafting import Composed
from foedus_node.errors import AlreadySaidError, LogNotBegunError, MandateError, ValueRefusedError
from foedus_node.home import Home
from foedus_node.storage.common import ledger, speaking
from foedus_node.storage.common.speaking import Voice
from foedus_node.storage.private import drafts
from foedus_node.storage.private.drafts import Draft


def sign(here: Home, act: Act, held: Holding, *, voice: Voice, root_secret: str | None = None) -> None:
    """Sign an act that another party offered, in our log.

    Args:
        here: the node.
        act: the act.
        held: its compact's record, with the words of what the act sets.
        voice: in whose name.
        root_secret: the words that open our root's keys that lie here, where our log has not begun;
            None: they are asked for.

    Raises:
        ValueRefusedError: words of it cannot be read, or are withheld.
        UnapprovedError: too few persons have approved it.
        RootAwayError: our log has not begun, and the root's officials must sign first.
        FoedusError: as `speaking.sign` says.
    """
    refuse_unready(here, act, held)
    compact = held.charter.hash
    if not held.heads[here.party].seq:
        statement = renewal.opening(here, held.charter, secret=root_secret)
        speaking.open_log(compact, voice, statement=statement)
    speaking.sign(compact, act.hash, voice)


def offer(here: Home, wanted: Draft, voice: Voice, *, root_secret: str | None = None) -> Act:
    """Make a draft an act, sign it, put it into the record, and drop the draft; gives the act.

    Args:
        here: the node.
        wanted: the draft.
        voice: in whose name.
        root_secret: as `sign` takes it, where the draft is a charter.

    Raises:
        DraftError: it says nothing, or builds on words no longer in force.
        UnapprovedError: too few persons have approved it.
        RootAwayError: it is a charter, and the root's officials must sign first.
        FoedusError: as `speaking.offer` says.
    """
    if wanted.compact:
        act = _offer(here, wanted, voice)
    else:
        act = _offer_charter(here, wanted, voice, root_secret=root_secret)
    drafts.drop_draft(wanted)
    return act


def decline(compact: str, act: str, voice: Voice, *, reason: str | None) -> None:
    """Decline an act; what is in force stays in force.

    Raises:
        AlreadySaidError: we have signed or declined it.
    """
    speaking.decline(compact, act, voice, reason=reason)


def denounce(compact: str, voice: Voice, *, effective: datetime.date) -> None:
    """Give notice, in our own log, that we withdraw from the compact."""
    speaking.denounce(compact, voice, effective=effective)


def obstacles(here: Home, act: Act, held: Holding, *, office: str, day: str) -> Iterator[FoedusError]:
    """What would keep us from signing an act now, all of it, the missing approval of other persons left out.

    Args:
        here: the node.
        act: the act; not yet in the record where it is a draft of ours.
        held: its compact's record, with the words of what the act sets.
        office: in whose name it would be signed.
        day: on which day.
    """
    ours, acts = held.logs[here.party], {**held.acts, act.hash: act}
    if not ours.head.seq:
        yield LogNotBegunError(compact=held.charter.hash[:12])
    elif ours.mandate_for(office, role="sign", day=day) is None:
        yield MandateError(office=office, role="sign", day=day)
    checks: tuple[Callable[[], None], ...] = (
        partial(speaking.refuse_unsure, ours),
        partial(cover.refuse_uncovered, act, party=here.party, signed=held.signed_by(here.party), acts=acts),
        *([partial(refuse_unreadable, act, held)] if act.hash in held.acts else []),
    )
    for check in checks:
        try:
            check()
        except FoedusError as refusal:
            yield refusal


def with_draft(held: Holding, composed: Composed) -> Holding:
    """The record as it would be held with a draft in it that nobody has signed yet."""
    act, leaves = composed.act, {leaf.hash: leaf for leaf in composed.leaves}
    # Before the record's own leaves, which may be read only as they are asked for.
    return held.with_unsigned(act, ChainMap(leaves, held.leaves))  # type: ignore[arg-type]  # it is only read


def refuse_not_begun(held: Holding, party: str) -> None:
    """Refuse where our log has not begun, for those who cannot have our root certify its keys.

    Raises:
        LogNotBegunError: it has not.
    """
    if not held.heads[party].seq:
        raise LogNotBegunError(compact=held.charter.hash[:12])


def refuse_unready(here: Home, act: Act, held: Holding) -> None:
    """Refuse to sign what cannot be read, or was not approved; asks for no key.

    Raises:
        ValueRefusedError: words of it cannot be read, or are withheld.
        UnapprovedError: too few persons have approved it.
    """
    refuse_unreadable(act, held)
    approving.refuse_unapproved(here, act)


def refuse_unreadable(act: Act, held: Holding) -> None:
    """Refuse to sign what cannot be read as what it claims to be, or whose words are kept back.

    Raises:
        ValueRefusedError: which item it is.
    """
    for row in act.items:
        leaf = held.leaves.get(row.hash)
        if leaf is None:
            raise ValueRefusedError(
                name=f"act {act.hash[:12]}", reason=phrase("the words of {id} are withheld", id=row.id)
            )
        if leaf.item is not None:
            item = from_json(leaf.item)
            if item.id != row.id:
                raise ValueRefusedError(
                    name=f"act {act.hash[:12]}",
                    reason=phrase("{id} says it is {said}", id=row.id, said=item.id),
                )


def _offer(here: Home, wanted: Draft, voice: Voice) -> Act:
    held = ledger.holding(wanted.compact, items=drafting.names_in(wanted))
    composed = drafting.compose(wanted, held)
    approving.refuse_unapproved(here, composed.act)
    with suppress(AlreadySaidError):  # an offer that was cut short once we had signed is finished now
        speaking.offer(wanted.compact, composed.act, leaves=composed.leaves, voice=voice)
    return composed.act


def _offer_charter(here: Home, wanted: Draft, voice: Voice, *, root_secret: str | None) -> Act:
    composed = drafting.compose(wanted, None)
    compact = composed.act.hash
    if compact not in ledger.compacts():
        approving.refuse_unapproved(here, composed.act)
        statement = renewal.opening(here, composed.act, secret=root_secret)
        speaking.found_and_sign(composed.act, composed.leaves, voice=voice, statement=statement)
    return ledger.holding(compact).charter
