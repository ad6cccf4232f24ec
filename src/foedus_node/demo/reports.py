"""What each side of the example reports of its own part, as its table says how each activity went."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from foedus.cooperation.kinds import builtin
from foedus_node.demo.cooperation import Row
from foedus_node.demo.people import ILLUSTRATIVE, Document

_OUTCOMES = ("met", "exceeded", "missed", "apart")
_DURING = ("course", "arrival", "under-way", "level-1", "advisory-visit")
_NOTES = {
    "missed": {
        "en": "Put off by both sides (illustrative).",
        "fr": "Reporté par les deux parties (illustratif).",
    },
    "apart": {
        "en": "Not all that was agreed could be done (illustrative).",
        "fr": "Tout ce qui était convenu n’a pas pu être fait (illustratif).",
    },
}


def nominations(table: Iterable[Row], party: str, *, since: str, until: str) -> list[Document]:
    """What a sending party reports of courses before they begin: how many it names; persons stay its own."""
    told = []
    for row in table:
        day = row.start - datetime.timedelta(days=40)
        if "nominated" in row.details and row.guests[0] == party and since <= str(day) < until:
            told.append(
                {"item": row.id, "on": str(day), "details": {"nominated": int(row.details["nominated"])}}
            )
    return sorted(told, key=_when)


def reports(
    table: Iterable[Row], party: str, *, since: str, until: str, proof: Mapping[str, str]
) -> list[Document]:
    """What a party reports of its own part, in the order of the days.

    Args:
        table: the activities.
        party: who reports.
        since: the first day.
        until: the day after the last.
        proof: the filed document that proves a stage which needs one, by activity.
    """
    told = [report for row in table for report in _told(row, party, proof) if since <= report["on"] < until]
    return sorted(told, key=_when)


def trainees() -> list[Document]:
    """Whom the sending side names for a course: invented persons, kept on its own node."""
    names = (("Bouasy", "Chanthala"), ("Dalavanh", "Sombath"), ("Khampheng", "Vilay"))
    return [{"surname": surname, "given_names": given, "rank": "captain"} for given, surname in names]


def actions() -> list[Document]:
    """What the after-action review of the exercise of 2025 asks for; all of it illustrative."""
    asked = (
        (
            "action-radio",
            "VN",
            "2026-06",
            "One radio net for the three armies",
            "Un réseau radio pour les trois armées",
        ),
        ("action-maps", "LA", "2026-12", "Maps of one scale", "Des cartes d’une même échelle"),
        ("action-boats", "KH", "2026-03", "Boats within the first hour", "Des bateaux dès la première heure"),
    )
    return [
        {
            "id": key,
            "gist": {"en": f"{en} ({ILLUSTRATIVE['en']})", "fr": f"{fr} ({ILLUSTRATIVE['fr']})"},
            "on": [on],
            "due": due,
        }
        for key, on, due, en, fr in asked
    ]


def radio_net(on: str) -> Document:
    """That the first of these is done."""
    note = {"en": "Tried in July (illustrative).", "fr": "Essayé en juillet (illustratif)."}
    return {"item": "action-radio", "stage": "carried-out", "on": on, "note": note}


def _told(row: Row, party: str, proof: Mapping[str, str]) -> Iterator[Document]:
    if row.went in _OUTCOMES:
        yield from _ended(row, party)
    elif row.went and party == row.host:
        later = datetime.timedelta(days=5 if row.went in _DURING else -35)
        said: Document = {"item": row.id, "on": str(row.start + later), "stage": row.went, "also": ["all"]}
        yield said | {"details": _hosted(row)} | ({"documents": [proof[row.id]]} if row.id in proof else {})


def _ended(row: Row, party: str) -> Iterator[Document]:
    """How an activity ended, by one side's word."""
    hosts = party == row.host
    outcome = {"apart": "met" if hosts else "missed"}.get(row.went, row.went)
    said: Document = {"item": row.id, "outcome": outcome}
    if outcome == "missed":
        said |= {"note": _NOTES[row.went]}
    if hosts and row.went != "missed":
        said |= {"stage": builtin()[row.kind].carried_out, "also": ["all"], "details": _hosted(row)}
    elif not hosts:
        said |= {"details": _sent(row)}
    yield said | {"on": str(row.end + datetime.timedelta(days=2 if hosts else 6))}


def _hosted(row: Row) -> Document:
    """What the host says in the fields that each side reports."""
    if row.kind == "training":
        names = ("accepted", "arrived", "graduated", "failed")
        counts = {name: int(row.details[name]) for name in names if name in row.details}
        return counts | ({"quality": _quality(row, 0)} if "quality" in row.details else {})
    if row.kind == "border-patrol" and "found" in row.details:
        return {"markers": _markers(row, row.details["found"])}
    if row.kind == "exercise" and row.went in _OUTCOMES:
        seen = {
            "capability": "alert",
            "observation": "Given within the hour (illustrative)",
            "rating": "good",
        }
        return {"participants": int(row.details.get("participants", 240)), "observations": [seen]}
    if row.kind == "peacekeeping":
        return {"advice": [{"area": "organisation", "given": "Table of organisation (illustrative)"}]}
    return {}


def _sent(row: Row) -> Document:
    """What a party that comes says in those fields."""
    if row.kind == "training" and "quality" in row.details:
        return {"quality": _quality(row, 1)}
    if row.kind == "border-patrol" and "found" in row.details:
        return {"markers": _markers(row, "intact" if row.went == "apart" else row.details["found"])}
    return {}


def _quality(row: Row, side: int) -> int:
    return int(row.details["quality"].split("/")[side])


def _markers(row: Row, found: str) -> list[Document]:
    """Four markers, of which the third is as it was found."""
    third = {"condition": "intact", "work": "set right again"} if found == "mended" else {"condition": found}
    names = [f"marker-{row.details['sector']}-{number}" for number in range(1, 5)]
    return [
        {"marker": name, **(third if at == 2 else {"condition": "intact"})} for at, name in enumerate(names)
    ]


def _when(report: Document) -> str:
    return str(report["on"])
