"""What an event is: its word in the ledger, the clocks it sets going, and the line of history that holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, TypeVar, dataclass_transform


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock set going by an event: its due moment, and the dated value and article from which it was computed.

    `start` is the moment from which the span counts (UTC); it differs from the event's own time where a clock is
    inherited, such as the parts of one call. `days_from` is empty or tells that the due moment was given by another body.
    """

    name: str
    start: datetime
    due: datetime
    limit: str
    amount: float
    unit: str
    value_since: str
    reference: str
    capped: bool = False  # ends with the answer's clock, earlier than its own value would


class Event:
    """Base of all events; the class name is the word in the ledger."""

    __slots__ = ()
    kind: ClassVar[str] = ""
    zh: ClassVar[str] = ""


KINDS: dict[str, type[Event]] = {}
_E = TypeVar("_E", bound=Event)


@dataclass_transform(frozen_default=True)
def event(zh: str) -> Callable[[type[_E]], type[_E]]:
    """Freeze the class and enter it in the vocabulary with its Chinese name."""

    def enter(cls: type[_E]) -> type[_E]:
        made = dataclass(frozen=True, slots=True)(cls)
        made.kind, made.zh = cls.__name__, zh
        KINDS[cls.__name__] = made
        return made

    return enter


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a matter's history: who (post and unit), when (UTC), by which rule and article, and what happened."""

    seq: int
    at: datetime
    post: str
    unit: str
    rule: str
    reference: str
    event: Event


def field_names(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(KINDS[kind]))  # type: ignore[arg-type]
