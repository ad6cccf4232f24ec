"""Who builds on whom among acts: an act's heirs, and all that falls with it.

It knows what an act stands on, its bases and its charter; who signed, and what is void, is
for `foedus.record.standing` and `foedus.record.cover`. Nothing here recurses: twenty years
of amendments are a deep chain.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from foedus.record.act import Act

Heirs = Mapping[str, list[str]]
"""The acts that build directly on an act, by the act built on, which need not be held."""


def heirs(acts: Mapping[str, Act]) -> Heirs:
    """Find the heirs of every act."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, act in acts.items():
        for ground in act.grounds:
            found[ground].append(name)
    return found


def fell(fallen: set[str], acts: Iterable[str], heirs: Heirs) -> set[str]:
    """Add acts to those that have fallen, and with them every act that builds on one, however far.

    Args:
        fallen: those that have fallen before, with their heirs; it grows.
        acts: those that fall now.
        heirs: who builds on whom.

    Returns:
        Those that fell now and had not before.
    """
    new: set[str] = set()
    ahead = [name for name in acts if name not in fallen]
    while ahead:
        name = ahead.pop()
        if name not in fallen:
            fallen.add(name)
            new.add(name)
            ahead += heirs.get(name, ())
    return new
