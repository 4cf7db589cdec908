"""Bench of the reply check: what it warns of in real replies, how often by kind, against labels by hand, and at what cost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wushi.domain import points, reply_check
from wushi.domain.policy import Policy
from wushi.domain.reply_check import CODES, Draft, Earlier, Warned
from wushi.steps.policy import current

_EMPTY = {"only_forwarded", "too_short"}
_READ = 1_000  # characters of a message that stand for what was asked
_LONG = 20_000

Row = dict[str, Any]


def _rows(shared: Path, name: str, **filters: Any) -> list[Row]:
    found: list[Row] = pq.read_table(shared / "tipdm" / f"{name}.parquet", **filters).to_pylist()
    return found


def _check(reply: Row, demand: str, earlier: Sequence[Earlier], policy: Policy) -> tuple[Warned, ...]:
    return reply_check.check(Draft(reply["reply"]), policy.replies, demand=demand, earlier=earlier)


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **facts: Any) -> Row:
    found = {"bench": "understanding", "part": "reply check", "kind": kind, "value": round(value, 4), **facts}
    return found if met is None else {**found, "promise": promise, "met": met}


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[Row]:
    """The rows of this part. `only` means nothing here: no database is asked; `size`: so many replies."""
    policy = current()
    replies = sorted(_rows(shared, "replies"), key=lambda r: r["replied_at"])[:size]
    messages = {m["id"]: m for m in _rows(shared, "messages", filters=[("part", "=", "a4")])}
    demands = [f"{messages[r['id']]['title']}\n{messages[r['id']]['text'][:_READ]}" for r in replies]
    window = policy.replies.whole("template_read")
    began = time.process_time()
    found = {
        r["id"]: {w.code for w in _check(r, demand, (), policy)} for r, demand in zip(replies, demands, strict=True)
    }
    spent = (time.process_time() - began) / max(len(replies), 1)
    yield from _shares(found)
    yield from _off_point(replies, demands, policy)
    yield from _templates(replies, window, policy)
    yield from _labels(shared, found)
    listed = sum(len(points.propose(messages[r["id"]]["text"], policy.replies)) > 1 for r in replies)
    yield _row("demands of two points or more", listed / max(len(replies), 1), rows=len(replies))
    yield from _cost(spent, policy)


def _shares(found: dict[str, set[str]]) -> Iterator[Row]:
    counted = Counter(code for codes in found.values() for code in codes)
    for code in CODES:
        if counted[code]:
            yield _row(f"replies warned of: {code}", counted[code] / len(found), rows=len(found))
    clear = sum(not codes for codes in found.values())
    yield _row("replies without a warning", clear / max(len(found), 1), rows=len(found))


def _off_point(replies: Sequence[Row], demands: Sequence[str], policy: Policy) -> Iterator[Row]:
    """An answer held against another one's demand is off the point: how many of those are seen?"""
    moved = [*demands[len(demands) // 2 :], *demands[: len(demands) // 2]]
    seen = judged = 0
    for reply, demand in zip(replies, moved, strict=True):
        codes = {w.code for w in _check(reply, demand, (), policy)}
        if not codes & _EMPTY:
            judged, seen = judged + 1, seen + ("off_point" in codes)
    yield _row("answers to another demand seen as off the point", seen / max(judged, 1), rows=judged)


def _templates(replies: Sequence[Row], window: int, policy: Policy) -> Iterator[Row]:
    """As if all replies were one unit's: each against those just before it. Places and subjects are not known here."""
    said = [Earlier(r["id"], r["reply"]) for r in replies]
    seen = sum(
        any(w.code == "template" for w in _check(r, "", said[max(0, n - window) : n], policy))
        for n, r in enumerate(replies)
    )
    yield _row("replies warned of: template (last 200 of all)", seen / max(len(replies), 1), rows=len(replies))


def _labels(shared: Path, found: dict[str, set[str]]) -> Iterator[Row]:
    """Weak labels: two teams agree on 59 of 100. Only what says nothing can be held against 'explains something'."""
    labelled = [r for r in _rows(shared, "reply_quality") if r["id"] in found and r["explainable_syu"] is not None]
    empty = [r for r in labelled if found[r["id"]] & _EMPTY]
    if empty:
        right = sum(r["explainable_syu"] == 0 for r in empty)
        yield _row("said to be empty, labelled as explaining nothing", right / len(empty), rows=len(empty))
    nothing = [r for r in labelled if r["explainable_syu"] == 0]
    if nothing:
        told = sum(bool(found[r["id"]] & _EMPTY) for r in nothing)
        yield _row("labelled as explaining nothing, said to be empty", told / len(nothing), rows=len(nothing))


def _cost(spent: float, policy: Policy) -> Iterator[Row]:
    yield _row("CPU ms a reply", spent * 1_000, "<= 5", spent <= 0.005)
    text = "您反映的路灯问题已转有关部门，我们将尽快处理，请您到窗口咨询。"
    costs = []
    for length in (_LONG // 4, _LONG):
        long = (text * (length // len(text) + 1))[:length]
        began = time.process_time()
        for _ in range(3):
            reply_check.check(Draft(long), policy.replies, demand=long)
        costs.append((time.process_time() - began) / 3)
    times = costs[1] / max(costs[0], 1e-9)
    yield _row("cost of a text four times as long", times, "<= 6 times", times <= 6)
