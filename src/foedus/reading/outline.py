"""What stands in a text of a language that is not read whole: its dates, parties, ranks and offices.

For an officer who does not read the language, and for one who does to know at once what is not read.
Nothing here is a proposal.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from foedus.reading.dates import Stated
from foedus.reading.facts import Outline
from foedus.reading.page import Page
from foedus.reading.who.titles import Title, titles
from foedus.terms import Party


def outline(page: Page) -> Outline:
    """The dates of a text in its order, its parties by how often they are named, its titles in its order."""
    named: Counter[Party] = Counter(
        nation.party
        for mark in page.marks.of("party")
        if (nation := mark.senses["party"]).how not in ("capital", "adjective")
    )
    stated = titles(page.folded, marks=page.marks.marks, lexicon=page.lexicon, sentences=page.sentences)
    return Outline(
        dates=tuple(dict.fromkeys(_dates(page.dates))),
        parties=tuple(party for party, _ in named.most_common()),
        titles=tuple(dict.fromkeys(words for words in map(_words, stated) if words)),
    )


def _dates(found: Sequence[Stated]) -> Iterator[str]:
    for date in found:
        if date.start and date.last:
            yield str(date.start) if date.start == date.last else f"{date.start}/{date.last}"
        elif date.partial:
            first, last = date.partial
            yield first if first == last else f"{first}/{last}"


def _words(title: Title) -> str:
    """A title in English, with the party it is of."""
    said = [*(rank for rank, _, _ in title.ranks), *(office.title for office in title.offices)]
    parties = f" ({', '.join(title.parties)})" if title.parties else ""
    return f"{', '.join(said)}{parties}" if said else ""
