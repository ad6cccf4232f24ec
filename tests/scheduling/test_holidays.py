"""The parties' public holidays: by name, joined where they follow each other, none where none are known."""

import datetime
from itertools import pairwise

from foedus.scheduling.holidays import Rest, rests
from foedus.terms import Language, Party

EN, LO, FR = Language("en"), Language("lo"), Language("fr")
LA, VN = Party("LA"), Party("VN")


def test_the_lao_new_year_is_one_rest_under_its_name() -> None:
    found = [one for one in rests(LA, year=2026, tongue=EN) if one.first.month == 4]
    assert found == [Rest(datetime.date(2026, 4, 14), datetime.date(2026, 4, 16), "Lao New Year's Day")]


def test_names_stand_in_the_partys_language_where_it_is_the_pages_and_else_in_english() -> None:
    english = [one.name for one in rests(LA, year=2026, tongue=EN)]
    assert [one.name for one in rests(LA, year=2026, tongue=FR)] == english
    assert [one.name for one in rests(LA, year=2026, tongue=LO)] != english


def test_rests_come_in_order_and_none_touches_the_next() -> None:
    for party in (VN, LA, Party("KH")):
        for year in (2025, 2026, 2027):
            found = rests(party, year=year, tongue=EN)
            assert all(
                one.first <= one.last < after.first - datetime.timedelta(days=1)
                for one, after in pairwise(found)
            )
            assert {one.first.year for one in found} == {year}


def test_an_organisation_has_no_holidays() -> None:
    assert rests(Party("ASEAN"), year=2026, tongue=EN) == ()
