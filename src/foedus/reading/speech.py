"""Speech acts: who binds whom, with what force, to what.

Every verb of agreement, pledge, proposal, request, invitation or instruction opens a
scope that reaches to the next such verb; what stands in it is cut into members
(`foedus.reading.lists`), one commitment each. A future said of a party is planned; a
future within a belief, a purpose or praise is none of these. Both sides together
always agree, whatever the verb.
"""

from collections.abc import Iterator, Sequence

from attrs import frozen

from foedus.reading.facts import Commitment, Evidence
from foedus.reading.lexicon import Mark
from foedus.reading.lists import OTHER, Member, members
from foedus.reading.page import Page
from foedus.reading.sides import Actor, Cast
from foedus.terms import Date, Domain, Force, Party

LONGEST_EVIDENCE = 600
"""Letters of evidence at most; the scheme refuses more."""

_BOUNDS = ("speech", "report", "courtesy", "belief", "judgement")
_NEAR = 40

_SURE = {Force.AGREED: 0.9, Force.INVITED: 0.9, Force.PROPOSED: 0.88, Force.PLEDGED: 0.85, Force.URGED: 0.82,
         Force.REQUESTED: 0.8, Force.INSTRUCTED: 0.8, Force.PLANNED: 0.72}  # fmt: skip


@frozen(kw_only=True)
class Act:
    """One act of speech: its verb, its force, who speaks, who is addressed, and how far it reaches."""

    mark: Mark
    force: Force
    by: tuple[Party, ...]
    on: tuple[Party, ...]
    start: int
    end: int
    speaker: Actor | None
    addressee: Actor | None


def acts(page: Page, cast: Cast) -> list[Act]:
    """All acts of speech in a text, in order."""
    found: list[Act] = []
    previous: Actor | None = None
    for start, end in page.sentences:
        marks = list(page.within(start, end, *_BOUNDS, "act"))
        if not marks:
            previous = _subject(page, cast, start, end, None) or previous
            continue
        bounds = [m for m in marks if not m.senses.keys().isdisjoint(_BOUNDS) and _is_verbal(page, cast, m)]
        sentence = _Sentence(page=page, cast=cast, start=start, end=end, bounds=bounds, previous=previous)
        found += sentence.acts()
        found += sentence.futures(
            [m for m in marks if m.senses.get("act") in ("future", "conditional")], found
        )
        previous = _subject(page, cast, start, end, None) or previous
    return sorted(found, key=lambda a: a.mark.start)


def commitments(page: Page, cast: Cast, spoken: Sequence[Act]) -> Iterator[Commitment]:
    """The separate things to be done, each from one member of one act's scope."""
    for act in spoken:
        listed = [_invitation(page, act)] if act.force is Force.INVITED else members(page, act.start, act.end)
        for member in listed:
            if act.force is not Force.INVITED and not _is_undertaking(page, act, member):
                continue
            end = min(member.end, member.start + LONGEST_EVIDENCE)
            yield Commitment(
                force=act.force,
                by=act.by,
                on=act.by if _is_own_offer(page, act, member) else act.on,
                domain=_field(page, cast, member),
                due=_due(page, member),
                gist=page.text[member.start : end],
                evidence=Evidence(member.start, end),
                rule=f"speech: {act.force}" if "speech" in act.mark.senses else "future of a party",
                confidence=_SURE[act.force]
                - (0.1 if member.field == OTHER else 0)
                - (0.1 if not act.by else 0),
            )


@frozen(kw_only=True)
class _Sentence:
    """One sentence's acts of speech."""

    page: Page
    cast: Cast
    start: int
    end: int
    bounds: Sequence[Mark]
    previous: Actor | None

    def acts(self) -> Iterator[Act]:
        for mark in self.bounds:
            if "speech" not in mark.senses:
                continue
            speaker = self.speaker(mark)
            if not self.asks_for_something(mark) or (speaker is None and not self.is_of_paper(mark)):
                continue
            stop = self.stop(mark)
            addressee = _addressee(self.page, self.cast, mark.end, stop)
            force = Force(mark.senses["speech"])
            by = _parties(speaker, self.cast)
            start = addressee.end if addressee else mark.end
            force, by, on = _settled(self.page, self.cast, force, (by, speaker, addressee), (mark, stop))
            yield Act(
                mark=mark,
                force=force,
                by=by,
                on=on,
                start=start,
                end=stop,
                speaker=speaker,
                addressee=addressee,
            )

    def asks_for_something(self, mark: Mark) -> bool:
        """Whether a verb or a deed follows a noun such as "importance", which alone asks for nothing."""
        words = self.page.folded[mark.start : mark.end].split()
        if not page_needs_verb(self.page, words):
            return True
        until = min(self.end, mark.end + 2 * _NEAR)
        acting = self.page.within(mark.end, until, "act", "deed")
        return any("act" in m.senses or not self.page.folded.startswith("cooperation", m.start) for m in acting)

    def is_of_paper(self, mark: Mark) -> bool:
        """Whether a paper says it: "ce plan prévoit"; then its parties have agreed on it."""
        papers = list(self.page.within(max(self.start, mark.start - 48), mark.start, "paper"))
        return bool(papers) and mark.senses["speech"] == Force.AGREED

    def speaker(self, mark: Mark) -> Actor | None:
        """The subject of a verb: the nearest before it, or the one of the sentence before."""
        return _subject(self.page, self.cast, self.start, mark.start, mark) or self.previous

    def stop(self, mark: Mark) -> int:
        """Where an act's scope ends: at the clause of the next verb of speech."""
        following = next((m for m in self.bounds if m.start >= mark.end), None)
        if following is None:
            return self.end
        folded = self.page.folded
        cut = max(
            folded.rfind(sep, mark.end, following.start)
            for sep in (", ", " et ", "; ", " tout en ", " while ", " and ")
        )
        return cut if cut > mark.end else following.start

    def futures(self, verbs: Sequence[Mark], spoken: Sequence[Act]) -> Iterator[Act]:
        """Futures and reported conditionals said of a party, outside every other act's scope."""
        page, last = self.page, None
        for verb in verbs:
            inside = any(a.mark.start < verb.start < a.end for a in spoken)
            before = [m for m in self.bounds if m.end <= verb.start]
            if inside or (before and "belief" in before[-1].senses):
                continue
            actor = self._doer(verb) or (last[0] if last and _coordinated(page, last[1], verb) else None)
            if actor is None or self._is_occasion(verb):
                continue
            reporter = self.speaker(before[-1]) if before and "report" in before[-1].senses else None
            parties = _parties(actor, self.cast)
            by = _parties(reporter, self.cast) if reporter else parties
            force = Force.PLANNED
            if reporter and set(by) == set(parties):
                force = Force.AGREED if len(by) > 1 else Force.PLEDGED
            following = next(
                (m for m in (*self.bounds, *verbs) if m.start > verb.end and _starts_clause(page, verb, m)),
                None,
            )
            stop = self.stop(verb) if following is None or "act" not in following.senses else following.start
            last = (actor, verb)
            yield Act(
                mark=verb,
                force=force,
                by=by,
                on=parties,
                start=verb.start,
                end=min(stop, self.end),
                speaker=actor,
                addressee=None,
            )

    def _doer(self, verb: Mark) -> Actor | None:
        """The party right before a future, with nothing but small words between."""
        actors = [a for a in self.cast.before(self.start, verb.start) if a.subject]
        if not actors:
            return None
        words = self.page.words(actors[-1].end, verb.start)
        small = self.page.names("adverbs")
        if all(word in small or word.endswith("ment") for word in words) and "qui" not in words:
            return actors[-1]
        return None

    def _is_occasion(self, verb: Mark) -> bool:
        """Whether a future only tells an occasion ("effectuera une visite"), which is no undertaking."""
        infinitive = self.page.folded[verb.start : verb.end]
        telling = tuple(self.page.lexicon.grammar["actions"]["event_verbs"])
        if not infinitive.startswith(tuple(word.rstrip("re").removesuffix("i") for word in telling)):
            return False
        return any(
            True for _ in self.page.within(verb.end, min(self.end, verb.end + 60), "occasion", "paper")
        )


def page_needs_verb(page: Page, words: Sequence[str]) -> bool:
    """Whether words of the lexicon ask for something only where a verb follows."""
    return not page.names("needs_verb").isdisjoint(words)


def _is_verbal(page: Page, cast: Cast, mark: Mark) -> bool:
    """Whether words are used as a verb: "demande", not "à la demande de"; phrases always are."""
    folded = page.folded[mark.start : mark.end]
    if " " in folded and "judgement" not in mark.senses:
        return True
    if folded.endswith("ant"):
        return True
    words = page.words(mark.start - 28, mark.start)
    if words and words[-1] in page.names("auxiliaries"):
        return True
    if "judgement" in mark.senses or "belief" in mark.senses:
        return True
    actors = cast.before(mark.start - 60, mark.start)
    if actors and actors[-1].subject:
        between = page.words(actors[-1].end, mark.start)
        return all(
            w in page.names("adverbs") | page.names("auxiliaries") or w.endswith("ment") for w in between
        )
    return (
        bool(words)
        and words[-1].endswith("ment")
        and len(words) > 1
        and words[-2] in page.names("auxiliaries")
    )


def _subject(page: Page, cast: Cast, start: int, end: int, mark: Mark | None) -> Actor | None:
    """The last phrase before a verb that can be its subject and is not another verb's object."""
    actors = [a for a in cast.before(start, end) if a.subject and a.parties]
    for actor in reversed(actors):
        words = page.words(max(start, actor.start - 24), actor.start)
        while words and words[-1] in page.names("articles"):
            words.pop()
        objects = [
            m
            for m in page.within(
                max(start, actor.start - 30), actor.start, "speech", "courtesy", "judgement", "meets"
            )
        ]
        is_object = bool(objects) and not set(page.words(objects[-1].end, actor.start)) - page.names(
            "articles"
        ) - {"m.", "a", "aux"}
        if not is_object:
            return actor
    return None


def _addressee(page: Page, cast: Cast, start: int, stop: int) -> Actor | None:
    """Whoever a verb of asking is said to: "a exhorté les deux parties à", "a proposé que le Laos"."""
    actors = cast.before(start, min(stop, start + 130))
    if not actors:
        return None
    between = set(page.words(start, actors[0].start))
    small = page.names("articles") | {"que", "qu", "a", "au", "aux", "ce", "pour", "that", "to"}
    return actors[0] if between <= small else None


def _parties(actor: Actor | None, cast: Cast) -> tuple[Party, ...]:
    del cast
    return actor.parties if actor else ()


def _settled(
    page: Page,
    cast: Cast,
    force: Force,
    who: tuple[tuple[Party, ...], Actor | None, Actor | None],
    where: tuple[Mark, int],
) -> tuple[Force, tuple[Party, ...], tuple[Party, ...]]:
    """The force as spoken by these to those, and who must act."""
    by, _, addressee = who
    mark, stop = where
    sides = cast.sides
    asked = addressee.parties if addressee else ()
    if force is Force.AGREED and len(by) < 2:
        by = tuple(dict.fromkeys((*by, *sides)))
    if len(by) > 1 and force is not Force.INVITED:
        return Force.AGREED, by, by
    if force is Force.INVITED:
        if addressee and addressee.many:
            return Force.URGED, by, asked
        return force, by, asked or tuple(side for side in sides if side not in by)
    if force is Force.PLEDGED:
        return force, by, by
    if force is Force.INSTRUCTED:
        return force, by, by
    others = tuple(side for side in sides if side not in by)
    helps = any(
        w in page.names_of("speaking", "help") for w in page.words(mark.end, min(stop, mark.end + 90))
    )
    if force is Force.URGED and asked and asked == others and helps and by:
        return Force.REQUESTED, by, asked
    if force is Force.REQUESTED:
        if addressee and addressee.many:
            return Force.URGED, by, asked
        return force, by, asked or others
    if asked and set(asked) == set(by):
        return force, by, asked
    return force, by, asked or sides


def _coordinated(page: Page, first: Mark, second: Mark) -> bool:
    """Whether two futures share a subject: "renforceront ... et organiseront"."""
    words = page.words(second.start - 16, second.start)
    return (
        bool(words)
        and words[-1] in ("et", ",", "puis", "and", *page.names("adverbs"))
        and second.start - first.end < 300
    )


def _starts_clause(page: Page, verb: Mark, following: Mark) -> bool:
    return following.senses.get("act") in ("future", "conditional") and _coordinated(page, verb, following)


def _invitation(page: Page, act: Act) -> Member:
    return Member(start=act.mark.start, end=act.end, domain=Domain("strategic-exchange"))


def _is_own_offer(page: Page, act: Act, member: Member) -> bool:
    """Whether what is proposed is one's own doing: "a proposé d'accueillir la session"."""
    if act.force is not Force.PROPOSED or act.addressee is not None:
        return False
    verb = next(page.within(member.start, member.end, "act"), None)
    return verb is not None and page.folded[verb.start : verb.end] in page.names_of("actions", "own")


def _is_undertaking(page: Page, act: Act, member: Member) -> bool:
    """Whether a member is something to be done: a bare field after "l'importance de" is not."""
    if "act" in act.mark.senses or member.infinitive or member.deed:
        return True
    return bool(member.domain)


def _field(page: Page, cast: Cast, member: Member) -> Domain:
    """The member's field; with a third party and no field of its own, multilateral."""
    if member.field != OTHER:
        return member.field
    parties = {m.senses["party"].party for m in page.within(member.start, member.end, "party")}
    return Domain("multilateral") if len(parties | set(cast.sides)) > 2 and parties else OTHER


def _due(page: Page, member: Member) -> Date | None:
    """A time by which, or in which, a member is to be done; not one at which something was agreed."""
    published = page.document.published
    for date in page.dates_within(member.start, member.end):
        past = any(
            True
            for _ in page.within(max(member.start, date.begins - 90), date.begins, "fate", "stage")
            if _.senses.get("stage") == "held" or _.senses.get("fate") == "signed"
        )
        lors = {"lors", "depuis", "signe", "conclu", "tenue", "tenu"} & set(
            page.words(max(member.start, date.begins - 120), date.begins)
        )
        if date.last and not past and not lors and not (published and date.last.last < published.first):
            return date.last
    return None
