"""The same story, told by several documents: which these are, and where they disagree."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from cyclopts import Parameter

from foedus.reading.stories.differences import Disagreement
from foedus.reading.stories.telling import Likeness
from foedus_node.cli import node, printing
from foedus_node.desk import stories as desk
from foedus_node.desk.stories import Beside, Given, Story
from foedus_node.errors import UnknownNameError
from foedus_node.storage.private import readings
from foedus_node.storage.private.stories import Head

_MOST: Final = 50
_WORDS: Final = 60

WHY: Final = {
    "people": "the same people ({which})",
    "day": "the same day ({which})",
    "time": "told within days of each other",
    "kind": "the same occasion ({which})",
    "parties": "the same parties ({which})",
    "place": "the same place ({which})",
    "session": "the same session ({which})",
    "instruments": "the same signed ({which})",
    "undertakings": "the same to be done ({which})",
    "other people": "but other people",
    "other parties": "but other parties ({which})",
    "other session": "but another session",
    "other day": "but another day",
    "other time": "but told at another time",
}
"""What two documents have in common, and what parts them, in words."""


def stories(
    document: Annotated[
        str | None,
        Parameter(name="DOCUMENT", help="The beginning of a document's hash; an article's with -N."),
    ] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """List the stories that several documents tell; of one document, where the others disagree with it.

    Example: foedus stories
    Example: foedus stories 3fa85f64c1de

    Documents tell one story when they state the same: who was there, on which day, between whom, what was
    signed and undertaken. Their languages may differ. Nothing is merged: each document keeps its proposals,
    and what another one of the story gave already, and was accepted, is marked.
    """
    place = node.place(compact)
    with place.home.locked():
        desk.trace_others()
    if document is None:
        found, are_all = desk.all_stories(place.compact, most=_MOST)
        if json:
            printing.data([_plain_story(one) for one in found])
        else:
            _tell(found, are_all=are_all)
        return
    held = readings.held(document, compact=place.compact)
    if held is None:
        raise UnknownNameError(
            what="document", name=document, where="`foedus stories` lists those of a story."
        )
    beside = desk.beside(held, compact=place.compact)
    given = desk.given(beside)
    if json:
        printing.data(
            {"document": held.stem, "beside": [_plain(one) for one in beside], "given": _given(given)}
        )
    else:
        _tell_one(beside, given=given)


def _tell(found: tuple[Story, ...], *, are_all: bool) -> None:
    if not found:
        printing.say("No two documents tell the same story.")
        return
    for number, story in enumerate(found):
        if number:
            printing.say("")
        printing.say(_named(story.first))
        for one in story.beside:
            differ = printing.counted(len(one.disagreements), "disagreement", "disagreements")
            printing.say(f"  {_named(one.head)}", f"    {why(one.likeness)}; {differ}")
    if not are_all:
        printing.say("", "These are the latest; there may be more.")


def _tell_one(beside: tuple[Beside, ...], *, given: Mapping[int, Given]) -> None:
    if not beside:
        printing.say("No other document tells the same story.")
        return
    for one in beside:
        printing.say(_named(one.head), f"  {why(one.likeness)}")
        if one.disagreements:
            rows = [_row(each) for each in one.disagreements]
            printing.table(("They disagree on", "Here", "There"), rows, wrap=("Here", "There"))
        printing.say("")
    for number, was in sorted(given.items()):
        printing.say(f"Proposal {number}: accepted already as {was.item}, from {_named(was.head)}.")


def _named(head: Head) -> str:
    when = head.published or "undated"
    return f"{printing.shortened(head.headline, 80)} ({when}, {head.language}; {head.short})"


def why(likeness: Likeness) -> str:
    """What two documents have in common, in words."""
    told = (WHY[one.what].format(which=", ".join(filter(None, one.which))) for one in likeness.shared)
    return "; ".join(told)


def _row(one: Disagreement) -> tuple[str, str, str]:
    mine, theirs = (
        printing.shortened(" ".join(each.words.split()), _WORDS) for each in (one.mine, one.theirs)
    )
    return f"{_KINDS[one.mine.kind]}: {one.field}", f"{one.said}: “{mine}”", f"{one.other}: “{theirs}”"


_KINDS: Final = {
    "people": "person",
    "engagements": "engagement",
    "instruments": "instrument",
    "commitments": "undertaking",
    "assessments": "assessment",
}


def _plain_story(story: Story) -> dict[str, Any]:
    return {"document": _head(story.first), "beside": [_plain(one) for one in story.beside]}


def _plain(one: Beside) -> dict[str, Any]:
    return {
        **_head(one.head),
        "points": round(one.likeness.points, 2),
        "shared": [
            {"what": each.what, "which": list(each.which), "points": each.points}
            for each in one.likeness.shared
        ],
        "disagreements": [
            {
                "kind": each.mine.kind,
                "field": each.field,
                "here": {"value": each.said, "proposal": each.mine.number, "words": each.mine.words},
                "there": {"value": each.other, "proposal": each.theirs.number, "words": each.theirs.words},
            }
            for each in one.disagreements
        ],
        "same": {str(mine): theirs for mine, theirs in one.same.items()},
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        "document": head.stem,
        "headline": head.headline,
        "name": head.name,
        "language": head.language,
        "published": head.published or None,
    }


def _given(given: Mapping[int, Given]) -> list[dict[str, Any]]:
    return [
        {"proposal": number, "item": was.item, "document": was.head.stem}
        for number, was in sorted(given.items())
    ]
