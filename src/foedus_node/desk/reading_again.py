"""Reading again all that officers decided on: does the reader of this edition agree with them?

Every decision is a case of this node: a text, and what a right reading holds of it. Taken as it was
proposed, a fact is to be found; mended, it is to be found as the officer has it; rejected, nothing like
it is to be proposed. A fact is found where one of its kind is read from the same words, and says the
same in the fields that make it what it is (`learning.TELLING`).
"""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from foedus.cooperation.spelling import folded
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.who.people import Gazetteer
from foedus.terms import Date, Language
from foedus_node import clock
from foedus_node.desk import known, learning
from foedus_node.desk.lessons import Report, after
from foedus_node.home import Home
from foedus_node.storage.private import lessons, writing
from foedus_node.storage.private.lessons import Case, Text, Verdict

Facts = Mapping[str, Iterable[Mapping[str, Any]]]
"""A reading in the scheme's form: its facts by kind."""


def read_again(
    compact: str, *, home: Home, follow: Callable[[Iterable[Text]], Iterable[Text]] = iter
) -> Report:
    """Read all that was decided in a compact again, as one who knows the people of its register.

    What came out is kept, so that the next time tells what became worse since. The node is locked only
    while it is written.

    Args:
        compact: the compact; empty: the node.
        home: the node.
        follow: goes through the texts, as to show how far it is.

    Raises:
        BusyError: another process writes on the node.
    """
    people = known.gazetteer(compact)
    outcomes = [one for text in follow(lessons.texts(compact)) for one in outcomes_of(text, people)]
    before, edition, now = lessons.last_time(compact), version("foedus"), clock.now()
    with home.locked(), writing.all_or_none():
        lessons.keep_outcomes(outcomes)
        lessons.keep_time(compact, at=now, edition=edition)
    return after(compact, read_at=now, edition=edition, before=before)


def read_again_at(node: Path, *, compact: str) -> None:
    """The same in a process of its own; what came out is kept, and `lessons.report` tells it."""
    read_again(compact, home=Home.at(node))


def outcomes_of(text: Text, people: Gazetteer) -> list[tuple[Case, bool]]:
    """The cases of a text, each with whether the reader agrees."""
    document = Document(
        name=text.name,
        text=text.text,
        sha256=text.sha256,
        language=Language(text.language),
        published=Date.parse(text.published) if text.published else None,
    )
    stated = read(document, known=people).scheme()
    return [(case, agrees(case, stated)) for case in text.cases]


def agrees(case: Case, stated: Facts) -> bool:
    """Whether a reading holds of a case what the officer decided."""
    telling = learning.TELLING[case.kind]
    right = {**case.fact, **case.mended}
    alike = [
        fact
        for fact in stated[case.kind]
        if all(_same(fact.get(field), right.get(field)) for field in telling)
        and (case.kind == "people" or _stands_there(case, fact["evidence"]))
    ]
    if case.verdict == Verdict.REJECTED:
        return not alike
    return any(all(_same(fact.get(field), case.mended[field]) for field in case.mended) for fact in alike)


def _stands_there(case: Case, evidence: Mapping[str, int]) -> bool:
    """Whether a fact is read from some of the words from which the case was."""
    return evidence["start"] < case.end and evidence["end"] > case.start


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; words, however they are written."""
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    return learning.same(one, other)
