"""A paper as PDF: laid out by typst, archival (PDF/A-2a) and accessible (PDF/UA-1).

The same paper at the same time gives the same bytes: only the fonts that are installed with
Foedus are used. Where a text needs a script they lack, the machine's fonts are taken in, and
the bytes then depend on the machine. Where it has none either, the letters show as empty
boxes, and the file claims no standard that it does not keep.
"""

import datetime
import json
from typing import Any

from attrs import asdict

from foedus.reporting.layout.blocks import Block, Paper, Signatures
from foedus.reporting.layout.drawing import TEAL
from foedus.reporting.layout.ring import ring
from foedus.reporting.layout.typesetting import ACCESSIBLE, MACHINE, OWN, typeset, typeset_somehow
from foedus.reporting.paper import Sign
from foedus.reporting.wording import words

_LAYOUT = "layout/paper.typ"


def pdf(paper: Paper, *, at: datetime.datetime) -> bytes:
    """Lay a paper out as PDF.

    Args:
        paper: what it says.
        at: the time written into the file; with its zone.
    """
    spoken = words(paper.language)
    inputs = {
        "paper": json.dumps(_data(paper), ensure_ascii=False),
        "words": json.dumps(dict(spoken.plain), ensure_ascii=False),
    }
    for fonts in (OWN, MACHINE):
        if data := typeset(_LAYOUT, inputs, at=at, fonts=fonts, standards=ACCESSIBLE):
            return data
    return typeset_somehow(_LAYOUT, inputs, at=at)


def _data(paper: Paper) -> dict[str, Any]:
    shared, ours = map(_blocks, (paper.blocks, paper.ours_alone))
    told = {**asdict(paper, recurse=False), "on": paper.on.isoformat()}
    return {**told, "blocks": shared, "ours_alone": ours}


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [_block(one) for one in blocks]


def _block(one: Block) -> dict[str, Any]:
    told = {"block": type(one).__name__, **asdict(one, value_serializer=_laid_out)}
    return {**told, "above": _blocks(one.above)} if isinstance(one, Signatures) else told


def _laid_out(_: object, __: object, value: Any) -> Any:
    return {"ring": ring(value.arcs, color=TEAL), "words": value.words} if isinstance(value, Sign) else value
