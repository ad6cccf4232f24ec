"""How a name sounds, however it is spelt: keys by which respellings of one name are met.

Lao, Khmer and Vietnamese names are written anew in each language: `Sisoulith`, `Sysoulit`, `Xi-xu-lít`,
`ສີສຸລິດ`. A key keeps what these share, a few sorts of consonants and of vowels, and leaves out what they
do not: accents, tones, doubled and silent letters, where parts are joined, which part comes first. Names
with a key in common sound alike, and an officer says whether they are one person's; nobody is taken for
somebody else by it. What letters may stand for is data, in `sounds.toml` and nowhere else.

A letter that may be read in several ways (`x` is *s*, and *ch* for a Thai hand; an `e` between syllables
may be silent) gives a key for each reading. The tones, which tell Vietnamese names apart, are in none.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import Final

from foedus.cooperation.romanising import romanised
from foedus.cooperation.spelling import bare, folded

Readings = tuple[str, ...]
"""The sounds that some letters may stand for, the likeliest first."""

_MOST: Final = 16
"""Readings of one name at most."""

_TABLES: Final = tomllib.loads((files("foedus.cooperation") / "sounds.toml").read_text(encoding="utf-8"))
_CONSONANTS: Final = {letters: sound for sound, spelt in _TABLES["consonants"].items() for letters in spelt}
_BEGIN: Final[dict[str, Readings]] = {sound: tuple(others) for sound, others in _TABLES["begins"].items()}
_END: Final[dict[str, Readings]] = {sound: tuple(others) for sound, others in _TABLES["ends"].items()}
_INSIDE: Final[dict[str, Readings]] = {
    letters: tuple(sounds) for letters, sounds in _TABLES["inside"].items()
}
_VOWELS: Final[dict[str, Readings]] = {
    letters: tuple(one["sounds"]) for one in _TABLES["vowels"] for letters in one["letters"]
}
_HEARD: Final = tuple((re.compile(written), sound) for written, sound in _TABLES["heard"].items())
_ACCENTED_E = "é"
"""Stands for an `e` that has an accent, and so is not silent."""

_RUNS = re.compile(
    r"(?P<vowels>(?:[aeiouyé](?<!y)|y(?![aeioué]))+)|(?P<consonants>[a-z]+?(?=[aeioué]|y(?![aeioué])|$))"
)
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VIETNAMESE = re.compile("[ăâêôơưđ]|[\u0300\u0301\u0303\u0309\u0323]")
_GLIDES = re.compile(r"(?<=[bcdghklmnpst])w(?=[aeioué])")
_BEFORE_R = re.compile("au(?=r)")
_SPELT = re.compile("|".join(sorted(_CONSONANTS, key=len, reverse=True)))
_VOICED = re.compile("|".join(sorted(_VOWELS, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_PARTS, _HYPHENS = re.compile(r"[^\w\-‐‑’']+"), re.compile(r"[\-‐‑’']+")
_LETTERS = re.compile("[^a-zé]")
_CLUSTERS, _STOPS = frozenset("LR"), frozenset("PKT")
_MIDDLE: Final = 3
"""Parts from which on more than the last can come first: `Văn Giang Phan` and `Giang Văn Phan`."""


@lru_cache(maxsize=65_536)
def keys(name: str) -> frozenset[str]:
    """The keys of a name, one for each way that it may be read; none for letters that nobody reads here.

    Args:
        name: in Latin, Lao or Khmer letters.
    """
    found: set[str] = set()
    for latin in _by_ear(bare(name)):
        parts = [part for part in (_readings(part) for part in _PARTS.split(_plain(latin))) if part]
        for chosen in islice(product(*(_spoken(part) for part in parts)), _MOST):
            # One hand writes every "x" for one sound.
            for x in "SC":
                sounds = [part.replace("X", x) for part in chosen]
                found.add(_ring("".join(sounds)))
                if len(sounds) >= _MIDDLE:
                    found.add("/".join(sorted(_DOUBLED.sub(r"\1", part) for part in sounds)))
    return frozenset(found - {""})


def sound_alike(one: str, other: str) -> bool:
    """Whether two names may be two spellings of one, by their sound."""
    return not keys(one).isdisjoint(keys(other))


def _by_ear(name: str) -> Iterator[str]:
    """A name in Latin letters, and one that Vietnamese accents mark also as its neighbours hear it."""
    yield from romanised(name)
    if "-" in name or not _VIETNAMESE.search(unicodedata.normalize("NFD", name.casefold()) + name.casefold()):
        return
    heard = unicodedata.normalize("NFC", name.casefold())
    # The tone is taken off first: "ầ" is "â" with one.
    heard = "".join(_without_tone(letter) for letter in heard)
    for written, sound in _HEARD:
        heard = written.sub(sound, heard)
    yield heard


def _without_tone(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))


def _plain(name: str) -> str:
    """A name in small plain letters, its hyphens kept, with the accents of an `e` told."""
    told = unicodedata.normalize("NFD", name.casefold())
    told = re.sub("e(?=[\u0300-\u036f])", _ACCENTED_E, told)
    return "".join(
        letter if letter in f"-‐‑’'{_ACCENTED_E}" else folded(letter) or " "
        for letter in told
        if not unicodedata.combining(letter)
    )


def _ring(sounds: str) -> str:
    """Sounds read as a ring, so that it does not matter which part of a name comes first."""
    once = _DOUBLED.sub(r"\1", sounds)
    while len(once) > 1 and once[0] == once[-1]:
        once = once[:-1]
    return min((once[at:] + once[:at] for at in range(len(once))), default="")


# --- from letters to sounds -------------------------------------------------------------------


def _spoken(slots: list[Readings]) -> Iterator[str]:
    """The sounds of a part of a name in each way that it may be read."""
    return islice(("".join(chosen) for chosen in product(*slots)), _MOST)


def _readings(part: str) -> list[Readings]:
    """What the letters of a part may stand for, in order; its hyphens part syllables."""
    slots: list[Readings] = []
    for segment in _HYPHENS.split(part):
        letters = _BEFORE_R.sub("o", _GLIDES.sub("u", _LETTERS.sub("", segment)))
        slots += _segment(letters)
    if slots[-2:] == [("Q",), ("S",)]:
        # "-vongs" is "-vong".
        slots.pop()
    return slots


def _segment(letters: str) -> Iterator[Readings]:
    """What the letters of one run of syllables may stand for."""
    runs = list(_RUNS.finditer(letters))
    for at, run in enumerate(runs):
        is_last = at == len(runs) - 1
        if run["vowels"]:
            if not _is_silent(runs, at):
                yield from _vowels(run[0], may_be_silent=_may_be_silent(runs, at))
        else:
            closes = is_last or (_is_silent(runs, at + 1))
            yield from _consonants(run[0], opens=at == 0, closes=closes, after=runs[at - 1][0] if at else "")


def _is_silent(runs: list[re.Match[str]], at: int) -> bool:
    """Whether an `e` ends the letters after other syllables: "Sone"."""
    return at == len(runs) - 1 and at > 1 and runs[at][0] == "e"


def _may_be_silent(runs: list[re.Match[str]], at: int) -> bool:
    """Whether an `e` may be silent between two syllables, "Sonexay", or is one with an accent at the end."""
    between = runs[at][0] == "e" and at + 2 < len(runs)
    return at > 1 and (between or (at == len(runs) - 1 and runs[at][0] == _ACCENTED_E))


def _vowels(letters: str, *, may_be_silent: bool) -> Iterator[Readings]:
    for found in _VOICED.findall(letters.replace(_ACCENTED_E, "e")):
        yield (*_VOWELS[found], "") if may_be_silent else _VOWELS[found]


def _consonants(letters: str, *, opens: bool, closes: bool, after: str) -> Iterator[Readings]:
    """What consonants may stand for: the last begins a syllable, those before it end the one before."""
    spelt = _SPELT.findall(letters)
    sounds = [_CONSONANTS[one] for one in spelt]
    begins = len(sounds) if closes else len(sounds) - 1
    if not closes and begins > 0 and sounds[begins] in _CLUSTERS and sounds[begins - 1] not in "NMQJLR":
        begins -= 1
    for at, sound in enumerate(sounds):
        if opens or at >= begins:
            inside = not opens and not closes and len(sounds) == 1
            if inside and spelt[at] in _INSIDE:
                yield _INSIDE[spelt[at]]
            elif sound == "R" and at and sounds[at - 1] in _STOPS:
                # A Lao hand leaves it out: "Sipaseuth" is Sipraseuth.
                yield "L", ""
            else:
                yield _BEGIN.get(sound, (sound,))
        elif spelt[at] == "nh" and at == 0 and after[-1:] in ("i", "e", "y", _ACCENTED_E):
            # Vietnamese writes "Lềnh" for Leng, French "inh" for in.
            yield "Q", "N"
        else:
            yield _END.get(sound, (sound,))
