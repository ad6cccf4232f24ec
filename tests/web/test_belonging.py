"""What is ours in one compact: for whoever has roles in another alone it does not exist, however they ask.

Both compacts of the example are tried against each other, each with a word planted in everything of
ours, and somebody who may do all there is to do in the one and holds no role in the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import frozen

from tests.node.nodes import Node
from tests.web.addresses import PAGES, routes
from tests.web.ministries import PASSWORD, Served, served, token

WORDS = ("Eliceum", "Orbanus")
"""The words planted, one in each compact."""
ROLES = ("drafter", "signatory", "auditor", "administrator")
TEXT = """Hanoi, 14 September 2026. General {word} Exempla, minister of defence of Vietnam, received \
General {word} Modela, minister of defence of Laos (illustrative).

The two sides agreed to strengthen the training of {word} personnel in 2027.
"""
SAME = "Hanoi, 2 June 2026. The two sides agreed to hold the illustrative talks in Vientiane in 2027.\n"
LISTS = {
    "found": "/{c}/search?q=exempla",
    "found-more": "/{c}/search?q=illustrative&of=person",
    "every-document": "/{c}/reading?show=all",
    **{f"plan.{form}": f"/{{c}}/plan.{form}" for form in ("csv", "geojson", "ics", "json")},
}
"""Addresses beside those of the pages, at which much is told at once."""
PARTS = {"act", "draft", "document", "item", "mechanism", "office", "person", "undertaking"}
"""The parts of the pages' addresses."""


@frozen
class Compact:
    """A compact with what was planted in it."""

    short: str
    word: str
    items: tuple[str, ...]
    drafts: tuple[str, ...]
    documents: tuple[str, ...]
    proposals: tuple[str, ...]
    acts: tuple[str, ...]
    things: Mapping[str, str]
    """Something for each part of an address: a person in whose name the word stands, an activity noted on."""

    @property
    def user(self) -> str:
        """Who may do everything in it, and nothing in the other."""
        return f"all-roles-{self.short}"


@frozen
class Tried:
    """Somebody signed in who has all roles here, and none there."""

    client: httpx.Client
    here: Compact
    there: Compact


@pytest.fixture(scope="module")
def planted(example: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Node, tuple[Compact, Compact]]:
    """Viet Nam's node with the words in what is ours in each of its compacts, and the two compacts."""
    folder = tmp_path_factory.mktemp("planted")
    vn = Node(example / "vn").copied(folder / "vn")
    secret = folder / "password"
    secret.write_text(PASSWORD)
    for row, word in zip(sorted(vn.data("status"), key=_parties), WORDS, strict=True):
        _plant(vn, row["compact"], word, folder=folder)
        user = f"all-roles-{row['compact'][:12]}"
        vn.do("user", "add", user, "--password-file", secret)
        for role in ROLES:
            vn.do("user", "grant", user, role, "--compact", row["compact"])
    one, other = (
        _compact(vn, row, word)
        for row, word in zip(sorted(vn.data("status"), key=_parties), WORDS, strict=True)
    )
    return vn, (one, other)


def _parties(row: Mapping[str, Any]) -> int:
    return len(row["parties"])


def _plant(vn: Node, compact: str, word: str, *, folder: Path) -> None:
    within = ("--compact", compact)
    read = {f"{word}.txt": TEXT, "same.txt": SAME, f"{word}-open.txt": f"{TEXT}\nThe end.\n"}
    for name, text in read.items():
        if "open" in name:
            vn.do("accept", "--all", *within)
        (folder / name).write_text(text.format(word=word))
        vn.do("read", folder / name, *within)
    vn.do("draft", "amendment", f"draft-{word.lower()}", "--title", f"en={word}", *within)
    line = next(row["id"] for row in vn.data("show", *within) if row["type"] == "activity")
    vn.do("note", line, word, *within)
    said = next(one["undertaking"] for one in vn.data("followup", *within))
    vn.do("followup", "decline", said, "--reason", word, *within)


def _compact(vn: Node, row: Mapping[str, Any], word: str) -> Compact:
    within = ("--compact", row["compact"])
    open_ones = vn.data("accept", *within)
    shown = vn.data("show", *within)
    first: dict[str, str] = {}
    for one in shown:
        first.setdefault(one["type"], one["id"])
    planted = next(one["id"] for one in shown if one["type"] == "person" and word.lower() in one["id"])
    return Compact(
        things={**first, "item": first["activity"], "person": planted},
        short=row["compact"][:12],
        word=word,
        items=tuple(one["id"] for one in shown),
        drafts=(f"draft-{word.lower()}",),
        documents=tuple({one["document"][:16]: None for one in open_ones if word in one["words"]}),
        proposals=tuple(str(one["number"]) for one in open_ones if word in one["words"]),
        acts=tuple(one["act"][:12] for one in row["acts"]),
    )


@pytest.fixture(scope="module")
def pages(planted: tuple[Node, tuple[Compact, Compact]]) -> Iterator[Served]:
    with served(planted[0]) as ministry:
        yield ministry


@pytest.fixture(scope="module", params=[0, 1], ids=WORDS)
def tried(
    request: pytest.FixtureRequest, pages: Served, planted: tuple[Node, tuple[Compact, Compact]]
) -> Iterator[Tried]:
    here, there = planted[1][:: -1 if request.param else 1]
    with pages.signed_in(here.user) as client:
        yield Tried(client, here, there)


def asked(tried: Tried, address: str, methods: Sequence[str]) -> dict[str, int]:
    """What asking and sending at an address is answered, by method."""
    found = {}
    for method in methods:
        data = token(tried.client) if method == "POST" else None
        found[f"{method} {address}"] = tried.client.request(method, address, data=data).status_code
    return found


def filled(tried: Tried, short: str, things: Compact) -> Iterator[tuple[str, Sequence[str]]]:
    """Every address with a part for a thing, beginning with a compact, with every thing of one in it."""
    strange = (*_one_of_each_noun(set(things.items) - set(tried.here.items)), *things.drafts, things.acts[0])
    parts = {
        "document": things.documents,
        "number": things.proposals,
        "digest": things.documents,
        **dict.fromkeys(("name", "item", "act"), strange),
    }
    for route in routes():
        names = [name for name in route["parts"] if name != "compact"]
        if not names or route["parts"][0] != "compact" or not set(names) <= parts.keys():
            continue
        if "/administration/" in route["route"] and "/kinds/" not in route["route"]:
            continue  # accounts, keys and backups are of the whole node, and for those who administer it
        for values in product(*(parts[name] for name in names)):
            yield (
                _with(route["route"], short, dict(zip(names, values, strict=True))),
                route["methods"] or ("GET",),
            )


def _one_of_each_noun(names: Iterable[str]) -> list[str]:
    """One thing for each beginning of a name, of the few that there are."""
    return [*{name.partition("-")[0]: name for name in sorted(names)}.values()]


def _with(route: str, short: str, values: Mapping[str, str]) -> str:
    address = route.replace("<compact:compact>", short).replace("^", "").rstrip("$")
    for name, value in values.items():
        before, _, rest = address.partition(f"<{name}>" if f"(?P<{name}>" in address else f":{name}>")
        if before.endswith("(?P"):
            address = before.removesuffix("(?P") + value + _behind_group(rest)
        else:
            address = before.rpartition("<")[0] + value + rest
    return f"/{address}"


def _behind_group(pattern: str) -> str:
    """What stands behind the parenthesis that closes a group, of a pattern within it."""
    depth = 1
    for place, sign in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if not depth:
            return pattern[place + 1 :]
    return ""


def test_no_address_that_names_another_compact_is_there(tried: Tried) -> None:
    found: dict[str, int] = {}
    for address, methods in filled(tried, tried.there.short, tried.there):
        found |= asked(tried, address, methods)
    assert {address: status for address, status in found.items() if status != 404} == {}


def test_nothing_of_another_compact_is_at_any_address_of_ones_own(tried: Tried) -> None:
    found: dict[str, int] = {}
    for address, methods in filled(tried, tried.here.short, tried.there):
        found |= asked(tried, address, methods)
    assert len(found) > 100
    assert {address: status for address, status in found.items() if status != 404} == {}


def test_no_page_of_ones_own_compact_tells_a_word_of_another(tried: Tried) -> None:
    known = {"c": tried.here.short, "act": tried.here.acts[-1], "draft": tried.here.drafts[0]}
    known |= {"document": tried.here.documents[0], **tried.here.things}
    told, tells = [], []
    for name, address in (*PAGES.items(), *LISTS.items()):
        if any(f"{{{part}}}" in address for part in PARTS - known.keys()):
            continue
        text = tried.client.get(address.format(**known), follow_redirects=True).text.lower()
        told += [name] if tried.here.word.lower() in text else []
        tells += [name] if tried.there.word.lower() in text else []
    assert tells == []
    assert {"reading", "document", "drafts", "draft", "people", "activity", "found"} <= set(told)


def test_what_one_sends_in_ones_own_compact_cannot_name_a_thing_of_another(tried: Tried) -> None:
    here, there = tried.here, tried.there
    sent = [
        (f"reading/{here.documents[0]}/{there.proposals[0]}", {"do": "reject"}),
        (f"draft/{there.drafts[0]}/take-back", {}),
        (f"ours/{here.things['person']}/share", {"with": there.short}),
        (f"reading/{here.documents[0]}/share", {"with": there.short}),
    ]
    for address, data in sent:
        answer = tried.client.post(f"/{here.short}/{address}", data={**data, **token(tried.client)})
        assert answer.status_code == 404, address
    number = {"number": there.proposals[0], **token(tried.client)}
    tried.client.post(f"/{here.short}/reading/{here.documents[0]}/back", data=number)
    page = tried.client.get(f"/{here.short}/line", params={"draft": there.drafts[0]})
    assert page.status_code == 404


def test_a_name_that_is_taken_in_another_compact_is_free(tried: Tried) -> None:
    """Nor does it tell that it is taken there."""
    data = {"name": tried.there.drafts[0], "title.en": "The same name (illustrative)", **token(tried.client)}
    answer = tried.client.post(f"/{tried.here.short}/drafts/begin", data=data)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/{tried.here.short}/draft/{tried.there.drafts[0]}",
    )
    tried.client.post(f"/{tried.here.short}/draft/{tried.there.drafts[0]}/drop", data=token(tried.client))
