"""One activity on its page: what is told to whom, reports and papers, and the notes that never leave."""

import re
from html import unescape
from typing import Any

import httpx
import orjson
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.forms import form_in, send, wrong_in
from tests.web.ministries import CLOCK, PASSWORD, Served, counted, enter, token

VISIT = "visit-2026"
DIALOGUE = "dialogue-2026"
PDF = b"%PDF-1.7\n% illustrative\n"


def place(ministry: Served, item: str, *more: str) -> str:
    return "/".join(["", ministry.compacts[0], "activity", item, *more])


def told(page: str) -> str:
    """A page's words, without its tags."""
    words = re.sub(r"<(script|style|select|datalist).*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", words)))


def test_an_activity_tells_its_stages_its_papers_both_sides_and_who_signed_it(vn: Served) -> None:
    with vn.signed_in() as client:
        page = told(client.get(place(vn, DIALOGUE)).text)
    for said in (
        "6th Defence Policy Dialogue",
        "In force since 20 February 2026, signed by both",
        "Next: Minutes signed , to be reported by Vietnam",
        "Session held done, says Vietnam, 2 May 2026",
        "signed minutes",
        "Outcome as agreed as agreed the sides say the same",
        "Amendment of dialogue-2026 in force from 20 February 2026",
        "Laos signed, minister of defence, 20 February 2026, 08:00 UTC",
        "Ours alone",
        "a fixed month for the patrols",
    ):
        assert said in page, said


def test_who_sees_only_what_is_common_sees_nothing_of_ours(vn: Served) -> None:
    with vn.signed_in("reader") as client:
        page = told(client.get(place(vn, DIALOGUE)).text)
        refused = client.get(place(vn, DIALOGUE, "report"))
    assert "6th Defence Policy Dialogue" in page
    for ours in ("Ours alone", "fixed month", "Propose a change", "Report on it"):
        assert ours not in page
    assert refused.status_code == 403


def test_a_unit_sees_its_own_activities_and_no_others(mine: Served, tmp_path: Any) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    lines = mine.node.data("plan", "--compact", mine.compacts[0])
    items = [line["item"] for line in lines]
    own = next(item for item in items if item.get("units"))
    other = next(item for item in items if own["units"][0] not in item.get("units", ()))
    mine.node.do("user", "add", "academy", "--password-file", secret)
    mine.node.do("user", "grant", "academy", "unit", "--unit", own["units"][0])
    with mine.signed_in("academy") as client:
        assert client.get(place(mine, own["id"])).status_code == 200
        assert client.get(place(mine, own["id"], "report")).status_code == 200
        assert client.get(place(mine, other["id"])).status_code == 404
        assert client.get(place(mine, other["id"], "report")).status_code == 404


def test_an_officer_reports_a_stage_and_files_the_paper_that_proves_it(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine)
    page.goto(mine.address + place(mine, VISIT))
    page.get_by_role("link", name="Report on it").click()
    assert page.get_by_label("Stage reached").input_value() == "invitation"
    page.fill("textarea[name='note.en']", "Invited by letter (illustrative).")
    page.set_input_files("#at-paper", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#at-secret", "not the passphrase")
    page.get_by_role("button", name="Sign the report").click()
    expect(page.locator("#at-secret-wrong")).to_be_visible()
    assert page.input_value("textarea[name='note.en']") == "Invited by letter (illustrative)."
    assert page.input_value("#at-secret") == ""
    page.set_input_files("#at-paper", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#at-secret", PASSWORD)
    page.get_by_role("button", name="Sign the report").click()
    expect(page.get_by_role("status").first).to_contain_text("stands in our log")
    expect(page.locator("ol.stages li.done").first).to_contain_text("done, says Vietnam, 15 September 2026")
    expect(page.locator("body")).to_contain_text("Invited by letter (illustrative).")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:'))") == []
    with page.expect_download() as begun:
        page.locator("table a[download]").first.click()
    assert begun.value.path().read_bytes() == PDF
    shown = mine.node.run("show", VISIT, "--compact", mine.compacts[0], "--json", FOEDUS_CLOCK=CLOCK)
    reports = orjson.loads(shown.said)["reports"]
    assert [(one["party"], one["stage"], len(one["documents"])) for one in reports] == [
        ("VN", "invitation", 1)
    ]


@pytest.mark.parametrize(
    ("changes", "files", "at"),
    [
        (
            {"on": "the other day"},
            None,
            {"at-on": "This should be a date that exists, such as 2026, 2026-10 or 2026-10-21."},
        ),
        ({"on": ""}, None, {"at-on": "Words are needed here."}),
        ({"secret": ""}, None, {"at-secret": "Without it nothing can be signed."}),
        (
            {"stage": "farewell"},
            None,
            {
                "at-also": "Nobody has reported what comes before it: invitation, acceptance. "
                "Mark what is done too."
            },
        ),
        (
            {},
            {"paper": ("minutes.pdf", b"MZ\x90\x00 no PDF at all", "application/pdf")},
            {
                "at-paper": "The file is called minutes.pdf, but it is none of that sort. "
                "Choose the paper itself."
            },
        ),
        (
            {},
            {"paper": ("empty.txt", b"", "text/plain")},
            {"at-paper": "The file is empty. Choose the paper itself."},
        ),
    ],
)
def test_what_is_wrong_with_a_report_is_told_beside_it_and_nothing_typed_is_lost(
    vn: Served, changes: dict[str, str], files: Any, at: dict[str, str]
) -> None:
    said = {"note__en": "Typed at length.", "secret": PASSWORD, **changes}
    with vn.signed_in() as client:
        answer = send(client, place(vn, VISIT, "report"), field="note.en", files=files, **said)
    assert answer.status_code == 422
    wrong = wrong_in(answer.text)
    assert {key: wrong.get(key, wrong.get("")) for key in at} == at
    again = form_in(answer.text, "note.en")
    assert (again["note.en"], again["secret"]) == ("Typed at length.", "")


def test_what_is_still_to_come_is_not_reported(vn: Served) -> None:
    with vn.signed_in() as client:
        answer = send(client, place(vn, VISIT, "report"), field="note.en", on="2031-01-01", secret=PASSWORD)
    assert answer.status_code == 422
    assert "still to come" in told(answer.text)


def test_a_document_is_given_out_only_by_the_activity_whose_report_names_it(vn: Served) -> None:
    strange = "0" * 64
    with vn.signed_in() as client:
        assert client.get(place(vn, DIALOGUE, "document", strange)).status_code == 404


def test_a_note_is_kept_dropped_and_put_back(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        page = place(mine, VISIT)
        address = place(mine, VISIT, "note")
        assert client.post(address, data={"words": "Ask first.", **token(client)}).status_code == 303
        shown = client.get(page).text
        assert "Ask first." in told(shown)
        number = form_in(shown, "number")["number"]
        assert client.post(f"{address}/drop", data={"number": number, **token(client)}).status_code == 303
        after = client.get(page).text
        assert "Dropped: “Ask first.”" in told(after)
        assert client.post(address, data={"words": "Ask first.", **token(client)}).status_code == 303
        assert "Dropped:" not in told(client.get(page).text)
    kept = mine.node.data("note", VISIT, "--compact", mine.compacts[0])
    assert [(one["field"], one["value"]) for one in kept] == [("", "Ask first.")]


def test_a_note_without_words_is_refused_beside_its_field(vn: Served) -> None:
    with vn.signed_in() as client:
        answer = client.post(place(vn, VISIT, "note"), data={"words": "  ", **token(client)})
    assert (answer.status_code, wrong_in(answer.text)) == (422, {"note": "Words are needed here."})


def test_only_who_prepares_keeps_notes(vn: Served) -> None:
    with vn.signed_in("reader") as client:
        for address in (place(vn, VISIT, "note"), place(vn, VISIT, "note", "drop")):
            assert client.post(address, data={"words": "x", **token(client)}).status_code == 403
        assert client.get(place(vn, VISIT, "ours")).status_code == 403


def test_the_fields_that_a_kind_keeps_ours_are_filled_in_a_form_of_their_own(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        changed = {"talking_points": "Thank for the courses.\nAsk for a month."}
        answer = send(client, place(mine, DIALOGUE, "ours"), field="talking_points", **changed)
    assert answer.status_code == 303
    kept = mine.node.data("note", DIALOGUE, "--compact", mine.compacts[0])
    said = {one["field"]: one["value"] for one in kept if one["field"]}
    assert said == {"talking_points": "Thank for the courses.\nAsk for a month."}


def test_an_activity_that_is_not_there_is_not_found(asking: httpx.Client, vn: Served) -> None:
    assert asking.get(place(vn, "activity-nowhere")).status_code == 404
    assert asking.get(place(vn, "plan-2026")).status_code == 404


def test_an_activity_takes_as_many_questions_however_much_was_said_of_it(vn: Served) -> None:
    asked = {item: place(vn, item) for item in (VISIT, DIALOGUE, "courses-2026", "chief-visit-2025")}
    found = counted(Node(vn.node.folder), "chief", asked)
    assert {answer["status"] for answer in found.values()} == {200}
    assert max(answer["questions"] for answer in found.values()) <= 40
