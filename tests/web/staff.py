"""What tests of the staff's pages share: sign in as a post, a matter brought to a state, the text that a page shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from tests.people import Cast, aunt_wang

from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import moves, turning
from wushi.steps.report.register import register
from wushi.store.accounts.models import Holding, User
from wushi.store.ledger import ledger

SignIn = Callable[[Actor], Client]


def signed_in(actor: Actor, language: str = "zh-CN") -> Client:
    """A browser in which an account that holds the post has signed in."""
    user, new = User.objects.get_or_create(username=actor.post)
    if new:
        Holding.objects.create(user=user, post=actor.post, since=date(2020, 1, 1))
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


@dataclass
class House:
    """Brings matters to where a test needs them, one minute of the clock after the other, ending now."""

    policy: Policy
    cast: Cast
    at: datetime

    def say(self, **facts: Any) -> str:
        """Registered, with the machine's proposals."""
        incoming = aunt_wang(received_at=self.at, **facts)
        number = register(incoming, actor=self.cast.li, policy=self.policy, now=self.at).number
        self.at += timedelta(seconds=1)
        turning.turn_all(self.policy, self.at)
        return number

    def do(self, number: str, move: str, actor: Actor, **given: Any) -> Matter:
        self.at += timedelta(seconds=1)
        return moves.take(move, number, given, actor=actor, policy=self.policy, now=self.at)

    def dispatched(self, unit: str, **facts: Any) -> str:
        number = self.say(**facts)
        self.do(number, "dispatch", self.cast.zhao, unit=unit)
        return number

    def signed(self, unit: str, **facts: Any) -> str:
        number = self.dispatched(unit, **facts)
        self.do(number, "sign_for", self.cast.chen(unit))
        return number

    def handled(self, unit: str, **facts: Any) -> str:
        number = self.signed(unit, **facts)
        self.do(number, "contact", self.cast.chen(unit))
        self.do(number, "reply", self.cast.chen(unit), words="已更换水泵，室温 21 度。", outcome="solved")
        return number

    def matter(self, number: str) -> Matter:
        return ledger.load(number)[1]


def began(days: float = 0) -> datetime:
    """A moment shortly before now: what a test lets happen has then happened when the page is asked for."""
    return datetime.now(UTC) - timedelta(days=days, minutes=10)


def text_of(answer: Any) -> str:
    """What stands on the page, without the head of the file, tags and white space."""
    body = answer.content.decode()
    body = re.sub(r"<(script|style|datalist)\b.*?</\1>", " ", body, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def moves_on(answer: Any) -> set[str]:
    """Names of the moves for which the page has a form."""
    return set(re.findall(r'action="/matters/[^/]+/do/(\w+)/"', answer.content.decode()))
