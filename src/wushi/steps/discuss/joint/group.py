"""The group (联动群组): a matter rises, units are whistled up, a group is convened, it meets, and what it decides becomes tasks."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain import events as e
from wushi.domain import hub, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.hub import Wanted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.discuss.joint.tasks import read, with_tasks
from wushi.steps.moving import move
from wushi.store.vault import vault


def rise(number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: hub.rise(m, reason, policy), actor=actor, policy=policy, now=now, seen=seen)


def whistle(
    number: str,
    units: tuple[str, ...],
    reason: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Each unit gets a task to report in; it falls due and climbs like every other."""
    what = text.line(reason, "reason", limit=500)
    wanted = tuple(Wanted(unit, what) for unit in dict.fromkeys(units))
    return with_tasks(
        number,
        lambda m: ((hub.whistle(m, units, what, policy), None),),
        wanted,
        "whistle",
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def convene_group(
    number: str,
    reason: str,
    tasks: tuple[str, ...],
    *,
    lead: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """One line a task: unit | what | day."""
    wanted = read(tasks, policy)
    units = tuple(dict.fromkeys(one.unit for one in wanted))
    return with_tasks(
        number,
        lambda m: ((hub.convene(m, lead, units, reason, policy), None),),
        wanted,
        "group",
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def _dissent(lines: tuple[str, ...], policy: Policy) -> dict[str, str]:
    """Who held another opinion, and which; one a line: 住建局 | 不同意现在拆."""
    found: dict[str, str] = {}
    for n, line in enumerate([x for x in lines if x.strip()], 1):
        name, mark, opinion = line.replace("｜", "|").partition("|")
        unit = next((u.code for u in policy.tree if name.strip() in (u.code, u.name, u.short)), "")
        if not mark or not unit or not opinion.strip():
            raise BadInput(field="dissent", why=f"line {n}: write unit | opinion")
        found[unit] = opinion.strip()
    return found


def hold_meeting(
    number: str,
    on: date,
    present: tuple[str, ...],
    minutes: str,
    *,
    dissent: tuple[str, ...] = (),
    decisions: tuple[str, ...] = (),
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Minutes with every opinion that differed; each decision becomes a task of a unit with a clock, or nothing is written."""
    said = text.clean(minutes, "minutes")
    if not said:
        raise BadInput(field="minutes", why="is empty; write what was said")
    others, wanted = _dissent(dissent, policy), read(decisions, policy)
    names = {n: u.code for u in reversed(list(policy.tree)) for n in (u.name, u.short, u.code) if n}
    there = tuple(names.get(p.strip(), p.strip()) for p in present)
    told = "\n".join([said, *(f"{policy.tree.unit(u).short}：{opinion}" for u, opinion in others.items())])
    sealed, commitment = vault.seal({"text": said, **{f"dissent:{u}": o for u, o in others.items()}})

    def decide(m: Matter) -> list[tuple[e.Event, tuple[bytes, str, str] | None]]:
        event = hub.meet(m, on, there, tuple(others), len(wanted), commitment, policy, now)
        return [(event, (sealed, "", told))]

    return with_tasks(number, decide, wanted, "meeting", actor=actor, policy=policy, now=now, seen=seen)


def override_parts(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The whole may end though tasks are open; who let it, and why, stays in the ledger."""
    return move(number, lambda m: hub.override(m, reason), actor=actor, policy=policy, now=now, seen=seen)
