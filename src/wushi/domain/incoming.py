"""Incoming (来件): what every channel hands over, checked once and in one way before anything is registered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from wushi.domain import accusing, coordinates, lifecycle, text
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy
from wushi.domain.text import MAX_TEXT as MAX_TEXT

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(minutes=10)  # clocks of senders go wrong by minutes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One demand as it came in; all personal fields may be blank (PIPL art.16). Moments carry a zone."""

    channel: str
    text: str
    title: str = ""
    client_key: str | None = None
    type: str = ""
    name: str = ""
    phone: str = ""
    contact: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    crs: str = "wgs84"
    received_at: datetime | None = None
    anonymous: bool = False
    secret: bool = False
    source_number: str = ""
    language: str = "zh-Hans"
    subject: str = ""  # given by the sender's own scheme; a label or a code of the pack
    place: str = ""  # code of a unit, when the sender knows it
    unit: str = ""
    due: datetime | None = None  # a deadline that came with it
    simulated: bool = False
    time_assumed: bool = False
    track: str = "hotline"
    received_by: str = ""  # code of the unit that received it; blank: the desk of the track
    accused: tuple[str, ...] = ()  # codes of the units that an accusation is about

    def personal(self) -> dict[str, str]:
        """What is sealed in the vault: blank fields are not kept."""
        kept = {
            "title": self.title, "text": self.text, "name": self.name, "phone": self.phone,
            "contact": self.contact, "address": self.address,
        }  # fmt: skip
        return {k: v for k, v in kept.items() if v}


def check(incoming: Incoming, policy: Policy, now: datetime) -> Incoming:
    """The same with clean text and a WGS-84 point. Raises BadInput that names field and mend."""
    words = text.clean(incoming.text, "text")
    title = text.line(incoming.title, "title") if incoming.title else text.title_from(words)
    if not words and not title:
        raise BadInput(field="text", why="is empty; say in a sentence what the matter is")
    at = incoming.received_at
    if at is not None:
        if at.tzinfo is None:
            raise BadInput(field="received_at", why="has no time zone; write it like 2026-08-03T17:14:00+08:00")
        if not _EARLIEST <= at <= now + _AHEAD:
            raise BadInput(field="received_at", why=f"{at.isoformat()} lies before 2000 or in the future")
    lat, lon = incoming.lat, incoming.lon
    if (lat is None) != (lon is None):
        raise BadInput(field="lat", why="a point needs both latitude and longitude")
    if lat is not None and lon is not None:
        lat, lon = coordinates.to_wgs84(lat, lon, incoming.crs)
        coordinates.check_within(lat, lon, policy.bounds)
    if incoming.place and incoming.place not in policy.tree:
        raise BadInput(field="place", why=_unknown_unit(incoming.place))
    if incoming.unit and incoming.unit not in policy.tree:
        raise BadInput(field="unit", why=_unknown_unit(incoming.unit))
    if incoming.track not in lifecycle.TRACKS:
        raise BadInput(field="track", why=f"one of {', '.join(lifecycle.TRACKS)}")
    for field, codes in (("received_by", (incoming.received_by,)), ("accused", incoming.accused)):
        for code in codes:
            if code and code not in policy.tree:
                raise BadInput(field=field, why=_unknown_unit(code))
    accusing.check_track(incoming.track, incoming.accused)
    key = incoming.client_key
    if key is not None:
        key = text.line(key, "client_key", limit=128)
    return replace(
        incoming,
        text=words or title,
        title=title,
        client_key=key or None,
        name=text.line(incoming.name, "name"),
        phone=text.line(incoming.phone, "phone", limit=40),
        contact=text.line(incoming.contact, "contact"),
        address=text.line(incoming.address, "address"),
        source_number=text.line(incoming.source_number, "source_number", limit=64),
        lat=lat,
        lon=lon,
    )


def _unknown_unit(code: str) -> str:
    if code.isdigit() and len(code) not in (6, 9, 12, 15):
        return f"{code} is no unit of the tree; codes have 6, 9, 12 or 15 digits: a spreadsheet may have cut zeros"
    return f"{code} is no unit of the tree"
