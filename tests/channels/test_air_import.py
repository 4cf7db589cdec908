"""Public air data come in by a map of the pack, once; what cannot be read is named by its row, strange stations are passed over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wushi.channels.spreadsheet import air as reader
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.policy import Policy
from wushi.packs import air_maps, monitors
from wushi.steps import air, monitoring
from wushi.steps.learn import take_air

NOW = datetime(2023, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _import(path: Path, name: str, policy: Policy, text: str, station: str = "") -> tuple[reader.Read, int]:
    path.write_text(text, encoding="utf-8")
    found = reader.read(path, air_maps.find(name, policy), take_air.stations(policy), station)
    return found, take_air.take(found.told, policy, NOW)


def _days(policy: Policy, first: str, last: str) -> list[air.Day]:
    wanted = [o for o in monitors.of(policy).outlets if o.code == "air-1"]
    since, until = (datetime.fromisoformat(f"{x}T00:00:00+08:00") for x in (first, last))
    return air.days(wanted, since, until, policy)


def test_days_of_a_city_give_the_index(house: Policy, tmp_path: Path) -> None:
    text = "日期,站点,AQI,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h\n"
    text += "2022-03-01,air-1,50,35,40,8,20,0.6,90,80\n2022-03-02,air-1,300,80,420,8,20,0.6,90,80\n"
    text += "2022-03-03,别处,1,1,1,1,1,1,1,1\n2022-03-04,air-1,1,-5,1,1,1,1,1,1\n2022-03-05,air-1,,,,,,,,\n不是日子,air-1,1,1,1,1,1,1,1,1\n"
    found, new = _import(tmp_path / "days.csv", "days", house, text)
    assert (found.rows, new, found.passed_over) == (6, 14, {"别处"})
    assert [line for line, _ in found.refused] == [5, 7]
    days = _days(house, "2022-03-01", "2022-03-04")
    assert [d.aqi.value for d in days] == [50, 300, None]
    assert days[1].aqi.primary == ("pm10",)
    assert _import(tmp_path / "days.csv", "days", house, text)[1] == 0
    # a station whose data were imported does not send, so its silence is no alarm
    assert monitoring.look(house, NOW).outlets == 0


def test_hours_with_stations_as_columns_end_at_their_hour(house: Policy, tmp_path: Path) -> None:
    lines = ["date,hour,type,空气质量1号站（示意）,1001A"]
    for hour in range(1, 25):
        for name, value in (("PM2.5", 20), ("PM10", 40), ("SO2", 8), ("NO2", 20), ("CO", 0.5), ("O3", 60), ("AQI", 40)):
            lines.append(f"20220301,{hour},{name},{value},1")
    found, new = _import(tmp_path / "x.csv", "stations", house, "\n".join(lines) + "\n")
    assert not found.refused and found.passed_over == {"1001A"} and new == 24 * 6
    [day] = _days(house, "2022-03-01", "2022-03-02")
    assert day.aqi.value == 40 and day.aqi.missing == ()


def test_what_a_map_does_not_find_is_said(house: Policy, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="lacks the column 时间"):
        _import(tmp_path / "x.csv", "hours", house, "站点,PM2.5\nair-1,3\n")
    with pytest.raises(NotFound, match="there are"):
        air_maps.find("nothing", house)
