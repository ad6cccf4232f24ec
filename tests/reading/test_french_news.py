"""What French news gives beyond single clauses: who speaks, what papers hold, how long visits last."""

import pytest

from tests.reading.sentences import Undertakings, people_in, reading_of, undertakings_in

DATED = "5 mars 2026\nLe porte-parole du ministère s'exprimait devant la presse. "
Occasion = tuple[str, str, str, str, tuple[str, ...]]


def undertakings(sentence: str) -> Undertakings:
    return undertakings_in(DATED + sentence, "fr")


def occasions(text: str) -> list[Occasion]:
    found = reading_of(DATED + text, "fr").engagements
    return [(e.kind, e.status, str(e.start), str(e.end), e.principals) for e in found]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Le ministre péruvien a été reçu par la ministre chilienne, qui a proposé de former des pilotes.",
            [("proposed", "CL", "CL/PE", "training", "former des pilotes")],
        ),
        (
            "Le Pérou et le Chili se sont également engagés à former des pilotes.",
            [("agreed", "CL/PE", "CL/PE", "training", "former des pilotes")],
        ),
        (
            "Le Chili enverra dix médecins au Pérou, a déclaré le ministre chilien.",
            [("pledged", "CL", "CL", "medicine", "enverra dix médecins au Pérou")],
        ),
        (
            "La ministre a demandé au Pérou de rouvrir le poste frontalier avec le Chili.",
            [("requested", "CL", "PE", "border", "rouvrir le poste frontalier avec le Chili")],
        ),
        (
            "Le Chili et le Pérou doivent surveiller la frontière, a indiqué le ministre péruvien.",
            [("urged", "PE", "CL/PE", "border", "surveiller la frontière")],
        ),
        (
            "Selon la ministre chilienne, le Chili et le Pérou doivent surveiller la frontière.",
            [("urged", "CL", "CL/PE", "border", "surveiller la frontière")],
        ),
        (
            "Le général péruvien a proposé au Chili de former des démineurs.",
            [("proposed", "PE", "CL", "remains-recovery", "former des démineurs")],
        ),
        (
            "Le Chili invitera des médecins péruviens pour une formation à Santiago.",
            [
                (
                    "planned",
                    "CL",
                    "CL",
                    "medicine",
                    "des médecins péruviens pour une formation à Santiago",
                )
            ],
        ),
        (
            "Le Chili et le Pérou étudieront des exercices bilatéraux et multilatéraux de sauvetage.",
            [
                (
                    "planned",
                    "CL/PE",
                    "CL/PE",
                    "exercise",
                    "étudieront des exercices bilatéraux et multilatéraux de sauvetage",
                )
            ],
        ),
    ],
    ids=[
        "relative",
        "adverb within",
        "told after",
        "of no party",
        "needed",
        "its source",
        "rank alone",
        "to invite",
        "pair",
    ],
)
def test_who_speaks_and_binds_whom_is_told(sentence: str, found: Undertakings) -> None:
    assert undertakings(sentence) == found


def test_what_a_signed_paper_is_told_to_hold_is_agreed() -> None:
    found = undertakings(
        "Le Chili et le Pérou ont signé un accord. Il porte sur la formation des pilotes et le déminage."
    )
    assert [(force, domain) for force, _, _, domain, _ in found] == [
        ("agreed", "training"),
        ("agreed", "remains-recovery"),
    ]


def test_a_heading_tells_nothing_that_is_told_below_it() -> None:
    text = (
        "Le Chili et le Pérou conviennent de surveiller la frontière\n\n"
        "Lima, 5 mars 2026 - Le ministre chilien et le ministre péruvien ont convenu jeudi de surveiller"
        " ensemble la frontière commune."
    )
    assert len(undertakings_in(text, "fr")) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "La ministre péruvienne Ana Ejemplo est arrivée mardi à Santiago pour une visite de trois jours.",
            [("visit", "under-way", "2026-03-03", "2026-03-05", ("Ana Ejemplo",))],
        ),
        (
            "La ministre péruvienne Ana Ejemplo se rendra en visite officielle au Chili du 9 au 12 mars.",
            [("official-visit", "planned", "2026-03-09", "2026-03-12", ("Ana Ejemplo",))],
        ),
        (
            (
                "Le 4e dialogue de défense entre le Chili et le Pérou a eu lieu mardi à Lima. La délégation"
                " chilienne était conduite par le général Leo Muestra et la délégation péruvienne par le"
                " général Pablo Modelo."
            ),
            [("dialogue", "held", "2026-03-03", "2026-03-03", ("Leo Muestra", "Pablo Modelo"))],
        ),
        (
            "Au cours de la réunion, le Chili et le Pérou ont convenu de former des pilotes.",
            [("talks", "held", "None", "None", ())],
        ),
        (
            "L'exercice conjoint Sierra Alta 2026 entre le Chili et le Pérou a débuté le 2 mars.",
            [("exercise", "held", "2026-03-02", "2026-03-02", ())],
        ),
    ],
    ids=["its length", "a journey", "heads of delegations", "only pointed at", "a year of its name"],
)
def test_occasions_have_their_days_and_people(text: str, found: list[Occasion]) -> None:
    assert occasions(text) == found


def test_somebody_beside_a_counterpart_is_of_the_other_side() -> None:
    text = (
        "Le ministre de la Défense, Leo Muestra, a reçu à Lima son homologue chilien, Pablo Modelo, au Pérou."
    )
    assert people_in(text, "fr") == [
        ("Leo Muestra", None, "minister of defence", "PE"),
        ("Pablo Modelo", None, "minister of defence", "CL"),
    ]


def test_a_paper_pointed_back_to_is_told_once() -> None:
    text = "Le Chili et le Pérou ont signé un mémorandum d'entente. Cet accord a été signé par les ministres."
    assert [(i.kind, i.status) for i in reading_of(DATED + text, "fr").instruments] == [
        ("memorandum", "signed")
    ]


def test_an_adjective_judges_only_where_it_says_what_is() -> None:
    judged = "La coopération entre le Chili et le Pérou est efficace, a affirmé le ministre chilien."
    wished = (
        "Les ministres chilien et péruvien ont souligné l'importance d'une coopération efficace des polices."
    )
    found = [reading_of(DATED + sentence, "fr").assessments for sentence in (judged, wished)]
    assert [[(a.polarity, a.by) for a in each] for each in found] == [[("positive", ("CL",))], []]


def test_the_day_of_a_place_s_date_line_is_the_news_s() -> None:
    assert str(reading_of(" date 2026-03 Lima, 5 mars (XYZ) - Le ministre est arrivé.", "fr").published) == (
        "2026-03-05"
    )


def test_the_two_sides_are_those_told_of_last() -> None:
    text = (
        "Le général péruvien Ana Ejemplo a rencontré à Quito, en Équateur, le général chilien Leo Muestra et"
        " le général bolivien Pablo Modelo. Ana Ejemplo a ensuite reçu Leo Muestra. Les deux parties ont"
        " convenu de former des pilotes."
    )
    assert [(force, by) for force, by, *_ in undertakings(text)] == [("agreed", "CL/PE")]


def test_sentences_glued_together_keep_their_first_words() -> None:
    found = undertakings(
        "Le ministre chilien a reçu l'ambassadrice du Pérou.Il a promis de former des pilotes péruviens."
    )
    assert [(force, by) for force, by, *_ in found] == [("pledged", "CL")]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Le ministre de la Justice, garde des Sceaux, Ana Ejemplo, est arrivée.",
            [("Ana Ejemplo", None, "minister of justice; keeper of the seals", None)],
        ),
        (
            "Le ministre a reçu à Phnom Penh Eva Muster, ambassadrice d'Allemagne au Cambodge.",
            [("Eva Muster", None, "ambassador", "DE")],
        ),
        (
            "Ont pris part à la rencontre SEM. Ana Ejemplo Premier ministre du Pérou et deux experts.",
            [("Ana Ejemplo", None, "prime minister", "PE")],
        ),
        (
            "La secrétaire aux Affaires étrangères, du Commonwealth et des Îles du Pérou, Ana Ejemplo, rit.",
            [("Ana Ejemplo", None, "secretary of foreign affairs", "PE")],
        ),
        (
            (
                "Sur invitation de son homologue chilien Leo Muestra, la ministre péruvienne de la Santé Ana"
                " Ejemplo est arrivée."
            ),
            [
                ("Leo Muestra", None, "minister of health", "CL"),
                ("Ana Ejemplo", None, "minister of health", "PE"),
            ],
        ),
    ],
    ids=["two offices", "after a place", "before the office", "of many fields", "before the minister"],
)
def test_names_are_told_from_what_stands_beside_them(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_in(text, "fr") == people


def test_what_the_sides_agree_is_so_binds_nobody() -> None:
    shared = "Le Chili et le Pérou ont convenu que la confiance mutuelle a été renforcée."
    wanted = "Le Chili et le Pérou ont convenu qu'il était nécessaire de former des pilotes."
    assert undertakings(shared) == []
    assert [(force, by, on) for force, by, on, *_ in undertakings(wanted)] == [("agreed", "CL/PE", "CL/PE")]


def test_fields_of_one_sort_are_one_undertaking() -> None:
    found = undertakings(
        "Le Chili et le Pérou ont convenu de coopérer dans les domaines du commerce, du tourisme, de la pêche"
        " et de la santé."
    )
    assert [domain for _, _, _, domain, _ in found] == ["economy", "medicine"]


def test_a_long_name_has_the_years_that_words_lead_to() -> None:
    text = (
        "Le Chili et le Pérou ont signé le plan de mise en œuvre du partenariat des deux pays en matière de"
        " maintien de la paix pour la période 2025-2027."
    )
    assert [(i.kind, i.year, i.period) for i in reading_of(DATED + text, "fr").instruments] == [
        ("plan", 2025, (2025, 2027))
    ]


def test_somebody_told_by_a_general_word_is_who_meets() -> None:
    text = (
        "Le ministre péruvien de la Santé, Ana Ejemplo, est arrivé mardi à Santiago. Le responsable péruvien"
        " s'est entretenu jeudi avec le ministre chilien de la Santé, Leo Muestra."
    )
    assert occasions(text)[-1] == (
        "talks",
        "held",
        "2026-03-05",
        "2026-03-05",
        ("Leo Muestra", "Ana Ejemplo"),
    )


def test_a_visit_of_whoever_holds_an_office_is_told_by_its_place() -> None:
    text = "Un communiqué conjoint a sanctionné la visite du Premier ministre péruvien au Chili."
    assert occasions(text) == [("visit", "held", "None", "None", ())]


def test_a_signature_with_its_day_to_come_is_still_to_be_signed() -> None:
    text = "La signature du protocole entre le Chili et le Pérou est prévue le 9 juin 2026."
    assert [(i.kind, i.status) for i in reading_of(DATED + text, "fr").instruments] == [
        ("protocol", "to-be-signed")
    ]


def test_what_somebody_was_going_to_do_is_told() -> None:
    found = undertakings("Le ministre chilien a indiqué que le Chili allait envoyer des démineurs au Pérou.")
    assert [(force, by, domain) for force, by, _, domain, _ in found] == [
        ("pledged", "CL", "remains-recovery")
    ]
