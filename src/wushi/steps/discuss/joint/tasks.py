"""Tasks of co-handlers (联动任务): set from a matter, signed for and reported by the co-handler, accepted or sent back by the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from wushi.domain import clocks, hub, permissions, registration, text, visibility
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput
from wushi.domain.hub import Wanted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import covering
from wushi.steps.drafting import Draft
from wushi.steps.following import append, change, draft_of
from wushi.steps.moving import move
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Change, Intake
from wushi.store.vault import vault

_MOST = 20


def read(lines: Sequence[str], policy: Policy) -> tuple[Wanted, ...]:
    """Tasks as a person writes them, one a line: 住建局 | 排查管网 | 2026-08-10. The day may be left out."""
    names = {n: u.code for u in reversed(list(policy.tree)) for n in (u.name, u.short, u.code) if n}
    found = []
    for n, line in enumerate([x for x in lines if x.strip()], 1):
        parts = [p.strip() for p in line.replace("｜", "|").split("|")]
        if len(parts) not in (2, 3):
            raise BadInput(field="tasks", why=f"line {n}: write unit | what | day (2026-08-10)")
        if parts[0] not in names:
            raise BadInput(field="tasks", why=f"line {n}: there is no unit {parts[0]}")
        try:
            until = date.fromisoformat(parts[2]) if len(parts) == 3 and parts[2] else None
        except ValueError:
            raise BadInput(field="tasks", why=f"line {n}: {parts[2]} is no day; write 2026-08-10") from None
        found.append(Wanted(names[parts[0]], text.line(parts[1], "tasks", limit=500), until))
    if len(found) > _MOST:
        raise BadInput(field="tasks", why=f"at most {_MOST} at once")
    return tuple(found)


def _child(parent: Matter, one: Wanted, sort: str, id: int, actor: Actor, policy: Policy, now: datetime) -> Change:
    """The task as a matter of its own at the co-handler: own number, clocks and ladder; whose it is stays with the parent."""
    sealed, commitment = vault.seal({"text": one.what})
    event = registration.register(
        channel=parent.channel,
        type="",
        commitment=commitment,
        policy=policy,
        at=now,
        simulated=parent.simulated,
        secret=parent.secret,
        split_from=parent.number,
        track="task",
        unit=one.unit,
        accused=parent.accused,
        kept=(hub.task_clock(one, sort, policy, now),),
    )
    number = f"{policy.number_prefix}-{local(now).year}-{id:07d}"
    made = Draft(id, Matter(number, unit=policy.main_desk, path=policy.tree.line(policy.main_desk)), policy)
    made.add(event, actor, now, permitted=True)
    title, covered = covering.title_and_text(text.title_from(one.what), one.what, event.kind, policy, now)
    return made.change(intake=Intake(parent.channel, None, "", sealed, title[:200], covered))


def with_tasks(
    number: str,
    decide: Callable[[Matter], Sequence[tuple[e.Event, tuple[bytes, str, str] | None]]],
    wanted: Sequence[Wanted],
    sort: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """A step on a matter that sets tasks: its own events and all tasks in one transaction, or nothing."""
    id, matter = ledger.load(number)
    visibility.check(actor, matter, policy)
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    hub.check_tasks(wanted, matter, policy, now)
    draft = Draft(id, matter, policy)
    for event, words in decide(matter):
        draft.add(event, actor, now, words=words)
    meeting = len(hub.facts(draft.matter).meetings) if sort == "meeting" else 0
    ids = numbers.take(len(wanted)) if wanted else []
    made = [_child(matter, one, sort, n, actor, policy, now) for one, n in zip(wanted, ids, strict=True)]
    if made:
        set_ = tuple((c.matter.number, one.unit) for c, one in zip(made, wanted, strict=True))
        draft.add(e.TasksSet(set_, sort, meeting), actor, now)
    ledger.append([change(draft, now), *made], now)
    return draft.matter


def set_tasks(
    number: str, tasks: tuple[str, ...], *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """More tasks for a group that there is."""
    wanted = read(tasks, policy)
    if not wanted:
        raise BadInput(field="tasks", why="write one task a line: unit | what | day")
    return with_tasks(number, lambda m: (), wanted, "group", actor=actor, policy=policy, now=now, seen=seen)


def sign_task(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: e.SignedFor(), actor=actor, policy=policy, now=now, seen=seen)


def report_task(
    number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The co-handler signs: what was done. The ledger holds the post and the moment."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what was done")
    sealed, commitment = vault.seal({"text": said})

    def decide(m: Matter) -> e.Event:
        return e.TaskReported(commitment, (clocks.start(policy, "task.accept", now),))

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said))


def _both(
    number: str,
    task: str,
    decide: Callable[[Matter], e.Event],
    of_parent: e.Event | None,
    actor: Actor,
    policy: Policy,
    now: datetime,
) -> Matter:
    """A step of the lead on a task: permission is asked on the lead's matter, and both move in one transaction."""
    matter = ledger.load(number)[1]
    visibility.check(actor, matter, policy)
    permissions.check(actor, "TaskEnded", matter, policy)
    hub.task_of(matter, task)
    done: list[Matter] = []

    def changes() -> list[Change]:
        child, parent = draft_of(task, policy), draft_of(number, policy)
        child.add(decide(child.matter), actor, now, permitted=True)
        found = [change(child, now)]
        done[:] = [parent.matter]
        if of_parent is not None:
            done[:] = [parent.add(of_parent, actor, now, permitted=True)]
            found.append(change(parent, now))
        return found

    append(changes, now, number)
    return done[0]


def accept_task(
    number: str, task: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return _both(number, task, lambda m: e.TaskAccepted(), e.TaskEnded(task, "done"), actor, policy, now)


def send_task_back(
    number: str, task: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """What is missing. The task's clock is not started again: it goes on to the same moment."""
    reason = text.line(reason, "reason", limit=500)
    return _both(number, task, lambda m: hub.send_back(m, reason), None, actor, policy, now)


def withdraw_task(
    number: str, task: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = text.line(reason, "reason", limit=500)
    if not reason:
        raise BadInput(field="reason", why="say why")
    return _both(number, task, lambda m: e.TaskWithdrawn(reason), e.TaskEnded(task, "withdrawn"), actor, policy, now)
