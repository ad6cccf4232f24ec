"""How often a secret was given wrong here of late: so that nobody can guess, and auditors see who tried."""

import datetime
from collections.abc import Iterable

from foedus_node.people.models import Deed, User

WRONG = "wrong-secret"
"""What is kept of somebody who gave a passphrase or a PIN that opens nothing."""


def wrong_tries(compacts: Iterable[str], *, since: datetime.datetime, user: User | None = None) -> int:
    """How often a secret was given wrong in some compacts since a moment: by one person, or by anybody."""
    deeds = Deed.objects.filter(compact__in=list(compacts), at__gte=since, what=WRONG)
    return (deeds if user is None else deeds.filter(user=user)).count()
