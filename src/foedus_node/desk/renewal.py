"""Renewing our keys: what the root is asked, what officials answered, when the log changes.

A new key lies on the disk before the request that names it is written; it takes the old
one's place once every log names it, and only then is the old one destroyed. Whatever
stops in between is gone on with by `settle`, which every command calls that needs a key.
The root's keys need not be here: then the request waits until officials have signed.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from foedus.phrase import phrase
from foedus.record import log, request
from foedus.record.act import Act, Root
from foedus.record.holding import Holding
from foedus.record.request import Change, Request, Signed
from foedus.record.signature import Signer
from foedus_node import clock, files, home
from foedus_node.home import Home
from foedus_node.keys import chest as chest_files
from foedus_node.keys import words
from foedus_node.keys.chest import Chest, Roots, TokenNamed
from foedus_node.keys.errors import (
    NextRootAbsentError,
    NothingAskedError,
    OvertakenRequestError,
    RootAwayError,
    RotationPendingError,
)
from foedus_node.storage.common import ledger, peers, speaking
from foedus_node.storage.common.speaking import Voice

_ROTATION = "rotation"
MOST_BYTES = request.MOST_BYTES
"""How large a request or an official's signatures may be."""


@frozen
class Wish:
    """Which keys are to be renewed."""

    op: bool = False
    """The operational key, which signs the log."""
    link: bool = False
    """The link key, which vouches for what the node sends."""
    root: bool = False
    """The root: the one that was committed takes over."""
    following: Root | None = None
    """The next root to be committed; None: as before, or one made here where the root is one key."""
    token: TokenNamed | None = None
    """The token in which the operational key shall be; None: a file."""
    anew: bool = False
    """Drop a renewal that was begun and is not finished."""


@frozen
class Secrets:
    """The words that open keys and that shall open new ones; where one is None, the person there is asked."""

    signing: str | None = field(default=None, repr=False)
    """Of the key that signs, as it is."""
    root: str | None = field(default=None, repr=False)
    """Of the root's keys that lie in this node's folder."""
    new: str | None = field(default=None, repr=False)
    """Of the keys that are made."""

    def for_new(self, role: str) -> str:
        """The words that shall open a new key.

        Raises:
            WeakPassphraseError: they are too short.
            PassphraseMissingError, FileError: they are asked for, and nobody is there.
        """
        if self.new is None:
            return words.new_passphrase(role)
        words.refuse_weak(self.new)
        return self.new


ASKED = Secrets()
"""Whoever is at the terminal is asked, as `foedus_node.keys.words` says."""


@frozen
class Asked:
    """A request that waits for the root, and what officials have signed of it so far."""

    name: str
    path: Path
    request: Request
    signed: tuple[Signed, ...]

    @property
    def threshold(self) -> int:
        """How many of the root must sign."""
        return max(change.root.threshold for change in self.request.changes)

    @property
    def certified(self) -> Mapping[str, Mapping[str, Any]] | None:
        """The statements as certified, by compact; None while too few have signed."""
        return request.certified(self.request, self.signed)


def asked(here: Home) -> tuple[Asked, ...]:
    """Every request of this node that waits for the root, by name."""
    names = (name.removesuffix(".request") for name, _ in here.chest.documents("*.request"))
    return tuple(found for name in names if (found := _asked(here, name)))


@frozen
class Renewed:
    """What came of a renewal.

    Attributes:
        asked: the request, done or waiting; None where no log names a key of ours yet.
        logs: in how many logs the new keys stand; None while the root's officials must sign.
    """

    asked: Asked | None
    logs: int | None


def renew(here: Home, wish: Wish, secrets: Secrets = ASKED) -> Renewed:
    """Take other keys in every compact: at once where the root lies here, else once its officials signed.

    Every key that is needed is opened before one is made. Whoever calls holds the node.

    Raises:
        FoedusError: as `begin` and `finish` say, and as opening a key does.
    """
    signers = opened_here(here, root_to_sign(here, wish), secret=secrets.root)
    key = here.key("op", secret=secrets.signing) if signers and not wish.op else None
    waiting = begin(here, wish, secrets)
    if waiting is None or not signers:
        return Renewed(waiting, None)
    signed = sign(here, waiting, signers)
    return Renewed(signed, finish(here, signed, key=key or here.key("op.new", secret=secrets.new)))


def begin(here: Home, wish: Wish, secrets: Secrets = ASKED) -> Asked | None:
    """Make the keys that are wished for, and write the request that names them.

    Args:
        here: the node.
        wish: which.
        secrets: the words that shall open those that are made.

    Returns:
        The request; None where no log names a key of ours yet, so that nobody need be asked: the new
        keys are in use.

    Raises:
        RotationPendingError: another renewal is under way, and the wish does not drop it.
        NextRootAbsentError: the root shall change, and no next one is committed.
        RecoveringError: the node may have forgotten which keys its log names.
        WeakPassphraseError, PassphraseMissingError and what a token refuses: as they say.
    """
    settle(here)
    chest = here.chest
    pending = _asked(here, _ROTATION)
    if pending and not wish.anew:
        raise RotationPendingError(
            since=pending.request.at, signed=len(pending.signed), threshold=pending.threshold
        )
    speaking_in = _open_compacts(here)
    roots = _roots_to_come(chest, wish)  # refuses before anything is made
    _drop(chest)
    _make(chest, wish, secrets)
    if wish.root and not wish.following and _is_one_key(roots.root):
        public = chest_files.make(
            chest.file("next-root.new"), role="root", secret=secrets.for_new("next root")
        )
        roots = evolve(roots, following=Root((public,), 1))
    if roots != chest.roots:
        chest.keep_roots(roots, new=True)
    if not speaking_in:
        _take_over(here)
        return None
    changes = (_change(here, held, roots) for held in speaking_in)
    made = request.request(party=here.party, at=clock.moment(), changes=changes)
    chest.keep_document(f"{_ROTATION}.request", made.data)
    return _asked(here, _ROTATION)


def root_to_sign(here: Home, wish: Wish) -> Root:
    """The root that must sign what is wished for.

    Raises:
        NextRootAbsentError: the root shall change, and no next one is committed.
    """
    return _roots_to_come(here.chest, wish).root


def certifies_here(here: Home, root: Root) -> bool:
    """Whether enough of a root's keys lie in this node's folder to certify others."""
    return len(here.chest.root_keys_here(root)) >= root.threshold


def opened_here(here: Home, root: Root, *, secret: str | None = None) -> tuple[Signer, ...]:
    """The keys of a root that lie in this node's folder, opened; none if they are too few to certify.

    Args:
        here: the node.
        root: the root.
        secret: the words that open them; None: they are asked for.

    Raises:
        PassphraseError and others: as `foedus_node.keys.chest.opened` says.
    """
    if not certifies_here(here, root):
        return ()
    return tuple(here.chest.open(name, secret=secret) for name in here.chest.root_keys_here(root))


def sign(here: Home, waiting: Asked, signers: Iterable[Signer]) -> Asked:
    """Sign a request with root keys that are at hand, and keep the signatures."""
    for signer in signers:
        _keep(here, waiting, request.sign(waiting.request, signer))
    return _refreshed(here, waiting)


def take(here: Home, path: Path) -> Asked:
    """Take an official's signatures in; the same ones twice change nothing.

    Raises:
        NothingAskedError: they answer no request of this node.
        RequestError, FileError: they were altered, are not of this root, or the file is none.
    """
    return take_in(here, files.read(path, most=MOST_BYTES), name=str(path))


def take_in(here: Home, data: bytes, *, name: str) -> Asked:
    """Take in what an official signed, as the bytes of their file.

    Args:
        here: the node.
        data: the file.
        name: what it is called.

    Raises:
        NothingAskedError, RequestError: as `take` says.
    """
    signed = Signed.parse(data, name=name)
    for waiting in asked(here):
        if waiting.request.hash == signed.request:
            request.refuse_unfit(waiting.request, signed, name=name)
            _keep(here, waiting, signed)
            return _refreshed(here, waiting)
    raise NothingAskedError(name=name)


def is_rotation(waiting: Asked) -> bool:
    """Whether a request renews keys; else it opens our log in a compact, which is gone on with by signing."""
    return waiting.name == _ROTATION


def signs_next(here: Home) -> str:
    """The name of the key that signs once the renewal under way is done."""
    return "op.new" if here.chest.has("op.new") else "op"


def finish(here: Home, waiting: Asked, *, key: Signer | None = None) -> int:
    """Write the certified keys into every log and let the new files take the old ones' place.

    Args:
        here: the node.
        waiting: the request.
        key: the key that signs from now on, opened; None: its words are asked for.

    Returns:
        In how many logs they were written.

    Raises:
        OvertakenRequestError: a log has gone on to other keys since, or a compact was founded.
        EntryError: too few of the root have signed.
        RecoveringError, QuarantineError, StrangerError: as for every entry of ours.
    """
    bodies = waiting.certified or {change.compact: _unsigned(change) for change in waiting.request.changes}
    _refuse_overtaken(here, waiting)
    key = key or here.key(signs_next(here))
    speaking.renew(bodies, Voice(here.party, here.office, key, clock.moment()))
    settle(here)
    return len(bodies)


def settle(here: Home) -> None:
    """Finish what was stopped after the logs had changed: new key files take the old ones' place."""
    chest = here.chest
    for waiting in asked(here):
        if _is_in_force(here, waiting.request):
            if is_rotation(waiting):
                with suppress(FileNotFoundError):  # another command has just done the same
                    _take_over(here)
            _forget(chest, waiting.name)


def opening(here: Home, charter: Act, *, secret: str | None = None) -> Mapping[str, Any]:
    """Our first keys in a compact, certified by our root: signed now, if the root is here, else asked for.

    Args:
        here: the node.
        charter: the compact's.
        secret: the words that open the root's keys that lie here; None: they are asked for.

    Raises:
        RootAwayError: the root is not here and has not answered yet; the request is written.
        FoedusError: a root key here does not open.
    """
    root = charter.parties[here.party]
    body = log.statement(
        version=1,
        root=root,
        ops=(here.public("op"),),
        links=(here.public("link"),),
        next_commit=here.chest.roots.commitment,
    )
    name = f"opening-{charter.hash[:12]}"
    waiting = _asked(here, name)
    if waiting is None or waiting.request.changes[0].body != body:
        _forget(here.chest, name)
        change = Change(charter.hash, charter.title, None, body)
        waiting = _written(here, name, change)
    if not waiting.certified:
        waiting = sign(here, waiting, opened_here(here, root, secret=secret))
    if found := waiting.certified:
        return found[charter.hash]
    raise RootAwayError(
        what=phrase("To begin our log in compact {hash}", hash=charter.hash[:12]),
        threshold=root.threshold,
        here=str(many) if (many := len(here.chest.root_keys_here(root))) else phrase("none"),
        request=str(waiting.path),
        after=" and what you have just said once more",
    )


# --- the renewal's steps --------------------------------------------------------------------


def _written(here: Home, name: str, change: Change) -> Asked:
    made = request.request(party=here.party, at=clock.moment(), changes=[change])
    here.chest.keep_document(f"{name}.request", made.data)
    waiting = _asked(here, name)
    assert waiting  # noqa: S101 (just written)
    return waiting


def _open_compacts(here: Home) -> tuple[Holding, ...]:
    """The compacts in whose logs our keys stand; one whose log has two versions for good is left out."""
    found = []
    for compact in ledger.compacts():
        held = ledger.holding(compact)
        ours = held.logs[here.party]
        if ours.keys and not _is_lost(compact, ours):
            speaking.refuse_recovering(compact)
            found.append(held)
    return tuple(found)


def _is_lost(compact: str, ours: log.Log) -> bool:
    """Whether our log has a second version that no renewal of the keys in force would settle."""
    ever, _ = ledger.keys_ever(compact, ours.party)
    return any(proof.party == ours.party and proof.kid not in ever for proof in peers.forks(compact))


def _roots_to_come(chest: Chest, wish: Wish) -> Roots:
    roots = chest.roots
    if not wish.root:
        return Roots(roots.root, wish.following or roots.following, roots.former)
    if roots.following is None:
        raise NextRootAbsentError
    return Roots(roots.following, wish.following, (*roots.former, roots.root))


def _is_one_key(root: Root) -> bool:
    return len(root.keys) == 1


def _make(chest: Chest, wish: Wish, secrets: Secrets) -> None:
    if wish.op and wish.token:
        chest_files.make_in_token(chest.file("op.new"), wish.token, role="op")
    elif wish.op:
        chest_files.make(chest.file("op.new"), role="op", secret=secrets.for_new("new op"))
    if wish.link:
        chest.make_link("link.new")


def _change(here: Home, held: Holding, roots: Roots) -> Change:
    keys, chest = held.logs[here.party].keys, here.chest
    assert keys  # noqa: S101 (only open logs are changed)
    op, link = signs_next(here), ("link.new" if chest.has("link.new") else "link")
    body = log.statement(
        version=keys.version + 1,
        root=roots.root,
        ops=(chest.public(op),),
        links=(chest.public(link),),
        next_commit=roots.commitment,
    )
    return Change(held.charter.hash, held.charter.title, request.said(keys), body)


def _refuse_overtaken(here: Home, waiting: Asked) -> None:
    named = {change.compact for change in waiting.request.changes}
    if missing := {held.charter.hash for held in _open_compacts(here)} - named:
        reason = phrase("compact {missing} was founded since it was written", missing=min(missing)[:12])
        raise OvertakenRequestError(reason=reason)
    for change in waiting.request.changes:
        keys = ledger.holding(change.compact).logs[here.party].keys
        if request.said(keys) != change.before:
            reason = phrase(
                "our log in compact {compact} names other keys since", compact=change.compact[:12]
            )
            raise OvertakenRequestError(reason=reason)


def _unsigned(change: Change) -> Mapping[str, Any]:
    """A statement without signatures, so that the log's own rule refuses it in its own words."""
    return {**change.body, "signatures": []}


def _is_in_force(here: Home, wanted: Request) -> bool:
    held = set(ledger.compacts())
    return all(
        change.compact in held
        and request.said(ledger.holding(change.compact).logs[here.party].keys) == dict(change.body)
        for change in wanted.changes
    )


def _take_over(here: Home) -> None:
    """Let every new file take the old one's place; repeated after a stop, it goes on where it stopped."""
    chest, roots = here.chest, here.chest.roots_to_come
    if roots.root != chest.roots.root:
        if chest.has("next-root") and chest.public("next-root") in roots.root.keys:
            chest.file("next-root").replace(chest.file("root"))
        elif chest.has("root") and chest.public("root") not in roots.root.keys:
            chest.drop("root.key")
        home.write_card(here.path, party=here.party, ministry=here.ministry, root=roots.root)
    for name in ("next-root.key", "op.key", "link.key", "roots.json"):
        chest.take_over(name)


def _drop(chest: Chest) -> None:
    """Destroy what a renewal that is not to be finished has made, its request first."""
    _forget(chest, _ROTATION)
    chest.sweep()
    chest.drop("op.new.key", "link.new.key", "next-root.new.key", "roots.new.json")


# --- requests and signatures as files ---------------------------------------------------------


def _asked(here: Home, name: str) -> Asked | None:
    data = here.chest.document(f"{name}.request")
    if data is None:
        return None
    path = here.chest.path / f"{name}.request"
    signed = (Signed.parse(answer, name=file) for file, answer in here.chest.documents(f"{name}-*.signed"))
    return Asked(name, path, Request.parse(data, name=str(path)), tuple(signed))


def _refreshed(here: Home, waiting: Asked) -> Asked:
    found = _asked(here, waiting.name)
    assert found  # noqa: S101 (nobody removed it: the node is locked)
    return found


def _keep(here: Home, waiting: Asked, signed: Signed) -> None:
    here.chest.keep_document(f"{waiting.name}-{signed.kid[:12]}.signed", signed.to_bytes())


def _forget(chest: Chest, name: str) -> None:
    chest.drop(f"{name}.request", *(file for file, _ in chest.documents(f"{name}-*.signed")))
