"""What can be done in a hostile world: each move is one step of a schedule.

A step is a move's name and a few numbers; the move makes of them what the world has room
for, so every list of steps is a schedule, and a shorter list is one too.
"""

from collections.abc import Callable, Sequence

from attrs import frozen

from foedus.errors import ActError
from foedus.record import act as acts_room
from foedus.record.act import Act, ActKind
from foedus.record.entry import EntryType
from tests.hostile.adversary import REVOKED, STRANGER, Offering
from tests.hostile.seats import View
from tests.hostile.world import HOSTILE, ITEMS, HostileWorld, Letter, acts_on
from tests.worlds import TITLE, chance

Numbers = tuple[int, int, int, int]


@frozen
class Step:
    """One step of a schedule."""

    move: str
    numbers: Numbers

    def __str__(self) -> str:
        return f"Step({self.move!r}, {self.numbers})"


Move = Callable[[HostileWorld, Numbers], None]
MOVES: dict[str, tuple[int, Move]] = {}
"""Every move with how often it comes, by name."""


def move(often: int) -> Callable[[Move], Move]:
    """Make a function a move that comes so often."""

    def register(made: Move) -> Move:
        MOVES[made.__name__] = (often, made)
        return made

    return register


def play(world: HostileWorld, steps: Sequence[Step]) -> None:
    """Play a schedule from the first day to the network's healing.

    Raises:
        ViolationError: something that must hold did not.
    """
    world.begin()
    for step in steps:
        world.tally.steps += 1
        MOVES[step.move][1](world, step.numbers)
    world.heal()


# --- honest parties ---------------------------------------------------------------------------


def _one(world: HostileWorld, number: int) -> str:
    return world.honest[number % len(world.honest)]


@move(7)
def offer(world: HostileWorld, n: Numbers) -> None:
    """An officer drafts an act on what the node holds, wise or not, and offers it."""
    party = _one(world, n[0])
    if act := _draft(world, world.known[party].view, n):
        _offer(world, party, act)


def _offer(world: HostileWorld, party: str, act: Act, *, killed_at: int = 0) -> None:
    leaves = [world.world.leaves[row.hash] for row in act.items]
    at = world.now()
    what = f"{party} offers {_said(act)}"
    world.speak(party, what, lambda seat: seat.offer(act, leaves, at=at), killed_at=killed_at)


@move(12)
def sign(world: HostileWorld, n: Numbers) -> None:
    """An officer signs an act that waits, if the node allows it."""
    party = _one(world, n[0])
    _sign(world, party, n[1])


def _sign(world: HostileWorld, party: str, number: int, *, killed_at: int = 0) -> None:
    held = world.known[party].view.holding
    waiting = [name for name in world.world.acts if name in held.acts and name not in held.signed_by(party)]
    if waiting:
        act, at = waiting[-1 - number % len(waiting)], world.now()
        what = f"{party} signs {act[:8]}"
        world.speak(party, what, lambda seat: seat.sign(act, at=at), killed_at=killed_at)


@move(1)
def decline(world: HostileWorld, n: Numbers) -> None:
    """An officer declines an act."""
    party, at = _one(world, n[0]), world.now()
    acts = [name for name in world.world.acts if name in world.known[party].view.holding.acts]
    act = acts[n[1] % len(acts)]
    world.speak(party, f"{party} declines {act[:8]}", lambda seat: seat.decline(act, at=at))


@move(2)
def report(world: HostileWorld, n: Numbers) -> None:
    """An officer reports."""
    party, at = _one(world, n[0]), world.now()
    world.speak(party, f"{party} reports", lambda seat: seat.report("a", at, at=at))


@move(1)
def mandate(world: HostileWorld, n: Numbers) -> None:
    """A party renews its office's mandate."""
    party, at = _one(world, n[0]), world.now()
    world.speak(party, f"{party} gives a mandate", lambda seat: seat.give_mandate(at=at))


@move(14)
def send(world: HostileWorld, n: Numbers) -> None:
    """A party sends a bundle: it arrives, twice, later or never."""
    sender = _one(world, n[0])
    others = [party for party in (*world.honest, HOSTILE) if party != sender]
    to = others[n[1] % len(others)]
    letter = Letter(sender, to, world.export(sender, to if n[2] % 4 else None))
    world.archive.append(letter)
    fate = n[3] % 8
    world.told.append(f"{sender} sends to {to}" + {5: ", lost", 6: ", delayed", 7: ", twice"}.get(fate, ""))
    if fate == 6:
        world.mail.append(letter)
    elif fate != 5:
        for _ in range(2 if fate == 7 else 1):
            world.take(letter)


@move(3)
def hear(world: HostileWorld, n: Numbers) -> None:
    """A party asks another where its logs end, and asks for no entry yet."""
    party, other = _one(world, n[0]), _one(world, n[0] + 1)
    if party != other:
        world.hear(party, other)


@move(2)
def meet(world: HostileWorld, n: Numbers) -> None:
    """Honest parties exchange all they hold."""
    _ = n
    for sender in world.honest:
        for to in world.honest:
            if to != sender:
                world.take(Letter(sender, to, world.export(sender, None)))


@move(7)
def agree(world: HostileWorld, n: Numbers) -> None:
    """A plain day: one offers, the others sign, and the hostile party shows its signature to some or all."""
    first = _one(world, n[0])
    branch, before = _branch(world, n[3] // 5), set(world.world.acts)
    offer(world, n)
    for act in world.world.acts.keys() - before:
        for other in world.honest:
            if other != first:
                world.take(Letter(first, other, world.export(first, other)))
                _sign(world, other, 0)
        _foe_signs(world, branch, act)
        for other in world.honest[: 1 + n[2] % 2]:
            _foe_sends(world, other, Offering(branch))


@move(3)
def arrive(world: HostileWorld, n: Numbers) -> None:
    """A delayed bundle arrives, in whatever order."""
    if world.mail:
        world.take(world.mail.pop(n[0] % len(world.mail)))


@move(3)
def replay(world: HostileWorld, n: Numbers) -> None:
    """An old bundle comes once more, perhaps to somebody else."""
    if world.archive:
        letter = world.archive[n[0] % len(world.archive)]
        world.take(Letter(letter.sender, _one(world, n[1]), letter.data))


@move(3)
def back_up(world: HostileWorld, n: Numbers) -> None:
    """A party keeps a copy of its node."""
    party = _one(world, n[0])
    world.known[party].backups.append(world.seats[party].copied())
    world.told.append(f"{party} keeps a backup")


@move(4)
def restore(world: HostileWorld, n: Numbers) -> None:
    """A party's node is restored from a backup, and its officer says so."""
    party = _one(world, n[0])
    backups = world.known[party].backups
    world.restore(party, backups[-1 - n[1] % len(backups)])


@move(5)
def die(world: HostileWorld, n: Numbers) -> None:
    """A party's node dies in the middle of what it does."""
    party, at = _one(world, n[0]), 1 + n[3] % 9
    letters = [letter for letter in (*world.mail, *world.archive) if letter.to == party]
    match n[1] % 3:
        case 0:
            _sign(world, party, n[2], killed_at=at)
        case 1 if act := _draft(world, world.known[party].view, n):
            _offer(world, party, act, killed_at=at)
        case _ if letters:
            world.take(letters[n[2] % len(letters)], killed_at=at)
        case _:
            data = world.foe.bundle(Offering(branch=n[2] % len(world.foe.branches)), at=world.now())
            world.take(Letter(HOSTILE, party, data), killed_at=at)


# --- the hostile party ------------------------------------------------------------------------


def _branch(world: HostileWorld, number: int) -> int:
    return number % len(world.foe.branches)


@move(12)
def foe_signs(world: HostileWorld, n: Numbers) -> None:
    """It signs whatever is there, and shows it."""
    branch = _branch(world, n[0])
    unsigned = [name for name in world.world.acts if name not in _signed_in(world, branch)]
    for act in unsigned[-1 - n[1] % 3 :]:
        _foe_signs(world, branch, act)
    _foe_sends(world, _one(world, n[2]), Offering(branch))


def _signed_in(world: HostileWorld, branch: int) -> set[str | None]:
    return {line.act for line in world.foe.branches[branch].lines if line.type is EntryType.SIGN}


def _foe_signs(world: HostileWorld, branch: int, act: str) -> None:
    world.told.append(f"{HOSTILE} signs {act[:8]} in version {branch} of its log")
    world.note_signature(world.foe.write(branch, EntryType.SIGN, {"act": act}))


@move(10)
def foe_offers(world: HostileWorld, n: Numbers) -> None:
    """It writes an act: a rival, a void one, one without ground, one of another compact."""
    branch, view = _branch(world, n[0]), world.known[_one(world, n[2])].view
    act = _foul(world, n) if n[3] % 7 == 0 else _draft(world, view, n)
    if act is None:
        return
    if n[3] % 7 == 0:
        # Nobody can ever take it in: it stands behind the log that is shown, not in it.
        log = world.foe.branches[branch].log
        by = world.foe.branches[branch].lines[3].by
        line = world.foe.line(log, EntryType.SIGN, {"act": act.hash}, by=by)
        world.foe.illegal.add(line.envelope)
        _foe_sends(world, _one(world, n[2]), Offering(branch, tail=(line,)))
        del world.world.acts[act.hash]
        return
    world.told.append(f"{HOSTILE} writes {_said(act)}")
    _foe_signs(world, branch, act.hash)
    _foe_sends(world, _one(world, n[2]), Offering(branch))


def _foul(world: HostileWorld, n: Numbers) -> Act | None:
    """An act on nothing, or of another compact."""
    foreign = n[1] % 2 == 0
    compact = chance("another compact").hex() if foreign else world.world.compact
    return world.world.keep(
        acts_room.compose(
            kind=ActKind.AMEND,
            compact=compact,
            charter=compact,
            items=[("a", None if foreign else chance("nothing").hex(), world.world.leaf({"id": "a"}))],
            nonce=chance(*n, world.world.minute).hex()[:32],
            title=TITLE,
        )
    )


@move(4)
def foe_forks(world: HostileWorld, n: Numbers) -> None:
    """It begins another version of its log, with another entry at a place that is taken."""
    branch = _branch(world, n[0])
    length = len(world.foe.branches[branch].lines)
    made = world.foe.fork(branch, length - n[1] % 3)
    world.told.append(f"{HOSTILE} begins version {made} of its log after entry {length - n[1] % 3}")
    world.foe.write(made, EntryType.REPORT, {"item": "a", "words": f"version {made}"})
    _foe_sends(world, _one(world, n[2]), Offering(made))


@move(6)
def foe_sends(world: HostileWorld, n: Numbers) -> None:
    """It shows as much of the logs as it likes, with acts or leaves left out, or with one too many."""
    shown = {party: len(lines) - n[1] % 4 for party, lines in world.foe.heard.items() if n[2] % 3 == 0}
    branch = _branch(world, n[0])
    if n[1] % 5 == 0:
        shown[HOSTILE] = max(1, len(world.foe.branches[branch].lines) - n[3] % 3)
    offering = Offering(branch, shown, withheld=(n[3] % 6 == 0) * (1 + n[2] % 3), unspoken=n[3] % 9 == 0)
    _foe_sends(world, _one(world, n[2]), offering)


def _foe_sends(world: HostileWorld, to: str, offering: Offering) -> None:
    data = world.foe.bundle(offering, at=world.now())
    letter = Letter(HOSTILE, to, data)
    world.archive.append(letter)
    world.take(letter)


@move(7)
def foe_breaks_the_format(world: HostileWorld, n: Numbers) -> None:
    """It puts an entry at the end of its log that no verifier may take."""
    branch = _branch(world, n[0])
    why, line = world.foe.forbidden(branch, n[1], list(world.world.acts)[n[2] % len(world.world.acts)])
    world.told.append(f"{HOSTILE} {why}")
    _foe_sends(world, _one(world, n[3]), Offering(branch, tail=(line,)))


@move(3)
def foe_forges(world: HostileWorld, n: Numbers) -> None:
    """It adds an entry to an honest party's log."""
    author = _one(world, n[0])
    line = world.foe.forged(author, list(world.world.acts)[-1])
    world.told.append(f"{HOSTILE} forges an entry of {author}")
    _foe_sends(world, _one(world, n[1]), Offering(_branch(world, n[2]), instead={author: line}))


@move(3)
def foe_relays(world: HostileWorld, n: Numbers) -> None:
    """It puts into an honest party's log what that party signed in another compact."""
    author = _one(world, n[0])
    lines = world.foe.relayed(author, len(world.foe.heard[author]) - n[1] % 3)
    world.told.append(f"{HOSTILE} relays what {author} signed in another compact")
    _foe_sends(world, _one(world, n[2]), Offering(_branch(world, n[3]), instead={author: lines}))


@move(6)
def foe_poses_as_another(world: HostileWorld, n: Numbers) -> None:
    """It makes a bundle in another party's name, with less in it, dated today or in the future."""
    sender, to = _one(world, n[0]), _one(world, n[0] + 1)
    link = (STRANGER, world.world.links[HOSTILE])[n[1] % 2]
    shown = {to: max(3, len(world.foe.heard[to]) - n[2] % 4)}
    offering = Offering(_branch(world, n[1]), shown, sender=sender, link=link, sealed=n[3] % 3 != 0)
    world.told.append(f"{HOSTILE} poses as {sender}")
    _foe_sends(world, to, offering)


@move(3)
def foe_hastens_a_recovery(world: HostileWorld, n: Numbers) -> None:
    """It makes a restored node believe that its peers were heard, before they were."""
    party, other = _one(world, n[0]), _one(world, n[0] + 1)
    if party == other:
        return
    backup, old = world.seats[party].copied(), world.export(other, None)
    report(world, n)
    world.take(Letter(party, other, world.export(party, other)))
    world.restore(party, backup)
    shown = {party: world.known[party].view.holding.heads[party].seq}
    branch = _branch(world, n[1])
    _foe_sends(world, party, Offering(branch, shown))
    if n[2] % 2:
        world.take(Letter(other, party, old))
    else:
        world.told.append(f"{HOSTILE} poses as {other}")
        _foe_sends(world, party, Offering(branch, shown, sender=other, sealed=n[3] % 2 == 0))
    report(world, n)
    world.take(Letter(party, other, world.export(party, other)))


@move(2)
def foe_shows_a_restored_node_another_log(world: HostileWorld, n: Numbers) -> None:
    """It shows a node that lost the end of its log another end."""
    party, other = _one(world, n[0]), _one(world, n[0] + 1)
    branch, backup = _branch(world, n[1]), world.seats[party].copied()
    for _ in range(2):
        world.foe.write(branch, EntryType.REPORT, {"item": "a", "words": "once"})
    for each in world.honest:
        _foe_sends(world, each, Offering(branch))
    if party != other:
        world.take(Letter(party, other, world.export(party, other)))
    world.restore(party, backup)
    made = world.foe.fork(branch, len(world.foe.branches[branch].lines) - 2)
    if n[3] % 2:
        world.foe.rotate(made)
    else:
        world.foe.write(made, EntryType.REPORT, {"item": "a", "words": "now"})
    world.told.append(f"{HOSTILE} begins version {made} of its log")
    _foe_sends(world, party, Offering(made))
    if party != other:
        world.hear(party, other)
        world.hear(other, party)


@move(2)
def foe_changes_its_key(world: HostileWorld, n: Numbers) -> None:
    """It certifies a new key in one version of its log, and perhaps signs on with the old one."""
    branch = _branch(world, n[0])
    world.told.append(f"{HOSTILE} changes its key")
    world.foe.rotate(branch)
    if n[1] % 2:
        _, line = world.foe.forbidden(branch, REVOKED, list(world.world.acts)[-1])
        _foe_sends(world, _one(world, n[2]), Offering(branch, tail=(line,)))


@move(3)
def foe_sends_garbage(world: HostileWorld, n: Numbers) -> None:
    """It changes a byte, cuts the end off, or adds one."""
    data = world.foe.bundle(Offering(_branch(world, n[0])), at=world.now())
    at = n[1] * 997 % len(data)
    match n[2] % 3:
        case 0:
            data = data[:at] + bytes([data[at] ^ (1 << n[3] % 8)]) + data[at + 1 :]
        case 1:
            data = data[:at]
        case _:
            data += b"\0"
    world.take(Letter(HOSTILE, _one(world, n[3]), data))


# --- drafting ---------------------------------------------------------------------------------


def _draft(world: HostileWorld, view: View, n: Numbers) -> Act | None:
    """An act on one item or more, each on any act held on it or on none, with voids or without."""
    chosen = [item for place, item in enumerate(ITEMS) if (1 + n[1] % 7) >> place & 1]
    rows: dict[str, Act | None] = {}
    for place, item in enumerate(chosen):
        current = view.holding.settlement.in_force.get(item)
        held = acts_on(view, item, world.world.acts)
        bases = [current, current, current, *held, None]
        base = bases[(n[2] // (place + 1)) % len(bases)]
        rows[item] = view.holding.acts[base] if base else None
    named = {base.hash for base in rows.values() if base}
    held = [name for name in world.world.acts if name in view.holding.acts and name not in named]
    voids = [view.holding.acts[name] for name in held[-1 - n[0] % 2 :]] if n[3] % 3 == 0 else []
    try:
        return world.world.act(rows, voids=voids)
    except ActError:
        return None


def _said(act: Act) -> str:
    rows = ", ".join(f"{item} on {base[:8] if base else 'nothing'}" for item, base in act.bases.items())
    voids = f", voids {', '.join(name[:8] for name in act.voids)}" if act.voids else ""
    return f"act {act.hash[:8]} ({rows}{voids})"
