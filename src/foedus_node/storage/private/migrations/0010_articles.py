from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0009_lessons'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='document',
            name='one_document_a_compact',
        ),
        migrations.AddField(
            model_name='document',
            name='part',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='document',
            name='parts',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='document',
            name='begins',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('compact', 'sha256', 'part'), name='one_document_a_compact'),
        ),
    ]
