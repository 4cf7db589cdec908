"""The table of released texts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Released",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("matter_id", models.BigIntegerField(unique=True)),
                ("seq", models.IntegerField()),
                ("at", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("reply", models.TextField()),
                ("unit", models.CharField(max_length=24)),
                ("subject", models.CharField(default="", max_length=96)),
                ("place", models.CharField(default="", max_length=24)),
            ],
        ),
    ]
