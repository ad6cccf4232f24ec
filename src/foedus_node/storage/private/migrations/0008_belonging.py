"""What is ours belongs to a compact: each row to the one it went to where that is known, else to the node.

Tables whose rows were named by one column, and are named by two now, are made anew and filled from
the old ones; SQLite and PostgreSQL both change no primary key that other tables name.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MANY = 500
_ANEW = ("Taken", "Original", "Proposal", "Document", "DraftLine", "Draft", "OwnItem", "SamePerson")
"""The tables that are made anew, those that name others first."""
_BELONGING = ("Note", "Ruling")


def _fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Copy every row, with the compact it belongs to."""
    using = editor.connection.alias

    def rows(name: str) -> Any:
        return apps.get_model("private", name).objects.using(using)

    home = _homes(apps, using)
    _fill_documents(rows, home)
    drafts = {row.name: rows("NewDraft").create(**_values(row)).pk for row in rows("Draft").order_by("name")}
    for row in rows("DraftLine").order_by("id").iterator(_MANY):
        rows("NewDraftLine").create(**_values(row) | {"draft_id": drafts[row.draft_id]})
    for row in rows("OwnItem").order_by("id").iterator(_MANY):
        values = _values(row)
        rows("NewOwnItem").create(compact=home(row.id), name=values.pop("id"), **values)
    for row in rows("SamePerson").iterator(_MANY):
        rows("NewSamePerson").create(compact=home(row.person), **_values(row))
    for name, about in zip(_BELONGING, ("item", "undertaking"), strict=True):
        for thing in set(rows(name).values_list(about, flat=True)):
            rows(name).filter(**{about: thing}).update(compact=home(thing))
    # Rows that came with their numbers: PostgreSQL has to be told where to go on.
    made = [apps.get_model("private", f"New{name}") for name in _ANEW if name != "Original"]
    with connections[using].cursor() as cursor:
        for statement in connections[using].ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)


def _fill_documents(rows: Callable[[str], Any], home: Callable[[str], str]) -> None:
    """Copy the documents with their proposals: each belongs where all that came of it went."""
    became: dict[str, set[str]] = defaultdict(set)
    for document, item in rows("Proposal").exclude(item="").values_list("document", "item"):
        became[document].add(home(item))
    numbers: dict[str, int] = {}
    for row in rows("Document").order_by("read_at", "sha256").iterator(_MANY):
        homes = became[row.sha256] or {home("")}
        compact = next(iter(homes)) if len(homes) == 1 else ""
        numbers[row.sha256] = rows("NewDocument").create(compact=compact, **_values(row)).pk
    for row in rows("Proposal").order_by("id").iterator(_MANY):
        rows("NewProposal").create(**_values(row) | {"document_id": numbers[row.document_id]})
    for row in rows("Original").iterator(1):
        rows("NewOriginal").create(**_values(row) | {"document_id": numbers[row.document_id]})
    for row in rows("Taken").order_by("id").iterator(_MANY):
        rows("NewTaken").create(**_values(row))


def _values(row: models.Model) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _homes(apps: Apps, using: str) -> Callable[[str], str]:
    """To which compact a thing went: by the drafts that speak of it, by where it is in force; else the only one.

    The only one, if what is ours speaks of one compact and of no other; of several, none is known.
    """
    found: dict[str, set[str]] = defaultdict(set)
    lines = apps.get_model("private", "DraftLine").objects.using(using)
    for item, compact in lines.values_list("item", "draft__compact"):
        found[item].add(compact)
    in_force = apps.get_model("shelf", "Item").objects.using(using).filter(ours_alone=False)
    for item, compact in in_force.values_list("name", "compact").iterator(_MANY):
        found[item].add(compact)
    spoken_of: set[str] = set()
    for label, name in (("private", "Draft"), ("private", "Ground"), ("private", "Approval"), ("shelf", "Mark")):
        spoken_of |= set(apps.get_model(label, name).objects.using(using).values_list("compact", flat=True))
    spoken_of.discard("")
    only = next(iter(spoken_of)) if len(spoken_of) == 1 else ""

    def home(item: str) -> str:
        compacts = found.get(item, set()) - {""} or {only}
        return next(iter(compacts)) if len(compacts) == 1 else ""

    return home


def _words(most: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=most, **more)


def _new(table: str, /, **columns: "models.Field[Any, Any]") -> migrations.CreateModel:
    """A table that takes the place of one."""
    number = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    has_key = any(column.primary_key for column in columns.values())
    return migrations.CreateModel(
        name=f"New{table}", fields=[*(() if has_key else (("id", number),)), *columns.items()]
    )


def _unique(model: str, columns: list[str], name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(model, models.UniqueConstraint(fields=columns, name=name))


_CASCADE = django.db.models.deletion.CASCADE
_STATES = [("open", "Open"), ("accepted", "Accepted"), ("rejected", "Rejected")]


class Migration(migrations.Migration):
    """New tables, what was in the old ones, and the new in their place."""

    dependencies = (("private", "0007_ground"), ("shelf", "0001_initial"))

    operations = (
        *(migrations.AddField(name, "compact", _words(64, blank=True, default="")) for name in _BELONGING),
        migrations.AddField("Changes", "compact", _words(64, blank=True, default="", unique=True)),
        _new(
            "Document",
            compact=_words(64, blank=True),
            sha256=_words(64),
            name=_words(255),
            headline=_words(255),
            language=_words(12),
            published=_words(10),
            text=models.TextField(),
            read_at=models.DateTimeField(),
        ),
        _new(
            "Proposal",
            kind=_words(16),
            fact=models.JSONField(),
            start=models.PositiveIntegerField(null=True),
            end=models.PositiveIntegerField(null=True),
            rule=_words(80),
            confidence=models.PositiveSmallIntegerField(),
            state=_words(8, choices=_STATES, default="open"),
            item=_words(64, blank=True),
            document=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="private.newdocument"
            ),
        ),
        _new(
            "Original",
            document=models.OneToOneField(
                on_delete=_CASCADE, primary_key=True, serialize=False, to="private.newdocument"
            ),
            mime=_words(127),
            data=models.BinaryField(),
        ),
        _new(
            "Taken",
            item=_words(64, db_index=True),
            before=models.JSONField(null=True),
            after=models.JSONField(),
            proposal=models.ForeignKey(on_delete=_CASCADE, related_name="taken", to="private.newproposal"),
        ),
        _new(
            "Draft",
            compact=_words(64, blank=True),
            name=_words(64),
            kind=_words(16),
            title=models.JSONField(),
            effective=_words(10, blank=True),
            voids=models.JSONField(default=list),
            parties=models.JSONField(null=True),
            seed=_words(64),
            made_at=models.DateTimeField(),
            dropped_at=models.DateTimeField(null=True),
        ),
        _new(
            "DraftLine",
            item=_words(64),
            base=_words(64, blank=True),
            document=models.JSONField(null=True),
            draft=models.ForeignKey(on_delete=_CASCADE, related_name="lines", to="private.newdraft"),
        ),
        _new(
            "OwnItem",
            compact=_words(64, blank=True),
            name=_words(64),
            document=models.JSONField(),
            since=models.DateTimeField(),
        ),
        _new(
            "SamePerson",
            compact=_words(64, blank=True),
            person=_words(64),
            same_as=_words(64),
            at=models.DateTimeField(),
        ),
        migrations.RunPython(_fill),
        *(migrations.DeleteModel(name) for name in _ANEW),
        *(migrations.RenameModel(f"New{name}", name) for name in reversed(_ANEW)),
        migrations.AlterModelOptions("DraftLine", {"ordering": ["id"]}),
        _unique("DraftLine", ["draft", "item"], "each_item_once_a_draft"),
        _unique("Document", ["compact", "sha256"], "one_document_a_compact"),
        _unique("OwnItem", ["compact", "name"], "one_own_item_of_a_name"),
        _unique("Draft", ["compact", "name"], "one_draft_of_a_name"),
        _unique("SamePerson", ["compact", "person"], "one_same_person_a_compact"),
        *(
            migrations.AlterField(name, "compact", _words(64, blank=True, **more))
            for name, more in (("Note", {}), ("Ruling", {}), ("Changes", {"unique": True}))
        ),
    )
