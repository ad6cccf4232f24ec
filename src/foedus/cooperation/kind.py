"""A kind of activity, as data: its stages, what each needs, its fields, roles and papers.

A ministry writes a kind as a file and no code (`kinds/*.toml` are the built-in ones); a compact
agrees on a kind by putting it into force like anything else, whole. Nothing here holds an
activity against its kind: that is `consistency`.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.item import Item, Value, repeated, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Wording


class FieldType(StrEnum):
    """What a field holds. There are no fractions: numbers are whole, in the unit that the title names."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    PERIOD = "period"
    CHOICE = "choice"
    WORDING = "wording"
    PARTY = "party"
    ITEM = "item"
    ROWS = "rows"


class Kept(StrEnum):
    """Where something is kept: agreed by all in the line, reported by each side, or ours alone."""

    AGREED = "agreed"
    REPORTED = "reported"
    OURS = "ours"


class Side(StrEnum):
    """Who is to say something: the party that hosts, those that come, each of them, or whoever knows."""

    HOST = "host"
    GUEST = "guest"
    EACH = "each"
    ANY = "any"


@frozen(kw_only=True)
class Choice(Value):
    """One of the values of a field that has a list of them."""

    name: str
    title: Wording = field(hash=False)


@frozen(kw_only=True)
class Column(Value):
    """A column of a field of rows; and what every field has.

    Attributes:
        choices: the values, where the type is `choice`.
        of: the noun of the items it names, where the type is `item`: `person`, `marker`.
        many: whether it holds a list.
        required: whether a row, or a finished entry, lacks something without it.
        least, most: between which numbers it lies, both included, where the type is `number`.
    """

    name: str
    title: Wording = field(hash=False)
    type: FieldType = FieldType.TEXT
    choices: tuple[Choice, ...] = ()
    of: str = ""
    many: bool = False
    required: bool = False
    least: int = 0
    most: int | None = None

    def faults(self) -> Iterator[Fault]:
        """No title, a choice of nothing, a choice given twice."""
        yield from unsaid("title", self.title)
        yield from repeated("choices", (choice.name for choice in self.choices))
        if (self.type is FieldType.CHOICE) != bool(self.choices):
            yield Fault(path="choices", reason="stand where the type is choice, and only there")
        if (self.least or self.most is not None) and self.type is not FieldType.NUMBER:
            yield Fault(path="least", reason="and most stand where the type is number, and only there")


@frozen(kw_only=True)
class Field(Column):
    """A field of a kind.

    Attributes:
        kept: in the line, in the reports of each side, or ours alone.
        by: who is to say it.
        columns: the columns, where the type is `rows`.
        within: of a number, the field whose number it may not exceed, alone or together with the
            others within the same: those who graduated and those who failed are among the arrived.
    """

    kept: Kept = Kept.AGREED
    by: Side = Side.ANY
    columns: tuple[Column, ...] = ()
    within: str = ""

    def faults(self) -> Iterator[Fault]:
        """What any column may lack, and rows without columns."""
        yield from super().faults()
        yield from repeated("columns", (column.name for column in self.columns))
        if (self.type is FieldType.ROWS) != bool(self.columns):
            yield Fault(path="columns", reason="stand where the type is rows, and only there")
        for at, column in enumerate(self.columns):
            if column.type is FieldType.ROWS:
                yield Fault(path=f"columns[{at}].type", reason="is rows, and a row holds no rows")


@frozen(kw_only=True)
class Role(Value):
    """A part that somebody takes in an activity: head of delegation, lead controller.

    Attributes:
        by: whose people take it.
        many: whether several may.
        kept: `ours` for persons whose names stay with us, `agreed` for those the line names.
    """

    name: str
    title: Wording = field(hash=False)
    by: Side = Side.EACH
    many: bool = False
    kept: Kept = Kept.AGREED


@frozen(kw_only=True)
class Paper(Value):
    """A paper that belongs to an activity: invitation letter, minutes.

    Attributes:
        stage: the stage it belongs to.
        by: who writes it.
        kept: `reported` if it is filed for all to see, `ours` if it stays with us.
    """

    name: str
    title: Wording = field(hash=False)
    stage: str
    by: Side = Side.ANY
    kept: Kept = Kept.REPORTED


@frozen(kw_only=True)
class Stage(Value):
    """One stage.

    Attributes:
        by: who reports it.
        days: by when it is usually done, in days from the activity: before its first day if
            negative, after its last if positive; None where the field knows no usual time.
        needs: the fields and roles of the kind without which it is not done.
        optional: whether it may be left out.
        proof: whether whoever reports it must name a document or an item that proves it.
        closes: whether it is done only when nothing that was undertaken at the activity is open.
    """

    name: str
    title: Wording = field(hash=False)
    by: Side = Side.ANY
    days: int | None = None
    needs: tuple[str, ...] = ()
    optional: bool = False
    proof: bool = False
    closes: bool = False


@frozen(kw_only=True)
class Kind(Item):
    """A kind of activity.

    Attributes:
        carried_out: the stage from which the activity itself has taken place; what comes after it
            is reports and thanks.
        stages: in their order.
    """

    name: str
    title: Wording = field(hash=False)
    carried_out: str
    stages: tuple[Stage, ...]
    fields: tuple[Field, ...] = ()
    roles: tuple[Role, ...] = ()
    papers: tuple[Paper, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Things named twice, and names of stages, fields and roles that it does not have."""
        yield from unsaid("title", self.title)
        for part in ("stages", "fields", "roles", "papers"):
            yield from repeated(part, (one.name for one in getattr(self, part)))
        stages = {stage.name for stage in self.stages}
        if self.carried_out not in stages:
            yield Fault(
                path="carried_out",
                reason=phrase("{stage} is none of its stages", stage=self.carried_out),
            )
        if self.id != f"kind-{self.name}":
            yield Fault(
                path="id", reason=phrase("is not kind-{name}: a kind is found by its name", name=self.name)
            )
        yield from self._faults_of_needs()
        for at, paper in enumerate(self.papers):
            if paper.stage not in stages:
                yield Fault(f"papers[{at}].stage", phrase("{stage} is none of its stages", stage=paper.stage))
        numbers = {one.name for one in self.fields if one.type is FieldType.NUMBER}
        for at, one in enumerate(self.fields):
            if one.within and not (one.name in numbers and one.within in numbers - {one.name}):
                yield Fault(
                    f"fields[{at}].within",
                    phrase("{within} is no other number, or this is none", within=one.within),
                )

    def _faults_of_needs(self) -> Iterator[Fault]:
        known = {one.name for one in self.fields} | {one.name for one in self.roles}
        ours = {one.name for one in self.fields_kept(Kept.OURS)}
        for at, stage in enumerate(self.stages):
            if missing := sorted(set(stage.needs) - known):
                yield Fault(
                    f"stages[{at}].needs",
                    phrase("{missing}: neither a field nor a role of it", missing=missing),
                )
            if hidden := sorted(set(stage.needs) & ours):
                reason = phrase("{hidden}: kept ours, so nobody else could ever see it said", hidden=hidden)
                yield Fault(f"stages[{at}].needs", reason)

    def stage(self, name: str) -> Stage | None:
        """The stage of that name; None where this kind has none."""
        return next((stage for stage in self.stages if stage.name == name), None)

    def field(self, name: str) -> Field | None:
        """The field of that name; None where this kind has none."""
        return next((one for one in self.fields if one.name == name), None)

    def role(self, name: str) -> Role | None:
        """The role of that name; None where this kind has none."""
        return next((one for one in self.roles if one.name == name), None)

    def fields_kept(self, kept: Kept) -> tuple[Field, ...]:
        """The fields that are agreed, reported, or ours alone."""
        return tuple(one for one in self.fields if one.kept is kept)

    def before(self, name: str) -> tuple[Stage, ...]:
        """The stages that must be done before one: all that stand before it and may not be left out."""
        names = [stage.name for stage in self.stages]
        ahead = self.stages[: names.index(name)] if name in names else ()
        return tuple(stage for stage in ahead if not stage.optional)

    def reaches(self, stage: str, *, goal: str) -> bool:
        """Whether a stage is the goal or lies beyond it; a stage the kind does not have reaches nothing."""
        names = [known.name for known in self.stages]
        return stage in names and goal in names and names.index(stage) >= names.index(goal)
