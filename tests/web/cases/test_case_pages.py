"""The mediator's pages: the list, a case with its file closed and opened, its papers as files."""

from __future__ import annotations

import pytest
from tests.people import Cast
from tests.steps.cases import JOINT, PRIVATE_A, PRIVATE_B, TERMS, Case, case
from tests.web.staff import signed_in, text_of

from wushi.domain.policy import Policy


@pytest.fixture
def agreed(house: Policy, cast: Cast) -> Case:
    return case(house, cast).agreed(origin="court-before")


def test_the_list_leads_to_the_case(agreed: Case) -> None:
    client = signed_in(agreed.mediator)
    answer = client.get("/mediation/?list=agreed")
    assert f"/mediation/{agreed.number}/" in answer.content.decode()
    assert "楼上漏水" in text_of(client.get(f"/mediation/{agreed.number}/"))


def test_a_closed_file_tells_no_name_and_an_opened_one_leaves_a_trace(agreed: Case) -> None:
    client = signed_in(agreed.mediator)
    closed = text_of(client.get(f"/mediation/{agreed.number}/"))
    assert "王桂英" not in closed and "密语" not in closed
    assert "A 申请人" in closed and "第 2 期" in closed
    open_ = text_of(client.post(f"/mediation/{agreed.number}/file/"))
    for said in ("王桂英", "李建国", JOINT, PRIVATE_A, PRIVATE_B, TERMS):
        assert said in open_
    clerk = text_of(signed_in(agreed.clerk).post(f"/mediation/{agreed.number}/file/"))
    assert JOINT in clerk and PRIVATE_A not in clerk and PRIVATE_B not in clerk
    assert signed_in(agreed.other).post(f"/mediation/{agreed.number}/file/").status_code == 403


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_paper_comes_as_a_file(form: str, agreed: Case) -> None:
    answer = signed_in(agreed.mediator).post(f"/mediation/{agreed.number}/papers/agreement.{form}")
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith(f'agreement.{form}"')
    assert answer.content[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")
    assert answer["Cache-Control"] and "no-store" in answer["Cache-Control"]


def test_a_paper_that_is_not_there_yet_is_refused(agreed: Case) -> None:
    client = signed_in(agreed.mediator)
    for kind in ("ending", "oral", "record-9", "nonsense", "record-0"):
        assert client.post(f"/mediation/{agreed.number}/papers/{kind}.pdf").status_code == 422, kind
    assert client.post(f"/mediation/{agreed.number}/papers/agreement.exe").status_code == 422


def test_a_dispute_is_registered_at_the_centre(house: Policy, cast: Cast) -> None:
    client = signed_in(cast.of("mediation_clerk"))
    answer = client.post(
        "/mediation/new/",
        {"text": "两家为了采光吵架。", "channel": "court", "source_number": "（2022）内0302诉前调1号"},
    )
    assert answer.status_code == 302
    page = text_of(client.get(answer["Location"]))
    assert "登记当事人" in page and "两家为了采光吵架" in page
    assert client.post("/mediation/new/", {"text": "", "channel": "court"}).status_code == 422


def test_what_the_rules_refuse_stands_on_the_page_with_its_article(house: Policy, cast: Cast) -> None:
    c = case(house, cast).parties()
    c.take("consent", key="A")
    client = signed_in(c.clerk)
    answer = client.post(
        f"/matters/{c.number}/do/enter_party/",
        {"enter_party-side": "respondent", "enter_party-name": "王桂英", "enter_party-sort": "person",
         "enter_party-phone": "13900001234", "seen": "4"},
    )  # fmt: skip
    assert answer.status_code in (409, 422)
    assert "人民调解法" in text_of(answer)


def test_pages_in_english(agreed: Case) -> None:
    client = signed_in(agreed.mediator, "en")
    page = text_of(client.get(f"/mediation/{agreed.number}/"))
    assert "Parties" in page and "Papers" in page
