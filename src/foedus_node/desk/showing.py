"""What is shown of one activity beside its stages: its papers, and what each side says of it.

Facts only, for the command that shows an item and for its page. Whose word is right is not said here.
"""

from collections.abc import Collection, Iterable

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Field, Kept, Paper
from foedus.oversight.stages import StageSeen, parties_of
from foedus.oversight.targets import Agreement
from foedus.register import Register
from foedus.terms import Party


@frozen(kw_only=True)
class Filed:
    """A document that a side names with a stage.

    Attributes:
        document: its SHA-256.
        is_here: whether its bytes were received.
    """

    party: Party
    document: str
    is_here: bool


@frozen(kw_only=True)
class PaperSeen:
    """A paper that an activity of this kind has, and what was filed with its stage.

    Attributes:
        paper: as the kind has it; None for documents filed with a stage that has no paper.
        by: the parties that write it.
    """

    paper: Paper | None
    stage: str
    by: tuple[Party, ...]
    filed: tuple[Filed, ...]


@frozen(kw_only=True)
class Compared:
    """What the sides say of one thing.

    Attributes:
        field: the field of the kind; None for the outcome.
        said: what each participant says, in the order of the participants; None where it says nothing.
    """

    field: Field | None
    said: tuple[tuple[Party, object], ...]
    agreement: Agreement


def papers_of(
    item: Activity, seen: Iterable[StageSeen], *, now: Register, here: Collection[str]
) -> tuple[PaperSeen, ...]:
    """The papers of an activity that are filed for all to see, and what was filed beside them.

    Args:
        item: the activity.
        seen: its stages.
        now: the register.
        here: the documents that are here, by their SHA-256.
    """
    filed = {
        one.stage.name: tuple(
            Filed(party=word.party, document=name, is_here=name in here)
            for word in one.words
            for name in word.documents
        )
        for one in seen
    }
    expected = [paper for paper in now.kind_of(item).papers if paper.kept is not Kept.OURS]
    found = [
        PaperSeen(paper=one, stage=one.stage, by=parties_of(one.by, item), filed=filed.get(one.stage, ()))
        for one in expected
    ]
    others = filed.keys() - {one.stage for one in expected}
    found += [
        PaperSeen(paper=None, stage=stage, by=(), filed=names)
        for stage, names in filed.items()
        if names and stage in others
    ]
    return tuple(found)


def documents_of(item: Activity, now: Register) -> frozenset[str]:
    """The documents that any side's report on an activity names, by their SHA-256."""
    return frozenset(name for report in now.reports_on(item.id) for name in report.documents)


def compared(item: Activity, now: Register) -> tuple[Compared, ...]:
    """What the sides say of the outcome and of each field that more than one may report, side by side."""
    sides = now.account_of(item).sides
    outcomes = tuple((party, now.outcome(item.id, party=party)) for party in item.participants)
    found = [Compared(field=None, said=outcomes, agreement=_agreement(outcomes))]
    for one in now.kind_of(item).fields_kept(Kept.REPORTED):
        said = tuple((party, sides.get(party, {}).get(one.name)) for party in item.participants)
        found.append(Compared(field=one, said=said, agreement=_agreement(said)))
    return tuple(one for one in found if one.agreement is not Agreement.SILENT)


def _agreement(said: tuple[tuple[Party, object], ...]) -> Agreement:
    words = [value for _, value in said if value is not None]
    if len(words) < 2:
        return Agreement.ONE_SIDE if words else Agreement.SILENT
    return Agreement.AGREED if all(one == words[0] for one in words) else Agreement.DIFFERENT
