"""The pages of the monitors: what each outlet told last, an alarm in the list of its warden, the year of the air."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.people import Cast
from tests.steps.test_monitoring import send
from tests.web.staff import signed_in, text_of

from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps import monitoring
from wushi.steps.learn import simulate_readings, take_readings

pytestmark = pytest.mark.django_db


@pytest.fixture
def warden(house: Policy, cast: Cast) -> Client:
    """The handler of the enterprises' department, who answers for the ovens; three hours above the limit lie behind."""
    outlet = next(o for o in monitors.of(house).outlets if o.code == "gas-coke-1")
    take_readings.allow(outlet.mn, "123456")
    now = datetime.now(UTC)
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=6)
    send(outlet, [20, 80, 90, 85], begin)
    monitoring.look(house, now)
    return signed_in(cast.chen("industry"))


def test_the_board_tells_state_value_limit_and_warden(warden: Client) -> None:
    shown = text_of(warden.get("/monitors/"))
    assert "▲ 超标" in shown and "二氧化硫 85 mg/m3，限值 50" in shown
    assert "没有销号的告警 1 件" in shown and "还没有数据" in shown


def test_an_alarm_is_in_the_list_of_its_warden_and_on_its_device(warden: Client, cast: Cast) -> None:
    shown = text_of(warden.get("/monitors/mine/"))
    assert "焦化甲厂焦炉烟囱（示意）超标" in shown and "每 7 天巡查一次" in shown and "空气质量1号站" not in shown
    page = warden.get("/monitors/gas-coke-1/")
    shown, html = text_of(page), page.content.decode()
    assert "小时超标，最高 90 mg/m3" in shown and "虚线是限值 50 mg/m3" in shown and 'class="over"' in html
    assert "超标" in text_of(warden.get("/monitors/alarms/"))
    assert "没有这样的告警" in text_of(warden.get("/monitors/alarms/?list=ended"))
    other = signed_in(cast.chen("housing"))
    assert "没有销号的 0 件" in text_of(other.get("/monitors/alarms/"))
    assert warden.get("/monitors/nothing/").status_code == 404
    assert warden.get("/monitors/gas-coke-1/?day=2022-13-45").status_code == 200


def test_the_year_of_the_air(house: Policy, cast: Cast) -> None:
    end = datetime(2022, 3, 1, tzinfo=UTC)
    simulate_readings.run(house, 2022, end, only=frozenset({"air-1", "air-2"}))
    client = signed_in(cast.chen("ecology"))
    page = client.get("/monitors/air/")
    assert "2022 年空气质量" in text_of(page) and "HJ 633-2012" in text_of(page)
    assert page.content.decode().count("<rect x=") == 365
    assert "没有空气站的数据" in text_of(client.get("/monitors/air/?year=2021"))
    assert client.get("/monitors/air-1/?day=2022-02-03").status_code == 200
    english = signed_in(cast.chen("ecology"), "en").get("/monitors/air/")
    assert "Air quality in 2022" in text_of(english)


def test_a_stranger_signs_in_first(house: Policy) -> None:
    assert Client().get("/monitors/").status_code == 302
