"""The supervisor's page: three things first, the load of each unit, urging from there; and the auditor's page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.people import Cast
from tests.web.staff import House, began, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.store.ledger import alarms, ledger
from wushi.store.registers.models import PackLoad

pytestmark = pytest.mark.django_db
HOT = {"title": "停电", "text": "停电了，一条街都没电。"}


@pytest.fixture
def late(house: Policy, cast: Cast) -> House:
    """Matters of nine days ago, the ladder not climbed yet."""
    return House(house, cast, began(days=9))


def test_a_quiet_district_is_told_so(house: Policy, cast: Cast) -> None:
    said = text_of(signed_in(cast.supervisor).get("/lead/"))
    for part in ("没有超期的。", "没有在督办的。", "没有悬着的异议。", "单位手里现在没有事项。"):
        assert part in said, part


def test_overdue_that_nobody_supervises_comes_first_with_a_button_to_urge(late: House, cast: Cast) -> None:
    number = late.dispatched("housing", **HOT)
    boss = signed_in(cast.supervisor)
    answer = boss.get("/lead/")
    said = text_of(answer)
    assert "1 件超期没答复，最久的超期" in said and "催住建局" in said and "还没有催过" in said
    assert number in answer.content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', answer.content.decode())
    assert seen
    back = boss.post(f"/matters/{number}/do/urge/", {"seen": seen[1], "quick": "1", "next": "/lead/"})
    assert back["Location"] == "/lead/"
    assert "已催住建局。" in text_of(boss.get("/lead/")) and late.matter(number).urged == 1


def test_what_the_ladder_put_under_supervision_stands_there_once(late: House, house: Policy, cast: Cast) -> None:
    late.dispatched("housing", **HOT)
    turning.turn_all(house, datetime.now(UTC))
    said = text_of(signed_in(cast.supervisor).get("/lead/"))
    assert "1 件在督办。" in said and "都已经在督办。" in said and "解除督办" in said


def test_objections_wait_in_the_order_of_their_patience(late: House, house: Policy, cast: Cast) -> None:
    first = late.dispatched("housing", title="甲", text="物业费涨价没有公示。")
    late.do(first, "object", cast.chen("housing"), reason="不归本单位")
    young = House(house, cast, began())
    second = young.dispatched("market", **HOT)
    young.do(second, "object", cast.chen("market"), reason="不归本单位")
    shown = signed_in(cast.judge).get("/lead/").content.decode()
    part = shown[shown.index("2 件异议还没裁定") :]
    assert part.index(first) < part.index(second)
    assert f"/matters/{first}/#do-designate" in shown


def test_the_bars_count_open_and_overdue_by_unit_worst_first(late: House, house: Policy, cast: Cast) -> None:
    for n in range(2):
        late.dispatched("housing", client_key=f"h{n}", **HOT)
    young = House(house, cast, began())
    for n in range(3):
        young.dispatched("market", client_key=f"m{n}", title="物业费", text="物业费涨价没有公示。")
    answer = signed_in(cast.supervisor).get("/lead/")
    said = text_of(answer)
    assert "超期的 2 件都在住建局" in said
    assert "单位手里有 5 件" in said
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", answer.content.decode(), re.S)
    assert [re.sub("<[^>]+>", " ", r).split() for r in rows] == [
        ["住建局", "2", "0", "2"],
        ["市场监管局", "3", "0", "0"],
    ]
    assert 'width="66.7%"' in rows[0] and "style=" not in rows[0]


def test_a_head_sees_only_the_own_branch(late: House, cast: Cast) -> None:
    late.dispatched("housing", **HOT)
    late.dispatched("market", client_key="m", **HOT)
    said = text_of(signed_in(cast.sun("housing")).get("/lead/"))
    assert "1 件超期没答复" in said and "市场监管局" not in said
    assert signed_in(cast.sun("housing")).get("/lead/?unit=market").status_code == 404
    assert signed_in(cast.sun("housing")).get("/lead/matters/?unit=market").status_code == 404


def test_a_street_opens_to_its_communities(late: House, house: Policy, cast: Cast) -> None:
    street = next(u for u in house.tree if u.level == "street")
    late.dispatched(street.code, **HOT)
    boss = signed_in(cast.supervisor)
    assert f"/lead/?unit={street.code}" in boss.get("/lead/").content.decode()
    assert street.short in text_of(boss.get(f"/lead/?unit={street.code}"))


def test_the_list_behind_a_figure_opens_for_a_leader_without_a_desk(late: House, cast: Cast) -> None:
    number = late.dispatched("housing", **HOT)
    leader = signed_in(cast.of("leader"))
    assert number in leader.get("/lead/matters/?list=with_units&unit=housing").content.decode()
    assert leader.get("/desk/").status_code == 403


def test_the_pages_cost_at_most_twelve_statements(late: House, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(4):
        late.dispatched("housing", client_key=f"h{n}", **HOT)
    boss = signed_in(cast.supervisor)
    boss.get("/lead/")
    for address in ("/lead/", "/lead/matters/"):
        with django_assert_max_num_queries(12):
            assert boss.get(address).status_code == 200


@pytest.mark.parametrize("role", ["handler", "operator", "grid_worker"])
def test_who_does_not_oversee_opens_neither_page(house: Policy, cast: Cast, role: str) -> None:
    client = signed_in(cast.of(role))
    assert client.get("/lead/").status_code == 403 and client.get("/audit/").status_code == 403


# --- audit ---------------------------------------------------------------------------------------------------------------


def test_the_audit_lists_failing_alarms_packs_and_who_read_a_contact(late: House, cast: Cast) -> None:
    number = late.signed("housing")
    client = signed_in(cast.chen("housing"))
    client.post(f"/matters/{number}/requester/", {"purpose": "约时间上门办理"})
    alarms.put_off(ledger.load(number)[0], datetime.now(UTC), "ValueError: a day too far")
    PackLoad.objects.create(code="150302-haibowan", digest="ab" * 32, loaded_at=0)
    said = text_of(signed_in(cast.of("auditor")).get(f"/audit/?number={int(number[-7:])}"))
    for part in (number, "ValueError: a day too far", "150302-haibowan", "约时间上门办理", "住建局承办员"):
        assert part in said.replace("住建局 承办员", "住建局承办员").replace("承办员", "住建局承办员"), part


def test_an_audit_with_nothing_to_say_says_so(house: Policy, cast: Cast) -> None:
    said = text_of(signed_in(cast.of("auditor")).get("/audit/?number=42"))
    assert "没有出错的闹钟" in said and "没有这个编号的事项" in said


def test_a_supervisor_may_not_open_the_audit(house: Policy, cast: Cast) -> None:
    assert signed_in(cast.supervisor).get("/audit/").status_code == 403
