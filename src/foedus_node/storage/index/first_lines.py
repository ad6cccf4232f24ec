"""The first lines of each of many selections, found by one question however many they are.

A sheet of days, a strip of lanes and a cascade show a few lines of each day, lane and sentence.
"""

import datetime
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from attrs import field, fields, frozen
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from foedus_node.storage.index import models
from foedus_node.storage.index.shelf import LONG


def of_each(parts: Sequence[QuerySet[models.Line]], *, most: int) -> tuple[models.Line, ...]:
    """The first lines of each of many selections, found by one question.

    Args:
        parts: the selections, in no order; a line that stands in several is given once.
        most: how many of each, the earliest first.
    """
    found = _united([_bounded(part, most) for part in parts])
    return tuple(sorted(found, key=lambda line: (line.starts, line.name)))


def overlapping(
    rows: QuerySet[models.Line], *, first: datetime.date, last: datetime.date
) -> tuple[QuerySet[models.Line], QuerySet[models.Line]]:
    """Those of some lines that fall into a span of days, in two selections: the long ones, and the others."""
    # Apart, since of all that began before a database would else read the short ones too, which are over.
    within = rows.filter(starts__lte=last, ends__gte=first)
    return within.filter(is_long=True), within.filter(is_long=False, starts__gt=first - LONG)


@frozen
class Short:
    """As much of a line as a sheet of days shows: hundreds stand there, and whole rows take longer."""

    name: str
    title: Mapping[str, str] = field(hash=False)
    starts: datetime.date
    ends: datetime.date
    is_open: bool
    ours_alone: bool


def of_each_day(
    rows: QuerySet[models.Line], days: Sequence[datetime.date], *, most: int
) -> tuple[Short, ...]:
    """The first lines that begin on each of some days, the earliest first, found by one question."""
    # Django writes the question once: the days differ in nothing else.
    any_day = datetime.date.min
    sql, facts = _bounded(rows.filter(starts=any_day), most)
    marks = {any_day, any_day.isoformat()}
    found = _united(
        [
            (
                sql,
                [
                    (day if isinstance(fact, datetime.date) else str(day)) if fact in marks else fact
                    for fact in facts
                ],
            )
            for day in days
        ]
    )
    return short(found)


def short(rows: QuerySet[models.Line]) -> tuple[Short, ...]:
    """Lines, the earliest first, as a sheet of days shows them."""
    columns = [column.name for column in fields(Short)]
    found = sorted(rows.order_by().values_list(*columns), key=itemgetter(2, 0))
    return tuple(Short(*row) for row in found)


def _bounded(part: QuerySet[models.Line], most: int) -> tuple[str, list[Any]]:
    """The question for the first lines of a selection; empty where it can have none."""
    try:
        sql, facts = (
            part.order_by("starts", "name").values("pk")[:most].query.get_compiler("private").as_sql()
        )
    except EmptyResultSet:
        return "", []
    return f"SELECT * FROM ({sql}) AS part", list(facts)  # noqa: S608 (written by Django, of a selection)


def _united(arms: Sequence[tuple[str, list[Any]]]) -> QuerySet[models.Line]:
    """The lines that any of some questions gives."""
    asked = [sql for sql, _ in arms if sql]
    if not asked:
        return models.Line.objects.none()
    rows = RawSQL(" UNION ".join(asked), [fact for _, facts in arms for fact in facts])  # noqa: S611 (the same)
    return models.Line.objects.filter(pk__in=rows)
