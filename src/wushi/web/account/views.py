"""Lets staff in, asks in which post they act, and leads them to the first page of that post."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from wushi.domain import permissions
from wushi.web import context, navigation
from wushi.web.account.forms import SignIn


class SignInView(LoginView):
    template_name = "account/sign_in.html"
    authentication_form = SignIn
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    http_method_names = ["post", "options"]


def _next(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else otherwise


@login_required
def post(request: HttpRequest) -> HttpResponse:
    """Choose the post (岗位) in which to act; every step is recorded under it."""
    here = context.of(request)
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        if chosen in {p.code for p in here.posts}:
            request.session[context.POST_KEY] = chosen
            return redirect(_next(request, "/work/"))
    return render(request, "account/post.html", {"next": _next(request, "/work/")})


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """The first page that the post opens; where there is none, a page that says why."""
    here = context.of(request)
    if here.post is None and here.posts:
        return redirect("account:post")
    # who places under supervision begins with what burns, not with the desk's queue
    if permissions.granted(here.actor, "PlacedUnderSupervision", here.policy) and here.may_open("see.week"):
        return redirect("lead:cockpit")
    found = navigation.entries(here, request.path)
    if found:
        return redirect(found[0].url)
    return render(request, "account/no_page.html")
