from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["at", "matter_id"], name="event_danger", condition=models.Q(kind="DangerRaised")
            ),
        ),
    ]
