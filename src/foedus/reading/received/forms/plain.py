"""Bytes of text to words: UTF-8, UTF-16 with its mark, or the encoding that a page or a letter names.

Old files name none. Where their bytes are not UTF-8, an encoding in which offices once wrote is
believed only if the words it gives tell their language beyond doubt; a wrong one gives no such words.
"""

import codecs
import unicodedata

from foedus.reading.errors import BinaryDocumentError, EncodingError
from foedus.reading.received.language import language_told

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "cp1258")
"""The encodings of Windows for the languages that are read: western European, Vietnamese."""


def decoded(data: bytes, *, name: str, encoding: str = "") -> str:
    """The words of a text.

    Args:
        data: its bytes; a byte order mark at their beginning is believed before anything else.
        name: what to call it in a refusal.
        encoding: the encoding it is said to be in; none: UTF-8, or an old one that its words prove.

    Raises:
        EncodingError: it is in another encoding.
        BinaryDocumentError: it is no text.
    """
    said = next((told for mark, told in _MARKS if data.startswith(mark)), encoding or "utf-8")
    if not said.startswith("utf-16") and b"\0" in data:
        raise BinaryDocumentError(name=name)
    try:
        return data.decode(said)
    except UnicodeDecodeError as error:
        if said == "utf-8" and (text := _old(data)):
            return text
        raise EncodingError(name=name, byte=error.start) from None
    except LookupError:
        # An encoding that nobody knows: most often the text is in UTF-8 all the same.
        return decoded(data, name=name)


def _old(data: bytes) -> str:
    """The words in the first old encoding that makes them tell their language; empty where none does.

    A text in UTF-8 that was damaged somewhere is none of these: it would be read with wrong letters.
    """
    view = data.decode(errors="replace")
    wrong = view.count("\ufffd")
    if sum(letter > "\x7f" for letter in view) > 2 * wrong:
        return ""
    for encoding in _OLD:
        try:
            text = unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if language_told(text):
            return text
    return ""
