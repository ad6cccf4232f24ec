"""A brief as PDF: laid out by typst, archival (PDF/A-2a) and accessible (PDF/UA-1).

The same brief at the same time gives the same bytes: only the fonts inside typst are
used. Where a text needs a script they lack, the machine's fonts are taken in, and the
bytes then depend on the machine. Where it has none either, the letters show as empty
boxes, and the file claims no standard that it does not keep.
"""

import datetime
import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from attrs import asdict

from foedus.reporting.figure import TEAL, figure
from foedus.reporting.paper import Brief, OursAlone, Sign
from foedus.reporting.ring import ring
from foedus.reporting.wording import Words, words


def pdf(brief: Brief, *, at: datetime.datetime) -> bytes:
    """Lay a brief out as PDF.

    Args:
        brief: what it says.
        at: the time written into the file; with its zone.
    """
    inputs = {
        "brief": json.dumps(_data(brief), ensure_ascii=False),
        "words": json.dumps(_labels(words(brief.language)), ensure_ascii=False),
        "figure": figure(brief.overview),
    }
    for system_fonts in (False, True):
        try:
            return _compiled(inputs, at, system_fonts=system_fonts, archival=True)
        except typst.TypstError:  # a letter that no font at hand has: the standards forbid it
            continue
    return _compiled(inputs, at, system_fonts=True, archival=False)


def _compiled(inputs: dict[str, str], at: datetime.datetime, *, system_fonts: bool, archival: bool) -> bytes:
    return typst.compile(
        _layout(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"] if archival else [],
        ignore_system_fonts=not system_fonts,
        timestamp=at,
    )


@cache
def _layout() -> bytes:
    return files("foedus.reporting").joinpath("brief.typ").read_bytes()


def _labels(spoken: Words) -> dict[str, str]:
    return {key: text for key, text in spoken.table.items() if "." not in key}


def _data(brief: Brief) -> dict[str, Any]:
    return asdict(brief, value_serializer=_laid_out)


def _laid_out(_: object, __: object, value: Any) -> Any:
    match value:
        case Sign():
            return {"ring": ring(value.arcs, color=TEAL), "words": value.words}
        case OursAlone() if not value:
            return None
        case datetime.date():
            return value.isoformat()
        case _:
            return value
