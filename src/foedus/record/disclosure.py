"""One line of a signed act, shown to an outsider with its proof, the other lines hidden: `.foedus-line`.

A disclosure holds the heads of the charter and of the act, the line's row with its audit
path, the salted leaf, and for each party its key statements and its signatures of both.
It proves that these parties signed an act that holds this line at this place. The logs
are not shown: whether the line is still in force, or a key was withdrawn, it cannot say.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from foedus.errors import (
    ActError,
    DisclosureError,
    EntryError,
    ForeignCompactError,
    NoDisclosureError,
    ProfileError,
    ThirdPartyError,
)
from foedus.phrase import phrase, phrase_of
from foedus.record import act as acts_room
from foedus.record import canonical, entry, log, shape, tree
from foedus.record.act import ActHead, ActItem, ActKind, Leaf, Root
from foedus.record.entry import FIRST, Entry, EntryType
from foedus.record.holding import Holding, Word
from foedus.record.log import Keys
from foedus.record.verdict import in_english, named, plain, word_to_json

VERSION = 1
MOST_BYTES = 32 * 2**20
DEEPEST = canonical.DEEPEST + 1
"""Its parts are documents of the profile, and lie one level below the file itself."""

NOT_PROVEN = (
    "that the line is still in force: a later act may have changed, struck out or voided it",
    "that no key had been withdrawn, and that the offices held a mandate: the logs are not shown",
    "when it was signed: the days are the parties' own word",
)
"""What nobody may conclude from a disclosure."""


@frozen
class Proof:
    """What one party signed: its key statements up to then, the charter, the act."""

    keys: tuple[Entry, ...]
    charter: Entry
    act: Entry


@frozen
class Disclosure:
    """One line with its proof; nothing in it is verified yet."""

    charter: ActHead
    act: ActHead
    row: ActItem
    index: int
    path: tuple[str, ...]
    leaf: Leaf
    proofs: Mapping[str, Proof]

    def to_bytes(self) -> bytes:
        """The file.

        Raises:
            ProfileError: longer than a disclosure may be.
        """
        data = canonical.encode(
            {
                "v": VERSION,
                "charter": canonical.decode(self.charter.data),
                "act": canonical.decode(self.act.data),
                "row": canonical.decode(self.row.row),
                "index": self.index,
                "path": list(self.path),
                "leaf": canonical.decode(self.leaf.data),
                "parties": {
                    party: {
                        "keys": [canonical.decode(line.envelope) for line in proof.keys],
                        "charter": canonical.decode(proof.charter.envelope),
                        "act": canonical.decode(proof.act.envelope),
                    }
                    for party, proof in self.proofs.items()
                },
            },
            what="disclosed line",
            deepest=DEEPEST,
        )
        _refuse_long(data)
        return data


@frozen
class Disclosed:
    """A line that is proven: who signed which act, what it says and where it stands there."""

    charter: ActHead
    act: ActHead
    row: ActItem
    index: int
    item: Mapping[str, Any] | None
    words: tuple[Word, ...]
    """The parties' signatures of the act, by party."""

    def to_json(self) -> dict[str, Any]:
        """The verdict for a program: hashes whole, titles in all their languages."""
        return {
            "verified": True,
            "compact": self.charter.hash,
            "title": dict(self.charter.title),
            "act": {
                "act": self.act.hash,
                "kind": self.act.kind.value,
                "title": dict(self.act.title),
                "effective": self.act.effective,
                "size": self.act.size,
            },
            "line": {"id": self.row.id, "index": self.index, "base": self.row.base, "item": self.item},
            "signed": [word_to_json(word) for word in self.words],
            "proves": self.proven,
            "does_not_prove": list(NOT_PROVEN),
        }

    @property
    def proven(self) -> str:
        """What a disclosure proves, in a sentence."""
        parties = ", ".join(word.party for word in self.words)
        return (
            f"{parties} signed an act that holds this line, in these words, "
            f"as line {self.index + 1} of {self.act.size}, under keys that their roots certified"
        )

    def lines(self) -> Iterator[str]:
        """The verdict for a person, a line each."""
        parties = ", ".join(self.charter.parties)
        yield f"Compact “{in_english(self.charter.title)}” ({self.charter.hash[:12]}) of {parties}"
        applies = f", from {self.act.effective} on" if self.act.effective else ""
        yield f"Act {self.act.hash[:12]}  {self.act.kind} “{in_english(self.act.title)}”{applies}"
        yield ""
        yield f"Line {self.row.id}"
        if self.item is None:
            yield "  struck out by this act"
        else:
            yield from (
                f"  {plain(line)}"
                for line in json.dumps(self.item, ensure_ascii=False, indent=2, sort_keys=True).splitlines()
            )
        yield ""
        yield "Signed"
        yield from (f"  {named(word)}" for word in self.words)
        yield ""
        yield f"Proven: {self.proven}."
        yield "Not proven:"
        yield from (f"  {each}." for each in NOT_PROVEN)


def disclose(holding: Holding, item: str, envelopes: Mapping[str, Iterable[bytes]]) -> Disclosure:
    """Show one item in force with its proof.

    Args:
        holding: what is held of the compact.
        item: the item's name.
        envelopes: every party's log as received, from its first entry.

    Raises:
        NoDisclosureError: the item is not in force, or its leaf is withheld here.
    """
    name = holding.settlement.in_force.get(item)
    if name is None:
        raise NoDisclosureError(item=item, reason="it is not in force")
    leaf = holding.leaf_of(name, item)
    if leaf is None:
        raise NoDisclosureError(item=item, reason="its words are withheld")
    act = holding.acts[name]
    index = next(place for place, row in enumerate(act.items) if row.id == item)
    path = tree.audit_path([tree.leaf_hash(row.row) for row in act.items], index)
    return Disclosure(
        charter=acts_room.parse_head(holding.charter.head),
        act=acts_room.parse_head(act.head),
        row=act.items[index],
        index=index,
        path=tuple(each.hex() for each in path),
        leaf=leaf,
        proofs={
            party: _proof(envelopes[party], charter=holding.charter.hash, act=name)
            for party in holding.parties
        },
    )


def verify_disclosure(data: bytes) -> Disclosed:
    """Verify a disclosed line with nothing else at hand.

    Raises:
        FoedusError: the first thing that is wrong; see `foedus.errors`.
    """
    shown = parse(data)
    charter, act, row = shown.charter, shown.act, shown.row
    if charter.kind is not ActKind.CHARTER:
        raise DisclosureError(reason="what it shows as the charter is none")
    if act.compact != charter.hash:
        raise ForeignCompactError(
            what=phrase("act {hash}", hash=act.hash[:12]), expected=charter.hash[:12], found=act.compact[:12]
        )
    _refuse_other_line(shown)
    if third := shown.proofs.keys() - charter.parties.keys():
        raise ThirdPartyError(signers=tuple(sorted(third)), parties=tuple(sorted(charter.parties)))
    if missing := charter.parties.keys() - shown.proofs.keys():
        raise DisclosureError(reason=phrase("no signature of {missing} is shown", missing=sorted(missing)))
    words = tuple(
        _word(shown.proofs[party], party, root=root, names=(charter.hash, act.hash))
        for party, root in charter.parties.items()
    )
    return Disclosed(charter, act, row, shown.index, shown.leaf.item, words)


def parse(data: bytes) -> Disclosure:
    """Read a disclosure; whether it proves anything is not yet checked.

    Raises:
        ProfileError, ActError, EntryError: a part is not in the record's form.
        DisclosureError: a part is missing, or there are others.
    """
    _refuse_long(data)
    match canonical.decode(data, what="disclosed line", deepest=DEEPEST):
        case {
            "v": 1 as version,
            "charter": charter,
            "act": act,
            "row": row,
            "index": index,
            "path": path,
            "leaf": leaf,
            "parties": dict(parties),
        } as document if (
            len(document) == 8
            and type(version) is int
            and shape.is_count(index)
            and shape.is_list_of(path, shape.is_hash, most=64)
        ):
            return Disclosure(
                charter=acts_room.parse_head(canonical.encode(charter)),
                act=acts_room.parse_head(canonical.encode(act)),
                row=acts_room.parse_row(canonical.encode(row)),
                index=index,
                path=tuple(path),
                leaf=acts_room.parse_leaf(canonical.encode(leaf)),
                proofs={party: _parsed_proof(proof) for party, proof in parties.items()},
            )
    raise DisclosureError(reason="it has not the parts it must have")


def _refuse_long(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise ProfileError(
            what="disclosed line", reason=phrase("longer than {most_bytes} bytes", most_bytes=MOST_BYTES)
        )


def _parsed_proof(value: Any) -> Proof:
    match value:
        case {"keys": [*keys], "charter": charter, "act": act} if len(value) == 3:
            return Proof(tuple(map(_parsed_entry, keys)), _parsed_entry(charter), _parsed_entry(act))
    raise DisclosureError(reason="a party's part of it has not the form it must have")


def _parsed_entry(value: Any) -> Entry:
    return entry.parse(canonical.encode(value, what="envelope"))


def _proof(envelopes: Iterable[bytes], *, charter: str, act: str) -> Proof:
    """The entries of one log by which its party signed both."""
    keys: list[Entry] = []
    signed: dict[str, Entry] = {}
    for line in map(entry.parse, envelopes):
        if line.type is EntryType.KEYS:
            keys.append(line)
        elif line.type is EntryType.SIGN and line.act in (charter, act):
            signed.setdefault(line.act, line)
        if len(signed) == len({charter, act}):
            break
    last = max(line.seq for line in signed.values())
    return Proof(tuple(line for line in keys if line.seq < last), signed[charter], signed[act])


def _refuse_other_line(shown: Disclosure) -> None:
    """Refuse a leaf that is not the row's, and a row that does not stand in the act at its place."""
    row, leaf = shown.row, shown.leaf
    if leaf.hash != row.hash:
        raise DisclosureError(reason="what it says is not what the act has there")
    if leaf.item and leaf.item.get("id", row.id) != row.id:
        raise ActError(
            act=shown.act.hash[:12],
            reason=phrase("what it says of {id} calls itself {item}", id=row.id, item=leaf.item["id"]),
        )
    try:
        root = tree.root_from_path(
            tree.leaf_hash(row.row),
            index=shown.index,
            size=shown.act.size,
            path=[bytes.fromhex(each) for each in shown.path],
        )
    except ValueError as error:
        raise DisclosureError(reason=phrase_of(error)) from None
    if root.hex() != shown.act.root:
        raise DisclosureError(reason="its audit path does not lead to the act's root")


def _word(proof: Proof, party: str, *, root: Root, names: tuple[str, str]) -> Word:
    """A party's signature of the act, once its keys and both signatures are verified."""
    charter, act = names
    for line, name in ((proof.charter, charter), (proof.act, act)):
        if line.type is not EntryType.SIGN or line.act != name:
            raise DisclosureError(
                reason=phrase(
                    "{party} signs something else in it than act {name}", party=party, name=name[:12]
                )
            )
    if any(line.type is not EntryType.KEYS for line in proof.keys):
        raise DisclosureError(reason=phrase("what it shows as {party}'s keys is something else", party=party))
    for line in (*proof.keys, proof.charter, proof.act):
        _refuse_foreign(line, party, compact=charter)
    signed = sorted({line.hash: line for line in (proof.charter, proof.act)}.values(), key=_seq)
    _refuse_out_of_order(proof.keys, signed)
    keys: Keys | None = None
    for line in sorted([*proof.keys, *signed], key=_seq):
        if line.type is EntryType.KEYS:
            keys = log.certified(line, before=keys, charter_root=root)
        if keys is None:
            raise EntryError(party=party, seq=line.seq, reason="a log begins with its party's keys")
        log.refuse_unsigned(line, keys)
    office = proof.act.by.office if proof.act.by else ""
    return Word(party, act, proof.act.seq, proof.act.at, office)


def _refuse_foreign(line: Entry, party: str, *, compact: str) -> None:
    if line.compact != compact:
        raise ForeignCompactError(
            what=phrase("entry {seq} of {party}", seq=line.seq, party=line.party),
            expected=compact[:12],
            found=line.compact[:12],
        )
    if line.party != party:
        raise EntryError(
            party=party, seq=line.seq, reason=phrase("it is from {party}'s log", party=line.party)
        )


def _refuse_out_of_order(keys: tuple[Entry, ...], signed: list[Entry]) -> None:
    """Refuse entries that cannot stand in one log, or key statements that come after both signatures."""
    if not keys or keys[-1].seq > signed[-1].seq or list(keys) != sorted(keys, key=_seq):
        raise DisclosureError(reason="its key statements do not come before the signatures")
    before = None
    for line in sorted([*keys, *signed], key=_seq):
        seq, hash_ = (before.seq, before.hash) if before else (0, FIRST)
        fits = line.prev == hash_ if line.seq == seq + 1 else before and line.seq > seq
        if not fits:
            raise EntryError(
                party=line.party, seq=line.seq, reason="it does not go together with the others shown"
            )
        before = line


def _seq(line: Entry) -> int:
    return line.seq
