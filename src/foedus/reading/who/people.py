"""People: everybody a text names, all it says of each, and what it leaves to be inferred.

One person named several times is one person. Names already in the register
(`Gazetteer`) are also found without a title. An office or a party that the text does not
state is taken over only by a named rule, which then lowers the confidence.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from attrs import evolve, field, frozen

from foedus.cooperation.sounds import keys
from foedus.cooperation.spelling import bears, letters_of
from foedus.reading.lexicon import Mark, Office
from foedus.reading.lexicon.folding import fold
from foedus.reading.who.names import Names, Span
from foedus.reading.who.titles import Title
from foedus.terms import Party

_SHORTEST_SURNAME = 3
_RECENT, _NEAR = 40, 200
"""Mentions among which the last one with a name is looked for, and one of the same name."""
_NAMES = 2
"""Words of a name that has no other between its first and its last."""
_PRINTED = 9
"""Letters of a name whose last one may have been left out in print."""
_SHORTEST_SOUND = 5
"""The sounds of a name by which somebody is known in another spelling."""
_HIGHEST = 8
"""The level of offices that one person of a name holds."""
_SUFFIX = re.compile(r",? (?:[JS]r\b\.?|I{2,3})$")
_NEXT = 12
"""Letters between a counterpart and whoever has the office, named after."""
_BARE = frozenset({"minister", "deputy minister"})
"""Offices that say no field."""


@frozen(kw_only=True)
class Known:
    """Somebody in the register: every spelling of the name, the party, the offices held."""

    name: str
    spellings: tuple[str, ...] = ()
    party: Party | None = None
    offices: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its other spellings."""
        return (self.name, *self.spellings)

    def is_spelt(self, name: str) -> bool:
        """Whether a name is one of the forms, but for accents left out, hyphens and marks of honour."""
        return bears(self.forms, name)


@frozen(slots=False)
class Gazetteer:
    """The people a register knows; what an officer accepts makes the next reading better."""

    people: tuple[Known, ...] = ()

    def named(self, name: str) -> Known | None:
        """Who bears a name, as the register spells it or as it sounds; None for nobody, or several."""
        return _only(self._spelt(name) or [one for key in keys(name) for one in self._by_sound.get(key, ())])

    def spelt(self, name: str) -> Known | None:
        """Who bears a name as the register spells it; None for nobody, or several."""
        return _only(self._spelt(name))

    def _spelt(self, name: str) -> list[Known]:
        written = (one for letters in letters_of(name) for one in self._by_letters.get(letters, ()))
        return [one for one in written if one.is_spelt(name)]

    @cached_property
    def _by_letters(self) -> Mapping[str, list[Known]]:
        found: dict[str, list[Known]] = defaultdict(list)
        for person in self.people:
            for letters in {letters for form in person.forms for letters in letters_of(form)}:
                found[letters].append(person)
        return found

    @cached_property
    def _by_sound(self) -> Mapping[str, list[Known]]:
        found: dict[str, list[Known]] = defaultdict(list)
        for person in self.people:
            for key in {key for form in person.forms for key in keys(form) if len(key) >= _SHORTEST_SOUND}:
                found[key].append(person)
        return found


def _only(found: Sequence[Known]) -> Known | None:
    return found[0] if found and all(one == found[0] for one in found) else None


@frozen(kw_only=True)
class Mention:
    """A title, a name, or both, at one place of the text; `who` is the name as most fully printed."""

    start: int
    end: int
    who: str | None = None
    name: Span = (0, 0)
    title: Title | None = None


@frozen(kw_only=True)
class Portrait:
    """All that a text says of one person."""

    name: str
    start: int
    end: int
    ranks: tuple[tuple[str, int, int], ...] = ()
    offices: tuple[Office, ...] = ()
    party: Party | None = None
    rules: tuple[str, ...] = field(default=("title",))

    @property
    def office(self) -> str | None:
        """The offices in English; one said more fully elsewhere counts once."""
        whole = [office for office in self.offices if office.whole] or self.offices
        return "; ".join(dict.fromkeys(office.title for office in whole)) or None

    @property
    def level(self) -> int:
        """The level of the highest office; 0 where none is said."""
        return max((office.level for office in self.offices), default=0)


def mentions(
    names: Names, *, titles: Sequence[Title], known: Gazetteer
) -> tuple[list[Mention], dict[str, Portrait]]:
    """Everybody a text mentions: each mention in order, and each named person's portrait."""
    found: list[Mention] = []
    for title in titles:
        found += _beside(names, _with_body(names, title, title.end), found)
    found.sort(key=lambda m: (m.start, -m.end))
    found = _with_counterparts(_same_people(_introduced(names, found)))
    found += _named_again(names, found, known)
    found.sort(key=lambda m: (m.start, -m.end))
    return found, _with_ministry(portraits(found, known), names.marks)


def _with_body(names: Names, title: Title, position: int) -> Title:
    """A title with the body that its last office is of: "head of the Kegen detachment"."""
    if not title.offices or title.plural:
        return title
    if title.offices[-1].whole and not names.lexicon.has("of_left_out"):
        return title
    end = names.body_after(position, apposed=names.before(title.start) is not None)
    start = position
    if end == position == title.end:
        start, end = names.body_about(title.start, title.end)
    if end == position:
        return title
    office = title.offices[-1]
    if not office.whole:
        office = evolve(office, title=f"{office.title} {names.body(start, end)}", whole=True)
    parties = title.parties or names.parties_within(position, end)
    return evolve(
        title,
        end=end if position == title.end else title.end,
        offices=(*title.offices[:-1], office),
        parties=parties,
    )


def _beside(names: Names, title: Title, earlier: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions that one title makes: itself with its name, or one for each name of a plural title."""
    if title.plural and (spans := names.pair(title.end)):
        for index, own_span in enumerate(spans):
            parties = title.parties[index : index + 1] if len(title.parties) == len(spans) else ()
            own = evolve(title, parties=parties, plural=False)
            start = title.start if index == 0 else own_span[0]
            yield _named(names, evolve(own, start=start, end=own_span[1]), own_span)
        return
    if names.is_of_monument(title.start):
        return
    span = names.introduced(title.start) or names.after(title.end)
    if span and _is_another(names, title, span=span, earlier=earlier):
        span = None
    if span is None and title.offices and not title.plural:
        latest = next((m for m in earlier[: -_RECENT - 1 : -1] if m.who), None)
        continues = latest is not None and _continues(names, latest, title)
        span = latest.name if latest and continues else names.before(title.start)
        if latest and continues:
            yield Mention(start=title.start, end=title.end, who=latest.who, name=latest.name, title=title)
            return
    if span is None and (title.offices or title.counterpart) and not title.plural:
        span = names.beyond(title.end)
        title = _of_place_beside(names, title, span)
    if span:
        yield _named(names, title, span)
    elif title.offices or title.counterpart or title.ranks:
        yield Mention(start=title.start, end=title.end, title=title)


def _of_place_beside(names: Names, title: Title, span: Span | None) -> Title:
    """A title of the party told between it and its name: "son homologue de Chiang Rai (Thaïlande), X"."""
    if span is None or title.parties:
        return title
    return evolve(title, parties=names.parties_within(title.end, span[0]))


def _is_another(names: Names, title: Title, *, span: Span, earlier: Sequence[Mention]) -> bool:
    """Whether the name after a title's comma is somebody's whose office has been told, and is another.

    "While meeting with the Secretary of Defence of the Philippines, Rajnath Singh welcomed": who
    has been introduced as a minister before is the subject, and not the secretary met.
    """
    if not title.offices or "," not in names.text[title.end : span[0]]:
        return False
    name = names.text[span[0] : span[1]]
    near = earlier[-_NEAR:]
    held = [m.title for m in near if m.title and m.title.offices and m.name != span and m.who == name]
    return bool(held) and all(set(told.offices).isdisjoint(title.offices) for told in held)


def _continues(names: Names, latest: Mention, title: Title) -> bool:
    """Whether a title says one more office of the person mentioned last."""
    end = max(latest.end, latest.name[1])
    return names.continues(end, title.start, at_name=end == latest.name[1])


def _named(names: Names, title: Title, span: Span) -> Mention:
    title = _with_body(names, title, span[1]) if span[0] >= title.end else title
    start, end = min(title.start, span[0]), max(title.end, span[1])
    who = " ".join(names.text[span[0] : span[1]].split())
    if not title.parties and not title.plural and (party := names.party_after(span[1])):
        title = evolve(title, parties=(party,))
    return Mention(start=start, end=end, who=who, name=span, title=title)


def _with_counterparts(found: Sequence[Mention]) -> list[Mention]:
    """A counterpart holds the office of whoever was mentioned last before."""
    held: dict[str, Title] = {}
    last: Title | None = None
    complete: list[Mention] = []
    for mention in found:
        title = mention.title
        if title and title.counterpart and not title.offices and last:
            title = evolve(title, offices=last.offices[-1:], areas=last.areas)
        if title and title.offices and (mention.who or not title.plural or last is None):
            last = title
            if mention.who:
                held.setdefault(mention.who, title)
        elif mention.who in held:
            last = held[mention.who]
        complete.append(mention if title is mention.title else evolve(mention, title=title))
    return [_as_the_next(complete, index) for index in range(len(complete))]


def _as_the_next(found: Sequence[Mention], index: int) -> Mention:
    """A counterpart named before whoever has the office: "invité par son homologue X, le ministre Y"."""
    mention, following = found[index], next(iter(found[index + 1 : index + 2]), None)
    title, other = mention.title, following.title if following else None
    if title is None or not title.counterpart or title.offices or following is None or other is None:
        return mention
    near = following.start - mention.end < _NEXT and other.offices and not (other.plural or other.counterpart)
    return (
        evolve(mention, title=evolve(title, offices=other.offices[-1:], areas=other.areas))
        if near
        else mention
    )


def _introduced(names: Names, found: Sequence[Mention]) -> list[Mention]:
    """The party said just before a title counts for it: "his Mongolian counterpart, State Secretary X"."""
    told: list[Mention] = []
    for mention in found:
        last = told[-1] if told else None
        if last and last.title and not last.who and not last.title.plural:
            beside = names.beside(last.end, mention.start) and len(last.title.parties) == 1
            if mention.who and _is_apposed(names, last, mention):
                told[-1] = evolve(mention, start=last.start, title=_with_office(mention.title, last.title))
                continue
            if beside and mention.who and mention.title and not mention.title.parties:
                title = evolve(mention.title, parties=last.title.parties)
                told.append(evolve(mention, title=title))
                continue
        told.append(mention)
    return told


def _is_apposed(names: Names, last: Mention, mention: Mention) -> bool:
    """Whether a name with its rank follows an office of a field no lexicon knows: "of the Sea, General X"."""
    if mention.title is None or mention.title.offices or mention.title.counterpart or not mention.title.ranks:
        return False
    gap = names.folded[last.end : mention.start]
    lead, comma, article = gap.rpartition(",")
    small = names.lexicon.names("grammar", "mere_articles")
    if not comma or not small.issuperset(article.split()) or "," in lead or not last.title:
        return False
    field = not lead or names.is_field(last.end, last.end + len(lead))
    return field and bool(last.title.offices)


def _with_office(title: Title | None, office: Title) -> Title:
    """A rank's title with the office that stands before it."""
    ranks, parties = (title.ranks, title.parties) if title else ((), ())
    return evolve(office, ranks=(*office.ranks, *ranks), parties=office.parties or parties)


def _same_people(found: Sequence[Mention]) -> list[Mention]:
    """One name for each person: the fullest printed, however the others are shortened."""
    found = _in_one_office(_as_in_the_text(found))
    names = sorted({m.who for m in found if m.who}, key=lambda n: (-len(n), n))
    full: dict[str, str] = {}
    cut = _misspelt(names)
    shortened: dict[tuple[str, ...], str] = {}
    whole: dict[tuple[str, ...], str] = {}
    for name in names:
        words = _words_of(name)
        match = shortened.get(words) or cut.get(name) or (whole.get(words) if len(words) > 1 else None)
        full[name] = full.get(match, match) if match else name
        if match is None:
            whole.setdefault(words, name)
            for short in _shorter(words):
                shortened.setdefault(short, name)
    return _renamed(found, full)


def _renamed(found: Sequence[Mention], names: Mapping[str, str]) -> list[Mention]:
    """Mentions, each by the name that is told for the one it bears."""
    return [evolve(m, who=names[m.who]) if m.who and names.get(m.who, m.who) != m.who else m for m in found]


def _words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, apart from "Jr." and initials."""
    words = fold(_SUFFIX.sub("", name)).split()
    return tuple(word for word in words if len(word.strip(".")) > 1) or tuple(words)


def _as_in_the_text(found: Sequence[Mention]) -> list[Mention]:
    """Names that a headline prints in capitals, as the text prints them."""
    printed = {m.who.casefold(): m.who for m in found if m.who and not m.who.isupper()}
    return _renamed(found, {m.who: printed.get(m.who.casefold(), m.who) for m in found if m.who})


def _in_one_office(found: Sequence[Mention]) -> list[Mention]:
    """One name for whoever is called by two first names in one of the highest offices."""
    holders: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for mention in found:
        highest = [o.title for o in mention.title.offices if o.level >= _HIGHEST] if mention.title else []
        words = _SUFFIX.sub("", mention.who or "").split()
        if highest and len(words) > 1:
            holders[highest[0], words[-1]][mention.who or ""] = None
    longest = {name: max(names, key=len) for names in holders.values() if len(names) > 1 for name in names}
    return _renamed(found, longest)


def _misspelt(names: Sequence[str]) -> dict[str, str]:
    """Names that differ from a longer one by their last letter alone, as printers leave it out."""
    whole = {fold(name)[:-1]: name for name in names if " " in name}
    cut = ((name, whole.get(fold(name))) for name in names if len(name) > _PRINTED and " " in name)
    return {name: other for name, other in cut if other}


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words that are short for a name: its first ones, its last ones, one within a long one."""
    for length in range(1, len(words)):
        yield words[:length]
        yield words[-length:]
    if len(words) > _NAMES:
        yield from ((word,) for word in words[1:-1])


def _named_again(names: Names, found: Sequence[Mention], known: Gazetteer) -> Iterator[Mention]:
    """Names met again without a title, whole or by the surname, and names the register knows."""
    fold = names.lexicon.fold
    people = sorted({m.who for m in found if m.who})
    patterns: dict[str, str] = {" ".join(fold(name).split()): name for name in people}
    surnames = Counter(fold(_SUFFIX.sub("", name)).split()[-1] for name in people)
    for name in people:
        surname = fold(_SUFFIX.sub("", name)).split()[-1]
        if surnames[surname] == 1 and len(surname) >= _SHORTEST_SURNAME:
            patterns.setdefault(surname, name)
    alone = _called_alone(names, people) if names.lexicon.has("titles_lead") else {}
    patterns = {**alone, **patterns}
    for person in known.people:
        for spelling in (person.name, *person.spellings):
            patterns.setdefault(" ".join(fold(spelling).split()), person.name)
    if not patterns:
        return
    automaton = AhoCorasick(
        [" " + p for p in patterns],
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.NoncontiguousNFA,  # soonest built, and it reads one text only
    )
    owners, told = list(patterns.values()), list(patterns)
    weak = alone.keys() - {word for word in told if surnames[word] == 1 and len(word) >= _SHORTEST_SURNAME}
    haystack = f" {names.folded} "
    starts = [m.start for m in found]
    ends = list(accumulate((m.end for m in found), max))
    for index, start, stop in automaton.find_matches_as_indexes(haystack):
        whole = not haystack[stop].isalnum() and names.text[start].isupper()
        before = bisect_right(starts, start)
        if whole and told[index] in weak and not names.stands_alone(start, stop - 1):
            continue
        if whole and not (before and start < ends[before - 1]):
            yield Mention(start=start, end=stop - 1, who=owners[index], name=(start, stop - 1))


def _called_alone(names: Names, people: Sequence[str]) -> dict[str, str]:
    """One word that is somebody's, first or of two letters: "Kim" of Kim Yesi, "Vi" of Tran Mau Vi."""
    words = [names.lexicon.fold(name).split() for name in people]
    counts = Counter(word for own in words for word in {own[0], own[-1]})
    ends = ((word, name) for own, name in zip(words, people, strict=True) for word in (own[0], own[-1]))
    return {word: name for word, name in ends if counts[word] == 1 and len(word) > 1}


def portraits(found: Sequence[Mention], known: Gazetteer) -> dict[str, Portrait]:
    """Each named person's rank, offices and party, from all mentions together.

    The party that a text does not state is the register's, of who bears the name there in any spelling.
    """
    people: dict[str, Portrait] = {}
    for mention in found:
        if not mention.who:
            continue
        portrait = people.get(mention.who) or Portrait(name=mention.who, start=mention.start, end=mention.end)
        if mention.title and not portrait.ranks and not portrait.offices:
            portrait = evolve(portrait, start=mention.start, end=mention.end)
        people[mention.who] = _told(portrait, mention.title) if mention.title else portrait
    for name, portrait in people.items() if known.people else ():
        person = known.named(name) if portrait.party is None else None
        if person and person.party:
            rule = "register" if person.is_spelt(name) else "alike in the register"
            people[name] = evolve(portrait, party=person.party, rules=(*portrait.rules, rule))
    return people


def _told(portrait: Portrait, title: Title) -> Portrait:
    """A portrait with what one more title says."""
    if title.plural:
        return evolve(portrait, ranks=(*portrait.ranks, *title.ranks))
    return evolve(
        portrait,
        ranks=(*portrait.ranks, *title.ranks),
        offices=(*portrait.offices, *(o for o in title.offices if o not in portrait.offices)),
        party=portrait.party or next(iter(title.parties), None),
        rules=(*portrait.rules, "counterpart") if title.counterpart else portrait.rules,
    )


def _with_ministry(people: dict[str, Portrait], marks: Iterable[Mark]) -> dict[str, Portrait]:
    """A bare "minister" is of the ministry that the text speaks of most."""
    if not any(_is_bare(person) for person in people.values()):
        return people
    areas: Counter[str] = Counter()
    before: Mark | None = None
    for mark in marks:
        named = before and before.senses.keys() & {"head", "body"} and mark.start - before.end <= 24
        if named and "area" in mark.senses:
            areas[mark.senses["area"]] += 1
        led = before is not None and "area" in before.senses and mark.start - before.end == 1
        if before is not None and led and "head" in mark.senses:
            areas[before.senses["area"]] += 1
        if "party" not in mark.senses:
            before = mark
    if not areas:
        return people
    area = areas.most_common(1)[0][0]
    return {name: _of_ministry(person, area) for name, person in people.items()}


def _is_bare(person: Portrait) -> bool:
    return bool(person.offices) and all(office.title in _BARE for office in person.offices)


def _of_ministry(person: Portrait, area: str) -> Portrait:
    if not _is_bare(person):
        return person
    offices = tuple(evolve(o, title=f"{o.title} of {area}", whole=True) for o in person.offices)
    return evolve(person, offices=offices, rules=(*person.rules, "ministry of the text"))
