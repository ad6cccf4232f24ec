"""Which occasions Vietnamese sentences tell: who met whom, when and where, in sentences of our own."""

import pytest

from tests.reading.test_vietnamese import FRAME, read_text

MET = "Bộ trưởng Bộ Y tế Việt Nam Trần Thị Mẫu"


def engagements_of(text: str) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    found = read_text(text).engagements
    return [(e.kind, e.status, str(e.start) if e.start else None, e.principals) for e in found]


@pytest.mark.parametrize(
    ("text", "engagements"),
    [
        (
            (
                f"Ngày 5-3-2026, {MET} đã chào xã giao Thủ tướng Pháp Jean Exemple và làm việc với "
                "Bộ trưởng Bộ Y tế Pháp Anne Exemplaire."
            ),
            [
                ("courtesy-call", "held", "2026-03-05", ("Trần Thị Mẫu", "Jean Exemple")),
                ("talks", "held", None, ("Trần Thị Mẫu", "Anne Exemplaire")),
            ],
        ),
        (
            f"{MET} sẽ hội đàm với Bộ trưởng Bộ Y tế Pháp Anne Exemplaire, chào Thủ tướng Pháp Jean Exemple.",
            [
                ("talks", "planned", None, ("Trần Thị Mẫu", "Anne Exemplaire")),
                ("courtesy-call", "planned", None, ("Trần Thị Mẫu", "Jean Exemple")),
            ],
        ),
        (
            (
                f"Ngày 5-3-2026, {MET} đón Bộ trưởng Bộ Y tế Pháp Anne Exemplaire. "
                "Ngay sau đó, hai Bộ trưởng đã tiến hành hội đàm."
            ),
            [("talks", "held", None, ("Trần Thị Mẫu", "Anne Exemplaire"))],
        ),
        (
            f"{MET} và Bộ trưởng Bộ Y tế Pháp Anne Exemplaire hôm 5-3-2026 đã có cuộc hội đàm.",
            [("talks", "held", "2026-03-05", ("Trần Thị Mẫu", "Anne Exemplaire"))],
        ),
    ],
    ids=["two met in turn", "two to be met", "the two ministers", "a day before the verb"],
)
def test_vietnamese_clauses_tell_who_met_whom(
    text: str, engagements: list[tuple[str, str, str | None, tuple[str, ...]]]
) -> None:
    assert engagements_of(text) == engagements


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"Ngày 5-3-2026, tại Trụ sở Bộ Quốc phòng, {MET} tiếp Bộ trưởng Bộ Y tế Pháp Anne Exemplaire.",
            ("talks", "2026-03-05", "Trụ sở Bộ Quốc phòng"),
        ),
        (
            f"Ngày 5-3-2026, tại Hà Nội, {MET} hội đàm với Bộ trưởng Bộ Y tế Liên bang Nga Ivan Primerov.",
            ("talks", "2026-03-05", "Hà Nội"),
        ),
        (
            (
                "Từ ngày 7 đến 9-8-2026, Kỳ họp lần thứ 16 Ủy ban liên Chính phủ Lào - Pháp đã diễn ra "
                "tại Viêng Chăn. Hai bên trao đổi ý kiến."
            ),
            ("dialogue", "2026-08-07", "Viêng Chăn"),
        ),
        (
            "Ngày 29-1-2026, hai đoàn Lào và Thái Lan đã tổ chức hội đàm định kỳ quý 4/2025 tại Viêng Chăn.",
            ("talks", "2026-01-29", "Viêng Chăn"),
        ),
    ],
    ids=["a building", "a federation is no place", "a session and its body", "a quarter's number"],
)
def test_vietnamese_occasions_have_their_day_and_place(text: str, told: tuple[str, str, str]) -> None:
    found = read_text(text).engagements
    assert [(e.kind, str(e.start), e.place) for e in found] == [told]


def test_who_headed_an_occasion_is_told_in_a_sentence_of_its_own() -> None:
    text = (
        "Ngày 5-3-2026, Ủy ban Biên giới khu vực Campuchia - Thái Lan đã họp tại Pailin. Đồng chủ trì "
        "cuộc họp là Trung tướng Kumru Mẫu, Tư lệnh Hải quân Campuchia, và Trung tướng Chai Tuayang, "
        "Tư lệnh Hải quân Thái Lan."
    )
    found = [(e.kind, e.series, e.principals) for e in read_text(text).engagements]
    assert found == [("dialogue", "regional border committee", ("Kumru Mẫu", "Chai Tuayang"))]


def test_a_session_dated_after_the_text_is_still_to_come() -> None:
    text = FRAME + "Kỳ họp lần thứ 9 Ủy ban liên Chính phủ Việt Nam - Bulgaria diễn ra tại Sofia năm 2029."
    told = [(e.status, str(e.start), e.ordinal) for e in read_text("Hà Nội, 6-3-2026. " + text).engagements]
    assert told[-1] == ("planned", "2029", 9)


def test_an_acronym_with_its_number_is_a_session_and_without_one_a_name() -> None:
    text = "Ngày 5-3-2027, ADMM-21 đã khai mạc tại Manila. Các Bộ trưởng đánh giá cao vai trò của ADMM."
    told = [(e.series, e.ordinal, e.place) for e in read_text(text).engagements]
    assert told == [("meeting of the ASEAN defence ministers", 21, "Manila")]
