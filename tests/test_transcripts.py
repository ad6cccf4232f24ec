"""The player of stories itself, tried on a toy command."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transcripts import START, Command, Stage, StoryError, fitted, play, rewritten, steps, told

TOY = """#!/bin/sh
case "$1" in
  where) echo "node $FOEDUS_NODE, in $PWD" ;;
  who) echo "$FOEDUS_PASSPHRASE" ;;
  when) echo "$FOEDUS_CLOCK" ;;
  plain) echo "columns $COLUMNS, no colour $NO_COLOR" ;;
  fail) echo 'it worked so far'; echo 'Error: it did not work.' >&2; exit 2 ;;
  *) printf '%s\\n' "$@" ;;
esac
"""

TRUE_STORY = """# Two ministries

<!-- clock: 2025-12-02T09:00:00Z -->
<!-- file: vn/talks.txt -->
```text
The first line of the talks.
The second.
```

```console
~vn$ foedus where
node ~/vn, in ~/vn
~vn$ foedus who
the passphrase of vn

~la$ foedus when
2025-12-02T09:02:00Z
~la$ foedus plain
columns 100, no colour 1
~$ cat vn/talks.txt && foedus where
The first line of the talks.
The second.
node , in ~
```

What fails is shown with its exit code, what was printed as an error last.

```console
~kh$ foedus fail
it worked so far
Error: [..] work.
[exit 2]
~kh$ foedus one two three \\
>   four five
one
...
five
```
"""


def typed(page: str) -> list[Command]:
    return [step for step in steps(page) if isinstance(step, Command)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    commands, root = tmp_path / "bin", tmp_path / "story"
    commands.mkdir()
    root.mkdir()
    toy = commands / "foedus"
    toy.write_text(TOY)
    toy.chmod(0o755)
    return Stage(root, commands)


def test_a_true_story_has_no_differences(stage: Stage) -> None:
    assert play(steps(TRUE_STORY), stage) == []


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("node ~/vn, in ~/vn", "node ~/la, in ~/la"),
        ("the passphrase of vn\n\n", "\n"),
        ("[exit 2]", "[exit 3]"),
        ("[exit 2]\n", ""),
        ("it worked so far\n", "it worked so far\nand further\n"),
        ("2025-12-02T09:02:00Z", "2025-12-02T09:03:00Z"),
        ("one\n...\nfive", "one\n...\nsix"),
        ("Error: [..] work.", "Error: [..] play."),
    ],
)
def test_a_wrong_story_fails_at_the_line_that_is_wrong(stage: Stage, true: str, false: str) -> None:
    wrong = TRUE_STORY.replace(true, false)
    (difference,) = play(steps(wrong), stage)
    assert wrong.splitlines()[difference.command.number - 1].startswith(f"~{difference.command.party}$ ")
    (right,) = (each for each in typed(TRUE_STORY) if each.typed == difference.command.typed)
    assert fitted(right.answer, difference.actual, names={}) is not None


def test_a_difference_shows_only_what_differs(stage: Stage) -> None:
    page = "```console\n~kh$ foedus fail\nit worked so far\n[..] did not play.\n[exit 2]\n```\n"
    (difference,) = play(steps(page), stage)
    assert str(difference).splitlines() == [
        "line 2: ~kh$ foedus fail",
        "--- the story",
        "+++ the command",
        "@@ -1,3 +1,3 @@",
        " it worked so far",
        "-[..] did not play.",
        "+Error: it did not work.",
        " [exit 2]",
    ]


def test_every_difference_is_told_and_not_only_the_first(stage: Stage) -> None:
    page = "```console\n~$ foedus a\nb\n~$ foedus b\nb\n~$ foedus c\nd\n```\n"
    assert [difference.actual for difference in play(steps(page), stage)] == [("a",), ("c",)]


def test_a_rewritten_story_is_true_and_keeps_the_patterns_that_fit(stage: Stage, tmp_path: Path) -> None:
    wrong = TRUE_STORY.replace("it worked so far\n", "").replace(
        "the passphrase of vn\n\n", "a secret\nor two\n\n"
    )
    mended = rewritten(wrong, play(steps(wrong), stage))
    assert mended == TRUE_STORY
    again = tmp_path / "again"
    again.mkdir()
    assert play(steps(mended), Stage(again, stage.commands)) == []


def test_a_story_begins_on_a_fixed_day_and_each_command_takes_a_minute(stage: Stage) -> None:
    page = (
        "```console\n~vn$ foedus when\n2026-01-05T09:00:00Z\n~$ foedus when\n2026-01-05T09:01:00Z\n```\n"
        "<!-- clock: 2027-03-01T07:30:00Z -->\n```console\n~la$ foedus when\n2027-03-01T07:30:00Z\n```\n"
    )
    assert play(steps(page), stage) == []


def test_a_command_sees_nothing_of_the_machine_but_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("FOEDUS_NODE", "/elsewhere")
    plain = {
        "PATH": "/commands:/usr/bin",
        "HOME": "/story",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "FOEDUS_CLOCK": "2026-01-05T09:00:00Z",
    }
    stage = Stage(Path("/story"), Path("/commands"))
    assert stage.environment("", START) == plain
    assert stage.environment("vn", START) == plain | {
        "FOEDUS_NODE": "/story/vn",
        "FOEDUS_PASSPHRASE": "the passphrase of vn",
    }


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("# Nothing at all\n", "nothing is typed in this story"),
        (
            "```console\nfoedus status\n```\n",
            "line 2: a console block opens with a prompt such as ~vn$ or ~$",
        ),
        ("```console\n```\n", "line 2: a console block opens with a prompt such as ~vn$ or ~$"),
        ("text\n```console\n~vn$ foedus status\n", "line 2: this block is never closed"),
        ("<!-- file: ../x -->\n```text\n```\n", "line 1: ../x lies outside the story's folder"),
        ("<!-- file: /x -->\n```text\n```\n", "line 1: /x lies outside the story's folder"),
        ("<!-- file: x -->\n\nand then\n", "line 3: a block should follow the name of the file x"),
    ],
)
def test_a_story_of_the_wrong_form_is_refused_with_its_line(page: str, reason: str) -> None:
    with pytest.raises(StoryError, match=f"^{re.escape(reason)}$"):
        steps(page)


def test_a_block_inside_another_block_is_not_played() -> None:
    shown = "````markdown\n```console\n~vn$ foedus never\n```\n````\n"
    (command,) = typed(f"{shown}```console\n~vn$ foedus once\n```\n")
    assert command.typed == "foedus once"


NAMED = """```console
~vn$ foedus act-3f2a signed by act-3f2a and 17
<plan>
signed
by
<plan>
and
[..]
~la$ foedus sign <plan>
sign
<plan>
~la$ foedus <other>
<other>
```
"""


def test_what_an_answer_names_is_called_so_from_then_on(stage: Stage) -> None:
    named = NAMED.replace("<other>", "act-0000")
    assert play(steps(named), stage) == []
    (difference,) = play(steps(named.replace("sign <plan>", "sign act-0000")), stage)
    assert difference.actual == ("sign", "act-0000")


def test_a_name_stands_for_one_word_only(stage: Stage) -> None:
    page = NAMED.replace("by act-3f2a", "by act-9999").replace("<other>", "act-0000")
    assert [difference.command.number for difference in play(steps(page), stage)] == [2]


def test_a_rewritten_story_keeps_its_names(stage: Stage) -> None:
    true = NAMED.replace("<other>", "<plan>").replace("[..]", "17")
    wrong = true.replace("signed\nby\n<plan>", "offered by\n<plan>").replace("sign\n<plan>", "nothing")
    assert rewritten(wrong, play(steps(wrong), stage)) == true


words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<["), min_size=1).filter(
    lambda text: text != "..."
)
lines = st.lists(words)


def test_what_differs_on_every_run_becomes_a_blank_when_it_is_told_anew() -> None:
    answer = ["act 9f86d081884c", "act 60303ae22b99"]
    printed = ["act 9f86d081884c", "act fd61a03af4f7, 4,312 bytes"]
    assert told(printed, answer=answer, names={}) == ("act 9f86d081884c", "act [..], [..] bytes")


@given(lines)
@example(["000000000000"])
def test_what_was_printed_fits_itself(printed: list[str]) -> None:
    assert fitted(printed, printed, names={}) == {}
    assert fitted(["..."], printed, names={}) == {}
    assert fitted(["[..]"] * len(printed), printed, names={}) == {}
    assert told(printed, answer=printed, names={}) == tuple(printed)


@given(lines, lines, lines)
def test_three_dots_stand_for_any_lines_there(
    before: list[str], between: list[str], after: list[str]
) -> None:
    assert fitted([*before, "...", *after], [*before, *between, *after], names={}) == {}
    assert fitted([*before, "...", "last"], [*before, *between, "last", "and more"], names={}) is None


LEFT_RUNNING = """# One that goes on

<!-- port: here -->

```console
~la$ foedus until told &
told
~la$ foedus at <here>
at
<here>
```
"""

WAITING = """#!/bin/sh
[ "$1" = until ] || exec printf '%s\\n' "$@"
trap 'echo ended > ended; exit 0' TERM
echo "$2"
while :; do sleep 0.05; done
"""


def test_a_command_that_is_left_running_goes_on_to_the_end_of_the_story(tmp_path: Path) -> None:
    toy = tmp_path / "bin" / "foedus"
    toy.parent.mkdir()
    toy.write_text(WAITING)
    toy.chmod(0o755)
    root = tmp_path / "story"
    root.mkdir()
    assert play(steps(LEFT_RUNNING), Stage(root, toy.parent)) == []
    assert (root / "la" / "ended").read_text() == "ended\n"
    (difference,) = play(steps(LEFT_RUNNING.replace("\ntold\n", "\nsaid\n")), Stage(root, toy.parent))
    assert difference.actual == ("told",)
