"""An illustrative cooperation of three parties; its people, places and words are invented."""

import datetime
from collections.abc import Callable

import pytest

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Level, Party, Period, Wording

VN, LA, KH = Party("VN"), Party("LA"), Party("KH")
DAY = datetime.date(2026, 9, 14)
SINCE = datetime.date(2025, 12, 2)


def both(en: str, fr: str) -> Wording:
    return {Language("en"): en, Language("fr"): fr}


def source(words: str, *, document: str = "1", published: str = "2026-02-05", title: str = "") -> Source:
    return Source(
        document=document * 64,
        title=title or "Communiqué (illustrative)",
        published=Date.parse(published),
        start=0,
        end=len(words),
        words=words,
    )


def undertaking(
    name: str,
    gist: Wording,
    words: str,
    *,
    domain: str,
    force: Force = Force.AGREED,
    due: str = "",
    document: str = "1",
) -> Undertaking:
    return Undertaking(
        id=ItemId(name),
        force=force,
        by=(VN, LA) if force is Force.AGREED else (VN,),
        on=(VN, LA),
        domain=Domain(domain),
        due=Date.parse(due) if due else None,
        gist=gist,
        source=source(words, document=document, published="2025-03-28" if document == "2" else "2026-02-05"),
    )


def line(
    name: str,
    title: Wording,
    *,
    kind: str,
    domain: str,
    when: str = "",
    host: Party = VN,
    place: str = "",
    serves: str = "",
) -> Activity:
    return Activity(
        id=ItemId(name),
        plan=ItemId("plan-2026"),
        kind=kind,
        domain=Domain(domain),
        title=title,
        host=host,
        participants=(VN, LA),
        when=Period.parse(when) if when else None,
        place=place,
        serves=(ItemId(serves),) if serves else (),
    )


def people() -> list[Item]:
    offices = [
        Office(
            id=ItemId("vn-deputy"),
            party=VN,
            title=both("Deputy Minister of National Defence", "Vice-ministre de la Défense nationale"),
            level=Level.DEPUTY_MINISTER,
        ),
        Office(
            id=ItemId("la-chief"),
            party=LA,
            title=both("Chief of the General Staff", "Chef d’état-major général"),
            level=Level.CHIEF_OF_STAFF,
        ),
        Office(
            id=ItemId("la-deputy"),
            party=LA,
            title=both("Deputy Minister of National Defence", "Vice-ministre de la Défense nationale"),
            level=Level.DEPUTY_MINISTER,
        ),
    ]
    persons = [
        Person(id=ItemId("an"), party=VN, name="Nguyễn Minh Họa"),
        Person(id=ItemId("boun"), party=LA, name="Boun Illustrative"),
        Person(id=ItemId("chan"), party=LA, name="Chan Illustrative"),
    ]
    tenures = [
        Tenure(id=ItemId("t-chan"), person=ItemId("chan"), office=ItemId("la-chief"), rank="general"),
        Tenure(
            id=ItemId("t-an"),
            person=ItemId("an"),
            office=ItemId("vn-deputy"),
            rank="colonel general",
            since=Date(2024),
        ),
        Tenure(
            id=ItemId("t-boun"),
            person=ItemId("boun"),
            office=ItemId("la-deputy"),
            rank="lieutenant general",
            since=Date(2023),
        ),
    ]
    return [*offices, *persons, *tenures]


DIALOGUE = Mechanism(
    id=ItemId("dialogue"),
    title=both("Defence Policy Dialogue", "Dialogue sur la politique de défense"),
    kind="dialogue",
    parties=(VN, LA),
    rotation=(VN, LA),
    every_months=12,
    sessions=(
        Session(number=5, when=Period.parse("2025-03-28"), place="Rivertown (illustrative)", host=LA),
        Session(number=6, when=Period.parse("2026-10-21"), place="Hilltown (illustrative)", host=VN),
    ),
)
LAST = Engagement(
    id=ItemId("session-5"),
    kind="dialogue",
    status=Status.HELD,
    when=Period.parse("2025-03-28"),
    place="Rivertown (illustrative)",
    parties=(VN, LA),
    principals=(ItemId("an"), ItemId("boun")),
    mechanism=DIALOGUE.id,
    session=5,
    source=source("The fifth session was held.", document="2", published="2025-03-28"),
)
PLAN = Plan(
    id=ItemId("plan-2026"),
    title=both("Plan of cooperation 2026", "Plan de coopération 2026"),
    period=Period.parse("2026"),
    parties=(VN, LA),
)
LEVEL_LINE = Activity(
    id=ItemId("line-dialogue"),
    plan=PLAN.id,
    kind="dialogue",
    domain=Domain("policy-dialogue"),
    title=both(
        "Defence Policy Dialogue, sixth session", "Dialogue sur la politique de défense, sixième session"
    ),
    host=VN,
    participants=(VN, LA),
    level=Level.DEPUTY_MINISTER,
    when=Period.parse("2026-10-21"),
    place="Hilltown (illustrative)",
    mechanism=DIALOGUE.id,
    session=6,
)


def common() -> list[Item]:
    return [*people(), DIALOGUE, LAST, PLAN, LEVEL_LINE, *undertakings(), *lines(), ASSESSMENT]


def undertakings() -> list[Item]:
    return [
        undertaking(
            "u-border",
            both(
                "Run joint patrols on two sectors of the border",
                "Conduire des patrouilles conjointes sur deux secteurs de la frontière",
            ),
            "The two sides agreed to run joint patrols on two sectors of the border before the next session.",
            domain="border",
            due="2026",
            document="2",
        ),
        undertaking(
            "u-training",
            both("Raise the quality of training", "Améliorer la qualité de la formation"),
            "Both sides will raise the quality of the training of personnel, giving attention to language.",
            domain="training",
            document="2",
        ),
        undertaking(
            "u-exercise",
            both("Prepare a joint rescue exercise", "Préparer un exercice conjoint de sauvetage"),
            "The two sides agreed to prepare a joint rescue exercise.",
            domain="exercise",
            due="2026-06",
            document="2",
        ),
        undertaking(
            "u-peace",
            both(
                "Share experience of United Nations peacekeeping",
                "Partager l’expérience du maintien de la paix des Nations unies",
            ),
            "The Vietnamese side stands ready to share its experience.",
            domain="peacekeeping",
            force=Force.PLEDGED,
        ),
    ]


def lines() -> list[Item]:
    return [
        line(
            "l-patrol-1",
            both("Joint patrol, sector A", "Patrouille conjointe, secteur A"),
            kind="border-patrol",
            domain="border",
            when="2026-04-10/2026-04-14",
            host=LA,
            place="Sector A",
            serves="u-border",
        ),
        line(
            "l-patrol-2",
            both("Joint patrol, sector B", "Patrouille conjointe, secteur B"),
            kind="border-patrol",
            domain="border",
            when="2026-11",
            serves="u-border",
        ),
        line(
            "l-course",
            both("Language course for 20 officers", "Stage de langue pour 20 officiers"),
            kind="training",
            domain="training",
            when="2026-08/2026-12",
            serves="u-training",
        ),
        line(
            "l-logistics",
            both("Exchange on logistics", "Échange sur la logistique"),
            kind="generic",
            domain="logistics-technology",
            when="2026-05",
            host=LA,
        ),
        line(
            "l-youth",
            both("Meeting of young officers", "Rencontre des jeunes officiers"),
            kind="generic",
            domain="youth",
            when="2026",
        ),
    ]


ASSESSMENT = Assessment(
    id=ItemId("a-1"),
    by=(VN, LA),
    about="Implementation of the cooperation",
    polarity=Polarity.POSITIVE,
    given=Date(2025, 3, 28),
    source=source("Both sides valued the results.", document="2", published="2025-03-28"),
)


def own() -> list[Item]:
    return [
        undertaking(
            "u-ours",
            both("Keep the border peaceful", "Préserver une frontière paisible"),
            "SECRET WORDS that only we have read.",
            domain="border",
            force=Force.URGED,
        ),
        Engagement(
            id=ItemId("e-ours"),
            kind="border-exchange",
            status=Status.HELD,
            when=Period.parse("2026-08-20"),
            place="Quiet valley (illustrative)",
            parties=(VN, LA),
        ),
        line(
            "l-ours",
            both("Draft visit nobody else knows", "Projet de visite connu de nous seuls"),
            kind="visit",
            domain="strategic-exchange",
            when="2026-12",
        ),
        Assessment(
            id=ItemId("a-ours"),
            by=(VN,),
            about="Our private judgement of the courses",
            polarity=Polarity.MIXED,
        ),
    ]


def reports() -> list[Report]:
    def said(
        party: Party, item: str, on: str, *, stage: str | None = None, outcome: Outcome | None = None
    ) -> Report:
        return Report(party=party, item=ItemId(item), stage=stage, outcome=outcome, on=Date.parse(on))

    return [
        said(LA, "l-patrol-1", "2026-04-20", stage="minutes", outcome=Outcome.MET),
        said(VN, "l-patrol-1", "2026-04-22", stage="debrief"),
        said(VN, "l-course", "2026-09-10", stage="course"),
        said(VN, "line-dialogue", "2026-09-01", stage="draft-agenda"),
    ]


def folded(
    items: list[Item], *, private: list[Item], said: list[Report], on: datetime.date = DAY
) -> Register:
    in_force = [InForce(item, "a" * 64, SINCE) for item in items]
    return fold(party=VN, in_force=in_force, reports=said, own=private, on=on)


@pytest.fixture
def register() -> Register:
    """The whole of it: common, ours alone, reported."""
    return folded(common(), private=own(), said=reports())


@pytest.fixture
def folding() -> Callable[..., Register]:
    """For registers of other contents, on the same day."""
    return folded
