"""Tables of the ledger. No personal data: who asked, and the words as they were said, lie in the vault.

Moments are whole microseconds since 1970-01-01 UTC, in a 64-bit integer on every engine: the same SQL, the same order, the
same bytes. A matter's line in the tree stands in a column a level, so that every branch of the tree is one index seek.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LEVELS = tuple(f"l{n}" for n in range(1, 9))


class Matter(models.Model):
    """The projection of a matter's events; `wushi rebuild` makes it again. PII: none."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=32)
    client_key = models.CharField(max_length=128, null=True)
    intake_digest = models.CharField(max_length=64, default="")
    track = models.CharField(max_length=16)
    state = models.CharField(max_length=24)
    version = models.IntegerField()
    subject = models.CharField(max_length=96, default="")
    place = models.CharField(max_length=24, default="")
    unit = models.CharField(max_length=24)
    l1 = models.IntegerField(null=True)
    l2 = models.IntegerField(null=True)
    l3 = models.IntegerField(null=True)
    l4 = models.IntegerField(null=True)
    l5 = models.IntegerField(null=True)
    l6 = models.IntegerField(null=True)
    l7 = models.IntegerField(null=True)
    l8 = models.IntegerField(null=True)
    registered_at = models.BigIntegerField()
    due = models.BigIntegerField()
    simulated = models.BooleanField(default=False)
    snapshot = models.TextField()
    changed = models.BigIntegerField()  # position of the last event: what the export of facts goes by

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "client_key"], name="matter_once_per_client_key"),
        ]
        indexes = [
            models.Index(fields=["changed"], name="matter_changed"),
            models.Index(fields=["track", "id"], condition=~Q(track="hotline"), name="matter_other_track"),
            # accusations, which stand in no branch
            models.Index(fields=["due", "id"], condition=Q(l1__isnull=True), name="matter_apart"),
            *(
                models.Index(
                    fields=[level, "state", "due", "id"],
                    name=f"matter_list_{level}",
                    condition=Q(**{f"{level}__isnull": False}),
                )
                for level in LEVELS
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """One thing that happened; a trigger on both engines refuses to change or delete it. PII: none."""

    position = models.BigIntegerField(
        primary_key=True
    )  # given with the pen in hand: no doubles, no holes, commit order
    matter_id = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.CharField(max_length=32)
    at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    post = models.CharField(max_length=64)
    unit = models.CharField(max_length=24)
    rule = models.CharField(max_length=64)
    reference = models.CharField(max_length=96)
    payload = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter_id", "seq"], name="event_once_per_seq")]
        indexes = [models.Index(fields=["at", "matter_id"], name="event_danger", condition=Q(kind="DangerRaised"))]


class Said(models.Model):
    """The words of an event with numbers, names and addresses masked: what staff read. PII: masked text, deletable."""

    id = models.BigAutoField(primary_key=True)
    matter_id = models.BigIntegerField()
    seq = models.IntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter_id", "seq"], name="said_once_per_seq")]


class Alarm(models.Model):
    """Only the next alarm of a matter: when, of which clock, which rung; null when nothing can fall due. PII: none."""

    matter_id = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField(null=True)
    clock = models.CharField(max_length=16, default="")
    rung = models.CharField(max_length=32, default="")
    failures = models.IntegerField(default=0)
    error = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [models.Index(fields=["at", "matter_id"], name="alarm_next", condition=Q(at__isnull=False))]


class Lease(models.Model):
    """The next free number of a series; processes take them in blocks. PII: none."""

    series = models.CharField(max_length=32, primary_key=True)
    next = models.BigIntegerField()
