"""The names of recurring occasions: the number of a session, and the mechanism it is a session of."""

import re
from functools import cache

from attrs import evolve

from foedus.reading.lexicon import Mark, Occasion
from foedus.reading.lexicon.acronyms import SHORT
from foedus.reading.occasions.clauses import Clause
from foedus.reading.occasions.mechanisms import exercise_name, numbered_name, summit_name
from foedus.reading.page import Page

MEMORY = 6_000
"""Letters back in which the occasion meant by "the next session" was told."""
_EDITIONS = frozenset({"exercise", "training-course", "exhibition"})
"""Kinds of what is held again and again: "la 17e édition de l'exercice"."""
NUMBERED = frozenset({"meeting", "dialogue", "exercise", "border-exchange", "patrol", "training-course"})

_ORDINAL = re.compile(r"(?<![a-z0-9])([0-9]{1,3}|[ivx]{1,6}) ?(?:e|eme|er|ere|re|nd|nde|th|rd|st)(?= )")
JOINT = "joint commission"
"""The name of joint bodies that a text may name more fully."""
_ARTICLE = 4
"""Letters of an article that belongs to a country's name: "the Philippines"."""
_DIRECT = re.compile(r" ?([0-9]{1,3})(?![0-9a-z])")
"""The number right after an acronym: "ADMM-18"."""
_DIRECTLY = 9
"""Letters before a noun within which a short name stands."""
_AHEAD = 80
"""Letters before a noun within which its name and its number begin."""
_CAPITALISED = r"[^\W\d_a-zà-ÿ][\w’'&-]*"
_CAPITALS_BEFORE = re.compile(rf"(?:{_CAPITALISED}[ \u00a0-](?:and |of |for |on )?)+$")
_CAPITALS_AFTER = re.compile(
    rf"(?: (?:on|of|for)(?: the)?(?= [A-Z]))?(?: (?:and |of |for |on )?{_CAPITALISED})+"
)
NUMBER = re.compile(r"[0-9]{1,3}|[ivx]{1,6}")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_WORDS = re.compile(r"[\w’'&-]+")


def numbers_body(page: Page, session: Mark, body: Mark) -> bool:
    """Whether a session and its body are one telling: "Kỳ họp lần thứ 16 Ủy ban liên Chính phủ"."""
    first, second = session.senses.get("occasion"), body.senses.get("occasion")
    if first is None or second is None or first.kind not in ("session", "meeting"):
        return False
    small, words = page.names("of", "articles"), page.words(session.end, body.start)
    small |= page.names_of("ordinals", "before")
    numbered = bool(words) and all(word in small or NUMBER.fullmatch(word) for word in words)
    once = first.kind == "session" or page.lexicon.has("of_left_out")
    edition = first.kind == "session" and second.kind in _EDITIONS
    return numbered and once and (second.kind == "dialogue" or edition)


def is_mere_name(page: Page, mark: Mark) -> bool:
    """Whether an acronym only names a mechanism: with its number it tells a session, "ADMM-18"."""
    if SHORT in mark.senses:
        return True
    acronyms = page.names_of("occasion_words", "acronyms")
    if not acronyms or page.folded[mark.start : mark.end] not in acronyms:
        return False
    after = _after(tuple(page.lexicon.grammar["ordinals"]["after"]))
    return not (_DIRECT.match(page.folded, mark.end) or after.match(page.folded, mark.end + 1))


def ordinal_of(clause: Clause) -> int | None:
    """The number right before the noun, or before its "session"."""
    page, start = clause.page, clause.mark.start
    of = page.names("of") | clause.list_of("annual")
    sessions = [
        m for m in page.marks.within(start - 24, start, "session") if of.issuperset(page.words(m.end, start))
    ]
    at = sessions[-1].start if sessions else start
    for mark in page.marks.within(at - 24, at, "ordinal"):
        if not page.words(mark.end, at):
            return int(mark.senses["ordinal"])
    for match in _ORDINAL.finditer(page.folded, max(0, at - 10), at):
        if not page.words(match.end(), at):
            return number(match[1])
    if page.marks.holds(start - 48, start, "occasion") and (
        told := session_number(page, start - 40, start, of=of)
    ):
        return told
    return _ordinal_ahead(clause, at) or _ordinal_after(clause)


def session_number(page: Page, start: int, end: int, *, of: frozenset[str] = frozenset()) -> int | None:
    """The number of a session that words after its noun say, small words apart: "kỳ họp lần thứ X của"."""
    listed = page.lexicon.grammar["ordinals"].get("after")
    if not listed:
        return None
    for mark in page.marks.within(max(0, start), end, "ordinal"):
        if of.issuperset(page.words(mark.end, end)) or not of:
            return int(mark.senses["ordinal"])
    for found in _after(tuple(listed)).finditer(page.folded, max(0, start), end):
        if not of or of.issuperset(page.words(found.end(), end)):
            return number(found[1])
    return None


def _ordinal_ahead(clause: Clause, at: int) -> int | None:
    """The number before a noun's whole name: "the 11th ASEAN-Japan Meeting"."""
    page = clause.page
    if not page.lexicon.has("titles_lead"):
        return None
    start = max(clause.bounds[0], at - _AHEAD)
    ends = page.names("mere_articles", "prepositions", ",", ";")
    marks = [(m.start, m.end, int(m.senses["ordinal"])) for m in page.marks.within(start, at, "ordinal")]
    digits = [(m.start(), m.end(), number(m[1])) for m in _ORDINAL.finditer(page.folded, start, at)]
    for _, end, value in sorted((*marks, *digits), reverse=True):
        if ends.isdisjoint(page.words(end, at)):
            return value
    return None


def _ordinal_after(clause: Clause) -> int | None:
    """The number that follows the noun's phrase: "Đối thoại ... lần thứ 5"."""
    page, end = clause.page, clause.until_next_verb()
    if page.text[clause.mark.start : clause.mark.end].isupper() and (
        numbered := _DIRECT.match(page.folded, clause.mark.end)
    ):
        return number(numbered[1])
    listed = page.lexicon.grammar["ordinals"].get("after")
    if not listed:
        return None
    end = min(end, clause.bounds[1], clause.mark.end + 90)
    for mark in page.marks.within(clause.mark.end, end, "ordinal"):
        return int(mark.senses["ordinal"])
    found = _after(tuple(listed)).search(page.folded, clause.mark.end, end)
    return number(found[1]) if found else None


@cache
def _after(listed: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words}) ([0-9]{{1,3}}|[ivx]{{1,6}})(?!\w)")


def series_of(clause: Clause, occasion: Occasion, *, kind: str, ordinal: int | None) -> str | None:
    """The recurring mechanism in English; None where the text does not say it is one."""
    if SHORT in clause.mark.senses:
        return occasion.series
    if short := _short_named(clause):
        return short
    named = _named(clause)
    if named is None and clause.list_of("about"):
        named = _told_beside(clause, occasion, kind=kind, ordinal=ordinal)
    named = named or summit_name(clause)
    if named is None and kind == "exercise" and clause.list_of("exercise_names"):
        named = exercise_name(clause, quoted=True)
    if named or occasion.series or (kind not in NUMBERED and kind != "talks"):
        return named or occasion.series
    page, mark = clause.page, clause.mark
    annual = page.marks.holds(mark.start - 16, mark.end + 40, "annual") or any(
        word in clause.list_of("annual") for word in clause.words.split()
    )
    if not annual and not (ordinal is not None and kind == "meeting"):
        return None
    if not annual and not of_ministers(clause):
        return None
    noun = "meeting" if kind in ("talks", "meeting") else kind.replace("-", " ")
    area = next((m.senses["area"] for m in page.marks.within(mark.end, mark.end + 60, "area")), None)
    of = ""
    if of_ministers(clause):
        of = f" of the {area} ministers" if area else " of the ministers"
    return f"{'annual ' if annual else ''}{noun}{of}"


def short_before(page: Page, mark: Mark) -> Mark | None:
    """The body whose short name stands right before its meeting: "the next JBC meeting"."""
    short = page.marks.last(mark.start - _DIRECTLY, mark.start, SHORT)
    return short if short and short.end + 1 == mark.start else None


def _short_named(clause: Clause) -> str | None:
    """The mechanism whose short name follows: "the 8th session of the JBC"."""
    page, end = clause.page, clause.mark.end
    short = page.marks.first(end, end + _ARTICLE * 2 + 1, SHORT)
    small = page.names("of", "mere_articles")
    return (
        short.senses["occasion"].series if short and small.issuperset(page.words(end, short.start)) else None
    )


def _told_beside(clause: Clause, occasion: Occasion, *, kind: str, ordinal: int | None) -> str | None:
    """A name in small letters, of what is numbered or of a joint body; an exercise's own name."""
    if kind == "exercise":
        return exercise_name(clause)
    numbered = ordinal is not None and kind in ("meeting", "dialogue") and occasion.series is None
    return numbered_name(clause) if numbered or occasion.series == JOINT else None


def of_ministers(clause: Clause) -> bool:
    """Whether it is a meeting of ministers by the words that follow the noun."""
    page, end = clause.page, clause.mark.end
    ministers = clause.list_of("ministers")
    return any(
        not ministers.isdisjoint(page.words(m.start, m.end))
        for m in page.marks.within(end, end + 50, "head", "group")
    )


def _named(clause: Clause) -> str | None:
    """The name of a mechanism printed in capitals: "the ASEAN-Japan Meeting on Disaster Management".

    Parties and numbers are no part of it. Only where a language prints such names so; a
    sentence's first word and a line all in capitals tell nothing.
    """
    page, mark = clause.page, clause.mark
    if not page.lexicon.has("titles_lead") or not page.text[mark.start].isupper():
        return None
    line = page.text[clause.sentence[0] : clause.sentence[1]]
    if _is_headline(line):
        return None
    lead = _CAPITALS_BEFORE.search(page.text, max(clause.bounds[0], mark.start - _AHEAD), mark.start)
    start = lead.start() if lead else mark.start
    rest = _CAPITALS_AFTER.match(page.text, mark.end)
    end = rest.end() if rest else mark.end
    near = page.marks.within(max(0, start - _ARTICLE), mark.start, "party", "prefix", "ordinal")
    words = page.text[start:end]
    for other in reversed([m for m in near if m.end > start]):
        words = words[: max(0, other.start - start)] + words[other.end - start :]
    told = (word.strip("-’'") for word in _WORDS.findall(words))
    name = " ".join(word for word in told if word and word.lower() not in page.names("mere_articles"))
    return name.lower() if " " in name else None


def _is_headline(line: str) -> bool:
    """Whether most words of a line open with a capital, as those of a headline do."""
    words: list[str] = [word for word in _WORDS.findall(line) if word.isalpha()]
    return 3 * sum(word[0].isupper() for word in words) > 2 * len(words)


def edition_before(clause: Clause) -> Occasion | None:
    """The occasion whose number is one less: "la 13e édition" after "la 12e édition de l'échange"."""
    ordinal, start = ordinal_of(clause), clause.mark.start
    if ordinal is None or clause.words not in clause.list_of("editions"):
        return None
    for mark in clause.page.marks.within(start - MEMORY, start, "occasion"):
        occasion: Occasion = mark.senses["occasion"]
        if occasion.kind in NUMBERED and ordinal_of(evolve(clause, mark=mark)) == ordinal - 1:
            return occasion
    return None


def series_told(clause: Clause, kind: str) -> str | None:
    """The mechanism of the same kind told last, where a later telling is short: "Đối thoại lần thứ 16"."""
    start = clause.mark.start
    earlier = [m.senses["occasion"] for m in clause.page.marks.within(start - MEMORY, start, "occasion")]
    return next((o.series for o in reversed(earlier) if o.kind == kind and o.series), None)


def number(written: str) -> int:
    """A number in digits or Roman letters."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in written]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
