"""Reports of our own: held against what they report on, then signed into our log, all or none."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from attrs import evolve

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import faults_of_details, typed
from foedus.cooperation.document import report_from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Field, FieldType, Kept, Kind, Stage
from foedus.cooperation.progress import Account, check_report
from foedus.cooperation.references import references
from foedus.cooperation.report import Report
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import State, Undertaking
from foedus.errors import DocumentError, Fault, StageOpenError, UnknownStageError
from foedus.oversight.exercises import ENDED, corrective_actions, is_closed
from foedus.phrase import phrase
from foedus.record.holding import Holding, Told
from foedus.register import Register
from foedus.terms import ItemId, Language, Party
from foedus_node import clock
from foedus_node.desk.errors import ReportError
from foedus_node.desk.register import body_of, some
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import ledger, speaking
from foedus_node.storage.common.speaking import Voice

ALL = "all"
"""In place of stages: every one before the stage reached that may not be left out."""

_EN = Language("en")
_TARGET = Kind(
    id=ItemId("kind-target"),
    name="target",
    title={_EN: "target"},
    carried_out="reached",
    stages=(Stage(name="reached", title={_EN: "reached"}),),
    fields=(Field(name="reached", title={_EN: "reached"}, type=FieldType.NUMBER, kept=Kept.REPORTED),),
)
"""What a side may say of a target."""


def report(held: Holding, voice: Voice, sheet: Iterable[Mapping[str, Any]]) -> tuple[Report, ...]:
    """Sign reports into our log, in their order.

    Args:
        held: the record.
        voice: in whose name.
        sheet: the reports as documents, without the party.

    Raises:
        DocumentError: one of them has not the form of a report.
        UnknownNameError: one is on an item that is not in force.
        ReportError: one lies in the future, or is proved by what nobody holds.
        UnknownStageError, StageSkippedError, StageNeedsError, StageUnprovenError, NumbersError: as
            `check_report`.
        StageOpenError: it closes what was undertaken at an activity, and some of that is open.
        AlreadyReportedError: our last report on an item says exactly this.
        MandateError, RecoveringError, QuarantineError: as for every entry of ours.
    """
    said = checked(held, voice.party, sheet)
    speaking.report_all(held.charter.hash, voice, map(body_of, said))
    return said


def checked(
    held: Holding, party: Party, sheet: Iterable[Mapping[str, Any]], *, filed: Collection[str] = ()
) -> tuple[Report, ...]:
    """Hold reports against what they report on, in their order, without signing them.

    Args:
        held: the record.
        party: who reports.
        sheet: the reports as documents, without the party.
        filed: documents that are about to be filed with them, by their SHA-256.

    Raises:
        FoedusError: as `report` says.
    """
    sheet = tuple(sheet)
    documents = [one for one in sheet if isinstance(one, Mapping)]
    named = {str(one["item"]) for one in documents if one.get("item")}
    proofs = {str(name) for one in documents if isinstance(one.get("items"), list) for name in one["items"]}
    now = some(held, named | proofs, party=party, on=clock.today(), reports_on=named)
    checking = _Sheet(now, held, filed)
    said: list[Report] = []
    for index, document in enumerate(sheet):
        at = f"$[{index}]" if len(sheet) > 1 else "$"
        one = _parsed(document, party, at=at)
        try:
            said.append(checking.checked(one))
        except DocumentError as error:
            if len(sheet) == 1:
                raise
            faults = tuple(Fault(f"{at}.{fault.path}", fault.reason) for fault in error.faults)
            raise DocumentError(what="report", faults=faults) from None
    return tuple(said)


def _parsed(document: Any, party: Party, *, at: str) -> Report:
    if not isinstance(document, Mapping):
        raise DocumentError(what="report", faults=(Fault(at, "should be an object"),))
    kept = {name: value for name, value in document.items() if value not in (None, "", [], {})}
    try:
        return report_from_json({**kept, "party": party})
    except DocumentError as error:
        faults = tuple(Fault(f"{at}{fault.path[1:]}", fault.reason) for fault in error.faults)
        raise DocumentError(what="report", faults=faults) from None


class _Sheet:
    """Reports being held against the record and against those before them."""

    def __init__(self, now: Register, held: Holding, filed: Collection[str]) -> None:
        self.now, self.held = now, held
        self.documents = {*held.documents, *filed}
        self.accounts: dict[ItemId, Account] = {}
        self.ended: set[ItemId] = set()

    def checked(self, one: Report) -> Report:
        """A report that may be signed, its `all` told out; what it says is then part of the account."""
        self._refuse_unfounded(one)
        match self._item(one.item):
            case Activity() as activity:
                return self._of_activity(one, activity)
            case Undertaking() if one.stage is not None and one.stage not in list(State):
                raise UnknownStageError(stage=one.stage, kind="undertaking", stages=tuple(State))
            case Undertaking() if one.stage in ENDED:
                self.ended.add(one.item)
            case Target():
                one = evolve(one, details=typed(one.details, _TARGET))
                if faults := tuple(faults_of_details(one.details, _TARGET, kept=Kept.REPORTED, at="details")):
                    raise DocumentError(what="report", faults=faults)
        return one

    def _item(self, name: ItemId) -> Item:
        force = self.now.in_force.get(name)
        if force is None:
            where = phrase("`foedus show` lists what is in force.")
            raise UnknownNameError(what="item in force", name=name, where=where)
        return force.item

    def _refuse_unfounded(self, one: Report) -> None:
        if one.on.first > self.now.on:
            reason = phrase("{on} is still to come, and only what has happened is reported", on=one.on)
            raise ReportError(item=one.item, reason=reason)
        for name in one.documents:
            if name not in self.documents:
                raise ReportError(
                    item=one.item, reason=phrase("nobody has filed the document {name}", name=name[:12])
                )
        for proof in one.items:
            if proof not in self.now.in_force:
                reason = phrase("{proof} proves nothing to the others: it is not in force", proof=proof)
                raise ReportError(item=one.item, reason=reason)

    def _of_activity(self, one: Report, activity: Activity) -> Report:
        kind = self.now.kind_of(activity)
        account = self.accounts.get(activity.id) or self.now.account_of(activity)
        also = one.also
        if ALL in also and one.stage:
            ahead = [stage.name for stage in kind.before(one.stage) if stage.name not in account.done]
            also = tuple(dict.fromkeys([*(name for name in also if name != ALL), *ahead]))
        one = evolve(one, also=also, details=typed(one.details, kind))
        check_report(one, activity, kind=kind, account=account)
        self._refuse_unknown(one, activity)
        for name in one.stages:
            if (stage := kind.stage(name)) and stage.closes:
                self._refuse_open(activity, stage)
        self.accounts[activity.id] = account.after(one)
        return one

    def _refuse_unknown(self, one: Report, activity: Activity) -> None:
        said = references(evolve(activity, details=one.details), kinds=self.now.kinds)
        faults = tuple(
            Fault(
                path,
                phrase(
                    "names {name}, which is not in force, so the others cannot know what it is", name=name
                ),
            )
            for path, name in said
            if path.startswith("details.") and name not in self.held.settlement.in_force
        )
        if faults:
            raise DocumentError(what="report", faults=faults)

    def _refuse_open(self, activity: Activity, stage: Stage) -> None:
        # What was undertaken at it, and what serves that, is found only among the words of all.
        whole = ledger.holding(self.held.charter.hash)
        words = {line.id: line.item for line in whole.lines() if line.item}
        given = {name for name, one in words.items() if _is_given_at(activity.id, one)}
        if not given:
            return
        shown = {
            name for told in ledger.reports(self.held.charter.hash, items=given) for name in _proofs(told)
        }
        named = {*given, *shown, *(name for name, one in words.items() if not given.isdisjoint(_above(one)))}
        then = some(whole, named, party=self.now.party, on=self.now.on, reports_on=named)
        still = [
            one.undertaking.id
            for one in corrective_actions(then, activity.id)
            if one.undertaking.id in given and not is_closed(one)
        ]
        if left := tuple(name for name in still if name not in self.ended):
            raise StageOpenError(item=activity.id, stage=stage.name, open=left)


def _is_given_at(occasion: str, words: Mapping[str, Any]) -> bool:
    return words.get("type") == Undertaking.noun() and words.get("occasion") == occasion


def _above(words: Mapping[str, Any]) -> tuple[str, ...]:
    """What a thing carries out or says again, by the words of it."""
    return (*words.get("serves", ()), *(words[name] for name in ("parent", "restates") if words.get(name)))


def _proofs(told: Told) -> tuple[str, ...]:
    named = told.body.get("items")
    return tuple(map(str, named)) if isinstance(named, list | tuple) else ()
