"""The tables of users, of the roles they hold and what these require, of what users did, saw and sent."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from foedus_node.people.roles import Role


class User(AbstractUser):
    """Somebody who signs in here."""

    first_name = None  # type: ignore[assignment]  # a name is one: not everywhere has it a first and a last
    last_name = None  # type: ignore[assignment]  # the same
    name = models.CharField(max_length=200, blank=True)
    """As colleagues write it."""
    language = models.CharField(max_length=8, blank=True)
    """The language of the pages; empty: the browser's."""

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as colleagues write it."""
        return str(self)

    def get_short_name(self) -> str:
        """The same."""
        return str(self)


class Grant(models.Model):
    """That somebody holds a role: in one compact, or (empty) on the whole node."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    compact = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    unit = models.CharField(max_length=64, blank=True)
    """For the role of a unit: the office whose activities it sees and reports on."""
    office = models.CharField(max_length=200, blank=True)
    """In whose name a signatory speaks; empty: the node's own office."""
    since = models.DateTimeField()

    class Meta:
        """A role is held once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "compact", "role", "unit"], name="a_role_once"),
        ]


class Deed(models.Model):
    """What somebody did here; the record tells which office spoke, this which person pressed the button."""

    user = models.ForeignKey(User, models.SET_NULL, null=True)
    name = models.CharField(max_length=200)
    compact = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=128, blank=True)
    at = models.DateTimeField()

    class Meta:
        """The latest first, of one thing or of a compact."""

        indexes: ClassVar = [
            models.Index(fields=["compact", "about", "-at"], name="deeds_about"),
            models.Index(fields=["compact", "-at"], name="deeds_of_a_compact"),
        ]


class FactorRule(models.Model):
    """Of whom a second factor is required, and from which day; one row, none while nobody set a rule."""

    whose = models.CharField(max_length=16)
    since = models.DateField()


class HandedIn(models.Model):
    """A report that somebody handed in without a key: ours alone until somebody signs it."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        SIGNED = "signed"
        BACK = "back"
        """Handed back, with a word."""
        OVER = "over"
        """Taken back by whoever handed it in, or handed in anew."""

    user = models.ForeignKey(User, models.SET_NULL, null=True)
    name = models.CharField(max_length=200)
    compact = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    document = models.JSONField()
    """The report, without the party."""
    paper = models.BinaryField(null=True)
    """A paper that shall be filed with it."""
    mime = models.CharField(max_length=127, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    word = models.TextField(blank=True)
    """Why it was handed back."""
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Those of a compact that are still open are few among all that ever were."""

        indexes: ClassVar = [
            models.Index(fields=["compact", "state", "item"], name="handed_in_open"),
        ]


class Look(models.Model):
    """How far somebody has looked at what the other parties entered into a compact's record."""

    user = models.ForeignKey(User, models.CASCADE)
    compact = models.CharField(max_length=64)
    row = models.PositiveBigIntegerField()
    """The last row of the record that they were shown and called seen."""
    before = models.PositiveBigIntegerField(default=0)
    """Where it stood before that, so that it can be taken back."""

    class Meta:
        """One place in a compact."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "compact"], name="one_look_at_a_compact"),
        ]


class Sent(models.Model):
    """A form that somebody sent: where it led, once it was done."""

    user = models.ForeignKey(User, models.CASCADE)
    form = models.CharField(max_length=64, unique=True)
    """A hash of who sent what where, under the node's own secret."""
    led = models.TextField(blank=True)
