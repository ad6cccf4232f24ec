"""Whose occasion it is, where no two sides hold it: an organisation's, or that of three or more parties.

The two sides of a text are found by `foedus.reading.sides.acting`; this room only looks at the
words around one noun.
"""

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.terms import Party

_LISTED = 9
"""Letters between two parties of one list: ", du ", " et de la "."""


def organisation(page: Page, mark: Mark, bounds: tuple[int, int]) -> tuple[Party, ...]:
    """The organisation whose meeting it is, and a partner named with it: "ASEAN-Japan Meeting"."""
    before = page.marks.within(max(bounds[0], mark.start - 60), mark.start, "party")
    after = page.marks.within(mark.end, min(bounds[1], mark.end + 40), "party")
    prepositions = page.names("prepositions") | {",", ";"}
    near = [m for m in before if prepositions.isdisjoint(page.words(m.end, mark.start))]
    of = page.names("of")
    near += [m for m in after if of.issuperset(page.words(mark.end, m.start))]
    if not any(m.senses["party"].how == "organisation" for m in near):
        return ()
    return tuple(dict.fromkeys(m.senses["party"].party for m in near))


def many_before(page: Page, mark: Mark, *, start: int) -> tuple[Party, ...]:
    """Three or more parties named in one phrase before: the next occasion is theirs too."""
    run: list[Party] = []
    end = start
    for named in page.marks.within(start, mark.start, "party"):
        nation = named.senses["party"]
        if nation.how == "organisation":
            continue
        run = [*run, nation.party] if named.start - end <= _LISTED else [nation.party]
        end = named.end
    return tuple(dict.fromkeys(run)) if len(set(run)) > 2 else ()
