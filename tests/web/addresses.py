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
    "account": "/{c}/administration/account/1",
    "account-new": "/{c}/administration/new",
    "act": "/{c}/act/{act}",
    "activity": "/{c}/activity/{item}",
    "acts": "/{c}/acts",
    "addresses": "/{c}/administration/addresses",
    "administration": "/{c}/administration",
    "alike": "/{c}/people/alike",
    "approval": "/{c}/administration/approval",
    "backups": "/{c}/administration/backups",
    "begin-draft": "/{c}/drafts/begin",
    "calendar": "/{c}/plan/calendar",
    "cascade": "/{c}/plan/cascade",
    "change": "/{c}/activity/{item}/change",
    "deeds": "/{c}/administration/deeds",
    "denounce": "/{c}/denounce",
    "draft": "/{c}/draft/{draft}",
    "drafts": "/{c}/drafts",
    "exchange": "/{c}/exchange",
    "figures": "/{c}/plan/figures",
    "keys": "/{c}/administration/keys",
    "keys-asked": "/{c}/administration/keys/asked",
    "keys-renew": "/{c}/administration/keys/renew",
    "kind": "/{c}/administration/kinds/visit",
    "kinds": "/{c}/administration/kinds",
    "lessons": "/{c}/reading/lessons",
    "map": "/{c}/plan/map",
    "mechanism": "/{c}/meetings/mechanisms/{mechanism}",
    "meetings": "/{c}/meetings",
    "met": "/{c}/people/met",
    "new-line": "/{c}/line",
    "news": "/{c}/news",
    "offer": "/{c}/draft/{draft}/offer",
    "office": "/{c}/people/offices/{office}",
    "ours-of": "/{c}/activity/{item}/ours",
    "paper": "/{c}/acts/{act}/paper",
    "papers": "/{c}/papers",
    "papers_of": "/{c}/papers/{item}",
    "people": "/{c}/people",
    "person": "/{c}/people/persons/{person}",
    "plan": "/{c}/plan",
    "document": "/{c}/reading/{document}",
    "reading": "/{c}/reading",
    "report": "/{c}/activity/{item}/report",
    "rights": "/{c}/rights",
    "said": "/{c}/said",
    "second-factor": "/{c}/administration/second-factor",
    "search": "/{c}/search?q=border",
    "subscribe": "/{c}/plan/subscribe",
    "timeline": "/{c}/plan/timeline",
    "today": "/{c}/",
    "undertaking": "/{c}/said/{undertaking}",
    "visits": "/{c}/meetings/visits",
    "word": "/{c}/said/{undertaking}/word",
}
"""The pages that are read, by the names of their addresses."""

ENTERING: Mapping[str, str] = {"account_login": "/account/login/"}
"""The pages that are read by whoever has not signed in."""

OF_A_PERSON: Mapping[str, str] = {
    "account_change_password": "/account/password/change/",
    "account_logout": "/account/logout/",
    "mfa_index": "/account/2fa/",
    "compacts": "/compacts",
    "compact-begin": "/compacts/begin",
    "compact-join": "/compacts/join",
}
"""The pages of somebody's own account, and of the node itself, where no compact is."""

IN_A_STATE = frozenset(
    {"approve", "approve-draft", "clashes", "decline", "exchange-proof", "handed", "sign", "work"}
)
"""What can be read only in a state that the example is not in; each is looked at in the tests of its room."""

FILES = frozenset(
    {"backup-file", "export", "feed", "filed", "handed-paper", "keys-request", "original", "work-file"}
)
"""What is taken as a file."""


def at_work(example: Path, folder: Path) -> Node:
    """A copy of Viet Nam's node with something on its desk: a draft, a document whose facts wait."""
    vn = Node(example / "vn").copied(folder)
    within = ("--compact", two_of(vn)["compact"])
    vn.do("draft", "amendment", "winter", *within, "--title", "en=What remains of the year (illustrative)")
    vn.do("draft", "amend", "memorandum-2026", *within, "--draft", "winter", "--set", "when=2026-12-15")
    vn.do("read", example / "documents" / "talks-2026-11.txt", *within)
    return vn


def two_of(node: Node) -> dict[str, Any]:
    """The compact of two in which a node of the example is."""
    found: dict[str, Any] = min(node.data("status"), key=lambda row: len(row["parties"]))
    return found


def pages(ministry: Served) -> dict[str, str]:
    """The addresses of the pages that are read, at a ministry of the example."""
    known = samples(ministry.node)
    return {name: address.format(**known) for name, address in PAGES.items()}


def samples(node: Node) -> dict[str, str]:
    """Something of the example for each part of an address."""
    compact = two_of(node)
    within = ("--compact", compact["compact"])
    first: dict[str, str] = {}
    for item in node.data("show", *within):
        first.setdefault(item["type"], item["id"])
    proposed = node.data("accept")
    return {
        **first,
        "c": compact["compact"][:12],
        "act": compact["acts"][-1]["act"][:12],
        "document": proposed[0]["document"][:12],
        "draft": node.data("draft", "show")[0]["name"],
        "item": first["activity"],
    }


@cache
def routes() -> tuple[Mapping[str, Any], ...]:
    """Everything that the pages answer, as the programme itself tells it."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.web.routes"],
        env={"PATH": os.environ.get("PATH", os.defpath), "FOEDUS_NODE": "."},
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    return tuple(orjson.loads(process.stdout))
