"""The same story among 1,000 and among 10,000 documents: `python -m benchmarks.stories`.

Documents are made up: a few hundred people of forty pairs of countries meet on days of five years, and each
meeting is told by one, two or three documents, each with some of the facts, names spelt otherwise, a day
later. What a document's story costs must hardly grow with what else was read: it is held against the few
documents that left its traces. Printed beside: how many of the pairs are found, and how many are wrong.
Times are of the processor.
"""

import datetime
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from foedus.reading.lexicon.folding import unaccented
from foedus.reading.stories.telling import Stated, Telling, likeness
from foedus_node.storage import making

CLAIM = 3
FEW, MANY = 1_000, 10_000
ASKED = 200
FIRST = datetime.date(2021, 1, 1)
DAYS = 5 * 365
PARTS = tuple(consonant + vowel for vowel in "aoi" for consonant in "bcdfghklmnprstv")
COUNTRIES = (
    "FR",
    "DE",
    "ES",
    "IT",
    "PL",
    "RO",
    "KE",
    "TZ",
    "GH",
    "SN",
    "MA",
    "EG",
    "IN",
    "LK",
    "JP",
    "KR",
    "MN",
    "TH",
)
KINDS = ("talks", "official-visit", "dialogue", "exercise", "courtesy-call")
DOMAINS = ("border", "training", "exercise", "medicine", "information-sharing", "policy-dialogue")


def told(documents: int, chance: random.Random) -> Iterator[tuple[int, Telling]]:
    """So many documents, each with the number of the meeting that it tells."""
    people = {
        country: [
            " ".join("".join(chance.choices(PARTS, k=3)).capitalize() for _ in range(2)) for _ in range(15)
        ]
        for country in COUNTRIES
    }
    made, meeting = 0, 0
    while made < documents:
        meeting += 1
        facts = tuple(_meeting(people, chance))
        day = FIRST + datetime.timedelta(chance.randrange(DAYS))
        for _ in range(min(chance.choice((1, 1, 2, 3)), documents - made)):
            made += 1
            yield meeting, _retold(facts, day, chance)


def _meeting(people: dict[str, list[str]], chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    parties = chance.sample(COUNTRIES, 2)
    names = [name for party in parties for name in chance.sample(people[party], 2)]
    for party, name in zip((parties[0], parties[0], parties[1], parties[1]), names, strict=True):
        yield "people", {"name": name, "party": party, "office": "minister of defence", "rank": None}
    sides = {"parties": parties, "principals": [names[0], names[2]], "series": None, "ordinal": None}
    yield "engagements", {"kind": chance.choice(KINDS), "status": "held", "place": "Strelsau", **sides}
    for _ in range(3):
        task = {"domain": chance.choice(DOMAINS), "due": None, "gist": "train 40 officers", "force": "agreed"}
        yield "commitments", {**task, "by": parties, "on": parties}


def _retold(
    facts: tuple[tuple[str, dict[str, Any]], ...], day: datetime.date, chance: random.Random
) -> Telling:
    stated = []
    for number, (kind, fact) in enumerate(facts, start=1):
        said = dict(fact)
        if "name" in said:
            said["name"] = " ".join(said["name"].split()[:: chance.choice((1, 1, -1))])
            said["name"] = chance.choice((str, unaccented))(said["name"])
        if kind == "engagements":
            said |= {"start": day.isoformat(), "end": day.isoformat()}
        if kind == "engagements" or chance.random() < 0.8:
            stated.append(Stated(kind=kind, said=said, number=number))
    return Telling((day + datetime.timedelta(chance.choice((0, 1, 1, 2)))).isoformat(), tuple(stated))


def kept(documents: int) -> dict[int, int]:
    """Keep so many documents on the node; gives the meeting that each tells, by its number."""
    from django.utils import timezone  # noqa: PLC0415 (Django is set up by now)

    from foedus_node.desk import stories  # noqa: PLC0415 (the same)
    from foedus_node.storage.private import models, writing  # noqa: PLC0415 (the same)

    models.Trace.objects.all().delete()
    models.Proposal.objects.all().delete()
    models.Document.objects.all().delete()
    meetings = {}
    with writing.all_or_none():
        for place, (meeting, telling) in enumerate(told(documents, random.Random(3))):  # noqa: S311 (made up)
            row = models.Document.objects.create(
                compact="",
                sha256=f"{place:064x}",
                name="made up",
                headline="made up",
                language="en",
                published=telling.published,
                text="made up",
                read_at=timezone.now(),
            )
            rows = [
                models.Proposal(
                    document=row,
                    kind=one.kind,
                    fact=dict(one.said),
                    start=0,
                    end=4,
                    rule="made up",
                    confidence=90,
                )
                for one in telling.facts
            ]
            models.Proposal.objects.bulk_create(rows)
            stories.trace(row.pk)
            meetings[row.pk] = meeting
    return meetings


def measured(documents: int) -> tuple[float, float, float]:
    """The median time of a document's story, in ms; precision and recall over those asked for."""
    from foedus_node.desk import stories  # noqa: PLC0415 (Django is set up by now)
    from foedus_node.storage.private import models, readings  # noqa: PLC0415 (the same)

    meetings = kept(documents)
    taken, right, wrong, of = [], 0, 0, 0
    for number in random.Random(5).sample(sorted(meetings), ASKED):  # noqa: S311 (which are asked for)
        sha256 = models.Document.objects.values_list("sha256", flat=True).get(pk=number)
        held = readings.held(sha256, compact="")
        assert held is not None
        start = time.process_time()
        found = stories.beside(held, compact="")
        taken.append(time.process_time() - start)
        right += sum(meetings[one.head.number] == meetings[number] for one in found)
        wrong += sum(meetings[one.head.number] != meetings[number] for one in found)
        of += sum(meeting == meetings[number] for meeting in meetings.values()) - 1
    return 1000 * statistics.median(taken), right / max(1, right + wrong), right / of


def bare(documents: int) -> float:
    """The time of holding one document against all others, in ms, their facts at hand."""
    tellings = [telling for _, telling in told(documents, random.Random(3))]  # noqa: S311 (made up)
    for one in tellings:
        _unused = one.people, one.days  # what is told once is not counted
    start = time.process_time()
    for other in tellings:
        likeness(tellings[0], other)
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print the times, the ratio, and what is found."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FOEDUS_NODE": folder, "DJANGO_SETTINGS_MODULE": "foedus_node.settings"}
        os.environ["FOEDUS_COMMON_ONLY"] = "0"
        (Path(folder) / "data").mkdir()
        making.make(Path(folder), as_files=True, until={})
        django.setup()
        few, *_ = measured(FEW)
        many, precision, recall = measured(MANY)
    print(
        f"a document's story: {few:.1f} ms among {FEW:,}, {many:.1f} ms among {MANY:,}: "
        f"{many / few:.1f} times (claimed: at most {CLAIM}); precision {precision:.3f}, recall {recall:.3f}"
    )
    print(f"one document held against all {MANY:,}: {bare(MANY):.0f} ms")


if __name__ == "__main__":
    main()
