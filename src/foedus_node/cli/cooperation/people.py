"""People: who holds which office on a day, who met whom, and which entries are one person."""

from typing import Annotated, Any

from attrs import evolve
from cyclopts import App, Parameter

from foedus.cooperation.document import to_json
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.office import Person, Tenure, successor
from foedus.cooperation.precedence import Attending
from foedus.cooperation.ranks import ranks
from foedus.register import Incumbent, Meeting, Register
from foedus.terms import Date, ItemId, Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk import persons
from foedus_node.desk.persons import Listed
from foedus_node.desk.register import register

people = App(
    name="people",
    help="See who holds which office and who met whom; say that two entries are one person.",
    help_format="plaintext",
)

Entry = Annotated[str, Parameter(help="The entry, by its item's name or by the person's.")]
OnDay = Annotated[str | None, Parameter(name="--on", help="The day; today if not given.")]
_MOST_MEETINGS = 20


@people.default
def shown(
    person: Annotated[
        str | None, Parameter(help="One person, by item or by name in any spelling; all if not given.")
    ] = None,
    /,
    *,
    with_: Annotated[str | None, Parameter(name="--with", help="Only when they met this person.")] = None,
    on: OnDay = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the people of each party in order of precedence, or one person: offices, spellings, whom they met.

    Example: foedus people
    """
    seat = node.seat(compact)
    day = node.day("--on", on) if on else clock.today()
    # A term of office that was signed into the record today may have begun long before.
    now = evolve(register(seat.held, party=seat.home.party, on=max(day, clock.today())), on=day)
    language = seat.home.language
    if person is not None:
        one = persons.person_in(now, person)
        other = persons.person_in(now, with_) if with_ else None
        met = now.meetings(one.id, with_=other.id if other else None)
        if json:
            printing.data(_plain_person(one, met, now))
        else:
            printing.say(*_told(one, met, now=now, language=language))
        return
    listed = persons.listed(now, seat.held.parties)
    if json:
        printing.data({party: [_plain_row(one.place, now) for one in rows] for party, rows in listed.items()})
        return
    if not any(listed.values()):
        printing.say("Nobody is on record yet: `foedus accept` and drafts bring people in.")
    for party, rows in listed.items():
        if rows:
            printing.say(f"{party}, on {day}")
            printing.table(
                ("Name", "Rank", "Office", "Since", "Item"),
                [_row(one, now, language) for one in rows],
                wrap=("Name", "Office"),
            )


@people.command
def alike(*, compact: node.Compact = None, json: node.Json = False) -> None:
    """Show entries that may be one person, for you to say whether they are.

    Example: foedus people alike
    """
    seat = node.seat(compact)
    found = persons.alike(register(seat.held, party=seat.home.party, on=clock.today()))
    if json:
        printing.data([_plain_alike(pair) for pair in found])
        return
    if not found:
        printing.say("No two entries are alike.")
    for pair in found:
        office = f", both {', '.join(pair.offices)}" if pair.offices else ""
        printing.say(
            f"{pair.person.name} ({pair.person.id}) and {pair.other.name} ({pair.other.id}): "
            f"alike by {pair.score} of 100 ({pair.why}){office}"
        )
        printing.say(f"  If they are one: `foedus people merge {pair.other.id} {pair.person.id}`.")


@people.command
def merge(
    entry: Entry,
    other: Annotated[str, Parameter(help="The entry that stands for both from now on.")],
    /,
    *,
    compact: node.Compact = None,
) -> None:
    """Say that one entry is the same person as another; only we see it, and nothing is rewritten.

    Example: foedus people merge person-le-van-mau person-le-van-mau-2
    """
    seat = node.seat(compact)
    with seat.home.locked():
        now = register(seat.held, party=seat.home.party, on=clock.today())
        one, two = persons.merge(now, entry, other, compact=seat.compact)
    printing.say(
        f"{one.name} ({one.id}) is now seen as {two.name} ({two.id}).",
        f"Take it back with `foedus people part {one.id}`.",
    )


@people.command
def part(
    entry: Annotated[str, Parameter(help="The entry that is its own person after all.")],
    /,
    *,
    compact: node.Compact = None,
) -> None:
    """Take back that an entry is another person's: both are as they were.

    Example: foedus people part person-le-van-mau
    """
    seat = node.seat(compact)
    with seat.home.locked():
        persons.part(entry, compact=seat.compact)
    printing.say(f"{entry} is a person of its own again.")


def _row(one: Listed, now: Register, language: Language) -> tuple[object, ...]:
    offices = [printing.words(held.office.title, language) for held in one.held]
    tenure = one.place.tenure
    since = tenure.since if tenure else None
    alone = " (ours alone)" if now.is_ours_alone(one.person.id) else ""
    office = "; ".join(offices) or "no office known on that day"
    return (one.person.name, _rank(tenure, language), office, since or "", f"{one.person.id}{alone}")


def _rank(tenure: Any, language: Language) -> str:
    """The rank in the reader's language, else as it was printed."""
    if tenure is None:
        return ""
    known = ranks().get(tenure.rank)
    return printing.words(known.title, language) if known else tenure.rank or tenure.rank_printed


def _told(one: Person, met: tuple[Meeting, ...], *, now: Register, language: Language) -> list[str]:
    alone = " · ours alone" if now.is_ours_alone(one.id) else ""
    lines = [f"{one.name} · {one.party} · {one.id}{alone}"]
    written = [form for form in now.spellings(one.id) if form != one.name]
    lines += [f"  also written: {'; '.join(written)}"] if written else []
    stands = [f"{entry.name} ({entry.id})" for entry in now.merged.get(one.id, ()) if entry.id != one.id]
    lines += [f"  stands for: {'; '.join(stands)}"] if stands else []
    # What a source told and what was agreed may be the same term of office, told twice.
    lines += dict.fromkeys(f"  {_term(held, now, language)}" for held in now.tenures(one.id))
    if not met:
        return [*lines, "  no meeting on record"]
    lines += [f"  {_meeting(meeting, one, now)}" for meeting in met[:_MOST_MEETINGS]]
    more = len(met) - _MOST_MEETINGS
    return [*lines, f"  and {more} earlier ones"] if more > 0 else lines


def _term(held: Incumbent, now: Register, language: Language) -> str:
    tenure = held.tenure
    rank = _rank(tenure, language)
    title = printing.words(held.office.title, language)
    since = f"since {tenure.since}" if tenure.since else "since when is not known"
    until = f", until {tenure.until}" if tenure.until else ""
    after = successor(now.known(Tenure), tenure)
    then = f"; then {_name(now, after.person)}, since {after.since}" if after else ""
    return f"{', '.join(filter(None, (title, rank)))}: {since}{until}{then}"


def _meeting(meeting: Meeting, one: Person, now: Register) -> str:
    others = [name for name in meeting.people if name != one.id]
    named = ", ".join(_name(now, name) for name in others)
    item = meeting.item
    place = f", {item.place}" if item.place else ""
    return f"met {named}: {meeting.when}, {item.kind}{place} ({item.id})"


def _name(now: Register, name: ItemId) -> str:
    item = now.item(name)
    return item.name if isinstance(item, Person) else name


def _plain_row(one: Attending, now: Register) -> dict[str, Any]:
    return {
        "person": one.person.id,
        "name": one.person.name,
        "office": one.office.id if one.office else None,
        "level": one.office.level if one.office else None,
        "rank": (one.tenure.rank or None) if one.tenure else None,
        "since": _text(one.tenure.since) if one.tenure else None,
        "ours_alone": now.is_ours_alone(one.person.id),
    }


def _plain_person(one: Person, met: tuple[Meeting, ...], now: Register) -> dict[str, Any]:
    return {
        "item": to_json(one),
        "ours_alone": now.is_ours_alone(one.id),
        "spellings": list(now.spellings(one.id)),
        "stands_for": [entry.id for entry in now.merged.get(one.id, ()) if entry.id != one.id],
        "tenures": [
            {
                "office": held.office.id,
                "rank": held.tenure.rank or None,
                "since": _text(held.tenure.since),
                "until": _text(held.tenure.until),
                "on_that_day": held.tenure.covers(now.on),
            }
            for held in now.tenures(one.id)
        ],
        "meetings": [
            {
                "item": meeting.item.id,
                "is": "engagement" if isinstance(meeting.item, Engagement) else "activity",
                "when": str(meeting.when),
                "place": meeting.item.place or None,
                "with": [name for name in meeting.people if name != one.id],
            }
            for meeting in met
        ],
    }


def _plain_alike(pair: persons.Alike) -> dict[str, Any]:
    return {
        "person": pair.person.id,
        "other": pair.other.id,
        "score": pair.score,
        "why": pair.why.value,
        "offices": list(pair.offices),
    }


def _text(date: Date | None) -> str | None:
    return str(date) if date else None
