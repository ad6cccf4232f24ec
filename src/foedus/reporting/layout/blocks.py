"""What every paper is built of: a page head and blocks, in the words of its language.

A block says what stands there and never how it looks; `pdf` and `docx` are two layouts of the
same blocks, and whatever one says, the other says. A word that is missing is an empty string.
What is ours alone stands apart, so that a paper can be handed over without it.
"""

import datetime
from enum import StrEnum

from attrs import evolve, frozen

from foedus.reporting.paper import Delegation, Fact, Judgement, Point, Quote, Sign
from foedus.terms import Language


class Tone(StrEnum):
    """How a word in a table is to be taken: as it is, as a thing done, as a thing to look at."""

    PLAIN = "plain"
    STRONG = "strong"
    DONE = "done"
    ALARM = "alarm"


@frozen(kw_only=True)
class Heading:
    """A heading: of a part (level 1) or within one (level 2)."""

    text: str
    level: int = 1


@frozen(kw_only=True)
class Paragraph:
    """A paragraph.

    Attributes:
        small: in small print.
        right: at the right, as a letter's place and date.
        strong: in bold, as the subject of a letter.
    """

    text: str
    small: bool = False
    right: bool = False
    strong: bool = False


@frozen(kw_only=True)
class Facts:
    """Labelled facts beside each other."""

    facts: tuple[Fact, ...]


@frozen(kw_only=True)
class Entry:
    """One entry of a list: what, and in small print what more is to be said."""

    text: str
    small: str = ""


@frozen(kw_only=True)
class Entries:
    """A list; `numbered` where its entries are to be referred to."""

    entries: tuple[Entry, ...]
    numbered: bool = False


@frozen(kw_only=True)
class Cell:
    """A cell: words, small print below them, and how they are to be taken.

    Attributes:
        code: whether the small print is a key or a hash, to be compared letter by letter.
    """

    text: str
    small: str = ""
    tone: Tone = Tone.PLAIN
    code: bool = False


@frozen(kw_only=True)
class Group:
    """Rows under a heading of their own; none where it is empty."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        heads: what the columns are called.
        widths: the columns' shares of the width.
        groups: the rows; each as long as `heads`.
        numbers: whether all columns but the first hold numbers, which stand at the right.
    """

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    groups: tuple[Group, ...]
    numbers: bool = False


@frozen(kw_only=True)
class Picture:
    """A drawing (SVG) and the words that stand for it; a table with its numbers follows it."""

    svg: str
    words: str


@frozen(kw_only=True)
class Titled:
    """The name of a joint thing, with the ring that says who signed it."""

    title: str
    sign: Sign


@frozen(kw_only=True)
class People:
    """Each party's delegation, side by side."""

    delegations: tuple[Delegation, ...]


@frozen(kw_only=True)
class Place:
    """Where somebody signs: for whom, in what capacity."""

    party: str
    ministry: str = ""
    office: str = ""


@frozen(kw_only=True)
class Signatures:
    """The places for the signatures, never parted from each other.

    Attributes:
        above: what must stand on the page that is signed.
    """

    above: tuple["Block", ...] = ()
    places: tuple[Place, ...]


Block = (
    Heading
    | Paragraph
    | Facts
    | Entries
    | Table
    | Picture
    | Titled
    | People
    | Point
    | Judgement
    | Quote
    | Signatures
)
"""Anything a paper is built of."""


@frozen(kw_only=True)
class Paper:
    """A paper, ready to be laid out.

    Attributes:
        kind: what kind of paper it is, above the title.
        compact: the cooperation, as the page head names it.
        classification: the line the ministry chose; empty where it chose none.
        on: the day of the paper, and `dated` the same in words.
        remark: what a reader must know of the words themselves; empty where there is nothing.
        blocks: what stands in it.
        ours_alone: what stands on pages of its own, to be taken out; empty where there is nothing.
    """

    language: Language
    kind: str
    title: str
    compact: str
    classification: str
    on: datetime.date
    dated: str
    remark: str = ""
    blocks: tuple[Block, ...]
    ours_alone: tuple[Block, ...] = ()

    def shared(self) -> "Paper":
        """The same paper without the pages of ours alone."""
        return evolve(self, ours_alone=())
