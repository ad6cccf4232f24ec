"""The keys of a party: making them, renewing them, having the root's officials sign, seeing what there is."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from foedus.errors import RequestError
from foedus.record import request
from foedus.record.act import Root
from foedus.record.checking import checked
from foedus.record.keyfile import KeyInToken
from foedus.record.log import Keys
from foedus.record.request import Change, Request
from foedus.record.signature import key_id
from foedus_node import files
from foedus_node.cli import node, printing
from foedus_node.desk import renewal
from foedus_node.desk.renewal import Asked, Renewed, Wish
from foedus_node.errors import NoCompactError, ValueRefusedError
from foedus_node.files import opened
from foedus_node.home import Home
from foedus_node.keys import chest as chest_files
from foedus_node.keys import words
from foedus_node.keys.chest import PublicPart, TokenNamed, called
from foedus_node.storage.common import ledger

keys = App(
    name="keys",
    help="See the party's keys, renew them, and have the officials of its root sign.",
    help_format="plaintext",
)

Token = Annotated[
    str | None, Parameter(name="--token", help="The driver of a token (PKCS#11) that shall hold the key.")
]
Label = Annotated[str | None, Parameter(name="--label", help="The token's label.")]
RequestFile = Annotated[Path, Parameter(help="The request, as the node wrote it.")]
_MOST = request.MOST_BYTES
_HERE = {"root": "root.key", "next-root": "next-root.key"}


@keys.default
def shown(*, json: node.Json = False) -> None:
    """Show every key: which version of which compact, the root and the next one, where each file lies.

    Example: foedus keys
    """
    here = node.home()
    renewal.settle(here)
    rows = [(compact, ledger.holding(compact)) for compact in ledger.compacts()]
    if json:
        in_logs = {compact: request.said(held.logs[here.party].keys) for compact, held in rows}
        asked = [_plain_asked(one) for one in renewal.asked(here)]
        printing.data({"files": _files(here), "compacts": in_logs, "asked": asked})
        return
    printing.say(*(f"{what}: {where}" for what, where in _files(here).items()))
    if not rows:
        printing.say("", str(NoCompactError()))
    for compact, held in rows:
        title = printing.words(held.charter.title, here.language)
        printing.say("", f"{title} · compact {compact[:12]}", *_in_log(held.logs[here.party].keys, here))
    for waiting in renewal.asked(here):
        printing.say("", *_waiting(waiting))


@keys.command
def new(
    name: Annotated[str, Parameter(help="What the key is called: NAME.key and NAME.public are written.")],
    /,
    *,
    approver: Annotated[
        bool, Parameter(help="It approves acts before this party signs; else it is a root key.")
    ] = False,
    token: Token = None,
    label: Label = None,
) -> None:
    """Make an official's key, on a machine of their own; no node is needed.

    Example: foedus keys new general-secretary

    NAME.key stays with the official: its passphrase opens it, or it only says in which token the key
    lies. NAME.public goes to the node. Read its fingerprint to the node's officer over the telephone.
    """
    if not name.strip() or name.endswith("/"):
        raise ValueRefusedError(name="the name", reason="a key must be called something")
    path, public = Path(f"{name}.key"), Path(f"{name}.public")
    role = "approver" if approver else "root"
    if path.exists() and not public.exists() and (held := chest_files.read(path)).role == role:
        part = PublicPart(role, held.public)
        files.write(public, part.to_bytes())
        printing.say(
            f"{path} is there already. Its public part anew: {public}, fingerprint {part.fingerprint}"
        )
        return
    for file in (path, public):
        chest_files.refuse_there(file)
    if named := _token(token, label):
        made = chest_files.make_in_token(path, named, role=role)
    else:
        made = chest_files.make(path, role=role, secret=words.new_passphrase(name))
    part = PublicPart(role, made)
    files.write(public, part.to_bytes())
    where = f"in the token {named.label}; {path} says so" if named else f"in {path}"
    printing.say(
        f"Made the key {called(made)}, {where}. It stays with you.",
        f"Its public part for the node: {public}, fingerprint {part.fingerprint}",
    )


@keys.command
def rotate(
    *,
    op: Annotated[
        bool, Parameter(help="A new operational key, which signs; so too if nothing is named.")
    ] = False,
    link: Annotated[bool, Parameter(help="A new link key, which vouches for what the node sends.")] = False,
    root: Annotated[bool, Parameter(help="The committed next root takes over.")] = False,
    following: Annotated[
        list[Path] | None,
        Parameter(name="--next", help="The public part of each official of the root to be committed next."),
    ] = None,
    threshold: Annotated[
        int | None,
        Parameter(name="--next-threshold", help="How many of them must sign; all if not given."),
    ] = None,
    token: Token = None,
    label: Label = None,
    anew: Annotated[bool, Parameter(help="Drop a renewal that is not finished.")] = False,
) -> None:
    """Take other keys in every compact; what was signed before stands, what the old keys sign after does not.

    Example: foedus keys rotate
    Example: foedus keys rotate --root --next secretary.public --next chief.public --next-threshold 1

    The root must certify the new keys. If its keys lie in the node's folder, that is done at once; else a
    request is written that the officials sign. See the how-to guides on keys.
    """
    here = node.home()
    to_come = official_root("--next", following, threshold)
    named = _token(token, label)
    wish = Wish(
        op=op or bool(named) or not (link or root or to_come),
        link=link,
        root=root,
        following=to_come,
        token=named,
        anew=anew,
    )
    with here.locked():
        done = renewal.renew(here, wish)
    match done:
        case Renewed(asked=None):
            printing.say("The new keys are in use; no log names any of this node's keys yet.")
        case Renewed(asked=Asked() as waiting, logs=None):
            printing.say(*_waiting(waiting))
        case Renewed(asked=Asked() as waiting, logs=int(many)):
            _finished(here, waiting, many)


@keys.command
def certify(
    file: RequestFile,
    /,
    *,
    key: Annotated[Path, Parameter(help="Your root key, NAME.key.")],
    out: Annotated[Path | None, Parameter(help="Where to write your signatures.")] = None,
    record: Annotated[
        Path | None,
        Parameter(help="A bundle with the whole record: what the node says is held against it first."),
    ] = None,
) -> None:
    """Sign a node's request with your root key, on a machine of your own; no node is needed.

    Example: foedus keys certify rotation.request --key secretary.key

    It shows what you sign before it asks for your passphrase: whose keys, for which compact, which come
    in and which go out. Have the node's officer read the new keys to you. To stop, press Ctrl-C.
    """
    asked = Request.parse(files.read(file, most=_MOST), name=str(file))
    if record:
        _refuse_untrue(asked, record, name=str(file))
    printing.say(*_told(asked))
    if chest_files.read(key).role != "root":
        raise ValueRefusedError(name="--key", reason=f"{key} is no root key")
    signed = request.sign(asked, chest_files.opened(key))
    path = out or file.with_name(f"{file.stem}-{signed.kid[:12]}.signed")
    files.write(path, signed.to_bytes())
    printing.say(f"Signed with the key {called(signed.public)}: {path} goes back to the node.")


@keys.command(name="read")
def look(file: RequestFile, /) -> None:
    """Show what a request asks the root to sign.

    Example: foedus keys read rotation.request
    """
    printing.say(*_told(Request.parse(files.read(file, most=_MOST), name=str(file))))


@keys.command
def take(
    file: Annotated[list[Path] | None, Parameter(help="What the officials signed.")] = None,
    /,
) -> None:
    """Take in what officials signed; once enough have, the new keys are written into every log.

    Example: foedus keys take rotation-1c8f0d2a9be4.signed
    """
    here = node.home()
    with here.locked():
        renewal.settle(here)
        for path in file or []:
            renewal.take(here, path)
        standing = renewal.asked(here)
        if not standing:
            printing.say("Nothing is asked of the root.")
        for waiting in standing:
            if waiting.certified and renewal.is_rotation(waiting):
                _finished(here, waiting, renewal.finish(here, waiting))
            else:
                printing.say(*_waiting(waiting))


def official_root(name: str, parts: list[Path] | None, threshold: int | None) -> Root | None:
    """The root of the officials whose public parts are given, None if none are.

    Raises:
        ValueRefusedError: they make no root together.
        FileError: one of them is no public part.
    """
    if not parts:
        if threshold is not None:
            raise ValueRefusedError(name=f"{name}-threshold", reason=f"no {name} is given")
        return None
    read = [PublicPart.read(path) for path in parts]
    try:
        return chest_files.root_of(read, threshold=len(read) if threshold is None else threshold)
    except ValueError as error:
        raise ValueRefusedError(name=name, reason=str(error)) from None


def _finished(here: Home, waiting: Asked, many: int) -> None:
    printing.say(*_told(waiting.request), f"Done in {printing.counted(many, 'compact', 'compacts')}.")
    to_come = here.chest.roots
    if to_come.following is None:
        printing.say("No next root is committed: commit one with `foedus keys rotate --next FILE`.")
    if away := [name for name in _HERE.values() if (here.chest.path / name).is_file()]:
        printing.say(f"Carry away what lies here of the root: {', '.join(f'keys/{name}' for name in away)}.")
    printing.say("Send it to every party with `foedus export`: until then the old keys count there.")


def _token(library: str | None, label: str | None) -> TokenNamed | None:
    if (library is None) != (label is None):
        raise ValueRefusedError(name="--token", reason="it goes with --label, which names the token")
    return TokenNamed(library, label) if library and label else None


def _refuse_untrue(asked: Request, record: Path, *, name: str) -> None:
    """Refuse a request that says otherwise than a verified record."""
    with opened(record) as stream:
        verdict = checked(stream)
    stated = next((log.keys for log in getattr(verdict, "logs", ()) if log.party == asked.party), None)
    for change in asked.changes:
        if change.compact == getattr(verdict, "compact", None):
            if request.said(stated) != change.before or dict(change.title) != dict(
                getattr(verdict, "title", {})
            ):
                raise RequestError(name=name, reason=f"it does not go on from what {record} says")
            return
    raise RequestError(name=name, reason=f"{record} is not the record of a compact in it")


# --- in words ---------------------------------------------------------------------------------


def _told(asked: Request) -> list[str]:
    many = printing.counted(len(asked.changes), "compact", "compacts")
    lines = [f"Keys of {asked.party} in {many}, asked for at {asked.at}, request {asked.hash[:12]}:"]
    for change in asked.changes:
        lines += ["", *_change(change)]
    return [*lines, ""]


def _change(change: Change) -> list[str]:
    title = next(iter(change.title.values()))
    body, before = change.body, change.before
    root = change.root
    was = Root(tuple(before["root"]), before["root_threshold"]) if before else None
    word = " (the first)" if was is None else "" if was == root else " (the next one takes over)"
    lines = [
        f"{title} · compact {change.compact[:12]} · version {body['version']}",
        f"  root        {_root(root)}{word}",
    ]
    for kind, called_so in (("ops", "signing key"), ("links", "link key")):
        lines += [f"  {called_so:11} in: {called(key)}" for key in change.coming(kind)]
        lines += [f"  {called_so:11} out: {called(key)}" for key in change.going(kind)]
        lines += [f"  {called_so:11} stays: {called(key)}" for key in change.staying(kind)]
    commit = body["next_commit"]
    if commit is None:
        committed = "none is committed"
    else:
        kept = before and before["next_commit"] == commit
        committed = f"committed by the hash {commit[:12]}, {'as before' if kept else 'new'}"
    return [*lines, f"  next root   {committed}"]


def _root(root: Root) -> str:
    return f"{root.threshold} of {len(root.keys)}: {', '.join(map(called, root.keys))}"


def _waiting(waiting: Asked) -> list[str]:
    what = "the new keys" if renewal.is_rotation(waiting) else "our first keys in a new compact"
    if waiting.certified:
        return [f"The root has certified {what}: say again what needed them."]
    many = f"{len(waiting.signed)} of the {waiting.threshold} signatures needed"
    return [
        f"The root has not yet certified {what}: {many} are here.",
        f"The request: {waiting.path}",
        "Each official signs it: `foedus keys certify REQUEST --key FILE`; then, here, `foedus keys take`.",
    ]


def _in_log(stated: Keys | None, here: Home) -> list[str]:
    if stated is None:
        return ["  our log has not begun"]
    chest, roots = here.chest, here.chest.roots
    lines = [f"  version {stated.version}, root {_root(stated.root)}"]
    for kind, keys_of in (("op", stated.ops), ("link", stated.links)):
        for kid in keys_of:
            mine = chest.has(kind) and key_id(chest.public(kind)) == kid
            lines.append(f"  {kind} {kid[:12]}{'' if mine else ', not here'}")
    if stated.next_commit is None:
        return [*lines, "  next root: none is committed"]
    known = "known here" if roots.commitment == stated.next_commit else "not known here"
    return [*lines, f"  next root: committed, {known}"]


def _files(here: Home) -> dict[str, str]:
    """Where each key lies, by what it is."""
    chest, roots = here.chest, here.chest.roots
    found = {"root": _where_root(here, roots.root)}
    found["next root"] = _where_root(here, roots.following) if roots.following else "none"
    for name in ("op", "link"):
        found[f"{name} key"] = _where(here, name) if chest.has(name) else "lost"
        if chest.has(f"{name}.new"):
            found[f"new {name} key"] = f"{_where(here, f'{name}.new')}, not yet certified"
    return found


def _where_root(here: Home, root: Root) -> str:
    names = here.chest.root_keys_here(root)
    lies = ", ".join(f"keys/{_HERE[name]}" for name in names) or "not in this folder"
    return f"{_root(root)}; {lies}"


def _where(here: Home, name: str) -> str:
    file = here.chest.file(name)
    lies = f"keys/{file.name}"
    if not name.startswith("link"):
        found = chest_files.read(file)
        if isinstance(found, KeyInToken):
            lies = f"in the token {found.token}"
    return f"{called(here.chest.public(name))}, {lies}"


def _plain_asked(waiting: Asked) -> dict[str, Any]:
    return {
        "request": waiting.request.hash,
        "file": str(waiting.path),
        "compacts": [change.compact for change in waiting.request.changes],
        "signed": [signed.kid for signed in waiting.signed],
        "threshold": waiting.threshold,
    }
