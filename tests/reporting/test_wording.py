"""What our papers say in their own words."""

import re
from collections import Counter
from pathlib import Path

import pytest

import foedus.reporting
from foedus.cooperation.assessment import Polarity
from foedus.cooperation.report import Outcome
from foedus.cooperation.template import defence
from foedus.errors import NoWordingError
from foedus.followup import State
from foedus.oversight.mechanisms import Stands
from foedus.oversight.progress import Progress
from foedus.oversight.targets import Agreement
from foedus.reporting.wording import READ, UNREAD, Words, words
from foedus.terms import Force, Language, Level, Party

EN, FR = words(Language("en")), words(Language("fr"))
LANGUAGES = [words(tag) for tag in (*READ, *UNREAD)]


def facts(template: str) -> Counter[str]:
    return Counter(re.findall(r"{([\w-]+)}", template))


@pytest.mark.parametrize("spoken", LANGUAGES, ids=[*READ, *UNREAD])
def test_every_language_says_the_same_things_with_the_same_facts(spoken: Words) -> None:
    # CLDR knows the parties' names; a language names those that its ministries write in another way.
    said, meant = (
        {key: facts(text) for key, text in one.table.items() if not key.startswith("party.")}
        for one in (spoken, EN)
    )
    assert said == meant
    assert [key for key, text in spoken.table.items() if not text.strip()] == []


def test_no_sentence_is_lent_from_another_language() -> None:
    lent = [
        (spoken.language, key)
        for spoken in LANGUAGES[1:]
        for key, text in spoken.table.items()
        if EN.table.get(key) == text and len(re.sub("{.*?}", "", text).split()) > 2
    ]
    assert lent == []


@pytest.mark.parametrize("spoken", LANGUAGES, ids=[*READ, *UNREAD])
def test_every_word_of_the_field_that_papers_name_has_its_wording(spoken: Words) -> None:
    topics = {
        "state": State,
        "progress": Progress,
        "outcome": Outcome,
        "force": Force,
        "polarity": Polarity,
        "levels": Level,
        "target": Outcome,
        "agreement": Agreement,
        "sitting": Stands,
    }
    wanted = {f"{topic}.{name}" for topic, names in topics.items() for name in names}
    assert wanted - spoken.table.keys() == set()


def test_a_paper_whose_words_nobody_has_read_says_so() -> None:
    assert {spoken.language: spoken.remark != "" for spoken in LANGUAGES} == {
        **dict.fromkeys(READ, False),
        **dict.fromkeys(UNREAD, True),
    }


def test_the_domains_of_the_template_have_their_names_in_every_language() -> None:
    tags = {*READ, *UNREAD}
    assert [field.domain for field in defence().domains.values() if field.title.keys() != tags] == []


def test_no_digits_but_the_common_ones_are_used() -> None:
    told = [text for tag in UNREAD for text in words(tag).table.values()]
    assert [text for text in told if re.search("[\u0ed0-\u0ed9\u17e0-\u17e9]", text)] == []


def test_a_party_is_called_what_its_language_calls_it() -> None:
    named = [words(tag).parties([Party("VN"), Party("LA")]) for tag in UNREAD]
    assert named == ["Việt Nam và Lào", "ຫວຽດນາມ ແລະ ລາວ", "វៀតណាម និង\u200bឡាវ"]


def test_no_wording_is_unused() -> None:
    room = Path(foedus.reporting.__file__).parent
    told = "".join(
        path.read_text(encoding="utf-8") for path in room.rglob("*") if path.suffix in {".py", ".typ"}
    )
    plain = [key for key in EN.table if "." not in key]
    assert [key for key in plain if not re.search(rf'["\'._]{re.escape(key)}\b', told)] == []


def test_french_keeps_its_no_break_spaces() -> None:
    loose = [template for template in FR.table.values() if re.search(r" [:;?!»]|« ", template)]
    assert loose == []


def test_a_language_without_wording_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(NoWordingError) as refusal:
        words(Language("th"))
    assert refusal.value.advice == "Choose one of: en, fr, vi, lo, km."


def test_what_is_signed_as_it_stands_is_refused_in_a_language_that_nobody_has_read() -> None:
    with pytest.raises(NoWordingError) as refusal:
        words(Language("vi"), read=True)
    assert refusal.value.advice == "Choose one of: en, fr."


def test_parties_are_named_as_cldr_names_them_and_organisations_by_their_capitals() -> None:
    parties = (Party("LA"), Party("KH"), Party("ASEAN"))
    assert EN.parties(parties) == "Laos, Cambodia and ASEAN"
    assert FR.parties(parties) == "Laos, Cambodge et ASEAN"
    assert FR.compact(parties) == "Laos – Cambodge – ASEAN"


def test_sessions_are_numbered_as_each_language_numbers_them() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 112)
    assert [EN.ordinal(number) for number in numbers] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
    assert [FR.ordinal(number) for number in (1, 2, 6)] == ["1re", "2e", "6e"]


def test_a_name_without_a_word_of_its_own_is_shown_as_it_is() -> None:
    assert EN.one_of("engagement", "regatta") == "Occasion"
    assert EN.one_of("instrument", "plan") == "Plan"
    assert FR.one_of("rank", "river marshal") == "river marshal"
