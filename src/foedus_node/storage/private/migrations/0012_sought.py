import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0011_stories'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sought',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='private.document')),
                ('words', models.TextField()),
            ],
        ),
    ]
