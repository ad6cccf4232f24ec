"""The verdict on a record in plain words: who the parties are, where each act stands, what is in force.

It is what `python -m foedus verify` and the node's `foedus verify` print, for a person or
for a program. It computes nothing that `foedus.record.holding` does not: it only says it,
as an outsider sees it who is none of the parties.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from foedus.record import shape
from foedus.record.act import Act
from foedus.record.entry import Head
from foedus.record.holding import Forked, Holding, Line, Told, Word
from foedus.record.log import Log
from foedus.terms import Language, Wording, wording_in

_DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """Words from a record as they may stand on a terminal.

    A title is somebody else's text: characters in it that move the cursor or turn the
    direction of a line could rewrite what is read.
    """
    return "".join(
        "\ufffd" if letter in _DIRECTION or unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
    )


@frozen
class Stated:
    """Where one act stands."""

    act: str
    kind: str
    title: Mapping[str, str]
    state: str
    """`in force`, `in part` or `replaced` (by later acts, on some items or all), `void`, `declined`,
    `awaited` (a signature is), or `groundless` (all signed, but what it builds on is not in force)."""
    since: str | None
    words: tuple[Word, ...]
    awaited: tuple[str, ...]
    void_by: str | None

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "act": self.act,
            "kind": self.kind,
            "title": dict(self.title),
            "state": self.state,
            "since": self.since,
            "signed": [word_to_json(word) for word in self.words if not word.declined],
            "declined": [word_to_json(word) for word in self.words if word.declined],
            "awaited": list(self.awaited),
            "void_by": self.void_by,
        }

    def __str__(self) -> str:
        name = f"{self.act[:12]}  {self.kind} “{in_english(self.title)}”"
        return f"{name}: {self._stands()}. {self._signed()}"

    def _stands(self) -> str:
        match self.state:
            case "in force":
                return f"in force since {self.since}"
            case "in part":
                return f"in force since {self.since}, on some of its items replaced by a later act"
            case "replaced":
                return f"in force since {self.since}, on all its items replaced by later acts"
            case "void":
                return f"void by act {(self.void_by or '')[:12]}"
            case "declined":
                return f"declined by {_names(word for word in self.words if word.declined)}"
            case "groundless":
                return "signed by all, but not in force: an act it builds on is not"
        return f"not in force: the signature of {', '.join(self.awaited)} is awaited"

    def _signed(self) -> str:
        signed = [word for word in self.words if not word.declined]
        return f"Signed by {_names(signed)}." if signed else "Signed by nobody."


@frozen
class Outrun:
    """A party had seen more of another's log than is here, or something else at its end."""

    party: str
    of: str
    saw: Head
    held: Head

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "party": self.party,
            "of": self.of,
            "saw": _head_to_json(self.saw),
            "held": _head_to_json(self.held),
        }

    def __str__(self) -> str:
        if self.saw.seq == self.held.seq:
            return (
                f"{self.party} had seen another entry {self.saw.seq} of {self.of}'s log ({self.saw}) "
                f"than is here ({self.held}): ask both for theirs."
            )
        return (
            f"{self.party} had seen {self.of}'s log up to entry {self.saw.seq}; "
            f"here it ends at {self.held.seq}: there is a newer record than this."
        )


@frozen
class Filed:
    """A document that the record names: who filed it, and whether the file holds it."""

    document: str
    told: tuple[Told, ...]
    is_here: bool
    says: tuple[str, ...] = ()
    """What else is known of it, where the whole product verified it: a line each."""

    @property
    def mime(self) -> str | None:
        """What it is, as the first who filed it says; None where only an act names it."""
        return self.told[0].body["mime"] if self.told else None

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "document": self.document,
            "mime": self.mime,
            "size": self.told[0].body["size"] if self.told else None,
            "filed": [
                {"party": told.party, "office": told.office, "at": told.at, "seq": told.seq}
                for told in self.told
            ],
            "here": self.is_here,
            "says": list(self.says),
        }

    def lines(self) -> Iterator[str]:
        """For a person, a line each."""
        filed = ", ".join(f"{told.party} ({plain(told.office)}, {told.at[:10]})" for told in self.told)
        by = f"filed by {filed}" if filed else "named by an act"
        where = "" if self.is_here else "; it is not in this file"
        yield f"{self.document[:12]}  {plain(self.mime or 'a text')}, {by}{where}"
        yield from (f"  {line}" for line in self.says)


@frozen
class Verdict:
    """What a verified record says."""

    compact: str
    title: Mapping[str, str]
    logs: tuple[Log, ...]
    acts: tuple[Stated, ...]
    in_force: tuple[Line, ...]
    breaches: tuple[tuple[str, str, str], ...]
    """Every signature given against the cover rule: the party, the act, why."""
    outrun: tuple[Outrun, ...]
    forked: tuple[Forked, ...]
    documents: tuple[Filed, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The verdict for a program: hashes whole, titles in all their languages."""
        return {
            "verified": True,
            "compact": self.compact,
            "title": dict(self.title),
            "parties": [_log_to_json(log) for log in self.logs],
            "acts": [act.to_json() for act in self.acts],
            "in_force": [
                {"item": line.id, "title": title_of(line), "act": line.act, "since": line.since}
                for line in self.in_force
            ],
            "breaches": [
                {"party": party, "act": act, "reason": reason} for party, act, reason in self.breaches
            ],
            "outrun": [each.to_json() for each in self.outrun],
            "forked": [
                {"party": each.party, "seq": each.seq, "by": each.by, "shown": each.shown}
                for each in self.forked
            ],
            "documents": [each.to_json() for each in self.documents],
        }

    def lines(self) -> Iterator[str]:
        """The verdict for a person, a line each."""
        parties = ", ".join(log.party for log in self.logs)
        yield f"Compact “{in_english(self.title)}” ({self.compact[:12]}) of {parties}"
        yield from _part("Parties", (_party_line(log) for log in self.logs))
        yield from _part("Acts", map(str, self.acts))
        yield from _part("In force", (_item_line(line) for line in self.in_force))
        yield from _part(
            "Signed against the cover rule",
            (f"{party} signed act {act[:12]}, but {reason}." for party, act, reason in self.breaches),
        )
        yield from _part("Documents", (line for each in self.documents for line in each.lines()))
        yield from _part("Logs with two versions", map(_forked_line, self.forked))
        yield from _part("Seen elsewhere", map(str, self.outrun))
        entries = sum(log.head.seq for log in self.logs)
        yield ""
        yield (
            f"Verified: {_counted(entries, 'entry', 'entries')}, {_counted(len(self.acts), 'act', 'acts')}, "
            f"{_counted(len(self.in_force), 'item', 'items')} in force."
        )


def verdict(holding: Holding, *, blobs: Collection[str] = ()) -> Verdict:
    """Say what a verified record holds.

    Args:
        holding: the record.
        blobs: the documents that are there to be read, by their SHA-256.

    Raises:
        FoedusError: the acts and signatures do not go together; see `Holding.settlement`.
    """
    lines = holding.lines()
    return Verdict(
        compact=holding.charter.hash,
        title=holding.charter.title,
        logs=tuple(holding.logs[party] for party in holding.parties),
        acts=tuple(stated(act, holding) for act in _in_order(holding)),
        in_force=lines,
        breaches=tuple((party, act, ignored.reason) for party, act, ignored in holding.breaches()),
        outrun=tuple(_outrun(holding)),
        forked=holding.forked,
        documents=tuple(Filed(name, told, name in blobs) for name, told in holding.documents.items()),
    )


def title_of(line: Line) -> Mapping[str, str] | str | None:
    """What an item calls itself, if it does: the record knows no more of what items are."""
    item = line.item
    title = item.get("title") if item else None
    return title if shape.is_wording(title) or shape.is_text(title) else None


def _in_order(holding: Holding) -> list[Act]:
    """The charter, then the acts by when they were first spoken of, then those that others only name."""

    def place(act: Act) -> tuple[bool, str, str]:
        moments = [word.at for word in holding.words_on(act.hash)]
        return act is not holding.charter, min(moments, default="~"), act.hash

    return sorted(holding.acts.values(), key=place)


def stated(act: Act, holding: Holding) -> Stated:
    """Where an act of a record stands."""
    settlement = holding.settlement
    where = settlement.standings[act.hash]
    return Stated(
        act=act.hash,
        kind=act.kind.value,
        title=act.title,
        state=_state(act, holding),
        since=holding.since(act.hash) if act.hash in settlement.live else None,
        words=holding.words_on(act.hash),
        awaited=tuple(sorted(where.awaited)),
        void_by=settlement.void.get(act.hash),
    )


def _state(act: Act, holding: Holding) -> str:
    settlement = holding.settlement
    where = settlement.standings[act.hash]
    if act.hash in settlement.void:
        return "void"
    if act.hash not in settlement.live:
        return "groundless" if where.full else "declined" if where.declined else "awaited"
    left = sum(settlement.in_force.get(item) == act.hash for item in act.bases)
    if left == len(act.items):
        return "in force"
    return "in part" if left else "replaced"


def _outrun(holding: Holding) -> Iterator[Outrun]:
    for party, log in sorted(holding.logs.items()):
        for other, saw in sorted(log.seen.items()):
            held = holding.heads[other]
            if saw.seq > held.seq or (saw.seq == held.seq and saw != held):
                yield Outrun(party, other, saw, held)


def _part(head: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield from ("", head)
        yield f"  {line}"


def _party_line(log: Log) -> str:
    if log.keys is None:
        return f"{log.party}  its log has not begun"
    root = log.keys.root
    next_root = "its next root is committed" if log.keys.next_commit else "no next root is committed"
    keys = ", ".join(kid[:12] for kid in log.keys.ops)
    return (
        f"{log.party}  head {log.head}; keys, version {log.keys.version}: {keys}, "
        f"under a root of {root.threshold} in {len(root.keys)}; {next_root}"
    )


def _forked_line(each: Forked) -> str:
    return (
        f"{each.party} signed two different entries at place {each.seq} of its log: "
        f"entry {each.shown} of {each.by}'s log shows both."
    )


def _item_line(line: Line) -> str:
    title = title_of(line)
    words = in_english(title) if isinstance(title, Mapping) else plain(title or "")
    said = f" “{words}”" if words else " (its words are withheld)" if line.leaf is None else ""
    return f"{line.id}{said}, since {line.since} by act {line.act[:12]}"


def in_english(title: Mapping[str, str]) -> str:
    """A title in English, else in one of its languages, as it may stand on a terminal."""
    return plain(wording_in(cast("Wording", title), Language("en")))


def _names(words: Iterable[Word]) -> str:
    return ", ".join(map(named, words))


def named(word: Word) -> str:
    """Who gave a word on an act, for which office and when."""
    reason = f": “{plain(word.reason)}”" if word.reason else ""
    return f"{word.party} ({plain(word.office)}, {word.at[:10]}{reason})"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _head_to_json(head: Head) -> dict[str, Any]:
    return {"seq": head.seq, "hash": head.hash}


def _log_to_json(log: Log) -> dict[str, Any]:
    keys = log.keys
    return {
        "party": log.party,
        "head": _head_to_json(log.head),
        "keys": keys
        and {
            "version": keys.version,
            "ops": {kid: public.hex() for kid, public in keys.ops.items()},
            "links": {kid: public.hex() for kid, public in keys.links.items()},
            "root": list(keys.root.keys),
            "root_threshold": keys.root.threshold,
            "next_commit": keys.next_commit,
        },
    }


def word_to_json(word: Word) -> dict[str, Any]:
    """A word on an act, as a program reads it."""
    said = {"party": word.party, "office": word.office, "at": word.at, "seq": word.seq}
    return said | {"reason": word.reason} if word.declined else said
