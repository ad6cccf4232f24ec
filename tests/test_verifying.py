"""Any file is verified by what it is: papers alone, against a record, and inside one."""

import io
import json
from itertools import takewhile
from pathlib import Path

import pytest

from foedus.__main__ import main
from foedus.errors import NoRecordNeededError, PaperError
from foedus.record import canonical
from foedus.record.entry import EntryType
from foedus.verifying import checked
from tests.reporting.papers import ministry, once, twice, world
from tests.worlds import World


def filed(*documents: bytes, by: tuple[str, ...] = ("VN", "LA")) -> World:
    """The world of the paper, in which documents were filed."""
    made, plan, _ = world()
    held = World("VN", "LA", seed="papers")
    held.acts, held.leaves, held.logs = dict(made.acts), dict(made.leaves), dict(made.logs)
    held.entries = {party: list(lines) for party, lines in made.entries.items()}
    held.mandates, held.minute = dict(made.mandates), made.minute
    assert plan.hash in held.acts
    for document in documents:
        body = {"sha256": canonical.digest(document), "size": len(document), "mime": "application/pdf"}
        for party in by:
            held.put(held.next_entry(party, EntryType.DOC, body, by=held.by(party)))
    return held


def told(file: bytes, *, record: bytes | None = None, trust: tuple[bytes, ...] = ()) -> list[str]:
    return [*checked(io.BytesIO(file), record=io.BytesIO(record) if record else None, trust=trust).lines()]


def test_a_paper_is_verified_alone_and_says_what_it_does_not_prove() -> None:
    plan = world()[1]
    said = told(twice())
    assert said[:3] == [
        f"Paper {canonical.digest(twice())[:12]} of act {plan.hash[:12]}",
        "  plan.adopt “Illustrative plan”",
        f"  compact {world()[0].compact[:12]} of LA, VN",
    ]
    assert said[4] == "Signed"
    assert [line[:5] for line in said[5:7]] == ["  VN ", "  LA "]
    assert said[8:] == [
        "Proven: the signatures in VN, LA's places stand for these pages and the act attached.",
        "Proven: the pages are those that are set from this act, byte for byte.",
        "Not proven:",
        "  that the certificates are to be trusted: judge them by your own, with --trust FILE.pem.",
        "  that the parties signed the act in their logs: hold it against the record with --record.",
        "  that a certificate was not revoked, and that its officer was entitled to sign.",
        "  when it was signed: the days are the signers' own word.",
    ]


def test_a_paper_is_held_against_the_record_in_which_it_was_filed() -> None:
    held = filed(twice(), by=("VN",))
    said = told(twice(), record=held.bundle(), trust=(ministry().pem,))
    at = said.index("In the record")
    assert said[at + 1].startswith(
        f"  {world()[1].hash[:12]}  plan.adopt “Illustrative plan”: in force since "
    )
    assert said[at + 2].startswith("  VN (Director of Cooperation, 2026-01-06) filed this very file: entry ")
    assert said[at + 3] == "  Not filed by LA."
    assert "trusted, Ministry certificates (illustrative) vouches for it" in said[5]


def test_the_same_is_told_to_a_program() -> None:
    held = filed(twice())
    found = checked(io.BytesIO(twice()), record=io.BytesIO(held.bundle())).to_json()
    assert (found["verified"], found["document"], found["pages"]) == (
        True,
        canonical.digest(twice()),
        "proven",
    )
    assert [row["party"] for row in found["record"]["filed"]] == ["VN", "LA"]
    assert (found["record"]["act"]["state"], found["awaited"]) == ("in force", [])
    assert json.loads(json.dumps(found)) == found


def test_a_paper_whose_act_is_not_in_the_record_is_refused() -> None:
    with pytest.raises(PaperError) as refusal:
        told(twice(), record=World("VN", "LA", seed="elsewhere").bundle())
    assert refusal.value.reason == "the record does not hold its act"


def test_a_record_is_held_against_papers_only() -> None:
    with pytest.raises(NoRecordNeededError):
        told(world()[0].bundle(), record=world()[0].bundle())


def test_the_verdict_on_a_record_tells_of_the_papers_in_it() -> None:
    spoilt, plain = once() + b"\n", b"%PDF-1.7 minutes"
    held = filed(twice(), spoilt, plain)
    lines = told(held.bundle(blobs=[twice(), spoilt, plain]))
    by = "filed by VN (Director of Cooperation, 2026-01-06), LA (Director of Cooperation, 2026-01-06)"
    parts = {data: part(lines, f"  {canonical.digest(data)[:12]}") for data in (twice(), spoilt, plain)}
    assert [said[0].split("  ")[2] for said in parts.values()] == [f"application/pdf, {by}"] * 3
    assert parts[twice()][1] == (
        f"    the paper of act {world()[1].hash[:12]} “Illustrative plan”; pages proven"
    )
    assert parts[twice()][2].startswith("    signed  VN  Nguyễn Văn A (illustrative)")
    assert parts[spoilt][1].startswith(
        "    REFUSED: This is not the intact paper of an act: something was added"
    )
    assert [len(said) for said in parts.values()] == [4, 2, 1]


def part(lines: list[str], head: str) -> list[str]:
    """A line and those that belong to it, set further in."""
    at = next(place for place, line in enumerate(lines) if line.startswith(head))
    return [lines[at], *takewhile(lambda line: line.startswith("    "), lines[at + 1 :])]


def test_a_document_that_a_bundle_leaves_out_is_said_to_be_elsewhere() -> None:
    lines = told(filed(twice()).bundle())
    assert [line for line in lines if line.endswith("; it is not in this file")] != []


def test_python_m_foedus_verifies_a_paper_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (
        ("plan.pdf", twice()),
        ("all.foedus", filed(twice()).bundle()),
        ("m.pem", ministry().pem),
    ):
        (tmp_path / name).write_bytes(data)
    words = ["verify", "plan.pdf", "--record", "all.foedus", "--trust", "m.pem"]
    assert main([str(tmp_path / word) if "." in word else word for word in words]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == told(twice(), record=filed(twice()).bundle(), trust=(ministry().pem,))
    assert main(["verify", str(tmp_path / "plan.pdf"), "--record", str(tmp_path / "none")]) == 1
    assert "none cannot be read: it is not there" in capsys.readouterr().err
