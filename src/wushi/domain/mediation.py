"""Mediation (调解) from acceptance to agreement: who mediates and who must not, talks, records, what is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import end_of_day, local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.parties import LAW, SIDES, check_keys, facts, one_of
from wushi.domain.performance import next_performance
from wushi.domain.policy import Policy
from wushi.domain.tracks.dispute import Dispute

HOW = {"chosen": "各方共同选定", "designated": "指定"}
SESSIONS = {"joint": "共同调解", "private": "单独谈话"}
FORMS = {"written": "书面协议", "oral": "口头协议"}
_SECOND = timedelta(seconds=1)


def accept(
    matter: Matter, sort: str, origin: str, public: bool, beware: Sequence[str], policy: Policy, at: datetime
) -> e.DisputeAccepted:
    """Two sides at least, and the consent of everybody (art.17). Raises RuleBroken naming who is missing."""
    lifecycle.check(matter.track, matter.state, e.DisputeAccepted)
    d = facts(matter)
    one_of(sort, tuple(policy.disputes.sorts), "sort")
    one_of(origin, tuple(policy.disputes.origins), "origin")
    for code in beware:
        one_of(code, tuple(policy.disputes.risks), "beware")
    sides = {p.side for p in d.standing}
    if not {"applicant", "respondent"} <= sides:
        missing = [SIDES[s] for s in ("applicant", "respondent") if s not in sides]
        raise RuleBroken(rule="party_missing", reference=f"{LAW}#17", why=f"a party is missing: {'、'.join(missing)}")
    silent = [p.key for p in d.standing if p.consent != "given"]
    if silent:
        raise RuleBroken(rule="consent_missing", reference=f"{LAW}#17", why=f"no consent yet of {', '.join(silent)}")
    court = policy.disputes.origins[origin].court
    started: tuple[e.ClockStart, ...] = (clocks.start(policy, "mediation.designate", at),)
    if court:
        choose = clocks.start(policy, "mediation.choose", at)
        # the day after the last one of the choice is the first that counts, so it is counted from that last day
        started = (choose, clocks.start(policy, "mediation.designate_court", choose.due - _SECOND))
    return e.DisputeAccepted(sort=sort, origin=origin, public=public, beware=tuple(beware), clocks=started)


def check_mediator(d: Dispute, mediator: str, policy: Policy, *, units: Sequence[str]) -> None:
    """May this mediator have the case? `units`: where the mediator works. Raises RuleBroken with what stands in the way."""
    if mediator in d.recused:
        raise RuleBroken(rule="mediator_recused", reference="online-mediation-2022", why=f"{mediator} was recused")
    for one, key, relation in d.conflicts:
        if one == mediator:
            said = policy.disputes.relations[relation].name if relation in policy.disputes.relations else relation
            raise RuleBroken(
                rule="mediator_related", reference="online-mediation-2022", why=f"{mediator} and party {key}: {said}"
            )
    for party in d.standing:
        if party.unit and any(policy.tree.is_within(unit, party.unit) for unit in units):
            raise RuleBroken(
                rule="mediator_related",
                reference="online-mediation-2022",
                why=f"{mediator} works for party {party.key}",
            )


def declare(matter: Matter, mediator: str, key: str, relation: str, policy: Policy) -> list[e.Event]:
    """Said by the mediator or by a party. Of who has the case already it means leaving it."""
    lifecycle.check(matter.track, matter.state, e.ConflictDeclared)
    d = facts(matter)
    check_keys(d, [key], "key")
    one_of(relation, tuple(policy.disputes.relations), "relation")
    declared: list[e.Event] = [e.ConflictDeclared(mediator=mediator, key=key, relation=relation)]
    if mediator == d.mediator:
        declared.append(e.MediatorRecused(mediator=mediator, ground=relation, clocks=()))
    return declared


def confirm_mediator(
    matter: Matter,
    mediator: str,
    how: str,
    helpers: Sequence[str],
    units: Mapping[str, Sequence[str]],
    policy: Policy,
    at: datetime,
) -> e.MediatorConfirmed:
    """`units`: where the mediator and the helpers work. The term runs from the first mediator on; a change does not restart it."""
    lifecycle.check(matter.track, matter.state, e.MediatorConfirmed)
    d = facts(matter)
    one_of(how, HOW, "how")
    if len({mediator, *helpers}) != 1 + len(helpers):
        raise BadInput(field="helpers", why="names somebody twice")
    for one in (mediator, *helpers):
        check_mediator(d, one, policy, units=units.get(one, ()))
    started = [clocks.start(policy, "mediation.contact", at)]
    if matter.clock("mediation") is None:
        started.append(clocks.start(policy, policy.disputes.origins[d.origin].limit, at))
    return e.MediatorConfirmed(mediator=mediator, how=how, helpers=tuple(helpers), clocks=tuple(started))


def tell_rights(matter: Matter, keys: Sequence[str]) -> e.RightsTold:
    lifecycle.check(matter.track, matter.state, e.RightsTold)
    d = facts(matter)
    return e.RightsTold(keys=check_keys(d, keys) if keys else d.keys)


def hold(
    matter: Matter,
    sort: str,
    keys: Sequence[str],
    began: datetime,
    ended: datetime,
    commitment: str,
    now: datetime,
    room: str = "",
) -> e.SessionHeld:
    """One session that took place: joint with everybody who came, at least both sides; private with exactly one party."""
    lifecycle.check(matter.track, matter.state, e.SessionHeld)
    d = facts(matter)
    one_of(sort, SESSIONS, "sort")
    came = check_keys(d, keys)
    if ended <= began:
        raise BadInput(field="ended", why="lies before it began")
    if began < _begin(matter):
        raise BadInput(field="began", why="lies before the case was accepted")
    if ended > now:
        raise BadInput(field="ended", why="lies in the future; a session is recorded when it is over")
    sides = {p.side for p in d.standing if p.key in came}
    if sort == "joint" and not {"applicant", "respondent"} <= sides:
        raise BadInput(field="keys", why="a joint session needs both sides; record a talk with one as a private talk")
    if sort == "private" and len(came) != 1:
        raise BadInput(field="keys", why="a private talk is with one party")
    untold = [k for k in came if k not in d.told]
    if untold:
        raise RuleBroken(
            rule="rights_first", reference=f"{LAW}#23", why=f"{', '.join(untold)} not told of rights and duties yet"
        )
    return e.SessionHeld(len(d.sessions) + 1, sort, came, began, ended, commitment, room)


def _begin(matter: Matter) -> datetime:
    d = facts(matter)
    assert d.accepted_at is not None
    return d.accepted_at


def prolong(matter: Matter, keys: Sequence[str], until: date, policy: Policy, at: datetime) -> e.MediationExtended:
    """Longer, when everybody agrees. Raises RuleBroken while somebody has not."""
    lifecycle.check(matter.track, matter.state, e.MediationExtended)
    d = facts(matter)
    agreed = check_keys(d, keys)
    missing = [k for k in d.keys if k not in agreed]
    if missing:
        raise RuleBroken(
            rule="prolong_all", reference="online-mediation-2022", why=f"not agreed to by {', '.join(missing)}"
        )
    clock = matter.clock("mediation")
    assert clock is not None
    if end_of_day(until) <= clock.due:
        raise BadInput(field="until", why="is not later than the present limit")
    limit = policy.disputes.origins[d.origin].limit
    # the same clock with a later end: it began when it began
    later = clocks.until_day(policy, limit, clock.start, until)
    return e.MediationExtended(keys=agreed, until=until, clocks=(later,))


def draft(matter: Matter, form: str, instalments: Sequence[e.Instalment], commitment: str) -> e.AgreementDrafted:
    """What is to be signed: may be drafted again until it is signed."""
    lifecycle.check(matter.track, matter.state, e.AgreementDrafted)
    d = facts(matter)
    one_of(form, FORMS, "form")
    if not any(s.sort == "joint" for s in d.sessions):
        raise RuleBroken(rule="joint_first", reference=f"{LAW}#28", why="no joint session has been held yet")
    if [i.n for i in instalments] != list(range(1, len(instalments) + 1)):
        raise BadInput(field="instalments", why="are numbered from 1 in order")
    first = local(_begin(matter)).date()
    for i in instalments:
        check_keys(d, [i.debtor], "instalments")
        check_keys(d, [i.creditor], "instalments")
        if i.debtor == i.creditor:
            raise BadInput(field="instalments", why=f"instalment {i.n}: {i.debtor} would owe it to itself")
        if i.fen < 0:
            raise BadInput(field="instalments", why=f"instalment {i.n}: a sum below nothing")
        if i.due < first:
            raise BadInput(field="instalments", why=f"instalment {i.n}: its day lies before the case was accepted")
    if [i.due for i in instalments] != sorted(i.due for i in instalments):
        raise BadInput(field="instalments", why="are in the order of their days")
    return e.AgreementDrafted(form=form, commitment=commitment, instalments=tuple(instalments))


def agree(
    matter: Matter,
    form: str,
    keys: Sequence[str],
    on: date,
    policy: Policy,
    now: datetime,
    *,
    by_mediator: bool = True,
    stamped: bool = True,
) -> e.AgreementSigned | e.OralAgreementNoted:
    """The agreement takes effect on that day: in writing when everybody has signed and it is stamped (art.29), orally when it was
    agreed on and the mediator has noted it (art.30)."""
    kind = e.AgreementSigned if form == "written" else e.OralAgreementNoted
    article = f"{LAW}#{29 if form == 'written' else 30}"
    lifecycle.check(matter.track, matter.state, kind)
    d = facts(matter)
    if not d.draft_seq or d.form != form or d.drafted_at is None:
        raise RuleBroken(rule="draft_first", reference=article, why=f"there is no {FORMS[form]} to sign yet")
    signed = check_keys(d, keys)
    missing = [k for k in d.keys if k not in signed]
    if missing:
        raise RuleBroken(rule="signature_missing", reference=article, why=f"not signed by {', '.join(missing)}")
    if not by_mediator:
        raise RuleBroken(rule="signature_missing", reference=article, why="not signed by the mediator")
    if form == "written" and not stamped:
        raise RuleBroken(rule="stamp_missing", reference=article, why="the committee has not stamped it")
    if on < local(_begin(matter)).date():
        raise BadInput(field="on", why="lies before the case was accepted")
    if on > local(now).date():
        raise BadInput(field="on", why="lies in the future; it takes effect when it is signed")
    for p in d.promises:
        if p.due < on:
            raise BadInput(field="on", why=f"instalment {p.n} would have been due before; draft it again")
    started = list(next_performance(d.promises, now))
    # thirty days count from the day on which it took effect, also when it is entered later (民法典 art.201: that day not counted)
    if policy.disputes.sorts[d.sort].confirmable:
        started.append(clocks.start(policy, "mediation.confirmation", end_of_day(on) - _SECOND))
    return kind(keys=signed, on=on, clocks=tuple(started))
