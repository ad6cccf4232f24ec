"""Who acts: the parties to a text, and every phrase that stands for one or more of them.

"The two sides" are the two parties a text speaks of most. A person acts for the party
whose office they hold; "the Lao side", "his country" and "he" are resolved by what was
said before. Where a person's party is not stated, the named rules below infer it, or
it stays open.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import Factory, define, evolve, field, frozen

from foedus.reading.lexicon import Mark
from foedus.reading.lexicon.acronyms import SHORT
from foedus.reading.page import Page
from foedus.reading.sides.allegiance import with_parties
from foedus.reading.sides.at_hand import sides_at_hand
from foedus.reading.sides.forums import forum_of, how_many, tells_of_states
from foedus.reading.sides.home import is_placed, is_unnamed, own_country
from foedus.reading.sides.weights import weights_of
from foedus.reading.who.people import Mention, Portrait
from foedus.terms import Party

_FORUM, _HEARD = 1, 4
"""How often an organisation is named beside the second party, and at all, where it is a party itself."""
_BEFORE_BODY = 40
"""Letters before a body within which its parties are named."""
_BESIDE = 60
"""Letters before "member states" within which the organisation is named that they are members of."""
_DASHED = frozenset("-–—")
_BESIDE_IT = 16
"""Letters before a country's name in which the word it belongs to stands."""
_TWO = 2
_OFFICER, _HIGHEST = 1, 9
"""The level of somebody told by a rank and a country alone, "le général vietnamien", and the highest."""


@frozen(kw_only=True)
class Actor:
    """A phrase that stands for parties: where it is, for whom, and whether it can be a subject."""

    start: int
    end: int
    parties: tuple[Party, ...]
    who: str | None = None
    level: int = 0
    many: bool = False
    body: bool = False
    subject: bool = True
    pronoun: bool = False


@frozen
class Cast:
    """The parties of a text in order of weight, and all its actors in order of place."""

    parties: tuple[Party, ...]
    organisations: tuple[Party, ...]
    actors: tuple[Actor, ...]
    people: dict[str, Portrait]
    _holders: dict[tuple[int, Party | None, str], list[Portrait]] = field(init=False, eq=False, repr=False)
    _starts: list[int] = field(init=False, eq=False, repr=False)
    several: int = 2
    """How many the sides are, where the text tells: three, where it speaks of "the three ministers"."""
    forum: Party | None = None
    """The organisation whose meeting a text tells of, where no two sides are spoken of."""
    home: Party | None = None
    """The country whose text it is, whose bodies need not say so."""
    tells: bool = False
    """Whether occasions that only states have are told."""
    represented: int = field(init=False, eq=False, repr=False)
    """How many parties have somebody named in the text."""

    @_holders.default
    def _by_level(self) -> dict[tuple[int, Party | None, str], list[Portrait]]:
        holders: dict[tuple[int, Party | None, str], list[Portrait]] = {}
        for person in self.people.values():
            for title in {office.title for office in person.offices} | {""}:
                holders.setdefault((person.level, person.party, title), []).append(person)
        return holders

    @_starts.default
    def _index_actors(self) -> list[int]:
        return [actor.start for actor in self.actors]

    @represented.default
    def _count_parties(self) -> int:
        return len({person.party for person in self.people.values() if person.party})

    @property
    def sides(self) -> tuple[Party, ...]:
        """The two sides; fewer where the text names fewer."""
        return (*self.parties, *self.organisations)[:2]

    @property
    def speaks(self) -> bool:
        """Whether anybody in the text speaks for a party; sport and weather name countries too."""
        return self.tells or any(
            a.many or a.body or a.level > (0 if a.parties else _OFFICER) for a in self.actors
        )

    def holding(self, level: int, parties: tuple[Party, ...], *titles: str) -> list[Portrait]:
        """Those of some parties who hold an office of a level, one of some titles if any: three at most."""
        keys = {(level, party, title) for party in parties for title in titles or ("",)}
        people = {person.name: person for key in keys for person in self._holders.get(key, [])[:3]}
        return sorted(people.values(), key=lambda person: person.start)[:3]

    def highest(self, party: Party) -> Portrait | None:
        """Who holds a party's highest office in the text; the first named of several."""
        levels = range(_HIGHEST, -1, -1)
        return next((some[0] for level in levels if (some := self._holders.get((level, party, "")))), None)

    def together(self, count: int) -> tuple[Party, ...]:
        """The parties meant by "the two sides", "the three ministers", or (0) "the sides"."""
        if self.forum and not count:
            return (self.forum,)
        return (*self.parties, *self.organisations)[: count or self.several]

    def facing(self, asked: tuple[Party, ...]) -> tuple[Party, ...]:
        """Who asks, where the text does not say: the one side that is not asked; nobody where several are."""
        left = tuple(side for side in self.sides if side not in asked)
        return left if len(asked) == 1 == len(left) else ()

    def before(self, start: int, end: int) -> Sequence[Actor]:
        """The actors that lie between two places, in order; none lies within another."""
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        if high > low and self.actors[high - 1].end > end:
            high -= 1
        return self.actors[low:high]


def cast(page: Page) -> Cast:
    """Find the parties to a text and every actor in it."""
    weights, organisations = weights_of(page)
    home = own_country(page, weights)
    forum = forum_of(page)
    weights.pop(forum or Party(""), None)
    partners = {org: weight for org, weight in organisations.items() if org != forum}
    led = {org: weight for org, weight in partners.items() if _is_party_to_it(weight, weights)}
    ranked = sorted({**weights, **led}.items(), key=lambda item: -item[1])
    parties = tuple(party for party, _ in ranked)
    orgs = tuple(party for party, _ in organisations.most_common() if party not in led)
    people = with_parties(page, (*parties, *orgs)[:2])
    empty = Cast(
        parties=parties,
        organisations=orgs,
        actors=(),
        people=people,
        several=how_many(page),
        forum=forum,
        home=home,
        tells=tells_of_states(page),
    )
    return evolve(empty, actors=tuple(_actors(page, empty)))


def _is_party_to_it(weight: int, parties: Counter[Party]) -> bool:
    """Whether an organisation is a party to what is told, and no forum that the parties belong to."""
    second = [weight for _, weight in parties.most_common(2)][1:]
    return weight > _FORUM * (second[0] if second else 0) and weight >= _HEARD


def _actors(page: Page, cast: Cast) -> Iterable[Actor]:
    """Every phrase that stands for a party, each place counted once.

    A pronoun stands for the main subject: the first person, office or body that is a
    subject in its sentence, or in the last sentence that has one.
    """
    taken = 0
    previous: Actor | None = None
    heard = _Heard()
    named = {m.start: m for m in reversed(page.mentions)}
    by_start = {m.start: m for m in page.marks.of(*_ACTING)}
    met = {m.end for m in page.marks.of("meets")} if page.lexicon.has("of_left_out") else set()
    ends = iter(end for _, end in page.sentences)
    sentence_end = next(ends, 0)
    for place in sorted({*named, *by_start}):
        if place < taken:
            continue
        while place >= sentence_end:
            heard.turn()
            sentence_end = next(ends, len(page.text) + 1)
        grouped = place in by_start and "group" in by_start[place].senses
        told = place in named and not grouped
        actor = _somebody(named[place], cast=cast, heard=heard) if told else None
        if actor is None and place in by_start:
            actor = _phrase(page, by_start[place], cast=cast, heard=heard)
        if actor is None:
            continue
        object_of = page.is_object(actor.start) and not _is_of_people(page, actor)
        if object_of or _is_beside(page, actor, met=met):
            actor = evolve(actor, subject=False)
        if previous and _coordinated(page, previous, actor):
            actor = _together(previous, actor)
        taken, previous = actor.end, actor
        heard.hear(actor)
        if actor.who:
            heard.name(cast.people[actor.who])
        yield actor


def _coordinated(page: Page, first: Actor, second: Actor) -> bool:
    """Whether two phrases are one subject: "la Mongolie et la France"."""
    if first.pronoun or second.pronoun or second.start - first.end > 16:
        return False
    words = page.words(first.end, second.start)
    dashed = not words and not _DASHED.isdisjoint(page.text[first.end : second.start])
    if (words == [","] or dashed) and _is_headed(page, first, second):
        return True
    small = page.names("mere_articles", "and", ",")
    return small.issuperset(words) and not page.names("and").isdisjoint(words)


def _is_beside(page: Page, actor: Actor, *, met: set[int]) -> bool:
    """Whether a phrase follows a verb of meeting, or is a country beside what is its; no word says so."""
    if not page.lexicon.has("of_left_out"):
        return False
    return (actor.start - 1 in met and not actor.many) or _is_attribute(page, actor)


def _is_of_people(page: Page, actor: Actor) -> bool:
    """Whether those of the sides are meant, and open a sentence: "Officials from both governments"."""
    opens = page.words(page.sentence_at(actor.start)[0], actor.start)
    several = page.names_of("people", "several")
    return actor.many and len(opens) in (2, 3) and not several.isdisjoint(opens)


def _is_attribute(page: Page, actor: Actor) -> bool:
    """Whether a country only says whose a thing is, where no word says so: "quan hệ Việt Nam - Hàn Quốc"."""
    if actor.who or actor.level or actor.body or actor.many or actor.pronoun:
        return False
    before = page.text[max(0, actor.start - _BESIDE_IT) : actor.start]
    words = before.split()[-1:]
    if not words or "\n" in before[len(before.rstrip()) :] or before[-1:] not in (" ", "\u00a0"):
        return bool(before) and before[-1] in _DASHED
    last = page.lexicon.fold(words[0])
    if words[0] in _DASHED:
        return True
    return last[-1].isalpha() and last not in page.names("and", "subject_openers")


def _is_headed(page: Page, first: Actor, second: Actor) -> bool:
    """Whether a sentence opens with two countries and a comma, as headlines do: "Peru, Chile agree"."""
    bare = not (first.who or second.who or first.body or second.body or first.level or second.level)
    alone = bool(first.parties and second.parties) and page.folded[second.end : second.end + 1] == " "
    return bare and alone and page.sentence_at(first.start)[0] == first.start


def _together(first: Actor, second: Actor) -> Actor:
    parties = tuple(dict.fromkeys((*first.parties, *second.parties)))
    return evolve(second, start=first.start, parties=parties, many=len(parties) > 1, subject=first.subject)


@define
class _Heard:
    """The subjects that a pronoun may stand for, as a text is gone through."""

    one: Actor | None = None
    many: Actor | None = None
    current: Actor | None = None
    by_rank: dict[str, Portrait] = Factory(dict)

    def turn(self) -> None:
        """A sentence has ended."""
        self.one = self.current or self.one
        self.current = None

    def hear(self, actor: Actor) -> None:
        """One more actor."""
        if not actor.subject or not actor.parties:
            return
        if actor.many:
            self.many = actor
        elif self.current is None and not (actor.who is None and actor.level == 0 and not actor.body):
            self.current = actor

    def name(self, person: Portrait) -> None:
        """Somebody has been named; a rank alone means whoever bears it and was named last."""
        for rank, _, _ in person.ranks[:1]:
            self.by_rank[rank] = person

    def singular(self) -> Actor | None:
        """Whom "he" or "she" means."""
        return self.current or self.one


_ACTING = ("group", "party", "body", "pronoun", "pronouns", "own", "other", "occasion")


def _mentioned(mention: Mention, cast: Cast) -> Actor | None:
    """A person or an office as an actor."""
    title = mention.title
    if mention.who and mention.who in cast.people:
        person = cast.people[mention.who]
        parties: tuple[Party, ...] = (person.party,) if person.party else ()
        return Actor(
            start=mention.start, end=mention.end, parties=parties, who=mention.who, level=person.level
        )
    if title is None or not (title.offices or title.counterpart):
        return None
    if title.plural:
        parties = tuple(dict.fromkeys(title.parties)) or cast.together(0)
        return Actor(
            start=mention.start, end=mention.end, parties=parties, many=len(parties) > 1, level=title.level
        )
    parties = title.parties or cast.sides
    sharing = cast.holding(title.level, parties, *{office.title for office in title.offices})
    holders = sharing or cast.holding(title.level, parties)
    who = holders[0].name if len(holders) == 1 else None
    parties = title.parties[:1] or tuple(p for p in (holders[0].party if who else None,) if p)
    return Actor(start=mention.start, end=mention.end, parties=parties, who=who, level=title.level)


def _somebody(mention: Mention, *, cast: Cast, heard: _Heard) -> Actor | None:
    """A person, an office or a rank as an actor."""
    actor = _mentioned(mention, cast)
    if actor is None:
        return _ranked(mention, cast=cast, heard=heard)
    return _opposite(actor, mention, cast=cast, heard=heard)


def _opposite(actor: Actor, mention: Mention, *, cast: Cast, heard: _Heard) -> Actor:
    """The subject's counterpart, who is not named: of the other side, and whoever holds the office there."""
    title, subject = mention.title, heard.current
    if title is None or not title.counterpart or mention.who or title.parties or subject is None:
        return actor
    others = [side for side in cast.sides if side not in subject.parties]
    if len(others) != 1 or title.plural:
        return actor
    holders = cast.holding(title.level, (others[0],))
    who = holders[0].name if len(holders) == 1 else None
    return evolve(actor, parties=tuple(others), who=who)


def _ranked(mention: Mention, *, cast: Cast, heard: _Heard) -> Actor | None:
    """A rank without a name as an actor: whoever bears it and was named last."""
    title = mention.title
    if title is None or mention.who or title.offices or title.plural or len(title.ranks) != 1:
        return None
    if len(title.parties) == 1:
        return Actor(start=mention.start, end=mention.end, parties=title.parties, level=_OFFICER)
    person = heard.by_rank.get(title.ranks[0][0])
    if person is None or person.name not in cast.people:
        return Actor(start=mention.start, end=mention.end, parties=(), level=_OFFICER)
    parties = (person.party,) if person.party else ()
    return Actor(start=mention.start, end=mention.end, parties=parties, who=person.name, level=person.level)


def _phrase(page: Page, mark: Mark, *, cast: Cast, heard: _Heard) -> Actor | None:
    """A group, a side, a country or a pronoun as an actor."""
    senses, start, end = mark.senses, mark.start, mark.end
    if "group" in senses:
        return _group(page, mark, cast)
    if "body" in senses:
        return _body(page, mark, cast) or _own_body(page, mark, cast=cast, heard=heard)
    if "party" in senses:
        nation = senses["party"]
        person = nation.how == "adjective"
        return _person(page, mark, cast) if person else Actor(start=start, end=end, parties=(nation.party,))
    if "occasion" in senses:
        return _joint_body(page, mark, cast)
    return _pronoun(page, mark, cast=cast, heard=heard)


def _joint_body(page: Page, mark: Mark, cast: Cast) -> Actor | None:
    """A body of both sides that speaks: "the Joint Commission approved"."""
    other = page.names_of("occasion_words", "commissions").isdisjoint(page.words(mark.start, mark.end))
    unknown = page.names("mere_articles").isdisjoint(page.words(mark.start - 8, mark.start)[-1:])
    if (other and SHORT not in mark.senses) or unknown or mark.senses["occasion"].plural:
        return None
    return Actor(start=mark.start, end=mark.end, parties=cast.together(0), many=True)


def _group(page: Page, mark: Mark, cast: Cast) -> Actor:
    """Several: those named after it, the members of the organisation before it, or the sides at hand."""
    start, end, count = mark.start, mark.end, mark.senses["group"]
    before = page.marks.last(start - _BESIDE, start, "party")
    if before and before.senses["party"].how == "organisation" and not page.words(before.end, start):
        return Actor(start=before.start, end=end, parties=(before.senses["party"].party,), body=True)
    near = page.marks.within(end, end + 40, "party")
    named = [m for m in near if not set(page.words(end, m.start)) & {",", ";"}]
    explicit = tuple(dict.fromkeys(m.senses["party"].party for m in named))
    told = explicit and len(explicit) == count
    at_hand = sides_at_hand(page, cast.people, start=start) if count == _TWO < cast.represented else ()
    parties = explicit if told else at_hand or cast.together(count)
    return Actor(start=start, end=end, parties=parties, many=True)


def _pronoun(page: Page, mark: Mark, *, cast: Cast, heard: _Heard) -> Actor | None:
    """Whom a pronoun means: the main subject, or several; "we" in somebody's own words is one side."""
    last, together = heard.singular(), heard.many
    senses, start, end = mark.senses, mark.start, mark.end
    if "own" in senses:
        return Actor(start=start, end=end, parties=last.parties if last else (), pronoun=True)
    if "other" in senses:
        others = tuple(side for side in cast.sides if last and side not in last.parties)
        return Actor(start=start, end=end, parties=others) if len(others) == 1 else None
    ourselves = senses.get("pronouns") in page.names_of("people", "ourselves")
    if "pronoun" in senses or (ourselves and _is_quoted(page, start)):
        last = last or Actor(start=start, end=end, parties=())
        return evolve(last, start=start, end=end, pronoun=True)
    if "pronouns" in senses:
        parties = together.parties if together and not ourselves else cast.together(0)
        return Actor(start=start, end=end, parties=parties, many=True, pronoun=True)
    return None


def _is_quoted(page: Page, place: int) -> bool:
    """Whether a place lies in quotation marks that its paragraph opened before: there "we" is one side."""
    lead = page.text[page.text.rfind("\n", 0, place) + 1 : place]
    return lead.rfind("“") > lead.rfind("”") or lead.count('"') % 2 == 1


def _body(page: Page, mark: Mark, cast: Cast) -> Actor | None:
    """A body speaks for the parties beside it: "la partie lao", "les états-majors des deux armées"."""
    of = page.names("of", "articles", "glue", "and", ",")
    start, end = mark.start, mark.end
    parties: list[Party] = []
    if page.lexicon.has("titles_lead"):
        start, led = _led_by(page, mark)
        parties += led
    for other in page.marks.within(mark.end, mark.end + 90, *(("area", "body") if parties else ())):
        gap = page.words(end, other.start)
        placed = "party" in other.senses and is_placed(page, end, other.start)
        if not placed and (not set(gap) <= of or ("," in gap and not parties)):
            break
        if "province" in other.senses:
            parties = parties or [other.senses["province"]]
        elif "party" in other.senses:
            parties.append(other.senses["party"].party)
        elif "group" in other.senses:
            parties = [*cast.together(other.senses["group"])]
        elif not other.senses.keys() & {"area", "body", "ranks", "rank"}:
            break
        end = other.end
    plural = mark.senses["body"] in page.lexicon.grammar["people"]["plural_bodies"]
    if not parties and not plural:
        return None
    found = tuple(dict.fromkeys(parties)) or cast.together(0)
    actor = Actor(start=start, end=end, parties=found, many=len(found) > 1, body=True)
    if len(found) > 1 or mark.senses["body"] not in page.names_of("people", "persons"):
        return actor
    who = cast.highest(found[0])
    return evolve(actor, who=who.name, level=who.level) if who else actor


def _own_body(page: Page, mark: Mark, *, cast: Cast, heard: _Heard) -> Actor | None:
    """A body without its country, in a text of the country's own, before any other side has spoken."""
    home, spoken = cast.home, heard.singular()
    if home not in cast.sides or not is_unnamed(page, mark) or (spoken and spoken.parties != (home,)):
        return None
    end = max((m.end for m in page.marks.within(mark.end, mark.end + 2, "area")), default=mark.end)
    return Actor(start=mark.start, end=end, parties=(home,) if home else (), body=True)


def _led_by(page: Page, mark: Mark) -> tuple[int, list[Party]]:
    """Where a body's phrase begins and the parties that stand before it: "the Lao and Thai navies"."""
    start, parties = mark.start, list[Party]()
    for other in reversed(page.marks.within(mark.start - _BEFORE_BODY, mark.start, "party")):
        between = page.words(other.end, start)
        joined = parties and not page.names("and").isdisjoint(between)
        if not (page.names("and") if joined else page.names("owner")).issuperset(between):
            break
        start = other.start
        parties.insert(0, other.senses["party"].party)
    return start, parties


def _person(page: Page, mark: Mark, cast: Cast) -> Actor | None:
    """Somebody told by nation and a general word: "the Korean guest", "the Lao military leader"."""
    words = page.words(mark.end, mark.end + _BEFORE_BODY)[:2]
    persons = page.names_of("people", "persons")
    told = next((word for word in words if word in persons), None)
    if told is None:
        return _persons(page, mark, words)
    party = mark.senses["party"].party
    who = cast.highest(party)
    name, level = (who.name, who.level) if who else (None, 0)
    end = page.folded.find(told, mark.end) + len(told)
    return Actor(start=mark.start, end=end, parties=(party,), who=name, level=level, body=True)


def _persons(page: Page, mark: Mark, words: Sequence[str]) -> Actor | None:
    """Several told by their nations: "Chilean and Peruvian experts", "Peruvian officials"."""
    several = page.names_of("people", "several")
    other = page.marks.first(mark.end, mark.end + _BEFORE_BODY, "party")
    joined = other is not None and page.names("and").issuperset(page.words(mark.end, other.start))
    last = other if other is not None and joined else mark
    word = next(iter(page.words(last.end, last.end + _BEFORE_BODY)), "") if joined else next(iter(words), "")
    if word not in several:
        return None
    parties = tuple(dict.fromkeys((mark.senses["party"].party, last.senses["party"].party)))
    end = page.folded.find(word, last.end) + len(word)
    return Actor(start=mark.start, end=end, parties=parties, many=len(parties) > 1, body=True)
