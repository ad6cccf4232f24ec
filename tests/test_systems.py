"""The page of the ten systems is true: each has a story that types its commands, to the annual report."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PAGE = HOUSE / "docs" / "reference" / "ten-systems.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", line)]


def test_there_are_ten() -> None:
    assert [row.split("|")[1].strip() for row in ROWS] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_command_of_a_system_is_typed_in_one_of_its_stories(row: str) -> None:
    _, _, _, stories, commands, _, _ = row.split("|")
    told = "".join(typed(PAGE.parent / to) for to in re.findall(r"\]\(([^)]+)\)", stories))
    missing = [command for command in re.findall(r"`([^`]+)`", commands) if not is_typed(command, told)]
    assert missing == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_the_story_of_a_system_ends_in_the_annual_report(row: str) -> None:
    first = re.findall(r"\]\(([^)]+)\)", row.split("|")[3])[0]
    last = typed(PAGE.parent / first).splitlines()[-4:]
    assert any("foedus write annual" in line for line in last)


def typed(story: Path) -> str:
    """What is typed in a story, a line a command."""
    lines = story.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.partition("$ ")[2] for line in lines if re.match(r"~[a-z]*\$ ", line))


def is_typed(command: str, told: str) -> bool:
    """Whether a command is typed: its words, and after dots the beginning of its last word."""
    words = command.split()
    pattern = r"\bfoedus (--\S+ \S+ )*" + r"\b.*".join(re.escape(word.rstrip("…")) for word in words)
    return re.search(pattern, told) is not None
