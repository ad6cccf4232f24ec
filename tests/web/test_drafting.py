"""Drafts on their pages: proposing a change, a new line, two officers at one draft, dropping, taking back."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.forms import form_in, send, wrong_in
from tests.web.ministries import Served, counted, enter, token
from tests.web.offers import drafted, offered, said
from tests.web.test_activity import told

VISIT = "visit-2026"


def at(ministry: Served, *path: str) -> str:
    return "/".join(["", ministry.compacts[0], *path])


def lines(ministry: Served, draft: str) -> dict[str, Any]:
    """What a draft says, by item."""
    found = ministry.node.data("draft", "show", draft)
    return {line["item"]: line["document"] for line in found[0]["lines"]}


def names(ministry: Served) -> list[str]:
    return [draft["name"] for draft in ministry.node.data("draft", "show")]


def test_an_officer_proposes_a_change_and_sees_it_against_what_is_in_force(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="drafter")
    page.goto(mine.address + at(mine, "activity", VISIT))
    page.get_by_role("link", name="Propose a change").click()
    page.get_by_label("When", exact=True).first.fill("2026-11-10/2026-11-12")
    page.get_by_label("Place", exact=True).first.fill("Hanoi")
    page.get_by_role("button", name="Write it into the draft").click()
    expect(page.locator(".state")).to_have_text("Draft: only we see it")
    expect(page.locator("article.changed")).to_contain_text("10–12 November 2026")
    assert lines(mine, "amendment-1")[VISIT]["when"] == "2026-11-10/2026-11-12"
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_role("status")).to_contain_text("Taken out of the draft")
    assert lines(mine, "amendment-1") == {}
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("article.changed")).to_contain_text("10–12 November 2026")
    page.get_by_role("button", name="Drop the draft").click()
    assert names(mine) == []
    page.get_by_role("button", name="Take back amendment-1").click()
    expect(page.locator("article.changed")).to_contain_text("10–12 November 2026")
    assert names(mine) == ["amendment-1"]


def test_what_a_form_does_not_touch_stays_as_it_was(mine: Served) -> None:
    shown = mine.node.data("show", "dialogue-2026", "--compact", mine.compacts[0])
    with mine.signed_in("drafter") as client:
        answer = send(client, at(mine, "activity", "dialogue-2026", "change"), field="based", place="Hanoi")
    assert answer.status_code == 303
    assert lines(mine, "amendment-1")["dialogue-2026"] == {**shown["item"], "place": "Hanoi"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title__en": "", "title__fr": ""}, {"at-title": "Words are needed here."}),
        (
            {"when": "soon"},
            {
                "at-when": "This should be a date or a period that exists, such as 2026-10 or "
                "2026-10-06/2026-10-15."
            },
        ),
        ({"session": "the sixth"}, {"at-session": "This should be a whole number, such as 12."}),
        ({"host": "LA", "participants": ["VN"]}, {"at-host": "Laos is not among the participants"}),
        ({"session": "3"}, {"at-session": "numbers a session, but no mechanism is named"}),
        ({"people.0.role": "head"}, {"at-people": ""}),
    ],
)
def test_what_is_wrong_with_a_line_is_told_beside_it_and_nothing_typed_is_lost(
    vn: Served, changes: dict[str, Any], wrong: dict[str, str]
) -> None:
    with vn.signed_in("drafter") as client:
        answer = send(client, at(vn, "activity", VISIT, "change"), field="based", place="Typed", **changes)
    assert answer.status_code == 422
    assert form_in(answer.text, "based")["place"] == "Typed"
    if "people.0.role" not in changes:
        found = wrong_in(answer.text)
        assert {key: found.get(key) or found.get("") for key in wrong} == wrong
    assert names(vn) == []


def test_two_officers_at_one_line_see_both_versions_and_lose_neither(mine: Served) -> None:
    drafted(mine, item=VISIT, when="2026-12")
    address = at(mine, "activity", VISIT, "change") + "?draft=ours"
    with mine.signed_in("drafter") as first, mine.signed_in("chief") as second:
        early = form_in(second.get(address).text, "based")
        assert send(first, address, field="based", place="Hanoi").status_code == 303
        mine_now = {**early, "place": "Hue", **token(second)}
        answer = second.post(address, data=mine_now)
        page = told(answer.text)
        assert answer.status_code == 409
        assert "Somebody else wrote on this line meanwhile. Nothing was overwritten." in page
        assert "Hanoi" in page
        assert lines(mine, "ours")[VISIT]["place"] == "Hanoi"
        again = form_in(answer.text, "based")
        assert again["place"] == "Hue"
        assert second.post(address, data={**again, **token(second)}).status_code == 303
    assert lines(mine, "ours")[VISIT]["place"] == "Hue"


def test_a_draft_that_was_dropped_meanwhile_costs_nobody_what_they_typed(mine: Served) -> None:
    drafted(mine, item=VISIT)
    address = at(mine, "activity", VISIT, "change") + "?draft=ours"
    with mine.signed_in("drafter") as client:
        form = form_in(client.get(address).text, "based")
        assert client.post(at(mine, "draft", "ours", "drop"), data=token(client)).status_code == 303
        answer = client.post(address, data={**form, "place": "Hue", **token(client)})
    assert answer.status_code == 409
    assert "The draft ours is gone" in told(answer.text)
    assert form_in(answer.text, "based")["place"] == "Hue"


def test_a_new_line_is_asked_for_by_its_kind(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        assert "Choose first what kind" in client.get(at(mine, "line")).text
        address = at(mine, "line") + "?kind=dialogue"
        answer = send(
            client,
            address,
            field="as",
            title__en="7th Defence Policy Dialogue",
            when="2026-12",
            host="LA",
            domain="policy-dialogue",
            **{"people.0.role": "co-chair", "people.0.party": "VN", "people.0.count": "3"},
        )
        assert answer.status_code == 303, wrong_in(answer.text)
        more = client.post(
            address, data={**form_in(client.get(address).text, "as"), "more": "people", **token(client)}
        )
    assert form_in(more.text, "as")["people.count"] == "7"
    (line,) = lines(mine, "amendment-1").values()
    assert line == {
        "type": "activity",
        "id": line["id"],
        "plan": "plan-2026",
        "kind": "dialogue",
        "domain": "policy-dialogue",
        "title": {"en": "7th Defence Policy Dialogue"},
        "host": "LA",
        "participants": ["LA", "VN"],
        "when": "2026-12",
        "people": [{"role": "co-chair", "party": "VN", "count": 3}],
    }


def test_a_line_is_proposed_to_be_struck_out(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        answer = client.post(at(mine, "activity", VISIT, "strike"), data={"draft": "", **token(client)})
        assert answer.status_code == 303
        assert "struck out" in told(client.get(answer.headers["location"]).text)
    assert lines(mine, "amendment-1") == {VISIT: None}


def test_a_draft_overtaken_by_what_came_into_force_is_looked_at_again(
    example: Path, mine: Served, tmp_path: Path
) -> None:
    drafted(mine, item=VISIT, when="2026-12")
    act = offered(example, mine, tmp_path)
    page, beside = at(mine, "draft", "ours"), "Void “Visits of October” with this draft"
    with mine.signed_in("drafter") as client:
        assert beside in told(client.get(page).text)
        said(mine.node, "sign", act, "--compact", mine.compacts[0])
        assert "1 thing in it was changed in force since it was written." in told(client.get(page).text)
        assert client.post(f"{page}/rebase", data=token(client)).status_code == 303
        after = told(client.get(page).text)
    assert "changed in force since" not in after
    assert beside not in after


def test_an_open_offer_on_the_same_line_is_voided_with_the_draft(
    example: Path, mine: Served, tmp_path: Path
) -> None:
    act = offered(example, mine, tmp_path)
    with mine.signed_in("drafter") as client:
        page = at(mine, "activity", VISIT, "change")
        answer = send(client, page, field="based", place="Hue", **{"void-offers": "yes"})
        assert answer.status_code == 303
    (draft,) = mine.node.data("draft", "show", "amendment-1")
    assert [void[:12] for void in draft["voids"]] == [act]


@pytest.mark.parametrize(
    ("sort", "said_", "draft"),
    [
        ("amendment", {"name": "spring", "title.en": "Spring"}, ("spring", "amend", 0)),
        (
            "plan",
            {"name": "plan-2027", "title.en": "Plan 2027", "period": "2027", "succeeds": "plan-2026"},
            ("plan-2027", "plan.adopt", 1),
        ),
        ("closing", {"plan": "plan-2026", "on": "2026-12-31"}, ("close-plan-2026", "plan.close", 1)),
    ],
)
def test_a_draft_is_begun(
    mine: Served, sort: str, said_: dict[str, str], draft: tuple[str, str, int]
) -> None:
    with mine.signed_in("drafter") as client:
        field = "plan" if sort == "closing" else "name"
        answer = send(client, at(mine, "drafts", f"begin?sort={sort}"), field=field, **said_)
        assert answer.status_code == 303, wrong_in(answer.text)
    begun = [(one["name"], one["kind"], len(one["lines"])) for one in mine.node.data("draft", "show")]
    assert begun == [draft]


def test_a_bad_name_of_a_draft_is_told_beside_it(vn: Served) -> None:
    page = at(vn, "drafts", "begin?sort=amendment")
    with vn.signed_in("drafter") as client:
        answer = send(client, page, field="name", name="Plan for 2027!", **{"title.en": "Spring"})
    wrong = {"at-name": "Write small letters, digits and hyphens, 64 at most, as in plan-2027."}
    assert (answer.status_code, wrong_in(answer.text)) == (422, wrong)


def test_a_draft_gets_another_name_title_and_day(mine: Served) -> None:
    drafted(mine)
    before = lines(mine, "ours")
    with mine.signed_in("drafter") as client:
        page = client.get(at(mine, "draft", "ours")).text
        form = {
            **form_in(page, "effective"),
            "name": "winter",
            "title.en": "Winter",
            "effective": "2026-12-01",
        }
        answer = client.post(at(mine, "draft", "ours", "describe"), data={**form, **token(client)})
        shown = told(client.get(answer.headers["location"]).text)
    assert "Applies from 1 December 2026" in shown
    assert names(mine) == ["winter"]
    assert lines(mine, "winter") == before


def test_who_does_not_prepare_drafts_nothing_and_who_sees_only_what_is_common_sees_none(vn: Served) -> None:
    pages = ("drafts", "draft/ours")
    forms = ("line", "drafts/begin", f"activity/{VISIT}/change", "draft/ours/drop", "draft/ours/take-out")
    with vn.signed_in("reader") as reader, vn.signed_in("signatory") as signatory:
        assert [reader.get(at(vn, page)).status_code for page in pages] == [403, 403]
        assert [signatory.get(at(vn, page)).status_code for page in pages] == [200, 404]
        for one in (reader, signatory):
            answers = [one.post(at(vn, form), data=token(one)).status_code for form in forms]
            assert answers == [403] * len(forms)


def test_a_draft_of_one_compact_is_not_there_in_another(mine: Served) -> None:
    drafted(mine)
    with mine.signed_in() as client:
        assert client.get(f"/{mine.compacts[1]}/draft/ours").status_code == 404
        assert client.get(f"/{mine.compacts[1]}/activity/{VISIT}").status_code == 404


def test_a_draft_takes_as_many_questions_however_much_it_says(mine: Served) -> None:
    drafted(mine)
    asked = {"draft": at(mine, "draft", "ours"), "drafts": at(mine, "drafts")}
    few = counted(Node(mine.node.folder), "chief", asked)
    for item in ("patrol-south-autumn-2026", "exchange-2026", "youth-2026", "medicine-2026"):
        change = ("draft", "amend", item, "--compact", mine.compacts[0], "--draft", "ours")
        said(mine.node, *change, "--set", "place=Hanoi")
    many = counted(Node(mine.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in many.items()} == {"draft": 200, "drafts": 200}
    assert {name: answer["questions"] for name, answer in many.items()} == {
        name: answer["questions"] for name, answer in few.items()
    }
