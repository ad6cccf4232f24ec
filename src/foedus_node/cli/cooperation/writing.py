"""Writing papers: minutes, delegation lists, letters, programmes, dossiers, annual reports."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from foedus import terms
from foedus.reporting.annual import annual
from foedus.reporting.delegation_list import delegation_list
from foedus.reporting.dossier import Noted, concerned, dossier
from foedus.reporting.frame import Frame, framed
from foedus.reporting.invitation import invitation
from foedus.reporting.layout.blocks import Paper
from foedus.reporting.layout.docx import docx
from foedus.reporting.layout.pdf import pdf
from foedus.reporting.minutes import minutes
from foedus.reporting.programme import programme
from foedus.terms import Date, ItemId, Party
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.cli.record.papers import ministries
from foedus_node.desk.register import register
from foedus_node.errors import FileError, ValueRefusedError
from foedus_node.storage.private.notes import notes_on
from foedus_node.storage.private.rulings import rulings

Which: TypeAlias = Literal["minutes", "delegation", "invitation", "programme", "dossier", "annual"]
Format: TypeAlias = Literal["pdf", "docx"]

_FORMATS: tuple[Format, ...] = ("pdf", "docx")
_SHAREABLE = "dossier"


def write(
    paper: Annotated[Which, Parameter(help="Which paper.")],
    item: Annotated[
        str, Parameter(help="The mechanism, the activity or the occasion; the plan for `annual`.")
    ],
    /,
    *,
    out: Annotated[Path, Parameter(help="The folder for the papers.")] = Path(),
    language: Annotated[
        list[str] | None, Parameter(help="en, fr, vi, lo or km; the node's own if not given.")
    ] = None,
    form: Annotated[
        list[Format] | None, Parameter(name="--format", help="pdf or docx; both if not given.")
    ] = None,
    classification: Annotated[
        list[str] | None, Parameter(help="The line at the head of each page, as LANGUAGE=WORDS.")
    ] = None,
    ministry: Annotated[
        list[str] | None, Parameter(help="What a party's ministry is called, as PARTY=WORDS.")
    ] = None,
    on: Annotated[str | None, Parameter(help="As of which day; today if not given.")] = None,
    shared: Annotated[bool, Parameter(help="Leave out of the dossier what is ours alone.")] = False,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Write a paper: minutes, delegation, invitation, programme, dossier or annual report.

    Example: foedus write minutes dialogue-2026 --language en --language fr --out papers
    Example: foedus write dossier visit-2026 --shared --format pdf

    Only the dossier has a part that is ours alone; every other paper tells what all can see. The
    same paper of the same day is the same PDF, byte for byte.
    """
    seat = node.seat(compact)
    day = node.taken("--on", on, Date.parse).last if on else clock.today()
    if out.exists() and not out.is_dir():
        raise FileError(path=str(out), reason="it is a file, and a folder is needed")
    if shared:
        _refuse_whole(paper)
    now = register(seat.held, party=seat.home.party, on=day)
    title = {terms.Language(tag): words for tag, words in seat.held.charter.title.items()}
    frames = [
        framed(
            now,
            language=node.taken("--language", tag, terms.language),
            compact=title,
            classification=node.wording("--classification", classification),
            ministries=ministries(ministry, seat),
        )
        for tag in language or [seat.home.language]
    ]
    made = [_made(paper, frame, item, seat=seat) for frame in frames]
    out.mkdir(parents=True, exist_ok=True)
    name = f"{paper}-{item}-shared" if shared else f"{paper}-{item}"
    written = [
        _written(one.shared() if shared else one, out / f"{name}-{one.language}.{suffix}", suffix)
        for one in made
        for suffix in form or _FORMATS
    ]
    printing.data(written) if json else printing.say(*(f"Wrote {path}" for path in written))


def _refuse_whole(paper: Which) -> None:
    if paper != _SHAREABLE:
        reason = f"{paper} has no part that is ours alone; only the dossier has"
        raise ValueRefusedError(name="--shared", reason=reason)


def _written(paper: Paper, path: Path, form: Format) -> str:
    files.write(path, _laid_out(paper, form))
    return str(path)


def _made(paper: Which, frame: Frame, item: str, *, seat: node.Seat) -> Paper:
    name = ItemId(item)
    match paper:
        case "minutes":
            return minutes(frame, name, heads={Party(party): head for party, head in seat.held.heads.items()})
        case "dossier":
            notes = {one: [*_noted(one)] for one in concerned(frame, name)}
            return dossier(frame, name, notes=notes, rulings=rulings())
        case _:
            return _PAPERS[paper](frame, name)


_PAPERS: Mapping[str, Callable[[Frame, ItemId], Paper]] = {
    "delegation": delegation_list,
    "invitation": invitation,
    "programme": programme,
    "annual": annual,
}
"""The papers for which the register is enough."""


def _noted(item: ItemId) -> list[Noted]:
    return [Noted(field=one.field, value=one.value, on=one.at.date()) for one in notes_on(item)]


def _laid_out(paper: Paper, form: Format) -> bytes:
    """The paper as a file; the moment written into a PDF is its day's beginning, not the clock's."""
    day = datetime.datetime.combine(paper.on, datetime.time(), datetime.UTC)
    return pdf(paper, at=day) if form == "pdf" else docx(paper)
