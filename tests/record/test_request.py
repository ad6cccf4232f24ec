"""A request to the root: read as it was written, signed whole, and answered by its officials alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import EntryError, RequestError
from foedus.record import canonical, log, request
from foedus.record.act import Root
from foedus.record.entry import EntryType
from foedus.record.request import Change, Request, Signed
from foedus.record.signature import key_id
from tests.worlds import World, root_of, signing_key

OFFICIALS = tuple(signing_key("official", number) for number in range(4))
STRANGER = signing_key("stranger")
OP, LINK = signing_key("new op"), signing_key("new link")
AT = "2026-02-01T09:00:00Z"


def change(world: World, *, root: Root | None = None, version: int | None = None, **said: Any) -> Change:
    """A change of Vietnam's keys in a world."""
    keys = world.logs["VN"].keys
    assert keys
    body = log.statement(
        version=version or keys.version + 1,
        root=root or keys.root,
        ops=(OP.public,),
        links=(LINK.public,),
        next_commit=None,
    )
    return Change(world.compact, world.charter.title, request.said(keys), {**body, **said})


def asked(*worlds: World, **said: Any) -> Request:
    """A request of Vietnam's for some compacts."""
    changes = [change(world, **said) for world in worlds or (World(),)]
    return request.request(party="VN", at=AT, changes=changes)


def of_officials(many: int = 3, threshold: int = 2) -> Request:
    """A request that so many officials may sign, and so many must."""
    return asked(root=root_of(*OFFICIALS[:many], threshold=threshold))


def test_a_request_is_read_as_it_was_written() -> None:
    made = asked(World(), World(seed="elsewhere"))
    assert Request.parse(made.data, name="it") == made
    assert [each.compact for each in made.changes] == [World().compact, World(seed="elsewhere").compact]


def test_a_change_says_which_keys_come_which_go_and_which_stay() -> None:
    world = World()
    one = change(world, links=[world.links["VN"].public])
    assert (one.coming("ops"), one.going("ops"), one.staying("ops")) == (
        (OP.public,),
        (world.ops["VN"].public,),
        (),
    )
    assert (one.coming("links"), one.going("links"), one.staying("links")) == (
        (),
        (),
        (world.links["VN"].public,),
    )


def test_a_certified_request_is_taken_by_the_log_that_it_was_made_for() -> None:
    world = World()
    made = asked(world)
    bodies = request.certified(made, [request.sign(made, *world.roots["VN"])])
    assert bodies is not None
    world.put(world.next_entry("VN", EntryType.KEYS, bodies[world.compact], key=OP))
    keys = world.logs["VN"].keys
    assert keys
    assert list(keys.ops) == [key_id(OP.public)]


def test_a_certified_statement_is_good_for_no_other_compact() -> None:
    made, elsewhere = asked(World()), World("VN", "KH")
    assert elsewhere.roots["VN"] == World().roots["VN"]
    bodies = request.certified(made, [request.sign(made, *World().roots["VN"])])
    assert bodies is not None
    line = elsewhere.next_entry("VN", EntryType.KEYS, bodies[World().compact], key=OP)
    with pytest.raises(EntryError, match="not signed by enough of the party's root"):
        elsewhere.logs["VN"].append(line)


@given(st.data())
def test_enough_different_officials_certify_and_fewer_do_not(data: st.DataObject) -> None:
    many = data.draw(st.integers(1, len(OFFICIALS)), label="officials")
    threshold = data.draw(st.integers(1, many), label="threshold")
    signers = data.draw(st.lists(st.sampled_from(OFFICIALS[:many]), max_size=6), label="signers")
    made = of_officials(many, threshold)
    bodies = request.certified(made, [request.sign(made, signer) for signer in signers])
    assert (bodies is not None) == (len({signer.public for signer in signers}) >= threshold)


def test_who_is_no_official_of_the_root_cannot_sign() -> None:
    with pytest.raises(RequestError, match=f"the key {key_id(STRANGER.public)[:12]} is not one of the root"):
        request.sign(of_officials(), STRANGER)


def answered(made: Request, **changed: Any) -> Signed:
    return evolve(request.sign(made, OFFICIALS[0]), **changed)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"request": "ab" * 32}, "it answers another request"),
        ({"signatures": ()}, "it does not sign every statement"),
        ({"signatures": ("00" * 64,)}, "a signature in it is not valid"),
        ({"public": STRANGER.public}, "is not one of the root that must sign"),
        ({"public": OFFICIALS[1].public}, "a signature in it is not valid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_signatures_that_do_not_fit_are_refused_with_the_reason(
    changed: Mapping[str, Any], reason: str
) -> None:
    made = of_officials()
    request.refuse_unfit(made, answered(made), name="it")
    with pytest.raises(RequestError, match=reason):
        request.refuse_unfit(made, answered(made, **changed), name="it")


def test_one_officials_answer_to_another_version_does_not_fit() -> None:
    made, later = of_officials(), asked(root=root_of(*OFFICIALS[:3], threshold=2), next_commit="ab" * 32)
    signed = evolve(request.sign(later, OFFICIALS[0]), request=made.hash)
    with pytest.raises(RequestError, match="a signature in it is not valid"):
        request.refuse_unfit(made, signed, name="it")


def test_an_officials_answer_is_read_as_it_was_written() -> None:
    signed = request.sign(of_officials(), OFFICIALS[0])
    assert Signed.parse(signed.to_bytes(), name="it") == signed


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_whatever_bit_of_a_request_turns_on_the_way_its_answers_do_not_fit(place: int, bit: int) -> None:
    made = of_officials()
    data = bytearray(made.data)
    data[place % len(data)] ^= 1 << bit
    try:
        altered = Request.parse(bytes(data), name="it")
        signed = request.sign(altered, OFFICIALS[0])
    except RequestError:
        return
    with pytest.raises(RequestError):
        request.refuse_unfit(made, signed, name="it")


def with_changes(**said: Any) -> Mapping[str, Any]:
    plain: dict[str, Any] = canonical.decode(of_officials().data, what="request")
    return {**plain, "changes": [{**plain["changes"][0], **said}]}


def body(**said: Any) -> Mapping[str, Any]:
    return {**of_officials().changes[0].body, **said}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({}, "its field v is missing"),
        ({**with_changes(), "more": 1}, "it has a field that no request has"),
        ({**with_changes(), "v": True}, "its field v has not the form"),
        ({**with_changes(), "party": "vn"}, "its field party has not the form"),
        ({**with_changes(), "at": "today"}, "its field at has not the form"),
        ({**with_changes(), "changes": []}, "its field changes has not the form"),
        ({**with_changes(), "changes": with_changes()["changes"] * 2}, "a compact stands in it twice"),
        (with_changes(body=body(version=7)), "a version in it does not follow"),
        (with_changes(before=None), "a version in it does not follow"),
        (with_changes(body=body(signatures=[])), "its field changes has not the form"),
        (with_changes(body=body(ops=["no key"])), "its field changes has not the form"),
        (with_changes(body=[]), "its field changes has not the form"),
        (with_changes(title={}), "its field changes has not the form"),
        (with_changes(compact="no hash"), "its field changes has not the form"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_request_that_is_none_is_refused_with_the_reason(document: Mapping[str, Any], reason: str) -> None:
    with pytest.raises(RequestError, match=reason):
        Request.parse(canonical.encode(dict(document)), name="it")


@pytest.mark.parametrize("data", [b"", b"{", b" {}", b"\xff", b"1.5"], ids=repr)
@pytest.mark.parametrize("kind", [Request, Signed])
def test_bytes_that_are_no_document_are_refused(data: bytes, kind: type[Request] | type[Signed]) -> None:
    with pytest.raises(RequestError, match="it was altered on the way, or is none"):
        kind.parse(data, name="it")


@pytest.mark.parametrize("kind", [Request, Signed])
def test_a_file_that_is_too_long_is_refused_unread(kind: type[Request] | type[Signed]) -> None:
    with pytest.raises(RequestError, match="longer than"):
        kind.parse(b" " * (request.MOST_BYTES + 1), name="it")


@pytest.mark.parametrize("rows", [["00" * 63], [7], "00" * 64], ids=repr)
def test_an_answer_of_another_form_is_refused(rows: Sequence[Any]) -> None:
    document = {"v": 1, "request": "ab" * 32, "public": STRANGER.public, "signatures": rows}
    with pytest.raises(RequestError, match="it holds no official's signatures"):
        Signed.parse(canonical.encode(document), name="it")
