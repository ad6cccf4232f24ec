"""A world with a hostile party in it: honest seats, an adversary, and a network that keeps no promise.

Everything goes through the product's own code (`tests.hostile.seats`). After each thing
done, what must hold is held against what the seats hold; the world remembers what honest
parties wrote, also what their nodes have forgotten.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path

from attrs import define, field

from foedus.errors import DoubleEntryError, FoedusError
from foedus.record import entry
from foedus.record.act import ActKind
from foedus.record.bundle import Bundle, verify
from foedus.record.entry import EntryType
from foedus.record.holding import Holding
from tests.hostile import oracle
from tests.hostile.adversary import Adversary, Offering, entries_of
from tests.hostile.oracle import ViolationError, must
from tests.hostile.seats import Keys, Killed, Seat, View, tables_of
from tests.worlds import World, moment

HOSTILE = "KH"
ITEMS = ("a", "b", "c")


@define
class Letter:
    """A bundle on its way, or that once was."""

    sender: str
    to: str
    data: bytes


@define
class Known:
    """What the world knows of one honest party, whatever its node has forgotten."""

    view: View
    written: set[bytes] = field(factory=set)
    """Every entry it ever wrote."""
    signed: set[str] = field(factory=set)
    released: dict[int, str] = field(factory=dict)
    """The entries of its own log that ever left its node, by place."""
    backups: list[bytes] = field(factory=list)
    missed: set[str] = field(factory=set)
    """The certificates that a restore took from it."""

    def copied(self) -> "Known":
        """The same, to go its own way."""
        return Known(
            self.view,
            set(self.written),
            set(self.signed),
            dict(self.released),
            list(self.backups),
            set(self.missed),
        )


@define
class Tally:
    """What happened, counted."""

    schedules: int = 0
    steps: int = 0
    refusals: int = 0
    certificates: int = 0
    breaches: int = 0
    proofs: int = 0
    restores: int = 0
    returned: int = 0
    kills: int = 0

    def told(self) -> dict[str, int]:
        """The counts, by what is counted; a fork would have ended the schedule."""
        return {
            "schedules": self.schedules,
            "steps": self.steps,
            "forks": 0,
            "certificates": self.certificates,
            "breaches named": self.breaches,
            "proofs kept": self.proofs,
            "refusals": self.refusals,
            "restores": self.restores,
            "certificates that came back": self.returned,
            "kills": self.kills,
        }

    def __iadd__(self, other: "Tally") -> "Tally":
        for name in self.__annotations__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


class HostileWorld:
    """One world; `begin` takes it back to the day on which its first plan came into force."""

    def __init__(self, honest: tuple[str, ...], scratch: Path) -> None:
        self.honest = honest
        self.world = World(*honest, HOSTILE, seed="hostile", begun=False)
        self.foe = Adversary(HOSTILE, self.world)
        self.seats = {party: self._seat(party, scratch) for party in honest}
        self._found()
        self._first = (self.world, self.foe, {party: seat.copied() for party, seat in self.seats.items()})
        self._views = {party: seat.view() for party, seat in self.seats.items()}
        self.begin()

    def begin(self) -> None:
        """Everything as it was on the first day."""
        world, foe, copies = self._first
        self.world = copy(world)
        self.world.acts, self.world.leaves = dict(world.acts), dict(world.leaves)
        self.world.logs = dict(world.logs)
        self.foe = foe.copied(self.world)
        self.mail: list[Letter] = []
        self.archive: list[Letter] = []
        self.told: list[str] = []
        self.tally = Tally(schedules=1)
        self.known = {}
        self.signers: dict[str, set[str]] = defaultdict(set)
        self._settled: frozenset[str] = frozenset()
        for party, seat in self.seats.items():
            seat.put_back(copies[party])
            view = self._views[party]
            mine = {place: line for place, line in view.envelopes.items() if place[0] == party}
            self.known[party] = Known(
                view,
                written=set(mine.values()),
                signed=set(view.holding.signed_by(party)),
                released={seq: entry.parse(line).hash for (_, seq), line in mine.items()},
                backups=[copies[party]],
            )
        for word in self._views[self.honest[0]].holding.words:
            self.signers[word.act].add(word.party)

    def now(self) -> str:
        """The next moment."""
        self.world.minute += 1
        return moment(self.world.minute)

    # --- what honest parties do ---------------------------------------------------------------

    def speak(self, party: str, what: str, action: Callable[[Seat], object], *, killed_at: int = 0) -> None:
        """Let an honest party write into its own log, if its node allows it."""
        self._attempt(party, what, action, killed_at=killed_at)
        known = self.known[party]
        view = known.view
        for (author, _), envelope in view.envelopes.items():
            if author == party and envelope not in known.written:
                known.written.add(envelope)
        known.signed |= set(view.holding.signed_by(party))
        self._judge(party)

    def export(self, party: str, to: str | None) -> bytes:
        """What an honest party sends; from then on its peers may hold it against the party."""
        data = self.seats[party].export(to, at=self.now())
        released = self.known[party].released
        for line in entries_of(data, party):
            once = released.setdefault(line.seq, line.hash)
            must(once == line.hash, f"{party} SIGNED TWICE: two entries at place {line.seq} of its log")
            self.note_signature(line)
        self.foe.hear(data)
        return data

    def take(self, letter: Letter, *, killed_at: int = 0) -> bool:
        """Let a party take in a bundle; returns whether it did."""
        if letter.to == HOSTILE:
            return True
        party, at = letter.to, self.now()
        before, known = self.known[party].view, self.known[party]
        what = f"{party} takes a bundle of {letter.sender}"
        done = self._attempt(party, what, lambda seat: seat.take(letter.data, at=at), killed_at=killed_at)
        if done:
            self._must_have_kept_proofs(letter.data, before, known.view)
        self._judge(party)
        if before.recovering and not known.view.recovering:
            self._compare_heads(party)
        return done

    def hear(self, party: str, other: str) -> None:
        """Let an honest party hear where another's logs end, without their entries."""
        data, at = self.export(other, None), self.now()
        self._attempt(party, f"{party} hears {other}'s heads", lambda seat: seat.hear(data, at=at))
        self._judge(party)

    def restore(self, party: str, backup: bytes) -> None:
        """Put an honest party's node back to an older copy; its officer says so."""
        known, seat = self.known[party], self.seats[party]
        seat.put_back(backup)
        seat.recover(at=self.now())
        before, known.view = known.view, seat.view()
        known.missed |= oracle.full(before.holding) - oracle.full(known.view.holding)
        self.tally.restores += 1
        head = known.view.holding.heads[party]
        self.told.append(f"{party} is restored from a backup; its log there ends at {head}")

    def _compare_heads(self, party: str) -> None:
        """An officer holds the recovered log against the head printed when it was last sent.

        It is needed only where no honest peer holds what was forgotten: it was sent to the hostile
        party alone, or is on its way. Where one does, the node must come to it by itself.
        """
        known, last = self.known[party], max(self.known[party].released)
        elsewhere = any((party, last) in peer.view.envelopes for peer in self.known.values())
        if known.view.holding.heads[party].seq < last and not elsewhere:
            self.told.append(f"{party}'s printed head says there is more: it recovers on")
            self.seats[party].recover(at=self.now())
            known.view = self.seats[party].view()

    def note_signature(self, line: entry.Entry) -> None:
        """Note a signature that left its author, wherever it is now: no set of them may ever fork."""
        signers = self.signers[str(line.act)]
        if line.type is EntryType.SIGN and line.party not in signers:
            signers.add(line.party)
            if len(signers) == len(self.world.parties):
                oracle.in_force(self.world.acts, self.signers)

    # --- what must hold -----------------------------------------------------------------------

    def _attempt(
        self, party: str, what: str, action: Callable[[Seat], object], *, killed_at: int = 0
    ) -> bool:
        seat = self.seats[party]
        before = seat.copied()
        try:
            if killed_at:
                with seat.killed_at(killed_at):
                    action(seat)
            else:
                action(seat)
            outcome = "done"
        except Killed:
            self.tally.kills += 1
            outcome = "killed"
        except DoubleEntryError as fork:
            raise ViolationError(f"FORK at {party}: {fork}") from fork
        except FoedusError as refusal:
            self.tally.refusals += 1
            outcome = f"refused: {refusal}"
            self._must_be_unharmed(party, before)
        self.told.append(f"{what}: {outcome}")
        known = self.known[party]
        self._before, known.view = known.view, seat.view(known.view)
        return outcome == "done"

    def _must_be_unharmed(self, party: str, before: bytes) -> None:
        """A refusal leaves every table as it was, but for the proof of a forked log."""
        after = self.seats[party].copied()
        if after == before:
            return
        old, new = tables_of(before), tables_of(after)
        changed = [name for name in old if old[name] != new[name] and name != "common_fork"]
        must(not changed, f"a refusal changed what {party} held: {changed}")

    def _judge(self, party: str) -> None:
        """Hold what a party holds now against what it held before, and against the whole world."""
        before, after = self._before, self.known[party].view
        for place, envelope in before.envelopes.items():
            must(after.envelopes.get(place) == envelope, f"{party} LOST or changed entry {place}")
        self._must_be_true(party, before, after)
        held = after.holding
        for proof in after.forks:
            must(proof.party == HOSTILE, f"{party} accuses {proof.party}, who is honest, of a fork")
            publics = [bytes.fromhex(key.public) for key in self.foe.keys]
            oracle.must_be_proof(proof.held, proof.shown, keys=publics)
        self.tally.proofs += len(after.forks) - len(before.forks)
        if held.heads == before.holding.heads and held.acts.keys() == before.holding.acts.keys():
            return
        for proof in before.forks:
            # Its root may withdraw the key that wrote the other version: then the one held goes on.
            keys, grew = (
                held.logs[proof.party].keys,
                held.heads[proof.party] != before.holding.heads[proof.party],
            )
            doubted = keys is not None and entry.parse(proof.shown).kid in keys.ops
            must(not (grew and doubted), f"{party} took in more of {proof.party}'s log after it had FORKED")
        self._must_stand(party, before, after)
        self._must_name_breaches(party, before, after)
        self._must_not_fork_together()

    def _must_be_true(self, party: str, before: View, after: View) -> None:
        for (author, seq), envelope in after.envelopes.items():
            if (author, seq) in before.envelopes:
                continue
            must(envelope not in self.foe.illegal, f"{party} holds a FORBIDDEN entry: {author} {seq}")
            if author in self.known and author != party:
                must(
                    envelope in self.known[author].written, f"{party} holds what {author} NEVER WROTE: {seq}"
                )

    def _must_stand(self, party: str, before: View, after: View) -> None:
        """Certificates stay, acts in force fall only by an act in force, and bind nobody unasked."""
        old, new = before.holding.settlement, after.holding.settlement
        gone = oracle.full(before.holding) - oracle.full(after.holding)
        must(not gone, f"{party} LOST the certificate of {sorted(gone)}")
        self.tally.certificates += len(oracle.full(after.holding)) - len(oracle.full(before.holding))
        must(old.live <= new.live | new.void.keys(), f"at {party} an act fell that no act in force voids")
        for honest, known in self.known.items():
            unasked = new.live - known.signed
            must(not unasked, f"at {party} an act BINDS {honest}, who did not sign it: {sorted(unasked)}")

    def _must_name_breaches(self, party: str, before: View, after: View) -> None:
        held = after.holding
        named = [(who, act) for who, act, _ in held.breaches()]
        true = [(who, act) for who in held.parties for act in oracle.breaches(held.signed_by(who), held.acts)]
        must(named == true, f"at {party} the breaches named are {named}, and those there are {true}")
        honest = [who for who, _ in named if who in self.known]
        must(not honest, f"{party} holds a BREACH of an honest party: {honest}")
        self.tally.breaches += max(0, len(named) - len(list(before.holding.breaches())))

    def _must_not_fork_together(self) -> None:
        """The union of what honest seats hold forks as little as each of them."""
        signers: dict[str, set[str]] = defaultdict(set)
        for known in self.known.values():
            for word in known.view.holding.words:
                if not word.declined:
                    signers[word.act].add(word.party)
        full = frozenset(act for act, who in signers.items() if len(who) == len(self.world.parties))
        if full != self._settled:
            self._settled = full
            oracle.in_force(self.world.acts, signers)

    def _must_have_kept_proofs(self, data: bytes, before: View, after: View) -> None:
        """Whoever was shown two versions of a log keeps the proof."""
        proven = {proof.party for proof in after.forks}
        for party in self.world.parties:
            for line in entries_of(data, party):
                held = before.envelopes.get((party, line.seq))
                differs = held is not None and entry.parse(held).hash != line.hash
                must(not differs or party in proven, f"two versions of {party}'s log and NO PROOF kept")

    # --- the end of a schedule ----------------------------------------------------------------

    def heal(self) -> None:
        """The network heals: honest parties exchange what they hold, and come to hold the same."""
        self.told.append("the network heals")
        if not self._exchange(whole=False):
            self._exchange(whole=True)
        if len({frozenset(proof.party for proof in known.view.forks) for known in self.known.values()}) > 1:
            self._exchange(whole=False)  # who has learnt of a fork now sends the proof on
        for party, known in self.known.items():
            if known.view.recovering and known.view.holding.heads[party].seq == max(known.released):
                self.seats[party].override()
            self._must_agree(party)
            self.tally.returned += len(known.missed & oracle.full(known.view.holding))
        self._must_verify(self.honest[self.world.minute % len(self.honest)])

    def _exchange(self, *, whole: bool) -> bool:
        """Honest parties send what each lacks, or everything; nothing but a gap may be in the way."""
        gaps = 0
        for sender in self.honest:
            for to in self.honest:
                if sender != to:
                    data = self.export(sender, None if whole else to)
                    if not self.take(Letter(sender, to, data)):
                        gap = not whole and "are missing here" in self.told[-1]
                        must(gap, f"{to} CANNOT TAKE what honest {sender} sends: {self.told[-1]}")
                        gaps += 1
        return not gaps

    def _must_agree(self, party: str) -> None:
        """Honest parties hold the same of every log that is not proven to have two versions."""
        mine = self.known[party].view
        for other, known in self.known.items():
            proven = {proof.party for proof in (*mine.forks, *known.view.forks)}
            for log, head in mine.holding.heads.items():
                same = log in proven or known.view.holding.heads[log] == head
                must(same, f"{party} and {other} hold different ends of {log}'s log, and no proof of it")
            one, two = mine.envelopes, known.view.envelopes
            differ = {place[0] for place in one.keys() & two.keys() if one[place] != two[place]}
            both = {p.party for p in mine.forks} & {p.party for p in known.view.forks}
            must(differ <= both, f"{party} and {other} hold two versions of {differ}, and not both the proof")
            if mine.holding.heads == known.view.holding.heads:
                _must_judge_alike(mine.holding, known.view.holding)

    def _must_verify(self, party: str) -> None:
        """The whole record in a file says what the node says."""
        held = self.known[party].view.holding
        try:
            outside = verify(Bundle(io.BytesIO(self.export(party, None))))
        except FoedusError as refusal:
            raise ViolationError(f"what {party} holds does not verify: {refusal}") from refusal
        _must_judge_alike(held, outside)

    # --- the first day ------------------------------------------------------------------------

    def _seat(self, party: str, scratch: Path) -> Seat:
        keys = Keys(self.world.roots[party][0], self.world.ops[party], self.world.links[party])
        return Seat(party, keys, compact=self.world.compact, scratch=scratch)

    def _found(self) -> None:
        """The compact, and a plan of two lines in force."""
        first, *others = self.honest
        self.seats[first].found(self.world.charter, at=self.now())
        for party in others:
            self._pass(first, party)
            self.seats[party].join(at=self.now())
        self._all_hear()
        self.foe.begin()
        self.foe.write(0, EntryType.SIGN, {"act": self.world.compact})
        self._all_hear()
        plan = self.world.act({"a": None, "b": None}, kind=ActKind.ADOPT)
        leaves = [self.world.leaves[row.hash] for row in plan.items]
        self.seats[first].offer(plan, leaves, at=self.now())
        self._all_hear()
        for party in others:
            self.seats[party].sign(plan.hash, at=self.now())
        self.foe.write(0, EntryType.SIGN, {"act": plan.hash})
        self._all_hear()

    def _pass(self, sender: str, to: str) -> None:
        data = self.seats[sender].export(None, at=self.now())
        self.foe.hear(data)
        self.seats[to].take(data, at=self.now())

    def _all_hear(self) -> None:
        for sender in self.honest:
            for to in self.honest:
                if to != sender:
                    self._pass(sender, to)
            self.foe.hear(self.seats[sender].export(None, at=self.now()))
        if self.foe.branches[0].lines:
            for party in self.honest:
                self.seats[party].take(self.foe.bundle(Offering(), at=self.now()), at=self.now())


def _must_judge_alike(one: Holding, other: Holding) -> None:
    here, there = one.settlement, other.settlement
    must((here.in_force, here.live, here.void) == (there.in_force, there.live, there.void), "TWO VERDICTS")
    must(list(one.breaches()) == list(other.breaches()), "TWO VERDICTS on breaches")


def acts_on(view: View, item: str, order: Mapping[str, object]) -> list[str]:
    """The acts a party holds on an item, in the order in which they were written."""
    held = view.holding.acts
    return [name for name in order if name in held and item in held[name].bases]
