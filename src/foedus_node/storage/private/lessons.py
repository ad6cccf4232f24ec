"""What officers decided of proposals, kept as lessons; and the reasons for which each was proposed.

Ours alone, like the documents they are about: a lesson belongs where its document does, and goes when
its decision is taken back. What follows from lessons, `foedus_node.desk.learning` and
`foedus_node.desk.lessons` tell.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from attrs import frozen
from django.db.models import Count, Max, Q, QuerySet

from foedus.reading.facts import MODEL
from foedus.reading.lexicon.folding import folded_words
from foedus_node.storage.private import models, papers
from foedus_node.storage.private.papers import Held, Proposal

Verdict = models.Lesson.Verdict
_CHUNK: Final = 500


@frozen(kw_only=True)
class Reason:
    """Why a proposal was made.

    Attributes:
        likeness: the hash of its kind, its rule and its words without case and typography.
        signs: the signs that it bears.
        known: the words that made it: where each begins and ends, its sort, what it is taken for.
        here: what was decided of others that bear a sign: how many were taken, of how many.
    """

    likeness: str
    signs: tuple[str, ...]
    known: tuple[tuple[int, int, str, str], ...]
    here: Mapping[str, tuple[int, int]]


@frozen
class Weighing:
    """An open proposal as it is weighed: its number, kind and signs, and how sure one was, in hundredths."""

    number: int
    kind: str
    signs: tuple[str, ...]
    confidence: int


@frozen(kw_only=True)
class Case:
    """One decision as a case of what a right reading holds.

    Attributes:
        fact: what was proposed.
        mended: the fields that the officer set otherwise.
        holds: whether the last reading agreed.
        worse: whether it was the first that did not.
    """

    number: int
    kind: str
    verdict: str
    fact: Mapping[str, Any]
    mended: Mapping[str, Any]
    start: int
    end: int
    holds: bool
    worse: bool = False


@frozen(kw_only=True)
class Text:
    """A document of which something was decided, as it is read again."""

    sha256: str
    name: str
    headline: str
    language: str
    published: str
    text: str
    cases: tuple[Case, ...]


@frozen(kw_only=True)
class Sum:
    """The decisions of one verdict on one kind: how many, with how many the last reading agrees."""

    kind: str
    verdict: str
    decided: int
    hold: int
    worse: int


@frozen(kw_only=True)
class Worse:
    """A decision with which the last reading agrees no more, and the document it is about."""

    case: Case
    document: str
    headline: str
    language: str
    words: str

    @property
    def address(self) -> str:
        """What names the document in an address."""
        return papers.shortened(self.document)


# --- why something was proposed ---------------------------------------------------------------


def likeness(kind: str, rule: str, words: str) -> str:
    """By what proposals of the same rule and the same words are found, however these are written."""
    said = "\0".join((kind, rule, folded_words(words, accents=True)))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def keep_reasons(reasons: Mapping[int, Reason]) -> None:
    """Keep why proposals were made, by their numbers."""
    models.Reason.objects.bulk_create(
        [
            models.Reason(
                proposal_id=number,
                likeness=one.likeness,
                signs=list(one.signs),
                known=[list(word) for word in one.known],
                here={sign: list(share) for sign, share in one.here.items()},
            )
            for number, one in reasons.items()
        ]
    )


def reason_of(proposal: Proposal) -> Reason | None:
    """Why a proposal was made; None where an earlier edition made it, which kept no reasons."""
    row = models.Reason.objects.filter(pk=proposal.number).first()
    if row is None:
        return None
    return Reason(
        likeness=row.likeness,
        signs=tuple(row.signs),
        known=tuple((start, end, sort, value) for start, end, sort, value in row.known),
        here={sign: (taken, decided) for sign, (taken, decided) in row.here.items()},
    )


# --- what was decided -------------------------------------------------------------------------


def note(
    proposal: Proposal, verdict: str, *, mended: Mapping[str, Any], looked: bool, at: datetime.datetime
) -> None:
    """Keep what was decided of a proposal.

    The reading that proposed it agrees with an officer who takes it as it is, and with nobody else;
    what a model proposed, no reading of the rules agrees with yet.
    """
    holds = verdict == Verdict.ACCEPTED and not proposal.rule.startswith(MODEL)
    kept = {
        "verdict": verdict,
        "mended": dict(mended),
        "looked": looked,
        "at": at,
        "holds": holds,
        "worse": False,
    }
    models.Lesson.objects.update_or_create(pk=proposal.number, defaults=kept)


def forget(proposal: Proposal) -> None:
    """Let go of what was decided of a proposal: the decision was taken back."""
    models.Lesson.objects.filter(pk=proposal.number).delete()


def copy(number: int, *, to: int, as_settled: bool) -> None:
    """Give a proposal's copy its reasons, and what was decided of it where that stands there too."""
    tables = (models.Reason, models.Lesson) if as_settled else (models.Reason,)
    for table in tables:
        for row in table._default_manager.filter(pk=number):
            row.pk = to
            row._state.adding = True
            row.save(force_insert=True)


def decided(compact: str, *, most: int) -> Iterator[tuple[str, tuple[str, ...], str, frozenset[str], bool]]:
    """The last decisions that a compact knows of what the rules proposed with reasons.

    Gives of each its kind, its signs, the verdict, the fields that were mended, and whether it was looked at.
    """
    rows = models.Lesson.objects.filter(
        proposal__document__in=papers.documents(compact), proposal__reason__isnull=False
    ).exclude(proposal__rule__startswith=MODEL)
    named = ("proposal__kind", "proposal__reason__signs", "verdict", "mended", "looked")
    for kind, signs, verdict, mended, looked in rows.order_by("-at", "-pk").values_list(*named)[:most]:
        yield kind, tuple(signs), verdict, frozenset(mended), looked


def waiting(compact: str, *, most: int) -> tuple[Weighing, ...]:
    """The open proposals of the rules that a compact has itself, the last made first, with their signs."""
    rows = models.Reason.objects.filter(
        proposal__document__compact=compact, proposal__state=models.Proposal.State.OPEN
    ).exclude(proposal__rule__startswith=MODEL)
    named = ("pk", "proposal__kind", "signs", "proposal__confidence")
    found = rows.order_by("-pk").values_list(*named)[:most]
    return tuple(Weighing(number, kind, tuple(signs), sure) for number, kind, signs, sure in found)


def weigh(weighed: Mapping[int, tuple[int, Mapping[str, tuple[int, int]]]]) -> None:
    """Keep how sure one is of proposals, in hundredths, and what was decided here of such."""
    for number, (confidence, here) in weighed.items():
        models.Proposal.objects.filter(pk=number).update(confidence=confidence)
        models.Reason.objects.filter(pk=number).update(
            here={sign: list(share) for sign, share in here.items()}
        )


def rejected_before(asked: Held | str | None) -> Mapping[int, datetime.date]:
    """The open proposals whose like was rejected, of the same rule and in the same words, and the last day.

    Args:
        asked: the document whose proposals are meant; else those of all that a compact knows, or (None)
            of the whole node.
    """
    reasons = models.Reason.objects.filter(proposal__state=models.Proposal.State.OPEN)
    if isinstance(asked, Held):
        reasons = reasons.filter(proposal__document=asked.number)
        known = papers.documents(asked.compact)
    else:
        known = papers.documents(asked)
        reasons = reasons.filter(proposal__document__in=known)
    rejected = models.Lesson.objects.filter(
        verdict=Verdict.REJECTED,
        proposal__document__in=known,
        proposal__reason__likeness__in=reasons.values("likeness"),
    )
    last = dict(rejected.order_by().values_list("proposal__reason__likeness").annotate(last=Max("at")))
    if not last:
        return {}
    found = reasons.filter(likeness__in=last).values_list("pk", "likeness")
    return {number: last[like].date() for number, like in found}


def last_rejected(likeness: str, *, compact: str) -> datetime.date | None:
    """The last day on which a compact rejected a proposal of the same rule and the same words."""
    rows = _lessons(compact).filter(verdict=Verdict.REJECTED, proposal__reason__likeness=likeness)
    last = rows.aggregate(last=Max("at"))["last"]
    return last.date() if last else None


# --- the cases, and what a reading made of them -----------------------------------------------


def texts(compact: str) -> Iterator[Text]:
    """The documents of which something was decided, with the cases of each; one text is held at a time."""
    rows = _lessons(compact).select_related("proposal").order_by("proposal__document_id", "pk")
    for document, lessons in groupby(
        rows.iterator(chunk_size=_CHUNK), key=attrgetter("proposal.document_id")
    ):
        cases = tuple(map(_case, lessons))
        row = models.Document.objects.get(pk=document)
        yield Text(
            sha256=row.sha256,
            name=row.name,
            headline=row.headline,
            language=row.language,
            published=row.published,
            text=row.text,
            cases=cases,
        )


def many_texts(compact: str) -> int:
    """Of how many documents that a compact knows something was decided."""
    return _lessons(compact).values("proposal__document").distinct().count()


def keep_outcomes(outcomes: Iterable[tuple[Case, bool]]) -> None:
    """Keep with which decisions a reading agreed; one that the reading before agreed with became worse."""
    for case, holds in outcomes:
        worse = case.holds and not holds
        if (holds, worse) != (case.holds, case.worse):
            models.Lesson.objects.filter(pk=case.number).update(holds=holds, worse=worse)


def sums(compact: str) -> tuple[Sum, ...]:
    """How many decisions of each kind and verdict a compact knows, and what the last reading made of them."""
    rows = (
        _lessons(compact)
        .order_by("proposal__kind", "verdict")
        .values("proposal__kind", "verdict")
        .annotate(
            decided=Count("pk"),
            hold=Count("pk", filter=Q(holds=True)),
            became_worse=Count("pk", filter=Q(worse=True)),
        )
    )
    return tuple(
        Sum(
            kind=row["proposal__kind"],
            verdict=row["verdict"],
            decided=row["decided"],
            hold=row["hold"],
            worse=row["became_worse"],
        )
        for row in rows
    )


def worse(compact: str, *, most: int) -> tuple[Worse, ...]:
    """The decisions that a compact knows and that the last reading was the first to disagree with."""
    rows = _lessons(compact).filter(worse=True).select_related("proposal__document").order_by("pk")
    return tuple(
        Worse(
            case=_case(row),
            document=papers.stem(row.proposal.document.sha256, row.proposal.document.part),
            headline=row.proposal.document.headline,
            language=row.proposal.document.language,
            words=row.proposal.document.text[row.proposal.start or 0 : row.proposal.end or 0],
        )
        for row in rows[:most]
    )


def last_time(compact: str) -> tuple[datetime.datetime, str] | None:
    """When all was read again the last time, and by which edition; None: never."""
    row = models.ReadAgain.objects.filter(compact=compact).first()
    return (row.at, row.edition) if row else None


def keep_time(compact: str, *, at: datetime.datetime, edition: str) -> None:
    """Keep that all was read again."""
    kept = {"at": at, "edition": edition[:32]}
    models.ReadAgain.objects.update_or_create(compact=compact, defaults=kept)


def _lessons(compact: str) -> QuerySet[models.Lesson]:
    return models.Lesson.objects.filter(proposal__document__in=papers.documents(compact))


def _case(row: models.Lesson) -> Case:
    proposal = row.proposal
    return Case(
        number=proposal.pk,
        kind=proposal.kind,
        verdict=row.verdict,
        fact=proposal.fact,
        mended=row.mended,
        start=proposal.start or 0,
        end=proposal.end or 0,
        holds=row.holds,
        worse=row.worse,
    )
