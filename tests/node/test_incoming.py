"""What a node does with bundles that no honest party makes: it says what is wrong and keeps what it held."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attrs import evolve

from foedus.record import act as acts_room
from foedus.record.act import Act, ActKind
from foedus.record.bundle import Contents, Manifest
from foedus.record.entry import Entry, EntryType
from tests.node.agreed import VISIT, agreed
from tests.node.nodes import Done, Node, of_world
from tests.worlds import World, bundle_of


def begun() -> tuple[World, Act]:
    """The agreed world, with keys of its own."""
    return agreed(seed="hostile")


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Viet Nam's node, which holds that world."""
    folder = tmp_path_factory.mktemp("held")
    node = of_world(begun()[0], "VN", folder / "vn")
    (folder / "world.foedus").write_bytes(begun()[0].bundle())
    node.do("import", folder / "world.foedus")
    node.do("recover", "--head", printed(begun()[0]))
    return node


def printed(world: World) -> str:
    """The head of Viet Nam's log as it is printed in minutes."""
    head = world.logs["VN"].head
    return f"{head.seq}:{head.hash}"


def test_a_compact_that_comes_back_to_a_node_without_memory_waits_for_the_others(tmp_path: Path) -> None:
    world, act = begun()
    node = of_world(world, "VN", tmp_path / "vn")
    rival = world.act({"visit": act}, says={"visit": VISIT})
    world.sign("LA", rival)
    assert (
        "4 entries of our own log had been forgotten here and came back." in shown(node, world.bundle()).said
    )
    assert "RECOVERING: nothing is signed until LA was heard anew." in node.do("status")
    assert "this node is recovering" in node.run("sign", rival.hash).refused.lower()
    node.do("recover", "--head", printed(world))
    node.do("sign", rival.hash)


@pytest.fixture
def node(held: Node, tmp_path: Path) -> Node:
    return held.copied(tmp_path / "vn")


def shown(node: Node, data: bytes) -> Done:
    """What the node answers to a bundle."""
    file = node.folder.parent / "shown.foedus"
    file.write_bytes(data)
    return node.run("import", file)


def without(contents: Contents, *, act: Act | None = None, leaf: str = "") -> Contents:
    acts = [data for data in contents.acts if act is None or data != act.data]
    leaves = [data for data in contents.leaves if acts_room.parse_leaf(data).hash != leaf]
    return evolve(contents, acts=acts, leaves=leaves)


def altered(world: World, _: Act) -> bytes:
    data = bytearray(world.bundle())
    data[len(data) // 2] ^= 1
    return bytes(data)


def of_another_compact(world: World, _: Act) -> bytes:
    other = World("VN", "LA", seed="another")
    return bundle_of(
        world.manifest(), Contents(world.contents().logs, other.contents().acts, other.contents().leaves)
    )


def signed_by_a_third(world: World, _: Act) -> bytes:
    other, manifest, contents = World("KH", "VN", seed="third"), world.manifest(), world.contents()
    heads = {**manifest.heads, "KH": other.logs["KH"].head}
    logs = {**contents.logs, "KH": [line.envelope for line in other.entries["KH"]]}
    return bundle_of(
        evolve(manifest, heads=heads, have={**manifest.have, "KH": 0}), evolve(contents, logs=logs)
    )


def lacking_an_act(world: World, act: Act) -> bytes:
    later = world.act({"visit": act}, says={"visit": VISIT})
    world.sign("LA", later)
    gone = {row.hash for row in later.items}
    return bundle_of(world.manifest(), without(world.contents(), act=later, leaf=min(gone)))


def beginning_too_late(world: World, _: Act) -> bytes:
    have = {party: log.head.seq for party, log in world.logs.items()}
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    world.report("LA", "visit", outcome="met", on="2026-02-02")
    return world.bundle(have={**have, "LA": have["LA"] + 1})


def with_an_act_nobody_spoke_of(world: World, _: Act) -> bytes:
    world.act({"slipped-in": None})
    return world.bundle()


def with_our_log_prolonged_by_the_peer(world: World, act: Act) -> bytes:
    later = world.act({"visit": act}, says={"visit": VISIT})
    world.sign("LA", later)
    forged = world.next_entry(
        "VN", EntryType.SIGN, {"act": later.hash}, by=world.by("VN"), key=world.ops["LA"]
    )
    return _with_entry(world, forged)


def with_an_item_under_another_name(world: World, act: Act) -> bytes:
    world.sign("LA", world.act({"visit": act}, says={"visit": {**VISIT, "id": "patrol"}}))
    return world.bundle()


def with_a_manifest_nested_beyond_reason(world: World, _: Act) -> bytes:
    depth = b"[" * 200_000 + b"]" * 200_000
    return world.bundle().replace(b'"at":', b'"at":' + depth + b',"was":')


def ending_elsewhere(world: World, _: Act) -> bytes:
    manifest = world.manifest()
    heads = {**manifest.heads, "LA": evolve(manifest.heads["LA"], seq=99)}
    return bundle_of(evolve(manifest, heads=heads), world.contents())


def _with_entry(world: World, line: Entry) -> bytes:
    manifest, contents = world.manifest(), world.contents()
    logs = {**contents.logs, line.party: [*contents.logs[line.party], line.envelope]}
    heads = {**manifest.heads, line.party: line.head}
    return bundle_of(evolve(manifest, heads=heads), evolve(contents, logs=logs))


HOSTILE: Mapping[Callable[[World, Act], bytes], str] = {
    altered: "is not an intact Foedus bundle",
    of_another_compact: "belongs to compact",
    signed_by_a_third: "Signed by KH, but the parties to this record are LA, VN.",
    lacking_an_act: "is not here",
    beginning_too_late: "LA's log goes on at entry 6",
    with_an_act_nobody_spoke_of: "it holds an act that no party spoke of",
    with_our_log_prolonged_by_the_peer: "VN's log is refused",
    with_an_item_under_another_name: "what it says of visit calls itself patrol",
    with_a_manifest_nested_beyond_reason: "is not an intact Foedus bundle",
    ending_elsewhere: "LA's log does not end where the manifest says",
}


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: str(hostile.__name__))
def test_a_hostile_bundle_is_refused_and_what_was_held_stays(
    hostile: Callable[[World, Act], bytes], node: Node
) -> None:
    before = node.tables(), node.tables("private")
    done = shown(node, hostile(*begun()))
    assert (done.code, done.said) == (1, "")
    assert HOSTILE[hostile] in done.refused
    assert [line.partition(":")[0] for line in done.refused.splitlines()] == ["Error", "Hint"]
    assert (node.tables(), node.tables("private")) == before


def test_a_charter_that_names_another_root_for_us_is_refused_and_says_how_to_mend_it(node: Node) -> None:
    before = node.tables()
    done = shown(node, World("VN", "LA", seed="impostor").bundle())
    assert done == Done(
        1,
        "",
        "Error: This charter cannot be taken in: it names another root key for VN than this node's.\n"
        "Hint: Send the other party the card in this node's folder (VN.card.json) and ask for a charter made "
        "with it.\n",
    )
    assert node.tables() == before


def forked(world: World, party: str) -> Entry:
    """A second entry for the place of a party's last, truly signed by it."""
    last = world.entries[party].pop()
    world.logs[party] = world.logs[party].opened(world.charter, party)
    for line in world.entries[party]:
        world.logs[party] = world.logs[party].append(line)
    other = world.decline(party, world.act({"rival": None}), reason="Illustrative.")
    assert (other.seq, other.hash == last.hash) == (last.seq, False)
    return other


def test_an_entry_that_is_said_twice_is_refused_and_convicts_nobody(node: Node) -> None:
    world, _ = begun()
    before, contents = node.tables(), world.contents()
    said = list(contents.logs["LA"])
    done = shown(
        node, bundle_of(world.manifest(), evolve(contents, logs={**contents.logs, "LA": [*said, said[0]]}))
    )
    assert "LA's log is not in order" in done.refused
    assert node.tables() == before


def test_the_proof_of_a_fork_is_kept_even_when_the_rest_is_refused(node: Node) -> None:
    world, _ = begun()
    before = node.tables()
    other = forked(world, "LA")
    world.act({"slipped-in": None})
    done = shown(node, bundle_of(_cut(world, "VN"), world.contents()))
    after = node.tables()
    assert done.code == 1
    (proof,) = after["common_fork"]
    assert {"LA", other.seq, other.envelope} <= {*proof}
    assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() <= {
        "common_fork",
        "sqlite_sequence",
    }
    assert f"ALARM: LA signed two different entries at place {other.seq}" in node.do("status")


def _cut(world: World, party: str) -> Manifest:
    """A manifest that claims an end which a log does not have."""
    manifest = world.manifest()
    heads = {**manifest.heads, party: evolve(manifest.heads[party], seq=99)}
    return evolve(manifest, heads=heads)


def test_after_a_fork_nothing_new_of_that_party_is_taken_and_the_record_still_verifies(
    node: Node, tmp_path: Path
) -> None:
    world, _ = begun()
    forked(world, "LA")
    world.sign("LA", world.act({"after-the-fork": None}))
    assert "LA signed two different entries at place 4 of its log." in shown(node, world.bundle()).refused
    entries = node.tables()["common_entry"]
    assert "LA's log is in quarantine; nothing new of it was taken in." in shown(node, world.bundle()).said
    assert node.tables()["common_entry"] == entries
    node.do("export", tmp_path / "after.foedus", "--all")
    assert "Verified:" in node.do("verify", tmp_path / "after.foedus")


def test_a_second_version_of_our_own_log_is_kept_as_proof_and_silences_the_node(node: Node) -> None:
    world, act = begun()
    forked(world, "VN")
    assert "Our own log has another entry at place 4" in shown(node, world.bundle()).refused
    refused = node.run("report", "visit", "--outcome", "met", "--on", "2026-02-01")
    assert refused.code == 1
    assert "VN's log is in quarantine" in refused.refused
    assert act.hash[:12] in node.do("status")


def test_an_act_whose_words_are_withheld_is_taken_in_but_not_signed_blind(node: Node) -> None:
    world, act = begun()
    later = world.act({"visit": act}, says={"visit": VISIT})
    world.sign("LA", later)
    contents = without(world.contents(), leaf=later.items[0].hash)
    assert shown(node, bundle_of(world.manifest(), contents)).code == 0
    assert node.do("diff").startswith("? visit")
    refused = node.run("sign")
    assert (refused.code, refused.said) == (1, "")
    assert "the words of visit are withheld" in refused.refused
    assert shown(node, world.bundle()).code == 0
    assert "Signed" in node.do("sign")


@pytest.mark.parametrize(
    "item", [{"id": "odd", "type": "sculpture"}, {"id": "odd", "type": "plan", "title": 7}]
)
def test_an_item_not_of_the_form_is_taken_in_and_shown_but_not_signed(
    item: dict[str, object], node: Node
) -> None:
    world, _ = begun()
    world.sign("LA", world.act({"odd": None}, says={"odd": item}))
    assert shown(node, world.bundle()).code == 0
    before = node.tables()
    assert node.do("diff").startswith("+ odd")
    refused = node.run("sign")
    assert refused.code == 1
    assert "cannot be read" in refused.refused
    assert node.tables() == before


def test_an_item_in_force_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    world, act = begun()
    world.all_sign(world.act({"odd": None}, says={"odd": {"id": "odd", "type": "sculpture"}}))
    node = of_world(world, "VN", tmp_path / "vn")
    assert shown(node, world.bundle()).code == 0
    assert "The item odd in force cannot be read" in node.do("status")
    assert [one["id"] for one in node.data("show")] == ["visit"]
    assert act.hash[:12] in node.do("show", "visit")


def test_what_a_peer_writes_never_moves_the_cursor(node: Node) -> None:
    world, act = begun()
    bell = "\x1b]0;owned\x07\x1b[2J\r\u202eVisit\x9b31m\u2028"
    title = {**VISIT, "title": {"en": bell}, "place": bell}
    world.sign("LA", world.keep(_titled(world, act, title, words=bell)))
    world.decline("LA", world.act({"rival": act}), reason=bell)
    world.report("LA", "visit", stage=bell, note={"en": bell}, on=bell)
    world.report("LA", "visit", outcome="met", note={"en": bell}, on="2026-02-01")
    done = shown(node, world.bundle())
    assert done.code == 0, done
    told = [done, node.run("status"), node.run("diff"), node.run("show"), node.run("show", "visit")]
    told += [node.run("sign"), node.run("sign", "f" * 8 + bell), node.run("show"), node.run("show", "visit")]
    for one in told:
        assert not {*"\x1b\x07\r\x9b\u202e\u2028"} & {*one.said, *one.refused}


def _titled(world: World, base: Act, item: Mapping[str, object], *, words: str) -> Act:
    leaf = world.leaf(item)
    return acts_room.compose(
        kind=ActKind.AMEND,
        compact=world.compact,
        charter=world.compact,
        items=[(str(item["id"]), base.hash, leaf)],
        nonce="0" * 32,
        title={"en": words},
    )


def test_a_huge_title_harms_nothing(node: Node) -> None:
    world, act = begun()
    huge = {**VISIT, "title": {"en": "long " * 100_000}}
    world.sign("LA", world.keep(_titled(world, act, huge, words="Illustrative")))
    assert shown(node, world.bundle()).code == 0
    for words in (["status"], ["diff"], ["sign"], ["show"], ["show", "visit"]):
        assert node.run(*words).code == 0


def test_a_report_that_cannot_be_read_is_told_and_hides_no_other(node: Node) -> None:
    world, _ = begun()
    world.report("LA", "visit", outcome="splendid", on=17)
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    assert shown(node, world.bundle()).code == 0
    assert "Entry 5 of LA's log is a report that cannot be read." in node.do("status")
    assert [one["on"] for one in node.data("show", "visit")["reports"]] == ["2026-02-01"]


def test_a_bundle_taken_in_twice_adds_nothing(node: Node) -> None:
    before = node.tables()
    file = node.folder.parent / "again.foedus"
    file.write_bytes(begun()[0].bundle())
    assert node.data("import", file)["entries"] == {}
    assert node.tables() == before
