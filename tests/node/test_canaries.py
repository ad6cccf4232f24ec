"""Private is private: a word planted in every private field comes out nowhere.

Not in a bundle, locked or open, nor in a disclosed line, a proof or a paper; not in an answer
over the wire, a line the server prints or a refusal; not in any file of ours but the private
database, and not in any of a peer's.
"""

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from attrs import frozen

from foedus_node import clock
from foedus_node.cli import commands
from foedus_node.storage.private import grounds
from tests.node.conftest import opened
from tests.node.hiding import forms
from tests.node.nodes import Done, Node
from tests.node.wires import free_port, wait_for

CANARY = "Kanarienvogel"
LOWER = CANARY.lower()
COMMUNIQUE = f"""Vientiane, le 12 mars 2025

Le ministre {CANARY} du Vietnam a rencontré le ministre {CANARY} du Laos le 12 mars 2025 à Vientiane.

Les deux parties sont convenues de renforcer la formation du personnel {CANARY}.
"""
HASH = "0" * 64
WORDLESS = {
    "private_document": {
        *("begins", "compact", "id", "language", "part", "parts", "published", "read_at", "sha256", "traced"),
    },
    "private_trace": {"document_id", "id", "value"},
    "private_proposal": {"id", "kind", "start", "end", "rule", "confidence", "state", "document_id"},
    "private_sought": {"document_id"},
    "private_original": {"document_id", "mime"},
    "private_taken": {"id", "proposal_id"},
    "private_reason": {"proposal_id", "likeness", "signs", "known", "here"},
    "private_lesson": {"proposal_id", "verdict", "looked", "at", "holds", "worse"},
    "private_readagain": {"at", "compact", "edition", "id"},
    "private_ownitem": {"compact", "id", "since"},
    "private_draft": {
        "compact",
        "id",
        "kind",
        "effective",
        "voids",
        "parties",
        "seed",
        "made_at",
        "dropped_at",
    },
    "private_draftline": {"draft_id", "id", "item", "base"},
    "private_changes": {"compact", "id", "number"},
    "private_columns": {"heads", "mapping", "at"},
    "private_note": {"compact", "id", "item", "field", "at"},
    "private_sameperson": {"at", "compact", "id"},
    "private_ruling": {"compact", "id", "undertaking", "item", "verdict", "on", "at"},
    "private_policy": {"what", "needed"},
    "private_approver": {"public", "since"},
    "private_approval": {"id", "compact", "act", "public", "signature", "at"},
    "private_ground": {"at", "compact", "id"},
    "shelf_mark": {"compact", "day", "edition", "entry", "facets", "ours"},
    "shelf_item": {"act", "compact", "digest", "id", "noun", "ours_alone", "since"},
    "shelf_link": {"compact", "id", "item_id"},
    "shelf_unit": {"compact", "id", "line_id", "starts", "unit"},
    "shelf_stay": {"ends", "id", "line_id", "starts", "who"},
    "shelf_event": {"id", "language", "line_id", "text"},
    "shelf_line": {
        "by_day",
        "compact",
        "domain",
        "ends",
        "host",
        "is_long",
        "is_open",
        "item_id",
        "kind",
        "level",
        "name",
        "offered",
        "ours_alone",
        "participants",
        "place",
        "plan",
        "progress",
        "reported",
        "revision",
        "serves_nothing",
        "signed",
        "stage",
        "starts",
        "title",
        "touched",
        "when",
    },
    "people_user": {
        "date_joined",
        "email",
        "id",
        "is_active",
        "is_staff",
        "is_superuser",
        "language",
        "last_login",
        "password",
    },
    "people_user_groups": {"group_id", "id", "user_id"},
    "people_user_user_permissions": {"id", "permission_id", "user_id"},
    "people_deed": {"about", "at", "compact", "id", "name", "user_id", "what"},
    "people_grant": {"compact", "id", "role", "since", "user_id"},
    "people_factorrule": {"id", "since", "whose"},
    "people_handedin": {"answered_at", "at", "compact", "id", "mime", "state", "user_id"},
    "people_look": {"before", "compact", "id", "row", "user_id"},
    "people_sent": {"form", "id", "user_id"},
}
"""The columns of the private database that hold codes, hashes, days and numbers, and nobody's words here."""


HIDDEN = tuple(forms(CANARY))


def tells(data: bytes | str) -> bool:
    """Whether the word is in there, in whatever form."""
    given = data.encode() if isinstance(data, str) else data
    return any(form in given for form in HIDDEN)


def telling(folder: Path) -> list[str]:
    """The files below a folder that tell the word, in their names or in what they hold."""
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if tells(file.name) or (file.is_file() and tells(file.read_bytes()))
    )


@frozen
class Planted:
    """Two nodes side by side, and the word in every private field of the first."""

    vn: Node
    la: Node
    folder: Path


@pytest.fixture(scope="module")
def planted(pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("canary")
    vn, la = Node(pair / "vn").copied(folder / "vn"), Node(pair / "la").copied(folder / "la")
    source, keys = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("keys")
    (source / f"{CANARY}.txt").write_text(COMMUNIQUE, encoding="utf-8")
    vn.do("read", source / f"{CANARY}.txt")
    vn.do("accept", "--all")
    vn.do("draft", "amendment", LOWER, "--title", f"en={CANARY}")
    vn.do("draft", "amend", "first", "--draft", LOWER, "--set", f"place={CANARY}")
    vn.do("note", "first", CANARY)
    sheet = f"{CANARY},Title,Kind,Domain\n{CANARY},{CANARY},visit,border\n"
    (source / "sheet.csv").write_text(sheet, encoding="utf-8")
    vn.do("draft", "sheet", LOWER, source / "sheet.csv", "--column", f"{CANARY}=place")
    (source / "second.txt").write_text(COMMUNIQUE.replace(CANARY, f"{CANARY} Zwei"), encoding="utf-8")
    vn.do("read", source / "second.txt")
    vn.do("accept", "--all")
    for wanting in (row for row in vn.data("accept") if row["kind"] == "people"):
        vn.do("accept", str(wanting["number"]), "--set", "party=VN")
    vn.do("people", "merge", f"person-{LOWER}-zwei", f"person-{LOWER}")
    (source / "third.txt").write_text(f"{COMMUNIQUE}\n", encoding="utf-8")
    vn.do("read", source / "third.txt")
    for again in (row for row in vn.data("accept") if row["kind"] == "people"):
        vn.do("accept", str(again["number"]), "--set", "party=VN", "--set", f"rank={CANARY}")
    vn.do("lessons")
    said = vn.data("followup")[0]["undertaking"]
    vn.do("followup", "decline", said, "--reason", CANARY)
    vn.do("keys", "new", keys / "approver", "--approver")
    vn.do("approvers", "add", CANARY, "--public", keys / "approver.public")
    vn.do("approve", LOWER, "--person", CANARY, "--key", keys / "approver.key")
    with opened(vn):
        grounds.lay(HASH, f'{{"name": "{CANARY}"}}'.encode(), name=CANARY, at=clock.now())
    (source / "password").write_text("words for rehearsal only")
    vn.do("user", "add", LOWER, "--called", CANARY, "--password-file", source / "password")
    vn.do("user", "grant", LOWER, "unit", "--unit", LOWER)
    vn.do("user", "grant", LOWER, "signatory", "--office", CANARY)
    _hand_in(vn)
    vn.do("lists")
    return Planted(vn, la, folder)


def _hand_in(node: Node) -> None:
    """A report that waits for a key, and a form that was sent, as pages keep them."""
    word = {"name", "item", "word", "answered_by"}
    row = {
        **dict.fromkeys(word, CANARY),
        "compact": HASH,
        "document": f'{{"note": {{"en": "{CANARY}"}}}}',
        "paper": CANARY.encode(),
        "mime": "text/plain",
        "state": "back",
        "at": "2026-01-01 00:00:00",
    }
    held = sqlite3.connect(node.folder / "data" / "private.sqlite3")
    places = ", ".join(f":{name}" for name in row)
    with held:
        held.execute(f"INSERT INTO people_handedin ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608 (its own names)
        held.execute(
            "INSERT INTO people_sent (form, led, user_id) SELECT ?, ?, min(id) FROM people_user",
            (HASH, f"/{LOWER}"),
        )
    held.close()


def test_the_word_is_in_every_private_column_that_holds_words(planted: Planted) -> None:
    held = sqlite3.connect(planted.vn.folder / "data" / "private.sqlite3")
    named = held.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND (name GLOB 'private_*' OR name GLOB 'people_*' OR name GLOB 'shelf_*')"
        " AND name NOT GLOB 'shelf_words_*'"
    )
    wordless: dict[str, set[str]] = {}
    for (table,) in named.fetchall():
        columns = [row[1] for row in held.execute(f"PRAGMA table_info({table})")]
        rows = held.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (its own names)
        told = {name for place, name in enumerate(columns) if any(tells(repr(row[place])) for row in rows)}
        wordless[table] = set(columns) - told
    held.close()
    assert wordless == WORDLESS


def test_what_is_sent_and_what_the_other_side_then_holds_tell_nothing(planted: Planted) -> None:
    vn, la, folder = planted.vn, planted.la, planted.folder
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    said = [
        vn.run("export", folder / "all.foedus", "--all"),
        vn.run("export", folder / "part.foedus", "--to", "LA"),
        vn.run("disclose", "first", folder / "first.foedus-line"),
        la.run("import", folder / "part.foedus"),
        la.run("import", folder / "all.foedus"),
        la.run("status"),
        la.run("show"),
        la.run("verify", folder / "all.foedus"),
    ]
    assert [done for done in said if done.code or tells(done.said + done.refused)] == []
    assert telling(folder) == ["vn/data/private.sqlite3"]


@pytest.mark.parametrize(
    "paper",
    [
        "minutes first",
        "delegation first",
        "invitation first",
        "programme first",
        "annual plan-2026",
        "dossier first --shared",
    ],
)
def test_a_paper_for_the_others_tells_nothing(paper: str, planted: Planted, tmp_path: Path) -> None:
    planted.vn.do("write", *paper.split(), "--format", "docx", "--out", tmp_path)
    assert [name for name, data in packed(tmp_path) if tells(data)] == []


def test_the_whole_dossier_tells_what_we_noted(planted: Planted, tmp_path: Path) -> None:
    planted.vn.do("write", "dossier", "first", "--format", "docx", "--out", tmp_path)
    assert [name for name, data in packed(tmp_path) if tells(data)] == ["word/document.xml"]


def packed(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What lies in the one document in a folder, unpacked."""
    (document,) = folder.iterdir()
    with zipfile.ZipFile(document) as parts:
        yield from ((name, parts.read(name)) for name in parts.namelist())


def test_what_goes_over_the_wire_tells_nothing(planted: Planted) -> None:
    vn, la, folder = planted.vn, planted.la, planted.folder
    (compact,) = (one["compact"] for one in vn.data("status"))
    at = f"127.0.0.1:{free_port()}"
    serving = vn.start("answer", "--at", at)
    try:
        wait_for(serving, at)
        la.do("peer", "add", "VN", f"http://{at}")
        said = [la.run("sync"), la.run("sync", "VN", "--json")]
        answers = [
            httpx.request(method, f"http://{at}{path}", content=b"{}" if method == "POST" else None)
            for path in (
                "/",
                "/openapi.json",
                f"/{compact}/heads",
                f"/{compact}/log/VN",
                f"/v1/{compact}/heads",
            )
            for method in ("GET", "POST", "PUT")
        ]
    finally:
        serving.terminate()
        printed = "".join(serving.communicate(timeout=60))
    assert [done for done in said if done.code or tells(done.said + done.refused)] == []
    assert [answer for answer in answers if tells(answer.content + repr(answer.headers).encode())] == []
    assert not tells(printed)
    assert telling(folder) == ["vn/data/private.sqlite3"]


MISUSES = {
    "init": "init --party VN",
    "mandate": "mandate minister --role king",
    "recover": "recover --head nonsense",
    "keys": "keys certify nothing --key nothing",
    "approvers": "approvers require 9",
    "approve": "approve nothing --person Nobody --key nothing",
    "read": "read nothing.txt",
    "read-archive": "read-archive nowhere --out {at}/facts",
    "accept": "accept 99999",
    "lessons": "lessons --compact 0000",
    "stories": "stories 0000",
    "draft": "draft show nothing",
    "diff": "diff nothing",
    "offer": "offer nothing",
    "sign": "sign 0000",
    "decline": "decline 0000",
    "denounce": "denounce --effective nonsense",
    "status": "status --compact 0000",
    "show": "show nothing",
    "note": "note nothing --drop nothing",
    "kinds": "kinds nothing",
    "plan": "plan nothing",
    "border": "border nothing",
    "report": "report nothing --outcome met",
    "followup": "followup --on nonsense",
    "people": "people Nobody",
    "cascade": "cascade nothing",
    "mechanisms": "mechanisms nothing",
    "visits": "visits --year nonsense",
    "assess": "assess nothing",
    "stale": "stale --days nonsense",
    "ours": "ours share nothing --with 0000",
    "training": "training nothing",
    "exercises": "exercises nothing",
    "readiness": "readiness nothing",
    "brief": "brief nothing",
    "write": "write annual nothing",
    "export": "export {at}/nowhere/out.foedus",
    "import": "import {at}/nothing.foedus",
    "disclose": "disclose nothing {at}/out.foedus-line",
    "evidence": "evidence LA --out {at}/LA.foedus-proof",
    "paper": "paper make nothing {at}/out.pdf",
    "file": "file {at}/nothing.pdf",
    "documents": "documents --compact 0000",
    "copy": "copy 0000 {at}/out.pdf",
    "peer": "peer add XX nowhere",
    "sync": "sync LA",
    "serve": "serve --at nonsense",
    "answer": "answer --at nonsense",
    "pages": "pages --at nonsense",
    "user": "user password nobody",
    "lists": "lists --compact 0000",
    "backup": "backup {at}/nowhere/vn.foedus-backup",
    "restore": "restore {at}/nothing.foedus",
    "verify": "verify {at}/nothing.foedus",
    "demo": "demo --at {at}/vn",
}


def test_every_command_is_tried() -> None:
    assert set(MISUSES) == set(commands._COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        *MISUSES.values(),
        "export {at}",
        "export {at}/out.foedus --to XX",
        "import {at}",
        "import {at}/all.foedus x",
    ],
)
def test_no_refusal_tells_the_word(words: str, planted: Planted) -> None:
    done: Done = planted.vn.run(*words.format(at=planted.folder).split())
    assert done.code, done
    assert not tells(done.said + done.refused), done
