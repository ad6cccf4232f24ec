"""Text without case, accents and typography, letter for letter.

Folding never changes a text's length, so a place found in the folded text is the same
place in the text itself. It is for finding, not for showing: nothing folded is ever
handed out. Words are joined by one blank where the text has a blank, an apostrophe, a
hyphen, a bracket or a quotation mark; other punctuation stays, because sentences and
lists are cut there. Where accents tell one word from another, as in Vietnamese, a
language's folding keeps them (`accents`).
"""

import re
import sys
import unicodedata
from functools import cache

_JOINS = "'’‘ʼ´`-‐‑‒–—―−«»\"“”„()[]{}<>/|*_#•·"
_BLANKS = "\t\n\r\v\f\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
# Letters that Unicode does not decompose but that a text without accents writes plainly.
_PLAIN = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ß": "s", "þ": "t"}
_BARE = str.maketrans({"đ": "d", "Đ": "D"})
_SPACES = re.compile(r"\s+")
_DIGITS = {ord(zero) + digit: str(digit) for zero in "໐០" for digit in range(10)}
"""The digits of Lao and of Khmer, from the first of each."""


# Vietnamese sets the tone of a syllable's end on either vowel: "hoà" is "hòa", "thuỷ" is "thủy".
_TONES = {
    **dict(zip("àáảãạ", ((o + "a") for o in "òóỏõọ"), strict=True)),
    **dict(zip("èéẻẽẹ", ((o + "e") for o in "òóỏõọ"), strict=True)),
    **dict(zip("ỳýỷỹỵ", ((u + "y") for u in "ùúủũụ"), strict=True)),
}
_LATE_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")


@cache
def _table(*, accents: bool) -> dict[int, str]:
    """What code points fold to.

    Those that stay as they are stand in it too: a letter that is missing costs `translate` an error, which
    takes twice as long as a letter that is there.
    """
    table = {code: chr(code) for code in range(0x2000)}
    for code, letter in list(table.items())[0x20:]:
        if unicodedata.combining(letter):
            continue
        bare = letter.lower()[0] if accents else unicodedata.normalize("NFD", letter)[0].lower()
        bare = bare if accents else _PLAIN.get(bare[0], bare[0])
        table[code] = bare
    table |= {ord(letter): " " for letter in _JOINS}
    table |= {ord(letter): " " for letter in _BLANKS}
    table |= dict.fromkeys(range(8192, 8206), " ")
    table |= _DIGITS
    return table


def fold(text: str, *, accents: bool = False) -> str:
    """The text without case, accents and typography, each letter in its place.

    Args:
        text: any text, composed (NFC).
        accents: whether accents stay.

    Returns:
        A text of the same length.
    """
    folded = text.translate(_table(accents=accents))
    return _LATE_TONE.sub(lambda late: _TONES[late[0][1]], folded) if accents else folded


def with_plain_digits(text: str) -> str:
    """A text as printed, the digits of Lao and of Khmer written as all others read them."""
    return text.translate(_DIGITS)


def unaccented(text: str) -> str:
    """Text with its case but without accents, as it is typed where a keyboard has none."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.translate(_BARE)


def folded_words(words: str, *, accents: bool = False) -> str:
    """Words as they stand in a lexicon: folded, joined by one blank."""
    folded = fold(unicodedata.normalize("NFC", words), accents=accents)
    return sys.intern(_SPACES.sub(" ", folded).strip())
