"""Evidence that a party signed two entries for one place of its log: `.foedus-proof`.

The two envelopes convict their author; with the head of the charter and the party's key
statements beside them, a third person who holds nothing else can check that. In a log the
two alone are an entry of type `evidence`: whoever reads it there has the keys.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from foedus.errors import EvidenceError, FoedusError, ForeignCompactError, ProfileError, ThirdPartyError
from foedus.phrase import phrase
from foedus.record import act as acts_room
from foedus.record import canonical, entry, log, shape
from foedus.record.act import ActHead, ActKind
from foedus.record.entry import Entry, EntryType
from foedus.record.log import Keys
from foedus.record.verdict import in_english, plain

VERSION = 1
FORK = "fork"
"""The one kind of evidence there is: two entries for one place."""

MOST_BYTES = 32 * 2**20
DEEPEST = canonical.DEEPEST + 1
"""Its parts are documents of the profile, and lie one level below the file itself."""

NOT_PROVEN = "who did it: a dishonest ministry, a stolen key and a copy restored in silence look the same"
"""What nobody may conclude from it."""


@frozen
class Evidence:
    """Two entries for one place of a log, with what ties them to their party."""

    charter: ActHead
    party: str
    keys: tuple[Entry, ...]
    """The party's key statements up to that place, oldest first."""
    a: Entry
    b: Entry

    @property
    def seq(self) -> int:
        """The place that both claim."""
        return self.a.seq

    def to_bytes(self) -> bytes:
        """The file.

        Raises:
            ProfileError: longer than it may be.
        """
        document = {
            "v": VERSION,
            "kind": FORK,
            "charter": canonical.decode(self.charter.data),
            "party": self.party,
            "keys": [canonical.decode(line.envelope) for line in self.keys],
            "a": canonical.decode(self.a.envelope),
            "b": canonical.decode(self.b.envelope),
        }
        data = canonical.encode(document, what="proof", deepest=DEEPEST)
        _refuse_long(data)
        return data

    def to_json(self) -> dict[str, Any]:
        """The verdict for a program."""
        return {
            "verified": True,
            "compact": self.charter.hash,
            "title": dict(self.charter.title),
            "party": self.party,
            "seq": self.seq,
            "entries": [
                {"hash": line.hash, "at": line.at, "type": line.type.value, "body": dict(line.body)}
                for line in (self.a, self.b)
            ],
            "does_not_prove": [NOT_PROVEN],
        }

    def lines(self) -> Iterator[str]:
        """The verdict for a person, a line each."""
        parties = ", ".join(self.charter.parties)
        yield f"Compact “{in_english(self.charter.title)}” ({self.charter.hash[:12]}) of {parties}"
        yield ""
        yield f"{self.party} signed two different entries at place {self.seq} of its log:"
        for line in sorted((self.a, self.b), key=lambda line: (line.at, line.hash)):
            yield f"  {line.hash[:16]}  {line.at}  {line.type}: {plain(said(line))}"
        yield ""
        yield "Proven: both are signed with keys that its root certified, and a log has one entry at a place."
        yield f"Not proven: {NOT_PROVEN}."


def said(line: Entry) -> str:
    """What an entry says, on one line, as it stands in it."""
    text = canonical.encode(dict(line.body)).decode()
    return text if len(text) <= 160 else f"{text[:159]}…"


def gather(charter: acts_room.Act, party: str, envelopes: Iterable[bytes], *, a: bytes, b: bytes) -> Evidence:
    """Put a proof together from what a node holds.

    Args:
        charter: the compact's charter.
        party: whose log it is.
        envelopes: that log as held, from its first entry.
        a: one of the two envelopes.
        b: the other.
    """
    first, second = sorted((entry.parse(a), entry.parse(b)), key=lambda line: line.hash)
    statements = []
    for line in map(entry.parse, envelopes):
        if line.seq >= first.seq:
            break
        if line.type is EntryType.KEYS:
            statements.append(line)
    return Evidence(acts_room.parse_head(charter.head), party, tuple(statements), first, second)


def verify_evidence(data: bytes) -> Evidence:
    """Verify a proof with nothing else at hand.

    Raises:
        FoedusError: the first thing that is wrong; see `foedus.errors`.
    """
    shown = parse(data)
    if shown.charter.kind is not ActKind.CHARTER:
        raise EvidenceError(reason="what it shows as the charter is none")
    if shown.party not in shown.charter.parties:
        raise ThirdPartyError(signers=(shown.party,), parties=tuple(sorted(shown.charter.parties)))
    for line in (*shown.keys, shown.a, shown.b):
        _refuse_elsewhere(line, shown)
    ever, last = _certified(shown)
    if shown.a.seq != shown.b.seq or shown.a.hash >= shown.b.hash:
        raise EvidenceError(reason="its entries are not two different ones for one place, in order")
    for line in (shown.a, shown.b):
        keys = ever
        if line.type is EntryType.KEYS:  # it may bring its own key, which the root certifies
            root = shown.charter.parties[shown.party]
            keys = {**ever, **log.certified(line, before=last, charter_root=root).ops}
        if not is_signed(line, keys):
            raise EvidenceError(
                reason=phrase(
                    "entry {hash} is not signed with a key of {party}'s",
                    hash=line.hash[:12],
                    party=shown.party,
                )
            )
    return shown


def contradiction(
    body: Mapping[str, Any], *, compact: str, keys: Mapping[str, Mapping[str, bytes]]
) -> tuple[Entry, Entry] | None:
    """The two entries that an `evidence` entry shows, if they prove what it says; else None.

    Args:
        body: the entry's body.
        compact: the compact in whose log it stands.
        keys: every operational key ever certified, by key id, by party.
    """
    if body["kind"] != FORK:
        return None
    try:
        a, b = (entry.parse(body[name].encode()) for name in ("a", "b"))
    except FoedusError:
        return None
    same = (a.compact, a.party, a.seq) == (compact, b.party, b.seq) and b.compact == compact
    known = keys.get(a.party, {})
    return (a, b) if same and a.hash != b.hash and is_signed(a, known) and is_signed(b, known) else None


def is_signed(line: Entry, keys: Mapping[str, bytes]) -> bool:
    """Whether one of these keys signed an entry."""
    public = keys.get(line.kid)
    return public is not None and line.sealed.is_signed_with(public)


def parse(data: bytes) -> Evidence:
    """Read a proof; whether it proves anything is not yet checked.

    Raises:
        ProfileError, ActError, EntryError: a part is not in the record's form.
        EvidenceError: a part is missing, or there are others.
    """
    _refuse_long(data)
    match canonical.decode(data, what="proof", deepest=DEEPEST):
        case {
            "v": 1 as version,
            "kind": "fork",
            "charter": charter,
            "party": party,
            "keys": [*keys],
            "a": a,
            "b": b,
        } as document if len(document) == 7 and type(version) is int and shape.is_party(party):
            return Evidence(
                charter=acts_room.parse_head(canonical.encode(charter)),
                party=party,
                keys=tuple(map(_parsed, keys)),
                a=_parsed(a),
                b=_parsed(b),
            )
    raise EvidenceError(reason="it has not the parts it must have")


def _parsed(value: Any) -> Entry:
    return entry.parse(canonical.encode(value, what="envelope"))


def _refuse_long(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise ProfileError(
            what="proof", reason=phrase("longer than {most_bytes} bytes", most_bytes=MOST_BYTES)
        )


def _refuse_elsewhere(line: Entry, shown: Evidence) -> None:
    if line.compact != shown.charter.hash:
        what = phrase("entry {seq} of {party}", seq=line.seq, party=line.party)
        raise ForeignCompactError(what=what, expected=shown.charter.hash[:12], found=line.compact[:12])
    if line.party != shown.party:
        raise EvidenceError(
            reason=phrase(
                "entry {seq} is from {party}'s log, not {other}'s",
                seq=line.seq,
                party=line.party,
                other=shown.party,
            )
        )


def _certified(shown: Evidence) -> tuple[Mapping[str, bytes], Keys | None]:
    """Every operational key of the statements shown, and the keys in force after the last."""
    ever: dict[str, bytes] = {}
    last: Keys | None = None
    place = 0
    for line in shown.keys:
        if line.type is not EntryType.KEYS or not place < line.seq < shown.a.seq:
            raise EvidenceError(reason="its key statements are not those before that place, in order")
        last = log.certified(line, before=last, charter_root=shown.charter.parties[shown.party])
        log.refuse_unsigned(line, last)
        ever.update(last.ops)
        place = line.seq
    return ever, last
