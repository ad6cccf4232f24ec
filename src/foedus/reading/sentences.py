"""Where sentences begin and end.

Full stops of abbreviations, initials and numbers do not end a sentence; sentences glued
together without a blank do. A line's end does, unless the next line goes on in small
letters, as wrapped text does. Every expression here looks at a bounded window.
"""

import re
from bisect import bisect_left
from functools import cache

WORD = "word"
"""The style of items that a word opens."""
# All its branches open with one class of letters, which the engine then seeks at full speed.
_END = re.compile(
    r"[.!?…\n](?:(?<!\n)[.!?…]*[\"»”)\]]*(?:\s+|$)|(?<=\n)[^\S\n]*\n\s*|(?<=\n)(?![^\W\d_A-ZÀ-Þ])"
    r"|(?<=[^\W\d_A-Z]{3}\.)(?=[A-ZÀ-Þ][^\W\d_A-Z]))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.'’])(?:[^\W\d_]|M[Mm]|MM|Dr|St|Ste|Gal|Col|cf|art|no|etc|[Nn]°|Mrs?|Ms|Messrs|Prof|Hon|Gen|Lt|Maj|Brig"
    r"|Adm|Capt|Cdr|Cmdr|Sgt|[SJ]r|Snr|Sen|Gov|Rep|SEM|Mgr|Amb|Engr?|ret|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)$"
)
_NUMBER = re.compile(r"(?:^|\n|[:;] )[^\S\n]*(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}|[ivx]{2,5})$")
"""A number at the head of a line or of an item numbers it, in digits or in small Roman letters."""
_WINDOW = 8
_LONGEST, _LONGEST_LIST = 2_000, 12_000
"""Letters of a sentence, and of one with the items below it; a longer one is read in pieces."""


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of a text's sentences, in order, without the blanks around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        mark = end[0]
        before = text[max(start, end.start() - _WINDOW) : end.start()]
        if mark[0] == "." and "\n" not in mark and (_ABBREVIATION.search(before) or _NUMBER.search(before)):
            continue
        _add(spans, text, start=start, end=end.end())
        start = end.end()
    _add(spans, text, start=start, end=len(text))
    return spans


_ITEM = re.compile(
    r"(?m)^[^\S\n]*(?:([-–—•*▪●])[^\S\n]+|(\(?[a-z]\)|\(?[ivx]{1,4}\)|\(?[0-9]{1,2}\))[^\S\n]*|([0-9]{1,2}(?:\.[0-9]{1,2}){0,2}\.|[a-h]\.|[ivx]{1,5}\.)[^\S\n]+)"
)
"""What opens an item of a list: a dash, a letter or a number in brackets, either with its point."""
_LETTERS, _DIGITS = re.compile("[a-z]+"), re.compile("[0-9]+")


def items(text: str, words: tuple[str, ...] = ()) -> list[tuple[int, int, str]]:
    """Where items of a list open: the opening's start, its end, its style ("-", "(a)", "1.", "word").

    Args:
        text: the text as printed.
        words: the words that open items in its language: "Thứ nhất,".
    """
    found = [
        (m.start(), m.end(), _DIGITS.sub("1", _LETTERS.sub("a", m[0].strip()))) for m in _ITEM.finditer(text)
    ]
    lowered = text.lower() if words else ""
    told = _opened(words).finditer(text) if any(word in lowered for word in words) else ()
    return sorted([*found, *((m.start(), m.end(), WORD) for m in told)])


@cache
def _opened(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?im)(?:^[^\S\n]*|(?<=[.;:] ))(?:{either})(?:,[^\S\n]+|[^\S\n]+)(?![0-9(])")


def with_lists(
    text: str, spans: list[tuple[int, int]], found: list[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Sentences with the items listed below them: one that ends with a colon, or with no mark at all.

    A list goes on while its items open in one style; a numbered paragraph after a full
    stop is no item of anything.
    """
    styles = {
        start + len(text[start:end]) - len(text[start:end].lstrip()): style for start, end, style in found
    }
    told = [start for start, _, opened in found if opened == WORD]
    joined: list[tuple[int, int]] = []
    style = ""
    for start, end in spans:
        opens = styles.get(start)
        if opens == WORD and joined and _lies_in(told, joined[-1]):
            style = WORD
        if joined and end - joined[-1][0] > _LONGEST_LIST:
            joined.append((start, end))
            style = ""
            continue
        last = text[joined[-1][1] - 1] if joined else "."
        listed = last in ":;," if opens and opens.endswith(("1.", "a.")) else last not in '.!?…"»”'
        if opens and joined and (opens == style or (not style and listed)):
            joined[-1] = (joined[-1][0], end)
            style = opens
        elif style and text[joined[-1][1] - 1] in ";,:" and not opens:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
            style = ""
    return joined


def _lies_in(places: list[int], span: tuple[int, int]) -> bool:
    """Whether one of some places, in order, lies in a span."""
    at = bisect_left(places, span[0])
    return at < len(places) and places[at] < span[1]


def _add(spans: list[tuple[int, int]], text: str, *, start: int, end: int) -> None:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    stop = start + len(piece.rstrip())
    while stop - begin > _LONGEST:
        cut = text.rfind(" ", begin + 1, begin + _LONGEST)
        cut = cut if cut > begin else begin + _LONGEST
        spans.append((begin, begin + len(text[begin:cut].rstrip())))
        begin = cut
        while text[begin].isspace():
            begin += 1
    if stop > begin:
        spans.append((begin, stop))
