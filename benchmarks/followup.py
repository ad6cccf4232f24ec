"""What is proposed to answer an undertaking, against what truly does: `python -m benchmarks.followup`.

The chronology of `tests/followup` tells what was said and what took place from 2021 to 2026, and what
truly answers what. One half of its undertakings chose the weights, the other was held out; both are
shown, beside the simplest rule there is: what took place next in the same domain among those who must
act. Then as many undertakings as asked for are followed among as many occasions, which must not take
as long as holding each against each.
"""

import argparse
import datetime
import time

from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import follow_up
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period
from tests.followup.chronology import chronology, figures, next_of_the_domain, proposing, restating

CLAIM = 1.5
CLAIM_TO_GROW = 6

_PARTIES = tuple(map(Party, ("KH", "LA", "VN")))
_KINDS = (
    ("border", "patrol", "walk the line of the sector"),
    ("training", "training-course", "open a course for officers"),
    ("exercise", "exercise", "exercise rescue together"),
    ("policy-dialogue", "dialogue", "hold the dialogue again"),
    ("strategic-exchange", "official-visit", "come for an official visit"),
)


def large(many: int) -> Register:
    """A register of so many undertakings and as many occasions, over twenty years (illustrative)."""
    items: list[Undertaking | Engagement] = []
    for number in range(many):
        domain, kind, gist = _KINDS[number % len(_KINDS)]
        pair = tuple(party for at, party in enumerate(_PARTIES) if at != number // len(_KINDS) % 3)
        day = datetime.date(2005, 1, 1) + datetime.timedelta(days=number * 7300 // many)
        source = Source(document="0" * 64, published=Date.on(day), start=0, end=0, words=gist)
        items.append(
            Undertaking(
                id=ItemId(f"u-{number}"),
                force=Force.AGREED,
                by=pair,
                on=pair,
                domain=Domain(domain),
                due=Date(day.year + 1),
                gist={Language("en"): f"{gist} at place {number * 7 % many}"},
                source=source,
            )
        )
        held = Date.on(day + datetime.timedelta(days=200))
        items.append(
            Engagement(
                id=ItemId(f"e-{number}"),
                kind=kind,
                status=Status.HELD,
                when=Period(held, held),
                place=f"Place {number * 7 % many}",
                parties=pair,
            )
        )
    since = datetime.date(2005, 1, 1)
    in_force = [InForce(item, "a" * 64, since) for item in items]
    return fold(party=_PARTIES[-1], in_force=in_force, reports=[], own=[], on=datetime.date(2026, 1, 1))


def seconds(many: int) -> float:
    """How long it takes to follow so many, in seconds of the processor."""
    register = large(many)
    start = time.process_time()
    follow_up(register)
    return time.process_time() - start


def main() -> None:
    """Measure, and print the figures and their ratios."""
    parser = argparse.ArgumentParser(description="What is proposed, against what is true.")
    parser.add_argument(
        "--many", type=int, default=10_000, help="how many undertakings and occasions (10,000)"
    )
    many = parser.parse_args().many
    told = chronology()
    ours, simple, again = (rule(told.register) for rule in (proposing, next_of_the_domain, restating))
    halves = {
        "tuned": sorted(told.tuned),
        "held out": sorted(told.answers.keys() - told.tuned),
    }
    for name, half in halves.items():
        mine, theirs = (figures(told, rule, of=half, true=told.answers) for rule in (ours, simple))
        print(f"{name}, proposed:            {mine}")
        print(f"{name}, next of the domain:  {theirs}")
        print(f"{name}, said again:          {figures(told, again, of=half, true=told.restated)}")
        ratio = mine.reciprocal / theirs.reciprocal
        print(f"ratio of the mean reciprocal ranks: {ratio:.2f} (claimed: {CLAIM})")
    few, all_of_them = seconds(many // 4), seconds(many)
    print(f"{many // 4:,} followed among as many: {few:.1f} s; {many:,}: {all_of_them:.1f} s")
    print(f"ratio for four times as many: {all_of_them / few:.1f} (claimed: at most {CLAIM_TO_GROW})")


if __name__ == "__main__":
    main()
