"""Fill a house with matters by SQL alone: what the benches of lists and clocks need is many rows, not many histories."""

from __future__ import annotations

import time

from django.db import connection

from wushi.domain import lifecycle
from wushi.steps.policy import current
from wushi.store.registers import units

_OPEN_SHARE = 4  # matters in a hundred that are open, as in the published measurements
SINCE = 1_600_000_000_000_000
STEP = 31_536_000_000_000 * 3


def _series(first: int, last: int) -> str:
    if connection.vendor == "postgresql":
        return f"(SELECT i FROM generate_series({first}::bigint, {last}::bigint) AS i) AS n"
    return (
        f"(WITH RECURSIVE c(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM c WHERE i < {last}) SELECT i FROM c) AS n"
    )


def fill(matters: int, *, all_open: bool = False) -> float:
    """Bring the table of matters to that many rows; seconds taken. Leads are all units that may have matters, drawn with
    very unequal weights; states follow the share of open ones, due moments are spread over three years."""
    policy = current()
    known = units.known()
    leads = [u for u in policy.tree if u.level not in ("district",)]
    ended, open_ = sorted(lifecycle.ENDED), sorted(lifecycle.OPEN - {"merged"})
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS lead (k int, code text, "
            + ", ".join(f"l{n} int" for n in range(1, 9))
            + ")"
        )
        cursor.execute("DELETE FROM lead")
        rows = []
        for k, unit in enumerate(leads):
            line = [known[c][0] for c in policy.tree.line(unit.code)]
            rows.append((k, unit.code, *line, *([None] * (8 - len(line)))))
        cursor.executemany("INSERT INTO lead VALUES (" + ", ".join(["%s"] * 10) + ")", rows)
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_matter")
        have = int(cursor.fetchone()[0])
        began = time.perf_counter()
        pick = f"((n.i * 7919) % {len(leads)}) * ((n.i * 104729) % {len(leads)}) / {len(leads)}"  # two draws multiplied: skewed
        state = "CASE (n.i * 31) % 100 "
        for share in range(100):
            names = open_ if all_open or share < _OPEN_SHARE else ended
            inner = " ".join(f"WHEN {m} THEN '{s}'" for m, s in enumerate(names))
            if not all_open and share >= _OPEN_SHARE:
                continue
            state += f"WHEN {share} THEN CASE (n.i / 100) % {len(names)} {inner} END "
        inner = " ".join(f"WHEN {m} THEN '{s}'" for m, s in enumerate(ended))
        state += f"ELSE CASE (n.i / 100) % {len(ended)} {inner} END END"
        false = "false" if connection.vendor == "postgresql" else "0"
        due = f"{SINCE} + (n.i * 2654435761) % {STEP}"
        for first in range(have + 1, matters + 1, 500_000):
            last = min(matters, first + 499_999)
            cursor.execute(
                "INSERT INTO ledger_matter (id, number, channel, intake_digest, track, state, version, subject, place, unit,"
                " l1, l2, l3, l4, l5, l6, l7, l8, registered_at, due, simulated, snapshot, changed)"
                f" SELECT n.i, 'B-' || n.i, 'phone', '', 'hotline', {state}, 1, '', '', lead.code,"
                f" lead.l1, lead.l2, lead.l3, lead.l4, lead.l5, lead.l6, lead.l7, lead.l8, {SINCE}, {due}, {false},"
                f' \'{{"number":"B"}}\', 0 FROM {_series(first, last)} JOIN lead ON lead.k = {pick}'
            )
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE ledger_matter")
        else:
            cursor.execute("ANALYZE")
        return time.perf_counter() - began
