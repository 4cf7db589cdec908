"""The machine's door comes first: a request to the API passes none of the layers that serve people's browsers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from wushi.channels.http_api import problems
from wushi.domain.errors import NotFound, TooLarge

_MACHINES = ("/api/", "/open/feed", "/open/about", "/open/package.zip", "/open/state.jsonl")


class ApiDoor:
    """Sessions, languages, CSRF tokens and page headers mean nothing to a key's holder: keys come in a header that no foreign
    page can make a browser send. Leaving them out halves the work of a registration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_MACHINES):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Http404:
            return problems.response(request, NotFound(what="address", name=request.path))
        request.resolver_match = match
        try:
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except RequestDataTooBig:
            answer = problems.response(request, TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
        if not answer.streaming:
            answer["Content-Length"] = str(len(answer.content))
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
