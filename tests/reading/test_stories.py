"""The same story in several documents, told by the facts both state, and what they disagree on."""

import datetime
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.lexicon.folding import unaccented
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.stories.differences import disagreements, pairs
from foedus.reading.stories.telling import Stated, Telling, likeness, traces

ROOM = Path(__file__).parents[1] / "communiques"
TOLD_TWICE = sorted((ROOM / "pairs").glob("*/*.txt"))
SEEN = sorted(ROOM.glob("*/seen/*.txt"))
VARIED = 3
"""How often each text is told anew, changed as another source would tell it."""


@frozen
class Found:
    """How many pairs of one story there are, how many were found, and what was taken for one that is none."""

    of: int
    right: int
    wrong: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + len(self.wrong))
        return f"precision {precision:.3f}, recall {self.right / self.of:.3f} ({self.right} of {self.of})"


@cache
def told(path: Path) -> Telling:
    """What the reader finds in a text."""
    document = Document.from_bytes(path.read_bytes(), name=path.stem)
    return Telling.of(read(document).scheme(), text=document.text)


def story_of(path: Path) -> str:
    """What a text tells: those in one folder of pairs tell one story, every other text its own."""
    return path.parent.name if path in TOLD_TWICE else str(path)


def told_anew(one: Telling, chance: random.Random) -> Telling:
    """A text's facts as another source would tell them: fewer, a day later, names written otherwise."""
    spelt: dict[str, str] = {}

    def name(printed: str) -> str:
        if printed not in spelt:
            words = printed.split()[:: chance.choice((1, 1, 1, -1))]
            spelt[printed] = chance.choice((str, unaccented))(" ".join(words))
        return spelt[printed]

    published = one.published
    if len(published) == len("2026-03-12") and chance.random() < 0.5:
        published = str(datetime.date.fromisoformat(published) + datetime.timedelta(1))
    kept = tuple(one for one in one.facts if chance.random() > 0.35)
    return Telling(published, tuple(evolve(each, said=dict(_anew(each, name, chance))) for each in kept))


def _anew(fact: Stated, name: Callable[[str], str], chance: random.Random) -> Iterator[tuple[str, Any]]:
    for field, value in fact.said.items():
        if field == "name":
            yield field, name(value)
        elif field == "principals":
            yield field, [name(each) for each in value or () if chance.random() > 0.2]
        elif (field == "domain" and chance.random() < 0.25) or (field == "place" and chance.random() < 0.4):
            yield field, "other"
        elif field == "kind" and value == "talks" and chance.random() < 0.3:
            yield field, "meeting"
        else:
            yield field, value


def found(all_of: Mapping[str, tuple[str, Telling]]) -> Found:
    """Hold every two documents against each other; by name, each with its story and what it tells."""
    right, wrong, of = 0, [], 0
    for (one, (story, mine)), (other, (its, theirs)) in combinations(all_of.items(), 2):
        of += story == its
        if likeness(mine, theirs).is_same:
            right += story == its
            wrong += [(one, other)] if story != its else []
    return Found(of, right, tuple(wrong))


def test_stories_told_in_two_languages_are_found_and_no_others(
    record_property: Callable[[str, object], None],
) -> None:
    texts = {f"{path.parent.name}/{path.stem}": (story_of(path), told(path)) for path in (*TOLD_TWICE, *SEEN)}
    stories = found(texts)
    record_property("says", f"the same story, written by us in two languages, among {len(texts)}: {stories}")
    assert stories.wrong == ()
    assert stories.right >= 0.9 * stories.of


def test_stories_told_anew_by_another_source_are_mostly_found(
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(7)  # noqa: S311 (texts told anew, the same each time)
    all_of, traced, of = 0, 0, 0
    for path in SEEN:
        one = told(path)
        if not one.people or len(one.facts) < 4:
            continue
        for _ in range(VARIED):
            other = told_anew(one, chance)
            of += 1
            all_of += likeness(one, other).is_same
            traced += not traces(one, sought=True).isdisjoint(traces(other))
    record_property(
        "says", f"told anew: {all_of / of:.3f} of {of} found, {traced / of:.3f} leave a trace in common"
    )
    assert all_of >= 0.8 * of
    assert traced >= 0.95 * of


def test_those_who_tell_one_story_leave_a_trace_in_common() -> None:
    for one, other in combinations(TOLD_TWICE, 2):
        if story_of(one) == story_of(other):
            assert not traces(told(one), sought=True).isdisjoint(traces(told(other)))
            assert not traces(told(other), sought=True).isdisjoint(traces(told(one)))


@given(st.sampled_from([*TOLD_TWICE, *SEEN]), st.sampled_from([*TOLD_TWICE, *SEEN]))
def test_it_does_not_matter_which_of_two_is_held_against_which(one: Path, other: Path) -> None:
    assert likeness(told(one), told(other)).points == likeness(told(other), told(one)).points


def test_where_tellings_of_a_story_disagree_is_found() -> None:
    expected = tomllib.loads((ROOM / "pairs" / "differences.toml").read_text(encoding="utf-8"))
    missing = []
    for story, by_files in expected.items():
        for files, rows in by_files.items():
            one, other = (told(ROOM / "pairs" / story / f"{name}.txt") for name in files.split())
            differ = [
                [each.mine.kind, each.field, each.said, each.other] for each in disagreements(one, other)
            ]
            missing += [(story, files, row) for row in rows if row not in differ]
    assert missing == []


def test_a_telling_does_not_disagree_with_itself() -> None:
    for path in (*TOLD_TWICE, *SEEN):
        assert disagreements(told(path), told(path)) == ()


def test_each_fact_is_paired_with_one_other_at_most() -> None:
    for one, other in combinations(TOLD_TWICE, 2):
        if story_of(one) == story_of(other):
            found = pairs(told(one), told(other))
            for side in ("mine", "theirs"):
                numbers = [getattr(pair, side).number for pair in found]
                assert len(numbers) == len(set(numbers))


TALKS = {
    "kind": "talks",
    "status": "held",
    "start": "2026-03-04",
    "end": "2026-03-04",
    "place": "Hà Nội",
    "parties": ["VN", "FR"],
    "principals": [],
    "series": None,
    "ordinal": None,
}
PATROL = {
    "force": "agreed",
    "by": ["VN", "FR"],
    "on": ["VN", "FR"],
    "domain": "border",
    "due": "2026",
    "gist": "hold 1,200 joint patrols",
}


def telling(*facts: tuple[str, Mapping[str, Any]], published: str = "2026-03-05") -> Telling:
    stated = (Stated(kind=kind, said=said, number=number) for number, (kind, said) in enumerate(facts, 1))
    return Telling(published, tuple(stated))


def differing(one: tuple[str, Mapping[str, Any]], other: tuple[str, Mapping[str, Any]]) -> list[str]:
    return [each.field for each in disagreements(telling(one), telling(other))]


def test_a_less_precise_word_is_no_disagreement() -> None:
    assert (
        differing(("engagements", TALKS), ("engagements", {**TALKS, "start": "2026-03", "end": "2026-03"}))
        == []
    )
    assert differing(("commitments", PATROL), ("commitments", {**PATROL, "due": "2026-10"})) == []


def test_a_place_in_another_language_is_no_other_place() -> None:
    for one, other in (
        ("Hà Nội", "Hanoi"),
        ("Bruxelles", "Brussels"),
        ("Chine", "Trung Quốc"),
        ("Athènes", "Athens"),
    ):
        mine, theirs = ({**TALKS, "place": place} for place in (one, other))
        assert differing(("engagements", mine), ("engagements", theirs)) == []
    assert differing(("engagements", TALKS), ("engagements", {**TALKS, "place": "Huế"})) == ["place"]


def test_numbers_are_the_same_however_they_are_written() -> None:
    for gist in ("tenir 1 200 patrouilles", "tuần tra 1.200 lần", "hold 1200 patrols by 2027"):
        assert differing(("commitments", PATROL), ("commitments", {**PATROL, "gist": gist})) == []
    fewer = {**PATROL, "gist": "hold twelve patrols"}
    assert differing(("commitments", PATROL), ("commitments", fewer)) == ["numbers"]


def test_another_session_of_the_same_dialogue_is_another_story() -> None:
    held = {**TALKS, "kind": "dialogue", "ordinal": 5}
    people = tuple(("people", {"name": name, "party": "VN"}) for name in ("Illustro Exempla", "Ficto Modela"))
    one = telling(*people, ("engagements", held))
    assert likeness(one, one).is_same
    assert not likeness(one, telling(*people, ("engagements", {**held, "ordinal": 6}))).is_same


def test_the_same_people_on_another_day_tell_another_story() -> None:
    people = tuple(("people", {"name": name, "party": "VN"}) for name in ("Illustro Exempla", "Ficto Modela"))
    later = {**TALKS, "start": "2026-04-20", "end": "2026-04-20"}
    one = telling(*people, ("engagements", TALKS), ("commitments", PATROL))
    other = telling(*people, ("engagements", later), ("commitments", PATROL), published="2026-04-21")
    assert not likeness(one, other).is_same


def test_one_host_who_meets_two_sides_on_one_day_is_in_two_stories() -> None:
    host = ("people", {"name": "Illustro Exempla", "party": "VN"})
    guests = (("FR", "Ficto Modela"), ("KE", "Jan Sample"))
    told_of = [
        telling(
            host,
            ("people", {"name": name, "party": party}),
            ("engagements", {**TALKS, "parties": ["VN", party], "principals": ["Illustro Exempla", name]}),
            ("commitments", {**PATROL, "by": ["VN", party], "on": ["VN", party]}),
        )
        for party, name in guests
    ]
    assert [likeness(one, one).is_same for one in told_of] == [True, True]
    assert not likeness(*told_of).is_same


def test_two_meetings_of_other_people_on_one_day_are_two_stories() -> None:
    pairs_of = (("Illustro Exempla", "Ficto Modela"), ("Jan Sample", "Ana Ejemplo"))
    told_of = [
        telling(
            *(
                ("people", {"name": name, "party": party})
                for name, party in zip(names, ("VN", "FR"), strict=True)
            ),
            ("engagements", {**TALKS, "principals": [*names]}),
            ("commitments", PATROL),
        )
        for names in pairs_of
    ]
    assert not likeness(*told_of).is_same


@given(st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 30)), st.integers(0, 1))
def test_tellings_of_neighbouring_days_leave_a_trace_in_common(day: datetime.date, later: int) -> None:
    person = ("people", {"name": "Illustro Exempla", "party": "VN"})
    days = (day.isoformat(), (day + datetime.timedelta(later)).isoformat())
    one, other = (
        telling(person, ("engagements", {**TALKS, "start": when, "end": when}), published=when)
        for when in days
    )
    assert not traces(one, sought=True).isdisjoint(traces(other))
    assert not traces(other, sought=True).isdisjoint(traces(one))
