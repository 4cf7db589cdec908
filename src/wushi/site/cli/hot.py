"""Command hot: what many people speak of, the hottest first, with the parts of its heat; of a file, or of the own house."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from wushi.channels.spreadsheet import cells, messages
from wushi.channels.spreadsheet.cells import Unreadable
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput
from wushi.domain.heat import Heat
from wushi.site.cli import emit, say
from wushi.site.cli.searching import actor_of
from wushi.site.cli.standard_input import Objects
from wushi.steps.learn import ahead, bursts
from wushi.steps.learn import hot as step
from wushi.steps.learn.hot import Issue, Message
from wushi.steps.policy import current

_SAMPLE = (
    '{"id": "1", "title": "…", "text": "…", "created_at": "2026-03-01T08:30:00+08:00", "writer": "u1", "likes": 3}'
)


class _Moment(click.ParamType):
    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> datetime | None:
        try:
            return value if isinstance(value, datetime) else cells.moment(value, SHANGHAI)
        except Unreadable as error:
            self.fail(str(error), param, context)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="so many issues")
@click.option("--at", type=_Moment(), default=None, help="as of this moment; default: that of the last message")
@click.option("--own", is_flag=True, help="of the own house: what the ledger holds, each subject at each place")
@click.option("--post", default="", help="with --own: see only what this post sees; default: the whole district")
@click.option("--ids/--no-ids", default=True, help="list the messages of each issue")
def hot(file: Path | None, top: int, at: datetime | None, own: bool, post: str, ids: bool) -> None:
    """Rank the hot issues of messages {"id", "title", "text", "created_at", "writer"?, "likes"?, "dislikes"?, "place"?}.

    FILE is Excel, CSV, Parquet or JSON lines; without it, or with -, JSON lines come from standard input. With --own, or at a
    terminal without FILE, the ledger is read; nobody looks who asked there, so people are at most so many. Writes one JSON
    object an issue, the hottest first. `heat` = `by_people` x `recency` + `by_spread` + `by_support`; `people` are distinct
    writers, `of_one_writer` the most messages of one. Who they are is not told."""
    policy, refused = current(), _Refused()
    given = Objects(_SAMPLE)
    if own or post or (file is None and sys.stdin.isatty()):
        _own(post, top, at or datetime.now(UTC), ids)
        return
    file = None if file == Path("-") else file
    found = list(messages.messages(file, refuse=refused) if file else _read(given))
    if at is not None:
        found = [m for m in found if m.at <= at]
    now = at or max((m.at for m in found), default=datetime.now(UTC))
    for rank, issue in enumerate(step.rank(step.group(found, policy, now), policy, now)[:top], 1):
        emit(told(rank, issue) | ({"ids": list(issue.ids)} if ids else {}))
    if not found:
        say("there are no messages")
    if refused.count:
        raise SystemExit(1)
    given.end()


def _own(post: str, top: int, now: datetime, ids: bool) -> None:
    policy = current()
    actor = actor_of(post, policy)
    bursts.watch(policy, datetime.now(UTC))  # follows the ledger first
    for rank, issue in enumerate(ahead.hot(actor, policy, now, top=top), 1):
        numbers = [row.matter.number for row in ahead.matters(issue.matters, actor, policy, most=200)] if ids else []
        emit(
            {"rank": rank, "subject": issue.subject, "place": issue.place}
            | _parts(issue.heat)
            | {"first": issue.first.isoformat(), "last": issue.last.isoformat()}
            | ({"matters": numbers} if ids else {})
        )


class _Refused:
    count = 0

    def __call__(self, row: int, why: object) -> None:
        self.count += 1
        say(f"row {row}: {why}")


def _read(given: Objects) -> Iterable[Message]:
    for number, one in given:
        try:
            yield messages.message(one, str(number))
        except (Unreadable, BadInput) as error:
            given.refuse(number, error)


def told(rank: int, issue: Issue) -> dict[str, Any]:
    return {
        "rank": rank, "issue": issue.id, "title": issue.title, **_parts(issue.heat), "of_one_writer": issue.of_one,
        "likes": issue.likes, "dislikes": issue.dislikes, "places": list(issue.places),
        "first": issue.first.isoformat(), "last": issue.last.isoformat(),
    }  # fmt: skip


def _parts(h: Heat) -> dict[str, Any]:
    return {
        "heat": round(h.value, 3), "people": h.people, "messages": h.messages,
        "by_people": round(h.by_people, 3), "recency": round(h.recency, 4),
        "by_spread": round(h.by_spread, 3), "by_support": round(h.by_support, 3),
    }  # fmt: skip
