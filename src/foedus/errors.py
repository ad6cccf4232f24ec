"""Every refusal: its facts as fields, its sentence ready for translation, and what to do next.

A refusal is a class. `sentence` says what happened and why, `hint` what to do next;
both are templates over the refusal's own fields, so a catalogue of translations needs
nothing but the templates. Nothing is printed here.
"""

from collections.abc import Iterable
from typing import ClassVar

import attrs
from attrs import define, frozen

refusal = define(slots=False, kw_only=True, eq=False, str=False, repr=False)


def written(fact: object) -> str:
    """A fact as it stands in a sentence: lists joined by commas, hashes cut to twelve digits."""
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Iterable):
        return ", ".join(written(part) for part in fact)
    return str(fact)


@refusal
class FoedusError(Exception):
    """The root of all refusals; catch it to catch them all."""

    sentence: ClassVar[str] = "Something was refused."
    hint: ClassVar[str] = ""

    @property
    def facts(self) -> dict[str, str]:
        """The fields, as they stand in the sentence."""
        return {a.name: written(getattr(self, a.name)) for a in attrs.fields(type(self))}

    def __str__(self) -> str:
        return self.sentence.format_map(self.facts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.facts})"

    @property
    def advice(self) -> str:
        """What to do next, or an empty string."""
        return self.hint.format_map(self.facts)


# --- documents: JSON that does not say what it should ------------------------------------


@frozen
class Fault:
    """One thing wrong in a document, and the path at which it stands (`$.lines[3].host`)."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@refusal
class DocumentError(FoedusError):
    """A document does not have the form it should have; every fault at once."""

    sentence = "The {what} cannot be read. {faults}"
    hint = "Mend what is named and try again; nothing was changed."
    what: str
    faults: tuple[Fault, ...]
