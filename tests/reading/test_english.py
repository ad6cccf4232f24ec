"""What single English sentences give: one construction each, in sentences of our own."""

import pytest

from foedus.reading.facts import Reading
from tests.reading.sentences import People, people_in, reading_of


def read_text(text: str) -> Reading:
    return reading_of(text, "en")


def people_of(text: str) -> People:
    return people_in(text, "en")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Rear Admiral Peter Sample, Commander of Northern Fleet Units, spoke in Peru.",
            [("Peter Sample", "rear admiral", "commander of Northern Fleet Units", None)],
        ),
        (
            "Commandant Juan Ejemplo of the Chilean Coast Guard met Director General Luis Muestra of Peru.",
            [
                ("Juan Ejemplo", None, "commandant of the Chilean Coast Guard", "CL"),
                ("Luis Muestra", None, "director-general", "PE"),
            ],
        ),
        (
            "Ministers Juan Ejemplo (Chile), Luis Muestra (Peru) and Ana Exemplo (Brazil) spoke.",
            [
                ("Juan Ejemplo", None, "minister", "CL"),
                ("Luis Muestra", None, "minister", "PE"),
                ("Ana Exemplo", None, "minister", "BR"),
            ],
        ),
        (
            "Defence Minister Juan Ejemplo of Chile met his Peruvian counterpart, Minister Luis Muestra.",
            [
                ("Juan Ejemplo", None, "minister of defence", "CL"),
                ("Luis Muestra", None, "minister of defence", "PE"),
            ],
        ),
        (
            "Defence Minister Juan Ejemplo of Chile spoke. With Peru's Health Minister, Juan Ejemplo left.",
            [("Juan Ejemplo", None, "minister of defence", "CL")],
        ),
        (
            "Buenos Exemplos – Defence Minister Juan Ejemplo of Chile spoke.",
            [("Juan Ejemplo", None, "minister of defence", "CL")],
        ),
        (
            "The envoy met Luis Muestra – Minister of Health of Peru – on Monday.",
            [("Luis Muestra", None, "minister of health", "PE")],
        ),
    ],
)
def test_people_are_named_with_the_body_and_the_country_they_serve(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_of(text) == people


def test_a_word_of_a_headline_is_no_name() -> None:
    assert people_of("Chilean Minister Meets Peruvian Staff at General Headquarters") == []


def test_an_officer_in_a_text_from_a_capital_is_of_its_country() -> None:
    text = (
        "Santiago, 5 March 2026 – The Minister of Health, Juan Ejemplo, spoke of the Chilean doctors. "
        "Peru will send nurses to Chile."
    )
    assert people_of(text) == [("Juan Ejemplo", None, "minister of health", "CL")]


FRAME = "Defence Minister Juan Ejemplo of Chile spoke with Defence Minister Luis Muestra of Peru. "


def occasions_of(sentence: str) -> list[tuple[str, str, int | None, str | None, tuple[str, ...]]]:
    found = read_text(FRAME + sentence).engagements[1:]
    return [(e.kind, e.status, e.ordinal, e.place, e.principals) for e in found]


@pytest.mark.parametrize(
    ("sentence", "occasions"),
    [
        (
            "The two sides held the fourth meeting of their high-level Security Dialogue in Lima.",
            [("dialogue", "held", 4, "Lima", ())],
        ),
        (
            "Peru will host the third session of the Joint Defence Committee in Lima.",
            [("dialogue", "planned", 3, "Lima", ())],
        ),
        (
            "Minister Ejemplo, who is on a five-day official visit to Peru, arrived with his staff.",
            [("official-visit", "under-way", None, "Peru", ("Juan Ejemplo",))],
        ),
        (
            "Mr. Ejemplo praised the troops in Lima after talks with President Pablo Ejemplar.",
            [("talks", "held", None, "Lima", ("Juan Ejemplo", "Pablo Ejemplar"))],
        ),
        (
            "On Friday Mr. Ejemplo called on President Pablo Ejemplar.",
            [("courtesy-call", "held", None, None, ("Juan Ejemplo", "Pablo Ejemplar"))],
        ),
        ("Mr. Ejemplo called on President Pablo Ejemplar to ratify the treaty.", []),
        (
            "Mr. Muestra visited the Naval Institute.",
            [("visit", "held", None, "Naval Institute", ("Luis Muestra",))],
        ),
        ("The patrol ship will return on 5 May 2026, and of course it will be repaired.", []),
    ],
)
def test_an_occasion_is_told_with_who_takes_part(
    sentence: str, occasions: list[tuple[str, str, int | None, str | None, tuple[str, ...]]]
) -> None:
    assert occasions_of(sentence) == occasions
