"""The parties' public holidays: by name, joined where they follow each other, none where none are known."""

import datetime
import re
from itertools import pairwise

import pytest

from foedus.scheduling import holidays
from foedus.scheduling.holidays import Rest, rests
from foedus.terms import Language, Party

EN, LO, FR = Language("en"), Language("lo"), Language("fr")
LA, VN = Party("LA"), Party("VN")


def test_the_lao_new_year_is_one_rest_under_its_name() -> None:
    found = [one for one in rests(LA, year=2026, tongue=EN) if one.first.month == 4]
    assert found == [Rest(datetime.date(2026, 4, 14), datetime.date(2026, 4, 16), "Lao New Year's Day")]


def test_names_stand_in_the_pages_language_with_the_days_that_they_tell() -> None:
    found = {
        tongue: [one.name for one in rests(VN, year=2026, tongue=Language(tongue)) if one.first.month == 8]
        for tongue in ("en", "fr", "vi", "lo", "km")
    }
    assert found == {
        "en": ["Day off (in place of 22 August 2026), National Day"],
        "fr": ["Jour chômé (au lieu du 22 août 2026), Fête nationale"],
        "vi": ["Ngày nghỉ (thay cho ngày 22 tháng 8 năm 2026), Quốc khánh"],
        "lo": ["ວັນພັກ (ແທນວັນທີ 22 ສິງຫາ 2026), ວັນຊາດ"],
        "km": ["ថ្ងៃឈប់សម្រាក (ជំនួសថ្ងៃទី 22 សីហា 2026), ទិវាជាតិ"],
    }


def test_french_names_the_first_of_a_month_as_such() -> None:
    found = [one.name for one in rests(VN, year=2018, tongue=FR) if one.first.month == 12]
    assert found == ["Jour chômé (au lieu du 5 janvier 2019)"]
    assert (
        holidays._name("Day off (substituted from 05/01/2019)", FR) == "Jour chômé (au lieu du 1er mai 2019)"
    )


@pytest.mark.parametrize("tongue", ["fr", "vi", "lo", "km"])
@pytest.mark.parametrize("party", [VN, LA, Party("KH")])
def test_nothing_of_these_countries_is_left_in_english(party: Party, tongue: str) -> None:
    for year in range(2018, 2041):
        english = {name for one in rests(party, year=year, tongue=EN) for name in one.name.split(", ")}
        said = {
            name for one in rests(party, year=year, tongue=Language(tongue)) for name in one.name.split(", ")
        }
        assert not said & english - {"Meak Bochea", "Visaka Bochea", "Pchum Ben"}, year
        assert not any(re.search(r"[0-9]/[0-9]|observed|lieu\)", name) for name in said), year


def test_of_a_country_without_words_here_what_has_none_stands_in_english() -> None:
    found = [one.name for one in rests(Party("JP"), year=2026, tongue=FR)]
    assert (found[0], found[1]) == ("Jour de l’An", "Coming of Age Day")


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
