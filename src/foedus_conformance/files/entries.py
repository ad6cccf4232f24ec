"""Section 4: entries, their bodies, and what may follow on what in a log."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from foedus.record.signature import key_id
from foedus_conformance.case import Catalogue, File, refused
from foedus_conformance.files.variants import (
    DAY_LIKE,
    HASH_LIKE,
    HEAD_LIKE,
    ITEM_LIKE,
    MOMENT_LIKE,
    NONCE_LIKE,
    PARTY_LIKE,
    Values,
    each_field,
    good,
    list_like,
    text_like,
    wrong,
)
from foedus_conformance.forge import OFFICE, Entry, Forge, Wrong, key, mandate, planned
from foedus_conformance.spelling import ZEROS, Change, at, with_fields

ROOM = Catalogue(4)
MALFORMED = refused("EntryError")
FOREIGN = refused("ForeignCompactError")
OTHER = "cd" * 32
ANY_ACT = "the plan's name goes here"

ENTRY: dict[str, Values] = {
    "v": wrong(zero=0, two=2, as_text="1"),
    "compact": {**wrong(), **HASH_LIKE},
    "party": {**wrong(), **PARTY_LIKE},
    "seq": wrong("number", zero=0, negative=-1, as_text="5"),
    "prev": {**wrong(), **HASH_LIKE},
    "at": {**wrong(), **MOMENT_LIKE},
    "seen": wrong(
        "object",
        **{f"head-{name}": {"LA": value} for name, value in HEAD_LIKE.items()},
        small={"la": [0, ZEROS]},
    ),
    "kid": {**wrong(), **NONCE_LIKE, "another": key_id(key("another").public)},
    "by": wrong(),
    "type": wrong(unknown="act.approve", capitals="REPORT"),
    "body": wrong(),
}
BY: dict[str, Values] = {
    "office": text_like(200),
    "mandate": wrong("number", zero=0, as_text="2"),
    "person": text_like(200, "null"),
}
BODIES: dict[str, dict[str, Values]] = {
    "act.sign": {"act": {**wrong(), **HASH_LIKE}},
    "act.decline": {"act": {**wrong(), **HASH_LIKE}, "reason": text_like(2000, "null")},
    "report": {"item": {**wrong("text"), **ITEM_LIKE}},
    "doc": {
        "sha256": {**wrong(), **HASH_LIKE},
        "size": wrong("number", negative=-1, as_text="7"),
        "mime": text_like(100),
    },
    "mandate": {
        "office": text_like(200),
        "roles": list_like(unknown=["approve"], three=["sign", "report", "sign"], a_number=[7]),
        "from": {**wrong(), **DAY_LIKE},
        "to": {**wrong("null"), **DAY_LIKE, "before": "2025-12-31"},
    },
    "notice.denounce": {"effective": {**wrong(), **DAY_LIKE}},
    "evidence": dict.fromkeys(("kind", "a", "b"), wrong("text", empty="", too_long="e" * 100_001)),
}
RIGHT: dict[str, dict[str, Any]] = {
    "act.sign": {"act": ANY_ACT},
    "act.decline": {"act": ANY_ACT, "reason": "Not this year (illustrative)."},
    "report": {"item": "line-1"},
    "doc": {"sha256": OTHER, "size": 7, "mime": "text/plain"},
    "mandate": mandate("Deputy (illustrative)"),
    "notice.denounce": {"effective": "2027-01-01"},
    "evidence": {"kind": "fork", "a": "one", "b": "other"},
}


def with_entry(change: Change, kind: str = "report") -> bytes:
    """A record whose last entry is not as it should be."""
    forge, plan = planned()
    body = {name: plan if value == ANY_ACT else value for name, value in RIGHT[kind].items()}
    forge.put("VN", Entry(kind, body, by=forge.by("VN"), wrong=Wrong(payload=change)))
    return forge.bundle()


def after_plan(*entries: tuple[str, Callable[[Forge], Entry]]) -> bytes:
    """A record with a plan in force, and entries after."""
    forge, _ = planned()
    for party, entry in entries:
        forge.put(party, entry(forge))
    return forge.bundle()


def report(**more: Any) -> Entry:
    """A report on a line."""
    return Entry("report", {"item": "line-1"}, **more)


@ROOM.case("an entry has the fields of the table, each of its form")
def entry_fields() -> Iterator[File]:
    yield from each_field(ENTRY, with_entry, MALFORMED)


@ROOM.case("a field that the table does not name may be in an entry, and counts by being signed")
def entry_with_another_field() -> Iterator[File]:
    yield good("in-the-entry", lambda: with_entry(with_fields(more={"any": ["thing"]})))
    yield good("in-a-report", lambda: with_entry(at("body", with_fields(more={"any": ["thing"]}))))


@ROOM.case("who speaks has exactly three fields, and must be named for four types")
def entry_by() -> Iterator[File]:
    yield from each_field(BY, with_entry, MALFORMED, inside="by")
    yield File("one-more", lambda: with_entry(at("by", with_fields(more=1))), MALFORMED)
    for kind in RIGHT:
        name, nobody = kind.replace(".", "-"), with_fields(by=None)
        if kind in ("act.sign", "act.decline", "report", "notice.denounce"):
            yield File(f"nobody-for-{name}", partial(with_entry, nobody, kind), MALFORMED)
        else:
            yield good(f"nobody-for-{name}", partial(with_entry, nobody, kind))
        yield good(f"an-office-for-{name}", partial(with_entry, lambda entry: entry, kind))


@ROOM.case("a body has exactly the fields of its type, each of its form; a report may have more")
def entry_bodies() -> Iterator[File]:
    for kind, fields in BODIES.items():
        for file in each_field(fields, partial(with_entry, kind=kind), MALFORMED, inside="body"):
            yield File(f"{kind.replace('.', '-')}-{file.name}", file.make, file.expected)
        if kind != "report":
            more = at("body", with_fields(more=1))
            name = f"{kind.replace('.', '-')}-one-more"
            yield File(name, partial(with_entry, more, kind), MALFORMED)
    yield good("no-reason", lambda: with_entry(at("body", with_fields(reason=None)), "act.decline"))
    yield good("no-end", lambda: with_entry(at("body", with_fields(to=None)), "mandate"))
    yield good("one-day", lambda: with_entry(at("body", with_fields(to="2026-01-01")), "mandate"))
    yield good("no-role", lambda: with_entry(at("body", with_fields(roles=[])), "mandate"))
    yield good("size-0", lambda: with_entry(at("body", with_fields(size=0)), "doc"))


@ROOM.case("an entry is of its log's compact and party, and has the next number and the last hash")
def place_in_the_log() -> Iterator[File]:
    def placed(**fields: Any) -> bytes:
        return with_entry(with_fields(**fields))

    yield File("of-another-compact", lambda: placed(compact=OTHER), FOREIGN)
    yield File("of-another-party", lambda: placed(party="LA"), MALFORMED)
    yield File("of-a-third", lambda: placed(party="KH"), MALFORMED)
    yield File("number-taken", lambda: placed(seq=4), MALFORMED)
    yield File("number-skipped", lambda: placed(seq=6), refused("GapError"))
    yield File("number-far-away", lambda: placed(seq=2**53 - 1), refused("GapError"))
    yield File("after-another-hash", lambda: placed(prev=OTHER), MALFORMED)
    yield File("after-nothing", lambda: placed(prev=ZEROS), MALFORMED)

    def first_after_something() -> bytes:
        forge = Forge(begun=False)
        forge.put("VN", Entry("keys", forge.keys("VN"), after=[0, OTHER]))
        return forge.bundle()

    yield File("first-after-something", first_after_something, MALFORMED)


@ROOM.case("the chain runs over what was signed: a line may not be left out, swapped, doubled or taken over")
def chain() -> Iterator[File]:
    def with_lines(change: Callable[[list[Any]], list[Any]]) -> Callable[[], bytes]:
        def made() -> bytes:
            forge, _ = planned()
            lines = forge.logs["VN"]
            forge.logs["VN"] = change(lines)
            return forge.bundle(manifest=at("heads.VN", lambda _: lines[-1].head))

        return made

    either = refused("EntryError", "GapError")
    yield File("one-left-out", with_lines(lambda lines: [*lines[:2], *lines[3:]]), either)
    yield File("first-left-out", with_lines(lambda lines: lines[1:]), either)
    yield File("last-left-out", with_lines(lambda lines: lines[:-1]), refused("ContainerError"))
    yield File("all-left-out", with_lines(lambda _: []), refused("ContainerError"))
    yield File("two-swapped", with_lines(lambda lines: [*lines[:2], lines[3], lines[2]]), either)
    yield File("one-doubled", with_lines(lambda lines: [*lines, lines[-1]]), MALFORMED)
    yield File("backwards", with_lines(lambda lines: lines[::-1]), either)

    def anothers() -> bytes:
        forge, _ = planned()
        forge.logs["VN"] = forge.logs["LA"]
        return forge.bundle()

    yield File("anothers-log", anothers, MALFORMED)


@ROOM.case("a log begins with its party's keys")
def keys_first() -> Iterator[File]:
    def begun_with(entry: Entry) -> bytes:
        forge = Forge(begun=False)
        forge.put("VN", entry)
        return forge.bundle()

    yield File("a-mandate", lambda: begun_with(Entry("mandate", mandate())), MALFORMED)
    yield File("a-document", lambda: begun_with(Entry("doc", RIGHT["doc"])), MALFORMED)
    yield good("not-at-all", lambda: Forge(begun=False).bundle(), in_force={})


@ROOM.case("an entry is signed by one of the operational keys at its place")
def key_at_its_place() -> Iterator[File]:
    def other(forge: Forge) -> Any:
        return forge.key("other key")

    def renewed(*last: str) -> bytes:
        """New keys, announced by one of themselves, then an entry under the keys named."""
        forge, _ = planned()
        old, new = forge.ops["VN"], other(forge)
        forge.put("VN", Entry("keys", forge.keys("VN", ops=[new]), signer=new))
        for name in last:
            forge.put("VN", report(signer={"old": old, "new": new}[name]))
        return forge.bundle()

    yield File("a-strangers", lambda: after_plan(("VN", lambda f: report(signer=other(f)))), MALFORMED)
    yield File(
        "the-other-partys", lambda: after_plan(("VN", lambda f: report(signer=f.ops["LA"]))), MALFORMED
    )
    yield File("the-roots", lambda: after_plan(("VN", lambda f: report(signer=f.roots["VN"][0]))), MALFORMED)
    yield File("a-link", lambda: after_plan(("VN", lambda f: report(signer=f.links["VN"]))), MALFORMED)
    yield good("announced-by-itself", lambda: renewed("new", "new"))
    yield File("revoked", lambda: renewed("new", "old"), MALFORMED)

    def announced_by_the_old() -> bytes:
        forge, _ = planned()
        forge.put("VN", Entry("keys", forge.keys("VN", ops=[other(forge)])))
        return forge.bundle()

    yield File("announced-by-one-that-it-revokes", announced_by_the_old, MALFORMED)

    def back_again() -> bytes:
        forge, _ = planned()
        old, new = forge.ops["VN"], other(forge)
        forge.put("VN", Entry("keys", forge.keys("VN", ops=[new]), signer=new))
        forge.put("VN", Entry("keys", forge.keys("VN", ops=[old]), signer=old))
        forge.put("VN", report())
        return forge.bundle()

    yield good("named-anew", back_again)


MANDATES: dict[str, tuple[dict[str, Any], bool]] = {
    "from-the-day": (mandate(start="2026-01-05"), True),
    "from-the-day-after": (mandate(start="2026-01-06"), False),
    "to-the-day": (mandate(end="2026-01-05"), True),
    "to-the-day-before": (mandate(end="2026-01-04"), False),
    "to-report": (mandate(roles=["report"]), True),
    "to-sign": (mandate(roles=["sign"]), False),
    "to-nothing": (mandate(roles=[]), False),
    "of-another-office": (mandate("Another office (illustrative)"), False),
}


@ROOM.case("an office speaks under its newest mandate, within its days and in its role")
def mandates() -> Iterator[File]:
    def under(body: dict[str, Any], kind: str) -> bytes:
        forge, plan = planned()
        given = forge.put("VN", Entry("mandate", body))
        by = {"office": OFFICE, "mandate": given.seq, "person": None}
        says = {"report": {"item": "line-1"}, "act.decline": {"act": plan, "reason": None}}[kind]
        forge.put("VN", Entry(kind, says, by=by))
        return forge.bundle()

    for name, (body, fine) in MANDATES.items():
        make = partial(under, body, "report")
        yield good(name, make) if fine else File(name, make, MALFORMED)
    only_report = mandate(roles=["report"])
    yield File("to-report-for-a-word-on-an-act", lambda: under(only_report, "act.decline"), MALFORMED)

    def replaced(body: dict[str, Any], *, by_the_old: bool = True) -> bytes:
        forge, _ = planned()
        old = forge.by("VN")
        new = {**old, "mandate": forge.put("VN", Entry("mandate", body)).seq}
        forge.put("VN", report(by=old if by_the_old else new))
        return forge.bundle()

    yield File("replaced-by-the-same", lambda: replaced(mandate()), MALFORMED)
    yield good("the-new-one", lambda: replaced(mandate(), by_the_old=False))
    yield File("ended-by-one-of-no-role", lambda: replaced(mandate(roles=[])), MALFORMED)
    yield File("ended-by-one-that-is-over", lambda: replaced(mandate(end="2026-01-02")), MALFORMED)
    yield File("replaced-by-one-to-come", lambda: replaced(mandate(start="2027-01-01")), MALFORMED)
    yield good("another-offices-is-newer", lambda: replaced(mandate("Another office (illustrative)")))

    def by_entry(number: int) -> Change:
        return at("by", with_fields(mandate=number))

    for name, number in {"of-the-keys-entry": 1, "of-a-signature": 3, "of-itself": 5, "of-none": 9}.items():
        yield File(name, partial(with_entry, by_entry(number)), MALFORMED)
    yield File(
        "of-an-office-spelt-otherwise",
        lambda: with_entry(at("by", with_fields(office=OFFICE.upper()))),
        MALFORMED,
    )
    yield good("with-a-person", lambda: with_entry(at("by", with_fields(person="A. Person (illustrative)"))))


@ROOM.case("what an entry has seen of the other logs goes on, or stays as it was")
def seen() -> Iterator[File]:
    def seeing(*heads: Callable[[Forge], dict[str, Any]]) -> bytes:
        forge, _ = planned()
        for head in heads:
            forge.put("VN", report(seen=head(forge)))
        return forge.bundle()

    def now(forge: Forge) -> dict[str, Any]:
        return {"LA": forge.head("LA")}

    def earlier(forge: Forge) -> dict[str, Any]:
        return {"LA": forge.logs["LA"][0].head}

    yield good("nothing", lambda: seeing(lambda _: {}))
    yield good("the-same-again", lambda: seeing(now, now))
    yield good("nothing-between", lambda: seeing(now, lambda _: {}, now))
    yield File("less-than-before", lambda: seeing(now, earlier), MALFORMED)
    yield File(
        "another-entry-at-that-number",
        lambda: seeing(now, lambda f: {"LA": [f.head("LA")[0], OTHER]}),
        MALFORMED,
    )
    yield File("an-empty-log-that-is-not", lambda: seeing(lambda _: {"LA": [0, ZEROS]}), MALFORMED)
    yield File("its-own-log", lambda: seeing(lambda f: {"VN": f.head("VN")}), MALFORMED)
    yield File("a-thirds-log", lambda: seeing(lambda _: {"KH": [1, OTHER]}), MALFORMED)

    def first(head: list[Any]) -> Callable[[], bytes]:
        def made() -> bytes:
            forge = Forge(begun=False)
            forge.put("VN", Entry("keys", forge.keys("VN"), seen={"LA": head}))
            return forge.bundle()

        return made

    yield good("an-empty-log", first([0, ZEROS]))
    yield File("an-empty-log-with-a-hash", first([0, OTHER]), MALFORMED)
    yield good("a-log-that-is-not-here", first([7, OTHER]))


@ROOM.case("the moment decides nothing but the mandate: it may go back")
def moments_decide_nothing() -> Iterator[File]:
    yield good("back", lambda: after_plan(("VN", lambda _: report(at="2026-01-01T00:00:00Z"))))
    yield good("far-ahead", lambda: after_plan(("VN", lambda _: report(at="9999-12-31T23:59:59Z"))))


@ROOM.case("a fork's two entries are not both taken: the second is refused in the file that shows it")
def two_entries_at_one_place() -> Iterator[File]:
    def made() -> bytes:
        forge, _ = planned()
        one, other = (forge.write("VN", report()), forge.write("VN", report()))
        forge.logs["VN"] += [one, other]
        return forge.bundle()

    yield File("refused", made, refused("EntryError", "ForkError"))
