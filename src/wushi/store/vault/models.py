"""Tables of the vault: the only place of personal data, sealed with a key that lies outside the database."""

from __future__ import annotations

from django.db import models


class Sealed(models.Model):
    """What was said and by whom, as one sealed record for an event. PII: name, phone, contact, address, free text; sealed."""

    id = models.BigAutoField(primary_key=True)
    matter_id = models.BigIntegerField()
    seq = models.IntegerField()
    blob = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter_id", "seq"], name="sealed_once_per_seq")]


class Reading(models.Model):
    """One read of the vault: which post, which account, why, when. PII: none of residents; names staff accounts."""

    id = models.BigAutoField(primary_key=True)
    matter_id = models.BigIntegerField(db_index=True)
    at = models.BigIntegerField()
    post = models.CharField(max_length=64)
    account = models.CharField(max_length=150)
    purpose = models.CharField(max_length=200)
