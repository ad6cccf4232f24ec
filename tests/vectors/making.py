"""The vectors: small files of the record, good and bad, with their verdicts.

Some are made by one function each below, the others by the suite of conformance: both sides of
every limit, and a file for each of its rules. `python -m tests.vectors` writes them beside this
module. Everything comes from fixed seeds, so the files are the same on every run; the large
ones are not kept, but their hashes are. Titles and parties' doings in them are illustrative.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from foedus.errors import FoedusError
from foedus.record import canonical, log
from foedus.record import container as containers
from foedus.record.act import Act
from foedus.record.bundle import Contents
from foedus.record.disclosure import verify_disclosure
from foedus.record.entry import EntryType, Head
from foedus.record.evidence import verify_evidence
from foedus_conformance.case import File, Refused
from foedus_conformance.catalogue import FILES
from foedus_conformance.files import limits
from tests.worlds import World, bundle_of, root_of, signing_key, verified

Made = Callable[[], bytes]
VECTORS: dict[str, Made] = {}
"""What makes each file, by its name."""

LARGE: dict[str, Made] = {}
"""The same for the files that are too large to be kept."""

BUNDLE, LINE = ".foedus", ".foedus-line"


def vector(suffix: str) -> Callable[[Made], Made]:
    """Name a file after the function that makes it."""

    def named(make: Made) -> Made:
        VECTORS[make.__name__.replace("_", "-") + suffix] = make
        return make

    return named


def verdict_on(data: bytes) -> Mapping[str, Any]:
    """What a file proves, or how it is refused."""
    try:
        if not data.startswith(b"{"):
            return {"in_force": dict(verified(data).settlement.in_force)}
        if data.startswith(b'{"a":'):
            proof = verify_evidence(data)
            return {"party": proof.party, "number": proof.seq}
        found = verify_disclosure(data)
    except FoedusError as error:
        return {"refusal": type(error).__name__, "sentence": str(error)}
    return {"act": found.act.hash, "line": found.row.id, "item": found.item}


def planned(*parties: str) -> World:
    """A compact of these parties, Laos and Vietnam unless told otherwise, with a plan of three lines."""
    world = World(*parties, seed="vectors")
    says = {
        name: {"id": name, "title": {"en": "Illustrative visit", "vi": "Chuyến thăm minh họa"}}
        for name in ("line-1", "line-2", "line-3")
    }
    world.all_sign(world.act(dict.fromkeys(says), says=says))
    return world


def plan_of(world: World) -> Act:
    """The act that set the three lines."""
    return next(act for act in world.acts.values() if "line-3" in act.bases)


def repacked(data: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """A bundle with members changed, its container made good; `acts` stands for `acts.ndjson`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    writer = containers.ContainerWriter(file)
    for name, content in held.items():
        change = changes.get(name.removeprefix("logs/").partition(".")[0])
        writer.add(name, [change(content) if change else content])
    writer.close()
    return file.getvalue()


def manifest_with(**fields: Any) -> Callable[[bytes], bytes]:
    """Change fields of a manifest."""
    return lambda data: canonical.encode(canonical.decode(data) | fields)


# --- good bundles --------------------------------------------------------------------------


@vector(BUNDLE)
def founded() -> bytes:
    """Two parties have signed their charter."""
    return World(seed="vectors").bundle()


@vector(BUNDLE)
def offered() -> bytes:
    """An act that one party has signed is not in force."""
    world = World(seed="vectors")
    world.sign("VN", world.act({"line-1": None}))
    return world.bundle()


@vector(BUNDLE)
def plan_in_force() -> bytes:
    """A plan of three lines."""
    return planned().bundle()


@vector(BUNDLE)
def plan_of_three_parties() -> bytes:
    """The same among three."""
    return planned("KH", "LA", "VN").bundle()


@vector(BUNDLE)
def amended_and_struck_out() -> bytes:
    """One line changed, another struck out."""
    world = planned()
    plan = plan_of(world)
    world.all_sign(world.act({"line-1": plan, "line-2": plan}, says={"line-2": None}))
    return world.bundle()


@vector(BUNDLE)
def rivals_voided() -> bytes:
    """Two rival amendments, each signed by one, and an act that voids both."""
    world = planned()
    plan = plan_of(world)
    rivals = [world.act({"line-1": plan}), world.act({"line-1": plan})]
    for party, rival in zip(world.parties, rivals, strict=True):
        world.sign(party, rival)
    world.all_sign(world.act({"line-1": plan}, voids=rivals))
    return world.bundle()


@vector(BUNDLE)
def words_withheld() -> bytes:
    """The leaf of one line is kept back; the line is in force all the same."""
    world = planned()
    del world.leaves[plan_of(world).contents["line-3"]]
    return world.bundle()


def with_new_root(*by: str) -> World:
    """Vietnam commits to its next root, then takes it and a new key, then both sign a plan.

    Args:
        by: who signs the change, `old` and `new`; both, if nobody is named.
    """
    world = World(seed="vectors")
    root, key = signing_key("vectors", "next root"), signing_key("vectors", "next key")
    body = world.keys("VN", ops=(world.ops["VN"],), next_commit=log.commitment(root_of(root)))
    world.put(world.next_entry("VN", EntryType.KEYS, body))
    signers = {"old": world.roots["VN"], "new": (root,)}
    signing = [each for name in by or signers for each in signers[name]]
    body = world.keys("VN", ops=(key,), root=root_of(root), signers=signing)
    line = world.next_entry("VN", EntryType.KEYS, body, key=key)
    if "new" not in (by or signers):
        world.entries["VN"].append(line)  # as no honest party's node would
        world.logs["VN"] = evolve(world.logs["VN"], head=line.head)
        return world
    world.put(line)
    world.ops["VN"] = key
    world.all_sign(world.act({"line-1": None}))
    return world


@vector(BUNDLE)
def root_renewed() -> bytes:
    """A root that was committed in advance."""
    return with_new_root().bundle()


@vector(BUNDLE)
def root_lost_and_renewed() -> bytes:
    """The root that was committed in advance takes over without a signature of the one before it."""
    return with_new_root("new").bundle()


# --- bad bundles ---------------------------------------------------------------------------


@vector(BUNDLE)
def cut_short() -> bytes:
    """The last byte is missing."""
    return planned().bundle()[:-1]


@vector(BUNDLE)
def manifest_with_a_space() -> bytes:
    """Another spelling of the same manifest."""
    return repacked(planned().bundle(), MANIFEST=lambda data: data.replace(b":", b": ", 1))


@vector(BUNDLE)
def row_changed() -> bytes:
    """A line of the plan builds on the charter, which its root does not know."""
    world = planned()
    row = plan_of(world).items[0]
    changed = evolve(row, base=world.compact)
    return repacked(world.bundle(), acts=lambda data: data.replace(row.row, changed.row))


@vector(BUNDLE)
def size_changed() -> bytes:
    """The plan says it has four lines."""
    return repacked(planned().bundle(), acts=lambda data: data.replace(b'"size":3', b'"size":4'))


@vector(BUNDLE)
def root_renewed_by_the_old_alone() -> bytes:
    """The root that was committed in advance did not sign that it takes over."""
    return with_new_root("old").bundle()


@vector(BUNDLE)
def signed_by_a_stranger() -> bytes:
    """An entry under a key that the party's root never certified."""
    world = planned()
    stranger = signing_key("vectors", "stranger")
    line = world.next_entry("VN", EntryType.SIGN, {"act": world.compact}, by=world.by("VN"), key=stranger)
    world.entries["VN"].append(line)
    return world.bundle()


@vector(BUNDLE)
def signature_of_another_entry() -> bytes:
    """The signature of the entry before stands under the last one."""
    world = planned()

    def swapped(data: bytes) -> bytes:
        *_, before, last = data.splitlines()
        signatures = [line.split(b'"sig":"')[1] for line in (before, last)]
        return data.replace(signatures[1], signatures[0])

    return repacked(world.bundle(), VN=swapped)


@vector(BUNDLE)
def not_from_the_first_entry() -> bytes:
    """A bundle for somebody who holds the beginning is not complete."""
    return planned().bundle(have={"LA": 1, "VN": 1})


@vector(BUNDLE)
def act_of_another_compact() -> bytes:
    """An act of another compact among the acts."""
    world, other = planned(), World(seed="other vectors")
    world.keep(other.act({"line-9": None}))
    return world.bundle()


@vector(BUNDLE)
def act_missing() -> bytes:
    """An act that both signed is not there, nor are its leaves."""
    world = planned()
    plan = plan_of(world)
    del world.acts[plan.hash]
    for content in plan.contents.values():
        del world.leaves[content]
    return world.bundle()


@vector(BUNDLE)
def log_of_a_third() -> bytes:
    """The manifest speaks of somebody's log who is no party."""
    world = planned()
    manifest = evolve(
        world.manifest(),
        have={"KH": 0, "LA": 0, "VN": 0},
        heads={**world.manifest().heads, "KH": Head(0, "0" * 64)},
    )
    contents = world.contents()
    return bundle_of(manifest, Contents({**contents.logs, "KH": []}, contents.acts, contents.leaves))


@vector(BUNDLE)
def rivals_in_force() -> bytes:
    """All signed two rivals: both broke the cover rule."""
    world = planned()
    for _ in range(2):
        world.all_sign(world.act({"line-1": plan_of(world)}))
    return world.bundle()


@vector(BUNDLE)
def another_head() -> bytes:
    """The manifest names a head that the log has not."""
    heads = {"LA": [4, "ab" * 32], "VN": [4, planned().logs["VN"].head.hash]}
    return repacked(planned().bundle(), MANIFEST=manifest_with(heads=heads))


# --- disclosed lines -----------------------------------------------------------------------


@vector(LINE)
def line() -> bytes:
    """The second of three lines."""
    return planned().disclosure("line-2").to_bytes()


@vector(LINE)
def line_of_three_parties() -> bytes:
    """The same among three."""
    return planned("KH", "LA", "VN").disclosure("line-2").to_bytes()


@vector(LINE)
def line_of_the_charter() -> bytes:
    """The charter is the act."""
    return planned().disclosure("compact").to_bytes()


@vector(LINE)
def line_after_a_new_root() -> bytes:
    """Three key statements lead to the key that signed."""
    return with_new_root().disclosure("line-1").to_bytes()


@vector(LINE)
def line_in_another_place() -> bytes:
    """The path does not lead to the root from there."""
    return evolve(planned().disclosure("line-2"), index=0).to_bytes()


@vector(LINE)
def line_with_other_words() -> bytes:
    """One letter of what the line says is changed."""
    return line().replace(b"Illustrative visit", b"Illustrative risit")


@vector(LINE)
def line_that_one_party_signed() -> bytes:
    """Laos's signatures are left out."""
    shown = planned().disclosure("line-2")
    return evolve(shown, proofs={"VN": shown.proofs["VN"]}).to_bytes()


@vector(LINE)
def line_with_anothers_entries() -> bytes:
    """Vietnam's entries stand in Laos's place."""
    shown = planned().disclosure("line-2")
    return evolve(shown, proofs=dict.fromkeys(shown.proofs, shown.proofs["VN"])).to_bytes()


@vector(LINE)
def line_without_the_first_keys() -> bytes:
    """The key that signed cannot be led back to the charter's root."""
    shown = with_new_root().disclosure("line-1")
    proof = evolve(shown.proofs["VN"], keys=shown.proofs["VN"].keys[1:])
    return evolve(shown, proofs={**shown.proofs, "VN": proof}).to_bytes()


# --- from the suite of conformance ---------------------------------------------------------------

LIMITS = {case.name for room in limits.ROOMS for case in room.cases}
BYTE_BY_BYTE = ("every-byte", "cut-short")


def chosen(files: list[File], *, case: str) -> list[File]:
    """The files of a case that are vectors: all at a limit, else the first good and the first bad one."""
    if case in LIMITS:
        return files
    bad = [file for file in files if isinstance(file.expected, Refused)]
    good = [file for file in files if file not in bad]
    return good[:1] + bad[:1]


for _case in FILES:
    if not _case.name.startswith(BYTE_BY_BYTE):
        for _file in chosen(list(_case.files()), case=_case.name):
            _kept = LARGE if _file.large else VECTORS
            _kept[f"{_case.name}--{_file.name}{_file.suffix}"] = _file.make
