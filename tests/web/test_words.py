"""Moments, days and spans in words, in both languages; deadlines as a resident thinks of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from tests.people import at

from wushi.domain.calendar import end_of_day
from wushi.domain.policy import Policy
from wushi.web import words

TODAY = date(2023, 8, 3)


def test_a_moment_is_told_on_the_clock_of_the_wall() -> None:
    with translation.override("zh-hans"):
        assert words.moment(at("2023-08-03 17:14"), TODAY) == "8月3日 17:14"
        assert words.moment(at("2022-08-03 07:04"), TODAY) == "2022年8月3日 07:04"
    with translation.override("en"):
        assert words.moment(at("2023-08-03 17:14"), TODAY) == "3 Aug 17:14"


def test_a_period_that_ends_at_midnight_is_told_as_its_last_day() -> None:
    with translation.override("zh-hans"):
        assert words.deadline(end_of_day(date(2023, 8, 10)), TODAY) == "8月10日"
        assert words.deadline(at("2023-08-03 19:14"), TODAY) == "8月3日 19:14"


@pytest.mark.parametrize(
    ("now", "zh", "en"),
    [
        ("2023-09-27 22:10", "还剩 5 个工作日", "5 working days left"),  # the 28th, then the exchanged 7th and 8th
        ("2023-10-08 09:00", "还剩 2 个工作日", "2 working days left"),
        ("2023-10-10 23:59", "今天到期", "due today"),
        ("2023-10-11 00:01", "超期 1 个工作日", "1 working day late"),
        ("2023-10-13 09:00", "超期 3 个工作日", "3 working days late"),
    ],
)
def test_what_is_left_counts_working_days(policy: Policy, now: str, zh: str, en: str) -> None:
    due = end_of_day(date(2023, 10, 10))
    with translation.override("zh-hans"):
        assert words.left(due, at(now), policy.calendar) == zh
    with translation.override("en"):
        assert words.left(due, at(now), policy.calendar) == en


def test_hours_are_told_as_hours(policy: Policy) -> None:
    due = at("2023-08-03 19:14")
    with translation.override("zh-hans"):
        assert words.left(due, at("2023-08-03 17:14"), policy.calendar) == "还剩 2 小时"
        assert words.left(due, at("2023-08-03 19:00"), policy.calendar) == "还剩 14 分钟"
        assert words.left(due, at("2023-08-06 19:14"), policy.calendar) == "超期 3 天"


def test_states_and_events_have_names_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert (words.state("handled"), words.event("SignedFor")) == ("办结待审", "签收")
    with translation.override("en"):
        assert words.state("handled").startswith("handled")
        assert words.event("SignedFor") == "Signed for"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert words.percent(305, 365) == "83.6 %"
    assert words.percent(0, 0) == "–"
