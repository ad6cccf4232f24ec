"""Worlds: a compact's parties with their keys, logs and acts, all in memory and the same on every run.

A world plays whatever it is told to, also what no honest party would do: nothing here
checks the cover rule, a mandate or a base. Keys, salts and nonces come from the world's
seed, moments from a clock that goes on by a minute with each entry.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foedus.record import act as acts_room
from foedus.record import canonical, entry, log
from foedus.record.act import Act, ActKind, Leaf, Root
from foedus.record.bundle import Bundle, Contents, Manifest, verify, write
from foedus.record.disclosure import Disclosure, disclose
from foedus.record.entry import EMPTY, By, Entry, EntryType, Head
from foedus.record.holding import Holding
from foedus.record.log import Log
from foedus.record.signature import SigningKey

OFFICE = "Director of Cooperation"
FIRST_DAY = "2026-01-05"
LAST_DAY = "2027-12-31"
TITLE = {"en": "Illustrative plan"}


def chance(*seed: object) -> bytes:
    """Thirty-two bytes that look like chance and are the same on every run."""
    return hashlib.sha256("/".join(map(str, seed)).encode()).digest()


def signing_key(*seed: object) -> SigningKey:
    """A key that signs, made from words."""
    return SigningKey(chance(*seed))


def root_of(*keys: SigningKey, threshold: int | None = None) -> Root:
    """The root made of these keys; all of them must sign unless told otherwise."""
    return Root(tuple(key.public for key in keys), threshold or len(keys))


def moment(minute: int) -> str:
    """The moment so many minutes after the world began."""
    days, minutes = divmod(minute, 24 * 60)
    months, day = divmod(days, 28)
    return f"{2026 + months // 12}-{months % 12 + 1:02}-{day + 1:02}T{minutes // 60:02}:{minutes % 60:02}:00Z"


class World:
    """Parties to one compact, founded and with their logs begun unless told otherwise."""

    def __init__(self, *parties: str, seed: str = "world", begun: bool = True) -> None:
        self.parties = tuple(sorted(parties or ("VN", "LA")))  # as they stand in a charter
        self.seed = seed
        self.roots = {party: (signing_key(seed, party, "root"),) for party in self.parties}
        self.ops = {party: signing_key(seed, party, "op") for party in self.parties}
        self.links = {party: signing_key(seed, party, "link") for party in self.parties}
        self.leaves: dict[str, Leaf] = {}
        self.acts: dict[str, Act] = {}
        self.entries: dict[str, list[Entry]] = {party: [] for party in self.parties}
        self.minute = 5 * 24 * 60
        self._salts = 0
        self.charter = self._charter()
        self.logs = {party: Log.opened(self.charter, party) for party in self.parties}
        self.versions = dict.fromkeys(self.parties, 0)
        self.mandates: dict[str, int] = {}
        if begun:
            for party in self.parties:
                self.begin(party)
            self.all_sign(self.charter)

    @property
    def compact(self) -> str:
        """The compact's name."""
        return self.charter.hash

    # --- writing acts ---------------------------------------------------------------------

    def leaf(self, item: Mapping[str, Any] | None) -> Leaf:
        """A leaf with a salt of its own."""
        self._salts += 1
        made = acts_room.leaf(item, salt=chance(self.seed, "salt", self._salts).hex()[:32])
        self.leaves[made.hash] = made
        return made

    def act(
        self,
        items: Mapping[str, Act | None] | None = None,
        *,
        voids: Iterable[Act] = (),
        kind: ActKind = ActKind.AMEND,
        says: Mapping[str, Mapping[str, Any] | None] | None = None,
        effective: str | None = None,
    ) -> Act:
        """An act that builds, for each item, on the act given (None: the item is new).

        Args:
            items: what each item builds on.
            voids: the acts it voids.
            kind: what it does.
            says: what its items say, where that matters.
            effective: the day from which it applies.
        """
        content = says or {}
        rows = [
            (name, base.hash if base else None, self.leaf(content.get(name, {"id": name, "type": "line"})))
            for name, base in (items or {}).items()
        ]
        return self.keep(
            acts_room.compose(
                kind=kind,
                compact=self.compact,
                charter=self.compact,
                items=rows,
                nonce=self._nonce(),
                title=TITLE,
                voids=[act.hash for act in voids],
                effective=effective,
            )
        )

    def keep(self, act: Act) -> Act:
        """Hold an act that was written elsewhere."""
        self.acts[act.hash] = act
        return act

    # --- writing entries ------------------------------------------------------------------

    def next_entry(
        self,
        party: str,
        says: EntryType,
        body: Mapping[str, Any],
        *,
        by: By | None = None,
        after: Head | None = None,
        at: str | None = None,
        seen: Mapping[str, Head] | None = None,
        key: SigningKey | None = None,
    ) -> Entry:
        """The entry a party would write next; it is not yet in its log."""
        self.minute += 1
        return entry.compose(
            compact=self.compact,
            party=party,
            after=after or self.logs[party].head,
            at=at or moment(self.minute),
            seen=self.heads_seen_by(party) if seen is None else seen,
            by=by,
            says=says,
            body=body,
            key=key or self.ops[party],
        )

    def heads_seen_by(self, party: str) -> dict[str, Head]:
        """The other parties' heads, where their logs have begun."""
        return {other: log.head for other, log in self.logs.items() if other != party and log.head != EMPTY}

    def put(self, line: Entry) -> Entry:
        """Verify an entry and put it into its party's log."""
        self.logs[line.party] = self.logs[line.party].append(line)
        self.entries[line.party].append(line)
        return line

    def by(self, party: str) -> By:
        """The office that speaks for a party here."""
        return By(OFFICE, self.mandates[party])

    def begin(self, party: str) -> None:
        """A party's keys, and the mandate of its office."""
        self.put(self.next_entry(party, EntryType.KEYS, self.keys(party, ops=(self.ops[party],))))
        self.mandates[party] = self.put(self.mandate(party)).seq

    def keys(
        self,
        party: str,
        *,
        ops: Sequence[SigningKey],
        root: Root | None = None,
        signers: Sequence[SigningKey] | None = None,
        next_commit: str | None = None,
        version: int | None = None,
    ) -> dict[str, Any]:
        """A key statement, signed by the party's root keys unless others are named."""
        held = self.logs[party].keys
        body = log.statement(
            version=version or (held.version if held else 0) + 1,
            root=root or (held.root if held else root_of(*self.roots[party])),
            ops=tuple(key.public for key in ops),
            links=(self.links[party].public,),
            next_commit=next_commit,
        )
        return log.sign_statement(
            body,
            compact=self.compact,
            party=party,
            keys=tuple(self.roots[party] if signers is None else signers),
        )

    def mandate(
        self,
        party: str,
        *,
        office: str = OFFICE,
        roles: Sequence[str] = ("sign", "report"),
        start: str = "2026-01-01",
        end: str | None = None,
    ) -> Entry:
        """The entry that gives an office a mandate."""
        body = {"office": office, "roles": list(roles), "from": start, "to": end}
        return self.next_entry(party, EntryType.MANDATE, body)

    def sign(self, party: str, act: Act) -> Entry:
        """A party signs an act, whatever it signed before."""
        return self.put(self.next_entry(party, EntryType.SIGN, {"act": act.hash}, by=self.by(party)))

    def decline(self, party: str, act: Act, *, reason: str | None = None) -> Entry:
        """A party declines an act."""
        body = {"act": act.hash, "reason": reason}
        return self.put(self.next_entry(party, EntryType.DECLINE, body, by=self.by(party)))

    def report(self, party: str, item: str, **said: Any) -> Entry:
        """A party reports on an item."""
        return self.put(self.next_entry(party, EntryType.REPORT, {"item": item, **said}, by=self.by(party)))

    def all_sign(self, act: Act) -> Act:
        """Every party signs an act, in the charter's order."""
        for party in self.parties:
            self.sign(party, act)
        return act

    # --- files ----------------------------------------------------------------------------

    def manifest(self, *, have: Mapping[str, int] | None = None) -> Manifest:
        """The manifest of a bundle that starts after `have` entries of each log."""
        return Manifest(
            compact=self.compact,
            sender=self.parties[0],
            to=self.parties[1:],
            have={party: (have or {}).get(party, 0) for party in self.parties},
            heads={party: log.head for party, log in self.logs.items()},
            at=moment(self.minute),
        )

    def contents(self, *, have: Mapping[str, int] | None = None) -> Contents:
        """What goes into such a bundle."""
        return Contents(
            logs={
                party: [line.envelope for line in lines[(have or {}).get(party, 0) :]]
                for party, lines in self.entries.items()
            },
            acts=[act.data for act in self.acts.values()],
            leaves=[leaf.data for leaf in self.leaves.values()],
        )

    def bundle(self, *, have: Mapping[str, int] | None = None, blobs: Iterable[bytes] = ()) -> bytes:
        """The bytes of a bundle of this world, sealed by its sender's node once it has keys."""
        contents, manifest = self.contents(have=have), self.manifest(have=have)
        documents = {canonical.digest(blob): [blob] for blob in blobs}
        return bundle_of(
            manifest,
            Contents(contents.logs, contents.acts, contents.leaves, documents),
            link=self.links[manifest.sender] if self.logs[manifest.sender].keys else None,
        )

    def holding(self) -> Holding:
        """What anybody holds who verified the whole of this world's record."""
        return verified(self.bundle())

    def disclosure(self, item: str) -> Disclosure:
        """One item in force, with its proof."""
        logs = {party: [line.envelope for line in lines] for party, lines in self.entries.items()}
        return disclose(self.holding(), item, logs)

    # --- from the seed --------------------------------------------------------------------

    def _nonce(self) -> str:
        return chance(self.seed, "nonce", len(self.acts)).hex()[:32]

    def _charter(self) -> Act:
        return self.keep(
            acts_room.compose(
                kind=ActKind.CHARTER,
                compact=None,
                charter=None,
                items=[("compact", None, self.leaf({"id": "compact", "type": "compact"}))],
                nonce=self._nonce(),
                title={"en": "Illustrative compact"},
                parties={party: root_of(*keys) for party, keys in self.roots.items()},
            )
        )


def bundle_of(manifest: Manifest, contents: Contents, *, link: SigningKey | None = None) -> bytes:
    """The bytes of a bundle, sealed if a link is given."""
    file = io.BytesIO()
    write(file, manifest, contents, link=link)
    return file.getvalue()


def verified(data: bytes) -> Holding:
    """What a complete bundle holds."""
    return verify(Bundle(io.BytesIO(data)))
