"""The clause around one occasion: its date, place, people, parties and the words that frame it.

A clause answers questions about one noun or verb and decides nothing; whether there was
an occasion, and of what kind and status, is for `foedus.reading.occasions.told`.
"""

from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

from foedus.reading.dates import Stated
from foedus.reading.lexicon import Mark
from foedus.reading.occasions.frames import frames_of
from foedus.reading.occasions.owners import many_before, organisation
from foedus.reading.occasions.places import building, place, visited_place, where_held
from foedus.reading.occasions.turns import goes_on, goes_on_ahead, is_of_name, met_before, peers, turns_at
from foedus.reading.page import Page
from foedus.reading.said.forces import Act
from foedus.reading.sides.acting import Actor, Cast
from foedus.terms import Force, Party

_VERBS = ("speech", "report", "courtesy", "judgement")
_PHRASE_ENDS = frozenset({"speech", "report", "act", "stage", "meets"})
_DATELINE = 60
"""Letters of a date line from its place to its date."""
_DASHES = ("-", "–", "—", "(", "/")
_TWO = 2
_MANY = 3
"""Commas after which a date before an occasion is no longer its own."""


@frozen(kw_only=True, slots=False)
class Clause:
    """One noun or verb of an occasion, with the sentence and the bounds it stands in."""

    page: Page
    cast: Cast
    mark: Mark
    sentence: tuple[int, int]
    bounds: tuple[int, int]
    act: Act | None
    taken: frozenset[str] = frozenset()
    """People told of elsewhere in the sentence as visitors."""
    opening: int = 0
    """Where the frames before it begin ("on 5 March, during the visit of X, ..."); 0 without any."""

    @property
    def words(self) -> str:
        """The noun or verb itself, folded."""
        return self.page.folded[self.mark.start : self.mark.end]

    @property
    def is_visit(self) -> bool:
        """Whether it is a visit, by noun or by verb."""
        occasion = self.mark.senses.get("occasion")
        return self.mark.senses.get("meets") == "visit" or (occasion is not None and "visit" in occasion.kind)

    def _own_words(self) -> list[str]:
        return self.page.words(self.sentence[0], self.bounds[1])

    @property
    def is_visiting(self) -> bool:
        """Whether it is said of somebody as a visitor: "X, en visite"."""
        visiting = self.list_of("visiting")
        lead = " " + " ".join(self._lead(self.page.names("mere_articles") | self.list_of("lengths")))
        return self.words.split()[0] in visiting or lead.endswith(tuple(f" {word}" for word in visiting))

    def _lead(self, small: frozenset[str], letters: int = 48) -> list[str]:
        """The words before it, such as are given left out at the end."""
        return self.page.words_but_last(self.mark.start - letters, self.mark.start, small)

    @property
    def is_future(self) -> bool:
        """Whether its verb stands in the future, by its ending or by the word before it."""
        words = self.page.words_but_adverbs(self.mark.start - 32, self.mark.start)[-2:]
        ends = self.page.lexicon.endings("occasion_words", "future_endings")
        verb = self.words.split(" ", 1)[0] if "meets" in self.mark.senses else self.words
        if (
            self.words.endswith(ends)
            or verb.endswith(ends)
            or not self.list_of("future_before").isdisjoint(words)
        ):
            return True
        return goes_on_ahead(self.page, self.cast, self.mark, start=self.sentence[0])

    def until_next_meeting(self) -> int:
        """Where its own people end: at the next verb, or where it goes on to tell of another meeting."""
        stop, following = self.until_next_verb(), self.bounds[1]
        verb = self.page.marks.first(following, following + 1, "meets")
        if verb is not None and "occasion" not in verb.senses and self.list_of("shares_future"):
            return min(stop, following)
        return min(stop, following) if turns_at(self.page, following) else stop

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with what the verb of meeting before it began: "chào P và làm việc với Q"."""
        return goes_on(self.page, self.mark, start=self.sentence[0])

    @property
    def is_present(self) -> bool:
        """Whether its verb has no auxiliary of the past before it or in it."""
        words = (*self.page.words(self.mark.start - 16, self.mark.start)[-1:], *self.words.split())
        return self.page.names("shared_auxiliaries", "passives").isdisjoint(words)

    @property
    def invited(self) -> bool:
        """Whether it stands in an invitation."""
        return self.act is not None and self.act.force is Force.INVITED

    def is_coordinated(self, end: int) -> bool:
        """Whether only "and" and small words part it from an occasion that ends at a place."""
        words = self.page.words(end, self.mark.start)
        small = self.page.names("and", "mere_articles", ",") | self.list_of("reached")
        words = [word for word in words if word not in self.list_of("leads")]
        if self.list_of("reached"):
            printed = self.page.text[end : self.mark.start].split()
            places = {self.page.lexicon.fold(word).strip(", ") for word in printed if word[0].isupper()}
            words = [word for word in words if word not in places]
        return bool(words) and small.issuperset(words)

    def is_reciprocal(self, actor: Actor) -> bool:
        """Whether several meet one another without a word for it: "hai Bộ trưởng sẽ hội đàm"."""
        days = self.page.dates_within(actor.end, self.mark.start)
        start = max((date.ends for date in days), default=actor.end)
        words = self.page.words(actor.end, days[0].begins if days else start)
        words += self.page.words(start, self.mark.start) if days else []
        small = self.page.names("auxiliaries") | self.list_of("day_words")
        return small.issuperset(words) and not self.list_of("reciprocal")

    def before(self, letters: int) -> list[str]:
        """The folded words right before."""
        return self.page.words(self.mark.start - letters, self.mark.start)

    def list_of(self, key: str) -> frozenset[str]:
        """A closed list of the language's words for occasions."""
        return self.page.names_of("occasion_words", key)

    def until_next_verb(self) -> int:
        """Where the clause gives way to another verb, or the sentence ends."""
        following = self.page.marks.first(self.mark.end + 1, self.sentence[1], *_VERBS)
        return following.start if following else self.sentence[1]

    @cached_property
    def frame(self) -> str | None:
        """The status that the words right before give: "dans le cadre de", "à l'issue de"."""
        page = self.page
        small = page.names("articles", "of") | page.names_of("ordinals", "words")
        small |= self.list_of("lengths") | self.list_of("framed")
        frames = frames_of(page.lexicon)
        words = self.before(48)
        while words:
            for frame, status in frames.get(words[-1], ()):
                if words[-len(frame) :] == frame:
                    return status
            if (word := words.pop()) not in small and not word[0].isdigit():
                break
        return "under-way" if self.words.split()[0] in self.list_of("visiting") else None

    def points_back(self) -> bool:
        """Whether it only takes up an occasion already told: "cette visite"."""
        return not self.list_of("back").isdisjoint(self.before(16)[-1:])

    def sitting(self) -> str:
        """What a verb of meeting tells of its subject: talks of two, a meeting of more."""
        before = [a for a in self.cast.before(self.bounds[0], self.mark.start) if a.subject]
        return "meeting" if before and len(before[-1].parties) > _TWO else "talks"

    def follows_future(self) -> bool:
        """Whether the verb it is the object of stands in the future: "inaugureront jeudi le pont"."""
        verb = self.page.marks.last(self.bounds[0], self.mark.start, "act", *_VERBS)
        return verb is not None and verb.senses.get("act") == "future"

    def recurs(self) -> bool:
        """Whether a verb of meeting tells what is done again and again: "se réuniront chaque mois"."""
        return self.is_future and self.page.says(self.mark.end, self.mark.end + 40, self.list_of("recurring"))

    def is_of_next(self, stage: Mark) -> bool:
        """Whether a stage is told of the occasion that follows: "la préparation d'une réunion"."""
        words = self.page.words(stage.end, self.bounds[1])
        small = self.page.names("mere_articles", "of", "articles")
        after = stage.start > self.mark.end and self.bounds[1] < self.sentence[1]
        return after and stage.senses["stage"] == "planned" and small.issuperset(words)

    def is_furthered(self) -> bool:
        """Whether it is only to be furthered: "élargir le dialogue stratégique" tells of no sitting."""
        words = self._lead(self.page.names("mere_articles", "of"), 32)
        furthered = self.list_of("furthered")
        return bool(words) and not furthered.isdisjoint((words[-1], " ".join(words[-2:])))

    def is_founded(self) -> bool:
        """Whether a body is only being founded, and does not sit: "un comité a été institué"."""
        founded = self.list_of("founded")
        if not founded:
            return False
        verb = self.page.marks.first(self.mark.end, self.bounds[1], "stage", *_VERBS, "act")
        until = min(self.bounds[1], self.mark.end + 90, verb.start if verb else self.bounds[1])
        if self.page.says(self.mark.end, until, founded):
            return True
        words = self._lead(self.page.names("articles", "of", "and"))
        return bool(words) and not founded.isdisjoint((words[-1], " ".join(words[-3:])))

    @cached_property
    def has_participants(self) -> bool:
        """Whether "entre X et Y" or "avec X" follows."""
        words = self.page.words(self.mark.end, min(self.bounds[1], self.mark.end + 130))
        until = words.index(",") if "," in words else len(words)
        led = self.page.marks.holds(self.mark.end, self.mark.end + 8, "head", "office")
        return not self.list_of("between").isdisjoint(words[: until if led else min(until, 10)])

    def is_made(self) -> bool:
        """Whether the clause's subject makes the visit: "effectue une visite", "en visite"."""
        verbs = tuple(self.list_of("makes"))
        words = self.page.words(max(self.bounds[0], self.mark.start - 60), self.mark.start)
        return self.is_visiting or any(word.startswith(verbs) for word in (*words[-8:], self.words))

    # --- dates and places ------------------------------------------------------------------

    def date(self) -> Stated | None:
        """The first date after it in the clause, else the last before it."""
        after = self._own_dates(self.mark.end, self._end_of_phrase())
        after = [date for date in after if not self._crosses(self.mark.end, date.begins)]
        after = after if len(after) < _TWO or not is_of_name(self.page, self.mark, after[0]) else after[1:]
        yearly = bool(after) and is_of_name(self.page, self.mark, after[0])
        framed = self.frame and not self._is_new() and not self._is_sitting()
        if (after and not yearly) or framed:
            return after[0] if after else self._date_of_invitation()
        before = self._own_dates(self.sentence[0], self.opening) if self.opening else []
        before = before or self._own_dates(self.bounds[0], self.mark.start)
        before = [d for d in before if not self._crosses(d.ends, self.mark.start) or self._may_be_then(d)]
        before = [date for date in before if not date.bare_year] or before
        return before[-1] if before else after[0] if after else self._date_of_invitation()

    def _is_sitting(self) -> bool:
        """Whether what frames the sentence is a short meeting, as in "Ngày 2/7, tại Hội nghị"."""
        occasion = self.mark.senses.get("occasion")
        sits = occasion is not None and occasion.kind in ("meeting", "dialogue")
        return sits and self.page.lexicon.has("of_left_out")

    def _may_be_then(self, date: Stated) -> bool:
        """Whether what was agreed on may be for a day told before the verb: not for one that is past."""
        published = self.page.document.published
        between = self.page.words(date.ends, self.mark.start)
        if self.act is None or published is None or date.last is None:
            return self.act is not None and not self.page.lexicon.has("of_left_out")
        return date.last.last > published.last and between.count(",") < _MANY

    def _end_of_phrase(self) -> int:
        """Where a visit that frames the sentence ends, at its comma; else where the clause does."""
        if not self.is_visit or self.frame != "under-way":
            return self.bounds[1]
        comma = self.page.folded.find(", ", self.mark.end, self.bounds[1])
        if self._is_dated_after(comma):
            comma = self.page.folded.find(", ", comma + 1, self.bounds[1])
        return comma if comma >= 0 else self.bounds[1]

    def _is_new(self) -> bool:
        """Whether what frames a sentence is told with it: "a remis jeudi des drones lors d'une cérémonie"."""
        new = self.page.names_of("papers", "new")
        return self.frame == "held" and not new.isdisjoint(self.before(12)[-1:])

    def _is_dated_after(self, comma: int) -> bool:
        """Whether days follow a comma: "en visite au Laos, du 24 au 28 février"."""
        date = next(iter(self.page.dates_within(comma, comma + 20)), None) if comma >= 0 else None
        small = self.page.names("of", "mere_articles", "in_month") | self.list_of("day_words") | {","}
        return date is not None and small.issuperset(self.page.words(comma, date.begins))

    def _date_of_invitation(self) -> Stated | None:
        """The date of the invitation it stands in: "en 2026 pour participer à la réunion"."""
        if self.act is None or not self.invited:
            return None
        dates = self._own_dates(self.act.start, self.mark.start)
        return dates[-1] if dates else None

    def _own_dates(self, start: int, end: int) -> list[Stated]:
        return [date for date in self.page.dates_within(start, end) if not self._belongs_elsewhere(date)]

    def _crosses(self, start: int, end: int) -> bool:
        """Whether another verb's words begin between two places."""
        return self.page.marks.holds(start, end, *_VERBS, "purpose")

    def _belongs_elsewhere(self, date: Stated) -> bool:
        """The date line, the date of a signature, or the year in a paper's name."""
        page = self.page
        borne = str(page.document.published or "")
        if date.start and borne.startswith(str(date.start)) and self._is_of_dateline(date):
            return True
        fates = page.marks.within(date.begins - 24, date.begins, "fate")
        if any(mark.senses["fate"] == "signed" and mark != self.mark for mark in fates):
            return True
        if not self.list_of("since").isdisjoint(page.words(date.begins - 90, date.begins)):
            return True
        if self.mark.end <= date.begins and self.frame and self._subject_between(date.begins):
            return True
        if date.bare_year and not self.list_of("of_year").isdisjoint(
            page.words(date.begins - 16, date.begins)[-3:]
        ):
            return True
        papers = page.marks.within(max(self.sentence[0], date.begins - 90), date.begins, "paper")
        return date.bare_year and any(not page.dates_within(m.end, date.begins - 1) for m in papers)

    def _is_of_dateline(self, date: Stated) -> bool:
        """Whether a date stands in the document's date line: "Kasane, 23rd May, 2026 – The session"."""
        page = self.page
        if page.here is None or date.begins < page.first_words:
            return date.begins < page.first_words
        opens = page.here[1] <= date.begins < page.here[1] + _DATELINE and self.sentence[0] <= page.here[1]
        return opens and page.text[date.ends : date.ends + 3].lstrip(" ,.)")[:1] in _DASHES

    def _subject_between(self, end: int) -> bool:
        """Whether the main clause's subject comes first: "lors de la visite de X, Y a eu le 5 mars"."""
        actors = self.cast.before(self.mark.end, end)
        return any(a.subject and "," in self.page.folded[self.mark.end : a.start] for a in actors)

    def where(self, *, also_before: bool) -> tuple[str, int] | None:
        """The place named after it, else before it in the clause; the date line's where it says "here"."""
        found = where_held(self.page, self.mark, self.bounds[1]) or place(
            self.page, self.mark.end, self.bounds[1]
        )
        if self.is_visit and (visited := visited_place(self.page, self.mark, self.bounds[1])):
            found = visited
        if found is None and self.page.here and not self.list_of("here").isdisjoint(self._own_words()):
            return self.page.here
        start = self.bounds[0]
        while also_before and (later := place(self.page, start, self.mark.start)):
            found = found if found and found[1] >= self.mark.end else later
            start = later[1] + len(later[0])
        return found or (building(self.page, *self.bounds) if also_before else None)

    # --- people ----------------------------------------------------------------------------

    def named(self, start: int, end: int) -> tuple[str, ...]:
        """The people named between two places, visitors told of before and mere company apart."""
        aside = self.mark.start
        for word in self.list_of("company"):
            found = self.page.folded.find(f" {word} ", start, end)
            if 0 <= found < self.mark.start < end and self.list_of("lengths"):
                aside = min(aside, found)
            else:
                end = found if found >= 0 else end
        near = self.page.mentions_within(start, end)
        mentioned = [m.who for m in near if m.who and not aside < m.start < self.mark.start]
        subjects = [a.who for a in self.cast.before(start, self.mark.start) if a.who and a.subject]
        partners = [a.who for a in self.cast.before(self.mark.end, end) if a.who]
        found_names = dict.fromkeys((*mentioned, *subjects[-1:], *partners[:1]))
        start, since = self.sentence[0], self.bounds[0]
        apart = {*self.taken, met_before(self.page, self.mark, start=start, since=since)}
        return tuple(name for name in found_names if name in self.cast.people and name not in apart)

    def heads(self) -> tuple[str, ...]:
        """Who presides over it: "coprésidé par X et Y"; nobody unless the clause says so."""
        start, stop = self.sentence[0], self.until_next_verb()
        presided = self.page.says(start, stop, self.list_of("presides"))
        return self.named(start, stop) if presided else ()

    def peers(self) -> tuple[str, ...]:
        """The two who hold the office that "the two ministers" says, one of each side; nobody otherwise."""
        start, end = self.sentence[0], self.bounds[1]
        return peers(self.page, self.cast, self.mark, start=start, end=end)

    def holders(self) -> tuple[str, ...]:
        """Who held it, where people of two sides are its verb's subject: "A et B ont tenu une réunion"."""
        page, start = self.page, self.sentence[0]
        held = page.marks.last(start, self.mark.start, "stage")
        if (
            held is None
            or held.senses["stage"] != "held"
            or self.frame
            or self._crosses(held.end, self.mark.start)
        ):
            return ()
        named = self.named(start, held.start)
        sides = {self.cast.people[name].party for name in named}
        return named if len(named) > 1 and len(sides - {None}) > 1 else ()

    def talkers(self) -> tuple[str, ...]:
        """Who talks with whom: the subject and the partner."""
        stop = self.until_next_verb()
        if self.frame not in ("held", "under-way"):
            return self.named(self.sentence[0], stop)
        bodies = self.page.marks.within(self.mark.end, self.mark.end + 48, "group", "body")
        near = self.page.mentions_within(self.mark.end, self.mark.end + 48)
        bodies = [b for b in bodies if not any(m.who and m.start < b.start < m.end for m in near)]
        if not self.list_of("of_both").isdisjoint(self.before(16)[-1:]):
            named = self.named(self.sentence[0], self.mark.start)
            return named if len(named) == _TWO else ()
        if bodies or not self.has_participants:
            return ()
        found = self.named(self.mark.end, min(stop, self.bounds[1], self.mark.end + 200))
        return (*self._other_talker(found), *found)

    def _other_talker(self, partners: Sequence[str]) -> tuple[str, ...]:
        """The subject who talks with the only partner named: "X spoke after talks with Y"."""
        actors = [a for a in self.cast.before(self.sentence[0], self.sentence[1]) if a.who and a.subject]
        actors = [a for a in actors if not self.mark.start <= a.start < self.mark.end + 90]
        between = self.page.folded[self.mark.end : self.mark.end + 40]
        if len(partners) != 1 or not actors or not self.list_of("alone_with").intersection(between.split()):
            return ()
        before = [a for a in actors if a.end <= self.mark.start]
        who = (before[-1] if before else actors[0]).who
        return (who,) if who and who not in partners else ()

    def visitor_named(self) -> tuple[str, ...]:
        """Who is named right after the noun as the one who visits: "la visite au Laos de X"."""
        page, mark = self.page, self.mark
        small = self.list_of("visitor") | page.names("articles", "of", "held_in")
        for mention in page.mentions_within(mark.end, mark.end + 60):
            if mention.who and small.issuperset(self._words_apart(mention.start)):
                return (mention.who,)
        return ()

    def visitor(self, *, made: bool = False) -> tuple[str, ...]:
        """Who visits: named right after the noun, invited, or the subject who makes the visit."""
        if named := self.visitor_named():
            return named
        if self.act is not None and self.invited:
            guest = self.act.addressee
            return (guest.who,) if guest and guest.who else ()
        if (made or self.is_made()) and (near := self._nearest_named()):
            return near
        return self._framed_visitor() if self.frame == "under-way" else ()

    def _framed_visitor(self) -> tuple[str, ...]:
        """The sentence's subject, told after the frame: "during the visit to Cuba, Minister X met"."""
        host = self.page.marks.first(self.mark.end, self.mark.end + 24, "party")
        actors = self.cast.before(self.mark.end, self.sentence[1])
        subject = next((a for a in actors if a.subject and a.who), None)
        if host is None or subject is None:
            return ()
        named = [m.who for m in self.page.mentions_within(subject.start, subject.end) if m.who]
        who = next((name for name in named if name in self.cast.people), subject.who or "")
        party = self.cast.people[who].party
        return () if party in (None, host.senses["party"].party) else (who,)

    def _words_apart(self, until: int) -> list[str]:
        """The words after the noun up to a place, apart from parties and dates; verbs stay."""
        words: list[str] = []
        position = self.mark.end
        for mark in self.page.marks.within(self.mark.end, until, "party", "month", "weekday"):
            words += self.page.words(position, mark.start)
            position = mark.end
        words += self.page.words(position, until)
        return [word for word in words if not word.isdigit()]

    def _nearest_named(self) -> tuple[str, ...]:
        named: list[Actor] = [a for a in self.cast.before(self.sentence[0], self.mark.start) if a.who]
        in_apposition = self.is_visiting or (bool(named) and self._is_beside(named[-1]))
        nearest = named if in_apposition else [a for a in named if a.subject] or named
        return (nearest[-1].who,) if nearest and nearest[-1].who else ()

    def _is_beside(self, actor: Actor) -> bool:
        """Whether only an auxiliary parts the verb from somebody: "tiếp X, Chủ tịch Quốc hội, đang thăm"."""
        words = self.page.words(actor.end, self.mark.start)
        relative = words[:1] == [","] and not self.page.names("relatives").isdisjoint(words[1:2])
        return relative or (bool(words) and self.page.names("auxiliaries").issuperset(words))

    # --- parties ---------------------------------------------------------------------------

    def group(self) -> int:
        """How many are meant by "les trois pays" in its phrase; 0 where no number is said."""
        groups = self.page.marks.within(self.mark.end, min(self.bounds[1], self.mark.end + 60), "group")
        return next((int(mark.senses["group"]) for mark in groups), 0)

    @cached_property
    def explicit(self) -> tuple[Party, ...]:
        """The parties named in its own phrase: "Vietnam - Laos - Cambodge", "entre X et Y"."""
        page, end = self.page, self.mark.end
        found: list[Party] = []
        for mark in page.marks.within(self.mark.end, min(self.bounds[1], self.mark.end + 160)):
            if mark.start - end > 60 or not mark.senses.keys().isdisjoint(_PHRASE_ENDS):
                break
            words = page.words(end, mark.start)
            between = set(words)
            if "party" in mark.senses and page.names("held_in").isdisjoint(words[-2:]):
                if found and not between <= page.names("of", "articles", ","):
                    break
                found.append(mark.senses["party"].party)
                end = mark.end
        return tuple(dict.fromkeys(found))

    def parties(self, kind: str, people: Sequence[str], host: Party | None) -> tuple[Party, ...]:
        """The parties that meet: those named in the phrase, the principals', the host's, else the sides."""
        explicit = self.explicit
        if len(explicit) > 1 and host is None:
            return explicit
        if kind == "meeting" and (of := organisation(self.page, self.mark, self.bounds)):
            return of
        named = [party for name in people if (party := self.cast.people[name].party)]
        found = tuple(dict.fromkeys((*named, *([host] if host else []))))
        if len(found) > 1:
            return found
        if kind == "meeting" and self.cast.forum:
            return (self.cast.forum,)
        if self.group() > 2:
            return self.cast.together(self.group())
        if kind in ("meeting", "exercise") and (
            many := many_before(self.page, self.mark, start=self.sentence[0])
        ):
            return many
        return tuple(dict.fromkeys((*found, *self.cast.sides)))[:2]
