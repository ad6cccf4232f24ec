"""A bundle: a part or the whole of a compact's record in one file, `.foedus`.

    MANIFEST.json        which compact, from whom, to whom, from which heads to which
    MANIFEST.sig         the sender's node vouches for the manifest; not there before its log has begun
    logs/<party>.ndjson  one envelope a line, contiguous
    acts.ndjson          one act a line, in the order of their names
    leaves.ndjson        one salted item a line, in the order of their hashes
    blobs/<sha256>       documents that entries name

A bundle that starts at the first entry of every log is *complete* and is verified with
nothing else at hand; another one continues what a node holds. The same reader serves the
file on a stick and the wire.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from attrs import field, frozen

from foedus.errors import (
    ActError,
    ContainerError,
    ForeignCompactError,
    GapError,
    MissingActError,
    ThirdPartyError,
)
from foedus.phrase import phrase
from foedus.record import act as acts_room
from foedus.record import canonical, entry, shape, signature, tree
from foedus.record.act import Act, ActKind, Leaf
from foedus.record.container import Container, ContainerWriter
from foedus.record.entry import Entry, EntryType, Head
from foedus.record.evidence import contradiction
from foedus.record.holding import Forked, Holding, Told, Word, word_of
from foedus.record.log import Log

VERSION = 1
MANIFEST, SEAL, ACTS, LEAVES = "MANIFEST.json", "MANIFEST.sig", "acts.ndjson", "leaves.ndjson"
MOST_MANIFEST = 2**16
MOST_SEAL = 2**17
MOST_BLOB = 64 * 2**20


@frozen
class Manifest:
    """What a bundle says of itself; all of it is checked against what the bundle holds."""

    compact: str
    sender: str
    to: tuple[str, ...]
    have: Mapping[str, int]
    """Up to which entry of each log the receiver is taken to have it; 0: the log is complete."""
    heads: Mapping[str, Head]
    at: str
    """When it was made, as its sender claims; a recovering node takes no old one for the present."""

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the file."""
        return canonical.encode(
            {
                "v": VERSION,
                "at": self.at,
                "compact": self.compact,
                "from": self.sender,
                "to": list(self.to),
                "have": dict(self.have),
                "heads": {party: [head.seq, head.hash] for party, head in self.heads.items()},
            },
            what="manifest",
        )


@frozen
class Contents:
    """What goes into a bundle besides its manifest."""

    logs: Mapping[str, Iterable[bytes]]
    """Envelopes, by party, from the entry after the manifest's `have`."""
    acts: Iterable[bytes]
    leaves: Iterable[bytes]
    blobs: Mapping[str, Iterable[bytes]] = field(factory=dict)
    """Documents in pieces, by their SHA-256."""


def write(
    file: BinaryIO, manifest: Manifest, contents: Contents, *, link: signature.Signer | None = None
) -> None:
    """Write a bundle to a seekable file; the same manifest and contents give the same bytes.

    Args:
        file: where it goes.
        manifest: what the bundle says of itself.
        contents: what it holds.
        link: the key with which the sender's node vouches for the manifest, if it does.

    Raises:
        ContainerError: there is more than a bundle may hold.
    """
    container = ContainerWriter(file)
    container.add(MANIFEST, [manifest.to_bytes()])
    if link:
        container.add(SEAL, [signature.seal(manifest.to_bytes(), link, signature.MANIFEST)])
    for party in sorted(contents.logs):
        container.add(f"logs/{party}.ndjson", (envelope + b"\n" for envelope in contents.logs[party]))
    container.add(ACTS, (data + b"\n" for data in sorted(set(contents.acts), key=acts_room.name_of)))
    container.add(LEAVES, (data + b"\n" for data in sorted(set(contents.leaves), key=tree.leaf_hash)))
    for name in sorted(contents.blobs):
        container.add(f"blobs/{name}", contents.blobs[name])
    container.close()


class Bundle:
    """A bundle open for reading: its structure and its manifest are checked, the rest as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        """Open a bundle.

        Raises:
            ContainerError: the file is no bundle, cut short or altered.
            ProfileError: the manifest is not in the record's form.
        """
        self._container = Container(file)
        self.manifest = parse_manifest(self._container.read(MANIFEST, most=MOST_MANIFEST))
        self.is_sealed = SEAL in self._container.members
        seal = [SEAL] if self.is_sealed else []
        logs = [f"logs/{party}.ndjson" for party in sorted(self.manifest.heads)]
        names = list(self._container.members)
        self.blobs = tuple(name.removeprefix("blobs/") for name in names[len(seal) + len(logs) + 3 :])
        if names != [MANIFEST, *seal, *logs, ACTS, LEAVES, *(f"blobs/{name}" for name in self.blobs)]:
            raise ContainerError(reason="it holds other files than its manifest announces")
        if list(self.blobs) != sorted(set(self.blobs)) or not all(map(shape.is_hash, self.blobs)):
            raise ContainerError(reason="its blobs are not named by their hashes, in order")

    def refuse_forged(self, links: Mapping[str, bytes]) -> str | None:
        """Refuse a manifest that claims to be its sender's and is not; an unsealed one claims nothing.

        Args:
            links: the keys of the sender's nodes, by key id.

        Returns:
            The key that sealed it, by key id; None if it is unsealed.

        Raises:
            ContainerError: the seal is of another manifest, or of no key of the sender's nodes.
            ProfileError: the seal is not in the record's form.
        """
        if not self.is_sealed:
            return None
        sealed = signature.unseal(self._container.read(SEAL, most=MOST_SEAL), signature.MANIFEST)
        public = links.get(sealed.kid)
        altered = sealed.payload != self.manifest.to_bytes()
        if public is None or altered or not sealed.is_signed_with(public, signature.MANIFEST):
            raise ContainerError(
                reason=phrase("its manifest was not sealed by {sender}'s node", sender=self.manifest.sender)
            )
        return sealed.kid

    @property
    def is_complete(self) -> bool:
        """Whether every log starts at its first entry."""
        return not any(self.manifest.have.values())

    def entries(self, party: str) -> Iterator[Entry]:
        """A party's entries in the bundle, in order, not yet verified."""
        for line in self._container.lines(f"logs/{party}.ndjson", longest=entry.MOST_BYTES):
            yield entry.parse(line)

    def acts(self) -> Iterator[Act]:
        """The acts in the bundle, each consistent with itself."""
        last = ""
        for line in self._container.lines(ACTS, longest=acts_room.MOST_BYTES):
            act = acts_room.parse(line)
            if act.hash <= last:
                raise ContainerError(reason="its acts are not in order")
            last = act.hash
            yield act

    def leaves(self) -> Iterator[Leaf]:
        """The leaves in the bundle; whether an act names them is not yet checked."""
        last = ""
        for line in self._container.lines(LEAVES, longest=acts_room.MOST_BYTES):
            leaf = acts_room.parse_leaf(line)
            if leaf.hash <= last:
                raise ContainerError(reason="its leaves are not in order")
            last = leaf.hash
            yield leaf

    def blob(self, name: str) -> Iterator[bytes]:
        """A document, by its SHA-256, piece by piece; it is the right one only if no refusal follows.

        Raises:
            ContainerError: it is not there, too large, or not the one of this name.
        """
        digest = hashlib.sha256()
        for piece in self._container.chunks(f"blobs/{name}", most=MOST_BLOB):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != name:
            raise ContainerError(reason=phrase("the blob {name} is another document", name=name[:12]))


def verify(bundle: Bundle) -> Holding:
    """Verify a complete bundle with nothing else at hand.

    Every chain, key, mandate and signature is checked, every act and leaf against the hash
    that names it, every signature against the parties. The memory needed grows with the acts
    and with what is held of them, not with the reports, which are most of a long record.

    Raises:
        FoedusError: the first thing that is wrong; see `foedus.errors`.
    """
    for party, have in bundle.manifest.have.items():
        if have:
            raise GapError(party=party, expected=1, found=have + 1)
    acts = {act.hash: act for act in bundle.acts()}
    charter = founding_charter(acts, bundle.manifest.compact)
    refuse_other_parties(bundle.manifest, charter.parties)
    leaves = {leaf.hash: leaf for leaf in bundle.leaves()}
    refuse_stray(acts, leaves, compact=charter.hash)
    logs: dict[str, Log] = {}
    words: list[Word | Told] = []
    ever: dict[str, dict[str, bytes]] = {party: {} for party in charter.parties}
    for party in charter.parties:
        log = Log.opened(charter, party)
        for line in bundle.entries(party):
            log = log.append(line)
            if word := word_of(line):
                words.append(word)
            elif line.type is EntryType.KEYS and log.keys:
                ever[party].update(log.keys.ops)
        refuse_other_head(bundle.manifest, party, log.head)
        logs[party] = log
    sender = logs[bundle.manifest.sender].keys
    bundle.refuse_forged(sender.links if sender else {})
    holding = Holding(
        charter=charter,
        logs=logs,
        acts=acts,
        leaves=leaves,
        words=tuple(word for word in words if isinstance(word, Word)),
        told=tuple(word for word in words if isinstance(word, Told)),
        forked=tuple(_forked((word for word in words if isinstance(word, Told)), charter.hash, ever)),
    )
    _ = holding.settlement  # raises what the acts and signatures together get wrong
    refuse_unspoken(acts.keys() - {charter.hash}, holding.words, acts)
    refuse_stray_blobs(bundle, holding)
    return holding


def _forked(told: Iterable[Told], compact: str, keys: Mapping[str, Mapping[str, bytes]]) -> Iterator[Forked]:
    """The logs with two versions that entries of type `evidence` prove; the others prove nothing."""
    for one in told:
        both = contradiction(one.body, compact=compact, keys=keys) if one.type is EntryType.EVIDENCE else None
        if both:
            yield Forked(both[0].party, both[0].seq, by=one.party, shown=one.seq)


def founding_charter(acts: Mapping[str, Act], compact: str) -> Act:
    """The charter that founded a compact.

    Raises:
        MissingActError: it is not among the acts.
        ActError: the act of that name is no founding charter.
    """
    charter = acts.get(compact)
    if charter is None:
        raise MissingActError(act=compact[:12])
    if charter.kind is not ActKind.CHARTER or charter.compact != compact:
        raise ActError(act=compact[:12], reason="it founds no compact")
    return charter


def refuse_stray(acts: Mapping[str, Act], leaves: Mapping[str, Leaf], *, compact: str) -> None:
    """Refuse acts of another compact, and leaves that no act names or that go by another name than there.

    Raises:
        ForeignCompactError, ActError, ContainerError: as they say.
    """
    named: set[str] = set()
    for act in acts.values():
        if act.compact != compact:
            raise ForeignCompactError(
                what=phrase("act {hash}", hash=act.hash[:12]), expected=compact[:12], found=act.compact[:12]
            )
        for row in act.items:
            leaf = leaves.get(row.hash)
            # Chains go by the act's name for an item; a leaf with another would be shown as another item.
            item = leaf.item if leaf else None
            if item and item.get("id", row.id) != row.id:
                reason = phrase("what it says of {id} calls itself {item}", id=row.id, item=item["id"])
                raise ActError(act=act.hash[:12], reason=reason)
            named.add(row.hash)
    if stray := leaves.keys() - named:
        raise ContainerError(
            reason=phrase("it holds an item that no act names ({stray})", stray=min(stray)[:12])
        )


def refuse_other_parties(manifest: Manifest, parties: Iterable[str]) -> None:
    """Refuse a manifest that does not speak of the logs of exactly these parties.

    Raises:
        ThirdPartyError: it speaks of a log of somebody else.
        ContainerError: it leaves out a party's log.
    """
    bound, there = frozenset(parties), frozenset(manifest.heads)
    if third := there - bound:
        raise ThirdPartyError(signers=tuple(sorted(third)), parties=tuple(sorted(bound)))
    if missing := bound - there:
        raise ContainerError(reason=phrase("the log of {missing} is not in it", missing=sorted(missing)))


def spoken(words: Iterable[Word], acts: Mapping[str, Act]) -> set[str]:
    """The acts that some party signed or declined, with all that these stand on or void."""
    found: set[str] = set()
    ahead = [word.act for word in words]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            if act := acts.get(name):
                ahead += [*act.voids, *act.grounds]
    return found


def refuse_unspoken(acts: Iterable[str], words: Iterable[Word], held: Mapping[str, Act]) -> None:
    """Refuse an act that no party signed or declined, and that no such act stands on or voids.

    Whoever passes a bundle on could slip it in: no signature stands for it.

    Raises:
        ContainerError: there is such an act.
    """
    if unspoken := set(acts) - spoken(words, held):
        raise ContainerError(
            reason=phrase("it holds an act that no party spoke of ({unspoken})", unspoken=min(unspoken)[:12])
        )


def refuse_stray_blobs(bundle: Bundle, holding: Holding) -> None:
    """Refuse a document that is not the one of its name, or that neither an entry nor an act names.

    Raises:
        ContainerError: there is such a document.
    """
    for name in bundle.blobs:
        for _ in bundle.blob(name):
            pass  # reading it to its end is the check
        if name not in holding.documents:
            raise ContainerError(
                reason=phrase("it holds a document that nothing names ({name})", name=name[:12])
            )


def refuse_other_head(manifest: Manifest, party: str, head: Head) -> None:
    """Refuse a log that does not end where the manifest says.

    Raises:
        ContainerError: it ends elsewhere.
    """
    if manifest.heads[party] != head:
        raise ContainerError(reason=phrase("{party}'s log does not end where the manifest says", party=party))


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest; whether it is true of a bundle is not yet checked.

    Raises:
        ProfileError, ContainerError: it is not in the record's form, or not as a manifest must be.
    """
    match canonical.decode(data, what="manifest"):
        case {
            "at": at,
            "compact": compact,
            "from": str(sender),
            "to": list(to),
            "have": dict(have),
            "heads": dict(heads),
        } if (
            shape.is_moment(at)
            and shape.is_hash(compact)
            and sender in heads
            and shape.is_list_of(to, shape.is_party)
            and set(to) <= set(heads)
            and set(have) == set(heads)
            and all(map(shape.is_party, heads))
            and all(map(shape.is_count, have.values()))
            and all(map(shape.is_head, heads.values()))
        ):
            ends = {party: Head(*head) for party, head in heads.items()}
            manifest = Manifest(compact, sender, tuple(to), have, ends, at)
            # What is left is its version and what it must not have: re-spelt and compared.
            if manifest.to_bytes() == data:
                return manifest
    raise ContainerError(reason="its manifest is not as it must be")
