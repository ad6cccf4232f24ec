"""Undertakings as they stand in a brief: the word, its sentence, what became of it."""

from collections.abc import Iterable

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import Answer, FollowUp, State
from foedus.oversight.progress import progress_of
from foedus.register import Register
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.naming import headed, named
from foedus.reporting.occasion import document_line
from foedus.reporting.overview import sign, stands
from foedus.reporting.paper import Became, Judgement, Point, Quote
from foedus.reporting.wording import Words
from foedus.terms import Party, wording_in

_LONGEST = 76
_MOST_PROPOSED = 2
_MOST_SETTLED = 5
"""How many of each are told: a page is no place to go through more."""


def points(
    register: Register, followed: Iterable[FollowUp], *, parties: tuple[Party, ...], words: Words
) -> tuple[Point, ...]:
    """Undertakings with answers, sentences and states, in words; no sentence is quoted twice running."""
    shown: list[Point] = []
    quoted: Quote | None = None
    for one in followed:
        found = quote(one.undertaking.source, words=words)
        said = words.say("same-sentence") if found is not None and found == quoted else ""
        shown.append(_point(register, one, quoted=found, again=said, parties=parties, words=words))
        quoted = found
    return tuple(shown)


def _point(
    register: Register,
    followed: FollowUp,
    *,
    quoted: Quote | None,
    again: str,
    parties: tuple[Party, ...],
    words: Words,
) -> Point:
    undertaking = followed.undertaking
    return Point(
        gist=_heading(wording_in(undertaking.gist, words.language), quoted),
        given=given_words(undertaking, words),
        quote=None if again else quoted,
        again=again,
        became=_all_became(register, followed, words),
        state=words.one_of("state", followed.state),
        lapsed=followed.state is State.LAPSED,
        sign=sign(register, undertaking.id, parties=parties, words=words),
    )


def quote(source: Source | None, *, words: Words) -> Quote | None:
    """A source's words with the line that names its document; None where there is no source."""
    if source is None:
        return None
    return Quote(
        words=" ".join(source.words.split()),
        line=document_line(source.title, source.published, words=words),
    )


def judgement(assessment: Assessment, *, words: Words) -> Judgement:
    """One side's assessment, with its words."""
    return Judgement(
        by=words.parties(assessment.by) or words.say("nobody-named"),
        polarity=words.one_of("polarity", assessment.polarity),
        about=assessment.about,
        quote=quote(assessment.source, words=words),
    )


def _heading(gist: str, quoted: Quote | None) -> str:
    """The gist as a heading; a long one is cut, but only where the sentence below says it in full."""
    cut = gist
    if quoted is not None and len(gist) > _LONGEST and gist.lower() in quoted.words.lower():
        cut = f"{gist[:_LONGEST].rpartition(' ')[0].rstrip(' ,;:')}…"
    return headed(cut)


def _all_became(register: Register, followed: FollowUp, words: Words) -> tuple[Became, ...]:
    """What is settled, the latest of it, and the likeliest of what is only proposed."""
    settled = sorted((answer for answer in followed.answers if answer.linked), key=_in_order)
    proposed = sorted(followed.proposals[:_MOST_PROPOSED], key=_in_order)
    told = [_became(register, answer, words) for answer in (*settled[-_MOST_SETTLED:], *proposed)]
    if (earlier := len(settled) - _MOST_SETTLED) > 0:
        told.insert(0, Became(title=words.say("earlier-lines", count=earlier), stands=""))
    return tuple(told)


def _in_order(answer: Answer) -> tuple[bool, str]:
    when = answer.item.when if isinstance(answer.item, Activity | Engagement) else answer.on
    return (not answer.linked, str(when or "~"))


def given_words(undertaking: Undertaking, words: Words) -> str:
    """How strongly it was said, by whom, on whom, by when."""
    told = [words.one_of("force", undertaking.force)]
    if undertaking.by and set(undertaking.by) == set(undertaking.on):
        told.append(words.parties(undertaking.by))
    else:
        told += [words.say("by", parties=words.parties(undertaking.by))] if undertaking.by else []
        told += [words.say("on", parties=words.parties(undertaking.on))] if undertaking.on else []
    told += [words.say("due", date=date_words(undertaking.due, words))] if undertaking.due else []
    return words.row(told)


def _became(register: Register, answer: Answer, words: Words) -> Became:
    title = named(answer.item, words)
    if not answer.linked:
        title = words.say("perhaps", what=title)
    return Became(title=title, stands=_stands(register, answer, words))


def _stands(register: Register, answer: Answer, words: Words) -> str:
    match answer.item:
        case Activity() as activity:
            progress = words.one_of("progress", progress_of(register, activity))
            when = period_words(activity.when, words) if activity.when else ""
            said = stands(register, activity, words=words)
            return words.row((when, progress, said))
        case Engagement(when=when) if when:
            return period_words(when, words)
        case _:
            return date_words(answer.on, words) if answer.on else ""
