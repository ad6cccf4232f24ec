from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0004_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='dropped_at',
            field=models.DateTimeField(null=True),
        ),
    ]
