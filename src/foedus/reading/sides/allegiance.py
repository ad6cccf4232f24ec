"""Whose side people are on, where a text implies it and does not state it.

Each rule has a name, which the proposal carries: the head of a delegation is of its
party; the minister named is the one called "the Vietnamese minister"; who visits, thanks
or meets the one side is of the other. What no rule tells stays open.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from attrs import evolve

from foedus.reading.page import Page
from foedus.reading.who.people import Mention, Portrait
from foedus.terms import Party

_BESIDE = 12
_SIDE = 40
"""Letters before somebody within which the side they speak for is told."""
_Rule = tuple[str, Callable[[Page, Mention, dict[str, Portrait]], Party | None]]
_TWO = 2
_LED = 120
"""Letters back in which the delegation that somebody leads is named."""
_HEAD = 400
"""Letters at the head of a text within which its agency names itself."""
_FOOT = 300
"""Letters at the end of a text within which it does so too."""
_VISITED = 90
"""Letters before somebody within which it is told that they are called on, where they are."""
_FACING = 200
"""Letters after somebody within which their counterpart is named."""
_HIGHEST = 8
"""The level of offices that only one of a country holds."""
_HIGH = 5
"""The level of those in high office."""
_NEAR = 300
"""Letters back in which somebody's counterpart is named."""


def with_parties(page: Page, sides: Sequence[Party]) -> dict[str, Portrait]:
    """Give people the party that the text implies where it does not state it."""
    people = dict(page.people)
    for mention in page.mentions:
        if (party := _led(page, mention)) and people[mention.who or ""].party is None:
            people[mention.who or ""] = _belonging(people[mention.who or ""], party, "delegation led")
    shared = page.lexicon.grammar["grammar"].get("surnames_shared", ())
    if len(sides) == _TWO and not set(shared).isdisjoint(sides):
        people |= _same_office(page, people)
        _tell(page, people, sides=sides, rules=_STATED)
    people |= _surnamed(page, people)
    _accompany(page, people)
    if len(sides) != _TWO:
        return people
    people |= _same_office(page, people)
    _tell(page, people, sides=sides, rules=(*_STATED, *_IMPLIED))
    _accompany(page, people)
    people |= _at_home(page, people, sides)
    return people | _unnamed_side(page, people, sides)


def _tell(page: Page, people: dict[str, Portrait], *, sides: Sequence[Party], rules: Sequence[_Rule]) -> None:
    """Give people the party that each rule in turn finds they are not of."""
    for rule, find in rules:
        for mention in page.mentions:
            person = people.get(mention.who or "")
            if person is None or person.party is not None:
                continue
            if party := _other(find(page, mention, people), sides):
                people[person.name] = _belonging(person, party, rule)


def _belonging(person: Portrait, party: Party, rule: str) -> Portrait:
    return evolve(person, party=party, rules=(*person.rules, rule))


def _other(party: Party | None, sides: Sequence[Party]) -> Party | None:
    return next((side for side in sides if side != party), None) if party in sides else None


def _led(page: Page, mention: Mention) -> Party | None:
    """The party whose delegation somebody leads: "la délégation lao, conduite par X"."""
    if not mention.who:
        return None
    if led := _leading(page, mention):
        return led
    lead = page.words(mention.start - 60, mention.start)
    small = page.names("articles", "address")
    phrase = " ".join(word for word in lead if word not in small)
    if not phrase.endswith(page.lexicon.endings("grammar", "led_by")):
        return _on_side(page, mention)
    start = _delegation(page, mention.start)
    return next((m.senses["party"].party for m in page.marks.within(start, mention.start, "party")), None)


def _delegation(page: Page, end: int) -> int:
    """Where the delegation led is told before a place; the place itself where no noun tells of one."""
    nouns = page.names("delegations")
    if not nouns:
        since = max(end - _LED, page.sentence_at(end)[0])
        return max(since, page.folded.rfind(";", since, end))
    found = max(page.folded.rfind(f"{noun} ", max(0, end - _LED), end) for noun in nouns)
    return found if found >= 0 else end


def _leading(page: Page, mention: Mention) -> Party | None:
    """The party of the delegation that somebody leads: "X conduira la délégation algérienne"."""
    body = page.marks.first(mention.end, mention.end + _SIDE, "body", "neutral")
    if body is None or page.names("leading").isdisjoint(page.words(mention.end, body.end)):
        return None
    party = page.marks.first(body.end, body.end + _BESIDE, "party")
    near = party is not None and page.names("of", "articles").issuperset(page.words(body.end, party.start))
    return Party(party.senses["party"].party) if party is not None and near else None


def _on_side(page: Page, mention: Mention) -> Party | None:
    """The side told right before somebody: "pour la Zambie, par le ministre X", "du côté lao, X"."""
    sides = page.names("on_side")
    mark = page.marks.last(mention.start - _SIDE, mention.start, "party")
    if mark is None or not sides:
        return None
    between = page.words(mark.end, mention.start)
    if not page.names("articles", "agents", "led_small", ",", ":").issuperset(between):
        return None
    if page.names("agents", "led_small").isdisjoint(between) and not {",", ":"} & set(between):
        return None
    before = page.words(mark.start - 40, mark.start)
    while before and before[-1] in page.names("of", "articles"):
        before.pop()
    return Party(mark.senses["party"].party) if before and before[-1] in sides else None


def _same_office(page: Page, people: dict[str, Portrait]) -> dict[str, Portrait]:
    """People whose party an unnamed office of their level tells: "le ministre vietnamien"."""
    stated: dict[int, dict[Party, None]] = {}
    for mention in page.mentions:
        title = mention.title
        if title and not mention.who and not title.plural and title.level and title.parties:
            if page.is_object(mention.start):
                continue
            stated.setdefault(title.level, {})[title.parties[0]] = None
    told = {}
    for level, parties in stated.items():
        peers = [person for person in people.values() if person.level == level]
        left = [party for party in parties if party not in {person.party for person in peers}]
        unknown = [person for person in peers if person.party is None]
        if len(left) == 1 and len(unknown) == 1:
            told[unknown[0].name] = _belonging(unknown[0], left[0], "same office")
    return told


def _met(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party of the only other person named in a sentence that tells of a meeting."""
    start, end = page.sentence_at(mention.start)
    if not page.marks.holds(start, end, "meets", "occasion"):
        return None
    others = {m.who for m in page.mentions_within(start, end) if m.who} - {mention.who}
    parties = {people[name].party for name in others}
    rivals = [m for m in page.mentions_within(start, end) if m.who in others]
    both = page.lexicon.has("titles_lead") and _is_met(page, mention)
    if both and any(_is_met(page, rival, alone=True) for rival in rivals):
        return None
    return next(iter(parties)) if len(others) == 1 else None


def _host(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party visited: "la visite de X au Laos", "la visite au Laos de X"."""
    del people
    held_in = page.names("held_in")
    after = page.marks.first(mention.end, mention.end + 16, "party")
    met = page.marks.last(mention.start - _VISITED, mention.start, "meets")
    called = met is not None and met.senses["meets"] in ("called", "talks", "received")
    if after and not called and not held_in.isdisjoint(page.words(mention.end, after.start)):
        return Party(after.senses["party"].party)
    for mark in page.marks.within(mention.start - 40, mention.start, "party"):
        near = page.names("of").issuperset(page.words(mark.end, mention.start))
        if (
            near
            and page.marks.holds(mark.start - 48, mark.start, "occasion")
            and not held_in.isdisjoint(page.words(mark.start - 8, mark.start))
        ):
            return Party(mark.senses["party"].party)
    return None


def _addressed(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party that somebody thanks or congratulates in the sentence they are the subject of."""
    del people
    start, end = page.sentence_at(mention.start)
    if page.is_object(mention.start):
        return None
    openings = page.lexicon.endings("people", "addressed")
    for courtesy in page.marks.within(start, end, "courtesy"):
        if not page.folded.startswith(openings, courtesy.start):
            continue
        for mark in page.marks.within(courtesy.end, min(end, courtesy.end + 48), "party"):
            if mark.senses["party"].how != "organisation":
                return Party(mark.senses["party"].party)
    return None


def _accompany(page: Page, people: dict[str, Portrait]) -> None:
    """Give those who accompany somebody the party of whom they accompany."""
    if not any(word in page.folded for word in page.names("accompanied")):
        return
    for mention in page.mentions:
        if (party := _beside_whom(page, mention, people)) and people[mention.who or ""].party is None:
            people[mention.who or ""] = _belonging(people[mention.who or ""], party, "delegation led")


def _beside_whom(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party of whoever somebody accompanies: "l'ambassadrice X, accompagnée de l'attaché Y"."""
    lead = page.words(mention.start - _SIDE, mention.start)
    while lead and lead[-1] in page.names("articles", "prepositions"):
        lead.pop()
    if not mention.who or not lead or lead[-1] not in page.names("accompanied"):
        return None
    before = [m.who for m in page.mentions_within(mention.start - _NEAR, mention.start) if m.who]
    return people[before[-1]].party if before and before[-1] != mention.who else None


def _opposite(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party of whoever a counterpart is the counterpart of: the person named last before."""
    if mention.title is None or not mention.title.counterpart:
        return None
    before = page.mentions_within(max(0, mention.start - _NEAR), mention.start)
    named = [m.who for m in before if m.who and m.who != mention.who]
    return people[named[-1]].party if named else None


def _facing(page: Page, mention: Mention, people: dict[str, Portrait]) -> Party | None:
    """The party of the counterpart named next: "le ministre X et son homologue gambien, Y"."""
    after = (m for m in page.mentions_within(mention.end, mention.end + _FACING) if m.title)
    following = next((m for m in after if m.who != mention.who), None)
    if following is None or following.title is None or not following.title.counterpart:
        return None
    person = people.get(following.who or "")
    return person.party if person else next(iter(following.title.parties), None)


def _at_home(page: Page, people: dict[str, Portrait], sides: Sequence[Party]) -> dict[str, Portrait]:
    """People in office in a text that bears a capital's name, where nobody else says whose they are.

    They are of the capital's country, unless the text is of the talks held there by the other side.
    """
    home = _capital_of(page) or _agency_of(page)
    if home is None or home not in sides:
        return {}
    parties = {person.party for person in people.values()}
    unstated = [person for person in people.values() if person.party is None and person.level >= _HIGH]
    if len(unstated) == _TWO and parties.isdisjoint(set(sides) - {home}):
        return {}
    met = [m for m in page.mentions if page.lexicon.has("titles_lead") and _is_met(page, m)]
    other = next(side for side in sides if side != home)
    guests = {m.who for m in met if people[_who_met(page, m)].party in (home, None)}
    return {
        name: _belonging(person, other if name in guests else home, "date line")
        for name, person in people.items()
        if person.party is None and (person.level or person.ranks)
    }


def _unnamed_side(page: Page, people: dict[str, Portrait], sides: Sequence[Party]) -> dict[str, Portrait]:
    """People in high office whose country is not stated, where everybody stated is of the other side.

    A ministry's own text tells whose its guests are, and not whose its own minister is.
    """
    stated = {person.party for person in people.values()} - {None}
    left = [side for side in sides if side not in stated]
    if len(stated) != 1 or len(left) != 1 or not page.lexicon.has("titles_lead"):
        return {}
    own = [p for p in people.values() if p.party is None and p.level >= _HIGH]
    peaks = Counter(person.level for person in own if person.level >= _HIGHEST)
    alone = (person for person in own if peaks[person.level] < _TWO)
    return {person.name: _belonging(person, left[0], "the side not stated") for person in alone}


def _who_met(page: Page, mention: Mention) -> str:
    """Whoever is named first in the sentence that tells whom they met."""
    start = page.sentence_at(mention.start)[0]
    return next(m.who for m in page.mentions_within(start, mention.start) if m.who)


def _is_met(page: Page, mention: Mention, *, alone: bool = False) -> bool:
    """Whether somebody is whom the one named before a verb of meeting met; `alone`, whoever did."""
    start = page.sentence_at(mention.start)[0]
    verb = page.marks.last(start, mention.start, "meets")
    if verb is None or verb.senses["meets"] not in ("talks", "called", "received"):
        return False
    passive = not page.names("agents").isdisjoint(page.words(verb.start, verb.end))
    return not passive and (alone or any(m.who for m in page.mentions_within(start, verb.start)))


def _capital_of(page: Page) -> Party | None:
    """The country whose capital the date line names."""
    marks = page.marks.within(page.here[1], page.here[1] + 1, "party") if page.here else ()
    return next((m.senses["party"].party for m in marks if m.senses["party"].how == "capital"), None)


def _agency_of(page: Page) -> Party | None:
    """The country of the agency that a text names at its head: "(ANI)", "ISPR"."""
    length = len(page.text)
    agency = page.marks.first(0, _HEAD, "agency") or page.marks.last(length - _FOOT, length, "agency")
    return Party(agency.senses["agency"]) if agency else None


def home_of(page: Page) -> tuple[Party, ...]:
    """The parties whose surnames people in high places bear, though a text at home need not name its own."""
    unstated = [p.name for p in page.people.values() if p.party is None and " " in p.name]
    return tuple(code for code in _named_parties(page) if any(_bears(page, name, code) for name in unstated))


def _named_parties(page: Page) -> tuple[Party, ...]:
    """The parties whose people the language's data tells by their names."""
    grammar = page.lexicon.grammar
    return tuple(Party(code) for code in {**grammar.get("surnames", {}), **grammar.get("letters", {})})


def _bears(page: Page, name: str, code: Party) -> bool:
    """Whether a name is one of a party's: by its surname, or as it is printed."""
    printed = page.lexicon.grammar.get("letters", {}).get(code, ())
    first = page.lexicon.fold(name.split(" ", 1)[0])
    return first in page.names_of("surnames", code) or any(letter in name for letter in printed)


def _surnamed(page: Page, people: dict[str, Portrait]) -> dict[str, Portrait]:
    """People whose name tells their party, where the language's data lists surnames or letters."""
    told = {}
    for code in _named_parties(page):
        for person in people.values():
            if person.party is None and " " in person.name and _bears(page, person.name, code):
                told[person.name] = _belonging(person, code, "surname")
    return told


_STATED: tuple[_Rule, ...] = (
    ("counterpart of the other side", _opposite),
    ("has a counterpart of the other side", _facing),
    ("host named", _host),
)
"""What a text says outright, which a surname cannot gainsay."""
_IMPLIED: tuple[_Rule, ...] = (
    ("addressed the other side", _addressed),
    ("met the other side", _met),
)
