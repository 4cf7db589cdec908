"""Shows all disputes by place, kind and state, each number open to its rows; and a matter's group: levels, tasks, meetings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wushi.domain import events as e
from wushi.domain import hub as rules
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.steps import inventory as inventories
from wushi.steps import moves, reading
from wushi.steps.inventory import AXES, Inventory, Part
from wushi.steps.moves_joint import ON_GROUP_PAGE
from wushi.store.ledger import ledger
from wushi.web import context, parts, words
from wushi.web.context import Here, for_post, in_full
from wushi.web.hub.forms import FORMS, Step
from wushi.web.templatetags.wushi import name_in

_PAGES = ("see.mediation", "see.unit", "see.desk", "see.week")
_SHOWN = 200


def levels() -> dict[str, str]:
    return {
        rules.ROOM: gettext("社区调解室"), rules.TOWN: gettext("镇街分中心"), rules.CENTRE: gettext("区调处中心"),
    }  # fmt: skip


def _axes() -> dict[str, str]:
    return {
        "town": gettext("镇街"), "sort": gettext("种类"), "state": gettext("到了哪一步"), "origin": gettext("来自"),
        "level": gettext("哪一级"),
    }  # fmt: skip


def _told(axis: str, code: str, here: Here) -> str:
    policy, english = here.policy, here.language == "en"
    if not code:
        return gettext("没写明")
    if axis == "town":
        return name_in(policy, "unit", code)
    if axis == "state":
        return words.state(code)
    if axis == "level":
        return levels()[code]
    found = policy.disputes.sorts.get(code) if axis == "sort" else policy.centre.sources.get(code)
    if found is None and axis == "origin":
        found = policy.disputes.origins.get(code) or policy.channels.get(code)  # type: ignore[assignment]
    return code if found is None else (found.name_en if english else found.name)


@dataclass(frozen=True, slots=True)
class Counted:
    name: str
    part: Part
    url: str
    here: bool


def _table(found: Inventory, axis: str, chosen: dict[str, str], here: Here) -> list[Counted]:
    rows = []
    for code, part in sorted(found.by(axis).items(), key=lambda x: (-x[1].open, -x[1].total, x[0])):
        query = urlencode({**chosen, axis: code or "-"})
        rows.append(Counted(_told(axis, code, here), part, f"?{query}#rows", chosen.get(axis) == (code or "-")))
    return rows


@require_safe
@never_cache
@for_post(*_PAGES)
def inventory(request: HttpRequest) -> HttpResponse:
    """矛盾纠纷全量底数."""
    here = context.of(request)
    found = inventories.seen_by(here.actor, here.policy, here.now)
    chosen = {axis: request.GET[axis] for axis in AXES if request.GET.get(axis)}
    lines = [line for line in found.lines if all((getattr(line, axis) or "-") == code for axis, code in chosen.items())]
    lines.sort(key=lambda line: (not line.late, not line.open, line.number))
    rows = []
    for line in lines[:_SHOWN]:
        m = line.matter
        clock = min(m.running, key=lambda c: c.due, default=None)
        cells = (
            _told("sort", line.sort, here),
            _told("town", line.town, here),
            name_in(here.policy, "unit", line.unit),
        )
        rows.append(
            parts.Row(
                reverse("hub:group", args=[line.number]),
                f"{line.number} · {words.state(line.state)}",
                parts.badge(clock, here.policy, here.now),
                cells,
            )
        )
    tables = [(name, _table(found, axis, chosen, here)) for axis, name in _axes().items()]
    return render(
        request,
        "hub/inventory.html",
        {
            "found": found,
            "tables": tables,
            "rows": rows,
            "heads": "|".join((gettext("种类"), gettext("镇街"), gettext("在谁手里"))),
            "chosen": [_told(axis, "" if code == "-" else code, here) for axis, code in chosen.items()],
            "left_out": max(0, len(lines) - _SHOWN),
            "clear": reverse("hub:inventory"),
        },
    )


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: which post did what when."""

    what: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class TaskShown:
    number: str
    unit: str
    what: str
    sort: str
    state: str
    badge: parts.Badge
    signed: tuple[Signed, ...]
    reported: str
    meeting: int
    accept: bool
    forms: tuple[tuple[str, str, Step], ...]


@dataclass(frozen=True, slots=True)
class MeetingShown:
    n: int
    on: str
    units: str
    minutes: str
    dissent: str
    tasks: tuple[TaskShown, ...]


def _signatures(history: list[Entry], here: Here) -> tuple[Signed, ...]:
    kinds = (e.SignedFor, e.TaskReported, e.TaskAccepted, e.TaskSentBack, e.TaskWithdrawn)
    found = []
    for entry in history:
        if isinstance(entry.event, kinds):
            post = here.policy.posts.get(entry.post)
            found.append(
                Signed(
                    words.event(entry.event.kind),
                    in_full(here.policy, post) if post else entry.post,
                    words.moment(entry.at),
                )
            )
    return tuple(found)


def _steps() -> dict[str, tuple[str, str]]:
    """step -> (what it is called, the button)."""
    return {
        "rise": (gettext("上报上一级"), gettext("上报")),
        "whistle": (gettext("吹哨，叫单位来"), gettext("吹哨")),
        "convene_group": (gettext("组建联动群组"), gettext("组建并下达任务")),
        "hold_meeting": (gettext("记录会商"), gettext("记下会商，下达任务")),
        "set_tasks": (gettext("再下任务"), gettext("下达任务")),
        "override_parts": (gettext("任务没有完，先结整件"), gettext("记下理由，允许先结")),
        "send_task_back": (gettext("退回"), gettext("退回任务")),
        "withdraw_task": (gettext("撤回"), gettext("撤回任务")),
    }


def _tasks(matter: Matter, open_now: set[str], bound: dict[tuple[str, str], Step], here: Here) -> list[TaskShown]:
    children = inventories.joint_of(matter.number)
    sorts = {"group": gettext("联办"), "meeting": gettext("会商决定"), "whistle": gettext("吹哨报到")}
    found = []
    for task in rules.facts(matter).tasks:
        child = children.get(task.number)
        if child is None:
            continue
        id = ledger.ids_of([task.number])[task.number]
        history, said = ledger.history(id), ledger.words(id)
        told = [said.get(x.seq, ("", ""))[1] for x in history if isinstance(x.event, e.TaskReported)]
        forms = []
        if not task.result:
            for name in ("send_task_back", "withdraw_task"):
                if name in open_now and (name != "send_task_back" or child.state == "reported"):
                    form = bound.get((name, task.number)) or FORMS[name](
                        initial={"task": task.number}, auto_id=f"{name}-{task.number}-%s"
                    )
                    forms.append((name, _steps()[name][1], form))
        clock = child.clock("task")
        found.append(
            TaskShown(
                task.number,
                name_in(here.policy, "unit", task.unit),
                said.get(1, ("", ""))[1],
                sorts.get(task.sort, task.sort),
                words.state(child.state),
                parts.badge(clock, here.policy, here.now),
                _signatures(history, here),
                told[-1] if told else "",
                task.meeting,
                not task.result and child.state == "reported" and "accept_task" in open_now,
                tuple(forms),
            )
        )
    return found


def _codes(name: str, given: dict[str, object], here: Here) -> dict[str, object]:
    """Names of units as a person writes them into codes; what no unit is called stays and is refused by name."""
    if name == "whistle":
        names = {n: u.code for u in reversed(list(here.policy.tree)) for n in (u.name, u.short, u.name_en) if n}
        given["units"] = [names.get(n, n) for n in given.get("units", [])]  # type: ignore[attr-defined]
    return given


def _why(refusal: BadInput | RuleBroken) -> str:
    """The refusal in the page's words; a line that cannot be read is named by its number."""
    rule, field = str(refusal.facts.get("rule", "")), str(refusal.facts.get("field", ""))
    found = {
        "hub_top": gettext("区调处中心已经是最上面一级。"),
        "whistle_level": gettext("社区先上报，由镇街吹哨。"),
        "accused_unit": gettext("这件事反映的就是这个单位，不能请它来办。"),
        "meeting_without_group": gettext("先组建联动群组，再记会商。"),
        "no_open_parts": gettext("没有未完的任务。"),
        "units": gettext("有一个单位写得不对，或者是自己。"),
        "present": gettext("到会的至少两个单位，名称要和名册一样。"),
        "dissent": gettext("不同意见一行一个：单位 | 意见，而且这个单位到了会。"),
        "on": gettext("会还没有开。"),
        "task": gettext("这个任务已经了结。"),
        "reason": gettext("请写明理由。"),
        "minutes": gettext("请写会议记录。"),
    }.get(rule or field)
    if found:
        return found
    line = re.search(r"\b(?:line|task) (\d+)", str(refusal.facts.get("why", "")))
    if field == "tasks" and line:
        return gettext("第 %(n)s 行写得不对：单位 | 做什么 | 日期（2026-08-10，不能已经过去）。") % {"n": line[1]}
    if field == "tasks":
        return gettext("请写清谁做什么，单位名称要和名册一样。")
    return gettext("这一步现在不能做。")


def _ladder(matter: Matter, here: Here) -> list[tuple[str, str, bool]]:
    """(level, who has it or had it there, is it there now) of the three levels."""
    unit = matter.unit or here.policy.main_desk
    now = rules.level(unit, here.policy)
    had = {rules.level(u, here.policy): u for u in (*rules.facts(matter).levels, unit)}
    return [
        (name, name_in(here.policy, "unit", had[level]) if level in had else "", level == now)
        for level, name in levels().items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_post(*_PAGES)
def group(request: HttpRequest, number: str) -> HttpResponse:
    """联动群组：谁牵头、谁做什么、到哪一天、开过什么会."""
    here = context.of(request)
    whole = reading.matter(number, here.actor, here.policy)
    matter, joint = whole.matter, rules.facts(whole.matter)
    name = request.POST.get("step", "") if request.method == "POST" else ""
    bound: dict[tuple[str, str], Step] = {}
    refused, status = "", 200
    if name in ON_GROUP_PAGE:
        task = request.POST.get("task", "")
        form = FORMS[name](request.POST, auto_id=f"{name}-{task}-%s" if task else f"{name}-%s")
        bound[name, task] = form
        status = 422
        if form.is_valid():
            try:
                given = _codes(name, form.given(), here)
                moves.take(name, number, given, actor=here.actor, policy=here.policy, now=here.now)
                return redirect("hub:group", number)
            except (BadInput, RuleBroken) as refusal:
                told, field = _why(refusal), str(refusal.facts.get("field", ""))
                if field in form.fields and field != "task":
                    form.add_error(field, told)
                else:
                    refused = told
    open_now = {move.name for move in moves.open_to(here.actor, matter, here.policy)}
    tasks = _tasks(matter, open_now, bound, here)
    meetings = [
        MeetingShown(
            one.n,
            words.day(one.on),
            words.listed(name_in(here.policy, "unit", u) for u in one.units),
            whole.words.get(one.seq, ("", ""))[1],
            words.listed(name_in(here.policy, "unit", u) for u in one.dissent),
            tuple(t for t in tasks if t.meeting == one.n),
        )
        for one in joint.meetings
    ]
    offered = []
    for step, (title, button) in _steps().items():
        if step in open_now and step not in ("send_task_back", "withdraw_task"):
            first = {"on": here.today} if step == "hold_meeting" else {}
            form = bound.get((step, "")) or FORMS[step](initial=first, auto_id=f"{step}-%s")
            offered.append((step, title, button, form, (step, "") in bound))
    source = here.policy.centre.sources.get(joint.source)
    feedback = matter.clock("feedback")
    return render(
        request,
        "hub/group.html",
        {
            "matter": matter,
            "title": whole.words.get(1, ("", ""))[0],
            "refused": refused,
            "wrong": next((form for form in bound.values() if form.errors), None),
            "ladder": _ladder(matter, here),
            "lead": name_in(here.policy, "unit", joint.lead) if joint.lead else "",
            "tasks": tasks,
            "open_tasks": len(joint.open_tasks),
            "overridden": joint.overridden,
            "meetings": meetings,
            "offered": offered,
            "source": (source.name_en if here.language == "en" else source.name) if source else "",
            "joint": joint,
            "received": words.moment(local(joint.received)) if joint.received else "",
            "feedback": parts.badge(feedback, here.policy, here.now) if feedback else None,
            "owner": name_in(here.policy, "unit", joint.owner) if joint.owner else "",
        },
        status=status,
    )
