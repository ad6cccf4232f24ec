"""Looking: how every act stands and what waits for us."""

from typing import Any

from foedus.record.holding import Holding
from foedus.record.standing import State
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import kinds
from foedus_node.cli.record.reaching import plain as plain_peers
from foedus_node.cli.record.reaching import reached
from foedus_node.desk import approving
from foedus_node.desk.acts import ordered, waiting
from foedus_node.desk.alarms import Fork, Strange, alarms
from foedus_node.desk.register import unreadable
from foedus_node.errors import NoCompactError
from foedus_node.storage.common import documents, ledger, peers
from foedus_node.storage.private import drafts, papers


def status(*, compact: node.Compact = None, json: node.Json = False) -> None:
    """Show what waits for us, how every act stands, and where each log ends.

    Example: foedus status
    """
    here = node.home()
    if not ledger.compacts():
        if json:
            printing.data([])
            return
        nothing = NoCompactError()
        printing.say(f"{here.ministry} ({here.party}).", _open_work(), str(nothing), nothing.advice)
        return
    seats = [node.seat(compact)] if compact else [node.seat(name) for name in ledger.compacts()]
    if json:
        printing.data([_plain_status(seat) for seat in seats])
        return
    for seat in seats:
        printing.say(*_headed(seat))
        printing.table(
            ("", "Act", "What it is", "How it stands"),
            _rows(seat),
            wrap=("What it is", "How it stands"),
        )
        printing.say("", *_heads(seat), *_alarms(seat), "")
    printing.say(_open_work())


def _headed(seat: node.Seat) -> tuple[str, ...]:
    title = printing.words(seat.held.charter.title, seat.home.language)
    return (f"{title} · {', '.join(seat.held.parties)} · compact {seat.compact[:12]}", "")


def _rows(seat: node.Seat) -> list[tuple[str, ...]]:
    held, tongue = seat.held, seat.home.language
    return [
        (_ring(held, name), name[:12], printing.words(act.title, tongue), stands(held, name, seat.home.party))
        for name, act in ordered(held)
    ]


def stands(held: Holding, name: str, party: str) -> str:
    """How an act stands, in words nobody can misread."""
    standing = held.settlement.standings[name]
    match held.settlement.state(name, party=party):
        case State.IN_FORCE:
            return in_force(held, name)
        case State.VOID:
            return f"void: replaced by act {held.settlement.void[name][:12]}"
        case State.DECLINED:
            words = (word for word in held.words_on(name) if word.declined)
            return "; ".join(
                f"declined by {word.party}" + (f": {word.reason}" if word.reason else "") for word in words
            )
        case State.OFFERED:
            return (
                f"offered: we have signed, {', '.join(sorted(standing.awaited))} not yet; "
                "it may already be in force on their side"
            )
        case _:
            signed = ", ".join(sorted(standing.signed)) or "nobody"
            return f"signed by {signed}, not by us: not in force"


def in_force(held: Holding, name: str) -> str:
    """Since when an act is in force, or from when it will be."""
    since = held.since(name) or ""
    word = "since" if since <= clock.today().isoformat() else "from"
    return f"in force {word} {since}, signed by all"


def _ring(held: Holding, name: str) -> str:
    void = name in held.settlement.void
    return printing.ring(held.parties, held.settlement.standings[name], void=void)


def _open_work() -> str:
    proposals = len(papers.proposals(None, state="open"))
    begun = ", ".join(draft.name for draft in drafts.drafts())
    told = [
        f"{proposals} proposals to accept or reject" if proposals else "",
        f"drafts: {begun}" if begun else "",
    ]
    return "Ours alone: " + ("; ".join(filter(None, told)) or "nothing open") + "."


def _heads(seat: node.Seat) -> list[str]:
    heard = peers.heard(seat.compact)
    lines = []
    for party, head in seat.held.heads.items():
        if party == seat.home.party:
            lines.append(f"Our log ends at {head}.")
        else:
            last = heard[party][0].strftime("%-d %B %Y %H:%M UTC") if party in heard else "never"
            lines.append(f"{party}'s log ends at {head}, heard {last}.")
    lines += reached(seat)
    if many := len(documents.missing(seat.held)):
        lines.append(f"{printing.counted(many, 'document', 'documents')} not received: `foedus documents`.")
    awaited = waiting(seat.held, seat.home.party)
    return lines + [f"Waits for us: act {name[:12]}. {_next_step(seat, name)}" for name in awaited]


def _next_step(seat: node.Seat, name: str) -> str:
    """What is to be done with an act that waits for us."""
    found = approving.approved(seat.home, seat.held.acts[name])
    if found.is_enough:
        return f"Look with `foedus diff {name[:12]}`, then sign or decline."
    by = ", ".join(found.by) or "nobody"
    return f"Approved by {by}, {found.needed} needed: `foedus approve {name[:12]} --person NAME --key FILE`."


def _alarms(seat: node.Seat) -> list[str]:
    found = alarms(seat.compact, seat.held, party=seat.home.party)
    lines = [_forked(fork) for fork in found.forks]
    broken = [
        f"ALARM: {one.party} signed act {one.act[:12]} against its own earlier word: {one.reason}."
        for one in found.breaches
    ]
    proof = "  That log is the proof (`foedus export --all`); nothing is in force that we have not signed."
    lines += [*broken, proof] if broken else []
    lines += [
        f"{one.party} gave notice on {one.at[:10]}: it withdraws on {one.effective}." for one in found.notices
    ]
    lines += _strange(found.strange) if found.strange else []
    if found.awaited:
        lines.append(f"RECOVERING: nothing is signed until {', '.join(found.awaited)} was heard anew.")
    lines += [f"{bad.what} cannot be read." for bad in unreadable(seat.held)]
    return lines + kinds.warnings(seat.held)


def _forked(fork: Fork) -> str:
    proof = fork.proof
    if not fork.is_settled:
        where = f"at place {proof.seq} of its log"
        what_now = f"`foedus evidence {proof.party}` shows both, and what to do"
        return f"ALARM: {proof.party} signed two different entries {where}: {what_now}."
    return (
        f"Settled: another entry {proof.seq} of {proof.party}'s log was refused; it is signed with the key "
        f"{proof.kid[:12]}, which {proof.party} has withdrawn. Both are kept."
    )


def _strange(strange: Strange) -> list[str]:
    """What stands at the end of our own log that this node did not write, one line each."""
    way_out = "`foedus recover` if it was a restore, `foedus keys rotate` if it was a theft"
    lines = [
        f"ALARM: {strange.alarm.places} of our own log came back to us, not written by this node.",
        f"  Nothing is signed with their key: {way_out}.",
    ]
    for line in strange.entries:
        what = f" of act {line.act[:12]}" if line.act else ""
        lines.append(f"  entry {line.seq}: {line.type}{what}, dated {line.at}, key {line.kid[:12]}")
    return lines


def _plain_status(seat: node.Seat) -> dict[str, Any]:
    held, us = seat.held, seat.home.party
    state, strange = peers.recovering(seat.compact), peers.alarm(seat.compact)
    return {
        "compact": held.charter.hash,
        "title": dict(held.charter.title),
        "party": us,
        "parties": list(held.parties),
        "heads": {party: [head.seq, head.hash] for party, head in held.heads.items()},
        "acts": [
            {
                "act": name,
                "kind": act.kind.value,
                "title": dict(act.title),
                "state": held.settlement.state(name, party=us).value,
                "signed": sorted(held.settlement.standings[name].signed),
                "awaited": sorted(held.settlement.standings[name].awaited),
                "declined": sorted(held.settlement.standings[name].declined),
                "since": held.since(name),
            }
            for name, act in ordered(held)
        ],
        "waiting": list(waiting(held, us)),
        "forks": [{"party": proof.party, "seq": proof.seq} for proof in peers.forks(seat.compact)],
        "breaches": [{"party": party, "act": act} for party, act, _ in held.breaches()],
        "recovering": list(state[0]) if state else None,
        "peers": plain_peers(seat),
        "kinds_apart": kinds.plain_warnings(held),
        "strange": [strange.first, strange.last] if strange else None,
    }
