"""Release a text (公开文字): the covered words to edit, what still leads to a person, the checklist, and taking it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wushi.domain.errors import BadInput, Refusal, RuleBroken
from wushi.domain.releasing import CHECKS, Left, digest
from wushi.steps import reading
from wushi.steps.evaluate import release
from wushi.store.ledger.worklist import Row as Found
from wushi.web import context, errors, parts
from wushi.web.context import Here, for_post
from wushi.web.matters import lists
from wushi.web.release.forms import Release, Withdraw

MAY = release.RELEASED
_SHOWN = 50


def kind_name(kind: str) -> str:
    """What was found, in a word."""
    return {
        "email": gettext("邮箱"),
        "document": gettext("证件号"),
        "card": gettext("卡号"),
        "mobile": gettext("手机号"),
        "landline": gettext("电话"),
        "plate": gettext("车牌"),
        "wechat": gettext("微信号"),
        "qq": gettext("QQ 号"),
        "account": gettext("网络账号"),
        "door": gettext("门牌"),
        "room": gettext("门牌"),
        "name": gettext("像是姓名"),
        "official": gettext("像是姓名"),
        "child": gettext("不满十四周岁的孩子"),
    }.get(kind, kind)


def _shown(found: list[Left]) -> list[dict[str, str]]:
    fields = {"title": gettext("标题"), "text": gettext("诉求内容"), "reply": gettext("答复")}
    return [{"kind": kind_name(f.kind), "field": fields[f.field], "words": f.words} for f in found]


def _row(found: Found, here: Here) -> parts.Row:
    row = lists.row_of(found, here)
    return parts.Row(reverse("release:one", args=[found.matter.number]), row.title, None, row.cells[:2], note=row.note)


@never_cache
@require_safe
@for_post(MAY)
def listed(request: HttpRequest) -> HttpResponse:
    """What has been released, and what has lately been closed."""
    here = context.of(request)
    found = release.released(_SHOWN)
    numbers = release.numbers(found, actor=here.actor, policy=here.policy)
    after = request.GET.get("after", "")
    closed = reading.work_list(here.actor, here.policy, name="closed", after=after)
    following = f"{request.path}?{urlencode({'after': closed.next})}" if closed.next else ""
    facts = {
        "released": [(text, numbers.get(text.id, "")) for text in found],
        "closed": [_row(one, here) for one in closed.rows if release.may_be(one.matter, here.policy, here.now)],
        "pager": parts.Pager(request.path if after else "", following),
    }
    return render(request, "release/list.html", facts)


def _page(
    request: HttpRequest, here: Here, number: str, form: Release | None = None, withdraw_form: Withdraw | None = None
) -> HttpResponse:
    proposed = release.propose(number, actor=here.actor, policy=here.policy, now=here.now)
    words, left = proposed.words, proposed.left
    status = 200
    if form is not None:
        status = 422
        words = {
            "title": str(form["title"].value() or ""),
            "text": str(form["words"].value() or ""),
            "reply": str(form["reply"].value() or ""),
        }
        left = release.found_in(words, here.policy, here.now)
        form.data = {**form.data.dict(), "no_names": digest(left)}  # type: ignore[attr-defined]
    else:
        form = Release(
            initial={
                "title": words["title"],
                "words": words["text"],
                "reply": words["reply"],
                "no_names": digest(left),
                "seen": proposed.matter.version,
            }
        )
    if withdraw_form is not None:
        status = 422
    refusal = proposed.refusal
    facts: dict[str, Any] = {
        "matter": proposed.matter,
        "released": proposed.released,
        "refused": errors.sentences(refusal, here.policy)[0] if refusal else "",
        "form": None if refusal else form,
        "left": _shown(left),
        "names": bool(digest(left)),
        "withdraw": (withdraw_form or Withdraw()) if proposed.released else None,
    }
    return render(request, "release/one.html", facts, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post(MAY)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One matter's words as the public would read them. What is refused comes back with the words still there."""
    here = context.of(request)
    if request.method != "POST":
        return _page(request, here, number)
    form = Release(request.POST)
    if not form.is_valid():
        return _page(request, here, number, form)
    given = form.cleaned_data
    try:
        release.release(
            number,
            title=given["title"],
            words=given["words"],
            reply=given["reply"],
            ticked=form.ticked(),
            no_names=given["no_names"] if given["are_no_names"] else "",
            actor=here.actor,
            policy=here.policy,
            now=here.now,
            seen=given["seen"],
        )
    except (RuleBroken, BadInput) as refusal:
        _tell(form, refusal, here)
        return _page(request, here, number, form)
    messages.success(request, gettext("已经公开。谁都能看到这段文字，编号不公开。"))
    return redirect("release:list")


def _tell(form: Release, refusal: Refusal, here: Here) -> None:
    """The refusal where it can be mended: at the boxes that are not ticked, at the name, above the form."""
    if isinstance(refusal, RuleBroken):
        at = "are_no_names" if refusal.facts.get("rule") == "release_names" else None
        form.add_error(at, here.policy.text(here.language, "rule", refusal.facts["rule"]))
        return
    if refusal.facts.get("field") != "checks":
        form.add_error(None, errors.sentences(refusal, here.policy)[0])
        return
    for check in CHECKS:
        if check not in form.ticked():
            form.add_error(f"check_{check}", gettext("请看过以后勾上。"))


@require_POST
@for_post(MAY)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """撤回: gone from the public at once; the reason stands in the ledger."""
    here, form = context.of(request), Withdraw(request.POST)
    if not form.is_valid():
        return _page(request, here, number, withdraw_form=form)
    release.withdraw(number, form.cleaned_data["reason"], actor=here.actor, policy=here.policy, now=here.now)
    messages.success(request, gettext("已经撤回，公开的页面上没有了。"))
    return redirect("release:list")
