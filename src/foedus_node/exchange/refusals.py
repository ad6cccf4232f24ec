"""What the exchange with other nodes refuses, on either side."""

from foedus.errors import FoedusError, refusal


@refusal
class UnknownCallerError(FoedusError):
    """A caller who is no party's node; it learns nothing, not even what is here."""

    sentence = "Nothing is here for this caller."
    hint = "Only the nodes of a compact's parties are answered. See docs/reference/exchange.md."
    on_page = "Only the nodes of a compact's parties are answered."


@refusal
class MomentError(FoedusError):
    """A request of another time: one of the two clocks is wrong, or it is an old one."""

    sentence = (
        "Your request is of {theirs}, and the clock here says {ours}: more than {minutes} minutes apart."
    )
    hint = "Set the clock that is wrong, then try again."
    theirs: str
    ours: str
    minutes: int


@refusal
class UnsignedError(FoedusError):
    """A message that is not signed as nodes sign theirs."""

    sentence = "The message cannot be relied on: {reason}."
    hint = (
        "See that a Foedus node is reached at this address, and that nothing on the way changes what it says."
    )
    reason: str


@refusal
class AbsentError(FoedusError):
    """Something that a peer asks for and that is not here."""

    sentence = "No {what} {name} is here."
    hint = "Ask another party for it."
    what: str
    name: str


@refusal
class BodyError(FoedusError):
    """What a peer sent is not what it should have sent."""

    sentence = "The request cannot be taken: {reason}."
    hint = "See docs/reference/exchange.md; nothing was changed."
    on_page = "Send it again as the node writes it; nothing was changed."
    reason: str
    status: int


@refusal
class TooLargeError(FoedusError):
    """A body larger than any is taken."""

    sentence = "{size} bytes are announced, and {most} are the most that are taken at once."
    hint = "Send less at once; nothing was changed."
    size: int
    most: int


@refusal
class TooSlowError(FoedusError):
    """A body that does not come."""

    sentence = "What was announced did not come in time."
    hint = "Try again over a better line; nothing was changed."


@refusal
class UnreachableError(FoedusError):
    """A peer's node that does not answer."""

    sentence = "{party} could not be reached at {address}: {reason}."
    hint = "Nothing is lost: the next `foedus sync` goes on from here. If it lasts, telephone them."
    on_page = "Nothing is lost: the next exchange goes on from here. If it lasts, telephone them."
    party: str
    address: str
    reason: str


@refusal
class UntrueAnswerError(FoedusError):
    """An answer that did not come from the peer's node, or is not the answer to what was asked."""

    sentence = "What answered at {address} is not to be relied on as {party}'s node: {reason}."
    hint = "Nothing of it was taken in. Check the address with them; somebody may stand between."
    party: str
    address: str
    reason: str


@refusal
class TurnedAwayError(FoedusError):
    """A peer's node that does not know us, or not in this compact."""

    sentence = "{party}'s node at {address} has nothing for us in this compact."
    hint = (
        "It knows us once it has taken in our log: send it a bundle (`foedus export`), or ask them to add "
        "this party with its card (`foedus peer add`)."
    )
    on_page = "It knows us once it has taken in our log: send it a bundle, or ask them to keep our card."
    party: str
    address: str


@refusal
class PeerRefusedError(FoedusError):
    """Something that a peer's node refused, in its own words."""

    sentence = "{party}'s node refuses: {told}"
    hint = "{advised}"
    party: str
    told: str
    advised: str = "Settle it with them; nothing was changed here."


@refusal
class NoPeerError(FoedusError):
    """No address is known at which anybody could be reached."""

    sentence = "No address is known at which {party} could be reached."
    hint = "Name one with `foedus peer add PARTY ADDRESS`."
    on_page = "Keep their address on the page Exchange."
    party: str


@refusal
class UnsafeLineError(FoedusError):
    """A first bundle that would go out in the clear to nobody knows whom."""

    sentence = (
        "{party}'s node cannot prove yet who it is, and {address} is not encrypted: "
        "the first bundle is not sent."
    )
    hint = "Use an https address, or carry the first bundle over (`foedus export FILE --to {party}`)."
    on_page = "Use an https address, or carry the first bundle over: write it on the page Exchange."
    party: str
    address: str


@refusal
class UnbegunError(FoedusError):
    """A node that cannot say who it is, since its log has not begun."""

    sentence = "Our own log has not begun in this compact, so {party}'s node cannot know us."
    hint = "Sign the charter first (`foedus sign`); until then bundles come by hand."
    on_page = "Sign the charter first; until then bundles come by hand."
    party: str


@refusal
class RecipientError(FoedusError):
    """A bundle cannot be encrypted for a party."""

    sentence = "Nothing can be encrypted for {party}: {reason}."
    hint = "Keep its card here with `foedus peer add {party} --card FILE`, once its fingerprint is compared."
    on_page = "Keep its card on the page Exchange, once its fingerprint is compared."
    party: str
    reason: str


@refusal
class LockedBundleError(FoedusError):
    """An encrypted bundle that cannot be opened here."""

    sentence = "This bundle is encrypted and cannot be opened: {reason}."
    hint = "Ask who sent it to export it again for this party; nothing was changed."
    reason: str


@refusal
class ServingError(FoedusError):
    """Another process answers for this node already."""

    sentence = "Another process answers for this node already."
    hint = "Stop it first; one is enough, and only one may remember what was asked."


@refusal
class RestoreError(FoedusError):
    """A node that cannot be made again from what is in its folder."""

    sentence = "The node in {folder} cannot be made again: {reason}."
    hint = (
        "Put the folder `keys` and the card back from the safe, nothing else. A node that still stands "
        "and was restored from a backup says `foedus recover` instead."
    )
    on_page = "Tell the administrator: the keys and the card come back from the safe, nothing else."
    folder: str
    reason: str
