"""Tables of likeness."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "matter_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("matter_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField()),
                ("likelihood", models.FloatField()),
                ("automatic", models.BooleanField()),
                ("reasons", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["other_id"], name="link_other")]},
        ),
    ]
