"""The papers of a petition (信访文书): what the petitioner is told, the opinion letter, the opinions of both reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import paper as p
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.petitions import PARTS
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day

HEADS = ("一、信访请求", "二、查明的事实", "三、理由", "四、处理意见", "五、依据", "六、救济途径")
OUTCOMES = {
    "supported": "支持", "partly": "部分支持", "explained": "解释说明（诉求合理，没有法律依据）", "not_supported": "不予支持",
    "upheld": "维持", "changed": "改变",
}  # fmt: skip
_TITLES: dict[type[e.Event], str] = {
    e.PetitionSorted: "信访事项告知书",
    e.PetitionAccepted: "信访事项受理告知书",
    e.PetitionProlonged: "信访事项延长办理期限告知书",
    e.OpinionGiven: "信访事项处理意见书",
    e.ReviewGiven: "信访事项复查意见书",
    e.RecheckGiven: "信访事项复核意见书",
}


def offered(history: Sequence[e.Entry]) -> list[tuple[int, str]]:
    """(number of the event, title) of each paper that the petition has by now."""
    return [(n.seq, _TITLES[type(n.event)]) for n in history if type(n.event) in _TITLES]


def write(matter: Matter, entry: e.Entry, said: Mapping[str, str], who: str, policy: Policy, now: datetime) -> p.Paper:
    """`said`: the sealed words of the event; `who`: the petitioner's name out of the vault."""
    unit = policy.tree.unit(_unit(matter, entry)).name
    blocks: list[p.Block] = [p.Text(f"{who or '信访人'}：", indent=False)]
    blocks += _body(matter, entry.event, said, policy)
    day = p.in_figures(local(entry.at).date())
    blocks += [p.Room(1), p.Stamp(_organ(matter, entry.event) or unit, day)]
    notice = "模拟数据，不是真实文书" if matter.simulated else ""
    return p.Paper(_TITLES[type(entry.event)], tuple(blocks), matter.number, notice, unit)


def _unit(matter: Matter, entry: e.Entry) -> str:
    event = entry.event
    return event.unit if isinstance(event, e.PetitionAccepted | e.OpinionGiven) else entry.unit or matter.unit


def _organ(matter: Matter, event: e.Event) -> str:
    found = matter.petition
    return found.organ if found and isinstance(event, e.ReviewGiven | e.RecheckGiven) else ""


def _until(clocks: Sequence[e.ClockStart]) -> str:
    return p.in_figures(last_day(clocks[0].due)) if clocks else ""


def _body(matter: Matter, event: e.Event, said: Mapping[str, str], policy: Policy) -> list[p.Block]:
    words = said.get("text", "")
    match event:
        case e.PetitionSorted():
            way = policy.petitions.ways.get(event.way)
            named = way.name if way else event.way
            return [
                p.Text(f"您提出的事项属于“{named}”，依照《信访工作条例》第三十一条，请通过下列途径提出："),
                p.Text(event.channel),
                p.Text(words),
            ]
        case e.PetitionAccepted():
            return [
                p.Text(
                    f"您提出的信访事项已经受理，由{policy.tree.unit(event.unit).name}办理，最迟{_until(event.clocks)}书面答复您。"
                ),
                p.Text(words),
            ]
        case e.PetitionProlonged():
            return [
                p.Text(f"因情况复杂，经本单位负责人批准，延长到{_until(event.clocks)}以前办结。"),
                p.Text(f"理由：{event.reason}"),
            ]
        case e.OpinionGiven():
            blocks: list[p.Block] = []
            for head, part in zip(HEADS, PARTS, strict=True):
                blocks += [p.Heading(head), p.Text(said.get(part, ""))]
            told = f"处理结果：{OUTCOMES[event.outcome]}。不服本意见的，可以在{_until(event.clocks)}以前请求复查。"
            return [*blocks, p.Text(told)]
        case e.ReviewGiven():
            told = f"复查结果：{OUTCOMES[event.outcome]}原处理意见。不服的，可以在{_until(event.clocks)}以前请求复核。"
            return [p.Text(words), p.Text(told)]
        case e.RecheckGiven():
            told = f"复核结果：{OUTCOMES[event.outcome]}。依照《信访工作条例》第三十六条，以同一事实和理由再次提出的，不再受理。"
            return [p.Text(words), p.Text(told)]
    return [p.Text(words)]
