"""Our keys and mandates as an officer looks at them: where each lies, what each log says of them.

Nothing here opens a key.
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from foedus.record.act import Root
from foedus.record.keyfile import KeyInToken
from foedus.record.log import Keys, Log, Mandate
from foedus.record.request import Change
from foedus.record.signature import key_id
from foedus_node.home import Home
from foedus_node.keys import chest as chest_files
from foedus_node.keys.chest import called


@frozen(kw_only=True)
class KeyHere:
    """A key that this node's folder holds, or should hold.

    Attributes:
        role: `op`, `link`, or the same with `.new` for one that is not certified yet.
        called: its public part, as people call it; empty where it is lost.
        file: the name of its file below `keys`.
        token: the token that holds it; empty where a file does.
    """

    role: str
    called: str
    file: str
    token: str = ""


@frozen(kw_only=True)
class RootSeen:
    """A root: how many of its officials must sign, who they are by their keys, which of them lie here."""

    threshold: int
    keys: tuple[str, ...]
    here: tuple[str, ...]


@frozen(kw_only=True)
class InLog:
    """What our log in a compact says of our keys.

    Attributes:
        version: of the keys; None: our log has not begun.
        ops, links: the keys' names, each with whether it lies here.
        is_next_committed: whether a next root is committed.
        mandates: what our offices may do, the latest first.
    """

    version: int | None
    ops: tuple[tuple[str, bool], ...] = ()
    links: tuple[tuple[str, bool], ...] = ()
    is_next_committed: bool = False
    mandates: tuple[Mandate, ...] = ()


def keys_here(here: Home) -> tuple[KeyHere, ...]:
    """The node's own keys, and those that wait to be certified."""
    found = []
    for role in ("op", "link", "op.new", "link.new"):
        if not here.chest.has(role):
            if "." not in role:
                found.append(KeyHere(role=role, called="", file=here.chest.file(role).name))
            continue
        file = here.chest.file(role)
        lies = None if role.startswith("link") else chest_files.read(file)
        token = lies.token if isinstance(lies, KeyInToken) else ""
        found.append(KeyHere(role=role, called=called(here.chest.public(role)), file=file.name, token=token))
    return tuple(found)


def root_seen(here: Home, root: Root) -> RootSeen:
    """A root of ours as it is seen from here."""
    return RootSeen(
        threshold=root.threshold,
        keys=tuple(map(called, root.keys)),
        here=tuple(here.chest.root_keys_here(root)),
    )


def in_log(here: Home, log: Log) -> InLog:
    """What our log in a compact says of our keys and mandates."""
    stated = log.keys
    if stated is None:
        return InLog(version=None)
    return InLog(
        version=stated.version,
        ops=_kids(here, stated, "op"),
        links=_kids(here, stated, "link"),
        is_next_committed=stated.next_commit is not None,
        mandates=tuple(sorted(log.mandates.values(), key=lambda one: (one.start, one.office), reverse=True)),
    )


def _kids(here: Home, stated: Keys, role: str) -> tuple[tuple[str, bool], ...]:
    mine = key_id(here.chest.public(role)) if here.chest.has(role) else ""
    return tuple((kid, kid == mine) for kid in (stated.ops if role == "op" else stated.links))


@frozen(kw_only=True)
class KeyMoved:
    """What a request says of one key: `in`, `out` or `stays`.

    Attributes:
        kind: `ops` for one that signs, `links` for one that vouches for what is sent.
        how: what becomes of it.
        called: its public part, as people call it.
    """

    kind: str
    how: str
    called: str


@frozen(kw_only=True)
class ChangeSeen:
    """What a request asks the root to sign in one compact.

    Attributes:
        title: the compact's, by language.
        version: of the keys, once they are certified.
        moved: every key it names.
        root: the root that must sign.
        is_new_root: whether the next root takes over with it.
        next_root: `none`, `same` or `new`: what becomes of the next one.
    """

    compact: str
    title: Mapping[str, str]
    version: int
    moved: tuple[KeyMoved, ...]
    root: Root
    is_new_root: bool
    next_root: str


def change_seen(change: Change) -> ChangeSeen:
    """A compact's part of a request, as an official or an officer looks at it."""
    before, commit = change.before, change.body["next_commit"]
    was = Root(tuple(before["root"]), before["root_threshold"]) if before else change.root
    same = before is not None and before["next_commit"] == commit
    return ChangeSeen(
        compact=change.compact,
        title=change.title,
        version=change.body["version"],
        moved=tuple(_moved(change)),
        root=change.root,
        is_new_root=was != change.root,
        next_root="none" if commit is None else "same" if same else "new",
    )


def _moved(change: Change) -> Iterator[KeyMoved]:
    for kind in ("ops", "links"):
        for how, keys in (
            ("in", change.coming(kind)),
            ("out", change.going(kind)),
            ("stays", change.staying(kind)),
        ):
            yield from (KeyMoved(kind=kind, how=how, called=called(key)) for key in keys)
