"""The consent form of the petition agency (代办委托书): who asks whom to do what until when, to be signed by hand."""

from __future__ import annotations

from collections.abc import Mapping

from wushi.domain import paper as p
from wushi.domain.agency import facts
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

TITLE = "信访代办委托书"


def consent_form(matter: Matter, title: str, principal: Mapping[str, str], policy: Policy) -> p.Paper:
    """`principal`: name, phone and address out of the vault."""
    a, told = facts(matter), policy.agency
    agent = policy.posts.get(a.agent)
    assert a.given_at is not None and a.until is not None
    ticked = [f"{'☑' if code in a.scope else '☐'} {power.name}" for code, power in told.powers.items()]
    rows = (
        ("委托人", principal.get("name", "")),
        ("电话", principal.get("phone", "")),
        ("住址", principal.get("address", "")),
        ("代办员", f"{policy.tree.unit(a.unit).name} {agent.name if agent else a.agent}"),
        ("委托的事", title),
        ("需要的服务", "、".join(told.services[code].name for code in a.services if code in told.services)),
        ("委托范围", "\n".join(ticked)),
        ("委托期限", f"{p.in_figures(local(a.given_at).date())}至{p.in_figures(a.until)}"),
    )
    blocks: list[p.Block] = [p.Form(rows), *(p.Text(line) for line in told.consent)]
    blocks.append(p.Sign((("委托人（签名或者按指印）", ""), ("代办员（签名）", ""))))
    blocks.append(p.Stamp(policy.tree.unit(a.unit).name, p.in_figures(local(a.given_at).date())))
    notice = "模拟数据，不是真实委托" if matter.simulated else ""
    return p.Paper(TITLE, tuple(blocks), matter.number, notice, policy.tree.unit(a.unit).name, narrow=True)
