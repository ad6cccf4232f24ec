"""What makes searching quick: trigrams, with what the database at hand has for them."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from foedus_node.storage.index.words import make_quick

# Rows of the index are written by whole batches; triggers keep the words of each where they are searched.
_SQLITE = (
    """
    CREATE VIRTUAL TABLE shelf_words USING fts5
    (words, content='shelf_item', content_rowid='id', tokenize='trigram')
    """,
    """
    CREATE TRIGGER shelf_words_in AFTER INSERT ON shelf_item BEGIN
    INSERT INTO shelf_words(rowid, words) VALUES (new.id, new.words); END
    """,
    """
    CREATE TRIGGER shelf_words_out AFTER DELETE ON shelf_item BEGIN
    INSERT INTO shelf_words(shelf_words, rowid, words) VALUES ('delete', old.id, old.words); END
    """,
    """
    CREATE TRIGGER shelf_words_anew AFTER UPDATE OF words ON shelf_item BEGIN
    INSERT INTO shelf_words(shelf_words, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO shelf_words(rowid, words) VALUES (new.id, new.words); END
    """,
)


def make(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table, or the index, of words."""
    if editor.connection.vendor != "sqlite":
        make_quick(editor.connection)
        return
    for statement in _SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables themselves."""

    dependencies: ClassVar = [("shelf", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(make, migrations.RunPython.noop)]
