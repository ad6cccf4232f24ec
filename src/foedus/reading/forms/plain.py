"""Bytes of text to words: UTF-8, UTF-16 with its mark, or the encoding that a page or a letter names."""

import codecs

from foedus.reading.errors import BinaryDocumentError, EncodingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, *, name: str, encoding: str = "") -> str:
    """The words of a text.

    Args:
        data: its bytes; a byte order mark at their beginning is believed before anything else.
        name: what to call it in a refusal.
        encoding: the encoding it is said to be in; none: UTF-8.

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
        raise EncodingError(name=name, byte=error.start) from None
    except LookupError:
        # An encoding that nobody knows: most often the text is in UTF-8 all the same.
        return decoded(data, name=name)
