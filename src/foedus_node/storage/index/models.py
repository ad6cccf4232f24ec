"""The tables of the index. All of it may be dropped and made anew; nothing refers to a row of it."""

from typing import ClassVar

from django.db import models


class Mark(models.Model):
    """How far the index of a compact has come: what it was made from, and on which day."""

    compact = models.CharField(max_length=64, primary_key=True)
    entry = models.PositiveBigIntegerField()
    """The last row of the common record that it knows."""
    ours = models.CharField(max_length=120)
    """What was ours alone then, as `storage.private.state` tells it."""
    day = models.DateField()
    edition = models.CharField(max_length=32)
    facets = models.JSONField(default=dict)
    """What there is to filter lines by, so that no page need gather it."""


class Item(models.Model):
    """One thing in force in a compact, or ours alone: its words as they stand, and what it is found by."""

    compact = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    noun = models.CharField(max_length=24)
    ours_alone = models.BooleanField()
    act = models.CharField(max_length=64, blank=True)
    since = models.DateField(null=True)
    document = models.JSONField()
    words = models.TextField()
    """What it is found by, folded (`foedus.cooperation.spelling`)."""
    digest = models.CharField(max_length=32)
    """Of everything in this row and its line's, so that what did not change is not written."""

    class Meta:
        """A compact knows a name once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "name"], name="one_item_of_a_name"),
        ]
        indexes: ClassVar = [models.Index(fields=["compact", "noun", "name"], name="items_by_noun")]


class Line(models.Model):
    """An activity as lists show it and filter it."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True)
    compact = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    ours_alone = models.BooleanField()
    plan = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=64)
    domain = models.CharField(max_length=64)
    host = models.CharField(max_length=16, blank=True)
    participants = models.JSONField()
    level = models.CharField(max_length=24, blank=True)
    title = models.JSONField()
    place = models.CharField(max_length=255, blank=True)
    when = models.CharField(max_length=21, blank=True)
    """The period as it was agreed, `2026-10` or `2026-10-06/2026-10-15`."""
    starts = models.DateField()
    """The first day it may mean; the last day there is where no date is agreed, so that it stands last."""
    ends = models.DateField()
    stage = models.CharField(max_length=64, blank=True)
    """The stage that comes next; empty where all are done."""
    progress = models.CharField(max_length=16)
    """`foedus.oversight.progress`, but for *late*: that is `is_open` with a last day that has passed."""
    is_open = models.BooleanField()
    """Whether it is neither carried out nor missed."""
    touched = models.DateField()
    """When it was last agreed or reported on."""
    reported = models.CharField(max_length=10, blank=True)
    """The date of the last report, as precise as it was given; empty where there is none."""
    offered = models.CharField(max_length=64, blank=True)
    """An offer not yet in force that speaks of it."""
    by_day = models.BooleanField(default=False)
    """Whether its first and last day are known, and not only the month or the year."""
    is_long = models.BooleanField(default=False)
    """Whether it takes longer than a calendar shows on each of its days (`shelf.LONG`)."""
    serves_nothing = models.BooleanField(default=False)
    """Whether it names no sentence and no instrument that it carries out; it hangs from its plan, then."""
    revision = models.PositiveIntegerField(default=0)
    """How often acts in force changed it."""
    signed = models.CharField(max_length=20, blank=True)
    """The moment of the last signature under it; empty where it is ours alone."""

    class Meta:
        """Every filter is one step away from the order in which lists stand."""

        indexes: ClassVar = [
            models.Index(fields=["compact", "starts", "name"], name="lines_by_date"),
            *(
                models.Index(fields=["compact", field, "starts", "name"], name=f"lines_by_{field}")
                for field in ("plan", "kind", "domain", "host", "stage")
            ),
            models.Index(fields=["compact", "is_open", "ends"], name="lines_late"),
            models.Index(fields=["compact", "is_open", "touched"], name="lines_stale"),
            models.Index(fields=["compact", "plan", "domain", "starts", "name"], name="lines_of_a_lane"),
            # Of the long ones alone, which are few: or the database reads everything that began before.
            models.Index(
                fields=["compact", "ends", "starts", "name"],
                condition=models.Q(is_long=True),
                name="lines_going_on",
            ),
            models.Index(
                fields=["compact", "plan", "starts", "name"],
                condition=models.Q(serves_nothing=True),
                name="lines_of_no_sentence",
            ),
        ]


class Unit(models.Model):
    """That an office or unit carries out a line."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="units")
    compact = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    starts = models.DateField()

    class Meta:
        """A unit's lines, the earliest first."""

        indexes: ClassVar = [models.Index(fields=["compact", "unit", "starts"], name="lines_of_a_unit")]


class Stay(models.Model):
    """That a person or a unit is somewhere for a line whose days are known; so that clashes are found."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="stays")
    who = models.CharField(max_length=64)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        """Where somebody is on a day."""

        indexes: ClassVar = [models.Index(fields=["who", "starts", "ends"], name="stays_of_somebody")]


class Event(models.Model):
    """A line as a calendar file has it, kept once it was asked for, until the line changes."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="events")
    language = models.CharField(max_length=12)
    text = models.TextField()
    """Its events; empty where no day of it is known."""

    class Meta:
        """A line is written once in a language."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "language"], name="one_event_text_a_language"),
        ]


class Link(models.Model):
    """That a thing names another; so that what speaks of it is found without reading everything."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="links")
    compact = models.CharField(max_length=64)
    to = models.CharField(max_length=64)

    class Meta:
        """What names a thing."""

        indexes: ClassVar = [models.Index(fields=["compact", "to"], name="what_names_a_thing")]
