"""The brief for the next meeting, as papers."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus import terms
from foedus.reporting.layout.form import FORMS, laid_out
from foedus.terms import Date, ItemId
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.desk import writing
from foedus_node.desk.ordering import Order
from foedus_node.desk.register import register
from foedus_node.errors import FileError


def brief(
    occasion: Annotated[str, Parameter(help="The mechanism or the activity for whose next meeting it is.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="The folder for the papers.")] = Path(),
    language: Annotated[
        list[str] | None, Parameter(help="en, fr, vi, lo or km; the node's own if not given.")
    ] = None,
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
    title = {terms.Language(tag): words for tag, words in seat.held.charter.title.items()}
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for tag in language or [seat.home.language]:
        order = Order(
            paper="brief",
            item=ItemId(occasion),
            language=node.taken("--language", tag, terms.language),
            compact=title,
            classification=node.wording("--classification", classification),
        )
        paper = writing.write(order, now, compact=seat.compact, heads=seat.held.heads)
        for form in FORMS:
            path = out / f"{order.name}.{form}"
            files.write(path, laid_out(paper, form, clock.now()))
            written.append(str(path))
    printing.data(written) if json else printing.say(*(f"Wrote {path}" for path in written))
