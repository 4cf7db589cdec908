"""Tables of likeness; all of it follows from the ledger, the masked words and the weights of the pack."""

from __future__ import annotations

from django.db import models


class Progress(models.Model):
    """How far the links have followed the ledger. PII: none."""

    id = models.IntegerField(primary_key=True)  # always 1
    position = models.BigIntegerField()  # every registration up to this event was looked at


class Link(models.Model):
    """An earlier matter that may be the same as a later one, why, and whether that is sure enough for one group. PII: none."""

    pk = models.CompositePrimaryKey("matter_id", "other_id")
    matter_id = models.BigIntegerField()  # the later one
    other_id = models.BigIntegerField()
    likelihood = models.FloatField()
    automatic = models.BooleanField()
    reasons = models.TextField()  # without names, separated by line ends

    class Meta:
        indexes = [models.Index(fields=["other_id"], name="link_other")]
