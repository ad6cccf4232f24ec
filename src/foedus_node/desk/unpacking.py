"""Taking a file apart in a process of its own, so that a hostile one costs no more than we allow.

The parsers of Word, PDF, mail and web pages have been made to run for hours or to fill the memory
before; here they are ended when they do. Text is decoded at once. The process is `taking_apart`;
the parsers are loaded there and not here, where pages are served.
"""

import subprocess
import sys
from typing import Any, Final

import orjson

from foedus.errors import FoedusError
from foedus.reading import errors
from foedus.reading.errors import HeavyDocumentError
from foedus.reading.received.forms.plain import decoded
from foedus.reading.received.forms.telling import Form, form_of

_SECONDS: Final = 60


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
        return decoded(data, name=name), form
    command = [sys.executable, "-m", "foedus_node.desk.taking_apart", form, name]
    try:
        done = subprocess.run(  # noqa: S603 (our own module, by the interpreter that runs us)
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
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
