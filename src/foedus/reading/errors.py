"""The refusals of reading: documents that cannot be read as a communiqué.

What a refusal is stands in `foedus.errors`, with those of every other room.
"""

from foedus.errors import FoedusError, refusal


@refusal
class OversizeDocumentError(FoedusError):
    """A document larger than any communiqué."""

    sentence = "{name} is too large to be a communiqué: {megabytes} MB, and the limit is {limit} MB."
    hint = "Cut the file into its documents and read them one by one."
    name: str
    megabytes: int
    limit: int


@refusal
class EmptyDocumentError(FoedusError):
    """A document without a letter in it."""

    sentence = "{name} holds no words."
    hint = "Check that the file was saved, and that its text is not only pictures."
    name: str


@refusal
class BinaryDocumentError(FoedusError):
    """Bytes that are no text."""

    sentence = "{name} is not a text file."
    hint = "Save the document as plain text in UTF-8 and read that file."
    name: str


@refusal
class EncodingError(FoedusError):
    """A text in another encoding than UTF-8."""

    sentence = "{name} is not UTF-8: the byte at {byte} fits no character."
    hint = "Save the text again as UTF-8 and read that file."
    name: str
    byte: int


@refusal
class UnknownLanguageError(FoedusError):
    """A text in a language that there is no lexicon for."""

    sentence = "{name} seems to be written in a language that cannot be read yet ({language})."
    hint = "Languages that can be read: {known}. If it is one of them, name the language."
    name: str
    language: str
    known: tuple[str, ...]


# --- files of other forms than text ----------------------------------------------------------


@refusal
class OtherFormError(FoedusError):
    """A file of a form that is not read."""

    sentence = "{name} is {form}, which is not read here."
    hint = "Open it and save it as Word (.docx), PDF, a web page or plain text, and give that file."
    name: str
    form: str


@refusal
class PictureError(FoedusError):
    """A picture, or a document whose pages are pictures."""

    sentence = "{name} holds pictures of pages and no words."
    hint = "Have the words recognised by a scanner's program first, or paste them."
    name: str


@refusal
class LockedDocumentError(FoedusError):
    """A document that opens only with a password."""

    sentence = "{name} is locked with a password."
    hint = "Open it with its password, save it without one, and give that file."
    name: str


@refusal
class DamagedDocumentError(FoedusError):
    """A document whose bytes do not hold together."""

    sentence = "{name} is damaged or cut short: {reason}."
    hint = "Ask for the file again, or paste its words."
    name: str
    reason: str


@refusal
class HeavyDocumentError(FoedusError):
    """A document that unpacks to more than any communiqué, or takes too long to be opened."""

    sentence = "{name} cannot be opened safely: {reason}."
    hint = "Paste the words that are meant; nothing was kept."
    name: str
    reason: str


# --- a language model's help -------------------------------------------------------------------


@refusal
class LongTextError(FoedusError):
    """A text longer than a language model is asked about."""

    sentence = (
        "The model was not asked about {name}: it has {letters} letters, "
        "and a model is asked about {limit} at most."
    )
    hint = "What the rules found stands. Cut the text into its documents to have a model look at each."
    name: str
    letters: int
    limit: int


@refusal
class ModelAnswerError(FoedusError):
    """An answer of a language model that is not of the form asked for."""

    sentence = "The model's answer about {name} cannot be used: it is not of the form that was asked for."
    hint = "What the rules found stands. If this happens often, another model may keep to the form."
    name: str
