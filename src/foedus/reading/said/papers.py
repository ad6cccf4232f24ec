"""Instruments: the agreements, plans, minutes and the like a text names, and what became of them.

A paper's year is the one in its name or beside its signature, never the article's. The
same paper named twice is one; the firmest fate stated of it is kept.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.facts import Evidence, Instrument
from foedus.reading.lexicon import Mark
from foedus.reading.page import HEADING, Page
from foedus.reading.said.forces import Act
from foedus.reading.said.repeats import body_of
from foedus.reading.said.speech import act_at
from foedus.reading.sides.acting import Cast
from foedus.terms import Force, Party

_WINDOW = 70
"""Letters after a paper's name within which its year and its fate stand."""
_FAR = 170
"""Letters after it within which its years stand, where words say that they are its own."""
_LEAD = 120
"""Letters before it within which a verb may tell its fate."""
_PARTING = ("speech", "report", "courtesy", "judgement", "fate", "stage")
_MEMORY = 64
"""Papers among which one may have been named before."""
_NAMED, _ABOUT = 60, 30
"""Letters before a paper within which its parties stand, and after it within which what it is about does."""
_RUBRIC = 3
"""Words of a line in a menu at most."""
_BACK = 16
"""Letters before a paper in which "this" or "the" stands."""
_TOPIC = 60
"""Letters after a paper's name within which it is told what it is about."""
_COMMON = frozenset({"statement", "plan", "programme"})
"""The papers that a forum adopts; agreements beside it are between two."""
_FATES = {
    "signed": "signed",
    "to_be_signed": "to-be-signed",
    "in_execution": "in-execution",
    "agreed": "agreed",
}
_FIRMNESS = ("mentioned", "agreed", "in-execution", "to-be-signed", "signed")


_Words = tuple[frozenset[str], frozenset[str]]
"""What sets a paper's name apart, and what the paper is about."""


def instruments(page: Page, cast: Cast, spoken: Sequence[Act]) -> list[Instrument]:
    """All distinct instruments of a text, in the order named."""
    kept: list[Instrument] = []
    words: list[_Words] = []
    body = body_of(page)
    for told in _told(page, cast, spoken):
        recent = range(max(0, len(kept) - _MEMORY), len(kept))
        again = bool(kept) and _is_pointed_at(page, told)
        fact = evolve(told, year=None, period=None) if again else told
        own = _words(page, fact)
        twin = next((i for i in recent if _same(kept[i], fact) and not _apart(words[i], own)), None)
        if kept and twin is None and _points_back(page, fact, kept):
            continue
        if twin is None:
            kept.append(fact)
            words.append(own)
        else:
            kept[twin] = _merged(kept[twin], fact, body=body)
            words[twin] = _words(page, kept[twin])
    return kept


def _points_back(page: Page, fact: Instrument, kept: Sequence[Instrument]) -> bool:
    """Whether a paper told before is meant: "to sign this MoU", "the deal" after the name of an agreement."""
    start = fact.evidence.start
    same = any(told.kind == fact.kind for told in kept[-_MEMORY:])
    general = bool(_name(page, fact) & page.names_of("papers", "general"))
    named = page.names_of("papers", "back").isdisjoint(page.words(start - _BACK, start)[-1:])
    pointed = _is_pointed_at(page, fact) and (same or general)
    return fact.year is None and (pointed or (general and not named))


def _is_pointed_at(page: Page, fact: Instrument) -> bool:
    """Whether "this" stands before a paper, which is then the one told before."""
    before = page.words(fact.evidence.start - _BACK, fact.evidence.start)[-1:]
    return not page.names_of("papers", "pointing").isdisjoint(before)


def _apart(one: _Words, other: _Words) -> bool:
    """Whether two names tell two papers: "an MoU on water and an MoU on energy", "a letter of intent"."""
    about, told = one[1], other[1]
    return one[0] != other[0] or bool(about and told and about.isdisjoint(told))


def _words(page: Page, fact: Instrument) -> _Words:
    """What sets a paper's name apart from others, and what the paper is about."""
    return _name(page, fact) & page.names_of("papers", "apart"), _about(page, fact)


def _name(page: Page, fact: Instrument) -> frozenset[str]:
    """The words that name a paper, in one: "letter of intent"."""
    mark = page.marks.first(fact.evidence.start, fact.evidence.start + 1, "paper")
    return frozenset([page.folded[mark.start : mark.end]] if mark else [])


def _about(page: Page, fact: Instrument) -> frozenset[str]:
    """The first words of what a paper is about, where its name goes on to say it."""
    mark = page.marks.first(fact.evidence.start, fact.evidence.start + 1, "paper")
    words = page.words(mark.end, min(mark.end + _TOPIC, page.sentence_at(mark.start)[1])) if mark else []
    leads = page.names_of("papers", "about")
    small = page.names("articles", "prepositions", "and") | page.names_of("papers", "about") | {","}
    return frozenset(words[1:5]) - small if words and words[0] in leads else frozenset()


def _merged(fact: Instrument, told: Instrument, *, body: int) -> Instrument:
    """The first telling, completed by a later one; in words of the text rather than of its head."""
    summary = fact.evidence.start < body <= told.evidence.start and told.status == fact.status
    fuller = summary or (HEADING in fact.seen and HEADING not in told.seen)
    worded, other = (told, fact) if fuller else (fact, told)
    seen = (*worded.seen, *(sign for sign in other.seen if sign != HEADING), "told more than once")
    return evolve(
        fact,
        status=max(fact.status, told.status, key=_FIRMNESS.index),
        year=fact.year or told.year,
        evidence=worded.evidence,
        seen=tuple(dict.fromkeys(seen)),
    )


def _told(page: Page, cast: Cast, spoken: Sequence[Act]) -> Iterator[Instrument]:
    """Every telling of a paper, in order; one that only takes up another is told with it."""
    earlier = False
    for start, end in page.sentences:
        papers = page.marks.within(start, end, "paper")
        named: list[_Named] = []
        for index, mark in enumerate(papers):
            until = papers[index + 1].start if index + 1 < len(papers) else end
            since = papers[index - 1].end if index else start
            act = act_at(spoken, mark.start)
            told = act is not None and act.mark.start == mark.start
            if not told and not (index and _is_about(page, papers[index - 1], mark)):
                first = index == 0
                one = _Named(page=page, cast=cast, mark=mark, start=since, end=until, first=first, act=act)
                if not (earlier and one.points_back()):
                    named.append(one)
        facts = [fact for fact in _listed(named) if fact]
        earlier = earlier or bool(facts)
        yield from facts


def _listed(named: Sequence["_Named"]) -> list[Instrument | None]:
    """The papers of one sentence; those that one list holds share what became of them."""
    facts = [one.fact() for one in named]
    for index in range(1, len(named)):
        before, fact = facts[index - 1], facts[index]
        untold = fact is None or fact.status == "mentioned"
        if before and untold and named[index].is_listed_after(before):
            facts[index] = named[index].like(before)
    for index in range(len(named) - 1, 0, -1):
        before, fact = facts[index - 1], facts[index]
        untold = before is None or before.status == "mentioned"
        if fact and untold and named[index].told_after and named[index].is_listed_after(fact):
            facts[index - 1] = named[index - 1].like(fact)
    return facts


def _is_about(page: Page, named: Mark, mark: Mark) -> bool:
    """Whether a paper's name tells of another one: "Bản ghi nhớ về chương trình hợp tác"."""
    words = page.words(named.end, mark.start)
    return len(words) == 1 and words[0] in page.names_of("papers", "about")


@frozen(kw_only=True)
class _Named:
    """One naming of a paper, with the words that are its own."""

    page: Page
    cast: Cast
    mark: Mark
    start: int
    end: int
    first: bool
    act: Act | None

    def fact(self) -> Instrument | None:
        """The instrument as named here; None where no paper is meant."""
        fate = self._fate()
        year, period = self._year()
        if not self._is_paper(year, fate):
            return None
        status = self._status(fate)
        if status == "mentioned" and year is None and self.mark.senses["paper"] in ("statement", "minutes"):
            return None
        end = max(self.mark.end, min(self.end, self.mark.end + _WINDOW, fate.end if fate else 0))
        return Instrument(
            kind=self.mark.senses["paper"],
            status=status,
            year=year,
            period=period,
            parties=self._parties(),
            evidence=Evidence(self.mark.start, end),
            rule="paper",
            seen=tuple(self._seen(fate)),
        )

    def _seen(self, fate: Mark | None) -> Iterator[str]:
        """What tells how surely a paper is meant."""
        words = self.page.text[self.mark.start : self.mark.end]
        if self.page.is_heading(self.page.sentence_at(self.mark.start)):
            yield HEADING
        if words[0].isupper():
            yield "printed as a name"
        if " " in words:
            yield "a name of several words"
        if self.page.marks.holds(self.mark.start - _NAMED, self.mark.start, "party", "group"):
            yield "parties told before it"
        if self.page.topics.holds(self.mark.end, self.mark.end + _ABOUT):
            yield "what it is about told after it"
        if fate is not None:
            yield "its fate told before it" if fate.start < self.mark.start else "its fate told after it"
        if self.act is not None:
            yield "in what somebody said"

    def is_listed_after(self, before: Instrument) -> bool:
        """Whether one list holds it and the paper before: "d'un accord, d'un protocole et de contrats"."""
        page, start = self.page, self.start
        if before.status not in ("signed", "to-be-signed") or self.page.dates_within(start, self.mark.start):
            return False
        if page.marks.holds(start, self.mark.start, *_PARTING):
            return False
        words = page.words(start, self.mark.start)
        small = page.names("articles", "of", "infinitive_markers") | page.names_of("people", "numbers")
        small -= page.names("and")
        lead = list(words)
        while lead and lead[-1] in small:
            lead.pop()
        joined = bool(lead) and (lead[-1] in page.names("and") or lead[-1] in (",", ";"))
        listed = len(lead) < len(words) or page.lexicon.has("of_left_out")
        return listed and (joined or bool(page.items_within(start, self.mark.start)))

    def like(self, before: Instrument) -> Instrument:
        """The paper with the fate of the one listed before it."""
        year, period = self._year()
        return Instrument(
            kind=self.mark.senses["paper"],
            status=before.status,
            year=year,
            period=period,
            parties=self._parties(),
            evidence=Evidence(self.mark.start, max(self.mark.end, min(self.end, self.mark.end + _WINDOW))),
            rule="paper",
        )

    @property
    def told_after(self) -> bool:
        """Whether its fate is told after it, and so of those listed before it too."""
        fate = self._fate()
        return fate is not None and fate.start > self.mark.start

    def _words_before(self, letters: int) -> list[str]:
        return self.page.words(self.mark.start - letters, self.mark.start)

    def _listed(self, key: str) -> frozenset[str]:
        return self.page.names_of("papers", key)

    def _is_paper(self, year: int | None, fate: Mark | None) -> bool:
        """Whether a paper is meant, and not agreement in general ("d'un commun accord")."""
        words = self.page.folded[self.mark.start : self.mark.end]
        if self._is_mere_consent(words) or self._is_mere_word(words) or self._is_rubric():
            return False
        if year is not None or self._is_titled():
            return True
        if fate is not None and words in self._listed("consent") and self._is_as_agreed(fate):
            return False
        if words.rstrip("s") not in self._listed("bare"):
            known = not self.page.names("articles").isdisjoint(self._words_before(24)[-1:])
            return " " in words or fate is not None or known
        return fate is not None and words not in self._listed("dated")

    def _is_rubric(self) -> bool:
        """Whether a line holds hardly more, and no party, as a page's menu does: "Accords signés"."""
        start, end = line = self.page.sentence_at(self.mark.start)
        if len(self.page.words(start, min(end, start + _NAMED))) > _RUBRIC or not self.page.is_heading(line):
            return False
        return not self.page.marks.holds(start, end, "party", "group")

    def _is_mere_consent(self, words: str) -> bool:
        """Whether "theo thỏa thuận giữa hai bên" opens a sentence: as agreed, and no paper."""
        start = self.page.sentence_at(self.mark.start)[0]
        lead = self.page.words(start, self.mark.start)
        after = self.page.words(self.mark.end, self.mark.end + 12)[:1]
        consent = words in self._listed("consent") and not self._listed("between").isdisjoint(after)
        return consent and len(lead) == 1 and lead[0] in self.page.names_of("speaking", "according")

    def _is_as_agreed(self, fate: Mark) -> bool:
        """Whether "theo thỏa thuận" says no more than that something was agreed."""
        return self.page.folded[fate.start : fate.end] in self.page.names_of("speaking", "according")

    def _is_mere_word(self, words: str) -> bool:
        """Whether somebody only declares something: "Tuyên bố của ông X", not "Tuyên bố Băng Cốc"."""
        text, end = self.page.text, self.mark.end
        named = (
            text[self.mark.start].isupper()
            and text[end : end + 1] == " "
            and text[end + 1 : end + 2].isupper()
        )
        return words in self._listed("named_only") and not named

    def _is_titled(self) -> bool:
        """Whether a bare noun is printed as a title, within a sentence: "Hiệp định về miễn thị thực"."""
        page, mark = self.page, self.mark
        if not page.lexicon.has("of_left_out") or not page.text[mark.start].isupper():
            return False
        start, end = page.sentence_at(mark.start)
        dated = page.folded[mark.start : mark.end] in self._listed("dated")
        inside = mark.start > start and not page.text[start:end].isupper()
        after = page.text[mark.end : mark.end + 2].strip()
        return inside and not dated and after.islower()

    def _fate(self) -> Mark | None:
        """What is said of it: the participle after it first, then the verb or noun before it."""
        page, mark = self.page, self.mark
        after = page.marks.within(mark.end, min(self.end, mark.end + _WINDOW), "fate")
        for found in after:
            if self._was_signed(found):
                continue
            if found.senses["fate"] != "in_execution" and not self._crosses_verb(found.start):
                return found
        loose = not self._listed("loose").isdisjoint(self._words_before(24)[-1:])
        bare = page.folded[mark.start : mark.end].rstrip("s") in self._listed("bare")
        since = mark.start - _LEAD if self.first else max(self.start - 2 * _LEAD, mark.start - _LEAD)
        before = page.marks.last(max(since, page.sentence_at(mark.start)[0]), mark.start, "fate")
        if before and not (bare and loose):
            return before
        return after[0] if after and not (bare and loose) else None

    def _is_ahead(self, fate: Mark) -> bool:
        """Whether a signature is still to come by the words before it: "sẽ được ba bên ký"."""
        return not self._listed("ahead").isdisjoint(self.page.words(fate.start - 20, fate.start))

    def _is_set(self, fate: Mark) -> bool:
        """Whether a signature is a noun and has its day to come: "la signature du pacte est prévue"."""
        page, noun = self.page, self.page.folded[fate.start : fate.end] in self._listed("signing")
        stages = (
            page.marks.within(self.mark.end, min(self.end, self.mark.end + _LEAD), "stage") if noun else ()
        )
        return fate.start < self.mark.start and any(m.senses["stage"] == "planned" for m in stages)

    def _was_signed(self, fate: Mark) -> bool:
        """Whether a signature only tells which paper is carried out: "thực hiện Bản ghi nhớ ký năm 2021"."""
        told = self.page.marks.within(self.mark.start - 60, self.mark.start, "fate")
        dated = self.page.dates_within(fate.end, fate.end + 8)
        carried = any(m.senses["fate"] == "in_execution" for m in told)
        return fate.senses["fate"] == "signed" and bool(dated) and carried

    def _crosses_verb(self, end: int, *, in_name: bool = False) -> bool:
        """Whether another verb begins before a place; one in the paper's own name may be none."""
        verbs = ["speech", "report", "courtesy", "judgement"]
        if not (in_name and self.page.lexicon.has("verbs_in_names")):
            verbs.append("act")
        return any("fate" not in m.senses for m in self.page.marks.within(self.mark.end, end, *verbs))

    def _status(self, fate: Mark | None) -> str:
        status = _FATES[fate.senses["fate"]] if fate else "mentioned"
        if fate and status == "signed" and (self._is_ahead(fate) or self._is_set(fate)):
            return "to-be-signed"
        new = not self._listed("new").isdisjoint(self._words_before(16)[-1:])
        if status == "mentioned" and self.mark.senses["paper"] == "statement" and (new or self._speaks()):
            return "agreed"
        if self.act is None or self.act.force is Force.INVITED:
            return status
        if fate and status == "signed" and self._is_to_be_signed(fate, self.act):
            return "to-be-signed"
        signing = self.page.marks.within(self.mark.start - 40, self.mark.start, "fate")
        words = self._listed("signing")
        if status == "signed" and any(self.page.folded[m.start : m.end] in words for m in signing):
            return "to-be-signed"
        return "to-be-signed" if status == "mentioned" and new else status

    def _speaks(self) -> bool:
        """Whether a statement is quoted, and so has been made: "selon la déclaration conjointe"."""
        lead = self.page.words_but_last(self.mark.start - 24, self.mark.start, self._listed("known"))
        return not self._listed("said_in").isdisjoint(lead[-1:])

    def points_back(self) -> bool:
        """Whether it is a paper told before: "cet accord a été signé"."""
        dated = self.page.dates_within(self.mark.end, self.mark.end + 24)
        return not dated and not self._listed("back").isdisjoint(self._words_before(16)[-1:])

    def _is_to_be_signed(self, fate: Mark, act: Act) -> bool:
        """Whether what somebody asks for is the signature: "mong muốn sớm ký Kế hoạch"."""
        page = self.page
        within = act.start <= fate.start < self.mark.start and page.lexicon.has("of_left_out")
        asked = act.force not in (Force.AGREED, Force.PLEDGED)
        return within and asked and page.names("past").isdisjoint(page.words(fate.start - 8, fate.end))

    def _year(self) -> tuple[int | None, tuple[int, int] | None]:
        """The year in its name or beside its date; for several years the first, with the period."""
        for date in self.page.dates_within(max(self.start, self.mark.start - 14), self.mark.start):
            between = self.page.words(date.ends, self.mark.start)
            if date.bare_year and date.start and date.last and len(between) <= 1:
                years = (date.start.year, date.last.year)
                return years[0], years if years[0] != years[1] else None
        for date in self.page.dates_within(self.mark.end, min(self.end, self.mark.end + _WINDOW)):
            if date.start is None or date.last is None or self._crosses_verb(date.begins, in_name=True):
                continue
            if not self._listed("until").isdisjoint(self.page.words(date.begins - 12, date.begins)):
                continue
            between = self.page.words(self.mark.end, date.begins)
            if not date.bare_year and "," in between and self._opens_clause(between):
                continue
            years = (date.start.year, date.last.year)
            return years[0], years if years[0] != years[1] else None
        return self._year_far()

    def _year_far(self) -> tuple[int | None, tuple[int, int] | None]:
        """The years after a long name, where they are several or words lead to them: "signé le 2 juin"."""
        told = self._listed("dated_by")
        for date in self.page.dates_within(self.mark.end + _WINDOW, min(self.end, self.mark.end + _FAR)):
            if (
                not told
                or date.start is None
                or date.last is None
                or self._crosses_verb(date.begins, in_name=True)
            ):
                continue
            years = (date.start.year, date.last.year)
            led = not told.isdisjoint(self.page.words(date.begins - 24, date.begins)[-3:])
            if led or (date.bare_year and years[0] != years[1]):
                return years[0], years if years[0] != years[1] else None
        return None, None

    def _opens_clause(self, words: list[str]) -> bool:
        """Whether only words for a day stand between a comma and a date: "theo thỏa thuận, ngày 28/6, X"."""
        after = words[len(words) - words[::-1].index(",") :]
        return self.page.names_of("occasion_words", "day_words").issuperset(after)

    def _parties(self) -> tuple[Party, ...]:
        """The parties named right after it, else the two sides."""
        found: list[Party] = []
        end = self.mark.end
        for other in self.page.marks.within(self.mark.end, min(self.end, self.mark.end + 90)):
            if other.start - end > 40 or not other.senses.keys().isdisjoint(
                {"speech", "report", "act", "fate"}
            ):
                break
            if "group" in other.senses:
                found = [*self.cast.together(other.senses["group"])]
            elif "party" in other.senses:
                found.append(other.senses["party"].party)
            end = other.end
        explicit = tuple(dict.fromkeys(found))
        common = self.cast.forum and self.mark.senses["paper"] in _COMMON
        of_all = (self.cast.forum,) if common and self.cast.forum else self.cast.sides
        return explicit if len(explicit) > 1 else of_all


def _same(one: Instrument, other: Instrument) -> bool:
    """Whether two namings are of one paper: nothing in them contradicts."""
    if one.kind != other.kind or (one.year and other.year and one.year != other.year):
        return False
    if {one.status, other.status} == {"to-be-signed", "signed"}:
        return False
    return set(one.parties) == set(other.parties)
