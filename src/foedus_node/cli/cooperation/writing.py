"""Writing papers: minutes, delegation lists, letters, programmes, dossiers, annual reports."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from foedus import terms
from foedus.reporting.layout.blocks import Paper
from foedus.reporting.layout.form import FORMS, Form, laid_out
from foedus.terms import Date, ItemId
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.cli.record.papers import ministries
from foedus_node.desk import writing
from foedus_node.desk.ordering import Order
from foedus_node.desk.register import register
from foedus_node.errors import FileError, ValueRefusedError

Which: TypeAlias = Literal["minutes", "delegation", "invitation", "programme", "dossier", "annual"]

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
        list[Form] | None, Parameter(name="--format", help="pdf or docx; both if not given.")
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
    _refuse_file(out)
    if shared:
        _refuse_whole(paper)
    now = register(seat.held, party=seat.home.party, on=day)
    title = {terms.Language(tag): words for tag, words in seat.held.charter.title.items()}
    orders = [
        Order(
            paper=paper,
            item=ItemId(item),
            language=node.taken("--language", tag, terms.language),
            compact=title,
            classification=node.wording("--classification", classification),
            ministries=ministries(ministry, seat),
        )
        for tag in language or [seat.home.language]
    ]
    made = [writing.write(order, now, compact=seat.compact, heads=seat.held.heads) for order in orders]
    out.mkdir(parents=True, exist_ok=True)
    name = f"{paper}-{item}-shared" if shared else f"{paper}-{item}"
    written = [
        _written(one.shared() if shared else one, out / f"{name}-{one.language}.{suffix}", suffix)
        for one in made
        for suffix in form or FORMS
    ]
    printing.data(written) if json else printing.say(*(f"Wrote {path}" for path in written))


def _refuse_file(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise FileError(path=str(out), reason="it is a file, and a folder is needed")


def _refuse_whole(paper: Which) -> None:
    if paper != _SHAREABLE:
        reason = f"{paper} has no part that is ours alone; only the dossier has"
        raise ValueRefusedError(name="--shared", reason=reason)


def _written(paper: Paper, path: Path, form: Form) -> str:
    files.write(path, laid_out(paper, form))
    return str(path)
