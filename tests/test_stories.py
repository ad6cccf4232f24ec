"""Every story is true: played from its start, each command answers what its page shows."""

import shutil
from pathlib import Path

import pytest

from tests.loading import loaded
from tests.transcripts import Stage, before, play, rewritten, steps

HOUSE = Path(__file__).parent.parent
PAGES = sorted(
    page
    for pages in ("tests/story/*.md", "docs/tutorial.md", "docs/how-to/*.md")
    for page in HOUSE.glob(pages)
    if "```console" in page.read_text(encoding="utf-8")
)
IN_PROCESSES = {"over-the-wire", "wrong-hands"}
"""The pages each of whose commands is a process from its beginning, as on an officer's machine."""


@pytest.fixture(scope="session")
def ended() -> dict[Path, Path]:
    """The folders that stories left behind in which others go on, by page; made as they are needed."""
    return {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_story_is_true(
    page: Path,
    *,
    tmp_path: Path,
    ended: dict[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> None:
    def stage(story: Path, folder: Path) -> Stage:
        return Stage(folder, at_once=None if story.stem in IN_PROCESSES else loaded().commands)

    def begin(story: Path, folder: Path) -> str:
        """Put what earlier stories left behind into a folder; returns the story."""
        told = story.read_text(encoding="utf-8")
        if earlier := before(told):
            first = story.parent / earlier
            if first not in ended:
                ended[first] = tmp_path_factory.mktemp(first.stem)
                play(steps(begin(first, ended[first])), stage(first, ended[first]))
            shutil.copytree(ended[first], folder, dirs_exist_ok=True)
        return told

    told = begin(page, tmp_path)
    differences = play(steps(told), stage(page, tmp_path))
    if request.config.getoption("--rewrite-stories"):
        page.write_text(rewritten(told, differences), encoding="utf-8")
    elif differences:
        pytest.fail("\n\n".join(f"{page.relative_to(HOUSE)}, {each}" for each in differences), pytrace=False)
