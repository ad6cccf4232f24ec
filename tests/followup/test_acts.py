"""What the words of an undertaking ask for, and which words two texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.followup.acts import Asked, asked
from foedus.followup.rarity import Rarity, spelling_of, text_of, words_of
from foedus.terms import Force, Language, Level

EN, FR, VI, LO = Language("en"), Language("fr"), Language("vi"), Language("lo")


def wanted(
    *,
    engagements: str = "",
    activities: str = "",
    instruments: str = "",
    level: Level | None = None,
    session: int | None = None,
) -> Asked:
    return Asked(
        engagements=frozenset(engagements.split()),
        activities=frozenset(activities.split()),
        instruments=frozenset(instruments.split()),
        level=level,
        session=session,
    )


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (
            "hold the sixth dialogue of vice-ministers",
            EN,
            wanted(engagements="dialogue", activities="dialogue", level=Level.DEPUTY_MINISTER, session=6),
        ),
        ("tenir le 4e exercice", FR, wanted(engagements="exercise", activities="exercise", session=4)),
        (
            "tổ chức Đối thoại lần thứ 5",
            VI,
            wanted(engagements="dialogue", activities="dialogue", session=5),
        ),
        ("tuần tra song phương", VI, wanted(engagements="patrol", activities="border-patrol")),
        ("sign the protocol", EN, wanted(engagements="signing", instruments="protocol")),
        ("carry out the protocol in force", EN, wanted()),
        ("strengthen friendship", EN, wanted()),
        (
            "hội đàm giữa hai Tổng Tham mưu trưởng",
            VI,
            wanted(engagements="talks courtesy-call", activities="talks", level=Level.CHIEF_OF_STAFF),
        ),
    ],
)
def test_a_gist_asks_for_what_its_words_name(words: str, language: Language, expected: Asked) -> None:
    assert asked({language: words}) == expected


def test_an_invitation_asks_for_a_visit_and_what_is_put_in_writing_for_an_instrument() -> None:
    visits = wanted(
        engagements="visit official-visit state-visit", activities="visit", level=Level.CHIEF_OF_STAFF
    )
    assert asked({VI: "mời Tổng Tham mưu trưởng sang Lào"}, force=Force.INVITED) == visits
    written = asked({EN: "put the rules of joint exercises in writing"})
    assert (written.engagements, written.activities) == (frozenset({"signing"}), frozenset())
    assert {"agreement", "memorandum", "protocol"} <= written.instruments


def test_words_meet_by_their_beginnings_whatever_their_accents_and_endings() -> None:
    assert words_of("Markers, damaged", EN) == words_of("marker damage", EN)
    assert words_of("Logistique", FR) == words_of("logistics", EN)
    assert "song phuong" in words_of("song phương", VI)
    assert words_of("ຊາຍແດນ", LO) & words_of("ຊາຍແດນລາວ", LO)


def test_a_rare_word_says_more_than_a_common_one() -> None:
    common = [text_of({EN: f"cooperation of year {number}"}) for number in range(2001, 2020)]
    said = text_of({EN: "cooperation of museums"})
    rarity = Rarity.among([*common, said])
    museum, other = (text_of({EN: words}) for words in ("a museum", "cooperation"))
    assert rarity.likeness(said, museum)[0] > rarity.likeness(said, other)[0] > 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_whole_for_the_same_text(one: str, other: str) -> None:
    text, more = text_of({EN: one}), text_of({EN: other})
    rarity = Rarity.among([text, more])
    share, words = rarity.likeness(text, more)
    assert 0 <= share <= 1 + 1e-9
    assert set(words) <= text[EN] & (more[EN] | more[None])
    if text[EN]:
        assert rarity.likeness(text, text)[0] == pytest.approx(1)


def test_shared_words_are_shown_as_the_gist_spells_them() -> None:
    spelling = spelling_of({VI: "tuần tra song phương"})
    assert (spelling["tuan tra"], spelling["phuong"]) == ("tuần tra", "phương")
