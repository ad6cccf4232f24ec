"""What was said against what was done: each undertaking with what answers it, and what we decide of it."""

from collections.abc import Iterable
from typing import Annotated, Any

from cyclopts import App, Parameter

from foedus.cooperation.report import Report
from foedus.followup import Answer, Cause, Change, FollowUp, Ruling, State, Verdict
from foedus.register import Register
from foedus.terms import Date, Language, party
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk import following, ruling
from foedus_node.desk.following import Wanted
from foedus_node.desk.register import register

followup = App(
    name="followup",
    help="See what was said against what was done, and decide what answers it; decisions are ours alone.",
    help_format="plaintext",
)

Said = Annotated[str, Parameter(help="The undertaking.")]
Note = Annotated[str, Parameter(name="--reason", help="Why, in a few words; only we see them.")]
_SHOWN = 3
"""How many proposals are shown beside each undertaking, where nobody asks for all of them."""

_ASKED = {
    Verdict.ANSWERS: "is answered by {item}",
    Verdict.PARTLY: "is answered in part by {item}",
    Verdict.REFUSED: "is not answered by {item}; it is not proposed again",
    Verdict.RESTATED: "is said again by {item}",
    Verdict.LAPSED: "has lapsed",
    Verdict.DECLINED: "was declined",
}


@followup.default
def listed(
    *,
    state: Annotated[State | None, Parameter(help="Only those in this state.")] = None,
    by: Annotated[str | None, Parameter(help="Only those that this party gave.")] = None,
    on: Annotated[str | None, Parameter(help="Only those on which this party must act.")] = None,
    domain: Annotated[str | None, Parameter(help="Only those of this domain.")] = None,
    due_before: Annotated[str | None, Parameter(help="Only those due before this date.")] = None,
    proposals: Annotated[
        bool, Parameter(help="Only those for which something is proposed, with all that is.")
    ] = False,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show each undertaking with the sentence that states it, what answers it and what may.

    Example: foedus followup --state open --domain border

    A line of the plan that serves an undertaking answers it, as far as its reports say. What only
    may answer is marked "perhaps" with its reasons: say `foedus followup answer`, or `refuse`.
    """
    seat = node.seat(compact)
    giver = node.taken("--by", by, party) if by else None
    doer = node.taken("--on", on, party) if on else None
    limit = node.taken("--due-before", due_before, Date.parse) if due_before else None
    _, followed = _followed(seat)
    asked = Wanted(state=state, by=giver, on=doer, domain=domain, due_before=limit, proposals=proposals)
    wanted = following.chosen(followed, asked)
    if json:
        printing.data([_plain(one) for one in wanted])
        return
    if not wanted:
        printing.say("No undertaking is on record." if not followed else "No undertaking fits.")
    for one in wanted:
        printing.say(*_told(one, seat.home.language, most=None if proposals else _SHOWN))


@followup.command
def answer(
    undertaking: Said,
    item: Annotated[str, Parameter(help="The activity, occasion or instrument that answers it.")],
    /,
    *,
    partly: Annotated[bool, Parameter(help="It answers only in part.")] = False,
    reason: Note = "",
    compact: node.Compact = None,
) -> None:
    """Decide that something answers an undertaking, in whole or in part.

    Example: foedus followup answer undertaking-8c2f11aa engagement-51d0c7e2
    """
    _decide(
        undertaking, Verdict.PARTLY if partly else Verdict.ANSWERS, item=item, reason=reason, compact=compact
    )


@followup.command
def refuse(
    undertaking: Said,
    item: Annotated[str, Parameter(help="What does not answer it.")],
    /,
    *,
    reason: Note = "",
    compact: node.Compact = None,
) -> None:
    """Decide that something does not answer an undertaking: it is never proposed for it again.

    Example: foedus followup refuse undertaking-8c2f11aa engagement-51d0c7e2
    """
    _decide(undertaking, Verdict.REFUSED, item=item, reason=reason, compact=compact)


@followup.command
def restate(
    earlier: Said,
    later: Annotated[str, Parameter(help="The later undertaking that says it again.")],
    /,
    *,
    reason: Note = "",
    compact: node.Compact = None,
) -> None:
    """Decide that a later undertaking says an earlier one again: the later is followed from then on.

    Example: foedus followup restate undertaking-8c2f11aa undertaking-03b77e19
    """
    _decide(earlier, Verdict.RESTATED, item=later, reason=reason, compact=compact)


@followup.command
def lapse(
    undertaking: Said,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why, in a few words; only we see them.")],
    compact: node.Compact = None,
) -> None:
    """Decide that an undertaking has lapsed; one whose due time is not over cannot.

    Example: foedus followup lapse undertaking-8c2f11aa --reason "Nobody took it up."
    """
    _decide(undertaking, Verdict.LAPSED, reason=reason, compact=compact)


@followup.command
def decline(
    undertaking: Said,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why, in a few words; only we see them.")],
    compact: node.Compact = None,
) -> None:
    """Decide that an undertaking was declined by those who should have acted.

    Example: foedus followup decline undertaking-8c2f11aa --reason "The visit was put off without a date."
    """
    _decide(undertaking, Verdict.DECLINED, reason=reason, compact=compact)


@followup.command
def undo(undertaking: Said, /, *, compact: node.Compact = None) -> None:
    """Take back the last decision on an undertaking.

    Example: foedus followup undo undertaking-8c2f11aa
    """
    seat = node.seat(compact)
    with seat.home.locked():
        now, _ = _followed(seat)
        taken = ruling.take_back(now, undertaking, compact=seat.compact)
    printing.say(f"Taken back: {_decided(taken)}.", _stands(seat, undertaking))


@followup.command
def history(undertaking: Said, /, *, compact: node.Compact = None) -> None:
    """Show how an undertaking came to stand where it stands: every word, report and decision, with its proof.

    Example: foedus followup history undertaking-8c2f11aa

    `foedus followup` can print all of it as data.
    """
    seat = node.seat(compact)
    now, followed = _followed(seat)
    asked = ruling.undertaking_in(now, undertaking)
    one = next(one for one in followed if one.undertaking.id == asked.id)
    gist = printing.words(asked.gist, seat.home.language)
    printing.say(
        f"{asked.id} · {gist}", *(f"  {_changed(change, seat.home.language)}" for change in one.history)
    )


def _followed(seat: node.Seat) -> tuple[Register, tuple[FollowUp, ...]]:
    now = register(seat.held, party=seat.home.party, on=clock.today())
    return now, following.followed(now, compact=seat.compact)


def _decide(
    undertaking: str, verdict: Verdict, *, item: str | None = None, reason: str, compact: str | None
) -> None:
    seat = node.seat(compact)
    with seat.home.locked():
        now = register(seat.held, party=seat.home.party, on=clock.today())
        decided = ruling.rule(now, undertaking, verdict, compact=seat.compact, item=item, note=reason)
    printing.say(
        f"Decided, for us alone: {_decided(decided)}.",
        _stands(seat, undertaking),
        f"Take it back with `foedus followup undo {undertaking}`.",
    )


def _decided(one: Ruling) -> str:
    return f"{one.undertaking} {_ASKED[one.verdict].format(item=one.item)}"


def _stands(seat: node.Seat, undertaking: str) -> str:
    _, followed = _followed(seat)
    state = next(one.state for one in followed if one.undertaking.id == undertaking)
    return f"It stands as {state}."


def _told(one: FollowUp, language: Language, *, most: int | None) -> list[str]:
    said = one.undertaking
    gist = printing.shortened(printing.words(said.gist, language), 80)
    due = f"due {said.due}" if said.due else ""
    by = f"by {', '.join(said.by)}" if said.by else ""
    on = f"on {', '.join(said.on)}" if said.on else ""
    alone = "ours alone" if one.ours_alone else ""
    facts = (one.state, said.force, by, on, said.domain, due, alone)
    lines = [f"{said.id} · {gist}", f"  {' · '.join(filter(None, facts))}"]
    if said.source:
        lines.append(f"  « {' '.join(said.source.words.split())} »")
        lines.append(f"    {said.source.title}, {said.source.published or 'undated'}")
    lines += [f"  {_word(report)}" for report in one.words if report.stage]
    lines += [f"  decided, for us alone: {_ended(each)}" for each in one.rulings if each.item is None]
    lines += [f"  {_answer(answer, language)}" for answer in one.answers if answer.linked]
    lines += [f"  {_answer(answer, language)}" for answer in one.proposals[:most]]
    more = len(one.proposals[most:]) if most else 0
    return [*lines, f"  and {more} weaker proposals: `foedus followup --proposals`"] if more else lines


def _word(report: Report) -> str:
    proof = ", ".join((*report.items, *(document[:12] for document in report.documents)))
    return f"{report.party} says {report.stage}, {report.on}" + (f", shown by {proof}" if proof else "")


def _ended(one: Ruling) -> str:
    return f"{_ASKED[one.verdict]}, {one.on}" + (f": {one.note}" if one.note else "")


def _answer(answer: Answer, language: Language) -> str:
    wording = getattr(answer.item, "title", None) or getattr(answer.item, "gist", None)
    title = printing.words(wording, language) if wording else str(getattr(answer.item, "kind", ""))
    place = getattr(answer.item, "place", "")
    when = f", {answer.on}" if answer.on else ", nothing reported"
    shown = f"{answer.item.id} · {printing.shortened(title, 60)}{', ' + place if place else ''}{when}"
    why = ", ".join(answer.why)
    if answer.linked:
        return f"{'said again by' if answer.restates else 'served by'} {shown} ({why})"
    words = f"; words: {', '.join(answer.words[:4])}" if answer.words else ""
    how = "perhaps said again by" if answer.restates else "perhaps answered by"
    return f"{how} {shown} ({answer.rank}: {why}{words})"


def _changed(change: Change, language: Language) -> str:
    note = change.note if isinstance(change.note, str) else printing.words(change.note, language)
    who, shown = ", ".join(change.by), ", ".join(name[:40] for name in change.evidence)
    match change.why:
        case Cause.GIVEN:
            told = f"said by {who}" if who else "said"
        case Cause.LINKED:
            told = f"linked: {shown}"
        case Cause.REPORTED:
            told = f"{who} reported on {shown}"
        case Cause.WORD:
            told = f"{who}'s own word: {change.said}" + (f", shown by {shown}" if shown else "")
        case Cause.RESTATED:
            told = f"said again: {shown}"
        case Cause.RULED:
            told = f"decided, for us alone: {change.said}" + (f", shown by {shown}" if shown else "")
        case Cause.DUE:
            told = "its time is over"
    words = f": {note}" if note else ""
    return f"{change.on or 'no date'!s:<10}  {change.state:<17}  {told}{words}"


def _plain(one: FollowUp) -> dict[str, Any]:
    said = one.undertaking
    return {
        "undertaking": said.id,
        "gist": dict(said.gist),
        "force": said.force.value,
        "by": list(said.by),
        "on": list(said.on),
        "domain": said.domain,
        "due": str(said.due) if said.due else None,
        "state": one.state.value,
        "ours_alone": one.ours_alone,
        "words": {report.party: report.stage for report in one.words if report.stage},
        "answers": [_plain_answer(answer) for answer in one.answers],
        "rulings": list(_plain_rulings(one.rulings)),
        "history": [
            {
                "on": str(change.on) if change.on else None,
                "state": change.state.value,
                "by": list(change.by),
                "evidence": list(change.evidence),
                "why": change.why.value,
                "said": change.said.value if change.said else None,
            }
            for change in one.history
        ],
    }


def _plain_answer(answer: Answer) -> dict[str, Any]:
    return {
        "item": answer.item.id,
        "linked": answer.linked,
        "restates": answer.restates,
        "rank": answer.rank,
        "why": [reason.value for reason in answer.why],
        "words": list(answer.words),
        "on": str(answer.on) if answer.on else None,
        "ours_alone": answer.ours_alone,
    }


def _plain_rulings(made: Iterable[Ruling]) -> Iterable[dict[str, Any]]:
    for one in made:
        yield {"verdict": one.verdict.value, "item": one.item, "on": str(one.on), "note": one.note}
