"""The hostile party: it has a party's keys, hears everything that was ever sent, and keeps no rule.

It writes any entry into any version of its log, shows each peer the version it likes, and
makes bundles in which it leaves out, adds, forges and alters what it likes. What it makes
against the format (`illegal`) it notes, so that nobody may be found to hold it.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from typing import Any

from attrs import define, frozen

from foedus.errors import FoedusError
from foedus.record import entry, signature
from foedus.record.act import Act
from foedus.record.bundle import Bundle, Contents, Manifest
from foedus.record.entry import EMPTY, By, Entry, EntryType, Head
from foedus.record.log import Log
from foedus.record.signature import Signer, SigningKey
from tests.worlds import OFFICE, World, bundle_of, moment, signing_key

DESK = "Desk officer (signs, never reports)"
STRANGER = signing_key("stranger")
REVOKED = 9
"""Among the forbidden kinds of entry: one signed with a key that was revoked."""


@frozen
class Mask:
    """A key that names itself by another's public key, and cannot sign as that one."""

    public: str

    def sign(self, message: bytes) -> bytes:
        """A signature, by another key than it says."""
        return STRANGER.sign(message)


@define
class Branch:
    """One version of the hostile party's log, well formed in itself."""

    lines: list[Entry]
    log: Log

    def until(self, seq: int) -> tuple[Entry, ...]:
        """Its entries up to a place."""
        return tuple(self.lines[:seq])

    def copied(self) -> "Branch":
        """The same version, to be grown apart."""
        return Branch(list(self.lines), self.log)


@frozen
class Offering:
    """What a hostile bundle is like, beside the plain truth."""

    branch: int = 0
    shown: Mapping[str, int] = {}
    """Up to which place each log is shown; all of it where none is named."""
    tail: tuple[Entry, ...] = ()
    """Entries behind the shown end of its own log."""
    instead: Mapping[str, tuple[Entry, ...]] = {}
    """Other parties' logs, made up."""
    withheld: int = 0
    """How many acts are left out, and whether leaves are."""
    sender: str = ""
    link: SigningKey | None = None
    unspoken: bool = False
    sealed: bool = True


class Adversary:
    """The hostile party of a world."""

    def __init__(self, party: str, world: World) -> None:
        self.party, self.world = party, world
        self.keys = [world.ops[party]]
        self.branches = [Branch([], Log.opened(world.charter, party))]
        self.heard: dict[str, list[Entry]] = {other: [] for other in world.parties if other != party}
        self.signed: set[str] = set()
        """Every act it ever signed, in whichever version."""
        self.illegal: set[bytes] = set()
        """Envelopes that nobody may take in."""

    def copied(self, world: World) -> "Adversary":
        """The same party in a copy of its world."""
        other = copy(self)
        other.world = world
        other.keys = list(self.keys)
        other.branches = [branch.copied() for branch in self.branches]
        other.heard = {party: list(lines) for party, lines in self.heard.items()}
        other.signed, other.illegal = set(self.signed), set(self.illegal)
        return other

    # --- its log ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Its keys, and the mandates of two offices."""
        self.write(0, EntryType.KEYS, self.world.keys(self.party, ops=self.keys))
        for office, roles in ((OFFICE, ["report", "sign"]), (DESK, ["sign"])):
            self.write(
                0, EntryType.MANDATE, {"office": office, "roles": roles, "from": "2026-01-01", "to": None}
            )

    def write(self, branch: int, says: EntryType, body: Mapping[str, Any]) -> Entry:
        """Add an entry of the right form to a version of its log; whether it is honest is another matter."""
        version = self.branches[branch]
        by = None if says in (EntryType.KEYS, EntryType.MANDATE) else By(OFFICE, 2)
        line = self.line(version.log, says, body, by=by)
        version.log = version.log.append(line)
        version.lines.append(line)
        if line.type is EntryType.SIGN:
            self.signed.add(str(line.act))
        return line

    def line(
        self,
        log: Log,
        says: EntryType,
        body: Mapping[str, Any],
        *,
        by: By | None,
        after: Head | None = None,
        seen: Mapping[str, Head] | None = None,
        key: Signer | None = None,
    ) -> Entry:
        """Any entry; it is put nowhere."""
        self.world.minute += 1
        return entry.compose(
            compact=self.world.compact,
            party=log.party,
            after=after or log.head,
            at=moment(self.world.minute),
            seen=self._seen(log) if seen is None else seen,
            by=by,
            says=says,
            body=body,
            key=key or self._key(log, valid=True),
        )

    def _key(self, log: Log, *, valid: bool) -> SigningKey:
        """A key that is certified at the end of a version of its log, or one that no longer is."""
        ops = log.keys.ops if log.keys else {signature.key_id(self.keys[0].public): b""}
        of_kind = (key for key in self.keys if (signature.key_id(key.public) in ops) == valid)
        return next(of_kind, STRANGER)

    def _seen(self, log: Log) -> dict[str, Head]:
        heads = {party: lines[-1].head for party, lines in self.heard.items() if lines}
        return {party: head for party, head in heads.items() if head.seq >= log.seen.get(party, EMPTY).seq}

    def fork(self, branch: int, at: int) -> int:
        """Begin another version of its log, which shares the entries up to a place; returns its number."""
        log, lines = Log.opened(self.world.charter, self.party), self.branches[branch].until(max(4, at))
        for line in lines:
            log = log.follow(line)
        self.branches.append(Branch(list(lines), log))
        return len(self.branches) - 1

    def rotate(self, branch: int) -> None:
        """Certify a new key in one version of its log; the old one is revoked there."""
        fresh = signing_key(self.world.seed, self.party, "op", len(self.keys))
        self.keys.append(fresh)
        version = self.branches[branch]
        self.world.logs[self.party] = version.log
        body = self.world.keys(self.party, ops=(fresh,))
        line = self.line(version.log, EntryType.KEYS, body, by=None, key=fresh)
        version.log = version.log.append(line)
        version.lines.append(line)

    def forbidden(self, branch: int, kind: int, act: str) -> tuple[str, Entry]:
        """An entry that no verifier may take at the end of a version of its log, and why."""
        log = self.branches[branch].log
        by, body = By(OFFICE, 2), {"act": act}
        seen = log.seen
        behind = {party: Head(head.seq - 1, "0" * 64) for party, head in seen.items() if head.seq > 1}
        changed = {party: Head(head.seq, "ab" * 32) for party, head in seen.items()}
        some = {"item": "a", "words": str(self.world.minute)}
        mask = Mask(self._key(log, valid=True).public)
        made: list[tuple[str, Any]] = [
            ("reports under a mandate to sign", lambda: (EntryType.REPORT, some, {"by": By(DESK, 3)})),
            ("signs under a mandate of no such place", lambda: (EntryType.SIGN, body, {"by": By(OFFICE, 1)})),
            ("claims to have seen less than before", lambda: (EntryType.SIGN, body, {"seen": behind})),
            ("claims to have seen another entry", lambda: (EntryType.SIGN, body, {"seen": changed})),
            ("claims to have seen a stranger's log", lambda: (EntryType.SIGN, body, {"seen": {"TH": EMPTY}})),
            ("signs with a key never certified", lambda: (EntryType.SIGN, body, {"key": STRANGER})),
            ("signs with another key than it names", lambda: (EntryType.SIGN, body, {"key": mask})),
            ("leaves out a place", lambda: (EntryType.SIGN, body, {"after": Head(log.head.seq + 1, act)})),
            (
                "does not follow on its log",
                lambda: (EntryType.SIGN, body, {"after": Head(log.head.seq, act)}),
            ),
            (
                "signs with a key that was revoked",
                lambda: (EntryType.SIGN, body, {"key": self._key(log, valid=False)}),
            ),
        ]
        why, make = made[kind % len(made)]
        says, what, how = make()
        empty = (why.startswith("claims") and not seen) or (why.endswith("before") and not behind)
        if empty:
            how = {"key": STRANGER}
        line = self.line(log, says, what, **{"by": by, **how})
        self.illegal.add(line.envelope)
        return why, line

    def forged(self, party: str, act: str) -> tuple[Entry, ...]:
        """Another party's log with one entry more, which that party never wrote."""
        lines = tuple(self.heard[party])
        log = Log.opened(self.world.charter, party)
        by, mask = By(OFFICE, 2), Mask(self.world.ops[party].public)
        line = self.line(log, EntryType.SIGN, {"act": act}, by=by, after=lines[-1].head, seen={}, key=mask)
        self.illegal.add(line.envelope)
        return (*lines, line)

    def relayed(self, party: str, place: int) -> tuple[Entry, ...]:
        """Another party's log, with what it truly signed in another compact at one place."""
        lines = self.heard[party]
        place = max(1, place)
        elsewhere = entry.compose(
            compact="c0" * 32,
            party=party,
            after=lines[place - 2].head if place > 1 else EMPTY,
            at=moment(self.world.minute),
            seen={},
            by=By(OFFICE, 2),
            says=EntryType.REPORT,
            body={"item": "a"},
            key=self.world.ops[party],
        )
        self.illegal.add(elsewhere.envelope)
        return (*lines[: place - 1], elsewhere)

    # --- what it hears and sends -------------------------------------------------------------

    def hear(self, data: bytes) -> None:
        """Remember every entry of the others in a bundle that somebody sent."""
        heard = Bundle(io.BytesIO(data))
        for party, lines in self.heard.items():
            for line in heard.entries(party):
                if line.seq == len(lines) + 1:
                    lines.append(line)

    def bundle(self, offering: Offering, *, at: str) -> bytes:
        """A complete bundle: as true or false as asked for."""
        logs: dict[str, tuple[Entry, ...]] = {
            self.party: self.branches[offering.branch].until(offering.shown.get(self.party, 10**6)),
            **{p: tuple(lines[: offering.shown.get(p, 10**6)]) for p, lines in self.heard.items()},
            **offering.instead,
        }
        logs[self.party] += offering.tail
        sender = offering.sender or self.party
        acts = self._acts(logs.values(), unspoken=offering.unspoken)
        leaves = [
            self.world.leaves[row.hash].data
            for act in acts
            for row in act.items
            if row.hash in self.world.leaves and not offering.withheld
        ]
        return bundle_of(
            Manifest(
                compact=self.world.compact,
                sender=sender,
                to=(),
                have=dict.fromkeys(self.world.parties, 0),
                heads={party: lines[-1].head if lines else EMPTY for party, lines in logs.items()},
                at=at,
            ),
            Contents(
                logs={party: [line.envelope for line in lines] for party, lines in logs.items()},
                acts=[act.data for act in acts[: len(acts) - max(0, offering.withheld - 1)]],
                leaves=leaves,
            ),
            link=(offering.link or self.world.links[self.party]) if offering.sealed else None,
        )

    def _acts(self, logs: Iterable[Sequence[Entry]], *, unspoken: bool) -> list[Act]:
        """The acts that these logs speak of and all they name; the charter first, the latest last."""
        named = {self.world.compact}
        words = [line.act for lines in logs for line in lines if line.act]
        ahead = [*words, *(self.world.acts if unspoken else ())]
        while ahead:
            name = ahead.pop()
            if name not in named:
                named.add(name)
                if act := self.world.acts.get(name):
                    ahead += [*act.voids, *act.grounds]
        return [act for name, act in self.world.acts.items() if name in named]


def entries_of(data: bytes, party: str) -> list[Entry]:
    """A party's entries in a bundle, unverified, as far as they can be read."""
    found: list[Entry] = []
    with suppress(FoedusError):
        found.extend(Bundle(io.BytesIO(data)).entries(party))
    return found
