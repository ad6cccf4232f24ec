"""What a party's node is answered over HTTP, and what it may bring."""

import fcntl
import hashlib
import io
import threading

import orjson
import pytest
from django.test import RequestFactory

from foedus.record import signature
from foedus.record.act import parse_leaf
from foedus.record.bundle import Manifest, parse_manifest
from foedus.record.entry import EntryType
from foedus.record.signature import MANIFEST, key_id
from foedus_node import clock
from foedus_node.exchange import arriving
from foedus_node.exchange.callers import Caller as Known
from foedus_node.exchange.refusals import TooSlowError
from foedus_node.storage.common import pages, peers
from foedus_node.storage.common.contacts import Attempt
from tests.node.agreed import agreed, sent_by
from tests.node.calling import Caller, Told, call, is_signed_for
from tests.node.nodes import CLOCK, Node
from tests.worlds import World

WORLD, ACT = agreed()
LA = Caller(WORLD)
BLOB = b"An illustrative annex." * 400_000


def refusal(told: Told) -> tuple[int, str]:
    return told.status, orjson.loads(told.body)["refusal"]


def manifest_in(body: bytes) -> Manifest:
    sealed = signature.unseal(body, MANIFEST)
    assert sealed.kid == key_id(WORLD.links["VN"].public)
    return parse_manifest(sealed.payload)


def gone_on() -> World:
    """The world after Laos reported once more."""
    world, _ = agreed()
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    return world


def test_heads_are_the_sealed_manifest_of_the_bundle_that_goes_on(answering: Node) -> None:
    assert answering
    manifest = manifest_in(LA.get("heads", "have=LA:2,VN:99&most=1").body)
    assert (manifest.sender, manifest.to, manifest.at) == ("VN", ("LA",), CLOCK)
    assert manifest.have == {"LA": 2, "VN": 4}
    assert manifest.heads == {"LA": WORLD.entries["LA"][2].head, "VN": WORLD.logs["VN"].head}


def test_every_answer_is_signed_for_its_request(answering: Node) -> None:
    assert answering
    public = WORLD.links["VN"].public
    for what in ("heads", "log/LA", f"acts/{ACT.hash}", f"acts/{'0' * 64}", "log/KH", "acts/none"):
        headers = LA.headers("GET", what)
        told = call("GET", LA.path(what), headers=headers)
        assert is_signed_for(told, headers, public), what
        assert not is_signed_for(told, LA.headers("GET", what), public), what
        assert told.headers["cache-control"] == "no-store"


def test_a_log_is_told_from_where_it_is_asked_for(answering: Node) -> None:
    assert answering
    for after in range(5):
        told = LA.get("log/VN", f"after={after}")
        assert told.body == b"".join(line.envelope + b"\n" for line in WORLD.entries["VN"][after:])
        assert told.headers["content-type"] == "application/x-ndjson"
    assert refusal(LA.get("log/KH")) == (404, "AbsentError")


def test_a_page_ends_before_it_is_too_large_and_holds_a_line_at_least(
    answering: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answering
    lengths = [len(line.envelope) + 1 for line in WORLD.entries["VN"]]
    for most, lines in ((1, 1), (sum(lengths[:2]), 2), (sum(lengths[:3]) - 1, 2), (sum(lengths), 4)):
        monkeypatch.setattr(pages, "MOST_BYTES", most)
        assert LA.get("log/VN").body.count(b"\n") == lines, most


def test_acts_and_leaves_come_by_their_names_and_what_is_not_here_is_left_out(answering: Node) -> None:
    assert answering
    names = sorted({*WORLD.acts, "0" * 64})
    acts = b"".join(WORLD.acts[name].data + b"\n" for name in sorted(WORLD.acts))
    assert LA.get(f"acts/{','.join(names)}").body == acts
    told = LA.get(f"leaves/{','.join(sorted(WORLD.leaves))}")
    assert [parse_leaf(line).hash for line in told.body.splitlines()] == sorted(WORLD.leaves)
    assert refusal(LA.get(f"leaves/{'0' * 64}")) == (404, "AbsentError")


def test_a_document_comes_in_parts(answering: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answering
    world, _ = agreed()
    name = hashlib.sha256(BLOB).hexdigest()
    body = {"sha256": name, "size": len(BLOB), "mime": "text/plain"}
    world.put(world.next_entry("LA", EntryType.DOC, body, by=world.by("LA")))
    assert LA.post(sent_by(world, "LA", blobs=(BLOB,))).status == 200
    monkeypatch.setattr(pages, "MOST_BYTES", 3_000_000)
    got = b""
    while part := LA.get(f"blobs/{name}", f"start={len(got)}").body:
        assert len(part) <= 3_000_000
        got += part
    assert got == BLOB
    assert refusal(LA.get(f"blobs/{'0' * 64}")) == (404, "AbsentError")


def test_a_bundle_is_taken_in_and_answered_with_the_new_heads(answering: Node) -> None:
    world = gone_on()
    told = LA.post(sent_by(world, "LA", LA=4, VN=4))
    assert manifest_in(told.body).heads == {party: log.head for party, log in world.logs.items()}
    (status,) = answering.data("status")
    assert status["heads"]["LA"] == [5, world.logs["LA"].head.hash]
    assert LA.post(sent_by(world, "LA", LA=4, VN=4)).status == 200  # the same once more changes nothing


def test_a_bundle_beyond_what_is_held_is_answered_with_the_heads_that_are(answering: Node) -> None:
    before = answering.tables()
    world = gone_on()
    world.report("LA", "visit", outcome="met", on="2026-02-02")
    told = LA.post(sent_by(world, "LA", LA=5, VN=4))
    assert refusal(told) == (409, "GapError")
    heads = orjson.dumps(orjson.loads(told.body)["heads"], option=orjson.OPT_SORT_KEYS)
    assert manifest_in(heads).heads == {party: log.head for party, log in WORLD.logs.items()}
    assert answering.tables() == before
    assert LA.post(sent_by(world, "LA", LA=4, VN=4)).status == 200


def test_what_is_no_bundle_is_refused_and_nothing_of_it_is_kept(answering: Node) -> None:
    before = answering.tables()
    whole = sent_by(gone_on(), "LA")
    altered = bytearray(whole)
    altered[len(altered) // 2] ^= 1
    for body, name in (
        (b"nothing", "ContainerError"),
        (bytes(altered), "ContainerError"),
        (whole[:-1], "ContainerError"),
        (sent_by(gone_on(), "VN"), "BodyError"),
        (sent_by(World("VN", "LA", seed="another"), "LA"), "BodyError"),
    ):
        assert refusal(LA.post(body)) == (422, name)
    assert refusal(LA.post(whole, **{"Content-Type": "application/zip"})) == (415, "BodyError")
    assert refusal(LA.post(whole, **{"Content-Length": str(len(whole) + 1)})) == (422, "BodyError")
    assert answering.tables() == before


def test_a_body_that_is_not_the_one_signed_is_refused(answering: Node) -> None:
    assert answering
    body = sent_by(gone_on(), "LA")
    headers = LA.headers("POST", "bundle", body=b"another")
    sent = {**headers, "Content-Type": "application/vnd.foedus.bundle", "Content-Length": str(len(body))}
    told = call("POST", LA.path("bundle"), headers=sent, body=body)
    assert refusal(told) == (422, "BodyError")


def test_a_body_larger_than_any_is_refused_before_it_is_read(answering: Node) -> None:
    assert answering
    told = LA.post(b"", **{"Content-Length": str(2**31 + 1)})
    assert refusal(told) == (413, "TooLargeError")
    assert refusal(LA.post(b"", **{"Content-Length": "many"})) == (411, "BodyError")


def test_a_silent_body_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SECONDS_TO_BEGIN", 0.2)
    silent = threading.Event()

    class Silent(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object, /) -> int:
            assert buffer is not None
            silent.wait()
            return 0

    request = RequestFactory().generic("POST", "/", CONTENT_LENGTH="100")
    monkeypatch.setattr(request, "_stream", Silent())
    caller = Known("0" * 64, "LA", request=None, signed=None, is_known=True)  # type: ignore[arg-type] # not used
    with pytest.raises(TooSlowError):
        arriving.take_in(request, caller)
    silent.set()


def test_a_busy_node_is_said_to_be_busy_and_its_reading_goes_on(
    answering: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "_SECONDS_BUSY", 0.2)
    with (answering.folder / "lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = LA.post(sent_by(gone_on(), "LA"))
        assert refusal(told) == (503, "BusyError")
        assert told.headers["retry-after"] == "5"
        assert LA.get("heads").status == 200
    assert LA.post(sent_by(gone_on(), "LA")).status == 200


def test_a_forked_log_is_kept_as_proof_and_nothing_new_of_it_is_taken(answering: Node) -> None:
    world, other = gone_on(), agreed()[0]
    assert LA.post(sent_by(world, "LA")).status == 200
    other.report("LA", "visit", outcome="missed", on="2026-02-01")
    told = LA.post(sent_by(other, "LA"))
    assert manifest_in(told.body).heads["LA"] == world.logs["LA"].head
    (status,) = answering.data("status")
    assert status["forks"] == [{"party": "LA", "seq": 5}]


def test_who_calls_is_noted_as_heard_and_an_old_bundle_turns_nothing_back(answering: Node) -> None:
    assert answering
    old = sent_by(gone_on(), "LA")
    world = gone_on()
    world.report("LA", "visit", outcome="met", on="2026-02-02")
    LA.post(sent_by(world, "LA"))
    now = {party: log.head for party, log in world.logs.items()}
    assert peers.heard(world.compact)["LA"] == (clock.now(), now)
    file = answering.folder.parent / "old.foedus"
    file.write_bytes(old)
    answering.do("import", file)
    assert peers.heard(world.compact)["LA"] == (clock.now(), now)


def test_each_wait_after_a_failure_is_twice_the_one_before_to_an_hour() -> None:
    waits = [Attempt(clock.now(), failures).again for failures in range(1, 9)]
    minutes = [(again - clock.now()).total_seconds() // 60 if again else None for again in waits]
    assert [round(each) for each in minutes if each is not None] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert Attempt(clock.now()).again is None
