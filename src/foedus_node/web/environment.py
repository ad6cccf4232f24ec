"""What signs cookies, and the directory where people sign in, as the environment says.

How a setting is read stands in `foedus_node.environment`.
"""

import secrets
from pathlib import Path
from typing import Any

from foedus_node import files
from foedus_node.environment import text
from foedus_node.errors import ValueRefusedError

_SMALL = 2**16


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
