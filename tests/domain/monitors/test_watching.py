"""Limits, conversion, compliance and alarms: one exceedance is one matter, and what is left out is counted beside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.monitors import compliance, watching
from wushi.domain.monitors.compliance import Judged
from wushi.domain.monitors.outlets import GAS, WATER, Limit, converted, in_unit, keeps, limit_on
from wushi.domain.monitors.watching import Began, Ended, Period, Rule, State

DAY = date(2020, 1, 1)
BEGIN = datetime(2022, 8, 1, tzinfo=UTC)
RULES = [
    Rule(sort, begin, end, DAY, "x", "proposal")
    for sort, begin, end in (("exceeded", 2, 3), ("gap", 4, 1), ("fault", 3, 2))
]


def test_conversion_to_the_reference_oxygen() -> None:
    assert converted(D(20), D(9), D(9)) == 20
    assert converted(D(20), D(15), D(9)) == 40
    assert converted(D(20), D(21), D(9)) is None


def test_units_of_a_device() -> None:
    assert in_unit(D("0.031"), "mg/m3", "ug/m3") == 31
    with pytest.raises(ValueError, match="does not become"):
        in_unit(D(1), "mg/L", "mg/m3")


def limit(upper: str, since: date = DAY, **more: D) -> Limit:
    return Limit("sewage", "w21003", "day", D(upper), None, "mg/L", since, "gb18918-2002", "sourced", **more)


def test_the_limit_in_force_and_in_the_cold() -> None:
    limits = [limit("8"), limit("5", date(2022, 1, 1), cold=D(8), cold_at=D(12))]
    old, new = (limit_on(limits, "sewage", "w21003", "day", day) for day in (date(2021, 12, 31), date(2022, 1, 1)))
    assert old is not None and new is not None and (old.upper, new.upper) == (8, 5)
    assert (
        keeps(D(5), new)
        and not keeps(D("5.1"), new)
        and keeps(D("5.1"), new, D(12))
        and not keeps(D("5.1"), new, D("12.1"))
    )
    assert limit_on(limits, "coke", "w21003", "day", DAY) is None


def test_what_does_not_count_stands_beside() -> None:
    found = compliance.rate(
        [Judged(True, "N")] * 95 + [Judged(False, "N")] * 5 + [Judged(None, "F")] * 7 + [Judged(None, "-")] * 3
    )
    assert (found.kept, found.counted, found.excluded, found.periods) == (95, 100, {"F": 7, "-": 3}, 110)


@given(
    st.lists(
        st.sampled_from([Judged(True, "N"), Judged(False, "N"), Judged(None, "D"), Judged(None, "M")]), max_size=50
    )
)
def test_nothing_is_lost_in_the_count(judged: list[Judged]) -> None:
    found = compliance.rate(judged)
    assert found.periods == len(judged) and 0 <= found.kept <= found.counted


def test_the_flag_of_a_day() -> None:
    share = D("0.75")
    assert compliance.joint_flag(["N"] * 18 + ["D"] * 6, GAS, 24, share) == "N"
    assert compliance.joint_flag(["N"] * 17 + ["D"] * 7, GAS, 24, share) == "D"
    assert compliance.joint_flag(["N"] * 23 + ["M"], WATER, 24, share) == "M"
    assert compliance.joint_flag(["N"] * 17, WATER, 24, share) == "-"
    assert compliance.joint_flag([], GAS, 24, share) == "-"


def test_the_mean_of_water_is_weighted_by_its_flow() -> None:
    hours = [(D(10), D(100), "N")] * 12 + [(D(40), D(300), "N")] * 12
    assert compliance.day_of_hours(hours, WATER, D("0.75")) == (D("32.5"), "N")
    assert compliance.day_of_hours(hours, GAS, D("0.75")) == (D(25), "N")
    assert compliance.day_of_hours([(D(10), D(0), "N")] * 24, WATER, D("0.75")) == (D(10), "N")


def test_rates_of_transmission_and_running() -> None:
    assert compliance.effective_rate(90, 100, 81) == D("0.81")
    assert compliance.transmission_rate(0, 0) is None and compliance.effective_rate(0, 100, 0) == 0
    assert compliance.running_rate(8760, 8760) == 1


def row(text: str) -> list[Period]:
    """. good, x above the limit, - nothing sent, D fault, M maintenance."""
    told = {
        ".": ("N", True, 10),
        "x": ("N", False, 60),
        "-": ("-", None, None),
        "D": ("D", None, 0),
        "M": ("M", None, 0),
    }
    return [
        Period(BEGIN + timedelta(hours=n), None if told[c][2] is None else D(told[c][2]), told[c][0], told[c][1])
        for n, c in enumerate(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("....", ""),
        (".x.x.x.", ""),
        (".xx", "exceeded@2"),
        (".xx.x.x..x", "exceeded@2"),
        (".xx...", "exceeded@2 end@5"),
        (".xx...xx", "exceeded@2 end@5 exceeded@7"),
        ("xMMx", "exceeded@3"),
        ("xx.MM..", "exceeded@1 end@6"),
        ("----.", "gap@3 end@4"),
        ("DDDxx", "fault@2 end@4"),
        ("DDDxxxx", "fault@2 end@4 exceeded@5"),
        ("xDxDx", ""),
    ],
)
def test_when_an_alarm_begins_and_ends(text: str, expected: str) -> None:
    _, found = watching.look(State(), row(text), RULES)
    told = [
        f"{one.sort if isinstance(one, Began) else 'end'}@{(one.at - BEGIN) // timedelta(hours=1)}" for one in found
    ]
    assert " ".join(told) == expected


@given(st.text(alphabet=".x-DM", max_size=60), st.lists(st.integers(1, 10), max_size=12))
def test_however_the_looks_are_cut_the_alarms_are_the_same(text: str, cuts: list[int]) -> None:
    periods = row(text)
    _, whole = watching.look(State(), periods, RULES)
    state, parts, at = State(), [], 0
    for cut in [*cuts, len(periods)]:
        # each look sees the last period again: data that was sent twice
        state, found = watching.look(state, periods[max(0, at - 1) : at + cut], RULES)
        parts, at = parts + found, at + cut
    assert parts == whole
    opened = 0
    for one in whole:
        opened += 1 if isinstance(one, Began) else -1
        assert opened in (0, 1), "one outlet and factor has one alarm at a time"
        assert not isinstance(one, Ended) or one.since <= one.at
