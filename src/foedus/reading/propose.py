"""From a document to proposals: the reader's face.

`read` lays the document out, lets each rule speak once and gathers what they found. It
decides nothing by itself, changes nothing it is given and takes time in proportion to
the text. A proposal is a proposal: an officer accepts, mends or rejects it.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve

from foedus.reading.facts import Evidence, Person, Reading
from foedus.reading.occasions.engagements import engagements
from foedus.reading.outline import outline
from foedus.reading.page import Page, lay_out
from foedus.reading.received.document import Document
from foedus.reading.said.below import with_items_below
from foedus.reading.said.commitments import commitments
from foedus.reading.said.judgements import assessments
from foedus.reading.said.papers import instruments
from foedus.reading.said.repeats import without_repeats
from foedus.reading.said.speech import LONGEST_EVIDENCE, acts
from foedus.reading.sides.acting import cast
from foedus.reading.sides.phrases import with_phrases
from foedus.reading.sureness import weighed
from foedus.reading.who.people import Gazetteer, Portrait


def read(document: Document, *, known: Gazetteer | None = None) -> Reading:
    """Propose the facts that a document states.

    Args:
        document: the text, its language and the date it bears.
        known: people already in the register, found by name alone.

    Returns:
        People, engagements, instruments, commitments and assessments, each with the
        words that state it and how sure it is; of a language that is not read whole,
        what is read, and what is not.
    """
    page = lay_out(document, known or Gazetteer())
    reading = Reading(document=document.name, language=document.language, published=document.published)
    if page.lexicon.not_read:
        people = tuple(_people(page, page.people))
        in_part = evolve(reading, people=people, not_read=page.lexicon.not_read, outline=outline(page))
        return weighed(in_part, document)
    sides = with_phrases(page, cast(page))
    reading = evolve(reading, people=tuple(_people(page, sides.people)))
    if not sides.speaks:
        return weighed(reading, document)
    spoken = with_items_below(page, acts(page, sides))
    reading = evolve(
        reading,
        engagements=tuple(engagements(page, sides, spoken)),
        instruments=tuple(instruments(page, sides, spoken)),
        commitments=tuple(without_repeats(page, tuple(commitments(page, sides, spoken)))),
        assessments=tuple(assessments(page, sides)),
    )
    return weighed(reading, document)


def _people(page: Page, named: Mapping[str, Portrait]) -> Iterator[Person]:
    """Everybody named who holds an office or a rank."""
    for portrait in named.values():
        if not portrait.offices and not portrait.ranks:
            continue
        rank = portrait.ranks[0] if portrait.ranks else None
        yield Person(
            name=portrait.name,
            rank=rank[0] if rank else None,
            rank_printed=page.text[rank[1] : rank[2]] if rank else None,
            office=portrait.office,
            party=portrait.party,
            evidence=Evidence(portrait.start, min(portrait.end, portrait.start + LONGEST_EVIDENCE)),
            rule=portrait.rules[-1],
        )
