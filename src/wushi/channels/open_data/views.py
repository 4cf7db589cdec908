"""The open door (公开接口): what changed since a place, and the whole public state; nobody needs a key, everybody has a bound."""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from wushi.channels.http_api import keys, problems
from wushi.channels.open_data import package as packages
from wushi.domain import open_data as rules
from wushi.domain.errors import BadInput, Refusal
from wushi.steps.evaluate import opening
from wushi.steps.policy import current

View = Callable[[HttpRequest], HttpResponseBase]


def _door(view: View) -> View:
    """Takes a request from the caller's minute; a refusal becomes a problem; everybody may read it from a page of theirs."""

    @functools.wraps(view)
    @require_safe
    def opened(request: HttpRequest) -> HttpResponseBase:
        try:
            policy = current()
            if given := request.headers.get("Authorization", ""):
                keys.spend(keys.caller(given, policy))
            else:
                keys.spend(keys.everybody("open-data", opening.rule_on(policy, datetime.now(UTC)).per_minute))
            answer = view(request)
        except Refusal as refusal:
            answer = problems.response(request, refusal)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return opened


def _answer(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    """With an ETag: whoever asks again for what has not changed gets 304. No cache may keep what was taken back."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    tag = quote_etag(hashlib.sha256(text).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known or "*" in known:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = tag, "no-cache"
    return answer


@_door
def feed(request: HttpRequest) -> HttpResponse:
    """GET /open/feed?after=CURSOR&size=N: changes in their order; of a record that is gone only kind and key."""
    given = request.GET.get("size", "")
    if given and not (given.isascii() and given.isdigit() and int(given[:9]) > 0):
        raise BadInput(field="size", why="is no number of records; write one from 1 on, or leave it out")
    page = opening.feed(request.GET.get("after", "")[:80], current(), datetime.now(UTC), int(given[:9] or 0))
    changes = [
        {"change": c.change, "position": c.position, "kind": c.kind, "key": c.key}
        | ({"gone": True} if c.gone else {"body": json.loads(c.body)})
        for c in page.changes
    ]
    return _answer(request, {"ledger": page.ledger, "changes": changes, "next": page.next, "more": page.more})


@functools.lru_cache(maxsize=4)
def _digest(head: str) -> tuple[str, int]:
    """Of the public state at that cursor: its digest, and how many records it has."""
    count = 0

    def counted() -> Any:
        nonlocal count
        for one in opening.lines():
            count += 1
            yield one

    return rules.digest(counted()), count


@_door
def about(request: HttpRequest) -> HttpResponse:
    """GET /open/about: of what moment the public state is, under which rules, and the digest that a mirror has to have."""
    head = opening.head()
    digest, records = _digest(head)
    return _answer(request, {**opening.about(), "head": head, "digest": digest, "records": records})


@_door
def package(request: HttpRequest) -> FileResponse:
    """GET /open/package.zip: the package of what is public, made when it is first asked for."""
    head = opening.head()
    folder = Path(settings.WUSHI_HOME) / "open-data"
    made = folder / f"{head}.zip"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.zip"):  # of another state: something of it may have been taken back since
            old.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            packages.write(list(opening.state()), Path(beside) / "open-data")
            packages.packed(Path(beside) / "open-data", Path(beside) / made.name)
            (Path(beside) / made.name).replace(made)
    answer = FileResponse(made.open("rb"), as_attachment=True, filename="open-data.zip", content_type="application/zip")
    answer["Cache-Control"] = "no-cache"
    return answer


@_door
def state(request: HttpRequest) -> StreamingHttpResponse:
    """GET /open/state.jsonl: everything that is public, a record a line, in the order in which it is compared."""
    answer = StreamingHttpResponse(opening.lines(), content_type="application/jsonl; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
