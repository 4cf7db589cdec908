"""Two made-up months of mediation: the same every time, not written twice, and every course of a case occurs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from wushi.domain.performance import succeeded
from wushi.domain.policy import Policy
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_disputes import write
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Event, Matter

NOW = datetime(2022, 12, 30, tzinfo=UTC)


def test_two_months_of_mediation(house: Policy) -> None:
    run = Run(date(2022, 3, 1), date(2022, 4, 30), 1.5, 7, NOW)
    matters, events = write(run, house)
    assert matters > 80 and events > 8 * matters
    assert write(run, house) == (0, 0)
    found = [ledger.load(number)[1] for number in Matter.objects.values_list("number", flat=True)]
    assert all(m.track == "dispute" and m.simulated for m in found)
    states = Counter(m.state for m in found)
    assert {"performing", "in_mediation", "failed"} <= set(states) and len(states) >= 7
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        "ConsentRefused",
        "MediatorRecused",
        "OralAgreementNoted",
        "AgreementConfirmed",
        "InstalmentMissed",
    } <= kinds
    ok = sum(succeeded(m, run.end) for m in found)
    signed = sum(1 for m in found if m.dispute and m.dispute.agreed_on)
    assert 0 < ok <= signed < len(found)
