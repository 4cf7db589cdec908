"""The page 热点与突增: an alarm with its evidence, judged by a person; hot issues, repeated places, the month's reader sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.ledgers import HandMade
from tests.people import Cast
from tests.web.staff import signed_in, text_of

from wushi.domain.calendar import SHANGHAI
from wushi.domain.policy import Policy
from wushi.steps.learn import bursts

pytestmark = pytest.mark.django_db


@pytest.fixture
def burst(house: Policy) -> Policy:
    """Thirty in the last two hours at one place, and one each fortnight before."""
    bursts.forget()
    made, now = HandMade(house), datetime.now(UTC)

    def come(name: str, at: datetime) -> None:
        made.register(name, at.astimezone(SHANGHAI).isoformat(), subject="property/heating/broken")

    for n in range(30):
        come(f"b{n}", now - timedelta(minutes=4 * n))
    for n in range(24):
        come(f"r{n}", now - timedelta(days=10 + 6 * n))
    bursts.watch(house, now)
    return house


def test_nothing_is_told_as_nothing(house: Policy, cast: Cast) -> None:
    said = text_of(signed_in(cast.supervisor).get("/lead/hot/"))
    for part in ("三十天里没有突增。", "所以没有热点。", "没有月月都来的地方。", "所以不预测。"):
        assert part in said, part


def test_a_burst_with_its_evidence_is_judged(burst: Policy, cast: Cast) -> None:
    boss = signed_in(cast.supervisor)
    said = text_of(boss.get("/lead/hot/"))
    assert "1 次突增，1 次还没判定" in said and "2 小时里来了 30 件" in said and "另有 25 件" in said
    [alarm] = bursts.alarms(cast.supervisor, burst, datetime.now(UTC), back=timedelta(days=1))
    url = f"/lead/hot/{alarm.id}/"
    refused = boss.post(url, {"real": "no", "reason": " "})
    assert refused.status_code == 422 and "判为误报要写一句原因。" in text_of(refused)
    assert boss.post(url, {"real": "no", "reason": "演练"})["Location"] == "/lead/hot/"
    said = text_of(boss.get("/lead/hot/"))
    assert "1 次判为误报" in said and "已判定：是误报 · 演练" in said


def test_hot_issues_and_repeated_places_are_shown(burst: Policy, cast: Cast) -> None:
    said = text_of(signed_in(cast.supervisor).get("/lead/hot/"))
    assert "至多几人" in said and "反复发生的地方" in said and "几个月都有" in said


def test_who_has_no_such_page_is_refused(burst: Policy, cast: Cast) -> None:
    assert signed_in(cast.chen("housing")).get("/lead/hot/").status_code == 403
    assert signed_in(cast.chen("housing")).post("/lead/hot/1/", {"real": "yes"}).status_code == 403
