"""Every limit of the format at its edge: what is just at it is accepted, one beyond is refused.

Two limits cannot be met at their edge by anything that is right otherwise, and are only
held beyond it: names of members (a right one has at most 70 bytes) and an audit path's
length (a plan has at most 20,000 rows). The largest file (2^31 + 2^28 bytes) is held to
nothing: it would take minutes.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from foedus_conformance.case import Catalogue, Expected, File, Verified, refused
from foedus_conformance.files.acts import with_plan
from foedus_conformance.files.disclosed import shown
from foedus_conformance.files.entries import with_entry
from foedus_conformance.forge import (
    Entry,
    Forge,
    Wrong,
    chance,
    key,
    planned,
    root_of,
    said,
)
from foedus_conformance.spelling import Change, as_it_is, at, instead, sha, spelt, with_fields

ENVELOPES, ACTS, ENTRIES = Catalogue(2), Catalogue(3), Catalogue(4)
KEYS, BUNDLES, LINES = Catalogue(5), Catalogue(8), Catalogue(9)
ROOMS = (ENVELOPES, ACTS, ENTRIES, KEYS, BUNDLES, LINES)

MOST_ACT, MOST_ENVELOPE, MOST_MANIFEST = 8_388_608, 262_144, 65_536
MOST_BLOB, MOST_LINE, MOST_MEMBERS = 67_108_864, 33_554_432, 60_000
TOO_LONG = refused("ActError", "ContainerError", "ProfileError")


def edges(
    name: str,
    most: int,
    make: Callable[[int], bytes],
    *,
    beyond: Expected,
    suffix: str = ".foedus",
    large: bool = False,
) -> Iterator[File]:
    """Two files: at a limit, and one beyond."""
    stem = f"{name}-" if name else ""
    yield File(f"{stem}at-{most}", lambda: make(most), Verified(), suffix, large)
    yield File(f"{stem}at-{most + 1}", lambda: make(most + 1), beyond, suffix, large)


# --- section 3: acts ----------------------------------------------------------------------------


@ACTS.case("an act has at most 8,388,608 bytes")
def bytes_of_an_act() -> Iterator[File]:
    def made(size: int) -> bytes:
        forge = Forge()
        name = forge.act({"line-1": None}, change=with_fields(more=""))
        document = forge.documents.pop(name)
        del forge.acts[name]
        more = "x" * (size - len(spelt(document)))
        forge.all_sign(forge.keep_act({**document, "more": more}))
        return forge.bundle()

    yield from edges("", MOST_ACT, made, beyond=TOO_LONG, large=True)


@ACTS.case("a leaf has at most 8,388,608 bytes")
def bytes_of_a_leaf() -> Iterator[File]:
    def made(size: int) -> bytes:
        forge = Forge()
        bare = spelt({"item": {**said("line-1"), "more": ""}, "salt": "ab" * 16})
        words = "x" * (size - len(bare))
        hash_ = forge.keep_leaf(spelt({"item": {**said("line-1"), "more": words}, "salt": "ab" * 16}))
        forge.all_sign(forge.act(rows=lambda _: [{"id": "line-1", "base": None, "hash": hash_}]))
        return forge.bundle()

    yield from edges("", MOST_ACT, made, beyond=TOO_LONG, large=True)


@ACTS.case("an act has at most 20,000 items")
def items_of_an_act() -> Iterator[File]:
    def made(count: int) -> bytes:
        forge = Forge()
        rows = [{"id": f"line-{n}", "base": None, "hash": chance(n).hex()} for n in range(count)]
        forge.all_sign(forge.act(rows=lambda _: rows))
        return forge.bundle()

    yield from edges("", 20_000, made, beyond=refused("ActError"), large=True)


@ACTS.case("lists in an act have at most 100,000 parts, texts and authentic languages 64")
def lists_of_an_act() -> Iterator[File]:
    def voiding(count: int) -> bytes:
        return with_plan(with_fields(voids=sorted(f"{number:064x}" for number in range(count))))

    def serving(count: int) -> bytes:
        return with_plan(with_fields(serves=["a"] * count))

    def texts(count: int) -> bytes:
        return with_plan(with_fields(texts=[{"lang": "en", "sha256": "cd" * 32}] * count))

    malformed = refused("ActError")
    yield from edges("voids", 100_000, voiding, beyond=malformed, large=True)
    yield from edges("serves", 100_000, serving, beyond=malformed, large=True)
    yield from edges("texts", 64, texts, beyond=malformed)
    yield from edges(
        "authentic", 64, lambda count: with_plan(with_fields(authentic=["en"] * count)), beyond=malformed
    )


@ACTS.case("texts in an act: a language's name 12 characters, a wording 2000, an item's name 64")
def texts_of_an_act() -> Iterator[File]:
    def text(lang: str) -> list[dict[str, str]]:
        return [{"lang": lang, "sha256": "cd" * 32}]

    fields: Mapping[str, tuple[int, Callable[[int], dict[str, Any]]]] = {
        "language-of-a-text": (12, lambda count: {"texts": text("é" * count)}),
        "authentic": (2000, lambda count: {"authentic": ["é" * count]}),
        "title": (2000, lambda count: {"title": {"en": "ແ" * count}}),
        "title-beyond-the-first-plane": (2000, lambda count: {"title": {"en": "\U0001f600" * count}}),
        "language-of-a-title": (12, lambda count: {"title": {"e" * count: "Plan"}}),
        "orientation": (64, lambda count: {"serves": ["a" * count]}),
    }
    for name, (most, change) in fields.items():
        yield from edges(
            name,
            most,
            partial(_with_plan_of, change),
            beyond=refused("ActError"),
        )

    def with_item(count: int) -> bytes:
        forge = Forge()
        forge.all_sign(forge.act({"l" * count: None}))
        return forge.bundle()

    yield from edges("item", 64, with_item, beyond=refused("ActError"))


def _with_plan_of(fields: Callable[[int], dict[str, Any]], count: int) -> bytes:
    return with_plan(with_fields(**fields(count)))


def _with_words(path: str, letter: str, count: int, *, kind: str) -> bytes:
    return with_entry(at(path, instead(letter * count)), kind)


def parties_to(count: int) -> tuple[str, ...]:
    """So many parties' codes."""
    return tuple(f"P{number:02}" for number in range(count))


@ACTS.case("a charter names 2 to 64 parties, each with 1 to 32 root keys; a code has at most 16 characters")
def parties_of_a_charter() -> Iterator[File]:
    malformed = refused("ActError", "ContainerError", "EntryError")
    yield from edges(
        "parties", 64, lambda count: Forge(*parties_to(count)).bundle(), beyond=malformed, large=True
    )
    yield File("parties-at-2", lambda: Forge("LA", "VN").bundle(), Verified())

    def with_roots(count: int) -> bytes:
        keys = tuple(key("one of many", number) for number in range(count))
        return Forge(roots={"VN": keys}, begun=False).bundle()

    yield from edges("root-keys", 32, with_roots, beyond=refused("ActError"))
    yield from edges("code", 16, lambda count: Forge("LA", "V" * count).bundle(), beyond=malformed)


# --- sections 2, 4 and 5: entries and keys --------------------------------------------------------


@ENVELOPES.case("an envelope has at most 262,144 bytes")
def bytes_of_an_envelope() -> Iterator[File]:
    def made(size: int) -> bytes:
        """An envelope of just this size: base64 goes by fours, and a longer type or key id is not right."""
        forge, _ = planned()
        minute = forge.minute

        def entry(words: str) -> bytes:
            forge.minute = minute
            return forge.write("VN", Entry("report", {"item": "line-1", "said": words})).data

        words = "x" * ((size - len(entry(""))) // 4 * 3)
        while len(entry(words)) < size:
            words += "x"
        forge.minute = minute
        forge.put("VN", Entry("report", {"item": "line-1", "said": words}))
        return forge.bundle()

    bare = len(planned()[0].write("VN", Entry("report", {"item": "line-1", "said": ""})).data)
    most = MOST_ENVELOPE - (MOST_ENVELOPE - bare) % 4
    yield File(f"at-{most}", lambda: made(most), Verified())
    yield File(f"at-{most + 4}", lambda: made(most + 4), refused("ContainerError", "ProfileError"))


@ENTRIES.case(
    "texts in an entry: an office 200, a person 200, a reason 2000, a document's kind 100, evidence 100,000"
)
def texts_of_an_entry() -> Iterator[File]:
    fields: Mapping[str, tuple[int, str, str]] = {
        "person": (200, "report", "by.person"),
        "reason": (2000, "act.decline", "body.reason"),
        "mime": (100, "doc", "body.mime"),
        "office-of-a-mandate": (200, "mandate", "body.office"),
    }
    for name, (most, kind, path) in fields.items():
        yield from edges(
            name,
            most,
            partial(_with_words, path, "ພ", kind=kind),
            beyond=refused("EntryError"),
        )
    for part in ("kind", "a", "b"):
        yield from edges(
            f"evidence-{part}",
            100_000,
            partial(_with_words, f"body.{part}", "x", kind="evidence"),
            beyond=refused("EntryError"),
        )

    def speaking_for(count: int) -> bytes:
        forge, _ = planned()
        office = "ພ" * count
        body = {"office": office, "roles": ["report"], "from": "2026-01-01", "to": None}
        given = forge.put("VN", Entry("mandate", body)).seq
        by = {"office": office, "mandate": given, "person": None}
        forge.put("VN", Entry("report", {"item": "line-1"}, by=by))
        return forge.bundle()

    yield from edges("office", 200, speaking_for, beyond=refused("EntryError"))
    item = partial(_with_words, "body.item", "l", kind="report")
    yield from edges("item", 64, item, beyond=refused("EntryError"))


@ENTRIES.case("a mandate has at most 2 roles, and an entry has seen at most every other party's log")
def lists_of_an_entry() -> Iterator[File]:
    roles = ["report", "sign", "report"]
    yield from edges(
        "roles",
        2,
        lambda count: with_entry(at("body.roles", lambda _: roles[:count]), "mandate"),
        beyond=refused("EntryError"),
    )

    def seeing(count: int) -> bytes:
        forge = Forge(*parties_to(64), begun=False)
        forge.begin("P00")
        others = [*forge.parties[1:], "Q00", "Q01"][:count]
        forge.put("P00", Entry("doc", DOCUMENT, seen={each: [1, "cd" * 32] for each in others}))
        return forge.bundle()

    yield from edges("seen", 63, seeing, beyond=refused("EntryError"))


DOCUMENT = {"sha256": "cd" * 32, "size": 7, "mime": "text/plain"}


@KEYS.case("a statement has at most 64 operational keys, 64 links, 32 root keys and 64 signatures")
def lists_of_a_statement() -> Iterator[File]:
    malformed = refused("EntryError")
    many = [key("many", number) for number in range(66)]

    def stated(change: Change = as_it_is, **how: Any) -> bytes:
        forge, _ = planned()
        forge.put("VN", Entry("keys", forge.keys("VN", change=change, **how)))
        return forge.bundle()

    def ops(count: int) -> bytes:
        return stated(at("ops", lambda mine: [*mine, *(each.public for each in many[: count - 1])]))

    def links(count: int) -> bytes:
        return stated(with_fields(links=[each.public for each in many[:count]]))

    def signatures(count: int) -> bytes:
        return stated(signers=[*many[: count - 1], key("record", "VN", "root")])

    def roots(count: int) -> bytes:
        forge, _ = planned()
        root = root_of(*many[:count], threshold=1)
        commit = sha(spelt(root))
        forge.put("VN", Entry("keys", forge.keys("VN", commit=commit)))
        signers = (forge.roots["VN"][0], many[0])
        forge.put("VN", Entry("keys", forge.keys("VN", root=root, signers=signers)))
        return forge.bundle()

    yield from edges("operational", 64, ops, beyond=malformed)
    yield from edges("links", 64, links, beyond=malformed)
    yield from edges("signatures", 64, signatures, beyond=malformed)
    yield from edges("root", 32, roots, beyond=malformed)


# --- section 8: bundles -----------------------------------------------------------------------------


@BUNDLES.case("a manifest has at most 65,536 bytes")
def bytes_of_a_manifest() -> Iterator[File]:
    def made(size: int) -> bytes:
        """The receivers are named again and again, by codes of two lengths, until the size is met."""
        forge = Forge("LA", "VN", "ASEAN")
        bare = len(spelt({**forge.manifest(), "to": []})) - 1  # the first has no comma before it
        long = next(count for count in range(5) if (size - bare - 8 * count) % 5 == 0)
        to = ["ASEAN"] * long + ["VN"] * ((size - bare - 8 * long) // 5)
        return forge.bundle(manifest=with_fields(to=to))

    yield from edges("", MOST_MANIFEST, made, beyond=refused("ContainerError"))


@BUNDLES.case("a document has at most 67,108,864 bytes")
def bytes_of_a_document() -> Iterator[File]:
    def made(size: int) -> bytes:
        forge, _ = planned()
        body = {"sha256": forge.blob(bytes(size)), "size": size, "mime": "application/pdf"}
        forge.put("VN", Entry("doc", body))
        return forge.bundle()

    yield from edges("", MOST_BLOB, made, beyond=refused("ContainerError"), large=True)


@BUNDLES.case("a bundle has at most 60,000 members")
def members_of_a_bundle() -> Iterator[File]:
    def made(count: int) -> bytes:
        """Documents of a few bytes, named in many small acts that one act voids."""
        forge, _ = planned()
        documents = count - len(forge.members())
        names = [forge.blob(str(number).encode()) for number in range(documents)]
        acts = []
        for start in range(0, documents, 64):
            texts = [{"lang": "en", "sha256": name} for name in names[start : start + 64]]
            acts.append(forge.act(change=with_fields(texts=texts)))
        forge.sign("VN", forge.act(voids=acts))
        return forge.bundle()

    yield from edges("", MOST_MEMBERS, made, beyond=refused("ContainerError"), large=True)


# --- section 9: disclosed lines -----------------------------------------------------------------------


@LINES.case("a disclosed line has at most 33,554,432 bytes")
def bytes_of_a_line() -> Iterator[File]:
    bare = len(spelt(_long_line(0)))

    def make(size: int) -> bytes:
        return spelt(_long_line(size - bare))

    yield from edges("", MOST_LINE, make, beyond=refused("ProfileError"), suffix=".foedus-line", large=True)


def _long_line(more: int, *, leaf: int = 8_000_000) -> dict[str, Any]:
    """A line whose charter and leaf are long, with many long key statements, and so many letters more."""
    forge = Forge(charter=with_fields(more="x" * 8_000_000))
    for _ in range(40):
        longer = Wrong(payload=with_fields(more="x" * 190_000))
        forge.put("VN", Entry("keys", forge.keys("VN"), wrong=longer))
    says = {"line-1": {**said("line-1"), "more": "x" * leaf}}
    act = forge.all_sign(forge.act({"line-1": None}, says=says, change=with_fields(more="x" * more)))
    return shown(forge, act, "line-1")


@LINES.case("each part of a disclosed line is within its own limit")
def bytes_of_the_parts_of_a_line() -> Iterator[File]:
    def with_leaf(size: int) -> bytes:
        forge = Forge()
        bare = len(spelt({"item": {**said("line-1"), "more": ""}, "salt": "ab" * 16}))
        says = {"line-1": {**said("line-1"), "more": "x" * (size - bare)}}
        return spelt(shown(forge, forge.all_sign(forge.act({"line-1": None}, says=says)), "line-1"))

    def with_head(size: int) -> bytes:
        def filled(act: Any) -> Any:
            head = {name: value for name, value in act.items() if name != "items"}
            return {**act, "more": "x" * (size - len(spelt({**head, "more": ""})))}

        forge = Forge()
        return spelt(shown(forge, forge.all_sign(forge.act({"line-1": None}, change=filled)), "line-1"))

    line = ".foedus-line"
    yield from edges("leaf", MOST_ACT, with_leaf, beyond=TOO_LONG, suffix=line, large=True)
    yield from edges("head", MOST_ACT, with_head, beyond=TOO_LONG, suffix=line, large=True)


@LINES.case("in a disclosed line no value lies more than 33 levels below the outermost, in its parts 32")
def depth_of_a_line() -> Iterator[File]:
    def made(levels: int) -> bytes:
        """Lists within the item; it lies two levels below the file, one below its leaf."""
        deep: Any = 1
        for _ in range(levels - 3):
            deep = [deep]
        forge = Forge()
        act = forge.all_sign(forge.act({"line-1": None}, says={"line-1": {**said("line-1"), "x": deep}}))
        return spelt(shown(forge, act, "line-1"))

    yield from edges("", 33, made, beyond=refused("ProfileError"), suffix=".foedus-line")
