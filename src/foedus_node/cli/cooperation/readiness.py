"""Peacekeeping units: the levels they reached, what proves each, and what the next one lacks."""

from collections.abc import Iterator
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.oversight.readiness import Level, Unit, Want, Word
from foedus.oversight.readiness import readiness as all_units
from foedus.terms import Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError


def readiness(
    name: Annotated[
        str | None, Parameter(help="A unit's line in the plan; all of them, if not given.")
    ] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the readiness of peacekeeping units: each level with its proof, and what the next one lacks.

    Example: foedus readiness engineers-2026
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = [one for one in all_units(now) if name in (None, one.activity.id)]
    if name is not None and not found:
        raise UnknownNameError(what="unit", name=name, where="`foedus readiness` lists them.")
    if json:
        printing.data([_plain(one) for one in found])
    elif not found:
        printing.say("There is no unit to be made ready in any plan yet.")
    elif name is None:
        printing.table(
            ("Unit", "reached", "sought", "by each side", "lacks for the next"),
            [
                (one.activity.id, one.level or "none", one.sought, _sides(one), "; ".join(_lacks(one.want)))
                for one in found
            ],
            wrap=("Unit", "lacks for the next"),
        )
    else:
        printing.say(*(line for one in found for line in _told(one, seat.home.language)))


def _sides(one: Unit) -> str:
    return ", ".join(f"{party} {level or 'none'}" for party, level in one.sides.items())


def _told(one: Unit, language: Language) -> Iterator[str]:
    alone = " · ours alone" if one.ours_alone else ""
    yield f"{one.activity.id} · {printing.words(one.activity.title, language)}{alone}"
    yield f"  {one.name or 'unit not named'}; sought: {one.sought or 'not agreed'}; reached: {_sides(one)}"
    for level in one.levels:
        until = f", due {level.due}" if level.due else ""
        yield f"  {level.name}: {'reached' if level.words else 'not reached'}{until}"
        yield from (f"    {_word(word)}" for word in level.words)
    for said in one.advice:
        yield f"  advice, {said.area}: {said.given} ({', '.join(filter(None, (said.party, said.on)))})"
    for answer in one.checklist:
        yield f"  checklist, {answer.party}: {answer.question}: {answer.answer or 'not answered'}"
    if one.want:
        yield f"  {one.want.level} lacks:"
        yield from (f"    {lack}" for lack in _lacks(one.want))


def _word(word: Word) -> str:
    proofs = [*(f"document {name[:12]}" for name in word.documents), *word.items]
    return f"{word.party}, {word.on}: " + (", ".join(proofs) or "nothing proves it")


def _lacks(want: Want | None) -> list[str]:
    if want is None:
        return ["nothing"]
    parts = {
        "before it": want.stages,
        "to be said": want.fields,
        "advice on": want.areas,
        "not yes on the checklist": want.questions,
    }
    return [f"{what}: {', '.join(names)}" for what, names in parts.items() if names] + ["its proof"]


def _plain(one: Unit) -> dict[str, Any]:
    want = one.want
    return {
        "activity": one.activity.id,
        "ours_alone": one.ours_alone,
        "unit": one.name,
        "sought": one.sought,
        "level": one.level,
        "sides": dict(one.sides),
        "levels": [_plain_level(level) for level in one.levels],
        "advice": [
            {"area": said.area, "party": said.party, "given": said.given, "on": said.on or None}
            for said in one.advice
        ],
        "checklist": [
            {"question": said.question, "party": said.party, "answer": said.answer} for said in one.checklist
        ],
        "want": want
        and {
            "level": want.level,
            "stages": list(want.stages),
            "fields": list(want.fields),
            "areas": list(want.areas),
            "questions": list(want.questions),
        },
    }


def _plain_level(level: Level) -> dict[str, Any]:
    return {
        "level": level.name,
        "due": str(level.due) if level.due else None,
        "words": [
            {
                "party": word.party,
                "on": str(word.on),
                "documents": list(word.documents),
                "items": list(word.items),
            }
            for word in level.words
        ],
    }
