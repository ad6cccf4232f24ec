"""How agencies and joint papers write in English: one construction each, in sentences of our own."""

import pytest

from tests.reading.sentences import people_in, reading_of, undertakings_in

FRAME = "Defence Minister Juan Ejemplo of Chile spoke with Defence Minister Luis Muestra of Peru. "
BOTH = "CL/PE"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "President Joseph A. Exempel, Jr. met Premier To Lan of Vietnam. President Joe Exempel spoke.",
            [
                ("Joseph A. Exempel, Jr.", None, "president", None),
                ("To Lan", None, "prime minister", "VN"),
            ],
        ),
        (
            "Japanese Defence Minister Gen Ejemplo met Health Minister May Tan of Singapore.",
            [
                ("Gen Ejemplo", None, "minister of defence", "JP"),
                ("May Tan", None, "minister of health", "SG"),
            ],
        ),
        (
            "The Minister for Political, Legal and Security Affairs, Juan Ejemplo, spoke of Chile.",
            [("Juan Ejemplo", None, "minister for Political, Legal and Security Affairs", None)],
        ),
        (
            "Defence Secretary Juan “Juanito” Ejemplo of Chile met Minister Dato Ali Contoh of Malaysia.",
            [
                ("Juan “Juanito” Ejemplo", None, "secretary of defence", "CL"),
                ("Dato Ali Contoh", None, "minister", "MY"),
            ],
        ),
        ("General Nuclear Power Group of China spoke.", []),
    ],
)
def test_names_are_whole_whatever_their_words_are(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_in(text, "en") == people


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Both sides agreed to an immediate truce at sea.",
            [("agreed", BOTH, BOTH, "border", "an immediate truce at sea")],
        ),
        (
            "The two ministers will encourage investors to build ports.",
            [("planned", BOTH, BOTH, "economy", "encourage investors to build ports")],
        ),
        (
            "We call on Brazil to open its border.",
            [("urged", BOTH, "BR", "border", "open its border")],
        ),
        (
            "Both sides agreed to protect the ports, ships and our shared border.",
            [("agreed", BOTH, BOTH, "economy", "protect the ports, ships and our shared border")],
        ),
        (
            "They agreed to warn of the dangers of drugs, including cocaine.",
            [("agreed", BOTH, BOTH, "crime-security", "warn of the dangers of drugs, including cocaine")],
        ),
        (
            "The two sides agreed to train pilots, while promoting cadets' visits, and opening hotlines.",
            [
                ("agreed", BOTH, BOTH, "training", "train pilots"),
                ("agreed", BOTH, BOTH, "training", "promoting cadets' visits"),
                ("agreed", BOTH, BOTH, "information-sharing", "opening hotlines"),
            ],
        ),
        (
            "The Joint Border Commission (JBC) met in Lima. The JBC agreed to repair the road.",
            [("agreed", BOTH, BOTH, "logistics-technology", "repair the road")],
        ),
        (
            "In Quito, Ecuador, Chile and Peru agreed to train pilots.",
            [("agreed", BOTH, BOTH, "training", "train pilots")],
        ),
        (
            "Chile, Peru, and Brazil agreed to share data on smuggling.",
            [
                (
                    "agreed",
                    "BR/CL/PE",
                    "BR/CL/PE",
                    "information-sharing",
                    "share data on smuggling",
                )
            ],
        ),
        ("In 2019, Chile and Peru agreed to share a radar.", []),
    ],
)
def test_what_is_to_be_done_is_told_from_what_only_stands_beside_it(
    text: str, told: list[tuple[str, str, str, str, str]]
) -> None:
    assert undertakings_in(f"5 March 2026\n\n{FRAME}{text}", "en") == told


def test_items_go_on_below_what_announces_them_and_a_title_names_the_sides() -> None:
    text = (
        "Joint declaration by the President of Chile and the President of Peru on their meeting in Quito, "
        "Ecuador\n\nWe, who met in Ecuador as guests of the President of Ecuador, agree to the following "
        "steps:\n\n- Open two border posts. Both sides will report on it.\n\n- Share data on smuggling."
    )
    told = [(by, on, gist) for _, by, on, _, gist in undertakings_in(text, "en")]
    assert told == [
        (BOTH, BOTH, "Open two border posts"),
        (BOTH, BOTH, "report on it"),
        (BOTH, BOTH, "Share data on smuggling"),
    ]


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        (
            "Mr. Ejemplo said that relations between Chile and Peru have been constantly deepened.",
            [(("CL",), "positive")],
        ),
        (
            "Mr. Muestra said that Chile-Peru relations have reached an unprecedentedly high level.",
            [(("PE",), "positive")],
        ),
        (
            "Defence ties have witnessed significant growth, the Peruvian minister noted.",
            [(("PE",), "positive")],
        ),
        ("They reaffirmed the strong desire to deepen ties.", []),
        ("They welcomed plans to increase cooperation.", []),
        ("They spoke of a commitment to a strong partnership.", []),
    ],
)
def test_results_are_judged_and_neither_wishes_nor_plans(
    sentence: str, judged: list[tuple[tuple[str, ...], str]]
) -> None:
    assert [(a.by, a.polarity) for a in reading_of(FRAME + sentence, "en").assessments] == judged


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        (
            "The two sides expressed satisfaction with the pace of the joint work.",
            "the pace of the joint work",
        ),
        ("Both sides welcomed the progress made in training.", "the progress made in training"),
        (
            "The minister said that cooperation between the armies had been fruitful.",
            "cooperation between the armies",
        ),
        (
            "The minister described bilateral cooperation as a pillar of the friendship.",
            "bilateral cooperation",
        ),
        ("They regretted that the joint work had slowed down.", "the joint work had slowed down"),
    ],
)
def test_what_is_judged_is_told_whether_it_stands_before_or_after(sentence: str, about: str) -> None:
    found = reading_of(FRAME + sentence, "en").assessments
    assert [fact.about for fact in found] == [about]


@pytest.mark.parametrize(
    ("sentence", "papers"),
    [
        (
            "A memorandum on water and a letter of intent on energy were signed.",
            [("memorandum", "signed"), ("memorandum", "signed")],
        ),
        (
            "They signed an MoU on water and an MoU on energy in Lima.",
            [("memorandum", "signed"), ("memorandum", "signed")],
        ),
        (
            "They signed a military agreement. The deal will last. He was glad to sign this agreement.",
            [("agreement", "signed")],
        ),
    ],
)
def test_papers_are_told_apart_and_not_told_again(sentence: str, papers: list[tuple[str, str]]) -> None:
    assert [(i.kind, i.status) for i in reading_of(FRAME + sentence, "en").instruments] == papers


@pytest.mark.parametrize(
    ("sentence", "occasions"),
    [
        (
            "On 5 March 2026, Mr. Ejemplo and Mr. Muestra signed an agreement on ports in Lima.",
            [("signing", "held", "Lima")],
        ),
        (
            "Mr. Ejemplo met Mr. Muestra in Lima for the second Ports Conference.",
            [("meeting", "held", "Lima")],
        ),
        ("Chile received a loan from Peru's Minister Luis Muestra.", []),
        ("They agreed to work with the Regional Border Committee.", []),
    ],
)
def test_who_meets_is_told_from_what_is_received_signed_or_named(
    sentence: str, occasions: list[tuple[str, str, str | None]]
) -> None:
    found = reading_of(FRAME + sentence, "en").engagements[1:]
    assert [(e.kind, e.status, e.place) for e in found] == occasions


def test_those_met_in_turn_are_met_apart_and_of_one_side() -> None:
    text = (
        "Lima, 5 March 2026 - Army chief General Juan Ejemplo of Chile called on Peruvian Minister Luis "
        "Muestra and met Chief of the General Staff General Pedro Ejemplar on Monday."
    )
    found = reading_of(text, "en")
    assert [person.party for person in found.people] == ["CL", "PE", "PE"]
    assert [(e.kind, e.principals) for e in found.engagements] == [
        ("courtesy-call", ("Juan Ejemplo", "Luis Muestra")),
        ("talks", ("Juan Ejemplo", "Pedro Ejemplar")),
    ]


def test_a_blank_that_a_page_leaves_moves_no_word() -> None:
    text = f"The two&nbsp;sides, with thanks.&nbsp; {FRAME}"
    found = reading_of(text, "en").people[0]
    assert text[found.evidence.start :].startswith("Defence Minister Juan Ejemplo")
