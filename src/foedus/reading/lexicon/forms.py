"""The forms of words: what a lexicon's entry stands for in its language.

How words change is the language's data (`[forms]` of its TOML): endings of verbs, of
plurals and of demonyms, which word of a title takes the plural, and whether a future is
made by an ending or by a word before the verb. This room applies such tables and knows
no language.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any

from attrs import define

from foedus.reading.lexicon.folding import folded_words

Endings = Mapping[str, Any]


@define(slots=False)
class Forms:
    """A language's ways to change words."""

    data: Mapping[str, Any]

    def folded(self, words: str) -> str:
        """Words folded as the language's texts are."""
        return folded_words(words, accents=self.data["accents"])

    # --- verbs and phrases -------------------------------------------------------------------

    def expanded(self, entries: Iterable[str], *, plural: bool = False) -> Iterator[str]:
        """All forms of entries written with `*` and `{name}`, and plurals of nouns where these are wanted."""
        for entry in entries:
            for chosen in product(*(self._choices(word) for word in entry.split(" "))):
                words = self.folded(" ".join(chosen))
                yield words
                yield from self._interposed(words)
                if plural:
                    yield self.plural(words)
                    yield from self._headed(words)

    def _headed(self, words: str) -> Iterator[str]:
        """The plural of a noun of several words whose head is the first: "protocoles d'accord"."""
        head, blank, rest = words.partition(" ")
        if blank and self.data.get("head") == "first":
            yield f"{self._plural_of(head)} {rest}"

    def _interposed(self, words: str) -> Iterator[str]:
        """Words with an adverb after their auxiliary: "s'est également entretenu avec"."""
        interposing = self.data.get("interposing")
        parts = words.split(" ")
        after = interposing["after"] if interposing else ()
        place = next((i for i, part in enumerate(parts[:-1]) if part in after), None)
        if interposing is None or place is None or not set(parts[:place]) <= set(interposing["leads"]):
            return
        lead, rest = " ".join(parts[: place + 1]), " ".join(parts[place + 1 :])
        adverbs = (adverb for adverb in interposing["words"] if not rest.startswith(adverb))
        yield from (f"{lead} {adverb} {rest}".replace(" ,", ",") for adverb in adverbs)

    def _choices(self, word: str) -> list[str]:
        if word.startswith("{") and word.endswith("}"):
            return list(self.data["choices"][word[1:-1]])
        if not word.endswith("*"):
            return [word]
        bare = word.strip("~*")
        forms = _ended(bare, self.data["verbs"])
        return [*forms, bare] if word.startswith("~") else forms

    def action(self, entry: str) -> Iterator[tuple[str, str]]:
        """The forms of something one does, each with its tense.

        Where `[forms]` has endings of a future, an entry is an infinitive, then the stem of
        its future where that is irregular, then what follows the verb. Elsewhere a word
        before the verb tells the future, and the verb stays as it is.
        """
        if "future" not in self.data:
            words = self.folded(entry)
            yield words, "infinitive"
            head, _, rest = words.partition(" ")
            for form in _ended(head, self.data.get("gerund", {})):
                yield f"{form} {rest}".strip(), "gerund"
            return
        head, _, rest = entry.partition(" ")
        lead = ""
        # "co organiser", "se consulter": the verb is the second word.
        if head in self.data["leads"]:
            lead, (head, _, rest) = head + " ", rest.partition(" ")
        infinitive, _, stem = head.partition("/")
        stem = stem or infinitive.removesuffix("e")
        tail = f" {rest}" if rest else ""
        yield self.folded(lead + infinitive + tail), "infinitive"
        for ending, present in self.data["present"].items():
            if infinitive.endswith(ending):
                yield self.folded(lead + infinitive.removesuffix(ending) + present + tail), "present"
        for tense in ("future", "conditional"):
            for ending in self.data[tense]:
                yield self.folded(lead + stem + ending + tail), tense

    # --- nouns -------------------------------------------------------------------------------

    def plural(self, words: str) -> str:
        """The plural of a noun: its last word's."""
        lead, blank, last = words.rpartition(" ")
        return lead + blank + self._plural_of(last)

    def plurals(self, words: str) -> set[str]:
        """The plurals of a title: its head's, and every word's where a language's words agree."""
        if not self.data["plural"]:
            return set()
        parts = words.split(" ")
        head = self._head(parts)
        found = {" ".join([*parts[:head], self._plural_of(parts[head]), *parts[head + 1 :]])}
        if self.data["words_agree"]:
            found.add(" ".join(self._plural_of(part) for part in parts))
        return found - {words}

    def _head(self, parts: list[str]) -> int:
        if self.data["head"] == "first":
            return next((i for i, part in enumerate(parts) if part not in self.data["leads"]), 0)
        ends = (i for i, part in enumerate(parts) if i and part in self.data["head_before"])
        return next(ends, len(parts)) - 1

    def _plural_of(self, word: str) -> str:
        return next(iter(_ended(word, self.data["plural"])), word)

    # --- demonyms ----------------------------------------------------------------------------

    def demonyms(self, adjective: str) -> Iterator[str]:
        """All forms of a demonym."""
        yield from (self.folded(form) for form in _ended(adjective, self._demonyms))

    @cached_property
    def _demonyms(self) -> Endings:
        return self.data.get("demonym") or {"": [""]}


def _ended(word: str, endings: Endings) -> list[str]:
    """A word with the endings that take the place of its own: the longest that is in the table."""
    for length in range(len(word), -1, -1):
        own = word[len(word) - length :]
        if own in endings:
            stem = word[: len(word) - length]
            instead = endings[own]
            return [stem + one for one in ([instead] if isinstance(instead, str) else instead)]
    return []
