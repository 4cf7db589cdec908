"""A simulated year of petitions keeps the rules, reaches every state, and its figures come out of its rows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings

from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_petitions import write
from wushi.store.ledger.models import Matter

NOW = datetime(2022, 12, 31, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_year_of_petitions(house: Policy, settings: LazySettings, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path
    step.forget()
    run = Run(date(2022, 1, 1), date(2022, 12, 31), 1.0, 7, NOW)
    matters, events = write(run, house)
    assert 250 < matters < 400 and events > 4 * matters
    assert write(run, house) == (0, 0), "the same seed is not written twice"
    states = set(Matter.objects.values_list("state", flat=True))
    assert {"registered", "petition_sent", "petition_handling", "petition_opinion", "petition_reviewed", "petition_final", "lawful_way",
            "closed"} <= states  # fmt: skip
    found = {
        slug: step.figures("2022", slug, policy=house, now=NOW)[0]
        for slug in (
            "petition.notice_on_time", "petition.opinion_on_time", "petition.lawful_way_share", "petition.settled_once",
            "petition.review_changed", "petition.repeat_share",
        )
    }  # fmt: skip
    assert all(0 <= (f.value or 0) <= 100 and f.denominator > 5 and f.simulated == f.rows for f in found.values()), (
        found
    )
    assert 85 < (found["petition.notice_on_time"].value or 0) < 100
    assert 80 < (found["petition.opinion_on_time"].value or 0) <= 100
    rows = step.rows("2022", "petition.opinion_on_time", policy=house, now=NOW)
    assert sum(bool(r["in_numerator"]) for r in rows) == found["petition.opinion_on_time"].numerator
