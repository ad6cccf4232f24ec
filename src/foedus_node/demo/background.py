"""What the cooperation of the example stands on: mechanisms with their sessions, a border, targets.

Dates, places and numbers of sessions are public where nothing else is said.
"""

from collections.abc import Iterator, Mapping

from foedus_node.demo.people import ILLUSTRATIVE, Document, office

DIALOGUE = "mechanism-defence-policy-dialogue-la-vn"
"""As the reader names the mechanism that the communiqués speak of."""

_MECHANISMS = (
    # name, kind, months, parties in the order in which they host, titles; then the sessions
    ("defence-policy-dialogue-la-vn", "dialogue", 12, "LA VN", "Defence policy dialogue",
     "Dialogue sur la politique de défense",
     ((3, "2023-03-23", "Vientiane", "LA"), (4, "2024-03-20", "Điện Biên", "VN"),
      (5, "2025-03-28", "Luang Prabang", "LA"))),
    ("border-friendship-exchange", "border-exchange", 24, "VN LA", "Border defence friendship exchange",
     "Échange d’amitié de défense frontalière",
     ((1, "2021-12", "Lao Bảo", "VN"), (2, "2024-10-22/2024-10-23", "Sơn La and Houaphanh", "LA"))),
    ("general-staff-talks", "talks", 12, "VN LA", "Talks of the general staffs (illustrative)",
     "Entretiens des états-majors généraux (illustratif)",
     ((1, "2023-06", "Hanoï", "VN"), (2, "2024-06", "Vientiane", "LA"), (3, "2025-06", "Hanoï", "VN"))),
    ("border-command-talks", "talks", 12, "VN LA", "Talks of the border commands (illustrative)",
     "Entretiens des commandements des frontières (illustratif)",
     ((1, "2024-04", "Sơn La", "VN"), (2, "2025-04-23/2025-04-24", "Houaphanh", "LA"))),
)  # fmt: skip

_MECHANISMS_OF_THREE = (
    ("ministers-of-three", "ministers-meeting", 12, "VN KH LA",
     "Meeting of the three ministers of defence (numbers illustrative)",
     "Réunion des trois ministres de la Défense (numéros illustratifs)",
     ((1, "2023", "", "VN"), (2, "2024", "", "KH"), (3, "2025-10-15", "Vientiane", "LA"))),
    ("rescue-exercise-of-three", "exercise", 12, "", "Rescue exercise of the three armies",
     "Exercice de secours des trois armées",
     ((2, "2022-09-15", "Vientiane", "LA"), (3, "2024-11-25", "Kampong Chhnang", "KH"),
      (4, "2025-10-06/2025-10-15", "near Vientiane", "LA"))),
    ("border-exchange-of-three", "border-exchange", None, "",
     "Border defence friendship exchange of the three",
     "Échange d’amitié de défense frontalière des trois", ((1, "2023-12-13/2023-12-14", "Kon Tum", "VN"),)),
)  # fmt: skip

_Counts = Mapping[str, Mapping[str, int]]

_TARGETS: tuple[tuple[str, str, str, int, int, _Counts], ...] = (
    # domain, English, French, baseline, goal; then by year what each side counted
    ("training", "officers trained", "officiers formés", 38, 45, {"2025": {"VN": 42, "LA": 41}}),
    ("border", "joint patrols", "patrouilles conjointes", 3, 4, {"2025": {"VN": 4, "LA": 4}}),
    (
        "strategic-exchange",
        "visits of delegations",
        "visites de délégations",
        2,
        3,
        {"2025": {"VN": 3, "LA": 2}},
    ),
    ("medicine", "seminars held", "séminaires tenus", 0, 1, {"2025": {"VN": 1, "LA": 1}}),
    ("youth", "young officers exchanged", "jeunes officiers échangés", 0, 20, {"2025": {}}),
)


def history(*, of_three: bool = False) -> Iterator[Document]:
    """The mechanisms with the sessions they have had."""
    for key, kind, months, rotation, en, fr, sessions in _MECHANISMS_OF_THREE if of_three else _MECHANISMS:
        parties = ("KH", "LA", "VN") if of_three else ("LA", "VN")
        said: Document = {
            "type": "mechanism",
            "id": f"mechanism-{key}",
            "kind": kind,
            "title": {"en": en, "fr": fr},
            "parties": list(parties),
            "rotation": rotation.split(),
            "every_months": months,
            "sessions": [
                {"number": number, "when": when, **({"place": place} if place else {}), "host": host}
                for number, when, place, host in sessions
            ],
        }
        yield {name: value for name, value in said.items() if value not in (None, [])}


def border() -> Iterator[Document]:
    """Two sectors of four markers each; their places are invented, on no border."""
    for at, (key, en, fr) in enumerate(
        (("north", "Sector North", "Secteur Nord"), ("south", "Sector South", "Secteur Sud"))
    ):
        title = {"en": f"{en} ({ILLUSTRATIVE['en']})", "fr": f"{fr} ({ILLUSTRATIVE['fr']})"}
        yield {
            "type": "sector", "id": f"sector-{key}", "title": title, "parties": ["LA", "VN"],
            "start": f"marker-{key}-1", "end": f"marker-{key}-4",
            "units": [office(party, "province-command") for party in ("LA", "VN")],
        }  # fmt: skip
        for number in range(1, 5):
            yield {
                "type": "marker", "id": f"marker-{key}-{number}", "number": f"{key[0].upper()}{number}",
                "parties": ["LA", "VN"], "sector": f"sector-{key}",
                "position": {"longitude": f"0.{at}{number}", "latitude": f"0.{number}5"},
            }  # fmt: skip


def targets(year: str) -> Iterator[Document]:
    """What a year's plan is to reach."""
    for domain, en, fr, baseline, goal, _ in _TARGETS:
        yield {
            "type": "target", "id": f"target-{domain}-{year}", "plan": f"plan-{year}", "domain": domain,
            "indicator": {"en": f"{en} ({ILLUSTRATIVE['en']})", "fr": f"{fr} ({ILLUSTRATIVE['fr']})"},
            "baseline": baseline, "goal": goal,
        }  # fmt: skip


def counted(year: str, party: str, on: str) -> Iterator[Document]:
    """What a party reports of a year's targets."""
    for domain, _, _, _, goal, told in _TARGETS:
        if number := told.get(year, {}).get(party):
            outcome = "exceeded" if number > goal else "met" if number == goal else "missed"
            said = {"item": f"target-{domain}-{year}", "on": on, "outcome": outcome}
            yield {**said, "details": {"reached": number}}
