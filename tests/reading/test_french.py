"""What single French sentences give: constructions met in agencies' news, in sentences of our own."""

import pytest

from tests.reading.test_rules import FRAME, commitments_of, people_of, read_text

Undertakings = list[tuple[str, str, str, str, str]]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Le ministre de l'Agriculture, du Commerce et de la Pêche, Adama Mithal, est arrivé.",
            [("Adama Mithal", None, "minister of agriculture and trade and fisheries", None)],
        ),
        (
            "Le directeur du département des relations extérieures, Karim Mithal, est arrivé.",
            [("Karim Mithal", None, "director of the department of external relations", None)],
        ),
        (
            "Le gouverneur de Bokala, Jean Modèle, est arrivé.",
            [("Jean Modèle", None, "governor of Bokala", None)],
        ),
        (
            "Les travaux ont eu lieu au Congo. Ada Mfano, ministre béninoise de la Santé, est arrivée.",
            [("Ada Mfano", None, "minister of health", "BJ")],
        ),
        (
            "Les ministres de la Défense des deux pays, Ana Ejemplo et Eva Muestra, sourient.",
            [
                ("Ana Ejemplo", None, "minister of defence", None),
                ("Eva Muestra", None, "minister of defence", None),
            ],
        ),
        (
            "Santiago – Les ministres de la Santé du Chili et du Pérou, Ana Ejemplo et Eva Muestra, rient.",
            [
                ("Ana Ejemplo", None, "minister of health", "CL"),
                ("Eva Muestra", None, "minister of health", "PE"),
            ],
        ),
        (
            "Le ministre de la Santé, Abdel Mithal, conduira la délégation algérienne.",
            [("Abdel Mithal", None, "minister of health", "DZ")],
        ),
        (
            "Ont pris part, pour le Brésil, le préfet João Amostra et, pour la France, le préfet Luc Modèle.",
            [("João Amostra", None, "prefect", "BR"), ("Luc Modèle", None, "prefect", "FR")],
        ),
        (
            "Le vice-ministre de la Défense, Lê Văn Dẫn Mẫu, est arrivé.",
            [("Lê Văn Dẫn Mẫu", None, "deputy minister of defence", "VN")],
        ),
        (
            "Le représentant spécial du secrétaire général des Nations unies, Leo Exemplo, est arrivé.",
            [("Leo Exemplo", None, "special representative of the Secretary-General", "UN")],
        ),
        (
            "Le chef du service de santé du ministère vietnamien de la Défense, Van Mau, est arrivé.",
            [("Van Mau", None, "head of the service of health of the ministry of defence", "VN")],
        ),
        (
            "La ministre déléguée auprès du ministre de l'Intérieur, chargée de la Paix, Awa Mithal, rit.",
            [("Awa Mithal", None, "minister delegate of the minister of the interior", None)],
        ),
        (
            "L'ambassadrice d'Italie, Ada Esempia, accompagnée de l'attaché de défense, Ugo Esempio, est là.",
            [
                ("Ada Esempia", None, "ambassador", "IT"),
                ("Ugo Esempio", None, "defence attaché", "IT"),
            ],
        ),
        ("VISITE DU PRESIDENT DE LA REPUBLIQUE DU CHILI EN FRANCE", []),
    ],
)
def test_people_are_read_with_the_bodies_and_sides_they_are_of(
    text: str, people: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert people_of(text) == people


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "M. Ejemplo a remercié Lima et souhaité que les deux pays élargissent leur formation.",
            [("urged", "CL", "CL/PE", "training", "élargissent leur formation")],
        ),
        (
            "Le Chili est prêt, a-t-il dit, à former des infirmiers.",
            [("pledged", "CL", "CL", "medicine", "former des infirmiers")],
        ),
        (
            "Le Pérou, a-t-il assuré, enverra des médecins.",
            [("pledged", "PE", "PE", "medicine", "enverra des médecins")],
        ),
        (
            "Un hôpital sera ouvert à Arica, un centre de formation sera bâti à Tacna.",
            [
                ("planned", "", "CL/PE", "medicine", "Un hôpital sera ouvert à Arica"),
                ("planned", "", "CL/PE", "training", "un centre de formation sera bâti à Tacna"),
            ],
        ),
        (
            "Les deux ministres ont adopté un plan, aux termes duquel leurs pays formeront des infirmiers.",
            [("agreed", "CL/PE", "CL/PE", "medicine", "formeront des infirmiers")],
        ),
        (
            "M. Ejemplo a invité le Pérou à les supprimer aux frontières.",
            [("urged", "CL", "PE", "border", "les supprimer aux frontières")],
        ),
        (
            "M. Ejemplo a salué l'accueil. Son interlocuteur a demandé au Chili de former des infirmiers.",
            [("requested", "PE", "CL", "medicine", "former des infirmiers")],
        ),
        (
            "Trois mesures en sont sorties : des patrouilles communes ; une ligne directe entre les postes.",
            [
                ("agreed", "CL/PE", "CL/PE", "border", "des patrouilles communes"),
                ("agreed", "CL/PE", "CL/PE", "information-sharing", "une ligne directe entre les postes"),
            ],
        ),
        (
            "M. Ejemplo a proposé que les deux armées multiplient les exercices et jumellent leurs écoles.",
            [
                ("proposed", "CL", "CL/PE", "exercise", "multiplient les exercices"),
                ("proposed", "CL", "CL/PE", "unit-twinning", "jumellent leurs écoles"),
            ],
        ),
        ("Les questions de santé seront abordées par les experts.", []),
        ("Le Chili a remis les livres à Lima, demande dont le Pérou avait pris note.", []),
    ],
)
def test_undertakings_are_read_clause_by_clause(sentence: str, found: Undertakings) -> None:
    assert commitments_of(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        (
            "La coopération sanitaire a donné des résultats encourageants, mais encore inégaux.",
            [("CL", "mixed")],
        ),
        ("L'exécution du plan a été jugée bonne par les deux ministres.", [("CL/PE", "positive")]),
        (
            "M. Ejemplo a noté avec regret que l'accord n'était appliqué que dans deux régions.",
            [("CL", "negative")],
        ),
        ("Qualifiant de fructueuse la coopération sanitaire, M. Muestra a souri.", [("PE", "positive")]),
        ("Les deux ministres ont discuté des domaines de coopération prometteurs.", []),
        ("Le partage des données a été abordé.", []),
    ],
)
def test_judgements_are_told_from_talk(sentence: str, judged: list[tuple[str, str]]) -> None:
    found = read_text(FRAME + sentence).assessments
    assert [("/".join(sorted(a.by)), a.polarity) for a in found] == judged


@pytest.mark.parametrize(
    ("sentence", "occasions"),
    [
        (
            "M. Ejemplo est attendu vendredi à Cusco.",
            [("talks", "held", None, None), ("visit", "planned", "2027-03-05", "Cusco")],
        ),
        (
            "Les deux ministres ont signé le 2 mars à Lima un accord de santé.",
            [("talks", "held", None, None)],
        ),
        (
            "Pablo Ejemplo et Luis Muestra ont signé le 2 mars à Lima un accord de santé.",
            [("talks", "held", None, None), ("signing", "held", "2027-03-02", "Lima")],
        ),
        ("Les deux ministres se retrouveront chaque mois.", [("talks", "held", None, None)]),
        ("Un comité mixte a été institué par les deux ministres.", [("talks", "held", None, None)]),
        (
            "Ils ont examiné les moyens d'élargir le dialogue stratégique entre les deux pays.",
            [("talks", "held", None, None)],
        ),
    ],
)
def test_occasions_are_told_from_what_only_recurs_or_begins(
    sentence: str, occasions: list[tuple[str, str, str | None, str | None]]
) -> None:
    found = read_text("Publié le 3 mars 2027\n\n" + FRAME + sentence).engagements
    assert [(e.kind, e.status, str(e.start) if e.start else None, e.place) for e in found] == occasions


def test_what_was_held_where_the_news_is_dated_has_its_place() -> None:
    text = (
        "Lima, le 3 mars 2027 – Le ministre chilien de la Santé, Pablo Ejemplo, s'est entretenu mercredi "
        "avec le ministre péruvien de la Santé, Luis Muestra. Le lendemain, il a rencontré Luis Muestra."
    )
    found = read_text(text).engagements
    assert [(e.kind, str(e.start), e.place) for e in found] == [
        ("talks", "2027-03-03", "Lima"),
        ("talks", "2027-03-04", None),
    ]


def test_papers_of_one_list_share_what_became_of_them() -> None:
    sentence = "Ils ont signé à Lima un accord de santé, un protocole et deux contrats de fourniture."
    found = read_text(FRAME + sentence).instruments
    assert [(paper.kind, paper.status) for paper in found] == [
        ("agreement", "signed"),
        ("protocol", "signed"),
        ("contract", "signed"),
    ]


def test_an_edition_is_of_what_was_told_with_the_number_before() -> None:
    sentence = "La 12e édition de l’exercice Condor s’est achevée hier. Le Pérou accueillera la 13e édition."
    found = read_text(FRAME + sentence).engagements
    assert [(e.kind, e.status, e.ordinal) for e in found][1:] == [
        ("exercise", "held", 12),
        ("exercise", "planned", 13),
    ]
