"""What sides undertake, judge and meet for in English: one construction each, in sentences of our own."""

import pytest

from tests.reading.test_english import people_of, read_text

FRAME = "Defence Minister Juan Ejemplo of Chile met Defence Minister Luis Muestra of Peru in Lima. "
CHILE, PERU = ("CL",), ("PE",)
BOTH = ("PE", "CL")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Chief of Navy Staff (CNS) Admiral Ana Exemplo of Brazil spoke in Lima.",
            [("Ana Exemplo", "admiral", "chief of the naval staff", "BR")],
        ),
        (
            "Commander of Military Region 4, General Juan Ejemplo, spoke in Peru.",
            [("Juan Ejemplo", "general", "commander of Military Region 4", None)],
        ),
        (
            "Vice Director of the Swiss Federal Office of Police Anna Beispiel spoke.",
            [("Anna Beispiel", None, "vice director of the Swiss Federal Office of Police", "CH")],
        ),
        (
            "Minister of Health HE Pedro Ejemplar of Peru spoke.",
            [("Pedro Ejemplar", None, "minister of health", "PE")],
        ),
        (
            "Minister of Health of the Syrian Arab Republic HE Dr Musab Misal spoke.",
            [("Musab Misal", None, "minister of health", "SY")],
        ),
        (
            "Rosa Ejemplo, Director General, BSF, spoke in Peru.",
            [("Rosa Ejemplo", None, "director-general", None)],
        ),
        (
            "Mohammed bin Contoh Al Misal, Minister of Health of Oman, spoke.",
            [("Mohammed bin Contoh Al Misal", None, "minister of health", "OM")],
        ),
    ],
)
def test_offices_of_bodies_abbreviations_and_styles_leave_the_name_whole(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_of(text) == people


def said(sentence: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    return [(c.force, c.by, c.on, c.gist) for c in read_text(FRAME + sentence).commitments]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "The Chilean side proposed reopening the crossing.",
            [("proposed", CHILE, CHILE + PERU, "reopening the crossing")],
        ),
        ("We agreed to open a joint office.", [("agreed", BOTH, BOTH, "open a joint office")]),
        ("The Peruvian guest asked Chile to train cadets.", [("requested", PERU, CHILE, "train cadets")]),
        ("“We will train forty cadets,” Mr. Muestra said.", [("pledged", PERU, PERU, "train forty cadets")]),
        ("Muestra asked for Chile's assistance.", [("requested", PERU, CHILE, "Chile's assistance")]),
        (
            "Mr. Muestra said forty places would be reserved for cadets.",
            [("pledged", PERU, PERU, "forty places would be reserved for cadets")],
        ),
        (
            "The session resolved that the post would stay open at night.",
            [("agreed", BOTH, BOTH, "the post would stay open at night")],
        ),
        (
            "The two ministries will exchange cadets and train pilots, they agreed.",
            [("agreed", BOTH, BOTH, "exchange cadets"), ("agreed", BOTH, BOTH, "train pilots")],
        ),
        (
            "The two sides agreed to:\n\ni. open an office;\nii. train cadets; and\niii. exchange officers.",
            [
                ("agreed", BOTH, BOTH, "open an office"),
                ("agreed", BOTH, BOTH, "train cadets"),
                ("agreed", BOTH, BOTH, "exchange officers"),
            ],
        ),
        (
            "They agreed on training pilots, opening an office, and exchanging cadets.",
            [
                ("agreed", BOTH, BOTH, "training pilots"),
                ("agreed", BOTH, BOTH, "opening an office"),
                ("agreed", BOTH, BOTH, "exchanging cadets"),
            ],
        ),
        (
            "The two sides agreed to uphold a Free and Open Pacific.",
            [("agreed", BOTH, BOTH, "uphold a Free and Open Pacific")],
        ),
        ("The ministers agreed that cooperation has grown since 2020.", []),
        ("The ministers agreed that a joint office would lead to stability.", []),
        ("The two sides urged donors to honour their promises.", []),
        ("The exercise will contribute to peace.", []),
        ("Mr. Muestra called on Dr. Pedro Ejemplar, Minister of Health of Chile.", []),
    ],
)
def test_an_undertaking_has_who_speaks_who_acts_and_its_own_words(
    sentence: str, told: list[tuple[str, tuple[str, ...], tuple[str, ...], str]]
) -> None:
    assert said(sentence) == told


def test_an_agreement_of_an_earlier_year_is_no_undertaking_of_today() -> None:
    text = "Lima, 5 March 2026 – " + FRAME + "The two sides agreed in 2023 to share pictures."
    assert read_text(text).commitments == ()


def test_what_a_joint_statement_says_will_be_done_is_agreed_by_its_parties() -> None:
    text = "JOINT STATEMENT\n\n" + FRAME + "Peru will train forty cadets."
    assert [(c.force, c.by, c.on) for c in read_text(text).commitments] == [("agreed", BOTH, PERU)]


def occasions_of(sentence: str) -> list[tuple[str, str, str | None, str | None, str | None, int | None]]:
    found = read_text(FRAME + sentence).engagements[1:]
    return [
        (e.kind, e.status, str(e.start) if e.start else None, e.place, e.series, e.ordinal) for e in found
    ]


SESSIONS = (
    "The 12th session of the Joint Border Committee was held in Lima in 2024. "
    "The 13th session will be held in Santiago in 2027."
)


@pytest.mark.parametrize(
    ("sentence", "occasions"),
    [
        (
            SESSIONS,
            [
                ("dialogue", "held", "2024", "Lima", "joint border committee", 12),
                ("dialogue", "planned", "2027", "Santiago", "joint border committee", 13),
            ],
        ),
        (
            "The two ministers co-chaired the fourth ministerial meeting on border security in Lima.",
            [("meeting", "held", None, "Lima", "ministerial meeting on border security", 4)],
        ),
        (
            "The two armies held the joint exercise 'Sample Shield' in Lima on 5 March 2026.",
            [("exercise", "held", "2026-03-05", "Lima", "exercise sample shield", None)],
        ),
        (
            "Minister Muestra led a delegation to Santiago from 7 to 9 May 2026.",
            [("visit", "held", "2026-05-07", "Santiago", None, None)],
        ),
        ("Peruvian officials are visiting Chile.", [("visit", "under-way", None, "Chile", None, None)]),
        ("The two ministers meet regularly.", []),
        ("\nNEXT MEETING\n", []),
    ],
)
def test_an_occasion_is_told_with_its_time_its_place_and_its_mechanism(
    sentence: str, occasions: list[tuple[str, str, str | None, str | None, str | None, int | None]]
) -> None:
    assert occasions_of(sentence) == occasions


def test_a_meeting_told_in_the_headline_and_then_by_its_name_is_one() -> None:
    text = (
        "A meeting of heads of border services took place in Lima\n\n"
        "On 5 March 2026 the eighth regional meeting of heads of border services of Chile and Peru "
        "was held in Lima."
    )
    told = [(e.kind, e.ordinal, e.place, str(e.start)) for e in read_text(text).engagements]
    assert told == [("meeting", 8, "Lima", "2026-03-05")]


def test_a_planned_week_day_is_the_next_one() -> None:
    text = (
        "Lima, 21 December 2026 – The fifth border conference of Chile and Peru will be held here on Tuesday."
    )
    assert [str(e.start) for e in read_text(text).engagements] == ["2026-12-22"]


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("The two sides agreed to promote substantive cooperation.", []),
        ("The ministers noted effective cooperation between the two armies.", [(BOTH, "positive")]),
        ("Mr. Muestra rated the second phase of the project as a fruitful one.", [(PERU, "positive")]),
    ],
)
def test_an_adjective_judges_what_is_and_not_what_is_to_be_done(
    sentence: str, judged: list[tuple[tuple[str, ...], str]]
) -> None:
    assert [(a.by, a.polarity) for a in read_text(FRAME + sentence).assessments] == judged
