"""Makes the fact row of a matter: its snapshot, and the moments of those events that may happen more than once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from wushi.domain.calendar import local
from wushi.domain.matter import Callback, Clock, Matter
from wushi.domain.policy import Policy
from wushi.store.facts.schema import FACT_MATTER

ENDINGS = frozenset({"Answered", "NotAccepted", "TransferredOut", "Terminated", "Closed"})
_REPLIES = frozenset({"Replied", "RepliedThroughLead"})
# The events whose moments a snapshot does not keep.
KINDS = (*sorted(ENDINGS), *sorted(_REPLIES), "ExtensionGranted", "Objected", "PlacedUnderSupervision", "Reopened",
         "SignedFor", "SupervisionLifted")  # fmt: skip
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


def fact(id: int, changed: int, m: Matter, times: Times, places: Places) -> tuple[Any, ...]:
    """The row, in the order of the schema."""
    levels = m.subject.split("/")
    town, community = places.of(m.place)
    rounds = [c for c in m.clocks if c.name == "reply"]
    last = rounds[-1] if rounds else None
    called = m.callbacks[-1] if m.callbacks else None
    replies = [at for kind, at in times if kind in _REPLIES or kind == "Answered"]
    returned = [at for kind, at in times if kind == "Objected"]
    ended = m.closed_at if not m.open else None
    return (
        m.number, id, changed, m.track, m.channel, m.type, m.state,
        m.subject, levels[0], "/".join(levels[:2]), places.tier(m.subject), m.place, town, community,
        m.lead or m.unit, m.path[1] if len(m.path) > 1 else m.unit, "/".join(m.path),
        _utc(m.registered_at), _day(m.registered_at), _utc(m.dispatched_at), _first(times, ("SignedFor",)),
        _utc(m.contacted_at), replies[0] if replies else None, replies[-1] if replies else None,
        _utc(ended), _day(ended), _utc(ended) or FOREVER,
        _utc(last.start) if last else None, _utc(last.due) if last else None, _utc(last.stopped) if last else None,
        _utc(last.paused) if last else None, [_round(c) for c in rounds[:-1]] or None,
        _utc(called.at) if called else None, called.contacted if called else None, called.solved if called else None,
        called.satisfaction if called else None, called.exclusion if called else None,
        called.by_resident if called else None, [_called(c) for c in m.callbacks[:-1]] or None,
        _reopenings(times) or None, returned or None, _supervisions(times) or None,
        [_utc(at) for at in m.warned_at] or None,
        _first(times, ("ExtensionGranted",)), _life(m), m.designated, m.automatic,
        m.dispatches > 0 and not m.duty and not m.designated, m.dispatches, len(returned),
        len(m.reopenings), m.urged, m.attempts, len(m.followers), bool(m.merged_into), m.outcome, m.close_basis,
        m.refusal_ground, m.transferred_to, m.supervision, m.simulated, m.secret, m.anonymous,
    )  # fmt: skip


def table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The rows as columns of the schema."""
    columns: Mapping[int, Sequence[Any]] = dict(enumerate(zip(*rows, strict=True)))
    return pa.table(
        [pa.array(columns.get(n, ()), type=field.type) for n, field in enumerate(FACT_MATTER)], schema=FACT_MATTER
    )
