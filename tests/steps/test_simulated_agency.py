"""A made-up year of the agency: the article's three figures are counted from its matters, and the open ones are listed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_agency import write
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Event, Matter

NOW = datetime(2023, 3, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    figures.forget()


def test_the_year_of_the_article(house: Policy) -> None:
    run = Run(date(2022, 1, 1), date(2022, 12, 31), 1.0, 7, NOW)
    matters, events = write(run, house)
    assert events > 5 * matters
    assert write(run, house) == (0, 0)
    found = [ledger.load(number)[1] for number in Matter.objects.values_list("number", flat=True)]
    assert all(m.track == "petition" and m.simulated and m.petition and m.petition.agency for m in found)
    agencies = [m.petition.agency for m in found if m.petition and m.petition.agency]
    assert {a.level for a in agencies} == {"community", "town", "district"}
    assert {a.path for a in agencies} >= {"on_the_spot", "department", "sent_up"}
    assert {s for a in agencies for s in a.rendered} == set(house.agency.services)
    assert {"AgencyResumed", "AgencyClosed", "AgencyReported"} <= set(Event.objects.values_list("kind", flat=True))
    resolved = [m for m in found if m.petition and m.petition.agency and m.petition.agency.outcome == "resolved"]
    open_ = [m for m in found if m.state == "agency"]
    assert (len(found), len(resolved), len(open_)) == (157, 137, 20)

    def told(slug: str) -> tuple[float | None, float, float]:
        [one] = figures.figures("2022", slug, policy=house, now=NOW)
        assert one.simulated == one.rows
        return one.value, one.numerator, one.denominator

    assert told("petition.taken_on")[0] == 157
    assert told("petition.resolved")[0] == 137
    assert told("petition.resolution_rate") == (87.26, 137, 157)
    assert told("petition.agency_open")[0] == 20
    listed = figures.rows("2022", "petition.agency_open", policy=house, now=NOW, limit=100)
    assert sorted(row["number"] for row in listed) == sorted(m.number for m in open_)
