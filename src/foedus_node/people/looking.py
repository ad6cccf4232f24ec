"""How far each person has looked at what the other parties entered: kept by hand, never by a visit."""

from foedus_node.people.models import Look, User


def looked(user: User, compact: str) -> int | None:
    """The last row of the common record that somebody called seen; None while they have called none so."""
    return Look.objects.filter(user=user, compact=compact).values_list("row", flat=True).first()


def look(user: User, compact: str, *, row: int) -> None:
    """Keep that somebody has seen everything up to a row; what they had seen already stays seen."""
    before = looked(user, compact) or 0
    if row > before:
        Look.objects.update_or_create(user=user, compact=compact, defaults={"row": row, "before": before})


def look_again(user: User, compact: str) -> None:
    """Take the last of these back."""
    for one in Look.objects.filter(user=user, compact=compact):
        one.row = one.before
        one.save(update_fields=["row"])
