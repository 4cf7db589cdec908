"""The command similar: messages as JSON lines in order of time, each answered with its group and what it may be the same as."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput
from wushi.site.cli import emit, say
from wushi.steps import policy as policies
from wushi.steps.alike.stream import Message, Stream, Taken

_KEYS = ("title", "text", "created_at", "place", "user")
_SAMPLE = '{"id": "1", "title": "…", "text": "…", "created_at": "2026-03-01T08:30:00+08:00"}'


@click.command()
def similar() -> None:
    """Read JSON lines {"id", "title", "text", "created_at", "place"?, "user"?} in order of time and write
    {"id", "group", "candidates": [{"id", "score", "reasons", "automatic"}]} for each, line by line.

    `group` is the id of the first message of the same matter; candidates are earlier messages, the likeliest first."""
    policy = policies.current()
    stream = Stream(policy.likeness_on(datetime.now(SHANGHAI).date()))
    bad = late = 0
    newest = datetime.min.replace(tzinfo=UTC)
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            message = read(line)
        except BadInput as error:
            bad += 1
            say(f"line {number}: {error}")
            continue
        if message.at < newest:
            late += 1
            if late == 1:
                say(
                    f"line {number}: is older than a line before it; lines are taken as they come, so sort by created_at"
                )
        newest = max(newest, message.at)
        emit(told(message, stream.take(message)))
        sys.stdout.flush()
    if late > 1:
        say(f"{late} lines were older than a line before them")
    if bad:
        raise SystemExit(1)


def read(line: bytes) -> Message:
    """The message of one line. Raises BadInput with the mend."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(field="line", why=f"is no JSON in UTF-8 ({error}); write {_SAMPLE}") from None
    if not isinstance(given, dict):
        raise BadInput(field="line", why=f"is no JSON object; write {_SAMPLE}")
    id = given.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int) or id == "":
        raise BadInput(field="id", why="is missing or no text or whole number; give each message an id of its own")
    title, text, created, place, user = (_text(given, key) for key in _KEYS)
    return Message(id, title, text, moment(created), place, user)


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(field=key, why=f"has to be text, not {json.dumps(value, ensure_ascii=False)[:40]}")
    return value


def moment(value: str) -> datetime:
    """A moment or a day; one without zone is the time on the wall in Shanghai."""
    try:
        found = datetime.fromisoformat(value.strip().replace("/", "-"))
    except ValueError:
        why = f"{value[:40]!r} is no moment; write 2026-03-01T08:30:00+08:00"
        raise BadInput(field="created_at", why=why) from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def told(message: Message, taken: Taken) -> dict[str, Any]:
    return {
        "id": message.id,
        "group": taken.group,
        "candidates": [
            {"id": c.id, "score": c.score, "reasons": list(c.reasons), "automatic": c.automatic}
            for c in taken.candidates
        ],
    }
