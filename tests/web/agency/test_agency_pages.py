"""The agent's pages and the resident's: mandate, errands with what was told, the consent form, the mandate taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.people import Cast
from tests.steps.test_agency import TOLD, Acting, acting
from tests.web.staff import moves_on, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.store.ledger import ledger
from wushi.store.vault import vault


@pytest.fixture
def one(house: Policy, cast: Cast) -> Acting:
    return acting(house, cast)


def resident(one: Acting) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.post("/follow/", {"number": one.number, "code": vault.receipt_code(one.number)})
    return client


def test_from_the_counter_to_the_mandate(house: Policy, cast: Cast, one: Acting) -> None:
    client = signed_in(one.agent)
    assert client.post("/agency/new/", {"text": ""}).status_code == 422
    answer = client.post("/agency/new/", {"text": "房产证八年没有办下来。", "name": "王桂英"})
    page = client.get(answer["Location"])
    assert "give_mandate" in moves_on(page) and "不能代办" in text_of(page)
    assert re.search(r"回执码 \w{4}-\w{4}", text_of(page))
    assert "房产证" in text_of(client.get("/agency/?list=registered"))


def test_the_log_of_errands_says_what_the_resident_was_told(one: Acting) -> None:
    one.given()
    one.take("judge_agency", path="department", units=["housing"])
    one.take("do_errand", sort="papers", on=one.today, unit="housing", words="把材料交到住建局窗口。")
    client = signed_in(one.agent)
    page = text_of(client.get(f"/agency/{one.number}/"))
    assert "还没有告诉群众" in page and "把材料交到住建局窗口" in page and "王桂英" not in page
    one.take("report_agency", words=TOLD)
    page = text_of(client.get(f"/agency/{one.number}/"))
    assert "已告诉群众" in page and "还没有告诉群众" not in page
    seen = text_of(resident(one).get(f"/follow/{one.number}/"))
    assert "谁替您办" in seen and TOLD in seen and "替您办了：整理、递交材料" in seen
    english = text_of(signed_in(one.agent, "en").get(f"/agency/{one.number}/"))
    assert "Errands" in english and "Told" in english


def test_the_consent_form_is_printed_with_a_trace(one: Acting, cast: Cast) -> None:
    one.given()
    client = signed_in(one.agent)
    for form, head in (("pdf", b"%PDF"), ("docx", b"PK\x03\x04")):
        answer = client.post(f"/agency/{one.number}/consent.{form}")
        assert answer.status_code == 200 and answer.content[:4] == head
    readings = vault.readings(ledger.load(one.number)[0])
    assert any(post == one.agent.post and "委托书" in purpose for _, post, _, purpose in readings)
    assert signed_in(one.visitor).post(f"/agency/{one.number}/consent.pdf").status_code == 403
    assert client.post(f"/agency/{one.number}/consent.exe").status_code == 422


def test_the_resident_takes_the_mandate_back(one: Acting) -> None:
    one.given()
    client = resident(one)
    assert client.post(f"/follow/{one.number}/revoke/").status_code == 302
    assert one.matter.state == "closed" and one.a.outcome == "revoked"
    page = text_of(client.get(f"/follow/{one.number}/"))
    assert (
        "您撤回了委托" in page
        and "撤回委托" not in page.replace("您撤回了委托", "").split("打印")[0].split("可以随时")[0]
    )
    assert Client().post(f"/follow/{one.number}/revoke/")["Location"].startswith("/follow/?")


def test_who_only_visits_sees_what_waits_for_a_visit(one: Acting) -> None:
    one.given()
    one.take("judge_agency", path="on_the_spot")
    one.run()
    one.take("conclude_agency", outcome="resolved", words="证办下来了。")
    client = signed_in(one.visitor)
    page = client.get("/agency/")
    assert "房产证" in text_of(page) and "登记一件代办" not in text_of(page)
    assert "visit_agency" in moves_on(client.get(f"/agency/{one.number}/"))
    assert "visit_agency" not in moves_on(signed_in(one.agent).get(f"/agency/{one.number}/"))


def test_a_rule_that_forbids_says_so_in_words(one: Acting) -> None:
    client = signed_in(one.agent)
    given = {
        "name": "王桂英",
        "services": "agency",
        "scope": "submit",
        "until": one.today.isoformat(),
        "means": "written",
    }
    posted = {f"give_mandate-{key}": value for key, value in given.items()}
    answer = client.post(f"/matters/{one.number}/do/give_mandate/", {**posted, "seen": str(one.matter.version)})
    assert answer.status_code in (409, 422) and "谁也不能代办" in text_of(answer)
