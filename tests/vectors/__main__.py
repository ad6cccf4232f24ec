"""`python -m tests.vectors` writes the vectors and their verdicts anew."""

import json
from pathlib import Path

from tests.vectors.making import VECTORS, verdict_on

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
    said = json.dumps(verdicts, ensure_ascii=False, indent=2) + "\n"
    (FOLDER.parent / "verdicts.json").write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
