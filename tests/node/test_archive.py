"""Reading an archive: each text once, whatever is killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import distributed
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from foedus.reading.sureness import KINDS
from foedus_node.desk.archive import forms, pools, shards
from foedus_node.desk.archive.forms import Form, texts
from foedus_node.desk.archive.reading import Done
from foedus_node.desk.archive.shards import Shard
from foedus_node.errors import ValueRefusedError

COMMAND = (sys.executable, "-m", "foedus_node")
TALKS = (
    "Le ministre de la Défense du Chili, Illustro Exempla, a reçu le {day} mars 2026 son homologue péruvien, "
    "Ficto Modela. Les deux parties ont convenu de former {many} officiers."
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Some hundred texts in folders, two that cannot be read, and a picture that is none."""
    folder = tmp_path / "archive"
    for year in range(2020, 2024):
        (folder / str(year)).mkdir(parents=True)
        for number in range(60):
            text = TALKS.format(day=number % 28 + 1, many=number + 2)
            (folder / str(year) / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    (folder / "noise.txt").write_bytes(os.urandom(500))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def run(*words: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, "read-archive", *map(str, words)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def stated(out: Path) -> dict[str, int]:
    """How many undertakings each text states, by the archive's own list of its shards."""
    names = json.loads((out / "archive.json").read_text())["shards"]
    lines = [line for name in names for line in texts(out / "shards", name)]
    found = {Path(line["path"]).name: len(line.get("commitments", ())) for line in lines}
    assert len({line["path"] for line in lines}) == len(lines)
    return found


def test_an_archive_is_read_and_what_cannot_be_read_is_named(archive: Path, tmp_path: Path) -> None:
    code, said = run(archive, "--out", tmp_path / "facts", "--processes", "2")
    assert (code, "240 texts of" in said, "2 files could not be read" in said) == (1, True, True)
    assert "noise.txt" in said
    told = json.loads((tmp_path / "facts" / "archive.json").read_text())
    assert (told["documents"], told["refused"]) == (240, 2)
    assert stated(tmp_path / "facts")["007.txt"] == 1


def test_a_second_run_reads_only_what_is_new_and_lets_go_of_what_is_gone(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "facts"
    run(archive, "--out", out)
    first = {file: file.stat().st_mtime_ns for file in (out / "shards").iterdir()}
    (archive / "2021" / "new.txt").write_text(TALKS.format(day=3, many=99), encoding="utf-8")
    (archive / "2022" / "005.txt").unlink()
    _, said = run(archive, "--out", out)
    assert "240 texts" in said
    second = {file: file.stat().st_mtime_ns for file in (out / "shards").iterdir()}
    assert {file for file in first if file in second} == {f for f in first if second.get(f) == first[f]}
    assert second.keys() != first.keys()
    assert stated(out)["new.txt"] == 1


def test_a_run_that_was_killed_goes_on_where_it_was(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    process = subprocess.Popen([*COMMAND, "read-archive", archive, "--out", out, "--processes", "1"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    end = time.monotonic() + 60
    while not list((out / "shards").glob("*.ndjson")):
        assert time.monotonic() < end
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    kept = {file: file.stat().st_mtime_ns for file in (out / "shards").glob("*.ndjson")}
    run(archive, "--out", out)
    assert kept == {file: file.stat().st_mtime_ns for file in kept}
    assert len(stated(out)) == 62
    assert sum(json.loads((out / "archive.json").read_text())[key] for key in ("documents", "refused")) == 242


def test_a_text_that_ends_whoever_reads_it_is_written_down_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TALKS.format(day=1, many=3), encoding="utf-8")
    os.mkfifo(bad)
    listed = [Shard((str(good),), 1), Shard((str(bad),), 1)]
    monkeypatch.setattr(pools, "read_shard", read_or_end)
    monkeypatch.setattr(pools, "refuse_shard", refused)
    done = {shard.paths: one.refused for shard, one in pools.by_processes(listed, str(tmp_path), processes=2)}
    assert done == {(str(good),): (), (str(bad),): (str(bad),)}


def read_or_end(paths: tuple[str, ...], folder: str, form: str) -> Done:
    """Stands for a reader that the kernel ends on one text."""
    del folder, form
    if Path(paths[0]).name == "bad.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return Done(name="good", documents=1, letters=1, refused=())


def refused(paths: tuple[str, ...], folder: str, *, reason: str, form: str) -> Done:
    """As `refuse_shard`, of what cannot be opened twice."""
    del folder, reason, form
    return Done(name="bad", documents=0, letters=0, refused=paths)


# --- tables ------------------------------------------------------------------------------------


def tables(out: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The facts and the documents of an archive of Parquet, by the archive's own list of its shards."""
    told = json.loads((out / "archive.json").read_text())
    assert told["form"] == "parquet"
    facts, documents = (
        [
            row
            for name in told["shards"]
            for row in parquet.read_table(out / "shards" / f"{name}.{what}.parquet").to_pylist()
        ]
        for what in ("facts", "documents")
    )
    return facts, documents


def plain(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact without what it leaves open, as the lines leave some of that out."""
    return {name: value for name, value in fact.items() if value is not None}


def test_tables_hold_what_the_lines_do(tmp_path: Path) -> None:
    texts_of = Path(__file__).parents[1] / "communiques"
    folder = tmp_path / "archive"
    for language in ("fr", "en", "vi"):
        (folder / language).mkdir(parents=True)
        for path in sorted((texts_of / language / "seen").glob("*.txt"))[:25]:
            (folder / language / path.name).write_bytes(path.read_bytes())
    (folder / "empty.txt").write_text("")
    run(folder, "--out", tmp_path / "lines")
    code, _ = run(folder, "--out", tmp_path / "tables", "--form", "parquet")
    assert code == 1
    facts, documents = tables(tmp_path / "tables")
    names = json.loads((tmp_path / "lines" / "archive.json").read_text())["shards"]
    lines = [line for name in names for line in texts(tmp_path / "lines" / "shards", name)]
    assert [(one["path"], one["document"], one["refused"]) for one in documents] == [
        (line["path"], line.get("sha256"), line.get("refused")) for line in lines
    ]
    assert sum(one["facts"] or 0 for one in documents) == len(facts) > 500
    told = [
        (line["path"], kind, plain(fact))
        for line in lines
        if "refused" not in line
        for kind in KINDS
        for fact in line[kind]
    ]
    assert told == [
        (
            row["path"],
            row["kind"],
            plain({**row[row["kind"]], **{name: row[name] for name in ("evidence", "rule", "confidence")}}),
        )
        for row in facts
    ]
    assert all(row[other] is None for row in facts for other in KINDS if other != row["kind"])
    for row in facts:
        text = Path(row["path"]).read_text(encoding="utf-8")
        assert row["words"] == text[row["evidence"]["start"] : row["evidence"]["end"]]


def test_columns_are_of_the_types_of_what_they_hold() -> None:
    engagement = forms.facts_schema().field("engagements").type
    kinds = {one.name: str(one.type) for one in engagement}
    assert (kinds["start"], kinds["ordinal"]) == ("string", "int32")
    assert kinds["parties"].startswith("list<")
    instrument = {one.name: str(one.type) for one in forms.facts_schema().field("instruments").type}
    assert (instrument["year"], instrument["period"][-6:]) == ("int32", "int32>")


def test_a_run_into_tables_that_was_killed_goes_on_and_no_half_of_a_shard_counts(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "facts"
    process = subprocess.Popen(
        [*COMMAND, "read-archive", archive, "--out", out, "--processes", "1", "--form", "parquet"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not list((out / "shards").glob("*.documents.parquet")):
        assert time.monotonic() < end
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    kept = {file: file.stat().st_mtime_ns for file in (out / "shards").glob("*.documents.parquet")}
    # Ended between its two files: the facts are there, and nothing says of how many documents.
    run(archive, "--out", out, "--form", "parquet")
    cut = next(iter(set((out / "shards").glob("*.documents.parquet")) - kept.keys()), None)
    if cut:
        cut.unlink()
    code, said = run(archive, "--out", out, "--form", "parquet")
    assert (code, "240 texts of" in said) == (1, True)
    assert kept == {file: file.stat().st_mtime_ns for file in kept}
    _, documents = tables(out)
    assert len({one["path"] for one in documents}) == len(documents) == 242


def test_an_archive_is_read_into_one_form(archive: Path, tmp_path: Path) -> None:
    run(archive, "--out", tmp_path / "facts")
    run(archive, "--out", tmp_path / "facts", "--form", "parquet")
    assert list((tmp_path / "facts" / "shards").glob("*.ndjson")) == []


def test_where_pyarrow_is_not_installed_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ValueRefusedError, match=r"pip install 'foedus\[archive\]'"):
        Form.PARQUET.refuse_missing()
    Form.NDJSON.refuse_missing()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[distributed.LocalCluster]:
    with (
        distributed.LocalCluster(  # type: ignore[no-untyped-call]  # Dask types nothing
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path / "dask")
        ) as made,
    ):
        yield made


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_reads_the_same_though_a_worker_is_killed(
    archive: Path, tmp_path: Path, cluster: distributed.LocalCluster
) -> None:
    run(archive, "--out", tmp_path / "alone")
    process = subprocess.Popen(
        [*COMMAND, "read-archive", archive, "--out", tmp_path / "facts", "--dask", cluster.scheduler_address],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not list((tmp_path / "facts" / "shards").glob("*.ndjson")) and time.monotonic() < end:
        time.sleep(0.005)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    assert process.wait(120) == 1
    assert stated(tmp_path / "facts") == stated(tmp_path / "alone")
    assert (tmp_path / "facts" / "archive.json").read_bytes() == (
        tmp_path / "alone" / "archive.json"
    ).read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], "nowhere cannot be used: it is not there."),
        (["."], "it holds no text"),
        (["one.txt", "--dask", "tcp://127.0.0.1:1"], "nobody answers at tcp://127.0.0.1:1"),
        (["one.txt", "--form", "csv"], "'csv' is neither ndjson nor parquet"),
    ],
)
def test_what_cannot_be_begun_is_refused(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if words[0] == "one.txt":
        Path("one.txt").write_text(TALKS.format(day=1, many=2), encoding="utf-8")
    code, said = run(*words, "--out", tmp_path / "facts")
    assert (code, sentence in said) == (1, True), said


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.integers(0, 9_000_000)), max_size=300, unique_by=lambda f: f[0]
    )
)
def test_shards_hold_every_file_once_and_stay_when_others_change(files: list[tuple[str, int]]) -> None:
    listed = sorted(files)
    made = list(shards.cut(listed))
    assert [path for shard in made for path in shard.paths] == [path for path, _ in listed]
    assert all(len(one.paths) <= 400 for one in made)
    assert all(one.paths[-1] < other.paths[0] for one, other in pairwise(made))
    if made:
        without = [file for file in listed if file[0] != listed[-1][0]]
        assert set(made[:-1]) <= set(shards.cut(without))
