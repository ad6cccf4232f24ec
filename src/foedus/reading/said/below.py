"""Items of a list that go on below a sentence: what was announced for the first holds for all.

An item may hold several sentences, and those after its first end the announcing sentence; the next
item opens no clause of its own: "agree to the following steps: - open posts. Both will report. - share
data." Which acts a sentence holds is for `foedus.reading.said.speech`.
"""

from bisect import bisect_left
from collections.abc import Sequence

from attrs import evolve

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.forces import Act

_NEAR = 1_500
"""Letters between two items of one list at most."""
_MOST = 100
"""Items of one list that are read below its announcement."""
_OWN = 24
"""Letters of an item within which a verb of speech is its own."""


def with_items_below(page: Page, spoken: Sequence[Act]) -> list[Act]:
    """Acts in order, with those of items that stand below the sentence that announces them.

    Args:
        page: the text.
        spoken: its acts, in order.
    """
    if not page.items:
        return list(spoken)
    found = list(spoken)
    starts = sorted(act.mark.start for act in spoken)
    for act in spoken:
        found += _below(page, act, starts)
    return sorted(found, key=lambda act: act.mark.start)


def _below(page: Page, act: Act, starts: Sequence[int]) -> list[Act]:
    """The acts of the items after those that an act's own sentence holds."""
    first = bisect_left(page.items, (act.mark.end,))
    last = bisect_left(page.items, (act.end,))
    if first == last or not _announces(page, act, page.items[first][0]):
        return []
    found: list[Act] = []
    before, style = page.items[last - 1][0], _style(page, page.items[last - 1])
    for start, after in page.items[last : last + _MOST]:
        if start - before > _NEAR or _style(page, (start, after)) != style:
            break
        if _is_announced_anew(page, starts, since=before, item=start):
            break
        before = start
        if bisect_left(starts, start) == bisect_left(starts, after + _OWN):
            mark = Mark(after, after, act.mark.senses)
            end = page.sentence_at(after)[1]
            found.append(evolve(act, mark=mark, start=after, end=end, addressee=None))
    return found


def _announces(page: Page, act: Act, item: int) -> bool:
    """Whether the words right before an act's first item end with a colon."""
    return page.folded[act.mark.end : item].rstrip().endswith(":")


def _is_announced_anew(page: Page, starts: Sequence[int], *, since: int, item: int) -> bool:
    """Whether another act since the item before, told before a colon, announces an item."""
    at = bisect_left(starts, item) - 1
    return at >= 0 and starts[at] > since and page.folded[starts[at] : item].rstrip().endswith(":")


def _style(page: Page, item: tuple[int, int]) -> str:
    """How an item opens, apart from its number or letter."""
    return "".join("1" if c.isdigit() else "a" if c.isalpha() else c for c in page.text[slice(*item)].strip())
