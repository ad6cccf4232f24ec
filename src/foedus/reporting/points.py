"""Undertakings as they stand in a brief: the word, its sentence, what became of it."""

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.plan import Plan
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import Answer, FollowUp, State
from foedus.register import Register
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.occasion import document_line
from foedus.reporting.overview import progress_of, sign, stands
from foedus.reporting.paper import Became, Judgement, Point, Quote
from foedus.reporting.wording import Words
from foedus.terms import Party, wording_in


def point(
    register: Register,
    followed: FollowUp,
    *,
    parties: tuple[Party, ...],
    words: Words,
) -> Point:
    """One undertaking with its answers, its sentence and its state, in words."""
    undertaking = followed.undertaking
    return Point(
        gist=wording_in(undertaking.gist, words.language),
        given=_given(undertaking, words),
        quote=quote(undertaking.source, words=words),
        became=tuple(_became(register, answer, words) for answer in sorted(followed.answers, key=_in_order)),
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
        by=words.parties(assessment.by),
        polarity=words.one_of("polarity", assessment.polarity),
        about=assessment.about,
        quote=quote(assessment.source, words=words),
    )


def _in_order(answer: Answer) -> tuple[bool, str]:
    when = answer.item.when if isinstance(answer.item, Activity | Engagement) else answer.on
    return (not answer.linked, str(when or "~"))


def _given(undertaking: Undertaking, words: Words) -> str:
    told = [words.one_of("force", undertaking.force)]
    if undertaking.by and set(undertaking.by) == set(undertaking.on):
        told.append(words.parties(undertaking.by))
    else:
        told += [words.say("by", parties=words.parties(undertaking.by))] if undertaking.by else []
        told += [words.say("on", parties=words.parties(undertaking.on))] if undertaking.on else []
    told += [words.say("due", date=date_words(undertaking.due, words))] if undertaking.due else []
    return words.row(told)


def _became(register: Register, answer: Answer, words: Words) -> Became:
    title = _title(answer.item, words)
    if not answer.linked:
        title = words.say("perhaps", what=title)
    return Became(title=title, stands=_stands(register, answer, words))


def _title(item: Item, words: Words) -> str:
    match item:
        case Activity() | Plan():
            return wording_in(item.title, words.language)
        case Engagement():
            kind = words.one_of("engagement", item.kind)
            return ", ".join(part for part in (kind, item.place) if part)
        case Instrument():
            return wording_in(item.title, words.language) or words.one_of("instrument", item.kind)
        case _:
            return item.id


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
