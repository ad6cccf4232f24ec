"""Another implementation, for the suite to ask: the verifiers written from the format's page alone.

`python second.py verify FILE ...`. It says whether a file is verified and nothing of what it proves.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vectors.second import second_verdict_on

if __name__ == "__main__":
    taken = [second_verdict_on(Path(file).read_bytes()) is not None for file in sys.argv[2:]]
    for good in taken:
        sys.stdout.write(json.dumps({"verdict": "verified" if good else "refused"}) + "\n")
    sys.exit(0 if all(taken) else 1)
