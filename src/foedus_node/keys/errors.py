"""What is refused where keys are made, carried, renewed and asked of a token or of officials far away."""

from foedus.errors import FoedusError, refusal


@refusal
class TokenLibraryError(FoedusError):
    """A token's driver that cannot be loaded."""

    sentence = "The token's driver {library} cannot be loaded ({reason})."
    hint = "Install the driver that came with the token, and give its file's whole name."
    library: str
    reason: str


@refusal
class TokenAbsentError(FoedusError):
    """A token that is not plugged in."""

    sentence = "The token {token} is not plugged in."
    hint = "Plug it in and try again; `pkcs11-tool --module {library} -L` lists what is. Nothing was changed."
    on_page = "Plug it in and try again. Nothing was changed."
    token: str
    library: str


@refusal
class PinRefusedError(FoedusError):
    """A PIN that does not open its token."""

    sentence = "The PIN does not open the token {token}."
    hint = "Try again with care: a token locks itself after a few wrong PINs. Nothing was changed."
    token: str


@refusal
class PinLockedError(FoedusError):
    """A token that opens no more."""

    sentence = "The token {token} is locked: its PIN was given wrong too often, or was never set."
    hint = (
        "Its security officer can set a new PIN with the token's own tool. "
        "If nobody can, the key in it is lost: `foedus keys rotate` takes another."
    )
    on_page = (
        "Its security officer can set a new PIN with the token's own tool. If nobody can, the key in it "
        "is lost, and whoever keeps the root renews the keys."
    )
    token: str


@refusal
class TokenKeyAbsentError(FoedusError):
    """A token that does not hold the key it should."""

    sentence = "The key {key} is not in the token {token}."
    hint = "Plug in the token that holds it. If the key was erased, `foedus keys rotate` takes another."
    on_page = (
        "Plug in the token that holds it. If the key was erased, whoever keeps the root renews the keys."
    )
    token: str
    key: str


@refusal
class TokenFaultError(FoedusError):
    """A token that does not do what it should."""

    sentence = "The token {token} did not sign: {reason}."
    hint = "Unplug it, plug it in and try again; it must know Ed25519 (CKM_EDDSA). Nothing was changed."
    token: str
    reason: str


@refusal
class RootAwayError(FoedusError):
    """Something that the root must certify, while its keys are not in the node's folder."""

    sentence = "{what} needs {threshold} of the root's keys, and {here} are in this node's folder."
    hint = (
        "What is to be signed lies in {request}. Each official signs it with "
        "`foedus keys certify {request} --key FILE`; then say `foedus keys take FILE ...` here{after}."
    )
    on_page = (
        "What is to be signed stands on the page of keys, to be downloaded. Each official signs it with "
        "their own key on a machine of their own; what they signed is handed in there{after}."
    )
    what: str
    threshold: int
    here: str
    request: str
    after: str = ""


@refusal
class RotationPendingError(FoedusError):
    """A renewal of keys that was begun and is not finished."""

    sentence = "Keys are being renewed since {since}: {signed} of {threshold} officials have signed."
    hint = (
        "`foedus keys take FILE ...` goes on with it; `foedus keys rotate --anew ...` drops it "
        "with the keys made for it, and begins another."
    )
    on_page = (
        "Hand in what the officials who are still awaited signed, or choose to drop it "
        "with the keys made for it."
    )
    since: str
    signed: int
    threshold: int


@refusal
class NothingAskedError(FoedusError):
    """Signatures of officials that nothing here asked for."""

    sentence = "{name} answers no request of this node."
    hint = "`foedus keys` shows what is asked of the root; what was taken in before is gone from there."
    on_page = (
        "The administration of the keys shows what is asked of the root; what was taken in before is gone "
        "from there."
    )
    name: str


@refusal
class OvertakenRequestError(FoedusError):
    """A request whose log has gone on to other keys."""

    sentence = "The request does not fit any more: {reason}."
    hint = "Begin anew with `foedus keys rotate --anew`; nothing was changed."
    on_page = "Begin the renewal of the keys anew, and drop this one; nothing was changed."
    reason: str


@refusal
class NextRootAbsentError(FoedusError):
    """A change of the root, without a root that was committed in advance."""

    sentence = "No next root is committed, so the root cannot change."
    hint = "Commit one first, with `foedus keys rotate --next FILE`; a root that is lost cannot be."
    on_page = "Commit one first; a root that is lost cannot be."


@refusal
class KeyAbsentError(FoedusError):
    """A key that is needed and whose file is not here."""

    sentence = "The {name} key is not here: {path} is missing."
    hint = "Put it back from where it is kept. If it is lost, `foedus keys rotate` takes another."
    on_page = "Put it back from where it is kept. If it is lost, whoever keeps the root renews the keys."
    name: str
    path: str


@refusal
class KeyThereError(FoedusError):
    """A key file that is to be made and is there already."""

    sentence = "{path} is there already, and a key is never written over another."
    hint = "Choose another name."
    path: str
