"""The phrases that frame an occasion: "dans le cadre de", "à l'issue de".

Which of them stands before a noun is for `foedus.reading.occasions.clauses`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from foedus.reading.lexicon import Lexicon


@cache
def frames_of(lexicon: Lexicon) -> Mapping[str, Sequence[tuple[list[str], str]]]:
    """The phrases that frame an occasion, by their last word, each with the status it gives."""
    frames: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for frame, status in lexicon.grammar["occasion_words"]["frames"].items():
        words = frame.split()
        frames[words[-1]].append((words, status))
    return frames
