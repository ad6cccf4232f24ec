from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_wire"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["compact", "id"], name="entries_as_they_came"),
        ),
    ]
