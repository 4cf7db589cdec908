"""Applying (申请与受理): papers are checked against the list, what is missing is told once, and both clocks run side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.catalogue import Item
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import Span
from wushi.domain.tracks.application import Application

TRACK = "application"
CHECK, TOLERANCE, EXTENSION, DELIVERY = "service.check", "service.tolerance", "service.extension", "service.deliver"
ON_THE_SPOT = "service.on_the_spot"
OUTCOMES = ("granted", "denied")
MEANS = ("window", "post", "online")
_LAW = "administrative-licence"


def facts_of(matter: Matter) -> Application:
    """Raises RuleBroken for a matter of another track."""
    if matter.application is None or not matter.application.item:
        raise RuleBroken(rule="application_none", reference="", why="this matter is no application")
    return matter.application


def apply(
    item: Item,
    brought: Sequence[str],
    *,
    way: str,
    bundle: str = "",
    after: tuple[str, ...] = (),
    cosign: bool = False,
) -> e.Applied:
    """Raises BadInput for a paper that the item does not name."""
    known = [n.material for n in item.materials]
    for paper in brought:
        if paper not in known:
            raise BadInput(
                field="brought", why=f"{paper!r} is not on the list: {', '.join(known) or 'nothing is needed'}"
            )
    legal = item.legal or item.promised
    return e.Applied(
        item=item.code, version=item.version, decides=item.unit, instant=item.instant, legal=legal.amount,
        legal_unit=legal.unit, promised=item.promised.amount, promised_unit=item.promised.unit,
        needed=tuple((n.material, n.must, n.tolerable) for n in item.materials), brought=tuple(dict.fromkeys(brought)),
        reference=_LAW, way=way, bundle=bundle, after=after, cosign=cosign,
    )  # fmt: skip


def check_missing(app: Application, missing: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput where nothing is missing, or something that the list does not ask for."""
    listed = [paper for paper, _, _ in app.needed]
    for paper in missing:
        if paper not in listed:
            raise BadInput(field="missing", why=f"{paper!r} is not on the item's list: it may not be asked for")
    if not missing:
        raise BadInput(field="missing", why="name everything that is missing, in one notice")
    return tuple(dict.fromkeys(missing))


def notice(matter: Matter, missing: Sequence[str], commitment: str, policy: Policy, at: datetime) -> e.NoticeGiven:
    """Once, and within the limit; later the application counts as accepted (行政许可法 art.32)."""
    lifecycle.check(TRACK, matter.state, e.NoticeGiven)
    app = facts_of(matter)
    if app.notices:
        raise RuleBroken(
            rule="notice_once",
            reference=f"{_LAW}#32",
            why="papers were asked for already; a second notice needs the head",
        )
    clock = matter.clock("check")
    if clock is not None and at > clock.due:
        raise RuleBroken(
            rule="notice_late", reference=f"{_LAW}#32",
            why="nobody was told within the limit: it counts as accepted since it was received",
        )  # fmt: skip
    if matter.state == "examining":
        raise RuleBroken(
            rule="notice_accepted", reference=f"{_LAW}#32", why="it is accepted; a notice now needs the head"
        )
    return e.NoticeGiven(missing=check_missing(app, missing), commitment=commitment)


def ask_again(matter: Matter, missing: Sequence[str], reason: str) -> e.SecondNoticeAsked:
    lifecycle.check(TRACK, matter.state, e.SecondNoticeAsked)
    app = facts_of(matter)
    if not app.notices and matter.state != "examining":
        raise RuleBroken(rule="notice_first", reference=f"{_LAW}#32", why="no notice was given yet: give the first one")
    if app.asked_again:
        raise RuleBroken(rule="notice_asked", reference="", why="a second notice was asked for already")
    if not reason.strip():
        raise BadInput(field="reason", why="say why it was not told the first time")
    return e.SecondNoticeAsked(missing=check_missing(app, missing), reason=reason.strip())


def grant_again(matter: Matter, approver: str, commitment: str) -> e.NoticeGiven:
    lifecycle.check(TRACK, matter.state, e.NoticeGiven)
    app = facts_of(matter)
    if not app.asked_again:
        raise RuleBroken(rule="notice_not_asked", reference="", why="nobody asked for a second notice")
    return e.NoticeGiven(missing=app.asked_again, commitment=commitment, again=True, approver=approver)


def refuse_again(matter: Matter, reason: str) -> e.SecondNoticeRefused:
    lifecycle.check(TRACK, matter.state, e.SecondNoticeRefused)
    if not facts_of(matter).asked_again:
        raise RuleBroken(rule="notice_not_asked", reference="", why="nobody asked for a second notice")
    if not reason.strip():
        raise BadInput(field="reason", why="say why not")
    return e.SecondNoticeRefused(reason=reason.strip())


def bring(matter: Matter, brought: Sequence[str], policy: Policy, at: datetime) -> e.PapersBrought:
    lifecycle.check(TRACK, matter.state, e.PapersBrought)
    found = check_missing(facts_of(matter), brought)
    return e.PapersBrought(brought=found, clocks=(clocks.start(policy, CHECK, at),))


def accept(
    matter: Matter,
    *,
    promise: bool,
    commitment: str,
    policy: Policy,
    at: datetime,
    results: Mapping[str, str] | None = None,
) -> e.Accepted:
    """`promise`: the applicant has promised in writing to bring the papers that may follow. `results`: of the matters of the
    bundle that come first, by number. Clocks count from the day of receipt where nobody was told in time."""
    lifecycle.check(TRACK, matter.state, e.Accepted)
    app = facts_of(matter)
    if app.is_bundle:
        raise RuleBroken(rule="bundle_parts", reference="", why="a bundle is accepted part by part")
    if app.cosign and not app.cosigned:
        raise RuleBroken(rule="cosign", reference="", why="the second person has not signed yet")
    waiting = [number for number in app.after if (results or {}).get(number) != "granted"]
    if waiting:
        raise RuleBroken(rule="bundle_order", reference="", why=f"it needs the result of {', '.join(waiting)} first")
    clock = matter.clock("check")
    late = clock is not None and clock.stopped is None and at > clock.due
    lacking = app.lacking()
    firm = [paper for paper in lacking if not app.may_follow(paper)]
    if firm and not late:
        raise RuleBroken(
            rule="papers_lacking",
            reference=f"{_LAW}#32",
            why=f"{', '.join(firm)} must be there; tell once what is missing",
        )
    if lacking and not promise and not late:
        raise RuleBroken(
            rule="tolerance_promise", reference="anyang-service#24",
            why=f"{', '.join(lacking)} may follow, on the applicant's written promise",
        )  # fmt: skip
    start = clock.start if late and clock else at
    started = [
        _clock("decide", app.promised, app.promised_unit, app.instant, policy, start),
        _clock("legal", app.legal, app.legal_unit, False, policy, start),
    ]
    if lacking:
        started.append(clocks.start(policy, TOLERANCE, at))
    return e.Accepted(
        unit=app.decides, path=policy.tree.line(app.decides), since=local(start).date().isoformat(), tolerated=lacking,
        commitment=commitment, clocks=tuple(started),
    )  # fmt: skip


def _clock(which: str, amount: float, unit: str, instant: bool, policy: Policy, at: datetime) -> e.ClockStart:
    """The clock of a promise or of a law, as it stands in the catalogue; on the spot means within the pack's measure of it."""
    if instant:
        made = clocks.start(policy, ON_THE_SPOT, at)
        return e.ClockStart(
            which, made.start, made.due, made.limit, made.amount, made.unit, made.value_since, made.reference
        )
    unit = {"hours": "working_hours"}.get(unit, unit)
    day = local(at).date()
    due = Span(day, amount, unit, _LAW).due(at, policy.calendar)
    return e.ClockStart(which, at, due, f"item.{which}", amount, unit, day.isoformat(), _LAW)


def refuse(matter: Matter, ground: str, commitment: str, policy: Policy) -> e.ApplicationRefused:
    lifecycle.check(TRACK, matter.state, e.ApplicationRefused)
    facts_of(matter)
    if ground not in policy.service.refusals:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.service.refusals)}")
    return e.ApplicationRefused(ground=ground, commitment=commitment)


def follow(matter: Matter, brought: Sequence[str]) -> e.PapersFollowed:
    lifecycle.check(TRACK, matter.state, e.PapersFollowed)
    app = facts_of(matter)
    if not app.tolerated:
        raise RuleBroken(rule="tolerance_none", reference="", why="no paper was promised for later")
    left = [paper for paper in app.tolerated if paper not in brought]
    if left:
        raise RuleBroken(
            rule="tolerance_all",
            reference="anyang-service#24",
            why=f"{', '.join(left)} is still lacking; all come at once",
        )
    return e.PapersFollowed(brought=tuple(dict.fromkeys(brought)))


def more_time(matter: Matter, policy: Policy, at: datetime, *, approver: str, told: bool) -> e.ExtensionGranted:
    """Both clocks move on, once, with the head's approval; the applicant is told why (行政许可法 art.42)."""
    lifecycle.check(TRACK, matter.state, e.ExtensionGranted)
    if not matter.extension_asked:
        raise RuleBroken(rule="extension_asked", reference=f"{_LAW}#42", why="nobody asked for more time")
    if matter.extended:
        raise RuleBroken(rule="extension_once", reference=f"{_LAW}#42", why="the limit was extended already")
    if not told:
        raise RuleBroken(
            rule="extension_told", reference=f"{_LAW}#42", why="the applicant must be told why it takes longer"
        )
    moved = [clocks.extended(policy, c, EXTENSION, at) for c in matter.running if c.name in ("decide", "legal")]
    return e.ExtensionGranted(approver=approver, told=told, clocks=tuple(moved))


def decide(matter: Matter, outcome: str, commitment: str, policy: Policy, at: datetime) -> e.Decided:
    lifecycle.check(TRACK, matter.state, e.Decided)
    app = facts_of(matter)
    if outcome not in OUTCOMES:
        raise BadInput(field="outcome", why=f"one of {', '.join(OUTCOMES)}")
    if app.tolerated and outcome == "granted":
        raise RuleBroken(
            rule="tolerance_open", reference="anyang-service#24",
            why=f"{', '.join(app.tolerated)} was promised and is not there yet",
        )  # fmt: skip
    if any(c.paused is not None and c.stopped is None for c in matter.clocks):
        raise RuleBroken(
            rule="decide_paused", reference=f"{_LAW}#45", why="the clocks stand still; let them go on first"
        )
    assert app.applied_at is not None
    measure = policy.limit(ON_THE_SPOT).at(local(app.applied_at).date())
    spot = not app.notices and at <= measure.due(app.applied_at, policy.calendar)
    desk = policy.desk_of(TRACK)
    return e.Decided(
        outcome=outcome, on_the_spot=spot, unit=desk, path=policy.tree.line(desk), commitment=commitment,
        clocks=(clocks.start(policy, DELIVERY, at),),
    )  # fmt: skip


def deliver(matter: Matter, means: str) -> e.Delivered:
    lifecycle.check(TRACK, matter.state, e.Delivered)
    if means not in MEANS:
        raise BadInput(field="means", why=f"one of {', '.join(MEANS)}")
    return e.Delivered(means=means)


def withdraw(matter: Matter, reason: str, by: str = "applicant") -> e.Withdrawn:
    lifecycle.check(TRACK, matter.state, e.Withdrawn)
    facts_of(matter)
    return e.Withdrawn(by=by, reason=reason.strip())


def lapsed(matter: Matter) -> bool:
    """Was a paper promised that did not come in time? Then it counts as withdrawn (安阳条例 art.24)."""
    if matter.track != TRACK or matter.state != "examining":
        return False
    clock = matter.clock("tolerate")
    return clock is not None and clock.stopped is None and "tolerate-overdue" in clock.rungs
