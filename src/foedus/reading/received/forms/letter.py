"""A letter as a mail program saves it, to words: its subject and its text.

Of what is attached only letters are read, each parted from the others (`articles.PART`).
"""

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage
from itertools import islice
from typing import Any

from foedus.phrase import phrase
from foedus.reading.errors import DamagedDocumentError, EmptyDocumentError
from foedus.reading.received.articles import PART
from foedus.reading.received.forms.plain import decoded
from foedus.reading.received.forms.webpage import words_of_page

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
        parts = list(islice(letter.walk(), _MOST_PARTS + 1))
        if len(parts) > _MOST_PARTS:
            raise DamagedDocumentError(
                name=name, reason=phrase("it has more than {most_parts} parts", most_parts=_MOST_PARTS)
            )
        attached = (part.get_payload(0) for part in parts if part.get_content_type() == "message/rfc822")
        letters = [one for one in (letter, *attached) if isinstance(one, EmailMessage)]
        said = [_said(one, body, name=name) for one in letters if (body := _body(one)) is not None]
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The parser takes nearly anything, and fails on what it took only when asked for it.
        raise DamagedDocumentError(
            name=name, reason=str(error) or phrase("its parts cannot be told apart")
        ) from None
    if not said:
        raise EmptyDocumentError(name=name)
    return f"\n{PART}\n".join(said)


def _body(letter: EmailMessage) -> Any:
    return letter.get_body(preferencelist=("plain", "html"))


def _said(letter: EmailMessage, body: Any, *, name: str) -> str:
    """The words of one letter, without those attached to it."""
    subject = str(letter.get("subject", "")).strip()
    held = body.get_payload(decode=True)
    read = words_of_page if body.get_content_subtype() == "html" else decoded
    said = read(
        held if isinstance(held, bytes) else b"", name=name, encoding=body.get_content_charset() or ""
    )
    words = said.replace("\r\n", "\n")
    return f"{subject}\n{words}".strip()
