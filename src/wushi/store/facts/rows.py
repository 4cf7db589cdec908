"""Makes the fact row of a matter: its snapshot, and the moments of those events that may happen more than once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from wushi.domain.calendar import local
from wushi.domain.events import Entry
from wushi.domain.matter import Callback, Clock, Matter, after
from wushi.domain.policy import Policy
from wushi.store.facts.schema import FACT_MATTER

ENDINGS = frozenset({"Answered", "NotAccepted", "TransferredOut", "Terminated", "Closed"})
_REPLIES = frozenset({"Replied", "RepliedThroughLead"})
# The events whose moments a snapshot does not keep.
KINDS = (*sorted(ENDINGS), *sorted(_REPLIES), "ExtensionGranted", "Objected", "PlacedUnderSupervision", "Reopened",
         "SignedFor", "SupervisionLifted")  # fmt: skip
# A matter to which nothing else happened after its first day went the plain way: the moments in its row tell what it was on
# any day. Whatever is not named here may turn it, and its history is gone through once more.
PLAIN = frozenset({
    "Answered", "Archived", "CallbackAttempted", "CalledBack", "Closed", "Contacted", "DangerJudged", "DangerTaken", "DeferralProposed",
    "DeferralRefused", "ExtensionRefused", "ExtensionRequested", "FellOverdue", "HandlingStarted", "Informed", "NotAccepted",
    "Noted", "PointsListed", "Registered", "Replied", "RouteProposed", "SignedFor", "SimilarFound", "Terminated",
    "TerminationProposed", "TerminationRefused", "TextReleased", "TextWithdrawn", "TransferredOut", "Urged", "Warned",
})  # fmt: skip
UNREAD = tuple(sorted(PLAIN - {*KINDS, "Registered"}))  # nothing of theirs is in a row
FOREVER = datetime(9999, 12, 31)  # noqa: DTZ001 - facts hold UTC without a zone
Times = Sequence[tuple[str, datetime]]  # (kind, moment) in order, without zone: UTC


def _utc(at: datetime | None) -> datetime | None:
    # a snapshot keeps the zone in which an event was written
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


def _day(at: datetime | None) -> date | None:
    return None if at is None else local(at).date()


def _round(clock: Clock) -> dict[str, datetime | None]:
    return {"start": _utc(clock.start), "due": _utc(clock.due), "stopped": _utc(clock.stopped)}


def _called(made: Callback) -> dict[str, Any]:
    return {
        "at": _utc(made.at), "contacted": made.contacted, "solved": made.solved, "satisfaction": made.satisfaction,
        "exclusion": made.exclusion, "by_resident": made.by_resident,
    }  # fmt: skip


class Places:
    """What the pack says of codes, looked up once each: tier of a subject, town and community of a place."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._tiers: dict[str, str] = {}
        self._places: dict[str, tuple[str, str]] = {}

    def tier(self, subject: str) -> str:
        if subject not in self._tiers:
            self._tiers[subject] = self._policy.tier_of(subject)
        return self._tiers[subject]

    def of(self, place: str) -> tuple[str, str]:
        """(town or street, community or village) in which the place lies; blank where it is not known so closely."""
        if place not in self._places:
            tree = self._policy.tree
            town = tree.of_level(place, ("town", "street")) or ""
            self._places[place] = (town, tree.of_level(place, ("community", "village")) or "")
        return self._places[place]


def _reopenings(times: Times) -> list[dict[str, datetime | None]]:
    """Each reopening with the ending that it undid, if the matter had ended before."""
    found: list[dict[str, datetime | None]] = []
    ended: datetime | None = None
    for kind, at in times:
        if kind in ENDINGS:
            ended = at
        elif kind == "Reopened":
            found.append({"ended": ended, "reopened": at})
            ended = None
    return found


def _supervisions(times: Times) -> list[dict[str, datetime | None]]:
    found: list[dict[str, datetime | None]] = []
    for kind, at in times:
        if kind == "PlacedUnderSupervision" and (not found or found[-1]["lifted"] is not None):
            found.append({"placed": at, "lifted": None})
        elif kind == "SupervisionLifted" and found and found[-1]["lifted"] is None:
            found[-1]["lifted"] = at
    return found


def _life(m: Matter) -> list[dict[str, Any]] | None:
    """The steps of the matter's own track, in the order in which they were taken."""
    found = {"petition": m.petition, "dispute": m.dispute, "application": m.application, "alarm": m.alarm}.get(m.track)
    if found is None:
        return None
    return [{"what": what, "at": _utc(at), "code": code} for what, at, code in found.life()] or None


def _first(times: Times, kinds: Iterable[str]) -> datetime | None:
    return next((at for kind, at in times if kind in kinds), None)


def _standing(m: Matter, places: Places) -> dict[str, Any]:
    """What may turn in the life of a matter."""
    levels = m.subject.split("/")
    town, community = places.of(m.place)
    reply = m.clock("reply")
    return {
        "type": m.type, "subject": m.subject, "subject_1": levels[0], "subject_2": "/".join(levels[:2]),
        "tier": places.tier(m.subject), "place": m.place, "town": town, "community": community,
        "unit": m.lead or m.unit, "unit_2": m.path[1] if len(m.path) > 1 else m.unit, "line": "/".join(m.path),
        "designated": m.designated, "automatic": m.automatic, "gap": m.dispatches > 0 and not m.duty and not m.designated,
        "merged": bool(m.merged_into), "followers": len(m.followers), "supervision": m.supervision,
        "outcome": m.outcome, "close_basis": m.close_basis, "refusal_ground": m.refusal_ground,
        "transferred_to": m.transferred_to, "reply_due": _utc(reply.due) if reply else None,
        "reply_stopped": _utc(reply.stopped) if reply else None, "paused_at": _utc(reply.paused) if reply else None,
    }  # fmt: skip


def turned(times: Times) -> bool:
    """Did something that is not plain happen after the first day?"""
    first = _day_of(times[0][1]) if times else None
    return any(kind not in PLAIN and _day_of(at) != first for kind, at in times)


def _day_of(at: datetime) -> date:
    return local(at.replace(tzinfo=UTC)).date()


def was(number: str, entries: Iterable[Entry], policy: Policy, places: Places) -> list[dict[str, Any]] | None:
    """What the matter was at midnights before it became what it is, earliest first."""
    matter = Matter(number, unit=policy.main_desk, path=policy.tree.line(policy.main_desk))
    found: list[dict[str, Any]] = []
    before: dict[str, Any] | None = None
    day = date.min
    for entry in entries:
        today = local(entry.at).date()
        matter = after(matter, entry.event, entry.at)
        now = _standing(matter, places)
        if now == before:
            continue
        if before is not None and day < today:
            found.append({"until": _utc(entry.at), **before})
        before, day = now, today
    return found or None


def fact(
    id: int, changed: int, m: Matter, times: Times, places: Places, before: list[dict[str, Any]] | None = None
) -> tuple[Any, ...]:
    """The row, in the order of the schema. `before`: what was()."""
    now = _standing(m, places)
    rounds = [c for c in m.clocks if c.name == "reply"]
    last = rounds[-1] if rounds else None
    called = m.callbacks[-1] if m.callbacks else None
    replies = [at for kind, at in times if kind in _REPLIES or kind == "Answered"]
    returned = [at for kind, at in times if kind == "Objected"]
    ended = m.closed_at if not m.open else None
    return (
        m.number, id, changed, m.track, m.channel, m.type, m.state,
        m.subject, now["subject_1"], now["subject_2"], now["tier"], m.place, now["town"], now["community"],
        now["unit"], now["unit_2"], now["line"],
        _utc(m.registered_at), _day(m.registered_at), _utc(m.dispatched_at), _first(times, ("SignedFor",)),
        _utc(m.contacted_at), replies[0] if replies else None, replies[-1] if replies else None,
        _utc(ended), _day(ended), _utc(ended) or FOREVER,
        _utc(last.start) if last else None, now["reply_due"], now["reply_stopped"],
        now["paused_at"], [_round(c) for c in rounds[:-1]] or None,
        _utc(called.at) if called else None, called.contacted if called else None, called.solved if called else None,
        called.satisfaction if called else None, called.exclusion if called else None,
        called.by_resident if called else None, [_called(c) for c in m.callbacks[:-1]] or None,
        _reopenings(times) or None, returned or None, _supervisions(times) or None,
        [_utc(at) for at in m.warned_at] or None,
        _first(times, ("ExtensionGranted",)), before, _life(m), m.designated, m.automatic,
        now["gap"], m.dispatches, len(returned),
        len(m.reopenings), m.urged, m.attempts, now["followers"], now["merged"], m.outcome, m.close_basis,
        m.refusal_ground, m.transferred_to, m.supervision, m.simulated, m.secret, m.anonymous,
    )  # fmt: skip


def table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The rows as columns of the schema."""
    columns: Mapping[int, Sequence[Any]] = dict(enumerate(zip(*rows, strict=True)))
    return pa.table(
        [pa.array(columns.get(n, ()), type=field.type) for n, field in enumerate(FACT_MATTER)], schema=FACT_MATTER
    )
