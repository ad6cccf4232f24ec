"""Undertakings, their answers, our decisions and their history in the words of the page."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.cooperation.report import Report
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import Answer, Cause, Change, FollowUp, Reason, Verdict
from foedus.register import Register
from foedus.reporting.dates import date_words
from foedus.terms import Date, ItemId, wording_in
from foedus_node.web.desks import Desk
from foedus_node.web.views.whole import seen, sees

REASONS: Final[Mapping[Reason, Any]] = {
    Reason.LINKED: _("the parties say so"),
    Reason.RULED: _("we decided so"),
    Reason.SHOWN: _("a side's report names it"),
    Reason.MECHANISM: _("the same mechanism"),
    Reason.SESSION: _("the session that was named"),
    Reason.ACT: _("what was asked for"),
    Reason.LEVEL: _("the level that was asked for"),
    Reason.DOMAIN: _("the same domain"),
    Reason.DUE: _("at the due time"),
    Reason.IN_TIME: _("in time"),
    Reason.PARTIES: _("the same parties"),
    Reason.PLACE: _("the same place"),
    Reason.WORDS: _("words in common"),
    Reason.SOON: _("soon after"),
}

VERDICTS: Final[Mapping[Verdict, Any]] = {
    Verdict.ANSWERS: _("Answers it"),
    Verdict.PARTLY: _("Answers it in part"),
    Verdict.REFUSED: _("Does not answer it"),
    Verdict.RESTATED: _("Says it again"),
    Verdict.LAPSED: _("It has lapsed"),
    Verdict.DECLINED: _("It was declined"),
}


@frozen(kw_only=True)
class Answering:
    """One answer as a page shows it; `label` says how it comes to be one."""

    answer: Answer
    item: Item
    label: Any
    why: tuple[Any, ...]
    words: str
    sides: tuple[str, ...]


@frozen(kw_only=True)
class Shown:
    """One undertaking as a page shows it.

    Attributes:
        facts: how it stands, how strongly it was spoken, by whom, on whom, when it is due.
        settled: what answers it, the latest first; `earlier`, how many of them are left out.
        proposed: what may answer it, the strongest first; `more`, how many weaker ones are left out.
        sides: what each side says of it itself.
    """

    of: FollowUp
    facts: str
    settled: tuple[Answering, ...]
    earlier: int
    proposed: tuple[Answering, ...]
    more: int
    sides: tuple[str, ...]

    @property
    def undertaking(self) -> Undertaking:
        """The undertaking."""
        return self.of.undertaking


@frozen(kw_only=True)
class Ruled:
    """One decision of ours as a page shows it; `last` can be taken back."""

    what: Any
    item: Item | None
    name: str
    on: Date
    note: str
    last: bool


@frozen(kw_only=True)
class Turn:
    """One line of an undertaking's history."""

    change: Change
    what: str
    state: str
    evidence: tuple[Item, ...]
    documents: tuple[str, ...]
    note: str


def shown(desk: Desk, now: Register, one: FollowUp, *, most: int | None) -> Shown:
    """An undertaking with as many answers and proposals as are asked for; all, where no number is given."""
    words, said_there = desk.words, one.undertaking
    facts = [
        words.one_of("state", one.state),
        words.one_of("force", said_there.force),
        words.say("by", parties=words.parties(said_there.by)) if said_there.by else "",
        words.say("on", parties=words.parties(said_there.on)) if said_there.on else "",
        words.say("due", date=date_words(said_there.due, words)) if said_there.due else "",
    ]
    answers = [_answering(desk, now, answer) for answer in one.answers if sees(desk, answer.item)]
    settled = sorted((each for each in answers if each.answer.linked), key=_lately, reverse=True)
    proposed = tuple(each for each in answers if not each.answer.linked)
    return Shown(
        of=one,
        facts=words.row(facts),
        settled=tuple(settled[:most]),
        earlier=len(settled[most:]) if most else 0,
        proposed=proposed[:most],
        more=len(proposed[most:]) if most else 0,
        sides=tuple(_side(desk, report, _word(desk, report)) for report in one.words),
    )


def _lately(one: Answering) -> tuple[bool, str, str]:
    return (one.answer.on is not None, str(one.answer.on or ""), one.item.id)


def _answering(desk: Desk, now: Register, answer: Answer) -> Answering:
    last = {report.party: report for report in answer.reports}
    kind = now.kind_of(answer.item) if isinstance(answer.item, Activity) else None
    return Answering(
        answer=answer,
        item=answer.item,
        label=_label(answer),
        why=tuple(REASONS[reason] for reason in answer.why),
        words=", ".join(answer.words[:6]),
        sides=tuple(_side(desk, last[party], _stage(desk, last[party], kind)) for party in sorted(last)),
    )


def _label(answer: Answer) -> Any:
    if answer.restates:
        return _("Said again")
    if Reason.LINKED in answer.why:
        return _("Served by")
    return _("Shown by") if Reason.SHOWN in answer.why else _("Answered by")


def _side(desk: Desk, report: Report, what: str) -> str:
    """One side's word in a row: *Laos: talks, as agreed · 3 May 2026*."""
    words = desk.words
    outcome = words.one_of("outcome", report.outcome) if report.outcome else ""
    note = wording_in(report.note, desk.language) if report.note else ""
    says = ", ".join(part for part in (what, outcome) if part)
    party = words.party(report.party)
    side = words.say("side", party=party, stage=says) if says else party
    return words.row((side, date_words(report.on, words), note))


def _word(desk: Desk, report: Report) -> str:
    return desk.words.one_of("state", report.stage).lower() if report.stage else ""


def _stage(desk: Desk, report: Report, kind: Kind | None) -> str:
    stage = kind.stage(report.stage) if kind and report.stage else None
    return wording_in(stage.title, desk.language) if stage else report.stage or ""


def ruled(desk: Desk, now: Register, one: FollowUp) -> list[Ruled]:
    """Our decisions on an undertaking, in the order in which they were made; none for others."""
    made = one.rulings if desk.sees_ours else ()
    return [
        Ruled(
            what=VERDICTS[each.verdict],
            item=now.item(each.item) if each.item else None,
            name=each.item or "",
            on=each.on,
            note=each.note,
            last=each is made[-1],
        )
        for each in made
    ]


def turn(desk: Desk, now: Register, change: Change) -> Turn:
    """One line of the history in words."""
    words = desk.words
    names = [name for name in change.evidence if now.item(ItemId(name)) is not None]
    note = change.note if isinstance(change.note, str) else wording_in(change.note, desk.language)
    return Turn(
        change=change,
        what=_cause(desk, change),
        state=words.one_of("state", change.state),
        evidence=seen(desk, now, names),
        documents=tuple(name[:12] for name in change.evidence if name not in names),
        note=note,
    )


def _cause(desk: Desk, change: Change) -> str:
    who = desk.words.parties(change.by)
    says = desk.words.one_of("state", change.said) if change.said else ""
    match change.why:
        case Cause.GIVEN if change.by:
            return gettext("Said by %(who)s") % {"who": who}
        case Cause.GIVEN:
            return gettext("Said")
        case Cause.LINKED:
            return gettext("Said by the parties to serve it")
        case Cause.REPORTED:
            return gettext("%(who)s reported") % {"who": who}
        case Cause.WORD:
            return gettext("%(who)s's own word: %(says)s") % {"who": who, "says": says}
        case Cause.RESTATED:
            return gettext("Said again")
        case Cause.RULED:
            return gettext("Decided, for us alone: %(says)s") % {"says": says}
        case Cause.DUE:
            return gettext("Its time is over")
