"""The occasion a brief is for, and the one before it, whatever they are called in the register."""

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.errors import NoOccasionError
from foedus.oversight.mechanisms import informed
from foedus.phrase import phrase
from foedus.register import Register
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words
from foedus.terms import Date, ItemId, Level, Party, Period, wording_in

_COMING = frozenset({Status.PLANNED, Status.INVITED, Status.UNDER_WAY})


@frozen(kw_only=True)
class Occasion:
    """A coming occasion.

    Attributes:
        by_rhythm: whether its date is only what the sessions' rhythm gives.
        people: the persons named for it; empty where none are.
        mechanism: the mechanism it is a session of.
    """

    title: str
    parties: tuple[Party, ...]
    when: Period | None
    by_rhythm: bool = False
    place: str = ""
    host: Party | None = None
    level: Level | None = None
    people: tuple[ItemId, ...] = ()
    mechanism: Mechanism | None = None


@frozen(kw_only=True)
class LastTime:
    """The occasion before: its date, its place, and the document that tells of it."""

    title: str
    when: Period | None
    place: str
    document: str = ""


def coming(register: Register, name: ItemId, *, words: Words) -> Occasion:
    """The occasion of that name: the next session of a mechanism, an activity, or a meeting that is planned.

    Raises:
        NoOccasionError: the register knows no such thing, or it is no occasion, or is over.
    """
    item = register.item(name)
    match item:
        case Mechanism():
            return _next_session(register, item, words)
        case Activity():
            return _activity(register, item, words)
        case Engagement(status=status) if status in _COMING:
            return _planned(item, words)
        case _:
            raise NoOccasionError(occasion=name, reason=why_not(item))


def last_time(register: Register, occasion: Occasion, *, words: Words) -> LastTime | None:
    """The last session of the occasion's mechanism, else the last occasion at which its parties met."""
    if occasion.mechanism:
        held = register.last_met(mechanism=occasion.mechanism.id)
        session = occasion.mechanism.last_session(register.on)
        if held:
            return _told(held, session_title(occasion.mechanism, held.session, words))
        if session:
            title = session_title(occasion.mechanism, session.number, words)
            return LastTime(title=title, when=session.when, place=session.place)
        return None
    met = register.last_met(parties=occasion.parties)
    return _told(met, words.one_of("engagement", met.kind)) if met else None


def facts(occasion: Occasion, *, words: Words) -> tuple[Fact, ...]:
    """The head's facts: date and place always, host and level where they are known."""
    when = period_words(occasion.when, words) if occasion.when else words.say("not-set")
    if occasion.when and occasion.by_rhythm:
        when = words.say("rhythm", date=when)
    told = [("date", when), ("place", occasion.place or words.say("not-set"))]
    if occasion.host:
        told.append(("host", words.party(occasion.host)))
    if occasion.level:
        told.append(("level", words.one_of("levels", occasion.level)))
    return tuple(Fact(label=words.say(label), value=value) for label, value in told)


def sentence(last: LastTime, *, words: Words) -> str:
    """The last occasion in one line: what, when, where."""
    when = period_words(last.when, words) if last.when else words.say("not-set")
    key = "last-time-place" if last.place else "last-time"
    return words.say(key, title=last.title, date=when, place=last.place)


def document_line(title: str, published: Date | None, *, words: Words) -> str:
    """The line under a quotation: the document and its date."""
    date = date_words(published, words) if published else ""
    if title:
        return f"{title}, {date}" if date and date not in title else title
    return words.say("document", date=date) if date else words.say("undated")


def _next_session(register: Register, mechanism: Mechanism, words: Words) -> Occasion:
    known = informed(register, mechanism)
    session = known.next_session(register.on)
    number = session.number if known.sessions else None  # with no session on record, "first" would be a guess
    line = _line_of(register, mechanism, number)
    meeting = _meeting_of(register, mechanism, number)
    arranged = [one.when for one in (line, meeting) if one and one.when]
    rhythmic = not arranged and session not in known.sessions
    return Occasion(
        title=session_title(mechanism, number, words),
        parties=mechanism.parties,
        when=arranged[0] if arranged else session.when,
        by_rhythm=rhythmic,
        place=(line.place if line else "") or session.place or (meeting.place if meeting else ""),
        host=(line.host if line else None) or session.host,
        level=line.level if line else None,
        people=meeting.principals if meeting else (),
        mechanism=known,
    )


def _line_of(register: Register, mechanism: Mechanism, number: int | None) -> Activity | None:
    """The plan's line for the coming session: the one with its number, else the first that is not over."""
    lines = [one for one in register.common(Activity) if one.mechanism == mechanism.id]
    numbered = [one for one in lines if one.session is not None and one.session == number]
    coming_up = [one for one in lines if number is None or one.session is None]
    open_ones = [one for one in coming_up if not _over(one, register)]
    return next(iter(numbered or sorted(open_ones, key=lambda one: (str(one.when or "~"), one.id))), None)


def _meeting_of(register: Register, mechanism: Mechanism, number: int | None) -> Engagement | None:
    """A meeting that a source announces for the coming session."""
    announced = [
        one
        for one in register.known(Engagement)
        if one.mechanism == mechanism.id
        and one.status in _COMING
        and not _over(one, register)
        and (one.session is None or one.session == number)
    ]
    return max(announced, key=lambda one: (str(one.when or ""), one.id), default=None)


def _over(one: Activity | Engagement, register: Register) -> bool:
    return one.when is not None and one.when.end.last < register.on


def _activity(register: Register, activity: Activity, words: Words) -> Occasion:
    mechanism = register.item(activity.mechanism) if activity.mechanism else None
    known = mechanism if isinstance(mechanism, Mechanism) else None
    if known and activity.session:
        title = session_title(known, activity.session, words)
    else:
        title = wording_in(activity.title, words.language)
    return Occasion(
        title=title,
        parties=activity.participants,
        when=activity.when,
        place=activity.place,
        host=activity.host,
        level=activity.level,
        mechanism=known,
    )


def _planned(engagement: Engagement, words: Words) -> Occasion:
    return Occasion(
        title=words.one_of("engagement", engagement.kind),
        parties=engagement.parties,
        when=engagement.when,
        place=engagement.place,
        people=engagement.principals,
    )


def _told(engagement: Engagement, title: str) -> LastTime:
    document = engagement.source.document if engagement.source else ""
    return LastTime(title=title, when=engagement.when, place=engagement.place, document=document)


def session_title(mechanism: Mechanism, number: int | None, words: Words) -> str:
    """What a session is called; the mechanism itself where its number is not known."""
    title = wording_in(mechanism.title, words.language)
    return words.say("session", title=title, ordinal=words.ordinal(number)) if number else title


def why_not(item: Item | None) -> str:
    """Why something is no occasion that one may write a paper for."""
    if item is None:
        return phrase("the register holds nothing of that name")
    if isinstance(item, Engagement):
        return phrase("it is {status}", status=item.status)
    return phrase("it is a thing of the kind {noun}", noun=item.noun())
