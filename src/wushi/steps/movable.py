"""What a move is (一步): the event that it leads to, the step that takes it, and the fields it asks for, read from its signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from wushi.domain.matter import Matter

_COMMON = ("number", "actor", "policy", "now", "seen")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a move: its Python type, and whether it must be given."""

    name: str
    type: Any
    required: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A move: the event that it leads to (what permissions and the transition table go by) and the step that takes it."""

    name: str
    event: str
    zh: str
    step: Callable[..., Matter]
    fields: tuple[Field, ...]
    track: str = ""  # the track that it belongs to; blank: every track whose table knows the event


def move(name: str, event: str, zh: str, step: Callable[..., Matter], track: str = "") -> Move:
    """Enter a step in the table of moves under a name that no other track has."""
    hints = get_type_hints(step)
    fields = tuple(
        Field(p.name, hints[p.name], p.default is inspect.Parameter.empty)
        for p in inspect.signature(step).parameters.values()
        if p.name not in _COMMON
    )
    return Move(name, event, zh, step, fields, track)
