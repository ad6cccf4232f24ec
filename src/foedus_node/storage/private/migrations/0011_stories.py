import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0010_articles'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='traced',
            field=models.PositiveSmallIntegerField(db_index=True, default=0),
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField()),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='private.document')),
            ],
            options={
                'indexes': [models.Index(fields=['document'], name='traces_of_a_document')],
                'constraints': [models.UniqueConstraint(fields=('value', 'document'), name='one_trace_a_document')],
            },
        ),
    ]
