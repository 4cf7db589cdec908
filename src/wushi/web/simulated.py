"""Answers whether the ledger holds simulated matters, so that every page can say so."""

from __future__ import annotations

import time

from django.db import DatabaseError
from django.db.models import Max

from wushi.store.ledger.models import Matter

_EVERY_SECONDS = 30.0


class _Look:
    """What this process has seen of the ledger so far."""

    present = False
    up_to = -1
    asked = -_EVERY_SECONDS


def present() -> bool:
    """True from the first simulated matter on. Only what changed since the last look is read, so it is cheap at any size."""
    now = time.monotonic()
    if _Look.present or now - _Look.asked < _EVERY_SECONDS:
        return _Look.present
    try:
        new = Matter.objects.filter(changed__gt=_Look.up_to)
        up_to = new.aggregate(last=Max("changed"))["last"]
        _Look.present = up_to is not None and new.filter(simulated=True).exists()
    except DatabaseError:
        return False
    _Look.asked = now
    _Look.up_to = _Look.up_to if up_to is None else up_to
    return _Look.present


def forget() -> None:
    """Look again from the beginning: for tests, and after the ledger was emptied."""
    _Look.present, _Look.up_to, _Look.asked = False, -1, -_EVERY_SECONDS
