"""Water is held against its limit by the mean of the day, weighted by flow; a silent device of water or air is one matter."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.people import at
from tests.steps.test_monitoring import matters
from wushi.domain.monitors.readings import Message, Reading
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps import monitoring
from wushi.steps.learn import take_readings

BEGIN = at("2022-08-01 00:00")
pytestmark = pytest.mark.django_db


def _send(policy: Policy, code: str, hours: list[tuple[int, dict[str, float]]]) -> None:
    """(hour since the beginning, factor -> value; the volume of water as w00000)."""
    outlet = next(o for o in monitors.of(policy).outlets if o.code == code)
    take_readings.allow(outlet.mn, "123456")
    device = take_readings.devices()[outlet.mn]
    told = []
    for n, said in hours:
        found = tuple(
            Reading(factor, (("Cou" if factor == "w00000" else "Avg", Decimal(str(value))),), "N")
            for factor, value in said.items()
        )
        told.append((device, Message(outlet.mn, "2061", BEGIN + timedelta(hours=n), found)))
    take_readings.take(told, BEGIN)


def _said(cod: float, flow: float) -> dict[str, float]:
    return {"w01018": cod, "w21003": 1, "w21011": 0.1, "w21001": 5, "w01001": 7, "w00000": flow}


def test_the_mean_of_the_day_is_weighted_by_flow(house: None, policy: Policy) -> None:
    # by hours the mean is 44 and kept; by flow it is (18 x 30 x 10 + 6 x 86 x 100) / 780 = 73.08 and above 50
    _send(policy, "water-town-1", [(n, _said(86, 100) if n < 6 else _said(30, 10)) for n in range(24)])
    assert monitoring.look(policy, BEGIN + timedelta(hours=20)).raised == 0, "the day is not over"
    assert monitoring.look(policy, BEGIN + timedelta(hours=27)).raised == 1
    [matter] = matters()
    assert matter.alarm is not None and matter.lead == "housing"
    assert (matter.alarm.sort, matter.alarm.factor, matter.alarm.value[:5]) == ("exceeded", "w01018", "73.07")
    assert monitoring.look(policy, BEGIN + timedelta(hours=28)).raised == 0


def test_a_silent_station_is_one_matter_and_back_when_it_speaks(house: None, policy: Policy) -> None:
    said = {"a34004": 30.0, "a34002": 60.0}
    _send(policy, "air-1", [(n, said) for n in (0, 1, 8, 9)])
    looked = monitoring.look(policy, BEGIN + timedelta(hours=13))
    assert (looked.raised, looked.ended) == (1, 1)
    [matter] = matters()
    assert matter.alarm is not None and matter.lead == "ecology"
    assert (matter.alarm.sort, matter.alarm.factor, matter.alarm.began) == ("gap", "", BEGIN + timedelta(hours=2))
    assert matter.alarm.normal_at == BEGIN + timedelta(hours=8)


def test_a_faulty_station_is_one_matter_whatever_is_at_fault(house: None, policy: Policy) -> None:
    outlet = next(o for o in monitors.of(policy).outlets if o.code == "air-1")
    take_readings.allow(outlet.mn, "123456")
    device = take_readings.devices()[outlet.mn]
    flags = ["NN", "DN", "BD", "TT", "DN", "DD", "NN", "NN", "NN"]
    told = [
        Message(
            outlet.mn, "2061", BEGIN + timedelta(hours=n),
            tuple(Reading(f, (("Avg", Decimal(30)),), flag) for f, flag in zip(("a34004", "a34002"), both, strict=True)),
        )
        for n, both in enumerate(flags)
    ]  # fmt: skip
    take_readings.take([(device, one) for one in told], BEGIN)
    looked = monitoring.look(policy, BEGIN + timedelta(hours=11))
    assert (looked.raised, looked.ended) == (1, 1)
    [matter] = matters()
    assert matter.alarm is not None and matter.lead == "ecology"
    assert (matter.alarm.sort, matter.alarm.factor, matter.alarm.began) == ("fault", "", BEGIN + timedelta(hours=1))
