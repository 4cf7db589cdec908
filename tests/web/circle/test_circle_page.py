"""The page of the life circle: what was measured, the gap of each community, and that one more place moves the figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.web.staff import text_of

from wushi.domain.life_circle import Facility
from wushi.domain.policy import Policy
from wushi.site import walked
from wushi.steps import circle
from wushi.steps.circle import Measured

NOW = datetime(2022, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]


def measured(policy: Policy, *more: Facility) -> Measured:
    homes = walked.homes(policy, 7)
    return circle.measure(walked.streets(homes, 7), homes, [*walked.facilities(policy, homes, 7), *more], policy, NOW)


def test_before_anything_was_measured_the_page_says_so(phone: Client) -> None:
    assert "还没有量过" in text_of(phone.get("/life-circle/"))


def test_the_page_tells_who_lacks_what_and_where_one_more_helps(phone: Client, house: Policy) -> None:
    found = measured(house)
    assert len(found.communities) > 30
    page = phone.get("/life-circle/?kind=pharmacy")
    said = text_of(page)
    best = found.best["pharmacy"]
    assert best is not None and f"有 {best.households:,} 户现在够不着" in said and "示意数据" in said
    assert page.content.decode().count('class="shade-') > len(found.communities)
    assert "Pharmacy" in text_of(Client(headers={"accept-language": "en"}).get("/life-circle/?kind=pharmacy"))
    assert "全部业态" in text_of(phone.get("/life-circle/?kind=nonsense"))


def test_one_more_place_where_it_helps_most_moves_the_figure_by_what_was_promised(house: Policy) -> None:
    before = measured(house)
    best = before.best["pharmacy"]
    assert best is not None and best.households > 0
    after = measured(house, Facility("pharmacy", "新开的药店", best.lat, best.lon))
    covered = [sum(c.covered["pharmacy"] for c in one.communities) for one in (before, after)]
    assert covered[1] - covered[0] == best.households
    assert circle.last() == after


def test_a_kept_file_of_another_make_is_passed_over(house: Policy, settings: object, tmp_path: object) -> None:
    measured(house)
    (tmp_path / "life_circle.json").write_text('{"on": 3}')  # type: ignore[operator]
    assert circle.last() is None
