"""The tables of the common record. Rows are added, never changed; bytes are kept as received."""

from typing import ClassVar

from django.db import models


class Compact(models.Model):
    """A compact this node is a party to, by the hash of its founding charter."""

    hash = models.CharField(max_length=64, primary_key=True)
    recovering = models.JSONField(null=True)
    """After a restore: the parties still to be heard before anything is signed; null otherwise."""


class Act(models.Model):
    """An act's bytes, by their hash."""

    hash = models.CharField(max_length=64, primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT)
    data = models.BinaryField()


class Leaf(models.Model):
    """A salted item of an act, by its leaf hash."""

    hash = models.CharField(max_length=64, primary_key=True)
    compact = models.ForeignKey(Compact, models.PROTECT)
    data = models.BinaryField()


class Entry(models.Model):
    """One verified entry of a party's log: the envelope as received."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    envelope = models.BinaryField()

    class Meta:
        """A log has one entry at each place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party", "seq"], name="one_entry_at_each_place"),
        ]


class Fork(models.Model):
    """The proof that a party signed two entries at one place of its log: both envelopes."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField()
    held = models.BinaryField()
    shown = models.BinaryField()
    noticed = models.DateTimeField()

    class Meta:
        """One proof a place is enough."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party", "seq"], name="one_proof_a_place"),
        ]


class Heard(models.Model):
    """When a peer was last heard, and which heads it then held."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    heads = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """The last word of each peer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party"], name="one_last_word_a_peer"),
        ]
