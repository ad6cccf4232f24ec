"""Assessments: what a side says of the cooperation and its results.

A judgement counts when what is judged is the cooperation, its results or its carrying
out; praise of the other country's own progress, of its welcome or its congress does not.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from foedus.reading.facts import Assessment, Evidence
from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.speech import LONGEST_EVIDENCE
from foedus.reading.said.verbs import cited, is_verb, subject, teller, teller_after
from foedus.reading.sides.acting import Actor, Cast

_REACH = 110
"""Letters within which the judged thing follows."""
_BESIDE = 90
"""Letters within which it stands on either side: "la coopération ... est l'un des piliers"."""
_SENTENCE = 300
"""Letters before a judging word in which its sentence is looked at."""
_CLOSE = 24
_CLAUSE = 160
"""Letters before a judging word in which the clause lies that tells what is judged."""
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_JUDGED = ("object", "paper", "standing", "foreign")
_WISHING = ("act", "purpose", "foreign")
"""The sorts of words beside a judgement that make it a wish, or of another thing."""


def assessments(page: Page, cast: Cast) -> list[Assessment]:
    """All judgements of the cooperation in a text, in order; one told twice is one."""
    kept: dict[tuple[str, ...], Assessment] = {}
    for told, fact in _tellings(page, cast):
        key: tuple[str, ...] = (told, fact.polarity)
        twin = kept.get(key)
        if twin and twin.by and fact.by and twin.by != fact.by:
            key = (*key, *fact.by)
            twin = kept.get(key)
        if twin is None or (fact.by and not twin.by):
            kept[key] = fact
    return sorted(kept.values(), key=lambda fact: fact.evidence)


def _tellings(page: Page, cast: Cast) -> Iterator[tuple[str, Assessment]]:
    """Every judgement as told, with the judging word and the first thing judged."""
    previous: Actor | None = None
    for start, end in page.sentences:
        floor = start
        for mark in page.marks.within(start, end, "judgement", "standing"):
            judgement = _Judgement(page=page, cast=cast, mark=mark, start=start, floor=floor, end=end)
            if mark.start < floor or not judgement.counts():
                continue
            yield judgement.told(), judgement.fact(previous)
            floor = judgement.stop()
        previous = subject(page, cast, start=start, end=end) or previous


@frozen(kw_only=True)
class _Judgement:
    """One judging word in its sentence; `floor` is where the judgement before it ended."""

    page: Page
    cast: Cast
    mark: Mark
    start: int
    floor: int
    end: int

    @property
    def stands(self) -> bool:
        """Whether the word judges wherever it stands, without a verb of judging."""
        return "standing" in self.mark.senses

    def counts(self) -> bool:
        """Whether the cooperation is judged, and nothing else."""
        page, mark = self.page, self.mark
        verbal = page.lexicon.has("of_left_out") and "act" in mark.senses
        if self.stands and ((verbal and mark.start == self.start) or self._is_conceded()):
            return False
        if self._is_wished() or (self.stands and (self._is_discussed() or self._is_hoped())):
            return False
        if self.stands:
            if page.names_of("assessments", "opinions") and self._is_opinion():
                return True
            around = max(self.start, mark.start - _BESIDE), min(self.end, mark.end + _BESIDE)
            since = max(self.start, mark.start - 60)
            near = [m for m in page.marks.within(since, mark.start, *_WISHING) if not self._is_auxiliary(m)]
            return page.marks.holds(*around, "object") and not any(
                _is_foreign(m)
                or ("foreign" not in m.senses and m.senses.keys().isdisjoint({"object", "report", "ordinal"}))
                for m in near
            )
        done = page.marks.within(mark.start - _CLOSE, mark.start, "act")
        if any(m.senses["act"] == "infinitive" for m in done):
            return False
        if page.marks.holds(max(self.start, mark.start - 30), mark.start, "speech") or not is_verb(
            page, self.cast, mark
        ):
            return False
        return self._judges()

    def _judges(self) -> bool:
        """Whether what a verb of judgement judges is the cooperation, told in its words or after them."""
        page, mark = self.page, self.mark
        judged = page.marks.within(mark.end, min(self.end, mark.end + _REACH), *_JUDGED)[:2]
        if not judged:
            own = page.words(mark.start, mark.end)[1:]
            return not page.names_of("assessments", "objects").isdisjoint(own)
        if _is_foreign(judged[0]):
            return False
        return len(judged) < 2 or not _is_foreign(judged[1]) or judged[1].start - judged[0].end >= _CLOSE

    def _is_auxiliary(self, mark: Mark) -> bool:
        """Whether what may be a verb to be done only makes the judgement's tense: "have been maintained"."""
        return self.page.folded[mark.start : mark.end] in self.page.names("auxiliaries")

    def _is_conceded(self) -> bool:
        """Whether what is good is only conceded before what is wanting in the same thing: one judgement."""
        if self.mark.senses.get("judgement") != "positive" or not self.page.lexicon.has("of_left_out"):
            return False
        later = self.page.marks.within(self.mark.end, self.end, "concession", "standing")
        turn = next((m.start for m in later if "concession" in m.senses), self.end)
        wanting = next((m for m in later if m.start > turn and m.senses.get("judgement") == "negative"), None)
        return wanting is not None and not self.page.marks.holds(turn, wanting.start, "object")

    def _is_hoped(self) -> bool:
        """Whether the clause tells what somebody wishes for, or believes will be, and not what is."""
        page, mark = self.page, self.mark
        if not page.names_of("assessments", "opinions"):
            return False
        told = page.marks.last(self.floor, mark.start, "speech", "report", "belief", "courtesy")
        if told is None or "report" in told.senses:
            return False
        urged = told.senses.get("speech") in ("urged", "requested", "proposed", "invited")
        return "belief" in told.senses or urged

    def _is_wished(self) -> bool:
        """Whether an adjective only colours what is to be done: "to promote substantive cooperation"."""
        page, mark = self.page, self.mark
        if not page.names_of("assessments", "intents").isdisjoint(
            page.words(mark.end, mark.end + _CLOSE)[:1]
        ):
            return True
        if page.folded[mark.start : mark.end] not in page.names_of("assessments", "adjectives"):
            return False
        lead = page.words(max(self.start, mark.start - _CLOSE), mark.start)
        if not page.names_of("assessments", "copulas").isdisjoint(lead):
            return False
        since, follows = max(self.start, mark.start - _BESIDE), page.words(mark.end, mark.end + _CLOSE)[:1]
        colours = bool(follows) and follows[0].isalpha()
        lead = page.words(mark.start - _CLOSE, mark.start)[-2:]
        if follows and " ".join(lead) in page.names_of("assessments", "goals"):
            return True
        return colours and page.marks.holds(since, mark.start, "act", "deed", "purpose", "speech")

    def _is_discussed(self) -> bool:
        """Whether the thing is only talked about: "ont discuté des domaines de coopération prometteurs"."""
        talk = self.page.lexicon.endings("assessments", "discussed")
        told = self.page.marks.last(max(self.floor, self.mark.start - _REACH), self.mark.start, "report")
        return bool(talk) and told is not None and self.page.folded.startswith(talk, told.start)

    def _is_opinion(self) -> bool:
        """Whether somebody says so in a verb of opinion: "cho rằng việc luân chuyển còn nhiều bất cập"."""
        page, mark = self.page, self.mark
        verb = self._opinion()
        if verb is None or mark.start == verb.start:
            return False
        between = page.marks.within(verb.end, mark.start, "foreign", "purpose", "speech")
        wished = page.marks.within(verb.end, mark.start, "act")
        return not between and not any(m.senses["act"] == "future" for m in wished)

    def _opinion(self) -> Mark | None:
        """The verb of opinion that stands before the judging word."""
        page, mark = self.page, self.mark
        opinions = page.names_of("assessments", "opinions")
        told = page.marks.within(max(self.floor, mark.start - _REACH), mark.start, "report", "judgement")
        return next((m for m in told if page.folded[m.start : m.end] in opinions), None)

    def told(self) -> str:
        """The judging word and the first thing judged, folded."""
        first = self.page.marks.first(self.mark.end, self.stop(), "object") or self.mark
        folded = self.page.folded
        return f"{folded[self.mark.start : self.mark.end]} {folded[first.start : first.end]}"

    def fact(self, previous: Actor | None) -> Assessment:
        """The assessment; who judges is the subject, or the one of the sentence before."""
        page, opinion = self.page, self._opinion() if self.stands else None
        speaker = self._agent() or self._teller() or cited(page, self.cast, start=self.start)
        until = opinion.start if opinion else self._told_from()
        speaker = speaker or subject(page, self.cast, start=self.start, end=until)
        speaker = speaker or previous
        begin, stop = self._begin(), self.stop()
        return Assessment(
            by=speaker.parties if speaker else (),
            about=self._about(begin, stop),
            polarity=self._polarity(),
            evidence=Evidence(begin, min(stop, begin + LONGEST_EVIDENCE)),
            rule="standing judgement" if self.stands else "verb of judgement",
            seen=tuple(self._seen(begin)),
        )

    def _about(self, begin: int, stop: int) -> str:
        """What is judged: the words after a verb of judging; before what judges by itself, its clause."""
        page, mark = self.page, self.mark
        after, before = self._phrase(self._judged_from(), stop), self._phrase(begin, mark.start)
        if self.stands:
            clause = self._clause()
            follows = page.marks.first(mark.end, min(stop, mark.end + _CLOSE), "object")
            if page.marks.holds(clause, mark.start, "object") or follows is None:
                return self._phrase(clause, mark.start) or after or before or page.text[mark.start : mark.end]
        return after or before or page.text[mark.start : mark.end]

    def _judged_from(self) -> int:
        """After the judging words; within them where they name the thing too: "welcomed the progress"."""
        page, mark = self.page, self.mark
        objects = page.names_of("assessments", "objects")
        own = list(_WORD.finditer(page.text, mark.start, mark.end))[1:]
        named = not self.stands and any(page.folded[m.start() : m.end()] in objects for m in own)
        return own[0].start() if named else mark.end

    def _clause(self) -> int:
        """Where the clause begins that tells what is judged: after the verb of saying, or its sentence."""
        page, mark = self.page, self.mark
        said = page.marks.last(self.floor, mark.start, "report", "speech", "judgement")
        since = said.end if said else self.floor
        far = mark.start - _CLAUSE
        return since if since >= far else page.text.find(" ", far)

    def _phrase(self, start: int, end: int) -> str:
        """The words between two places, without small ones at either end."""
        page = self.page
        opening = page.names("prepositions", "clause_markers")
        closing = page.names("prepositions", "clause_markers", "auxiliaries", "mere_articles")
        copulas = page.names_of("assessments", "copulas")
        words = [(page.folded[m.start() : m.end()], m) for m in _WORD.finditer(page.text, start, end)]
        while words and words[0][0] in opening:
            words.pop(0)
        while words and (words[-1][0] in closing or words[-1][0] in copulas):
            words.pop()
        return page.text[words[0][1].start() : words[-1][1].end()] if words else ""

    def _seen(self, begin: int) -> Iterator[str]:
        """What tells how surely the cooperation is judged."""
        page, mark = self.page, self.mark
        if begin < mark.start and any(a.start == begin for a in self.cast.before(self.floor, mark.start)):
            yield "who judges stands beside it"
        thing = page.marks.first(mark.end, self.stop(), "object", "paper")
        if thing is not None:
            yield (
                "what is judged named close by" if thing.start - mark.end < _CLOSE else "what is judged named"
            )
        if page.marks.holds(mark.end, self.stop(), "party", "group"):
            yield "parties named in it"
        if page.marks.holds(max(self.start, mark.start - _SENTENCE), mark.start, "act"):
            yield "something to be done before it"
        if page.is_quoted(mark.start):
            yield "in somebody's own words"
        if self.floor > self.start:
            yield "not the first of its sentence"

    def _told_from(self) -> int:
        """Before which whoever judges stands: the verb of saying before what judges without one."""
        reports = self.page.marks.within(self.floor, self.mark.start, "report") if self.stands else ()
        told = [m.start for m in reports if is_verb(self.page, self.cast, m)]
        return told[-1] if told else self.mark.start

    def _agent(self) -> Actor | None:
        """Who judges, told after the judgement: "a été jugée bonne par les deux ministres"."""
        agents = self.page.names("agents")
        actors = self.cast.before(self.mark.end, min(self.end, self.mark.end + _BESIDE))
        small = agents | self.page.names("articles")
        words = self.page.words(self.mark.end, actors[0].start) if actors else []
        return actors[0] if words and words[0] in agents and small.issuperset(words) else None

    def _teller(self) -> Actor | None:
        """Who is said to have said so, told after it: "..., X said", "..., a affirmé X"."""
        if told := teller(self.page, self.cast, start=self.mark.end, end=self.end):
            return told
        reports = self.page.marks.within(self.mark.end, self.end, "report", "judgement")
        after = (teller_after(self.page, self.cast, m, since=self.mark.end) for m in reports)
        return next((actor for actor in after if actor), None)

    def _polarity(self) -> str:
        """What the word judges; what is wanting after "tuy" or "nhưng" is told beside what is good."""
        polarity = str(self.mark.senses.get("judgement", "positive"))
        if self.stands and self._is_qualified(polarity):
            return "mixed"
        conceding = self.page.marks.holds(self.floor, self.mark.start, "concession")
        return "mixed" if polarity == "negative" and conceding and self.floor == self.start else polarity

    def _is_qualified(self, polarity: str) -> bool:
        """Whether a judgement the other way follows: "encourageants, mais encore inégaux"."""
        judged = self.page.marks.within(self.mark.end, min(self.stop(), self.mark.end + _REACH), "judgement")
        verb = next((m.start for m in judged if "standing" not in m.senses), self.end)
        return any(m.senses["judgement"] != polarity for m in judged if m.start < verb)

    def stop(self) -> int:
        """Where the judged thing ends: at the clause of the next verb, or with the sentence."""
        sorts = ("speech", "report", "courtesy", "purpose", "concession")
        verbs = self.page.marks.within(self.mark.end, self.end, *sorts, "judgement")
        following = next((m for m in verbs if m.start > self.mark.end and self._ends_at(m)), None)
        if following is None:
            return self.end
        comma = self.page.folded.rfind(",", self.mark.end, following.start)
        return comma if comma > self.mark.end else following.start

    def _ends_at(self, mark: Mark) -> bool:
        """Whether another verb ends the judgement; one more of judging only after "đồng thời"."""
        if "judgement" not in mark.senses or not mark.senses.keys().isdisjoint(
            {"speech", "report", "courtesy"}
        ):
            return True
        besides = self.page.names_of("assessments", "besides")
        lead = " ".join(self.page.words(mark.start - _CLOSE, mark.start)[-2:])
        return "standing" not in mark.senses and lead in besides

    def _begin(self) -> int:
        """The subject where it is near, else a few words before the judging one."""
        subjects = [a for a in self.cast.before(self.floor, self.mark.start) if a.subject]
        if subjects and self.mark.start - subjects[-1].end < 40:
            return subjects[-1].start
        near = max(self.floor, self.mark.start - 30)
        blank = self.page.folded.find(" ", near, self.mark.start)
        return blank + 1 if near > self.floor and blank >= 0 else near


def _is_foreign(mark: Mark) -> bool:
    """Whether a thing is the other country's own, or a courtesy."""
    return "foreign" in mark.senses and "object" not in mark.senses
