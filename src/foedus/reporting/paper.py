"""What stands in a brief, in the words of its language, before anything is laid out.

PDF and DOCX are two layouts of the same value: whatever one says, the other says. A
word that is missing is an empty string, never a placeholder.
"""

import datetime

from attrs import evolve, frozen

from foedus.oversight.progress import Progress
from foedus.reporting.layout.ring import Arc
from foedus.terms import Language


@frozen(kw_only=True)
class Sign:
    """The ring of a joint thing, and its state in words."""

    arcs: tuple[Arc, ...]
    words: str


@frozen(kw_only=True)
class Fact:
    """One labelled fact of the head: the date, the place."""

    label: str
    value: str


@frozen(kw_only=True)
class Quote:
    """A source's exact words, and the line that says which document they stand in."""

    words: str
    line: str


@frozen(kw_only=True)
class Attendee:
    """Somebody who comes: office and rank on the day, and the last meeting with the other side."""

    name: str
    rank: str
    office: str
    met: str


@frozen(kw_only=True)
class Delegation:
    """One party's principals; `silence` says so in words where nobody is on record."""

    party: str
    people: tuple[Attendee, ...]
    silence: str = ""


@frozen(kw_only=True)
class Became:
    """One thing that answers an undertaking, and how it stands."""

    title: str
    stands: str


@frozen(kw_only=True)
class Point:
    """One undertaking: what, by whom, its sentence, what became of it, how it stands.

    Attributes:
        again: said in place of the quotation when the point before quotes the same sentence.
    """

    gist: str
    given: str
    quote: Quote | None
    again: str
    became: tuple[Became, ...]
    state: str
    lapsed: bool
    sign: Sign


@frozen(kw_only=True)
class Line:
    """One line of the plan.

    Attributes:
        month: columns from the plan's first month; None where the line's month is not known.
        stands: what each side says, and how fresh it is.
    """

    title: str
    when: str
    where: str
    month: int | None
    progress: Progress
    progress_words: str
    stands: str


@frozen(kw_only=True)
class Lane:
    """The lines of one domain, by date."""

    domain: str
    lines: tuple[Line, ...]


@frozen(kw_only=True)
class Overview:
    """The plan by domain.

    Attributes:
        months: the names of the figure's columns.
        today: where the day stands among the columns, in months from the first; None where it lies outside.
        summary: what the figure shows, in words.
        silence: why there is no figure, where there is none.
    """

    title: str
    sign: Sign | None
    lanes: tuple[Lane, ...]
    months: tuple[str, ...]
    no_month: str
    today: float | None
    today_words: str
    legend: tuple[tuple[Progress, str], ...]
    summary: str
    silence: str = ""


@frozen(kw_only=True)
class Judgement:
    """One side's assessment."""

    by: str
    polarity: str
    about: str
    quote: Quote | None


@frozen(kw_only=True)
class OursAlone:
    """What only we know, on pages of its own.

    Attributes:
        agreed: what was agreed last time, as we have read it; `open` what else is open.
        found: what may answer what is common, and only we know of.
    """

    agreed: tuple[Point, ...] = ()
    open: tuple[Point, ...] = ()
    found: tuple[Point, ...] = ()
    drafts: tuple[Lane, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def __bool__(self) -> bool:
        return self != OursAlone()


@frozen(kw_only=True)
class Brief:
    """A brief for one occasion.

    Attributes:
        compact: the cooperation, as the page head names it.
        classification: the line the ministry chose; empty where it chose none.
        last_time: the last occasion, or that none is on record.
        agreed_silence: said instead of points where there are none; `open_silence` likewise.
        ours_alone: empty where there is nothing of ours alone.
    """

    language: Language
    compact: str
    classification: str
    title: str
    on: datetime.date
    dated: str
    facts: tuple[Fact, ...]
    delegations: tuple[Delegation, ...]
    last_time: str
    agreed: tuple[Point, ...]
    agreed_silence: str
    open: tuple[Point, ...]
    open_silence: str
    overview: Overview
    judgements: tuple[Judgement, ...]
    ours_alone: OursAlone

    def shared(self) -> "Brief":
        """The same brief without the pages of ours alone.

        What remains tells of the common record, of people in office, and of occasions at which
        both sides were. A brief that must not draw on our own reading even for those is made
        from a register folded without it.
        """
        return evolve(self, ours_alone=OursAlone())
