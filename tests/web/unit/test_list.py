"""A unit's list: its own branch and nothing else, the next step in words, the soonest due first, cheap to show."""

from __future__ import annotations

from typing import Any

import pytest
from tests.people import Cast
from tests.web.staff import House, began, signed_in, text_of

from wushi.domain.policy import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


def test_it_lists_the_units_own_matters_and_no_others(at: House, cast: Cast) -> None:
    mine, other = at.dispatched("housing"), at.dispatched("market")
    shown = signed_in(cast.chen("housing")).get("/unit/").content.decode()
    assert mine in shown and other not in shown


def test_another_unit_cannot_be_asked_for(at: House, cast: Cast) -> None:
    at.dispatched("market")
    assert signed_in(cast.chen("housing")).get("/unit/?unit=market").status_code == 404
    assert signed_in(cast.chen("housing")).get("/unit/?unit=150302").status_code == 404


def test_a_street_sees_its_communities_matters_and_knows_its_own(at: House, cast: Cast, house: Policy) -> None:
    street = next(u.code for u in house.tree if u.level == "street")
    community = next(c for c in house.tree.children(street) if house.tree.unit(c).level == "community")
    own = at.dispatched(street)
    below = at.dispatched(community, title="广场舞", text="广场舞音响太吵，夜里十一点还在跳。")
    shown = signed_in(cast.chen(street)).get("/unit/").content.decode()
    assert own in shown and below in shown
    row = next(part for part in shown.split("<tr") if own in part)
    assert 'class="mine"' in row
    assert 'class="mine"' not in next(part for part in shown.split("<tr") if below in part)
    assert own not in signed_in(cast.of("community_secretary", community)).get("/unit/").content.decode()


@pytest.mark.parametrize(
    ("stage", "role", "next_step"),
    [
        ("dispatched", "handler", "要签收"),
        ("signed", "handler", "要联系诉求人"),
        ("dispatched", "unit_head", "派单"),
    ],
)
def test_a_row_says_what_to_do_next(at: House, cast: Cast, stage: str, role: str, next_step: str) -> None:
    getattr(at, stage)("housing")
    assert next_step in text_of(signed_in(cast.of(role, "housing")).get("/unit/"))


def test_an_extension_asked_for_is_the_heads_next_step(at: House, cast: Cast) -> None:
    number = at.dispatched("housing", title="物业费", text="物业费涨价没有公示。")
    for move in ("sign_for", "contact"):
        at.do(number, move, cast.chen("housing"))
    at.do(number, "ask_extension", cast.chen("housing"), reason="等业主大会")
    assert "要批准延期" in text_of(signed_in(cast.sun("housing")).get("/unit/"))


def test_the_soonest_due_stands_first(at: House, cast: Cast) -> None:
    later = at.dispatched("housing", title="物业费", text="物业费涨价没有公示。")
    sooner = at.dispatched("housing", title="停电", text="停电了，一条街都没电。")
    shown = signed_in(cast.chen("housing")).get("/unit/").content.decode()
    assert shown.index(sooner) < shown.index(later)


def test_an_empty_list_says_why(house: Policy, cast: Cast) -> None:
    assert "现在没有要办的。" in text_of(signed_in(cast.chen("housing")).get("/unit/"))


def test_the_list_costs_at_most_twelve_statements(at: House, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(6):
        at.dispatched("housing", client_key=f"k{n}")
    client = signed_in(cast.chen("housing"))
    client.get("/unit/")
    with django_assert_max_num_queries(12):
        assert client.get("/unit/").status_code == 200


def test_sign_for_stays_on_the_matter_and_names_both_days(at: House, cast: Cast) -> None:
    number, client = at.dispatched("housing"), signed_in(cast.chen("housing"))
    page = f"/matters/{number}/"
    answer = client.post(f"{page}do/sign_for/", {"seen": str(at.matter(number).version), "quick": "1"})
    assert answer["Location"] == page
    said = text_of(client.get(page))
    assert "已签收。请在" in said and "前联系诉求人" in said
