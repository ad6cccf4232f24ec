"""The members of a list: "X, Y et Z" cut into the separate things to be done.

Commas alone do not tell a list from a long complement. A piece is a member of its own
when it opens with an infinitive that the piece before has finished with, when it opens
with a deed in a list that was announced, or when it belongs to another field of
cooperation than the piece before. Anything else continues the member it follows.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from attrs import evolve, frozen

from foedus.reading.page import Page
from foedus.terms import Domain

OTHER = Domain("other")
PLAN_EXECUTION = Domain("plan-execution")
_DECIDES = Domain("peacekeeping")
"""The field that decides wherever its words stand: troops are trained, and deployed, for it."""
_LONG_WORD = 24
_PAIR = ("first", "and")
_ANNOUNCES = 12
"""Letters after a verb within which "the following" announces a list."""
_NUMBERED = re.compile(r"(?:\(?[a-z0-9ivx]{1,4}\)|[0-9]{1,2}\.) ")
"""What numbers an item within a line: "(a) provide land; (b) exempt equipment"."""
_ANNOUNCING = re.compile("(?:như|sau|gồm|là)?:| như ")
_HEADING = 160
"""Letters that words may take which only announce a list."""
_FEW, _NAME = 3, 5
"""Words beside its verbs that a mere heading may have, and those of a field's name."""
_WILL = frozenset({"future", "conditional"})


_PRESENT = 6
"""Letters of a verb in the present at least."""


@frozen(kw_only=True)
class Member:
    """One thing to be done: its words, its field, and what it opens with."""

    start: int
    end: int
    domain: Domain | None = None
    faint: Domain | None = None
    infinitive: bool = False
    deed: bool = False
    gerund: bool = False
    listed: bool = False
    clause: bool = False

    @property
    def field(self) -> Domain:
        """The field of cooperation, the faint one where no word decides."""
        return self.domain or self.faint or OTHER

    @property
    def is_something(self) -> bool:
        """Whether it is a thing to be done at all."""
        opens = self.infinitive or self.deed or self.listed
        return opens or self.domain is not None or self.faint is not None


@frozen(kw_only=True)
class _Piece:
    start: int
    end: int
    opened_by: str  # "start", "comma", "and", "while", "listing" or "semicolon"


def members(page: Page, start: int, end: int, *, whole: bool = False) -> list[Member]:
    """The members of what was undertaken between two places; none where nothing is to be done.

    With `whole` the first one counts whatever it is.
    """
    found: list[Member] = []
    start, heading = _past_heading(page, start, end), start
    listing = fields = page.folded.startswith(" ", start) and start > heading
    told = page.lexicon.has("of_left_out") and page.folded[start : start + 2].strip() == ":"
    told = told and ";" in page.folded[start:end]
    for piece in _pieces(page, start, end):
        announced = piece.opened_by in ("listing", "semicolon")
        listing = listing or announced
        if announced and _only_qualifies(page, piece):
            announced = False
        member = _member(page, piece)
        if _opens_clause(page, piece):
            member = evolve(member, infinitive=True, clause=True)
        if piece.opened_by == "listing" or (announced and fields):
            fields = _lists_fields(page, piece)
        if listing and piece.opened_by in ("listing", "semicolon", "comma"):
            short = _is_field(page, piece) if fields else _is_short_noun(page, piece)
            member = evolve(member, listed=short)
        if told and piece.opened_by in ("start", "semicolon"):
            member = evolve(member, listed=True)
        current = found[-1] if found else None
        apart = (
            announced
            and member.is_something
            and not (piece.opened_by == "listing" and _is_an_instance(page, member, current))
        )
        if current is None or apart:
            if (
                current
                and piece.opened_by == "listing"
                and not current.domain
                and (not _is_done(page, current) or (fields and _is_only_heading(page, current)))
            ):
                found.pop()
            found.append(member)
        elif (piece.opened_by == "while" and member.gerund and current.is_something) or _stands_alone(
            page, member, found, in_list=listing and piece.opened_by == "comma"
        ):
            found.append(member)
        else:
            found[-1] = _continued(current, member)
    found = _without_announcement(page, found, start=start, end=end)
    return [member for index, member in enumerate(found) if member.is_something or (whole and not index)]


def _without_announcement(page: Page, found: list[Member], *, start: int, end: int) -> list[Member]:
    """The members without what only announces a list below: "the following steps to restore trust:"."""
    at = bisect_left(page.items, (start,))
    first = page.items[at][0] if at < len(page.items) else end
    announced = first < end and page.folded[start:first].rstrip().endswith(":")
    if not announced or not page.marks.holds(start, start + _ANNOUNCES, "listing"):
        return found
    return [member for member in found if member.start >= first]


def _past_heading(page: Page, start: int, end: int) -> int:
    """Where a list begins after words that only announce it: "thống nhất một số nội dung sau: A; B"."""
    stop = min(end, start + _HEADING)
    announced = page.names("announced")
    told = _ANNOUNCING.search(page.folded, start, stop) if announced else None
    if told is None or page.marks.holds(start, told.start(), "speech", "report", "purpose"):
        return start
    words = " ".join(page.words(start - _LONG_WORD, told.start()))
    return told.start() if any(noun in words for noun in announced) else start


def _is_only_heading(page: Page, member: Member) -> bool:
    """Whether a member only leads to the fields listed after it, as "đẩy mạnh hợp tác" does."""
    if member.domain or not page.lexicon.has("of_left_out"):
        return False
    done = page.marks.within(member.start, member.end, "act", "deed", "object", "neutral")
    known = sum(len(page.words(mark.start, mark.end)) for mark in done)
    return len(page.words(member.start, member.end)) - known <= _FEW


def _only_qualifies(page: Page, piece: _Piece) -> bool:
    """Whether only which fields are meant follows, and none is named: "trong các lĩnh vực truyền thống"."""
    qualities = page.names("field_qualities")
    words = page.words(piece.start, piece.end)
    return bool(words) and bool(qualities) and (words[0] in qualities or " ".join(words[:2]) in qualities)


def _lists_fields(page: Page, piece: _Piece) -> bool:
    """Whether a list is told to be of fields: "trong các lĩnh vực A, B và C"."""
    listing = page.marks.last(piece.start - _HEADING, piece.start, "listing")
    fields = page.names("fields")
    return (
        bool(fields) and listing is not None and not fields.isdisjoint(page.words(listing.start, listing.end))
    )


def _is_field(page: Page, piece: _Piece) -> bool:
    """Whether a piece of a list of fields is a field's name: "quốc phòng", "văn hóa"."""
    words = page.words(piece.start, piece.end)
    acts = page.marks.within(piece.start, piece.end, "act")
    alone = sum(len(page.words(mark.start, mark.end)) for mark in acts) == len(words)
    busy = page.marks.holds(piece.start, piece.end, "party", "group", "speech")
    counted = any(word.isdigit() for word in words) or words[:1] == [] or words[0] in page.names("articles")
    return (
        len(words) <= _NAME
        and not busy
        and not counted
        and (alone or all("area" in mark.senses for mark in acts))
    )


def _continued(current: Member, member: Member) -> Member:
    return evolve(
        current,
        end=member.end,
        domain=current.domain or member.domain,
        faint=current.faint or member.faint,
        infinitive=current.infinitive or member.infinitive,
        deed=current.deed or member.deed,
    )


def _stands_alone(page: Page, member: Member, found: Sequence[Member], *, in_list: bool) -> bool:
    """Whether a piece is a member of its own and does not continue the one before."""
    current = found[-1]
    if member.clause:
        return True
    if _is_of_pair(page, member) or _is_one_more_field(page, member, found):
        return False
    if member.infinitive and _opens_with_infinitive(page, member.start, member.end):
        return _is_done(page, current)
    if member.domain and current.domain and member.domain != current.domain:
        own = member.domain != OTHER or member.infinitive or member.deed
        beside = _is_mere_object(page, member, current, in_list=in_list)
        alone = not (_is_of_all(page, current) or beside)
        return own and (member.deed or alone)
    if member.gerund and current.gerund:
        return len(page.words(current.start, current.end)) > 1
    if _awaits_object(page, current) or _is_of_same(page, member, current):
        return False
    return in_list and (member.deed or member.listed) and (current.is_something)


def _is_of_same(page: Page, member: Member, current: Member) -> bool:
    """Whether a noun of doing only says the same field again: "đào tạo, huấn luyện"."""
    same = member.deed and not member.infinitive and member.domain and member.domain == current.domain
    both = same and page.lexicon.has("of_left_out") and current.deed
    return bool(both) and len(page.words(member.start, member.end)) <= _FEW


def _is_an_instance(page: Page, member: Member, current: Member | None) -> bool:
    """Whether a noun only tells one of what was said: "the dangers of drugs, including fentanyl"."""
    if current is None or not page.lexicon.has("titles_lead"):
        return False
    noun = not (member.deed or member.infinitive or member.listed)
    return noun and member.domain is not None and member.domain == current.domain


def _is_mere_object(page: Page, member: Member, current: Member, *, in_list: bool) -> bool:
    """Whether a noun is one more object of a verb, and no field of its own: "and our shared borders".

    A field stands by its name alone, beside others that parties work together in.
    """
    shared = page.names_of("actions", "shared")
    if not shared:
        return False
    opens = page.words(member.start, member.end)[:1]
    led = not page.names("mere_articles", "prepositions", "possessives").isdisjoint(opens)
    return led or not (in_list or page.says(current.start, current.end, shared))


def _is_of_all(page: Page, member: Member) -> bool:
    """Whether a member's fields stand for all there are: "ties in politics, the economy, culture"."""
    return page.says(member.start, member.end, page.names_of("actions", "all_fields"))


def _is_one_more_field(page: Page, member: Member, found: Sequence[Member]) -> bool:
    """Whether a field named in a list is of one named before: "les domaines du commerce, du tourisme"."""
    told = member.domain is not None and any(other.domain == member.domain for other in found)
    led = not page.names("field_goes_on").isdisjoint(page.words(member.start, member.end)[:1])
    return told and led and not member.infinitive and not member.deed


def _is_of_pair(page: Page, member: Member) -> bool:
    """Whether a piece opens with the second of two adjectives of one noun: "bilatéraux et multilatéraux"."""
    if not page.lexicon.has("pairs_agree"):
        return False
    before, after = page.words(member.start - _LONG_WORD, member.start), page.words(member.start, member.end)
    if len(before) < len(_PAIR) or not after or page.names("and").isdisjoint(before[-1:]):
        return False
    first, second = before[-2], after[0]
    return min(len(first), len(second)) > len(_PAIR[0]) and first[-4:] == second[-4:]


def _is_done(page: Page, member: Member) -> bool:
    """Whether a member's verb has its object: without one, the next verb shares it."""
    verbs = [m.end for m in page.marks.within(member.start, member.end, "act")]
    if not verbs:
        return member.infinitive or member.domain is not None or member.listed
    last = verbs[0] if page.lexicon.has("verbs_in_names") else verbs[-1]
    after = page.words(last, member.end)
    if page.lexicon.has("of_left_out"):
        return _has_object(page, member)
    return any(not page.is_adverb(word) for word in after)


def _has_object(page: Page, member: Member) -> bool:
    """Whether more than verbs and small words is in a member: "tiếp tục phối hợp" awaits what follows."""
    verbs = page.marks.within(member.start, member.end, "act")
    if any("area" in mark.senses for mark in verbs):
        return True
    small = page.names("infinitive_markers", "adverbs", "and") | {","}
    ends = [member.start, *(mark.end for mark in verbs)]
    starts = [*(mark.start for mark in verbs), member.end]
    spans = zip(ends, starts, strict=True)
    return any(word not in small for since, until in spans for word in page.words(since, until))


def _awaits_object(page: Page, member: Member) -> bool:
    """Whether an aside follows a member's verb, and its object is still to come: "tenir, avant mai, un"."""
    verb = page.marks.last(member.start, member.end, "act")
    return verb is not None and page.folded.startswith(",", verb.end) and verb.end + 1 < member.end


def _opens_with_infinitive(page: Page, start: int, end: int) -> bool:
    """Whether the first words are a verb to be done, small words and adverbs apart."""
    lead = page.names("infinitive_markers", "adverbs", "and")
    position = start
    markers = page.names("infinitive_markers")
    if _is_present(page, start, end):
        return True
    marked = not markers.isdisjoint(page.words(start - 8, start)[-1:])
    for word in page.words(start, end)[:4]:
        position = page.folded.find(word, position)
        verbs = page.marks.within(position, position + 1, "act")
        if any(m.senses["act"] in ("infinitive", "present") for m in verbs):
            return True
        if word not in lead and not page.is_adverb(word):
            return marked and _looks_infinitive(page, word)
        marked = marked or word in markers
        position += len(word)
    return False


def _is_present(page: Page, start: int, end: int) -> bool:
    """Whether the first word is a verb by the ending its plural has: "que les deux armées écrivent"."""
    endings = page.lexicon.endings("grammar", "present_endings")
    words = page.words(start, min(end, start + 24))[:1]
    if not endings or not words or len(words[0]) < _PRESENT or page.is_adverb(words[0]):
        return False
    return words[0].endswith(endings)


def _looks_infinitive(page: Page, word: str) -> bool:
    long = len(word) >= page.lexicon.grammar["grammar"]["infinitive_letters"]
    ends = word.endswith(page.lexicon.endings("grammar", "infinitive_endings"))
    no_verbs = page.names_of("ordinals", "words") | page.names("articles", "no_infinitives")
    return long and ends and word not in no_verbs


def _member(page: Page, piece: _Piece) -> Member:
    """What a piece opens with and which field it belongs to."""
    topics = page.topics.within(_verb_of_clause(page, piece), piece.end)
    domains = [Domain(t.senses["words"]) for t in topics if "words" in t.senses]
    domain = _DECIDES if _DECIDES in domains else next(iter(domains), None)
    faint = next((Domain(t.senses["faint"]) for t in topics if "faint" in t.senses), None)
    marks = page.marks.within(piece.start, piece.end, "act", "deed")
    small = page.names("articles", "prepositions", "and", "adverbs")
    lead = page.words_but_adverbs(piece.start, marks[0].start) if marks else []
    opens = bool(marks) and small.issuperset(lead)
    return Member(
        start=piece.start,
        end=piece.end,
        domain=PLAN_EXECUTION if _carries_out_paper(page, piece) else domain,
        faint=faint,
        infinitive=any("act" in m.senses for m in marks)
        or _opens_with_infinitive(page, piece.start, piece.end),
        deed=opens and "deed" in marks[0].senses,
        gerund=opens and _is_gerund(page, marks[0].start),
    )


def _is_gerund(page: Page, start: int) -> bool:
    """Whether a word is a verb that is done to something: "opening an office, training pilots"."""
    word = page.words(start, start + _LONG_WORD)[:1]
    return bool(word) and word[0].endswith(page.lexicon.endings("grammar", "gerund_endings"))


def _verb_of_clause(page: Page, piece: _Piece) -> int:
    """Where a clause's verb stands, if what is to be done has a field: "the Police Service shall train"."""
    marks = page.marks.within(piece.start, piece.end, "act")
    verb = next((m for m in marks if m.senses["act"] in _WILL), None)
    told = verb is not None and page.topics.within(verb.start, piece.end)
    return verb.start if verb and told else piece.start


def _opens_clause(page: Page, piece: _Piece) -> bool:
    """Whether a piece is one more clause of what was said: "que X soit tenu et que Y négocie"."""
    if piece.opened_by not in ("comma", "and", "semicolon"):
        return False
    return not page.names("clause_markers").isdisjoint(page.words(piece.start, piece.end)[:1])


def _is_short_noun(page: Page, piece: _Piece) -> bool:
    """Whether a piece of an announced list is a noun with its article, and names no party."""
    words = page.words(piece.start, piece.end)
    if not 1 < len(words) <= 6 or words[0] not in page.names("articles"):
        return False
    return not page.marks.holds(piece.start, piece.end, "party", "group")


def _carries_out_paper(page: Page, piece: _Piece) -> bool:
    """Whether a piece opens with carrying out a paper: "mettre en œuvre l'accord"."""
    fates = page.marks.within(piece.start, piece.start + 32, "fate")
    fate = next((m for m in fates if m.senses["fate"] == "in_execution"), None)
    return fate is not None and page.marks.holds(fate.end, min(piece.end, fate.end + 48), "paper")


# --- cutting ---------------------------------------------------------------------------------


def _pieces(page: Page, start: int, end: int) -> Iterator[_Piece]:
    """Cut at semicolons, commas, "et" and words that announce a list; leave out reasons and asides."""
    as_agreed = [[word] for word in page.names_of("speaking", "according")]
    for segment_start, segment_end, opener in _segments(page, start, end):
        stop = _reason(page, segment_start, segment_end)
        position, opened_by = segment_start, opener
        for cut_start, cut_end, kind in [*_cuts(page, segment_start, stop), (stop, stop, "end")]:
            asides = page.marks.within(position + 1, cut_start, "aside")
            piece_start, piece_end = _trim(page, position, next((m.start for m in asides), cut_start))
            if opened_by == "comma" and page.words(piece_start, piece_end)[:1] in as_agreed:
                position = max(position, cut_end)
                continue
            if numbered := _NUMBERED.match(page.text, piece_start, piece_end):
                piece_start = numbered.end()
            if piece_end > piece_start:
                yield _Piece(start=piece_start, end=piece_end, opened_by=opened_by)
                opened_by = kind
            elif kind == "listing" or opened_by not in ("listing", "semicolon", "start"):
                opened_by = kind
            position = max(position, cut_end)


def _segments(page: Page, start: int, end: int) -> list[tuple[int, int, str]]:
    segments = []
    position, opener = start, "start"
    for cut, after in _ends(page, start, end):
        if cut >= position:
            segments.append((position, cut, opener))
            position, opener = after, "semicolon"
    return [*segments, (position, end, opener)]


def _ends(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Where one segment ends and the next begins: at semicolons and at the items of a list below a line."""
    listed = page.items[bisect_left(page.items, (start,)) : bisect_left(page.items, (end,))]
    found = [(first, last) for first, last in listed if last < end]
    position = start
    while (cut := page.folded.find(";", position, end)) >= 0:
        found.append((cut, cut + 1))
        position = cut + 1
    return sorted(found)


def _reason(page: Page, start: int, end: int) -> int:
    """Where a segment turns to its purpose, once something to be done has been said."""
    for purpose in page.marks.within(start + 1, end, "purpose"):
        if page.marks.holds(start, purpose.start, "act", "deed"):
            return purpose.start
    return end


@cache
def _joints(joiners: frozenset[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(joiner) for joiner in sorted(joiners, key=lambda j: (-len(j), j)))
    return re.compile(rf"[,:](?: (?:{words})(?= ))?|(?<= )(?:{words})(?= )")


def _cuts(page: Page, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where a segment may be cut, and by what."""
    joints = _joints(page.names("joiners")).finditer(page.folded, start, end)
    whole = [(m.start, m.end) for m in page.topics.within(start, end)]
    whole += ((m.start, m.end) for m in page.marks.within(start, end, "neutral"))
    cuts = [
        (m.start(), m.end(), _opener(m[0]))
        for m in joints
        if not any(first < m.start() < last for first, last in whole)
        and not _is_in_name(page, m)
        and not _joins_adjectives(page, m, start)
    ]
    listings = page.marks.within(start, end, "listing")
    return sorted([*cuts, *((m.start, m.end, "listing") for m in listings)])


def _joins_adjectives(page: Page, joint: re.Match[str], start: int) -> bool:
    """Whether "and" stands after an adjective that shares the noun to come: "cultural and other ties"."""
    endings = page.lexicon.endings("grammar", "adjective_endings")
    if not endings or joint[0] not in page.names("and"):
        return False
    word = next(iter(page.words(max(start, joint.start() - _LONG_WORD), joint.start())[-1:]), "")
    return word.endswith(endings) and word not in page.names("nouns_ending_so")


def _opener(joint: str) -> str:
    """What a joint opens a piece by: "while", which only English has among its joiners, a comma or "and"."""
    return "while" if joint.endswith("while") else "comma" if joint[0] in ",:" else "and"


def _is_in_name(page: Page, joint: re.Match[str]) -> bool:
    """Whether "and" stands within a name in capitals: "a Free and Open Indo-Pacific"."""
    if joint[0][0] in ",:" or not page.lexicon.has("titles_lead"):
        return False
    before = page.text.rfind(" ", 0, max(0, joint.start() - 1)) + 1
    return page.text[before : before + 1].isupper() and page.text[joint.end() + 1 : joint.end() + 2].isupper()


def _trim(page: Page, start: int, end: int) -> tuple[int, int]:
    while start < end and page.folded[start] in " ,;:.":
        start += 1
    while end > start and page.folded[end - 1] in " ,;:.…":
        end -= 1
    return start, end
