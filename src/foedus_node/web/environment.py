"""Settings from the environment, strictly: what is set and means nothing stops the start, with its name.

A secret may stand in a file that `NAME_FILE` names, so that it need not stand in the environment.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedus_node import files
from foedus_node.errors import FileError, ValueRefusedError

_SMALL = 2**16
_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off"})


def text(name: str, *, default: str = "") -> str:
    """A setting's words, from `NAME` or from the file that `NAME_FILE` names.

    Raises:
        FileError: there is no such file.
        ValueRefusedError: both are set.
    """
    given, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if given is not None and file is not None:
        raise ValueRefusedError(name=name, reason=f"it and {name}_FILE are both set")
    if file is not None:
        try:
            return files.read(Path(file), most=_SMALL).decode().strip("\r\n")
        except UnicodeDecodeError:
            raise FileError(path=file, reason=f"it is not UTF-8, and {name} is needed") from None
    return default if given is None else given.strip()


def names(name: str, *, default: Sequence[str]) -> list[str]:
    """A setting that lists names, joined by commas."""
    given = text(name)
    return [part.strip() for part in given.split(",") if part.strip()] if given else list(default)


def flag(name: str, *, default: bool) -> bool:
    """A setting that is yes or no.

    Raises:
        ValueRefusedError: it is neither.
    """
    given = text(name).lower()
    if not given:
        return default
    if given not in _YES | _NO:
        raise ValueRefusedError(name=name, reason=f"{given!r} is neither yes nor no")
    return given in _YES


def number(name: str, *, default: int, least: int, most: int) -> int:
    """A setting that is a number.

    Raises:
        ValueRefusedError: it is none, or lies outside its bounds.
    """
    given = text(name)
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and least <= int(given[:12]) <= most):
        raise ValueRefusedError(name=name, reason=f"{given!r} is no number from {least} to {most}")
    return int(given)


def secret_key(home: Path) -> str:
    """What signs cookies: as set, else a secret of the node's own, made the first time."""
    if given := text("FOEDUS_SECRET_KEY"):
        if len(given) < 40:
            raise ValueRefusedError(name="FOEDUS_SECRET_KEY", reason="it has fewer than 40 characters")
        return given
    path = home / "data" / "pages.secret"
    if not path.is_file():
        if not path.parent.is_dir():
            return secrets.token_urlsafe(48)  # no node is here; nothing outlives this process
        files.write(path, secrets.token_urlsafe(48).encode(), mode=0o600)
    return files.read(path, most=_SMALL).decode()


def directories() -> list[dict[str, Any]]:
    """The ministry's own directory, where people sign in over OpenID Connect; none unless it is named.

    Raises:
        ValueRefusedError: a part of what it needs is missing.
    """
    address = text("FOEDUS_OIDC_ADDRESS")
    if not address:
        return []
    client, secret = text("FOEDUS_OIDC_CLIENT"), text("FOEDUS_OIDC_SECRET")
    for name, value in (("FOEDUS_OIDC_CLIENT", client), ("FOEDUS_OIDC_SECRET", secret)):
        if not value:
            raise ValueRefusedError(name=name, reason="FOEDUS_OIDC_ADDRESS is set and this is not")
    return [
        {
            "provider_id": "directory",
            "name": text("FOEDUS_OIDC_NAME", default="OpenID Connect"),
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": address, "fetch_userinfo": True, "oauth_pkce_enabled": True},
        }
    ]
