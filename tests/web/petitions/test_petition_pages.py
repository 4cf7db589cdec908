"""The pages of petitions: the office's and the units' lists, one petition with its papers, the petitioner's own page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.people import Cast
from tests.steps.test_petitions import LETTER, Course, begun
from tests.web.staff import moves_on, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.store.ledger import ledger
from wushi.store.vault import vault


@pytest.fixture
def one(house: Policy, cast: Cast) -> Course:
    course = begun(house)
    course.now = course.now.replace(year=2022)
    return course


def resident(one: Course) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.post("/follow/", {"number": one.number, "code": vault.receipt_code(one.number)})
    return client


def test_the_office_registers_sends_and_follows_to_the_end(one: Course) -> None:
    office = signed_in(one.clerk)
    assert office.post("/petitions/new/", {"text": ""}).status_code == 422
    answer = office.post("/petitions/new/", {"text": "退休工龄少算了四年。", "name": "李大爷"})
    page = office.get(answer["Location"])
    assert {"send_petition", "accept_petition", "sort_petition"} <= moves_on(page)
    one.accepted()
    assert "征地三年" in text_of(office.get("/petitions/?list=handling"))
    unit = signed_in(one.post("natural-resources", "handler"))
    assert "征地三年" in text_of(unit.get("/petitions/?list=handling"))
    assert "新来的" not in text_of(unit.get("/petitions/"))
    assert "征地三年" not in text_of(signed_in(one.post("housing", "handler")).get("/petitions/?list=handling"))
    assert "give_opinion" in moves_on(unit.get(f"/petitions/{one.number}/"))
    assert "give_opinion" not in moves_on(office.get(f"/petitions/{one.number}/"))


def test_the_papers_are_printed_with_a_trace(one: Course) -> None:
    handler = one.answered()
    client = signed_in(handler)
    page = client.get(f"/petitions/{one.number}/")
    assert (
        "信访事项受理告知书" in text_of(page)
        and "信访事项处理意见书" in text_of(page)
        and "王桂英" not in text_of(page)
    )
    seqs = {type(n.event).__name__: n.seq for n in ledger.history(ledger.load(one.number)[0])}
    for kind in ("PetitionAccepted", "OpinionGiven"):
        for form, head in (("pdf", b"%PDF"), ("docx", b"PK\x03\x04")):
            answer = client.post(f"/petitions/{one.number}/paper-{seqs[kind]}.{form}")
            assert answer.status_code == 200 and answer.content[:4] == head
    assert client.post(f"/petitions/{one.number}/paper-1.pdf").status_code == 422
    assert client.get(f"/petitions/{one.number}/paper-{seqs[kind]}.pdf").status_code == 405


def test_the_petitioner_reads_the_letter_and_asks_for_a_review(one: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    one.answered()
    client = resident(one)
    said = text_of(client.get(f"/follow/{one.number}/"))
    assert "部分支持" in said and LETTER["basis"] in said and LETTER["opinion"] in said
    # the days for a review are long over: the page does not offer what the rules refuse
    assert "请求复查" not in said.replace("以前可以请求复查", "").replace("您可以请求复查", "").replace(
        LETTER["remedy"], ""
    )
    answer = client.post(f"/follow/{one.number}/review/", {"words": "不服"})
    assert answer.status_code == 409 and "三十日已经过了" in text_of(answer)


def test_within_the_days_the_petitioner_asks_on_the_page(house: Policy, cast: Cast) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC) - timedelta(days=30)
    course = begun(house, now.strftime("%Y-%m-%d %H:%M"))
    handler = course.accepted()
    course.take("give_opinion", handler, 5, outcome="not_supported", **LETTER)
    client = resident(course)
    assert "不服处理意见，可以请求复查" in text_of(client.get(f"/follow/{course.number}/"))
    assert client.post(f"/follow/{course.number}/review/", {"words": " "}).status_code == 422
    assert client.post(f"/follow/{course.number}/review/", {"words": "标准没有公示。"}).status_code == 302
    assert course.matter.state == "petition_review"
    assert "正在复查" in text_of(client.get(f"/follow/{course.number}/"))


def test_in_english_the_course_is_in_english(one: Course) -> None:
    handler = one.answered()
    page = text_of(signed_in(handler, "en").get(f"/petitions/{one.number}/"))
    assert "Opinion given" in page and "Supported in part" in page
