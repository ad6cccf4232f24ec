"""Reporting on one's own part, and the brief for the next meeting."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus import terms
from foedus.cooperation.activity import Activity
from foedus.cooperation.report import Outcome, Report, check_stage
from foedus.reporting.brief import brief as brief_for
from foedus.reporting.docx import docx
from foedus.reporting.pdf import pdf
from foedus.terms import Date, ItemId
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.desk.register import body_of, register
from foedus_node.errors import FileError, UnknownNameError
from foedus_node.storage.common import speaking


def report(
    item: Annotated[str, Parameter(help="The item in force reported on.")],
    /,
    *,
    stage: Annotated[str | None, Parameter(help="The stage reached, of the activity's kind.")] = None,
    outcome: Annotated[str | None, Parameter(help="met, missed or exceeded.")] = None,
    on: Annotated[str | None, Parameter(help="The day of what is reported; today if not given.")] = None,
    note: Annotated[str | None, Parameter(help="A few words; the other parties will read them.")] = None,
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """Report on our own part of an activity. Our signature alone suffices; the others receive it.

    Example: foedus report activity-7k3fqm --stage talks --on 2026-03-12 --note "Held in Vientiane."
    """
    seat = node.seat(compact)
    language = seat.home.language
    now = register(seat.held, party=seat.home.party, on=clock.today(), reports_on=())
    force = now.in_force.get(ItemId(item))
    if force is None:
        raise UnknownNameError(what="item in force", name=item, where="`foedus show` lists what is in force.")
    said = Report(
        party=seat.home.party,
        item=ItemId(item),
        stage=stage,
        outcome=node.taken("--outcome", outcome, _outcome) if outcome else None,
        on=node.taken("--on", on, Date.parse) if on else Date.on(clock.today()),
        note={language: note} if note else {},
    )
    if isinstance(force.item, Activity):
        check_stage(said, force.item)
    with seat.home.locked():
        speaking.report(seat.compact, node.voice(seat.home, office), body_of(said))
    parts = " · ".join(filter(None, (said.stage, said.outcome, note)))
    printing.say(f"Reported on {item}, {said.on}: {parts}", "Send it with `foedus export`.")


def brief(
    occasion: Annotated[str, Parameter(help="The mechanism or the activity for whose next meeting it is.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="The folder for the papers.")] = Path(),
    language: Annotated[list[str] | None, Parameter(help="en or fr; the node's own if not given.")] = None,
    classification: Annotated[
        list[str] | None, Parameter(help="The line at the head of each page, as LANGUAGE=WORDS.")
    ] = None,
    on: Annotated[str | None, Parameter(help="As of which day; today if not given.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Write the brief for the next session of a mechanism or the next visit: PDF and DOCX.

    Example: foedus brief mechanism-defence-policy-dialogue-la-vn --language en --language fr --out papers

    The part headed "Ours alone" stands on pages of its own, so that it can be taken out.
    """
    seat = node.seat(compact)
    day = node.taken("--on", on, Date.parse).last if on else clock.today()
    if out.exists() and not out.is_dir():
        raise FileError(path=str(out), reason="it is a file, and a folder is needed")
    now = register(seat.held, party=seat.home.party, on=day)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for tag in language or [seat.home.language]:
        tongue = node.taken("--language", tag, terms.language)
        paper = brief_for(
            now,
            occasion=ItemId(occasion),
            on=day,
            language=tongue,
            compact={terms.Language(tag): words for tag, words in seat.held.charter.title.items()},
            classification=node.wording("--classification", classification),
        )
        for suffix, data in (("pdf", pdf(paper, at=clock.now())), ("docx", docx(paper))):
            path = out / f"brief-{occasion}-{tongue}.{suffix}"
            files.write(path, data)
            written.append(str(path))
    printing.data(written) if json else printing.say(*(f"Wrote {path}" for path in written))


def _outcome(text: str) -> Outcome:
    if text not in list(Outcome):
        raise ValueError(f"{text!r} is none of {', '.join(Outcome)}")
    return Outcome(text)
