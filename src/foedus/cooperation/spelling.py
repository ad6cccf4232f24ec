"""A name or a title without its case, accents and marks, so that two spellings of one can be told alike.

What is folded is compared and never shown. Letters of scripts without case stay as they are.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

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


# --- names ------------------------------------------------------------------------------------

_HONORIFICS: Final = frozenset(
    {
        *(
            "samdech",
            "samdach",
            "techo",
            "decho",
            "akka",
            "moha",
            "sena",
            "padei",
            "thipadei",
            "preah",
            "oknha",
        ),
        *("neak", "chumteav", "lokchumteav", "thao", "phagna", "phanya", "mr", "mrs", "ms", "dr", "prof"),
        *("xamdec", "xamdech", "xomdec", "xomdech", "techo"),
        *("ທ່ານ", "ທ່ານນາງ", "ສະຫາຍ", "ພະນະທ່ານ", "ឯកឧត្តម", "លោក", "លោកជំទាវ", "សម្តេច", "សម្ដេច", "តេជោ", "ឧកញ៉ា"),
    }
)
"""What stands before a name and is no part of it, folded and written in one."""
_HYPHENS = re.compile(r"[-‐‑'’]+")


def bare(name: str) -> str:
    """A name without what stands before it as a mark of honour: `Samdech Techo X Y` gives `X Y`."""
    words = name.split()
    while len(words) > 1 and folded(words[0]).replace(" ", "") in _HONORIFICS:
        words = words[1:]
    return " ".join(words)


def is_spelt_alike(one: str, other: str) -> bool:
    """Whether two names are one but for case, accents that one leaves out, hyphens and marks of honour.

    `Phan Van Mau` is `Phan Văn Mẫu`; `Lê Hùng` is not `Lê Hưng`: each has accents, and others.
    """
    return not letters_of(one).isdisjoint(letters_of(other)) and not _is_other_accents(one, other)


def bears(forms: Iterable[str], name: str) -> bool:
    """Whether a name is one of the forms of a person's name, as `is_spelt_alike` tells.

    Of somebody written both without accents and with some, a name with others is none.
    """
    same_letters = [form for form in forms if not letters_of(form).isdisjoint(letters_of(name))]
    if any(not form.isascii() and not _is_other_accents(form, name) for form in same_letters):
        return True
    return bool(same_letters) and not any(_is_other_accents(form, name) for form in same_letters)


@lru_cache(maxsize=65_536)
def letters_of(name: str) -> frozenset[str]:
    """A name folded, its hyphens as blanks and left out."""
    own = bare(name)
    return frozenset({folded(own), folded(_HYPHENS.sub("", own))} - {""})


def _is_other_accents(one: str, other: str) -> bool:
    """Whether some syllable bears accents in both names, and not the same."""
    pairs = (_syllables(one), _syllables(other))
    if len(pairs[0]) != len(pairs[1]):
        return False
    return any(a != b and not a.isascii() and not b.isascii() for a, b in zip(*pairs, strict=True))


def _syllables(name: str) -> list[str]:
    """The syllables of a name in small letters, the tone of each as if set on its last vowel."""
    words = _HYPHENS.sub(" ", bare(name)).split()
    return ["".join(sorted(unicodedata.normalize("NFD", word.casefold()))) for word in words]
