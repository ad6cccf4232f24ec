"""Figures for a screen, each with the table of its numbers: the same bars that the annual report shows.

Numbers come in as they were counted; nothing here reads a register or a clock. Each figure has
as many rows as there are domains, months, states or levels, however many lines were counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedus.cooperation.undertaking import State
from foedus.oversight.progress import Progress
from foedus.oversight.visits import Balance
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.layout.bar import BEGUN, DONE, SORTS, STATES, Bar, Part
from foedus.reporting.layout.blocks import Cell, Group, Table, Tone
from foedus.reporting.wording import Words
from foedus.terms import Date

Counted = Mapping[str, Counter[Progress]]
"""How many lines of each kind have come how far."""


@frozen(kw_only=True)
class Figure:
    """A figure before it is drawn, and the table behind it.

    Attributes:
        rows: its bars.
        legend: what the sorts of their parts mean.
        table: the same numbers.
        summary: the figure in one sentence, for whoever does not see it.
    """

    rows: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    table: Table
    summary: str


def progress_by_domain(counted: Counted, *, titles: Mapping[str, str], words: Words) -> Figure:
    """How far the lines of each domain have come; in the order of `titles`, then by name."""
    order = {name: place for place, name in enumerate(titles)}
    names = sorted(counted, key=lambda name: (order.get(name, len(order)), name))
    told = [(titles.get(name, name), counted[name]) for name in names]
    return _progress(told, head=words.say("domain-column"), words=words)


def rhythm(counted: Counted, *, words: Words) -> Figure:
    """How many lines begin in each month, and how far these have come.

    Args:
        counted: by month (`2026-03`); under an empty name what has no month.
        words: of the page.
    """
    told = [(_month(name, words), counted[name]) for name in sorted(counted, key=lambda name: name or "~")]
    return _progress(told, head=words.say("when"), words=words)


def undertakings(counted: Mapping[State, int], *, words: Words) -> Figure:
    """How many undertakings stand how."""
    told = [(words.one_of("state", state), state, counted.get(state, 0)) for state in State]
    present = [one for one in told if one[2]]
    return Figure(
        rows=tuple(
            Bar(label=label, parts=(Part(number=number, sort=STATES[state]),), end=str(number))
            for label, state, number in present
        ),
        legend=(),
        table=_table(
            (words.say("state-column"), words.say("undertakings")),
            [(label, [number]) for label, _, number in told],
        ),
        summary=words.say("undertakings-figure", total=sum(number for _, _, number in told)),
    )


def visits(found: Iterable[Balance], *, words: Words) -> Figure | None:
    """The visits given and received between each two parties, by level; None where there were none."""
    rows: list[Bar] = []
    groups: list[Group] = []
    summary = []
    for between in found:
        names = words.party(between.party), words.party(between.other)
        ways = (
            words.say("visits-of", guest=names[0], host=names[1]),
            words.say("visits-of", guest=names[1], host=names[0]),
        )
        cells = []
        for one in between.levels:
            level = words.one_of("levels", one.level) if one.level else words.say("level-unknown")
            counts = ((one.given, one.last_given, DONE), (one.received, one.last_received, BEGUN))
            for way, (count, last, sort) in zip(ways, counts, strict=True):
                last_words = period_words(last, words) if last else ""
                cells.append((Cell(text=level), Cell(text=way), Cell(text=str(count), small=last_words)))
                if count:
                    code = between.party if sort == DONE else between.other
                    rows.append(
                        Bar(label=f"{level} · {code}", parts=(Part(number=count, sort=sort),), end=str(count))
                    )
        if cells:
            groups.append(Group(title="", rows=tuple(cells)))
            both = zip(ways, (between.given, between.received), strict=True)
            summary += [f"{way}{words.mark(':')} {many}" for way, many in both]
    if not groups:
        return None
    heads = (words.say("level"), words.say("visits"), words.say("together"))
    table = Table(heads=heads, widths=(60, 60, 40), groups=tuple(groups))
    return Figure(rows=tuple(rows), legend=(), table=table, summary=words.row(summary))


def _progress(told: Sequence[tuple[str, Counter[Progress]]], *, head: str, words: Words) -> Figure:
    total: Counter[Progress] = Counter()
    for _, counts in told:
        total.update(counts)
    named = {progress.name.lower(): total[progress] for progress in Progress}
    return Figure(
        rows=tuple(
            Bar(
                label=label,
                parts=tuple(Part(number=counts[one], sort=SORTS[one]) for one in Progress),
                end=str(counts.total()),
            )
            for label, counts in told
        ),
        legend=tuple((SORTS[one], words.one_of("progress", one)) for one in Progress if total[one]),
        table=_table(
            (head, words.say("lines"), *(_capital(words.one_of("progress", one)) for one in Progress)),
            [(label, [counts.total(), *(counts[one] for one in Progress)]) for label, counts in told],
            last=(words.say("together"), [total.total(), *(total[one] for one in Progress)]),
        ),
        summary=words.say("figure", total=total.total(), **named),
    )


def _table(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    last: tuple[str, Sequence[int]] | None = None,
) -> Table:
    told = [_cells(label, numbers, Tone.PLAIN) for label, numbers in rows]
    if last:
        told.append(_cells(*last, Tone.STRONG))
    return Table(
        heads=heads,
        widths=(52, *(18 for _ in heads[1:])),
        groups=(Group(title="", rows=tuple(told)),),
        numbers=True,
    )


def _cells(label: str, numbers: Sequence[int], tone: Tone) -> tuple[Cell, ...]:
    return (Cell(text=label, tone=tone), *(Cell(text=str(number), tone=tone) for number in numbers))


def _month(name: str, words: Words) -> str:
    return date_words(Date.parse(name), words) if name else words.say("no-month")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
