"""Backups are kept apart from other work: none goes but by the hand of who administers."""

import re
from pathlib import Path

import orjson

from foedus_node.web.work import KEPT
from tests.node.nodes import Node
from tests.web.ministries import CLOCK, Served, served, token, until


def much_work(node: Path) -> list[Path]:
    """As much work as is remembered, all of it done long ago."""
    told = {"what": "export", "by": "chief", "compact": "", "party": "", "before": 0, "at": CLOCK}
    folders = [node / "data" / "work" / f"20260101{number:06}-abc" for number in range(KEPT)]
    for folder in folders:
        folder.mkdir(parents=True)
        for name in ("said", "refused", "alive"):
            (folder / name).touch()
        (folder / "about.json").write_bytes(orjson.dumps(told))
    return folders


def test_a_backup_stays_whatever_other_work_is_done_until_somebody_removes_it(mine: Served) -> None:
    home = f"/{mine.compacts[0]}"
    backups = f"{home}/administration/backups"
    with mine.signed_in() as client:
        client.post(backups, data=token(client))
        until(lambda: "Download" in client.get(backups).text, seconds=60)
        old = much_work(mine.node.folder)
        client.post(f"{home}/exchange/bundle", data={"party": "LA", "whole": "1", **token(client)})
        assert [folder.exists() for folder in old] == [False] + [True] * (KEPT - 1)
        (address,) = re.findall(rf'href="({backups}/[\w-]+)"', client.get(backups).text)
        assert client.get(address).content[:2] == b"PK"
        assert client.post(f"{address}/remove", data=token(client)).status_code == 302
        assert client.get(address).status_code == 404
        assert "No backup is kept on this machine." in client.get(backups).text
        assert "removed a backup" in client.get(f"{home}/administration/deeds").text
    assert not [*(mine.node.folder / "data" / "backups").iterdir()]


def test_a_backup_of_an_earlier_edition_is_put_where_backups_stay(example: Path, tmp_path: Path) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    *others, old = much_work(node.folder)
    told = orjson.loads((old / "about.json").read_bytes()) | {"what": "backup"}
    (old / "about.json").write_bytes(orjson.dumps(told))
    (old / "made").write_bytes(b"PK (illustrative)")
    with served(node) as ministry, ministry.signed_in() as client:
        address = f"/{ministry.compacts[0]}/administration/backups/{old.name}"
        assert client.get(address).content == b"PK (illustrative)"
    apart = node.folder / "data" / "backups" / old.name
    assert (apart.is_dir(), old.exists(), {one.exists() for one in others}) == (True, False, {True})


def test_who_does_not_administer_the_whole_node_removes_no_backup(mine: Served) -> None:
    backups = f"/{mine.compacts[0]}/administration/backups"
    with mine.signed_in() as client:
        client.post(backups, data=token(client))
        until(lambda: "Download" in client.get(backups).text, seconds=60)
        (address,) = re.findall(rf'href="({backups}/[\w-]+)"', client.get(backups).text)
    with mine.signed_in("drafter") as drafter:
        assert drafter.post(f"{address}/remove", data=token(drafter)).status_code == 403
    with mine.signed_in() as client:
        assert client.get(address).status_code == 200
