"""The tables of what is ours alone; the exporter has no way to open their database.

What is ours belongs to the compact it was made in (`compact`); where that is empty, to the node,
and then it is known in each of its compacts. Which rows a compact knows is told by
`foedus_node.storage.private.belonging`.
"""

from typing import ClassVar

from django.db import models


class Document(models.Model):
    """A document that was read, as normalised text; each compact reads it for itself."""

    compact = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    """The hash of the file it came in."""
    part = models.PositiveSmallIntegerField(default=0)
    """Which article of its file it is, from 1; 0: the whole file."""
    parts = models.PositiveSmallIntegerField(default=1)
    """How many articles its file holds."""
    begins = models.PositiveIntegerField(default=0)
    """Where its text begins in the words of its file."""
    traced = models.PositiveSmallIntegerField(default=0, db_index=True)
    """The edition of the traces that are kept of it; 0: none are."""
    name = models.CharField(max_length=255)
    headline = models.CharField(max_length=255)
    language = models.CharField(max_length=12)
    published = models.CharField(max_length=10)
    text = models.TextField()
    read_at = models.DateTimeField()

    class Meta:
        """A compact reads a document once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "sha256", "part"], name="one_document_a_compact"),
        ]


class Trace(models.Model):
    """What a document leaves by which others that tell the same story are found."""

    document = models.ForeignKey(Document, models.CASCADE, db_index=False)
    value = models.BigIntegerField()

    class Meta:
        """Found by their value; a document leaves each once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["value", "document"], name="one_trace_a_document"),
        ]
        indexes: ClassVar = [models.Index(fields=["document"], name="traces_of_a_document")]


class Sought(models.Model):
    """What a document is found by: its name, headline and text, folded (`foedus.cooperation.spelling`)."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True)
    words = models.TextField()


class Proposal(models.Model):
    """A fact that the reader proposes; an officer accepts or rejects it."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    document = models.ForeignKey(Document, models.PROTECT)
    kind = models.CharField(max_length=16)
    fact = models.JSONField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=80)
    confidence = models.PositiveSmallIntegerField()
    """In hundredths."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    item = models.CharField(max_length=64, blank=True)
    """The item of ours that it became."""


class Original(models.Model):
    """The file in which a document came, as received; of several articles, kept with one of them."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True)
    mime = models.CharField(max_length=127)
    """What it is by its bytes, whatever its name said."""
    data = models.BinaryField()


class Taken(models.Model):
    """What one settled proposal wrote among what we hold true, so that it can be taken back."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="taken")
    item = models.CharField(max_length=64, db_index=True)
    before = models.JSONField(null=True)
    """What was held under that name before; null: nothing."""
    after = models.JSONField()


class OwnItem(models.Model):
    """A thing we hold true and have not made common: a person, a tenure, an undertaking as we read it."""

    compact = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=64)
    document = models.JSONField()
    since = models.DateTimeField()

    class Meta:
        """A compact knows a name once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "name"], name="one_own_item_of_a_name"),
        ]


class Draft(models.Model):
    """A joint change being prepared; only we see it."""

    compact = models.CharField(max_length=64, blank=True)
    """The compact it changes; empty in the draft of a charter, which founds one."""
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    title = models.JSONField()
    effective = models.CharField(max_length=10, blank=True)
    voids = models.JSONField(default=list)
    parties = models.JSONField(null=True)
    """In a charter's draft, the parties' roots."""
    seed = models.CharField(max_length=64)
    """The chance from which the act's nonce and salts are made."""
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    """When somebody dropped it; until it is swept it can be taken back."""

    class Meta:
        """A compact has one draft of a name."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "name"], name="one_draft_of_a_name"),
        ]


class DraftLine(models.Model):
    """One item of a draft: what it shall say (null: it is struck out), and the act it builds on."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="lines")
    item = models.CharField(max_length=64)
    base = models.CharField(max_length=64, blank=True)
    document = models.JSONField(null=True)

    class Meta:
        """A draft says each thing once, in the order in which it was put in."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "item"], name="each_item_once_a_draft"),
        ]


class Policy(models.Model):
    """How many persons must approve before this party signs; our own affair, which nobody else sees."""

    what = models.CharField(max_length=32, primary_key=True)
    """The type of entry: `act.sign`."""
    needed = models.PositiveSmallIntegerField()


class Approver(models.Model):
    """A person who may approve acts, and the public key with which they do."""

    name = models.CharField(max_length=200, primary_key=True)
    public = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()


class Approval(models.Model):
    """A person's signature over an act's hash: this very act may be signed in our name."""

    compact = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    person = models.CharField(max_length=200)
    public = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        """A person approves an act once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "public"], name="one_approval_a_person"),
        ]


class Note(models.Model):
    """What we keep of an item for ourselves: a field that its kind keeps ours, or words of an officer."""

    compact = models.CharField(max_length=64, blank=True)
    item = models.CharField(max_length=64, db_index=True)
    field = models.CharField(max_length=64, blank=True)
    """The field of its kind; empty for free words."""
    value = models.JSONField()
    at = models.DateTimeField()


class SamePerson(models.Model):
    """That two entries are one person, as an officer found; taken back by deleting the row."""

    compact = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64)
    same_as = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """In a compact an entry is one other person's."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compact", "person"], name="one_same_person_a_compact"),
        ]


class Ruling(models.Model):
    """What an officer decided of an undertaking: what answers it, what does not, how it ended."""

    compact = models.CharField(max_length=64, blank=True)
    undertaking = models.CharField(max_length=64, db_index=True)
    item = models.CharField(max_length=64, blank=True)
    """The engagement, instrument, activity or later undertaking it is about; empty where about none."""
    verdict = models.CharField(max_length=24)
    on = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    at = models.DateTimeField()


class Ground(models.Model):
    """A map that the ministry brought, drawn beneath the markers of a compact."""

    compact = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    """GeoJSON, as it came."""
    at = models.DateTimeField()


class Columns(models.Model):
    """How the columns of a spreadsheet were read the last time, by the heads they have."""

    heads = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of the heads in their order."""
    mapping = models.JSONField()
    at = models.DateTimeField()


class Changes(models.Model):
    """How often what we hold true was changed, so that what follows from it knows when it is old."""

    compact = models.CharField(max_length=64, blank=True, unique=True)
    number = models.PositiveBigIntegerField(default=0)


class Reason(models.Model):
    """Why a proposal was made: the words that the reader knew, and the signs that it bears."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True)
    likeness = models.CharField(max_length=64, db_index=True)
    """The hash of its kind, its rule and its words without case and typography."""
    signs = models.JSONField()
    """The signs that it bears, in their order."""
    known = models.JSONField()
    """The words that made it: where each begins and ends, what sort it is, and what it is taken for."""
    here = models.JSONField(default=dict)
    """By sign, what was decided of others that bear it when this was weighed last: taken, of how many."""


class Lesson(models.Model):
    """What an officer decided of a proposal, and whether the reader reads it so since."""

    class Verdict(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted"
        MENDED = "mended"
        REJECTED = "rejected"

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    mended = models.JSONField()
    """The fields that the officer set otherwise, with what they say since."""
    looked = models.BooleanField()
    """Whether it was decided by itself, and not among many."""
    at = models.DateTimeField(db_index=True)
    holds = models.BooleanField()
    """Whether the last reading agrees with the officer."""
    worse = models.BooleanField(default=False)
    """Whether the reading before it still did, and the last does not."""


class ReadAgain(models.Model):
    """When all that was decided in a compact was read again, and by which edition."""

    compact = models.CharField(max_length=64, blank=True, unique=True)
    at = models.DateTimeField()
    edition = models.CharField(max_length=32)
