"""Said and done: what stands beside a sentence, what an officer decides of it, and takes back."""

import re
from collections import Counter
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import PASSWORD, Served, counted, enter, token


def followed(ministry: Served, *words: str) -> dict[str, dict[str, Any]]:
    """What the command of the same purpose says, by undertaking."""
    rows = ministry.data("followup", *words, "--compact", ministry.compacts[0])
    return {row["undertaking"]: row for row in rows}


def ruled(ministry: Served, name: str) -> list[tuple[str, str]]:
    return [(one["verdict"], one["item"]) for one in followed(ministry)[name]["rulings"]]


def waiting(ministry: Served) -> tuple[str, str]:
    """An undertaking for which something other than an undertaking is proposed, and that thing."""
    return next(
        (name, answer["item"])
        for name, row in followed(ministry, "--proposals").items()
        for answer in row["answers"]
        if not answer["linked"] and not answer["restates"] and row["state"] == "open"
    )


def said(ministry: Served, name: str = "") -> str:
    return f"/{ministry.compacts[0]}/said{name and f'/{name}'}"


def shown(page: str) -> list[str]:
    return re.findall(r'<li id="([^"]+)" data-row', page)


def test_every_undertaking_stands_in_the_list_in_its_state(asking: httpx.Client, vn: Served) -> None:
    rows = followed(vn)
    page = asking.get(said(vn)).text
    following = re.search(r'href="\?after=(\d+)"', page)
    assert following
    further = asking.get(said(vn), params={"after": following[1]}).text
    assert sorted([*shown(page), *shown(further)]) == sorted(rows)
    for state, many in Counter(row["state"] for row in rows.values()).items():
        assert len(shown(asking.get(said(vn), params={"state": state}).text)) == min(many, 20)


def test_a_word_of_the_sentence_narrows_the_list_and_stands_in_the_address(
    context: BrowserContext, vn: Served
) -> None:
    page = enter(context, vn)
    page.goto(vn.address + said(vn))
    page.select_option("select[name=domain]", "border")
    page.wait_for_url("**domain=border**")
    many = sum(row["domain"] == "border" for row in followed(vn).values())
    expect(page.locator("li[data-row]")).to_have_count(many)
    page.reload()
    expect(page.locator("li[data-row]")).to_have_count(many)


def test_an_officer_confirms_a_proposal_and_takes_it_back(context: BrowserContext, mine: Served) -> None:
    name, item = waiting(mine)
    page = enter(context, mine, user="drafter")
    page.goto(f"{mine.address}{said(mine)}?proposals=some")
    row = page.locator(f"li#{name}")
    row.locator("form", has=page.locator(f"input[value='{item}']")).locator("[value=answers]").click()
    expect(page.get_by_text("Decided, for us alone")).to_be_visible()
    assert [(each["verdict"], each["item"]) for each in followed(mine)[name]["rulings"]] == [
        ("answers", item)
    ]
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Decided, for us alone")).to_have_count(0)
    assert ruled(mine, name) == []


def test_what_was_refused_is_never_proposed_again_and_the_page_says_so(mine: Served) -> None:
    name, item = waiting(mine)
    with mine.signed_in("drafter") as client:
        client.get(said(mine, name))
        answer = client.post(
            f"{said(mine, name)}/decide", data={"verdict": "refused", "item": item, **token(client)}
        )
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, said(mine, name))
        page = client.get(answer.headers["location"]).text
    assert "Does not answer it" in page
    assert item not in {one["item"] for one in followed(mine)[name]["answers"]}


def test_something_that_nobody_proposed_is_found_by_its_words_and_answers(mine: Served) -> None:
    name, _ = waiting(mine)
    with mine.signed_in("drafter") as client:
        page = client.get(said(mine, name), params={"find": "patrol spring"}).text
        items = re.findall(r'name="item" value="([^"]+)"', page.split('id="found"')[1])
        assert "patrol-south-spring-2026" in items
        client.post(
            f"{said(mine, name)}/decide",
            data={"verdict": "partly", "item": "patrol-south-spring-2026", **token(client)},
        )
    assert ruled(mine, name) == [("partly", "patrol-south-spring-2026")]


def test_an_ending_needs_its_reason_and_what_was_typed_is_kept(mine: Served) -> None:
    rows = followed(mine)
    due = next(
        name for name, row in rows.items() if (row["due"] or "") >= "2026-10" and row["state"] == "open"
    )
    with mine.signed_in("drafter") as client:
        client.get(said(mine, due))
        silent = client.post(f"{said(mine, due)}/decide", data={"verdict": "declined", **token(client)})
        early = client.post(
            f"{said(mine, due)}/decide",
            data={"verdict": "lapsed", "reason": "Nobody took <it> up.", **token(client)},
        )
        done = client.post(
            f"{said(mine, due)}/decide",
            data={"verdict": "declined", "reason": "Put off without a date.", **token(client)},
        )
        page = client.get(done.headers["location"]).text
    assert (silent.status_code, "Say why, in a few words" in silent.text) == (422, True)
    assert 'aria-invalid="true"' in silent.text
    assert (early.status_code, "which is not over" in early.text) == (422, True)
    assert 'value="Nobody took &lt;it&gt; up."' in early.text
    assert (done.status_code, "Put off without a date." in page) == (303, True)
    assert followed(mine)[due]["state"] == "declined"


@pytest.mark.parametrize(
    "sent",
    [
        {"verdict": "answers", "item": "nothing-of-the-kind"},
        {"verdict": "answers", "item": ""},
        {"verdict": "applause", "item": "patrol-south-spring-2026"},
        {"verdict": "restated", "item": "patrol-south-spring-2026"},
        {"verdict": "lapsed", "reason": "x" * 2001},
        {},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_with_its_page(
    asking: httpx.Client, vn: Served, sent: dict[str, str]
) -> None:
    name = next(iter(followed(vn)))
    asking.get(said(vn, name))
    answer = asking.post(f"{said(vn, name)}/decide", data={**sent, **token(asking)})
    assert answer.status_code == 422
    assert 'class="refusal"' in answer.text or 'class="wrong"' in answer.text
    assert followed(vn)[name]["rulings"] == []


def test_taking_back_what_was_never_decided_is_refused(asking: httpx.Client, vn: Served) -> None:
    name = next(iter(followed(vn)))
    asking.get(said(vn, name))
    answer = asking.post(f"{said(vn, name)}/undo", data=token(asking))
    assert (answer.status_code, "nothing was decided" in answer.text) == (422, True)


def test_who_only_reads_sees_neither_what_is_ours_nor_a_button(vn: Served) -> None:
    ours = {name for name, row in followed(vn).items() if row["ours_alone"]}
    common = next(name for name in followed(vn) if name not in ours)
    with vn.signed_in("reader") as client:
        pages = [client.get(said(vn), params={"after": after}).text for after in ("0", "20")]
        one = client.get(said(vn, common)).text
        hidden = client.get(said(vn, min(ours)))
        refused = client.post(f"{said(vn, common)}/decide", data={"verdict": "declined", **token(client)})
    assert ours
    assert not ours & {name for page in pages for name in shown(page)}
    assert "Ours alone" not in one
    assert "verdict" not in one
    assert hidden.status_code == 404
    assert (refused.status_code, "Ask " in refused.text) == (403, True)


def test_a_unit_sees_what_its_own_activities_answer_and_no_others(mine: Served) -> None:
    rows, compact = followed(mine), mine.compacts[0]
    plans = ("plan-2025", "plan-2026")
    lines = [line for plan in plans for line in mine.data("plan", plan, "--compact", compact)]
    unit = next(line["item"]["units"][0] for line in lines if line["item"].get("units"))
    its = {line["item"]["id"] for line in lines if unit in line["item"].get("units", ())}
    mine.node.do("user", "grant", "reader", "unit", "--unit", unit)
    mine.node.do("user", "revoke", "reader", "reader")
    with mine.signed_in("reader") as client:
        page = client.get(said(mine), params={"after": "0"}).text
    linked = {
        name: {one["item"] for one in row["answers"] if one["linked"]}
        for name, row in rows.items()
        if not row["ours_alone"]
    }
    assert set(shown(page)) == {name for name, items in linked.items() if items & its}
    told = set(re.findall(rf'href="/{compact}/activity/([^"]+)"', page))
    assert told <= its


def test_what_the_sentence_does_not_know_is_told_beside_its_word(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(said(vn), params={"state": "sleeping", "before": "soon"})
    assert page.status_code == 200
    assert "sleeping is not one of the available choices" in page.text
    assert "Write a year, a month or a day" in page.text


def test_the_history_tells_every_turn_with_its_state(asking: httpx.Client, vn: Served) -> None:
    name, row = max(followed(vn).items(), key=lambda each: len(each[1]["history"]))
    page = asking.get(said(vn, name)).text
    assert page.split('id="history-h"')[1].count("<tr>") == len(row["history"]) + 1


def test_a_form_sent_after_the_session_ended_changes_nothing_and_shows_what_was_typed(vn: Served) -> None:
    name = next(iter(followed(vn)))
    sent = {"verdict": "declined", "reason": "Put off without a date.", "secret": "words of a key"}
    with httpx.Client(base_url=vn.address) as client:
        client.get("/account/login/")
        answer = client.post(f"{said(vn, name)}/decide", data={**sent, **token(client)})
    assert (answer.status_code, "Put off without a date." in answer.text) == (403, True)
    assert "session has ended" in answer.text
    assert "words of a key" not in answer.text
    assert followed(vn)[name]["rulings"] == []


def test_our_own_word_is_signed_with_what_shows_it_and_nothing_typed_is_lost(mine: Served) -> None:
    name, row = next(
        (name, row) for name, row in followed(mine).items() if row["answers"] and not row["ours_alone"]
    )
    shown_by = row["answers"][0]["item"]
    typed = {"stage": "carried-out", "on": "2026-09", "note": "Done <together>.", "items": shown_by}
    with mine.signed_in("drafter") as client:
        address = f"{said(mine, name)}/word"
        client.get(address)
        wrong = client.post(address, data={**typed, "secret": "another", **token(client)})
        early = client.post(address, data={**typed, "on": "soon", "secret": PASSWORD, **token(client)})
        later = client.post(address, data={**typed, "on": "2027", "secret": PASSWORD, **token(client)})
        done = client.post(address, data={**typed, "secret": PASSWORD, **token(client)})
        page = client.get(done.headers["location"]).text
    assert [answer.status_code for answer in (wrong, early, later, done)] == [422, 422, 422, 303]
    assert all("Done &lt;together&gt;." in answer.text for answer in (wrong, early, later))
    assert all("another" not in answer.text and PASSWORD not in answer.text for answer in (wrong, early))
    assert 'id="at-secret-wrong"' in wrong.text
    assert 'id="id_on_error"' in early.text
    assert followed(mine)[name]["words"]["VN"] == "carried-out"
    assert "Done &lt;together&gt;." in page


def test_what_is_ours_alone_is_never_offered_as_proof_nor_taken(mine: Served) -> None:
    rows = followed(mine)
    ours = next(
        one["item"]
        for row in rows.values()
        for one in row["answers"]
        if one["ours_alone"] and one["item"].startswith("engagement")
    )
    name = next(name for name, row in rows.items() if row["answers"] and not row["ours_alone"])
    mine.node.do("followup", "answer", name, ours, "--compact", mine.compacts[0])
    with mine.signed_in("drafter") as client:
        address = f"{said(mine, name)}/word"
        page = client.get(address).text
        sent = {"stage": "open", "on": "2026-09", "items": ours, "secret": PASSWORD, **token(client)}
        answer = client.post(address, data=sent)
    assert ours not in page
    assert 'name="items"' in page
    assert (answer.status_code, followed(mine)[name]["words"]) == (422, {})


def test_a_word_is_said_on_what_is_in_force_alone_and_by_who_may_report(vn: Served) -> None:
    rows = followed(vn)
    ours = next(name for name, row in rows.items() if row["ours_alone"])
    common = next(name for name, row in rows.items() if not row["ours_alone"])
    with vn.signed_in("drafter") as client:
        assert client.get(f"{said(vn, ours)}/word").status_code == 404
    with vn.signed_in("reader") as client:
        assert client.get(f"{said(vn, common)}/word").status_code == 403
        assert "/word" not in client.get(said(vn, common)).text


def test_nothing_is_where_no_undertaking_is(asking: httpx.Client, vn: Served) -> None:
    assert asking.get(said(vn, "nothing-of-the-kind")).status_code == 404


def test_a_list_takes_as_many_questions_however_long_it_is(vn: Served) -> None:
    asked = {
        "all": said(vn),
        "some": f"{said(vn)}?domain=border",
        "none": f"{said(vn)}?search=zzzz",
        "one": said(vn, next(iter(followed(vn)))),
    }
    found = counted(Node(vn.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(asked, 200)
    assert found["all"]["questions"] == found["some"]["questions"] <= 12
    assert found["one"]["questions"] <= 12
