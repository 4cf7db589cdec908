"""Problems (RFC 9457): the one place where a refusal becomes a status and a JSON body."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

from wushi.domain.errors import BadInput, NotSignedIn, OutOfScope, Refusal, TooManyRequests


def response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What is out of sight answers exactly like what does not exist."""
    facts = dict(refusal.facts)
    code, detail = refusal.code, str(refusal)
    if isinstance(refusal, BadInput):
        # it quotes what was sent, and whoever calls may keep what it gets in a log
        facts["why"] = refusal.covered()
        detail = f"{facts['field']}: {facts['why']}"
    if isinstance(refusal, OutOfScope):
        code, detail = "not_found", f"there is no matter {facts.get('number', '')}"
        facts = {"what": "matter", "name": facts.get("number", "")}
    body = {
        "type": f"/api/problems#{code}",
        "title": code.replace("_", " "),
        "status": refusal.status,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "facts": facts,
    }
    made = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=refusal.status,
        content_type="application/problem+json; charset=utf-8",
    )
    if isinstance(refusal, NotSignedIn):
        made["WWW-Authenticate"] = 'Bearer realm="wushi"'
    if isinstance(refusal, TooManyRequests):
        made["Retry-After"] = str(refusal.facts["seconds"])
    return made
