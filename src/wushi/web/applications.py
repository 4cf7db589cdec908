"""Tells an application in plain words: the sentence on top, every step, what comes next, and what the applicant may do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from wushi.domain import bundling, reviewing
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import catalogue
from wushi.steps.handle.service import bundles
from wushi.web import words
from wushi.web.parts import Badge, Step, badge
from wushi.web.templatetags.wushi import name_in


def paper_names(codes: Iterable[str], policy: Policy) -> str:
    """身份证明、营业执照."""
    wanted = list(codes)
    known = policy.catalogue.materials
    if any(code.startswith("m-") for code in wanted):  # papers that came with the district's own file
        known = catalogue.current(policy).materials
    english = words.english()
    names = [((known[c].name_en if english else "") or known[c].name) if c in known else c for c in wanted]
    return words.listed(names)


def level_word(level: int) -> str:
    return reviewing.LEVELS[level][1 if words.english() else 0] if level in reviewing.LEVELS else str(level)


def clock_names() -> dict[str, str]:
    """What each clock of an application is called."""
    return {
        "check": gettext("核对材料"),
        "decide": gettext("承诺时限"),
        "legal": gettext("法定时限"),
        "tolerate": gettext("补交承诺的材料"),
        "deliver": gettext("送达"),
        "bundle": gettext("整件事"),
        "review_contact": gettext("差评回访"),
        "rectify": gettext("差评整改"),
        "appeal": gettext("剔除申诉复核"),
    }


def headline(matter: Matter, policy: Policy, now: datetime) -> str:
    """One sentence: where the application is, who has it, until when."""
    app = matter.application
    unit = name_in(policy, "unit", matter.unit)
    if app is None:
        return gettext("您的申请已登记，窗口正在核对材料。")
    clock = matter.clock("decide")
    facts = {
        "unit": unit,
        "due": words.deadline(clock.due, local(now).date()) if clock else "–",
        "papers": paper_names(app.missing or app.tolerated, policy),
    }
    said = {
        "registered": gettext("您的申请已登记，窗口正在核对材料。"),
        "checking": gettext("补来的材料已收到，窗口正在核对。"),
        "supplement": gettext("还缺 %(papers)s，补来以后接着办。"),
        "examining": gettext("已经受理，%(unit)s正在审查，最迟 %(due)s 决定。"),
        "bundled": gettext("一张表里的几个事项正在一起办。"),
        "decided": gettext("已经决定，窗口准备把结果交给您。"),
        "delivered": gettext("结果已经送达，请给我们评个价。"),
        "rated": gettext("谢谢您的评价，我们已经记下。"),
        "bad_review": gettext("您的评价我们收到了，会打电话给您，并由经办的单位整改。"),
        "exclusion_asked": gettext("您的评价正在核实，核实的不是经办的人。"),
        "review_excluded": gettext("核实以后，您的评价没有计入；不同意可以申诉。"),
        "exclusion_appealed": gettext("您的申诉正在复核。"),
        "rectified": gettext("您反映的问题已经整改。"),
        "withdrawn": gettext("这份申请已经撤回，需要时可以再申请。"),
        "not_accepted": gettext("这份申请没有受理，理由写在下面。"),
        "archived": gettext("这份申请已经办完归档。"),
    }.get(matter.state, gettext("您的申请已登记，窗口正在核对材料。"))
    if matter.state == "examining" and any(c.paused is not None and c.stopped is None for c in matter.clocks):
        said = gettext("已经受理，%(unit)s正在审查；按规定暂停计时，已书面告知。")
    return said % facts


def tell(event: e.Event, own: str, policy: Policy) -> tuple[str, str]:
    """(title, unit to name) of an event of an application; a blank title leaves it out."""
    match event:
        case e.Applied():
            return gettext("交了申请"), ""
        case e.CoSigned():
            return gettext("共同申请人已签字"), ""
        case e.NoticeGiven():
            title = gettext("又告知还缺 %(papers)s") if event.again else gettext("一次告知还缺 %(papers)s")
            return title % {"papers": paper_names(event.missing, policy)}, own
        case e.SecondNoticeAsked():
            return gettext("窗口请负责人同意再次告知"), own
        case e.SecondNoticeRefused():
            return gettext("负责人不同意再要材料"), own
        case e.PapersBrought():
            return gettext("补来了 %(papers)s") % {"papers": paper_names(event.brought, policy)}, ""
        case e.Accepted():
            if event.tolerated:
                papers = paper_names(event.tolerated, policy)
                return gettext("先受理，%(papers)s 承诺后补") % {"papers": papers}, own
            return gettext("受理了申请"), own
        case e.ApplicationRefused():
            return gettext("没有受理"), own
        case e.PapersFollowed():
            return gettext("承诺后补的材料已补齐"), ""
        case e.Decided():
            return (gettext("决定同意") if event.outcome == "granted" else gettext("决定不同意")), own
        case e.Delivered():
            return gettext("结果已送达"), own
        case e.Withdrawn():
            by_rule = event.by == "tolerance"
            return (gettext("承诺的材料没有按时补来，视为撤回") if by_rule else gettext("撤回了申请")), ""
        case e.BundleOpened():
            return gettext("一张表分成 %(n)d 个事项一起办") % {"n": len(event.parts)}, ""
        case e.BundleFinished():
            return gettext("整件事办完了"), ""
        case e.Rated() | e.BadlyRated():
            return gettext("评价：%(level)s") % {"level": level_word(event.level)}, ""
    return _review(event, own)


def _review(event: e.Event, own: str) -> tuple[str, str]:
    match event:
        case e.ReviewContacted():
            return gettext("为差评回访"), own
        case e.ReviewRectified():
            return gettext("差评已整改"), own
        case e.ExclusionAsked():
            return gettext("经办单位请求核实这条评价"), own
        case e.ReviewExcluded():
            return gettext("核实后不计入这条评价"), own
        case e.ExclusionRefused():
            return gettext("核实后照常计入这条评价"), own
        case e.ExclusionAppealed():
            return gettext("对不计入提出申诉"), ""
        case e.ExclusionUpheld():
            return gettext("复核维持不计入"), own
        case e.ExclusionReversed():
            return gettext("复核后重新计入"), own
    return "", ""


def what_next(matter: Matter, policy: Policy, now: datetime) -> list[Step]:
    """What happens after the application was handed in, by when, by which rule."""
    today = local(now).date()
    check, app = matter.clock("check"), matter.application
    promised = ""
    if app is not None and app.promised_unit and not app.instant:
        promised = gettext("受理后 %(span)s内") % {"span": words.amount(app.promised, app.promised_unit)}
    elif app is not None and app.instant:
        promised = gettext("当场")
    law = policy.title_of("administrative-licence#32")
    return [
        Step(
            gettext("窗口核对材料"),
            gettext("材料齐的，受理并给您受理通知书；不齐的，一次说清缺什么。到期不说，就算受理了。"),
            gettext("最迟 %(due)s") % {"due": words.deadline(check.due, today)} if check else "",
            gettext("依据%(article)s。") % {"article": law},
        ),
        Step(
            gettext("部门审查决定"), gettext("需要检验、听证、专家评审的，那段时间不算在内，会书面告诉您。"), promised
        ),
        Step(gettext("窗口把结果交给您"), gettext("可以来取，也可以邮寄。办完请您评价，差评会有人回访。")),
    ]


def levels() -> list[tuple[str, str]]:
    """The five levels, the best first."""
    return [(str(level), level_word(level)) for level in sorted(reviewing.LEVELS, reverse=True)]


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a bundle as it stands."""

    name: str
    state: str
    number: str
    slowest: bool


@dataclass(slots=True)
class Mine:
    """What the page of an application shows beside its history."""

    parts: list[Part] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)
    clocks: list[tuple[str, Badge, str]] = field(default_factory=list)
    levels: list[tuple[str, str]] = field(default_factory=list)
    rates: bool = False
    cosign: bool = False
    appeals: bool = False


def mine(matter: Matter, policy: Policy, now: datetime) -> Mine:
    """Parts, papers, both clocks side by side, and what may be done with the receipt."""
    today = local(now).date()
    app, made = matter.application, Mine(levels=levels())
    if app is None:
        return made
    if app.parts:
        found = bundles.parts_of(matter)
        slow = bundling.holding_up(found)
        book = catalogue.current(policy)
        for p in found:
            code = p.application.item if p.application else ""
            name = book.versions[code][-1].name if code in book.versions else p.number
            made.parts.append(Part(name, words.state(p.state), p.number, slow is not None and p.number == slow.number))
    if app.notices and matter.state == "supplement":
        made.papers.append((reverse("services:paper", args=[matter.number, "notice"]), gettext("看一次性告知书")))
    if app.accepted_at is not None:
        made.papers.append((reverse("services:paper", args=[matter.number, "acceptance"]), gettext("看受理通知书")))
    names = clock_names()
    for name in ("decide", "legal", "bundle"):
        clock = matter.clock(name)
        if clock is not None:
            due = words.deadline(clock.due, today)
            made.clocks.append((names[name], badge(clock, policy, now), due))
    made.rates = matter.state == "delivered"
    made.cosign = (app.cosign and not app.cosigned) or (bool(app.parts) and _unsigned(matter))
    made.appeals = matter.state == "review_excluded" and not app.appealed
    return made


def _unsigned(matter: Matter) -> bool:
    return any(
        p.application is not None and p.application.cosign and not p.application.cosigned
        for p in bundles.parts_of(matter)
    )
