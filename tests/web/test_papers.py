"""Papers and figures on pages: what is written, what stays ours alone, what bad input is told."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from foedus.oversight.progress import Progress
from tests.web.ministries import Served, counted, enter, token

MEETING = "dialogue-2026"
NOTED = "a fixed month for the patrols"
"""What the example's drafter noted of the dialogue, for us alone."""


def order(paper: str, **more: str) -> dict[str, str]:
    return {"paper": paper, "language": "en", "form": "docx", **more}


def words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        return parts.read("word/document.xml").decode()


@pytest.mark.parametrize("paper", ["brief", "invitation", "delegation", "programme", "dossier", "minutes"])
def test_every_paper_of_a_meeting_is_written_on_demand(asking: httpx.Client, vn: Served, paper: str) -> None:
    answer = asking.get(f"/{vn.compacts[0]}/papers/{MEETING}", params=order(paper, language="fr"))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{paper}-{MEETING}-fr.docx"


def test_the_annual_report_of_a_plan_is_written_as_a_pdf(asking: httpx.Client, vn: Served) -> None:
    answer = asking.get(f"/{vn.compacts[0]}/papers/plan-2025", params=order("annual", form="pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_what_is_ours_alone_stands_in_the_paper_of_whoever_sees_it_and_of_nobody_else(vn: Served) -> None:
    address, found = f"/{vn.compacts[0]}/papers/{MEETING}", {}
    for user in ("drafter", "reader"):
        with vn.signed_in(user) as client:
            found[user] = NOTED in words_of(client.get(address, params=order("dossier")).content)
    with vn.signed_in("drafter") as client:
        found["shared"] = NOTED in words_of(client.get(address, params=order("dossier", shared="on")).content)
    assert found == {"drafter": True, "reader": False, "shared": False}


def test_somebody_confined_to_a_unit_gets_the_papers_of_its_activities_alone(vn: Served) -> None:
    with vn.signed_in("unit") as client:
        asked = [f"papers/{name}" for name in ("exchange-2026", MEETING, "plan-2026")]
        assert [client.get(f"/{vn.compacts[0]}/{one}").status_code for one in asked] == [200, 404, 404]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"on": "soon"}, "Enter a valid date"),
        ({"paper": "sonnet"}, "sonnet is not one of the available choices"),
        ({"classification": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_paper_that_cannot_be_ordered_so_is_told_beside_its_field(
    asking: httpx.Client, vn: Served, given: dict[str, str], told: str
) -> None:
    answer = asking.get(f"/{vn.compacts[0]}/papers/{MEETING}", params={**order("brief"), **given})
    assert (answer.status_code, told in answer.text) == (422, True)
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("name", ["nothing", "person-vn-01", "office-vn-academy"])
def test_there_are_no_papers_of_what_is_no_meeting_and_no_plan(
    asking: httpx.Client, vn: Served, name: str
) -> None:
    assert asking.get(f"/{vn.compacts[0]}/papers/{name}").status_code == 404


def test_the_paper_of_an_act_is_made_and_checked_when_it_comes_back(asking: httpx.Client, vn: Served) -> None:
    (act,) = (
        row["act"]
        for compact in vn.node.data("status")
        for row in compact["acts"]
        if row["title"].get("en") == "Cooperation plan 2026"
    )
    address = f"/{vn.compacts[0]}/acts/{act[:12]}/paper"
    made = asking.get(address, params={"language": "fr", "ministry_LA": "Ministry (illustrative)"}).content

    def checked(data: bytes) -> httpx.Response:
        return asking.post(address, data=token(asking), files={"file": ("plan.pdf", data)})

    whole = checked(made)
    assert (whole.status_code, "Intact, and not yet signed by all" in whole.text) == (200, True)
    broken = checked(made[: len(made) // 2])
    assert (broken.status_code, 'role="alert"' in broken.text) == (422, True)
    other = checked(b"PK and no PDF")
    assert (other.status_code, "This is no PDF" in other.text) == (422, True)


def test_the_figures_count_each_line_once(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(f"/{vn.compacts[0]}/plan/figures", params={"plan": "plan-2026"}).text
    lines = vn.node.data("plan", "plan-2026", "--compact", vn.compacts[0])
    domains = Counter(line["item"]["domain"] for line in lines)
    table = page.partition('class="numbers"')[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(?:<strong>)?(\d+)", row) for row in table.split("<tr>")[2:]]
    *told, together = [list(map(int, row)) for row in rows]
    assert sorted(row[0] for row in told) == sorted(domains.values())
    assert all(row[0] == sum(row[1:]) for row in [*told, together])
    assert [sum(column) for column in zip(*told, strict=True)] == together
    assert len(together) == 1 + len(Progress)


def test_pages_of_papers_and_figures_take_as_many_questions_however_much_there_is(vn: Served) -> None:
    short = vn.compacts[0]
    found = counted(
        vn.node,
        "chief",
        {
            "plan": f"/{short}/plan/figures?plan=plan-2026",
            "all": f"/{short}/plan/figures?plan=all",
            "none": f"/{short}/plan/figures?plan=all&search=zzzz",
            "papers": f"/{short}/papers",
        },
    )
    assert {answer["status"] for answer in found.values()} == {200}
    assert found["plan"]["questions"] == found["all"]["questions"] <= 40
    assert found["papers"]["questions"] <= 25


def test_an_officer_finds_the_papers_and_saves_one(
    context: BrowserContext, vn: Served, tmp_path: Path
) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}/{vn.compacts[0]}/papers")
    page.get_by_role("link", name="Cooperation plan 2025").click()
    page.get_by_label("Form").select_option("docx")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Write the paper").click()
    saving.value.save_as(tmp_path / "annual.docx")
    assert words_of((tmp_path / "annual.docx").read_bytes())


def test_a_figure_has_its_numbers_behind_it(context: BrowserContext, vn: Served) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}/{vn.compacts[0]}/plan/figures")
    figure = page.get_by_role("img").first
    expect(figure).to_have_accessible_name(re.compile(r"^Lines: \d+\."))
    expect(page.get_by_role("table").first).to_be_hidden()
    page.get_by_text("The numbers behind the figure").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
