"""Setting a layout of ours with typst: which fonts there are, what is claimed of the file.

With the fonts that are installed with Foedus (typst's own, and those for Lao, Khmer, Thai and
Burmese) the same inputs give the same bytes. The machine's fonts can be taken in for other
scripts; the bytes then depend on the machine. Where it has none either, the letters show as
empty boxes, and the file must claim no standard that it does not keep.
"""

import datetime
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

import typst

OWN, MACHINE = "own", "machine"
"""Only the fonts that are installed with Foedus; the machine's besides."""

Standards: TypeAlias = tuple[Literal["a-2a", "a-3b", "ua-1"], ...]
ARCHIVAL: Standards = ("a-3b",)
"""Archival, with attachments (PDF/A-3b)."""
ACCESSIBLE: Standards = ("a-2a", "ua-1")
"""Archival, and to be read aloud (PDF/A-2a and PDF/UA-1)."""


def typeset(
    layout: str,
    inputs: Mapping[str, str],
    *,
    at: datetime.datetime,
    fonts: str,
    standards: Standards = ARCHIVAL,
) -> bytes | None:
    """Set a layout as PDF that keeps the standards.

    Args:
        layout: the layout's file in this room.
        inputs: what it says, as the layout reads it.
        at: the moment written into the file.
        fonts: `own` or `machine`.
        standards: what the file claims.

    Returns:
        The PDF; None if a letter is in none of the fonts, which the standards forbid.
    """
    try:
        return _compiled(layout, inputs, at=at, fonts=fonts, standards=standards)
    except typst.TypstError:
        return None


def typeset_somehow(layout: str, inputs: Mapping[str, str], *, at: datetime.datetime) -> bytes:
    """Set a layout with the machine's fonts, letters that they lack as empty boxes, claiming no standard."""
    return _compiled(layout, inputs, at=at, fonts=MACHINE, standards=())


def marked(layout: str, inputs: Mapping[str, str], label: str, *, fonts: str) -> list[dict[str, Any]]:
    """The values that a layout marks with a label, once it is set."""
    found: list[dict[str, Any]] = json.loads(
        typst.query(
            _read(layout), f"<{label}>", field="value", sys_inputs=dict(inputs), font_paths=typefaces(fonts)
        )
    )
    return found


def _compiled(
    layout: str,
    inputs: Mapping[str, str],
    *,
    at: datetime.datetime,
    fonts: str,
    standards: Standards,
) -> bytes:
    return typst.compile(
        _read(layout),
        format="pdf",
        sys_inputs=dict(inputs),
        pdf_standards=[*standards],
        font_paths=typefaces(fonts),
        timestamp=at,
    )


@cache
def _read(layout: str) -> bytes:
    return files("foedus.reporting").joinpath(layout).read_bytes()


@cache
def typefaces(chosen: str) -> typst.Fonts:
    """The fonts there are: `own` or `machine`."""
    folder = str(files("justmytype_intl_sea").joinpath("fonts"))
    return typst.Fonts(include_system_fonts=chosen == MACHINE, font_paths=[folder])
