"""Lao and Khmer: what is read of them, what is found without borders of words, what is said not to be read.

The texts are ours and illustrative; nobody in them exists. They await a native reader, as the lexicons do.
"""

from itertools import pairwise
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading import sureness
from foedus.reading.facts import Outline, Reading
from foedus.reading.helping import helped, question
from foedus.reading.lexicon import KINDS, languages, lexicon
from foedus.reading.page import lay_out
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.received.language import READ_IN_PART, language_of
from foedus.reading.who.people import Gazetteer, Known
from foedus.terms import Date, Language, Party

LO, KM = Language("lo"), Language("km")
LA, KH, VN = Party("LA"), Party("KH"), Party("VN")

TALKS_LO = """ການພົບປະຂອງລັດຖະມົນຕີກະຊວງປ້ອງກັນປະເທດ ລາວ ແລະ ຫວຽດນາມ
ວຽງຈັນ, ວັນທີ 5 ກຸມພາ 2026

ທ່ານ ພົນໂທ ຄຳຕົວ ສົມມຸດ ລັດຖະມົນຕີກະຊວງປ້ອງກັນປະເທດ ແຫ່ງ ສປປ ລາວ ໄດ້ພົບປະກັບ ທ່ານ ພົນເອກ ຟານ ວັນ ເມົ້າ \
ລັດຖະມົນຕີກະຊວງປ້ອງກັນປະເທດ ສສ ຫວຽດນາມ ໃນວັນທີ 5-7 ກຸມພາ 2026. ສອງຝ່າຍຕົກລົງຈະພົບກັນອີກໃນວັນທີ ໑໒ ເດືອນ ໖ ປີ ໒໐໒໖.
"""
TALKS_KM = """ជំនួបរវាងរដ្ឋមន្ត្រីក្រសួងការពារជាតិកម្ពុជា និងវៀតណាម
ភ្នំពេញ ថ្ងៃទី៥ ខែកុម្ភៈ ឆ្នាំ២០២៦

ឯកឧត្តម នាយឧត្តមសេនីយ៍ សុខ គំរូ រដ្ឋមន្ត្រីក្រសួងការពារជាតិ នៃព្រះរាជាណាចក្រកម្ពុជា បានជួប ឯកឧត្តម នាយឧត្តមសេនីយ៍ \
ផាន វ៉ាន់ ម៉ៅ រដ្ឋមន្ត្រីក្រសួងការពារជាតិវៀតណាម ពីថ្ងៃទី៥ ដល់ថ្ងៃទី៧ ខែសីហា ឆ្នាំ២០២៦។
"""
MAU = Known(name="Phan Văn Mẫu", spellings=("ຟານ ວັນ ເມົ້າ", "ផាន វ៉ាន់ ម៉ៅ"), party=VN)
# These two are known in Latin letters alone, and are found by their sound.
KHAMTOUA = Known(name="Khamtoua Sommout", party=LA)
SOK = Known(name="Sok Kumrou", party=KH)
REGISTER = Gazetteer((MAU, KHAMTOUA, SOK))


def reading(text: str, *, known: Gazetteer = REGISTER) -> Reading:
    return read(Document.from_text(text, name="talks"), known=known)


def people(told: Reading) -> list[tuple[str, str | None, str | None, Party | None]]:
    return [(one.name, one.rank, one.office, one.party) for one in told.people]


def test_a_lao_text_gives_its_people_its_dates_and_its_parties_and_says_what_is_not_read() -> None:
    told = reading(TALKS_LO)
    assert (told.language, told.published) == (LO, Date(2026, 2, 5))
    assert people(told) == [
        ("ຄຳຕົວ ສົມມຸດ", "lieutenant general", "minister of defence", LA),
        ("ຟານ ວັນ ເມົ້າ", "general", "minister of defence", VN),
    ]
    assert told.not_read == ("engagements", "instruments", "commitments", "assessments")
    assert told.outline == Outline(
        dates=("2026-02-05", "2026-02-05/2026-02-07", "2026-06-12"),
        parties=(LA, VN),
        titles=("minister of defence (LA)", "lieutenant general", "general", "minister of defence (VN)"),
    )


def test_a_khmer_text_does_so_too_and_a_name_that_is_a_month_is_no_date() -> None:
    told = reading(TALKS_KM)
    assert (told.language, told.published) == (KM, Date(2026, 2, 5))
    assert people(told) == [
        ("សុខ គំរូ", "general", "minister of defence", KH),
        ("ផាន វ៉ាន់ ម៉ៅ", "general", "minister of defence", VN),
    ]
    assert told.outline == Outline(
        dates=("2026-02-05", "2026-08-05/2026-08-07"),
        parties=(KH, VN),
        titles=("minister of defence (KH)", "general", "minister of defence (VN)"),
    )
    page = lay_out(Document.from_text("លោក ទៀ សីហា បានថ្លែងនៅរាជធានីភ្នំពេញថ្ងៃនេះ។", name="x"), REGISTER)
    assert [date.start for date in page.dates] == []


def test_who_is_found_by_sound_keeps_the_name_as_printed_and_is_never_one_of_many() -> None:
    twice = Gazetteer((KHAMTOUA, Known(name="Kham Toua Sommouth", party=VN)))
    assert people(reading(TALKS_LO, known=Gazetteer((KHAMTOUA,)))) == [
        ("ຄຳຕົວ ສົມມຸດ", "lieutenant general", "minister of defence", LA)
    ]
    assert people(reading(TALKS_LO, known=twice)) == []
    assert people(reading(TALKS_LO, known=Gazetteer())) == []


def test_nothing_read_in_these_languages_is_sure_enough_for_one_click() -> None:
    told = (*reading(TALKS_LO).people, *reading(TALKS_KM).people)
    assert told
    assert all(one.confidence < sureness.ONE_CLICK for one in told)


def test_a_ministrys_model_may_add_what_is_not_read_where_the_words_stand_whole() -> None:
    document = Document.from_text(TALKS_LO, name="talks")
    told = {"force": "agreed", "by": ["LA", "VN"], "on": [], "domain": "exercise", "due": "2026-06-12"}
    whole = {"words": "ສອງຝ່າຍຕົກລົງຈະພົບກັນອີກ", "gist": "ພົບກັນອີກ", **told}
    cut = {"words": "ອງຝ່າຍຕົກລົງຈະພົບກັ", "gist": "ພົບກັນອີກ", **told}
    assert "exercise" in question(document)[0]["content"]
    got = helped(document, read(document), answer=dumps({"commitments": [whole, cut]}), model="owl")
    assert [one.gist for one in got.reading.commitments] == ["ພົບກັນອີກ"]
    assert (got.added, got.left_out) == (1, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ວຽງຈັນ", LO),
        ("ភ្នំពេញ", KM),
        ("ທ່ານ ລັດຖະມົນຕີ ໄດ້ພົບປະກັບ Mr. Anton Vell", LO),
        (
            f"The ministers met. {'ວຽງຈັນ'} {'They agreed to meet again in the same place next year. ' * 4}",
            "en",
        ),
        ("กรุงเทพมหานคร รัฐมนตรีว่าการกระทรวงกลาโหม", "th"),
    ],
)
def test_the_language_is_told_by_most_of_the_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_what_the_lexicons_say_is_read_is_what_is_told() -> None:
    in_part = {tag for tag in languages() if lexicon(tag).not_read}
    assert in_part == READ_IN_PART
    assert {kind for tag in in_part for kind in lexicon(tag).not_read} == {*KINDS} - {"people"}
    assert "not_read" not in reading("Le ministre a dit que la paix est bonne pour tous les pays.").scheme()
    assert reading(TALKS_LO).scheme()["outline"]["dates"][0] == "2026-02-05"


@pytest.mark.parametrize(
    ("language", "words", "dates"),
    [
        (LO, "ວັນທີ 5 ກຸມພາ 2026", ["2026-02-05"]),
        (LO, "ວັນທີ ໕ ກຸມພາ ໒໐໒໖", ["2026-02-05"]),
        (LO, "ວັນທີ 5 ເດືອນກຸມພາ ປີ 2026", ["2026-02-05"]),
        (LO, "ວັນທີ 5/2/2026", ["2026-02-05"]),
        (LO, "ວັນທີ 5 ຫາ ວັນທີ 7 ກຸມພາ 2026", ["2026-02-05/2026-02-07"]),
        (LO, "ເດືອນກຸມພາ ປີ 2026", ["2026-02"]),
        (LO, "ວັນທີ 5 ກຸມພາ ພ.ສ 2569", ["2026-02-05"]),
        (LO, "ປີ ພ.ສ. 2569", ["2026"]),
        (LO, "ກ.ພ. 5, 2026", ["2026-02-05"]),
        (LO, "ປີ 2026", ["2026"]),
        (LO, "ວັນທີ 31 ກຸມພາ 2026", ["2026"]),
        (KM, "ថ្ងៃទី៥ ខែកុម្ភៈ ឆ្នាំ២០២៦", ["2026-02-05"]),
        (KM, "ថ្ងៃទី 5 ខែកុម្ភៈ ឆ្នាំ 2026", ["2026-02-05"]),
        (KM, "ថ្ងៃទី៥\u200bខែកុម្ភៈ\u200bឆ្នាំ២០២៦", ["2026-02-05"]),
        (KM, "ថ្ងៃទី៥-៧ ខែកុម្ភៈ ឆ្នាំ២០២៦", ["2026-02-05/2026-02-07"]),
        (KM, "ថ្ងៃទី១២ ខែ៦ ឆ្នាំ២០២៦", ["2026-06-12"]),
        (KM, "ខែធ្នូ ឆ្នាំ២០២៦", ["2026-12"]),
        (KM, "ព.ស.២៥៦៩", ["2026"]),
    ],
)
def test_dates_are_read_in_either_digits_and_in_either_era(
    language: Language, words: str, dates: list[str]
) -> None:
    told = read(Document.from_text(words, name="x", language=language))
    assert told.outline is not None
    assert [*told.outline.dates] == dates


@pytest.mark.parametrize(
    ("language", "text", "borne"),
    [
        (LO, "ວຽງຈັນ, ວັນທີ 5 ກຸມພາ 2026\nທ່ານ ລັດຖະມົນຕີ ໄດ້ກ່າວ", Date(2026, 2, 5)),
        (LO, "ກ.ພ. 5, 2026 | ຂ່າວ\nທ່ານ ລັດຖະມົນຕີ ໄດ້ກ່າວ", Date(2026, 2, 5)),
        (LO, "ຫົວຂໍ້ຂ່າວ\nທີ່ນະຄອນຫຼວງວຽງຈັນ ວັນພະຫັດ ວັນທີ ໕ ກຸມພາ ໒໐໒໖", Date(2026, 2, 5)),
        (KM, "រាជធានីភ្នំពេញ ថ្ងៃព្រហស្បតិ៍ ទី៥ ខែកុម្ភៈ ឆ្នាំ២០២៦\nលោករដ្ឋមន្ត្រី", Date(2026, 2, 5)),
        # A day on which something happened is not the day that a text bears.
        (LO, "ໃນວັນທີ 5 ກຸມພາ 2026 ລັດຖະມົນຕີ ໄດ້ກ່າວ", None),
        (LO, "ການປະຊຸມ ວັນທີ 5 ກຸມພາ 2026\nທ່ານ ລັດຖະມົນຕີ", None),
        (KM, "ថ្ងៃទី៥ ខែកុម្ភៈ ឆ្នាំ២០២៦ លោករដ្ឋមន្ត្រីបានជួប", None),
    ],
)
def test_the_date_borne_stands_in_a_line_of_its_own(
    language: Language, text: str, borne: Date | None
) -> None:
    assert Document.from_text(text, name="x", language=language).published == borne


@pytest.mark.parametrize(
    ("language", "words", "parties"),
    [
        # ຊາດ is Chad, and a nation; ມາລີ is Mali, and part of a name.
        (LO, "ສະພາແຫ່ງຊາດ", ()),
        (LO, "ທ່ານ ຈູມມາລີ", ()),
        (LO, "ສ ປ ປ ລາວ", (LA,)),
        (LO, "ASEAN ແລະ ກໍາປູເຈຍ", (Party("ASEAN"), KH)),
        (LO, "under", ()),
        # A word ends before no vowel of its last letter.
        (LO, "ໄທ້", ()),
        (KM, "កម្ពុជា\u200bនិង\u200bវៀតណាម", (KH, VN)),
        (KM, "ថ្ងៃនេះ", ()),
    ],
)
def test_parties_are_found_without_borders_of_words_and_not_inside_of_syllables(
    language: Language, words: str, parties: tuple[Party, ...]
) -> None:
    told = read(Document.from_text(words, name="x", language=language))
    assert told.outline is not None
    assert told.outline.parties == parties


@given(st.text(st.sampled_from("ລາວຫວຽດນມໄທຈີເ່້ າກຳປູ5 .\u200b"), min_size=1, max_size=60))
def test_no_mark_begins_or_ends_within_a_syllable(text: str) -> None:
    words = lexicon(LO)
    folded = words.fold(text)
    marks = words.words.marks(folded)
    script = words.grammar["script"]
    run = [place for place, letter in enumerate(folded) if letter != " "]
    for mark in marks:
        assert folded[mark.end : mark.end + 1] not in {*script["begin_no_word"]}
        before = [place for place in run if place < mark.start]
        assert not before or folded[before[-1]] not in {*script["end_no_word"]}
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@given(st.text(st.characters(min_codepoint=0x0E80, max_codepoint=0x0EDF), min_size=1, max_size=200))
def test_whatever_is_written_in_lao_letters_is_read_or_refused_and_nothing_is_invented(text: str) -> None:
    document = Document.from_text("ລາວ " + text, name="x", language=LO)
    told = read(document, known=REGISTER)
    assert all(one.name in " ".join(document.text.split()) for one in told.people)
