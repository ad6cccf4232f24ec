"""The long records that the benchmarks work on: a plan, its amendments, and reports on its lines.

Everything in them is made up, and the same on every run.
"""

import argparse

from foedus.record.entry import By, EntryType
from tests.worlds import OFFICE, World

LINES = 50


def recorded(entries: int, *, acts: int = 1) -> World:
    """A world of two parties with so many entries in its logs.

    Args:
        entries: how many, with the keys, the mandates and the signatures.
        acts: how many acts both have signed besides the charter: a plan, and amendments of one line each.
    """
    world = World()
    names = [f"line-{number}" for number in range(LINES)]
    last = dict.fromkeys(names, world.act(dict.fromkeys(names), says={name: line(name) for name in names}))
    world.all_sign(last[names[0]])
    for number in range(acts - 1):
        name = names[number % LINES]
        last[name] = world.act({name: last[name]}, says={name: line(name, edition=number)})
        world.all_sign(last[name])
    for number in range(entries - sum(map(len, world.entries.values()))):
        party = world.parties[number % 2]
        said = {"item": names[number % LINES], "note": {"en": "Carried out as planned."}, "on": "2026-03-12"}
        made = world.next_entry(party, EntryType.REPORT, said, by=By(OFFICE, world.mandates[party]))
        # The record is verified by what is measured; to verify each entry here as well would only take time.
        world.logs[party] = world.logs[party].follow(made)
        world.entries[party].append(made)
    return world


def line(name: str, *, edition: int = 0) -> dict[str, object]:
    """What a line of the plan says."""
    return {
        "type": "activity",
        "id": name,
        "kind": "visit",
        "domain": "border",
        "title": {"en": f"Visit {name}, as amended for the {edition}th time (illustrative)"},
        "host": "VN",
        "participants": ["LA", "VN"],
        "when": "2026-03",
    }


def sizes(text: str) -> list[int]:
    """Sizes given on a command line, `22000,220000`."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not such as 22000,220000") from None
