"""The tables of bookings: who takes which rooms and mediators when, a row for every quarter-hour of each, and who is away."""

from __future__ import annotations

from django.db import models


class Booking(models.Model):
    """One booking. PII: none; the matter's number leads to what it is about."""

    id = models.BigAutoField(primary_key=True)
    begin = models.BigIntegerField()
    end = models.BigIntegerField()
    purpose = models.CharField(max_length=16)
    number = models.CharField(max_length=32, default="", db_index=True)
    resources = models.TextField()  # names with blanks between, kept when the quarter-hours are given back
    post = models.CharField(max_length=64)  # who booked
    made_at = models.BigIntegerField()
    cancelled_at = models.BigIntegerField(null=True)
    cancelled_by = models.CharField(max_length=64, default="")
    revision = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["begin"], name="booking_begin")]


class Quarter(models.Model):
    """A resource is taken for one quarter of an hour, counted from 2000. The constraint is what makes a clash impossible: the
    same on SQLite and PostgreSQL, whoever writes. PII: none."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="quarters")
    resource = models.CharField(max_length=80)
    slot = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "slot"], name="one_booking_a_quarter")]


class Absence(models.Model):
    """A mediator is away. PII: none; `reason` is a code of the pack."""

    id = models.BigAutoField(primary_key=True)
    post = models.CharField(max_length=64, db_index=True)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=32)
    entered_by = models.CharField(max_length=64)
    entered_at = models.BigIntegerField()
