"""A letter as a mail program saves it, to words: its subject and its text, without what is attached."""

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage

from foedus.phrase import phrase
from foedus.reading.errors import DamagedDocumentError, EmptyDocumentError
from foedus.reading.forms.plain import decoded
from foedus.reading.forms.webpage import words_of_page

_MOST_PARTS = 200


def words_of_letter(data: bytes, *, name: str) -> str:
    """The subject as the first line, then the text; that of its web page where it has no plain one.

    Raises:
        DamagedDocumentError: its parts do not hold together.
        EmptyDocumentError: it has attachments and no text.
        EncodingError, BinaryDocumentError: the text is not in the encoding that it names.
    """
    try:
        letter = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)  # noqa: S101 (what the policy makes)
        if sum(1 for _ in letter.walk()) > _MOST_PARTS:
            raise DamagedDocumentError(
                name=name, reason=phrase("it has more than {most_parts} parts", most_parts=_MOST_PARTS)
            )
        subject = str(letter.get("subject", "")).strip()
        body = letter.get_body(preferencelist=("plain", "html"))
        if body is None:
            raise EmptyDocumentError(name=name)
        held = body.get_payload(decode=True)
        encoding = body.get_content_charset() or ""
        is_page = body.get_content_subtype() == "html"
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The parser takes nearly anything, and fails on what it took only when asked for it.
        raise DamagedDocumentError(
            name=name, reason=str(error) or phrase("its parts cannot be told apart")
        ) from None
    bytes_of_it = held if isinstance(held, bytes) else b""
    read = words_of_page if is_page else decoded
    said = read(bytes_of_it, name=name, encoding=encoding).replace("\r\n", "\n")
    return f"{subject}\n{said}".strip()
