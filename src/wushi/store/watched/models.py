"""Tables of what is watched: `Heard` and `Progress` are made from the ledger and can be made again, `Burst` is a register."""

from __future__ import annotations

from django.db import models


class Progress(models.Model):
    """How far the ledger was followed, and up to which moment bursts were looked for. PII: none."""

    id = models.IntegerField(primary_key=True)  # always 1
    position = models.BigIntegerField()
    looked_until = models.BigIntegerField()
    busy_until = models.BigIntegerField()  # one process at a time looks


class Heard(models.Model):
    """When a matter came, of what and where; none that is about a unit (举报). PII: none."""

    matter_id = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField()
    subject = models.CharField(max_length=96)  # the first two levels
    place = models.CharField(max_length=24)
    simulated = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["at", "subject", "place"], name="heard_at")]


class Burst(models.Model):
    """An alarm: more of a subject at a place than usual, with its evidence and what a person judged. PII: none."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=96)
    place = models.CharField(max_length=24)  # blank: the whole district
    since = models.BigIntegerField()
    found = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.IntegerField()  # in the fullest window
    usual = models.FloatField()  # in that window
    matters = models.TextField()  # ids, joined by commas
    real = models.BooleanField(null=True)
    judged_at = models.BigIntegerField(null=True)
    judged_by = models.CharField(max_length=64, default="")  # a post
    reason = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [models.Index(fields=["found"], name="burst_found")]
