"""The five languages of the pages, and what Django does not know of Lao.

Vietnamese, Lao and Khmer await a native reader; `docs/languages.md` says how far they were read.
"""

from typing import Any, Final

from django.conf.locale import LANG_INFO

LANGUAGES: Final = (
    ("en", "English"),
    ("fr", "Français"),
    ("vi", "Tiếng Việt"),
    ("lo", "ລາວ"),
    ("km", "ខ្មែរ"),
)

_LAO: Final[dict[str, Any]] = {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"}


def teach_lao() -> None:
    """Let Django know that there is Lao; it ships no word of it."""
    LANG_INFO.setdefault("lo", _LAO)
