"""Says rooms, mediators, times and refusals of the centre in the words of the page's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from wushi.domain.calendar import local
from wushi.domain.centre import Room
from wushi.domain.errors import AlreadyTaken, BadInput
from wushi.domain.policy import Policy
from wushi.web import words


def resource(name: str, policy: Policy) -> str:
    """婚姻家庭调解室, 人社局轮驻调解员（一）; the bare code for what the pack no longer has."""
    sort, _, code = name.partition(":")
    found: Any = policy.centre.rooms.get(code) if sort == "room" else policy.posts.get(code)
    if found is None:
        return code
    return (found.name_en if words.english() else "") or found.name


def kind(code: str) -> str:
    return {"resident": gettext("常驻"), "rotating": gettext("轮驻"), "on_call": gettext("随驻")}.get(code, code)


def purposes() -> dict[str, str]:
    return {
        "session": gettext("调解会"), "private": gettext("单独谈话"), "meeting": gettext("会商"),
        "training": gettext("培训"), "other": gettext("其他"),
    }  # fmt: skip


def weekday(day: date) -> str:
    return (
        gettext("周一"), gettext("周二"), gettext("周三"), gettext("周四"), gettext("周五"), gettext("周六"), gettext("周日"),
    )[day.weekday()]  # fmt: skip


def day(on: date) -> str:
    return f"{words.day(on)} {weekday(on)}"


def hours(begin: datetime, end: datetime) -> str:
    return f"{local(begin):%H:%M}–{local(end):%H:%M}"


def room_note(room: Room) -> str:
    return gettext("%(n)s 座") % {"n": room.seats}


def taken(refusal: AlreadyTaken, policy: Policy) -> str:
    """婚姻家庭调解室在 8月4日 14:00–15:00 已经有人预约了，15:00 以后再看看，或者换一间。"""
    since = local(datetime.fromisoformat(refusal.facts["since"]))
    until = local(datetime.fromisoformat(refusal.facts["until"]))
    return gettext("%(what)s在 %(day)s %(hours)s 已经有人预约了。请换一个时间，或者换一间房、一位调解员。") % {
        "what": resource(refusal.facts["resource"], policy), "day": words.day(since.date()), "hours": hours(since, until),
    }  # fmt: skip


def refused(refusal: BadInput, policy: Policy) -> str:
    """Why a booking cannot be had, by the rule that refused it."""
    rules = policy.centre.booking
    opens, closes = rules.open
    return {
        "nothing": gettext("请选一间房，或者一位调解员。"),
        "quarter": gettext("请按一刻钟选时间，例如 09:15。"),
        "before": gettext("结束要晚于开始。"),
        "past": gettext("开始的时间已经过了。"),
        "long": gettext("一次最多预约 %(n)s 小时。") % {"n": rules.longest_hours},
        "ahead": gettext("最多提前 %(n)s 天预约。") % {"n": rules.ahead_days},
        "open": gettext("中心 %(from)s 到 %(to)s 开放。") % {"from": f"{opens:%H:%M}", "to": f"{closes:%H:%M}"},
        "away": gettext("这位调解员那天不在。请看排班，换一位。"),
    }.get(str(refusal.facts.get("rule")), gettext("有一处填写的内容不能用。"))
