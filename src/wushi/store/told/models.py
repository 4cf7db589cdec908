"""Tables of told figures: what was published and by which count, and what came out otherwise when it was asked again."""

from __future__ import annotations

from django.db import models


class Told(models.Model):
    """A figure as it was published. A new row only when something of it is other than in the row before. PII: none."""

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=32)  # the report in which it stood; open-data; restatement
    indicator = models.CharField(max_length=64)
    period = models.CharField(max_length=32)
    grouped = models.CharField(max_length=16, default="")
    key = models.CharField(max_length=96, default="")
    branch = models.CharField(max_length=24, default="")
    cutoff = models.BigIntegerField()  # up to which moment it was counted
    value = models.FloatField(null=True)
    numerator = models.FloatField()
    denominator = models.FloatField()
    excluded = models.BigIntegerField()
    rows = models.BigIntegerField()
    definition = models.CharField(max_length=16)
    pack = models.CharField(max_length=16)
    position = models.BigIntegerField()  # of the ledger, when it was counted
    checked = models.BigIntegerField()  # of the ledger, when it last came out the same
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["indicator", "period", "id"], name="told_of_figure")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"


class Restated(models.Model):
    """A figure that came out otherwise when it was asked again: before, after, and why. PII: none."""

    id = models.BigAutoField(primary_key=True)
    before = models.ForeignKey(Told, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Told, on_delete=models.PROTECT, related_name="+")
    causes = models.TextField()  # JSON
    at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.before} restated"
