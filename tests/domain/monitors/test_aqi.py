"""The air quality index by both standards, against vectors printed from the standards' tables and a second computation."""

from __future__ import annotations

import importlib.util
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.monitors import aqi
from wushi.domain.monitors.aqi import Standard
from wushi.packs import monitors
from wushi.packs.problems import Problems

# (column, value): sub-index by 2012 and by 2026
VECTORS = """
pm25_24 35 50 50|pm25_24 36 52 52|pm25_24 60 82 100|pm25_24 61 83 101|pm25_24 75 100 114|pm25_24 76 102 115|pm25_24 115 150 150
pm25_24 501 500 500|pm10_24 50 50 50|pm10_24 120 85 100|pm10_24 121 86 101|pm10_24 150 100 112|pm10_24 151 101 112
pm10_24 305 178 178|so2_24 100 75 75|so2_24 150 100 100|so2_1 801 None 200|no2_24 41 52 52|no2_24 80 100 100|co_24 2.1 53 53
o3_8 100 50 50|o3_8 160 100 100|o3_8 161 101 101|o3_8 170 110 110|o3_8 801 None 300|o3_1 210 105 105
"""
CASES = [one.split() for line in VECTORS.split("\n") for one in line.split("|") if one.strip()]


@cache
def pack() -> monitors.Monitoring:
    problems = Problems()
    found = monitors.read([Path(__file__).parents[3] / "packs" / "cn"], problems)
    assert problems.found == []
    return found


def standard(year: str) -> Standard:
    return next(s for s in pack().standards if s.id.endswith(year))


@pytest.mark.parametrize(("column", "value", "old", "new"), CASES)
def test_the_vectors(column: str, value: str, old: str, new: str) -> None:
    assert str(aqi.sub_index(value, column, standard("2012"))) == old
    assert str(aqi.sub_index(value, column, standard("2026"))) == new


def test_the_date_of_the_data_chooses() -> None:
    standards = pack().standards
    assert aqi.standard_on(date(2026, 2, 28), standards).id == "HJ 633-2012"
    assert aqi.standard_on(date(2026, 3, 1), standards).id == "HJ 633-2026"
    assert aqi.standard_on(date(2005, 1, 1), standards).id == "HJ 633-2012"


@pytest.mark.parametrize("year", ["2012", "2026"])
def test_every_concentration_as_a_second_computation_gives_it(shared: Path, year: str) -> None:
    spec = importlib.util.spec_from_file_location("reference", shared / "aqi_reference.py")
    assert spec is not None and spec.loader is not None
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    names = {"pm25_24": "PM25", "pm10_24": "PM10"}
    for column, points in standard(year).breakpoints.items():
        name = names.get(column) or column.upper()
        step = Decimal("0.1") if points[-1] < 200 else Decimal("0.5")
        value = Decimal(0)
        while value <= points[-1] + 50:
            assert aqi.sub_index(value, column, standard(year)) == other.iaqi(name, value, year), (column, value)
            value += step


@given(st.decimals(0, 1300, places=2), st.decimals(0, 1300, places=2), st.sampled_from(["pm25_24", "o3_1", "no2_24"]))
def test_more_is_never_better(a: Decimal, b: Decimal, column: str) -> None:
    low, high = (aqi.sub_index(v, column, standard("2026")) for v in sorted((a, b)))
    assert low is not None and high is not None and low <= high <= 500


GOOD = {"so2_24": 10, "no2_24": 20, "pm10_24": 60, "co_24": "0.8", "o3_1": 80, "o3_8": 70, "pm25_24": 30}


def test_a_day_by_both() -> None:
    old, new = aqi.daily(GOOD, standard("2012")), aqi.daily(GOOD, standard("2026"))
    assert (old.value, old.primary) == (55, ("pm10",))
    assert (new.value, new.primary) == (58, ("pm10",))
    assert aqi.level(58, pack().levels).name == "良" and aqi.level(501, pack().levels).name == "严重污染"
    equal = aqi.daily({**GOOD, "pm10_24": 0, "pm25_24": 75, "o3_8": 160}, standard("2012"))
    assert (equal.value, equal.primary, equal.over) == (100, ("o3", "pm25"), ())


def test_a_missing_pollutant() -> None:
    without = {k: v for k, v in GOOD.items() if k != "co_24"}
    assert aqi.daily(without, standard("2012")).value is None
    assert aqi.daily(without, standard("2026")).value is None
    assert aqi.daily({**without, "pm25_24": 200}, standard("2012")).value is None
    heavy = aqi.daily({**without, "pm25_24": 200}, standard("2026"))
    assert heavy.value == 250 and heavy.missing == ("co_24",)
    assert aqi.daily({}, standard("2026")).value is None


def test_good_days_over_both_bases() -> None:
    days = aqi.good_days([50] * 305 + [120] * 55 + [None] * 5, 365)
    assert (days.good, days.valid, days.days) == (305, 360, 365)
    assert days.of_days is not None and round(float(days.of_days) * 100, 1) == 83.6
    assert aqi.good_days([], 0).of_valid is None


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity"])
def test_no_concentration(value: str) -> None:
    with pytest.raises(ValueError, match="no concentration"):
        aqi.sub_index(value, "pm25_24", standard("2026"))
