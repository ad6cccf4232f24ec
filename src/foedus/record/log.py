"""A party's log: the single-writer hash chain, verified entry by entry.

`Log` is the state of a log after its last entry: its head, its keys, its mandates. It is
a fold, so a log of any length is verified in memory that does not grow with it. Which
acts are in force is no matter of this room (`foedus.record.standing`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from attrs import field, frozen

from foedus.errors import EntryError, ForeignCompactError, GapError, SignatureError, ThirdPartyError
from foedus.phrase import phrase
from foedus.record import canonical, signature
from foedus.record.act import Act, Root
from foedus.record.entry import EMPTY, By, Entry, EntryType, Head


@frozen
class Keys:
    """A party's keys in force at one place of its log."""

    version: int
    root: Root
    ops: Mapping[str, bytes]
    """The operational public keys, by key id: they sign the log."""
    links: Mapping[str, bytes]
    """The public keys of its nodes, by key id: they vouch for what a node sends, and sign no entry."""
    next_commit: str | None


@frozen
class Mandate:
    """What an office may do in the party's name, and between which days."""

    office: str
    roles: frozenset[str]
    start: str
    end: str | None


@frozen
class Log:
    """The state of one party's log after its last verified entry."""

    compact: str
    party: str
    charter_root: Root
    others: frozenset[str]
    head: Head = EMPTY
    keys: Keys | None = None
    mandates: dict[int, Mandate] = field(factory=dict)
    """Every mandate ever given, by its place, oldest first."""
    seen: Mapping[str, Head] = field(factory=dict)
    at: str = ""

    @classmethod
    def opened(cls, charter: Act, party: str) -> Self:
        """The empty log of a party to a charter.

        Raises:
            ThirdPartyError: the charter does not name the party.
        """
        if party not in charter.parties:
            raise ThirdPartyError(signers=(party,), parties=tuple(sorted(charter.parties)))
        return cls(
            compact=charter.compact,
            party=party,
            charter_root=charter.parties[party],
            others=frozenset(charter.parties) - {party},
        )

    def append(self, entry: Entry) -> Self:
        """The log with one more entry, its place, key, signature and mandate verified.

        Raises:
            ForeignCompactError, GapError, EntryError, SignatureError: as they say.
        """
        after = self.follow(entry)
        assert after.keys is not None  # noqa: S101 (follow refuses a log without keys)
        refuse_unsigned(entry, after.keys)
        return after

    def follow(self, entry: Entry) -> Self:
        """The log with one more entry whose signature was verified before, as a store recalls it.

        Raises:
            ForeignCompactError, GapError, EntryError: as they say.
        """
        self._refuse_elsewhere(entry)
        keys = self._keys_after(entry)
        _key_of(entry, keys)
        return type(self)(  # not attrs.evolve: it would be a twentieth of the time to verify a record
            compact=self.compact,
            party=self.party,
            charter_root=self.charter_root,
            others=self.others,
            head=entry.head,
            keys=keys,
            mandates=self._mandates_after(entry),
            seen=self._seen_after(entry),
            at=entry.at,
        )

    def mandate_for(self, office: str, *, role: str, day: str) -> int | None:
        """The place of the newest mandate under which an office may play a role on a day, if any."""
        for place, mandate in reversed(self.mandates.items()):
            if mandate.office == office:
                # The newest mandate of an office replaces the older ones, also by ending them.
                return place if _covers(mandate, role=role, day=day) else None
        return None

    def _refuse_elsewhere(self, entry: Entry) -> None:
        if entry.compact != self.compact:
            raise ForeignCompactError(
                what=phrase("entry {seq} of {party}", seq=entry.seq, party=entry.party),
                expected=self.compact[:12],
                found=entry.compact[:12],
            )
        if entry.party != self.party:
            raise EntryError(
                party=self.party, seq=entry.seq, reason=phrase("it is from {party}'s log", party=entry.party)
            )
        if entry.seq > self.head.seq + 1:
            raise GapError(party=self.party, expected=self.head.seq + 1, found=entry.seq)
        if entry.seq <= self.head.seq:
            raise self._refusal(entry, phrase("its place in the log is taken"))
        if entry.prev != self.head.hash:
            raise self._refusal(entry, phrase("it does not follow on entry {seq}", seq=self.head.seq))

    def _refusal(self, entry: Entry, reason: str) -> EntryError:
        return EntryError(party=self.party, seq=entry.seq, reason=reason)

    def _keys_after(self, entry: Entry) -> Keys:
        if entry.type is not EntryType.KEYS:
            if self.keys is None:
                raise self._refusal(entry, phrase("a log begins with its party's keys"))
            return self.keys
        return certified(entry, before=self.keys, charter_root=self.charter_root)

    def _mandates_after(self, entry: Entry) -> dict[int, Mandate]:
        if entry.by is not None:
            self._refuse_without_mandate(entry, entry.by)
        if entry.type is not EntryType.MANDATE:
            return self.mandates
        body = entry.body
        mandate = Mandate(body["office"], frozenset(body["roles"]), body["from"], body["to"])
        return {**self.mandates, entry.seq: mandate}

    def _refuse_without_mandate(self, entry: Entry, by: By) -> None:
        role = "report" if entry.type in (EntryType.REPORT, EntryType.DOC) else "sign"
        if self.mandate_for(by.office, role=role, day=entry.at[:10]) != by.mandate:
            raise self._refusal(
                entry, phrase("the {office} has no mandate there to {role}", office=by.office, role=role)
            )

    def _seen_after(self, entry: Entry) -> Mapping[str, Head]:
        for party, head in entry.seen.items():
            if party not in self.others:
                raise self._refusal(
                    entry, phrase("it has seen a log of {party}, who is no party", party=party)
                )
            before = self.seen.get(party, EMPTY)
            if head.seq < before.seq or (head.seq == before.seq and head != before):
                raise self._refusal(
                    entry, phrase("what it has seen of {party}'s log went back or changed", party=party)
                )
        return {**self.seen, **entry.seen} if entry.seen else self.seen


def certified(entry: Entry, *, before: Keys | None, charter_root: Root) -> Keys:
    """The keys in force after a `keys` entry, whose own signature is not looked at.

    Args:
        entry: the entry.
        before: the keys in force before it; None: it is the log's first statement.
        charter_root: the party's root as the charter names it.

    Raises:
        EntryError: the statement is not the next one, or not signed by enough of the root.
    """

    def refusal(reason: str) -> EntryError:
        return EntryError(party=entry.party, seq=entry.seq, reason=reason)

    body = entry.body
    root = Root(tuple(body["root"]), body["root_threshold"])
    if body["version"] != (before.version if before else 0) + 1:
        raise refusal(phrase("its keys are not the next version"))
    if root != (before.root if before else charter_root) and (
        before is None or before.next_commit != commitment(root)
    ):
        raise refusal(phrase("its root is neither the one before it nor the one committed in advance"))
    # Its own root signs, and the one before it need not: that one chose it when it committed to it, and
    # a root that is lost could not be succeeded otherwise.
    if not is_signed_by(body, root=root, compact=entry.compact, party=entry.party):
        raise refusal(phrase("its keys are not signed by enough of the party's root"))
    return Keys(body["version"], root, by_id(body["ops"]), by_id(body["links"]), body["next_commit"])


def by_id(publics: Iterable[str]) -> Mapping[str, bytes]:
    """Public keys, as a statement names them, by key id."""
    return {signature.key_id(public): bytes.fromhex(public) for public in publics}


def refuse_unsigned(entry: Entry, keys: Keys) -> None:
    """Refuse an entry that none of these keys signed.

    Raises:
        EntryError: it names another key.
        SignatureError: the signature is not that key's.
    """
    if not entry.sealed.is_signed_with(_key_of(entry, keys)):
        raise SignatureError(party=entry.party, seq=entry.seq)


def _key_of(entry: Entry, keys: Keys) -> bytes:
    public = keys.ops.get(entry.kid)
    if public is None:
        reason = phrase(
            "the key {kid} is not among {party}'s keys at that place", kid=entry.kid[:12], party=entry.party
        )
        raise EntryError(party=entry.party, seq=entry.seq, reason=reason)
    return public


def _covers(mandate: Mandate, *, role: str, day: str) -> bool:
    return role in mandate.roles and mandate.start <= day and (mandate.end is None or day <= mandate.end)


def statement(
    *, version: int, root: Root, ops: tuple[str, ...], links: tuple[str, ...], next_commit: str | None
) -> dict[str, Any]:
    """A party's key statement, without the signatures of its root."""
    return {
        "version": version,
        "root": list(root.keys),
        "root_threshold": root.threshold,
        "ops": list(ops),
        "links": list(links),
        "next_commit": next_commit,
    }


def sign_statement(
    body: Mapping[str, Any], *, compact: str, party: str, keys: tuple[signature.Signer, ...]
) -> dict[str, Any]:
    """The key statement with one signature of each root key."""
    message = statement_message(body, compact=compact, party=party)
    return {
        **body,
        "signatures": [{"kid": signature.key_id(key.public), "sig": key.sign(message).hex()} for key in keys],
    }


def is_signed_by(body: Mapping[str, Any], *, root: Root, compact: str, party: str) -> bool:
    """Whether enough different keys of a root signed a key statement, for this party in this compact."""
    bare = {name: value for name, value in body.items() if name != "signatures"}
    message = statement_message(bare, compact=compact, party=party)
    publics = by_id(root.keys)
    good = {
        row["kid"]
        for row in body["signatures"]
        if row["kid"] in publics
        and signature.is_valid(message, bytes.fromhex(row["sig"]), publics[row["kid"]])
    }
    return len(good) >= root.threshold


def commitment(root: Root) -> str:
    """What commits a party to its next root without showing it."""
    return canonical.digest(canonical.encode({"root": list(root.keys), "threshold": root.threshold}))


def statement_message(body: Mapping[str, Any], *, compact: str, party: str) -> bytes:
    """What a root key signs of a key statement without signatures."""
    payload = canonical.encode({**body, "compact": compact, "party": party}, what="key statement")
    return signature.authenticated(payload, signature.KEYS)
