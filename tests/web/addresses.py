"""Every address of the pages, with something of the example in the place of its parts.

A test holds this list against what the pages answer, so that none is forgotten by the tests and the
pictures that go through all of them.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from tests.node.nodes import Node
from tests.web.ministries import Served

PAGES: Mapping[str, str] = {
    "acts": "/{c}/acts",
    "act": "/{c}/act/{act}",
    "activity": "/{c}/activity/{item}",
    "alike": "/{c}/people/alike",
    "begin-draft": "/{c}/drafts/begin?sort=plan",
    "calendar": "/{c}/plan/calendar",
    "change": "/{c}/activity/{item}/change",
    "drafts": "/{c}/drafts",
    "exchange": "/{c}/exchange",
    "figures": "/{c}/plan/figures",
    "mechanism": "/{c}/meetings/mechanisms/{mechanism}",
    "meetings": "/{c}/meetings",
    "met": "/{c}/people/met",
    "new-line": "/{c}/line?kind=visit",
    "office": "/{c}/people/offices/{office}",
    "papers": "/{c}/papers",
    "papers_of": "/{c}/papers/{item}",
    "people": "/{c}/people",
    "person": "/{c}/people/persons/{person}",
    "plan": "/{c}/plan",
    "report": "/{c}/activity/{item}/report",
    "said": "/{c}/said",
    "timeline": "/{c}/plan/timeline",
    "undertaking": "/{c}/said/{undertaking}",
    "word": "/{c}/said/{undertaking}/word",
    "visits": "/{c}/meetings/visits",
}
"""The pages that are read, by the names of their addresses."""

ENTERING: Mapping[str, str] = {
    "account_login": "/account/login/",
}
"""The pages that are read by whoever has not signed in."""

OTHERS: frozenset[str] = frozenset(
    {
        "decide",
        "describe-draft",
        "document",
        "draft",
        "drop-draft",
        "drop-note",
        "merge",
        "note",
        "ours-of",
        "part",
        "put-back",
        "rebase-draft",
        "strike",
        "take-back",
        "take-out",
        "undecide",
        "void-in-draft",
        "home",
        "language",
    }
)
"""What is no page to be read: ways on, forms that are only sent, files; each is tested in its own room."""


def pages(ministry: Served) -> dict[str, str]:
    """The addresses of the pages that are read, at a ministry of the example."""
    known = samples(ministry.node)
    return {name: address.format(**known) for name, address in PAGES.items()}


def samples(node: Node) -> dict[str, str]:
    """Something of the example for each part of an address."""
    compacts = sorted(node.data("status"), key=lambda row: len(row["parties"]))
    within = ("--compact", compacts[0]["compact"])
    shown = node.data("show", *within)
    by_noun: dict[str, list[str]] = {}
    for item in shown["items"] if isinstance(shown, dict) else shown:
        document = item.get("item", item)
        by_noun.setdefault(document["type"], []).append(document["id"])
    first = {noun: names[0] for noun, names in by_noun.items()}
    return {
        **first,
        "c": compacts[0]["compact"][:12],
        "act": compacts[0]["acts"][0]["act"][:12],
        "item": first["activity"],
    }


@cache
def routes() -> tuple[Mapping[str, Any], ...]:
    """Everything that the pages answer, as the programme itself tells it."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.web.routes"],
        env={**os.environ, "FOEDUS_NODE": "."},
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    return tuple(orjson.loads(process.stdout))
