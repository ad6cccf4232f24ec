"""`python -m tests.vectors` writes the vectors and their verdicts anew."""

import json
from pathlib import Path

from foedus.record.canonical import digest
from tests.vectors.making import LARGE, VECTORS, verdict_on

FOLDER = Path(__file__).parent / "files"


def main() -> None:
    """Write every file, and the verdict on each."""
    FOLDER.mkdir(exist_ok=True)
    for stale in FOLDER.iterdir():
        stale.unlink()
    files = {name: make() for name, make in sorted(VECTORS.items())}
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)
    verdicts = {name: verdict_on(data) for name, data in files.items()}
    large = {name: make() for name, make in sorted(LARGE.items())}
    hashes = {name: {"sha256": digest(data), **verdict_on(data)} for name, data in large.items()}
    for name, said in (("verdicts", verdicts), ("large", hashes)):
        text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
        (FOLDER.parent / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
