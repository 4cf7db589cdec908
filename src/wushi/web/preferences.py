"""Remembers in a cookie how the page should look: light or dark, normal or large type (长者模式)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

VALUES = {"theme": ("auto", "light", "dark"), "large": ("0", "1")}
_YEAR = 365 * 24 * 3600


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Set one preference and go back to the page; a value that is none of ours changes nothing."""
    wanted = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if ours else "/")
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    if value in VALUES.get(name, ()):
        response.set_cookie(
            name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response
