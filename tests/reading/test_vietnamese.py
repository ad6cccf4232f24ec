"""What single Vietnamese sentences give: one construction each, in sentences of our own."""

import pytest

from foedus.reading.facts import Reading
from tests.reading.sentences import People, Undertakings, people_in, reading_of, undertakings_in

FRAME = (
    "Ngày 5-3-2026, tại Hà Nội, Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu đã hội đàm với "
    "Bộ trưởng Bộ Y tế Bulgaria Ivan Primeren. "
)


def read_text(text: str) -> Reading:
    return reading_of(text, "vi")


def people_of(text: str) -> People:
    return people_in(text, "vi")


def commitments_of(sentence: str) -> Undertakings:
    return undertakings_in(FRAME + sentence, "vi")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Sáng 28/8, Đại sứ Hoa Kỳ tại Việt Nam Ted Example đã thăm trường.",
            [("Ted Example", None, "ambassador", "US")],
        ),
        (
            "Lào và Thái Lan họp tại Viêng Chăn. Về phía Thái Lan có Đại tá Chai Tuayang, Tư lệnh Hải quân.",
            [("Chai Tuayang", "senior colonel", "navy commander", "TH")],
        ),
        (
            "Bộ Công an Việt Nam đón đoàn Bộ Công an Trung Quốc do ông Trương Lệ Thí, Bộ trưởng, dẫn đầu.",
            [("Trương Lệ Thí", None, "minister of public security", "CN")],
        ),
        (
            "Đại tá Lê Đức Mẫu, Tư lệnh Hải quân Việt Nam, đón Đại sứ Lào Bun-mi Tua-dàng tại Quảng Đức.",
            [
                ("Lê Đức Mẫu", "senior colonel", "navy commander", "VN"),
                ("Bun-mi Tua-dàng", None, "ambassador", "LA"),
            ],
        ),
        (
            "Ngày 5-3-2026, Cục trưởng Cục Dịch tễ Trần Văn Mẫu tiếp Bộ trưởng Bộ Y tế Pháp Jean Exemple.",
            [
                ("Trần Văn Mẫu", None, "director of Dịch tễ", "VN"),
                ("Jean Exemple", None, "minister of health", "FR"),
            ],
        ),
        (
            "Bộ trưởng Bộ Y tế Trần Thị Mẫu, Chủ tịch Phân ban Việt Nam, gặp Đại sứ Pháp Jean Exemple.",
            [
                ("Trần Thị Mẫu", None, "minister of health; chairman of the national section", "VN"),
                ("Jean Exemple", None, "ambassador", "FR"),
            ],
        ),
        (
            "Chính ủy Chi đội Quản lý rừng Bạch Thạch Trần Văn Mẫu gặp Đại sứ Pháp Jean Exemple.",
            [
                ("Trần Văn Mẫu", None, "political commissar of Chi đội Quản lý rừng Bạch Thạch", "VN"),
                ("Jean Exemple", None, "ambassador", "FR"),
            ],
        ),
        (
            "Trung tá Trần Văn Mẫu, Đồn trưởng Đồn Biên phòng Bạch Thạch, gặp Đại sứ Pháp Jean Exemple.",
            [
                ("Trần Văn Mẫu", "lieutenant colonel", "post commander of Bạch Thạch", "VN"),
                ("Jean Exemple", None, "ambassador", "FR"),
            ],
        ),
        (
            "Dự buổi gặp có ngài Rei Tatoe Đại sứ Nhật Bản tại Việt Nam, bà Ai Mihon, Trưởng đại diện ABC.",
            [("Rei Tatoe", None, "ambassador", "JP"), ("Ai Mihon", None, "head representative", "VN")],
        ),
        (
            "Đoàn do Thượng tướng Lê Văn Mẫu- Thứ trưởng Bộ Quốc phòng Việt Nam dẫn đầu đã tới Pháp.",
            [("Lê Văn Mẫu", "colonel general", "deputy minister of defence", "VN")],
        ),
        (
            "Hôm nay, Đại tá Phan Văn Hóa Mẫu, Cục trưởng Cục Đối ngoại, gặp Đại sứ Pháp Jean Exemple.",
            [
                ("Phan Văn Hóa Mẫu", "senior colonel", "director of the foreign relations department", "VN"),
                ("Jean Exemple", None, "ambassador", "FR"),
            ],
        ),
        (
            "Đại sứ Pháp Jean Exemple đặt hoa tại Tượng đài Chủ tịch Trần Văn Mẫu ở Hà Nội.",
            [("Jean Exemple", None, "ambassador", "FR")],
        ),
        (
            "Thứ trưởng Bộ Y tế Việt Nam Lê Văn Mẫu và ngài Raj Udaharan, Thứ trưởng Bộ Y tế Ấn Độ đã tới.",
            [
                ("Lê Văn Mẫu", None, "deputy minister of health", "VN"),
                ("Raj Udaharan", None, "deputy minister of health", "IN"),
            ],
        ),
        (
            "Thiếu tướng Ngô Thí Mẫu, Cục trưởng Cục Đối ngoại, gặp Đại sứ Lào Bun-mi Tua-dàng.",
            [
                ("Ngô Thí Mẫu", "major general", "director of the foreign relations department", "VN"),
                ("Bun-mi Tua-dàng", None, "ambassador", "LA"),
            ],
        ),
        (
            "Tổng Bí thư, Chủ tịch nước Lương Văn Thử tiếp Đại sứ Pháp Jean Exemple.",
            [
                ("Lương Văn Thử", None, "party general secretary; president", "VN"),
                ("Jean Exemple", None, "ambassador", "FR"),
            ],
        ),
        (
            "Thu truong Bo Noi vu Bangladesh Kamal Udahoron da den thu do Ha Noi cua Viet Nam.",
            [("Kamal Udahoron", None, "deputy minister of the interior", "BD")],
        ),
        (
            "Thượng tướng Lê Văn Mẫu, Ủy viên Trung ương Đảng Cộng sản Việt Nam, Bộ trưởng Bộ Y tế, đã tới.",
            [
                (
                    "Lê Văn Mẫu",
                    "colonel general",
                    "member of the party central committee; minister of health",
                    "VN",
                ),
            ],
        ),
        (
            "Hôm nay, Thượng tướng Ivan Ivanovich Primeren - Thứ trưởng Bộ Y tế Liên bang Nga đã tới.",
            [("Ivan Ivanovich Primeren", "colonel general", "deputy minister of health", "RU")],
        ),
    ],
    ids=[
        "an ambassador posted abroad",
        "a side with its delegate",
        "a delegation led, whatever the surname",
        "a country's name within another",
        "a body no list knows",
        "a section of a commission",
        "a body and a place before a name",
        "a post named after its holder",
        "a form of address and no comma",
        "a close dash",
        "a name like a field's",
        "a monument",
        "and opens a person",
        "department and surname",
        "two offices before a name",
        "no accents",
        "a party's member",
        "a dash",
    ],
)
def test_vietnamese_titles_make_people(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_of(text) == people


@pytest.mark.parametrize(
    ("sentence", "commitments"),
    [
        (
            "Hai bên nhất trí trao đổi đoàn các cấp, phối hợp phòng, chống tội phạm.",
            [
                ("agreed", "BG/VN", "BG/VN", "strategic-exchange", "trao đổi đoàn các cấp"),
                ("agreed", "BG/VN", "BG/VN", "crime-security", "phối hợp phòng, chống tội phạm"),
            ],
        ),
        (
            "Hai bên thỏa thuận:\n3.1. Mở lớp tiếng Việt.\n3.2. Xây dựng đường dây nóng.",
            [
                ("agreed", "BG/VN", "BG/VN", "training", "Mở lớp tiếng Việt"),
                ("agreed", "BG/VN", "BG/VN", "information-sharing", "Xây dựng đường dây nóng"),
            ],
        ),
        (
            "Bộ trưởng Trần Thị Mẫu đề nghị hai bên: Một là, mở lớp tiếng Việt. Hai là, cử giảng viên.",
            [
                ("proposed", "VN", "BG/VN", "training", "mở lớp tiếng Việt"),
                ("proposed", "VN", "BG/VN", "training", "cử giảng viên"),
            ],
        ),
        (
            "Phía Bulgaria nhất trí cấp 20 học bổng.",
            [("pledged", "BG", "BG", "training", "cấp 20 học bổng")],
        ),
        (
            "Bộ trưởng Trần Thị Mẫu yêu cầu Vụ Hợp tác quốc tế hoàn thiện giáo trình.",
            [("instructed", "VN", "VN", "training", "Vụ Hợp tác quốc tế hoàn thiện giáo trình")],
        ),
        ("Phía Bulgaria ghi nhận đề nghị này. Hai bên chưa nhất trí mở lớp.", []),
        ("Phía Bulgaria nhất trí với các đề nghị của Bộ trưởng.", []),
        ("Chiều nay, hai Bộ trưởng sẽ thăm bệnh viện.", []),
    ],
    ids=[
        "to be done, not told",
        "numbers of two levels",
        "words open items",
        "one side agrees",
        "an instruction",
        "nouns and denials",
        "assent to what was asked",
        "an event binds nobody",
    ],
)
def test_vietnamese_speech_acts_make_commitments(
    sentence: str, commitments: list[tuple[str, str, str, str, str]]
) -> None:
    assert commitments_of(sentence) == commitments


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Hai bên cho rằng hợp tác đào tạo còn nhiều bất cập.", [("BG/VN", "negative")]),
        ("Hai bên đánh giá hợp tác có kết quả tích cực, tuy còn nhỏ lẻ.", [("BG/VN", "mixed")]),
        ("Hai bên đánh giá quan hệ phát triển tốt đẹp.", [("BG/VN", "positive")]),
        ("Để hợp tác đi vào chiều sâu, hai bên cần cố gắng.", []),
        ("Bulgaria chúc mừng thành tựu phát triển kinh tế của Việt Nam.", []),
    ],
)
def test_vietnamese_judgements_are_of_the_cooperation(sentence: str, found: list[tuple[str, str]]) -> None:
    reading = read_text(FRAME + sentence)
    assert [("/".join(sorted(a.by)), a.polarity) for a in reading.assessments] == found


def test_a_date_before_a_visit_is_the_meetings_and_the_visits_own_stays_with_it() -> None:
    reading = read_text(
        "Hà Nội, 1/3/2026\nNgày 27/2, tại La Habana, nhân chuyến thăm chính thức Cuba từ ngày 25/2 đến 1/3, "
        "Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu đã hội đàm với Bộ trưởng Y tế Cuba José Ejemplo."
    )
    told = [(e.kind, str(e.start), str(e.end), e.principals) for e in reading.engagements]
    assert told == [
        ("official-visit", "2026-02-25", "2026-03-01", ("Trần Thị Mẫu",)),
        ("talks", "2026-02-27", "2026-02-27", ("Trần Thị Mẫu", "José Ejemplo")),
    ]


def test_a_session_of_a_committee_is_one_occasion_with_its_number() -> None:
    reading = read_text(
        "Hà Nội, 9.1.2026\nKỳ họp lần thứ X Ủy ban liên Chính phủ Việt Nam - Argentina đã được tổ chức tại "
        "Hà Nội ngày 8.1.2026, do Thứ trưởng Bộ Ngoại giao Việt Nam Đỗ Thị Mẫu và Thứ trưởng Bộ Ngoại giao "
        "Argentina Julián Ejemplar đồng chủ trì."
    )
    told = [(e.kind, e.series, e.ordinal, str(e.start), e.principals) for e in reading.engagements]
    principals = ("Đỗ Thị Mẫu", "Julián Ejemplar")
    assert told == [("dialogue", "intergovernmental committee", 10, "2026-01-08", principals)]


def test_a_paper_carried_out_keeps_its_fate_and_the_year_it_was_signed() -> None:
    reading = read_text(FRAME + "Hai bên tiếp tục thực hiện Bản ghi nhớ về hỗ trợ y tế ký năm 2021.")
    assert [(i.kind, i.status, i.year) for i in reading.instruments] == [("memorandum", "in-execution", 2021)]


BOTH = ("agreed", "BG/VN", "BG/VN")


@pytest.mark.parametrize(
    ("sentence", "commitments"),
    [
        (
            "Hai bên thống nhất: mỗi năm 6 bác sĩ Bulgaria sang học; hằng quý hội chẩn từ xa các ca nặng.",
            [
                (*BOTH, "mỗi năm 6 bác sĩ Bulgaria sang học"),
                (*BOTH, "hằng quý hội chẩn từ xa các ca nặng"),
            ],
        ),
        (
            "Thời gian tới, hai bên tiếp tục trao đổi giảng viên, mở thêm khóa đào tạo bác sĩ.",
            [
                ("planned", "BG/VN", "BG/VN", "tiếp tục trao đổi giảng viên"),
                ("planned", "BG/VN", "BG/VN", "mở thêm khóa đào tạo bác sĩ"),
            ],
        ),
        ("Hai bên nhất trí cho rằng, ba năm qua hai Bộ đã phối hợp có hiệu quả trong phòng dịch.", []),
        (
            "Bộ trưởng Trần Thị Mẫu đề nghị hai bên lập nhóm chuyên gia chung.",
            [("proposed", "VN", "BG/VN", "lập nhóm chuyên gia chung")],
        ),
        (
            "Hội nghị thông qua Kế hoạch năm 2027, với các việc chính: trao đổi bác sĩ; diễn tập cấp cứu.",
            [(*BOTH, "trao đổi bác sĩ"), (*BOTH, "diễn tập cấp cứu")],
        ),
        (
            "Văn kiện quy định Bulgaria viện trợ hai xe cứu thương.",
            [("agreed", "BG/VN", "BG", "viện trợ hai xe cứu thương")],
        ),
        (
            "Bà Trần Thị Mẫu cho rằng, thời gian tới, hai bên cần mở rộng đào tạo bác sĩ.",
            [("proposed", "VN", "BG/VN", "mở rộng đào tạo bác sĩ")],
        ),
        (
            "Bà Trần Thị Mẫu đề nghị trong thời gian tới Bộ Y tế hai nước cần đào tạo thêm bác sĩ.",
            [("proposed", "VN", "BG/VN", "đào tạo thêm bác sĩ")],
        ),
        ("Dự hội đàm có bà Hứa Thị Mẫu, Thứ trưởng Bộ Y tế Việt Nam, và đại diện một số bệnh viện.", []),
    ],
    ids=[
        "a list after a colon",
        "the time to come",
        "a view both share",
        "asked of both sides",
        "what a plan holds",
        "what a text provides",
        "what both need to do",
        "asked of those who need to do it",
        "a name like a verb",
    ],
)
def test_vietnamese_sentences_tell_what_is_to_be_done(
    sentence: str, commitments: list[tuple[str, str, str, str]]
) -> None:
    assert [(*one[:3], one[4]) for one in commitments_of(sentence)] == commitments


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Pa-xa-xôn (5-12-2026): Lào và Thái Lan mở lại cửa khẩu.", "2026-12-05"),
        ("Theo thông báo của Bộ Ngoại giao Lào ra ngày 6-11-2026, hai bên mở lại cửa khẩu.", "2026-11-06"),
        ("Cuộc họp giữa Lào và Thái Lan đã bế mạc rạng sáng nay (thứ Tư, 3/2/2027).", "2027-02-03"),
        ("Cuộc họp giữa Lào và Thái Lan đã bế mạc ngày 3/2/2027 tại Viêng Chăn.", None),
    ],
    ids=["a newspaper's name", "a statement's date", "this morning", "an occasion's date"],
)
def test_vietnamese_texts_bear_the_date_of_their_day(text: str, published: str | None) -> None:
    borne = read_text(text).published
    assert (str(borne) if borne else None) == published


def test_a_hope_for_what_will_be_is_no_judgement() -> None:
    text = FRAME + "Bộ trưởng Trần Thị Mẫu hi vọng quan hệ hợp tác giữa hai Bộ ngày càng hiệu quả."
    assert read_text(text).assessments == ()


def test_two_countries_that_open_a_headline_speak_together() -> None:
    text = "Nhật Bản, Pháp nhất trí tăng cường đào tạo bác sĩ\n\nBộ trưởng hai nước đã gặp nhau."
    assert [(c.force.value, c.by) for c in read_text(text).commitments] == [("agreed", ("JP", "FR"))]


def test_a_forum_speaks_as_one_beside_meetings_of_two() -> None:
    text = (
        "Ngày 5-3-2026, tại Manila, Hội nghị Bộ trưởng Y tế ASEAN lần thứ 9 đã diễn ra. Hội nghị nhất trí "
        "lập kho thuốc chung. Các nước ASEAN thông qua Tuyên bố Manila. Bên lề, Bộ trưởng Bộ Y tế Việt Nam "
        "Trần Thị Mẫu gặp Bộ trưởng Bộ Y tế Philippines Ana Halimbawa; hai bên thống nhất trao đổi bác sĩ. "
        "ASEAN sẽ họp năm 2027."
    )
    found = [(set(c.by), c.gist) for c in read_text(text).commitments]
    assert found[:2] == [({"ASEAN"}, "lập kho thuốc chung"), ({"VN", "PH"}, "trao đổi bác sĩ")]


def test_a_country_that_says_whose_a_thing_is_does_not_speak() -> None:
    text = (
        "Ngày 5-3-2026, Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu tiếp Đại sứ Hàn Quốc Kim Yesi. "
        "Bà Trần Thị Mẫu khẳng định quan hệ hợp tác Việt Nam - Hàn Quốc phát triển ngày càng mạnh mẽ."
    )
    assert [(a.by, a.polarity) for a in read_text(text).assessments] == [(("VN",), "positive")]


def test_what_a_paper_holds_is_told_in_the_next_sentence() -> None:
    sentence = "Hai bên đã ký Biên bản hội đàm. Theo đó, hai bên sẽ trao đổi bác sĩ."
    assert [(*one[:3], one[4]) for one in commitments_of(sentence)] == [(*BOTH, "trao đổi bác sĩ")]


@pytest.mark.parametrize(
    ("sentence", "domain"),
    [
        ("Bộ trưởng Trần Thị Mẫu mời Bộ trưởng Ivan Primeren sang thăm Việt Nam.", "strategic-exchange"),
        ("Bộ trưởng Trần Thị Mẫu mời phía Bulgaria cử quan sát viên dự diễn tập.", "exercise"),
    ],
    ids=["to come", "to send somebody"],
)
def test_an_invitation_has_the_field_of_what_it_is_to(sentence: str, domain: str) -> None:
    assert [(one[0], one[3]) for one in commitments_of(sentence)] == [("invited", domain)]


def test_how_far_a_paper_looks_is_not_its_year() -> None:
    sentence = "Hai bên ký Tuyên bố tầm nhìn chung về hợp tác y tế đến năm 2035."
    told = [(i.kind, i.year, i.status) for i in read_text(FRAME + sentence).instruments]
    assert told == [("statement", None, "signed")]


def test_how_often_two_have_met_is_no_meeting() -> None:
    told = "Hai bên ký thỏa thuận. Trong ba lần gặp nhau gần nhất, Việt Nam và Hàn Quốc cùng thắng."
    assert read_text(told).engagements == ()


def test_a_palace_is_no_president() -> None:
    text = "Hôm qua, tại Phủ Tổng thống Pháp, Chủ tịch nước Lương Văn Thử gặp Tổng thống Pháp Jean Exemple."
    assert [(p.name, p.party) for p in read_text(text).people] == [
        ("Lương Văn Thử", "VN"),
        ("Jean Exemple", "FR"),
    ]


def test_what_is_asked_of_ones_own_side_too_is_proposed() -> None:
    sentence = "Bà Trần Thị Mẫu đề nghị Bộ Y tế Việt Nam và Viện Dịch tễ Bulgaria đào tạo bác sĩ."
    assert [one[:3] for one in commitments_of(sentence)] == [("proposed", "VN", "BG/VN")]


def test_a_rank_alone_speaks_for_whoever_bears_it() -> None:
    text = (
        "Ngày 5-3-2026, Đại tướng Lê Văn Mẫu, Bộ trưởng Bộ Quốc phòng Việt Nam, đã tiếp "
        "Bộ trưởng Bộ Quốc phòng Bulgaria Ivan Primeren. Đại tướng đề nghị Bulgaria tiếp nhận 20 học viên."
    )
    found = [(c.force.value, c.by, c.on, c.gist) for c in read_text(text).commitments]
    assert found == [("requested", ("VN",), ("BG",), "tiếp nhận 20 học viên")]


def test_a_forum_whose_own_people_attend_is_no_side() -> None:
    text = (
        "Ngày 5-3-2026, tại Manila, Hội nghị Bộ trưởng Y tế ASEAN lần thứ 9 đã diễn ra. Tham dự có Bộ trưởng "
        "Bộ Y tế Việt Nam Trần Thị Mẫu, Bộ trưởng Bộ Y tế Lào Bun-mi Tua-dàng, Bộ trưởng Bộ Y tế Philippines "
        "Ana Halimbawa và Tổng Thư ký ASEAN Rei Contoh. Các Bộ trưởng nhất trí lập kho thuốc chung của ASEAN."
    )
    assert [(c.by, c.gist) for c in read_text(text).commitments] == [
        (("ASEAN",), "lập kho thuốc chung của ASEAN")
    ]
