"""The process in which a file is taken apart: the file comes in, its words or the refusal go out.

It bounds itself before it looks at anything; see `foedus_node.desk.unpacking`, which starts it.
"""

import resource
import sys
from typing import Any, Final

import orjson

from foedus.errors import FoedusError
from foedus.reading.received.forms.opening import words_of
from foedus.reading.received.forms.telling import Form

_SECONDS: Final = 30
_MEMORY: Final = 1024 * 2**20


def main() -> int:
    """Take apart what comes in; the form and the name are the two arguments."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    form, name = Form(sys.argv[1]), sys.argv[2]
    try:
        told: dict[str, Any] = {"words": words_of(sys.stdin.buffer.read(), name=name, form=form)}
        written = orjson.dumps(told)
    except FoedusError as error:
        written = orjson.dumps({"refused": type(error).__name__, "facts": _facts(error)})
    except (MemoryError, TypeError):
        # orjson writes no half characters: what holds them is no text.
        return 1
    sys.stdout.buffer.write(written)
    return 0


def _facts(error: FoedusError) -> dict[str, Any]:
    return {name: getattr(error, name) for name in error.facts}


if __name__ == "__main__":
    sys.exit(main())
