"""A name or a title without its case, accents and marks, so that two spellings of one can be told alike.

What is folded is compared and never shown. Letters of scripts without case stay as they are.
"""

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i"})
"""Letters that Unicode does not take apart, and that a text without accents writes plainly."""


def folded(words: str) -> str:
    """Words in small letters, without accents, joined by single blanks: `Tô Lâm` gives `to lam`."""
    apart = unicodedata.normalize("NFKD", words.casefold()).translate(_LETTERS)
    kept = "".join(
        letter if _counts(letter) else " " for letter in apart if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


def _counts(letter: str) -> bool:
    # The vowel signs of Lao and Khmer are marks, not letters, and a name without them is another name.
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}
