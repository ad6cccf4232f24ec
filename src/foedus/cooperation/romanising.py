"""Names in Lao and in Khmer script in Latin letters, by rule, to be compared and never shown.

The letters follow what each script says, not the custom of any one country: `ທອງລຸນ` gives `thong-lun`,
its syllables parted by hyphens. Tones are left out. Khmer gives several forms where a vowel is read in
several ways. What is in neither script is returned as it is.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Final

_MOST: Final = 4
"""Forms of one name at most."""
_LETTERS: Final = tomllib.loads((files("foedus.cooperation") / "romanising.toml").read_text(encoding="utf-8"))

_LAO = re.compile(r"[\u0e80-\u0eff]+")
_KHMER = re.compile(r"[\u1780-\u17d3\u200b]+")


def romanised(name: str) -> tuple[str, ...]:
    """A name in Latin letters, in each way that its script may be read; one in Latin letters as it is."""
    forms = [name]
    if _LAO.search(name):
        forms = [_LAO.sub(lambda run: _lao(run[0]), name)]
    if _KHMER.search(name):
        forms = [form for one in forms for form in _each(one)]
    return tuple(dict.fromkeys(forms))


def _each(name: str) -> Iterator[str]:
    """A name with each of its Khmer words read in each way."""
    at, pieces = 0, []
    for run in _KHMER.finditer(name):
        pieces += [[name[at : run.start()]], _khmer(run[0].replace("\u200b", ""))]
        at = run.end()
    pieces.append([name[at:]])
    for number, chosen in enumerate(product(*pieces)):
        if number == _MOST:
            return
        yield "".join(chosen)


# --- Lao --------------------------------------------------------------------------------------

_LAO_BEGINS: Final[dict[str, str]] = _LETTERS["lao"]["begins"]
_LAO_ENDS: Final[dict[str, str]] = {**_LAO_BEGINS, **_LETTERS["lao"]["ends"]}
_CONSONANT = f"[{''.join(_LAO_BEGINS).replace('ຼ', '')}]"
_SIGNS = "ະັາິີຶືຸູົໍຽຳ"
# A letter ends a syllable unless a vowel of its own follows it; ອ and ວ are vowels where none follows them.
_END = rf"(?P<end>[ກງຈຊຍດຕຖທນບປພຟມຣລວສ](?![{_SIGNS}ຼ]|ອ(?![{_SIGNS}])|ວ(?![{_SIGNS}ຼ])[ກງຍດນບມ]))?"
_BEGIN = rf"(?P<begin>ຫ[ງຍນມຣລຼວ](?=[{_SIGNS}ອວ])|[ກຂຄ]ວ(?=[ັາິີ])|[ກຂຄປພຕ][ຣລຼ](?=[{_SIGNS}])|{_CONSONANT})"
_FORMS: Final = (
    (r"ເ{}ົາ", "ao", False),
    (r"ເ{}າະ", "o", False),
    (r"ເ{}[ຶື]ອ", "eua", True),
    (rf"ເ{{}}ັ?[ຍຽ](?![{_SIGNS}])", "ia", True),
    (r"ເ{}[ິີ]", "eu", True),
    (r"ເ{}ັ?ະ", "e", False),
    (r"ເ{}[ັ]?", "e", True),
    (r"ແ{}ະ", "ae", False),
    (r"ແ{}[ັ]?", "ae", True),
    (r"ໂ{}ະ", "o", False),
    (r"ໂ{}", "o", True),
    (rf"[ໄໃ]{{}}(?:ຍ(?![{_SIGNS}]))?", "ai", False),
    (r"{}ຽ", "ia", True),
    (r"{}(?:ົວະ?|ັວະ)", "oua", False),
    (r"{}ັ", "a", True),
    (r"{}ົ", "o", True),
    (r"{}(?:ໍາ|ຳ)", "am", False),
    (r"{}ໍ", "o", True),
    (r"{}ະ", "a", False),
    (r"{}າ", "a", True),
    (r"{}[ິີ]", "i", True),
    (r"{}[ຶື]ອ?", "eu", True),
    (r"{}[ຸູ]", "ou", True),
    (rf"{{}}ອ(?![{_SIGNS}])", "o", True),
    (r"{}ວ(?=[ກງຍດນບມ])", "oua", True),
    (r"{}", "", False),
)
"""How a syllable is written, with its beginning in the braces; its vowel; whether a consonant may end it."""

_SYLLABLES: Final = tuple(
    (re.compile(form.format(_BEGIN) + (_END if ends else "")), vowel) for form, vowel, ends in _FORMS
)
_TONES = re.compile(rf"[\u0ec8-\u0ecb\u0ece]|{_CONSONANT}\u0ecc")
_SPELT_OUT: Final = str.maketrans({"ໜ": "ຫນ", "ໝ": "ຫມ", "ໆ": ""})


def _lao(word: str) -> str:
    plain = _TONES.sub("", word.translate(_SPELT_OUT))
    syllables: list[str] = []
    at = 0
    while at < len(plain):
        matches = ((pattern.match(plain, at), vowel) for pattern, vowel in _SYLLABLES)
        match, vowel = next(((m, v) for m, v in matches if m), (None, ""))
        if match is None:
            at += 1
            continue
        begin = match["begin"].removeprefix("ຫ") if len(match["begin"]) > 1 else match["begin"]
        end = _LAO_ENDS[found] if (found := match.groupdict().get("end")) else ""
        latin = "".join(_LAO_BEGINS[letter] for letter in begin)
        if len(begin) > 1 and begin.endswith("ວ"):
            latin = _LAO_BEGINS[begin[0]] + "ou"
        syllables.append(latin + vowel + end)
        at = match.end()
    return "-".join(syllables)


# --- Khmer ------------------------------------------------------------------------------------

_LOW: Final[dict[str, str]] = _LETTERS["khmer"]["low"]
_HIGH: Final[dict[str, str]] = _LETTERS["khmer"]["high"]
_VOWELS: Final[dict[str, list[list[str]]]] = _LETTERS["khmer"]["vowels"]
_OWN_VOWELS: Final[dict[str, str]] = _LETTERS["khmer"]["own"]
_CUSTOMARY: Final[dict[str, str]] = _LETTERS["khmer"]["customary"]
_COENG = "\u17d2"
_SIGNS = "\u17b6-\u17c8"
_KHMER_SIGNS = "\u17b6-\u17c8"
_LETTER = "[\u1780-\u17a2]"
_SYLLABLE = re.compile(
    rf"(?:(?P<own>[{''.join(_OWN_VOWELS)}])|(?P<begin>{_LETTER}[\u17c9\u17ca]?(?:{_COENG}{_LETTER})*)"
    rf"(?P<shift>[\u17c9\u17ca])?(?P<sign>ាំ|ុំ|[{_KHMER_SIGNS}]?))"
    # A letter ends a syllable where another begins after it, with a vowel or an end of its own, or below it.
    rf"(?P<end>{_LETTER}(?![{_KHMER_SIGNS}\u17c9\u17ca])(?:\u17cb|$|(?={_COENG}{_LETTER})"
    rf"|(?={_LETTER}(?:{_COENG}{_LETTER})*[{_KHMER_SIGNS}\u17c9\u17ca])|(?={_LETTER}{_LETTER})))?"
)
_MUTE_END = re.compile(rf"({_COENG}{_LETTER})[\u17b7\u17bb]$")
"""A short vowel below which a word of Pali ends, and which nobody speaks: "វត្ថិ" is *vatth*."""
_NO_END = "ហអ"
_CANCELLED = re.compile(rf"{_LETTER}[{_KHMER_SIGNS}]?\u17cd")
_OTHER_MARKS = re.compile("[\u17cc\u17ce-\u17d1\u17d3]")


def _khmer(word: str) -> list[str]:
    """A Khmer word in each way that its vowels may be read."""
    plain = _OTHER_MARKS.sub("", _CANCELLED.sub("", unicodedata.normalize("NFC", word)))
    readings: list[tuple[str, ...]] = []
    at = 0
    if plain in _CUSTOMARY:
        return [_CUSTOMARY[plain]]
    plain = _MUTE_END.sub(r"\1", plain)
    while at < len(plain):
        is_below = plain[at] == _COENG
        match = _SYLLABLE.match(plain, at + is_below)
        if match and (not is_below or match["sign"] or match["end"]):
            at, syllable = _syllable(match)
            readings.append(syllable)
        elif match and readings:
            # What stands below the last letter and bears no vowel closes the syllable with it.
            closing = _consonant(plain[at + 1])
            readings[-1] = tuple(reading + closing for reading in readings[-1])
            at += 2
        else:
            at += 1
    return ["-".join(chosen) for chosen, _ in zip(product(*readings), range(_MOST), strict=False)]


def _syllable(match: re.Match[str]) -> tuple[int, tuple[str, ...]]:
    """Where a syllable stops, and how it may be read."""
    end, stop = (match["end"] or "")[:1], match.end()
    if end and end in _NO_END:
        end, stop = "", match.start("end")
    closing = _consonant(end).replace("b", "p") if end else ""
    if match["own"]:
        return stop, (_OWN_VOWELS[match["own"]] + closing,)
    letters = re.findall(_LETTER, match["begin"])
    shift = match["shift"] or (
        "\u17c9" if "\u17c9" in match["begin"] else "\u17ca" if "\u17ca" in match["begin"] else ""
    )
    is_low = any(letter in _LOW for letter in letters) if not shift else shift == "\u17ca"
    begin = "".join(map(_consonant, letters))
    if letters[0] == "ប" and (shift == "\u17c9" or len(letters) > 1):
        begin = begin.replace("b", "p", 1)
    vowels = tuple(_VOWELS.get(match["sign"] or "", [["a"], ["a"]])[is_low])
    # Under a bantoc the sign of the long a is short and clear.
    if match["sign"] == "ា" and end and match[0].endswith("\u17cb"):
        vowels = ("a",)
    return stop, tuple(dict.fromkeys(begin + vowel + closing for vowel in vowels))


def _consonant(letter: str) -> str:
    return _LOW.get(letter) or _HIGH.get(letter, "")
