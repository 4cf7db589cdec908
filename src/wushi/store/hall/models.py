"""The table of tickets: numbers taken at the door and appointments made before, one line a ticket, one day at a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Ticket(models.Model):
    """One number of one day. An appointment has a slot and a seat in it from the day it is made. PII: none, who waits is not asked."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.IntegerField(null=True)  # null: an appointment whose holder has not come yet
    item = models.CharField(max_length=64, default="")
    matter = models.CharField(max_length=32, default="")
    slot = models.BigIntegerField(null=True)
    seat = models.IntegerField(null=True)
    code = models.CharField(max_length=12, default="")
    state = models.CharField(max_length=12)  # booked | waiting | called | done | missed | cancelled
    window = models.CharField(max_length=32, default="")
    taken_at = models.BigIntegerField()
    called_at = models.BigIntegerField(null=True)
    done_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "letter", "number"], name="ticket_once_a_day"),
            models.UniqueConstraint(
                fields=["letter", "slot", "seat"],
                condition=Q(slot__isnull=False) & ~Q(state="cancelled"),
                name="one_holder_a_seat",
            ),
        ]
        indexes = [models.Index(fields=["day", "letter", "state", "number"], name="ticket_waiting")]
