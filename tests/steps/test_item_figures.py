"""Figures of the catalogue: the published percentages out of the rows, whole and by department, and only items in force."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.people import aunt_wang
from wushi.domain.actor import RESIDENT
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step
from wushi.steps.report.register import register

NOW = datetime(2022, 9, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    step.forget()


def test_compression_and_share_come_out_of_the_items(house: Policy) -> None:
    register(aunt_wang(received_at=datetime(2022, 8, 1, tzinfo=UTC)), actor=RESIDENT, policy=house, now=NOW)
    [saved] = step.figures("2022-08", "service.compression", policy=house, now=NOW)
    assert (saved.value, saved.numerator, saved.denominator, saved.rows) == (86.03, 18439, 21434, 1317)
    [share] = step.figures("2022-08", "service.instant_share", policy=house, now=NOW)
    assert (share.value, share.numerator, share.denominator) == (72.67, 957, 1317)
    assert share.simulated == 1317  # every one of them is illustrative
    parts = step.figures("2022-08", "service.instant_share", "unit", policy=house, now=NOW)
    assert sum(p.denominator for p in parts) == 1317
    rows = step.rows("2022-08", "service.compression", policy=house, now=NOW, limit=2000)
    assert len(rows) == 1317 == len(house.catalogue.on(date(2022, 8, 31)))
