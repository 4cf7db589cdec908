"""Numbers (编号): which matters may be meant when a number, or the end of one, was typed."""

from __future__ import annotations

from django.db import connection

from wushi.domain.policy import Policy

DIGITS = 7  # of the running number at the end
SHORTEST = 3  # fewer digits at the end of a number are the end of too many
_MOST = 300  # the newest that end so


def meant(said: str, policy: Policy) -> list[int]:
    """Ids of the matters whose whole number it is; or the one whose running number it is, then those whose number ends so,
    the newest first."""
    folded = "".join(c for c in said.upper() if c.isalnum() and c.isascii())
    prefixed = folded.startswith(policy.number_prefix)
    digits = folded.removeprefix(policy.number_prefix)
    if not digits.isdigit():
        return []
    if len(digits) > DIGITS or (prefixed and len(digits) > 4):
        number = f"{policy.number_prefix}-{digits[:4]}-{digits[4:].zfill(DIGITS)}"
        return _ids("number = %s", [number])
    if prefixed:
        return []
    running = int(digits)
    if len(digits) < SHORTEST:
        return _ids("id = %s", [running])
    step, last = 10 ** len(digits), _last()
    first = last - (last - running) % step
    ids = [running, *range(first, max(0, first - _MOST * step), -step)]
    return sorted(_ids(f"id IN ({', '.join(['%s'] * len(ids))})", ids), key=lambda id: (id != running, -id))


def _last() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_matter")
        return int(cursor.fetchone()[0])


def _ids(where: str, values: list[str] | list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ledger_matter WHERE {where} ORDER BY id DESC", values)
        return [row[0] for row in cursor.fetchall()]
