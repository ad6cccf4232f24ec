"""What follows from the entries and is kept beside them, so that a command need not read them all.

Three things are kept: what each entry is and what it speaks of (in its own row), how each log
stands after its last entry, and which reports this edition cannot read. They are written in the
transaction that writes the entries. All of it follows from the envelopes and is made anew from
them where it is not of this very log, which its head tells, or of another edition. Verdicts on
files know nothing of it (`foedus.record.bundle`); why signing may rest on it, decision 18 says.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from importlib.metadata import version

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter
from django.db import transaction
from django.db.models import OuterRef, Subquery

from foedus.cooperation.document import report_from_json
from foedus.errors import DocumentError
from foedus.record import entry
from foedus.record.act import Act
from foedus.record.entry import Entry, EntryType
from foedus.record.log import Log
from foedus_node.storage.common import models

_ABOUT = {
    EntryType.SIGN: "act",
    EntryType.DECLINE: "act",
    EntryType.REPORT: "item",
    EntryType.DOC: "sha256",
}
_EDITION = version("foedus")
_CONVERTER = make_converter(
    unstruct_collection_overrides={Set: sorted}, forbid_extra_keys=True, detailed_validation=False
)


def follow(lines: Sequence[Entry], after: Log) -> None:
    """Keep what follows from entries that were just added to a log.

    Args:
        lines: the entries, in order.
        after: the log after the last of them.
    """
    models.Unreadable.objects.bulk_create(_unreadable(lines))
    _keep_state(after)


def about(line: Entry) -> str:
    """The act, the item or the document that an entry speaks of; empty where it speaks of none."""
    field = _ABOUT.get(line.type)
    return str(line.body[field]) if field else ""


def logs(charter: Act) -> Mapping[str, Log]:
    """How every party's log stands after its last entry held, by party."""
    compact = charter.hash
    last = models.Entry.objects.filter(compact=compact, party=OuterRef("party")).order_by("-seq")
    # One statement, so that no entry can come between a state and the head that it is held against.
    rows = models.State.objects.filter(compact=compact).annotate(end=Subquery(last.values("hash")[:1]))
    kept = {row.party: log for row in rows if row.end == row.head and (log := _recalled(row))}
    return {party: kept.get(party) or _made_anew(charter, party) for party in charter.parties}


def states(charter: Act, party: str) -> Iterator[Log]:
    """A party's log as it stood in the beginning and after each entry held, from the envelopes alone."""
    state = Log.opened(charter, party)
    yield state
    rows = models.Entry.objects.filter(compact=charter.hash, party=party).order_by("seq")
    for envelope in rows.values_list("envelope", flat=True).iterator(chunk_size=500):
        state = state.follow(entry.parse(bytes(envelope)))
        yield state


def _made_anew(charter: Act, party: str) -> Log:
    """Make anew what follows from a party's entries, from the envelopes alone; gives how its log stands."""
    log = Log.opened(charter, party)
    changed: list[models.Entry] = []
    bad: list[models.Unreadable] = []
    entries = models.Entry.objects.filter(compact=charter.hash, party=party)
    if not entries.exists():
        return log
    with transaction.atomic():
        for row in entries.order_by("seq").iterator(chunk_size=500):
            line = entry.parse(bytes(row.envelope))
            log = log.follow(line)
            bad += _unreadable([line])
            if (row.type, row.about) != (line.type.value, about(line)):
                row.type, row.about = line.type.value, about(line)
                changed.append(row)
        models.Entry.objects.bulk_update(changed, ["type", "about"], batch_size=100)
        models.Unreadable.objects.filter(compact=charter.hash, party=party).delete()
        models.Unreadable.objects.bulk_create(bad)
        _keep_state(log)
    return log


def _keep_state(log: Log) -> None:
    models.State.objects.bulk_create(
        [
            models.State(
                compact_id=log.compact,
                party=log.party,
                head=log.head.hash,
                edition=_EDITION,
                log=json.dumps(_CONVERTER.unstructure(log)),
            )
        ],
        update_conflicts=True,
        unique_fields=["compact", "party"],
        update_fields=["head", "edition", "log"],
    )


def _recalled(row: models.State) -> Log | None:
    if row.edition != _EDITION:
        return None
    try:
        return _CONVERTER.structure(json.loads(row.log), Log)
    except (BaseValidationError, ValueError, TypeError, KeyError):
        return None  # written by a program of the same name whose logs had another form


def _unreadable(lines: Iterable[Entry]) -> list[models.Unreadable]:
    found = []
    for line in lines:
        if line.type is EntryType.REPORT and (reason := _fault(line)):
            row = models.Unreadable(compact_id=line.compact, party=line.party, seq=line.seq, reason=reason)
            found.append(row)
    return found


def _fault(line: Entry) -> str:
    """Why an entry cannot be read as the report that it claims to be; empty where it can."""
    try:
        report_from_json({**line.body, "party": line.party})
    except DocumentError as error:
        # A peer may write what it likes into its own log, and another edition what this one cannot read.
        return str(error)
    return ""
