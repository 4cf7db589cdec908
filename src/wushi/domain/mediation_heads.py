"""What stands at the head and the foot of the papers of a mediation: number, committee, parties, days, who signs."""

from __future__ import annotations

import re
from datetime import datetime

from wushi.domain import paper as p
from wushi.domain.calendar import local
from wushi.domain.casefile import CaseFile
from wushi.domain.parties import SIDES
from wushi.domain.person import Person
from wushi.domain.policy import Policy
from wushi.domain.tracks.dispute import Session

SIGN = "（签名、盖章或者按指印）"
_SERIAL = re.compile(r"(\d{4})-0*(\d+)$")


def case_number(case: CaseFile, policy: Policy) -> str:
    """（2022）海勃湾区人调字第12号, from the number under which the matter was registered."""
    found = _SERIAL.search(case.matter.number)
    year, serial = found.groups() if found else ("", case.matter.number)
    return f"（{year}）{policy.name}人调字第{serial}号"


def committee(case: CaseFile, policy: Policy) -> str:
    unit = case.matter.unit or policy.desk_of("dispute")
    return f"{policy.tree.unit(unit).name}人民调解委员会"


def paper_of(case: CaseFile, policy: Policy, title: str, blocks: list[p.Block], *, narrow: bool = False) -> p.Paper:
    notice = "模拟数据，不是真实案件" if case.matter.simulated else ""
    return p.Paper(title, tuple(blocks), case_number(case, policy), notice, committee(case, policy), narrow=narrow)


def mediator_of(case: CaseFile, policy: Policy) -> str:
    post = policy.posts.get(case.dispute.mediator)
    return post.name if post else case.dispute.mediator


def day_of(at: datetime) -> str:
    return p.in_figures(local(at).date())


def hour_of(at: datetime) -> str:
    here = local(at)
    return f"{day_of(at)}{here.hour}时{here.minute:02d}分"


def who(person: Person) -> str:
    """One line of the head of a paper; what is not known is not asked for again."""
    known = [person.name]
    if person.id_number:
        known.append(("证件号码" if person.sort == "person" else "统一社会信用代码") + person.id_number)
    if person.address:
        known.append(("住" if person.sort == "person" else "住所地") + person.address)
    if person.phone:
        known.append(f"电话{person.phone}")
    if person.agent:
        known.append(f"委托代理人{person.agent}")
    return "，".join(known) + "。"


def party_lines(case: CaseFile) -> list[p.Block]:
    return [
        p.Text(who(person), label=f"{SIDES[person.side]}（{person.key}）：", indent=False)
        for person in case.people.values()
    ]


def name_of(case: CaseFile, key: str) -> str:
    person = case.people.get(key)
    return f"{person.name}（{key}）" if person and person.name else key


def signatures(case: CaseFile) -> p.Sign:
    lines = [(f"{SIDES[x.side]}（{x.key}）{SIGN}", "") for x in case.people.values()]
    return p.Sign((*lines, ("调解员（签名）", ""), ("记录人（签名）", "")))


def place_of(case: CaseFile, held: Session, policy: Policy) -> str:
    room = policy.centre.rooms.get(held.room)
    return room.name if room else held.room or committee(case, policy)
