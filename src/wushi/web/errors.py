"""Turns refusals into pages, once: the status from the refusal, the words from the pack, a fragment for htmx."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from wushi.domain.errors import Refusal
from wushi.domain.policy import Policy
from wushi.web import context, words

logger = logging.getLogger(__name__)

# What a page says when the pack has no text of its own: what happened, and what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    "refused": (_("这一步没有办成。"), _("请返回上一页，看看现在的情况再试。")),
    "bad_input": (_("有一处填写的内容不能用：{field}。"), _("请返回修改后再交。您填的内容没有保存。")),
    "not_found": (_("没有找到您要的内容。"), _("请检查编号或网址是否完整。")),
    "wrong_state": (_("这件事现在是“{state}”，不能“{event}”。"), _("请刷新页面，看看它现在到了哪一步。")),
    "stale": (_("{number} 刚刚有了变化，您看到的是变化以前的样子。"), _("请刷新页面，看过新的情况再决定。")),
    "not_permitted": (_("您的岗位不能做这一步。"), _("如果应当由您来做，请联系本单位管理员。")),
    "out_of_scope": (_("这里没有 {number}。"), _("它可能已经转给别的单位，或者编号不完整。")),
    "rule_broken": (_("按规定这一步不能做。"), _("请按所列依据换一种办法。")),
    "facts_broken": (_("数字暂时算不出来：存放数字的文件不全，或者版本不对。"), _("请联系管理员重新导出（wushi facts --again）。")),
    "engine_missing": (_("这里没有装好计算引擎 {engine}。"), _("请联系管理员，或者换用自带的引擎。")),
    "taken": (_("那段时间已经有人预约了。"), _("请换一个时间，或者换一间房、一位调解员。")),
    "key_reused": (_("这份内容已经交过一次，但两次写的不一样。"), _("已登记的编号是 {number}。要补充，请用编号查询后补充。")),
    "no_limit": (_("没有查到当天有效的时限。"), _("这是规则配置的缺口，请联系管理员。")),
    "calendar_unknown": (_("没有 {year} 年的工作日历，算不出到期日。"), _("请联系管理员补上国务院的放假通知。")),
    "too_many": (_("来得太快了。"), _("请等一会儿再试。")),
    "not_signed_in": (_("请先登录。"), _("登录后可以继续。")),
    "bad_pack": (_("规则包有错误，暂时不能用。"), _("请联系管理员。")),
}  # fmt: skip


# What a refusal says was not found, and pages as events: words of the code that no reader of a page knows.
_THINGS = {
    "unit": _("单位"), "subject": _("分类"), "post": _("岗位"), "time limit": _("时限"), "matter": _("事项"),
    "receipt": _("回执"), "figure": _("数字"),
}  # fmt: skip


def _why(facts: dict[str, Any], policy: Policy | None) -> str:
    """The reason in the page's language: by the name of the broken rule, or as it stands when it is readable there."""
    rule = str(facts.get("rule", ""))
    if policy is not None and rule:
        own = policy.text(words.pack_language(), "rule", rule)
        if own != rule:
            return own
    why = str(facts.get("why", ""))
    # the domain gives its reasons in English, for logs; a Chinese page leaves them out
    return "" if why.isascii() and not words.english() else why


def _since(entries: Any) -> str:
    """What happened meanwhile: 派单 8月3日 17:20、签收 ..."""
    told = []
    for n in entries if isinstance(entries, list | tuple) else ():
        if isinstance(n, dict) and "what" in n:
            told.append(f"{words.event(n['what'])} {words.moment(datetime.fromisoformat(n['at']))}")
    return (", " if words.english() else "、").join(told) or "–"


def readable(facts: dict[str, Any], policy: Policy | None) -> dict[str, Any]:
    """The facts with codes turned into words: states, events, units, articles."""
    said = {**facts, "why": _why(facts, policy), "since": _since(facts.get("since"))}
    if "state" in said:
        said["state"] = words.state(str(said["state"]))
    if "event" in said:
        event = str(said["event"])
        said["event"] = gettext("打开这一页") if event.startswith("see.") else words.event(event)
    if isinstance(said.get("possible"), list | tuple):
        said["possible"] = (", " if words.english() else "、").join(words.state(str(s)) for s in said["possible"])
    if said.get("what") in _THINGS:
        said["what"] = gettext(_THINGS[said["what"]])
    if policy is not None:
        if said.get("reference"):
            said["reference"] = policy.title_of(str(said["reference"]))
        if said.get("unit") in policy.tree:
            said["unit"] = policy.tree.unit(said["unit"]).name
    return said


def sentences(refusal: Refusal, policy: Policy | None) -> tuple[str, str]:
    """What happened and what to do, in the language of the page."""
    happened, mend = SENTENCES.get(refusal.code, SENTENCES["refused"])
    happened, mend = gettext(happened), gettext(mend)
    if policy is not None:
        own = policy.text(words.pack_language(), "refusal", refusal.code)
        happened = happened if own == refusal.code else own
    facts = readable(refusal.facts, policy)
    said = words.fill(happened, facts).replace("（）", "")
    return said.rstrip("：: "), words.fill(mend, facts)


class RefusalMiddleware:
    """Catches what the domain refuses; a step is never half done, so the page only has to say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception)


def _back(request: HttpRequest) -> str:
    """The page from which a form came, when it is one of ours."""
    came = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()})
    return came if request.method == "POST" and ours else ""


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    policy = None
    try:
        policy = context.policy()
    except Exception:  # the pack itself may be what is broken; the sentence then comes from here
        logger.exception("no policy while a refusal is shown")
    happened, mend = sentences(refusal, policy)
    reference = refusal.facts.get("reference", "")
    facts = {
        "code": refusal.code,
        "status": refusal.status,
        "happened": happened,
        "mend": mend,
        "article": policy.title_of(reference) if policy and reference else "",
        "back": _back(request),
    }
    if getattr(request, "htmx", False):
        response = render(request, "errors/_refusal.html", facts, status=refusal.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#told", "innerHTML"
        return response
    return render(request, "errors/refusal.html", facts, status=refusal.status)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page in the look when something broke: with the request's context, else without, else bare."""
    for context_of in (request, None):
        try:
            return HttpResponse(render_to_string("500.html", request=context_of), status=500)
        except Exception:
            logger.exception("the page of errors itself failed")
    return HttpResponse("<!doctype html><title>500</title><h1>500</h1>", status=500)
