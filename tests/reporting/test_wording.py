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
from foedus.reporting.wording import PARTLY, WHOLE, Words, words
from foedus.terms import Force, Language, Level, Party

EN, FR = words(Language("en")), words(Language("fr"))
OF_ACTS = {
    "act", "act-hash", "certificate-of", "compact-hash", "effective", "field", "must-sign", "noun",
    "on-last-signature", "proof", "roots", "set-out", "shall-be", "signatures", "signed-at", "signed-by",
    "sort", "texts", "voided", "was",
}  # fmt: skip
"""What only the paper of an act says; it is written in English and French, whole."""


def facts(template: str) -> Counter[str]:
    return Counter(re.findall(r"{([\w-]+)}", template))


def test_english_and_french_say_the_same_things_with_the_same_facts() -> None:
    assert {key: facts(template) for key, template in EN.table.items()} == {
        key: facts(template) for key, template in FR.table.items()
    }


@pytest.mark.parametrize("spoken", [words(tag) for tag in (*WHOLE, *PARTLY)], ids=[*WHOLE, *PARTLY])
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
    assert wanted - (spoken.table.keys() - spoken.lent) == set()


def sentences_and_acts(key: str) -> bool:
    """What may stand in English: sentences, and what only the paper of an act says, which is not half."""
    return EN.table[key].endswith(".") or key.partition(".")[0] in OF_ACTS


@pytest.mark.parametrize("spoken", [words(tag) for tag in PARTLY], ids=PARTLY)
def test_headings_labels_states_and_names_stand_in_every_language(spoken: Words) -> None:
    assert [key for key in spoken.lent if not sentences_and_acts(key)] == []
    own = {key: text for key, text in spoken.table.items() if key not in spoken.lent}
    assert {key: facts(text) for key, text in own.items()} == {key: facts(EN.table[key]) for key in own}
    assert [key for key, text in own.items() if not text.strip()] == []


@pytest.mark.parametrize("spoken", [words(tag) for tag in PARTLY], ids=PARTLY)
def test_a_language_that_lends_sentences_says_so_and_in_its_own_words(spoken: Words) -> None:
    assert "lent" not in spoken.lent
    assert spoken.language_name(spoken.language) in spoken.remark


def test_the_domains_of_the_template_have_their_names_in_every_language() -> None:
    tags = {*WHOLE, *PARTLY}
    assert [field.domain for field in defence().domains.values() if field.title.keys() != tags] == []


def test_no_digits_but_the_common_ones_are_used() -> None:
    told = [text for tag in PARTLY for text in words(tag).table.values()]
    assert [text for text in told if re.search("[\u0ed0-\u0ed9\u17e0-\u17e9]", text)] == []


def test_a_party_is_called_what_its_language_calls_it() -> None:
    named = [words(tag).parties([Party("VN"), Party("LA")]) for tag in PARTLY]
    assert named == ["Việt Nam và Lào", "ຫວຽດນາມ ແລະ ລາວ", "វៀតណាម និង\u200bឡាវ"]


def test_no_wording_is_empty_and_none_is_unused() -> None:
    assert [key for key, template in (*EN.table.items(), *FR.table.items()) if not template.strip()] == []
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


def test_what_is_signed_as_it_stands_is_refused_in_a_language_that_is_not_whole() -> None:
    with pytest.raises(NoWordingError) as refusal:
        words(Language("vi"), whole=True)
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
