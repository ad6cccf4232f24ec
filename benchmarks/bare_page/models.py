"""The tables: activities, who takes part in them, what was reported on them."""

from typing import ClassVar

from django.db import models


class Activity(models.Model):
    """One row."""

    objects: ClassVar[models.Manager["Activity"]] = models.Manager()
    name = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=32)
    domain = models.CharField(max_length=32)
    host = models.CharField(max_length=8)
    place = models.CharField(max_length=64)
    stage = models.CharField(max_length=32)
    reported = models.CharField(max_length=10)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        """What its pages filter by and order by."""

        app_label = "bare_page"
        indexes: ClassVar = [
            models.Index(fields=["starts", "name"], name="bare_by_date"),
            models.Index(fields=["domain", "starts", "name"], name="bare_by_domain"),
        ]


class Part(models.Model):
    """That a party takes part in an activity."""

    objects: ClassVar[models.Manager["Part"]] = models.Manager()
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="parts")
    party = models.CharField(max_length=8)

    class Meta:
        """An activity's parties."""

        app_label = "bare_page"


class Report(models.Model):
    """What a party reported on an activity."""

    objects: ClassVar[models.Manager["Report"]] = models.Manager()
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="reports")
    party = models.CharField(max_length=8)
    on = models.DateField()
    note = models.TextField()

    class Meta:
        """An activity's reports."""

        app_label = "bare_page"
