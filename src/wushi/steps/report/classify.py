"""Classify (分类) and locate (定位): a person sets or corrects what the machine proposed; every correction is an event."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import coordinates, routing
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move


def _route(matter: Matter, subject: str, type: str, place: str, policy: Policy) -> list[e.Event]:
    """A new proposal where the matter still waits for its unit."""
    if matter.state not in ("registered", "objection", "reopened"):
        return []
    p = routing.route(subject, type, place, policy)
    return [e.RouteProposed(p.unit, p.limit, p.confidence, p.reasons, p.reference)]


def classify(
    number: str, subject: str, *, type: str = "", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Set the subject (and type). It moves no clock; the proposal of a unit follows it."""
    if subject not in policy.subjects:
        raise BadInput(field="subject", why=f"{subject!r} is not in the subject tree of the pack")
    if type and type not in policy.demand_types:
        raise BadInput(field="type", why=f"{type!r} is not one of {', '.join(policy.demand_types)}")

    def decide(matter: Matter) -> list[e.Event]:
        event = e.Classified(subject, 1.0, ("人工确认",), by="person", type=type)
        return [event, *_route(matter, subject, type or matter.type, matter.place, policy)]

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def locate(
    number: str,
    place: str,
    *,
    lat: float | None = None,
    lon: float | None = None,
    crs: str = "wgs84",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Set the place: a unit of the tree, and a point if there is one."""
    if place not in policy.tree:
        raise BadInput(field="place", why=f"{place!r} is no unit of the tree")
    if lat is not None and lon is not None:
        lat, lon = coordinates.to_wgs84(lat, lon, crs)
        coordinates.check_within(lat, lon, policy.bounds)

    def decide(matter: Matter) -> list[e.Event]:
        # a person who names the unit leaves the point where it is
        at, system = ((lat, lon), crs) if lat is not None else ((matter.lat, matter.lon), "wgs84")
        event = e.Located(place, 1.0, ("人工确认",), by="person", lat=at[0], lon=at[1], crs=system if at[0] else "")
        return [event, *_route(matter, matter.subject, matter.type, place, policy)]

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)
