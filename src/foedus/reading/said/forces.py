"""With what force something is said: who asks, proposes, agrees, and who must act.

Both sides together agree, whatever the verb; who asks nobody for anything but help proposes. Where
the words stand that say so, and how far they reach, is for `foedus.reading.said.speech`.
"""

from attrs import evolve, frozen

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.needs import asks_help, asks_something
from foedus.reading.sides.acting import Actor, Cast
from foedus.terms import Force, Party

_ASKING = (Force.URGED, Force.REQUESTED)


@frozen(kw_only=True)
class Act:
    """One act of speech: its verb, its force, who speaks, who must act, and how far it reaches."""

    mark: Mark
    force: Force
    by: tuple[Party, ...]
    on: tuple[Party, ...] = ()
    start: int
    end: int
    addressee: Actor | None = None


def settled(page: Page, cast: Cast, act: Act) -> Act:
    """An act with its force as spoken by these to those, and with those who must act."""
    if act.force is Force.INVITED:
        act = _invited(page, cast, act)
    force, asked = act.force, act.addressee.parties if act.addressee else ()
    by = act.by or (() if force is Force.AGREED else cast.facing(asked))
    if force is Force.AGREED and len(by) == 1 and page.lexicon.has("one_agrees"):
        force = Force.PLEDGED
    if cast.forum and cast.forum in by:
        return evolve(act, force=Force.AGREED, by=(cast.forum,), on=(cast.forum,))
    if force is Force.AGREED and len(by) < 2:
        asked = asked or (by if by and set(by) <= set(cast.sides) else ())
        by = tuple(dict.fromkeys((*by, *cast.sides)))
    others = tuple(side for side in cast.sides if side not in by)
    if force is Force.INSTRUCTED and asked and not set(asked) & set(by):
        force = Force.REQUESTED
    if force in (Force.INVITED, Force.REQUESTED) and act.addressee and act.addressee.many:
        proposed = force is Force.REQUESTED and page.lexicon.has("asks_both")
        force = Force.PROPOSED if proposed else Force.URGED
    elif force is Force.REQUESTED and _proposes(page, act, asked=asked, by=by):
        force, asked = Force.PROPOSED, cast.sides
    elif force is Force.URGED and asked and asked == others and asks_help(page, act.mark.end, act.end):
        force = Force.REQUESTED
    if len(by) > 1 and force not in (Force.INVITED, Force.INSTRUCTED):
        return _jointly(evolve(act, force=force, by=by), asked, others=set(asked).isdisjoint(cast.sides))
    on = {
        Force.PLEDGED: by,
        Force.PLANNED: by,
        Force.INSTRUCTED: by,
        Force.INVITED: asked or others,
        Force.REQUESTED: asked or others,
    }.get(force, asked or cast.sides)
    return evolve(act, force=force, by=by, on=on)


def _proposes(page: Page, act: Act, *, asked: tuple[Party, ...], by: tuple[Party, ...]) -> bool:
    """Whether who asks is asked too, or nobody is and no help is asked for: then it is a proposal."""
    if asked:
        return set(asked) <= set(by)
    helped = asks_help(page, act.mark.end, act.end)
    return act.addressee is None and page.lexicon.has("asks_both") and not helped


def _jointly(act: Act, asked: tuple[Party, ...], *, others: bool) -> Act:
    """An act of both sides, who agree; unless they ask others than themselves: "we call on ASEAN to"."""
    if asked and others and act.force in _ASKING:
        return evolve(act, on=asked)
    one = asked if act.force is Force.AGREED and len(asked) == 1 and set(asked) <= set(act.by) else act.by
    return evolve(act, force=Force.AGREED, on=one)


def _invited(page: Page, cast: Cast, act: Act) -> Act:
    """An invitation as it is meant: one accepted is the other side's, one still to come is planned."""
    if page.folded[act.mark.start : act.mark.end] in page.names_of("speaking", "to_invite"):
        return evolve(act, force=Force.PLANNED)
    if "accepts" in act.mark.senses:
        guest = Actor(start=act.mark.start, end=act.mark.start, parties=act.by)
        return evolve(act, by=cast.facing(act.by), addressee=guest)
    return evolve(act, force=Force.URGED) if asks_something(page, act.start, act.end) else act
