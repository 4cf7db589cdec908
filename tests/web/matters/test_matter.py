"""The page of one matter: what was said masked, what happened, what next by the same rules as the steps, stale moves told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import House, began, moves_on, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.steps import moves
from wushi.steps.moves_joint import ON_GROUP_PAGE
from wushi.store.ledger import ledger
from wushi.store.vault.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


def press(client: Client, number: str, move: str, seen: int | None = None, **given: str):  # type: ignore[no-untyped-def]
    """What the form of the page sends."""
    version = ledger.load(number)[1].version if seen is None else seen
    fields = {f"{move}-{k}": v for k, v in given.items()}
    return client.post(f"/matters/{number}/do/{move}/", {"seen": str(version), **fields})


def quick(client: Client, number: str, move: str):  # type: ignore[no-untyped-def]
    version = ledger.load(number)[1].version
    return client.post(f"/matters/{number}/do/{move}/", {"seen": str(version), "quick": "1"})


# --- who sees what ---------------------------------------------------------------------------------------------------


def test_a_unit_never_sees_anothers_matter_on_any_page(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    stranger = signed_in(cast.chen("market"))
    for address in (f"/matters/{number}/", f"/matters/?number={number}", "/unit/", "/unit/?list=ended"):
        answer = stranger.get(address, follow=True)
        assert "暖气" not in text_of(answer), address
    assert stranger.get(f"/matters/{number}/").status_code == 404
    for move in moves.MOVES:
        assert press(stranger, number, move, words="x", reason="x").status_code == 404, move
    assert stranger.post(f"/matters/{number}/requester/", {"purpose": "x"}).status_code == 404
    assert not Reading.objects.exists()
    assert at.matter(number).state == "signed"


def test_a_missing_number_and_one_out_of_sight_answer_alike(at: House, cast: Cast) -> None:
    number = at.dispatched("housing")
    stranger = signed_in(cast.chen("market"))
    there, nowhere = stranger.get(f"/matters/{number}/"), stranger.get("/matters/HBW-2026-9999999/")
    assert there.status_code == nowhere.status_code == 404


def test_a_unit_that_lost_the_matter_sees_it_no_longer(at: House, cast: Cast) -> None:
    number = at.dispatched("housing")
    housing = signed_in(cast.chen("housing"))
    press(housing, number, "object", reason="小区红线以外，不归本单位。")
    press(signed_in(cast.judge), number, "designate", unit="市政中心", reason="红线以外的管网归市政。")
    assert at.matter(number).lead == "municipal"
    assert housing.get(f"/matters/{number}/").status_code == 404


def test_a_street_sees_its_communities_and_a_community_not_its_street(at: House, cast: Cast, house: Policy) -> None:
    street = next(u.code for u in house.tree if u.level == "street")
    community = next(c for c in house.tree.children(street) if house.tree.unit(c).level == "community")
    number = at.dispatched(street)
    assert signed_in(cast.chen(street)).get(f"/matters/{number}/").status_code == 200
    assert signed_in(cast.of("community_secretary", community)).get(f"/matters/{number}/").status_code == 404


def test_the_administrator_sees_no_matter(at: House, cast: Cast) -> None:
    assert signed_in(cast.of("administrator")).get(f"/matters/{at.say()}/").status_code == 403


# --- buttons are permissions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["operator", "dispatcher", "adjudicator", "callback_agent", "supervisor", "auditor"])
@pytest.mark.parametrize("stage", ["say", "dispatched", "signed", "handled"])
def test_the_page_offers_what_the_steps_allow_and_nothing_else(at: House, cast: Cast, role: str, stage: str) -> None:
    number = at.say() if stage == "say" else getattr(at, stage)("housing")
    actor = cast.of(role)
    offered = moves_on(signed_in(actor).get(f"/matters/{number}/"))
    allowed = {m.name for m in moves.open_to(actor, at.matter(number), at.policy)}
    own = {"urge"} if at.matter(number).unit == actor.unit else set()
    assert offered == allowed - own - ON_GROUP_PAGE  # those have a page of their own, to which the matter leads


@pytest.mark.parametrize("stage", ["dispatched", "signed", "handled"])
@pytest.mark.parametrize("role", ["handler", "unit_head"])
def test_the_unit_is_offered_its_own_moves(at: House, cast: Cast, role: str, stage: str) -> None:
    number = getattr(at, stage)("housing")
    actor = cast.of(role, "housing")
    offered = moves_on(signed_in(actor).get(f"/matters/{number}/"))
    allowed = {m.name for m in moves.open_to(actor, at.matter(number), at.policy)}
    assert offered == allowed - {"urge"} - ON_GROUP_PAGE


def test_a_button_that_is_not_offered_does_nothing_when_it_is_sent(at: House, cast: Cast) -> None:
    number = at.dispatched("housing")
    answer = press(signed_in(cast.li), number, "sign_for")
    assert answer.status_code == 403 and at.matter(number).state == "dispatched"


def test_who_has_nothing_to_do_reads_what_the_matter_waits_for(at: House, cast: Cast) -> None:
    said = text_of(signed_in(cast.of("auditor")).get(f"/matters/{at.dispatched('housing')}/"))
    assert "在等住建局签收。" in said


# --- what it shows ---------------------------------------------------------------------------------------------------------


def test_words_are_masked_and_the_timeline_names_post_moment_and_article(at: House, cast: Cast) -> None:
    number = at.handled("housing")
    answer = signed_in(cast.zhao).get(f"/matters/{number}/")
    said = text_of(answer)
    assert "13900001234" not in answer.content.decode() and "〔手机号〕" in said
    for part in ("登记 · 电话", "系统建议", "派给住建局", "12345派单员", "签收", "住建局 承办员", "已更换水泵", "回访"):
        assert part in said, part
    assert re.search(r"\d+月\d+日 \d\d:\d\d", said)
    assert "《潍坊市" in said or "《北京市" in said


def test_why_this_day_lists_the_days_counted_and_skipped(at: House, cast: Cast) -> None:
    number = at.dispatched("housing", text="物业费涨价没有公示。", title="物业费")
    shown = signed_in(cast.zhao).get(f"/matters/{number}/").content.decode()
    assert "为什么是这一天？" in shown and 'class="days"' in shown
    assert "第 5 天" in shown and "周末" in shown and "起算，当天不算" in shown


def test_the_proposals_come_with_their_reasons(at: House, cast: Cast) -> None:
    said = text_of(signed_in(cast.zhao).get(f"/matters/{at.say()}/"))
    assert "热力公司 把握" in said and "“青山社区”" in said and "派给热力公司" in said


def test_it_says_who_can_see_the_matter(at: House, cast: Cast) -> None:
    said = text_of(signed_in(cast.zhao).get(f"/matters/{at.dispatched('housing')}/"))
    part = said.split("谁看得到这件事")[1]
    assert "住建局" in part and "12345派单员" in part and "市场监管局" not in part


# --- moves --------------------------------------------------------------------------------------------------------------------


def test_dispatch_with_one_press_goes_on_to_the_next_in_the_queue(at: House, cast: Cast) -> None:
    number, desk = at.say(), signed_in(cast.zhao)
    answer = quick(desk, number, "dispatch")
    assert answer["Location"] == "/desk/" and at.matter(number).lead == "heat-company"
    assert f"{number} 已派给热力公司，最迟" in text_of(desk.get("/desk/"))


def test_dispatch_to_a_unit_typed_by_a_part_of_its_name(at: House, cast: Cast) -> None:
    number = at.say()
    press(signed_in(cast.zhao), number, "dispatch", unit="住房和城乡建设")
    assert at.matter(number).lead == "housing"


def test_a_unit_that_is_not_in_the_list_is_refused_beside_the_field(at: House, cast: Cast) -> None:
    number = at.say()
    answer = press(signed_in(cast.zhao), number, "dispatch", unit="月球局")
    assert answer.status_code == 422 and "列表里没有“月球局”" in text_of(answer)
    assert at.matter(number).state == "registered"


def test_dispatch_to_a_community_outside_its_duties_names_the_rule(at: House, cast: Cast) -> None:
    number = at.say()
    answer = press(signed_in(cast.zhao), number, "dispatch", unit="青山社区")
    assert answer.status_code == 409 and "职责清单" in text_of(answer)


def test_not_accepted_names_the_right_channel(at: House, cast: Cast) -> None:
    number, desk = at.say(), signed_in(cast.zhao)
    press(desk, number, "refuse", ground="arbitration")
    assert at.matter(number).state == "not_accepted"
    assert "仲裁委员会" in text_of(desk.get(f"/matters/{number}/"))


def test_contact_reply_callback_and_reopening_through_the_forms(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    chen, wu = signed_in(cast.chen("housing")), signed_in(cast.of("callback_agent", "desk"))
    press(chen, number, "contact", means="visit")
    press(chen, number, "reply", words="已修好，室温 21 度。", outcome="solved")
    assert at.matter(number).state == "handled"
    press(
        wu,
        number,
        "call_back",
        contacted="true",
        solved="false",
        satisfaction="dissatisfied",
        means="phone",
        words="夜里还是冷",
    )
    m = at.matter(number)
    assert m.state == "callback" and not m.callbacks[-1].solved
    shown = wu.get(f"/matters/{number}/").content.decode()
    assert shown.index("/do/reopen/") < shown.index("/do/close/")  # what is not solved goes back first
    press(wu, number, "reopen", ground="not-solved", words="夜里只有十五度")
    assert at.matter(number).state == "reopened"
    assert "夜里只有十五度" in text_of(chen.get(f"/matters/{number}/"))


def test_an_answer_without_outcome_or_words_is_asked_for(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    at.do(number, "contact", cast.chen("housing"))
    answer = press(signed_in(cast.chen("housing")), number, "reply", words="修好了")
    assert answer.status_code == 422 and "修好了" in answer.content.decode() and "这一项要填。" in text_of(answer)


def test_several_units_are_asked_to_help(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    press(signed_in(cast.chen("housing")), number, "invite", units_0="热力公司", units_1="城管局")
    assert at.matter(number).co_units == ("heat-company", "urban-management")


def test_a_deferral_has_a_plan_and_a_day_within_its_limit(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    at.do(number, "contact", cast.chen("housing"))
    chen = signed_in(cast.chen("housing"))
    given = {"reason": "要等管网改造", "plan": "明年春天列入改造"}
    answer = press(chen, number, "propose_deferral", next_date="2035-01-01", **given)
    assert answer.status_code == 422 and "要在明天到" in text_of(answer)
    inside = re.search(r'name="propose_deferral-next_date"[^>]*max="([\d-]+)"', answer.content.decode())
    assert inside
    press(chen, number, "propose_deferral", next_date=inside[1], **given)
    assert at.matter(number).deferral_date == inside[1]
    press(signed_in(cast.supervisor), number, "defer")
    assert at.matter(number).state == "deferred"


def test_the_head_grants_an_extension_only_when_the_resident_was_told(at: House, cast: Cast) -> None:
    number = at.dispatched("housing", title="物业费", text="物业费涨价没有公示。")
    at.do(number, "sign_for", cast.chen("housing"))
    at.do(number, "contact", cast.chen("housing"))
    press(signed_in(cast.chen("housing")), number, "ask_extension", reason="要等业主大会")
    sun = signed_in(cast.sun("housing"))
    answer = press(sun, number, "grant_extension")
    assert answer.status_code == 422 and "先向诉求人说明原因" in text_of(answer)
    press(sun, number, "grant_extension", told="on")
    assert at.matter(number).extended


# --- two people, one matter -----------------------------------------------------------------------------------------------------


def test_who_comes_second_is_told_what_happened_and_loses_no_word(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    at.do(number, "contact", cast.chen("housing"))
    version = at.matter(number).version
    at.do(number, "note", cast.zhao, words="诉求人来电催问")
    written = "已经上门更换了换热站的水泵，室温 21 度。"
    chen = signed_in(cast.chen("housing"))
    answer = press(chen, number, "reply", seen=version, words=written, outcome="solved")
    said = text_of(answer)
    assert answer.status_code == 409 and at.matter(number).state == "in_progress"
    assert "有了变化。您的这一步还没有做。" in said and "备注 12345派单员" in said
    shown = answer.content.decode()
    assert written in shown and f'name="seen" value="{version + 1}"' in shown
    again = press(chen, number, "reply", words=written, outcome="solved")
    assert again.status_code == 302 and at.matter(number).state == "handled"


def test_words_are_kept_also_when_the_move_is_no_longer_open(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    at.do(number, "contact", cast.chen("housing"))
    version = at.matter(number).version
    at.do(number, "reply", cast.sun("housing"), words="局长已答复", outcome="explained")
    written = "我也写好了一份很长很长的答复，不能就这样没有了。"
    answer = press(signed_in(cast.chen("housing")), number, "reply", seen=version, words=written, outcome="solved")
    assert answer.status_code == 409 and written in answer.content.decode()


# --- who asked --------------------------------------------------------------------------------------------------------------------


def test_the_contact_is_shown_once_for_a_purpose_and_the_look_is_on_record(at: House, cast: Cast) -> None:
    number, chen = at.signed("housing"), signed_in(cast.chen("housing"))
    assert "13900001234" not in chen.get(f"/matters/{number}/").content.decode()
    answer = chen.post(f"/matters/{number}/requester/", {"purpose": "联系诉求人，核实情况"})
    assert 'href="tel:13900001234"' in answer.content.decode() and "王阿姨" in text_of(answer)
    assert answer["Cache-Control"].find("no-store") >= 0
    later = chen.get(f"/matters/{number}/")
    assert "13900001234" not in later.content.decode()
    assert "有人看过 1 次" in text_of(later) and "联系诉求人，核实情况" in text_of(later)
    [look] = Reading.objects.all()
    assert look.post == cast.chen("housing").post


def test_without_a_purpose_nothing_is_shown_and_nothing_read(at: House, cast: Cast) -> None:
    number = at.signed("housing")
    answer = signed_in(cast.chen("housing")).post(f"/matters/{number}/requester/", {"purpose": " "})
    assert answer.status_code == 422 and "请选一项，或者写一句。" in text_of(answer)
    assert not Reading.objects.exists()


def test_a_post_that_does_not_speak_with_residents_reads_no_contact(at: House, cast: Cast) -> None:
    number, judge = at.say(), signed_in(cast.judge)
    assert f"/matters/{number}/requester/" not in judge.get(f"/matters/{number}/").content.decode()
    assert judge.post(f"/matters/{number}/requester/", {"purpose": "看看"}).status_code == 403
    assert not Reading.objects.exists()


def test_a_move_leads_back_only_to_pages_of_our_own(at: House, cast: Cast) -> None:
    number, boss = at.dispatched("housing"), signed_in(cast.supervisor)
    for wanted, there in (("/lead/", "/lead/"), ("https://elsewhere.example/", "/desk/")):
        version = at.matter(number).version
        answer = boss.post(f"/matters/{number}/do/urge/", {"seen": str(version), "quick": "1", "next": wanted})
        assert answer["Location"] == there


def test_the_page_in_english_names_units_moves_and_articles(at: House, cast: Cast) -> None:
    client = signed_in(cast.zhao, "en")
    client.post("/language/", {"language": "en"})
    said = text_of(client.get(f"/matters/{at.say()}/"))
    for part in ("Dispatch to", "What was said", "What happened", "Answer due by", "Back to the list"):
        assert part in said, part
