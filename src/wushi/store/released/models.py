"""The table of released texts: what a person has looked through and released, under a number of its own."""

from __future__ import annotations

from django.db import models


class Released(models.Model):
    """One released text. The public knows it by `id`; the matter's number is the resident's. PII: none, a person has checked."""

    id = models.BigAutoField(primary_key=True)
    matter_id = models.BigIntegerField(unique=True)
    seq = models.IntegerField()  # of the event that released it
    at = models.BigIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    reply = models.TextField()
    unit = models.CharField(max_length=24)  # who answered
    subject = models.CharField(max_length=96, default="")
    place = models.CharField(max_length=24, default="")
