"""Tables of the registers: what a pack said, kept with the day it was loaded."""

from __future__ import annotations

from django.db import models


class Unit(models.Model):
    """A unit that the ledger has ever known; its id never changes, also when its pack drops it. PII: none."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=24, unique=True)
    parent = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=16)
    name = models.CharField(max_length=100)
    depth = models.IntegerField()
    line = models.TextField()  # codes from the root, joined by "/": what a path query reads

    class Meta:
        indexes = [models.Index(fields=["line"], name="unit_line")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PackLoad(models.Model):
    """When which version of the pack took effect: old promises are kept under the version of their day. PII: none."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    loaded_at = models.BigIntegerField()


class Promotion(models.Model):
    """Which trained model classifies since when, with its figures on the part held out. PII: none."""

    id = models.AutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    promoted_at = models.BigIntegerField()
    figures = models.TextField()
