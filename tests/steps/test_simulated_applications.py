"""A made-up week at the window: the same every time, not written twice, and by the same rules as a real one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wushi.domain.policy import Policy
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_applications import write
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Event, Matter

NOW = datetime(2022, 9, 30, tzinfo=UTC)


def test_a_week_at_the_window(house: Policy) -> None:
    run = Run(date(2022, 8, 1), date(2022, 8, 5), 0.2, 7, NOW)
    matters, events = write(run, house)
    assert matters >= 50 and events > 4 * matters
    assert write(run, house) == (0, 0)
    found = [ledger.load(number)[1] for number in Matter.objects.values_list("number", flat=True)]
    assert all(m.track == "application" and m.simulated for m in found)
    instant = [m.application for m in found if m.application and m.application.instant and m.application.decided_at]
    spot = sum(a.on_the_spot for a in instant)
    assert 0 < spot < len(instant)  # declared on the spot, and not always done so
    assert Event.objects.filter(kind="NoticeGiven").exists() and Event.objects.filter(kind="Rated").exists()
