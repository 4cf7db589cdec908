# By hand: accusations leave the branches of the tree; `wushi rebuild` would do the same.
from django.db import migrations, models

_NONE = ", ".join(f"l{n} = NULL" for n in range(1, 9))


def _apart(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_matter SET {_NONE} WHERE snapshot LIKE %s AND l1 IS NOT NULL", ['%"accused":%'])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_track")]

    operations = [
        migrations.RunPython(_apart, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["due", "id"], condition=models.Q(l1__isnull=True), name="matter_apart"),
        ),
    ]
