"""The desk's queue: what burns comes first, who may open it, what it costs, and why it is empty when it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import House, began, moves_on, signed_in, text_of

from wushi.domain.policy import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


@pytest.fixture
def desk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.zhao)


def test_who_is_not_signed_in_is_asked_to(phone: Client) -> None:
    for address in ("/desk/", "/desk/new/", "/unit/", "/lead/", "/audit/", "/matters/HBW-2026-0000001/"):
        answer = phone.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/"), address


def test_a_handler_may_not_open_the_desk(house: Policy, cast: Cast) -> None:
    answer = signed_in(cast.chen("housing")).get("/desk/")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("operator", "/desk/"),
        ("dispatcher", "/desk/"),
        ("callback_agent", "/desk/"),
        ("handler", "/unit/"),
        ("unit_head", "/unit/"),
        ("community_secretary", "/unit/"),
        ("grid_worker", "/unit/"),
        ("supervisor", "/lead/"),
        ("leader", "/lead/"),
        ("auditor", "/lead/"),
    ],
)
def test_work_leads_each_post_to_its_own_page(house: Policy, cast: Cast, role: str, home: str) -> None:
    client = signed_in(cast.of(role))
    answer = client.get("/work/")
    assert answer["Location"] == home
    assert client.get(home).status_code == 200


def test_an_empty_queue_says_why(desk: Client) -> None:
    assert "现在没有等着派的。" in text_of(desk.get("/desk/"))


def test_the_longest_overdue_stands_first_and_a_row_says_what_where_who_and_last_word(
    desk: Client, house: Policy, cast: Cast
) -> None:
    young = House(house, cast, began()).say(title="路灯不亮", text="凤凰岭街道路灯整条街不亮。")
    old = House(house, cast, began(days=3)).say(title="暖气不热", text="家里暖气不热三天了。")
    shown = desk.get("/desk/").content.decode()
    assert shown.index(old) < shown.index(young)
    said = text_of(desk.get("/desk/"))
    assert "暖气不热" in said and "超期" in said and "建议热力公司" in said and "登记" in said
    assert shown.count('role="columnheader"') <= 6


def test_a_dispatcher_begins_with_what_waits_for_dispatch_a_callback_agent_with_what_waits_for_a_call(
    at: House, cast: Cast, desk: Client
) -> None:
    waiting, answered = at.say(), at.handled("housing")
    shown = desk.get("/desk/").content.decode()
    assert waiting in shown and answered not in shown
    shown = signed_in(cast.of("callback_agent", "desk")).get("/desk/").content.decode()
    assert answered in shown and waiting not in shown


def test_tabs_count_what_is_in_them(at: House, desk: Client) -> None:
    at.say()
    at.dispatched("housing")
    said = text_of(desk.get("/desk/"))
    assert "待派单 1" in said and "单位在办 1" in said and "全部未结 2" in said


def test_a_page_of_fifty_leads_to_the_next_one_and_none_is_lost(at: House, desk: Client) -> None:
    numbers = {at.say(client_key=f"k{n}") for n in range(53)}
    first = desk.get("/desk/?list=open")
    found = {n for n in numbers if n in first.content.decode()}
    assert len(found) == 50
    following = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = desk.get(following)
    rest = {n for n in numbers if n in second.content.decode()}
    assert found | rest == numbers and not found & rest
    assert "回到第一页" in text_of(second)


@pytest.mark.parametrize("address", ["/desk/", "/desk/?list=open", "/desk/?list=open&unit=housing"])
def test_a_page_costs_at_most_twelve_statements(
    at: House, desk: Client, django_assert_max_num_queries: Any, address: str
) -> None:
    for n in range(5):
        at.say(client_key=f"k{n}")
        at.dispatched("housing", client_key=f"h{n}")
    desk.get("/desk/")
    with django_assert_max_num_queries(12):
        assert desk.get(address).status_code == 200


def test_a_list_can_be_narrowed_to_a_unit(at: House, desk: Client) -> None:
    housing, market = at.dispatched("housing"), at.dispatched("market")
    shown = desk.get("/desk/?list=with_units&unit=housing")
    assert housing in shown.content.decode() and market not in shown.content.decode()
    assert "只看 住建局" in text_of(shown)


def test_a_cursor_that_nobody_handed_out_is_refused_in_words(desk: Client) -> None:
    answer = desk.get("/desk/?list=open&after=nonsense!")
    assert answer.status_code == 422 and "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("said", ["{number}", "{digits}", "{spaced}", "{lower}"])
def test_a_matter_is_found_by_its_number_or_the_last_digits(at: House, desk: Client, said: str) -> None:
    number = at.say()
    typed = said.format(
        number=number,
        digits=str(int(number.rsplit("-", 1)[1])),
        spaced=number.replace("-", " "),
        lower=number.lower().replace("-", ""),
    )
    assert desk.get("/matters/", {"number": typed})["Location"] == f"/matters/{number}/"


def test_a_number_that_is_none_is_answered_on_the_list(desk: Client) -> None:
    answer = desk.get("/matters/", {"number": "9999999"}, follow=True)
    assert "没有编号是“9999999”的事项" in text_of(answer)


def test_the_list_has_no_form_of_a_move(at: House, desk: Client) -> None:
    at.say()
    assert moves_on(desk.get("/desk/")) == set()
