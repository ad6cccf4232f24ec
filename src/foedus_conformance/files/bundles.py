"""Section 8, what is in a bundle: the manifest, the seal, and what must go with what."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from foedus_conformance.case import Catalogue, File, Verified, refused
from foedus_conformance.files.variants import (
    HASH_LIKE,
    HEAD_LIKE,
    MOMENT_LIKE,
    PARTY_LIKE,
    Values,
    each_field,
    good,
    list_like,
    wrong,
)
from foedus_conformance.forge import Entry, Forge, envelope_of, key, planned, said
from foedus_conformance.spelling import (
    ZEROS,
    Change,
    as_it_is,
    at,
    changed_text,
    instead,
    packed,
    sha,
    spelt,
    with_fields,
)

ROOM = Catalogue(8)
MALFORMED = refused("ContainerError")
OTHER = "cd" * 32

MANIFEST: dict[str, Values] = {
    "v": wrong(zero=0, two=2, as_text="1"),
    "at": {**wrong(), **MOMENT_LIKE},
    "compact": {**wrong(), **HASH_LIKE},
    "from": {**wrong(), **PARTY_LIKE, "a-third": "KH"},
    "to": list_like(a_number=[7], a_third=["KH"], **{name: [value] for name, value in PARTY_LIKE.items()}),
    "have": wrong(
        one_less={"VN": 0},
        one_more={"KH": 0, "LA": 0, "VN": 0},
        as_text={"LA": "0", "VN": 0},
        negative={"LA": -1, "VN": 0},
        false={"LA": False, "VN": 0},
    ),
    "heads": wrong(**{f"head-{name}": {"LA": value, "VN": [4, OTHER]} for name, value in HEAD_LIKE.items()}),
}


def with_manifest(change: Change) -> bytes:
    """A record whose manifest is not as it should be."""
    forge, _ = planned()
    return forge.bundle(manifest=change)


@ROOM.case("the manifest has exactly seven fields, each of its form")
def manifest_fields() -> Iterator[File]:
    either = refused("ContainerError", "ProfileError")
    yield from each_field(MANIFEST, with_manifest, MALFORMED)
    yield File("one-more", lambda: with_manifest(with_fields(more=1)), MALFORMED)
    others: Values = {"list": [], "text": "words", "null": None}
    for name, raw in others.items():
        yield File(f"a-{name}", partial(with_manifest, instead(raw)), MALFORMED)
    yield good("to-nobody", lambda: with_manifest(with_fields(to=[])))
    yield good("to-itself", lambda: with_manifest(with_fields(to=["LA"])))
    yield good("from-the-other", lambda: with_manifest(with_fields(from_="VN", to=["LA"])))
    yield good("at-any-moment", lambda: with_manifest(with_fields(at="9999-12-31T23:59:59Z")))
    spaced = changed_text(":", ": ")
    yield File("another-spelling", lambda: _respelt(spaced), either)
    yield File("line-feed-after", lambda: _respelt(lambda data: data + b"\n"), either)


def _respelt(change: Callable[[bytes], bytes]) -> bytes:
    forge, _ = planned()
    (name, data), *rest = forge.members()
    return packed([(name, change(data)), *rest])


@ROOM.case("every log ends at the manifest's head")
def heads() -> Iterator[File]:
    def head(value: Any) -> Change:
        return at("heads.VN", lambda _: value)

    yield File("another-hash", lambda: with_manifest(head([4, OTHER])), MALFORMED)
    yield File("one-more", lambda: with_manifest(head([5, OTHER])), MALFORMED)
    yield File("one-less", lambda: with_manifest(head([3, OTHER])), MALFORMED)
    yield File("empty", lambda: with_manifest(head([0, ZEROS])), MALFORMED)
    yield File("far-away", lambda: with_manifest(head([2**53 - 1, OTHER])), MALFORMED)
    yield File("an-empty-log-with-a-hash", lambda: _empty_with([0, OTHER]), MALFORMED)


def _empty_with(head: list[Any]) -> bytes:
    return Forge(begun=False).bundle(manifest=at("heads.VN", lambda _: head))


@ROOM.case("a bundle that is to be verified alone starts at the first entry of every log")
def complete() -> Iterator[File]:
    def made(have: dict[str, int]) -> bytes:
        forge, _ = planned()
        return forge.bundle(have=have)

    yield File("from-the-second", lambda: made({"VN": 1}), refused("GapError"))
    yield File("from-the-end", lambda: made({"LA": 4, "VN": 4}), refused("GapError"))
    all_the_same = at("have.VN", lambda _: 1)
    yield File("it-says-so-and-is-whole", lambda: with_manifest(all_the_same), refused("GapError"))


@ROOM.case("the manifest's parties are those of the charter")
def parties() -> Iterator[File]:
    def with_logs(change: Callable[[Forge], object]) -> bytes:
        forge, _ = planned("KH", "LA", "VN")
        change(forge)
        return forge.bundle(sender="VN", manifest=with_fields(to=["LA"]))

    yield good("all-three", lambda: with_logs(lambda _: None))
    yield File("one-less", lambda: with_logs(lambda forge: forge.logs.pop("KH")), MALFORMED)
    third = refused("ThirdPartyError")
    yield File("a-fourth", lambda: with_logs(lambda forge: forge.logs.update({"TH": []})), third)
    yield File(
        "a-fourth-for-one",
        lambda: with_logs(lambda forge: forge.logs.update({"TH": forge.logs.pop("KH")})),
        third,
    )


@ROOM.case("the act that gives the compact its name is there, and is its charter")
def founding_charter() -> Iterator[File]:
    def without_charter(*, leaves: bool) -> bytes:
        forge, _ = planned()
        row = forge.documents[forge.charter]["items"][0]
        del forge.acts[forge.charter]
        if not leaves:
            del forge.leaves[row["hash"]]
        return forge.bundle()

    yield File("missing", lambda: without_charter(leaves=False), refused("MissingActError"))
    yield File(
        "missing-but-for-its-leaf",
        lambda: without_charter(leaves=True),
        refused("MissingActError", "ContainerError"),
    )

    def named_by(change: Callable[[Forge, str], str]) -> bytes:
        forge, plan = planned()
        return forge.bundle(manifest=with_fields(compact=change(forge, plan)))

    foreign = refused("ForeignCompactError", "ActError", "MissingActError")
    yield File("a-plan-in-its-place", lambda: named_by(lambda _, plan: plan), foreign)
    yield File("another-compacts-name", lambda: named_by(lambda *_: OTHER), foreign)


@ROOM.case("all acts are of this compact")
def foreign_acts() -> Iterator[File]:
    def with_act_of(other: Forge, name: str, *, signed: bool) -> bytes:
        forge, _ = planned()
        forge.acts[name] = other.acts[name]
        if signed:
            forge.sign("VN", name)
        return forge.bundle()

    other, plan = planned(seed="another record")
    foreign = refused("ForeignCompactError")
    for signed in (False, True):
        name = "signed" if signed else "slipped-in"
        yield File(f"plan-{name}", partial(with_act_of, other, plan, signed=signed), foreign)
        yield File(f"charter-{name}", partial(with_act_of, other, other.charter, signed=signed), foreign)


@ROOM.case("every leaf is named by an act; leaves may be kept back")
def leaves() -> Iterator[File]:
    def made(change: Callable[[Forge], object]) -> bytes:
        forge, _ = planned()
        change(forge)
        return forge.bundle()

    yield File("stray", lambda: made(lambda forge: forge.leaf(said("line-9"))), MALFORMED)
    yield File("stray-and-struck", lambda: made(lambda forge: forge.leaf(None)), MALFORMED)
    yield good("one-kept-back", lambda: made(lambda forge: forge.leaves.popitem()))
    yield good("all-kept-back", lambda: made(lambda forge: forge.leaves.clear()))

    def one_for_two(item: Any) -> bytes:
        """Two rows name one leaf."""
        forge = Forge()
        hash_ = forge.leaf(item)
        rows = [{"id": name, "base": None, "hash": hash_} for name in ("line-1", "line-2")]
        forge.all_sign(forge.act(rows=lambda _: rows))
        return forge.bundle()

    yield good("one-for-two-items", lambda: one_for_two({"words": "The same (illustrative)."}))
    yield File("one-for-two-by-one-name", lambda: one_for_two(said("line-1")), refused("ActError"))


@ROOM.case("every act that an entry speaks of is there")
def spoken_acts_are_there() -> Iterator[File]:
    def made(speak: Callable[[Forge, str], object]) -> bytes:
        forge, _ = planned()
        act = forge.act()
        speak(forge, act)
        del forge.acts[act]
        return forge.bundle()

    missing = refused("MissingActError")
    yield File("signed", lambda: made(lambda forge, act: forge.sign("VN", act)), missing)
    yield File("declined", lambda: made(lambda forge, act: forge.decline("VN", act)), missing)


@ROOM.case("every act is spoken of, or built on or voided by one that is, however far")
def unspoken_acts() -> Iterator[File]:
    def made(name_it: Callable[[Forge, str], object]) -> bytes:
        forge, _ = planned()
        name_it(forge, forge.act({"line-8": None}))
        return forge.bundle()

    def far(forge: Forge, act: str) -> None:
        middle = forge.act(voids=[act])
        forge.sign("VN", forge.act({"line-9": forge.act({"line-9": None}, voids=[middle])}))

    yield File("slipped-in", lambda: made(lambda *_: None), MALFORMED)
    yield File(
        "built-on-by-one-slipped-in", lambda: made(lambda forge, act: forge.act({"line-8": act})), MALFORMED
    )
    yield good("signed-by-one", lambda: made(lambda forge, act: forge.sign("VN", act)))
    yield good("declined", lambda: made(lambda forge, act: forge.decline("VN", act)))
    yield good("built-on", lambda: made(lambda forge, act: forge.sign("VN", forge.act({"line-8": act}))))
    yield good("voided", lambda: made(lambda forge, act: forge.sign("VN", forge.act(voids=[act]))))
    yield good("voided-from-afar", lambda: made(far))
    yield good("founding-unsigned", lambda: Forge(begun=False).bundle())


@ROOM.case("every document is the one of its name, and named by an entry or in an act")
def documents() -> Iterator[File]:
    def made(*, named: bool, in_act: bool = False, change: Change = as_it_is) -> bytes:
        forge, _ = planned()
        name = forge.blob(b"Minutes (illustrative).")
        if named:
            forge.put("VN", Entry("doc", {"sha256": name, "size": 23, "mime": "text/plain"}))
        if in_act:
            forge.sign("VN", forge.act(change=with_fields(texts=[{"lang": "en", "sha256": name}])))
        forge.blobs[name] = change(forge.blobs[name])
        return forge.bundle()

    yield good("named-by-an-entry", lambda: made(named=True))
    yield good("named-in-an-act", lambda: made(named=False, in_act=True))
    yield File("named-by-nothing", lambda: made(named=False), MALFORMED)
    other = instead(b"Other minutes (illustrative).")
    yield File("another-document", lambda: made(named=True, change=other), MALFORMED)
    yield File("another-document-for-an-act", lambda: made(named=False, in_act=True, change=other), MALFORMED)
    yield File("nothing", lambda: made(named=True, change=lambda _: b""), MALFORMED)

    def empty() -> bytes:
        forge, _ = planned()
        forge.put("VN", Entry("doc", {"sha256": forge.blob(b""), "size": 0, "mime": "text/plain"}))
        return forge.bundle()

    yield good("an-empty-one", empty)
    yield good("of-another-size-than-said", _of_another_size)


def _of_another_size() -> bytes:
    forge, _ = planned()
    forge.put("VN", Entry("doc", {"sha256": forge.blob(b"Minutes."), "size": 1, "mime": "text/plain"}))
    return forge.bundle()


def with_seal(change: Change = as_it_is, *, signer: str = "link", sender: str = "LA", **how: Any) -> bytes:
    """A record whose manifest is sealed by one of Laos's keys."""
    forge, _ = planned()
    keys = {
        "link": forge.links["LA"],
        "op": forge.ops["LA"],
        "root": forge.key("LA", "root"),
        "VN": forge.links["VN"],
    }
    members = forge.members(link=keys.get(signer, key("stranger")), sender=sender, **how)
    name, seal = members[1]
    return packed([members[0], (name, change(seal)), *members[2:]])


@ROOM.case("what a file proves does not depend on those that are asked about with it")
def asked_about_together() -> Iterator[File]:
    forge, plan = planned()
    other, _ = planned(seed="another record")
    whole, cut = forge.bundle(), forge.bundle(manifest=at("heads.VN", instead([4, OTHER])))
    says = {"compact": forge.compact, "heads": forge.heads()}
    for turn in ("first", "second", "third"):
        yield good(f"{turn}-good", partial(bytes, whole), **says)
        yield File(f"{turn}-of-another-compact", other.bundle, Verified({"compact": other.compact}))
        yield File(f"{turn}-bad", partial(bytes, cut), MALFORMED)
    del forge.acts[plan]
    forge.leaves = dict(list(forge.leaves.items())[:1])
    yield File("without-its-plan", partial(bytes, forge.bundle()), refused("MissingActError"))


@ROOM.case("a seal is over the manifest as it stands, by a link key of the sender's last statement")
def seal() -> Iterator[File]:
    kinds = refused("ProfileError", "ContainerError")
    yield good("by-the-senders-link", with_seal)
    yield good("by-the-other-for-itself", lambda: with_seal(signer="VN", sender="VN"))
    for signer in ("op", "root", "VN", "a-stranger"):
        yield File(f"by-{signer.lower()}", partial(with_seal, signer=signer), MALFORMED)
    yield File("by-a-link-for-another", lambda: with_seal(sender="VN"), MALFORMED)
    for name, change in {
        "another-type": lambda data: data.replace(b"manifest+json", b"entry+json"),
        "a-space": lambda data: data.replace(b":", b": ", 1),
        "line-feed-after": lambda data: data + b"\n",
        "nothing": lambda _: b"",
        "words": lambda _: b"words",
    }.items():
        yield File(name, partial(with_seal, change), kinds)

    def over(payload: Callable[[bytes], bytes], kind: str = "manifest") -> bytes:
        forge, _ = planned()
        members = forge.members()
        sealed = envelope_of(
            payload(members[0][1]), forge.links["LA"], kind=f"application/vnd.foedus.{kind}+json"
        )
        return packed([members[0], ("MANIFEST.sig", spelt(sealed)), *members[1:]])

    yield good("made-by-hand", lambda: over(as_it_is))
    yield File(
        "over-another-manifest", lambda: over(lambda data: data.replace(b"2026", b"2027", 1)), MALFORMED
    )
    yield File("over-its-hash", lambda: over(lambda data: sha(data).encode()), MALFORMED)
    yield File("over-nothing", lambda: over(lambda _: b""), MALFORMED)
    yield File("as-an-entry", lambda: over(as_it_is, "entry"), kinds)

    def elsewhere(place: int) -> bytes:
        forge, _ = planned()
        members = forge.members(link=forge.links["LA"])
        sealed = members.pop(1)
        return packed([*members[:place], sealed, *members[place:]])

    for place, name in {0: "first", 2: "among-the-logs", 5: "last"}.items():
        yield File(f"stands-{name}", partial(elsewhere, place), MALFORMED)


@ROOM.case("the link keys are those of the last statement; without a statement there is no seal")
def links_in_time() -> Iterator[File]:
    def renewed(link: str) -> bytes:
        forge, _ = planned()
        keys = {"old": forge.links["LA"], "new": forge.key("new link")}
        body = forge.keys("LA", change=with_fields(links=[keys["new"].public]))
        forge.put("LA", Entry("keys", body))
        return forge.bundle(link=keys[link])

    def before_any() -> bytes:
        forge = Forge(begun=False)
        forge.begin("VN")
        return forge.bundle(link=forge.links["LA"])

    yield good("new", lambda: renewed("new"))
    yield File("withdrawn", lambda: renewed("old"), MALFORMED)
    yield File("before-any-statement", before_any, MALFORMED)
