"""Section 5: key statements, what they must be signed by, and how a root is renewed."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from foedus.record.signature import SigningKey
from foedus_conformance.case import Catalogue, File, refused
from foedus_conformance.files.variants import (
    HASH_LIKE,
    NONCE_LIKE,
    Values,
    each_field,
    good,
    list_like,
    wrong,
)
from foedus_conformance.forge import Entry, Forge, commitment, key, planned, root_of
from foedus_conformance.spelling import Change, as_it_is, at, with_fields

ROOM = Catalogue(5)
MALFORMED = refused("EntryError")
OTHER = key("another").public

KEY_LIST: Values = list_like(**{name: [value] for name, value in HASH_LIKE.items()}, a_number=[7])
STATEMENT: dict[str, Values] = {
    "version": wrong("number", zero=0, as_text="2"),
    "root": {**KEY_LIST, "none": [], "twice": [OTHER, OTHER]},
    "root_threshold": wrong("number", zero=0, above=2, as_text="1"),
    "ops": KEY_LIST,
    "links": KEY_LIST,
    "next_commit": {**wrong("null"), **HASH_LIKE},
}
SIGNATURES: Values = list_like(
    kid_missing=[{"sig": "ab" * 64}],
    sig_missing=[{"kid": "ab" * 16}],
    more=[{"kid": "ab" * 16, "sig": "ab" * 64, "x": 1}],
    short=[{"kid": "ab" * 16, "sig": "ab" * 63}],
    capitals=[{"kid": "ab" * 16, "sig": "AB" * 64}],
    **{f"kid-{name}": [{"kid": value, "sig": "ab" * 64}] for name, value in NONCE_LIKE.items()},
)


def with_statement(change: Change = as_it_is, after: Change = as_it_is, **how: Any) -> bytes:
    """A record in which Viet Nam states its keys anew."""
    forge, _ = planned()
    forge.put("VN", Entry("keys", forge.keys("VN", change=change, after=after, **how)))
    return forge.bundle()


@ROOM.case("a statement has exactly seven fields, each of its form")
def statement_fields() -> Iterator[File]:
    yield good("the-same-keys-again", with_statement)
    yield from each_field(STATEMENT, with_statement, MALFORMED)

    def unsigned(change: Change) -> bytes:
        return with_statement(after=change)

    yield from each_field({"signatures": SIGNATURES}, unsigned, MALFORMED)
    yield File("one-more", lambda: with_statement(with_fields(more=1)), MALFORMED)
    yield good("no-link", lambda: with_statement(with_fields(links=[])))
    yield good("a-link-twice", lambda: with_statement(with_fields(links=[OTHER, OTHER])))
    yield good("a-key-twice", lambda: with_statement(at("ops", lambda ops: ops * 2)))
    yield File("no-key", lambda: with_statement(with_fields(ops=[])), MALFORMED)
    yield File("a-link-that-signs", lambda: with_statement(_with_links_that_sign), MALFORMED)


@ROOM.case("a statement's version is one more than the last one's, 1 in the first")
def statement_version() -> Iterator[File]:
    for version in (1, 3, 2**53 - 1):
        yield File(f"second-is-{version}", partial(with_statement, version=version), MALFORMED)

    def first(version: int) -> bytes:
        forge = Forge(begun=False)
        forge.put("VN", Entry("keys", forge.keys("VN", version=version)))
        return forge.bundle()

    yield good("first-is-1", lambda: first(1))
    yield File("first-is-2", lambda: first(2), MALFORMED)


def _with_links_that_sign(body: Any) -> Any:
    return {**body, "links": body["ops"]}


def three_keys(number: int = 3) -> tuple[SigningKey, ...]:
    """Root keys of a party."""
    return tuple(key("root", each) for each in range(number))


def with_root_of_three(threshold: int, signers: Sequence[SigningKey], after: Change = as_it_is) -> bytes:
    """A record whose Vietnamese root is three keys; the log begins with a statement signed by some."""
    roots = three_keys()
    forge = Forge(roots={"VN": roots}, thresholds={"VN": threshold}, begun=False)
    root = root_of(*roots, threshold=threshold)
    forge.put("VN", Entry("keys", forge.keys("VN", root=root, signers=signers, after=after)))
    return forge.bundle()


@ROOM.case("enough different keys of its own root must have signed; signatures of others are passed over")
def threshold() -> Iterator[File]:
    one, two, three = three_keys()
    stranger = key("stranger")
    broken = at("signatures.0.sig", lambda sig: sig[:-2] + ("00" if sig[-2:] != "00" else "01"))
    for name, keys in {
        "two-of-two": (one, two),
        "the-other-two": (three, two),
        "all-three": (one, two, three),
        "two-and-a-stranger": (stranger, one, stranger, two),
    }.items():
        yield good(name, partial(with_root_of_three, 2, keys))
    for name, keys in {
        "one-of-two": (one,),
        "one-twice": (one, one),
        "none": (),
        "one-and-a-stranger": (one, stranger),
        "strangers": (stranger, key("another stranger")),
    }.items():
        yield File(name, partial(with_root_of_three, 2, keys), MALFORMED)
    yield File("one-of-them-broken", lambda: with_root_of_three(2, (one, two), broken), MALFORMED)
    yield good("one-too-many-broken", lambda: with_root_of_three(2, (one, two, three), broken))
    yield good("one-broken-and-right", lambda: with_root_of_three(2, (one, one, two), broken))


@ROOM.case("what the root signs is the body with its compact and its party")
def what_the_root_signs() -> Iterator[File]:
    def changed_after(change: Change) -> bytes:
        return with_statement(after=change)

    yield File("another-key-after", lambda: changed_after(with_fields(ops=[OTHER])), MALFORMED)
    yield File("another-link-after", lambda: changed_after(with_fields(links=[OTHER])), MALFORMED)
    yield File("another-commitment-after", lambda: changed_after(with_fields(next_commit=OTHER)), MALFORMED)

    def of_another(compact: str | None = None, party: str | None = None) -> bytes:
        forge, _ = planned()
        body = forge.keys("VN")
        del body["signatures"]
        mine, forge.compact = forge.compact, compact or forge.compact
        body = forge.certify(party or "VN", body, forge.roots["VN"])
        forge.compact = mine
        forge.put("VN", Entry("keys", body))
        return forge.bundle()

    yield File("for-another-compact", lambda: of_another(compact="cd" * 32), MALFORMED)
    yield File("for-another-party", lambda: of_another(party="LA"), MALFORMED)
    yield File(
        "by-the-other-partys-root", lambda: with_statement(signers=(key("record", "LA", "root"),)), MALFORMED
    )
    yield File(
        "by-an-operational-key", lambda: with_statement(signers=(key("record", "VN", "op"),)), MALFORMED
    )


def with_new_root(
    *,
    committed: Any = ...,
    stated: dict[str, Any] | None = None,
    by: Sequence[str] = ("old", "new"),
) -> bytes:
    """A record in which Viet Nam commits to a root of two keys and then takes one, then reports."""
    forge, _ = planned()
    keys = {"old": forge.roots["VN"][0], "new": key("next", 1), "second": key("next", 2)}
    root = root_of(keys["new"], keys["second"], threshold=1)
    promised = root if committed is ... else committed
    forge.put("VN", Entry("keys", forge.keys("VN", commit=commitment(promised) if promised else None)))
    body = forge.keys("VN", root=stated or root, signers=[keys[name] for name in by])
    forge.put("VN", Entry("keys", body))
    forge.put("VN", Entry("report", {"item": "line-1"}))
    return forge.bundle()


@ROOM.case("a new root is the one that was committed, and enough of it signed; the old one need not")
def new_root() -> Iterator[File]:
    new, second = key("next", 1), key("next", 2)
    yield good("committed", with_new_root)
    yield good("signed-by-its-other-key", lambda: with_new_root(by=("old", "second")))
    yield File("not-committed", lambda: with_new_root(committed=None), MALFORMED)
    yield File("another-committed", lambda: with_new_root(committed=root_of(new)), MALFORMED)
    one_more = root_of(new, second, threshold=2)
    yield File(
        "another-threshold", lambda: with_new_root(stated=one_more, by=("old", "new", "second")), MALFORMED
    )
    turned = root_of(second, new, threshold=1)
    yield File("another-order", lambda: with_new_root(stated=turned), MALFORMED)
    yield good("not-by-the-old", lambda: with_new_root(by=("new", "second")))
    yield File("not-by-the-new", lambda: with_new_root(by=("old",)), MALFORMED)

    def first_takes_another() -> bytes:
        forge = Forge(begun=False)
        body = forge.keys("VN", root=root_of(new), signers=(forge.roots["VN"][0], new))
        forge.put("VN", Entry("keys", body))
        return forge.bundle()

    yield File("in-the-first-statement", first_takes_another, MALFORMED)


@ROOM.case("once a root is renewed, the old one counts for nothing; an old commitment neither")
def after_a_new_root() -> Iterator[File]:
    def third(signer: str, *, again: bool = False) -> bytes:
        """After the new root a third statement, which keeps it or goes back to the old one."""
        forge, _ = planned()
        keys = {"old": forge.roots["VN"][0], "new": key("next", 1)}
        old, new = root_of(keys["old"]), root_of(keys["new"])
        forge.put("VN", Entry("keys", forge.keys("VN", commit=commitment(new))))
        forge.put("VN", Entry("keys", forge.keys("VN", root=new, signers=tuple(keys.values()))))
        signers = tuple(keys.values()) if again else (keys[signer],)
        forge.put("VN", Entry("keys", forge.keys("VN", root=old if again else new, signers=signers)))
        return forge.bundle()

    yield good("by-the-new", lambda: third("new"))
    yield File("by-the-old", lambda: third("old"), MALFORMED)
    yield File("back-to-the-old", lambda: third("old", again=True), MALFORMED)

    def later() -> bytes:
        """The commitment stood in the statement before the last: a newer one took it back."""
        forge, _ = planned()
        old, new = forge.roots["VN"][0], key("next", 1)
        forge.put("VN", Entry("keys", forge.keys("VN", commit=commitment(root_of(new)))))
        forge.put("VN", Entry("keys", forge.keys("VN")))
        forge.put("VN", Entry("keys", forge.keys("VN", root=root_of(new), signers=(old, new))))
        return forge.bundle()

    yield File("commitment-taken-back", later, MALFORMED)
