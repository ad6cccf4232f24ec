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


class Document(models.Model):
    """A document that an entry or an act names, received and verified; its bytes lie in its pieces."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        """A compact's record holds a document once; another compact's is another row."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "hash"], name="one_document_of_a_hash"),
        ]


class Piece(models.Model):
    """A part of a document's bytes, small enough to be in memory whole."""

    document = models.ForeignKey(Document, models.PROTECT)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        """A document has one piece at each place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="one_piece_at_each_place"),
        ]


class Entry(models.Model):
    """One verified entry of a party's log: the envelope as received, and what it is, so that it is found."""

    compact = models.ForeignKey(Compact, models.PROTECT, db_index=False)
    party = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    type = models.CharField(max_length=32)
    about = models.CharField(max_length=64)
    """The act, the item or the document that it speaks of; empty where it speaks of none."""
    envelope = models.BinaryField()

    class Meta:
        """A log has one entry at each place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party", "seq"], name="one_entry_at_each_place"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["compact", "type", "about"], name="entries_by_what_they_are")
        ]


class State(models.Model):
    """How a party's log stands after its last entry; it follows from the entries, and can be made anew."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    head = models.CharField(max_length=64)
    """The hash of the entry after which it stands so."""
    edition = models.CharField(max_length=32)
    """The edition of this program that says so."""
    log = models.TextField()

    class Meta:
        """A log stands in one way."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party"], name="one_state_of_a_log"),
        ]


class Unreadable(models.Model):
    """A report that this edition cannot read as one; made anew with the state of its log."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField()
    reason = models.TextField()


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
