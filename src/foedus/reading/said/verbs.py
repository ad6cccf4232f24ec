"""Verbs of speech: whether words are used as one, and who its subject is.

A word such as "plan" or "demande" is a verb or a noun by what stands around it; the subject is the
last phrase before it that can act and is no other verb's object. What is said is for
`foedus.reading.said.speech`.
"""

import re
from collections.abc import Iterator, Sequence

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.contents import is_told
from foedus.reading.sides.acting import Actor, Cast
from foedus.terms import Force

_CLOSED = re.compile(',["”]|["”],')
"""Where somebody's own words end in the middle of a sentence."""
_WORD = re.compile(r"\w+")
_SHORTEST_VERB = 6
_RELATIVE = 12
"""Letters of a relative pronoun at most."""
_TAIL = 300
"""Letters within which two futures may share a subject."""
_CLAUSE = 3
"""Words of a relative clause with its commas at least."""
_GOVERNING = ("speech", "courtesy", "judgement", "meets")
_AUXILIARY = 32
"""Letters before a participle within which its auxiliary stands: "a, pour sa part, salué"."""
_PARTICIPLE, _NEAR_COMMA = 6, 30
"""Letters of a participle at least, and between its comma and the subject at most."""
_OPENING = 14
"""Letters at the head of a sentence in which it says whose words it tells."""
_PAPER = 60
"""Letters before a verb within which the paper that says it is named."""
_TO = 24
"""Letters before a verb within which another leads to it: "continue to"."""
_LAST = 24
"""Letters after the verb of telling that a sentence ends with, at most."""


def is_verb(page: Page, cast: Cast, mark: Mark) -> bool:
    """Whether words are used as a verb: "demande", not "à la demande de"; phrases always are."""
    folded = page.folded[mark.start : mark.end]
    if page.opens_item(mark.start):
        return True
    if page.names("after_noun") and _is_noun(page, cast, mark):
        return False
    if " " in folded or not mark.senses.keys().isdisjoint({"judgement", "belief"}):
        return True
    if folded.endswith(page.lexicon.endings("grammar", "participle_endings")):
        return True
    if page.lexicon.has("verbs_by_form"):
        return page.names("before_noun").isdisjoint(page.words(mark.start - 24, mark.start)[-1:])
    auxiliaries = page.names("auxiliaries")
    words = page.words(mark.start - 28, mark.start)
    interposed = page.names("interposed")
    while (
        len(words) > 1
        and words[-1] not in auxiliaries
        and (page.is_adverb(words[-1]) or words[-1] in interposed)
    ):
        words.pop()
    if words and words[-1] in auxiliaries:
        return True
    if _shares_auxiliary(page, mark):
        return True
    return _is_after_subject(page, cast, mark) and not _is_noun_aside(page, mark)


def _shares_auxiliary(page: Page, mark: Mark) -> bool:
    """Whether a participle after "and" has the auxiliary of a verb before: "a remercié X et souhaité que"."""
    endings = tuple(page.lexicon.grammar["grammar"].get("participles_printed", ()))
    if not endings or not page.text[mark.start : mark.end].endswith(endings):
        return False
    if page.names("and").isdisjoint(page.words(mark.start - 6, mark.start)[-1:]):
        return False
    start, _ = page.sentence_at(mark.start)
    earlier = page.marks.within(start, mark.start, "speech", "report", "courtesy", "judgement", "meets")
    shared = page.names("shared_auxiliaries")
    leads = (page.text[max(start, m.start - _AUXILIARY) : m.end].replace(",", " ").split() for m in earlier)
    return any(not shared.isdisjoint(words) for words in leads)


def _is_noun_aside(page: Page, mark: Mark) -> bool:
    """Whether a word after a comma is a noun by what follows it: "..., demande dont X a pris note"."""
    follows = page.words(mark.end, mark.end + 9)[:1]
    before = page.words(mark.start - 28, mark.start)[-1:]
    return before == [","] and not page.names("noun_followed").isdisjoint(follows)


def _is_after_subject(page: Page, cast: Cast, mark: Mark) -> bool:
    """Whether only small words part a word from its subject."""
    auxiliaries, adverbs = page.names("auxiliaries"), page.names("adverbs")
    actors = cast.before(mark.start - 60, mark.start)
    if not actors or not actors[-1].subject:
        return False
    between = page.words(actors[-1].end, mark.start)
    return all(w in adverbs or w in auxiliaries or page.is_adverb(w) for w in between)


def _is_noun(page: Page, cast: Cast, mark: Mark) -> bool:
    """Whether a word is a noun, denied, or to be done: "các đề nghị", "chưa nhất trí", "nhất trí trao đổi".

    What may be a paper's name, or something to be done, speaks only right after its subject.
    """
    acting = "act" in mark.senses and "report" in mark.senses
    if "speech" not in mark.senses and not acting:
        return False
    actors = cast.before(mark.start - 60, mark.start)
    if "paper" in mark.senses or acting:
        small = page.names("adverbs", "to_whom")
        return (
            not actors
            or not small.issuperset(_words_but_day(page, actors[-1].end, mark.start))
            or (acting and _is_asked(page, actors[-1]))
        )
    before, after = page.words(mark.start - 24, mark.start), page.words(mark.end, mark.end + 16)
    if actors and not page.words(actors[-1].end, mark.start):
        before = []
    return not (
        page.names("before_noun").isdisjoint(before[-1:])
        and page.names("after_noun").isdisjoint(word.rstrip(".:") for word in after[:1])
    )


def _words_but_day(page: Page, start: int, end: int) -> list[str]:
    """The words between two places without a day told there: "Thủ tướng X ngày 6/6 thông báo"."""
    days = page.dates_within(start, end)
    if not days:
        return page.words(start, end)
    lead = [
        w for w in page.words(start, days[0].begins) if w not in page.names_of("occasion_words", "day_words")
    ]
    return [*lead, *page.words(days[-1].ends, end)]


def _is_asked(page: Page, actor: Actor) -> bool:
    """Whether a phrase is the one asked, right after a verb of asking: "mong muốn hai bên trao đổi"."""
    asking = page.marks.last(actor.start - 30, actor.start, "speech")
    small = page.names("mere_articles", "to_whom")
    return asking is not None and small.issuperset(page.words(asking.end, actor.start))


def _is_to_be_done(page: Page, mark: Mark) -> bool:
    """Whether a verb of speech is what somebody is to do: "will encourage", "would continue to urge"."""
    if not page.lexicon.has("verbs_by_form") or not {"act", "speech"} <= mark.senses.keys():
        return False
    futures = page.names_of("actions", "future", "conditional")
    before = page.words(mark.start - 8, mark.start)[-1:]
    done = page.marks.last(mark.start - _TO, mark.start, "act") if before == ["to"] else None
    return not futures.isdisjoint(before) or (done is not None and page.words(done.end, mark.start) == ["to"])


def is_of_paper(page: Page, mark: Mark, start: int) -> bool:
    """Whether a paper says it: "ce plan prévoit"; then its parties have agreed on it."""
    if mark.senses.get("speech") != Force.AGREED:
        return False
    lead = page.words(mark.start - 20, mark.start)
    if not page.names_of("papers", "texts").isdisjoint(_lasts(lead)):
        return True
    if not page.names_of("papers", "pronouns").isdisjoint(_lasts(lead)) and is_told(page, start):
        return True
    paper = page.marks.last(max(start, mark.start - _PAPER), mark.start, "paper")
    if paper is None:
        return False
    words = page.words(paper.end, mark.start)
    return mark.start - paper.end < 3 or page.names_of("papers", "beside").issuperset(
        word for word in words if not word.isdigit()
    )


def _tells_contents(page: Page, mark: Mark) -> bool:
    """Whether words tell what a paper holds and are no verb of anybody's: "porte sur"."""
    return page.folded[mark.start : mark.end] in page.names_of("papers", "only_texts")


def is_bound(page: Page, cast: Cast, mark: Mark, *, start: int) -> bool:
    """Whether words that may end an act's scope are used so in the sentence that begins at `start`."""
    named = mark.start in page.name_starts and "speech" in mark.senses
    doing = "act" in mark.senses and "speech" not in mark.senses and page.lexicon.has("of_left_out")
    if named or (doing and page.opens_item(mark.start)) or _is_to_be_done(page, mark):
        return False
    if _tells_contents(page, mark):
        return is_of_paper(page, mark, start)
    return is_verb(page, cast, mark) or is_of_paper(page, mark, start)


def _lasts(words: Sequence[str]) -> tuple[str, str]:
    """The last word and the last two: "kiện", "văn kiện"."""
    return " ".join(words[-1:]), " ".join(words[-2:])


def is_of_sitting(page: Page, mark: Mark, start: int) -> bool:
    """Whether a dialogue or a meeting itself agrees: "Đối thoại Việt Nam - Cuba cũng thống nhất"."""
    if mark.senses.get("speech") != Force.AGREED or not page.lexicon.has("of_left_out"):
        return False
    told = page.marks.last(start, mark.start, "occasion", "report", "speech", "act")
    if told is None or "occasion" not in told.senses or told.start - start > _OPENING:
        return False
    named = page.marks.within(told.end, mark.start, "party", "ordinal")
    small = page.names("adverbs", "of") | page.names_of("ordinals", "before")
    words = page.words(named[-1].end if named else told.end, mark.start)
    return all(word in small or word.isdigit() for word in words)


def subject(page: Page, cast: Cast, *, start: int, end: int) -> Actor | None:
    """The last phrase before a verb that can be its subject and is no other verb's object."""
    articles = page.names("articles", "to_whom")
    for actor in reversed(cast.before(start, end)):
        if not actor.parties:
            continue
        if _is_related(page, actor):
            return actor
        if not actor.subject:
            continue
        verb = page.marks.last(max(start, actor.start - 30), actor.start, *_GOVERNING)
        if verb is None or not articles.issuperset(page.words(verb.end, actor.start)):
            return _first_of_clauses(page, cast, start=start, actor=actor, end=end)
    return _subject_after(page, cast, start=start, end=end)


def _is_related(page: Page, actor: Actor) -> bool:
    """Whether a relative clause right after somebody holds the verb: "avec la ministre, qui a souhaité"."""
    related = page.lexicon.endings("people", "related")
    begins = actor.end + 1 + page.folded.startswith(",", actor.end)
    if not related or not page.folded.startswith(related, begins):
        return False
    return page.words(begins, begins + _RELATIVE)[0] in related


def source(page: Page, cast: Cast, *, start: int) -> Actor | None:
    """Who is told as the source at a sentence's head: "Selon la ministre camerounaise, ..."."""
    lead = next((w for w in page.names("sources") if page.folded.startswith(f"{w} ", start)), None)
    actor = next(iter(cast.before(start, start + _TAIL)), None) if lead else None
    if actor is None or not lead or not actor.parties:
        return None
    return (
        actor if page.names("mere_articles").issuperset(page.words(start + len(lead), actor.start)) else None
    )


def unplaced(page: Page, cast: Cast, *, start: int, end: int) -> Actor | None:
    """The subject whose party the text does not tell: "la ministre a souhaité"; None without one."""
    for actor in reversed(cast.before(start, end)):
        held = actor.subject and not actor.parties and (actor.who or actor.level > 0 or actor.pronoun)
        verb = page.marks.last(max(start, actor.start - 30), actor.start, *_GOVERNING) if held else None
        if held and (verb is None or page.words(verb.end, actor.start)):
            return actor
    return None


def _subject_after(page: Page, cast: Cast, *, start: int, end: int) -> Actor | None:
    """The subject of the main clause, where a participle opens the sentence: "Saluant l'accord, X a"."""
    endings = page.lexicon.endings("grammar", "participle_endings")
    opening = page.words(start, min(end, start + 24))[:2]
    opens = any(word.endswith(endings) and len(word) >= _PARTICIPLE for word in opening)
    if not endings or not opens or start != page.sentence_at(start)[0]:
        return None
    comma = page.folded.find(", ", end, page.sentence_at(start)[1])
    if comma < 0:
        return None
    after = cast.before(comma, page.sentence_at(start)[1])
    near = (a for a in after if a.subject and a.parties and a.start - comma < _NEAR_COMMA)
    return next(near, None)


def _first_of_clauses(page: Page, cast: Cast, *, start: int, actor: Actor, end: int) -> Actor:
    """The subject that clauses parted by semicolons share: the first, where the last clause names none."""
    if actor.many or ";" not in page.folded[actor.end : end]:
        return actor
    shared = (a for a in cast.before(start, actor.start) if a.subject and a.parties and a.who)
    return next(shared, actor)


def share_subject(page: Page, first: Mark, second: Mark) -> bool:
    """Whether two futures share a subject: "renforceront ... et organiseront"."""
    joints = page.names("and", "adverbs", ",")
    return second.start - first.end < _TAIL and not joints.isdisjoint(
        page.words(second.start - 16, second.start)[-1:]
    )


def without_relative(page: Page, words: list[str]) -> list[str]:
    """The words between a subject and its verb without a relative clause: "the navies, which ..., will"."""
    closed = len(words) > _CLAUSE and words[0] == "," and words[-1] == ","
    return [] if closed and words[1] in page.names("relatives") else words


def cited(page: Page, cast: Cast, *, start: int) -> Actor | None:
    """Whose words a sentence tells by its opening: "Theo Đại sứ, hợp tác là điểm sáng"."""
    opening = page.words(start, start + _OPENING)[:1]
    if page.names_of("speaking", "according").isdisjoint(opening):
        return None
    actors = cast.before(start, start + _TAIL)
    first = next(iter(actors), None)
    if first is None or not first.parties or first.many:
        return None
    led = page.words(start, first.start)[1:]
    return first if not led and page.folded[first.end : first.end + 1] == "," else None


def teller(page: Page, cast: Cast, *, start: int, end: int) -> Actor | None:
    """Who is said to have said what stands before, right after the words end: "..., X said"."""
    closing = _CLOSED.search(page.text, start, end)
    if closing is None:
        return _last_told(page, cast, start=start, end=end)
    actors = cast.before(closing.end(), end)
    told = page.marks.first(closing.end(), end, "report")
    if not actors or told is None or page.words(closing.end(), actors[0].start):
        return None
    return actors[0] if not page.words(actors[0].end, told.start) else None


def _last_told(page: Page, cast: Cast, *, start: int, end: int) -> Actor | None:
    """Who is said to have said a whole sentence by its last words: "..., the Indian minister noted"."""
    told = page.marks.last(start, end, "report")
    if told is None or end - told.end > _LAST:
        return None
    actor = next(iter(cast.before(start, told.start)[-1:]), None)
    if actor is None or not actor.subject or page.words(actor.end, told.start):
        return None
    before = page.words_but_last(max(start, actor.start - _LAST), actor.start, page.names("mere_articles"))
    return actor if before[-1:] == [","] else None


def teller_after(page: Page, cast: Cast, told: Mark, *, since: int) -> Actor | None:
    """Who is said to have said what stands before, right after the verb: "..., a déclaré le ministre"."""
    if not page.names("tells_before"):
        return None
    words = page.words(max(since, told.start - _AUXILIARY), told.start)
    while words and (words[-1] in page.names("auxiliaries") or page.is_adverb(words[-1])):
        words.pop()
    actor = next(iter(cast.before(told.end, told.end + _AUXILIARY)), None)
    small = page.names("mere_articles")
    if actor is None or words[-1:] != [","] or not small.issuperset(page.words(told.end, actor.start)):
        return None
    return actor if actor.parties else None


def _is_impersonal(page: Page, actor: Actor) -> bool:
    """Whether a pronoun stands for nobody: "ont convenu qu'il était nécessaire"."""
    follows = page.words(actor.end, actor.end + _NEAR_COMMA)[:3] if actor.pronoun else []
    return not page.names("wanted").isdisjoint(follows)


def asked_by(page: Page, cast: Cast, *, start: int, stop: int) -> Actor | None:
    """Whoever a verb of asking is said to: "a exhorté les deux parties à", "a proposé que le Laos"."""
    actors = cast.before(start, min(stop, start + 130))
    if not actors:
        return None
    small = page.names("articles", "to_whom", "coming_words")
    if page.names("hands_over").intersection(page.words(start - _OPENING, start)[-1:]):
        actors = [a for a in actors[1:] if small.issuperset(page.words(actors[0].end, a.start))]
        return next(iter(actors), None)
    if not small.issuperset(page.words(start, actors[0].start)) or _is_impersonal(page, actors[0]):
        return None
    return [actor for actor in actors if actor.start == actors[0].start][-1]


def unlisted(page: Page, cast: Cast, sentence: tuple[int, int], *, known: Sequence[Mark]) -> Iterator[Mark]:
    """Futures of verbs in no lexicon, by their endings, right after a party: "Ottawa couvrira"."""
    tenses = ("future", "conditional")
    endings = {tense: page.lexicon.endings("actions", f"{tense}_endings") for tense in tenses}
    if not endings["future"]:
        return
    small = page.names("adverbs") - page.names("relatives")
    for actor in cast.before(*sentence):
        if not actor.subject or not actor.parties:
            continue
        for word in _WORD.finditer(page.folded, actor.end, min(sentence[1], actor.end + 60)):
            if word[0] in small or page.is_adverb(word[0]):
                continue
            tense = next((t for t, ends in endings.items() if word[0].endswith(ends)), None)
            if tense and len(word[0]) >= _SHORTEST_VERB:
                told = (*page.marks.within(sentence[0], word.end()), *known)
                if not any(mark.start <= word.start() < mark.end for mark in told):
                    yield Mark(word.start(), word.end(), {"act": tense})
            break
