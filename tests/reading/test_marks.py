"""The gold beside our own communiqués has the scheme's form: a wrong mark would measure nothing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOM = Path(__file__).parents[1] / "communiques"
GOLDS = sorted(ROOM.glob("??/*/*.json"))

_LISTS = ("people", "engagements", "instruments", "commitments", "assessments")
_DOMAINS = """
plan-execution strategic-exchange policy-dialogue border training peacekeeping exercise
non-traditional-security political-work communication-history logistics-technology
industry medicine remains-recovery youth multilateral crime-security economy
information-sharing unit-twinning other
"""
_KINDS = """
state-visit official-visit visit talks courtesy-call dialogue meeting exercise border-exchange patrol
training-course signing ceremony exhibition other
"""
_WORDS = {
    ("engagements", "kind"): _KINDS,
    ("engagements", "status"): "held under-way planned invited cancelled",
    ("instruments", "kind"): "plan agreement protocol memorandum minutes statement contract programme",
    ("instruments", "status"): "signed agreed in-execution to-be-signed mentioned",
    ("commitments", "force"): "agreed pledged proposed urged requested invited instructed planned",
    ("commitments", "domain"): _DOMAINS,
    ("assessments", "polarity"): "positive mixed negative",
}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: f"{path.parts[-3]}/{path.parts[-2]}/{path.stem}")
def test_a_gold_is_of_the_schemes_form(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert list(faults(gold, text)) == []


def test_every_text_has_its_gold() -> None:
    texts = {path.with_suffix("") for path in ROOM.glob("??/*/*.txt")}
    assert texts == {path.with_suffix("") for path in GOLDS}


def faults(gold: dict[str, Any], text: str) -> list[str]:
    """Everything in a gold that is not of the scheme's form."""
    found = [f"no list of {name}" for name in _LISTS if not isinstance(gold.get(name), list)]
    for name in _LISTS:
        for index, fact in enumerate(gold.get(name) or ()):
            found += [f"{name}[{index}].{one}" for one in wrong(name, fact, text)]
    return found


def wrong(name: str, fact: dict[str, Any], text: str) -> list[str]:
    """The fields of one fact that are not as they should be."""
    found = [
        f"{field}: {fact.get(field)}"
        for (of, field), words in _WORDS.items()
        if of == name and fact.get(field) not in words.split()
    ]
    found += [
        f"{field}: {fact[field]}"
        for field in ("start", "end", "due")
        if fact.get(field) is not None and not _DATE.fullmatch(str(fact[field]))
    ]
    anchor = fact.get("anchor")
    if name != "people" and (anchor is None or text.count(anchor) != 1):
        found.append(f"anchor: {anchor}")
    if name == "people" and str(fact.get("name")) not in text:
        found.append(f"name: {fact.get('name')}")
    return found
