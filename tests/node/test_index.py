"""The index of the pages: it follows from what the node knows, and finds what is there."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import evolve
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.cooperation.spelling import folded
from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.desk import indexing
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import first_lines, models, searching, shelf
from foedus_node.storage.index.shelf import Mark, Row, Wanted
from foedus_node.storage.private import changes
from tests.node.conftest import opened
from tests.node.nodes import CLOCK, Node

Rows = list[tuple[object, ...]]

STEPS: Mapping[str, Callable[[Node], object]] = {
    "read": lambda vn: (vn.do("read", vn.folder.parent / "communique.txt"), vn.do("accept", "--all")),
    "report": lambda vn: vn.do("report", "first", "--stage", "invitation", "--on", "2026-05-20"),
    "take in": lambda vn: vn.do("import", vn.folder.parent / "offer.foedus"),
    "load": lambda vn: vn.do("draft", "load", "more", vn.folder.parent / "lines.json"),
    "offer": lambda vn: vn.do("offer", "more"),
    "sign": lambda vn: [vn.do("sign", act) for act in vn.data("status")[0]["waiting"]],
}


def everything() -> Rows:
    """Every row of the index, but for the numbers that the database gave it."""
    items = models.Item.objects.order_by("name").values_list(
        "name", "noun", "ours_alone", "act", "since", "document", "words", "digest"
    )
    lines = models.Line.objects.order_by("name").values_list(
        "name", "plan", "domain", "stage", "progress", "is_open", "reported", "offered", "starts", "ends"
    )
    links = models.Link.objects.order_by("item__name", "to").values_list("item__name", "to")
    return [*items, *lines, *links]


def brought_up(vn: Node) -> tuple[Home, str]:
    home, compact = Home.at(vn.folder), ledger.compacts()[0]
    indexing.bring_up(home, compact, on=clock.today())
    return home, compact


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_CLOCK", CLOCK)


@settings(max_examples=6)
@given(order=st.permutations(["read", "report", "take in", "load"]), then=st.sampled_from(["offer", "sign"]))
def test_an_index_brought_up_step_by_step_is_the_one_made_anew(
    pair: Path, tmp_path_factory: pytest.TempPathFactory, order: list[str], then: str
) -> None:
    folder = tmp_path_factory.mktemp("index")
    for file in pair.glob("*.*"):
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    vn = Node(pair / "vn").copied(folder / "vn")
    with opened(vn):
        brought_up(vn)
        for step in (*order, then):
            STEPS[step](vn)
            home, compact = brought_up(vn)
        by_steps = everything()
        models.Mark.objects.all().delete()
        models.Item.objects.all().delete()
        indexing.bring_up(home, compact, on=clock.today())
        assert everything() == by_steps
        known = (ledger.last_row(compact), changes.number(compact))
        assert indexing.is_current(shelf.mark(compact), known=known, on=clock.today())


def test_an_index_of_what_did_not_change_is_not_written(desk: Node) -> None:
    home, compact = brought_up(desk)
    models.Mark.objects.update(edition="another")
    assert indexing.bring_up(home, compact, on=clock.today()) == 0


# --- finding ------------------------------------------------------------------------------------

SPELLINGS = {
    "Entrevue à Hà Nội": ["entrevue", "ha noi", "HÀ NỘI", "Ha", "vue a"],
    "Tô Lâm reçoit Khamtay": ["to lam", "TÔ LÂM", "recoit"],
    "ກອງປະຊຸມຢູ່ວຽງຈັນ": ["ວຽງຈັນ", "ປະຊຸມ"],
    "កិច្ចប្រជុំនៅភ្នំពេញ": ["ភ្នំពេញ", "ប្រជុំ"],
    "Übung 50 % fertig_los": ["ubung", "50", "fertig"],
}


@contextmanager
def shelved(rows: list[Row]) -> Iterator[None]:
    """An index with these rows, and none of them afterwards."""
    with transaction.atomic(using="private"):
        mark = Mark(entry=1, ours="0", day=clock.today(), edition="test")
        shelf.put("c", rows, mark=mark, about=None)
        yield
        transaction.set_rollback(True, using="private")


def row(name: str, title: str, *, starts: str = "2026-01-01", days: int = 1) -> Row:
    words = folded(f"{name} {title}")
    day = datetime.date.fromisoformat(starts)
    longer = datetime.timedelta(days=days - 1)
    return Row(
        name=ItemId(name),
        digest=f"{name}{starts}{days}",
        item={"noun": "activity", "ours_alone": False, "since": day, "document": {}, "words": words},
        line={
            "ours_alone": False,
            "kind": "visit",
            "domain": "border",
            "participants": [],
            "title": {"en": title},
            "starts": day,
            "ends": day + longer,
            "is_long": longer >= shelf.LONG,
            "by_day": True,
            "progress": "to-come",
            "is_open": True,
            "touched": day,
        },
    )


def test_words_are_found_without_case_and_accents_in_every_script(desk: Node) -> None:
    del desk
    with shelved([row(f"line-{number}", title) for number, title in enumerate(SPELLINGS)]):
        for number, asked in enumerate(SPELLINGS.values()):
            for words in asked:
                found = [item.name for item in shelf.search("c", words, most=9)]
                lines = shelf.chosen("c", Wanted(search=words), on=clock.today())
                assert f"line-{number}" in found, words
                assert [line.name for line in lines] == found, words


@pytest.mark.parametrize(
    "hostile", ['"', '" OR "', "%", "_", "*", "NEAR(", "a:b", "\x00", "' --", "-", "(", "^"]
)
def test_signs_that_mean_something_to_a_database_are_only_words(desk: Node, hostile: str) -> None:
    del desk
    with shelved([row("line-1", "Visit or near a b")]):
        assert shelf.search("c", f"{hostile}zzz", most=9) == ()
        shelf.search("c", hostile, most=9)
        assert [item.name for item in shelf.search("c", f"visit {hostile}", most=9)] == ["line-1"]


@given(
    days=st.lists(st.sampled_from(["2026-01-01", "2026-01-02", "2026-05-05", "9999-12-31"]), max_size=25),
    size=st.integers(1, 7),
)
@settings(max_examples=40)
def test_pages_neither_lose_a_line_nor_give_one_twice(pair: Path, days: list[str], size: int) -> None:
    with (
        opened(Node(pair / "vn")),
        shelved([row(f"line-{n}", "x", starts=day) for n, day in enumerate(days)]),
    ):
        rows = shelf.chosen("c", Wanted(), on=clock.today())
        seen, after = [], ""
        for _ in range(len(days) + 1):
            found = shelf.page(rows, size=size, after=after)
            seen += [(str(line.starts), line.name) for line in found.lines]
            if found.after is None:
                break
            after = found.after
        assert seen == sorted((day, f"line-{number}") for number, day in enumerate(days))


DAYS = ["2025-12-20", "2025-12-25", "2025-12-26", "2026-01-01", "2026-03-31", "2026-04-01"]
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)


@given(lines=st.lists(st.tuples(st.sampled_from(DAYS), st.integers(1, 14)), max_size=20))
@settings(max_examples=40)
def test_what_falls_into_a_span_is_neither_lost_nor_given_twice(
    pair: Path, lines: list[tuple[str, int]]
) -> None:
    rows = [row(f"line-{n:02}", "x", starts=day, days=long) for n, (day, long) in enumerate(lines)]
    with opened(Node(pair / "vn")), shelved(rows):
        every = shelf.chosen("c", Wanted(), on=clock.today())
        parts = first_lines.overlapping(every, first=FIRST, last=LAST)
        found = [line.name for part in parts for line in part]
        assert sorted(found) == [
            line.name for line in every.order_by("name") if line.starts <= LAST and line.ends >= FIRST
        ]
        assert {line.name for line in first_lines.of_each(parts, most=len(lines))} == {*found}


@given(days=st.lists(st.sampled_from(DAYS), max_size=20), most=st.integers(1, 4))
@settings(max_examples=40)
def test_a_sheet_shows_the_first_lines_of_each_day(pair: Path, days: list[str], most: int) -> None:
    with (
        opened(Node(pair / "vn")),
        shelved([row(f"line-{n:02}", "x", starts=day) for n, day in enumerate(days)]),
    ):
        every = shelf.chosen("c", Wanted(), on=clock.today())
        shown = first_lines.of_each_day(every, [*map(datetime.date.fromisoformat, DAYS)], most=most)
        by_day = [[line for line in every.order_by("name") if str(line.starts) == day][:most] for day in DAYS]
        assert [(one.name, one.title, one.starts) for one in shown] == [
            (line.name, line.title, line.starts) for lines in by_day for line in lines
        ]


@given(titles=st.lists(st.sampled_from(["visit", "course", "visit and course"]), max_size=12))
@settings(max_examples=40)
def test_words_that_many_say_are_found_and_counted_as_those_that_few_say(
    pair: Path, titles: list[str]
) -> None:
    with opened(Node(pair / "vn")), shelved([row(f"line-{n}", title) for n, title in enumerate(titles)]):
        for words in ("visit", "course visit", "visit co"):
            wanted, few = Wanted(search=words), searching.sought(words)
            many = sum(all(word in title for word in words.split()) for title in titles)
            for sought in (few, evolve(few, is_common=True)):
                lines = shelf.chosen("c", wanted, on=clock.today(), sought=sought)
                assert len(lines) == many, words
                counted = shelf.count_chosen("c", wanted, on=clock.today(), sought=sought, most=3)
                assert counted == (min(many, 3), many > 3), words
