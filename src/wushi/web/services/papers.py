"""The papers of an application (受理通知书、一次性告知书), as they are handed over: a PDF or a Word file."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain import paper as p
from wushi.domain.calendar import local
from wushi.domain.errors import NotFound
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.steps import catalogue, reading
from wushi.steps.evaluate.follow import follow as follow_matter
from wushi.web import context
from wushi.web.papers import printing, word
from wushi.web.public.views import _code

_KINDS = {"application/pdf": "pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx"}


def _names(codes: tuple[str, ...], policy: Policy) -> str:
    known = catalogue.current(policy).materials
    return "、".join(known[c].name if c in known else c for c in codes) or "无"


def _item(matter: Matter, policy: Policy) -> str:
    book = catalogue.current(policy)
    code = matter.application.item if matter.application else ""
    return book.versions[code][-1].name if code in book.versions else code


def _day(clock: Clock | None) -> str:
    return p.in_figures(last_day(clock.due)) if clock else "——"


def _unit(code: str, policy: Policy) -> str:
    return policy.tree.unit(code).name if code in policy.tree else code


def notice(matter: Matter, policy: Policy, at: datetime) -> p.Paper:
    """一次性告知书: everything that is missing, in one paper."""
    app = matter.application
    assert app is not None
    known = catalogue.current(policy).materials
    rows = tuple(
        (str(n), known[c].name if c in known else c, known[c].standard if c in known else "", "可以承诺后补" if app.may_follow(c) else "")
        for n, c in enumerate(app.missing, 1)
    )  # fmt: skip
    desk = _unit(policy.desk_of("application"), policy)
    return p.Paper(
        "一次性告知书",
        (
            p.Text("申请人：", indent=False),
            p.Text(f"您申请的“{_item(matter, policy)}”，经核对，还需要补正下列材料："),
            p.Table(("序号", "材料", "要求", "备注"), rows, (2, 5, 6, 4)),
            p.Text(
                "以上是需要补正的全部内容。补正以后，请凭编号到原窗口或者在网上交来。依据《中华人民共和国行政许可法》第三十二条。"
            ),
            p.Stamp(desk, p.in_words(local(app.noticed[-1] if app.noticed else at).date())),
        ),
        number=matter.number,
        notice="模拟" if matter.simulated else "",
        author=desk,
    )


def acceptance(matter: Matter, policy: Policy, at: datetime) -> p.Paper:
    """受理通知书: what was accepted, by whom it is decided, until when by promise and by law."""
    app = matter.application
    assert app is not None
    desk = _unit(policy.desk_of("application"), policy)
    accepted = local(app.accepted_at or at).date()
    blocks: list[p.Block] = [
        p.Text("申请人：", indent=False),
        p.Text("您的申请已经受理，有关事项如下："),
        p.Form((
            ("事项", _item(matter, policy)), ("决定单位", _unit(app.decides, policy)),
            ("受理日期", p.in_figures(accepted)), ("承诺办结", _day(matter.clock("decide"))),
            ("法定办结", _day(matter.clock("legal"))), ("已收材料", _names(app.brought, policy)),
        )),
    ]  # fmt: skip
    if app.tolerated:
        until = _day(matter.clock("tolerate"))
        blocks.append(
            p.Text(
                f"承诺后补（容缺）的材料：{_names(app.tolerated, policy)}，{until}以前补齐；逾期不补，视为撤回申请。"
            )
        )
    blocks.append(
        p.Text("检验、检测、鉴定、听证、专家评审所需时间不计算在内，另行书面告知。凭编号和回执码可以查进度、作评价。")
    )
    blocks.append(p.Stamp(desk, p.in_words(accepted)))
    return p.Paper(
        "受理通知书", tuple(blocks), number=matter.number, notice="模拟" if matter.simulated else "", author=desk
    )


_MADE = {"notice": notice, "acceptance": acceptance}


def _answer(matter: Matter, which: str, ending: str, policy: Policy, at: datetime) -> HttpResponse:
    if which not in _MADE or ending not in _KINDS.values() or matter.application is None:
        raise NotFound(what="paper", name=which)
    app = matter.application
    if (which == "notice" and not app.missing) or (which == "acceptance" and app.accepted_at is None):
        raise NotFound(what="paper", name=which)
    make = _MADE[which]
    made = make(matter, policy, at)
    content = printing.pdf(made, at) if ending == "pdf" else word.word(made, at)
    kind = next(k for k, v in _KINDS.items() if v == ending)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{matter.number}-{which}.{ending}"'
    return answer


@never_cache
@require_safe
def mine(request: HttpRequest, number: str, which: str) -> HttpResponse:
    """For whoever has the receipt."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here = context.of(request)
    matter, _, _ = follow_matter(number, code)
    return _answer(matter, which, request.GET.get("as", "pdf"), here.policy, here.now)


@never_cache
@require_safe
@context.for_post(*context.STAFF)
def staff(request: HttpRequest, number: str, which: str) -> HttpResponse:
    """For the window, to print and to stamp."""
    here = context.of(request)
    found = reading.matter(number, here.actor, here.policy).matter
    return _answer(found, which, request.GET.get("as", "pdf"), here.policy, here.now)


def offered(matter: Matter) -> list[tuple[str, str]]:
    """(which, name) of the papers that there are now."""
    app = matter.application
    if app is None:
        return []
    return [
        *([("notice", gettext("一次性告知书"))] if app.missing else []),
        *([("acceptance", gettext("受理通知书"))] if app.accepted_at is not None else []),
    ]
