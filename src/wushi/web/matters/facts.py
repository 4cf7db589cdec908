"""Shows what stands around a matter: the clock that counts now, the proposals with their reasons, and who can see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from wushi.domain import events as e
from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.matters import story
from wushi.web.parts import Badge, badge, plain_badge
from wushi.web.templatetags.wushi import name_in, subject_in

_ASKS_PROPOSAL = ("registered", "objection", "reopened")


def main_clock(matter: Matter) -> Clock | None:
    """The clock by which the matter stands in the lists: the answer or the review, else the nearest one, else one that stands still."""
    running = matter.running
    for name in ("reply", "review"):
        for clock in running:
            if clock.name == name:
                return clock
    nearest = min(running, key=lambda c: c.due, default=None)
    return nearest or next(
        (c for c in reversed(matter.clocks) if c.set_aside or (c.paused and c.stopped is None)), None
    )


def pressed(matter: Matter) -> str:
    """How often it was pressed for, or at which level it is under supervision; blank for neither."""
    n = matter.supervision or matter.urged
    if matter.supervision:
        return gettext("督办 %(n)s 级") % {"n": n}
    return ngettext("催过 %(n)d 次", "催过 %(n)d 次", n) % {"n": n} if n else ""


def main_badge(matter: Matter, policy: Policy, now: datetime) -> Badge:
    """The badge of the lists; an ended matter shows whether its answer was in time."""
    if matter.open:
        return badge(main_clock(matter), policy, now)
    reply = matter.clock("reply")
    return badge(reply, policy, now) if reply and reply.stopped else plain_badge("none")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal: of what, the value, how sure, by which words, and what else came close."""

    name: str
    value: str
    sure: str
    reasons: str
    others: str = ""
    rule: str = ""
    by_person: bool = False
    warning: str = ""


def _latest(history: Sequence[e.Entry], kind: type[e.Event]) -> e.Entry | None:
    return next((n for n in reversed(history) if isinstance(n.event, kind)), None)


def proposals(matter: Matter, history: Sequence[e.Entry], policy: Policy) -> list[Proposed]:
    """Subject, place and unit as they stand proposed, while somebody has to decide on them."""
    if matter.state not in _ASKS_PROPOSAL:
        return []
    found = []
    for entry in (_latest(history, kind) for kind in (e.Classified, e.Located, e.RouteProposed)):
        if entry is None:
            continue
        event = entry.event
        warning = ""
        reasons = story.reasons(getattr(event, "reasons", ()), policy)
        match event:
            case e.Classified():
                others = words.listed(
                    f"{subject_in(policy, code)} {words.percent(p, 1.0, 0)}" for code, p in event.alternatives if code
                )
                name, value = gettext("分类"), subject_in(policy, event.subject) if event.subject else ""
                rule = ""
            case e.Located():
                name, value, others, rule = gettext("地点"), name_in(policy, "unit", event.place), "", ""
            case e.RouteProposed():
                name, value = gettext("单位"), name_in(policy, "unit", event.unit)
                others = ""
                warning = gettext("它提过异议") if event.unit in matter.objectors else ""
                rule = policy.title_of(event.reference) if event.reference else ""
            case _:
                continue
        person = getattr(event, "by", "machine") == "person"
        sure = "" if person or not value else story.sure(getattr(event, "confidence", 0.0))
        found.append(Proposed(name, value or gettext("没有认出"), sure, reasons, others, rule, person, warning))
    return found


@dataclass(frozen=True, slots=True)
class Seeing:
    """A unit with the posts of it that see the matter."""

    unit: str
    posts: str


def who_sees(matter: Matter, policy: Policy) -> list[Seeing]:
    """Every post that can open the matter now, by unit, the nearest unit first."""
    found: dict[str, list[str]] = {}
    for post in policy.posts.values():
        role = policy.roles.get(post.role)
        if role is None or not any(may.startswith("see.") and may != "see.figures" for may in role.may):
            continue
        if visibility.sees(Actor(post.code, post.unit, post.role), matter, policy):
            found.setdefault(post.unit, []).append(name_in(policy, "posts", post.code))
    near = {code: n for n, code in enumerate(reversed(policy.tree.line(matter.unit)))} if matter.unit else {}
    order = sorted(found, key=lambda code: (near.get(code, 99), code))
    return [Seeing(name_in(policy, "unit", code), words.listed(found[code])) for code in order]
