"""What the process that serves the pages has loaded: none of what few ask for, whatever page is read."""

import subprocess
import sys
from pathlib import Path

import orjson

from tests.node.nodes import Node
from tests.web.addresses import PAGES, at_work, samples
from tests.web.ministries import CLOCK

APART = {
    "altair",
    "docx",
    "docxtpl",
    "ninja",
    "numpy",
    "openpyxl",
    "py3langid",
    "pyhanko",
    "pypdf",
    "pkcs11",
    "requests",
    "typst",
    "vl_convert",
    "xlsxwriter",
}
"""What sets papers, draws, reads and writes workbooks, tells languages, opens tokens, asks directories."""


LATER = {
    "allauth.mfa.webauthn.internal.auth",
    "cattrs",
    "fido2",
    "foedus.cooperation.document",
    "foedus.followup",
    "foedus.interchange",
    "foedus.oversight",
    "foedus.reading",
    "foedus.register",
    "foedus_node.desk",
    "foedus_node.web.desks",
    "foedus_node.web.views",
    "rapidfuzz",
}
"""What makes the pages of a compact, and second factors: loaded once the first page was given out."""


def test_pages_are_served_without_what_few_ask_for(example: Path, tmp_path: Path) -> None:
    node = at_work(example, tmp_path / "vn")
    known = samples(node)
    addresses = [address.format(**known) for address in PAGES.values()]
    asked = {"read": addresses, "take_in": PAGES["reading"].format(**known)}
    loaded = {name.partition(".")[0] for name in _loaded(node, "chief", asked=asked)}
    assert {"django", "whitenoise", "allauth"} <= loaded
    assert loaded & APART == set()


def test_the_first_page_waits_for_nothing_that_makes_the_others(example: Path, tmp_path: Path) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    loaded = set(_loaded(node))
    assert {"foedus_node.web.urls", "allauth.account.views"} <= loaded
    assert loaded & LATER == set()


def _loaded(node: Node, *words: str, asked: object = None) -> list[str]:
    """The modules that the process of a node's pages has loaded once it was asked."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.loaded", *words],
        input=orjson.dumps(asked),
        env={**node.environment(FOEDUS_CLOCK=CLOCK), "FOEDUS_NODE": str(node.folder)},
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[str] = orjson.loads(done.stdout)
    return found
