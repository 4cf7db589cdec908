"""The demonstration's centre: the same on every machine, all of it marked as simulated, nothing booked twice."""

from __future__ import annotations

import pytest

from tests.people import at
from wushi.domain.policy import Policy
from wushi.site import demonstration_centre
from wushi.steps import inventory
from wushi.store.bookings import bookings
from wushi.store.bookings.models import Booking

NOW = at("2026-08-03 09:00")


@pytest.fixture
def filled(house: Policy) -> tuple[int, int]:
    return demonstration_centre.fill(house, NOW)


def test_days_are_booked_for_simulated_disputes_without_a_clash(filled: tuple[int, int], house: Policy) -> None:
    handed, booked = filled
    found = inventory.of_district(house, NOW)
    assert handed == found.total == 12 and all(line.matter.simulated for line in found.lines)
    assert booked == Booking.objects.count() >= 25 and bookings.clashes() == 0
    assert set(Booking.objects.values_list("number", flat=True)) <= {line.number for line in found.lines}


def test_a_second_start_hands_nothing_over_again(filled: tuple[int, int], house: Policy) -> None:
    demonstration_centre.fill(house, NOW)
    assert inventory.of_district(house, NOW).total == filled[0] and bookings.clashes() == 0
