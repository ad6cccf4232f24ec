"""How items, sides and times are said on one line by the commands that look at the whole."""

from typing import Any

from foedus.cooperation.item import Item
from foedus.oversight.cascade import LastWord
from foedus.terms import Date, Language, Period
from foedus_node.cli import printing


def title(item: Item, language: Language) -> str:
    """What an item is called: its title, gist or text, else its name or what it is about, else its noun."""
    for field in ("title", "gist", "text", "indicator"):
        wording = getattr(item, field, None)
        if wording:
            return printing.shortened(printing.words(wording, language), 90)
    return str(next((said for said in _names(item) if said), item.noun()))


def _names(item: Item) -> list[Any]:
    return [getattr(item, field, "") for field in ("name", "about", "kind")]


def last_word(word: LastWord, language: Language) -> str:
    """One side's last word: `LA: minutes, met, 2026-05-20`."""
    note = printing.shortened(printing.words(word.note, language), 60)
    parts = [part for part in (word.stage, word.outcome, str(word.on), note) if part]
    return f"{word.party}: {', '.join(parts)}"


def last_word_plain(word: LastWord) -> dict[str, Any]:
    """One side's last word as data."""
    return {
        "party": word.party,
        "stage": word.stage,
        "outcome": word.outcome,
        "on": str(word.on),
        "note": dict(word.note),
    }


def period(when: Period | None) -> str:
    """A time as precisely as it is known; `no date` for none."""
    return str(when) if when else "no date"


def ordinal(number: int) -> str:
    """A session's number: `5th`, `21st`."""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{suffix}"


def written(when: Period | Date | None) -> str | None:
    """A time as data; None for none."""
    return str(when) if when else None
