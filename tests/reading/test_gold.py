"""The two source articles, read and scored by the annotation scheme's own scorer."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.reading.propose import read
from foedus.reading.received.document import Document

SHARED = Path(__file__).parents[3] / "shared"
SEEDS, GOLD = SHARED / "seeds", SHARED / "reading-gold"


@pytest.mark.skipif(not GOLD.is_dir(), reason="the source articles are not beside this clone (../shared)")
def test_the_two_source_articles_give_their_facts(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        reading = read(Document.from_bytes(path.read_bytes(), name=path.stem))
        written = json.dumps(reading.scheme(), ensure_ascii=False)
        (tmp_path / f"{path.stem}.json").write_text(written, encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, str(GOLD / "score.py"), str(GOLD), str(SEEDS), str(tmp_path), "--json"],
        capture_output=True,
        check=True,
        text=True,
    )
    result = json.loads(scored.stdout)
    score = result["facts"]["all/all"]
    record_property(
        "says",
        f"the two source articles: F1 {score['f1']:.3f} (precision {score['precision']:.3f}, recall "
        f"{score['recall']:.3f}, {score['gold']} facts), slots {result['slot_accuracy']:.3f}",
    )
    assert result["gate_failures"] == 0
    assert score["f1"] >= 0.9
    assert result["slot_accuracy"] >= 0.9
