"""The tables of told figures."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=32)),
                ("indicator", models.CharField(max_length=64)),
                ("period", models.CharField(max_length=32)),
                ("grouped", models.CharField(default="", max_length=16)),
                ("key", models.CharField(default="", max_length=96)),
                ("branch", models.CharField(default="", max_length=24)),
                ("cutoff", models.BigIntegerField()),
                ("value", models.FloatField(null=True)),
                ("numerator", models.FloatField()),
                ("denominator", models.FloatField()),
                ("excluded", models.BigIntegerField()),
                ("rows", models.BigIntegerField()),
                ("definition", models.CharField(max_length=16)),
                ("pack", models.CharField(max_length=16)),
                ("position", models.BigIntegerField()),
                ("checked", models.BigIntegerField()),
                ("at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["indicator", "period", "id"], name="told_of_figure")]},
        ),
        migrations.CreateModel(
            name="Restated",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("causes", models.TextField()),
                ("at", models.BigIntegerField()),
                (
                    "after",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="told.told"),
                ),
                (
                    "before",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="told.told"),
                ),
            ],
        ),
    ]
