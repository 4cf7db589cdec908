"""Tells a resident at once to call 110, 119 or 120 when danger is heard in what is being typed; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wushi.domain.danger import Danger, hear
from wushi.domain.policy import Policy
from wushi.web import context, words
from wushi.web.templatetags.wushi import name_in

_READ = 5_000  # characters typed so far that are listened to


@dataclass(frozen=True, slots=True)
class Told:
    """The line to call, and what to do meanwhile."""

    line: str
    line_name: str
    say: str


def told(found: Danger | None, policy: Policy) -> Told | None:
    if found is None:
        return None
    sort = policy.danger.sorts.get(found.sort)
    say = ((sort.say_en if words.english() else "") or sort.say) if sort else ""
    return Told(found.line, name_in(policy, "emergency", found.line), say)


@never_cache
@require_POST
def danger(request: HttpRequest) -> HttpResponse:
    """A fragment for the page on which somebody is typing."""
    policy = context.of(request).policy
    heard = hear(request.POST.get("what", "")[:_READ], policy.danger)
    return render(request, "public/_danger.html", {"danger": told(heard.danger, policy)})
