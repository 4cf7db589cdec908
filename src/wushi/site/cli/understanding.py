"""Commands that read messages as the house does: mask covers what leads to a person, locate finds the community."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from wushi.domain import coordinates, masking
from wushi.domain import text as rules
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import Refusal
from wushi.site.cli import emit
from wushi.site.cli.standard_input import Objects, number, text
from wushi.steps import policy as policies
from wushi.steps.report import propose

_MASKED = ("title", "text", "reply")


@click.command()
@click.option("--office", is_flag=True, help="the words of an office, whose own telephones stay")
@click.option("--officials", is_flag=True, help="cover the names of officials too, as for the public")
def mask(office: bool, officials: bool) -> None:
    """Read JSON lines {"id", "title"?, "text"?, "reply"?} and write them masked, with what was found of each kind."""
    kinds = masking.EVERYTHING if officials else masking.STAFF
    lines = Objects('{"id": "1", "text": "…"}')
    for line, given in lines:
        try:
            words = {key: rules.clean(text(given, key), key) for key in _MASKED if key in given}
        except Refusal as error:
            lines.refuse(line, error)
            continue
        found: dict[str, int] = {}
        for said in words.values():
            for one in masking.find(said, kinds, office=office):
                found[one.kind] = found.get(one.kind, 0) + 1
        masked = {key: masking.mask(said, kinds, office=office) for key, said in words.items()}
        emit({"id": given.get("id"), **masked, "found": found})
        sys.stdout.flush()
    lines.end()


@click.command()
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="the day whose borders hold; today")
def locate(day: datetime | None) -> None:
    """Read JSON lines {"id", "title"?, "text"?, "address"?, "lat"?, "lon"?, "crs"?} and write the place of each.

    Writes {"id", "place", "name", "confidence", "reasons", "question", "options"}; a question says what to ask the caller."""
    policy = policies.current()
    on = day.date() if day else datetime.now(SHANGHAI).date()
    lines = Objects('{"id": "1", "text": "…"}')
    for line, given in lines:
        try:
            title, said, address = (rules.clean(text(given, key), key) for key in ("title", "text", "address"))
            crs = text(given, "crs") or "wgs84"
            lat, lon = number(given, "lat"), number(given, "lon")
            point = coordinates.to_wgs84(lat, lon, crs) if lat is not None and lon is not None else None
            found = propose.place_of(title, said, address, policy, point=point, crs=crs, day=on)
        except Refusal as error:
            lines.refuse(line, error)
            continue
        emit({"id": given.get("id"), **_told(found, policy)})
        sys.stdout.flush()
    lines.end()


def _told(place: Any, policy: Any) -> dict[str, Any]:
    return {
        "place": place.unit,
        "name": policy.tree.unit(place.unit).name if place.unit else "",
        "confidence": place.confidence,
        "reasons": list(place.reasons),
        "question": place.question,
        "options": [{"place": code, "name": policy.tree.unit(code).name} for code in place.options],
    }
