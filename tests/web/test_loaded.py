"""What the process that serves the pages has loaded: none of what few ask for, whatever page is read."""

import subprocess
import sys
from pathlib import Path

import orjson

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


def test_pages_are_served_without_what_few_ask_for(example: Path, tmp_path: Path) -> None:
    node = at_work(example, tmp_path / "vn")
    known = samples(node)
    addresses = [address.format(**known) for address in PAGES.values()]
    asked = {"read": addresses, "take_in": PAGES["reading"].format(**known)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.loaded", "chief"],
        input=orjson.dumps(asked),
        env={**node.environment(FOEDUS_CLOCK=CLOCK), "FOEDUS_NODE": str(node.folder)},
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    loaded = set(orjson.loads(done.stdout))
    assert {"django", "whitenoise", "allauth"} <= loaded
    assert loaded & APART == set()
