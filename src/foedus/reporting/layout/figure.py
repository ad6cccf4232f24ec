"""The plan by domain as one calm figure: a lane for each domain, a mark for each line, months across.

Where a mark stands is computed here; `drawing` holds the pen. Shapes differ as well as colours:
the figure reads in black and white.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import altair as alt

from foedus.oversight.progress import Progress
from foedus.reporting.layout.drawing import (
    BRICK,
    GREY,
    INK,
    PAPER,
    RULE,
    TEAL,
    TINT,
    WIDTH,
    Mark,
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
from foedus.reporting.paper import Lane, Overview

_LABELS = 158.0
_ROW = 13.0
_HEAD = 16.0
_MONTHLESS = 46.0
_PER_ROW = 2
_LONGEST = 36
_SIZE = 62
_SHAPES = {
    Progress.CARRIED_OUT: "circle",
    Progress.UNDER_WAY: "circle",
    Progress.TO_COME: "circle",
    Progress.LATE: "diamond",
    Progress.MISSED: "M-.8,-.8L.8,.8M-.8,.8L.8,-.8",
}
_STROKES = {
    Progress.CARRIED_OUT: TEAL,
    Progress.UNDER_WAY: TEAL,
    Progress.TO_COME: GREY,
    Progress.LATE: BRICK,
    Progress.MISSED: BRICK,
}
_FILLS = {
    Progress.CARRIED_OUT: TEAL,
    Progress.UNDER_WAY: TINT,
    Progress.TO_COME: PAPER,
    Progress.LATE: PAPER,
    Progress.MISSED: PAPER,
}


def figure(overview: Overview) -> str:
    """Draw the plan by domain.

    Returns:
        SVG, 480 units wide, as high as its lanes need; empty where the plan has no lines.
    """
    if not overview.lanes:
        return ""
    tops = list(_tops(overview.lanes, overview))
    bottom = tops[-1]
    lanes = list(zip(overview.lanes, pairwise(tops), strict=True))
    names = [Text(_LABELS - 10, (top + end) / 2, cut(lane.domain, _LONGEST)) for lane, (top, end) in lanes]
    heads = [Text(_middle(month, overview), _HEAD - 8, name) for month, name in enumerate(overview.months)]
    if _has_monthless(overview):
        heads.append(Text(_middle(None, overview), _HEAD - 8, overview.no_month))
    between = [Rule(0, top, WIDTH, top) for top in tops]
    marks = [mark for lane, (top, _) in lanes for mark in _marks(lane, top=top, overview=overview)]
    layers = [
        rules(between, RULE),
        texts(names, "right", INK, size=9.5),
        texts(heads, "center", GREY, size=8),
    ]
    if overview.today is not None:
        today = _start(overview) + overview.today * _cell(overview)
        layers.append(rules([Rule(today, _HEAD, today, bottom + 4)], TEAL))
        layers.append(texts([Text(today, bottom + 10, overview.today_words)], "center", TEAL, size=8))
    legend_marks, legend_words = _legend(overview, bottom + 25)
    layers += [_points(marks + legend_marks), texts(legend_words, "left", GREY, size=8.5)]
    return svg(layers, height=bottom + 34)


def _tops(lanes: Iterable[Lane], overview: Overview) -> Iterator[float]:
    top = _HEAD
    yield top
    for lane in lanes:
        fullest = max(_crowd(lane, month) for month in (None, *range(len(overview.months))))
        top += max(1, -(-fullest // _PER_ROW)) * _ROW + 7
        yield top


def _crowd(lane: Lane, month: int | None) -> int:
    return sum(line.month == month for line in lane.lines)


def _has_monthless(overview: Overview) -> bool:
    return any(line.month is None for lane in overview.lanes for line in lane.lines)


def _start(overview: Overview) -> float:
    return _LABELS + (_MONTHLESS if _has_monthless(overview) else 0)


def _cell(overview: Overview) -> float:
    return (WIDTH - _start(overview)) / len(overview.months)


def _middle(month: int | None, overview: Overview) -> float:
    return _LABELS + _MONTHLESS / 2 if month is None else _start(overview) + (month + 0.5) * _cell(overview)


def _marks(lane: Lane, *, top: float, overview: Overview) -> Iterator[Mark]:
    for month in (None, *range(len(overview.months))):
        here = [line for line in lane.lines if line.month == month]
        middle = _middle(month, overview)
        for index, line in enumerate(here):
            row, place = divmod(index, _PER_ROW)
            beside = min(_PER_ROW, len(here) - row * _PER_ROW)
            x = middle + (place - (beside - 1) / 2) * min(11, _cell(overview) / _PER_ROW)
            yield Mark(x, top + 3.5 + (row + 0.5) * _ROW, line.progress)


def _legend(overview: Overview, y: float) -> tuple[list[Mark], list[Text]]:
    x, marks, words = _LABELS + 6, [], []
    for progress, name in overview.legend:
        marks.append(Mark(x, y, progress))
        words.append(Text(x + 9, y, name))
        x += 24 + 4.4 * len(name)
    return marks, words


def _points(marks: list[Mark]) -> alt.Chart:
    def scale(of: dict[Progress, str]) -> alt.Scale:
        return alt.Scale(domain=[str(progress) for progress in Progress], range=[of[one] for one in Progress])

    chart = alt.Chart(placed(marks)).mark_point(size=_SIZE, strokeWidth=1.2, opacity=1, filled=False)
    drawn: alt.Chart = chart.encode(
        x=X,
        y=Y,
        shape=alt.Shape("sort:N", legend=None, scale=scale(_SHAPES)),
        stroke=alt.Stroke("sort:N", legend=None, scale=scale(_STROKES)),
        fill=alt.Fill("sort:N", legend=None, scale=scale(_FILLS)),
    )
    return drawn
