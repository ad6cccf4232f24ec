"""Where sentences begin and end.

Full stops of abbreviations, initials and numbers do not end a sentence; sentences glued
together without a blank do. A line's end does, unless the next line goes on in small
letters, as wrapped text does. Every expression here looks at a bounded window.
"""

import re

_END = re.compile(
    r"[.!?…]+[\"»”)\]]*(?:\s+|$)|\n[^\S\n]*\n\s*|\n(?![^\W\d_A-ZÀ-Þ])|(?<=[^\W\d_A-Z]{3})\.(?=[A-ZÀ-Þ][^\W\d_A-Z])"
)
_ABBREVIATION = re.compile(r"(?:^|[\s(.'’])(?:[^\W\d_]|M[Mm]|MM|Dr|St|Ste|Gal|Col|cf|art|no|etc|[Nn]°)$")
_WINDOW = 8


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of a text's sentences, in order, without the blanks around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        mark = end[0]
        before = text[max(start, end.start() - _WINDOW) : end.start()]
        if mark[0] == "." and "\n" not in mark and _ABBREVIATION.search(before):
            continue
        _add(spans, text, start=start, end=end.end())
        start = end.end()
    _add(spans, text, start=start, end=len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, *, start: int, end: int) -> None:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    stop = start + len(piece.rstrip())
    if stop > begin:
        spans.append((begin, stop))
