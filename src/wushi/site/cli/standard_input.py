"""Reads JSON lines from standard input, one object a line; a line that is none is told on standard error and counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from wushi.domain.errors import BadInput
from wushi.site.cli import say


class Objects:
    """The objects of standard input with the number of their line. `sample`: a right line, shown beside a wrong one."""

    def __init__(self, sample: str) -> None:
        self._sample = sample
        self.bad = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in enumerate(sys.stdin.buffer, 1):
            if not line.strip():
                continue
            try:
                given = json.loads(line)
            except (ValueError, RecursionError) as error:
                self.refuse(number, f"is no JSON in UTF-8 ({error}); write {self._sample}")
                continue
            if isinstance(given, dict):
                yield number, given
            else:
                self.refuse(number, f"is no JSON object; write {self._sample}")

    def refuse(self, number: int, why: object) -> None:
        """Tell that a line was passed over, and why."""
        self.bad += 1
        say(f"line {number}: {why}")

    def end(self) -> None:
        """Exit status 1 when a line was refused, after all the others were answered."""
        if self.bad:
            raise SystemExit(1)


def text(given: Mapping[str, Any], key: str) -> str:
    """The text under a key, blank where there is none. Raises BadInput when it is something else."""
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(field=key, why=f"has to be text, not {json.dumps(value, ensure_ascii=False)[:40]}")
    return value


def number(given: Mapping[str, Any], key: str) -> float | None:
    """The number under a key; None where there is none. Raises BadInput when it is something else."""
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(field=key, why=f"has to be a number, not {json.dumps(value, ensure_ascii=False)[:40]}")
    return float(value)
