"""A second opinion on the window's limits: the days reckoned again with the calendar of another library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day

LIMITS = {
    "service.check": 5,
    "service.tolerance": 3,
    "service.extension": 10,
    "service.deliver": 10,
    "service.review_contact": 1,
    "service.rectify": 15,
    "service.appeal": 5,
}


def reckoned(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


@pytest.mark.parametrize(("limit", "days"), LIMITS.items())
@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime(2022, 1, 1), datetime(2025, 10, 31)))  # noqa: DTZ001
def test_a_limit_ends_on_the_day_that_others_reckon(policy: Policy, limit: str, days: int, at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    span = policy.limit(limit).at(moment.date())
    assert span.unit == "working_days" and span.amount == days
    local = (moment + timedelta(hours=8)).date()
    assert last_day(span.due(moment, policy.calendar)) == reckoned(local, days)
