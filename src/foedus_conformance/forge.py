"""A compact's record, forged: keys, acts, logs and bundles, right or wrong as a case dictates.

A forge signs whatever it is told to, for any party, and checks nothing: no cover rule, no
mandate, no form. Keys, salts and nonces come from fixed words, moments from a clock that
goes on by a minute with each entry, so the same forging gives the same bytes.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from foedus.record import tree
from foedus.record.signature import ENTRY, KEYS, MANIFEST, SigningKey, authenticated, key_id
from foedus_conformance.spelling import ZEROS, Change, Members, as_it_is, packed, sha, spelt

OFFICE = "Director of Cooperation (illustrative)"
SPOKEN = {"act.sign", "act.decline", "report", "notice.denounce"}

Head = list[Any]
"""A log's head as it is written: a number and a hash."""


@frozen
class Public:
    """A key of which only the public half is known."""

    public: str


def chance(*words: object) -> bytes:
    """Thirty-two bytes that look like chance and are the same on every run."""
    return hashlib.sha256("/".join(map(str, ("conformance", *words))).encode()).digest()


def key(*words: object) -> SigningKey:
    """A key that signs, made from words."""
    return SigningKey(chance(*words))


def moment(minute: int) -> str:
    """The moment so many minutes after the record began, on 5 January 2026."""
    days, minutes = divmod(minute, 24 * 60)
    return f"2026-01-{5 + days:02}T{minutes // 60:02}:{minutes % 60:02}:00Z"


def name_of(act: Any) -> str:
    """An act's name: the hash of its head, whatever it is."""
    if isinstance(act, dict):
        act = {name: value for name, value in act.items() if name != "items"}
    return sha(spelt(act))


def root_of(*keys: SigningKey | Public, threshold: int | None = None) -> dict[str, Any]:
    """A root as a charter writes it; all of its keys must sign unless told otherwise."""
    return {"root": [each.public for each in keys], "threshold": threshold or len(keys)}


def commitment(root: Mapping[str, Any]) -> str:
    """What commits a party to its next root."""
    return sha(spelt(dict(root)))


def envelope_of(payload: bytes, signer: SigningKey, *, kind: str = ENTRY) -> dict[str, Any]:
    """A payload with its signature, as section 2 has it."""
    signature = signer.sign(authenticated(payload, kind))
    return {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [{"keyid": key_id(signer.public), "sig": base64.b64encode(signature).decode()}],
    }


@frozen
class Wrong:
    """What is done to one entry on its way into the log."""

    payload: Change = as_it_is
    """To its payload, before it is signed."""
    bytes_signed: Change = as_it_is
    """To the payload's bytes, before they are signed."""
    envelope: Change = as_it_is
    """To the envelope, after."""
    line: Change = as_it_is
    """To the envelope's bytes."""


RIGHT = Wrong()


@frozen
class Line:
    """An entry in a log."""

    seq: int
    hash: str
    data: bytes = field(repr=False)

    @property
    def head(self) -> Head:
        """The log's head once it stands there."""
        return [self.seq, self.hash]


@frozen
class Entry:
    """What an entry is made from; what is None comes from the forge."""

    type: str
    body: Any
    by: Any = ...
    at: str | None = None
    seen: Mapping[str, Head] | None = None
    after: Head | None = None
    signer: SigningKey | None = None
    wrong: Wrong = RIGHT


class Forge:
    """One compact's record as it is being forged."""

    def __init__(
        self,
        *parties: str,
        seed: str = "record",
        charter: Change = as_it_is,
        roots: Mapping[str, Sequence[SigningKey | Public]] | None = None,
        thresholds: Mapping[str, int] | None = None,
        items: Mapping[str, Any] | None = None,
        begun: bool = True,
    ) -> None:
        """Found a compact, and let every party begin its log and sign the charter.

        Args:
            parties: Laos and Viet Nam, if none is named.
            seed: keys, salts and nonces depend on it.
            charter: what is done to the charter.
            roots: a party's root keys, where they are not one made from the seed.
            thresholds: how many of them must sign, where it is not all.
            items: what the charter sets; one item that says little, if not given.
            begun: whether the logs begin.
        """
        self.parties = tuple(sorted(parties or ("LA", "VN")))
        self.seed = seed
        self.roots = {
            each: tuple((roots or {}).get(each, (self.key(each, "root"),))) for each in self.parties
        }
        self.ops = {each: self.key(each, "op") for each in self.parties}
        self.links = {each: self.key(each, "link") for each in self.parties}
        self.acts: dict[str, bytes] = {}
        self.documents: dict[str, Any] = {}
        self.leaves: dict[str, bytes] = {}
        self.blobs: dict[str, bytes] = {}
        self.logs: dict[str, list[Line]] = {each: [] for each in self.parties}
        self.versions = dict.fromkeys(self.parties, 0)
        self.mandates: dict[str, int] = {}
        self.minute = 9 * 60
        self.salts = 0
        self.compact = ""
        says = {"compact": {"id": "compact", "type": "compact"}} if items is None else items
        self.charter = self._charter(self.rows(dict.fromkeys(says), says), thresholds or {}, charter)
        self.compact = self.charter
        if begun:
            for each in self.parties:
                self.begin(each)
            self.all_sign(self.charter)

    def key(self, *words: object) -> SigningKey:
        """A key of this record's own."""
        return key(self.seed, *words)

    # --- acts -------------------------------------------------------------------------------

    def leaf(self, item: Any, change: Change = as_it_is) -> str:
        """Keep a leaf; returns its hash."""
        self.salts += 1
        value = change({"item": item, "salt": chance(self.seed, "salt", self.salts).hex()[:32]})
        return self.keep_leaf(spelt(value))

    def keep_leaf(self, data: bytes) -> str:
        """Keep a leaf's bytes as they are; returns their hash."""
        hash_ = tree.leaf_hash(data).hex()
        self.leaves[hash_] = data
        return hash_

    def rows(self, bases: Mapping[str, str | None], says: Mapping[str, Any] | None = None) -> list[Any]:
        """Rows with leaves of their own: for each item what it builds on, and what it says."""
        words = says or {}
        return [
            {"id": item, "base": base, "hash": self.leaf(words.get(item, said(item)))}
            for item, base in bases.items()
        ]

    def act(
        self,
        bases: Mapping[str, str | None] | None = None,
        *,
        voids: Iterable[str] = (),
        kind: str = "amend",
        says: Mapping[str, Any] | None = None,
        effective: str | None = None,
        rows: Change = as_it_is,
        change: Change = as_it_is,
    ) -> str:
        """Keep an act; returns its name.

        Args:
            bases: for each item it sets, the act it builds on (None: it is new).
            voids: the acts it voids.
            kind: what it does.
            says: what its items say, where that matters.
            effective: the day from which it applies.
            rows: what is done to its rows before the root is taken over them.
            change: what is done to the whole of it.
        """
        document = self._document(kind, rows(self.rows(bases or {}, says)), "Illustrative act")
        document |= {"voids": sorted(voids), "effective": effective}
        return self.keep_act(change(document))

    def keep_act(self, document: Any) -> str:
        """Keep an act as it is; returns its name."""
        name = name_of(document)
        self.acts[name], self.documents[name] = spelt(document), document
        return name

    def _document(self, kind: str, rows: list[Any], title: str) -> dict[str, Any]:
        return {
            "v": 1,
            "kind": kind,
            "compact": self.compact or None,
            "charter": self.compact or None,
            "items": rows,
            "root": tree_root(rows),
            "size": len(rows),
            "voids": [],
            "texts": [],
            "authentic": [],
            "effective": None,
            "serves": [],
            "title": {"en": title},
            "nonce": chance(self.seed, "nonce", len(self.acts)).hex()[:32],
        }

    def _charter(self, rows: list[Any], thresholds: Mapping[str, int], change: Change) -> str:
        parties = {each: root_of(*keys, threshold=thresholds.get(each)) for each, keys in self.roots.items()}
        document = self._document("charter", rows, "Illustrative compact")
        return self.keep_act(change({**document, "parties": parties}))

    # --- logs -------------------------------------------------------------------------------

    def head(self, party: str) -> Head:
        """Where a party's log ends."""
        return self.logs[party][-1].head if self.logs[party] else [0, ZEROS]

    def heads(self) -> dict[str, Head]:
        """Where every log ends."""
        return {party: self.head(party) for party in self.logs}

    def seen_by(self, party: str) -> dict[str, Head]:
        """The other parties' heads, where their logs have begun."""
        return {other: self.head(other) for other in self.logs if other != party and self.logs[other]}

    def write(self, party: str, entry: Entry) -> Line:
        """An entry as its party would write it next, or as it is told to; it is not yet in the log."""
        self.minute += 1
        number, before = entry.after or self.head(party)
        signer = entry.signer or self.ops[party]
        by = self.by(party) if entry.by is ... and entry.type in SPOKEN else entry.by
        payload = {
            "v": 1,
            "compact": self.compact,
            "party": party,
            "seq": number + 1,
            "prev": before,
            "at": entry.at or moment(self.minute),
            "seen": dict(self.seen_by(party) if entry.seen is None else entry.seen),
            "kid": key_id(signer.public),
            "by": None if by is ... else by,
            "type": entry.type,
            "body": entry.body,
        }
        data = entry.wrong.bytes_signed(spelt(entry.wrong.payload(payload)))
        envelope = entry.wrong.envelope(envelope_of(data, signer))
        return Line(number + 1, sha(data), entry.wrong.line(spelt(envelope)))

    def put(self, party: str, entry: Entry) -> Line:
        """Write an entry into a party's log."""
        line = self.write(party, entry)
        self.logs[party].append(line)
        return line

    def by(self, party: str) -> dict[str, Any]:
        """The office that speaks for a party."""
        return {"office": OFFICE, "mandate": self.mandates[party], "person": None}

    def begin(self, party: str) -> None:
        """A party's keys, and the mandate of its office."""
        self.put(party, Entry("keys", self.keys(party)))
        self.mandates[party] = self.put(party, Entry("mandate", mandate())).seq

    def keys(
        self,
        party: str,
        *,
        ops: Sequence[SigningKey | Public] | None = None,
        root: Mapping[str, Any] | None = None,
        signers: Sequence[SigningKey | Public] | None = None,
        version: int | None = None,
        commit: str | None = None,
        change: Change = as_it_is,
        after: Change = as_it_is,
    ) -> Any:
        """A key statement: the party's next, unless told otherwise.

        Args:
            party: whose.
            ops: the operational keys; those it has, if not given.
            root: the root it states; the party's first, if not given.
            signers: the root keys that sign it, if we can; the party's first, if not given.
            version: its number; the next, if not given.
            commit: what it commits the next root to.
            change: what is done to it before it is signed.
            after: what is done to it after.
        """
        self.versions[party] = version or self.versions[party] + 1
        stated = root or root_of(*self.roots[party])
        body = change(
            {
                "version": self.versions[party],
                "root": stated["root"],
                "root_threshold": stated["threshold"],
                "ops": [each.public for each in (ops or [self.ops[party]])],
                "links": [self.links[party].public],
                "next_commit": commit,
            }
        )
        return after(self.certify(party, body, self.roots[party] if signers is None else signers))

    def certify(
        self, party: str, body: Mapping[str, Any], signers: Iterable[SigningKey | Public]
    ) -> dict[str, Any]:
        """A key statement with the signatures of root keys."""
        message = authenticated(spelt({**body, "compact": self.compact, "party": party}), KEYS)
        rows = [
            {"kid": key_id(each.public), "sig": each.sign(message).hex()}
            for each in signers
            if isinstance(each, SigningKey)
        ]
        return {**body, "signatures": rows}

    def sign(self, party: str, act: str, **more: Any) -> Line:
        """A party signs an act, whatever it signed before."""
        return self.put(party, Entry("act.sign", {"act": act}, **more))

    def all_sign(self, act: str) -> str:
        """Every party signs an act; returns its name."""
        for party in self.parties:
            self.sign(party, act)
        return act

    def decline(self, party: str, act: str, reason: str | None = None) -> Line:
        """A party declines an act."""
        return self.put(party, Entry("act.decline", {"act": act, "reason": reason}))

    # --- files ------------------------------------------------------------------------------

    def blob(self, data: bytes) -> str:
        """Keep a document; returns its hash."""
        self.blobs[sha(data)] = data
        return sha(data)

    def manifest(self, *, have: Mapping[str, int] | None = None, sender: str | None = None) -> dict[str, Any]:
        """The manifest of a bundle that starts after `have` entries of each log."""
        sender = sender or self.parties[0]
        return {
            "v": 1,
            "at": moment(self.minute),
            "compact": self.compact,
            "from": sender,
            "to": [each for each in self.parties if each != sender],
            "have": {each: (have or {}).get(each, 0) for each in self.logs},
            "heads": self.heads(),
        }

    def members(
        self,
        *,
        have: Mapping[str, int] | None = None,
        sender: str | None = None,
        manifest: Change = as_it_is,
        link: SigningKey | None = None,
    ) -> Members:
        """The members of a bundle, in their order; sealed where a link is given."""
        first = spelt(manifest(self.manifest(have=have, sender=sender)))
        seal = [("MANIFEST.sig", spelt(envelope_of(first, link, kind=MANIFEST)))] if link else []
        logs = [
            (f"logs/{party}.ndjson", ended(line.data for line in lines[(have or {}).get(party, 0) :]))
            for party, lines in sorted(self.logs.items())
        ]
        return [
            ("MANIFEST.json", first),
            *seal,
            *logs,
            ("acts.ndjson", ended(data for _, data in sorted(self.acts.items()))),
            ("leaves.ndjson", ended(data for _, data in sorted(self.leaves.items()))),
            *((f"blobs/{name}", data) for name, data in sorted(self.blobs.items())),
        ]

    def bundle(self, **how: Any) -> bytes:
        """A bundle's bytes; see `members`."""
        return packed(self.members(**how))

    def heard(self, bundle: bytes, party: str) -> None:
        """Take a party's log over from a bundle, without verifying it."""
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            lines = archive.read(f"logs/{party}.ndjson").splitlines()
        payloads = [base64.b64decode(line.split(b'"payload":"')[1].split(b'"')[0]) for line in lines]
        self.logs[party] = [
            Line(number, sha(payload), line)
            for number, (payload, line) in enumerate(zip(payloads, lines, strict=True), start=1)
        ]


def ended(lines: Iterable[bytes]) -> bytes:
    """Lines, each with its line feed."""
    return b"".join(line + b"\n" for line in lines)


def said(item: str) -> dict[str, Any]:
    """What an item says unless told otherwise."""
    return {"id": item, "type": "line", "title": {"en": "Illustrative visit"}}


def mandate(
    office: str = OFFICE,
    *,
    roles: Sequence[str] = ("report", "sign"),
    start: str = "2026-01-01",
    end: str | None = None,
) -> dict[str, Any]:
    """The body of a mandate."""
    return {"office": office, "roles": list(roles), "from": start, "to": end}


def tree_root(rows: Iterable[Any]) -> str:
    """The root over rows."""
    return tree.root([tree.leaf_hash(spelt(row)) for row in rows]).hex()


def planned(*parties: str, **how: Any) -> tuple[Forge, str]:
    """A compact with a plan of three lines that all signed; the forge and the plan's name."""
    forge = Forge(*parties, **how)
    return forge, forge.all_sign(forge.act(dict.fromkeys(("line-1", "line-2", "line-3")), kind="plan.adopt"))


def replaced(line: Line, **fields: Any) -> Line:
    """A line with something else in it."""
    return evolve(line, **fields)
