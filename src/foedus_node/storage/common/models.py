"""The tables of the common record. Bytes are kept as received; rows are added, never changed.

What is changed, `State` and `Unreadable`, follows from those bytes (`storage.common.projection`).
"""

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
            models.Index(fields=["compact", "type", "about"], name="entries_by_what_they_are"),
            # Every page asks how far a compact has come: by this it is one step, however long the logs.
            models.Index(fields=["compact", "id"], name="entries_as_they_came"),
        ]


class State(models.Model):
    """How a party's log stands after its last entry; it follows from the entries, and is made from them."""

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
    kid = models.CharField(max_length=32)
    """The key that signed the one shown."""
    noticed = models.DateTimeField()

    class Meta:
        """One proof a place and a key is enough."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party", "seq", "kid"], name="one_proof_a_place"),
        ]


class Heard(models.Model):
    """When a peer was last heard, and which heads it then held."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    heads = models.JSONField()
    moment = models.DateTimeField()
    """When it said so; what it said before changes nothing."""
    at = models.DateTimeField()
    """When it was heard here."""

    class Meta:
        """The last word of each peer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party"], name="one_last_word_a_peer"),
        ]


class Peer(models.Model):
    """Where another party's node is reached, and the card that its ministry handed over."""

    party = models.CharField(max_length=16)
    compact = models.CharField(max_length=64, blank=True)
    """The compact for which it is reached there; empty: every one that has no address of its own."""
    address = models.CharField(max_length=2000, blank=True)
    way = models.CharField(max_length=8, default="both")
    """Whether we pull from it, push to it, or both."""
    card = models.JSONField(null=True)

    class Meta:
        """A party has one address in a compact."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "compact"], name="one_address_of_a_peer"),
        ]


class Attempt(models.Model):
    """How the last attempt to exchange with a peer went; what it lacks is read from the record."""

    compact = models.ForeignKey(Compact, models.PROTECT)
    party = models.CharField(max_length=16)
    at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    """How many attempts failed since the last that did not."""
    reason = models.TextField(blank=True)
    sent = models.JSONField(null=True)
    """The heads of the last bundle that was laid into its folder; null where it is not reached so."""

    class Meta:
        """The last attempt at each peer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "party"], name="one_last_attempt_at_a_peer"),
        ]


class Alarm(models.Model):
    """Entries of our own log that came back to us and that this node did not write, and their keys."""

    compact = models.OneToOneField(Compact, models.PROTECT)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    kids = models.JSONField()
    noticed = models.DateTimeField()
