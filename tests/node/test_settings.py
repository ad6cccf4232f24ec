"""The page of settings names every variable that a node reads, and no other."""

import re
from pathlib import Path

_HOUSE = Path(__file__).parent.parent.parent
_NAME = re.compile(r"FOEDUS_[A-Z_]*[A-Z]")


def test_the_page_of_settings_names_every_variable_and_no_other() -> None:
    page = (_HOUSE / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    told = set(_NAME.findall(page))
    sources = [path.read_text(encoding="utf-8") for path in (_HOUSE / "src" / "foedus_node").rglob("*.py")]
    read = {name for source in sources for name in _NAME.findall(source)}
    assert read - told == set()
    assert {name for name in told if name.removesuffix("_FILE") not in read} == set()
