"""Approval by other persons before this party signs: the party's own policy, private, held by its own node.

A person approves an act's hash, and so every word of it, with a key of their own. What a
party signs is judged by the others without any of this: the policy binds the commands of
this node, not whoever holds the operational key elsewhere.
"""

from attrs import frozen

from foedus.record import canonical, signature
from foedus.record.act import Act
from foedus.record.signature import Signer
from foedus_node import clock
from foedus_node.errors import ApprovalError, UnapprovedError, UnknownNameError
from foedus_node.home import Home
from foedus_node.storage.private import approvals
from foedus_node.storage.private.approvals import Approval

_APPROVAL = "application/vnd.foedus.approval+json"
"""The payload type of an approval; it never leaves the node."""


@frozen
class Approved:
    """How far an act's approval has come."""

    needed: int
    by: tuple[str, ...]
    """The persons who have approved it, in the order in which they did."""

    @property
    def is_enough(self) -> bool:
        """Whether the party's policy lets the act be signed."""
        return len(self.by) >= self.needed


def approved(here: Home, act: Act) -> Approved:
    """How far an act's approval has come; only what the persons named today have truly signed counts."""
    keys = approvals.approvers()
    by = [
        kept.person
        for kept in approvals.approved(act.hash)
        if keys.get(kept.person) == kept.public
        and signature.is_valid(_message(here, act, kept.person), kept.signature, bytes.fromhex(kept.public))
    ]
    return Approved(approvals.needed(), tuple(by))


def approve(here: Home, act: Act, *, person: str, key: Signer) -> Approved:
    """Approve an act.

    Args:
        here: the node.
        act: the act.
        person: who approves.
        key: their key.

    Raises:
        UnknownNameError: nobody of that name may approve.
        ApprovalError: the key is not theirs.
    """
    public = public_of(person)
    if key.public != public:
        raise ApprovalError(person=person, kid=signature.key_id(key.public)[:12])
    made = Approval(person, public, key.sign(_message(here, act, person)))
    approvals.keep(made, compact=act.compact, act=act.hash, at=clock.now())
    return approved(here, act)


def public_of(person: str) -> str:
    """The public key of a person who may approve.

    Raises:
        UnknownNameError: nobody of that name may.
    """
    keys = approvals.approvers()
    if person not in keys:
        raise UnknownNameError(what="approver", name=person, where="`foedus approvers list` tells who may.")
    return keys[person]


def refuse_unapproved(here: Home, act: Act) -> None:
    """Refuse to sign what too few persons have approved.

    Raises:
        UnapprovedError: how many are missing.
    """
    found = approved(here, act)
    if not found.is_enough:
        raise UnapprovedError(act=act.hash[:12], needed=found.needed, by=found.by)


def _message(here: Home, act: Act, person: str) -> bytes:
    said = {"act": act.hash, "compact": act.compact, "party": here.party, "person": person}
    return signature.authenticated(canonical.encode(said, what="approval"), _APPROVAL)
