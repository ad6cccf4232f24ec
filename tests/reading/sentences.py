"""What sentences of our own give, in the plain values that tests compare."""

from foedus.reading.facts import Reading
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.who.people import Gazetteer
from foedus.terms import Language

People = list[tuple[str, str | None, str | None, str | None]]
Undertakings = list[tuple[str, str, str, str, str]]


def reading_of(text: str, language: str, *, known: Gazetteer | None = None) -> Reading:
    """What a text in a language gives."""
    return read(Document.from_text(text, name="x", language=Language(language)), known=known)


def people_in(text: str, language: str) -> People:
    """Name, rank, office and party of everybody in a text."""
    return [(p.name, p.rank, p.office, p.party) for p in reading_of(text, language).people]


def undertakings_in(text: str, language: str) -> Undertakings:
    """Force, who binds themselves, who is to act, field and gist of every undertaking in a text."""
    found = reading_of(text, language).commitments
    return [(c.force.value, "/".join(sorted(c.by)), "/".join(sorted(c.on)), c.domain, c.gist) for c in found]
