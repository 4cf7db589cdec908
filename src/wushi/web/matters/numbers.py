"""Finds a matter's number from what a person types: the whole number, without hyphens, or its last digits."""

from __future__ import annotations

from wushi.domain.errors import NotFound, OutOfScope
from wushi.steps import reading
from wushi.web.context import Here

_DIGITS = 7


def candidates(said: str, prefix: str, year: int) -> list[str]:
    """The numbers that may be meant, the most likely first."""
    folded = "".join(c for c in said.upper() if c.isalnum())
    if folded.isdigit() and len(folded) <= _DIGITS:
        return [f"{prefix}-{y}-{int(folded):0{_DIGITS}d}" for y in (year, year - 1)]
    if folded.startswith(prefix):
        folded = folded[len(prefix) :]
    if folded.isdigit() and len(folded) > 4:
        return [f"{prefix}-{folded[:4]}-{int(folded[4:]):0{_DIGITS}d}"]
    return []


def number_for(said: str, here: Here) -> str | None:
    """The number of a matter that the post may see; None when there is none."""
    for number in candidates(said, here.policy.number_prefix, here.today.year):
        try:
            return reading.matter(number, here.actor, here.policy).matter.number
        except (NotFound, OutOfScope):
            continue
    return None
