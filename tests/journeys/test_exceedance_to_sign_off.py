"""An exceedance to its sign-off: the warden on a phone puts it right, the data are normal again, another one looks and signs off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.town import Town
from tests.steps.test_monitoring import matters, send

from wushi.packs import monitors
from wushi.steps import monitoring
from wushi.steps.learn import take_readings


def do(page: Any, name: str, words: str) -> None:
    """The form of a move: unfolded where it is folded, filled in and sent."""
    form = page.locator(f"#do-{name}")
    if not form.is_visible():
        page.locator("details.do", has=form).locator("summary").first.click()
    form.locator("textarea").first.fill(words)
    form.get_by_role("button").last.click()
    page.wait_for_load_state()


def test_an_exceedance_to_its_sign_off(town: Town) -> None:
    outlet = next(o for o in monitors.of(town.policy).outlets if o.code == "gas-coke-1")
    take_readings.allow(outlet.mn, "123456")
    now = datetime.now(UTC)
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=12)
    send(outlet, [20, 80, 90], begin)
    monitoring.look(town.policy, begin + timedelta(hours=6))
    [matter] = matters()

    warden = town.staff(town.cast.chen("industry"), width=360)
    warden.goto("/monitors/mine/")
    assert warden.evaluate("document.documentElement.scrollWidth") <= 360
    warden.get_by_role("link", name="焦化甲厂焦炉烟囱（示意）超标").click()
    warden.wait_for_load_state()
    warden.get_by_role("button", name="签收", exact=True).click()
    warden.wait_for_load_state()
    assert town.state(matter.number) == "signed"
    warden.goto(f"/matters/{matter.number}/")
    do(warden, "rectify", "更换脱硫循环泵，恢复运行。")
    assert town.state(matter.number) == "rectified"

    inspector = town.staff(town.cast.of("inspector"))
    inspector.goto(f"/matters/{matter.number}/")
    do(inspector, "sign_off", "现场看过。")
    assert town.state(matter.number) == "rectified", "the data are not back to normal"
    send(outlet, [30, 31, 32, 33], begin + timedelta(hours=3))
    # what was looked at as missing rings no second time; the hours after it end the alarm
    send(outlet, [30, 31, 32], begin + timedelta(hours=7))
    monitoring.look(town.policy, now)
    inspector.goto(f"/matters/{matter.number}/")
    do(inspector, "sign_off", "现场看过，连续三小时达标。")
    assert town.state(matter.number) == "signed_off"
    assert "SignedOff" in town.history(matter.number)

    warden.goto("/monitors/alarms/?list=ended")
    assert matter.number in warden.locator("main").inner_text()
