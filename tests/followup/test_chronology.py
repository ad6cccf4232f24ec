"""The chronology holds together, and what is proposed on it is right as often as is said."""

import json
from pathlib import Path

import pytest

from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.undertaking import Undertaking
from tests.followup.chronology import Chronology, chronology, figures, next_of_the_domain, proposing


@pytest.fixture(scope="module")
def told() -> Chronology:
    return chronology()


def test_it_is_large_enough_to_tell_something(told: Chronology) -> None:
    assert len(told.register.known(Undertaking)) >= 60
    assert len((*told.register.known(Engagement), *told.register.known(Instrument))) >= 80
    assert {one.id for one in told.register.known(Undertaking)} == set(told.answers)


def test_what_truly_answers_is_known_and_what_is_fact_is_named(told: Chronology) -> None:
    named = {item for items in (*told.answers.values(), *told.restated.values()) for item in items}
    facts = json.loads(Path(__file__).with_name("chronology.json").read_text(encoding="utf-8"))["facts"]
    assert {item for item in (*named, *facts) if told.register.item(item) is None} == set()


def test_nothing_in_it_is_linked_beforehand(told: Chronology) -> None:
    assert [one.id for one in told.register.known(Undertaking) if told.register.served_by(one.id)] == []
    assert [one.id for one in told.register.known(Undertaking) if one.restates] == []


def test_the_half_that_was_held_out_is_proposed_as_well_as_is_claimed(told: Chronology) -> None:
    held_out = sorted(told.answers.keys() - told.tuned)
    ours = figures(told, proposing(told.register), of=held_out, true=told.answers)
    simple = figures(told, next_of_the_domain(told.register), of=held_out, true=told.answers)
    assert (ours.reciprocal >= 0.8, ours.found_in_three >= 0.85) == (True, True), ours
    assert ours.reciprocal >= 1.5 * simple.reciprocal
