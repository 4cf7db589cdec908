"""The cast: Aunt Wang calls; operator Li; dispatcher Zhao; handler Chen; head Sun; callback agent Wu; stranger Qian sees nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wushi.domain.actor import Actor
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A moment on the wall clock of Haibowan: at("2022-08-03 17:14")."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Cast:
    """Posts by role and unit, looked up in the pack: the codes are the pack's, the roles are the story's."""

    policy: Policy

    def of(self, role: str, unit: str = "") -> Actor:
        for post in self.policy.posts.values():
            if post.role == role and (not unit or post.unit == unit):
                return Actor(post.code, post.unit, post.role)
        raise LookupError(f"no post with role {role} in {unit or 'the pack'}")

    @property
    def li(self) -> Actor:
        """Operator at the desk."""
        return self.of("operator")

    @property
    def zhao(self) -> Actor:
        """Dispatcher."""
        return self.of("dispatcher")

    @property
    def judge(self) -> Actor:
        """Adjudicator."""
        return self.of("adjudicator")

    def chen(self, unit: str) -> Actor:
        """Handler in a unit."""
        return self.of("handler", unit)

    def sun(self, unit: str) -> Actor:
        """Head of a unit."""
        return self.of("unit_head", unit)

    @property
    def wu(self) -> Actor:
        """Callback agent."""
        return self.of("callback_agent")

    @property
    def supervisor(self) -> Actor:
        return self.of("supervisor")


def aunt_wang(**facts: object) -> Incoming:
    """A call about a cold flat in 青山社区."""
    given: dict[str, object] = {
        "channel": "phone",
        "title": "家里暖气不热",
        "text": "青山社区3号楼暖气一直不热，孩子都感冒了，电话13900001234，请尽快处理。",
        "name": "王阿姨",
        "phone": "13900001234",
        "type": "help",
    }
    return Incoming(**{**given, **facts})  # type: ignore[arg-type]
