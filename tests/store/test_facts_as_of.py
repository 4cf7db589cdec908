"""The past stays as it was: what the facts say of a matter at a midnight does not change with what happens to it later."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings

from tests.domain.test_lifecycle_properties import Step, beginnings, steps, walked
from tests.simulated import lives
from wushi.domain import events as e
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy
from wushi.store.facts import rows
from wushi.store.facts.engine import Window, period_sql
from wushi.store.facts.rows import Places
from wushi.store.facts.schema import FACT_MATTER

WAS = FACT_MATTER.names.index("was")
DUCK = duckdb.connect(":memory:")


def fact(entries: list[e.Entry], policy: Policy) -> tuple[Any, ...]:
    """The row that an export makes of that history."""
    matter = Matter("HBW-2022-0000001", unit=policy.main_desk, path=policy.tree.line(policy.main_desk))
    for entry in entries:
        matter = after(matter, entry.event, entry.at)
    places = Places(policy)
    times = [
        (name, entry.at.astimezone(UTC).replace(tzinfo=None))
        for entry in entries
        if (name := type(entry.event).__name__) not in rows.UNREAD
    ]
    before = rows.was(matter.number, entries, policy, places) if rows.turned(times) else None
    return rows.fact(1, len(entries), matter, times, places, before)


def seen(row: tuple[Any, ...], cutoff: datetime) -> dict[str, Any]:
    """What a period that ends then says of the matter."""
    DUCK.register("held_row", rows.table([row]))
    sql = period_sql(Window(cutoff - timedelta(days=3650), cutoff, "150302", 1), "held_row")
    found = DUCK.execute(sql).to_arrow_table().to_pylist()
    assert len(found) == 1
    return found[0]


def midnights(entries: list[e.Entry]) -> list[datetime]:
    first, last = local(entries[0].at).date(), local(entries[-1].at).date()
    days = sorted({local(one.at).date() + timedelta(days=1) for one in entries} | {last})
    return [datetime.combine(day, time(), SHANGHAI) for day in days if first < day <= last]


def check(entries: list[e.Entry], policy: Policy) -> None:
    whole = fact(entries, policy)
    for cutoff in midnights(entries):
        by_then = fact([one for one in entries if one.at < cutoff], policy)
        assert seen(whole, cutoff) == seen(by_then, cutoff), cutoff


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=beginnings, rest=steps)
def test_of_any_course(first: tuple[str, ...], rest: list[Step]) -> None:
    for course, *_ in list(walked(first, rest))[-1:]:
        check(course.entries, course.policy)


def test_of_simulated_lives(policy: Policy) -> None:
    """Hotline matters of some weeks: those that were sent back, extended, put off, merged, reopened are among them."""
    turned = 0
    for one in lives(policy, date(2022, 3, 1), date(2022, 4, 20), 0.02, 3):
        entries = [e.Entry(n, at, "", "", "", "", event) for n, (at, _, event) in enumerate(one.entries, 1)]
        check(entries, policy)
        turned += fact(entries, policy)[WAS] is not None
    assert turned > 20
