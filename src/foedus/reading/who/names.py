"""Names: the capitalised words beside a title.

The words of a name are in no list; what tells a name is its place, right after a title
("le général X"), right before one in apposition ("X, ministre de"), or paired with a
plural title ("les ministres de A et de B, X et Y"). This room finds where names stand;
who they are is for `foedus.reading.who.people`.
"""

import re
from functools import cached_property
from itertools import islice

from attrs import define

from foedus.reading.lexicon import Lexicon
from foedus.reading.lexicon.marked import Marked
from foedus.reading.who.bodies import Bodies
from foedus.terms import Party

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_BEFORE_NAME = re.compile(r"\)?(?:\s*\([^()\n]{1,24}\))?[ \u00a0]*[,:]?[ \u00a0]*")
_APPOSED = re.compile(r"\s*(?:\([^()\n]{1,24}\))?(?:\s*,| [-–—](?= ))")
_DASHES = (" -", " –", " —")
_CLOSE_DASHES = ("-", "–")
_BEFORE_PARTY = re.compile(r" ([a-z]{1,4}) (?:the )?")
_BRACKETED = re.compile(r" \([^()\n]{1,24}\)")
_BODY = re.compile(r" ([a-z]{1,4}) (?:the |a |la |l )?")
_POSSESSIVE = re.compile("['’]s$")
_FIELDS_LISTED = re.compile(
    r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?(?:, [A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?){1,3},?"
    r" (?:and|AND|&) ([A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){0,2})"
)
_NUMBERED = re.compile(r" [0-9]{1,3}(?![\w.,-]*[0-9])(?!\w)")
_NICKNAME = re.compile(r" [“\"‘'(][A-Z][^\W\d_]+[”\"’')](?= [A-Z])")
_YOUNGER = re.compile(r",? (?:[JS]r\b\.?|I{2,3}\b)")
_BLANKS = (" ", "\u00a0")
_LONGEST = 8
"""Words in a name at most."""
_LEAD = 90
"""Letters before a title within which a name in apposition begins."""
_GROUP = 12
"""Letters after a plural title within which those it is of are told: "of the two countries"."""
_SHORT_LEAD = 24
"""Letters before a title within which a monument's noun stands."""
_PAIR = 2
"""Words of a name that may end as a body's does."""
_ABBREVIATION = 5
"""Letters of a body's abbreviation at most."""
_BODY_WORDS = 9
"""Words in the name of a body at most."""
_ABBREVIATED = 4
"""Letters of an abbreviated honorific at most, its point among them: "Gen.", "Mrs."."""
_TELLING = ("speech", "report", "stage", "meets", "courtesy")
_VERBS = (*_TELLING, "act", "judgement")
_BODY_STOPS = (*_TELLING, "head", "office", "rank", "month", "weekday", "honorific")
_FIELDS = ("area", "body", "head", "office")
_TITLED = frozenset({"head", "office", "rank", "honorific", "counterpart", "month", "weekday"})
_STOPS = (*_FIELDS, "rank", "month", "weekday", "occasion", "honorific", "counterpart", "paper")


@define(slots=False)
class Names:
    """The places in one text where names may stand."""

    text: str
    folded: str
    marks: Marked
    lexicon: Lexicon

    @cached_property
    def _stops(self) -> frozenset[int]:
        return self.marks.starts(*_STOPS)

    @cached_property
    def _parties(self) -> dict[int, int]:
        return {mark.start: mark.end for mark in self.marks.of("party")}

    @cached_property
    def _fields(self) -> frozenset[int]:
        return self.marks.starts(*_FIELDS)

    @cached_property
    def _honorifics(self) -> dict[int, int]:
        return {mark.start: mark.end for mark in self.marks.of("honorific")}

    @cached_property
    def _particles(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "name_particles")

    @cached_property
    def _no_names(self) -> frozenset[str]:
        """Words that no name holds, though a headline or a title prints them with capitals."""
        return self.lexicon.names("grammar", "no_names")

    @cached_property
    def _articles(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "articles")

    def after(self, position: int) -> Span | None:
        """The name that follows a place, a comma or a bracket between at most."""
        gap = _BEFORE_NAME.match(self.text, position)
        start = gap.end() if gap else position
        while start in self._honorifics or self.text.startswith(self._styles, start):
            start = self._honorifics.get(start, self.text.find(" ", start)) + 1
        return self._at(start) if start > position else None

    @cached_property
    def _styles(self) -> tuple[str, ...]:
        """Styles that count only as printed: "HE Dr X"; "he" is a pronoun."""
        return tuple(f"{style} " for style in self.lexicon.grammar["people"].get("styles", ()))

    @cached_property
    def _goes_on(self) -> tuple[str, ...]:
        """What opens one more field of an office after a comma: "du Commerce, du Tourisme"."""
        of = self.lexicon.names("grammar", "field_goes_on")
        return tuple(f" {word} " for word in of) or ("\0",)

    def beyond(self, position: int) -> Span | None:
        """The name after a field that no lexicon knows: "ministre de la Mer et du Littoral, X Y"."""
        charged = self.folded.startswith(self._charged, position)
        end = self.text.find(",", position + 1 if charged else position, position + _LEAD)
        if charged and end >= 0:
            span = self.after(end)
            return span if span and " " in self.text[span[0] : span[1]] else None
        while end >= 0 and self.folded.startswith(self._goes_on, end + 1):
            end = self.text.find(",", end + 1, position + 2 * _LEAD)
        if end < 0 or not self.is_field(position + (self.text[position] == ","), end):
            return None
        span = self.after(end)
        return span if span and " " in self.text[span[0] : span[1]] else None

    @cached_property
    def _charged(self) -> tuple[str, ...]:
        return self.lexicon.endings("grammar", "charged") or ("\0",)

    def is_field(self, start: int, end: int) -> bool:
        """Whether what stands between two places may be the field of an office, whatever its words."""
        words = self.folded[start:end].split()
        led = self._of | self.lexicon.names("grammar", "held_in", "party_of")
        if not words or words[0] not in led or any(mark in self.text[start:end] for mark in ".;:\n"):
            return False
        return not self.marks.holds(start, end, *_VERBS, "head", "office", "rank")

    @cached_property
    def _of(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "of")

    def party_after(self, position: int) -> Party | None:
        """The party that follows a name: "X of Mauritius", "X (Sweden)"."""
        if self.text.startswith(" (", position):
            return self._nations.get(position + 2)
        gap = _BEFORE_PARTY.match(self.folded, position)
        return self._nations.get(gap.end()) if gap and gap[1] in self._belongs else None

    def parties_within(self, start: int, end: int) -> tuple[Party, ...]:
        """The first party named between two places, as a tuple; empty without one."""
        named = self.marks.first(start, end, "party")
        return (named.senses["party"].party,) if named else ()

    @cached_property
    def _belongs(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "party_of")

    @cached_property
    def _nations(self) -> dict[int, Party]:
        return {
            mark.start: mark.senses["party"].party
            for mark in self.marks.of("party")
            if mark.senses["party"].how != "adjective"
        }

    def pair(self, position: int) -> tuple[Span, ...]:
        """The names listed after a plural title: "X et Y", "X, Y et Z", "X (Chile) and Y (Peru)"."""
        found = []
        at = self._past_group(position)
        while span := self.after(at):
            found.append(span)
            at = self._past_party(span[1])
            joiners = self.lexicon.names("grammar", "and")
            joined = next((word for word in joiners if self.folded.startswith(f" {word} ", at)), "")
            if joined:
                at += len(joined) + 1
            elif not self.text.startswith(", ", at):
                break
        return tuple(found) if len(found) > 1 else ()

    def _past_group(self, position: int) -> int:
        """Where "of the two countries" after a plural title ends; the place itself without such words."""
        group = self.marks.first(position, position + _GROUP, "group")
        small = self._of | self._articles
        return (
            group.end if group and small.issuperset(self.folded[position : group.start].split()) else position
        )

    def beside(self, start: int, end: int) -> bool:
        """Whether only a comma and an article lie between two places."""
        words = self.folded[start:end].replace(",", " , ").split()
        return words[:1] == [","] and self._articles.issuperset(words[1:])

    def _past_party(self, position: int) -> int:
        """Where the party after a name ends: "X (Sweden)", "X of Sweden"; the place itself without one."""
        bracket = _BRACKETED.match(self.text, position)
        start = position + 2 if bracket else -1
        gap = None if bracket else _BEFORE_PARTY.match(self.folded, position)
        if gap and gap[1] in self._belongs:
            start = gap.end()
        if start not in self._nations:
            return position
        return bracket.end() if bracket else self._parties[start]

    def body_after(self, position: int, *, apposed: bool = False) -> int:
        """Where the body that an office is of ends: "of the Disaster Agency"; the place itself without one.

        A body is a run of capitalised words, or a few words up to a comma.
        """
        if self.lexicon.has("of_left_out"):
            return self._bodies_unmarked.end(position, apposed=apposed)
        opened = _BODY.match(self.folded, position)
        if opened is None or opened[1] not in self._leads_to_body or self._is_nation_alone(opened.end()):
            return position
        if fields := self._past_fields(opened.end()):
            return fields
        words = list(islice(_WORD.finditer(self.text, opened.end(), opened.end() + _LEAD), _BODY_WORDS))
        end = stop = opened.end()
        for index, word in enumerate(words):
            told = self.lexicon.fold(word[0]).strip(".")
            if (index and self.text[stop : word.start()] not in _BLANKS) or word.start() in self._talking:
                break
            stop = word.end() - (word[0][-1] == ".")
            if word[0][0].isupper():
                end = stop
            elif told not in self._inside_body and not self._ends_body(told):
                break
            following = self.lexicon.fold(words[index + 1][0]).strip(".") if index + 1 < len(words) else ""
            if self._ends_body(told) and not (following in self._of or self._ends_body(following)):
                return self._with_number(stop)
        return self._with_number(end) if end > opened.end() else position

    def _past_fields(self, position: int) -> int:
        """Where several fields of an office end: "for Political, Legal and Social Affairs"; 0 without."""
        listed = _FIELDS_LISTED.match(self.text, position)
        ends = self.lexicon.names("grammar", "field_ends")
        words = _WORD.finditer(self.text, listed.start(1), listed.end(1)) if listed and ends else ()
        told = (word.end() for word in words if self.lexicon.fold(word[0]).strip(".") in ends)
        return max(told, default=0)

    def _with_number(self, end: int) -> int:
        """Where a body's name ends with its number: "Military Region 4"."""
        number = _NUMBERED.match(self.text, end)
        return number.end() if number else end

    @cached_property
    def _bodies_unmarked(self) -> Bodies:
        return Bodies(text=self.text, folded=self.folded, marks=self.marks, lexicon=self.lexicon)

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether a word is no part of a longer name and no word that the lexicon knows."""
        known = self.folded[start:end] in self._no_names or self.marks.within(start, start + 1)
        if known or self.text[start:end].isupper():
            return False
        lead = self.text[max(0, start - _LEAD) : start].split(" ")
        before, after = lead[-2] if len(lead) > 1 and not lead[-1] else "", self.text[end : end + 2]
        named = before[:1].isupper() and before[-1] not in ".!?:;”"
        return not named and not (after[:1] == " " and after[1:].isupper())

    def body_about(self, start: int, end: int) -> tuple[int, int]:
        """Where the body begins and ends that a title ends within: "head of the Swiss Federal Office"."""
        last = self.marks.last(start, end, "party", "body", "area")
        opened = self.folded.rfind(" of ", start, last.start) if last and last.end == end else -1
        goes_on = self.text[end : end + 1] in _BLANKS and self.text[end + 1 : end + 2].isupper()
        stop = self.body_after(opened) if opened >= 0 and goes_on else 0
        return (opened, stop) if stop > end else (end, end)

    def body(self, position: int, end: int) -> str:
        """A body as an office in English names it: as printed, after an English "of"."""
        printed = " ".join(self.text[position:end].split())
        if self.lexicon.has("of_left_out"):
            return f"of {printed}"
        opened = _BODY.match(self.folded, position)
        if opened is None or not self.lexicon.has("body_of"):
            return printed
        return (
            f"{self.lexicon.grammar['grammar']['body_of']} {' '.join(self.text[opened.end() : end].split())}"
        )

    def _is_nation_alone(self, position: int) -> bool:
        """Whether a country's name begins here and no body's name goes on after it."""
        end = self._parties.get(position)
        if end is None or position not in self._nations:
            return False
        return not (self.text[end : end + 1] in _BLANKS and self.text[end + 1 : end + 2].isupper())

    def _ends_body(self, word: str) -> bool:
        return word in self._bodies

    @cached_property
    def _leads_to_body(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "body_after")

    @cached_property
    def _inside_body(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "in_body")

    @cached_property
    def _bodies(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "body_ends")

    @cached_property
    def _talking(self) -> frozenset[int]:
        return self.marks.starts(*_BODY_STOPS)

    def before(self, position: int) -> Span | None:
        """The name in apposition before a title ("X, ministre de"), two words at least."""
        offset = max(0, position - _LEAD)
        lead = self._without_article(self.text[offset:position].rstrip())
        dashed = not lead.endswith(",")
        if lead.endswith((",", *_DASHES)) or (
            self.lexicon.has("of_left_out") and lead.endswith(_CLOSE_DASHES)
        ):
            lead = lead[:-1].rstrip() if dashed else lead[:-1]
        else:
            return None
        taken: list[re.Match[str]] = []
        for word in reversed(list(_WORD.finditer(lead))):
            joined = lead[word.end() : taken[-1].start()] in _BLANKS if taken else word.end() == len(lead)
            capital = word[0][0].isupper() or (bool(taken) and word[0] in self._particles)
            if not joined or not capital or len(taken) == _LONGEST or self._ends(word[0]):
                break
            if self.lexicon.fold(word[0]) in self._no_names:
                break
            taken.append(word)
        while taken and (taken[-1][0][0].islower() or self.lexicon.fold(taken[-1][0]) in self._openers):
            taken.pop()
        if len(taken) < 2 or offset + taken[-1].start() in self._fields:
            return None
        start, end = offset + taken[-1].start(), offset + taken[0].end()
        start = self._past_place(start, end)
        if self._is_named_as_body(start, end):
            return None
        # A dash after a line's first words parts a date line from the text: "Buenos Aires – Le ministre".
        opens_line = dashed and not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()
        return None if opens_line or self._is_party(start, end) else (start, end)

    def _past_place(self, start: int, end: int) -> int:
        """Where a name begins after the place before it: "a reçu à Phnom Penh Eva Muster, ambassadrice"."""
        place = self._parties.get(start, end)
        led = self.folded[max(0, start - _SHORT_LEAD) : start].split()[-1:]
        whole = " " in self.text[place + 1 : end]
        opens = not self.lexicon.names("grammar", "held_in").isdisjoint(led)
        return place + 1 if opens and whole and self.text[place : place + 1] in _BLANKS else start

    def introduced(self, position: int) -> Span | None:
        """The name after a form of address that stands right before a title: "ngài X Y Đại sứ Nhật Bản"."""
        if not (self.lexicon.has("of_left_out") or self.lexicon.has("names_lead")):
            return None
        form = self.marks.last(max(0, position - _LEAD), position, "honorific")
        opened = form.end + 1 + (self.text[form.end] == ".") if form else 0
        span = self._at(opened) if form else None
        return span if span and span[1] + 1 == position and " " in self.text[span[0] : span[1]] else None

    def is_of_monument(self, position: int) -> bool:
        """Whether a title only names a thing: "Lăng Chủ tịch X", "Đại lộ Tổng thống Y"."""
        monuments = self.lexicon.names("grammar", "monuments")
        words = self.folded[max(0, position - _SHORT_LEAD) : position].split() if monuments else []
        return any(" ".join(words[-count:]) in monuments for count in range(1, min(4, len(words) + 1)))

    @cached_property
    def _openers(self) -> frozenset[str]:
        """Small words that open a line before a name and are none of it: "Pour le Conseil, le président"."""
        return self._articles | (self.lexicon.names("grammar", "prepositions") - self._particles)

    def _ends(self, word: str) -> bool:
        """Whether a word before a name ends a sentence: "au Congo. Ada Lo, ministre de la Santé"."""
        return word[-1] == "." and len(word) > _ABBREVIATED and not _is_initials(word)

    def _is_party(self, start: int, end: int) -> bool:
        """Whether the words are a country's name, whatever stands beside: "..., Trung Quốc, Bộ trưởng"."""
        return self._parties.get(start, 0) >= end

    def continues(self, start: int, position: int, *, at_name: bool) -> bool:
        """Whether a title at a place is one more apposition to a name told until `start`.

        Between the two stand only commas and further titles: no verb, no sentence's end.
        """
        between = self.text[start:position]
        lead = self._without_article(between.rstrip())
        if not lead.endswith((",", *_DASHES)):
            return False
        if len(between) > 2 * _LEAD or any(mark in between for mark in ".;:\n"):
            return False
        if at_name and not _APPOSED.match(between):
            return False
        other = self.before(position)
        ands = self.lexicon.names("grammar", "and")
        if other and other[0] > start and not ands.isdisjoint(self.folded[start : other[0]].split()):
            return False
        return not self.marks.holds(start, position, *_VERBS)

    def _without_article(self, lead: str) -> str:
        words = lead.rsplit(" ", 1)
        return (
            words[0].rstrip()
            if len(words) == 2 and self.lexicon.fold(words[1]).strip() in self._articles
            else lead
        )

    def _at(self, start: int) -> Span | None:
        """The capitalised words that begin at a place, particles between them included."""
        text, at, end, upper = self.text, start, start, 0
        for _ in range(_LONGEST):
            word = _WORD.match(text, at)
            stopped = at in self._stops and not (upper and self._is_in_name(at))
            if word is None or ((stopped or self._is_no_name(word[0])) and (upper or not self._opens(word))):
                break
            stop = word.end() - (word[0].endswith(".") and not _is_initials(word[0]))
            if owner := _POSSESSIVE.search(word[0]):
                stop, upper = word.start() + owner.start(), upper + 1
                end = stop
                break
            if word[0][0].isupper():
                end, upper = stop, upper + 1
            elif not self._is_particle(word[0], stop) or not upper:
                break
            if text[stop : stop + 1] not in _BLANKS:
                break
            nick = _NICKNAME.match(text, stop)
            at = (nick.end() if nick else stop) + 1
        if not upper or self._is_party(start, end) or (upper == 1 and self._is_of_body(start, end)):
            return None
        if self._is_named_as_body(start, end):
            return None
        younger = _YOUNGER.match(text, end)
        cut = text[end - 2 : end] in ("Jr", "Sr") and text[end : end + 1] == "."
        return start, younger.end() if younger else end + cut

    def _is_named_as_body(self, start: int, end: int) -> bool:
        """Whether words end as a body's name does: "Nuclear Power Group"; no name of a person has so many."""
        words = self.folded[start:end].split()
        return len(words) > _PAIR and self.lexicon.has("titles_lead") and self._ends_body(words[-1])

    def _opens(self, word: re.Match[str]) -> bool:
        """Whether a common word is printed as the first of somebody's names: "To Mau", "May Tan"."""
        end = word.end()
        if self.lexicon.fold(word[0]) not in self._also_names or not word[0].istitle():
            return False
        following = _WORD.match(self.text, end + 1) if self.text[end : end + 1] in _BLANKS else None
        if following is None or not following[0].istitle() or self._is_no_name(following[0]):
            return False
        return not self.marks.holds(following.start(), following.start() + 1, *_VERBS, "occasion", "party")

    @cached_property
    def _also_names(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "also_names")

    def _is_of_body(self, start: int, end: int) -> bool:
        """Whether a word is or opens a body's name: "Director General, BSF", "head, Shahbaaz Division"."""
        if (
            self.lexicon.has("titles_lead")
            and end - start <= _ABBREVIATION
            and self.text[start:end].isupper()
        ):
            return True
        following = _WORD.match(self.text, end + 1) if self.text[end : end + 1] in _BLANKS else None
        return following is not None and self._ends_body(self.lexicon.fold(following[0]).strip("."))

    def _is_no_name(self, word: str) -> bool:
        """Whether no name holds a word; a small word in capitals is of a headline: "DE LA"."""
        folded = self.lexicon.fold(word)
        return folded in self._no_names or (len(word) > 1 and word.isupper() and folded in self._small)

    @cached_property
    def _small(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "mere_articles", "prepositions", "and")

    def _is_in_name(self, at: int) -> bool:
        """Whether words that may be a field's or a body's are printed as a name's: "Phan Văn Hóa"."""
        if not self.lexicon.has("of_left_out"):
            return False
        marks = self.marks.within(at, at + 1)
        if any(not mark.senses.keys().isdisjoint(_TITLED) for mark in marks):
            return False
        printed = self.text[at : max((mark.end for mark in marks), default=at)]
        return all(word[0].isupper() for word in printed.split())

    def _is_particle(self, word: str, stop: int) -> bool:
        """Whether a small word stands inside a name: a capital follows, and no country's name."""
        following = self.text[stop + 1 : stop + 2]
        return word in self._particles and following.isupper() and stop + 1 not in self._parties


def _is_initials(word: str) -> bool:
    return all(len(part) <= 1 for part in word.split("."))
