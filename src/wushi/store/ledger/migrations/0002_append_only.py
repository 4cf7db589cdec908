"""Events only grow: triggers on both engines refuse to change or delete one."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER event_never_changed BEFORE UPDATE ON ledger_event
       BEGIN SELECT RAISE(ABORT, 'an event of the ledger cannot be changed'); END""",
    """CREATE TRIGGER event_never_deleted BEFORE DELETE ON ledger_event
       BEGIN SELECT RAISE(ABORT, 'an event of the ledger cannot be deleted'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION ledger_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'an event of the ledger cannot be changed or deleted'; END $$""",
    """CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON ledger_event
       FOR EACH ROW EXECUTE FUNCTION ledger_event_append_only()""",
    """CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON ledger_event
       FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_append_only()""",
]


def forwards(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER event_append_only ON ledger_event")
        editor.execute("DROP TRIGGER event_never_emptied ON ledger_event")
        editor.execute("DROP FUNCTION ledger_event_append_only()")
    else:
        editor.execute("DROP TRIGGER event_never_changed")
        editor.execute("DROP TRIGGER event_never_deleted")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
