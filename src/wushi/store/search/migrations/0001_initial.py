"""Tables of the search index; the blocks lie in the order of their key, and a trigger tells when words are taken away."""

from django.db import migrations, models

SQLITE = [
    """CREATE TABLE search_block (segment integer NOT NULL, piece varchar(8) NOT NULL, docs BLOB NOT NULL,
       PRIMARY KEY (segment, piece)) WITHOUT ROWID""",
    """CREATE TRIGGER said_deleted AFTER DELETE ON ledger_said
       BEGIN INSERT INTO search_stale (segment) VALUES (OLD.matter_id >> 16); END""",
    """CREATE TRIGGER said_changed AFTER UPDATE ON ledger_said
       BEGIN INSERT INTO search_stale (segment) VALUES (OLD.matter_id >> 16); END""",
]
# Pieces are compared byte by byte, whatever language the database was made for. Blocks of bits do not grow smaller by
# compressing them again.
POSTGRESQL = [
    """CREATE TABLE search_block (segment integer NOT NULL, piece varchar(8) COLLATE "C" NOT NULL, docs bytea NOT NULL,
       PRIMARY KEY (segment, piece))""",
    "ALTER TABLE search_block ALTER COLUMN docs SET STORAGE EXTERNAL",
    "ALTER TABLE search_segment ALTER COLUMN columns SET STORAGE EXTERNAL",
    """CREATE FUNCTION search_words_taken_away() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO search_stale (segment) VALUES (OLD.matter_id >> 16); RETURN NULL; END $$""",
    """CREATE TRIGGER said_taken_away AFTER UPDATE OR DELETE ON ledger_said
       FOR EACH ROW EXECUTE FUNCTION search_words_taken_away()""",
]


def forwards(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER said_taken_away ON ledger_said")
        editor.execute("DROP FUNCTION search_words_taken_away()")
    else:
        editor.execute("DROP TRIGGER said_deleted")
        editor.execute("DROP TRIGGER said_changed")
    editor.execute("DROP TABLE search_block")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("scheme", models.IntegerField()),
                ("turn", models.BigIntegerField()),
                ("busy_until", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("segment", models.IntegerField(primary_key=True, serialize=False)),
                ("oldest", models.BigIntegerField()),
                ("newest", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("columns", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=96, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("segment", models.IntegerField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(forwards, backwards)],
            state_operations=[
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "segment", "piece", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("segment", models.IntegerField()),
                        ("piece", models.CharField(max_length=8)),
                        ("docs", models.BinaryField()),
                    ],
                ),
            ],
        ),
    ]
