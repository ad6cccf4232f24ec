"""Where a paper's contents are told: "under the text, the two sides will", or a joint statement itself.

What a paper says will be done is agreed by its parties, whoever is to do it. Which undertakings
follow is for `foedus.reading.said.speech`.
"""

from foedus.reading.page import Page

JOINT = -2
"""What tells that the whole text, and no words of the sentence, is a paper's contents."""
_BEGINNING = -1
_OPENED = 60
"""Letters at the head of a sentence that goes on without a subject, in which nobody is named."""
_ANNOUNCED = 160
"""Letters at the head of a sentence within which a list of what is to be done is announced."""
_LINES = 2
"""Lines of which one may be a text's title, where the first is its title in another language."""
_TITLE = 60
"""Letters at the head of a text in which it says what paper it is."""


def is_joint(page: Page) -> bool:
    """Whether a text is the sides' own paper by its heading: "JOINT STATEMENT"."""
    start = len(page.text) - len(page.text.lstrip())
    title = page.folded[start : page.folded.find(" ", start + _TITLE)]
    heads = page.lexicon.endings("papers", "headings")
    headed = any(page.folded.startswith(heads, begins) for begins, _ in page.sentences[:_LINES])
    return headed or any(words in title for words in page.names_of("papers", "titled"))


def contents(page: Page, start: int, end: int, *, joint: bool) -> int | None:
    """After where a sentence tells a paper's contents; None where it does not.

    Args:
        page: the text.
        start: where the sentence begins.
        end: where it ends.
        joint: whether the text is such a paper and the sentence tells nothing of what was said.
    """
    if page.folded.startswith(page.lexicon.endings("speaking", "by_text"), start):
        return _BEGINNING
    if page.folded.startswith(page.lexicon.endings("speaking", "thereby"), start) and is_told(page, start):
        return _BEGINNING
    if page.says(start, end, page.names_of("speaking", "says_text")):
        return _BEGINNING
    if within := page.marks.first(start, end, "contents"):
        return within.end
    if joint:
        return JOINT
    paper = page.marks.first(start, end, "paper")
    under = page.lexicon.endings("speaking", "under")
    opens = paper is not None and page.folded.startswith(under, start, paper.start)
    return paper.start if paper is not None and opens else None


def is_told(page: Page, start: int) -> bool:
    """Whether the sentence before a place tells of a paper signed or adopted."""
    since, until = page.sentence_at(start - 2)
    fates = page.marks.within(since, until, "fate")
    signed = any(mark.senses["fate"] in ("agreed", "signed") for mark in fates)
    return signed and page.marks.holds(since, until, "paper")


def follows(page: Page, told: int, start: int) -> bool:
    """Whether what is told at a place stands in the sentence right before the one that begins at `start`."""
    return start > 0 and page.sentence_at(start - 1)[0] <= told < start


def goes_on_with_verb(page: Page, start: int, end: int) -> bool:
    """Whether a sentence opens with a verb and names nobody: it goes on with what the one before told."""
    if not page.lexicon.has("of_left_out") or not page.marks.holds(start, start + 1, "act"):
        return False
    stop = min(end, start + _OPENED)
    named = page.marks.holds(start, stop, "party", "office", "head", "group")
    told = page.marks.holds(start, stop, "speech", "report", "meets") or page.dates_within(start, stop)
    return not named and not told and page.names("past").isdisjoint(page.words(start, stop))


def _planned_in(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The words that announce what cooperation is to be about: "Hợp tác thời gian tới sẽ tập trung vào A"."""
    if not page.folded.startswith(page.lexicon.endings("speaking", "matters"), start):
        return None
    listing = page.marks.first(start, min(end, start + _ANNOUNCED), "listing")
    if listing is None or page.marks.holds(start, listing.start, "report", "speech", "judgement"):
        return None
    words = page.words(start, listing.start)
    ahead = page.names_of("actions", "future") | page.names_of("speaking", "coming_soon")
    year = page.document.published.year if page.document.published else 0
    dated = any(d.last and year and d.last.year >= year for d in page.dates_within(start, listing.start))
    told = dated or any(f" {phrase} " in f" {' '.join(words)} " for phrase in ahead)
    return (listing.start, listing.end) if told and page.names("past").isdisjoint(words) else None


def held_from(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The words before the colon after which a paper just adopted or signed is told to hold a list."""
    if shared := _planned_in(page, start, end):
        return shared
    paper = page.marks.first(start, end, "paper")
    for phrase in page.names_of("papers", "holding") if paper else ():
        found = page.folded.find(f"{phrase}:", paper.end if paper else start, end)
        fates = page.marks.within(start, max(start, found), "fate")
        reported = page.marks.holds(start, max(start, found), "report")
        if found >= 0 and not reported and any(m.senses["fate"] in ("agreed", "signed") for m in fates):
            return found, found + len(phrase)
    return None
