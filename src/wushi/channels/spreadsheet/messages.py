"""Reads messages to be ranked from a file: title, text, when, and where they are there, writer, likes, dislikes and place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet import cells
from wushi.channels.spreadsheet.opening import open_source
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput
from wushi.steps.learn.hot import Message

# what is read -> the names under which it may stand, the first that is there
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "留言编号", "编号"),
    "title": ("title", "留言主题", "标题", "主题"),
    "text": ("text", "留言详情", "内容"),
    "created_at": ("created_at", "留言时间", "时间"),
    "writer": ("writer", "user", "留言用户"),
    "likes": ("likes", "点赞数"),
    "dislikes": ("dislikes", "反对数"),
    "place": ("place", "地点"),
}
MOST = 10_000_000  # likes: more than there are people who could


def messages(file: Path, *, refuse: Callable[[int, object], None]) -> Iterator[Message]:
    """The messages of one file; `refuse` hears of a row that cannot be read, and why. Raises BadInput for a wrong file."""
    source = open_source(file)
    columns = {key: next((n for n in names if n in source.columns), "") for key, names in NAMES.items()}
    if not columns["created_at"] or not (columns["title"] or columns["text"]):
        raise BadInput(
            field=file.name, why=f"needs created_at, and title or text; it has {', '.join(source.columns)[:200]}"
        )
    for number, row in enumerate(source.rows(), 2):
        if row.why:
            refuse(number, row.why)
            continue
        try:
            yield message({key: row.cells.get(name) if name else None for key, name in columns.items()}, str(number))
        except (cells.Unreadable, BadInput) as error:
            refuse(number, error)


def message(given: Mapping[str, Any], otherwise: str) -> Message:
    """One message of the values under their keys; `otherwise`: its id where it has none. Raises Unreadable, BadInput."""
    at = _moment(given.get("created_at"))
    return Message(
        id=given.get("id") if isinstance(given.get("id"), int) else cells.text(given.get("id")).strip() or otherwise,
        title=cells.text(given.get("title")),
        text=cells.text(given.get("text")),
        at=at,
        writer=cells.text(given.get("writer")).strip() or cells.text(given.get("user")).strip(),
        likes=_count(given.get("likes"), "likes"),
        dislikes=_count(given.get("dislikes"), "dislikes"),
        place=cells.text(given.get("place")).strip(),
    )


def _moment(value: Any) -> datetime:
    at = cells.moment(value, SHANGHAI)
    if at is None:
        raise BadInput(field="created_at", why="is missing; write 2026-03-01T08:30:00+08:00")
    return at


def _count(value: Any, field: str) -> int:
    found = cells.number(value)
    if found is None:
        return 0
    if not 0 <= found <= MOST:  # also refuses what is no number
        raise BadInput(field=field, why="is a count from 0 up")
    return int(found)
