"""A second opinion on the limits of mediation: another calendar, other arithmetic, the same last days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people import at

from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day

# As the law says it, not as the pack writes it: article, amount, unit.
LAW = {
    "choose": (2, "wd"), "designate_court": (3, "wd"), "contact": (3, "wd"), "term": (1, "month"),
    "term_before_filing": (30, "cd"), "term_ordinary": (15, "cd"), "term_summary": (7, "cd"),
    "confirmation": (30, "cd"), "court_acceptance": (3, "cd"), "court_ruling": (15, "cd"), "ruling_extension": (10, "cd"),
    "acceptance": (5, "wd"),
}  # fmt: skip


def _worked(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _expected(day: date, amount: int, unit: str) -> date:
    if unit == "wd":
        while amount:
            day += timedelta(days=1)
            amount -= _worked(day)
        return day
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
        day = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    else:
        day += timedelta(days=amount)
    while not _worked(day):  # the last day a day off: the next one that is worked
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("limit", LAW)
@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2022, 1, 1), date(2026, 11, 1)), hour=st.integers(0, 23))
def test_every_limit_ends_where_another_reckoning_says(limit: str, day: date, hour: int, policy: Policy) -> None:
    start = at(f"{day} {hour:02d}:30")
    span = policy.limit(f"mediation.{limit}").at(day)
    assert last_day(span.due(start, policy.calendar)) == _expected(day, *LAW[limit])


def test_every_limit_of_mediation_is_compared_or_a_proposal(policy: Policy) -> None:
    ours = {name.removeprefix("mediation.") for name in policy.limits if name.startswith("mediation.")}
    proposals = {n for n in ours if all(v.status == "proposal" for v in policy.limits[f"mediation.{n}"].values)}
    assert ours - proposals <= set(LAW)
