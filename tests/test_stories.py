"""Every story is true: played from its start, each command answers what its page shows."""

from pathlib import Path

import pytest

from tests.transcripts import Stage, play, rewritten, steps

HOUSE = Path(__file__).parent.parent
PAGES = sorted(
    page
    for pages in ("tests/story/*.md", "docs/tutorial.md", "docs/how-to/*.md")
    for page in HOUSE.glob(pages)
    if "```console" in page.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_story_is_true(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    told = page.read_text(encoding="utf-8")
    differences = play(steps(told), Stage(tmp_path))
    if request.config.getoption("--rewrite-stories"):
        page.write_text(rewritten(told, differences), encoding="utf-8")
    elif differences:
        pytest.fail("\n\n".join(f"{page.relative_to(HOUSE)}, {each}" for each in differences), pytrace=False)
