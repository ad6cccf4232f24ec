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
