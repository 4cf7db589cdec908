"""What tests of pages share: catalogues compiled, a client that speaks Chinese, a matter on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.people import Cast

from wushi.domain.policy import Policy
from wushi.site import catalogues


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """What a start prepares: the catalogues."""
    catalogues.compile_all()


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    from wushi.web import simulated

    simulated.forget()


@pytest.fixture
def phone(house: Policy) -> Client:
    """A resident's browser, in Chinese."""
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def said(phone: Client) -> Callable[..., tuple[str, str]]:
    """Say something on the front page; gives number and receipt code."""

    def say(what: str = "暖气不热三天了。", **fields: str) -> tuple[str, str]:
        # the last screen, should the browser ask one question a screen
        answer = phone.post("/", {"what": what, "key": fields.pop("key", ""), "screen": "2", **fields})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        number = answer["Location"].strip("/").split("/")[-1]
        return number, phone.session["receipts"][number]

    return say


@pytest.fixture
def answered(said: Callable[..., tuple[str, str]], cast: Cast, house: Policy) -> tuple[str, str]:
    """A matter that a street has answered: (number, code)."""
    from wushi.steps.handle import dispatch, reply, work

    number, code = said()
    street = next(u.code for u in house.tree if u.level == "street")
    now = datetime.now(UTC) + timedelta(minutes=1)
    dispatch.dispatch(number, street, actor=cast.zhao, policy=house, now=now)
    work.sign_for(number, actor=cast.chen(street), policy=house, now=now)
    work.contact(number, actor=cast.chen(street), policy=house, now=now)
    reply.reply(number, "换热站水泵已更换，今晚恢复供暖。", actor=cast.chen(street), policy=house, now=now)
    return number, code
