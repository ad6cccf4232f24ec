"""Where one article ends in a text and the next begins: a press review, a digest, letters sent in one.

One article stays one: a heading within it, a rule or a page's end parts nothing by itself. What parts two
articles is that the second begins as articles do, with a place and a day or with a headline, and goes on in
sentences; how much of that is asked depends on what stands between them (`Gap`). What stands before the
first of several and tells nothing (the title of a press review) is left out, and lends them its date.
Nothing is read here but how lines begin and which day an article bears.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from attrs import evolve, frozen

from foedus.reading.dates import date_borne
from foedus.reading.lexicon import languages, lexicon
from foedus.reading.received.language import language_of
from foedus.terms import Date

PART = "\x1d"
"""A line of it alone stands between what a file keeps apart itself: articles of a page, letters in one."""
SHEET = "\x1c"
"""A line of it alone stands where a sheet of paper ends."""
RULE = "\x1e"
"""A line of it alone stands where a file draws a line across the page."""

MOST = 1_000
"""The most articles that a file has; one that seems to have more is taken whole."""

_MOST_STRETCHES, _MOST_HEADS = 5 * MOST, 5 * MOST
_MAY_PART = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[\f\x1c-\x1e]|^[^\w\n]{3,}$", re.MULTILINE)
_OURS = re.compile(rf"\n?[{PART}{SHEET}{RULE}](?:\n|\Z)")
_LINE = re.compile(r"[^\n]+")
_BLANKS = " \t\r\xa0\ufeff"
_SIGNS = frozenset("-=_*~#•·—–―+─━═■◆❖✽☆★.⁂")
_FEWEST_SIGNS, _LONG, _UNDERLINED = 3, 20, 1
"""Signs of a rule; of one that is no ornament; by how many an underline may differ from its line."""

_SHORTEST, _PROSE, _LIST = 120, 60, 250
"""Letters of an article; of a line of it that holds a sentence; of an article without any sentence."""
_LONGEST_TITLE, _LONGEST_SOURCE = 400, 80
_FOLLOWED, _WITHIN = 90, 700
_HEAD_LINES, _DATED_WITHIN = 5, 200
_LONGEST_HEADLINE, _FEWEST_WORDS, _MOST_WORDS = 200, 3, 34

_SENTENCE = re.compile(r"[.!?…。។]['\"»”’)\]]*(?:\s|\Z)")
_NO_HEADLINE = re.compile(r"[.;:,…]['\"»”’)]*\Z")
_ENDED = ".!?…:»”\"')]។\f"
_NUMBERED = re.compile(r"\W*(?:[IVXLC]{1,6}|[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zA-Z])[.)]\s")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"\W*[0-9]+[.)]?")
_DATELINE = re.compile(
    r"\W*[^\W\d_][^\n]{1,40}?[,(][ \u00a0](?:le |ngày )?(?:[0-3]?[0-9](?:er|st|nd|rd|th)? [^\W\d_]{3,10}"
    r"|[^\W\d_]{3,10}\.? [0-3]?[0-9]|[0-3]?[0-9][/-][01]?[0-9])\b[^\n]{0,30}?[-–—:]"
)
"""A place and a day without its year: "BANGKOK, June 19 -"."""
_PLACE = re.compile(r"[(\[]?([^\W\d_]+)(?:['’. \-/][^\W\d_]+){0,5}\.? ?[,(/–—|:-]")
"""What a day of publication stands behind: "HANOI, ", "Le Quotidien – "."""
_WORD = re.compile(r"[^\W\d_]+")
_ORNAMENT = re.compile(r"[-=*~_.]*o[0o]o[-=*~_.]*\Z", re.IGNORECASE)
"""What parts two texts in Vietnamese print: "---o0o---"."""
_MENU = re.compile(r"[|›≡»>/]| {3}")
"""What parts the words of a menu."""


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "articles.toml").read_text(encoding="utf-8"))


@cache
def _beside() -> re.Pattern[str]:
    """How something begins that belongs to the article before it, in any language."""
    words = "|".join(word for listed in _data()["beside"].values() for word in listed)
    return re.compile(rf"\W*(?:{words})\b", re.IGNORECASE)


@cache
def _published() -> frozenset[str]:
    """The words by which a page tells its day, in any language."""
    return frozenset(word for listed in _data()["published"].values() for word in listed)


@frozen
class Article:
    """One article of a text.

    Attributes:
        text: its words.
        start: where they begin in the text, which is the words of the file without the marks of `forms`.
        lent: the date of what stands before all articles, for one that bears none itself.
    """

    text: str
    start: int = 0
    lent: Date | None = None


class Gap(IntEnum):
    """What stands between two stretches of a text, and so what the second must show, the surest last."""

    HEAD = 1
    """Nothing: a headline and a place or a source with the day, one over the other, with sentences below."""
    SHEET = 2
    """A sheet ends: a dated head."""
    DRAWN = 3
    """A short rule: a dated head; or a headline, where the same rule parts dated articles elsewhere."""
    LONG = 4
    """A long rule: anything but end matter and sections."""
    APART = 5
    """The file itself keeps them apart."""


@frozen
class _Stretch:
    """Some lines of the text, what stands before them, and how a rule there looks."""

    start: int
    end: int
    gap: Gap
    sign: str = ""


class _Line(NamedTuple):
    start: int
    end: int
    words: str
    opens: bool
    """Whether it begins something: the text, what follows a blank line, or what follows a full stop."""
    fed: bool
    """Whether a form feed stands before its words."""


def articles(text: str) -> tuple[Article, ...]:
    """The articles of a text; one that is a single article, or whose articles cannot be told, comes whole.

    Args:
        text: the words of a file, composed; lines of `PART`, `SHEET` and `RULE` are taken out of them.
    """
    found = list(islice(_stretches(text), _MOST_STRETCHES + 1)) if _MAY_PART.search(text) else []
    lent = None
    if 1 < len(found) <= _MOST_STRETCHES:
        found = _kept_together(text, _titled(text, found))
    if len(found) > 1 and _is_title(words := text[found[0].start : found[0].end]):
        lent = _date(words)
        found = found[1:]
    if not 1 < len(found) <= MOST:
        return (Article(plain(text)),)
    told, place, before = [], 0, 0
    for one in found:
        place += len(plain(text[before : one.start]))
        words = plain(text[one.start : one.end])
        told.append(Article(words, place, lent))
        place, before = place + len(words), one.end
    return tuple(told)


def plain(text: str) -> str:
    """A text without the marks by which `forms` tell where something ends."""
    return _OURS.sub("\n", text)


# --- what may be an article -------------------------------------------------------------------


def _stretches(text: str) -> Iterator[_Stretch]:
    """The text between all that may part articles, without the blank lines around it."""
    now: _Stretch | None = None
    gap, sign = Gap.HEAD, ""
    last: _Line | None = None
    without_last = 0
    looks = iter(range(_MOST_HEADS))
    for line in _lines(text):
        parting = _parting(line, last)
        if parting or line.fed:
            if now:
                yield now
                now, gap, sign = None, Gap.HEAD, ""
            gap, sign = max((gap, sign), parting or (Gap.SHEET, "\f"))
            last = None
        if parting:
            continue
        is_enough = now is not None and last is not None and without_last - now.start >= _SHORTEST
        if now and last and is_enough and _is_head(text, last, line, looks=looks):
            yield evolve(now, end=without_last)
            now = _Stretch(last.start, last.end, Gap.HEAD)
        without_last = now.end if now else line.start
        now = evolve(now, end=line.end) if now else _Stretch(line.start, line.end, gap, sign)
        last = last if _is_drawn(line.words) else line
    if now:
        yield now


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything."""
    last = ""
    end = 0
    for match in _LINE.finditer(text):
        words = match[0].strip(_BLANKS)
        if not words:
            continue
        opens = match.start() - end > 1 or not last or last[-1] in _ENDED or _is_drawn(last)
        fed = words[0] == "\f" and words != "\f"
        start = text.index("\f", match.start()) + 1 if fed else match.start()
        last, end = words.lstrip("\f") or words, match.end()
        yield _Line(start, end, last, opens, fed)


def _is_drawn(words: str) -> bool:
    """Whether a line is a rule: one sign, several times."""
    if words[0] not in _SIGNS and words[0] not in "oO":
        return False
    signs = words.replace(" ", "").replace("\t", "")
    if _ORNAMENT.match(signs):
        return True
    return signs == "⁂" or (len(signs) >= _FEWEST_SIGNS and signs.count(signs[0]) == len(signs))


def _parting(line: _Line, last: _Line | None) -> tuple[Gap, str] | None:
    """What a line parts, if it is there to part."""
    words = line.words
    if words in (PART, SHEET, RULE, "\f"):
        return {PART: Gap.APART, RULE: Gap.DRAWN}.get(words, Gap.SHEET), words
    if not _is_drawn(words):
        return None
    is_beneath = last is not None and last.end + 1 == line.start and last.opens
    if last and is_beneath and abs(len(last.words) - len(words)) <= _UNDERLINED and _is_headline(last.words):
        return None
    signs = words.replace(" ", "").replace("\t", "")
    return (Gap.LONG if len(signs) >= _LONG else Gap.DRAWN), f"{signs[0]}{len(signs)}"


def _is_head(text: str, first: _Line, second: _Line, *, looks: Iterator[int]) -> bool:
    """Whether two lines are the head of an article: a headline, and a place or a source with the day."""
    below = text[second.start : second.start + _WITHIN].split("\n")
    if not first.opens or not any(_is_prose(one, _FOLLOWED) for one in below):
        return False
    orders = [(first, second)] + [(second, first)] * (len(first.words) <= _LONGEST_SOURCE)
    return any(
        _YEAR.search(dated.words, 0, _DATED_WITHIN)
        and _is_headline(headline.words)
        and next(looks, None) is not None
        and _is_placed(dated.words)
        for headline, dated in orders
    )


def _is_headline(words: str) -> bool:
    many = len(_WORD.findall(words)) if len(words) <= _LONGEST_HEADLINE else 0
    return bool(
        _FEWEST_WORDS <= many <= _MOST_WORDS
        and not words[0].islower()
        and not _NO_HEADLINE.search(words)
        and not _beside().match(words)
    )


def _is_placed(words: str) -> bool:
    """Whether a line begins with a place or a source, and the day: no week day, no "on 12 March"."""
    head = words[:_DATED_WITHIN]
    first = _WORD.search(head)
    digit = _DIGIT.search(head)
    if first is None or digit is None or first.start() > digit.start():
        return False
    if first[0].lower() in _published():
        return _date(head) is not None
    place = _PLACE.match(head, first.start())
    if place is None or place.end() > digit.start() or not place[1][0].isupper():
        return False
    return _date(head) is not None and not _is_day(head)


def _is_day(words: str) -> bool:
    """Whether words begin with a week day or a month."""
    tag = language_of(words)
    if tag not in languages():
        return False
    known = lexicon(tag, words)
    marks = known.words.marks(known.fold(words))
    return any(mark.start < _FEWEST_WORDS and {"weekday", "month"} & mark.senses.keys() for mark in marks)


def _date(words: str) -> Date | None:
    """The day that words bear at their head."""
    # A line is too short to tell its language by: all are tried, the likeliest first.
    for known in sorted(languages(), key=language_of(words).__ne__):
        borne = date_borne(words, lexicon(known, words))
        if borne is not None and borne.day:
            return borne
    return None


def _is_prose(line: str, least: int) -> bool:
    return len(line) >= least and _SENTENCE.search(line) is not None


# --- which of them are --------------------------------------------------------------------------


def _titled(text: str, found: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches, with what stands over a headline: a title between two rules, the menu of a page."""
    told: list[_Stretch] = []
    for one in found:
        before = told[-1] if told else None
        if before and _is_over(text, before, one):
            told[-1] = evolve(before, end=one.end)
        else:
            told.append(one)
    return told


def _is_over(text: str, before: _Stretch, one: _Stretch) -> bool:
    over = text[before.start : before.end].strip(_BLANKS)
    if one.gap is Gap.HEAD:
        return not _is_whole(text, before) and (before.start > 0 or _MENU.search(over) is not None)
    is_ruled = one.gap in (Gap.DRAWN, Gap.LONG) and before.sign == one.sign
    return is_ruled and "\n" not in over and _is_headline(over)


def _kept_together(text: str, found: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches, what is no article of its own being part of the one before."""
    heads = [_head(text, one) for one in found]
    running = Counter(map(_unnumbered, heads))
    repeated = {head for head in heads if running[_unnumbered(head)] > 1}
    dated = [
        one.gap in (Gap.SHEET, Gap.DRAWN) and _is_whole(text, one) and _is_dated(text, one) for one in found
    ]
    trusted = {
        one.sign for one, is_dated in zip(found, dated, strict=True) if is_dated and one.gap is Gap.DRAWN
    }
    told = [found[0]]
    for one, head, is_dated in zip(found[1:], heads[1:], dated[1:], strict=True):
        begins = {
            Gap.HEAD: _is_whole(text, one) and head not in repeated and _is_dated(text, told[-1]),
            Gap.SHEET: is_dated and head not in repeated,
            Gap.DRAWN: is_dated or (one.sign in trusted and _is_whole(text, one) and _is_headline(head)),
            Gap.LONG: _is_whole(text, one) and not _is_section(text, one),
            Gap.APART: one.end - one.start >= _SHORTEST,
        }[one.gap]
        if begins:
            told.append(one)
        else:
            told[-1] = evolve(told[-1], end=one.end)
    return told


def _head(text: str, one: _Stretch) -> str:
    """The first line of a stretch; running heads differ by the number of the page alone."""
    line = text[one.start : min(one.end, one.start + 2 * _LONGEST_HEADLINE)].partition("\n")[0]
    return line.strip(_BLANKS + "\f")


def _unnumbered(head: str) -> str:
    """A head without its numbers."""
    return " ".join(_NUMBER.sub(" ", head).split())


def _is_whole(text: str, one: _Stretch) -> bool:
    """Whether it holds enough to be an article, and does not begin as what belongs to another."""
    words = text[one.start : one.end]
    if len(words) < _SHORTEST or _beside().match(words):
        return False
    if _NUMBERED.match(words) and not _is_dated(text, one):
        return False
    return len(words) >= _LIST or any(_is_prose(line, _PROSE) for line in words.split("\n"))


def _is_dated(text: str, one: _Stretch) -> bool:
    """Whether a headline, or nothing, stands over a place and a day."""
    lines = [line.strip(_BLANKS + "\f") for line in _first_lines(text, one)]
    if any(_DATELINE.match(line) for line in lines):
        return True
    headed = [line for line in lines if _is_headline(line)]
    return any(_YEAR.search(line) and _is_placed(line) for line in lines) or bool(
        headed and _date("\n".join(line[:_DATED_WITHIN] for line in lines))
    )


def _first_lines(text: str, one: _Stretch) -> Iterable[str]:
    lines = text[one.start : min(one.end, one.start + _HEAD_LINES * _WITHIN)].split("\n")
    return [line for line in lines if line.strip(_BLANKS)][:_HEAD_LINES]


def _is_section(text: str, one: _Stretch) -> bool:
    """Whether it begins with a heading of one or two words, as a section of an article does."""
    first, *others = _first_lines(text, one)
    return (
        len(_WORD.findall(first)) < _FEWEST_WORDS and bool(others) and not _is_headline(others[0])
    ) and not _is_dated(text, one)


def _is_title(words: str) -> bool:
    """Whether words say nothing: the title of a press review, its number, its contents."""
    lines = words.split("\n")
    return len(words) < _LONGEST_TITLE and not any(_is_prose(line, _PROSE // 2) for line in lines)
