"""Routing (派单目录): the first line of the table that fits proposes the unit and the limit, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wushi.domain.errors import NotFound
from wushi.domain.policy import Duty, Policy, Route

_TOWN = ("town", "street")
_COMMUNITY = ("community", "village")
COMMUNITY_LEVELS = (*_COMMUNITY, "grid")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit and a limit, with the confidence, the reasons in words and the duty entry that stands behind it."""

    unit: str
    limit: str
    confidence: float
    reasons: tuple[str, ...]
    reference: str


def subject_fits(pattern: str, subject: str) -> bool:
    """`*` fits all; `property/*` fits property and everything below it; anything else fits itself only."""
    if pattern == "*":
        return True
    if pattern.endswith("/*"):
        return subject == pattern[:-2] or subject.startswith(pattern[:-1])
    return subject == pattern


@lru_cache(maxsize=4096)
def _lines(policy: Policy, subject: str) -> tuple[Route, ...]:
    """The lines that fit the subject, in their order."""
    return tuple(line for line in policy.routes if subject_fits(line.subject, subject))


def duty_of(subject: str, policy: Policy) -> Duty | None:
    """The entry of the communities' duty list nearest to the subject on the way up, or None."""
    code = subject
    while code:
        if code in policy.duties:
            return policy.duties[code]
        code = code.rpartition("/")[0]
    return None


def _resolve(route: Route, place: str, policy: Policy) -> str | None:
    """The unit a line names; `@community` and `@town` are looked up from the place. None: the line does not fit here."""
    tree = policy.tree
    match route.unit:
        case "@desk":
            return policy.main_desk
        case "@town":
            return tree.of_level(place, _TOWN)
        case "@community":
            return tree.of_level(place, _COMMUNITY)
    return route.unit


def route(subject: str, type: str, place: str, policy: Policy, *, confidence: float = 1.0) -> Proposal:
    """The proposal for a matter of that subject and type at that place (code of a unit, blank if unknown).

    A line that would make a community lead for what is not on its duty list is passed over, and the reasons say so."""
    notes: list[str] = []
    for line in _lines(policy, subject):
        if line.type not in ("*", type):
            continue
        if line.area != "*" and not policy.tree.is_within(place, line.area):
            continue
        unit = _resolve(line, place, policy)
        if unit is None:
            notes.append(f"派单目录第{line.line}行需要地点")
            continue
        if policy.tree.unit(unit).level in COMMUNITY_LEVELS:
            duty = duty_of(subject, policy)
            if duty is None or duty.relation != "main":
                notes.append(f"第{line.line}行：不在社区职责清单内，不派社区")
                continue
        wide = line.subject == "*"
        said = "没有对应的职责条目，由受理单位裁定" if wide else line.subject
        reasons = (*notes, f"派单目录第{line.line}行：{said} → {policy.tree.unit(unit).name}")
        # the line that fits everything is nobody's duty: what it catches is a gap in the duty list, and is reported as one
        return Proposal(unit, line.limit, confidence * (0.5 if wide else 1.0), reasons, "" if wide else line.reference)
    raise NotFound(what="route", name=subject or "*")
