"""Taking a file apart in a process of its own, so that a hostile one costs no more than we allow.

The parsers of Word, PDF, mail and web pages have been made to run for hours or to fill the memory
before; here they are ended when they do. Text is decoded at once. Run as a module it is that
process: the file comes in, its words or the refusal go out.
"""

import resource
import subprocess
import sys
from typing import Any, Final

import orjson

from foedus.errors import FoedusError
from foedus.reading import errors
from foedus.reading.errors import HeavyDocumentError
from foedus.reading.forms.opening import words_of
from foedus.reading.forms.telling import Form, form_of

_SECONDS: Final = 30
_MEMORY: Final = 1024 * 2**20


def unpacked(data: bytes, *, name: str) -> tuple[str, Form]:
    """The words in a file, and of what form it is.

    Args:
        data: its bytes, as received.
        name: what to call it in a refusal.

    Raises:
        FoedusError: it is of no form that is read, locked, damaged, or too much; see `foedus.reading.errors`.
    """
    form = form_of(data, name=name)
    if form is Form.TEXT:
        return words_of(data, name=name, form=form), form
    command = [sys.executable, "-m", "foedus_node.desk.unpacking", form, name]
    try:
        done = subprocess.run(  # noqa: S603 (our own module, by the interpreter that runs us)
            command, input=data, capture_output=True, timeout=2 * _SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise HeavyDocumentError(name=name, reason="it takes too long") from None
    if done.returncode:
        raise HeavyDocumentError(name=name, reason="it takes too long or too much memory")
    told: dict[str, Any] = orjson.loads(done.stdout)
    if "refused" in told:
        refused: type[FoedusError] = getattr(errors, told["refused"])
        raise refused(**told["facts"])
    return str(told["words"]), form


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
