"""The table of what is public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=400)),
                ("body", models.TextField()),
                ("gone", models.BooleanField(default=False)),
                ("position", models.BigIntegerField()),
                ("change", models.BigIntegerField(unique=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="opened_once")],
            },
        ),
    ]
