"""The common record in the node's tables: what is held of a compact, and how it is kept.

What comes in here was verified by the caller. Our own log grows in
`foedus_node.storage.common.speaking`. Nothing here reads a file or a clock.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter

from attrs import frozen
from django.db import connection
from django.db.models import Max, OuterRef, QuerySet, Subquery

from foedus.record import act as act_room
from foedus.record import entry
from foedus.record.act import Act, Leaf, OnItem
from foedus.record.entry import Entry, EntryType
from foedus.record.holding import HELD, Holding, Told, Word, told_of, word_of
from foedus.record.log import Log, by_id
from foedus_node.storage.common import models, projection

_AT_ONCE = 500
"""The entries that are read, or kept, at a time."""
_LAST_ROW = "SELECT id FROM common_entry WHERE compact_id = %s ORDER BY id DESC LIMIT 1"


_settled_then: dict[tuple[str, tuple[int, str] | None], Holding] = {}
"""How each compact's acts stand, by the last word on one of them, for those who look."""


@frozen
class Entered:
    """An entry of the record, and the row that it is here: rows grow as entries come in."""

    row: int
    entry: Entry


def compacts() -> tuple[str, ...]:
    """The compacts this node is a party to, by hash, in the order in which it first heard of them."""
    # Every log begins with its party's keys, and keys are few.
    keys = models.Entry.objects.filter(compact=OuterRef("hash"), type=EntryType.KEYS.value).order_by("id")
    by_first_entry = models.Compact.objects.annotate(first=Subquery(keys.values("id")[:1])).order_by("first")
    return tuple(by_first_entry.values_list("hash", flat=True))


def charter(compact: str) -> Act:
    """The charter that founded a compact."""
    return act_room.parse(bytes(models.Act.objects.get(hash=compact).data))


def holding(compact: str, *, items: Collection[str] | None = None) -> Holding:
    """Everything held of a compact; it was verified when it came in.

    Args:
        compact: the compact.
        items: the things whose words are wanted; None: all. Words are most of what is held, and how acts
            stand is told without them.
    """
    founding = charter(compact)
    logs = projection.logs(founding)
    lines = _entries(models.Entry.objects.filter(compact=compact, type__in=[each.value for each in HELD]))
    # An entry that came since belongs to no log as it was read; acts are read last, so that none is missing.
    words = [word_of(line) for line in lines if line.seq <= logs[line.party].head.seq]
    rows = models.Act.objects.filter(compact=compact).values_list("data", flat=True)
    acts = {act.hash: act for act in (act_room.parse(bytes(data)) for data in rows)}
    leaves = (act_room.parse_leaf(data) for data in _leaves(compact, acts.values(), items=items))
    return Holding(
        charter=founding,
        logs=logs,
        acts=acts,
        leaves={leaf.hash: leaf for leaf in leaves},
        words=tuple(word for word in words if isinstance(word, Word)),
        told=tuple(word for word in words if isinstance(word, Told)),
    )


class _AtHand(Mapping[str, Leaf]):
    """The leaves of a compact by their hash: some read ahead, each other when it is asked for."""

    def __init__(self, compact: str, ahead: Mapping[str, Leaf]) -> None:
        self._rows = models.Leaf.objects.filter(compact=compact)
        self._ahead = ahead

    def __getitem__(self, name: str) -> Leaf:
        if name in self._ahead:
            return self._ahead[name]
        data = self._rows.filter(hash=name).values_list("data", flat=True).first()
        if data is None:
            raise KeyError(name)
        return act_room.parse_leaf(bytes(data))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.values_list("hash", flat=True))

    def __len__(self) -> int:
        return self._rows.count()


def settled(compact: str, *, items: Collection[str] = ()) -> Holding:
    """Everything held of a compact, for looking at a few things.

    How acts stand is worked out once for all who ask, until somebody speaks of an act again. Who goes
    through all words, or signs an act, takes `holding`.

    Args:
        compact: the compact.
        items: the things whose words are read ahead; those of others are read as they are asked for.
    """
    # By its hash too, so that the entry of another database is not taken for it.
    word = models.Entry.objects.filter(pk=last_word(compact)).values_list("id", "hash").first()
    found = _settled_then.get((compact, word))
    if found is None:
        for old in [key for key in list(_settled_then) if key[0] == compact]:
            _settled_then.pop(old, None)  # before the next is read: each is large
        found = _settled_then[compact, word] = holding(compact, items=())
    ahead = {
        leaf.hash: leaf
        for leaf in map(act_room.parse_leaf, _leaves(compact, found.acts.values(), items=items))
    }
    return found.with_other(logs=projection.logs(found.charter), leaves=_AtHand(compact, ahead))


def _leaves(compact: str, acts: Iterable[Act], *, items: Collection[str] | None) -> Iterator[bytes]:
    rows = models.Leaf.objects.filter(compact=compact)
    if items is None:
        yield from (bytes(data) for data in rows.values_list("data", flat=True))
        return
    wanted = sorted({act.contents[item] for act in acts for item in items if item in act.contents})
    for at in range(0, len(wanted), _AT_ONCE):
        named = rows.filter(hash__in=wanted[at : at + _AT_ONCE])
        yield from (bytes(data) for data in named.values_list("data", flat=True))


def act_named(compact: str, beginning: str) -> Act | None:
    """The act of a compact whose hash begins so; None where none does, or several."""
    rows = models.Act.objects.filter(compact=compact, hash__startswith=beginning)
    found = rows.values_list("data", flat=True)[:2]
    return act_room.parse(bytes(found[0])) if len(found) == 1 else None


def act_on(compact: str, name: str, *, item: str) -> OnItem:
    """What an act that is held says of one item: quicker than to read all of it.

    Raises:
        LookupError: no such act is held.
    """
    rows = models.Act.objects.filter(hash=name, compact=compact).order_by()
    data = rows.values_list("data", flat=True).first()
    if data is None:
        raise LookupError(name)
    return act_room.recall_on(bytes(data), name=name, item=item)


def last_word(compact: str) -> int:
    """A number that grows with every entry that may change how an act stands; 0 while there is none."""
    rows = models.Entry.objects.filter(compact=compact, type__in=[each.value for each in HELD])
    return rows.aggregate(last=Max("id"))["last"] or 0


def unspoken(compact: str, party: str) -> frozenset[str]:
    """The acts that another party signed and on which this one has said nothing; void ones among them."""
    words = models.Entry.objects.filter(compact=compact).values_list("about", flat=True)
    signed = words.filter(type=EntryType.SIGN.value).exclude(party=party)
    spoken = words.filter(type__in=[EntryType.SIGN.value, EntryType.DECLINE.value], party=party)
    return frozenset(signed) - frozenset(spoken)


def entered(compact: str, *, but: str, before: int | None, after: int, most: int) -> tuple["Entered", ...]:
    """What the other parties entered, the latest first.

    Args:
        compact: the compact.
        but: the party whose entries are left out: ourselves.
        before: only rows before this one; None: from the last on.
        after: only rows after this one.
        most: how many at most.
    """
    rows = models.Entry.objects.filter(compact=compact, id__gt=after).exclude(party=but)
    rows = rows.exclude(type__in=[EntryType.KEYS.value, EntryType.MANDATE.value])
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = rows.order_by("-id").values_list("id", "envelope")[:most]
    return tuple(Entered(row, entry.parse(bytes(envelope))) for row, envelope in found)


def reports(compact: str, *, items: Collection[str] | None = None) -> Iterator[Told]:
    """What the parties reported, on some items or (None) on all, each log in its order."""
    rows = models.Entry.objects.filter(compact=compact, type=EntryType.REPORT.value)
    for line in _entries(rows) if items is None else _few(rows.filter(about__in=items)):
        yield told_of(line)


def last_row(compact: str) -> int:
    """A number that grows with every entry of a compact that comes in; 0 while there is none."""
    # Every page asks it: to have it written takes several times as long as to answer it.
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ROW, [compact])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def contents(compact: str) -> int:
    """How many items all acts of a compact hold together, whatever became of them."""
    return models.Leaf.objects.filter(compact=compact).count()


def since_row(compact: str, row: int) -> tuple[tuple[str, str], ...]:
    """The types of the entries that came in after a row, and what each speaks of."""
    rows = models.Entry.objects.filter(compact=compact, id__gt=row).order_by("id")
    return tuple(rows.values_list("type", "about"))


def words_on(compact: str, acts: Collection[str]) -> tuple[Word, ...]:
    """Who signed or declined some acts, each log in its order."""
    types = [EntryType.SIGN.value, EntryType.DECLINE.value]
    found = map(word_of, _few(models.Entry.objects.filter(compact=compact, type__in=types, about__in=acts)))
    return tuple(word for word in found if isinstance(word, Word))


def leaves(compact: str, names: Collection[str]) -> Mapping[str, Leaf]:
    """The salted items of those hashes that are held, by their hash."""
    rows = models.Leaf.objects.filter(compact=compact, hash__in=names).values_list("data", flat=True)
    return {leaf.hash: leaf for leaf in (act_room.parse_leaf(bytes(data)) for data in rows)}


def last_report(compact: str, *, party: str, item: str) -> Told | None:
    """A party's last report on an item."""
    rows = models.Entry.objects.filter(compact=compact, type=EntryType.REPORT.value, about=item, party=party)
    envelope = rows.order_by("-seq").values_list("envelope", flat=True).first()
    return told_of(entry.parse(bytes(envelope))) if envelope else None


def unreadable(compact: str) -> tuple[tuple[str, int, str], ...]:
    """The reports that nobody here can read as one: whose, at which place of its log, and why."""
    rows = models.Unreadable.objects.filter(compact=compact).order_by("party", "seq")
    return tuple(rows.values_list("party", "seq", "reason"))


def envelopes(compact: str, *, party: str, after: int = 0) -> Iterator[bytes]:
    """A party's entries as received, in order, from the one after `after`."""
    rows = models.Entry.objects.filter(compact=compact, party=party, seq__gt=after).order_by("seq")
    for envelope in rows.values_list("envelope", flat=True).iterator(chunk_size=_AT_ONCE):
        yield bytes(envelope)


def hashes(compact: str, *, party: str, after: int = 0) -> Iterator[str]:
    """The hashes of a party's entries held, in order, from the one after `after`."""
    rows = models.Entry.objects.filter(compact=compact, party=party, seq__gt=after).order_by("seq")
    yield from rows.values_list("hash", flat=True).iterator(chunk_size=_AT_ONCE)


def hash_at(compact: str, *, party: str, seq: int) -> str | None:
    """The hash of a party's entry at a place of its log, if it is held."""
    return (
        models.Entry.objects.filter(compact=compact, party=party, seq=seq)
        .values_list("hash", flat=True)
        .first()
    )


def envelope_at(compact: str, *, party: str, seq: int) -> bytes:
    """A party's entry at a place of its log, as received."""
    return bytes(models.Entry.objects.get(compact=compact, party=party, seq=seq).envelope)


def _entries(rows: "QuerySet[models.Entry]") -> Iterator[Entry]:
    """The entries in these rows, each log in its order."""
    envelopes = rows.order_by("party", "seq").values_list("envelope", flat=True)
    for envelope in envelopes.iterator(chunk_size=_AT_ONCE):
        yield entry.parse(bytes(envelope))


def _few(rows: "QuerySet[models.Entry]") -> Iterator[Entry]:
    """As `_entries`, of rows that are few."""
    # Put in order here: asked for in order, a database may read whole logs, since they lie in it.
    envelopes = rows.order_by().values_list("party", "seq", "envelope")
    for _party, _seq, envelope in sorted(envelopes, key=itemgetter(0, 1)):
        yield entry.parse(bytes(envelope))


def keys_ever(compact: str, party: str) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Every key that a party's root ever certified in its log, by key id: operational keys, and link keys."""
    ops: dict[str, bytes] = {}
    links: dict[str, bytes] = {}
    rows = models.Entry.objects.filter(compact=compact, party=party, type=EntryType.KEYS.value)
    for line in _entries(rows):
        for field, found in (("ops", ops), ("links", links)):
            found.update(by_id(line.body[field]))
    return ops, links


def log_until(compact: str, *, party: str, seq: int) -> Log:
    """A party's log as it stood after its first `seq` entries."""
    return next(state for state in projection.states(charter(compact), party) if state.head.seq == seq)


# --- what comes in, verified by the caller ------------------------------------------------------


def found(charter: Act) -> None:
    """Begin to hold a compact, from its charter."""
    models.Compact.objects.get_or_create(hash=charter.hash)
    keep_acts(charter.hash, [charter], ())


def keep_entries(lines: Sequence[Entry], after: Log) -> None:
    """Add verified entries that follow on what is held of a log.

    Args:
        lines: the entries, in order.
        after: the log after the last of them.
    """
    models.Entry.objects.bulk_create(
        models.Entry(
            compact_id=line.compact,
            party=line.party,
            seq=line.seq,
            hash=line.hash,
            type=line.type.value,
            about=projection.about(line),
            envelope=line.envelope,
        )
        for line in lines
    )
    projection.follow(lines, after)


class Growth:
    """A log that takes in entries: each is verified as it comes, and they are kept many at a time."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._ahead: list[Entry] = []

    def append(self, line: Entry) -> None:
        """Take in the next entry.

        Raises:
            FoedusError: it does not follow, or is not signed; see `Log.append`.
        """
        self._log = self._log.append(line)
        self._ahead.append(line)
        if len(self._ahead) == _AT_ONCE:
            self.keep()

    def keep(self) -> None:
        """Keep what was taken in and is not kept yet."""
        if self._ahead:
            keep_entries(self._ahead, self._log)
            self._ahead = []


@contextmanager
def growing(log: Log) -> Iterator[Growth]:
    """Let a log take in entries; at the end all of them are kept, unless something was refused."""
    growth = Growth(log)
    yield growth
    growth.keep()


def keep_acts(compact: str, acts: Iterable[Act], leaves: Iterable[Leaf]) -> int:
    """Add acts and leaves, those held already left as they are; returns how many acts are new."""
    held = set(models.Act.objects.filter(compact=compact).values_list("hash", flat=True))
    fresh = [act for act in acts if act.hash not in held]
    models.Act.objects.bulk_create(
        [models.Act(hash=act.hash, compact_id=compact, data=act.data) for act in fresh]
    )
    models.Leaf.objects.bulk_create(
        [models.Leaf(hash=leaf.hash, compact_id=compact, data=leaf.data) for leaf in leaves],
        ignore_conflicts=True,
    )
    return len(fresh)
