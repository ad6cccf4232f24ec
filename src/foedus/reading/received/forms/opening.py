"""From a file's bytes to its words, by its form."""

from foedus.reading.errors import HeavyDocumentError
from foedus.reading.received.forms.letter import words_of_letter
from foedus.reading.received.forms.pdf import words_of_pdf
from foedus.reading.received.forms.plain import decoded
from foedus.reading.received.forms.telling import Form, form_of
from foedus.reading.received.forms.webpage import words_of_page
from foedus.reading.received.forms.wordfile import words_of_word

MOST_LETTERS = 2_000_000
"""The longest text that is taken out of a file of another form; a communiqué has about three thousand."""

_READERS = {
    Form.TEXT: decoded,
    Form.PAGE: words_of_page,
    Form.LETTER: words_of_letter,
    Form.WORD: words_of_word,
    Form.PDF: words_of_pdf,
}


def words_of(data: bytes, *, name: str, form: Form | None = None) -> str:
    """The words in a file.

    Args:
        data: its bytes.
        name: what to call it in a refusal.
        form: its form, where that was told already (`form_of`).

    Raises:
        FoedusError: it is of no form that is read, locked, damaged, or too large; see `reading.errors`.
    """
    told = form or form_of(data, name=name)
    words = _READERS[told](data, name=name)
    if told is not Form.TEXT and len(words) > MOST_LETTERS:
        raise HeavyDocumentError(name=name, reason="it has more words than any communiqué")
    return words
