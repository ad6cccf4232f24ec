"""The cascade: from a sentence down to results or silence, from a line up to its sentence."""

from collections.abc import Iterable
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.cooperation.activity import Activity
from foedus.cooperation.orientation import Orientation
from foedus.oversight.cascade import Rung, Silence, ascent, descent
from foedus.oversight.cascade import cascade as whole
from foedus.oversight.progress import Progress
from foedus.terms import ItemId, Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import saying
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError
from foedus_node.storage.private.rulings import rulings

_SILENT = {
    Silence.UNSERVED: "SILENCE: nothing serves it",
    Silence.UNREPORTED: "SILENCE: its time is over and nobody reported",
}


def cascade(
    name: Annotated[str | None, Parameter(help="An item; every orientation, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show what became of the leaders' words: what serves each, how far it has come, and what is silent.

    Example: foedus cascade orientation-1a2b3c4d

    Of one item it shows both ways: up to the sentence that it serves, and down to what serves it. Without
    an item it shows every orientation, then what serves none, and at the end the lines that serve no
    sentence at all.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    tongue, ruled = seat.home.language, rulings(seat.compact)
    if name is not None:
        up, down = ascent(now, ItemId(name), rulings=ruled), descent(now, ItemId(name), rulings=ruled)
        if not down:
            raise UnknownNameError(what="item", name=name, where="`foedus show` lists what there is.")
        if json:
            printing.data({"up": [_plain(one) for one in up], "down": [_plain(one) for one in down]})
        else:
            printing.say(*_both(up, down, tongue))
        return
    found = whole(now, rulings=ruled)
    if json:
        printing.data(
            {
                "orientations": [[_plain(one) for one in tree] for tree in found.trees],
                "elsewhere": [[_plain(one) for one in tree] for tree in found.elsewhere],
                "without_sentence": [line.id for line in found.unserving],
            }
        )
        return
    for tree in found.trees:
        printing.say(*_tree(tree, tongue), f"  {_summary(tree)}", "")
    if not found.trees:
        printing.say("No orientation is on record.", "")
    if found.elsewhere:
        printing.say("Under no orientation:")
        printing.say(*(line for tree in found.elsewhere for line in _tree(tree, tongue, most=1)), "")
    printing.say(*_without(found.unserving, tongue))


def _both(up: tuple[Rung, ...], down: tuple[Rung, ...], language: Language) -> list[str]:
    lines = _tree(up, language)
    item = up[0].item
    if len(up) == 1 and not isinstance(item, Orientation):
        lines.append("  serves nothing above it")
    if len(down) == 1 and isinstance(item, Activity):
        return lines
    below = _tree(down, language)[1 + (2 if down[0].sentence else 0) :]
    return [*lines, "Down:", *(below or ["  nothing serves it"])]


def _tree(tree: Iterable[Rung], language: Language, *, most: int | None = None) -> list[str]:
    """The rungs, each under the one before it, with the sentences of all, or of those `most` deep."""
    lines = []
    for one in tree:
        pad = "  " * one.depth
        lines.append(f"{pad}{_told(one, language)}")
        if one.sentence and not one.again and (most is None or one.depth < most):
            words = printing.shortened(one.sentence.words, 160)
            lines.append(f"{pad}  « {words} »")
            lines.append(f"{pad}    {one.sentence.title}, {one.sentence.published or 'undated'}")
    return lines


def _told(one: Rung, language: Language) -> str:
    called = f"{one.item.id} · {saying.title(one.item, language)}"
    if one.again:
        return f"{called} · as above"
    when = saying.period(one.item.when) if isinstance(one.item, Activity) else ""
    stands = one.progress or one.state
    parts = [
        when,
        str(stands).replace("-", " ") if stands else "",
        *(saying.last_word(word, language) for word in one.words),
        _SILENT[one.silence] if one.silence else "",
        "ours alone" if one.ours_alone else "",
    ]
    return " · ".join([called, *filter(None, parts)])


def _summary(tree: Iterable[Rung]) -> str:
    told = [one for one in tree if not one.again]
    counts = [(progress, sum(one.progress is progress for one in told)) for progress in Progress]
    lines = ", ".join(f"{str(progress).replace('-', ' ')} {count}" for progress, count in counts if count)
    silent = sum(one.silence is not None for one in told)
    return f"Lines: {lines or 'none'}. Silence: {silent or 'none'}."


def _without(lines: Iterable[Activity], language: Language) -> list[str]:
    told = [f"  {line.id} · {saying.title(line, language)}" for line in lines]
    return ["Serving no sentence:", *told] if told else ["Every line serves a sentence."]


def _plain(one: Rung) -> dict[str, Any]:
    return {
        "item": one.item.id,
        "type": one.item.noun(),
        "depth": one.depth,
        "under": one.under,
        "sentence": one.sentence.words if one.sentence else None,
        "progress": one.progress,
        "state": one.state,
        "silence": one.silence,
        "again": one.again,
        "ours_alone": one.ours_alone,
        "said": [saying.last_word_plain(word) for word in one.words],
    }
