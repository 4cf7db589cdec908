# By hand: lists of one track do not walk through the hotline's matters.
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_event_danger")]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["track", "id"], condition=~models.Q(track="hotline"), name="matter_other_track"),
        ),
    ]
