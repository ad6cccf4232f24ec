"""The names of mechanisms and of exercises as a text gives them, in a language that prints them so.

"The fourth ministerial meeting on law enforcement" is one of a mechanism by its number, "the joint
exercise Mitra Shakti" is one of a series by its name. Which occasions these are is for
`foedus.reading.occasions.series`.
"""

import re

from foedus.reading.occasions.clauses import Clause

_AHEAD, _TAIL = 60, 90
"""Letters before and after a noun within which the words of its name stand."""
_TAIL_WORDS = 7
_SPELT_OUT = {"AU": "African Union", "UN": "United Nations"}
"""Organisations that are named so in English."""
_QUOTES = " '‘’“”"
_YEAR = re.compile(r"(?:\s|[-–])+[0-9]{2,4}$")
_PROPER = r"[A-Z][\w’'-]*(?:[ -](?:(?:of|wa|al|de) )?[A-Z][\w’'-]*){0,3}"
_AFTER = re.compile(
    rf"(?: series)?(?:,? (?:code-?named|dubbed|named|called|titled|known as))?[ ,]*[\"'‘’“]?({_PROPER})"
)
_QUOTED = re.compile(r"(?: [^\W\d_]+){0,4} [\"“]([^\"”]{3,40})[\"”]")
"""A name in quotation marks a few words after its noun: "tập trận mang tên “Rồng Vàng 2024”"."""
_QUALITIES = r"(?:(?:joint|military|bilateral|naval|army|multilateral|training|combined|annual|maritime) )*"
_BEFORE = re.compile(rf"(?<=[a-z,] )({_PROPER}) (?:[0-9]{{2,4}} )?{_QUALITIES}$")


def numbered_name(clause: Clause) -> str | None:
    """The name of what is numbered, in small letters: "ministerial meeting on law enforcement"."""
    page, mark = clause.page, clause.mark
    since = max(clause.bounds[0], mark.start - _AHEAD)
    number = page.marks.last(since, mark.start, "ordinal")
    start = number.end if number else mark.start
    if number is None:
        digits = re.search(r"[0-9]{1,3}(?:st|nd|rd|th) (?!.*[0-9])", page.folded[since : mark.start])
        start = since + digits.end() if digits else mark.start
    parties = page.marks.within(start, mark.start, "party", "prefix")
    words = page.words(parties[-1].end if parties else start, mark.start)
    led = [word for word in words if word not in page.names("mere_articles", "of")]
    if not set(led).isdisjoint(page.names("prepositions")):
        return None
    name = [*led, *clause.words.split(), *_tail(clause)]
    return " ".join(name) if len(name) > 1 else None


def _tail(clause: Clause) -> list[str]:
    """What a mechanism is on, or of: "on security cooperation"."""
    page, mark = clause.page, clause.mark
    end = min(clause.until_next_verb(), mark.end + _TAIL)
    stops = [m.start for m in page.marks.within(mark.end, end, "party", "group", "month", "weekday")]
    words = page.words(mark.end, min([end, *stops]))
    leads = page.names_of("occasion_words", "about")
    if not words or words[0] not in leads:
        return []
    ends = (page.names("prepositions") - leads) | page.names("auxiliaries") | {",", ";"}
    stop = next((i for i, word in enumerate(words) if word in ends or word[-1] in ".:"), None)
    tail = (
        words
        if stop is None
        else [*words[:stop], *(w.rstrip(".:") for w in words[stop : stop + 1] if w not in ends)]
    )
    while tail and tail[-1] in leads | page.names("mere_articles", "and"):
        tail.pop()
    return [word for word in tail[:_TAIL_WORDS] if word not in page.names("mere_articles")]


def summit_name(clause: Clause) -> str | None:
    """An organisation's summit, where a language lists nouns for summits: "Hội nghị Cấp cao ASEAN"."""
    page, mark = clause.page, clause.mark
    if clause.words not in clause.list_of("summits"):
        return None
    for named in page.marks.within(mark.end, min(clause.bounds[1], mark.end + _AHEAD), "party"):
        nation = named.senses["party"]
        if nation.how == "organisation":
            return f"{_SPELT_OUT.get(nation.party, nation.party)} summit"
    return None


def exercise_name(clause: Clause, *, quoted: bool = False) -> str | None:
    """The name of an exercise beside its noun: "joint exercise Mitra Shakti", "the Khaan Quest exercise"."""
    page, mark = clause.page, clause.mark
    if quoted:
        told = _QUOTED.match(page.text, mark.end, mark.end + _TAIL)
        name = _YEAR.sub("", told[1]).strip(_QUOTES) if told else ""
        known = page.lexicon.grammar["occasion_words"]["exercise_names"]
        return f"exercise {known.get(name.lower(), name)}" if name else None
    after = _AFTER.match(page.text, mark.end, mark.end + _TAIL)
    before = _BEFORE.search(page.text, max(clause.sentence[0], mark.start - _AHEAD), mark.start)
    for found in (after, before):
        if found and not page.marks.holds(
            found.start(1), found.start(1) + 1, "party", "month", "weekday", "body"
        ):
            return f"exercise {_YEAR.sub('', found[1]).strip(_QUOTES).lower()}"
    return None
