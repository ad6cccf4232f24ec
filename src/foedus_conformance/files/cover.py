"""Section 7: a verdict names every signature against the cover rule, and no other."""

from collections.abc import Callable, Iterator
from functools import partial

from foedus_conformance.case import Catalogue, File
from foedus_conformance.files.standings import Told, told
from foedus_conformance.forge import Forge, planned

ROOM = Catalogue(7)


def breaching(name: str, make: Callable[[], tuple[Forge, list[list[str]]]]) -> File:
    """A file whose verdict must name just these breaches."""

    def both() -> Told:
        forge, found = make()
        return forge, {"breaches": sorted(found)}

    return told(name, both)


def rivals(*parties: str) -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    one, other = (forge.act({"line-1": plan}) for _ in range(2))
    for party in parties:
        forge.sign(party, one)
        forge.sign(party, other)
    return forge, [[party, other] for party in parties]


def new_again() -> tuple[Forge, list[list[str]]]:
    forge, _ = planned()
    act = forge.act({"line-2": None})
    forge.sign("VN", act)
    return forge, [["VN", act]]


def without_base() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    base = forge.act({"line-1": plan})
    forge.sign("LA", base)
    act = forge.act({"line-1": base})
    forge.sign("VN", act)
    return forge, [["VN", act]]


def before_the_charter() -> tuple[Forge, list[list[str]]]:
    forge = Forge(begun=False)
    forge.begin("VN")
    act = forge.act({"line-1": None})
    forge.sign("VN", act)
    forge.sign("VN", forge.charter)
    return forge, [["VN", act]]


def on_a_silent_base() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    act = forge.act({"line-9": plan})
    forge.sign("VN", act)
    return forge, [["VN", act]]


def of_a_void_act() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    act = forge.act({"line-1": plan})
    forge.sign("VN", forge.act(voids=[act]))
    forge.sign("VN", act)
    return forge, [["VN", act]]


def on_a_void_act() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    forge.sign("VN", forge.act(voids=[plan]))
    act = forge.act({"line-1": plan})
    forge.sign("VN", act)
    return forge, [["VN", act]]


def back_to_an_old_base() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    forge.all_sign(forge.act({"line-1": plan}))
    act = forge.act({"line-1": plan})
    forge.sign("LA", act)
    return forge, [["LA", act]]


def one_item_of_two() -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    forge.sign("VN", forge.act({"line-1": plan}))
    act = forge.act({"line-1": plan, "line-2": plan})
    forge.sign("VN", act)
    return forge, [["VN", act]]


def voids_its_charter() -> tuple[Forge, list[list[str]]]:
    forge, _ = planned()
    act = forge.act({"line-9": None}, voids=[forge.charter])
    forge.sign("VN", act)
    return forge, [["VN", act]]


@ROOM.case(
    "a signature against the cover rule is named, with the party and the act; it makes nothing invalid"
)
def breaches() -> Iterator[File]:
    yield breaching("rivals-by-one", lambda: rivals("VN"))
    yield breaching("rivals-by-the-other", lambda: rivals("LA"))
    yield breaching("new-although-it-is-there", new_again)
    yield breaching("on-a-base-not-signed", without_base)
    yield breaching("before-the-charter", before_the_charter)
    yield breaching("on-a-base-that-is-silent", on_a_silent_base)
    yield breaching("of-an-act-it-had-voided", of_a_void_act)
    yield breaching("on-an-act-it-had-voided", on_a_void_act)
    yield breaching("back-to-an-old-base", back_to_an_old_base)
    yield breaching("on-one-item-of-two", one_item_of_two)
    yield breaching("voiding-what-it-stands-on", voids_its_charter)


def made(sign: Callable[[Forge, str], object]) -> tuple[Forge, list[list[str]]]:
    forge, plan = planned()
    sign(forge, plan)
    return forge, []


def voiding(forge: Forge, plan: str) -> None:
    one = forge.act({"line-1": plan})
    forge.sign("VN", one)
    forge.sign("VN", forge.act({"line-1": plan}, voids=[one]))


def voiding_further_down(forge: Forge, plan: str) -> None:
    one = forge.act({"line-1": plan})
    forge.sign("VN", one)
    second = forge.act({"line-1": plan}, voids=[one])
    forge.sign("VN", second)
    forge.sign("VN", forge.act({"line-1": second}))


def twice(forge: Forge, plan: str) -> None:
    forge.all_sign(plan)


def other_items(forge: Forge, plan: str) -> None:
    forge.sign("VN", forge.act({"line-1": plan}))
    forge.sign("VN", forge.act({"line-2": plan}))


def each_another(forge: Forge, plan: str) -> None:
    forge.sign("VN", forge.act({"line-1": plan}))
    forge.sign("LA", forge.act({"line-1": plan}))


def long_chain(forge: Forge, plan: str) -> None:
    last = plan
    for _ in range(20):
        last = forge.act({"line-1": last})
        forge.sign("VN", last)


def declining(forge: Forge, plan: str) -> None:
    one, other = (forge.act({"line-1": plan}) for _ in range(2))
    forge.decline("VN", one)
    forge.sign("VN", other)


@ROOM.case("what the cover rule allows is no breach")
def no_breach() -> Iterator[File]:
    for name, sign in {
        "voiding-the-rival": voiding,
        "the-rival-was-voided-further-down": voiding_further_down,
        "the-same-act-twice": twice,
        "other-items": other_items,
        "each-party-another": each_another,
        "a-long-chain": long_chain,
        "one-was-only-declined": declining,
    }.items():
        yield breaching(name, partial(made, sign))
