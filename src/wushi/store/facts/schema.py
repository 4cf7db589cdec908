"""The schema of the facts: one row a matter, without personal data; moments in UTC, days as the wall in Haibowan shows them.

What happened more than once is kept whole, so that a period of the past can be counted again as it stood at its end.
"""

from __future__ import annotations

import pyarrow as pa

VERSION = 5  # another number makes the next export begin anew

_AT = pa.timestamp("us")  # UTC; without a zone, so that no reader shifts it
_TEXT = pa.string()
_ROUND = pa.struct([("start", _AT), ("due", _AT), ("stopped", _AT)])
_CALLBACK = pa.struct(
    [
        ("at", _AT),
        ("contacted", pa.bool_()),
        ("solved", pa.bool_()),
        ("satisfaction", _TEXT),
        ("exclusion", _TEXT),
        ("by_resident", pa.bool_()),
    ]
)
_ENDING = pa.struct([("ended", _AT), ("reopened", _AT)])  # ended is null when it was reopened before it had ended
# What happened in the life of a track, by its own words: code says more, such as an outcome.
_STEP = pa.struct([("what", _TEXT), ("at", _AT), ("code", _TEXT)])
_SUPERVISION = pa.struct([("placed", _AT), ("lifted", _AT)])
# What a matter was before a day on which it turned: given to another unit, called another subject, merged, paused. Each
# holds until `until`. Only such are kept as held over a midnight of Haibowan's, since a period ends at one.
_WAS = pa.struct(
    [
        ("until", _AT),
        *(
            (name, _TEXT)
            for name in ("type", "subject", "subject_1", "subject_2", "tier", "place", "town", "community")
        ),
        *((name, _TEXT) for name in ("unit", "unit_2", "line")),
        *((name, pa.bool_()) for name in ("designated", "automatic", "gap", "merged")),
        ("followers", pa.int32()),
        ("supervision", pa.int32()),
        *((name, _TEXT) for name in ("outcome", "close_basis", "refusal_ground", "transferred_to")),
        *((name, _AT) for name in ("reply_due", "reply_stopped", "paused_at")),
    ]
)

# A file is cut into large groups of rows, which are cheap to open, and a small one at its end, so that of an old month only
# the few matters that are still open are read.
ROW_GROUP, LAST_GROUP = 65_536, 16_384
ORDER = [("active_until", "ascending"), ("id", "ascending")]

FACT_MATTER = pa.schema(
    [
        ("number", _TEXT),
        ("id", pa.int64()),
        ("changed", pa.int64()),  # position of the last event that the row knows
        ("track", _TEXT),
        ("channel", _TEXT),
        ("type", _TEXT),
        ("state", _TEXT),  # at the moment of the export; figures go by the moments below
        ("subject", _TEXT),
        ("subject_1", _TEXT),
        ("subject_2", _TEXT),
        ("tier", _TEXT),
        ("place", _TEXT),
        ("town", _TEXT),
        ("community", _TEXT),
        ("unit", _TEXT),  # lead unit; the desk before there is one
        ("unit_2", _TEXT),  # its ancestor just below the district: department, enterprise, town or street
        ("line", _TEXT),  # codes from the root to the unit, joined by /
        ("registered_at", _AT),
        ("registered_on", pa.date32()),
        ("dispatched_at", _AT),  # the first time
        ("signed_at", _AT),  # the first time
        ("contacted_at", _AT),  # the first time
        ("first_replied_at", _AT),
        ("replied_at", _AT),  # the last time
        ("ended_at", _AT),  # null while it is open
        ("ended_on", pa.date32()),
        (
            "active_until",
            _AT,
        ),  # ended_at, or the end of time: files are in its order, so that old matters are passed over
        ("reply_start", _AT),  # the last clock of the answer; due with extension and pauses
        ("reply_due", _AT),
        ("reply_stopped", _AT),
        ("paused_at", _AT),
        ("earlier_rounds", pa.list_(_ROUND)),  # clocks of the answer before it was reopened
        ("callback_at", _AT),  # the last callback
        ("contacted", pa.bool_()),
        ("solved", pa.bool_()),
        ("satisfaction", _TEXT),
        ("exclusion", _TEXT),
        ("by_resident", pa.bool_()),
        ("earlier_callbacks", pa.list_(_CALLBACK)),
        ("reopenings", pa.list_(_ENDING)),
        ("returned_times", pa.list_(_AT)),
        ("supervisions", pa.list_(_SUPERVISION)),
        ("warned_times", pa.list_(_AT)),  # replies that were sent despite a warning of the check
        ("extended_at", _AT),
        ("was", pa.list_(_WAS)),  # null for a matter that only went its plain way
        ("life", pa.list_(_STEP)),  # null for a hotline demand, which has the columns above
        ("designated", pa.bool_()),
        ("automatic", pa.bool_()),
        ("gap", pa.bool_()),  # dispatched, and no entry of the duty list stands behind it
        ("dispatches", pa.int32()),
        ("returned", pa.int32()),
        ("reopened", pa.int32()),
        ("urged", pa.int32()),
        ("attempts", pa.int32()),
        ("followers", pa.int32()),
        ("merged", pa.bool_()),
        ("outcome", _TEXT),
        ("close_basis", _TEXT),
        ("refusal_ground", _TEXT),
        ("transferred_to", _TEXT),
        ("supervision", pa.int32()),
        ("simulated", pa.bool_()),
        ("secret", pa.bool_()),
        ("anonymous", pa.bool_()),
    ]
)

# What the lists of a figure show of a row, and what an item of the catalogue has beside: limits in working days.
FACT_ITEM = pa.schema(
    [
        *(
            (name, _TEXT)
            for name in (
                "number", "track", "channel", "type", "subject", "subject_1", "subject_2", "tier", "place", "town", "community",
                "unit", "unit_2", "unit_below", "line",
            )
        ),
        *((name, _AT) for name in ("registered_at", "ended_at", "reply_due")),
        ("registered_on", pa.date32()),
        ("supervision_level", pa.int32()),
        *((name, pa.bool_()) for name in ("simulated", "secret", "instant")),
        ("visits", pa.int32()),
        ("legal", pa.float64()),
        ("promised", pa.float64()),
    ]
)  # fmt: skip

# What the lists of a figure show of a row, and what a monitor's day has beside. `sort`: limit, sent, running, index.
FACT_READING = pa.schema(
    [
        *(f for f in FACT_ITEM if f.name not in ("instant", "visits", "legal", "promised")),
        *((name, _TEXT) for name in ("sort", "outlet", "process", "factor", "excluded")),
        ("kept", pa.float64()),
        ("counted", pa.float64()),
        ("value", pa.float64()),
    ]
)
