"""Bench of hot issues: those that several teams agree on among our first ten, one writer as one person, likes within bounds."""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wushi.domain.calendar import SHANGHAI
from wushi.domain.policy import Policy
from wushi.steps.learn.hot import Issue, Message, group, rank
from wushi.steps.policy import current

_AGREE = 3  # teams that put the same two messages into one issue
_LEAST = 3  # messages of an issue that is agreed on
_FIRST = 10

Row = dict[str, Any]


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **facts: Any) -> Row:
    found = {"bench": "understanding", "part": "hot issues", "kind": kind, "value": round(value, 4), **facts}
    return found if met is None else {**found, "promise": promise, "met": met}


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[Row]:
    """The rows of this part. `only` means nothing here: no database is asked; `size`: so many of the newest messages."""
    policy = current()
    found = _messages(shared)[-size:] if size else _messages(shared)
    now = found[-1].at
    began = time.process_time()
    issues = rank(group(found, policy, now), policy, now)
    spent = time.process_time() - began
    yield from _agreed(shared, issues)
    yield _row("CPU ms a message", 1_000 * spent / len(found), rows=len(found))
    yield from _one_writer(found, policy)


def _messages(shared: Path) -> list[Message]:
    rows = pq.read_table(shared / "tipdm" / "messages.parquet", filters=[("part", "=", "a3")]).to_pylist()
    found = [
        Message(
            r["id"], r["title"] or "", r["text"] or "", r["created_at"].replace(tzinfo=SHANGHAI), r["user"] or "",
            int(r["likes"] or 0), int(r["dislikes"] or 0),
        )
        for r in rows
    ]  # fmt: skip
    return sorted(found, key=lambda m: m.at)


def agreed(shared: Path) -> list[set[str]]:
    """What `_AGREE` teams or more put together, joined through the messages that they share; the greatest first."""
    teams: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with (shared / "tipdm" / "hot_issue_team_submissions.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            teams[line["team"]][line["issue"]].add(line["id"])
    pairs: Counter[tuple[str, str]] = Counter()
    for issues in teams.values():
        pairs.update({pair for ids in issues.values() for pair in combinations(sorted(ids), 2)})
    joined: dict[str, set[str]] = {}
    for (a, b), count in pairs.items():
        if count >= _AGREE:
            both = joined.get(a, {a}) | joined.get(b, {b})
            joined.update(dict.fromkeys(both, both))
    found = {id(one): one for one in joined.values() if len(one) >= _LEAST}
    return sorted(found.values(), key=len, reverse=True)


def _agreed(shared: Path, issues: list[Issue]) -> Iterator[Row]:
    wanted = agreed(shared)
    ours = [set(issue.ids) for issue in issues]
    ranks, shares = [], []
    for one in wanted:
        best = max(range(len(ours)), key=lambda n: len(ours[n] & one))
        ranks.append(best + 1)
        shares.append(len(ours[best] & one) / len(one))
    within = sum(r <= _FIRST for r in ranks)
    yield _row(
        "issues the teams agree on, within our first ten", within, f"all {len(wanted)}", within == len(wanted),
        rows=len(wanted), more=f"ranks {', '.join(map(str, ranks))}",
    )  # fmt: skip
    yield _row("least share of such an issue that is ours in one piece", min(shares, default=0.0), rows=len(wanted))


def _one_writer(found: list[Message], policy: Policy) -> Iterator[Row]:
    """Fifty messages of one writer, one message with 2,000 likes and a matter of fifty people, added to the real ones."""
    at = found[-1].at
    text = "幸福苑小区北门外的路灯全都不亮，晚上走路看不见，希望尽快修好。"
    fifty = [Message(f"w{n}", "幸福苑北门路灯不亮", text, at - timedelta(hours=n), "one writer") for n in range(50)]
    liked = [Message("liked", "文体中心能否延长开放", "文体中心每天九点就关门，希望延长到十点半。", at, "w", 2_000)]
    people = [
        Message(
            f"p{n}", "锅炉房停暖多日", "东风里锅炉房停暖多日，家里只有十度，请尽快恢复供暖。",
            at - timedelta(minutes=7 * n), f"person {n}",
        )
        for n in range(50)
    ]  # fmt: skip
    some = [*found[-500:], *fifty, *liked, *people]
    issues = rank(group(some, policy, at), policy, at)
    of = {id: (n, issue) for n, issue in enumerate(issues, 1) for id in issue.ids}
    rank_people, _ = of["p0"]
    rank_liked, _ = of["liked"]
    rank_one, one = of["w0"]
    yield _row(
        "people shown for one writer's fifty messages", one.heat.people, "1", one.heat.people == 1,
        rows=50, more=f"{one.of_one} messages of one writer, rank {rank_one}",
    )  # fmt: skip
    yield _row(
        "2,000 likes on one message stand behind fifty people", rank_liked - rank_people, "> 0",
        rank_people < min(rank_liked, rank_one), more=f"ranks {rank_people}, {rank_liked}",
    )  # fmt: skip
