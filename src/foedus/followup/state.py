"""How far each undertaking has come, by what the parties linked and reported.

Only a linked line can carry an undertaking out. A mere match keeps it from being
called open or lapsed, no more: an officer links it, or does not.
"""

from collections.abc import Iterable

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.report import Outcome
from foedus.cooperation.template import Template, defence
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup.answers import Answer, answers, said_on
from foedus.register import Register


@frozen(kw_only=True)
class FollowUp:
    """One undertaking, what answers it, and how far it has come."""

    undertaking: Undertaking
    answers: tuple[Answer, ...]
    state: State
    ours_alone: bool = False


def follow_up(register: Register, *, template: Template | None = None) -> tuple[FollowUp, ...]:
    """Every undertaking with what answers it so far, by date given, document and place in it.

    Args:
        register: the cooperation on a day.
        template: which occasions belong to which domain; the built-in one of defence where none is given.
    """
    template = template or defence()
    followed = [_follow(register, undertaking, template) for undertaking in register.known(Undertaking)]
    return tuple(sorted(followed, key=_given))


def state(register: Register, undertaking: Undertaking, *, answered: Iterable[Answer]) -> State:
    """How far an undertaking has come.

    Of the linked activities: all carried out is *carried out*; some of them, *partly*. Once
    the due date is past, or every linked activity was missed, what nothing answers is
    *lapsed*. Anything reported or matched is *being carried out*, the rest *open*.
    """
    answered = tuple(answered)
    linked = [answer.item for answer in answered if answer.linked and isinstance(answer.item, Activity)]
    done = [activity for activity in linked if _done(register, activity)]
    missed = [activity for activity in linked if activity not in done and _missed(register, activity)]
    if done:
        return State.CARRIED_OUT if len(done) == len(linked) else State.PARTLY
    if linked and len(missed) == len(linked):
        return State.LAPSED
    if any(answer.reports or not answer.linked for answer in answered):
        return State.BEING_CARRIED_OUT
    if undertaking.due is not None and undertaking.due.last < register.on:
        return State.LAPSED
    return State.OPEN


def _follow(register: Register, undertaking: Undertaking, template: Template) -> FollowUp:
    found = answers(register, undertaking, template=template)
    return FollowUp(
        undertaking=undertaking,
        answers=found,
        state=state(register, undertaking, answered=found),
        ours_alone=register.is_ours_alone(undertaking.id),
    )


def _done(register: Register, activity: Activity) -> bool:
    outcomes = _outcomes(register, activity)
    return Outcome.MET in outcomes or Outcome.EXCEEDED in outcomes or register.carried_out(activity)


def _missed(register: Register, activity: Activity) -> bool:
    return Outcome.MISSED in _outcomes(register, activity)


def _outcomes(register: Register, activity: Activity) -> set[Outcome | None]:
    return {register.outcome(activity.id, party=party) for party in register.reports.get(activity.id, {})}


def _given(followed: FollowUp) -> tuple[int, str, int, str]:
    given, source = said_on(followed.undertaking), followed.undertaking.source
    document, place = (source.document, source.start) if source else ("", 0)
    return (given.first.toordinal() if given else 0, document, place, followed.undertaking.id)
