"""The items of the catalogue as rows that figures are counted from: those in force on the last day of the period."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import DatabaseError

from wushi.domain.calendar import local
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.steps import catalogue


def rows(policy: Policy, period: Period, now: datetime, line: str = "") -> list[dict[str, Any]]:
    """`line`: the branch, codes from the root joined by /. Limits are in working days; legal is missing where no law sets one."""
    day = min(period.last, local(now).date())
    try:
        book = catalogue.current(policy)
    except DatabaseError:  # facts without a house, as a bench has them: nothing was taken in there
        book = policy.catalogue
    rule = book.conversion(day) if book.conversions else None
    found = []
    for item in book.on(day):
        tree = "/".join(policy.tree.line(item.unit)) if item.unit in policy.tree else ""
        if rule is None or (line and tree != line and not tree.startswith(line + "/")):
            continue
        legal = None if item.legal is None else float(rule.working_days(item.legal))
        found.append({
            "number": item.code, "track": "item", "type": item.kind, "subject": "", "unit": item.unit, "unit_2": item.unit,
            "unit_below": item.unit, "line": tree, "registered_on": item.since, "simulated": item.illustrative,
            "instant": item.instant, "visits": item.visits, "legal": legal,
            "promised": float(rule.working_days(item.promised)),
        })  # fmt: skip
    return found
