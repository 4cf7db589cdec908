"""The door for hand-overs (移交): one record from 110, the court, the grid and others; a receipt at once, the result later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from wushi.channels.http_api import schemas
from wushi.channels.http_api.keys import Caller
from wushi.domain.errors import NotPermitted
from wushi.domain.incoming import MAX_TEXT
from wushi.steps.policy import current
from wushi.steps.report import hand_over

router = Router()


class HandOver(Schema):
    """One hand-over as the source has it. Its number, its moment of receipt and its limit stay with the matter."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(description="code of the source: court, police-110, grid, community-room, petition-office …")
    number: str = Field(description="the source's own number; the same number is taken over once", max_length=64)
    received_at: datetime = Field(description="when the source received it, with time zone")
    text: str = Field(max_length=MAX_TEXT)
    title: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    place: str = ""
    due: datetime | None = Field(
        None, description="the source's own limit; left out: the one that the pack states for it"
    )
    to: str = Field("", description="code of the unit that is to have it; left out: the mediation centre")


class Acknowledged(Schema):
    number: str = Field(description="our number")
    source: str
    source_number: str
    unit: str = Field(description="who has it now")
    received_at: datetime
    due: datetime | None = Field(description="until when the source hears the result")
    already: bool


class Progress(Schema):
    number: str
    source_number: str
    state: str
    unit: str
    due: datetime | None
    result: str = Field(description="resolved, failed, withdrawn, not_ours, in_hand; blank while there is none")
    owner: str = Field(description="whose it is, where it was refused")


def _caller(request: HttpRequest) -> Caller:
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)
    return found


_PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), schemas.Problem)


@router.post("/hand-overs", response={201: Acknowledged, 200: Acknowledged, **_PROBLEMS}, summary="Hand a matter over")
def take_over(request: HttpRequest, given: HandOver) -> Any:
    """201 with the receipt for a new one, 200 with the same receipt when that number was handed over before."""
    caller, policy = _caller(request), current()
    if hand_over.source_of(given.source, policy).channel != caller.channel:
        raise NotPermitted(post=caller.actor.post, event="HandedOver", why=f"the key is not {given.source}'s")
    receipt = hand_over.take_over(
        hand_over.HandOver(**given.__dict__), actor=caller.actor, policy=policy, now=datetime.now(UTC)
    )
    told = {name: getattr(receipt, name) for name in Acknowledged.model_fields}
    return Status(200 if receipt.already else 201, told)


@router.get("/hand-overs/{source}", response={200: Progress, **_PROBLEMS}, summary="What became of a hand-over")
def progress(request: HttpRequest, source: str, number: str) -> dict[str, Any]:
    """For the source's own key. `number` is the source's own, as a query: it may hold any character."""
    found = hand_over.progress(source, number, channel=_caller(request).channel, policy=current())
    return {name: getattr(found, name) for name in Progress.model_fields}
