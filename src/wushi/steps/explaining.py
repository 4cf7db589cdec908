"""Explain (为什么是这一天): each clock of a matter in words, with the article, the days counted and the days skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wushi.domain.calendar import local
from wushi.domain.errors import CalendarUnknown
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day

UNIT_WORDS = {
    "zh-Hans": {
        "working_days": "个工作日",
        "days": "个自然日",
        "hours": "小时",
        "minutes": "分钟",
        "working_hours": "个工作小时",
        "months": "个月",
        "given": "",
    },
    "en": {
        "working_days": "working days",
        "days": "calendar days",
        "hours": "hours",
        "minutes": "minutes",
        "working_hours": "working hours",
        "months": "months",
        "given": "",
    },
}
CLOCK_WORDS = {
    "dispatch": ("派单", "dispatch"),
    "sign": ("签收", "sign for it"),
    "contact": ("联系诉求人", "contact the resident"),
    "reply": ("答复", "answer"),
    "adjudicate": ("裁定异议", "rule on the objection"),
    "callback": ("回访", "call back"),
    "review": ("挂账复核", "review the deferral"),
    "danger": ("接手险情", "take over the danger"),
    "acceptance": ("受理纠纷", "accept the dispute"),
    "choose": ("各方选定调解员", "the parties choose a mediator"),
    "mediator": ("确定调解员", "settle the mediator"),
    "mediation": ("调解", "mediate"),
    "performance": ("履行协议", "keep the agreement"),
    "confirmation": ("申请司法确认", "apply for judicial confirmation"),
    "court_acceptance": ("法院决定是否受理", "the court takes it or not"),
    "court_ruling": ("法院决定是否确认", "the court confirms it or not"),
    "check": ("核对材料", "check the papers"),
    "decide": ("承诺时限", "decide, as promised"),
    "legal": ("法定时限", "decide, by law"),
    "tolerate": ("补交承诺的材料", "bring the promised papers"),
    "deliver": ("送达", "deliver the result"),
    "bundle": ("整件事", "finish the whole bundle"),
    "review_contact": ("差评回访", "call the sender of a bad review"),
    "rectify": ("差评整改", "put right what a bad review tells"),
    "appeal": ("剔除申诉复核", "decide the appeal"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock explained: facts for a table, and sentences for people."""

    name: str
    start: datetime
    due: datetime
    status: str  # running | paused | set aside | met | missed
    limit: str
    amount: float
    unit: str
    reference: str
    article: str
    value_since: str
    counted: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    provisional: bool
    sentence: str


def _days(clock: Clock, policy: Policy) -> tuple[tuple[date, ...], tuple[tuple[date, str], ...], bool]:
    start, end = local(clock.start).date(), last_day(clock.due)
    if clock.unit != "working_days" or clock.capped or (end - start).days > 400:
        return (), (), False
    try:
        skipped = policy.calendar.days_not_worked(start, end)
        provisional = policy.calendar.is_provisional(start, end)
    except CalendarUnknown:
        return (), (), True
    dropped = set(skipped)
    counted = tuple(
        day for n in range(start.toordinal() + 1, end.toordinal() + 1) if (day := date.fromordinal(n)) not in dropped
    )
    named = tuple((d, policy.calendar.year(d.year).names.get(d, "")) for d in skipped)
    return counted, named, provisional


def _sentence(clock: Clock, counted: tuple[date, ...], skipped: int, policy: Policy, language: str) -> str:
    zh, en = CLOCK_WORDS.get(clock.name, (clock.name, clock.name))
    begin, due = local(clock.start), local(clock.due)
    article = policy.title_of(clock.reference)
    amount = f"{clock.amount:g}"
    unit = UNIT_WORDS["en" if language == "en" else "zh-Hans"][clock.unit]
    if language == "en":
        last = f"{last_day(clock.due)} 24:00" if due.hour == due.minute == 0 else f"{due:%Y-%m-%d %H:%M}"
        if clock.unit == "given":
            return f"To {en}: by {last}, a deadline that came with the matter ({article})."
        text = f"To {en}: {amount} {unit} from {begin:%Y-%m-%d %H:%M}, so by {last} ({article}, value since {clock.value_since})."
        if clock.capped:
            return text[:-1] + "; no later than the answer itself."
        return text + (f" {len(counted)} days counted, {skipped} days off skipped." if counted else "")
    last = f"{last_day(clock.due):%Y年%-m月%-d日}24时" if due.hour == due.minute == 0 else f"{due:%Y年%-m月%-d日%H:%M}"
    if clock.unit == "given":
        return f"{zh}：最迟{last}，期限随件带来（{article}）。"
    text = f"{zh}：自{begin:%Y年%-m月%-d日%H:%M}起{amount}{unit}，最迟{last}（依据{article}，{clock.value_since}起施行的数值）。"
    if clock.capped:
        return text[:-1] + "，不晚于答复本身的期限。"
    return text + (f"计入{len(counted)}个工作日，跳过{skipped}个休息日。" if counted else "")


def _aside(clock: Clock, matter: Matter, language: str) -> str:
    """Of a matter that follows another: its clock is kept, and nothing rings until it is taken out again."""
    if clock.aside is None or not clock.set_aside:
        return ""
    since = local(clock.aside)
    if language == "en":
        return f" Set aside since {since:%Y-%m-%d %H:%M}: it follows {matter.merged_into}; taken out, it counts on as before."
    return f"{since:%Y年%-m月%-d日%H:%M}起随主单{matter.merged_into}办理，此钟不响；拆出后照原时限算。"


def explain(matter: Matter, policy: Policy, now: datetime, language: str = "zh-Hans") -> list[Explained]:
    """Every clock the matter ever had, in the order in which they started."""
    found = []
    for clock in matter.clocks:
        counted, skipped, provisional = _days(clock, policy)
        status = "paused" if clock.paused else "running"
        if clock.set_aside:
            status = "set aside"
        elif clock.stopped is not None:
            status = "met" if clock.met else "missed"
        elif clock.due < now and not clock.paused:
            status = "missed"
        found.append(
            Explained(
                clock.name,
                clock.start,
                clock.due,
                status,
                clock.limit,
                clock.amount,
                clock.unit,
                clock.reference,
                policy.title_of(clock.reference),
                clock.value_since,
                counted,
                skipped,
                provisional,
                _sentence(clock, counted, len(skipped), policy, language) + _aside(clock, matter, language),
            )
        )
    return found
