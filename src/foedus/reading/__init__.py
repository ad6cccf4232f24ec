"""Reading a communiqué: from a text to proposals, each with the exact words that state it."""

from foedus.reading.document import Document
from foedus.reading.facts import (
    Assessment,
    Commitment,
    Engagement,
    Evidence,
    Fact,
    Instrument,
    Person,
    Reading,
)
from foedus.reading.people import Gazetteer, Known
from foedus.reading.propose import read

__all__ = [
    "Assessment",
    "Commitment",
    "Document",
    "Engagement",
    "Evidence",
    "Fact",
    "Gazetteer",
    "Instrument",
    "Known",
    "Person",
    "Reading",
    "read",
]
