"""What another ministry offers, brought to ours as a bundle, for tests that sign, decline or look."""

from pathlib import Path

from tests.node.nodes import Node
from tests.web.ministries import PASSWORD, Served

LATER = "2026-09-14T08:00:00Z"
"""The day before the tests of pages look: after everything that the example's parties have said by then."""


def said(node: Node, *words: str | Path) -> str:
    """Run a command of the example's node, whose keys open with the example's passphrase."""
    done = node.run(*words, FOEDUS_PASSPHRASE=PASSWORD, FOEDUS_CLOCK=LATER)
    assert done.code == 0, (words, done)
    return done.said


def offered(example: Path, ministry: Served, folder: Path, *, when: str = "2026-10-20/2026-10-23") -> str:
    """An offer of Laos on a copy of its node, taken in at ours: a visit's new date, a course struck out.

    Returns:
        The act, as addresses name it.
    """
    laos, compact = Node(example / "la").copied(folder / "la"), ministry.compacts[0]
    said(laos, "draft", "amendment", "october", "--compact", compact, "--title", "en=Visits of October")
    change = ("draft", "amend", "--compact", compact, "--draft", "october")
    said(laos, *change, "visit-2026", "--set", f"when={when}", "--set", "place=Hanoi")
    said(laos, *change, "border-course-2026", "--strike")
    told = said(laos, "offer", "october")
    said(laos, "export", folder / "la-to-vn.foedus", "--compact", compact, "--to", "VN")
    said(ministry.node, "import", folder / "la-to-vn.foedus")
    return told.split("act ")[1][:12]


def drafted(ministry: Served, *, item: str = "chief-visit-2026", when: str = "2026-12") -> str:
    """A draft of ours that changes a date; gives its name."""
    said(ministry.node, "draft", "amendment", "ours", "--compact", ministry.compacts[0], "--title", "en=Ours")
    change = ("draft", "amend", item, "--compact", ministry.compacts[0], "--draft", "ours")
    said(ministry.node, *change, "--set", f"when={when}")
    return "ours"
