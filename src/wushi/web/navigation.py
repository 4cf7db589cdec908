"""Lists the pages of staff in the head of every page: shown where the role opens them and the page exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from wushi.domain.policy import Post


class Opener(Protocol):
    """Who asks, as far as this list needs to know: context.Here is one."""

    @property
    def post(self) -> Post | None: ...

    def may_open(self, page: str) -> bool: ...


# page permission of roles.toml, name of the URL, word. A new face enters itself here and nowhere else.
ENTRIES: tuple[tuple[str, str, str], ...] = (
    ("see.desk", "desk:queue", _("诉求台")),
    ("see.duty", "duty:page", _("险情")),
    ("see.window", "counter:list", _("窗口")),
    ("see.window", "counter:calling", _("叫号")),
    ("see.unit", "unit:list", _("本单位")),
    ("see.unit", "monitors:board", _("在线监测")),
    ("see.mediation", "centre:board", _("调处中心")),
    ("see.mediation", "hub:inventory", _("纠纷底数")),
    ("see.mediation", "cases:list", _("调解案件")),
    ("see.agency", "agency:list", _("信访代办")),
    ("see.petitions", "petitions:list", _("信访事项")),
    ("see.week", "lead:cockpit", _("今天")),
    ("see.week", "lead:hot", _("热点")),
    ("see.week", "lead:week", _("本周")),
    ("see.week", "monitors:board", _("在线监测")),
    ("see.figures", "lead:month", _("本月")),
    ("see.figures", "lead:figures", _("数字")),
    ("TextReleased", "release:list", _("公开文字")),
    ("see.audit", "lead:audit", _("审计")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    url: str
    here: bool


def reverse_or_blank(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(here: Opener, path: str) -> tuple[Entry, ...]:
    """The pages that the post may open, in the order of the table."""
    if here.post is None:
        return ()
    named = ((gettext(name), reverse_or_blank(url)) for page, url, name in ENTRIES if here.may_open(page))
    found = [(name, url) for name, url in dict.fromkeys(named) if url]
    # of /lead/ and /lead/week/ only the nearer one is where we are
    nearest = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return tuple(Entry(name, url, url == nearest) for name, url in found)
