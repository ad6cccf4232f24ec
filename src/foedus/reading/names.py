"""People: names beside titles, everything the text says of each, and what it leaves to be inferred.

A name is a run of capitalised words right after a title, or right before one in
apposition; the words themselves are in no list. One person named several times is one
person. Names already in the register (`Gazetteer`) are also found without a title. An
office or a party that the text does not state is taken over only by the named rules
below, each with a lower confidence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import evolve, field, frozen

from foedus.reading.folding import fold, folded_words
from foedus.reading.lexicon import Lexicon, Mark, Office
from foedus.reading.titles import Title
from foedus.terms import Party

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_BEFORE_NAME = re.compile(r"(?:\s*\([^()\n]{1,24}\))?[ \u00a0]*[,:]?[ \u00a0]*")
_LONGEST_NAME = 7
_SHORTEST_SURNAME = 3
_STOPS = frozenset(
    {"head", "office", "rank", "area", "month", "weekday", "occasion", "honorific", "counterpart", "paper"}
)


@frozen(kw_only=True)
class Known:
    """Somebody in the register: every spelling of the name, the party, the offices held."""

    name: str
    spellings: tuple[str, ...] = ()
    party: Party | None = None
    offices: tuple[str, ...] = ()


@frozen
class Gazetteer:
    """The people a register knows; what an officer accepts makes the next reading better."""

    people: tuple[Known, ...] = ()


@frozen(kw_only=True)
class Mention:
    """A title, a name, or both, at one place of the text; `who` is the name as first printed."""

    start: int
    end: int
    who: str | None = None
    name_start: int = 0
    name_end: int = 0
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
        full = dict.fromkeys(office.title for office in whole)
        return "; ".join(full) or None

    @property
    def level(self) -> int:
        """The level of the highest office; 0 where none is said."""
        return max((office.level for office in self.offices), default=0)


def mentions(
    text: str,
    folded: str,
    *,
    titles: Sequence[Title],
    marks: Sequence[Mark],
    lexicon: Lexicon,
    known: Gazetteer,
) -> tuple[list[Mention], dict[str, Portrait]]:
    """Everybody a text mentions: each mention in order, and each named person's portrait."""
    stops = {mark.start for mark in marks if mark.senses.keys() & _STOPS}
    parties = {mark.start: mark.end for mark in marks if "party" in mark.senses}
    particles = lexicon.names("grammar", "name_particles")
    found: list[Mention] = []
    for title in titles:
        span = _name_after(text, title.end, stops, parties, particles)
        if span is None and title.offices and not title.plural:
            span = _name_before(text, title.start, lexicon) or _latest(found, text, title.start, lexicon)
        if span:
            who = _clean(text[span[0] : span[1]])
            start, end = min(title.start, span[0]), max(title.end, span[1])
            found.append(
                Mention(start=start, end=end, who=who, name_start=span[0], name_end=span[1], title=title)
            )
        elif title.offices or title.counterpart or title.ranks:
            found.append(Mention(start=title.start, end=title.end, title=title))
    found = _with_counterparts(found)
    found = _same_people(found, known)
    found += _named_again(text, folded, found, known)
    found = sorted(found, key=lambda m: (m.start, -m.end))
    return found, _portraits(found, known)


def _name_after(
    text: str, position: int, stops: set[int], parties: dict[int, int], particles: frozenset[str]
) -> tuple[int, int] | None:
    """The capitalised words that follow a title, or None."""
    gap = _BEFORE_NAME.match(text, position)
    start = gap.end() if gap else position
    if start == position and position:
        return None
    end, count, upper = start, 0, 0
    at = start
    while count < _LONGEST_NAME and (word := _WORD.match(text, at)):
        begin = word.start()
        if begin in stops:
            break
        stop = word.end()
        if word[0].endswith(".") and len(word[0]) > 2 and not _is_initials(word[0]):
            stop -= 1
        if word[0][0].isupper():
            end, upper = stop, upper + 1
        elif (
            word[0] not in particles
            or not upper
            or not text[stop + 1 : stop + 2].isupper()
            or stop + 1 in parties
        ):
            break
        count += 1
        if text[stop : stop + 1] not in (" ", "\u00a0"):
            break
        at = stop + 1
    if not upper or (upper == 1 and parties.get(start, 0) >= end):
        return None
    return start, end


def _is_initials(word: str) -> bool:
    return all(len(part) <= 1 for part in word.split("."))


def _name_before(text: str, position: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The capitalised words before a title in apposition ("X, ministre de"), two at least."""
    lead = text[max(0, position - 90) : position]
    stripped = lead.rstrip()
    words = stripped.rsplit(" ", 1)
    if len(words) == 2 and fold(words[1]).strip() in lexicon.names("grammar", "articles"):
        stripped = words[0].rstrip()
    if not stripped.endswith(","):
        return None
    offset = max(0, position - 90)
    stripped = stripped[:-1]
    taken: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(stripped))):
        joined = not taken or stripped[word.end() : taken[-1].start()] in (" ", "\u00a0")
        reaches = bool(taken) or word.end() == len(stripped)
        if not reaches or not joined or not word[0][0].isupper() or len(taken) == _LONGEST_NAME:
            break
        taken.append(word)
    if len(taken) < 2 or taken[-1][0] in ("Le", "La", "Les", "Un", "Une"):
        return None
    return offset + taken[-1].start(), offset + taken[0].end()


def _latest(found: Sequence[Mention], text: str, position: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The name of the mention that ends right before a title in apposition."""
    if not found or not found[-1].who:
        return None
    words = fold(text[found[-1].end : position]).replace(",", " , ").split()
    if words[:1] == [","] and all(word in lexicon.names("grammar", "articles") for word in words[1:]):
        return found[-1].name_start, found[-1].name_end
    return None


def _clean(name: str) -> str:
    return " ".join(name.split())


def _with_counterparts(found: Sequence[Mention]) -> list[Mention]:
    """A counterpart holds the office of whoever was mentioned with an office before."""
    complete: list[Mention] = []
    for mention in found:
        title = mention.title
        if title and title.counterpart and not title.offices:
            for earlier in reversed(complete):
                if earlier.title and earlier.title.offices:
                    title = evolve(title, offices=earlier.title.offices, areas=earlier.title.areas)
                    break
        complete.append(evolve(mention, title=title))
    return complete


def _same_people(found: Sequence[Mention], known: Gazetteer) -> list[Mention]:
    """One name for each person: the fullest printed, however the others are shortened."""
    names = sorted({m.who for m in found if m.who}, key=lambda n: -len(n))
    full: dict[str, str] = {}
    for name in names:
        words = fold(name).split()
        longer = (n for n in names if n != name and len(n) > len(name))
        match = next((n for n in longer if _is_short_for(words, fold(n).split())), None)
        full[name] = full.get(match, match) if match else name
    return [evolve(m, who=full[m.who]) if m.who else m for m in found]


def _is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    return len(short) < len(full) and (
        list(full[-len(short) :]) == list(short) or list(full[: len(short)]) == list(short)
    )


def _named_again(text: str, folded: str, found: Sequence[Mention], known: Gazetteer) -> Iterator[Mention]:
    """Names met again without a title, whole or by the surname, and names the register knows."""
    patterns: dict[str, str] = {}
    surnames = Counter(fold(n).split()[-1] for n in {m.who for m in found if m.who})
    for person in known.people:
        for spelling in (person.name, *person.spellings):
            patterns.setdefault(folded_words(spelling), person.name)
    for name in {m.who for m in found if m.who}:
        words = fold(name).split()
        patterns[" ".join(words)] = name
        if surnames[words[-1]] == 1 and len(words[-1]) >= _SHORTEST_SURNAME:
            patterns.setdefault(words[-1], name)
    if not patterns:
        return
    automaton = AhoCorasick([" " + p for p in patterns], matchkind=MatchKind.LeftmostLongest)
    owners = list(patterns.values())
    haystack = f" {folded} "
    taken = [(m.start, m.end) for m in found]
    for index, start, stop in automaton.find_matches_as_indexes(haystack):
        end = stop - 1
        whole = not haystack[stop].isalnum() and text[start].isupper()
        if whole and not any(a <= start < b for a, b in taken):
            yield Mention(start=start, end=end, who=owners[index], name_start=start, name_end=end)


def _portraits(found: Sequence[Mention], known: Gazetteer) -> dict[str, Portrait]:
    """Each named person's rank, offices and party, from all mentions together."""
    register = {person.name: person for person in known.people}
    people: dict[str, Portrait] = {}
    for mention in found:
        if not mention.who:
            continue
        portrait = people.get(mention.who)
        if portrait is None:
            portrait = Portrait(name=mention.who, start=mention.start, end=mention.end)
        if mention.title and not portrait.ranks and not portrait.offices:
            portrait = evolve(portrait, start=mention.start, end=mention.end)
        title = mention.title
        if title and not title.plural:
            rule = ("counterpart",) if title.counterpart else ()
            portrait = evolve(
                portrait,
                ranks=(*portrait.ranks, *title.ranks),
                offices=(*portrait.offices, *(o for o in title.offices if o not in portrait.offices)),
                party=portrait.party or next(iter(title.parties), None),
                rules=(*portrait.rules, *rule),
            )
        elif title and title.ranks:
            portrait = evolve(portrait, ranks=(*portrait.ranks, *title.ranks))
        if portrait.party is None and mention.who in register and register[mention.who].party:
            portrait = evolve(
                portrait, party=register[mention.who].party, rules=(*portrait.rules, "register")
            )
        people[mention.who] = portrait
    return people


def with_ministry(people: dict[str, Portrait], marks: Iterable[Mark]) -> dict[str, Portrait]:
    """A bare "minister" is of the ministry that the text speaks of most."""
    areas: Counter[str] = Counter()
    before = None
    for mark in marks:
        if (
            before
            and "area" in mark.senses
            and before.senses.keys() & {"head", "body"}
            and mark.start - before.end <= 24
        ):
            areas[mark.senses["area"]] += 1
        if not mark.senses.keys() & {"party"}:
            before = mark
    if not areas:
        return people
    area = areas.most_common(1)[0][0]
    complete = {}
    for name, person in people.items():
        bare = [o for o in person.offices if o.title in ("minister", "deputy minister")]
        if bare and len(bare) == len(person.offices):
            offices = tuple(evolve(o, title=f"{o.title} of {area}", whole=True) for o in person.offices)
            person = evolve(person, offices=offices, rules=(*person.rules, "ministry of the text"))
        complete[name] = person
    return complete
