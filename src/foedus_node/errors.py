"""What a node refuses: its folder, its keys, its commands. The record's refusals are in `foedus.errors`."""

from foedus.errors import FoedusError, refusal
from foedus.phrase import phrase


@refusal
class NoNodeError(FoedusError):
    """A folder that is no node's."""

    sentence = "There is no node in {folder}."
    hint = (
        "Go to a node's folder, name one with --node or FOEDUS_NODE, "
        "or found one with `foedus init --party CODE`."
    )
    on_page = "Tell the administrator: the pages do not find the node's folder."
    folder: str


@refusal
class NodeExistsError(FoedusError):
    """A node is already there."""

    sentence = "{folder} already holds {party}'s node."
    hint = "Choose another folder with --node; a node is never founded over another."
    on_page = "Choose another folder; a node is never founded over another."
    folder: str
    party: str


@refusal
class DatabaseUsedError(FoedusError):
    """A node is to be founded on a database in which one has worked before."""

    sentence = "The {database} database already holds what a node has written."
    hint = (
        "If it is an old node's, restore the whole of its folder and say `foedus recover`; "
        "a new node needs empty databases."
    )
    on_page = "Tell the administrator: a new node needs empty databases."
    database: str


@refusal
class NodeDamagedError(FoedusError):
    """A node's folder that lacks something it cannot do without."""

    sentence = "The node in {folder} is damaged: {reason}."
    hint = "Restore the whole folder from your backup, then say `foedus recover` before you sign anything."
    on_page = (
        "Tell the administrator: the whole folder must come back from the backup before anything is signed."
    )
    folder: str
    reason: str


@refusal
class BusyError(FoedusError):
    """Another process is writing on this node."""

    sentence = "Another command (process {pid}) is at work on this node."
    hint = "Wait until it has ended, then try again; nothing was changed."
    pid: str


@refusal
class PlaceTakenError(FoedusError):
    """A port at which somebody listens."""

    sentence = "Somebody answers at {place} already."
    hint = "Choose another with --at."
    on_page = "Tell the administrator: another place must be chosen."
    place: str


@refusal
class PassphraseMissingError(FoedusError):
    """No passphrase was given and nobody is there to be asked."""

    sentence = "The passphrase of this node's {role} key is needed and cannot be asked for here."
    hint = "Run the command in a terminal, or set FOEDUS_PASSPHRASE_FILE to a file that holds it."
    on_page = "Type the passphrase into the field beside the button."
    role: str


@refusal
class WeakPassphraseError(FoedusError):
    """A passphrase too short to protect a key."""

    sentence = "The passphrase is too short: {length} characters."
    hint = "Take twelve or more; several words are easy to remember."
    length: int


@refusal
class PinMissingError(FoedusError):
    """No PIN was given and nobody is there to be asked."""

    sentence = "The PIN of the token {token} is needed and cannot be asked for here."
    hint = "Run the command in a terminal, or set FOEDUS_PIN_FILE to a file that holds it."
    on_page = "Type the PIN into the field beside the button."
    token: str


@refusal
class FileError(FoedusError):
    """A file or a folder that cannot be used as asked."""

    sentence = "{path} cannot be used: {reason}."
    hint = "{advice_given}"
    path: str
    reason: str
    advice_given: str = "Check the name and try again; nothing was changed."


@refusal
class BackupError(FoedusError):
    """A node that cannot be backed up, or a backup that cannot be restored."""

    sentence = "{what} cannot be used for a backup: {reason}."
    hint = "Take another backup if there is one; without one the other parties give the record back."
    what: str
    reason: str


@refusal
class ValueRefusedError(FoedusError):
    """A value given on the command line that is not of its kind."""

    sentence = "{name} cannot be taken: {reason}."
    hint = "Write it as --help shows and try again; nothing was changed."
    on_page = "Write it as the field's help says and try again; nothing was changed."
    name: str
    reason: str


@refusal
class NoCompactError(FoedusError):
    """Nothing has been founded or imported yet."""

    sentence = "This node belongs to no compact yet."
    hint = (
        "Found one with `foedus draft charter --with CARD`, or import the bundle "
        "in which the other party offers its charter."
    )
    on_page = "Take in the bundle in which the other party offers its charter, on the page Exchange."


@refusal
class WhichCompactError(FoedusError):
    """More than one compact fits, or none does."""

    sentence = "{asked} names not exactly one of this node's compacts: {compacts}."
    hint = "Name one with --compact and the first digits of its hash."
    on_page = "Choose the compact above the page."
    asked: str
    compacts: tuple[str, ...]


@refusal
class WhichActError(FoedusError):
    """No act was named, and not exactly one waits for our word."""

    sentence = "It is not clear which act is meant: {waiting} for our word."
    hint = "Name one by the first digits of its hash, as `foedus status` shows them."
    on_page = "Choose the act on the page Today."
    waiting: str


@refusal
class UnknownNameError(FoedusError):
    """A name that nothing here bears, or that several things bear."""

    sentence = "No {what} here is called {name}."
    hint = "{where}"
    on_page = "It may have been renamed or taken out meanwhile. Look for it in its list, or search."
    what: str
    name: str
    where: str = "See `foedus status`."


@refusal
class AmbiguousNameError(FoedusError):
    """The beginning of a hash that fits more than one thing."""

    sentence = "{name} is the beginning of more than one {what}: {candidates}."
    hint = "Type a few digits more."
    what: str
    name: str
    candidates: tuple[str, ...]


@refusal
class WhichDraftError(FoedusError):
    """Several compacts have a draft of one name."""

    sentence = "More than one compact has a draft called {name}: {candidates}."
    hint = "Name it so, with the first digits of its compact before it."
    name: str
    candidates: tuple[str, ...]


@refusal
class DraftError(FoedusError):
    """A draft that cannot be offered, or cannot take what was asked."""

    sentence = "The draft {draft} cannot be used so: {reason}."
    hint = "{remedy}"
    on_page = "Look at the draft again; nothing was changed."
    draft: str
    reason: str
    remedy: str = "See it with `foedus draft show {draft}`."

    @property
    def advice(self) -> str:
        """What to do next."""
        return self.remedy.format(draft=self.draft)


@refusal
class AlreadySaidError(FoedusError):
    """A word that was already given."""

    sentence = "{party} has already {said} act {act}."
    hint = "Nothing to do; see `foedus status`."
    on_page = "Nothing to do; the act's page shows who has signed."
    party: str
    said: str
    act: str


@refusal
class AlreadyReportedError(FoedusError):
    """A report that says again what the last one said."""

    sentence = "{party} has already reported exactly this on {item}, in entry {seq} of its log."
    hint = "Nothing to do; if the others have not received it, `foedus export` sends it."
    on_page = "Nothing to do; if the others have not received it, fetch and send on the page Exchange."
    party: str
    item: str
    seq: int


@refusal
class AlreadyShownError(FoedusError):
    """A proof that our log shows already."""

    sentence = "{party} has already shown these two entries to the other parties, in entry {seq} of its log."
    hint = "Nothing to do; if they have not received it, `foedus export` or `foedus sync` sends it."
    on_page = "Nothing to do; if they have not received it, fetch and send on the page Exchange."
    party: str
    seq: int


@refusal
class MandateError(FoedusError):
    """An office that may not speak."""

    sentence = "The {office} has no mandate to {role} on {day}."
    hint = "Give one with `foedus mandate OFFICE --role {role}`, or speak for another with --office."
    on_page = (
        "Speak for another office; or let whoever keeps the root give this one a mandate, in the "
        "administration of the keys."
    )
    office: str
    role: str
    day: str


@refusal
class LogNotBegunError(FoedusError):
    """A first signature in a compact, for which the root must certify the node's keys."""

    sentence = (
        "Our log in compact {compact} has not begun: its first entry is our keys, certified by our root."
    )
    hint = "Whoever keeps the root signs first, at the node: `foedus sign`. From then on pages sign too."
    on_page = "Our first signature is given on the page Compacts, where our root certifies our keys."
    compact: str


@refusal
class TooManyTriesError(FoedusError):
    """A secret that was given wrong too often."""

    sentence = "The passphrase or PIN was given wrong {tries} times within {minutes} minutes."
    hint = "Wait {minutes} minutes. Ask whoever keeps the key; the auditors see these tries."
    tries: int
    minutes: int


@refusal
class OutsiderError(FoedusError):
    """A bundle of a compact that this node's party has no part in."""

    sentence = "This bundle is of a compact between {parties}; {party} is no party to it."
    hint = "Nothing of it was taken in. To check it, say `foedus verify`."
    on_page = "Nothing of it was taken in. Send it on to those whom it is for."
    party: str
    parties: tuple[str, ...]


@refusal
class HeadError(FoedusError):
    """A printed head that is not the one this node's log ends at."""

    sentence = "Our log here ends at {here}, not at the printed head {printed}."
    hint = "Entries are still missing: import a bundle from a peer, or type the head as it is printed."
    here: str
    printed: str


@refusal
class CharterError(FoedusError):
    """A charter that this node cannot take as its own."""

    sentence = "This charter cannot be taken in: {reason}."
    hint = "Send the other party the card in this node's folder ({card}) and ask for a charter made with it."
    reason: str
    card: str


@refusal
class RecoveringError(FoedusError):
    """A node that was restored from a backup and may have forgotten what it signed."""

    sentence = (
        "This node is recovering: it was restored from a backup and may have forgotten what it signed. "
        "It signs nothing until it has heard from {awaited}."
    )
    hint = (
        "Import a bundle made now by each of them; or, with the head printed in the minutes of a meeting, "
        "`foedus recover --head NUMBER:HASH`."
    )
    on_page = (
        "Take in a bundle made now by each of them, on the page Exchange; or give the head printed in the "
        "minutes of a meeting there."
    )
    awaited: tuple[str, ...]


@refusal
class QuarantineError(FoedusError):
    """A peer whose log has two versions."""

    sentence = "{party}'s log is in quarantine: it signed two different entries at place {seq}."
    hint = "The proof is kept here (`foedus status`). Settle the matter between the ministries first."
    on_page = (
        "The proof is kept, and the page Exchange shows it. Settle the matter between the ministries first."
    )
    party: str
    seq: int


@refusal
class TwinError(FoedusError):
    """Our own log came back with an entry that this node did not write."""

    sentence = "Our own log has another entry at place {seq}, truly signed with our key, not by this node."
    hint = (
        "A copy of this node or of its key was used elsewhere. Both entries are kept as proof, and this node "
        "signs nothing more with that key: find the copy, then say `foedus keys rotate`. Where another party "
        "holds the other version, only a new compact helps (`foedus draft charter --succeeds`)."
    )
    on_page = (
        "A copy of this node or of its key was used elsewhere. Both entries are kept as proof, and this "
        "node signs nothing more with that key: find the copy, then let whoever keeps the root renew the "
        "keys. Where another party holds the other version, only a new compact helps."
    )
    seq: int


@refusal
class StrangerError(FoedusError):
    """Our own log came back with entries at its end that this node did not write."""

    sentence = "Our own log came back with {places}, truly signed with our key {kids}, not by this node."
    hint = (
        "They stand: others hold them. This node signs nothing more with that key. If the node was restored "
        "from a backup, say `foedus recover`. If not, somebody else has the key: say `foedus keys rotate`, "
        "and look at what was signed with `foedus status`."
    )
    on_page = (
        "They stand: others hold them. This node signs nothing more with that key. If the node was "
        "restored from a backup, recover it on the page Exchange. If not, somebody else has the key: let "
        "whoever keeps the root renew the keys, and look at what was signed."
    )
    places: str
    kids: tuple[str, ...]

    @property
    def facts(self) -> dict[str, str]:
        """The places, and the beginnings of the keys' names."""
        return {"places": self.places, "kids": ", ".join(kid[:12] for kid in self.kids)}


@refusal
class UncertifiedKeyError(FoedusError):
    """A node's key that its log does not name."""

    sentence = "This node's key {kid} is not among the keys that our log names in this compact."
    hint = "See `foedus keys`: the key was withdrawn, or is not the one that belongs to this record."
    on_page = (
        "See the administration of the keys: the key was withdrawn, or is not the one that belongs to "
        "this record."
    )
    kid: str


@refusal
class UnapprovedError(FoedusError):
    """An act that this party's policy does not let be signed yet."""

    sentence = "Act {act} may not be signed yet: {needed} must approve it, and {by} did."
    hint = "Have it approved: `foedus approve {act} --person NAME --key FILE`. The policy is our own."
    on_page = "Have it approved on the act's page. The policy is our own."
    act: str
    needed: int
    by: tuple[str, ...]

    @property
    def facts(self) -> dict[str, str]:
        """The act, how many must approve and who did."""
        return super().facts | {"by": ", ".join(self.by) or phrase("nobody")}


@refusal
class ApprovalError(FoedusError):
    """An approval with somebody else's key."""

    sentence = "The key {kid} is not the one with which {person} approves."
    hint = "Give {person}'s own key, or enter the new one: `foedus approvers add NAME --public FILE`."
    on_page = "Give {person}'s own key; or enter the new one in the administration."
    person: str
    kid: str


@refusal
class AlreadyFiledError(FoedusError):
    """A document that our log names already."""

    sentence = "The document {document} is filed already, by entry {seq} of our log."
    hint = "Nothing needs to be done. `foedus documents` lists what is filed; `foedus export` sends it."
    on_page = "Nothing needs to be done. The page Papers lists what is filed."
    document: str
    seq: int


@refusal
class DocumentRefusedError(FoedusError):
    """A document that cannot be kept."""

    sentence = "The document {document} cannot be kept: {reason}."
    hint = "Ask who sent it for the original file; nothing was changed."
    document: str
    reason: str


@refusal
class UnreadPaperError(FoedusError):
    """A paper whose pages could not be compared with its act."""

    sentence = "Whether these pages say what the act says was {reason}."
    hint = "Read every page against `foedus diff`, and if it is right sign with --as-read."
    on_page = "Read every page against the act, and if it is right tick that you have read it through."
    reason: str


@refusal
class DocumentAbsentError(FoedusError):
    """A document that the record names and whose bytes have not come."""

    sentence = "The document {document} has not been received: only its entry is here."
    hint = (
        "Ask {parties} for it: there, `foedus export FILE --to PARTY --document {document}`; "
        "here, `foedus import FILE`."
    )
    on_page = "Ask {parties} for a bundle with the document, and take it in on the page Exchange."
    document: str
    parties: tuple[str, ...]


@refusal
class StepError(FoedusError):
    """A step of the example that did not go as it should."""

    sentence = "The example stopped at `foedus {command}`: {reason}"
    hint = "Run it again in an empty folder; if it stops there again, please report it with these lines."
    on_page = "Run it again in an empty folder; if it stops there again, please report it with these lines."
    command: str
    reason: str


@refusal
class LastAdministratorError(FoedusError):
    """The last person who administers a node, who would be one no more."""

    sentence = "{person} is the last who administers this node."
    hint = "Let somebody else administer the whole node first."
    person: str
