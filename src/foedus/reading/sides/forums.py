"""How many sides a text speaks of, and the organisation that meets where it speaks of no two.

A text on two sides names both; one on a forum tells what the organisation has decided.
This room counts and compares; who acts is for `foedus.reading.sides.acting`.
"""

from collections import Counter

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.terms import Party

_HEAD = 600
"""Letters at the head of a text in which its forum is named."""
_HEARD = 4
"""How often a forum is named at least."""
_BESIDE, _BOTH = 60, 2
"""Letters beside a meeting's noun within which the organisation it is of is named."""
_FEW = 3
"""With whom an organisation's own people meet, it is a party itself; with more, their forum."""
_OF_STATES = frozenset(
    {"dialogue", "exercise", "border-exchange", "patrol", "state-visit", "official-visit", "signing"}
)
"""Kinds of occasions that tell of states whoever is named."""
_OPENING = 6
"""Sentences at the head of a text in which those who met are listed."""
_MINISTERS = 5
"""The level of offices whose holders meet for their countries."""
_TOLD = 1
"""How often "the three" must be told beside "the two"."""
_ASIDES = 3
"""How often two sides are told of at most where a forum's text tells of meetings beside it."""


def how_many(page: Page) -> int:
    """How many sides a text speaks of most: "the three ministers", where it tells more often of three."""
    counts = Counter(mark.senses["group"] for mark in page.marks.of("group") if mark.senses["group"])
    most = max(counts, key=lambda count: counts[count], default=2)
    if page.lexicon.has("titles_lead") and not counts[2] and (many := _ministers_listed(page)):
        return many
    return most if counts[most] > _TOLD * counts[2] else 2


def _ministers_listed(page: Page) -> int:
    """How many parties' ministers one sentence lists at a text's head; 0 where it lists no more than two."""
    for start, end in page.sentences[:_OPENING]:
        named = (page.people[m.who] for m in page.mentions_within(start, end) if m.who in page.people)
        told = {person.party for person in named if person.party and person.level >= _MINISTERS}
        if len(told) > _BOTH:
            return len(told)
    return 0


def forum_of(page: Page) -> Party | None:
    """The organisation whose meeting the head of a text tells of, if the text speaks of no two sides."""
    organisations: Counter[Party] = Counter()
    for mark in page.marks.of("party"):
        if mark.senses["party"].how == "organisation":
            organisations[mark.senses["party"].party] += 2 if mark.start < _HEAD else 1
    if not organisations:
        return None
    org, weight = organisations.most_common(1)[0]
    told = page.marks.within(0, _HEAD, "occasion")
    weight += 2 * sum(_names(page, mark, org) for mark in told)
    represented = {person.party for person in page.people.values() if person.party}
    if weight < _HEARD or (org in represented and len(represented) <= _FEW):
        return None
    meetings = [m for m in told if m.senses["occasion"].kind == "meeting"]
    beside = [page.marks.within(m.start - _BESIDE, m.end + _BESIDE, "party") for m in meetings]
    of = [any(mark.senses["party"].party == org for mark in near) for near in beside]
    of = [near or _names(page, m, org) for near, m in zip(of, meetings, strict=True)]
    both = sum(mark.senses["group"] == _BOTH for mark in page.marks.of("group"))
    opens = bool(of) and of[0] and meetings[0] is told[0] and both <= _ASIDES and weight > both
    return org if opens or (not both and (any(of) or _is_of_many(page, org))) else None


def _names(page: Page, mark: Mark, org: Party) -> bool:
    """Whether an occasion's own words name an organisation: "ASEAN ministerial meeting"."""
    return org.casefold() in page.words(mark.start, mark.end)


def _is_of_many(page: Page, org: Party) -> bool:
    """Whether a text's head tells of an organisation's office-holders together: "the AU's ministers"."""
    named = (m for m in page.marks.within(0, _HEAD, "party") if m.senses["party"].party == org)
    for mark in named:
        for held in page.marks.within(mark.start - _BESIDE, mark.start, "office", "head"):
            office = held.senses.get("office") or held.senses["head"]
            if office.plural:
                return True
    return False


def tells_of_states(page: Page) -> bool:
    """Whether an occasion is told that only states have; no match and no fair is one."""
    return any(mark.senses["occasion"].kind in _OF_STATES for mark in page.marks.of("occasion"))
