from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('private', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Approver',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('public', models.CharField(max_length=64, unique=True)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('what', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('needed', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compact', models.CharField(max_length=64)),
                ('act', models.CharField(max_length=64)),
                ('person', models.CharField(max_length=200)),
                ('public', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('act', 'public'), name='one_approval_a_person')],
            },
        ),
    ]
