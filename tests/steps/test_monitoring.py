"""An exceedance is ONE matter: found in what monitors sent, handed over to the warden of that day, put right, signed off by another."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.people import Cast, at
from wushi.domain.errors import NotPermitted, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.monitors.outlets import Outlet
from wushi.domain.monitors.readings import Message, Reading
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps import monitoring
from wushi.steps.handle import put_right, work
from wushi.steps.learn import take_readings
from wushi.steps.moves import open_to
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Matter as Row

BEGIN = at("2022-08-01 00:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def coke(house: None, policy: Policy) -> Outlet:
    outlet = next(o for o in monitors.of(policy).outlets if o.code == "gas-coke-1")
    take_readings.allow(outlet.mn, "123456")
    return outlet


def send(outlet: Outlet, sulphur: list[float | None], begin: datetime = BEGIN, flag: str = "N") -> None:
    """An hour each; None: nothing is sent."""
    device = take_readings.devices()[outlet.mn]
    told = []
    for n, value in enumerate(sulphur):
        if value is not None:
            found = tuple(
                Reading(factor, (("Avg", Decimal(str(v))),), flag)
                for factor, v in (("a21026", value), ("a21002", 100), ("a34013", 5))
            )
            told.append((device, Message(outlet.mn, "2061", begin + timedelta(hours=n), found)))
    take_readings.take(told, begin + timedelta(hours=len(sulphur)))


def matters() -> list[Matter]:
    return [
        ledger.load(n)[1] for n in Row.objects.filter(track="alarm").order_by("id").values_list("number", flat=True)
    ]


def test_an_exceedance_is_one_matter_with_its_warden(coke: Outlet, policy: Policy) -> None:
    send(coke, [20, 30, 80, 90, 40, 70, 40, 41, 42, 43])
    now = BEGIN + timedelta(hours=14)
    looked = monitoring.look(policy, now)
    assert (looked.outlets, looked.raised, looked.ended) == (1, 1, 1)
    [matter] = matters()
    assert matter.state == "dispatched" and matter.lead == "industry" and matter.automatic
    alarm = matter.alarm
    assert alarm is not None
    assert (alarm.source, alarm.sort, alarm.factor, alarm.value, alarm.limit) == (
        "gas-coke-1",
        "exceeded",
        "a21026",
        "80",
        "50",
    )
    assert alarm.warden == "industry.handler" and alarm.highest == "90"
    assert alarm.normal_at == BEGIN + timedelta(hours=8)
    assert {c.name for c in matter.running} == {"sign", "rectify"}
    assert ledger.words(ledger.load(matter.number)[0])[1][1].endswith("小时均值 80 mg/m3，限值 50 mg/m3")
    # looking again, and data that comes again, make nothing new
    send(coke, [20, 30, 80, 90])
    assert monitoring.look(policy, now).raised == 0 and len(matters()) == 1


def test_from_the_alarm_to_the_sign_off(coke: Outlet, policy: Policy, cast: Cast) -> None:
    send(coke, [80] * 3)
    monitoring.look(policy, BEGIN + timedelta(hours=6))
    [matter] = matters()
    now, number = BEGIN + timedelta(hours=7), matter.number
    chen, head = cast.chen("industry"), cast.of("inspector")
    assert "rectify" not in [m.name for m in open_to(chen, matter, policy)]
    work.sign_for(number, actor=chen, policy=policy, now=now)
    with pytest.raises(RuleBroken, match="not back to normal"):
        put_right.close_normal(number, actor=head, policy=policy, now=now)
    put_right.rectify(number, "更换脱硫循环泵，14:00 恢复运行。", actor=chen, policy=policy, now=now)
    with pytest.raises(RuleBroken, match="not back to normal"):
        put_right.sign_off(number, "现场看过。", actor=head, policy=policy, now=now)
    put_right.send_back(number, "数据还没有恢复正常", actor=head, policy=policy, now=now)
    send(coke, [30] * 4, BEGIN + timedelta(hours=3))
    monitoring.look(policy, BEGIN + timedelta(hours=10))
    later = BEGIN + timedelta(hours=11)
    put_right.rectify(number, "脱硫恢复，数据正常。", actor=chen, policy=policy, now=later)
    with pytest.raises(NotPermitted):
        put_right.sign_off(number, "自己看过。", actor=cast.sun("industry"), policy=policy, now=later)
    matter = put_right.sign_off(number, "现场看过，连续三小时达标。", actor=head, policy=policy, now=later)
    assert (
        matter.state == "signed_off" and not matter.running and matter.alarm is not None and matter.alarm.sent_back == 1
    )
    matter = put_right.look_again(number, holds=True, actor=head, policy=policy, now=later + timedelta(days=30))
    assert matter.alarm is not None and matter.alarm.holds is True


def test_a_gap_rings_after_four_hours_and_ends_with_the_first(coke: Outlet, policy: Policy) -> None:
    send(coke, [20, None, None, None, 20, None, None, None, None, None, 20])
    looked = monitoring.look(policy, BEGIN + timedelta(hours=14))
    told = matters()
    assert {m.alarm.sort for m in told if m.alarm} == {"gap"}
    # one a factor that is watched
    assert looked.raised == looked.ended == len(told) == 3


def test_what_is_out_of_the_count_rings_nothing(coke: Outlet, policy: Policy) -> None:
    send(coke, [900] * 6, flag="M")
    assert monitoring.look(policy, BEGIN + timedelta(hours=9)).raised == 0 and matters() == []


def test_a_device_that_was_not_let_in_is_not_looked_at(house: None, policy: Policy) -> None:
    assert monitoring.look(policy, BEGIN).outlets == 0


def test_without_a_warden_of_its_own_the_area_answers(house: None, policy: Policy) -> None:
    outlet = next(o for o in monitors.of(policy).outlets if o.code == "gas-coke-3")
    take_readings.allow(outlet.mn, "123456")
    send(outlet, [80] * 3)
    monitoring.look(policy, BEGIN + timedelta(hours=6))
    [matter] = matters()
    assert matter.lead == "150302101" and matter.alarm is not None and matter.alarm.warden == "150302101.mayor"


def test_the_machine_dies_between_look_and_write(coke: Outlet, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    send(coke, [80] * 3)
    now = BEGIN + timedelta(hours=6)
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "append", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            monitoring.look(policy, now)
    assert matters() == []
    assert monitoring.look(policy, now).raised == 1 and len(matters()) == 1
