"""The pen that our figures share: its colours, and how words, rules and bars are set where they were placed.

Altair draws. Text is placed, never measured, so that the same figure gives the same bytes on
machines with other fonts.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import altair as alt
import vl_convert
from attrs import asdict, frozen

from foedus.reporting.layout.lettering import outlined

INK, GREY, PAPER = "#1f1d1a", "#6b665e", "#fdfbf6"
TEAL, TINT, BRICK, RULE = "#0b5351", "#bcd6d3", "#9a3b26", "#ddd6c8"
WIDTH = 480

_FONT = "Libertinus Serif"
_Align: TypeAlias = Literal["left", "center", "right"]


@frozen
class Mark:
    """A mark at a place; what it means is drawn by its maker."""

    x: float
    y: float
    sort: str


@frozen
class Text:
    """Words at a place."""

    x: float
    y: float
    words: str


@frozen
class Rule:
    """A line from one place to another."""

    x: float
    y: float
    x2: float
    y2: float


@frozen
class Box:
    """A box from corner to corner."""

    x: float
    y: float
    x2: float
    y2: float
    sort: str


# Places are given in units of the drawing itself: no scale stands between.
X, Y = alt.X("x:Q", axis=None, scale=None), alt.Y("y:Q", axis=None, scale=None)


def placed(values: Iterable[Mark | Text | Rule | Box]) -> alt.InlineData:
    """Places as the drawing takes them."""
    return alt.InlineData(values=[asdict(value) for value in values])


def rules(found: Iterable[Rule], color: str) -> alt.Chart:
    """Lines in a colour."""
    chart = alt.Chart(placed(found)).mark_rule(color=color, strokeWidth=0.7)
    drawn: alt.Chart = chart.encode(x=X, y=Y, x2="x2:Q", y2="y2:Q")
    return drawn


def texts(found: Iterable[Text], align: _Align, color: str, *, size: float) -> alt.Chart:
    """Words in a colour and a size."""
    chart = alt.Chart(placed(found)).mark_text(
        align=align, baseline="middle", font=_FONT, fontSize=size, color=color
    )
    drawn: alt.Chart = chart.encode(x=X, y=Y, text="words:N")
    return drawn


def svg(layers: Iterable[alt.Chart], *, height: float) -> str:
    """The layers as one drawing, 480 units wide."""
    chart = alt.layer(*layers).properties(
        autosize=alt.AutoSizeParams(type="none"),
        width=WIDTH,
        height=height,
        padding=0,
        background="transparent",
        view=alt.ViewConfig(stroke=None),
    )
    return outlined(str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=_version())))


def cut(words: str, most: int) -> str:
    """Words cut where they would run into what stands beside them."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _version() -> str:
    major, minor, *_ = alt.SCHEMA_VERSION.lstrip("v").split(".")
    return f"{major}.{minor}"
