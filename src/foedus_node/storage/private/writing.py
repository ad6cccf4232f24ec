"""Writing what is ours: several changes that stand together, or not at all."""

from contextlib import AbstractContextManager

from django.db import transaction


def all_or_none() -> AbstractContextManager[None]:
    """What is written inside is written whole, or not at all."""
    return transaction.atomic(using="private")
