"""The mediation centre (调处中心) from mediation/: rooms, departments, mediators with their days, and what the roster needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from wushi.domain.centre import KINDS, ROTATING, WEEKDAYS, Absence, BookingRules, Centre, Mediator, Need, Room, Source
from wushi.domain.lifecycle import TRACKS
from wushi.domain.policy import Post
from wushi.packs.catalogue import csv_whole
from wushi.packs.fields import (
    Field,
    Row,
    Wrong,
    code,
    csv_names,
    from_to,
    list_of,
    one_of,
    only_keys,
    only_once,
    period,
    status,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.references import References

HAND_OVER = "hand_over.toml"
ROOMS, DEPARTMENTS, MEDIATORS, ROSTER = (
    "mediation/rooms.csv", "mediation/departments.csv", "mediation/mediators.csv", "mediation/roster.toml",
)  # fmt: skip
_REST = {"reference": Field(text), "status": Field(status)}


def _days(value: Any) -> tuple[str, ...]:
    days = csv_names(value)
    for day in days:
        if day not in WEEKDAYS:
            raise Wrong(f"{quoted(day)} is no weekday", "write mon|wed|fri")
    return days


_ROOM = {
    "code": Field(code), "name": Field(text), "name_en": Field(text), "seats": Field(csv_whole),
    "sorts": Field(csv_names), **_REST,
}  # fmt: skip
_DEPARTMENT = {"unit": Field(text), **_REST}
_MEDIATOR = {
    "post": Field(text), "department": Field(text), "kind": Field(one_of(*KINDS)),
    "days": Field(_days, needed=False, default=()), "sorts": Field(csv_names), **_REST,
}  # fmt: skip
_NEED = {
    "code": Field(code), "name": Field(text), "name_en": Field(text), "sorts": Field(list_of(text)),
    "least": Field(from_to(1, 100, whole)), **_REST,
}  # fmt: skip
_ABSENCE = {"code": Field(code), "name": Field(text), "name_en": Field(text)}
_BOOKING = {
    "open": Field(period), "longest_hours": Field(from_to(1, 24, whole)), "ahead_days": Field(from_to(1, 730, whole)),
    **_REST,
}  # fmt: skip

_SOURCE = {
    "code": Field(code), "name": Field(text), "name_en": Field(text), "channel": Field(text),
    "track": Field(one_of(*TRACKS)), "limit": Field(str, needed=False, default=""),
    "examples": Field(list_of(text), needed=False, default=()), **_REST,
}  # fmt: skip


@dataclass
class Reading:
    """What has been read of all layers, the later in place of the earlier."""

    rooms: dict[str, tuple[Row, Room]] = field(default_factory=dict)
    departments: dict[str, Row] = field(default_factory=dict)
    mediators: dict[str, tuple[Row, Mediator]] = field(default_factory=dict)
    needs: dict[str, tuple[Row, Need]] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    booking: BookingRules = field(default_factory=BookingRules)
    sources: dict[str, tuple[Row, Source]] = field(default_factory=dict)

    def read(self, layer: Layer, references: References) -> None:
        problems = layer.problems
        if (given := layer.toml(HAND_OVER)) is not None:
            only_keys(given, ["source"], problems)
            for id, row in only_once(toml_list(given, "source", _SOURCE, problems), "code", "source").items():
                references.check(row)
                if row.whole:
                    self.sources[id] = (row, Source(**row.values))
        for id, row in only_once(layer.rows(ROOMS, _ROOM), "code", "room").items():
            references.check(row)
            if row.whole:
                self.rooms[id] = (row, Room(**row.values))
        for id, row in only_once(layer.rows(DEPARTMENTS, _DEPARTMENT), "unit", "department").items():
            references.check(row)
            self.departments[id] = row
        for id, row in only_once(layer.rows(MEDIATORS, _MEDIATOR), "post", "mediator").items():
            references.check(row)
            if row["kind"] and (row["kind"] == ROTATING) != bool(row["days"]):
                row.bad(
                    "days", "weekdays belong to a rotating mediator and to no other", "fill in days, or change kind"
                )
            elif row.whole:
                self.mediators[id] = (row, Mediator(**row.values))
        toml = layer.toml(ROSTER)
        if toml is None:
            return
        only_keys(toml, ["booking", "need", "absence"], problems)
        if "booking" in toml.data:
            row = toml_table(toml, ("booking",), toml.data["booking"], _BOOKING, problems)
            references.check(row)
            if row.whole:
                self.booking = BookingRules(**row.values)
        for id, row in only_once(toml_list(toml, "need", _NEED, problems), "code", "need").items():
            references.check(row)
            if row.whole:
                self.needs[id] = (row, Need(**row.values))
        for id, row in only_once(toml_list(toml, "absence", _ABSENCE, problems), "code", "absence").items():
            if row.whole:
                self.absences[id] = Absence(**row.values)

    def check_sources(self, channels: Collection[str], limits: Collection[str]) -> None:
        for row, source in self.sources.values():
            if source.channel not in channels:
                mend = f"{nearest(source.channel, channels)}channels are in channels.csv"
                row.bad("channel", f"the channel {quoted(source.channel)} is unknown", mend)
            if source.limit and source.limit not in limits:
                row.bad(
                    "limit", f"the limit {quoted(source.limit)} is unknown", nearest(source.limit, limits) or "add it"
                )

    def check(
        self, units: Collection[str], posts: Mapping[str, Post], sorts: Collection[str], problems: Problems
    ) -> None:
        """What only shows when all layers are together: units, posts and kinds of dispute that nobody has entered."""
        named = [(row, one.sorts) for row, one in self.rooms.values()]
        named += [(row, one.sorts) for row, one in self.mediators.values()]
        named += [(row, one.sorts) for row, one in self.needs.values()]
        for row, of in named:
            for sort in of:
                if sort not in sorts and problems.could_read("disputes.toml"):
                    mend = f"{nearest(sort, sorts)}kinds of dispute are in disputes.toml"
                    row.bad("sorts", f"the kind of dispute {quoted(sort)} is unknown", mend)
        if problems.could_read("organisation.csv"):
            for unit, row in self.departments.items():
                if unit not in units:
                    mend = f"{nearest(unit, units)}units are in organisation.csv"
                    row.bad("unit", f"the unit {quoted(unit)} is unknown", mend)
        for row, mediator in self.mediators.values():
            if mediator.department not in self.departments and problems.could_read(DEPARTMENTS):
                mend = f"{nearest(mediator.department, self.departments)}departments are in {DEPARTMENTS}"
                row.bad("department", f"{quoted(mediator.department)} sends no mediators", mend)
            if mediator.post not in posts and problems.could_read("posts.csv"):
                mend = f"{nearest(mediator.post, posts)}posts are in posts.csv"
                row.bad("post", f"the post {quoted(mediator.post)} is unknown", mend)

    def build(self) -> Centre:
        return Centre(
            rooms={id: room for id, (_, room) in self.rooms.items()},
            departments=tuple(self.departments),
            mediators={id: mediator for id, (_, mediator) in self.mediators.items()},
            needs=tuple(need for _, need in self.needs.values()),
            absences=self.absences,
            booking=self.booking,
            sources={id: source for id, (_, source) in self.sources.items()},
        )
