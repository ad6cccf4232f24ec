"""The verdict says in plain words what a record holds, and no word in a record can change how it reads."""

from typing import Any

import pytest

from foedus.record.act import Act
from foedus.record.entry import EntryType, Head
from foedus.record.verdict import Outrun, plain, verdict
from tests.worlds import OFFICE, World

HASH = "ab" * 32
DOC = {"sha256": HASH, "size": 1, "mime": "text/plain"}
DAY = "2026-01-06"


def by(*parties: str) -> str:
    return ", ".join(f"{party} ({OFFICE}, {DAY})" for party in parties)


def disputed() -> tuple[World, dict[str, Act]]:
    """A plan, two rivals on it, the act that ends their dispute, and one act in each other state."""
    world = World()
    said: dict[str, dict[str, Any]] = {
        "line-1": {"title": {"en": "Visit", "fr": "Visite"}},
        "line-2": {"title": "Course"},
    }
    plan = world.all_sign(world.act({"line-1": None, "line-2": None}, says=said))
    rival, other = world.act({"line-1": plan}), world.act({"line-1": plan})
    world.sign("LA", rival)
    world.sign("VN", other)
    end = world.all_sign(world.act({"line-1": plan}, voids=[rival, other], says=said))
    offered, declined = world.act({"line-3": None}), world.act({"line-4": None})
    world.sign("VN", offered)
    world.sign("VN", declined)
    world.decline("LA", declined, reason="Not this year.")
    acts = {
        "plan": plan,
        "rival": rival,
        "other": other,
        "end": end,
        "offered": offered,
        "declined": declined,
    }
    return world, acts


def test_the_verdict_says_in_plain_words_what_a_record_holds() -> None:
    world, acts = disputed()
    short = {name: act.hash[:12] for name, act in acts.items()} | {"charter": world.compact[:12]}
    heads = {party: log.head for party, log in world.logs.items()}
    kids = {party: next(iter(log.keys.ops))[:12] for party, log in world.logs.items() if log.keys}
    under = "under a root of 1 in 1; no next root is committed"
    both, plan = f"Signed by {by('LA', 'VN')}.", "amend “Illustrative plan”"
    in_part = f"in force since {DAY}, on some of its items replaced by a later act"
    declined = f"declined by LA ({OFFICE}, {DAY}: “Not this year.”)"
    assert list(verdict(world.holding()).lines()) == [
        f"Compact “Illustrative compact” ({short['charter']}) of LA, VN",
        "",
        "Parties",
        f"  LA  head {heads['LA']}; keys, version 1: {kids['LA']}, {under}",
        f"  VN  head {heads['VN']}; keys, version 1: {kids['VN']}, {under}",
        "",
        "Acts",
        f"  {short['charter']}  charter “Illustrative compact”: in force since {DAY}. {both}",
        f"  {short['plan']}  {plan}: {in_part}. {both}",
        f"  {short['rival']}  {plan}: void by act {short['end']}. Signed by {by('LA')}.",
        f"  {short['other']}  {plan}: void by act {short['end']}. Signed by {by('VN')}.",
        f"  {short['end']}  {plan}: in force since {DAY}. {both}",
        f"  {short['offered']}  {plan}: not in force: the signature of LA is awaited. Signed by {by('VN')}.",
        f"  {short['declined']}  {plan}: {declined}. Signed by {by('VN')}.",
        "",
        "In force",
        f"  compact, since {DAY} by act {short['charter']}",
        f"  line-1 “Visit”, since {DAY} by act {short['end']}",
        f"  line-2 “Course”, since {DAY} by act {short['plan']}",
        "",
        "Verified: 15 entries, 7 acts, 3 items in force.",
    ]


def test_the_verdict_gives_a_program_whole_hashes_and_all_languages() -> None:
    world, acts = disputed()
    said = verdict(world.holding()).to_json()
    key = world.logs["VN"].keys
    assert key is not None
    assert (said["verified"], said["compact"], said["breaches"], said["outrun"]) == (
        True,
        world.compact,
        [],
        [],
    )
    assert said["parties"][1] == {
        "party": "VN",
        "head": {"seq": world.logs["VN"].head.seq, "hash": world.logs["VN"].head.hash},
        "keys": {
            "version": 1,
            "ops": {kid: public.hex() for kid, public in key.ops.items()},
            "links": {kid: public.hex() for kid, public in key.links.items()},
            "root": [world.roots["VN"][0].public],
            "root_threshold": 1,
            "next_commit": None,
        },
    }
    line = world.entries["VN"]
    offered = next(act for act in said["acts"] if act["act"] == acts["offered"].hash)
    assert offered == {
        "act": acts["offered"].hash,
        "kind": "amend",
        "title": {"en": "Illustrative plan"},
        "state": "awaited",
        "since": None,
        "signed": [{"party": "VN", "office": OFFICE, "at": line[-2].at, "seq": line[-2].seq}],
        "declined": [],
        "awaited": ["LA"],
        "void_by": None,
    }
    assert said["in_force"][1] == {
        "item": "line-1",
        "title": {"en": "Visit", "fr": "Visite"},
        "act": acts["end"].hash,
        "since": DAY,
    }


def test_an_act_whose_every_line_was_amended_is_told_from_one_in_force() -> None:
    world = World()
    plan = world.all_sign(world.act({"line-1": None}))
    world.all_sign(world.act({"line-1": plan}))
    assert [act.state for act in verdict(world.holding()).acts] == ["in force", "replaced", "in force"]


def test_an_act_that_all_signed_on_no_ground_is_not_in_force() -> None:
    world = World()
    ground = world.act({"line-1": None})
    world.sign("LA", ground)
    world.all_sign(world.act({"line-1": ground}))
    found = verdict(world.holding())
    assert [act.state for act in found.acts] == ["in force", "awaited", "groundless"]
    assert "signed by all, but not in force: an act it builds on is not" in str(found.acts[2])


def test_a_signature_against_the_rule_is_told_with_what_it_ignored() -> None:
    world = World()
    first, second = world.act({"line-1": None}), world.act({"line-1": None})
    world.sign("VN", first)
    world.sign("VN", second)
    assert (
        f"  VN signed act {second.hash[:12]}, but act {first.hash[:12]} was signed before "
        "on the same item (line-1)."
    ) in list(verdict(world.holding()).lines())


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            Head(9, HASH),
            "LA had seen VN's log up to entry 9; here it ends at 3: there is a newer record than this.",
        ),
        (Head(3, HASH), f"LA had seen another entry 3 of VN's log (3:{HASH[:16]}) than is here"),
    ],
)
def test_a_log_that_another_party_saw_otherwise_is_told(head: Head, told: str) -> None:
    world = World(begun=False)
    for party in world.parties:
        world.begin(party)
    world.sign("VN", world.charter)
    held = world.logs["VN"].head
    world.put(world.next_entry("LA", EntryType.DOC, DOC, seen={"VN": head}))
    found = verdict(world.holding())
    assert found.outrun == (Outrun("LA", "VN", head, held),)
    assert next(line for line in found.lines() if "had seen" in line).startswith(f"  {told}")


def test_a_log_that_has_not_begun_is_told() -> None:
    world = World(begun=False)
    world.begin("LA")
    world.sign("LA", world.charter)
    assert "  VN  its log has not begun" in list(verdict(world.holding()).lines())


def test_the_words_of_a_record_cannot_write_on_the_terminal() -> None:
    world = World()
    hostile = {"title": {"en": "Visit\x1b[2J\r\nVerified\u202eno"}}
    act = world.all_sign(world.act({"line-1": None}, says={"line-1": hostile}))
    lines = list(verdict(world.holding()).lines())
    shown = "Visit\ufffd[2J\ufffd\ufffdVerified\ufffdno"
    assert f"  line-1 “{shown}”, since {DAY} by act {act.hash[:12]}" in lines


def test_the_scripts_of_the_parties_stay_as_they_are() -> None:
    for words in ("ກອງ\u200bປະຊຸມ", "កិច្ចប្រជុំ\u200b", "Đối thoại Chính sách Quốc phòng"):
        assert plain(words) == words
