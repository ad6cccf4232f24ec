"""The cooperation as it stands on a day, from the common record and from what is ours alone."""

import datetime

from attrs import frozen

from foedus.cooperation.document import from_json, report_from_json, to_json
from foedus.cooperation.report import Report
from foedus.errors import DocumentError
from foedus.record.entry import EntryType
from foedus.record.holding import Holding, Told
from foedus.register import InForce, Register, fold
from foedus.terms import Party
from foedus_node.storage.private import papers


@frozen
class Unreadable:
    """A party's word that its log holds and nobody can read as what it should be."""

    party: str
    seq: int
    reason: str


def register(held: Holding, *, party: Party, on: datetime.date) -> Register:
    """What is in force, what each side reported, and what is ours alone, as of a day.

    Reports that cannot be read are left out; `unreadable` names them.
    """
    in_force = [
        InForce(item=from_json(line.item), act=line.act, since=datetime.date.fromisoformat(line.since))
        for line in held.lines()
        if line.item is not None and line.since <= on.isoformat()
    ]
    return fold(party=party, in_force=in_force, reports=_reports(held, on), own=papers.own_items(), on=on)


def unreadable(held: Holding) -> tuple[Unreadable, ...]:
    """The reports that cannot be read."""
    found = []
    for told in held.told:
        if told.type is EntryType.REPORT:
            try:
                _report(told)
            except DocumentError as error:
                found.append(Unreadable(told.party, told.seq, str(error)))
    return tuple(found)


def body_of(report: Report) -> dict[str, object]:
    """A report as its entry says it; whose it is, the log says."""
    return {name: value for name, value in to_json(report).items() if name != "party"}


def _reports(held: Holding, on: datetime.date) -> list[Report]:
    reports = []
    for told in held.told:
        if told.type is EntryType.REPORT and told.at[:10] <= on.isoformat():
            try:
                reports.append(_report(told))
            except DocumentError:
                continue  # a peer may write what it likes into its own log; `unreadable` shows it
    return reports


def _report(told: Told) -> Report:
    return report_from_json({**told.body, "party": told.party})
