"""The table of what is public: each record once, at the place of its last change; of what is taken back only the key stays."""

from __future__ import annotations

from django.db import models


class Opened(models.Model):
    """One open record. `change` counts all changes ever made, in the order of their commits: a mirror goes by it. PII: none."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=400)
    body = models.TextField()  # canonical JSON; blank once it is gone
    gone = models.BooleanField(default=False)
    position = models.BigIntegerField()  # of the ledger, when it changed
    change = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
