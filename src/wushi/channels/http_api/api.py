"""The endpoints: register, read, move, list. Each parses, calls one step, answers."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from wushi import __version__
from wushi.channels.http_api import hand_overs, keys, problems, schemas
from wushi.domain.errors import BadInput, Broken, Refusal
from wushi.domain.incoming import Incoming
from wushi.steps import explaining, moves, reading, searching
from wushi.steps.policy import current
from wushi.steps.report import register

log = logging.getLogger("wushi.api")


class _Key(HttpBearer):
    """The key of a channel; each request takes one from its minute."""

    openapi_bearerFormat = "wushi key"

    def __call__(self, request: HttpRequest) -> keys.Caller:
        caller = keys.caller(request.headers.get("Authorization", ""), current())
        keys.spend(caller)
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> None:
        raise NotImplementedError


class _Api(NinjaAPI):
    def get_openapi_schema(self, **given: Any) -> Any:
        made = super().get_openapi_schema(**given)
        made["openapi"] = "3.1.0"
        return made


api = _Api(
    title="wushi",
    version=__version__,
    description="Register demands, follow and move them, list them. Problems are application/problem+json (RFC 9457).",
    auth=_Key(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
_PROBLEMS = {
    400: schemas.Problem,
    401: schemas.Problem,
    403: schemas.Problem,
    404: schemas.Problem,
    409: schemas.Problem,
}
_PROBLEMS |= {413: schemas.Problem, 422: schemas.Problem, 429: schemas.Problem}


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problems.response(request, refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    field = ".".join(str(p) for p in first["loc"] if p not in ("body", "given", "asked", "query", "path"))
    why = (
        "holds half a character (a lone surrogate); send it as UTF-8"
        if first["type"] == "string_unicode"
        else first["msg"]
    )
    return problems.response(request, BadInput(field=field or "body", why=why))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.response(request, BadInput(field="body", why=f"{error}: send one JSON object as UTF-8"))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        raise error  # the door answers for its own bound
    reference = uuid.uuid4().hex[:12]
    log.exception("%s %s %s", reference, request.method, request.path)
    return problems.response(request, Broken(reference=reference))


def _caller(request: HttpRequest) -> keys.Caller:
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, keys.Caller)
    return found


@api.post(
    "/matters", response={201: schemas.Registered, 200: schemas.Registered, **_PROBLEMS}, summary="Register a demand"
)
def register_matter(request: HttpRequest, given: schemas.Demand) -> HttpResponse:
    """201 for a new matter, 200 when the client key was registered before. Answered after the commit."""
    caller = _caller(request)
    receipt = register.register(
        Incoming(channel=caller.channel, **given.__dict__), actor=caller.actor, policy=current(), now=datetime.now(UTC)
    )
    return api.create_response(
        request,
        {
            "number": receipt.number,
            "code": receipt.code,
            "registered_at": receipt.registered_at,
            "already": receipt.already,
        },
        status=200 if receipt.already else 201,
    )


@api.get("/matters", response={200: schemas.ListPage, **_PROBLEMS}, summary="A page of a work list")
def list_matters(
    request: HttpRequest, unit: str = "", list: str = "open", after: str = "", size: int = 50
) -> dict[str, Any]:
    """Ordered by due time. `list` is open, to_dispatch, with_units, to_call_back, ended or a state; `after` a cursor."""
    page = reading.work_list(_caller(request).actor, current(), unit=unit, name=list, after=after, size=size)
    return {
        "unit": page.unit,
        "list": page.name,
        "items": [schemas.item(row.matter, row.title) for row in page.rows],
        "next": page.next,
    }


@api.get("/search", response={200: schemas.SearchPage, **_PROBLEMS}, summary="Matters that hold some words")
def search_matters(request: HttpRequest, asked: Query[schemas.Sought]) -> dict[str, Any]:
    """The newest first, within what the key's post sees. Every word of `q` is held as it stands, in Simplified or Traditional
    characters; Latin letters may be the pinyin initials of a title, a subject or a place; digits may end a number."""
    given = asked.model_dump()
    sought = searching.Asked(
        given["q"], given["unit"], given["subject"], given["place"], given["state"],
        given["since"], given["until"], given["after"], given["size"],
    )  # fmt: skip
    return schemas.search_page(searching.search(sought, actor=_caller(request).actor, policy=current()))


@api.get("/matters/{number}", response={200: schemas.Full, **_PROBLEMS}, summary="One matter with its history")
def read_matter(request: HttpRequest, number: str) -> dict[str, Any]:
    return schemas.full(reading.matter(number, _caller(request).actor, current()))


@api.get("/matters/{number}/clocks", response={200: list[schemas.ExplainedClock], **_PROBLEMS}, summary="Why this day?")
def read_clocks(request: HttpRequest, number: str, language: str = "zh-Hans") -> list[dict[str, Any]]:
    policy = current()
    whole = reading.matter(number, _caller(request).actor, policy)
    return [schemas.clock(c, policy) for c in explaining.explain(whole.matter, policy, datetime.now(UTC), language)]


@api.post("/matters/{number}/moves", response={200: schemas.Item, **_PROBLEMS}, summary="Move a matter")
def move_matter(request: HttpRequest, number: str, asked: schemas.Asked) -> dict[str, Any]:
    """Takes the move if the key's post may; 409 with `facts.since` when somebody else moved the matter meanwhile."""
    caller, policy = _caller(request), current()
    moved = moves.take(
        asked.move, number, asked.fields, actor=caller.actor, policy=policy, now=datetime.now(UTC), seen=asked.seen
    )
    return schemas.item(moved, "")


api.add_router("", hand_overs.router)


@api.get("/moves", response=list[schemas.MoveDescription], auth=None, summary="The moves and their fields")
def list_moves(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "name": m.name,
            "event": m.event,
            "zh": m.zh,
            "fields": [{"name": f.name, "required": f.required} for f in m.fields],
        }
        for m in moves.MOVES.values()
    ]
