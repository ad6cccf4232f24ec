"""A node on a PostgreSQL server answers every page, search, filter and file as the same node with files."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.node.nodes import Node
from tests.node.postgresql import Server
from tests.node.postgresql import served as serving
from tests.web.addresses import at_work, pages
from tests.web.ministries import PASSWORD, Served, served, token

Both = tuple[Served, Served]

_OF_ONE_ANSWER = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce-?[="][\w-]+|127\.0\.0\.1:\d+|/calendar/[^/"]+/plan\.ics'
    r'|data-secret="[^"]*"|X-CSRFToken[^}]*'
)
"""What differs from one answer to the next, or with the place at which it is given."""

LAO = "ກອງປະຊຸມປຶກສາຫາລືດ້ານນະໂຍບາຍປ້ອງກັນປະເທດ (ຕົວຢ່າງ) ວຽງຈັນ 2026"
KHMER = "កិច្ចប្រជុំរដ្ឋមន្ត្រីការពារជាតិ (ឧទាហរណ៍) ភ្នំពេញ 2026"
VIETNAMESE = "Đối thoại chính sách quốc phòng (minh hoạ) Hà Nội 2026, ÉTÉ à Ô Môn"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def node(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """The node of which both are made, with words of several scripts in what was read there."""
    folder = tmp_path_factory.mktemp("node")
    node = at_work(example, folder / "vn")
    for number, text in enumerate((LAO, KHMER, VIETNAMESE)):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        node.do("read", folder / f"{number}.txt", "--language", "fr")
    return node


@pytest.fixture(scope="module")
def both(node: Node, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The same node restored into files and onto a server, both served on one day."""
    folder = tmp_path_factory.mktemp("both")
    node.do("backup", folder / "vn.foedus-backup")
    on_server, on_files = Node(folder / "server"), Node(folder / "files")
    server.given_to(on_server.folder)
    for one in (on_files, on_server):
        one.do("restore", folder / "vn.foedus-backup")
    with served(on_files) as files, served(on_server) as pages_of_server:
        yield files, pages_of_server


@pytest.fixture(scope="module")
def clients(both: Both) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    files, on_server = both
    with files.signed_in() as one, on_server.signed_in() as other:
        yield one, other


Clients = tuple[httpx.Client, httpx.Client]


def said(answer: httpx.Response) -> tuple[int, str]:
    """An answer without what differs from one to the next."""
    return answer.status_code, _OF_ONE_ANSWER.sub("", answer.text)


def differing(clients: Clients, addresses: Mapping[str, str]) -> dict[str, tuple[object, object]]:
    """The addresses at which the two nodes say different things, with the first line that differs."""
    found: dict[str, tuple[object, object]] = {}
    for name, address in addresses.items():
        one, other = (said(client.get(address)) for client in clients)
        assert one[0] in (200, 302, 403, 404), (name, one)
        if one != other:
            lines = zip(one[1].splitlines() or [""], other[1].splitlines() or [""], strict=False)
            found[name] = next(((a, b) for a, b in lines if a != b), (one[0], other[0]))
    return found


def test_every_page_says_the_same(both: Both, clients: Clients) -> None:
    assert differing(clients, pages(both[0])) == {}


def test_every_page_says_the_same_in_other_languages(both: Both) -> None:
    for language in ("lo", "km"):
        with (
            both[0].signed_in("reader", language=language) as one,
            both[1].signed_in("reader", language=language) as other,
        ):
            assert differing((one, other), pages(both[0])) == {}


WORDS = (
    *("défense", "DEFENSE", "Đối", "doi thoai", "quốc", "ປ້ອງກັນ", "ວຽງ", "ការពារ", "ភ្នំ", "នា"),
    *("é", "e", "n", "2", "vi", "%", "_", "\\", "'", '"', "''", "a%b", "N°", "patrol_", "x OR 1", "NEAR("),
    *("joint patrol north", "border  2026", "\0visit", "ÉTÉ", "été", "zzzz"),
)


def said_words(node: Node) -> list[str]:
    """Some of all the words by which things are found, and the first letters of these."""
    with closing(sqlite3.connect(node.folder / "data" / "private.sqlite3")) as held:
        texts = [text for (text,) in held.execute("SELECT words FROM shelf_item")]
    every = sorted({word for text in texts for word in text.split()})
    other = [word for word in every if not word.isascii()]
    return [
        *every[::11],
        *other[::3],
        *(word[:3] for word in every[::23]),
        *(word[:2] for word in other[::7]),
    ]


def test_every_search_finds_the_same_in_the_same_order(both: Both, clients: Clients) -> None:
    words = [*WORDS, *said_words(both[0].node)]
    assert len(words) > 100
    compact = both[0].compacts[0]
    asked = {word: str(httpx.URL(f"/{compact}/search", params={"q": word})) for word in words}
    assert differing(clients, asked) == {}
    of_one = {
        f"{word} of {noun}": str(
            httpx.URL(f"/{compact}/search", params={"q": word, "of": noun, "after": "m"})
        )
        for word in ("a", "vi", "2026")
        for noun in ("activity", "person", "undertaking")
    }
    assert differing(clients, of_one) == {}


VIEWS = ("", "/timeline", "/calendar", "/cascade", "/map", "/figures")
FORMS = (".csv", ".json", ".geojson", ".ics")


def choices(page: str) -> dict[str, list[str]]:
    """What each word of the sentence of filters may say."""
    selects = re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    return {name: re.findall(r'<option value="([^"]*)"', options) for name, options in selects}


def test_every_filter_shows_and_exports_the_same(both: Both, clients: Clients) -> None:
    plan = f"/{both[0].compacts[0]}/plan"
    words = choices(clients[0].get(plan).text)
    assert {"plan", "domain", "kind", "host", "stage", "unit", "state"} <= words.keys()
    one_word = [{name: value} for name, values in words.items() for value in values if value]
    two_words = [
        {"plan": "all", "state": "late", "search": "patrol"},
        {"plan": "all", "state": "stale", "host": "LA"},
        {"plan": "all", "first": "2026-03-01", "last": "2026-10-31", "search": "é"},
        {"plan": "all", "search": "n"},
        {"plan": "all", "search": "\0"},
        {"kind": "\0", "unit": "x" * 9999, "first": "\0"},
        {"after": "2026-05-01~n"},
        {"after": "\0~\0"},
    ]
    asked = {
        f"{view} {said}": str(httpx.URL(plan + view, params=said))
        for said in (*one_word, *two_words)
        for view in (VIEWS + FORMS if "plan" in said else ("", "/timeline"))
    }
    assert len(asked) > 100
    assert differing(clients, asked) == {}


def test_a_calendar_program_fetches_the_same_feed(both: Both, clients: Clients) -> None:
    fed = []
    for ministry, client in zip(both, clients, strict=True):
        page = client.get(f"/{ministry.compacts[0]}/plan/subscribe").text
        (address,) = {*re.findall(r"/[0-9a-f]{12}/calendar/[^\"\s<]+/plan\.ics", page)}
        first = httpx.get(ministry.address + address)
        again = httpx.get(ministry.address + address, headers={"If-None-Match": first.headers["etag"]})
        fed.append((first.status_code, first.text, again.status_code))
    assert fed[0] == fed[1]
    assert (fed[0][0], fed[0][2]) == (200, 304)
    assert fed[0][1].count("BEGIN:VEVENT") > 20


def test_what_is_not_there_or_cannot_be_meant_is_refused_alike(both: Both, clients: Clients) -> None:
    compact = both[0].compacts[0]
    names = ("nothing", "%00", "x" * 300, "%FF", "9" * 30, "%F0%9F%98%80", "a'b")
    rooms = (
        "activity",
        "act",
        "draft",
        "people/persons",
        "said",
        "meetings/mechanisms",
        "administration/account",
    )
    asked = {f"{room}/{name}": f"/{compact}/{room}/{name}" for room in rooms for name in names}
    more = {
        f"{room}?{query}": f"/{compact}/{room}?{query}"
        for room in (
            "people",
            "said",
            "acts",
            "news",
            "reading",
            "administration",
            "administration/deeds",
            "drafts",
        )
        for query in (
            "q=%00",
            "search=%00",
            "after=%00",
            "who=%00",
            "page=99999999999999999999",
            "after=9~%00",
        )
    }
    assert differing(clients, asked | more) == {}


def test_without_leave_to_make_trigrams_words_are_found_all_the_same(
    node: Node, server: Server, tmp_path: Path
) -> None:
    """Whoever owns no database may make tables in it, and no extension."""
    node.do("backup", tmp_path / "vn.foedus-backup")
    guest = Node(tmp_path / "guest")
    common, private = server.given_to(guest.folder)
    server.say("CREATE ROLE guest LOGIN")
    for name in (common, private):
        server.say("GRANT CREATE ON SCHEMA public TO guest", on=name)
    naming = guest.folder / "data" / "databases.toml"
    naming.write_text(naming.read_text().replace("//foedus@", "//guest@"))
    guest.do("restore", tmp_path / "vn.foedus-backup")
    index = "SELECT indexdef FROM pg_indexes WHERE indexname = 'shelf_words'"
    with served(guest) as ministry, ministry.signed_in() as client:
        assert "Joint patrol" in client.get(f"/{ministry.compacts[0]}/search?q=joint+patrol").text
    assert server.say(index, on=private) == ""
    server.say("CREATE EXTENSION pg_trgm", on=private)
    with served(guest) as ministry, ministry.signed_in() as client:
        assert "Joint patrol" in client.get(f"/{ministry.compacts[0]}/search?q=joint+patrol").text
    assert "gin_trgm_ops" in server.say(index, on=private)


def test_somebody_signs_in_with_the_case_of_plain_letters_as_they_like(
    node: Node, server: Server, tmp_path: Path
) -> None:
    copy = node.copied(tmp_path / "vn")
    (tmp_path / "password").write_text(PASSWORD)
    copy.do("user", "add", "Léa", "--password-file", tmp_path / "password")
    copy.do("user", "grant", "Léa", "reader")
    copy.do("backup", tmp_path / "vn.foedus-backup")
    again = Node(tmp_path / "again")
    server.given_to(again.folder)
    again.do("restore", tmp_path / "vn.foedus-backup")
    for one in (copy, again):
        with served(one) as ministry, ministry.signed_in("LéA") as client:
            assert client.get(f"/{ministry.compacts[0]}/").status_code == 200


# --- a server that goes away ----------------------------------------------------------------------


@pytest.fixture
def lone(node: Node, tmp_path: Path) -> Iterator[tuple[Server, Served]]:
    """A server of its own with the node, served from it."""
    node.do("backup", tmp_path / "vn.foedus-backup")
    again = Node(tmp_path / "vn")
    with serving() as server:
        server.given_to(again.folder)
        again.do("restore", tmp_path / "vn.foedus-backup")
        with served(again) as ministry:
            yield server, ministry


def test_a_server_that_goes_away_is_told_on_every_page_and_found_again(lone: tuple[Server, Served]) -> None:
    server, ministry = lone
    told = "The server that keeps this node's databases cannot be reached."
    addresses = {
        name: to for name, to in pages(ministry).items() if name in ("today", "plan", "search", "act")
    }
    with ministry.signed_in() as client:
        note = {"text": "Typed before it went (illustrative)", "of": "", **token(client)}
        with server.away():
            answers = {name: client.get(address) for name, address in addresses.items()}
            assert {
                name: (one.status_code, told in one.text) for name, one in answers.items()
            } == dict.fromkeys(addresses, (503, True))
            assert answers["today"].headers["retry-after"] == "10"
            sent = client.post(f"/{ministry.compacts[0]}/seen", data=note)
            assert (sent.status_code, "as a whole or not at all" in sent.text) == (503, True)
            client.cookies.set("language", "fr")
            assert '<html lang="fr">' in client.get(addresses["today"]).text
        for address in addresses.values():  # every thread that serves has lost its own
            for _ in range(8):
                assert client.get(address).status_code == 200, address


def test_the_pages_take_few_connections_and_keep_them(lone: tuple[Server, Served]) -> None:
    server, ministry = lone
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    count = f"SELECT count(*) FROM pg_stat_activity WHERE {others}"  # noqa: S608 (written here)
    with ministry.signed_in() as client, ThreadPoolExecutor(8) as people:
        plan = f"/{ministry.compacts[0]}/plan"
        cookies = dict(client.cookies)

        def ask(number: int) -> int:
            address = f"{ministry.address}{plan}?search={number % 7}"
            return httpx.get(address, cookies=cookies, timeout=60).status_code

        assert {*people.map(ask, range(60))} == {200}
    assert int(server.say(count)) <= 10


def test_people_who_sign_in_at_once_are_all_let_in(lone: tuple[Server, Served]) -> None:
    _, ministry = lone

    def sign_in(_: int) -> int:
        with httpx.Client(base_url=ministry.address, timeout=60) as client:
            client.get("/account/login/")
            said = {"login": "chief", "password": PASSWORD, **token(client)}
            return client.post("/account/login/", data=said).status_code

    with ThreadPoolExecutor(6) as people:
        assert {*people.map(sign_in, range(18))} == {302}
