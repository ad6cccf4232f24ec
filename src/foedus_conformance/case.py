"""A case: a rule of the format, what is done to hold an implementation to it, what must come.

A case of level 1 is one or more files with the verdict each must get; a case of level 2
plays with a node and says what it must answer. Neither knows who is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

Made = Callable[[], bytes]


@frozen
class Verified:
    """The file must be verified, and the verdict must say at least this, word for word."""

    says: Mapping[str, Any] = field(factory=dict)

    def __str__(self) -> str:
        return "verified" + (f", saying {dict(self.says)}" if self.says else "")


@frozen
class Refused:
    """The file must be refused; where the implementation names the refusal, by one of these names."""

    names: frozenset[str]

    def __str__(self) -> str:
        return f"refused ({' or '.join(sorted(self.names))})"


Expected = Verified | Refused


def refused(*names: str) -> Refused:
    """The file must be refused, by one of these names of section 10."""
    return Refused(frozenset(names))


@frozen
class File:
    """One file and the verdict it must get; it is made when it is needed."""

    name: str
    make: Made = field(repr=False)
    expected: Expected
    suffix: str = ".foedus"
    large: bool = False
    """It is asked about by itself, since it is millions of bytes."""


@frozen
class FileCase:
    """A case of level 1."""

    name: str
    section: int
    rule: str
    files: Callable[[], Iterable[File]] = field(repr=False)
    level: int = 1


class Catalogue:
    """The cases of one room, gathered by decorating what makes their files."""

    def __init__(self, section: int) -> None:
        self.section = section
        self.cases: list[FileCase] = []

    def case(self, rule: str) -> Callable[[Callable[[], Iterator[File]]], Callable[[], Iterator[File]]]:
        """Name a case after the function that makes its files."""

        def named(make: Callable[[], Iterator[File]]) -> Callable[[], Iterator[File]]:
            self.add(make.__name__.replace("_", "-"), rule, make)
            return make

        return named

    def add(self, name: str, rule: str, files: Callable[[], Iterable[File]]) -> None:
        """Add a case."""
        self.cases.append(FileCase(name, self.section, rule, files))


def difference(expected: Expected, found: Mapping[str, Any]) -> str | None:
    """What an answer should have said and did not, or None.

    Args:
        expected: what must come.
        found: the implementation's answer, in the form of the protocol.
    """
    if isinstance(expected, Refused):
        if found["verdict"] != "refused":
            return f"expected {expected}, found it verified"
        name = found.get("refusal")
        if name is not None and name not in expected.names:
            return f"expected {expected}, found it refused as {name}"
        return None
    if found["verdict"] != "verified":
        why = " ".join(filter(None, (found.get("refusal"), found.get("reason"))))
        return f"expected verified, found it refused ({why or 'for no reason given'})"
    for name, value in expected.says.items():
        if found.get(name) != value:
            return f"expected {name} to be {value}, found {found.get(name)}"
    return None
