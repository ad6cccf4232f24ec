"""Speech acts: who binds whom, with what force, to what.

Every verb of agreement, pledge, proposal, request, invitation or instruction opens a
scope that reaches to the next such verb; what stands in it is cut into members
(`foedus.reading.said.lists`), one commitment each. A future said of a party is planned; a
future within a belief, a purpose or praise is none of these. Both sides together
always agree, whatever the verb.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve, field, frozen

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.contents import JOINT, contents, follows, goes_on_with_verb, held_from, is_joint
from foedus.reading.said.forces import Act, settled
from foedus.reading.said.needs import Need, leads_to_need, need_told, without_agreed_needs
from foedus.reading.said.verbs import (
    asked_by,
    is_bound,
    is_of_paper,
    is_of_sitting,
    share_subject,
    subject,
    teller_after,
    unlisted,
    unplaced,
    without_relative,
)
from foedus.reading.said.views import (
    asks_others,
    is_of_earlier_year,
    is_participle,
    is_shared_view,
    only_tells_occasion,
    tells_effect,
)
from foedus.reading.sides.acting import Actor, Cast
from foedus.terms import Force, Party

LONGEST_EVIDENCE = 600
"""Letters of evidence at most; the scheme refuses more."""

BOUNDS = ("speech", "report", "courtesy", "belief", "judgement")
"""The sorts of words that end the scope of the act before them."""

_CLOSING = re.compile('[,.](?:"|”|’’)(?= )|(?:”|")(?=,? [a-z])')
"""The end of somebody's own words, after which who said them is told."""
_NEXT = 4
"""Letters between two sentences that follow one another."""
_LISTED = 2
_BOUNDS = frozenset(BOUNDS)
_VERBAL = _BOUNDS - {"judgement"}
_CALL = 160
"""Letters after "called on" within which it is said what to do."""
_FUTURES, _ASKING = ("future", "conditional"), (Force.URGED, Force.REQUESTED)


def acts(page: Page, cast: Cast) -> list[Act]:
    """All acts of speech in a text, in order."""
    found: list[Act] = []
    joint = is_joint(page)
    for start, end in page.sentences:
        marks = page.marks.within(start, end, *BOUNDS, "act")
        if not marks:
            continue
        bounds = [
            m
            for m in marks
            if not m.senses.keys().isdisjoint(_bounds_of(m)) and is_bound(page, cast, m, start=start)
        ]
        bounds = [*without_agreed_needs(page, bounds)]
        last = found[-1] if found and follows(page, found[-1].mark.start, start) else None
        agreed = last is not None and last.force is Force.AGREED
        said = found[-1].by if found and start - found[-1].end < _NEXT else ()
        sentence = _Sentence(
            page=page,
            cast=cast,
            start=start,
            end=end,
            bounds=bounds,
            joint=joint,
            said_before=said,
            agreed=agreed,
        )
        spoken = list(sentence.acts())
        futures = [m for m in marks if m.senses.get("act") in _FUTURES]
        futures = sorted(
            (*futures, *unlisted(page, cast, (start, end), known=futures)), key=lambda m: m.start
        )
        passives = [m for m in marks if m.senses.get("act") == "passive"]
        told = (*spoken, *sentence.futures(futures, spoken), *sentence.passives(passives, spoken))
        told = told or tuple(sentence.coming()) or tuple(sentence.listed()) or tuple(sentence.held_in_paper())
        if not told and last and goes_on_with_verb(page, start, end):
            verb = Mark(start, start, {"speech": last.force})
            told = (evolve(last, mark=verb, start=start, end=end, addressee=None),)
        found += sorted(told, key=lambda act: act.mark.start)
    return found


def _bounds_of(mark: Mark) -> frozenset[str]:
    """The sorts by which words end a scope; a judging adjective ("mixed teams") ends none."""
    return _VERBAL if "standing" in mark.senses else _BOUNDS


def act_at(spoken: Sequence[Act], place: int) -> Act | None:
    """The act in whose scope a place lies; acts are in order and hardly overlap."""
    index = bisect_right(spoken, place, key=lambda act: act.mark.start)
    return next((act for act in reversed(spoken[max(0, index - 4) : index]) if place < act.end), None)


@frozen(kw_only=True)
class _Sentence:
    """One sentence's acts of speech."""

    page: Page
    cast: Cast
    start: int
    end: int
    bounds: Sequence[Mark]
    joint: bool = False
    """Whether the text is the sides' own paper."""
    said_before: tuple[Party, ...] = ()
    """Who spoke in the sentence before."""
    agreed: bool = False
    """Whether the sentence before told of an agreement."""
    _contents: int | None = field(init=False, eq=False, repr=False)
    """After where a paper's contents are told; None where they are not."""

    def acts(self) -> Iterator[Act]:
        """The verbs of speech, each with its speaker, its addressee and its scope."""
        for mark in self.bounds:
            if "speech" not in mark.senses or not self._asks_for_something(mark):
                continue
            idle = is_of_earlier_year(self.page, mark) or is_shared_view(self.page, mark, self.end)
            if idle or is_participle(self.page, mark) or leads_to_need(self.page, mark, self.bounds):
                continue
            if need := need_told(
                self.page, self.cast, mark, bounds=self.bounds, since=(self.start, self.said_before)
            ):
                yield self._needed(mark, need)
                continue
            if self._is_passive(mark) and (told := self._passive(mark)):
                yield told
                continue
            speaker = self._speaker(mark)
            if speaker is None and not is_of_paper(self.page, mark, self.start):
                continue
            stop = self._stop(mark)
            asked = asked_by(self.page, self.cast, start=mark.end, stop=stop)
            act = Act(
                mark=mark,
                force=Force(mark.senses["speech"]),
                by=speaker.parties if speaker else (),
                start=self._since(mark, asked),
                end=stop,
                addressee=asked,
            )
            together = len(act.by) >= _LISTED and act.force in _ASKING and asked is None
            if together and asks_others(self.page, act.start, act.end):
                continue
            yield settled(self.page, self.cast, act)

    def _needed(self, mark: Mark, told: Need) -> Act:
        by, stop = told.speaker.parties, self._stop(mark)
        act = Act(mark=mark, force=told.force, by=by, start=mark.end, end=stop, addressee=told.asked)
        return settled(self.page, self.cast, act)

    def _since(self, mark: Mark, addressee: Actor | None) -> int:
        """Where what is to be done begins: after whoever is asked, unless it is theirs ("Japan's help")."""
        if addressee is None:
            return mark.end
        owned = not self.page.names("owned").isdisjoint(self.page.words(addressee.end, addressee.end + 3)[:1])
        return addressee.start if owned else addressee.end

    def _is_passive(self, mark: Mark) -> bool:
        """Whether what is asked for stands before its verb: "l'envoi d'experts a été sollicité par"."""
        page = self.page
        words = page.words_but_adverbs(max(self.start, mark.start - 28), mark.start)
        return not page.names("passives").isdisjoint(words[-1:]) and not self._is_impersonal(mark)

    def _passive(self, mark: Mark) -> Act | None:
        """What a side has asked for, told before the verb and its agent; None where no agent is named."""
        page = self.page
        agents = self.cast.before(mark.end, min(self.end, mark.end + 90))
        if not agents or not agents[0].parties:
            return None
        words = page.words(mark.end, agents[0].start)
        if page.names("agents").isdisjoint(words[:1]):
            return None
        since = max((m.end for m in self.bounds if m.end <= mark.start), default=self.start)
        act = Act(
            mark=mark, force=Force(mark.senses["speech"]), by=agents[0].parties, start=since, end=mark.start
        )
        return settled(page, self.cast, act)

    def _is_impersonal(self, mark: Mark) -> bool:
        page = self.page
        lead = page.folded[max(self.start, mark.start - 24) : mark.end]
        return lead.endswith(page.lexicon.endings("speaking", "impersonal"))

    def _speaker(self, mark: Mark) -> Actor | None:
        """Who speaks: the subject, or all sides where nobody is named ("it was agreed")."""
        page = self.page
        if self._is_impersonal(mark):
            return Actor(start=mark.start, end=mark.start, parties=self.cast.together(0), many=True)
        told = subject(page, self.cast, start=self.start, end=mark.start)
        if told is None and is_of_sitting(page, mark, self.start):
            return Actor(start=mark.start, end=mark.start, parties=self.cast.together(0), many=True)
        ourselves = page.names_of("people", "ourselves")
        if told is not None and page.folded[told.start : told.end] in ourselves:
            return self._reporter(mark, ()) or told
        return told or unplaced(page, self.cast, start=self.start, end=mark.start)

    def _asks_for_something(self, mark: Mark) -> bool:
        """Whether a verb or a deed follows a noun such as "importance", or "called on" that may be a call."""
        page = self.page
        if mark.senses.get("meets") == "called":
            verbs = page.marks.within(mark.end, min(self.end, mark.end + _CALL), "act")
            markers = page.names("infinitive_markers")
            return any(not markers.isdisjoint(page.words(verb.start - 6, verb.start)[-1:]) for verb in verbs)
        if page.names("needs_verb").isdisjoint(page.folded[mark.start : mark.end].split()):
            return True
        acting = page.marks.within(mark.end, min(self.end, mark.end + 80), "act", "deed")
        return any("act" in m.senses or "object" not in m.senses for m in acting)

    def _stop(self, mark: Mark) -> int:
        """Where an act's scope ends: at the clause of the next verb of speech."""
        following = next((m for m in self.bounds if m.start >= mark.end), None)
        if closing := _CLOSING.search(self.page.text, mark.end, following.start if following else self.end):
            return closing.start()
        if following is None:
            return self.end
        openers = (", ", "; ", *self.page.lexicon.grammar["grammar"]["clause_openers"])
        cut = max(self.page.folded.rfind(opener, mark.end, following.start) for opener in openers)
        return cut if cut > mark.end else following.start

    def futures(self, verbs: Sequence[Mark], spoken: Sequence[Act]) -> Iterator[Act]:
        """Futures and reported conditionals said of a party, outside every other act's scope."""
        page = self.page
        last: tuple[Actor, Mark] | None = None
        for verb in verbs:
            before = [m for m in self.bounds if m.end <= verb.start]
            inside = any(a.mark.start <= verb.start < a.end for a in spoken)
            if inside or self._is_of_relative(verb) or (before and "belief" in before[-1].senses):
                continue
            shared = last is not None and share_subject(page, last[1], verb)
            actor = self._doer(verb) or (last[0] if last and shared else None) or self._of_paper(verb)
            if actor is None:
                continue
            last = (actor, verb)
            if only_tells_occasion(page, verb, self.end) or tells_effect(self.page, verb.start, verb.end):
                continue
            stop = min(self._stop(verb), self._next_clause(verb, verbs))
            if self._is_of_paper(verb):
                yield Act(
                    mark=verb,
                    force=Force.AGREED,
                    by=self.cast.together(0),
                    on=actor.parties,
                    start=verb.start,
                    end=stop,
                )
                continue
            reporter = self._reporter(verb, before)
            ourselves = page.folded[actor.start : actor.end] in page.names_of("people", "ourselves")
            yield _said(verb, reporter if reporter and ourselves else actor, reporter=reporter, stop=stop)

    def _is_of_relative(self, verb: Mark) -> bool:
        """Whether a future only says more of a thing: "the team, which will comprise officers"."""
        words = self.page.words(verb.start - 8, verb.start)[-1:]
        return self.page.lexicon.has("verbs_by_form") and words == ["which"]

    def passives(self, verbs: Sequence[Mark], spoken: Sequence[Act]) -> Iterator[Act]:
        """What is to be done, by nobody named: "un dépôt sera ouvert"; an occasion is no undertaking."""
        page = self.page
        for verb in verbs:
            if any(a.start <= verb.start < a.end for a in spoken) or not self._follows_participle(verb):
                continue
            if len(self.cast.sides) < 2 or any(
                m.senses["stage"] == "held" for m in page.marks.within(verb.end, verb.end + 24, "stage")
            ):
                continue
            cuts = (page.folded.rfind(mark, self.start, verb.start) + 2 for mark in (", ", "; ", ": "))
            ends = (m.end for m in self.bounds if m.end <= verb.start)
            start = max((self.start, *(cut for cut in cuts if cut > 1), *ends))
            if page.marks.holds(start, verb.start, "occasion", "report", "belief"):
                continue
            stop = min(self._stop(verb), self._next_passive(verb, verbs))
            reporter = self._reporter(verb, [m for m in self.bounds if m.end <= verb.start])
            by = self.cast.together(0) if self._is_of_paper(verb) else reporter.parties if reporter else ()
            force = Force.AGREED if len(by) > 1 else Force.PLEDGED if by else Force.PLANNED
            yield Act(mark=verb, force=force, by=by, on=by or self.cast.sides, start=start, end=stop)

    def _next_passive(self, verb: Mark, verbs: Sequence[Mark]) -> int:
        """Where the clause of the next passive begins: "A sera ouvert ; B sera fermé"."""
        following = next((m for m in verbs if m.start > verb.end), None)
        if following is None:
            return self.end
        openers = (", ", "; ", *self.page.lexicon.grammar["grammar"]["clause_openers"])
        cut = max(self.page.folded.rfind(opener, verb.end, following.start) for opener in openers)
        return cut if cut > verb.end else self.end

    def _follows_participle(self, verb: Mark) -> bool:
        words = self.page.words_but_adverbs(verb.end, min(self.end, verb.end + 40))
        if not self.page.names_of("actions", "talked").isdisjoint(words[:1]):
            return False
        endings = self.page.lexicon.endings("actions", "participles")
        return bool(words) and words[0].endswith(endings) and len(words[0]) > 3

    def _next_clause(self, verb: Mark, verbs: Sequence[Mark]) -> int:
        """Where the next future's clause begins: after a comma or at an item of a list, else at the verb."""
        page = self.page
        following = next((m for m in verbs if m.start > verb.end), None)
        if following is None:
            return self.end
        if share_subject(page, verb, following):
            return following.start
        if not self._is_of_paper(verb):
            doer = self._doer(following)
            between = page.folded[verb.end : doer.start].rstrip() if doer else ""
            return verb.end + len(between) - 1 if between.endswith((",", ";")) else self.end
        items = (start for start, _ in page.items_within(verb.end + 1, following.start))
        commas = (page.folded.rfind(mark, verb.end, following.start) for mark in (", ", "; "))
        return max((*items, *commas, 0)) or following.start

    def _of_paper(self, verb: Mark) -> Actor | None:
        """All sides, where a paper's contents are told of a thing: "under the text, the libraries will"."""
        if not self._is_of_paper(verb) or self._contents == JOINT:
            return None
        return Actor(start=verb.start, end=verb.start, parties=self.cast.together(0), many=True)

    def _is_of_paper(self, verb: Mark) -> bool:
        """Whether a paper's contents are told: "under the text, the two sides will"."""
        return self._contents is not None and verb.start > self._contents

    @_contents.default
    def _find_contents(self) -> int | None:
        told = any("report" in m.senses for m in self.bounds)
        return contents(self.page, self.start, self.end, joint=self.joint and not told)

    def _reporter(self, verb: Mark, before: Sequence[Mark]) -> Actor | None:
        """Who tells the future: the subject of the verb of telling before or after it ("..., they said")."""
        page = self.page
        doer = self._doer(verb)
        if doer and page.marks.holds(doer.end, verb.start, "incise"):
            return doer
        if before and "report" in before[-1].senses:
            return subject(page, self.cast, start=self.start, end=before[-1].start)
        for told in page.marks.within(verb.end, self.end, "report", "speech"):
            if told.senses.get("speech", Force.AGREED) not in (Force.AGREED, Force.PLEDGED):
                continue
            if inverted := teller_after(page, self.cast, told, since=verb.end):
                return inverted
            actors = self.cast.before(max(verb.end, told.start - 90), told.start)
            if actors and told.start - actors[-1].end < 3:
                lead = page.folded[max(verb.end, actors[-1].start - 90) : actors[-1].start]
                if lead.rstrip().endswith(","):
                    return actors[-1]
        return None

    def _doer(self, verb: Mark) -> Actor | None:
        """The party right before a future, with nothing but small words between."""
        actors = [a for a in self.cast.before(self.start, verb.start) if a.subject and a.parties]
        if not actors:
            return None
        words = without_relative(self.page, self._words_but_asides(actors[-1].end, verb.start))
        return actors[-1] if all(map(self._is_small, words)) else None

    def _is_small(self, word: str) -> bool:
        """Whether a word may part a party from its verb: an adverb, though it opens no relative clause."""
        small = word in self.page.names("adverbs") and word not in self.page.names("relatives")
        return small or self.page.is_adverb(word)

    def _words_but_asides(self, start: int, end: int) -> list[str]:
        """The words between two places without such as say who speaks: "le Chili, a-t-il assuré, enverra"."""
        words: list[str] = []
        for aside in self.page.marks.within(start, end, "incise"):
            words += self.page.words(start, aside.start)
            start = aside.end
        return words + self.page.words(start, end)

    def listed(self) -> Iterator[Act]:
        """What all sides have resolved, where a list of verbs stands below a mere heading."""
        page = self.page
        items = page.items[bisect_left(page.items, (self.start,)) : bisect_left(page.items, (self.end,))]
        verbs = [m for _, after in items for m in page.marks.within(after, after + 1, "act")]
        if len(items) < _LISTED or 2 * len(verbs) < len(items) or len(self.cast.sides) < 2:
            return
        by = self.cast.together(0)
        mark = Mark(items[0][0], items[0][1], {"speech": Force.AGREED})
        yield Act(mark=mark, force=Force.AGREED, by=by, on=by, start=items[0][1], end=self.end)

    def coming(self) -> Iterator[Act]:
        """What is said of a party after "in the time to come", where no word of the future follows."""
        page = self.page
        opens = page.folded.startswith(page.lexicon.endings("speaking", "coming"), self.start)
        goes_on = self.agreed and not page.says(self.start, self.end, page.names("past_times", "past"))
        ahead = any(m.senses["act"] in _FUTURES for m in page.marks.within(self.start, self.end, "act"))
        if not opens and (ahead or not goes_on or not page.lexicon.has("of_left_out")):
            return
        for verb in page.marks.within(self.start, self.end, "act", "listing"):
            actor = self._doer(verb)
            if actor is None or page.marks.holds(self.start, verb.start, "report", "belief", "judgement"):
                continue
            if not opens and (not actor.many or actor.start > self.start or "fate" in verb.senses):
                return
            if page.names("past").isdisjoint(page.words(actor.end, verb.start)):
                ends = (m.start for m in self.bounds if m.start >= verb.end and "act" not in m.senses)
                reporter = None if opens else actor
                yield _said(verb, actor, reporter=reporter, stop=min(ends, default=self.end))
            return

    def held_in_paper(self) -> Iterator[Act]:
        """What a paper just adopted or signed holds: "adopted the plan, with these tasks: A; B"."""
        if (held := held_from(self.page, self.start, self.end)) and len(self.cast.sides) >= _LISTED:
            by, mark = self.cast.together(0), Mark(*held, {"speech": Force.AGREED})
            yield Act(mark=mark, force=Force.AGREED, by=by, on=by, start=mark.end + 1, end=self.end)


def _said(verb: Mark, doer: Actor, *, reporter: Actor | None, stop: int) -> Act:
    """A future: planned, unless those who must act say it themselves."""
    by = reporter.parties if reporter else doer.parties
    force = Force.PLANNED
    if reporter and set(by) == set(doer.parties):
        force = Force.AGREED if len(by) > 1 else Force.PLEDGED
    return Act(mark=verb, force=force, by=by, on=doer.parties, start=verb.start, end=stop)
