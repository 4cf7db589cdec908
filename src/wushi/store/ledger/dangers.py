"""Matters in which danger was raised, the newest first: by the partial index over those events alone, however large the ledger is."""

from __future__ import annotations

from django.db import connection

from wushi.store.ledger.worklist import Row, titled
from wushi.store.moments import FAR

# the kind stands in the statement itself: only then the engines know that the partial index answers it
RAISED = (
    "SELECT m.id, m.due, m.snapshot FROM ledger_matter AS m JOIN (SELECT matter_id, max(position) AS last FROM ledger_event"
    " WHERE kind = 'DangerRaised' AND at >= %s AND at < %s GROUP BY matter_id ORDER BY max(position) DESC LIMIT %s) AS d"
    " ON d.matter_id = m.id ORDER BY d.last DESC"
)


def raised(since: int, limit: int, until: int = FAR) -> list[Row]:
    """Those raised in [since, until), in microseconds; what was raised before that is for the reports."""
    with connection.cursor() as cursor:
        cursor.execute(RAISED, [since, until, limit])
        return titled(cursor.fetchall())
