"""What was read before is found without case and accents too."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from foedus.cooperation.spelling import folded

_MANY = 100


def _fold(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    documents = apps.get_model("private", "Document").objects.using(editor.connection.alias)
    sought = apps.get_model("private", "Sought").objects.using(editor.connection.alias)
    said = documents.order_by("id").values_list("id", "name", "headline", "text")
    for number, *words in said.iterator(_MANY):
        sought.create(document_id=number, words=folded(" ".join(words)))


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0012_sought'),
    ]

    operations = [
        migrations.RunPython(_fold, migrations.RunPython.noop),
    ]
