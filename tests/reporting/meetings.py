"""An illustrative cooperation with all that papers tell of; it adds to that of `conftest`."""

import datetime

from attrs import evolve

from foedus.cooperation.activity import Activity, Milestone, Participant
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import Undertaking
from foedus.record.entry import Head
from foedus.register import Register
from foedus.reporting.frame import Frame, framed
from foedus.terms import Date, Domain, Force, ItemId, Language, Level, Period
from tests.reporting.conftest import DAY, LA, PLAN, VN, both, common, folded, line, own, reports, source

EN, FR = Language("en"), Language("fr")
HEADS = {LA: Head(41, "3f" * 32), VN: Head(57, "a9" * 32)}
MINISTRIES = {VN: "Ministry of National Defence (illustrative)"}
DIALOGUE_LINE, VISIT, SPRING_VISIT = ItemId("line-dialogue"), ItemId("visit-minister"), ItemId("visit-spring")
PATROL = ItemId("l-patrol-1")


def frame(register: Register, language: Language = EN) -> Frame:
    """The desk for a paper about this cooperation."""
    return framed(
        register,
        language=language,
        classification={EN: "Restricted", FR: "Diffusion restreinte"},
        ministries=MINISTRIES,
    )


def whole(*, private: list[Item] | None = None, more: tuple[Item, ...] = ()) -> Register:
    """The register of the day, with what is ours alone unless another list is given."""
    told = [evolve_line(one) for one in common()]
    items = [*told, *_visits(), *_ministers(), *_wanted(), *more]
    return folded(items, private=own() if private is None else private, said=[*_reports()])


def evolve_line(item: Item) -> Item:
    """A line of the common cooperation, with the details that its kind has."""
    if not isinstance(item, Activity):
        return item
    if item.id == DIALOGUE_LINE:
        return evolve(
            item,
            serves=(ItemId("u-border"), ItemId("o-relation")),
            people=(
                Participant(role="member", party=LA, person=ItemId("chan")),
                Participant(role="co-chair", party=LA, person=ItemId("boun")),
                Participant(role="co-chair", party=VN, person=ItemId("an")),
                Participant(role="member", party=VN, count=7),
            ),
            details={
                "agenda": [
                    {"number": 1, "part": "results", "subject": "Results since the last session"},
                    {"number": 2, "part": "directions", "subject": "The language courses"},
                ]
            },
        )
    if item.id == PATROL:
        return evolve(item, details={"legal_basis": "Treaty on the border (illustrative)"})
    return item


def _visits() -> list[Item]:
    visit = line(
        VISIT,
        both("Official visit of the minister", "Visite officielle du ministre"),
        kind="visit",
        domain="strategic-exchange",
        when="2026-11-10/2026-11-12",
        place="Capital (illustrative)",
        serves="o-relation",
    )
    spring = line(
        SPRING_VISIT,
        both("Visit of the chief of staff", "Visite du chef d’état-major"),
        kind="visit",
        domain="strategic-exchange",
        when="2026-03-10/2026-03-12",
        host=LA,
    )
    return [
        evolve(
            visit,
            level=Level.MINISTER,
            details={"visit_title": "official"},
            people=(
                Participant(role="member", party=LA, person=ItemId("boun")),
                Participant(role="head-of-delegation", party=LA, person=ItemId("minister-la")),
            ),
            milestones=(
                Milestone(stage="talks", when=Period.parse("2026-11-11"), place="Ministry (illustrative)"),
                Milestone(stage="arrival", when=Period.parse("2026-11-10"), place="Airport (illustrative)"),
                Milestone(stage="farewell", when=Period.parse("2026-11-12")),
            ),
        ),
        evolve(spring, level=Level.CHIEF_OF_STAFF),
    ]


def _ministers() -> list[Item]:
    return [
        Office(
            id=ItemId("office-la"),
            party=LA,
            title=both("Minister of Defence", "Ministre de la Défense"),
            level=Level.MINISTER,
        ),
        Person(
            id=ItemId("minister-la"),
            party=LA,
            name="Dao Illustrative",
            names={Language("lo"): "ທ່ານ ດາວ (ຕົວຢ່າງ)"},
        ),
        Tenure(id=ItemId("t-dao"), person=ItemId("minister-la"), office=ItemId("office-la"), rank="general"),
    ]


def _wanted() -> list[Item]:
    return [
        Orientation(
            id=ItemId("o-relation"),
            text=both("Deepen the special relation", "Approfondir la relation spéciale"),
            by=(VN, LA),
            level=Level.HEAD_OF_STATE,
            source=source("The leaders agreed to deepen the special relation.", document="3"),
        ),
        Undertaking(
            id=ItemId("u-courses"),
            force=Force.AGREED,
            by=(VN, LA),
            on=(LA,),
            domain=Domain("training"),
            due=Date(2027, 6),
            gist=both("send ten more officers to the course", "envoyer dix officiers de plus au stage"),
            occasion=DIALOGUE_LINE,
        ),
        Target(
            id=ItemId("t-officers"),
            plan=PLAN.id,
            domain=Domain("training"),
            indicator=both("officers who graduate", "officiers diplômés"),
            baseline=12,
            goal=20,
        ),
        Assessment(
            id=ItemId("a-2026"),
            by=(LA,),
            about="The courses",
            polarity=Polarity.MIXED,
            given=Date(2026, 9, 1),
            domain=Domain("training"),
        ),
    ]


def _reports() -> list[Report]:
    kept = [one for one in reports() if one.item != PATROL]
    finding = {"finding": "encroachment", "marker": "m-1", "note": "a hut beside the marker"}
    return [
        *kept,
        Report(
            party=LA,
            item=PATROL,
            on=Date(2026, 4, 20),
            stage="minutes",
            outcome=Outcome.MET,
            details={"findings": [finding]},
        ),
        Report(
            party=VN,
            item=PATROL,
            on=Date(2026, 4, 22),
            stage="minutes",
            outcome=Outcome.EXCEEDED,
            note=both("three sectors instead of two", "trois secteurs au lieu de deux"),
        ),
        Report(party=VN, item=SPRING_VISIT, on=Date(2026, 3, 14), stage="farewell", outcome=Outcome.MET),
        Report(party=VN, item=ItemId("t-officers"), on=Date(2026, 9, 1), details={"reached": 18}),
        Report(party=LA, item=ItemId("t-officers"), on=Date(2026, 9, 2), details={"reached": 20}),
    ]


def day() -> datetime.datetime:
    """The moment written into the papers of the day."""
    return datetime.datetime.combine(DAY, datetime.time(), datetime.UTC)
