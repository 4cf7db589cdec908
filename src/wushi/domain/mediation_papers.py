"""The papers of a mediation (调解文书): registration, rights, records, agreement, performance, confirmation, the bound file.

Without the ethnicity box of the printed forms: the platform never asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from wushi.domain import paper as p
from wushi.domain.calendar import local
from wushi.domain.casefile import CaseFile
from wushi.domain.errors import BadInput
from wushi.domain.mediation_heads import (
    SIGN,
    case_number,
    committee,
    day_of,
    hour_of,
    mediator_of,
    name_of,
    paper_of,
    party_lines,
    place_of,
    signatures,
    who,
)
from wushi.domain.parties import SIDES
from wushi.domain.policy import Policy
from wushi.domain.promises import in_capitals, yuan
from wushi.domain.tracks.dispute import Promise, Session

KINDS = {
    "registration": "人民调解受理登记表",
    "rights": "权利义务告知书",
    "record": "调解笔录",
    "agreement": "人民调解协议书",
    "oral": "人民调解口头协议登记表",
    "performance": "协议履行记录",
    "confirmation": "司法确认申请书",
    "package": "司法确认申请材料",
    "ending": "调解终止通知书",
    "file": "调解卷宗",
}
_RIGHTS = (
    "一、选择或者接受调解员；",
    "二、接受调解、拒绝调解或者要求终止调解；",
    "三、要求调解公开进行或者不公开进行；",
    "四、自主表达意愿，自愿达成调解协议。",
)
_DUTIES = (
    "一、如实陈述纠纷事实；",
    "二、遵守调解现场秩序，尊重调解员；",
    "三、尊重对方当事人行使权利；",
    "四、达成协议的，按照约定履行。",
)


def write(case: CaseFile, kind: str, policy: Policy, now: datetime) -> p.Paper:
    """Raises BadInput when the case has no such paper yet."""
    name, _, n = kind.partition("-")
    if name == "record":
        return _record(case, int(n or 0), policy)
    return _WRITERS[name](case, policy, now)


def offered(case: CaseFile) -> list[str]:
    """The papers that the case has by now, in the order of the file."""
    d = case.dispute
    found = ["registration", "rights"] if d.standing else []
    found += [f"record-{s.n}" for s in d.sessions if s.n in case.records]
    if d.draft_seq:
        found.append("agreement" if d.form == "written" else "oral")
    if d.agreed_on and d.promises:
        found.append("performance")
    if d.agreed_on and d.confirmation in ("", "applied", "confirmed"):
        found.append("confirmation")
        if d.form == "written":
            found.append("package")
    if d.remedies and not d.agreed_on:
        found.append("ending")
    return [*found, "file"] if d.accepted_at else found


def _registration(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    m, d = case.matter, case.dispute
    assert m.registered_at is not None
    sort, origin = policy.disputes.sorts.get(d.sort), policy.disputes.origins.get(d.origin)
    rows = [
        ("登记时间", hour_of(m.registered_at)),
        ("来源", origin.name if origin else policy.channels[m.channel].name),
        ("纠纷种类", sort.name if sort else "还没有确定"),
        ("受理时间", day_of(d.accepted_at) if d.accepted_at else "还没有受理"),
    ]
    for person in case.people.values():
        party = d.party(person.key)
        agreed = {"given": "同意调解", "refused": "不同意调解"}.get(party.consent if party else "", "还没有表示")
        rows.append((f"{SIDES[person.side]}（{person.key}）", f"{who(person)}\n{agreed}"))
    rows.append(("纠纷简要情况", case.text))
    if d.mediator:
        how = "各方共同选定" if d.how == "chosen" else "指定"
        rows.append(("调解员", f"{mediator_of(case, policy)}（{how}）"))
    blocks: list[p.Block] = [p.Form(tuple(rows)), p.Sign((("登记人（签名）", ""),))]
    blocks.append(p.Stamp(committee(case, policy), day_of(m.registered_at)))
    return paper_of(case, policy, KINDS["registration"], blocks, narrow=True)


def _rights(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    names = "、".join(person.name for person in case.people.values())
    blocks: list[p.Block] = [
        p.Text(f"{names}：", indent=False),
        p.Text(
            "你们申请（同意）调解的纠纷，由本调解委员会调解。人民调解不收任何费用。依照《中华人民共和国人民调解法》，现把权利和义务告知如下。"
        ),
        p.Heading("你们在调解中有下列权利"),
        *(p.Text(one) for one in _RIGHTS),
        p.Heading("你们在调解中有下列义务"),
        *(p.Text(one) for one in _DUTIES),
        p.Text(
            "认为调解员与对方有亲属、利害等关系，可能影响公正的，可以要求更换。达成协议后，可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
            "调解不成的，可以依法通过仲裁、行政、司法等途径维护自己的权利。"
        ),
        p.Text("以上内容，我已经知道。"),
        p.Sign(tuple((f"{SIDES[x.side]}（{x.key}）{SIGN}", "") for x in case.people.values())),
        p.Stamp(committee(case, policy), "　　年　　月　　日"),
    ]
    return paper_of(case, policy, KINDS["rights"], blocks)


def _record(case: CaseFile, n: int, policy: Policy) -> p.Paper:
    held = next((s for s in case.dispute.sessions if s.n == n), None)
    if held is None or n not in case.records:
        raise BadInput(field="paper", why=f"there is no record {n} that this post may print")
    title = KINDS["record"] if held.sort == "joint" else "单独谈话笔录"
    blocks: list[p.Block] = [
        p.Form(
            (
                ("时间", f"{hour_of(held.began)}至{hour_of(held.ended)}"),
                ("地点", place_of(case, held, policy)),
                ("到场", "、".join(name_of(case, key) for key in held.keys)),
                ("调解员", mediator_of(case, policy)),
            )
        ),
        p.Room(),
        *_spoken(case.records[n], case),
        p.Text("以上记录经当事人核对无误。"),
        _came(case, held),
    ]
    return paper_of(case, policy, title, blocks)


_SPEAKS = re.compile(r"(?P<who>[A-Z]|调解员|[\w（）]{1,12})[：:](?P<said>.+)")


def _spoken(said: str, case: CaseFile) -> list[p.Block]:
    """Lines like A：…… are told with the party's name."""
    found: list[p.Block] = []
    for line in said.split("\n"):
        told = _SPEAKS.fullmatch(line.strip())
        if told:
            speaker = told["who"]
            found.append(p.Said(name_of(case, speaker) if speaker in case.people else speaker, told["said"].strip()))
        elif line.strip():
            found.append(p.Text(line.strip()))
    return found


def _came(case: CaseFile, held: Session) -> p.Sign:
    came = [x for key, x in case.people.items() if key in held.keys]
    lines = [(f"{SIDES[x.side]}（{x.key}）{SIGN}", "") for x in came]
    return p.Sign((*lines, ("调解员（签名）", ""), ("记录人（签名）", "")))


def _what(case: CaseFile, one: Promise) -> str:
    words = case.agreement.get(f"instalment-{one.n}", "")
    if one.fen:
        return f"{in_capitals(one.fen)}（{yuan(one.fen)}）" + (f"，{words}" if words else "")
    return words


def _promises(case: CaseFile) -> list[p.Block]:
    rows = tuple(
        (
            str(one.n),
            f"{name_of(case, one.debtor)}→{name_of(case, one.creditor)}",
            _what(case, one),
            p.in_figures(one.due),
        )
        for one in case.dispute.promises
    )
    return [p.Table(("期次", "谁向谁", "履行什么", "最迟"), rows, (2, 6, 8, 5))] if rows else []


def _agreement(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    d, said = case.dispute, case.agreement
    if not d.draft_seq or d.form != "written":
        raise BadInput(field="paper", why="there is no written agreement yet")
    copies = len(case.people) + 1
    blocks: list[p.Block] = [
        *party_lines(case),
        p.Heading("一、纠纷的主要事实和争议事项"),
        p.Text(said.get("facts", "")),
        p.Heading("二、各方当事人的责任"),
        p.Text(said.get("duties", "") or "各方对责任没有争议，按照下面的约定处理。"),
        p.Heading("三、协议内容，履行的方式和期限"),
        p.Text(said.get("terms", "")),
        *_promises(case),
        p.Text(
            f"本协议一式{copies}份，当事人各持一份，调解委员会存档一份。本协议自各方当事人签名、盖章或者按指印，调解员签名并加盖调解委员会印章之日起生效。"
            "各方可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
        ),
        signatures(case),
        p.Stamp(committee(case, policy), p.in_figures(d.agreed_on) if d.agreed_on else "　　年　　月　　日"),
    ]
    return paper_of(case, policy, KINDS["agreement"], blocks)


def _oral(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    d, said = case.dispute, case.agreement
    if not d.draft_seq or d.form != "oral":
        raise BadInput(field="paper", why="there is no oral agreement yet")
    rows = (
        *((f"{SIDES[x.side]}（{x.key}）", who(x)) for x in case.people.values()),
        ("主要事实和争议", said.get("facts", "")),
        ("协议内容", said.get("terms", "")),
        (
            "履行",
            "\n".join(f"{name_of(case, o.debtor)}：{_what(case, o)}，最迟{p.in_figures(o.due)}" for o in d.promises)
            or "当场履行",
        ),
        ("达成时间", p.in_figures(d.agreed_on) if d.agreed_on else "还没有达成"),
    )
    blocks: list[p.Block] = [
        p.Form(rows),
        p.Sign((("调解员（签名）", ""),)),
        p.Stamp(committee(case, policy), day_of(now)),
    ]
    return paper_of(case, policy, KINDS["oral"], blocks, narrow=True)


def _performance(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    rows = []
    for one in case.dispute.promises:
        state = f"{p.in_figures(one.kept)}履行" if one.kept else "没有按期履行" if one.missed else "还没有到期"
        if one.kept is None and not one.missed and one.due < local(now).date():
            state = "到期没有记录"
        if one.kept and one.missed:
            state = f"{p.in_figures(one.kept)}补履行"
        rows.append((str(one.n), _what(case, one), p.in_figures(one.due), state))
    blocks: list[p.Block] = [
        p.Table(("期次", "履行什么", "最迟", "情况"), tuple(rows), (2, 9, 5, 5)),
        *(p.Text(f"回访：{said}") for said in case.visits if said),
        p.Sign((("记录人（签名）", ""),)),
        p.Stamp(committee(case, policy), day_of(now)),
    ]
    return paper_of(case, policy, KINDS["performance"], blocks)


def _confirmation(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    d = case.dispute
    if d.agreed_on is None:
        raise BadInput(field="paper", why="there is no agreement in force yet")
    number = case_number(case, policy)
    day = p.in_figures(d.agreed_on)
    blocks: list[p.Block] = [
        *(
            p.Text(who(x), label=f"申请人（{SIDES[x.side]}{x.key}）：", indent=False)
            for x in case.people.values()
        ),
        p.Heading("请求事项"),
        p.Text(f"依法确认{committee(case, policy)}主持达成的{number}调解协议有效。"),
        p.Heading("事实和理由"),
        p.Text(case.agreement.get("facts", "")),
        p.Text(f"{day}，各方在{committee(case, policy)}主持下自愿达成调解协议，协议自当日生效。"
            "现依照《中华人民共和国人民调解法》第三十三条共同提出申请。"),
        p.Text(
            "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
            "如果因为该协议内容给他人造成损害的，愿意承担相应的民事责任和其他法律责任。",
            label="承诺：",
        ),
        p.Text(f"{d.court or '　　　　　　人民法院'}", label="此致　", indent=False),
        p.Sign(tuple((f"申请人（{x.key}）{SIGN}", "") for x in case.people.values())),
        p.Heading("附件目录"),
        p.Table(
            ("序号", "材料", "份数"),
            (("1", "调解协议书", "1"), ("2", "申请人身份证明复印件", str(len(case.people))), ("3", "主持调解的组织和调解员的证明", "1"),
             ("4", "与协议有关的财产权利证明（有的话）", "")),
            (2, 10, 3),
        ),
    ]  # fmt: skip
    return paper_of(case, policy, KINDS["confirmation"], blocks)


def _ending(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    d = case.dispute
    if not d.remedies or d.agreed_on:
        raise BadInput(field="paper", why="the case has not ended without an agreement")
    failures = policy.disputes.failures
    why = {
        "refused": "一方当事人明确表示不接受调解",
        "withdrawn": "当事人撤回调解申请",
        "expired": "调解期限已满，当事人没有同意延长",
    }
    ground = why.get(d.ground) or (failures[d.ground].name if d.ground in failures else d.ground)
    ways = [policy.disputes.remedies[code] for code in d.remedies if code in policy.disputes.remedies]
    blocks: list[p.Block] = [
        p.Text("、".join(x.name for x in case.people.values()) + "：", indent=False),
        p.Text(
            f"你们之间的纠纷，因{ground}，本调解委员会终止调解。依照《中华人民共和国人民调解法》第二十六条，告知可以选择的其他途径："
        ),
        *(p.Text(f"{way.name}：{way.channel}。") for way in ways),
        p.Stamp(committee(case, policy), day_of(case.matter.closed_at or now)),
    ]
    return paper_of(case, policy, KINDS["ending"], blocks)


def _file(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    """Cover, contents, papers, back sheet. Records of private talks are not bound: the file goes to the other side and to a court."""
    d, m = case.dispute, case.matter
    if d.accepted_at is None:
        raise BadInput(field="paper", why="the case is not accepted yet")
    private = {f"record-{s.n}" for s in d.sessions if s.sort == "private"}
    kinds = [k for k in offered(case) if k not in ("file", "package", *private)]
    papers = tuple(write(case, kind, policy, now) for kind in kinds)
    sort = policy.disputes.sorts.get(d.sort)
    cover = p.Cover(
        "调解卷宗",
        (
            (
                "卷名",
                "与".join(x.name for x in list(case.people.values())[:2]) + (f"{sort.name}纠纷" if sort else "纠纷"),
            ),
            ("编号", case_number(case, policy)),
            ("调解员", mediator_of(case, policy)),
            ("受理日期", day_of(d.accepted_at)),
            ("结案日期", day_of(m.closed_at) if m.closed_at else ""),
            ("立卷人", ""),
            ("立卷日期", ""),
            ("保管期限", ""),
        ),
    )
    return p.bundle(KINDS["file"], cover, (*papers, _back(case, policy)), _enclosed(case, policy))


def _enclosed(case: CaseFile, policy: Policy, sorts: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """What lies in the file beside the papers printed here, for its contents; `sorts`: only these."""
    named = policy.disputes.materials
    return tuple(
        (f"{named[x.sort].name if x.sort in named else x.sort}：{case.titles.get(x.seq, '')}", f"另附{x.pages}页")
        for x in case.dispute.materials
        if not sorts or x.sort in sorts
    )


def _package(case: CaseFile, policy: Policy, now: datetime) -> p.Paper:
    """What goes to the court: application and agreement with a contents list; no record of what was said."""
    if case.dispute.agreed_on is None or case.dispute.form != "written":
        raise BadInput(field="paper", why="there is no written agreement in force yet")
    cover = p.Cover(
        "司法确认申请材料",
        (
            ("申请人", "、".join(x.name for x in case.people.values())),
            ("协议编号", case_number(case, policy)),
            ("协议生效", p.in_figures(case.dispute.agreed_on)),
            ("受理法院", case.dispute.court),
        ),
    )
    papers = (_confirmation(case, policy, now), _agreement(case, policy, now))
    return p.bundle(KINDS["package"], cover, papers, _enclosed(case, policy, ("identity", "authority", "evidence")))


def _back(case: CaseFile, policy: Policy) -> p.Paper:
    pages = sum(one.pages for one in case.dispute.materials)
    blocks: list[p.Block] = [
        p.Form(
            (
                ("另附材料", f"{len(case.dispute.materials)}份，{pages}页"),
                ("情况说明", "\n\n"),
                ("立卷人", ""),
                ("检查人", ""),
                ("立卷时间", "　　年　　月　　日"),
            )
        )
    ]
    return paper_of(case, policy, "卷宗情况说明（封底）", blocks)


_WRITERS: dict[str, Callable[[CaseFile, Policy, datetime], p.Paper]] = {
    "registration": _registration,
    "rights": _rights,
    "agreement": _agreement,
    "oral": _oral,
    "performance": _performance,
    "confirmation": _confirmation,
    "package": _package,
    "ending": _ending,
    "file": _file,
}
