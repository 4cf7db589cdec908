"""The window's pages: apply online, the clerk's counter, papers, a bundle with one form, the queue, the review."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import moves_on, signed_in, text_of

from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.domain.tracks.application import Application
from wushi.store.ledger import ledger

FOOD = "食品经营许可（新办）"
ALL = ["application", "identity", "licence", "premises", "plan", "health", "rules"]
OPEN = {
    "firm": "塞上人家", "person": "示例申请人", "phone": "04732010000", "premises": "新华街1号", "area": "80", "food": "小吃",
    "staff": "4", "floor": "1", "sign": "no",
}  # fmt: skip


def code_of(policy: Policy, name: str = FOOD) -> str:
    return next(v[-1].code for v in policy.catalogue.versions.values() if v[-1].name == name)


def number_of(answer: Any) -> str:
    return str(answer["Location"]).strip("/").split("/")[-1]


def state(number: str) -> str:
    return ledger.load(number)[1].state


def facts(number: str) -> Application:
    found = ledger.load(number)[1].application
    assert found is not None
    return found


def do(client: Client, number: str, name: str, **given: Any) -> Any:
    data = {f"{name}-{key}": value for key, value in given.items()}
    return client.post(f"/matters/{number}/do/{name}/", {"seen": ledger.load(number)[1].version, **data})


@pytest.fixture
def clerk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.of("window_clerk"))


@pytest.fixture
def back(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.chen("market"))


def test_online_with_papers_missing_then_accepted_and_rated(
    phone: Client, clerk: Client, back: Client, house: Policy
) -> None:
    answer = phone.post(f"/services/item/{code_of(house)}/apply/", {"brought": ALL[:3], "name": "示例", "phone": "139"})
    number = number_of(answer)
    assert "窗口核对材料" in text_of(phone.get(f"/receipt/{number}/"))
    assert number in clerk.get("/counter/").content.decode()
    assert {"accept_application", "give_notice", "refuse_application"} <= moves_on(clerk.get(f"/matters/{number}/"))
    assert do(clerk, number, "accept_application").status_code == 409  # a paper that must be there is missing
    assert do(clerk, number, "give_notice", missing=["premises", "plan", "health", "rules"]).status_code == 302
    assert "还缺 场所使用证明、场所平面图" in text_of(phone.get(f"/follow/{number}/"))
    paper = phone.get(f"/services/mine/{number}/paper/notice/")
    assert paper["Content-Type"] == "application/pdf" and paper.content[:4] == b"%PDF"
    do(clerk, number, "bring_papers", brought=["premises"])
    do(clerk, number, "accept_application", promise="on")
    assert state(number) == "examining"
    assert f"/counter/paper/{number}/acceptance/?as=docx" in clerk.get(f"/matters/{number}/").content.decode()  # Word
    assert clerk.get(f"/counter/paper/{number}/acceptance/?as=docx").content[:2] == b"PK"
    do(clerk, number, "follow_papers", brought=["plan", "health", "rules"])
    assert {"decide", "pause"} <= moves_on(back.get(f"/matters/{number}/"))
    do(back, number, "decide", outcome="granted", words="准予许可")
    do(clerk, number, "deliver", means="window")
    shown = text_of(phone.get(f"/follow/{number}/"))
    assert "您满意吗？" in shown and "承诺时限" in shown and "法定时限" in shown
    phone.post(f"/services/mine/{number}/rate/", {"level": "1", "words": "等得久", "named": "on"})
    assert state(number) == "bad_review"
    assert number in clerk.get("/counter/?list=reviews").content.decode()


def test_the_clerk_takes_an_application_in(clerk: Client, house: Policy) -> None:
    assert FOOD in text_of(clerk.get("/counter/new/", {"q": "spjyxk"}))
    assert "营业执照" in text_of(clerk.get(f"/counter/new/{code_of(house)}/"))
    number = number_of(clerk.post(f"/counter/new/{code_of(house)}/", {"brought": ALL}))
    assert ledger.load(number)[1].channel == "window"


def test_other_posts_have_no_counter(back: Client, phone: Client) -> None:
    assert back.get("/counter/").status_code == 403
    assert phone.get("/counter/").status_code == 302


def test_nobody_without_the_receipt_sees_papers_or_rates(phone: Client, clerk: Client, house: Policy) -> None:
    number = number_of(clerk.post(f"/counter/new/{code_of(house)}/", {"brought": ALL}))
    do(clerk, number, "accept_application")
    assert phone.get(f"/services/mine/{number}/paper/acceptance/").status_code == 302
    assert phone.post(f"/services/mine/{number}/rate/", {"level": "5"}).status_code == 302
    assert state(number) == "examining"


def test_a_bundle_asks_once_tells_the_total_and_closes_when_all_is_done(phone: Client, clerk: Client) -> None:
    shown = text_of(phone.get("/services/together/open-restaurant/"))
    for words in ("受理后最长 5 个工作日", "最慢的一条线", "要等：", "问 11 个问题，分开办要问 32 个"):
        assert words in shown, words
    wrong = phone.post("/services/together/open-restaurant/", {**OPEN, "area": "八十", "go": "send"})
    assert wrong.status_code == 422 and "请写数字" in text_of(wrong)
    number = number_of(phone.post("/services/together/open-restaurant/", {**OPEN, "go": "send", "key": "k"}))
    again = number_of(phone.post("/services/together/open-restaurant/", {**OPEN, "go": "send", "key": "k"}))
    assert number == again
    parts = facts(number).parts
    assert len(parts) == 7
    done: set[str] = set()
    while len(done) < 7:
        for part in parts:
            app = facts(part)
            if part in done:
                continue
            lacking = list(app.lacking())
            if lacking and not app.notices:
                do(clerk, part, "give_notice", missing=lacking)
                do(clerk, part, "bring_papers", brought=lacking)
            answer = do(clerk, part, "accept_application")
            if not set(app.after) <= done:
                assert answer.status_code == 409  # its turn comes when the others are decided
                continue
            handler = Actor(f"{app.decides}.handler", app.decides, "handler")
            assert do(signed_in(handler), part, "decide", outcome="granted", words="同意").status_code == 302
            do(clerk, part, "deliver", means="window")
            done.add(part)
    assert state(number) == "delivered"
    assert "整件事办完了" in text_of(phone.get(f"/follow/{number}/"))


def test_a_form_is_saved_and_gone_on_with(phone: Client) -> None:
    saved = phone.post("/services/together/open-restaurant/", {"firm": "塞上人家", "go": "save"})
    assert "存好了" in text_of(saved)
    page = phone.get("/services/together/open-restaurant/").content.decode()
    assert "塞上人家" in page and "上次填的还在" in page


def test_a_bundle_with_two_applicants_waits_for_the_second_signature(phone: Client, clerk: Client) -> None:
    given = {
        "seller": "甲", "buyer": "乙", "premises": "新华街2号", "price": "300000", "phone": "04732010000", "only_home": "yes",
        "gas": "yes",
    }  # fmt: skip
    number = number_of(phone.post("/services/together/second-hand-house/", {**given, "go": "send"}))
    first = next(p for p in facts(number).parts if not facts(p).after)
    do(clerk, first, "give_notice", missing=list(facts(first).lacking()))
    do(clerk, first, "bring_papers", brought=list(facts(first).missing))
    assert do(clerk, first, "accept_application").status_code == 409
    assert "共同申请人签字" in text_of(phone.get(f"/follow/{number}/"))
    phone.post(f"/services/mine/{number}/cosign/", {"words": "甲"})
    assert do(clerk, first, "accept_application").status_code == 302


def test_numbers_are_taken_called_and_shown(phone: Client, clerk: Client) -> None:
    phone.post("/hall/take/", {"letter": "A"})
    other = Client(headers={"accept-language": "zh-CN"})
    other.post("/hall/take/", {"letter": "A"})
    assert "A001" in text_of(phone.get("/hall/take/")) and "A002" in text_of(other.get("/hall/take/"))
    clerk.post("/counter/calling/", {"window": "general-1", "go": "next"})
    board = text_of(phone.get("/hall/"))
    assert "A001" in board and "综合窗口1号" in board
    assert "正在叫您" in text_of(phone.get("/hall/take/"))
    clerk.post("/counter/calling/", {"window": "general-1", "go": "next"})
    assert "A002" in text_of(phone.get("/hall/"))
    clerk.post("/counter/calling/", {"window": "general-1", "go": "next"})
    assert "没有人" in text_of(clerk.get("/counter/calling/"))


def test_an_appointment_has_a_seat_until_there_are_none(phone: Client, house: Policy) -> None:
    page = phone.get("/hall/book/", {"letter": "B"}).content.decode()
    slot = re.findall(r'<option value="(\d{4}-[^"]+)"', page)[-1]
    for _ in range(3):
        assert "约好了" in text_of(phone.post("/hall/book/", {"letter": "B", "slot": slot}))
    assert "约满了" in text_of(phone.post("/hall/book/", {"letter": "B", "slot": slot}))


@pytest.mark.parametrize(
    "address",
    ["/services/", "/services/together/", "/services/together/newborn/", "/hall/", "/hall/take/", "/hall/book/"],
)
def test_the_pages_speak_english(house: Policy, address: str) -> None:
    assert Client(headers={"accept-language": "en"}).get(address).status_code == 200
