"""A second person before this party signs: who may approve, how many must, and the approval itself."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from foedus.record import shape
from foedus.record.act import Act
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.record import signing
from foedus_node.desk import approving, drafting
from foedus_node.errors import ValueRefusedError
from foedus_node.keys import chest as chest_files
from foedus_node.keys.chest import PublicPart, called
from foedus_node.storage.private import approvals

approvers = App(
    name="approvers",
    help="Say who must approve before this party signs; nobody else sees it.",
    help_format="plaintext",
)

Name = Annotated[str, Parameter(help="The person's name.")]


def approve(
    name: Annotated[str, Parameter(help="An act by the first digits of its hash, or a draft of ours.")],
    /,
    *,
    person: Annotated[str, Parameter(help="Who approves.")],
    key: Annotated[Path, Parameter(help="Their key, NAME.key.")],
    compact: node.Compact = None,
) -> None:
    """Approve an act, so that it may be signed: shows it, then signs its hash with your own key.

    Example: foedus approve plan-2026 --person "Director of Cooperation" --key director.key

    It holds for these very words: whoever changes one of them needs your approval anew.
    """
    here = node.home()
    approving.public_of(person)
    act = _meant(name, compact)
    signing.diff(name, compact=compact)
    printing.say(f"To be approved: act {act.hash[:12]}.")
    signer = chest_files.opened(key)
    with here.locked():
        found = approving.approve(here, act, person=person, key=signer)
    enough = "it may be signed" if found.is_enough else "it waits for more"
    printing.say(f"Approved by {', '.join(found.by)}: {len(found.by)} of {found.needed}; {enough}.")


@approvers.command
def add(
    name: Name,
    /,
    *,
    public: Annotated[Path, Parameter(help="Their public part, NAME.public.")],
) -> None:
    """Let a person approve with a key of their own (`foedus keys new NAME --approver`).

    Example: foedus approvers add "Director of Cooperation" --public director.public
    """
    part = PublicPart.read(public)
    if part.role != "approver":
        raise ValueRefusedError(name="--public", reason=f"{public} is no approver's key")
    if not name.strip() or not shape.is_text(name, 200):
        raise ValueRefusedError(name="the person", reason="a name of 200 characters at most is needed")
    others = {key: who for who, key in approvals.approvers().items() if who != name}
    if part.public in others:
        raise ValueRefusedError(name="--public", reason=f"it is the key of {others[part.public]}")
    with node.home().locked():
        approvals.add_approver(name, part.public, at=clock.now())
    printing.say(f"{name} may approve, with the key {called(part.public)}.")


@approvers.command
def remove(name: Name, /) -> None:
    """Let a person approve no more.

    Example: foedus approvers remove "Director of Cooperation"
    """
    approving.public_of(name)
    with node.home().locked():
        approvals.remove_approver(name)
    printing.say(f"{name} may approve no more; what they approved and is not signed yet needs another.")


@approvers.command
def require(many: Annotated[int, Parameter(help="How many; 0: nobody need approve.")], /) -> None:
    """Set how many different persons must approve an act before this party signs it.

    Example: foedus approvers require 1
    """
    known = len(approvals.approvers())
    if not 0 <= many <= known:
        reason = f"{many} cannot approve where {known} may"
        raise ValueRefusedError(name="the number", reason=reason)
    with node.home().locked():
        approvals.require(many)
    printing.say(f"Before this party signs, {many or 'nobody'} must approve.")


@approvers.command(name="list")
def listed() -> None:
    """Show who may approve, and how many must.

    Example: foedus approvers list
    """
    node.home()
    printing.say(f"Before this party signs, {approvals.needed() or 'nobody'} must approve. Who may:")
    printing.say(*(f"  {name}, key {called(public)}" for name, public in approvals.approvers().items()))


def _meant(name: str, compact: str | None) -> Act:
    """The act that is named, or the one that a draft would be if it were offered now."""
    draft = drafting.called(name)
    if draft is None:
        return node.act_named(name, node.seat(compact).held)
    return drafting.compose(draft, node.seat(draft.compact).held if draft.compact else None).act
