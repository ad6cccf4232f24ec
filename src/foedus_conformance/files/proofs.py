"""Section 13: proofs that a party signed two entries for one place, as files and inside a log."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from attrs import evolve

from foedus_conformance.case import Catalogue, Expected, File, Verified, refused
from foedus_conformance.files.variants import OF_OTHER_KINDS, PARTY_LIKE, Values, each_field, good, wrong
from foedus_conformance.forge import Entry, Forge, Line, Wrong, key, planned
from foedus_conformance.spelling import Change, as_it_is, at, flipped, spelt, with_fields, without

ROOM = Catalogue(13)
UNPROVEN = refused("EvidenceError")
ANY_PART = refused("EvidenceError", "ProfileError", "ActError", "EntryError", "SignatureError")
SUFFIX = ".foedus-proof"

PROOF: dict[str, Values] = {
    "v": wrong(zero=0, two=2, as_text="1"),
    "kind": wrong(unknown="breach", capitals="FORK"),
    "party": {**wrong(), **PARTY_LIKE},
    "keys": wrong("list"),
}


def report(note: str, **how: Any) -> Entry:
    """A report that says something."""
    return Entry("report", {"item": "line-1", "note": note}, **how)


def forked(one: Entry | None = None, other: Entry | None = None) -> tuple[Forge, Line, Line]:
    """A record whose Vietnamese log could go on with either of two entries."""
    forge, _ = planned()
    lines = (forge.write("VN", one or report("one")), forge.write("VN", other or report("other")))
    return forge, lines[0], lines[1]


def shown(forge: Forge, lines: Sequence[Line], keys: Sequence[Line] | None = None) -> dict[str, Any]:
    """The proof that two entries make, with the key statements of that log's beginning."""
    first, second = sorted(lines, key=lambda line: line.hash)
    statements = forge.logs["VN"][:1] if keys is None else keys
    return {
        "v": 1,
        "kind": "fork",
        "charter": without("items")(forge.documents[forge.charter]),
        "party": "VN",
        "keys": [json.loads(line.data) for line in statements],
        "a": json.loads(first.data),
        "b": json.loads(second.data),
    }


def proof(change: Change = as_it_is, one: Entry | None = None, other: Entry | None = None) -> bytes:
    """A proof, with something done to it."""
    forge, *lines = forked(one, other)
    return spelt(change(shown(forge, lines)))


def bad(name: str, make: Callable[[], bytes], expected: Expected = UNPROVEN) -> File:
    """A proof that must be refused."""
    return File(name, make, expected, SUFFIX)


def fine(name: str, make: Callable[[], bytes]) -> File:
    """A proof that must be verified."""
    says = {"file": "proof", "party": "VN", "number": 5}
    return File(name, make, Verified(says), SUFFIX)


def new_keys(forge: Forge, word: str, *, signers: Sequence[Any] | None = None) -> Entry:
    """A statement that a new key signs which it announces."""
    fresh = forge.key(word)
    forge.versions["VN"] = 1
    return Entry("keys", forge.keys("VN", ops=[fresh], signers=signers), signer=fresh)


@ROOM.case("two different entries for one place, truly signed, prove it")
def proven_forks() -> Iterator[File]:
    fresh, _ = planned()
    yield fine("two-reports", proof)
    yield fine(
        "a-word-and-a-report",
        lambda: proof(as_it_is, Entry("act.decline", {"act": fresh.charter, "reason": None})),
    )
    yield fine("one-brings-its-own-key", lambda: proof(as_it_is, new_keys(fresh, "new key")))
    both = (new_keys(fresh, "new key"), new_keys(fresh, "other key"))
    yield fine("both-bring-their-own-keys", lambda: proof(as_it_is, *both))
    unspoken = {"office": "Nobody (illustrative)", "mandate": 99, "person": None}
    yield fine("without-a-mandate", lambda: proof(as_it_is, report("one", by=unspoken)))
    yield fine("after-another-entry", lambda: proof(as_it_is, report("one", after=[4, "cd" * 32])))


@ROOM.case("a proof has exactly seven fields, each of its form")
def proof_file_fields() -> Iterator[File]:
    for file in each_field(PROOF, proof, UNPROVEN, others={"party-missing": UNPROVEN}):
        yield bad(file.name, file.make)
    for field in ("charter", "a", "b"):
        other = refused("EvidenceError", "DisclosureError")
        yield bad(f"{field}-missing", partial(proof, without(field)), other)
        for name, value in OF_OTHER_KINDS.items():
            yield bad(f"{field}-{name}", partial(proof, with_fields(**{field: value})), ANY_PART)
    yield bad("one-more", lambda: proof(with_fields(more=1)))
    yield bad("line-feed-after", lambda: proof() + b"\n", refused("ProfileError"))
    yield bad("a-space", lambda: proof().replace(b":", b": ", 1), refused("ProfileError", "DisclosureError"))


@ROOM.case("its entries are of one number and differ, the smaller hash first, of this compact and party")
def proof_entries() -> Iterator[File]:
    yield bad("turned", lambda: proof(lambda d: {**d, "a": d["b"], "b": d["a"]}))
    yield bad("the-same-twice", lambda: proof(lambda d: {**d, "b": d["a"]}))
    yield bad("of-two-numbers", lambda: proof(as_it_is, report("one", after=[5, "cd" * 32])))
    elsewhere = refused("EvidenceError", "EntryError")
    yield bad("of-the-other-party", lambda: proof(with_fields(party="LA")), elsewhere)
    yield bad("of-a-third", lambda: proof(with_fields(party="KH")), refused("ThirdPartyError"))
    foreign = Wrong(payload=with_fields(compact="cd" * 32))
    yield bad(
        "of-another-compact",
        lambda: proof(as_it_is, report("one", wrong=foreign)),
        refused("ForeignCompactError"),
    )
    yield bad("a-plan-for-the-charter", _with_plan, refused("EvidenceError", "ForeignCompactError"))


def _with_plan() -> bytes:
    forge, *lines = forked()
    plan = next(name for name in forge.acts if name != forge.charter)
    return spelt({**shown(forge, lines), "charter": without("items")(forge.documents[plan])})


@ROOM.case("both are signed by keys that the root certified up to there, or by one they bring themselves")
def proof_signatures() -> Iterator[File]:
    stranger = key("stranger")
    forge, _ = planned()
    any_key = refused("EvidenceError", "EntryError", "SignatureError")
    yield bad("a-strangers", lambda: proof(as_it_is, report("one", signer=stranger)))
    yield bad("a-links", lambda: proof(as_it_is, report("one", signer=forge.links["VN"])))
    yield bad("the-other-partys", lambda: proof(as_it_is, report("one", signer=forge.ops["LA"])))
    broken = at("a.signatures.0.sig", lambda sig: ("B" if sig[0] == "A" else "A") + sig[1:])
    yield bad("broken", lambda: proof(broken), any_key)
    uncertified = new_keys(forge, "new key", signers=(stranger,))
    yield bad("brings-a-key-of-no-root", lambda: proof(as_it_is, uncertified), any_key)
    yield bad("no-statement", lambda: proof(with_fields(keys=[])), any_key)

    def with_keys(change: Callable[[list[Line]], list[Line]]) -> bytes:
        """A later log, with two statements before the place."""
        later, _ = planned()
        later.put("VN", Entry("keys", later.keys("VN")))
        lines = [later.write("VN", report("one")), later.write("VN", report("other"))]
        statements = [later.logs["VN"][0], later.logs["VN"][-1]]
        return spelt(shown(later, lines, change(statements)))

    yield File("two-statements", lambda: with_keys(as_it_is), Verified({"number": 6}), SUFFIX)
    yield File("the-first-alone", lambda: with_keys(lambda keys: keys[:1]), Verified({"number": 6}), SUFFIX)
    yield bad("the-second-alone", lambda: with_keys(lambda keys: keys[1:]), any_key)
    yield bad("statements-turned", lambda: with_keys(lambda keys: keys[::-1]), any_key)
    yield bad("one-statement-twice", lambda: with_keys(lambda keys: [*keys, keys[-1]]), any_key)


@ROOM.case("every byte of a proof counts")
def every_byte_of_a_proof() -> Iterator[File]:
    data = proof()
    anything = refused(
        *ANY_PART.names, "DisclosureError", "ForeignCompactError", "ThirdPartyError", "ContainerError"
    )
    for place in range(0, len(data), 7):
        yield bad(f"{place:05}", partial(flipped, data, place, place // 7 % 8), anything)


@ROOM.case("an evidence entry that holds is told by the verdict; one that does not says nothing")
def evidence_in_a_log() -> Iterator[File]:
    def told_by(body: Callable[[Forge, Line, Line], dict[str, Any]], one: Entry | None = None) -> bytes:
        forge, first, second = forked(one)
        said = body(forge, first, second)
        forge.put("LA", Entry("evidence", said, by=forge.by("LA")))
        return forge.bundle()

    def both(_: Forge, a: Line, b: Line) -> dict[str, Any]:
        return {"kind": "fork", "a": a.data.decode(), "b": b.data.decode()}

    def with_held(forge: Forge, a: Line, _: Line) -> dict[str, Any]:
        held = forge.logs["VN"][-1]
        other = forge.write("VN", report("other", after=[3, forge.logs["VN"][-2].hash]))
        return both(forge, evolve(held, data=held.data), evolve(a, data=other.data))

    holds, says_nothing = [["VN", 5, "LA"]], list[Any]()
    yield good("holds", lambda: told_by(both), forked=holds)
    yield good("in-the-other-order", lambda: told_by(lambda f, a, b: both(f, b, a)), forked=holds)
    yield good("with-an-entry-that-is-here", lambda: told_by(with_held), forked=[["VN", 4, "LA"]])
    for name, body in {
        "of-another-kind": lambda f, a, b: {**both(f, a, b), "kind": "breach"},
        "the-same-twice": lambda f, a, _: both(f, a, a),
        "words": lambda *_: {"kind": "fork", "a": "one", "b": "other"},
        "of-two-places": lambda f, a, _: both(f, a, f.logs["VN"][-1]),
    }.items():
        yield good(name, partial(told_by, body), forked=says_nothing)
    stranger = report("one", signer=key("stranger"))
    yield good("of-a-strangers-key", lambda: told_by(both, stranger), forked=says_nothing)
    foreign = report("one", wrong=Wrong(payload=with_fields(compact="cd" * 32)))
    yield good("of-another-compact", lambda: told_by(both, foreign), forked=says_nothing)
