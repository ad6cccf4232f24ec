"""Every refusal: its facts as fields, its sentence ready for translation, and what to do next.

A refusal is a class. `sentence` says what happened and why, `hint` what to do next;
both are templates over the refusal's own fields, so a catalogue of translations needs
nothing but the templates. Nothing is printed here.
"""

import re
from typing import ClassVar, Final, TypeVar, cast, dataclass_transform

import attrs
from attrs import define, frozen

from foedus.phrase import written

Refusal = TypeVar("Refusal", bound=Exception)

COMMAND: Final = re.compile(r"`[a-z]|--[a-z]|FOEDUS_|docs/")
"""What only somebody at a command line can follow; a hint with it says on a page what `on_page` says."""


@dataclass_transform(kw_only_default=True, eq_default=False)
def refusal(cls: type[Refusal]) -> type[Refusal]:
    """Make a class of refusals out of its fields; they are given by name."""
    return define(slots=False, kw_only=True, eq=False, str=False, repr=False)(cls)


@refusal
class FoedusError(Exception):
    """The root of all refusals; catch it to catch them all."""

    sentence: ClassVar[str] = "Something was refused."
    hint: ClassVar[str] = ""
    on_page: ClassVar[str] = ""
    """What to do next where a page is looked at, for a hint that names a command."""

    @property
    def facts(self) -> dict[str, str]:
        """The fields, as they stand in the sentence."""
        return {
            a.name: written(getattr(self, a.name))
            for a in attrs.fields(cast("type[attrs.AttrsInstance]", type(self)))
        }

    def __str__(self) -> str:
        return self.sentence.format_map(self.facts)

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence as it is shown: where it names several faults, each on a line of its own."""
        faults = getattr(self, "faults", ())
        if len(faults) < 2:
            return (str(self),)
        head = self.sentence.format_map({**self.facts, "faults": ""}).rstrip()
        return (head, *(f"  {fault}" for fault in faults))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.facts})"

    @property
    def advice(self) -> str:
        """What to do next, or an empty string."""
        return self.hint.format_map(self.facts)


# --- documents: JSON that does not say what it should ------------------------------------


@frozen
class Fault:
    """One thing wrong in a document, and the path at which it stands (`$.lines[3].host`)."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@refusal
class DocumentError(FoedusError):
    """A document does not have the form it should have; every fault at once."""

    sentence = "The {what} cannot be read. {faults}"
    hint = "Mend what is named and try again; nothing was changed."
    what: str
    faults: tuple[Fault, ...]


# --- the record: bytes, keys, logs, acts, bundles ----------------------------------------


@refusal
class ProfileError(FoedusError):
    """Bytes that are not in the record's restricted JSON profile."""

    sentence = "The {what} is not in the record's form: {reason}."
    hint = "Ask the sender for the original file; a copy that was edited or reformatted cannot be verified."
    what: str
    reason: str


@refusal
class ActError(FoedusError):
    """An act whose own text is not consistent."""

    sentence = "Act {act} is malformed: {reason}."
    hint = "Ask the party that drafted it for a corrected act; nothing was taken in."
    act: str
    reason: str


@refusal
class EntryError(FoedusError):
    """An entry that its party's log may not hold at this place."""

    sentence = "Entry {seq} of {party}'s log is refused: {reason}."
    hint = "Ask {party} for its log again; what was held before is unchanged."
    party: str
    seq: int
    reason: str


@refusal
class SignatureError(FoedusError):
    """A signature that is not the named key's over these bytes."""

    sentence = "The signature on entry {seq} of {party}'s log is not valid."
    hint = "The entry was altered after it was signed, or never signed. Ask {party} for the original file."
    party: str
    seq: int


@refusal
class GapError(FoedusError):
    """Entries that do not follow on those held."""

    sentence = "{party}'s log goes on at entry {found}, but entries {expected} to {before} are missing here."
    hint = "Ask for a bundle that starts at entry {expected} (`foedus export --all` gives the whole log)."
    on_page = "Ask {party} for a bundle of the whole log, or fetch it on the page Exchange."
    party: str
    expected: int
    found: int

    @property
    def facts(self) -> dict[str, str]:
        """The fields, and the last entry that is missing."""
        return super().facts | {"before": str(self.found - 1)}


@refusal
class ForkError(FoedusError):
    """Two entries signed by one party at one place of its log; the two envelopes are the proof."""

    sentence = "{party} signed two different entries at place {seq} of its log."
    hint = (
        "Keep both: they are the proof. Nothing {party} wrote from place {seq} on in this file was taken in; "
        "certificates held before stand. Put the proof to {party} through your ministry."
    )
    party: str
    seq: int
    held: bytes = b""
    shown: bytes = b""

    @property
    def facts(self) -> dict[str, str]:
        """The party and the place; the envelopes are proof, not prose."""
        return {"party": self.party, "seq": str(self.seq)}


@refusal
class WithdrawnKeyError(ForkError):
    """A second entry for a place, signed with a key that the party has since withdrawn: that settles it."""

    sentence = (
        "Another entry {seq} of {party}'s log is refused: it is signed with a key that {party} has withdrawn."
    )
    hint = (
        "{party}'s log stands as it is held here. The entry is kept as proof of what is done with the key: "
        "tell {party} that somebody uses it."
    )


@refusal
class EvidenceError(FoedusError):
    """A proof of a forked log that proves nothing."""

    sentence = "This proof does not hold: {reason}."
    hint = "Nothing can be concluded from it; ask for a new one from whoever sent it."
    reason: str


@refusal
class ThirdPartyError(FoedusError):
    """Somebody signed who is no party."""

    sentence = "Signed by {signers}, but the parties to this record are {parties}."
    hint = "The bundle was made for another compact; nothing in it was taken in."
    signers: tuple[str, ...]
    parties: tuple[str, ...]


@refusal
class ForeignCompactError(FoedusError):
    """Something that belongs to another compact."""

    sentence = "The {what} belongs to compact {found}, not to {expected}."
    hint = "Import it on the node, or with the compact, that it was made for."
    what: str
    expected: str
    found: str


@refusal
class MissingActError(FoedusError):
    """An act that is spoken of but not there."""

    sentence = "Act {act} is signed or built upon, but its text is not here."
    hint = "Ask for a complete bundle (`foedus export --all`)."
    on_page = "Ask the other party for a bundle of the whole record."
    act: str


@refusal
class ContainerError(FoedusError):
    """A file that is not a bundle, or one whose bytes were changed."""

    sentence = "The file is not an intact Foedus bundle: {reason}."
    hint = "It was cut short or altered on the way. Ask the sender for the file again."
    reason: str


@refusal
class DisclosureError(FoedusError):
    """A disclosed line whose proof does not hold."""

    sentence = "The disclosed line is not proven: {reason}."
    hint = "It was altered, or put together from other parts. Ask who showed it for the original file."
    reason: str


@refusal
class NoDisclosureError(FoedusError):
    """An item that cannot be disclosed."""

    sentence = "{item} cannot be disclosed: {reason}."
    hint = "Only what all parties signed and what is held here can be shown with its proof."
    item: str
    reason: str


@refusal
class CoverError(FoedusError):
    """Signing would let two rival acts come into force: the one rule of an honest party."""

    sentence = "{party} cannot sign act {act}: {reason}."
    hint = (
        "Sign first what it stands on; or draft an act that voids by name what stands in the way "
        "(`foedus draft void`)."
    )
    on_page = "Sign first what it stands on; or draft an act that voids by name what stands in the way."
    party: str
    act: str
    reason: str


@refusal
class DoubleEntryError(FoedusError):
    """An item with two acts in force: every one of its parties broke the cover rule."""

    sentence = "Item {item} has more than one act in force: {acts}."
    hint = "All parties signed rivals. Agree on one act that voids the others by name."
    item: str
    acts: tuple[str, ...]


@refusal
class PassphraseError(FoedusError):
    """A key that does not open."""

    sentence = "The passphrase does not open the key {key}."
    hint = (
        "Try again, or set FOEDUS_PASSPHRASE_FILE to a file that holds it. "
        "A lost passphrase cannot be recovered."
    )
    on_page = "Type it again. A lost passphrase cannot be recovered."
    key: str


@refusal
class RequestError(FoedusError):
    """A request to the root, or an official's answer to it, that cannot be used."""

    sentence = "{name} cannot be used: {reason}."
    hint = "Ask for the file again from whoever made it; nothing was signed and nothing was changed."
    name: str
    reason: str


@refusal
class KeyFileError(FoedusError):
    """A file that should hold a key and does not."""

    sentence = "The key file {key} cannot be used: {reason}."
    hint = "Restore the keys folder from your backup."
    key: str
    reason: str


# --- cooperation: values that do not hold together -----------------------------------------


@refusal
class ItemError(FoedusError):
    """A value of the cooperation does not hold together; every fault at once."""

    sentence = "This {what} does not hold together. {faults}"
    hint = "Mend what is named and try again; nothing was changed."
    what: str
    faults: tuple[Fault, ...]


@refusal
class UnknownStageError(FoedusError):
    """Activities of that kind have no such stage."""

    sentence = "An activity of the kind {kind} has no stage called {stage}."
    hint = "Its stages are: {stages}."
    stage: str
    kind: str
    stages: tuple[str, ...]


@refusal
class StageSkippedError(FoedusError):
    """A report of a stage while stages that must come before it were not reported."""

    sentence = "{item} cannot have reached {stage} yet: nobody reported {skipped}."
    hint = "Report these first; or say with --also STAGE that they are done too (`--also all`)."
    on_page = "Report these first; or tick that they are done too."
    item: str
    stage: str
    skipped: tuple[str, ...]


@refusal
class StageNeedsError(FoedusError):
    """A report of a stage that needs what nobody has said."""

    sentence = "{item} cannot have reached {stage} yet: it needs {missing}, which nobody has said."
    hint = "Say it with the report (--set FIELD=VALUE), or amend the line; see `foedus kinds`."
    on_page = "Say it in the report, or amend the line."
    item: str
    stage: str
    missing: tuple[str, ...]


@refusal
class StageUnprovenError(FoedusError):
    """A report of a stage that needs a proof, without one."""

    sentence = (
        "{item} cannot have reached {stage} by our word alone: the report names nothing that proves it."
    )
    hint = "File the paper (`foedus file PAPER`) and name it with --document, or an item with --shows."
    on_page = "File the paper first, and name it in the report as what proves it."
    item: str
    stage: str


@refusal
class StageOpenError(FoedusError):
    """A report that all is closed, while something undertaken at the activity is not."""

    sentence = "{item} cannot have reached {stage} yet; still open: {open}."
    hint = "Report first how each of them ended (--stage carried-out, lapsed or declined)."
    on_page = "Report first how each of them ended: carried out, lapsed or declined."
    item: str
    stage: str
    open: tuple[str, ...]


@refusal
class NumbersError(FoedusError):
    """Numbers that are more than the one they are part of, by the same side's word."""

    sentence = "The numbers of {item} do not add up: {parts} is more than {whole}."
    hint = "Mend the number; or say the other one anew in the same report, if that one was wrong."
    item: str
    parts: tuple[str, ...]
    whole: str


@refusal
class InconsistentError(FoedusError):
    """Items that do not hold together with those around them; every fault at once."""

    sentence = "This does not hold together. {faults}"
    hint = "Mend what is named and try again; nothing was changed."
    faults: tuple[Fault, ...]


# --- papers --------------------------------------------------------------------------------


@refusal
class NoWordingError(FoedusError):
    """Papers are not written in that language."""

    sentence = "Papers are not written in the language {language} yet."
    hint = "Choose one of: {languages}."
    language: str
    languages: tuple[str, ...]


@refusal
class NotAPlanError(FoedusError):
    """An annual report asked for something that is no plan."""

    sentence = "There is no annual report of {plan}: no plan of that name is in force on the day asked for."
    hint = "Name a plan in force, as `foedus show` lists it; or another day with --on."
    on_page = "Choose a plan in force, or another day."
    plan: str


@refusal
class PaperError(FoedusError):
    """A file that is not the intact paper of an act."""

    sentence = "This is not the intact paper of an act: {reason}."
    hint = "Ask the party that sent it for the file as it was signed; believe nothing that this one says."
    reason: str


@refusal
class NoPlaceError(FoedusError):
    """A paper on which a party has no place to sign."""

    sentence = "{party} has no place on this paper: it is for {parties} to sign."
    hint = "Make the paper of an act of your own compact, with `foedus paper make`."
    on_page = "Make the paper of an act of your own compact, on the act's page."
    party: str
    parties: tuple[str, ...]


@refusal
class PaperSignedError(FoedusError):
    """A paper that a party has signed."""

    sentence = "{party} has signed this paper already, and a place is signed once."
    hint = "Send it to the others as it is; for other words, amend the act and make its paper."
    party: str


@refusal
class NoRecordNeededError(FoedusError):
    """A record was given for a file that is not held against one."""

    sentence = "Only the paper of an act, a PDF, is held against a record; this file is none."
    hint = "Verify it without --record: a bundle or a disclosed line needs nothing else."
    on_page = "Give the paper as it came back, a PDF."


@refusal
class CertificateError(FoedusError):
    """A certificate that cannot be used."""

    sentence = "The certificate {file} cannot be used: {reason}."
    hint = "Ask the office that issues your ministry's certificates; nothing was signed."
    file: str
    reason: str


@refusal
class NoPaperError(FoedusError):
    """A paper was asked for of an act some of whose words are not held."""

    sentence = "The paper of act {act} cannot be written: the words of {item} are withheld here."
    hint = "Nobody signs what cannot be read. Ask for a complete bundle (`foedus export --all`)."
    on_page = "Nobody signs what cannot be read. Ask the other party for a bundle of the whole record."
    act: str
    item: str


@refusal
class NoOccasionError(FoedusError):
    """A brief was asked for something that is no coming occasion."""

    sentence = "{occasion} is not an occasion to write a paper for: {reason}."
    hint = "Name a mechanism, an activity, or a meeting that is planned."
    occasion: str
    reason: str
