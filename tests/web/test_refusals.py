"""A refusal of the domain becomes a page once: its status, what happened in words, what to do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from wushi.domain import errors as domain
from wushi.domain.policy import Policy
from wushi.web import errors

pytestmark = pytest.mark.django_db


def request(**more: object) -> HttpRequest:
    made = RequestFactory().get("/")
    made.session, made.user, made.htmx = SessionStore(), AnonymousUser(), False  # type: ignore[attr-defined]
    for name, value in more.items():
        setattr(made, name, value)
    return made


def shown(refusal: domain.Refusal, language: str = "zh-hans", **more: object) -> tuple[int, str]:
    with translation.override(language):
        answer = errors.refused(request(**more), refusal)
    return answer.status_code, answer.content.decode()


def all_refusals() -> list[type[domain.Refusal]]:
    return [c for c in vars(domain).values() if isinstance(c, type) and issubclass(c, domain.Refusal)]


@pytest.mark.parametrize("refusal", all_refusals(), ids=lambda c: c.code)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_refusal_has_a_page_even_without_its_facts(
    house: Policy, refusal: type[domain.Refusal], language: str
) -> None:
    status, page = shown(refusal(), language)
    assert status == refusal.status
    assert "<h1>" in page and "{" not in page.split("<main")[1].split("</main>")[0]


def test_states_and_events_are_told_in_words(house: Policy) -> None:
    _, page = shown(domain.WrongState(event="SignedFor", state="closed", possible=["dispatched"]))
    main = page.split("<main")[1]
    assert "签收" in main and "办结" in main and "派单" in main and "SignedFor" not in main


def test_a_broken_rule_names_rule_and_article(house: Policy) -> None:
    refusal = domain.RuleBroken(
        rule="callback_first", reference="beijing-2021#23", why="the resident has not been asked"
    )
    status, page = shown(refusal)
    assert status == 409
    assert "还没有回访" in page and "第23条" in page and "the resident" not in page


def test_the_second_is_told_what_happened_meanwhile(house: Policy) -> None:
    since = [{"what": "Dispatched", "zh": "派单", "at": "2026-08-03T09:20:00+00:00", "post": "desk.dispatcher"}]
    _, page = shown(domain.StaleMatter(number="HBW-2026-0000001", seen=4, version=5, since=since))
    assert "HBW-2026-0000001" in page and "派单 8月3日 17:20" in page


def test_reasons_for_logs_do_not_reach_a_chinese_page(house: Policy) -> None:
    _, page = shown(domain.NotPermitted(post="x", event="see.desk", why="the role does not open this page"))
    assert "the role" not in page and "打开这一页" in page


def test_htmx_gets_a_notice_in_the_place_for_notices(house: Policy) -> None:
    with translation.override("zh-hans"):
        answer = errors.refused(request(htmx=True), domain.OutOfScope(number="HBW-2026-0000001"))
    page = answer.content.decode()
    assert answer["HX-Retarget"] == "#told" and answer.status_code == 404
    assert "<html" not in page and 'role="alert"' in page


def test_facts_from_people_are_escaped(house: Policy) -> None:
    _, page = shown(domain.NotFound(what="unit", name="<script>x</script>"))
    assert "<script>x" not in page


def test_a_broken_pack_still_gives_a_page(monkeypatch: pytest.MonkeyPatch, house: Policy) -> None:
    def broken() -> Policy:
        raise domain.BadPack(file="x", line=1, why="y", mend="z")

    monkeypatch.setattr(errors.context, "policy", broken)
    monkeypatch.setattr(
        errors,
        "render",
        lambda r, t, f, status: __import__("django.http").http.HttpResponse(f["happened"], status=status),
    )
    status, page = shown(domain.BadPack(file="x", line=1, why="y", mend="z"))
    assert status == 500 and "规则包有错误" in page
