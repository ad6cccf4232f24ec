"""Reading communiqués, and accepting or rejecting what is proposed from them."""

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import orjson
from attrs import evolve
from cyclopts import Parameter

from foedus import terms
from foedus.cooperation.office import Person
from foedus.errors import FoedusError
from foedus.phrase import phrase
from foedus.reading.experience import NONE
from foedus.reading.facts import MODEL
from foedus.reading.received.document import LARGEST, Document
from foedus.reading.who.people import Gazetteer
from foedus_node import files
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation.explaining import Explained
from foedus_node.cli.cooperation.in_part import in_part
from foedus_node.desk import (
    accepting,
    helping,
    known,
    learning,
    persons,
    receiving,
    settling,
    sharing,
    stories,
)
from foedus_node.desk.errors import ModelSilentError, ProposalError
from foedus_node.desk.helping import Model
from foedus_node.desk.receiving import Opened, Received
from foedus_node.errors import FileError, NoNodeError, UnknownNameError, ValueRefusedError
from foedus_node.storage.private import lessons, papers, readings, writing
from foedus_node.storage.private.papers import Proposal

_MOST_AT_ONCE = 10_000
_LOOKED_AT = 100
"""Documents of which a list says what others of their stories gave already."""


def read(
    paths: Annotated[list[Path], Parameter(name="FILE", help="Text, web pages, letters, Word or PDF.")],
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="Write <stem>.json here instead of keeping it on a node.")
    ] = None,
    language: Annotated[
        str | None, Parameter(help="The texts' language; told from the words if not given.")
    ] = None,
    model: Annotated[
        bool, Parameter(help="Ask the ministry's own language model for more, as docs/how-to tells.")
    ] = False,
    explain: Annotated[
        bool, Parameter(help="Tell why each proposal is made and how sure it is; keep nothing.")
    ] = False,
    compact: node.Compact = None,
    json: node.Json = False,
) -> int:
    """Read communiqués and propose what they state: who met, what was signed, promised, judged.

    Example: foedus read talks.txt
    Example: foedus read articles/*.txt --out facts
    Example: foedus read talks.txt --explain

    On a node the proposals are kept, ours alone, until `foedus accept` takes or rejects them. They belong
    to the compact that is named, or the only one; of several, with none named, all know them. With
    --out no node is needed: each file's facts are written in the annotation scheme, with the place
    of the words that state them. Of a file with several articles (a press review, letters in one)
    each is a document of its own, and it is said how many there were. A file, or an article, that
    cannot be read is named and passed over; the exit code then is 1. Of a text in Lao or Khmer only
    the people whom the register knows are read so far; what is not read is said. With --model what a
    language model adds is marked as its own, and never sure.
    """
    help_of = _Help(helping.named()) if model else None
    if out is not None:
        _refuse_folder(out, paths, explain=explain)
    tongue = node.taken("--language", language, terms.language) if language else None
    keep = _kept_by(out, compact, explain=explain)
    refused, shown = 0, []
    for path in printing.follow(paths, total=len(paths), title="Reading"):
        try:
            data = files.read(path, most=LARGEST)
            opened = receiving.received(
                data, name=path.name, known=keep.known, experience=keep.experience, language=tongue
            )
            for one in opened.articles:
                helped = help_of.given(one, is_kept=keep.has(one), name=path.name) if help_of else one
                shown += keep.take(helped, path)
                for line in in_part(one.reading, name=one.document.name):
                    printing.note(line)
            refused += _tell_articles(opened, path)
        except FoedusError as error:
            refused += 1
            printing.refuse(str(error), hint=error.advice)
    if json:
        printing.data(shown)
    elif shown or not refused:
        keep.tell(shown)
    return 1 if refused else 0


def _kept_by(out: Path | None, compact: str | None, *, explain: bool) -> "Explained | _Folder | _Desk":
    """What is done with what is read: told with its reasons, written to a folder, or kept on the node."""
    if explain:
        return _explained_here(compact)
    return _Folder(out) if out is not None else _Desk(compact)


def _refuse_folder(out: Path, paths: list[Path], *, explain: bool) -> None:
    """Refuse a folder into which these files cannot be read."""
    if out.exists() and not out.is_dir():
        raise FileError(path=str(out), reason="it is a file, and a folder is needed")
    if explain:
        raise ValueRefusedError(name="--explain", reason="it keeps nothing, and --out writes files")
    _refuse_same_stems(paths)


def _tell_articles(opened: Opened, path: Path) -> int:
    """Say how many articles there were in a file with several, and why some are not read; gives how many."""
    many = opened.articles[0].document.parts
    if many > 1:
        left = f", {len(opened.refused)} of which cannot be read" if opened.refused else ""
        printing.note(f"{path.name}: {many} articles, each a document of its own{left}.")
    for error in opened.refused:
        printing.refuse(str(error), hint=error.advice)
    return len(opened.refused)


def _refuse_same_stems(paths: list[Path]) -> None:
    """Two files of one stem would be written to one file, and one of the readings lost."""
    stems: dict[str, Path] = {}
    for path in paths:
        if path.stem in stems:
            reason = f"{stems[path.stem]} and {path} would both be written to {path.stem}.json"
            raise ValueRefusedError(name="FILE", reason=reason)
        stems[path.stem] = path


def _explained_here(compact: str | None) -> Explained:
    """Readings told as what we know and decided makes them; as anybody's where there is no node."""
    try:
        here = node.place(compact).compact
    except NoNodeError:
        if compact is not None:
            raise
        return Explained(None, NONE, rejected=lambda _: None, said=_said)
    return Explained(
        known.gazetteer(here),
        learning.experience(here),
        rejected=lambda why: lessons.last_rejected(learning.reason(why).likeness, compact=here),
        said=_said,
    )


class _Help:
    """What a language model adds to readings; whatever becomes of it, the rules' stand."""

    def __init__(self, model: Model) -> None:
        self.model: Model | None = model

    def given(self, one: Received, *, is_kept: bool, name: str) -> Received:
        """A reading with what the model adds; as it was, where it adds nothing."""
        if self.model is None:
            return one
        if is_kept:
            printing.note(f"{name}: read before, and left as it is; the model was not asked.")
            return one
        try:
            got = helping.asked(self.model, one.document, one.reading)
        except FoedusError as error:
            printing.note(f"Note: {error}")
            printing.note(f"Hint: {error.advice}")
            if isinstance(error, ModelSilentError):
                # Not every file of many is to wait for an endpoint that is down.
                self.model = None
            return one
        left = f"; {got.left_out} more that it said did not hold, or were known" if got.left_out else ""
        printing.note(f"{name}: the model adds {got.added}{left}.")
        return evolve(one, reading=got.reading)


def _place(document: Document) -> dict[str, Any]:
    """Of one of several articles, its file and where in its words it begins; of a whole file nothing."""
    if not document.part:
        return {}
    place = {"sha256": document.sha256, "article": document.part, "of": document.parts}
    return {"file": {**place, "start": document.start}, "headline": document.headline}


class _Folder:
    """Readings written to a folder, one file each."""

    known: Gazetteer | None = None
    experience = NONE

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.written: dict[str, Path] = {}

    def has(self, _: Received) -> bool:
        """Whether it was read before; a folder's files are written anew."""
        return False

    def take(self, one: Received, path: Path) -> list[Any]:
        document = one.document
        stem = f"{path.stem}-{document.part}" if document.part else path.stem
        if self.written.setdefault(stem, path) != path:
            reason = f"{self.written[stem]} and {path} would both be written to {stem}.json"
            raise ValueRefusedError(name="FILE", reason=reason)
        scheme = {**one.reading.scheme(), "id": stem, **_place(document)}
        files.write(self.folder / f"{stem}.json", orjson.dumps(scheme, option=orjson.OPT_INDENT_2) + b"\n")
        return [scheme]

    def tell(self, shown: list[Any]) -> None:
        for scheme in shown:
            counts = ", ".join(printing.counted(len(scheme[kind]), *_NOUNS[kind]) for kind in papers.KINDS)
            printing.say(f"{self.folder / scheme['id']}.json: {counts}")


class _Desk:
    """Readings kept on the node, as proposals."""

    def __init__(self, compact: str | None) -> None:
        self.place = node.place(compact)
        self.known = known.gazetteer(self.place.compact)
        self.experience = learning.experience(self.place.compact)

    def has(self, one: Received) -> bool:
        """Whether it was read before, and is left as it is."""
        return receiving.is_kept(one, compact=self.place.compact)

    def take(self, one: Received, _: Path) -> list[Any]:
        with self.place.home.locked():
            kept, _fresh = receiving.keep(one, compact=self.place.compact)
        held = readings.held(kept[0].stem, compact=self.place.compact) if kept else None
        rejected = lessons.rejected_before(held) if held else {}
        return _in_line(kept, rejected, already=stories.Already(self.place.compact))

    def tell(self, shown: list[Any]) -> None:
        _table(shown)
        if shown:
            printing.say("", "Take them with `foedus accept NUMBER...`, or refuse them with --reject.")


def accept(
    numbers: Annotated[
        list[str] | None, Parameter(name="NUMBER", help="Proposals: 3, 5-9; all open ones with --all.")
    ] = None,
    /,
    *,
    every: Annotated[
        bool, Parameter(name="--all", help="Every open proposal, but for those of a language model.")
    ] = False,
    model: Annotated[
        bool, Parameter(help="With --all: what the ministry's language model proposed, too.")
    ] = False,
    reject: Annotated[bool, Parameter(help="Reject instead of accepting.")] = False,
    settings: Annotated[
        list[str] | None, Parameter(name="--set", help="Mend a field first: FIELD=VALUE.")
    ] = None,
    noun: Annotated[str | None, Parameter(name="--as", help="orientation: take a commitment as one.")] = None,
    again: Annotated[
        bool, Parameter(help="Also what another document of the same story gave, and was accepted.")
    ] = False,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Accept or reject what the reader proposed; with no number, list what is open.

    Example: foedus accept 1-6 8
    Example: foedus accept 7 --set domain=border --set due=2026

    What is accepted is ours alone until it goes into a draft and is signed by all. What another document
    of the same story gave already, and was accepted, is not taken twice (`foedus stories` says which).
    """
    place = node.place(compact)
    known_in = place.compact or None
    if not numbers and not every:
        found = papers.proposals(known_in, state="open")
        already = stories.Already(place.compact) if len({one.stem for one in found}) <= _LOOKED_AT else None
        rows = _in_line(found, lessons.rejected_before(known_in), already=already)
        printing.data(rows) if json else _table(rows)
        return
    if noun not in (None, accepting.ORIENTATION):
        raise ValueRefusedError(name="--as", reason=f"{noun!r} is not orientation")
    wanted = _open(known_in, models_too=model) if every else _wanted(numbers or [], compact=known_in)
    mended = _mended(settings or [])
    with place.home.locked():
        agreed = () if reject else persons.agreed(place.compact)
        already = None if again or reject else stories.Already(place.compact)
        accept_one = _accept_or_leave if every else _accept
        settle = partial(accept_one, mended=mended, noun=noun, agreed=agreed, already=already)
        refuse = partial(_reject, looked=not every)
        here_settled = (sharing.proposal_in(place.compact or one.compact, one) for one in _in_order(wanted))
        steps = map(refuse if reject else settle, here_settled)
        with writing.all_or_none():
            settled = list(printing.follow(steps, total=len(wanted), title="Settling"))
            for settled_in in {place.compact, *(one.compact for one in wanted)}:
                learning.weigh_anew(settled_in)
    if json:
        printing.data(settled)
    else:
        printing.say(*map(_settled, settled))


def _accept_or_leave(proposal: Proposal, **how: Any) -> dict[str, Any]:
    """Among many, one that lacks something is left open with the reason; it does not hold up the rest."""
    try:
        return _accept(proposal, **how, looked=False)
    except ProposalError as error:
        return {"number": proposal.number, "items": [], "left_open": error.reason}


def _settled(row: dict[str, Any]) -> str:
    if "left_open" in row:
        return f"{row['number']}: left open: {row['left_open']}"
    return f"{row['number']}: " + (f"accepted as {', '.join(row['items'])}" if row["items"] else "rejected")


def _accept(
    proposal: Proposal,
    *,
    mended: dict[str, Any],
    noun: str | None,
    agreed: tuple[Person, ...],
    already: stories.Already | None,
    looked: bool = True,
) -> dict[str, Any]:
    if already is not None and (given := already.given(proposal)):
        reason = phrase(
            "another document of the same story gave it, and it was accepted as {item}; reject it,"
            " or take it all the same with --again",
            item=given.item,
        )
        raise ProposalError(number=proposal.number, reason=reason)
    items = settling.accept(proposal, mended=mended, as_noun=noun, agreed=agreed, looked=looked)
    return {"number": proposal.number, "items": [item.id for item in items]}


def _reject(proposal: Proposal, *, looked: bool) -> dict[str, Any]:
    settling.reject(proposal, looked=looked)
    return {"number": proposal.number, "items": []}


def _in_order(proposals: tuple[Proposal, ...]) -> list[Proposal]:
    """People first: what names them can then point at them."""
    return sorted(proposals, key=lambda proposal: (papers.KINDS.index(proposal.kind), proposal.number))


def _open(compact: str | None, *, models_too: bool) -> tuple[Proposal, ...]:
    """What is open; what a language model proposed must be looked at, unless it is asked for."""
    found = papers.proposals(compact, state="open")
    if models_too:
        return found
    rules = tuple(one for one in found if not one.rule.startswith(MODEL))
    if left := len(found) - len(rules):
        printing.note(f"{left} that a language model proposed stay open; --model takes them too.")
    return rules


def _wanted(numbers: list[str], *, compact: str | None) -> tuple[Proposal, ...]:
    asked: set[int] = set()
    for text in numbers:
        first, dash, last = text.partition("-")
        if not node.is_number(first) or (dash and not node.is_number(last)):
            raise ValueRefusedError(name=text, reason="it is no number and no range such as 5-9")
        start, stop = int(first), int(last or first)
        if not 0 <= stop - start < _MOST_AT_ONCE:
            raise ValueRefusedError(name=text, reason=f"a range goes up, by {_MOST_AT_ONCE:,} at most")
        asked |= set(range(start, stop + 1))
    found = papers.proposals(compact, numbers=asked)
    if missing := asked - {proposal.number for proposal in found}:
        raise UnknownNameError(
            what="proposal",
            name=", ".join(map(str, sorted(missing))),
            where="`foedus accept` lists the open ones.",
        )
    for proposal in found:
        if proposal.state != "open":
            raise ProposalError(number=proposal.number, reason=f"it is {proposal.state} already")
    return found


def _mended(settings: list[str]) -> dict[str, Any]:
    mended: dict[str, Any] = {}
    for text in settings:
        field, equals, value = text.partition("=")
        if not equals:
            raise ValueRefusedError(name="--set", reason=f"{text!r} is not FIELD=VALUE")
        listed = field in ("by", "on", "parties", "principals")
        number = field in ("year", "ordinal") and node.is_number(value)
        mended[field] = value.split(",") if listed else int(value) if number else value or None
    return mended


def _in_line(
    proposals: Sequence[Proposal], rejected: Mapping[int, datetime.date], *, already: stories.Already | None
) -> list[dict[str, Any]]:
    """Proposals as plain values; those whose like was rejected before come last."""
    rows = [_plain(one, rejected.get(one.number)) for one in proposals]
    for row, one in zip(rows, proposals, strict=True):
        given = already.given(one) if already and one.state == "open" else None
        row["given"] = given.item if given else None
    return sorted(rows, key=lambda row: row["rejected_before"] is not None)


def _plain(proposal: Proposal, rejected: datetime.date | None) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "kind": proposal.kind,
        "state": proposal.state,
        "confidence": proposal.confidence,
        "rejected_before": rejected.isoformat() if rejected else None,
        "rule": proposal.rule,
        "words": proposal.words,
        "document": proposal.document,
        "article": proposal.part or None,
        "source": proposal.document_name,
        "fact": dict(proposal.fact),
    }


_NOUNS = {
    "people": ("person", "people"),
    "engagements": ("engagement", "engagements"),
    "instruments": ("instrument", "instruments"),
    "commitments": ("undertaking", "undertakings"),
    "assessments": ("assessment", "assessments"),
}
_SAID = {
    "people": ("name", "rank", "office", "party"),
    "engagements": ("kind", "status", "start", "place", "parties"),
    "instruments": ("kind", "year", "status"),
    "commitments": ("force", "by", "domain", "due"),
    "assessments": ("polarity", "by"),
}


def _table(rows: list[Any]) -> None:
    if not rows:
        printing.say("Nothing is proposed.")
        return
    printing.table(
        ("No", "Sure", "What", "In the words"),
        [
            (
                row["number"],
                _sure(row),
                _said(row) + _before(row) + _already(row),
                printing.shortened(row["words"], 60),
            )
            for row in rows
        ],
        wrap=("What", "In the words"),
    )


def _sure(row: Any) -> str:
    return f"{row['confidence']} %" + (", a model" if row["rule"].startswith(MODEL) else "")


def _before(row: Any) -> str:
    return f" (rejected before on {row['rejected_before']})" if row["rejected_before"] else ""


def _already(row: Any) -> str:
    return f" (accepted already as {row['given']})" if row.get("given") else ""


def _said(row: Any) -> str:
    values = (row["fact"].get(field) for field in _SAID[row["kind"]])
    words = (", ".join(value) if isinstance(value, list) else str(value) for value in values if value)
    return f"{_NOUNS[row['kind']][0]}: {' · '.join(words)}"
