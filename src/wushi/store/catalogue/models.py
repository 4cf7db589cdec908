"""The tables of the catalogue: each file that was taken in, and the versions of items that it brought."""

from __future__ import annotations

from django.db import models


class TakenIn(models.Model):
    """One file that a post took in. PII: none."""

    id = models.BigAutoField(primary_key=True)
    at = models.BigIntegerField()
    post = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # sha-256 of the file
    since = models.DateField()
    materials = models.TextField(default="[]")


class ItemVersion(models.Model):
    """One version of an item as the file told it. PII: none."""

    id = models.BigAutoField(primary_key=True)
    taken_in = models.ForeignKey(TakenIn, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=64)
    since = models.DateField()
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "since"], name="one_version_a_day")]
