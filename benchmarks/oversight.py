"""The cooperation looked at as a whole: plans of 1,000 and of 10,000 lines: `python -m benchmarks.oversight`.

Ten times the lines should take about ten times as long: each view goes through the register
a fixed number of times and never compares every line with every other. Times are of the processor.
"""

import datetime
import time
from collections.abc import Callable

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.undertaking import Undertaking
from foedus.oversight.cascade import cascade
from foedus.oversight.freshness import freshness
from foedus.oversight.mechanisms import mechanisms
from foedus.oversight.visits import visits
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period

CLAIM = 15
SECONDS = 1
FEW, MANY = 1_000, 10_000

VN, LA, EN = Party("VN"), Party("LA"), Language("en")
BORDER = Domain("border")
FIRST = datetime.date(2026, 1, 1)
KINDS = ("visit", "border-patrol", "training", "dialogue", "exercise")

VIEWS: dict[str, Callable[[Register], object]] = {
    "cascade": cascade,
    "mechanisms": mechanisms,
    "visits": visits,
    "freshness": freshness,
}


def cooperation(lines: int) -> Register:
    """A register of so many lines, a twentieth as many undertakings, and a report on every other line."""
    items: list[Item] = [Orientation(id=ItemId("orientation-1"), text={EN: "words"}, by=(LA, VN))]
    items.append(Mechanism(id=ItemId("dialogue"), title={EN: "Dialogue"}, kind="dialogue", parties=(LA, VN)))
    undertakings = lines // 20
    items += [
        Undertaking(
            id=ItemId(f"undertaking-{number}"),
            force=Force.AGREED,
            domain=BORDER,
            gist={EN: "words"},
            serves=(ItemId("orientation-1"),),
        )
        for number in range(undertakings)
    ]
    days = [FIRST + datetime.timedelta(days=number % 365) for number in range(lines)]
    planned = [_line(number, day, undertaking=number % undertakings) for number, day in enumerate(days)]
    return fold(
        party=VN,
        in_force=[InForce(item, "a" * 64, FIRST) for item in (*items, *planned)],
        reports=[
            Report(party=VN, item=line.id, outcome=Outcome.MET, on=line.when.end)
            for line in planned[::2]
            if line.when
        ],
        own=(),
        on=datetime.date(2026, 9, 1),
    )


def _line(number: int, day: datetime.date, *, undertaking: int) -> Activity:
    kind = KINDS[number % len(KINDS)]
    return Activity(
        id=ItemId(f"line-{number}"),
        kind=kind,
        domain=BORDER,
        title={EN: "words"},
        host=VN,
        participants=(LA, VN),
        when=Period(Date.on(day), Date.on(day)),
        serves=(ItemId(f"undertaking-{undertaking}"),),
        mechanism=ItemId("dialogue") if kind == "dialogue" else None,
        session=number if kind == "dialogue" else None,
    )


def seconds(view: Callable[[Register], object], lines: int) -> float:
    """How long a view takes on a fresh register, of the processor: the shortest of three times."""
    taken = []
    for _ in range(3):
        register = cooperation(lines)
        start = time.process_time()
        view(register)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print each view's time on both plans, and the ratio."""
    for name, view in VIEWS.items():
        few, many = seconds(view, FEW), seconds(view, MANY)
        print(
            f"{name}: {few * 1000:.0f} ms for {FEW:,} lines, {many * 1000:.0f} ms for {MANY:,}: "
            f"{many / few:.1f} times (claimed: at most {CLAIM}, and {SECONDS} s)"
        )


if __name__ == "__main__":
    main()
