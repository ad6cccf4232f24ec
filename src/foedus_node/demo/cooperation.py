"""The cooperation of the example: what is planned, what is counted, and what each side reports of it.

The lines stand in three tables (`plan-2025.csv`, `plan-2026.csv`, `programme-of-three.csv`), one
activity a line; a line that no public source states says of itself that it is illustrative. What
all of them have in common is made here: the same items on every run, and no clock is read.
"""

import csv
import datetime
from collections.abc import Iterator
from importlib.resources import files

from attrs import field, frozen

from foedus.cooperation.details import typed
from foedus.cooperation.kind import Kept
from foedus.cooperation.kinds import builtin
from foedus.terms import Date
from foedus_node.demo.people import ILLUSTRATIVE, Document, holder, office


def _pairs(written: str) -> dict[str, str]:
    """`places=20|level=staff`, taken apart."""
    return dict(part.split("=", 1) for part in written.split("|") if part)


@frozen(kw_only=True)
class Row:
    """One activity, as its table says it."""

    id: str
    kind: str
    domain: str
    host: str
    level: str
    when: str
    place: str
    session: str
    after: str
    heads: str
    public: str
    went: str
    en: str
    fr: str
    details: dict[str, str] = field(converter=_pairs)
    parties: tuple[str, ...]

    @property
    def guests(self) -> tuple[str, ...]:
        """The parties that come."""
        return tuple(party for party in self.parties if party != self.host)

    @property
    def start(self) -> datetime.date:
        """Its first day, as far as is agreed."""
        return _day(self.when.partition("/")[0], last=False)

    @property
    def end(self) -> datetime.date:
        """Its last day."""
        return _day(self.when.rpartition("/")[2], last=True)


def rows(table: str, *parties: str) -> tuple[Row, ...]:
    """The activities of a table, between parties."""
    text = files("foedus_node.demo").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(Row(**line, parties=tuple(sorted(parties))) for line in csv.DictReader(text.splitlines()))


def plan(year: str, *, serves: str) -> Document:
    """A year's plan of the two ministries."""
    return {
        "type": "plan",
        "id": f"plan-{year}",
        "title": {"en": f"Cooperation plan {year}", "fr": f"Plan de coopération {year}"},
        "period": year,
        "parties": ["LA", "VN"],
        "serves": [serves],
        **({"succeeds": f"plan-{int(year) - 1}"} if year > "2025" else {}),
    }


def line(row: Row, *, plan: str) -> Document:
    """An activity as a line of its plan."""
    mechanism, _, session = row.session.partition(" ")
    title = {"en": row.en, "fr": row.fr}
    if not row.public:
        title = {tag: f"{words} ({ILLUSTRATIVE[tag]})" for tag, words in title.items()}
    said: Document = {
        "type": "activity",
        "id": row.id,
        "plan": plan,
        "kind": row.kind,
        "domain": row.domain,
        "title": title,
        "host": row.host,
        "participants": list(row.parties),
        "level": row.level,
        "when": row.when,
        "place": row.place,
        "mechanism": f"mechanism-{mechanism}" if mechanism else None,
        "session": int(session) if session else None,
        "after": [row.after] if row.after else [],
        "units": [office(party, "border-command") for party in row.parties] if "border" in row.kind else [],
        "people": list(_people(row)),
        "milestones": list(_milestones(row)),
        "details": _agreed(row),
    }
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


# --- lines: people, dates of stages, details --------------------------------------------------

_HEADS = {
    "dialogue": "co-chair", "talks": "head-of-delegation", "visit": "head-of-delegation",
    "ministers-meeting": "head-of-delegation", "border-exchange": "head-of-delegation",
    "exercise": "planning-team-leader", "generic": "focal-point", "peacekeeping": "focal-point",
    "training": "course-director",
}  # fmt: skip
_RECEIVING = {"visit": "principal"}
_SCENARIO = {
    "en": "A flood cuts off villages on both sides of a river (illustrative).",
    "fr": "Une crue isole des villages des deux côtés d’une rivière (illustratif).",
}
_OBJECTIVES = (
    "Alert within the hour",
    "Reach the first village within six hours",
    "One command post for all",
)
_EVENTS = (
    (1, "day 1, 06:00", "Flood warning", 1), (2, "day 1, 07:30", "First calls for help", 1),
    (3, "day 1, 11:00", "The bridge is gone", 2), (4, "day 2, 08:00", "Relief of the command post", 3),
)  # fmt: skip
_AGENDA = ("World and region", "Results since the last session", "Next directions by domain")


def _people(row: Row) -> Iterator[Document]:
    """Who heads each side: the holder of the office on the day."""
    if not row.heads:
        return
    for party in row.parties:
        receives = party == row.host and row.kind in _RECEIVING
        if row.kind == "training" and party != row.host:
            continue
        person = holder(party, row.heads, row.start.isoformat()[:7])
        if person is None:
            continue
        role = _RECEIVING[row.kind] if receives else _HEADS[row.kind]
        yield {"role": role, "party": party, "person": person, "office": office(party, row.heads)}


def _milestones(row: Row) -> Iterator[Document]:
    """The planning conferences of an exercise; an agreed day is wanted, not a month."""
    if row.kind == "exercise" and len(row.when) > 7:
        for stage, days in (("initial-planning", 180), ("main-planning", 90), ("final-planning", 30)):
            yield {"stage": stage, "when": str(row.start - datetime.timedelta(days=days))}


def _agreed(row: Row) -> Document:
    """What the line says in the fields of its kind."""
    said: Document = {}
    if row.kind == "border-patrol":
        sector = row.details["sector"]
        said = {
            "sector": f"sector-{sector}",
            "start_marker": f"marker-{sector}-1",
            "end_marker": f"marker-{sector}-4",
            "strength": [{"party": party, "count": 16} for party in row.parties],
        }
    elif row.kind == "exercise":
        said = {
            "scenario": _SCENARIO,
            "objectives": [
                {"number": at, "objective": words} for at, words in enumerate(_OBJECTIVES, start=1)
            ],
            "events": [
                dict(zip(("number", "time", "inject", "objective"), event, strict=True)) for event in _EVENTS
            ],
            "strength": [{"party": party, "count": 120} for party in row.parties],
        }
    elif row.kind == "dialogue":
        said = {"agenda": [{"number": at, "subject": words} for at, words in enumerate(_AGENDA, start=1)]}
    kind = builtin()[row.kind]
    agreed = {one.name for one in kind.fields_kept(Kept.AGREED)}
    return said | typed(
        {name: words for name, words in row.details.items() if name in agreed - said.keys()}, kind
    )


def _day(written: str, *, last: bool) -> datetime.date:
    date = Date.parse(written)
    return date.last if last else date.first
