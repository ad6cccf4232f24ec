"""Numbers as calm bars: one row a thing, its parts beside each other, each part's number in it.

Parts differ in light as well as in colour, in an order that stays the same, and each bears its
number: the figure reads in black and white. The numbers stand once more in a table behind it.
"""

from collections.abc import Iterator, Sequence

import altair as alt

from foedus.reporting.layout.bar import BEGUN, COMING, DONE, LATE, LOST, Bar
from foedus.reporting.layout.drawing import (
    BRICK,
    GREY,
    INK,
    PAPER,
    RULE,
    TEAL,
    TINT,
    WIDTH,
    Box,
    Rule,
    Text,
    X,
    Y,
    cut,
    placed,
    rules,
    svg,
    texts,
)

_FILLS = {DONE: TEAL, BEGUN: TINT, COMING: PAPER, LATE: "#e9d3cb", LOST: BRICK}
_STROKES = {DONE: TEAL, BEGUN: TEAL, COMING: GREY, LATE: BRICK, LOST: BRICK}
_ON_DARK = {DONE, LOST}
_LABELS = 158.0
_END = 34.0
_ROW, _BAR, _HEAD = 17.0, 10.0, 6.0
_LONGEST = 36
_LEAST = 6  # so that a single thing is not drawn as long as the page is wide
_LETTER, _KEY = 4.6, 26.0


def bars(rows: Sequence[Bar], *, legend: Sequence[tuple[str, str]] = (), whole: int | None = None) -> str:
    """Draw rows of bars.

    Args:
        rows: the rows, from the top.
        legend: what the sorts of parts mean, in the order in which they stand.
        whole: the number at which a rule stands, for bars that are shares of it; their parts then
            bear no numbers.

    Returns:
        SVG, 480 units wide; empty where there is nothing to draw.
    """
    longest = max((sum(part.number for part in row.parts) for row in rows), default=0)
    if not longest:
        return ""
    most = max(longest, whole or _LEAST)
    unit = (WIDTH - _LABELS - _END) / most
    bottom = _HEAD + _ROW * len(rows)
    boxes = [box for at, row in enumerate(rows) for box in _boxes(row, at=at, unit=unit)]
    keys, words = _legend(legend, bottom + 14)
    layers = [
        rules([Rule(0, _HEAD + _ROW * at, WIDTH, _HEAD + _ROW * at) for at in range(len(rows) + 1)], RULE),
        _boxed([*boxes, *keys]),
        texts([_label(row, at) for at, row in enumerate(rows)], "right", INK, size=9.5),
        texts(
            [_end(row, at, unit=unit, whole=whole or 0) for at, row in enumerate(rows) if row.end],
            "left",
            GREY,
            size=8.5,
        ),
        texts(words, "left", GREY, size=8.5),
    ]
    if whole is None:
        layers.append(texts([*_numbers(boxes, unit, dark=True)], "center", PAPER, size=8))
        layers.append(texts([*_numbers(boxes, unit, dark=False)], "center", INK, size=8))
    else:
        at = _LABELS + whole * unit
        layers.append(rules([Rule(at, _HEAD, at, bottom + 3)], TEAL))
    return svg(layers, height=bottom + (24 if legend else 6))


def drawn(several: Sequence[tuple[Sequence[Bar], Sequence[tuple[str, str]]]]) -> list[str]:
    """Several figures as SVG: the rows of each, and its legend."""
    return [bars(rows, legend=legend) for rows, legend in several]


def _middle(at: int) -> float:
    return _HEAD + _ROW * (at + 0.5)


def _boxes(row: Bar, *, at: int, unit: float) -> Iterator[Box]:
    x = _LABELS
    for part in row.parts:
        if part.number:
            end = x + part.number * unit
            yield Box(x, _middle(at) - _BAR / 2, end, _middle(at) + _BAR / 2, part.sort)
            x = end


def _label(row: Bar, at: int) -> Text:
    return Text(_LABELS - 10, _middle(at), cut(row.label, _LONGEST))


def _end(row: Bar, at: int, *, unit: float, whole: int) -> Text:
    """What stands at a bar's end; beyond the rule, where there is one."""
    reached = max(sum(part.number for part in row.parts), whole)
    return Text(_LABELS + reached * unit + 5, _middle(at), row.end)


def _numbers(boxes: Sequence[Box], unit: float, *, dark: bool) -> Iterator[Text]:
    """The numbers that fit into their parts."""
    for box in boxes:
        number = str(round((box.x2 - box.x) / unit))
        if (box.sort in _ON_DARK) == dark and box.x2 - box.x > _LETTER * len(number) + 2:
            yield Text((box.x + box.x2) / 2, (box.y + box.y2) / 2 + 0.5, number)


def _legend(legend: Sequence[tuple[str, str]], y: float) -> tuple[list[Box], list[Text]]:
    x, keys, words = _LABELS, [], []
    for sort, name in legend:
        keys.append(Box(x, y - 4, x + 11, y + 4, sort))
        words.append(Text(x + 15, y, name))
        x += _KEY + _LETTER * len(name)
    return keys, words


def _boxed(boxes: Sequence[Box]) -> alt.Chart:
    def scale(of: dict[str, str]) -> alt.Scale:
        return alt.Scale(domain=[*of], range=[*of.values()])

    chart = alt.Chart(placed(boxes)).mark_rect(strokeWidth=0.8, opacity=1)
    drawn: alt.Chart = chart.encode(
        x=X,
        y=Y,
        x2="x2:Q",
        y2="y2:Q",
        stroke=alt.Stroke("sort:N", legend=None, scale=scale(_STROKES)),
        fill=alt.Fill("sort:N", legend=None, scale=scale(_FILLS)),
    )
    return drawn
