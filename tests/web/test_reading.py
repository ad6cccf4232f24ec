"""The reading room: documents come in, words and proposals show each other, officers settle and take back."""

import io
import re
from typing import Any

import httpx
import orjson
import pytest
from docx import Document as WordFile
from playwright.sync_api import BrowserContext, Page, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter, token

TALKS = """La ministre de la Défense du Vietnam reçoit son homologue du Laos

Hanoï, le 14 septembre 2026. – Le général Illustro Exempla, ministre vietnamien de la Défense, a reçu lundi \
à Hanoï le général Ficto Modela, ministre lao de la Défense (texte illustratif).

Les deux parties sont convenues d'intensifier les patrouilles conjointes à la frontière.

Le ministre Illustro Exempla a proposé que les deux ministères renforcent la formation du personnel.
"""

RESPELT = """Hà Nội, ngày 25/9/2026

Đại tướng Khăm-tua Xổm-mút, Bộ trưởng Quốc phòng Lào, đã thăm Việt Nam (văn bản minh họa).
"""
IN_LAO = "ວຽງຈັນ, ວັນທີ 28 ພຶດສະພາ 2026\n\nລັດຖະມົນຕີກະຊວງປ້ອງກັນປະເທດ ແຫ່ງ ສປປ ລາວ ໄດ້ຕ້ອນຮັບຄະນະຜູ້ແທນ ຫວຽດນາມ.\n"


def reading(ministry: Served) -> str:
    return f"/{ministry.compacts[0]}/reading"


def taken_in(client: httpx.Client, ministry: Served, text: str = TALKS) -> str:
    """Paste a text; gives the address of the document."""
    answer = client.post(reading(ministry), data={"text": text, **token(client)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def sent(client: httpx.Client, ministry: Served, data: bytes, *, name: str = "talks.txt") -> httpx.Response:
    return client.post(reading(ministry), data=token(client), files={"file": (name, data)})


def open_proposals(ministry: Served) -> dict[int, str]:
    return {row["number"]: row["kind"] for row in ministry.node.data("accept")}


def ours(ministry: Served) -> dict[str, dict[str, Any]]:
    """What the ministry holds true alone, by name."""
    rows = ministry.node.tables("private")["private_ownitem"]
    return {row[2]: orjson.loads(row[3]) for row in rows}


def opened(context: BrowserContext, ministry: Served, *, user: str = "drafter") -> Page:
    page = enter(context, ministry, user=user)
    page.goto(f"{ministry.address}{reading(ministry)}")
    page.get_by_label("Paste the text").fill(TALKS)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("homologue du Laos")
    return page


def press(page: Page, key: str) -> None:
    """Press a key once the page is there with its scripts; a key before that goes nowhere."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_a_text_is_pasted_settled_by_keys_and_taken_back(context: BrowserContext, mine: Served) -> None:
    page = opened(context, mine)
    before = open_proposals(mine)
    chosen = page.locator("[data-proposal].looked-at")
    expect(chosen.locator("h3")).to_contain_text("Illustro Exempla")
    expect(chosen).to_contain_text("nobody we know bears this name")
    expect(page.locator(".leaf a.looked-at")).to_contain_text("Illustro Exempla")

    press(page, "n")
    expect(chosen.locator("h3")).to_contain_text("Ficto Modela")
    press(page, "p")
    expect(chosen.locator("h3")).to_contain_text("Illustro Exempla")

    press(page, "m")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type(" ")
    page.get_by_label("Name", exact=True).fill("Illustro Exempla-Mendata")
    page.get_by_label("Name", exact=True).blur()
    expect(page.locator("#weighed")).to_contain_text("Person: Illustro Exempla-Mendata new")
    press(page, "a")
    expect(page.locator(".told")).to_contain_text("ours alone until it goes into a draft")
    assert len(open_proposals(mine)) == len(before) - 1
    assert ours(mine)["person-illustro-exempla-mendata"]["name"] == "Illustro Exempla-Mendata"

    press(page, "r")
    expect(page.locator(".told")).to_contain_text("Rejected.")
    press(page, "u")
    expect(page.locator(".told")).to_contain_text("1 decision taken back.")
    assert len(open_proposals(mine)) == len(before) - 1


def test_words_and_proposals_show_each_other(context: BrowserContext, mine: Served) -> None:
    page = opened(context, mine)
    page.locator(".leaf a", has_text="intensifier les patrouilles").click()
    expect(page.locator("[data-proposal].looked-at h3")).to_contain_text("intensifier les patrouilles")
    page.locator("[data-proposal] a.short", has_text="Ficto Modela").click()
    expect(page.locator(".leaf a.looked-at")).to_contain_text("Ficto Modela")


def test_without_scripts_everything_works_too(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        document = taken_in(client, mine)
        page = client.get(document).text
        number = int(re.search(r'id="p(\d+)" class="looked-at"', page)[1])  # type: ignore[index]  # it is there
        assert f'href="?at={number}#p{number}"' in page
        fact = {"fact-name": "Illustro Exempla", "fact-party": "VN", "fact-office": "minister of defence"}
        weighed = client.post(f"{document}/{number}", data={**fact, "do": "weigh", **token(client)})
        assert (weighed.status_code, "Office: minister of defence" in weighed.text) == (200, True)
        wrong = client.post(
            f"{document}/{number}", data={**fact, "fact-name": "", "do": "accept", **token(client)}
        )
        assert wrong.status_code == 422
        assert 'aria-invalid="true"' in wrong.text
        assert 'value="minister of defence"' in wrong.text
        done = client.post(f"{document}/{number}", data={**fact, "do": "accept", **token(client)})
        assert done.status_code == 303
        again = client.post(f"{document}/{number}", data={**fact, "do": "accept", **token(client)})
        assert (again.status_code, f"Proposal {number} is accepted already." in again.text) == (422, True)
        back = client.post(f"{document}/back", data={"number": str(number), **token(client)})
        assert back.status_code == 303
        assert number in open_proposals(mine)


def test_a_person_is_merged_with_one_who_is_alike(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        first = taken_in(client, mine)
        client.post(f"{first}/sure", data=token(client))
        second = taken_in(client, mine, TALKS.replace("Illustro Exempla", "Ilustro Exempla"))
        page = client.get(second).text
        assert "Ilustro Exempla" in page
        known = re.search(r'name="known" value="(person-illustro-exempla)"', page)
        assert known
        number = re.search(r'id="p(\d+)" class="looked-at"', page)[1]  # type: ignore[index]  # it is there
        fact = {"fact-name": "Ilustro Exempla", "fact-party": "VN", "do": "merge"}
        unsaid = client.post(f"{second}/{number}", data={**fact, **token(client)})
        assert (unsaid.status_code, "Choose first which of them it is." in unsaid.text) == (422, True)
        fact["known"] = known[1]
        assert client.post(f"{second}/{number}", data={**fact, **token(client)}).status_code == 303
    person = ours(mine)["person-illustro-exempla"]
    assert person["spellings"] == ["Ilustro Exempla"]


def test_a_name_respelt_in_another_language_is_offered_with_the_reason_and_not_taken_as_known(
    mine: Served,
) -> None:
    with mine.signed_in("drafter") as client:
        first = taken_in(client, mine, TALKS.replace("Ficto Modela", "Khamtoua Sommout"))
        client.post(f"{first}/sure", data=token(client))
        page = client.get(taken_in(client, mine, RESPELT)).text
    offered = page.partition('<fieldset class="merge">')[2].partition("</fieldset>")[0]
    assert 'value="person-khamtoua-sommout"' in offered
    assert "same sound, other spelling" in offered
    assert "nobody we know bears this name" in page


def test_of_a_lao_text_the_page_says_what_is_not_read(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        page = client.get(taken_in(client, mine, IN_LAO)).text
    assert "only the people whom our register knows are read so far" in page
    assert "ວຽງຈັນ" in page


def test_all_that_is_sure_is_accepted_at_once_and_taken_back_at_once(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        before = ours(mine)
        document = taken_in(client, mine)
        waiting = open_proposals(mine)
        onwards = client.post(f"{document}/sure", data=token(client)).headers["location"]
        assert len(open_proposals(mine)) < len(waiting)
        last = re.search(r"last=([\d,]+)", onwards)
        assert last
        client.post(f"{document}/back", data={"number": last[1].split(","), **token(client)})
        assert open_proposals(mine) == waiting
        assert ours(mine) == before


def test_a_document_is_read_in_whatever_form_it_comes_and_given_back_as_received(mine: Served) -> None:
    file = WordFile()
    for line in TALKS.splitlines():
        file.add_paragraph(line)
    into = io.BytesIO()
    file.save(into)
    with mine.signed_in("drafter") as client:
        answer = sent(client, mine, into.getvalue(), name="misnamed.txt")
        document = answer.headers["location"].partition("?")[0]
        assert "Illustro Exempla" in client.get(document).text
        received = client.get(f"{document}/file")
        assert received.content == into.getvalue()
        assert received.headers["content-disposition"] == 'attachment; filename="misnamed.docx"'
        assert received.headers["content-type"] == "application/octet-stream"
        again = sent(client, mine, into.getvalue(), name="other.txt")
        assert again.headers["location"].partition("?")[0] == document
        assert "was read before" in client.get(document).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "talks.txt holds no words."),
        (b"\x89PNG\r\n", "talks.txt holds pictures of pages and no words."),
        (b"%PDF-1.7 nothing", "talks.txt is damaged or cut short"),
        ("Le général".encode("latin-1"), "talks.txt is not UTF-8"),
        (
            "Die beiden Minister sprachen gestern über die Zusammenarbeit.".encode(),
            "a language that cannot be read yet",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    vn: Served, data: bytes, sentence: str
) -> None:
    with vn.signed_in("drafter") as client:
        answer = sent(client, vn, data)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_what_was_typed_is_still_there_when_it_is_refused(vn: Served) -> None:
    with vn.signed_in("drafter") as client:
        nothing = client.post(reading(vn), data={"text": "", "name": "Talks at noon", **token(client)})
        assert (nothing.status_code, 'value="Talks at noon"' in nothing.text) == (422, True)
        assert "Paste a text, or choose a file." in nothing.text
        both = client.post(
            reading(vn), data={"text": TALKS, **token(client)}, files={"file": ("a.txt", b"Le texte")}
        )
        assert (both.status_code, "take one of the two away" in both.text) == (422, True)
        assert "intensifier les patrouilles" in both.text


def test_who_may_not_see_what_is_ours_sees_no_document(vn: Served) -> None:
    with vn.signed_in("reader") as client:
        assert client.get(reading(vn)).status_code == 403
        assert reading(vn) not in client.get(f"/{vn.compacts[0]}/plan").text


def test_who_only_looks_is_offered_nothing_and_refused_everything(mine: Served) -> None:
    with mine.signed_in("drafter") as drafter:
        document = taken_in(drafter, mine)
    number = next(iter(open_proposals(mine)))
    with mine.signed_in("auditor") as client:
        page = client.get(document).text
        assert "A drafter settles it." in page
        assert "<textarea" not in client.get(reading(mine)).text
        for address, said in (
            (reading(mine), {"text": TALKS}),
            (f"{document}/{number}", {"do": "reject"}),
            (f"{document}/back", {"number": str(number)}),
            (f"{document}/sure", {}),
        ):
            assert client.post(address, data={**said, **token(client)}).status_code == 403


@pytest.mark.parametrize("rest", ["/0123456789ab", "/0123456789ab/file", "/xyz", "/0123456789ab?at=1"])
def test_a_document_that_is_not_held_is_nothing_at_all(asking: httpx.Client, vn: Served, rest: str) -> None:
    assert asking.get(f"{reading(vn)}{rest}").status_code == 404


@pytest.mark.parametrize(
    "query", ["at=99999999", "at=x", "leaf=0", "leaf=999", "words=9-1", "last=a,b", "after=zz"]
)
def test_an_address_that_asks_for_nonsense_is_answered(asking: httpx.Client, vn: Served, query: str) -> None:
    documents = asking.get(f"{reading(vn)}?show=all&{query}")
    assert documents.status_code == 200
    found = re.search(rf"{reading(vn)}/[0-9a-f]{{16}}", documents.text)
    assert found
    assert asking.get(f"{found[0]}?{query}").status_code == 200


def test_words_that_another_page_quotes_are_marked_where_they_stand(asking: httpx.Client, vn: Served) -> None:
    found = re.search(rf"{reading(vn)}/[0-9a-f]{{16}}", asking.get(f"{reading(vn)}?show=all").text)
    assert found
    page = asking.get(f"{found[0]}?words=0-12").text
    assert 'id="here"' in page


def test_a_long_document_is_shown_leaf_by_leaf_and_with_as_many_questions(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        short = taken_in(client, mine)
        long = taken_in(client, mine, TALKS + "\n\n" + "\n".join(f"{n}. {TALKS}" for n in range(60)))
        page = client.get(f"{long}?leaf=2")
        assert "leaf 2 of" in page.text
        assert len(page.text) < 400_000
    asked = {
        "short": f"{short}?leaf=1",
        "long": f"{long}?leaf=1",
        "list": reading(mine),
        "all": f"{reading(mine)}?show=all",
    }
    found = counted(Node(mine.node.folder), "drafter", asked)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(asked, 200)
    assert found["short"]["questions"] == found["long"]["questions"] <= 20
    assert found["list"]["questions"] == found["all"]["questions"] <= 15


def test_a_file_that_is_dropped_is_read(context: BrowserContext, mine: Served) -> None:
    page = enter(context, mine, user="drafter")
    page.goto(f"{mine.address}{reading(mine)}")
    transfer = page.evaluate_handle(
        """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.txt"));
            return data;
        }""",
        TALKS,
    )
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("heading", level=1)).to_contain_text("homologue du Laos")
