"""The success rate counts agreements that were kept or are not due yet; what was signed and not kept is no success."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.people import Cast, at
from tests.steps.cases import Case, case

from wushi.domain.indicators import Figure
from wushi.domain.performance import succeeded
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    step.forget()


def rate(policy: Policy, period: str, now: str) -> Figure:
    [found] = step.figures(period, "dispute.success_rate", policy=policy, now=at(now))
    return found


def test_five_cases_by_hand(house: Policy, cast: Cast) -> None:
    """Accepted in June: K kept whole; N not due before the end of June; M missed its first instalment; F failed; O still talked about.
    Success at the end of June: K and N of five. In July the instalments of N fall due unkept: K alone is left."""

    def begun() -> Case:
        return case(house, cast)

    kept = begun().agreed()
    kept.take("keep_instalment", n=1, on=kept.today)
    kept.take("keep_instalment", n=2, on=kept.today)
    later = begun().mediated()
    day = later.today + timedelta(days=30)
    later.take("draft_agreement", form="written", facts="漏水", terms="赔", instalments=f"B→A {day} 100元")
    later.take("sign_agreement", keys=["A", "B"], on=later.today, by_mediator=True, stamped=True)
    missed = begun().agreed()
    missed.later(days=12)
    missed.take("miss_instalment", n=1, reason="没有钱")
    failed = begun().mediated()
    failed.take("fail_mediation", ground="no-agreement")
    begun().mediated()
    june = rate(house, "2022-06", "2022-12-31 12:00")
    assert (june.value, june.numerator, june.denominator) == (40.0, 2, 5)
    year = rate(house, "2022", "2022-12-31 12:00")
    assert (year.value, year.numerator, year.denominator) == (20.0, 1, 5)
    for c, by_july, by_august in (
        (kept, True, True),
        (later, True, False),
        (missed, False, False),
        (failed, False, False),
    ):
        assert c.matter is not None
        assert succeeded(c.matter, at("2022-06-30 23:00")) is by_july
        assert succeeded(c.matter, at("2022-08-31 23:00")) is by_august
