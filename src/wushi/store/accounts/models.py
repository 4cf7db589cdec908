"""Tables of accounts: Django's own user, the posts a user holds, the keys that channels come with."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who works here. PII: name and e-mail of staff."""


class Holding(models.Model):
    """A post held by an account, dated: figures name posts, and the record says who held one then. PII: staff account."""

    id = models.AutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="holdings")
    post = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.post}"


class ApiKey(models.Model):
    """A key with which a channel comes in; only its hash is kept. PII: none."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=32)
    post = models.CharField(max_length=64)
    per_minute = models.IntegerField()
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Allowance(models.Model):
    """How much of a key's minute has been handed out to processes. PII: none."""

    id = models.AutoField(primary_key=True)
    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE)
    minute = models.BigIntegerField()
    taken = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="allowance_once_a_minute")]
