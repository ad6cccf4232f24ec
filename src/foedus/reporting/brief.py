"""The brief for the next session of a mechanism, or the next visit, from the register of a day.

It says who comes, what was agreed last time with its sentence, what became of each,
what else is open, and how the plan stands. What only we know stands in a part of its
own. Laying it out is another's work (`pdf`, `docx`); no clock is read.
"""

import datetime
from collections.abc import Iterable

from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment
from foedus.cooperation.plan import Plan
from foedus.cooperation.template import Template, defence
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import FollowUp, Ruling, State, follow_up
from foedus.register import Register
from foedus.reporting.dates import day_words
from foedus.reporting.delegation import delegations
from foedus.reporting.occasion import LastTime, Occasion, coming, facts, last_time, sentence
from foedus.reporting.overview import lanes, overview, plan_of
from foedus.reporting.paper import Brief, Judgement, OursAlone, Point
from foedus.reporting.points import judgement, points
from foedus.reporting.wording import Words, words
from foedus.terms import ItemId, Language, Wording, wording_in


@frozen(kw_only=True)
class _Desk:
    """All that lies on the desk while a brief is written."""

    register: Register
    words: Words
    template: Template
    occasion: Occasion
    last: LastTime | None
    plan: Plan | None


def brief(
    register: Register,
    *,
    occasion: ItemId,
    on: datetime.date,
    language: Language,
    compact: Wording | None = None,
    classification: Wording | None = None,
    template: Template | None = None,
    rulings: Iterable[Ruling] = (),
) -> Brief:
    """Write the brief for an occasion.

    Args:
        register: the cooperation, folded on the day of the brief.
        occasion: a mechanism (its next session), an activity, or a meeting that is planned.
        on: the day of the brief; the register's.
        language: of the paper; those that lack sentences lend them from English.
        compact: what the page head calls the cooperation; the parties' names where nothing is given.
        classification: the line the ministry chose for its papers; none where nothing is given.
        template: the domains and their titles; the built-in ones of defence where nothing is given.
        rulings: what we decided of undertakings; it shows in the part of ours alone only.

    Raises:
        NoOccasionError: nothing of that name is a coming occasion.
        NoWordingError: papers are not written in that language yet.
        ValueError: the register was folded on another day.
    """
    if on != register.on:
        raise ValueError(f"the register was folded on {register.on}, not on the day of the brief, {on}")
    template = template or defence()
    desk = _desk(register, occasion, spoken=words(language), template=template)
    agreed, others = _parted(desk, follow_up(register.as_all_see_it(), template=template))
    agreed_points, open_points = _points(desk, agreed), _points(desk, others)
    parties = desk.plan.parties if desk.plan else desk.occasion.parties
    return Brief(
        language=language,
        compact=wording_in(compact or {}, language) or desk.words.compact(parties),
        classification=wording_in(classification or {}, language),
        title=desk.occasion.title,
        on=on,
        dated=desk.words.say("as-of", date=day_words(on, desk.words)),
        facts=facts(desk.occasion, words=desk.words),
        delegations=delegations(register, desk.occasion, words=desk.words),
        last_time=sentence(desk.last, words=desk.words) if desk.last else desk.words.say("no-last-time"),
        agreed=agreed_points,
        agreed_silence="" if agreed_points or not desk.last else desk.words.say("nothing-agreed"),
        open=open_points,
        open_silence="" if open_points else desk.words.say("nothing-open"),
        overview=overview(register, desk.plan, words=desk.words, template=desk.template),
        judgements=_judgements(desk, register.common(Assessment)),
        ours_alone=_ours_alone(desk, follow_up(register, rulings=rulings, template=template)),
    )


def _desk(register: Register, name: ItemId, *, spoken: Words, template: Template) -> _Desk:
    occasion = coming(register, name, words=spoken)
    return _Desk(
        register=register,
        words=spoken,
        template=template,
        occasion=occasion,
        last=last_time(register, occasion, words=spoken),
        plan=plan_of(register, parties=occasion.parties),
    )


def _of_last_time(undertaking: Undertaking, desk: _Desk) -> bool:
    last, mechanism, source = desk.last, desk.occasion.mechanism, undertaking.source
    if last is None:
        return False
    if source and source.document == last.document:
        return True
    ours = mechanism is not None and undertaking.mechanism == mechanism.id
    said = source.published if source else None
    return bool(ours and said and last.when and said.first >= last.when.start.first)


def _parted(desk: _Desk, followed: Iterable[FollowUp]) -> tuple[list[FollowUp], list[FollowUp]]:
    """What was agreed last time, and of the rest what is still open, the latest first."""
    concerning = [one for one in followed if _concerns(one.undertaking, desk.occasion)]
    agreed = [one for one in concerning if _of_last_time(one.undertaking, desk)]
    others = [one for one in concerning if one not in agreed and one.state is not State.CARRIED_OUT]
    return agreed, sorted(others, key=_said, reverse=True)


def _said(followed: FollowUp) -> datetime.date:
    source = followed.undertaking.source
    return source.published.first if source and source.published else datetime.date.min


def _concerns(undertaking: Undertaking, occasion: Occasion) -> bool:
    """Whether it lies between parties who meet, or names nobody: what two of them said is theirs."""
    named = {*undertaking.by, *undertaking.on}
    return named <= set(occasion.parties) or len(named & set(occasion.parties)) > 1


def _points(desk: _Desk, followed: Iterable[FollowUp]) -> tuple[Point, ...]:
    return points(desk.register, followed, parties=desk.occasion.parties, words=desk.words)


def _ours_alone(desk: _Desk, followed: tuple[FollowUp, ...]) -> OursAlone:
    register = desk.register
    agreed, others = _parted(desk, [one for one in followed if one.ours_alone])
    found = [
        evolve(one, answers=private)
        for one in followed
        if not one.ours_alone
        and ((private := tuple(answer for answer in one.answers if answer.ours_alone)) or one.rulings)
    ]
    return OursAlone(
        agreed=_points(desk, agreed),
        open=_points(desk, others),
        found=_points(desk, found),
        drafts=lanes(
            register,
            register.ours_alone(Activity),
            plan=desk.plan,
            words=desk.words,
            template=desk.template,
        ),
        judgements=_judgements(desk, register.ours_alone(Assessment)),
    )


def _judgements(desk: _Desk, assessments: Iterable[Assessment]) -> tuple[Judgement, ...]:
    return tuple(judgement(one, words=desk.words) for one in sorted(assessments, key=_given))


def _given(assessment: Assessment) -> tuple[str, str]:
    return (str(assessment.given or ""), assessment.id)
