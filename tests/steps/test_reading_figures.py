"""Figures of monitors come out of the rows: a simulated year gives those of the article, and a row taken away moves the figure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps.evaluate import figures as step
from wushi.steps.learn import simulate_readings
from wushi.store.moments import to_micros

NOW = datetime(2023, 1, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    step.forget()


def _simulate(policy: Policy, *kinds: str, year: int = 2022) -> None:
    only = frozenset(o.code for o in monitors.of(policy).outlets if o.code.startswith(kinds))
    assert simulate_readings.run(policy, year, NOW, only=only) > 0
    assert simulate_readings.run(policy, year, NOW, only=only) == 0, "the same seed gives the same rows"


def _figure(policy: Policy, slug: str, period: str = "2022") -> step.Figure:
    [found] = step.figures(period, slug, policy=policy, now=NOW)
    return found


def test_nothing_told_is_no_figure(house: Policy) -> None:
    assert _figure(house, "stack.compliance").why == "no_records"


def test_a_stack_keeps_its_limit_96_hours_of_100_and_a_row_taken_away_moves_it(house: Policy) -> None:
    _simulate(house, "gas-coke-1", "gas-power-1")
    found = _figure(house, "stack.compliance")
    assert found.value == 96.0
    assert found.denominator + sum(found.excluded.values()) == 2 * 3 * 8760
    assert {"stopped", "maintenance", "fault", "calibrating", "absent"} == set(found.excluded)
    assert found.simulated == found.rows
    outlet = next(o for o in monitors.of(house).outlets if o.code == "gas-coke-1")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM monitors_value v JOIN monitors_device d ON d.id = v.device WHERE d.mn = %s AND factor = 'a21026'"
            " AND flag = 'N' AND avg > 50 ORDER BY at LIMIT 1",
            [outlet.mn],
        )
        (at,) = cursor.fetchone()
        cursor.execute(
            "DELETE FROM monitors_value WHERE at = %s AND factor = 'a21026'"
            " AND device = (SELECT id FROM monitors_device WHERE mn = %s)",
            [at, outlet.mn],
        )
    after = _figure(house, "stack.compliance")
    assert (after.numerator, after.denominator) == (found.numerator, found.denominator - 1)
    assert after.excluded["absent"] == found.excluded["absent"] + 1
    rows = step.rows("2022", "stack.compliance", policy=house, now=NOW, limit=5)
    assert rows[0]["number"] == "gas-coke-1 a21002 2022-01-01" and rows[0]["in_denominator"] <= 24
    parts = step.figures("2022", "stack.compliance", "unit", policy=house, now=NOW)
    assert [p.key for p in parts] == ["industry"]


def test_water_by_valid_days_and_plants_by_hours(house: Policy) -> None:
    _simulate(house, "water-town-1", "water-rural-1")
    water = _figure(house, "wastewater.compliance")
    assert water.value == 95.0 and water.denominator + sum(water.excluded.values()) == 5 * 365
    running = _figure(house, "sewage.running")
    assert running.value == 100.0 and set(running.excluded) == {"absent", "maintenance"}
    assert running.denominator + sum(running.excluded.values()) == 8760
    sent = _figure(house, "monitors.transmission")
    assert sent.denominator == 2 * 8760 and 99.0 < (sent.value or 0) < 100.0


def test_good_days_of_2022_with_both_bases(house: Policy) -> None:
    _simulate(house, "air-")
    days, share, calendar = (_figure(house, f"air.good_day{x}") for x in ("s", "_share", "_share_calendar"))
    assert days.value == 305
    assert (share.value, share.numerator, share.denominator) == (83.6, 305, 365)
    assert (calendar.value, calendar.denominator) == (83.6, 365)
    # a day without enough hours has no index: it leaves the one base and stays in the other
    begin = to_micros(datetime(2022, 7, 9, 16, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM monitors_value WHERE at >= %s AND at < %s", [begin, begin + 6 * 3_600_000_000])
    share, calendar = (_figure(house, f"air.good_day_share{x}") for x in ("", "_calendar"))
    assert (share.denominator, share.excluded, calendar.denominator) == (364, {"no_index": 1}, 365)


def test_a_month_counts_its_own_hours(house: Policy) -> None:
    _simulate(house, "gas-coke-1")
    found = _figure(house, "stack.compliance", "2022-03")
    assert found.denominator + sum(found.excluded.values()) == 3 * 31 * 24
    assert _figure(house, "stack.compliance", "2023").why in ("no_records", "nothing_to_count")
