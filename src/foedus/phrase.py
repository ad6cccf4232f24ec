"""Words of ours about facts that can be said in another language: the reason in a refusal, a fault.

A phrase is its English text, and reads and compares as that. Beside the text it keeps its template
and its facts, so that whoever shows it looks the template up among translations and puts the facts
into it as its own language writes them. Nothing is translated here.
"""

from collections.abc import Iterable, Mapping


class Phrase(str):
    """An English text that knows its template and its facts.

    Attributes:
        template: the words, with names in braces where facts stand.
        facts: the facts by name, as they were given.
    """

    __slots__ = ("facts", "template")

    template: str
    facts: Mapping[str, object]


def phrase(template: str, /, **facts: object) -> Phrase:
    """Words about facts.

    Args:
        template: English words, with names in braces where facts stand.
        facts: what stands there; a list is joined by commas.
    """
    said = Phrase(template.format_map({name: _in_words(fact) for name, fact in facts.items()}))
    said.template, said.facts = template, dict(facts)
    return said


def joined(parts: Iterable[str], by: str) -> Phrase:
    """Several words about facts as one, each still knowing its own."""
    facts = {f"part_{number}": part for number, part in enumerate(parts)}
    return phrase(by.join(f"{{{name}}}" for name in facts), **facts)


def phrase_of(error: BaseException) -> str:
    """What an error says: the phrase that it was raised with, else its text."""
    return error.args[0] if error.args and isinstance(error.args[0], Phrase) else str(error)


def written(fact: object) -> str:
    """A fact as it stands in a sentence: lists joined by commas."""
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Iterable):
        return ", ".join(written(part) for part in fact)
    return str(fact)


def _in_words(fact: object) -> object:
    """A fact as a template takes it: what may have a form of its own there, a number or a day, is left."""
    return written(fact) if isinstance(fact, Iterable) else fact
