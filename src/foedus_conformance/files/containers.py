"""Section 8, the container: every byte of a bundle's ZIP, and of its members' lines."""

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

from attrs import evolve

from foedus_conformance.case import Catalogue, File, refused
from foedus_conformance.files.variants import good
from foedus_conformance.forge import Entry, Forge, planned
from foedus_conformance.spelling import HeaderChange, Members, flipped, packed, spliced

ROOM = Catalogue(8)
ALTERED = refused("ContainerError")
ANY = refused(
    "ContainerError", "ProfileError", "ActError", "EntryError", "SignatureError", "GapError", "ForkError",
    "ForeignCompactError", "MissingActError", "ThirdPartyError", "DoubleEntryError", "DisclosureError",
    "EvidenceError",
)  # fmt: skip


def small() -> bytes:
    """The smallest record: one party has begun its log and signed the charter."""
    forge = Forge(begun=False)
    forge.begin("VN")
    forge.sign("VN", forge.charter)
    return forge.bundle(sender="VN")


def members() -> Members:
    """The members of a record with a plan and a document."""
    forge, _ = planned()
    name = forge.blob(b"Minutes (illustrative).")
    forge.put("VN", Entry("doc", {"sha256": name, "size": 23, "mime": "text/plain"}))
    return forge.members()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """That record with one member changed, in a container that is good."""
    return packed((each, change(data) if each == name else data) for each, data in members())


@ROOM.case("every byte counts: whichever is changed, the bundle is refused")
def every_byte() -> Iterator[File]:
    data = small()
    for place in range(len(data)):
        yield File(f"{place:05}", partial(flipped, data, place, place % 8), ANY)


@ROOM.case("a bundle that is cut short anywhere is refused")
def cut_short() -> Iterator[File]:
    data = small()
    for length in [*range(40), *range(40, len(data), 61), *range(len(data) - 30, len(data))]:
        yield File(f"after-{length:05}", partial(bytes, data[:length]), ANY)


@ROOM.case("nothing stands before, between or after what the container is made of")
def bytes_added() -> Iterator[File]:
    whole = packed(members())
    start = whole.index(b"PK\x01\x02")
    for name, place in {"before": 0, "before-the-directory": start, "after": len(whole)}.items():
        for what, more in {"a-zero": b"\0", "a-line-feed": b"\n", "a-header": whole[:43]}.items():
            yield File(f"{what}-{name}", partial(spliced, whole, place, more), ALTERED)
    yield File("twice", lambda: whole * 2, ALTERED)


HEADERS: dict[str, HeaderChange] = {
    "version": lambda header: evolve(header, needs=10),
    "flags": lambda header: evolve(header, flags=8),
    "utf-8-flag": lambda header: evolve(header, flags=0x800),
    "encrypted": lambda header: evolve(header, flags=1),
    "method": lambda header: evolve(header, method=8),
    "time": lambda header: evolve(header, time=1),
    "date": lambda header: evolve(header, date=34),
    "checksum": lambda header: evolve(header, crc=header.crc ^ 1),
    "size": lambda header: evolve(header, size=header.size + 1, plain_size=header.size),
    "plain-size": lambda header: evolve(header, plain_size=header.size + 1),
    "extra": lambda header: evolve(header, extra=b"\1\0\0\0"),
    "name": lambda header: evolve(header, name=header.name[:-1] + b"x"),
}
DIRECTORY: dict[str, HeaderChange] = {
    **HEADERS,
    "made-by": lambda header: evolve(header, made_by=0x314),
    "comment": lambda header: evolve(header, comment=b"words"),
    "disk": lambda header: evolve(header, disk=1),
    "inner-attributes": lambda header: evolve(header, inner=1),
    "outer-attributes": lambda header: evolve(header, outer=0o644 << 16),
    "offset": lambda header: evolve(header, offset=header.offset + 1),
}


@ROOM.case("every number of a member's header, and of its line in the directory, is as the tables say")
def headers() -> Iterator[File]:
    held = members()
    for place in (0, len(held) - 1):
        for name, change in HEADERS.items():
            yield File(
                f"header-{place}-{name}",
                partial(packed, held, local={place: change}),
                ALTERED,
            )
        for name, change in DIRECTORY.items():
            yield File(
                f"directory-{place}-{name}",
                partial(packed, held, central={place: change}),
                ALTERED,
            )
    both = {0: HEADERS["date"]}
    yield File("header-and-directory-agree", lambda: packed(held, local=both, central=both), ALTERED)
    for place in range(4, 22):
        yield File(f"end-{place}", partial(packed, held, end=partial(flipped, place=place)), ALTERED)

    def commented(end: bytes) -> bytes:
        return end[:20] + b"\5\0words"

    yield File("comment-at-the-end", lambda: packed(held, end=commented), ALTERED)


@ROOM.case("a container that another program wrote is refused, however good its content")
def another_programs() -> Iterator[File]:
    def written(method: int) -> bytes:
        file = BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, data in members():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, method)
        return file.getvalue()

    yield File("stored", lambda: written(zipfile.ZIP_STORED), ALTERED)
    yield File("deflated", lambda: written(zipfile.ZIP_DEFLATED), ALTERED)
    yield File("empty", lambda: packed([]), ALTERED)
    for name, data in {
        "nothing": b"",
        "words": b"No bundle.",
        "one-byte": b"P",
        "rar": b"Rar!\x1a\x07",
    }.items():
        yield File(name, partial(bytes, data), refused("ContainerError", "ProfileError", "DisclosureError"))


@ROOM.case("the members are those of the table, all of them, once, in its order")
def which_members() -> Iterator[File]:
    held = members()
    yield good("as-they-are", lambda: packed(held))
    for place, (name, _) in enumerate(held[:-1]):
        plain = name.replace("/", "-").lower()
        yield File(f"without-{plain}", partial(packed, [*held[:place], *held[place + 1 :]]), ALTERED)
        yield File(f"twice-{plain}", partial(packed, [*held, held[place]]), ALTERED)
        swapped = [*held[:place], held[place + 1], held[place], *held[place + 2 :]]
        yield File(f"swapped-{plain}", partial(packed, swapped), ALTERED)
    yield good("without-the-document", lambda: packed(held[:-1]))
    more = {
        "a-file": ("notes.txt", b"words"),
        "a-folder": ("blobs/", b""),
        "a-thirds-log": ("logs/KH.ndjson", b""),
        "a-document-of-another-name": ("blobs/" + "ab" * 32, b"words"),
        "a-document-without-a-hash": ("blobs/minutes", b"words"),
        "a-way-out": ("../notes.txt", b"words"),
        "a-name-of-121-bytes": ("n" * 121, b"words"),
        "a-name-not-ascii": ("blobs/é", b"words"),
        "a-name-of-nothing": ("", b""),
    }
    for name, member in more.items():
        yield File(f"with-{name}", partial(packed, [*held, member]), ALTERED)
        yield File(f"with-{name}-first", partial(packed, [member, *held]), ALTERED)
    capitals = [(name.replace("blobs/", "Blobs/"), data) for name, data in held]
    yield File("capitals", lambda: packed(capitals), ALTERED)


@ROOM.case("lines end with one line feed, acts and leaves are in order and none is there twice")
def lines() -> Iterator[File]:
    def turned(data: bytes) -> bytes:
        return b"".join(reversed(data.splitlines(keepends=True)))

    broken = refused("ContainerError", "ProfileError", "EntryError", "ActError")
    for name in ("acts.ndjson", "leaves.ndjson", "logs/VN.ndjson"):
        plain = name.replace("/", "-").lower()
        for how, change in {
            "no-line-feed-at-the-end": lambda data: data[:-1],
            "an-empty-line": lambda data: data + b"\n",
            "an-empty-line-first": lambda data: b"\n" + data,
            "returns": lambda data: data.replace(b"\n", b"\r\n"),
            "a-mark-first": lambda data: b"\xef\xbb\xbf" + data,
            "twice": lambda data: data * 2,
        }.items():
            yield File(f"{plain}-{how}", partial(changed, name, change), broken)
        if "logs" not in name:
            yield File(f"{plain}-turned", partial(changed, name, turned), ALTERED)
