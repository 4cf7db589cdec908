"""Shows a case in words: its parties as letters, talks without what was said, promises, confirmation; names only out of the file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from wushi.domain import mediation_papers
from wushi.domain.calendar import local
from wushi.domain.casefile import CaseFile
from wushi.domain.matter import Matter
from wushi.domain.performance import succeeded
from wushi.domain.promises import yuan
from wushi.domain.tracks.dispute import Dispute, Session
from wushi.web import words
from wushi.web.context import Here
from wushi.web.matters.disputes import named, sides
from wushi.web.templatetags.wushi import name_in


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a list of the case: what, in which state, a word beside it; `text` only with the file open."""

    name: str
    state: str = ""
    note: str = ""
    text: str = ""
    kind: str = ""


def consents() -> dict[str, str]:
    return {"given": gettext("同意调解"), "refused": gettext("不同意调解"), "": gettext("还没有表示")}


def confirmations() -> dict[str, str]:
    return {
        "applied": gettext("法院在审查"),
        "confirmed": gettext("已确认有效，可以申请强制执行"),
        "rejected": gettext("法院不予受理"),
        "dismissed": gettext("法院驳回，可以变更协议或者起诉"),
    }


def parties(matter: Matter, case: CaseFile | None) -> list[Shown]:
    d = matter.dispute or Dispute()
    found = []
    for party in d.standing:
        who = case.people.get(party.key) if case else None
        text = ""
        if who:
            agent = gettext("代理人 %(name)s") % {"name": who.agent} if who.agent else ""
            text = " · ".join(filter(None, (who.name, who.phone, who.address, agent)))
        side = sides()[party.side]
        kind = "late" if party.consent == "refused" else ""
        found.append(Shown(f"{party.key} {side}", consents()[party.consent], "", text, kind))
    return found


def sessions(matter: Matter, case: CaseFile | None, here: Here) -> list[Shown]:
    """Talks in order. What a private talk was about is shown to nobody but the mediator who held it, with the file open."""
    return [_session(one, case, here) for one in (matter.dispute or Dispute()).sessions]


def _session(one: Session, case: CaseFile | None, here: Here) -> Shown:
    joint = one.sort == "joint"
    name = gettext("共同调解") if joint else gettext("单独谈话")
    began, ended = local(one.began), local(one.ended)
    when = f"{words.moment(one.began, here.today)}–{ended:%H:%M}" if began.date() == ended.date() else ""
    known = here.policy.centre.rooms.get(one.room)
    room = ((known.name_en if words.english() else "") or known.name) if known else one.room
    note = " · ".join(filter(None, (words.listed(one.keys), room)))
    text = case.records.get(one.n, "") if case else ""
    if case and not text and not joint:
        text = gettext("单独谈话的记录只有当时的调解员看得到。")
    return Shown(f"{one.n} {name}", when, note, text, "" if joint else "private")


def promises(matter: Matter, case: CaseFile | None, here: Here) -> list[Shown]:
    found = []
    for one in (matter.dispute or Dispute()).promises:
        if one.kept:
            state, kind = gettext("%(day)s 履行") % {"day": words.day(one.kept, here.today)}, "on_time"
        elif one.missed:
            state, kind = gettext("没有按期履行"), "late"
        elif one.due < here.today:
            state, kind = gettext("到期了，还没有记录"), "late"
        else:
            state, kind = gettext("最迟 %(day)s") % {"day": words.day(one.due, here.today)}, ""
        text = case.agreement.get(f"instalment-{one.n}", "") if case else ""
        note = f"{one.debtor}→{one.creditor}" + (f" {yuan(one.fen)}" if one.fen else "")
        found.append(Shown(gettext("第 %(n)d 期") % {"n": one.n}, state, note, text, kind))
    return found


def facts(matter: Matter, here: Here) -> list[tuple[str, str]]:
    """What is known of the case, as pairs of words."""
    d, policy = matter.dispute or Dispute(), here.policy
    sorts, origins = dict(named(policy.disputes.sorts)), dict(named(policy.disputes.origins))
    found = [
        (gettext("哪一种纠纷"), sorts.get(d.sort, "")),
        (gettext("案件来源"), origins.get(d.origin, "")),
        (gettext("受理"), words.moment(d.accepted_at, here.today) if d.accepted_at else ""),
        (gettext("调解员"), name_in(policy, "posts", d.mediator) if d.mediator else ""),
        (gettext("要提防的"), words.listed(dict(named(policy.disputes.risks)).get(r, r) for r in d.beware)),
        (gettext("协议生效"), words.day(d.agreed_on, here.today) if d.agreed_on else ""),
        (gettext("司法确认"), confirmations().get(d.confirmation, "")),
        (gettext("裁定书"), d.ruling),
    ]
    if d.agreed_on:
        found.append((gettext("算不算调解成功"), gettext("算") if succeeded(matter, here.now) else gettext("不算")))
    return [(name, value) for name, value in found if value]


def remedies(matter: Matter, here: Here) -> list[tuple[str, str]]:
    """The ways that stay open after an end without agreement or after a default, with where to go."""
    d, english = matter.dispute or Dispute(), words.english()
    known = [here.policy.disputes.remedies[code] for code in d.remedies if code in here.policy.disputes.remedies]
    return [(one.name_en, one.channel_en) if english else (one.name, one.channel) for one in known]


def papers(matter: Matter, here: Here) -> list[tuple[str, str]]:
    """(kind, name) of the papers that the case has by now."""
    d = matter.dispute or Dispute()
    private = {s.n for s in d.sessions if s.sort == "private" and s.mediator != here.actor.post}
    records = {s.n: "" for s in d.sessions if s.n not in private}
    empty = CaseFile(matter, (), "", "", {}, records, {}, {})
    return [(kind, _paper_name(kind, d)) for kind in mediation_papers.offered(empty)]


def _paper_name(kind: str, d: Dispute) -> str:
    names = {
        "registration": gettext("受理登记表"),
        "rights": gettext("权利义务告知书"),
        "agreement": gettext("调解协议书"),
        "oral": gettext("口头协议登记表"),
        "performance": gettext("履行记录"),
        "confirmation": gettext("司法确认申请书"),
        "package": gettext("司法确认申请材料（带目录）"),
        "ending": gettext("调解终止通知书"),
        "file": gettext("全卷（封面、目录、文书）"),
    }
    name, _, n = kind.partition("-")
    if name != "record":
        return names[name]
    joint = any(s.n == int(n) and s.sort == "joint" for s in d.sessions)
    told = gettext("第 %(n)s 次调解笔录") if joint else gettext("第 %(n)s 次单独谈话笔录")
    return told % {"n": n}
