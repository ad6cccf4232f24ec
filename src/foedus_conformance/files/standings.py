"""Section 6: what a verdict says of every act, of every item, and of what was seen elsewhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from foedus_conformance.case import Catalogue, File, refused
from foedus_conformance.files.variants import good
from foedus_conformance.forge import Entry, Forge, planned

ROOM = Catalogue(6)
DAY = "2026-01-05"

Told = tuple[Forge, Mapping[str, Any]]
"""A record, and what its verdict must say."""


def stands(
    state: str,
    *signed: str,
    since: str | None = None,
    of: Sequence[str] = ("LA", "VN"),
    declined: Sequence[str] = (),
) -> dict[str, Any]:
    """How an act stands, in the words of the protocol."""
    awaited = [party for party in of if party not in signed]
    return {
        "state": state,
        "since": since or (DAY if state in ("in force", "in part", "replaced") else None),
        "signed": list(signed),
        "declined": list(declined),
        "awaited": awaited,
    }


IN_FORCE = stands("in force", "LA", "VN")
REPLACED = stands("replaced", "LA", "VN")
VOID = stands("void", "LA", "VN")
GROUNDLESS = stands("groundless", "LA", "VN")


def told(name: str, make: Callable[[], Told]) -> File:
    """A file whose verdict must say what its maker says; it is made once."""
    forge, says = make()
    return good(name, forge.bundle, compact=forge.compact, heads=forge.heads(), **says)


def lines_of(act: str, *numbers: int) -> dict[str, str]:
    """Lines of the plan that an act has set last."""
    return {f"line-{number}": act for number in numbers}


@ROOM.case("an act is in force once every party of the charter has signed it, and not before")
def who_signed() -> Iterator[File]:
    def signed_by(*parties: str) -> Told:
        forge = Forge("KH", "LA", "VN")
        act = forge.act({"line-1": None})
        for party in parties:
            forge.sign(party, act)
        all_three = ("KH", "LA", "VN")
        here = stands("in force" if len(parties) == 3 else "awaited", *sorted(parties), of=all_three)
        charter = stands("in force", *all_three, of=all_three)
        in_force = {"compact": forge.charter} | ({"line-1": act} if len(parties) == 3 else {})
        return forge, {"acts": {forge.charter: charter, act: here}, "in_force": in_force}

    yield told("all", lambda: signed_by("KH", "LA", "VN"))
    yield told("all-in-another-order", lambda: signed_by("VN", "KH", "LA"))
    yield told("two", lambda: signed_by("KH", "VN"))
    yield told("one", lambda: signed_by("LA"))


@ROOM.case("a party's first signature counts; a word is not taken back")
def words_given_twice() -> Iterator[File]:
    def made(words: Callable[[Forge, str], object], here: Mapping[str, Any], *, full: bool) -> Told:
        forge = Forge()
        act = forge.act({"line-1": None})
        words(forge, act)
        in_force = {"compact": forge.charter} | ({"line-1": act} if full else {})
        return forge, {"acts": {forge.charter: IN_FORCE, act: here}, "in_force": in_force}

    def on(day: str) -> dict[str, Any]:
        return {"at": f"2026-02-{day}T09:00:00Z"}

    def again_later(forge: Forge, act: str) -> None:
        forge.sign("LA", act, **on("01"))
        forge.sign("VN", act, **on("02"))
        forge.sign("LA", act, **on("03"))

    def declined_after(forge: Forge, act: str) -> None:
        forge.all_sign(act)
        forge.decline("LA", act)

    def declined_first(forge: Forge, act: str) -> None:
        forge.decline("LA", act)
        forge.all_sign(act)

    def declined_and_signed(forge: Forge, act: str) -> None:
        forge.decline("LA", act)
        forge.sign("VN", act)

    since_second = stands("in force", "LA", "VN", since="2026-02-02")
    yield told("signed-again-later", lambda: made(again_later, since_second, full=True))
    yield told("declined-after-signing", lambda: made(declined_after, IN_FORCE, full=True))
    yield told("signed-after-declining", lambda: made(declined_first, IN_FORCE, full=True))
    declined = stands("declined", "VN", declined=["LA"])
    yield told("declined-by-one", lambda: made(declined_and_signed, declined, full=False))
    by_both = {**stands("declined"), "declined": ["LA", "VN"]}
    yield told(
        "declined-by-all",
        lambda: made(lambda f, act: [f.decline(p, act) for p in f.parties], by_both, full=False),
    )


@ROOM.case("an act is in force since the latest day of signing, or since its own day if that is later")
def since_when() -> Iterator[File]:
    def made(effective: str | None, moments: Mapping[str, str], since: str) -> Told:
        forge = Forge()
        act = forge.act({"line-1": None}, effective=effective)
        for party, at in moments.items():
            forge.sign(party, act, at=at)
        here = stands("in force", "LA", "VN", since=since)
        return forge, {"acts": {forge.charter: IN_FORCE, act: here}}

    days = {"LA": "2026-03-01T23:59:59Z", "VN": "2026-02-28T00:00:00Z"}
    yield told("the-later-signature", lambda: made(None, days, "2026-03-01"))
    yield told("its-own-day-later", lambda: made("2026-06-01", days, "2026-06-01"))
    yield told("its-own-day-earlier", lambda: made("2025-01-01", days, "2026-03-01"))
    yield told("its-own-day-the-same", lambda: made("2026-03-01", days, "2026-03-01"))


@ROOM.case("on an item the last live act of the chain is in force; those below it are replaced")
def chains() -> Iterator[File]:
    def amended(*items: str) -> Told:
        forge, plan = planned()
        act = forge.all_sign(forge.act(dict.fromkeys(items, plan)))
        left = [each for each in ("line-1", "line-2", "line-3") if each not in items]
        plan_stands = {0: "replaced", 3: "in force"}.get(len(left), "in part")
        acts = {forge.charter: IN_FORCE, plan: stands(plan_stands, "LA", "VN"), act: IN_FORCE}
        in_force = {"compact": forge.charter, **dict.fromkeys(left, plan), **dict.fromkeys(items, act)}
        return forge, {"acts": acts, "in_force": in_force, "breaches": []}

    yield told("one-line", lambda: amended("line-2"))
    yield told("all-lines", lambda: amended("line-1", "line-2", "line-3"))
    yield told("no-line", amended)

    def long() -> Told:
        forge, plan = planned()
        acts, last = {forge.charter: IN_FORCE, plan: stands("in part", "LA", "VN")}, plan
        for _ in range(200):
            last = forge.all_sign(forge.act({"line-1": last}))
            acts[last] = REPLACED
        acts[last] = IN_FORCE
        in_force = {"compact": forge.charter, **lines_of(last, 1), **lines_of(plan, 2, 3)}
        return forge, {"acts": acts, "in_force": in_force}

    yield told("of-two-hundred", long)

    def struck_out() -> Told:
        forge, plan = planned()
        act = forge.all_sign(forge.act({"line-1": plan}, says={"line-1": None}))
        acts = {forge.charter: IN_FORCE, plan: stands("in part", "LA", "VN"), act: IN_FORCE}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 2, 3)}}

    yield told("struck-out", struck_out)

    def not_yet_amended() -> Told:
        forge, plan = planned()
        act = forge.act({"line-1": plan})
        forge.sign("VN", act)
        acts = {forge.charter: IN_FORCE, plan: IN_FORCE, act: stands("awaited", "VN")}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    yield told("an-open-offer-changes-nothing", not_yet_amended)


def _rivals_voided(*, all_sign: bool) -> Told:
    forge, plan = planned()
    one, other = (forge.act({"line-1": plan}) for _ in range(2))
    forge.sign("LA", one)
    forge.sign("VN", other)
    third = forge.act({"line-1": plan}, voids=[one, other])
    for party in forge.parties[: None if all_sign else 1]:
        forge.sign(party, third)
    state = "void" if all_sign else "awaited"
    acts = {
        forge.charter: IN_FORCE,
        plan: stands("in part", "LA", "VN") if all_sign else IN_FORCE,
        one: stands(state, "LA"),
        other: stands(state, "VN"),
        third: IN_FORCE if all_sign else stands("awaited", "LA"),
    }
    in_force = {
        "compact": forge.charter,
        **lines_of(plan, 2, 3),
        **lines_of(third if all_sign else plan, 1),
    }
    return forge, {"acts": acts, "in_force": in_force, "breaches": []}


@ROOM.case("what a full act voids is void, and with it all that stands on it, however far")
def voids() -> Iterator[File]:
    yield told("two-rivals", lambda: _rivals_voided(all_sign=True))
    yield told("not-by-an-open-offer", lambda: _rivals_voided(all_sign=False))

    def heirs() -> Told:
        forge, plan = planned()
        amendment = forge.all_sign(forge.act({"line-1": plan}))
        further = forge.all_sign(forge.act({"line-1": amendment, "line-9": None}))
        last = forge.all_sign(forge.act({"line-9": further}))
        ending = forge.all_sign(forge.act(voids=[amendment]))
        acts = {
            forge.charter: IN_FORCE,
            plan: stands("in force", "LA", "VN"),
            amendment: VOID,
            further: VOID,
            last: VOID,
            ending: IN_FORCE,
        }
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    yield told("with-all-its-heirs", heirs)

    def by_a_void_one() -> Told:
        """An act that is void itself, but full, voids all the same."""
        forge, plan = planned()
        first = forge.all_sign(forge.act({"line-9": None}))
        second = forge.all_sign(forge.act(voids=[first]))
        third = forge.all_sign(forge.act(voids=[second]))
        acts = {forge.charter: IN_FORCE, plan: IN_FORCE, first: VOID, second: VOID, third: IN_FORCE}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    yield told("by-one-that-is-void-itself", by_a_void_one)

    def charter_voided() -> Told:
        forge, plan = planned()
        ending = forge.all_sign(forge.act(kind="dissolve", voids=[forge.charter]))
        acts = {forge.charter: VOID, plan: VOID, ending: VOID}
        return forge, {"acts": acts, "in_force": {}}

    yield told("the-charter", charter_voided)

    def itself_declined() -> Told:
        forge, plan = planned()
        offer = forge.act({"line-9": None})
        forge.decline("LA", offer)
        ending = forge.all_sign(forge.act(voids=[offer]))
        offered = stands("void", declined=["LA"])
        return forge, {"acts": {forge.charter: IN_FORCE, plan: IN_FORCE, offer: offered, ending: IN_FORCE}}

    yield told("one-that-was-declined", itself_declined)


@ROOM.case("an act that all signed is not in force while what it stands on is not there, or not full")
def groundless() -> Iterator[File]:
    def on_an_offer() -> Told:
        forge, plan = planned()
        offer = forge.act({"line-1": plan})
        forge.sign("VN", offer)
        act = forge.all_sign(forge.act({"line-1": offer}))
        acts = {forge.charter: IN_FORCE, plan: IN_FORCE, offer: stands("awaited", "VN"), act: GROUNDLESS}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    def on_what_is_not_here() -> Told:
        forge, plan = planned()
        act = forge.all_sign(forge.act({"line-9": "cd" * 32}))
        heir = forge.all_sign(forge.act({"line-9": act}))
        acts = {forge.charter: IN_FORCE, plan: IN_FORCE, act: GROUNDLESS, heir: GROUNDLESS}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    def under_an_open_charter() -> Told:
        forge = Forge(begun=False)
        for party in forge.parties:
            forge.begin(party)
        forge.sign("VN", forge.charter)
        act = forge.all_sign(forge.act({"line-1": None}))
        acts = {forge.charter: stands("awaited", "VN"), act: GROUNDLESS}
        return forge, {"acts": acts, "in_force": {}}

    def on_another_item() -> Told:
        """One of its items builds on an open offer: none of its items is in force."""
        forge, plan = planned()
        offer = forge.act({"line-9": None})
        forge.sign("LA", offer)
        act = forge.all_sign(forge.act({"line-1": plan, "line-9": offer}))
        acts = {forge.charter: IN_FORCE, plan: IN_FORCE, offer: stands("awaited", "LA"), act: GROUNDLESS}
        return forge, {"acts": acts, "in_force": {"compact": forge.charter, **lines_of(plan, 1, 2, 3)}}

    yield told("an-open-offer", on_an_offer)
    yield told("what-is-not-here", on_what_is_not_here)
    yield told("under-an-open-charter", under_an_open_charter)
    yield told("by-one-of-its-items", on_another_item)


@ROOM.case("two acts in force on one item are refused: all parties broke the cover rule")
def two_in_force() -> Iterator[File]:
    double = refused("DoubleEntryError")

    def rivals(*, voided: bool) -> Forge:
        forge, plan = planned()
        one, other = (forge.all_sign(forge.act({"line-1": plan})) for _ in range(2))
        if voided:
            forge.all_sign(forge.act({"line-1": plan}, voids=[one, other]))
        return forge

    def new_twice() -> bytes:
        forge, _ = planned()
        forge.all_sign(forge.act({"line-1": None}))
        return forge.bundle()

    yield File("two-amendments", lambda: rivals(voided=False).bundle(), double)
    yield File("new-although-it-is-there", new_twice, double)
    yield good("two-amendments-voided", lambda: rivals(voided=True).bundle())

    def on_a_base_that_is_silent() -> bytes:
        """An act builds, for an item, on an act that does not set it: two chains of one item."""
        forge, _ = planned()
        silent = forge.all_sign(forge.act())
        forge.all_sign(forge.act({"line-1": silent}))
        return forge.bundle()

    yield File("on-a-base-that-is-silent", on_a_base_that_is_silent, double)


@ROOM.case("a verdict depends on the set of bytes: who wrote first, and what was seen, changes nothing in it")
def order_of_making() -> Iterator[File]:
    def made(order: Sequence[str], *, seen: bool) -> Told:
        forge = Forge(begun=False)
        how: dict[str, Any] = {} if seen else {"seen": {}}
        for party in order:
            forge.begin(party)
        for party in order:
            forge.sign(party, forge.charter, **how)
        plan = forge.act({"line-1": None})
        amendment = forge.act({"line-1": plan})
        for party in order:
            for act in (plan, amendment):
                forge.sign(party, act, **how)
        acts = {forge.charter: IN_FORCE, plan: REPLACED, amendment: IN_FORCE}
        return forge, {
            "acts": acts,
            "in_force": {"compact": forge.charter, "line-1": amendment},
            "breaches": [],
        }

    for order in (("LA", "VN"), ("VN", "LA")):
        for seen in (True, False):
            name = f"{order[0].lower()}-first-{'seen' if seen else 'unseen'}"
            yield told(name, partial(made, order, seen=seen))


@ROOM.case("a head that a party had seen, and that is not here, is named")
def outrun() -> Iterator[File]:
    def made(head: Callable[[Forge], list[Any]], *, named: bool) -> Told:
        forge, _ = planned()
        saw = head(forge)
        forge.put("VN", Entry("report", {"item": "line-1"}, seen={"LA": saw}))
        return forge, {"outrun": [["VN", "LA", saw[0]]] if named else []}

    yield told("one-entry-more", lambda: made(lambda _: [5, "cd" * 32], named=True))
    yield told("many-more", lambda: made(lambda _: [2**53 - 1, "cd" * 32], named=True))
    yield told("just-this", lambda: made(lambda forge: forge.head("LA"), named=False))

    def another_end() -> Told:
        """Laos's log was cut and went on otherwise after Viet Nam had seen it."""
        forge, _ = planned()
        saw = forge.put("LA", Entry("report", {"item": "line-1"})).head
        forge.put("VN", Entry("report", {"item": "line-1"}))
        forge.logs["LA"].pop()
        forge.put("LA", Entry("report", {"item": "line-2"}, seen={}))
        return forge, {"outrun": [["VN", "LA", saw[0]]]}

    yield told("another-entry-at-its-end", another_end)

    def cut() -> Told:
        forge, _ = planned()
        saw = forge.head("LA")[0]
        forge.put("VN", Entry("report", {"item": "line-1"}))
        forge.logs["LA"] = forge.logs["LA"][:2]
        acts = dict.fromkeys(forge.acts)
        says = {name: stands("awaited", "VN") for name in acts}
        return forge, {"outrun": [["VN", "LA", saw]], "in_force": {}, "acts": says}

    yield told("a-log-cut-off", cut)
