"""Engagements: the occasions a text tells of, held, under way, planned, invited to or cancelled.

A noun ("visite officielle", "réunion") or a verb ("a reçu", "s'est entretenu avec") opens
an occasion; the words of its clause give status, date, place, parties and principals. A
noun without any of these is talk about occasions, not an occasion. The same occasion told
twice is one; a visit held and a visit invited are two, so the status stays in the key.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.dates import Stated
from foedus.reading.facts import Engagement, Evidence
from foedus.reading.lexicon import Mark, Occasion
from foedus.reading.page import Page
from foedus.reading.places import place
from foedus.reading.sides import Actor, Cast
from foedus.reading.speech import LONGEST_EVIDENCE, Act
from foedus.terms import Force, Party

_NUMBERED = frozenset({"meeting", "dialogue", "exercise", "border-exchange", "patrol", "training-course"})
_VISITS = frozenset({"visit", "official-visit", "state-visit"})
_ENCOUNTERS = frozenset({"talks", "courtesy-call"})
_ORDINAL = re.compile(r"(?<![a-z0-9])([0-9]{1,3}|[ivx]{1,6}) ?(?:e|eme|er|ere|re|nd|nde|th|rd|st)(?= )")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_STATUS = {"held": "held", "under_way": "under-way", "planned": "planned", "cancelled": "cancelled"}


@frozen(kw_only=True)
class _Told:
    """One telling of an occasion: the fact, and whether it says enough to stand alone."""

    fact: Engagement
    strong: bool
    many: int = 0


def engagements(page: Page, cast: Cast, spoken: Sequence[Act]) -> list[Engagement]:
    """All distinct occasions of a text, in the order told."""
    kept: list[Engagement] = []
    tellings = [told for start, end in page.sentences for told in _sentence(page, cast, spoken, (start, end))]
    for told in tellings:
        twin = next((i for i, fact in enumerate(kept) if _same(fact, told.fact)), None)
        if twin is not None:
            kept[twin] = _merged(kept[twin], told.fact)
        elif told.strong:
            kept.append(told.fact)
    return kept


def _sentence(page: Page, cast: Cast, spoken: Sequence[Act], span: tuple[int, int]) -> Iterator[_Told]:
    start, end = span
    marks = [m for m in page.within(start, end, "occasion", "meets")]
    if not marks:
        return
    visitors: set[str] = set()
    for index, mark in enumerate(marks):
        bounds = (
            marks[index - 1].end if index else start,
            marks[index + 1].start if index + 1 < len(marks) else end,
        )
        clause = _Clause(page=page, cast=cast, mark=mark, sentence=span, bounds=bounds, taken=frozenset(visitors),
                         act=_act_around(spoken, mark))  # fmt: skip
        told = (
            clause.by_verb() if clause.is_verb() else clause.by_noun() if "occasion" in mark.senses else None
        )
        if told is None:
            continue
        if told.fact.kind in _VISITS:
            visitors.update(told.fact.principals)
        yield told


def _act_around(spoken: Sequence[Act], mark: Mark) -> Act | None:
    return next((a for a in spoken if a.mark.start <= mark.start < a.end), None)


@frozen(kw_only=True)
class _Clause:
    """One noun or verb of an occasion, with the clause it stands in."""

    page: Page
    cast: Cast
    mark: Mark
    sentence: tuple[int, int]
    bounds: tuple[int, int]
    taken: frozenset[str]
    act: Act | None

    def is_verb(self) -> bool:
        if "meets" not in self.mark.senses:
            return False
        if "occasion" not in self.mark.senses:
            return True
        words = self.page.words(self.mark.start - 24, self.mark.start)
        return bool(words) and words[-1] in self.page.names("auxiliaries")

    # --- verbs: "a reçu", "s'est entretenu avec", "se rendra" -----------------------------

    def by_verb(self) -> _Told | None:
        page, mark = self.page, self.mark
        start, end = self.sentence
        kind = mark.senses["meets"]
        stop = next(
            (
                m.start
                for m in page.within(mark.end, end, "speech", "report", "courtesy", "judgement")
                if m.start > mark.end
            ),
            end,
        )
        verb = page.folded[mark.start : mark.end]
        future = verb.endswith(("ra", "ront"))
        if kind == "visit":
            if any(True for _ in page.within(mark.end, mark.end + 12, "occasion")):
                return None
            return self._visit_by_verb(future)
        people = self._named(start, stop)
        if not self._has_partner(stop):
            return None
        kind = self._call(people, verb) if "rec" in verb else kind
        return self._fact(
            kind,
            status="planned" if future else "held",
            people=people,
            whole=(start, stop),
            rule="occasion verb",
            strong=True,
        )

    def _visit_by_verb(self, future: bool) -> _Told | None:
        where = place(self.page, self.mark.end, min(self.sentence[1], self.mark.end + 80))
        if where is None:
            return None
        invited = self.act is not None and self.act.force is Force.INVITED
        people = self._visitors()
        status = "invited" if invited else "planned" if future or self.act else "held"
        return self._fact(
            "visit", status=status, people=people, whole=self.bounds, rule="occasion verb", strong=True
        )

    def _has_partner(self, stop: int) -> bool:
        """Whether somebody is met: a person, an office, a body or several people."""
        verb = self.page.folded[self.mark.start : self.mark.end]
        if verb.startswith("se "):
            return True
        actors = [
            a
            for a in self.cast.actors
            if self.mark.end <= a.start < stop and (a.who or a.level or a.end - a.start > 8)
        ]
        return any(True for m in self.page.mentions if self.mark.end <= m.start < stop) or bool(actors)

    def _call(self, people: Sequence[str], verb: str) -> str:
        """To receive a counterpart is talks; somebody of lower office, a courtesy call."""
        named = [m for m in self.page.mentions if self.sentence[0] <= m.start < self.sentence[1]]
        before = [self._level(m) for m in named if m.end <= self.mark.start]
        after = [self._level(m) for m in named if m.start >= self.mark.end]
        if not before or not after or not max(before) or not max(after):
            return "talks"
        host, guest = (
            (max(after), max(before))
            if "ete" in verb or verb.startswith("est ")
            else (max(before), max(after))
        )
        return "courtesy-call" if host - guest >= 1 else "talks"

    def _level(self, mention: object) -> int:
        person = self.cast.people.get(getattr(mention, "who", None) or "")
        title = getattr(mention, "title", None)
        return max(person.level if person else 0, title.level if title else 0)

    # --- nouns ---------------------------------------------------------------------------

    def by_noun(self) -> _Told | None:
        occasion: Occasion = self.mark.senses["occasion"]
        kind, page = occasion.kind, self.page
        if self._points_back():
            return None
        if kind == "session":
            antecedent = self._antecedent()
            if antecedent is None:
                return None
            kind = antecedent
        series, ordinal = self._series(occasion)
        if kind == "talks" and (series or self._multilateral()):
            kind = "meeting"
        if (
            kind == "meeting"
            and not series
            and ordinal is None
            and not self._multilateral()
            and not self._of_ministers()
        ):
            kind = "talks" if page.folded.startswith(("reunion", "rencontre"), self.mark.start) else kind
        status, framed = self._status(kind)
        people = self._visitors() if kind in _VISITS else self._talkers(kind)
        told = self._fact(
            kind, status=status, people=people, whole=self._around(), rule="occasion noun", strong=False
        )
        fact = evolve(told.fact, series=series, ordinal=ordinal)
        if kind == "meeting" and not fact.place and self.act and self.act.force is Force.INVITED:
            inherited = place(page, self.act.start, self.mark.start)
            fact = evolve(fact, place=inherited[0] if inherited else None)
        return _Told(fact=fact, strong=self._is_strong(occasion, fact, framed))

    def _points_back(self) -> bool:
        """Whether the noun only takes up an occasion already told: "cette visite"."""
        words = self.page.words(self.mark.start - 16, self.mark.start)
        return bool(words) and words[-1] in self.page.names_of("occasion_words", "back")

    def _antecedent(self) -> str | None:
        """The numbered occasion that "the next session" is of; None where it is named right after."""
        page, mark = self.page, self.mark
        if any(True for _ in page.within(mark.end, mark.end + 16, "occasion")):
            return None
        earlier = [m.senses["occasion"].kind for m in page.within(0, mark.start, "occasion")]
        return next((kind for kind in reversed(earlier) if kind in _NUMBERED), None)

    def _is_strong(self, occasion: Occasion, fact: Engagement, framed: bool) -> bool:
        stated = bool(fact.start or fact.start_partial or fact.ordinal)
        if fact.kind in _ENCOUNTERS and fact.status == "held" and self._frame() and not self._has_participants():
            near = self.page.dates_within(self.mark.end, self.mark.end + 24)
            return bool(near or fact.principals)
        if self.act is not None and fact.status != "held":
            direct = self.act.force is Force.INVITED
            named = bool(fact.series) or fact.kind in _NUMBERED
            return (
                (stated
                and not occasion.plural)
                or (direct and (named or fact.kind in _VISITS))
                or bool(fact.series and not occasion.plural)
            )
        if occasion.plural:
            return (
                (stated
                and not self.page.words(self.mark.end, self.mark.end + 20)[:2] == ["de", "haut"])
                or (fact.kind == "talks" and framed)
            )
        return stated or framed or bool(fact.principals and fact.kind in _VISITS) or self._has_participants()

    def _has_participants(self) -> bool:
        """ "entre X et Y", "avec X" right after the noun."""
        words = self.page.words(self.mark.end, min(self.bounds[1], self.mark.end + 80))
        until = words.index(",") if "," in words else len(words)
        return not self.page.names_of("occasion_words", "between").isdisjoint(words[: min(until, 10)])

    def _series(self, occasion: Occasion) -> tuple[str | None, int | None]:
        """The recurring mechanism in English, and the session's number."""
        if occasion.kind not in _NUMBERED and occasion.kind != "talks":
            return None, None
        page, mark = self.page, self.mark
        ordinal = self._ordinal()
        near = [m for m in page.within(mark.start - 16, mark.end + 40, "annual") if m.end > mark.start - 16]
        annual = bool(near) or any(
            w in page.names_of("occasion_words", "annual") for w in page.words(mark.start, mark.end)
        )
        series = occasion.series
        if series is None and (annual or (ordinal is not None and occasion.kind == "meeting")):
            offices = [
                m for m in page.mentions if mark.end <= m.start < mark.end + 60 and m.title and m.title.plural
            ]
            title = offices[0].title if offices else None
            area = title.areas[0] if title and title.areas else None
            noun = "meeting" if occasion.kind in ("talks", "meeting") else occasion.kind.replace("-", " ")
            of = f" of the {area} ministers" if area else " of the ministers" if self._of_ministers() else ""
            if self._of_ministers() and not area:
                area = self._area_of_group()
                of = f" of the {area} ministers" if area else of
            series = f"{'annual ' if annual else ''}{noun}{of}"
        return series, ordinal if occasion.kind in _NUMBERED else None

    def _area_of_group(self) -> str | None:
        return next(
            (m.senses["area"] for m in self.page.within(self.mark.end, self.mark.end + 50, "area")), None
        )

    def _ordinal(self) -> int | None:
        """The number right before the noun, or before its "session"."""
        page, start = self.page, self.mark.start
        session = next(
            (
                m
                for m in page.within(start - 24, start, "session")
                if set(page.words(m.end, start)) <= page.names("of") | {"annuelle"}
            ),
            None,
        )
        at = session.start if session else start
        for mark in page.within(at - 24, at, "ordinal"):
            if not page.words(mark.end, at):
                return int(mark.senses["ordinal"])
        for match in _ORDINAL.finditer(page.folded, max(0, at - 10), at):
            if not page.words(match.end(), at):
                return _number(match[1])
        return None

    def _of_ministers(self) -> bool:
        page, mark = self.page, self.mark
        return any(
            m.start - mark.end < 50
            and ("ministres" in page.folded[m.start : m.end] or "ministers" in page.folded[m.start : m.end])
            for m in page.within(mark.end, mark.end + 50, "head", "group", "office")
        )

    def _multilateral(self) -> bool:
        return len(self._explicit()) > 2 or self._group() > 2

    def _group(self) -> int:
        return next(
            (
                m.senses["group"]
                for m in self.page.within(self.mark.end, self.mark.end + 60, "group")
                if m.start < self.bounds[1]
            ),
            0,
        )

    def _explicit(self) -> tuple[Party, ...]:
        """The parties named in the noun's own phrase: "Vietnam - Laos - Cambodge", "entre X et Y"."""
        page, end = self.page, self.mark.end
        found: list[Party] = []
        for mark in page.within(self.mark.end, min(self.bounds[1], self.mark.end + 160)):
            if mark.start - end > 60 or not mark.senses.keys().isdisjoint(
                {"speech", "report", "act", "stage", "meets"}
            ):
                break
            if "party" in mark.senses and not set(page.words(end, mark.start)) & page.names("held_in"):
                found.append(mark.senses["party"].party)
            end = mark.end
        return tuple(dict.fromkeys(found))

    # --- what the clause says --------------------------------------------------------------

    def _around(self) -> tuple[int, int]:
        return self.bounds

    def _status(self, kind: str) -> tuple[str, bool]:
        """The status, and whether a word of the clause states it."""
        page, mark = self.page, self.mark
        framed = self._frame()
        near = [
            m
            for m in page.within(
                max(self.bounds[0], mark.start - 90), min(self.bounds[1], mark.end + 160), "stage"
            )
        ]
        stages = [m.senses["stage"] for m in near]
        if "cancelled" in stages and not (self.act and self.act.force is Force.AGREED):
            return "cancelled", True
        if self.act is not None and framed != "held":
            if self.act.force is Force.INVITED and kind in _VISITS:
                return "invited", True
            return "planned", True
        if framed and framed != "under-way":
            return framed, framed != "held" or self._has_participants() or kind in _VISITS
        before = [m for m in near if m.end <= mark.start]
        for stage in ("planned", "under_way", "held"):
            closest = [m for m in (before if stage == "under_way" else near) if m.senses["stage"] == stage]
            if closest and not (stage == "planned" and self._told_past(closest)):
                return _STATUS[stage], stage != "under_way" or framed is not None or kind in _VISITS
        if framed:
            return framed, True
        date = self._date()
        published = page.document.published
        if date and date.start and published and date.start.first > published.last:
            return "planned", True
        return "held", False

    def _told_past(self, planned: Sequence[Mark]) -> bool:
        return bool(self.page.dates) and all(
            self.page.folded[m.start : m.end].startswith("prepar") and m.start > self.mark.end
            for m in planned
        )

    def _frame(self) -> str | None:
        """The word right before the noun that places it: "dans le cadre de", "à l'issue de"."""
        page = self.page
        small = page.names("articles") | {"de", "d", "du", "des", "of", "the"}
        words = page.words(self.mark.start - 48, self.mark.start)
        while words and (words[-1] in small or words[-1] in page.names_of("ordinals", "words")):
            words.pop()
        for frame, status in page.lexicon.grammar["occasion_words"]["frames"].items():
            if words[-len(frame.split()) :] == frame.split():
                return str(status)
        if page.folded.startswith("en visite", self.mark.start):
            return "under-way"
        return None

    def _date(self) -> Stated | None:
        """The date of the clause: the first after the noun, else the last before it."""
        page = self.page
        after = [
            d for d in page.dates_within(self.mark.end, self.bounds[1]) if not self._belongs_elsewhere(d)
        ]
        before = [
            d for d in page.dates_within(self.bounds[0], self.mark.start) if not self._belongs_elsewhere(d)
        ]
        if self.bounds[0] == self.sentence[0] and not before:
            line = page.document.published
            before = [d for d in before if d.start != line]
        return after[0] if after else before[-1] if before else None

    def _belongs_elsewhere(self, date: Stated) -> bool:
        """A year in a paper's name, or the date line itself."""
        page = self.page
        line = page.document.published
        if (
            line
            and date.begins < 120
            and date.start == line
            and re.match(r"[ 0-9-]", page.text[date.begins - 1 : date.begins])
            and date.begins < 12
        ):
            return True
        signed = any(m.senses["fate"] == "signed" for m in page.within(date.begins - 24, date.begins, "fate"))
        if not date.bare_year:
            return signed
        return any(
            True
            for m in page.within(date.begins - 90, date.begins, "paper")
            if not page.dates_within(m.end, date.begins - 1)
        )

    def _named(self, start: int, end: int) -> tuple[str, ...]:
        """The people named between two places, visitors told of already apart."""
        names = [
            m.who for m in self.page.mentions if m.who and start <= m.start < end and m.who not in self.taken
        ]
        held = [
            a.who
            for a in self.cast.before(start, self.mark.start)
            if a.who and a.subject and a.who not in self.taken
        ]
        after = [a.who for a in self.cast.before(self.mark.end, end) if a.who and a.who not in self.taken]
        return tuple(
            name for name in dict.fromkeys((*names, *held[-1:], *after[:1])) if name in self.cast.people
        )

    def _talkers(self, kind: str) -> tuple[str, ...]:
        start, end = self.sentence
        stop = next(
            (
                m.start
                for m in self.page.within(self.mark.end, end, "speech", "report", "courtesy", "judgement")
            ),
            end,
        )
        if kind in ("talks", "courtesy-call"):
            if self._frame() in ("held", "under-way"):
                return (
                    self._named(self.mark.end, min(stop, self.mark.end + 200))
                    if self._has_participants()
                    else ()
                )
            return self._named(start, stop)
        words = self.page.words(start, stop)
        if any(word.startswith(("coprési", "copresid", "presid")) for word in words):
            return self._named(start, stop)
        return ()

    def _visitors(self) -> tuple[str, ...]:
        """Who visits: named right after the noun, addressed by an invitation, or the clause's subject."""
        page, mark = self.page, self.mark
        for mention in page.mentions:
            if mark.end <= mention.start < mark.end + 60 and mention.who:
                gap = [m for m in page.within(mark.end, mention.start) if "party" not in m.senses]
                if not gap and set(page.words(mark.end, mention.start)) <= _visitor_words(page):
                    return (mention.who,)
        if self.act is not None and self.act.force is Force.INVITED:
            guest = self.act.addressee
            return (guest.who,) if guest and guest.who else ()
        if not self._is_made():
            return ()
        subjects: list[Actor] = [a for a in self.cast.before(self.sentence[0], mark.start) if a.who]
        nearest = [a for a in subjects if a.subject] or subjects
        if page.folded.startswith("en visite", mark.start) or page.words(mark.start - 8, mark.start)[-1:] == [
            "en"
        ]:
            nearest = subjects
        return (nearest[-1].who,) if nearest and nearest[-1].who else ()

    def _is_made(self) -> bool:
        """Whether the clause's subject makes the visit: "effectue une visite", "en visite", "sa visite"."""
        page, mark = self.page, self.mark
        verbs = page.names_of("occasion_words", "makes")
        words = page.words(max(self.bounds[0], mark.start - 60), mark.start)
        opens = page.folded[mark.start : mark.end].split()[0] in verbs
        return opens or any(word.startswith(tuple(verbs)) for word in words[-8:])

    def _fact(
        self,
        kind: str,
        *,
        status: str,
        people: tuple[str, ...],
        whole: tuple[int, int],
        rule: str,
        strong: bool,
    ) -> _Told:
        page, mark = self.page, self.mark
        date = self._date()
        where = place(page, mark.end, self.bounds[1])
        if where is None and kind not in _VISITS:
            where = place(page, self.bounds[0], mark.start)
        start = max(self.bounds[0], mark.start - 12) if rule == "occasion noun" else mark.start
        words = page.folded.find(" ", start, mark.start) if start < mark.start else -1
        begin = words + 1 if words >= 0 and start > self.bounds[0] else mark.start
        end = min(self.bounds[1], mark.end + 120, begin + LONGEST_EVIDENCE)
        fact = Engagement(
            kind=kind,
            status=status,
            start=date.start if date else None,
            end=date.last if date else None,
            start_partial=date.partial[0] if date and date.partial else None,
            end_partial=date.partial[1] if date and date.partial else None,
            place=where[0] if where else None,
            parties=self._parties(kind, people, where),
            principals=people,
            evidence=Evidence(begin, end),
            rule=rule,
            confidence=0.85 if date or people else 0.7,
        )
        return _Told(fact=fact, strong=strong)

    def _parties(self, kind: str, people: Sequence[str], where: tuple[str, int] | None) -> tuple[Party, ...]:
        explicit = self._explicit()
        if len(explicit) > 1 and kind not in _VISITS:
            return explicit
        named = [p for name in people if (p := self.cast.people[name].party)]
        if kind in _VISITS and where:
            named += [m.senses["party"].party for m in self.page.within(where[1], where[1] + 1, "party")]
        found = tuple(dict.fromkeys(named))
        if len(found) > 1:
            return found
        if self._group() > 2:
            return self.cast.together(self._group())
        if kind in ("meeting", "exercise") and self._previous_many():
            return self._previous_many()
        return tuple(dict.fromkeys((*found, *self.cast.sides)))[:2]

    def _previous_many(self) -> tuple[Party, ...]:
        """Three or more parties named in one phrase earlier in the sentence: the next occasion is theirs too."""
        page = self.page
        run: list[Party] = []
        end = self.sentence[0]
        for mark in page.within(self.sentence[0], self.mark.start, "party"):
            if mark.start - end > 6:
                run = []
            run.append(mark.senses["party"].party)
            end = mark.end
        return tuple(dict.fromkeys(run)) if len(set(run)) > 2 else ()


def _visitor_words(page: Page) -> frozenset[str]:
    return (
        page.names_of("occasion_words", "visitor")
        | page.names("articles")
        | page.names("of")
        | page.names("held_in")
    )


def _number(written: str) -> int | None:
    """A number in digits or Roman letters."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in written]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def _same(fact: Engagement, told: Engagement) -> bool:
    """Whether two tellings are of one occasion: nothing in them contradicts."""
    kinds = {fact.kind, told.kind}
    if len(kinds) > 1 and not kinds <= _ENCOUNTERS and not (kinds <= _VISITS and "visit" in kinds):
        return False
    if _past(fact.status) != _past(told.status):
        return False
    if fact.start and told.start and not _compatible(str(fact.start), str(told.start)):
        return False
    if fact.principals and told.principals and not set(fact.principals) & set(told.principals):
        return False
    if fact.ordinal and told.ordinal and fact.ordinal != told.ordinal:
        return False
    if fact.series and told.series and fact.series != told.series:
        return False
    if set(fact.parties) != set(told.parties) and not set(told.parties) <= set(fact.parties):
        return bool(fact.series and fact.series == told.series)
    return True


def _past(status: str) -> str:
    return {"under-way": "past", "held": "past"}.get(status, status)


def _compatible(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _merged(fact: Engagement, told: Engagement) -> Engagement:
    """The first telling, completed by what a later one adds."""
    more_precise = told.start and (fact.start is None or len(str(told.start)) > len(str(fact.start)))
    return evolve(
        fact,
        kind=told.kind if fact.kind == "visit" else fact.kind,
        start=told.start if more_precise else fact.start,
        end=told.end if more_precise else fact.end,
        place=fact.place or told.place,
        principals=fact.principals or told.principals,
        series=fact.series or told.series,
        ordinal=fact.ordinal or told.ordinal,
    )
