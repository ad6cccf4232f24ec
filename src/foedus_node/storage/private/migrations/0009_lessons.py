import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0008_belonging'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='private.proposal')),
                ('verdict', models.CharField(choices=[('accepted', 'Accepted'), ('mended', 'Mended'), ('rejected', 'Rejected')], max_length=8)),
                ('mended', models.JSONField()),
                ('looked', models.BooleanField()),
                ('at', models.DateTimeField(db_index=True)),
                ('holds', models.BooleanField()),
                ('worse', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='ReadAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compact', models.CharField(blank=True, max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('edition', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='private.proposal')),
                ('likeness', models.CharField(db_index=True, max_length=64)),
                ('signs', models.JSONField()),
                ('known', models.JSONField()),
                ('here', models.JSONField(default=dict)),
            ],
        ),
    ]
