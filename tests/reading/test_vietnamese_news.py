"""What Vietnamese news tells in ways of its own: one construction each, in texts of our own."""

import pytest

from foedus.reading.facts import Reading
from tests.reading.sentences import people_in, reading_of, undertakings_in

FRAME = (
    "Ngày 5-3-2026, tại Hà Nội, Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu đã hội đàm với "
    "Bộ trưởng Bộ Y tế Bulgaria Ivan Primeren. "
)


def read_text(text: str) -> Reading:
    return reading_of(text, "vi")


def told_of(sentence: str) -> list[tuple[str, str]]:
    return [(one[0], one[4]) for one in undertakings_in(FRAME + sentence, "vi")]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ngày 5/3/2026, Cục Quân y làm việc với đoàn Bệnh viện Quân y Bulgaria.", {"BG", "VN"}),
        ("Ngày 5/3/2026, Sở Y tế tỉnh Lạng Sơn tiếp đoàn Sở Y tế Bạch Thạch (Lào).", {"LA", "VN"}),
        ("Ngày 5/3/2026, Công an tỉnh Vân Nam tiếp đoàn Công an tỉnh Lào Cai.", {"CN", "VN"}),
    ],
)
def test_bodies_without_their_country_are_of_the_texts_own_or_of_their_province(
    text: str, parties: set[str]
) -> None:
    assert [(e.kind, set(e.parties)) for e in read_text(text).engagements] == [("talks", parties)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Hai bên thống nhất một số nội dung trong năm 2027 như trao đổi bác sĩ, lập kho thuốc chung.",
            [("agreed", "trao đổi bác sĩ"), ("agreed", "lập kho thuốc chung")],
        ),
        (
            "Hai bên nhất trí đẩy mạnh hợp tác trong các lĩnh vực quốc phòng, văn hóa, du lịch.",
            [("agreed", "quốc phòng"), ("agreed", "văn hóa"), ("agreed", "du lịch")],
        ),
        (
            "Hợp tác y tế thời gian tới sẽ tập trung vào đào tạo bác sĩ; xây dựng bệnh viện.",
            [("agreed", "đào tạo bác sĩ"), ("agreed", "xây dựng bệnh viện")],
        ),
        (
            "Hai bên thống nhất lập kho thuốc. Đẩy mạnh đào tạo bác sĩ.",
            [("agreed", "lập kho thuốc"), ("agreed", "Đẩy mạnh đào tạo bác sĩ")],
        ),
        (
            "Hai bên thống nhất lập kho thuốc. Hai bên tiếp tục đào tạo bác sĩ.",
            [("agreed", "lập kho thuốc"), ("agreed", "tiếp tục đào tạo bác sĩ")],
        ),
        (
            "Hai bên thống nhất thời gian tới cần đào tạo bác sĩ.",
            [("agreed", "thời gian tới cần đào tạo bác sĩ")],
        ),
        ("Kỳ họp cũng thống nhất mở lại hai trạm xá.", [("agreed", "mở lại hai trạm xá")]),
        ("Bà Trần Thị Mẫu đề nghị lập kho thuốc chung.", [("proposed", "lập kho thuốc chung")]),
        (
            "Hai bên nhất trí tiếp tục phối hợp, hỗ trợ các trạm xá vùng cao.",
            [("agreed", "tiếp tục phối hợp, hỗ trợ các trạm xá vùng cao")],
        ),
    ],
)
def test_vietnamese_lists_and_what_goes_on_with_them(sentence: str, told: list[tuple[str, str]]) -> None:
    found = told_of(sentence)
    assert [(force, gist.removeprefix("như ")) for force, gist in found] == told


def test_an_invitation_handed_over_is_to_whoever_it_is_handed_to() -> None:
    sentence = "Ông Primeren chuyển lời mời của Tổng thống Bulgaria tới Thủ tướng Việt Nam sang thăm Sofia."
    found = [(c.force.value, c.by, c.on) for c in read_text(FRAME + sentence).commitments]
    assert found == [("invited", ("BG",), ("VN",))]


def test_a_summary_and_the_sentence_that_tells_it_again_are_one_thing_to_be_done() -> None:
    text = (
        "Việt Nam và Bulgaria hợp tác y tế\n\n"
        "Việt Nam và Bulgaria nhất trí lập kho thuốc chung tại Sofia.\n\n"
        + FRAME
        + "Hai bên nhất trí lập kho "
        "thuốc chung tại Sofia, mở lớp dạy điều dưỡng."
    )
    found = read_text(text).commitments
    assert [c.gist for c in found] == ["lập kho thuốc chung tại Sofia", "mở lớp dạy điều dưỡng"]
    assert all(c.evidence.start > text.index(FRAME) for c in found)


def test_talks_after_a_welcome_are_where_the_guest_was_welcomed() -> None:
    text = (
        "Chiều 5-3-2026, tại trụ sở Bộ Y tế, Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu chủ trì lễ đón "
        "Bộ trưởng Bộ Y tế Bulgaria Ivan Primeren. Ngay sau đó, hai bộ trưởng đã hội đàm."
    )
    talks = [e for e in read_text(text).engagements if e.kind == "talks"]
    assert [(str(e.start), e.place, set(e.principals)) for e in talks] == [
        ("2026-03-05", "trụ sở Bộ Y tế", {"Trần Thị Mẫu", "Ivan Primeren"})
    ]


def test_who_took_part_in_talks_were_told_of_and_no_more_talks() -> None:
    sentence = "Tham dự hội đàm có Cục trưởng Cục Dịch tễ Lê Văn Thử."
    assert [e.kind for e in read_text(FRAME + sentence).engagements] == ["talks"]


def test_an_exercise_is_named_in_quotation_marks() -> None:
    text = "Từ 5/3 đến 9/3/2026, quân đội Lào và Thái Lan tập trận chung mang tên “Rồng Vàng 2026”."
    assert [e.series for e in read_text(text).engagements] == ["exercise Golden Dragon"]


def test_a_head_of_state_is_told_by_the_country_after_a_bare_office() -> None:
    text = "Ngày 5/3/2026, Chủ tịch Cuba Pedro Muestra tiếp Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu."
    assert [(p.name, p.office) for p in read_text(text).people][:1] == [("Pedro Muestra", "president")]


def test_whose_words_a_sentence_tells_it_says_at_its_head() -> None:
    sentence = "Theo ông Ivan Primeren, hợp tác y tế hai nước luôn là điểm sáng."
    assert [(a.by, a.polarity) for a in read_text(FRAME + sentence).assessments] == [(("BG",), "positive")]


def test_what_is_good_and_what_is_wanting_in_one_thing_are_one_judgement() -> None:
    sentence = "Hai bên cho rằng hợp tác đạt nhiều kết quả quan trọng, song còn hạn chế."
    assert [a.polarity for a in read_text(FRAME + sentence).assessments] == ["mixed"]


def test_a_name_in_a_headlines_capitals_is_somebodys_below() -> None:
    text = "BỘ TRƯỞNG TRẦN THỊ MẪU TIẾP ĐẠI SỨ PHÁP\n" + FRAME
    assert [p.name for p in read_text(text).people] == ["Trần Thị Mẫu", "Ivan Primeren"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Thượng tướng Đoàn Thí Lương, Thứ trưởng Bộ Công an Việt Nam, tiếp đoàn Lào.", "Đoàn Thí Lương"),
        ("Trung tuong Vu Van Thi Du, Thu truong Bo Cong an Viet Nam, tiep doan Lao.", "Vu Van Thi Du"),
        ("Đoàn đại biểu Quân đội Lào do Đại tướng Vũ Mẫu An dẫn đầu thăm Việt Nam.", "Vũ Mẫu An"),
    ],
)
def test_a_name_after_a_rank_may_open_with_a_bodys_word(sentence: str, name: str) -> None:
    assert [person[0] for person in people_in(sentence, "vi")] == [name]
