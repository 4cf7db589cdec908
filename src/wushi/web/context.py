"""Answers who asks: the post, the policy, the moment and the language of a request, once for all views and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from wushi.domain import permissions
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.calendar import local
from wushi.domain.errors import NotPermitted
from wushi.domain.policy import Policy, Post
from wushi.store.accounts.models import Holding
from wushi.web import navigation, simulated, words

POST_KEY = "post"  # of the session: which of several posts the account acts in
_ALIKE = 4  # characters: so long a common beginning says the unit already
# Page permissions of those who work on matters: what opens a matter opens the search.
STAFF = ("see.desk", "see.unit", "see.week", "see.audit", "see.mediation", "see.agency", "see.petitions", "see.window")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Here:
    """One request seen from the house: actor, policy, moment, language; `posts` are all that the account holds."""

    actor: Actor
    policy: Policy
    now: datetime
    language: str
    posts: tuple[Post, ...] = ()
    post: Post | None = None

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def acting(self) -> str:
        """The post in words, for the head of the page."""
        return in_full(self.policy, self.post) if self.post else ""

    @property
    def on_duty(self) -> bool:
        """Does the post hear of danger?"""
        return self.may_open("see.duty")

    def may_open(self, page: str) -> bool:
        return permissions.may_open(self.actor, page, self.policy)

    @property
    def may_search(self) -> bool:
        return self.post is not None and any(self.may_open(page) for page in STAFF)


def in_full(policy: Policy, post: Post) -> str:
    """住建局 承办员; without the unit where the post's own name begins like it: 12345派单员."""
    english, unit = words.english(), policy.tree.unit(post.unit)
    where = (unit.name_en if english else "") or unit.short or unit.name
    name = (post.name_en if english else "") or post.name
    return name if name[:_ALIKE] == where[:_ALIKE] else f"{where} {name}"


def policy() -> Policy:
    # at the first request, not at import: the settings must be ready before a pack is read
    from wushi.steps.policy import current

    return current()


def _posts(request: HttpRequest, pack: Policy, today: date) -> tuple[Post, ...]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    held = Holding.objects.filter(user=user, since__lte=today).exclude(until__lte=today).order_by("id")
    return tuple(pack.posts[h.post] for h in held if h.post in pack.posts)


def of(request: HttpRequest) -> Here:
    """The request's Here; made once and kept, so that every part of one answer sees one moment."""
    kept = getattr(request, "_wushi_here", None)
    if kept is not None:
        return kept
    pack, now = policy(), datetime.now(UTC)
    posts = _posts(request, pack, local(now).date())
    chosen = request.session.get(POST_KEY, "") if posts else ""
    post = next((p for p in posts if p.code == chosen), posts[0] if len(posts) == 1 else None)
    actor = Actor(post.code, post.unit, post.role) if post else RESIDENT
    here = Here(actor, pack, now, words.pack_language(), posts, post)
    request._wushi_here = here  # type: ignore[attr-defined]
    return here


def for_post(*pages: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view in only for posts whose role opens one of the pages; others sign in, choose their post, or are told why not."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            here = of(request)
            if here.post is None and len(here.posts) > 1:
                return redirect(f"{reverse('account:post')}?{urlencode({'next': request.get_full_path()})}")
            if not any(here.may_open(page) for page in pages):
                raise NotPermitted(post=here.actor.post, event=pages[0], why="the role does not open this page")
            return view(request, *args, **kwargs)

        return inner

    return wrap


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """What every template may use; lazy, because a page of errors must also show when a part does not answer."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "here": SimpleLazyObject(lambda: of(request)),
        "theme": theme if theme in THEMES else "auto",
        "large": request.COOKIES.get("large") == "1",
        "shows_simulated": SimpleLazyObject(simulated.present),
        "navigation": SimpleLazyObject(lambda: navigation.entries(of(request), request.path)),
    }
