"""The district of a journey: browsers for people, the worker's turn, a look into the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.people import Cast

from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.store.accounts.models import Holding, User
from wushi.store.ledger import ledger

PASSWORD = "only-for-this-journey"
# what must be high enough for a thumb
TOUCHED = "main button, main .button, main input, main textarea, main select, main .do > summary"


class Town:
    """The district of a journey: opens browsers for people, turns the clock, looks into the ledger."""

    def __init__(self, chromium: Any, server: Any, policy: Policy) -> None:
        self.chromium, self.server, self.policy = chromium, server, policy
        self.cast = Cast(policy)
        self.contexts: list[Any] = []
        self.complaints: list[str] = []

    def browser(self, width: int = 1280, **more: Any) -> Any:
        context = self.chromium.new_context(
            viewport={"width": width, "height": 740}, locale="zh-CN", base_url=self.server.url, **more
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        # a refusal is an answer, not a complaint: what the page itself may not do is one
        page.on("console", lambda m: self.complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        return page

    def staff(self, actor: Actor, width: int = 1280) -> Any:
        """Somebody who holds the post, signed in and on the first page of it."""
        if not User.objects.filter(username=actor.post).exists():
            user = User.objects.create_user(actor.post, password=PASSWORD)
            Holding.objects.create(user=user, post=actor.post, since=date(2020, 1, 1))
        page = self.browser(width)
        page.goto("/sign-in/")
        page.get_by_label("账号").fill(actor.post)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    def turn(self) -> None:
        """What the worker does meanwhile."""
        turning.turn_all(self.policy, datetime.now(UTC))

    def state(self, number: str) -> str:
        return ledger.load(number)[1].state

    def history(self, number: str) -> list[str]:
        return [entry.event.kind for entry in ledger.history(ledger.load(number)[0])]
