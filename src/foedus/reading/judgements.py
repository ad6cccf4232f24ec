"""Assessments: what a side says of the cooperation and its results.

A judgement counts when what is judged is the cooperation, its results or its carrying
out; praise of the other country's own progress, of its welcome or its congress does not.
"""

from collections.abc import Iterator

from foedus.reading.facts import Assessment, Evidence
from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.sides import Actor, Cast
from foedus.reading.speech import LONGEST_EVIDENCE, _is_verbal, _subject

_REACH = 110


def assessments(page: Page, cast: Cast) -> Iterator[Assessment]:
    """All judgements of the cooperation in a text, in order; one told twice is one."""
    kept: dict[tuple[str, str], Assessment] = {}
    for words, fact in _told(page, cast):
        key = (words, fact.polarity)
        twin = kept.get(key)
        if twin and twin.by and fact.by and twin.by != fact.by:
            key = (f"{words} {fact.by}", fact.polarity)
            twin = kept.get(key)
        if twin is None or (fact.by and not twin.by):
            kept[key] = fact
    yield from sorted(kept.values(), key=lambda fact: fact.evidence)


def _told(page: Page, cast: Cast) -> Iterator[tuple[str, Assessment]]:
    """Every judgement as told, with the judging words and the first thing judged."""
    previous: Actor | None = None
    for start, end in page.sentences:
        last_end = start
        for mark in page.within(start, end, "judgement", "standing"):
            if mark.start < last_end or not _is_judgement(page, cast, mark, end):
                continue
            stop = _clause_end(page, mark, end)
            begin = _clause_start(page, cast, mark, max(start, last_end))
            speaker = _speaker(page, cast, (start, begin, mark)) or previous
            polarity = mark.senses.get("judgement", "positive")
            yield _judged(page, mark, stop), Assessment(
                by=speaker.parties if speaker else (),
                about=page.text[mark.end : stop].strip(" ,;:.…"),
                polarity=polarity,
                evidence=Evidence(begin, min(stop, begin + LONGEST_EVIDENCE)),
                rule="standing judgement" if "standing" in mark.senses else "verb of judgement",
                confidence=0.8 if speaker else 0.65,
            )
            last_end = stop
        previous = _subject(page, cast, start, end, None) or previous


def _judged(page: Page, mark: Mark, stop: int) -> str:
    first = next(page.within(mark.end, stop, "object"), mark)
    return page.folded[mark.start : mark.end] + " " + page.folded[first.start : first.end]


def _is_judgement(page: Page, cast: Cast, mark: Mark, end: int) -> bool:
    """Whether the cooperation is judged, and nothing else."""
    if "standing" in mark.senses:
        around = list(page.within(max(0, mark.start - 140), min(end, mark.end + _REACH), "object", "foreign"))
        near = [m for m in around if "object" in m.senses]
        return bool(near) and not _in_undertaking(page, mark)
    if not _is_verbal(page, cast, mark):
        return False
    objects = list(page.within(mark.end, min(end, mark.end + _REACH), "object", "standing", "foreign"))
    if not objects or _asks(page, mark):
        return False
    first = objects[0]
    if "foreign" in first.senses and "object" not in first.senses:
        return False
    following = objects[1] if len(objects) > 1 else None
    return not (
        following
        and "foreign" in following.senses
        and "object" not in following.senses
        and following.start - first.end < 24
    )


def _asks(page: Page, mark: Mark) -> bool:
    """Whether the judging word stands in something asked for, not found."""
    return any(True for _ in page.within(mark.start - 30, mark.start, "speech"))


def _in_undertaking(page: Page, mark: Mark) -> bool:
    return any(m.senses.get("act") for m in page.within(mark.start - 60, mark.start, "act"))


def _clause_end(page: Page, mark: Mark, end: int) -> int:
    """Where the judged thing ends: the next verb of speech, or the sentence."""
    following = next(
        (
            m
            for m in page.within(mark.end, end, "speech", "report", "courtesy", "purpose")
            if m.start > mark.end
        ),
        None,
    )
    if following is None:
        return end
    comma = page.folded.rfind(",", mark.end, following.start)
    return comma if comma > mark.end else following.start


def _clause_start(page: Page, cast: Cast, mark: Mark, floor: int) -> int:
    """From the subject on where it is near, else from a few words before the judging one."""
    subjects = [a for a in cast.before(floor, mark.start) if a.subject and mark.start - a.end < 40]
    if subjects:
        return subjects[-1].start
    near = max(floor, mark.start - 30)
    blank = page.folded.find(" ", near, mark.start)
    return blank + 1 if near > floor and blank >= 0 else near


def _speaker(page: Page, cast: Cast, where: tuple[int, int, Mark]) -> Actor | None:
    """Who judges: the subject of the verb that reports it, else of the judging verb."""
    start, _, mark = where
    if "standing" in mark.senses:
        subjects = [a for a in cast.before(start, mark.start) if a.subject and a.parties]
        if subjects:
            return subjects[-1]
        report = next((m for m in page.within(start, mark.start, "report", "judgement")), None)
        if report:
            return _subject(page, cast, start, report.start, report)
        return None
    return _subject(page, cast, start, mark.start, mark)
