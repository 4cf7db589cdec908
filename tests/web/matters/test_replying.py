"""The reply's form: an answer to each point, what the check says while it is written, one tick to send it all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import House, began, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.store.ledger import ledger

pytestmark = pytest.mark.django_db
THREE = "我要反映三件事：1、楼道灯不亮。2、电梯总停。3、物业费涨了没公示。"
GOOD = "物业经理王先生今天带人到楼里看过，电话0473-2012345，工作日都有人接。"


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


def in_hand(at: House, cast: Cast, text: str = THREE, listed: str = "") -> str:
    number = at.say(text=text, title="楼里三件事")
    if listed:
        at.do(number, "list_points", cast.li, points=listed)
    at.do(number, "dispatch", cast.zhao, unit="housing")
    at.do(number, "sign_for", cast.chen("housing"))
    at.do(number, "contact", cast.chen("housing"))
    return number


def send(client: Client, number: str, **given: str) -> Any:
    fields = {f"reply-{k}": v for k, v in given.items()}
    return client.post(f"/matters/{number}/do/reply/", {"seen": str(ledger.load(number)[1].version), **fields})


def look(client: Client, number: str, **given: str) -> Any:
    return client.post(f"/matters/{number}/check-reply/", {f"reply-{k}": v for k, v in given.items()})


def replied(number: str) -> Any:
    return next(n.event for n in reversed(ledger.history(ledger.load(number)[0])) if n.event.kind == "Replied")


def test_points_are_proposed_where_nobody_has_listed_any(at: House, cast: Cast) -> None:
    number = in_hand(at, cast)
    shown = signed_in(cast.chen("housing")).get(f"/matters/{number}/").content.decode()
    for n, point in enumerate(("楼道灯不亮", "电梯总停", "物业费涨了没公示"), 1):
        assert f'name="reply-point_{n}"' in shown and point in shown


def test_the_desks_points_cannot_be_changed_by_the_unit(at: House, cast: Cast) -> None:
    number = in_hand(at, cast, listed="楼道灯不亮\n电梯总停")
    chen = signed_in(cast.chen("housing"))
    shown = chen.get(f"/matters/{number}/").content.decode()
    assert 'name="reply-point_1"' not in shown and 'name="reply-status_2"' in shown and "status_3" not in shown
    assert "/do/list_points/" not in shown
    chen.post(f"/matters/{number}/do/list_points/", {"list_points-points": "只答一点"})
    assert at.matter(number).points == 2


def test_a_point_of_the_desk_without_a_status_is_refused_and_named(at: House, cast: Cast) -> None:
    number = in_hand(at, cast, listed="楼道灯不亮\n电梯总停")
    answer = send(
        signed_in(cast.chen("housing")), number, status_1="solved", answer_1="灯换好了", words=GOOD, outcome="solved"
    )
    assert answer.status_code == 422 and "第 2 点“电梯总停”还没有答复。" in text_of(answer)
    assert "灯换好了" in answer.content.decode() and at.matter(number).state == "in_progress"


def test_a_whole_reply_is_one_text_with_its_points(at: House, cast: Cast) -> None:
    number = in_hand(at, cast, listed="楼道灯不亮\n电梯总停")
    answer = send(
        signed_in(cast.chen("housing")), number, status_1="solved", answer_1="楼道灯今天换了三个灯泡", status_2="promised",
        answer_2="电梯8月20日前换主板", words=GOOD, outcome="partly",
    )  # fmt: skip
    assert answer.status_code == 302
    m = at.matter(number)
    assert m.state == "handled" and m.answered_points == ("solved", "promised") and m.warnings == ()
    said = ledger.words(ledger.load(number)[0])[m.version][1]
    assert said.startswith("1. 楼道灯不亮\n〔解决了〕楼道灯今天换了三个灯泡\n2. 电梯总停\n〔定了日期去办〕")


def test_points_that_the_unit_kept_are_listed_with_the_reply(at: House, cast: Cast) -> None:
    number = in_hand(at, cast)
    answer = send(
        signed_in(cast.chen("housing")), number, point_1="楼道灯不亮", status_1="solved", answer_1="楼道灯换了灯泡",
        point_2="电梯总停", status_2="solved", answer_2="电梯换了主板", point_3="", words=GOOD, outcome="solved",
    )  # fmt: skip
    assert answer.status_code == 302
    kinds = [n.event.kind for n in ledger.history(ledger.load(number)[0])]
    assert kinds[-2:] == ["PointsListed", "Replied"] and at.matter(number).points == 2


def test_the_check_speaks_while_it_is_written(at: House, cast: Cast) -> None:
    number, chen = in_hand(at, cast, text="楼道灯不亮。"), signed_in(cast.chen("housing"))
    answer = look(chen, number, words="您反映的问题已转物业处理。")
    said = text_of(answer)
    assert "只说收到、转交了，没有答复。" in said and "“已转”" in said and "写明谁在办" in said
    assert "我看过提醒，就这样交" in said and "<html" not in answer.content.decode()
    assert text_of(look(chen, number, words="楼道灯今天换了三个灯泡，晚上都亮了。")) == ""
    assert text_of(look(chen, number)) == ""
    assert at.matter(number).state == "in_progress"


def test_who_may_not_see_the_matter_may_not_check_its_reply(at: House, cast: Cast) -> None:
    number = in_hand(at, cast)
    assert look(signed_in(cast.chen("market")), number, words="已转物业。").status_code == 404


def test_one_tick_sends_it_all_the_same_and_it_is_on_record(at: House, cast: Cast) -> None:
    number, chen = in_hand(at, cast, text="楼道灯不亮。"), signed_in(cast.chen("housing"))
    given = {"words": "您反映的问题已转物业，我们将尽快处理。", "outcome": "explained"}
    answer = send(chen, number, **given)
    assert answer.status_code == 422 and "有 2 处提醒，请看过再交。" in text_of(answer)
    assert at.matter(number).state == "in_progress" and "已转物业" in answer.content.decode()
    assert send(chen, number, **given, anyway="on").status_code == 302
    assert replied(number).warnings == ("only_forwarded", "no_date") == at.matter(number).warnings
    seen = text_of(signed_in(cast.wu).get(f"/matters/{number}/"))
    assert "这份答复交出时有提醒，回访时问一问：" in seen and "只说收到、转交了，没有答复" in seen


def test_the_same_words_to_other_matters_name_them(at: House, cast: Cast) -> None:
    same = "接到反映后，我们的人赶到楼里，换了灯泡和开关，又把一到六层的线路都查了一遍，现在每层都亮了。"
    chen, earlier = signed_in(cast.chen("housing")), []
    for _ in range(2):
        number = in_hand(at, cast, text="楼道灯不亮。")
        assert send(chen, number, words=same, outcome="solved").status_code == 302
        earlier.append(number)
    number = in_hand(at, cast, text="东门路灯也灭了。")
    said = text_of(look(chen, number, words=same.replace("一到六层", "一到八层")))
    assert "同样的话答复过好几件别的事。" in said and all(n in said for n in earlier)


def test_after_reopening_every_point_is_answered_again(at: House, cast: Cast) -> None:
    number = in_hand(at, cast, listed="楼道灯不亮\n电梯总停")
    done = {"points": ("solved", "solved"), "answers": ("楼道灯换了灯泡", "电梯换了主板"), "words": GOOD}
    at.do(number, "reply", cast.chen("housing"), **done)
    at.do(number, "call_back", cast.wu, contacted=True, solved=False, satisfaction="dissatisfied")
    at.do(number, "reopen", cast.wu, ground="not-solved", words="电梯又停了")
    assert at.matter(number).answered_points == () and at.matter(number).points == 2
    at.do(number, "sign_for", cast.chen("housing"))
    at.do(number, "contact", cast.chen("housing"))
    assert 'name="reply-status_2"' in signed_in(cast.chen("housing")).get(f"/matters/{number}/").content.decode()


def test_the_page_speaks_english_too(at: House, cast: Cast) -> None:
    number = in_hand(at, cast, listed="楼道灯不亮\n电梯总停")
    said = text_of(look(signed_in(cast.chen("housing"), "en"), number, words="已转物业。"))
    assert "It says that it was received or passed on" in said and "Say who is at it" in said
