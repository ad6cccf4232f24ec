import datetime

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='heard',
            name='moment',
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Peer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=16)),
                ('compact', models.CharField(blank=True, max_length=64)),
                ('address', models.CharField(blank=True, max_length=2000)),
                ('way', models.CharField(default='both', max_length=8)),
                ('card', models.JSONField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('party', 'compact'), name='one_address_of_a_peer')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('failures', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('sent', models.JSONField(null=True)),
                ('compact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='common.compact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('compact', 'party'), name='one_last_attempt_at_a_peer')],
            },
        ),
    ]
