"""The kinds of activity: which there are, where each comes from, one shown whole, a ministry's own kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.cooperation.document import to_json
from foedus.cooperation.kind import Column, Field, FieldType, Kept, Kind, Paper, Role, Side, Stage
from foedus.cooperation.kinds import builtin, kind_from_toml
from foedus.oversight.kinds import KnownKind, Origin, differing, digest, known_kinds
from foedus.record.holding import Holding
from foedus.register import Register, fold
from foedus.terms import Language
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.desk import drafting, sharing
from foedus_node.desk.register import common_items, register
from foedus_node.errors import DraftError, UnknownNameError, ValueRefusedError
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.private import belonging, own

_MOST_KIND = 2**20

_WRAPPED = ("What it is", "Holds", "Needs", "")
_SIDES = {
    Side.HOST: "the host",
    Side.GUEST: "those who come",
    Side.EACH: "each side",
    Side.ANY: "whoever knows",
}
_KEPT = {
    Kept.AGREED: "agreed in the line",
    Kept.REPORTED: "reported by each side",
    Kept.OURS: "ours alone",
}


def kinds(
    name: Annotated[str | None, Parameter(help="A kind, to be shown whole.")] = None,
    /,
    *,
    file: Annotated[
        Path | None, Parameter(help="A ministry's own kind, FILE.toml, to be checked and shown.")
    ] = None,
    keep: Annotated[
        Path | None, Parameter(help="A ministry's own kind, FILE.toml, to be kept; ours alone.")
    ] = None,
    forget: Annotated[str | None, Parameter(help="A kind kept by us, to be kept no more.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """List the kinds of activity, or show one with its stages, fields, roles and papers.

    Example: foedus kinds training

    Example: foedus kinds --keep vaccination.toml
    """
    if sum(one is not None for one in (name, file, keep, forget)) > 1:
        reason = "name a kind, or give --file, --keep or --forget, one of them"
        raise ValueRefusedError(name="the kind", reason=reason)
    place = node.place(compact)
    here = place.home
    if forget is not None:
        _forget(forget, place)
        return
    if keep is not None:
        kind = _read(keep)
        with here.locked():
            own.keep_own(kind, compact=place.compact, at=clock.now())
        printing.say(f"Kept: {kind.name}, {digest(kind)[:12]}; ours alone until a compact agrees on it.")
        if kind.name in builtin() and digest(kind) != digest(builtin()[kind.name]):
            printing.say("It takes the place of the built-in kind of that name.")
        printing.say(f"A line of that kind brings it along; `foedus draft kind DRAFT {kind.name}` does too.")
        return
    now = _register(here, compact)
    if file is not None:
        read = _read(file)
        shown = KnownKind(kind=read, digest=digest(read), origin=Origin.OURS)
        printing.data(_plain(shown)) if json else _tell(shown, here.language, where=f"as {file} says it")
        return
    found = known_kinds(now)
    if name is None:
        printing.data([_plain(one) for one in found]) if json else _list(found, here.language)
        return
    named = [one for one in found if one.kind.name == name]
    if not named:
        raise UnknownNameError(what="kind", name=name, where="`foedus kinds` lists those there are.")
    printing.data(_plain(named[0])) if json else _tell(named[0], here.language, where=_origin(named[0]))


def pin(
    name: Annotated[str, Parameter(help="The draft's name.")],
    kinds: Annotated[list[str], Parameter(help="Kinds of activity, by name.")],
    /,
) -> None:
    """Put kinds of activity into a draft, so that the parties agree on their very words.

    Example: foedus draft kind plan-2026 visit training

    A kind that we keep ourselves goes before this edition's built-in one.
    """
    wanted = drafting.wanted(name)
    if not wanted.compact:
        raise DraftError(draft=name, reason="a charter has no lines; it names the parties")
    seat = node.seat(wanted.compact)
    ours = {kind.name: kind for kind in own.own_items(seat.compact) if isinstance(kind, Kind)}
    ready = {**builtin(), **ours}
    now = register(seat.held, party=seat.home.party, on=clock.today(), reports_on=())
    agreed = {kind.name: kind for kind in now.common(Kind)}
    if same := [one for one in kinds if one in agreed and ready.get(one, agreed[one]) == agreed[one]]:
        raise DraftError(draft=name, reason=f"{', '.join(same)} is agreed already, in these very words")
    if missing := [one for one in kinds if one not in ready]:
        where = "`foedus kinds` lists those there are."
        raise UnknownNameError(what="kind", name=", ".join(missing), where=where)
    with seat.home.locked():
        drafting.put(wanted, [ready[one] for one in dict.fromkeys(kinds)], seat.held)
    told = (f"{one} {digest(ready[one])[:12]}" for one in dict.fromkeys(kinds))
    printing.say(f"In {name}, to be agreed whole: {', '.join(told)}.")


def plain_warnings(held: Holding) -> list[dict[str, str]]:
    """The kinds on which the compact agreed in other words than this edition has, with both digests."""
    agreed = (item for item in common_items(held, noun=Kind.noun()) if isinstance(item, Kind))
    return [
        {"kind": kind.name, "agreed": theirs, "edition": ours} for kind, theirs, ours in differing(agreed)
    ]


def warnings(held: Holding) -> list[str]:
    """Of each kind on which the compact agreed in other words than this edition has: both digests."""
    return [
        f"The agreed kind {one['kind']} ({one['agreed'][:12]}) is not this edition's built-in one "
        f"({one['edition'][:12]}): the agreed one is used; `foedus kinds {one['kind']}` shows it."
        for one in plain_warnings(held)
    ]


def _forget(name: str, place: node.Place) -> None:
    with place.home.locked():
        sharing.settle_in(place.compact)
        if not own.drop_own(f"kind-{name}", compact=place.compact):
            raise UnknownNameError(
                what="kind of ours", name=name, where="`foedus kinds` lists those there are."
            )
    printing.say(f"{name} is no kind of ours any more; lines and notes of it are as they were.")


def _register(here: Home, compact: str | None) -> Register:
    if compact is None and not ledger.compacts():
        return fold(
            party=here.party, in_force=(), reports=(), own=own.own_items(belonging.NODE), on=clock.today()
        )
    seat = node.seat(compact)
    return register(seat.held, party=here.party, on=clock.today(), reports_on=())


def _read(path: Path) -> Kind:
    data = files.read(path, most=_MOST_KIND)
    try:
        return kind_from_toml(data.decode())
    except UnicodeDecodeError:
        raise ValueRefusedError(name=str(path), reason="it is not UTF-8") from None


# --- the list --------------------------------------------------------------------------------


def _list(found: tuple[KnownKind, ...], tongue: Language) -> None:
    rows = [
        (one.kind.name, printing.words(one.kind.title, tongue), one.digest[:12], _origin(one))
        for one in found
    ]
    printing.table(("Kind", "What it is", "Digest", "Where it comes from"), rows, wrap=("What it is",))
    for one in found:
        if one.differs:
            printing.say("", f"{one.kind.name}: this edition's built-in kind is {str(one.edition)[:12]}.")


def _origin(one: KnownKind) -> str:
    if one.force:
        return f"agreed, by act {one.force.act[:12]} since {one.force.since}"
    instead = ", in place of the built-in one" if one.edition else ""
    return f"{one.origin}{instead}"


def _plain(one: KnownKind) -> dict[str, Any]:
    return {
        "kind": to_json(one.kind),
        "digest": one.digest,
        "origin": one.origin.value,
        "act": one.force.act if one.force else None,
        "since": one.force.since.isoformat() if one.force else None,
        "edition": one.edition,
    }


# --- one kind whole --------------------------------------------------------------------------


def _tell(one: KnownKind, tongue: Language, *, where: str) -> None:
    kind = one.kind
    printing.say(f"{kind.name} · {printing.words(kind.title, tongue)}", f"  {where}, {one.digest}")
    if one.differs:
        printing.say(f"  this edition's built-in kind is another: {one.edition}")
    printing.say(f"  carried out once {kind.carried_out} is done")
    stages = [_stage_row(stage, tongue) for stage in kind.stages]
    _part(("Stage", "What it is", "Who reports it", "Usual", "Needs", ""), stages)
    for kept in Kept:
        fields = [row for field in kind.fields_kept(kept) for row in _field_rows(field, tongue)]
        _part((f"Field, {_KEPT[kept]}", "What it is", "Holds", "Who says it"), fields)
    roles = [_role_row(role, tongue) for role in kind.roles]
    _part(("Role", "What it is", "Whose people", "Kept"), roles)
    written = [_paper_row(paper, tongue) for paper in kind.papers]
    _part(("Paper", "What it is", "Stage", "Who writes it", "Kept"), written)


def _part(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        printing.say("")
        printing.table(heads, rows, wrap=[head for head in heads if head in _WRAPPED])


def _stage_row(stage: Stage, tongue: Language) -> tuple[str, ...]:
    title, needs = printing.words(stage.title, tongue), ", ".join(stage.needs)
    return stage.name, title, _SIDES[stage.by], usual(stage), needs, needs_more(stage)


def _role_row(role: Role, tongue: Language) -> tuple[str, ...]:
    by = _SIDES[role.by] + (", several" if role.many else "")
    kept = "names ours alone" if role.kept is Kept.OURS else "agreed in the line"
    return role.name, printing.words(role.title, tongue), by, kept


def _paper_row(paper: Paper, tongue: Language) -> tuple[str, ...]:
    kept = "ours alone" if paper.kept is Kept.OURS else "filed for all"
    return paper.name, printing.words(paper.title, tongue), paper.stage, _SIDES[paper.by], kept


def usual(stage: Stage) -> str:
    """By when a stage is usually done, in words; nothing where the field knows no usual time."""
    match stage.days:
        case None:
            return ""
        case 0:
            return "during it"
        case days if days < 0:
            return f"{-days} days before"
        case days:
            return f"{days} days after"


def needs_more(stage: Stage) -> str:
    """What else is to be known of a stage: that it may be left out, needs a proof, or all to be closed."""
    told = (
        "may be left out" if stage.optional else "",
        "needs its proof" if stage.proof else "",
        "once nothing is open" if stage.closes else "",
    )
    return ", ".join(filter(None, told))


def _field_rows(field: Field, tongue: Language) -> list[tuple[str, str, str, str]]:
    title = printing.words(field.title, tongue) + (" *" if field.required else "")
    rows = [(field.name, title, _holds(field), _SIDES[field.by])]
    for column in field.columns:
        title = printing.words(column.title, tongue) + (" *" if column.required else "")
        rows.append((f"  {column.name}", title, _holds(column), ""))
    return rows


def _holds(one: Column) -> str:
    if one.type is FieldType.CHOICE:
        what = " | ".join(choice.name for choice in one.choices)
    elif one.type is FieldType.NUMBER and (one.least or one.most is not None):
        what = f"number from {one.least}" + (f" to {one.most}" if one.most is not None else "")
    else:
        what = one.of or one.type.value
    within = getattr(one, "within", "")
    return what + (", several" if one.many else "") + (f", at most {within}" if within else "")
