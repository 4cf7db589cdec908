"""What the holder of the receipt sees of a mediation: the course and the days, never what was said, agreed or paid."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.people import Cast
from tests.steps.cases import Case, case
from tests.web.staff import text_of

from wushi.domain.policy import Policy
from wushi.store.vault import vault


def page(c: Case, language: str = "zh-CN") -> str:
    client = Client(headers={"accept-language": language})
    answer = client.post("/follow/", {"number": c.number, "code": vault.receipt_code(c.number)}, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


@pytest.fixture
def begun(house: Policy, cast: Cast) -> Case:
    return case(house, cast)


def test_the_course_from_registration_to_the_courts_word(begun: Case) -> None:
    assert "调解要各方都愿意，不收费" in page(begun)
    c = begun.agreed(origin="court-before")
    said = page(c)
    assert "各方达成了书面协议" in said and "确定了调解员" in said and "开了一次调解会" in said
    for hidden in ("密语", "单独谈话", "2500", "2,500", "李建国"):
        assert hidden not in said, hidden
    c.take("apply_confirmation", keys=["A", "B"], court="海勃湾区人民法院", on=c.today)
    c.later(days=5)
    c.take("record_ruling", outcome="confirmed", reference="（2022）内0302民特12号", on=c.today)
    assert "法院确认协议有效" in page(c)


def test_the_end_without_agreement_names_the_ways_that_stay_open(begun: Case) -> None:
    c = begun.mediated()
    c.take("fail_mediation", ground="no-agreement")
    said = page(c)
    assert "调解没有成功" in said and "12368" in said


def test_in_english(begun: Case) -> None:
    assert "free of charge" in page(begun, "en")
