"""What always holds on any course of a matter: sensible moves and senseless ones, in any order, by the domain's own deciders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import at
from wushi.domain import alarms, callback, dispatch, duty, handling, lifecycle, points, registration, routing
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.errors import Refusal, RuleBroken, WrongState
from wushi.domain.matter import Clock, Matter, after, paused_time
from wushi.domain.policy import Policy
from wushi.domain.routing import Proposal
from wushi.packs.loader import load

MONDAY = at("2022-08-01 09:00").astimezone(UTC)
PLACE = "150302001002"
UNITS = ("housing", "market", "municipal", "150302001")
SUBJECTS = ("property/parking/space", "market/food/goods", "city/facility/lamp", "utilities/water/off")
GROUNDS = ("not-solved", "dissatisfied", "new-facts")
HOURS = (0, 0.02, 1, 5, 20, 30, 80, 220)
Step = tuple[bool, int, int, int]
LEAD = Matter("HBW-2022-0000002", version=3, state="in_progress", unit="municipal", lead="municipal")


@dataclass
class Course:
    """A matter, its history, and the means to move it: `pick` is whatever chance wants of a move."""

    policy: Policy
    matter: Matter
    now: datetime
    entries: list[e.Entry] = field(default_factory=list)

    def take(self, event: e.Event) -> None:
        self.matter = after(self.matter, event, self.now)
        self.entries.append(e.Entry(len(self.entries) + 1, self.now, "post", "unit", "", "", event))

    def replayed(self) -> Matter:
        matter = Matter(self.matter.number, unit=self.policy.main_desk)
        for entry in self.entries:
            matter = after(matter, entry.event, entry.at)
        return matter


def _dispatch(c: Course, pick: int) -> e.Event:
    limit = ("@tier", "hotline.reply_utility", "hotline.reply_consult")[pick % 3]
    proposal = Proposal(UNITS[pick % len(UNITS)], limit, 1.0, (), "wushi-proposal")
    return dispatch.dispatch(c.matter, proposal, c.policy, c.now)


def _route(c: Course, pick: int) -> e.Event:
    p = routing.route(c.matter.subject, c.matter.type, c.matter.place, c.policy)
    return e.RouteProposed(p.unit, p.limit, p.confidence, p.reasons, p.reference)


def _call_back(c: Course, pick: int) -> e.Event:
    said = callback.SATISFACTION[pick % 4]
    return callback.call_back(
        c.matter, contacted=True, solved=pick % 2 == 0, satisfaction=said, means="phone", policy=c.policy, at=c.now
    )


def _ring(c: Course, pick: int) -> e.Event:
    alarm = alarms.next_alarm(c.matter, c.policy)
    if alarm is None:
        raise RuleBroken(rule="nothing_due", reference="", why="nothing can fall due")
    c.now = max(c.now, alarm.at)
    return alarms.ring(c.matter, alarm, c.policy)


def _review_day(c: Course, pick: int) -> date:
    return local(c.now).date() + timedelta(days=pick % 33)


MOVES: dict[str, Callable[[Course, int], e.Event]] = {
    "Classified": lambda c, n: e.Classified(SUBJECTS[n % len(SUBJECTS)], 1.0, (), by="person"),
    "Located": lambda c, n: e.Located((PLACE, "")[n % 2], 1.0, ()),
    "RouteProposed": _route,
    "Answered": lambda c, n: e.Answered(),
    "NotAccepted": lambda c, n: registration.refuse(c.matter, "litigation", c.policy),
    "TransferredOut": lambda c, n: registration.transfer_out(c.matter, "119", "", c.policy),
    "SimilarFound": lambda c, n: e.SimilarFound((("HBW-2022-0000002", 0.8, ("同一栋楼",)),)),
    "Merged": lambda c, n: registration.merge(c.matter, LEAD, ("同一处",))[0],
    "Unmerged": lambda c, n: registration.unmerge(c.matter, "不是同一处"),
    "RepliedThroughLead": lambda c, n: handling.reply_through_lead(c.matter, LEAD, c.policy, c.now),
    "FollowerJoined": lambda c, n: e.FollowerJoined(f"HBW-2022-000001{n % 10}"),
    "FollowerLeft": lambda c, n: e.FollowerLeft(f"HBW-2022-000001{n % 10}"),
    "SplitInto": lambda c, n: registration.split(c.matter, ("HBW-2022-0000008", "HBW-2022-0000009")),
    "Informed": lambda c, n: e.Informed(f"words-{n}", c.matter.unit),
    "PointsListed": lambda c, n: points.list_points(c.matter, ("灯不亮", "路不平")[: 1 + n % 2], "", at_desk=n % 3 > 0),
    "DangerRaised": lambda c, n: duty.raised(c.matter, ("gas", "fire")[n % 2], c.policy, c.now),
    "DangerTaken": lambda c, n: duty.taken(c.matter),
    "DangerJudged": lambda c, n: duty.judged(c.matter, n % 2 == 0, "口头语"),
    "Noted": lambda c, n: e.Noted(),
    "Objected": lambda c, n: dispatch.object_to(c.matter, "不是我们的", c.policy, c.now),
    "Designated": lambda c, n: dispatch.designate(c.matter, UNITS[n % len(UNITS)], "职责", c.policy, c.now),
    "CoHandlersInvited": lambda c, n: handling.invite(c.matter, (UNITS[n % len(UNITS)],), c.policy, c.now),
    "CoHandlingEnded": lambda c, n: e.CoHandlingEnded(),
    "DiscussionOpened": lambda c, n: e.DiscussionOpened("商量"),
    "DiscussionConcluded": lambda c, n: e.DiscussionConcluded("商定"),
    "Dispatched": _dispatch,
    "SignedFor": lambda c, n: e.SignedFor(),
    "HandlingStarted": lambda c, n: e.HandlingStarted(),
    "Contacted": lambda c, n: e.Contacted(),
    "ExtensionRequested": lambda c, n: handling.ask_extension(c.matter, "等配件", c.policy, c.now),
    "ExtensionGranted": lambda c, n: handling.grant_extension(c.matter, "head", n % 4 > 0, c.policy, c.now),
    "ExtensionRefused": lambda c, n: e.ExtensionRefused("按期办"),
    "DeferralProposed": lambda c, n: handling.propose_deferral(
        c.matter, "冬季", "开春施工", _review_day(c, n), c.policy, c.now
    ),
    "Deferred": lambda c, n: handling.defer(c.matter, "supervisor", c.policy, c.now),
    "DeferralRefused": lambda c, n: e.DeferralRefused("具备条件"),
    "Resumed": lambda c, n: e.Resumed("条件具备"),
    "TerminationProposed": lambda c, n: handling.propose_termination(c.matter, "litigation", "已起诉", c.policy),
    "Terminated": lambda c, n: handling.terminate(c.matter, "dispatcher"),
    "TerminationRefused": lambda c, n: e.TerminationRefused("继续办"),
    "Replied": lambda c, n: handling.reply(
        c.matter,
        handling.OUTCOMES[n % 6],
        "",
        c.policy,
        c.now,
        points=(tuple(points.STATUSES)[n % 6],) * c.matter.points,
    ),
    "CallbackAttempted": lambda c, n: e.CallbackAttempted(),
    "CalledBack": _call_back,
    "Reopened": lambda c, n: callback.reopen(c.matter, GROUNDS[n % 3], f"facts-{n % 4}", c.policy, c.now),
    "Closed": lambda c, n: callback.close(c.matter, ("", "withdrawn")[n % 2], c.policy),
    "Archived": lambda c, n: e.Archived(),
    "Urged": lambda c, n: e.Urged("reply", "", None, c.matter.unit),
    "PlacedUnderSupervision": lambda c, n: e.PlacedUnderSupervision("reply", "", None, "150302", 1 + n % 3, "久拖不决"),
    "SupervisionLifted": lambda c, n: e.SupervisionLifted("已办"),
    "TextReleased": lambda c, n: e.TextReleased(f"words-{n}"),
    "TextWithdrawn": lambda c, n: e.TextWithdrawn("内容过时"),
    "ring": _ring,
}

steps = st.lists(
    st.tuples(st.integers(0, 9).map(bool), st.integers(0, 999), st.integers(0, 7), st.integers(0, 199)),
    min_size=8,
    max_size=40,
)
_TAKEN_UP = ("Classified", "Dispatched", "SignedFor", "Contacted")
# The first steps lead somewhere, so that chance does not spend itself at the desk.
beginnings = st.sampled_from(
    [
        (),
        ("Classified", "Dispatched"),
        ("Classified", "Dispatched", "Objected"),
        ("Classified", "Dispatched", "SignedFor", "Objected", "Designated"),
        _TAKEN_UP,
        (*_TAKEN_UP, "ExtensionRequested"),
        (*_TAKEN_UP, "ExtensionRequested", "ExtensionGranted"),
        (*_TAKEN_UP, "DeferralProposed"),
        (*_TAKEN_UP, "DeferralProposed", "Deferred"),
        (*_TAKEN_UP, "Replied"),
        (*_TAKEN_UP, "Replied", "CalledBack"),
        (*_TAKEN_UP, "Replied", "CalledBack", "Reopened"),
        (*_TAKEN_UP, "Replied", "CalledBack", "Closed"),
    ]
)
HOTLINE = lifecycle.of("hotline")
# Possible in nearly every state: they are drawn less often than what leads on.
QUIET = {
    "DangerRaised", "DangerTaken", "DangerJudged",
    "Classified", "Located", "RouteProposed", "SimilarFound", "PointsListed", "Informed", "FollowerJoined", "FollowerLeft", "Noted",
    "Urged", "PlacedUnderSupervision",
    "SupervisionLifted", "SplitInto", "NotAccepted", "Answered", "TransferredOut", "Terminated", "Archived",
}  # fmt: skip


def registered(policy: Policy) -> Course:
    course = Course(policy, Matter("HBW-2022-0000001", unit=policy.main_desk), MONDAY)
    course.take(
        registration.register(channel="phone", type="complain", commitment="c" * 64, policy=policy, at=course.now)
    )
    return course


def chosen(course: Course, step: Step) -> str:
    """Mostly a move that the table knows here; now and then any at all."""
    sensible, which, _, _ = step
    names: Sequence[str] = list(MOVES)
    if sensible:
        here = [n for n in lifecycle.possible("hotline", course.matter.state) if n in MOVES]
        names = [*here, "ring", *[n for n in here if n not in QUIET] * 4]
    return names[which % len(names)]


@cache
def pack() -> Policy:
    return load(Path(__file__).parents[2] / "packs" / "150302-haibowan")


def walked(first: tuple[str, ...], rest: list[Step]) -> Iterator[tuple[Course, str, Matter, e.Event]]:
    """A course, after each of its steps that the rules allowed: with the move, the matter before it, and what happened."""
    course = registered(pack())
    planned = [(name, (True, 0, 2, 10)) for name in first] + [("", step) for step in rest]
    for name, step in planned:
        course.now += timedelta(hours=HOURS[step[2]])
        before = course.matter
        name = name or chosen(course, step)
        try:
            event = MOVES[name](course, step[3])
            course.take(event)
        except Refusal:
            assert course.matter == before, "a refused move leaves everything as it was"
            continue
        yield course, name, before, event


def courses(test: Callable[[Course, str, Matter, e.Event], None]) -> Callable[[], None]:
    """Run the test after every step that the rules allowed, with the matter before it."""

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(first=beginnings, rest=steps)
    def run(first: tuple[str, ...], rest: list[Step]) -> None:
        for step in walked(first, rest):
            test(*step)

    run.__doc__ = test.__doc__
    return run


def running_reply(matter: Matter) -> Clock | None:
    clock = matter.clock("reply")
    return clock if clock is not None and clock.stopped is None else None


def _history_makes_the_matter(course: Course, name: str, before: Matter, event: e.Event) -> None:
    assert course.replayed() == course.matter


def _versions_count(course: Course, name: str, before: Matter, event: e.Event) -> None:
    assert course.matter.version == before.version + 1 == len(course.entries)
    assert [entry.seq for entry in course.entries] == list(range(1, course.matter.version + 1))


def _only_extension_and_deferral_move_the_answer(course: Course, name: str, before: Matter, event: e.Event) -> None:
    """A comment, a new class, a new place, another unit: none of them moves the due moment of the answer."""
    was = running_reply(before)
    if was is None:
        return
    now = next(
        c for n, c in enumerate(course.matter.clocks) if before.clocks[n] is was or n == before.clocks.index(was)
    )
    if event.kind not in ("ExtensionGranted", "Resumed"):
        assert (now.due, now.start) == (was.due, was.start)
    assert now.due >= was.due
    if event.kind != "Reopened":
        assert course.matter.clock("reply") == now, "no second clock while one runs"


def _each_rung_once(course: Course, name: str, before: Matter, event: e.Event) -> None:
    for clock in course.matter.clocks:
        assert len(clock.rungs) == len(set(clock.rungs))
    rung = getattr(event, "rung", "")
    if rung:
        of = event.clock  # type: ignore[attr-defined]
        assert not any(rung in c.rungs for c in before.clocks if c.name == of and c.stopped is None)
    following = alarms.next_alarm(course.matter, course.policy)
    if following is not None and following.rung != alarms.ARCHIVE:
        clocks = [c for c in course.matter.clocks if c.name == following.clock and c.running]
        assert any(following.rung not in c.rungs for c in clocks)


def _no_objection_after_a_ruling(course: Course, name: str, before: Matter, event: e.Event) -> None:
    assert not (before.designated and event.kind == "Objected")
    if course.matter.designated and course.matter.state in ("dispatched", "signed"):
        with pytest.raises(RuleBroken):
            dispatch.object_to(course.matter, "还是不是我们的", course.policy, course.now)


def _a_unit_objects_once(course: Course, name: str, before: Matter, event: e.Event) -> None:
    assert max(Counter(course.matter.objectors).values(), default=0) <= 1


def _one_extension(course: Course, name: str, before: Matter, event: e.Event) -> None:
    assert sum(entry.event.kind == "ExtensionGranted" for entry in course.entries) <= 1


def _a_deferral_keeps_the_exact_remainder(course: Course, name: str, before: Matter, event: e.Event) -> None:
    """What was left when the clock stood still is left when it goes on: paused and running make up the wall's time."""
    was = running_reply(before)
    if event.kind == "Deferred" and was is not None:
        now = running_reply(course.matter)
        assert now is not None
        assert (now.paused, now.due) == (course.now, was.due)
        assert alarms.next_alarm(course.matter, course.policy) is None or "reply" not in {
            c.name for c in course.matter.running
        }
    if event.kind == "Resumed" and was is not None:
        now = running_reply(course.matter)
        assert now is not None
        assert was.paused is not None
        assert now.due - course.now == was.due - was.paused
        assert now.paused is None
    if running_reply(course.matter) and not course.matter.reopenings and not course.matter.extended:
        reply = running_reply(course.matter)
        granted = next(s for n in course.entries for s in getattr(n.event, "clocks", ()) if s.name == "reply")
        assert reply is not None
        assert reply.due - granted.due == paused_time(course.matter, "reply", course.entries)


def _same_reasons_never_open_twice(course: Course, name: str, before: Matter, event: e.Event) -> None:
    facts = [facts for _, facts in course.matter.reopenings]
    assert len(facts) == len(set(facts))


def _whoever_had_it_is_remembered(course: Course, name: str, before: Matter, event: e.Event) -> None:
    sent = [n.event.unit for n in course.entries if isinstance(n.event, e.Dispatched | e.Designated)]
    had = set(course.matter.handlers) | {course.matter.answered_by} - {""}
    assert set(sent) <= had <= {*sent, LEAD.lead}  # and who answered for it while it followed another
    assert course.matter.lead == (sent[-1] if sent else "")


def _what_is_open_has_a_clock(course: Course, name: str, before: Matter, event: e.Event) -> None:
    """Nothing lies about without a due moment, but for what is solved and content and only waits to be closed."""
    last = course.matter.callbacks[-1] if course.matter.state == "callback" else None
    if last is not None and last.solved and last.satisfaction in callback.CONTENT:
        return
    if course.matter.state == "merged":  # the lead's clocks run for it; its own are kept
        assert {c.name for c in course.matter.running} <= {"danger"}  # danger waits for nobody's merging
        assert any(clock.aside for clock in course.matter.clocks)
    elif course.matter.open:
        assert course.matter.running, course.matter.state
    elif course.matter.state != "archived":
        assert not [c for c in course.matter.running if c.name in ("reply", "dispatch", "callback")]


test_the_history_makes_the_matter = courses(_history_makes_the_matter)
test_versions_count_one_by_one = courses(_versions_count)
test_only_extension_and_deferral_move_the_answer = courses(_only_extension_and_deferral_move_the_answer)
test_each_rung_rings_once = courses(_each_rung_once)
test_no_objection_after_a_ruling = courses(_no_objection_after_a_ruling)
test_a_unit_objects_once = courses(_a_unit_objects_once)
test_one_extension = courses(_one_extension)
test_a_deferral_keeps_the_exact_remainder = courses(_a_deferral_keeps_the_exact_remainder)
test_the_same_reasons_never_open_twice = courses(_same_reasons_never_open_twice)
test_whoever_had_it_is_remembered = courses(_whoever_had_it_is_remembered)
test_what_is_open_has_a_clock = courses(_what_is_open_has_a_clock)


# --- the table --------------------------------------------------------------------------------------------------------

# What may still happen to what has ended; nothing else may.
AT_REST = {
    "answered": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn", "TextReleased"},
    "split": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn"},
    "not_accepted": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn"},
    "transferred_out": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn"},
    "terminated": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn"},
    "closed": {"DangerJudged", "Archived", "FollowerLeft", "Noted", "TextWithdrawn", "Reopened", "TextReleased"},
    "archived": {"FollowerLeft", "Noted", "TextWithdrawn", "TextReleased"},
}


def test_what_has_ended_takes_only_what_the_table_says() -> None:
    assert set(AT_REST) == HOTLINE.ended
    for state, allowed in AT_REST.items():
        late = (
            set() if state == "archived" else {"HandOverAnswered", "TaskEnded"}
        )  # a result told back, a task that ends later
        assert set(HOTLINE.possible(state)) == allowed | late


@pytest.mark.parametrize("state", HOTLINE.states)
@pytest.mark.parametrize("name", HOTLINE.moves)
def test_the_table_decides_each_event_in_each_state(state: str, name: str) -> None:
    move = HOTLINE.moves[name]
    if state in move.sources:
        assert HOTLINE.check(state, move.event) is move
    else:
        with pytest.raises(WrongState) as refused:
            HOTLINE.check(state, move.event)
        assert refused.value.facts["state"] == state


def test_every_state_can_be_reached_and_left_but_the_archive() -> None:
    reached = {move.to for move in HOTLINE.table if move.to not in ("", lifecycle.BEFORE)}
    assert reached == set(HOTLINE.states)
    stuck = {s for s in HOTLINE.states if not any(s in m.sources and m.to not in ("", s) for m in HOTLINE.table)}
    assert stuck == {"archived"}
