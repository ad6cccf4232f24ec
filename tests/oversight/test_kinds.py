"""Where each kind comes from: built in, ours alone, or agreed, and under which digest."""

from attrs import evolve

from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import builtin
from foedus.oversight.kinds import KnownKind, Origin, differing, digest, known_kinds
from foedus.terms import ItemId
from tests.oversight.seen import EN, register

TALKS = builtin()["talks"]
OTHER_TALKS = evolve(TALKS, title={EN: "Talks with tea"})
REGATTA = evolve(builtin()["generic"], id=ItemId("kind-regatta"), name="regatta")


def origins(*items: Kind, own: tuple[Kind, ...] = ()) -> dict[str, tuple[Origin, bool]]:
    """Of each kind that is not simply built in, where it comes from and whether it differs from that."""
    known = known_kinds(register(*items, own=own))
    return {one.kind.name: (one.origin, one.differs) for one in known if one.origin is not Origin.BUILT_IN}


def test_a_kind_is_as_agreed_else_as_ours_else_as_built_in() -> None:
    assert origins() == {}
    assert origins(own=(OTHER_TALKS, REGATTA)) == {
        "regatta": (Origin.OURS, False),
        "talks": (Origin.OURS, False),
    }
    assert origins(OTHER_TALKS, own=(REGATTA,)) == {
        "regatta": (Origin.OURS, False),
        "talks": (Origin.AGREED, True),
    }
    assert origins(TALKS) == {"talks": (Origin.AGREED, False)}


def test_an_agreed_kind_is_told_with_its_act_and_both_digests() -> None:
    now = register(OTHER_TALKS)
    (talks,) = (one for one in known_kinds(now) if one.kind.name == "talks")
    assert talks == KnownKind(
        kind=OTHER_TALKS,
        digest=digest(OTHER_TALKS),
        origin=Origin.AGREED,
        force=now.in_force[OTHER_TALKS.id],
        edition=digest(TALKS),
    )


def test_only_what_was_agreed_in_other_words_than_this_editions_differs() -> None:
    found = list(differing((TALKS, OTHER_TALKS, REGATTA)))
    assert found == [(OTHER_TALKS, digest(OTHER_TALKS), digest(TALKS))]


def test_a_digest_names_the_text_and_nothing_else() -> None:
    digests = {digest(kind) for kind in (*builtin().values(), OTHER_TALKS, REGATTA)}
    assert len(digests) == len(builtin()) + 2
    assert digest(evolve(OTHER_TALKS, title=TALKS.title)) == digest(TALKS)
