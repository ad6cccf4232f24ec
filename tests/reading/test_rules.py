"""What single sentences give: one construction of the annotation scheme each, in sentences of our own."""

import pytest

from foedus.reading.facts import Reading
from foedus.reading.who.people import Gazetteer, Known
from foedus.terms import Party
from tests.reading.sentences import People, Undertakings, people_in, reading_of, undertakings_in

FRAME = (
    "Le ministre chilien de la Santé, Pablo Ejemplo, a reçu le ministre péruvien de la Santé, Luis Muestra. "
)


def read_text(text: str, known: Gazetteer | None = None) -> Reading:
    return reading_of(text, "fr", known=known)


def people_of(text: str) -> People:
    return people_in(text, "fr")


def commitments_of(sentence: str) -> Undertakings:
    return undertakings_in(FRAME + sentence, "fr")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Le ministre vietnamien de la Défense, le général Nguyen Van Mau, est arrivé.",
            [("Nguyen Van Mau", "general", "minister of defence", "VN")],
        ),
        (
            "Le général de corps d'armée Driss Mithal, vice-ministre marocain de l'Intérieur, est arrivé.",
            [("Driss Mithal", "colonel general", "deputy minister of the interior", "MA")],
        ),
        (
            "La ministre française des Armées, Anne Exemple, a vu son homologue ghanéen, Kofi Nhweso.",
            [
                ("Anne Exemple", None, "minister of armed forces", "FR"),
                ("Kofi Nhweso", None, "minister of armed forces", "GH"),
            ],
        ),
        (
            "Les ministres des Affaires étrangères du Chili et du Pérou, Ana Ejemplo et Eva Muestra, rient.",
            [
                ("Ana Ejemplo", None, "minister of foreign affairs", "CL"),
                ("Eva Muestra", None, "minister of foreign affairs", "PE"),
            ],
        ),
        (
            "L'amiral Paul Exemple, chef d'état-major des armées, et le colonel Jean Modèle étaient là.",
            [
                ("Paul Exemple", "admiral", "chief of the defence staff", None),
                ("Jean Modèle", "colonel", None, None),
            ],
        ),
        (
            "Les premiers ministres du Mali et du Niger, M. Ali Misali et M. Issa Mithal, ont parlé.",
            [("Ali Misali", None, "prime minister", "ML"), ("Issa Mithal", None, "prime minister", "NE")],
        ),
        ("Le commandant Luc Exemple commande la zone.", [("Luc Exemple", "major", None, None)]),
        (
            "Le ministre togolais de la Santé, Ama Nhweso, a parlé. Mme Nhweso est repartie.",
            [("Ama Nhweso", None, "minister of health", "TG")],
        ),
        ("Le ministre de la Défense est à Paris, Londres et Rome.", []),
    ],
)
def test_titles_and_names_make_people(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_of(text) == people


@pytest.mark.parametrize(
    ("sentence", "commitments"),
    [
        (
            "Elles ont convenu de renforcer la formation des officiers et d'organiser un exercice conjoint.",
            [
                ("agreed", "CL/PE", "CL/PE", "training", "renforcer la formation des officiers"),
                ("agreed", "CL/PE", "CL/PE", "exercise", "organiser un exercice conjoint"),
            ],
        ),
        (
            "Il a proposé de coopérer, surtout dans la médecine militaire, la cybersécurité et le déminage.",
            [
                ("proposed", "CL", "CL/PE", "medicine", "dans la médecine militaire"),
                ("proposed", "CL", "CL/PE", "non-traditional-security", "la cybersécurité"),
                ("proposed", "CL", "CL/PE", "remains-recovery", "le déminage"),
            ],
        ),
        (
            "Les deux ministres ont souligné la nécessité de vacciner les soldats.",
            [("agreed", "CL/PE", "CL/PE", "medicine", "vacciner les soldats")],
        ),
        (
            "M. Muestra a souligné la nécessité de vacciner les soldats.",
            [("urged", "PE", "CL/PE", "medicine", "vacciner les soldats")],
        ),
        (
            "M. Muestra a demandé au Chili de soutenir la formation des pilotes.",
            [("requested", "PE", "CL", "training", "soutenir la formation des pilotes")],
        ),
        (
            "M. Ejemplo a affirmé que le Chili était prêt à accueillir vingt stagiaires.",
            [("pledged", "CL", "CL", "training", "accueillir vingt stagiaires")],
        ),
        (
            "Les deux armées échangeront des informations sur les trafics.",
            [
                (
                    "planned",
                    "CL/PE",
                    "CL/PE",
                    "information-sharing",
                    "échangeront des informations sur les trafics",
                )
            ],
        ),
        (
            "Elles continueraient à protéger les frontières.",
            [("planned", "CL/PE", "CL/PE", "border", "continueraient à protéger les frontières")],
        ),
        ("M. Muestra s'est dit convaincu que le Chili continuera de renforcer ses ports.", []),
        ("M. Muestra a remercié le Chili pour la formation de ses officiers.", []),
        ("Les mesures proposées par la commission sont anciennes.", []),
    ],
)
def test_speech_acts_make_commitments(
    sentence: str, commitments: list[tuple[str, str, str, str, str]]
) -> None:
    assert commitments_of(sentence) == commitments


def test_a_visit_held_and_a_visit_invited_are_two() -> None:
    reading = read_text(
        "Le président ghanéen, Kofi Nhweso, a effectué une visite officielle au Togo les 3 et 4 mars 2025. "
        "Il a invité le président togolais, Koffi Ayele, à effectuer une visite officielle au Ghana en 2026."
    )
    told = [(e.kind, e.status, str(e.start), str(e.end), e.place, e.principals) for e in reading.engagements]
    assert told == [
        ("official-visit", "held", "2025-03-03", "2025-03-04", "Togo", ("Kofi Nhweso",)),
        ("official-visit", "invited", "2026", "2026", "Ghana", ("Koffi Ayele",)),
    ]


def test_a_numbered_session_and_its_heads_are_one_occasion() -> None:
    reading = read_text(
        "La 3e session de la commission mixte entre le Ghana et le Togo s'est tenue à Lomé le 8 mai 2025. "
        "Elle a été coprésidée par le ministre ghanéen du Commerce, Kofi Nhweso, et le ministre togolais du "
        "Commerce, Koffi Ayele."
    )
    told = [(e.kind, e.status, e.ordinal, e.series, e.principals) for e in reading.engagements]
    assert told == [("dialogue", "held", 3, "joint commission", ("Kofi Nhweso", "Koffi Ayele"))]


@pytest.mark.parametrize(
    ("words", "kind", "year", "status"),
    [
        ("ont signé un protocole de coopération sur la pêche", "protocol", None, "signed"),
        ("signeront un accord sur la pêche", "agreement", None, "to-be-signed"),
        ("ont adopté le plan d'action 2026", "plan", 2026, "agreed"),
        ("ont convenu de mettre en œuvre le plan de coopération 2025-2027", "plan", 2025, "in-execution"),
    ],
)
def test_a_paper_has_the_fate_its_verb_gives_it(
    *, words: str, kind: str, year: int | None, status: str
) -> None:
    found = read_text(f"{FRAME}Les deux parties {words}.").instruments
    assert [(i.kind, i.year, i.status) for i in found] == [(kind, year, status)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Les deux parties ont hautement apprécié les résultats de la coopération.", [("positive", "CL/PE")]),
        ("M. Muestra a regretté le retard du plan annuel.", [("negative", "PE")]),
        ("Les deux ministres ont dressé un bilan mitigé de la coopération.", [("mixed", "CL/PE")]),
        ("M. Muestra a salué les progrès socio-économiques du Chili.", []),
        ("M. Muestra a salué l'hospitalité du Chili.", []),
    ],
)
def test_only_the_cooperation_itself_is_assessed(sentence: str, found: list[tuple[str, str]]) -> None:
    assessments = read_text(FRAME + sentence).assessments
    assert [(a.polarity, "/".join(sorted(a.by))) for a in assessments] == found


def test_a_name_in_the_register_needs_no_title() -> None:
    known = Gazetteer((Known(name="Khăm Mẫu", spellings=("Kham Mau",), party=Party("LA")),))
    reading = read_text(
        "Kham Mau a proposé au Vietnam de former des médecins. La partie lao attend une réponse du Vietnam.",
        known,
    )
    assert [(c.force.value, c.by, c.on) for c in reading.commitments] == [("proposed", ("LA",), ("VN",))]


def test_a_headline_without_a_full_stop_is_no_part_of_the_lead() -> None:
    assert people_of(
        "Entrevue des ministres du Chili et du Pérou\n\nLe ministre chilien, Luis Muestra, parle."
    ) == [("Luis Muestra", None, "minister", "CL")]


def test_wrapped_lines_are_read_as_one_sentence() -> None:
    wrapped = read_text(
        FRAME + "Les deux parties ont convenu\nde vacciner les soldats\net de former des médecins."
    )
    assert [c.gist for c in wrapped.commitments] == ["vacciner les soldats", "former des médecins"]


def test_a_visitor_is_no_party_to_the_talks_told_beside_the_visit() -> None:
    reading = read_text(
        "Le ministre chilien de la Santé, Luis Muestra, a eu une entrevue, le 5 mai 2025 à Lima, avec "
        "son homologue péruvien, Juan Ejemplo, dans le cadre de la visite d'État au Pérou du président, "
        "Pablo Ejemplar."
    )
    told = [(e.kind, e.status, str(e.start), e.place, e.principals) for e in reading.engagements]
    assert told == [
        ("talks", "held", "2025-05-05", "Lima", ("Luis Muestra", "Juan Ejemplo")),
        ("state-visit", "under-way", "None", "Pérou", ("Pablo Ejemplar",)),
    ]


def test_clauses_that_open_with_que_are_things_of_their_own() -> None:
    found = commitments_of(
        "Il a été convenu que les patrouilles seraient doublées, "
        "qu'un centre serait monté à Arica et que les blessés seraient évacués."
    )
    assert [gist for *_, gist in found] == [
        "les patrouilles seraient doublées",
        "un centre serait monté à Arica",
        "les blessés seraient évacués",
    ]


def test_words_hidden_by_longer_ones_that_end_within_a_word_are_read() -> None:
    found = commitments_of("Les deux parties ont réaffirmé leur volonté de lutter contre la pêche illicite.")
    assert found == [("agreed", "CL/PE", "CL/PE", "crime-security", "lutter contre la pêche illicite")]


def test_an_occasion_and_a_paper_are_stated_by_a_sentence_and_not_by_its_headline() -> None:
    text = (
        "La 3e commission mixte Ghana-Togo signe un protocole sur la pêche\n\n"
        "La 3e session de la commission mixte entre le Ghana et le Togo s'est tenue à Lomé le 8 mai 2025. "
        "Les deux parties ont signé un protocole de coopération sur la pêche."
    )
    reading = read_text(text)
    lead = text.index("La 3e session")
    assert [lead < fact.evidence.start for fact in (*reading.engagements, *reading.instruments)] == [True] * 2


def test_what_two_verbs_of_one_clause_lead_to_is_one_thing_to_be_done() -> None:
    found = commitments_of(
        "Il a informé son hôte que, dès 2027, dix places supplémentaires seraient réservées aux médecins "
        "péruviens dans les écoles chiliennes et qu'un hôpital mobile serait dépêché à Tacna."
    )
    assert [force for force, *_ in found] == ["pledged", "pledged"]
