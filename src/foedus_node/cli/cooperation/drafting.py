"""Drafting a joint change: a charter, a plan, its lines, an amendment. Only we see a draft."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from foedus import terms
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.errors import DocumentError, Fault
from foedus.record.holding import Holding
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.settings import list_of, set_fields
from foedus_node.desk import beginning, drafting
from foedus_node.errors import DraftError, UnknownNameError, ValueRefusedError
from foedus_node.home import Card
from foedus_node.storage.private import drafts, own, writing
from foedus_node.storage.private.drafts import Draft

draft = App(
    name="draft",
    help="Prepare a joint change; nobody but us sees it until it is offered.",
    help_format="plaintext",
)

draft.command("foedus_node.cli.cooperation.exercises:actions", name="actions")
draft.command("foedus_node.cli.cooperation.assessing:target", name="target")
draft.command("foedus_node.cli.cooperation.kinds:pin", name="kind")
draft.command("foedus_node.cli.cooperation.sheets:sheet", name="sheet")

_EN = terms.Language("en")

Name = Annotated[str, Parameter(help="The draft's name.")]
Titles = Annotated[
    list[str] | None, Parameter(name="--title", help="A title as LANGUAGE=WORDS; may be given for several.")
]
Settings = Annotated[
    list[str] | None,
    Parameter(name="--set", help="FIELD=VALUE; lists with commas, words as FIELD.LANGUAGE=WORDS."),
]


@draft.command
def charter(
    name: Name = "charter",
    /,
    *,
    cards: Annotated[list[Path], Parameter(name="--with", help="The card of each other party.")],
    title: Titles = None,
    succeeds: Annotated[
        str | None,
        Parameter(help="The compact that it takes the place of, by the first digits of its hash."),
    ] = None,
) -> None:
    """Draft the charter that founds a compact with the parties whose cards are given.

    Example: foedus draft charter --with ../la/LA.card.json --title "en=Defence cooperation"

    Read each card's fingerprint to its party over the telephone before you offer the charter. With
    --succeeds the charter cites the charter of an older compact, which can go on no more.
    """
    here = node.home()
    cited = node.seat(succeeds).held if succeeds else None
    others = [Card.read(path) for path in cards]
    codes = sorted({here.party, *(card.party for card in others)})
    words = node.wording("--title", title) or {_EN: "Cooperation " + "-".join(codes)}
    with here.locked():
        beginning.charter(here, name, cards=others, title=words, succeeds=cited)
    printing.say(f"Drafted a charter of {', '.join(codes)}; the draft is called {name}.")
    printing.say(*(f"  {card.party}: {card.ministry}, fingerprint {card.fingerprint}" for card in others))
    if cited:
        printing.say(f"It cites the charter {cited.charter.hash[:12]}, which it succeeds.")


@draft.command
def plan(
    name: Name,
    /,
    *,
    period: Annotated[str, Parameter(help="The plan's period: 2026, or 2026-01/2026-12.")],
    title: Titles = None,
    after: Annotated[str | None, Parameter(help="The plan it succeeds.")] = None,
    under: Annotated[str | None, Parameter(help="The instrument it carries out.")] = None,
    effective: Annotated[str | None, Parameter(help="The day from which it applies.")] = None,
    compact: node.Compact = None,
) -> None:
    """Draft a plan of cooperation; lines are added with `foedus draft line`.

    Example: foedus draft plan plan-2026 --period 2026 --title "en=Cooperation plan 2026"
    """
    seat = node.seat(compact)
    when = node.taken("--period", period, terms.Period.parse)
    words = node.wording("--title", title) or {_EN: f"Cooperation plan {when}"}
    document = {"title": words, "period": str(when), "parent": under, "succeeds": after}
    with seat.home.locked():
        beginning.plan(seat.held, name, document=document, effective=_day(effective))
    printing.say(f"Drafted {name}. Add its lines with `foedus draft line {name}`.")


@draft.command
def line(  # noqa: PLR0913 (a line of a plan has that much to say)
    name: Name,
    /,
    *,
    kind: Annotated[str, Parameter(help="visit, dialogue, training, border-patrol, exercise, ...")],
    domain: Annotated[str, Parameter(help="The field of cooperation: border, training, ...")],
    title: Titles = None,
    host: Annotated[str | None, Parameter(help="The party that receives.")] = None,
    participants: Annotated[
        list[str] | None, Parameter(help="The parties; all of the compact's if not given.")
    ] = None,
    level: Annotated[terms.Level | None, Parameter(help="The level at which the parties meet.")] = None,
    when: Annotated[
        str | None, Parameter(help="As precisely as agreed: 2026, 2026-10, 2026-10-06/2026-10-15.")
    ] = None,
    place: str = "",
    serves: Annotated[
        list[str] | None, Parameter(help="The orientation or undertaking it carries out.")
    ] = None,
    mechanism: Annotated[str | None, Parameter(help="The mechanism it is a session of.")] = None,
    session: Annotated[int | None, Parameter(help="The session's number.")] = None,
    settings: Annotated[
        list[str] | None,
        Parameter(
            name="--set",
            help="FIELD=VALUE for any other field; details.FIELD=VALUE for one of its kind (`foedus kinds`).",
        ),
    ] = None,
    item: Annotated[str | None, Parameter(name="--as", help="Its own name; made if not given.")] = None,
) -> None:
    """Add a line to a drafted plan.

    Example: foedus draft line plan-2026 --kind dialogue --domain policy-dialogue --host VN
    --title "en=6th Defence Policy Dialogue" --when 2026 --serves undertaking-1a2b3c4d
    """
    wanted, held = open_draft(name)
    made = _made(
        {
            "type": "activity",
            "id": item or drafting.fresh_name("activity"),
            "plan": plan_of(wanted, held),
            "kind": kind,
            "domain": domain,
            "title": node.wording("--title", title),
            "host": host,
            "participants": participants or list(held.parties),
            "level": level,
            "when": when,
            "place": place,
            "serves": serves,
            "mechanism": mechanism,
            "session": session,
        },
        settings or [],
        kinds=drafting.kinds_known(held),
    )
    with node.home().locked():
        drafting.put(wanted, [made], held)
    printing.say(f"Line {made.id} is in {name}.")


@draft.command
def amendment(
    name: Name,
    /,
    *,
    title: Titles = None,
    effective: Annotated[str | None, Parameter(help="The day from which it applies.")] = None,
    compact: node.Compact = None,
) -> None:
    """Begin an amendment of what is in force; fill it with `draft line`, `draft amend` or `draft include`.

    Example: foedus draft amendment visit --title "en=Plan 2026: the minister's visit"
    """
    seat = node.seat(compact)
    words = node.wording("--title", title) or {_EN: f"Amendment {name}"}
    with seat.home.locked():
        beginning.amendment(seat.compact, name, title=words, effective=_day(effective))
    printing.say(f"Begun: {name}. Add to it with `foedus draft line {name}` or `foedus draft amend`.")


@draft.command
def amend(
    item: Annotated[str, Parameter(help="The item in force to be changed.")],
    /,
    *,
    settings: Settings = None,
    name: Annotated[
        str | None, Parameter(name="--draft", help="The draft to put it in; made if not given.")
    ] = None,
    strike: Annotated[bool, Parameter(help="Strike the item out.")] = False,
    void: Annotated[list[str] | None, Parameter(help="An act that this one voids.")] = None,
    void_offers: Annotated[bool, Parameter(help="Void every offer on the item that is still open.")] = False,
    compact: node.Compact = None,
) -> None:
    """Draft an amendment of something in force: other words, or its striking out.

    Example: foedus draft amend activity-7k3fqm --set when=2026-06 --set title.en="Visit in June"
    """
    seat = node.seat(compact)
    before = next((one.item for one in seat.held.lines() if one.id == item and one.item), None)
    if before is None:
        raise UnknownNameError(what="item in force", name=item, where="`foedus show` lists what is in force.")
    if bool(settings) == strike:
        raise ValueRefusedError(
            name="--set", reason="an amendment sets fields, or strikes the item out with --strike"
        )
    changed = _made(before, settings or [], kinds=drafting.kinds_known(seat.held)) if not strike else None
    with seat.home.locked(), writing.all_or_none():
        wanted = (
            drafting.wanted(name, compact=seat.compact)
            if name
            else drafting.begin_amendment(seat.compact, item)
        )
        if changed is None:
            drafting.strike(wanted, item, seat.held)
        else:
            drafting.put(wanted, [changed], seat.held)
        voided = {node.act_named(one, seat.held).hash for one in void or ()}
        voided |= drafting.open_offers(seat.held, item) if void_offers else set()
        drafts.set_voids(wanted, {*wanted.voids, *voided})
    printing.say(
        f"The amendment of {item} is in the draft {wanted.name}. See it with `foedus diff {wanted.name}`."
    )


@draft.command
def close(
    plan: Annotated[str, Parameter(help="The plan in force to be closed.")],
    /,
    *,
    on: Annotated[str | None, Parameter(help="The day; today if not given.")] = None,
    compact: node.Compact = None,
) -> None:
    """Draft the closing of a plan, its account given; once signed by all, no line of it is changed any more.

    Example: foedus draft close plan-2025

    Reports on its lines may still come; a line that goes on belongs to the plan that follows.
    """
    seat = node.seat(compact)
    day = node.taken("--on", on, terms.Date.parse) if on else terms.Date.on(clock.today())
    with seat.home.locked():
        begun = beginning.closing(seat.held, plan, on=day)
    silent = beginning.silent_lines(seat.home, seat.held, plan, on=terms.Date.on(clock.today()))
    printing.say(f"Drafted the closing of {plan}; the draft is called {begun.name}.")
    if silent:
        printing.say(f"Nobody has reported on {', '.join(silent)}.")


@draft.command
def include(
    name: Name,
    items: Annotated[list[str], Parameter(help="Things of ours to make common.")],
    /,
) -> None:
    """Put things that are ours alone into a draft, so that they become common with it.

    Example: foedus draft include plan-2026 orientation-1a2b3c4d mechanism-defence-policy-dialogue-la-vn

    What a line serves is brought along without being named.
    """
    wanted, held = open_draft(name)
    found = {one: own.own_item(one, compact=wanted.compact) for one in items}
    if missing := [one for one, item in found.items() if item is None]:
        raise UnknownNameError(
            what="thing of ours", name=", ".join(missing), where="`foedus show` lists what is ours."
        )
    with node.home().locked():
        drafting.put(wanted, [item for item in found.values() if item], held)
    printing.say(f"{len(items)} added to {name}.")


@draft.command
def load(name: Name, file: Annotated[Path, Parameter(help="A JSON list of items.")], /) -> None:
    """Put many items into a draft at once, from a JSON file; all of them or, if one is wrong, none.

    Example: foedus draft load plan-2026 lines.json
    """
    wanted, held = open_draft(name)
    documents = list_of(file, what="items", least=0)
    items, faults = [], []
    steps = printing.follow(documents, total=len(documents), title="Checking")
    for index, document in enumerate(steps):
        try:
            items.append(from_json(document))
        except DocumentError as error:
            faults += [Fault(f"$[{index}]{fault.path[1:]}", fault.reason) for fault in error.faults]
    if faults:
        raise DocumentError(what=f"list in {file}", faults=tuple(faults))
    with node.home().locked():
        drafting.put(wanted, items, held)
    printing.say(f"{printing.counted(len(items), 'item is', 'items are')} in {name}.")


@draft.command
def void(
    name: Name, acts: Annotated[list[str], Parameter(help="Acts, by the first digits of their hash.")], /
) -> None:
    """Let a draft void acts by name: rivals, or open offers that it replaces.

    Example: foedus draft void amendment-1 3fa9c1 77be02
    """
    wanted, held = open_draft(name)
    with node.home().locked():
        drafts.set_voids(wanted, (*wanted.voids, *(node.act_named(one, held).hash for one in acts)))
    printing.say(f"{name} voids {len(acts)} more.")


@draft.command
def rebase(name: Name, /) -> None:
    """Let a draft build on what is in force now, after looking at what changed meanwhile.

    Example: foedus draft rebase amendment-1
    """
    wanted, held = open_draft(name)
    with node.home().locked():
        moved = drafting.rebase(wanted, held)
    printing.say(
        f"{name} builds on what is in force now." + (f" Moved: {', '.join(moved)}." if moved else "")
    )


@draft.command
def show(
    name: Annotated[str | None, Parameter(help="A draft; all if not given.")] = None,
    /,
    *,
    json: node.Json = False,
) -> None:
    """Show a draft, or list the drafts.

    Example: foedus draft show plan-2026
    """
    found = (drafting.wanted(name),) if name else drafts.drafts()
    if json:
        printing.data([_plain(one) for one in found])
        return
    if not found:
        printing.say("There is no draft. Begin one with `foedus draft plan` or `foedus draft amend`.")
    for one in found:
        printing.say(
            f"{one.name} · {one.kind} · {printing.words(one.title, node.home().language)} · only we see it"
        )
        if name:
            for each in one.lines:
                printing.say(
                    f"  {each.item}: {'struck out' if each.document is None else _title(each.document)}"
                )


@draft.command
def discard(name: Name, /) -> None:
    """Drop a draft.

    Example: foedus draft discard amendment-1
    """
    with node.home().locked():
        drafts.drop_draft(drafting.wanted(name))
    printing.say(f"{name} is gone. Nobody but us had seen it.")


def open_draft(name: str) -> tuple[Draft, Holding]:
    """A draft that has lines, and the record that it is for."""
    wanted = drafting.wanted(name)
    if not wanted.compact:
        raise DraftError(draft=name, reason="a charter has no lines; it names the parties")
    return wanted, node.seat(wanted.compact).held


def plan_of(wanted: Draft, held: Holding) -> str:
    """The plan whose line is drafted: the draft's own, else the one in force."""
    found = drafting.plans_for(wanted, drafting.plans_in_force(held))
    if len(found) != 1 and not any(one.item in found for one in wanted.lines):
        raise ValueRefusedError(name="the draft", reason="it holds no plan, and not exactly one is in force")
    return found[0]


def _made(
    document: Mapping[str, Any], settings: Iterable[str] = (), *, kinds: Mapping[str, Kind] | None = None
) -> Item:
    """The item that a document says, with fields set otherwise; what is empty is left out."""
    said = {name: value for name, value in document.items() if value not in (None, "", [], {})}
    return drafting.made(set_fields(said, settings), kinds=kinds)


def _day(text: str | None) -> str:
    return str(node.taken("--effective", text, terms.Date.parse).first) if text else ""


def _title(document: Any) -> str:
    return printing.called(document, node.home().language) or str(document["type"])


def _plain(one: Draft) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "title": dict(one.title),
        "voids": list(one.voids),
        "lines": [{"item": each.item, "base": each.base, "document": each.document} for each in one.lines],
    }
