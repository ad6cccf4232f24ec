"""Forms that were sent, and where each led: so that one that arrives again is known again, by any process.

Of what stood in a form a hash is kept, under the node's own secret. The oldest are forgotten first.
"""

from typing import Final

from foedus_node.people.models import Sent, User

MOST: Final = 2000
"""How many forms are remembered."""


def began(form: str, user: User) -> bool:
    """Keep that a form arrived and is being done; gives whether it is the first of its name."""
    row, is_first = Sent.objects.get_or_create(form=form, defaults={"user": user})
    if is_first:
        Sent.objects.filter(pk__lte=row.pk - MOST).delete()
    return is_first


def led(form: str) -> str | None:
    """Where a form led; empty while it is being done; None if nothing is known of it, for it was not done."""
    return Sent.objects.filter(form=form).values_list("led", flat=True).first()


def done(form: str, *, led: str) -> None:
    """Keep where a form led."""
    Sent.objects.filter(form=form).update(led=led)


def not_done(form: str) -> None:
    """Forget a form, so that it may be sent again."""
    Sent.objects.filter(form=form).delete()


def forget_unfinished() -> None:
    """Forget what was being done when the process that did it ended."""
    Sent.objects.filter(led="").delete()
