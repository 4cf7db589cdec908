"""What always holds on any course of a dispute: sensible steps and senseless ones, in any order, by the domain's own deciders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.domain import events as e
from wushi.domain import lifecycle, mediation, parties, performance, registration
from wushi.domain.calendar import local
from wushi.domain.errors import Refusal
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy

BEGINS = datetime(2022, 3, 1, 1, 0, tzinfo=UTC)
MEDIATORS = ("m-1", "m-2", "m-3")
Step = Callable[[Matter, Random, datetime, Policy], "e.Event | list[e.Event]"]


def _some(m: Matter, chance: Random) -> tuple[str, ...]:
    keys = parties.facts(m).keys
    return keys if chance.random() < 0.8 else keys[:1]


def _side(m: Matter, chance: Random) -> str:
    missing = [s for s in ("applicant", "respondent") if s not in {p.side for p in parties.facts(m).standing}]
    return missing[0] if missing else chance.choice(("applicant", "respondent", "third"))


def _silent(m: Matter, chance: Random) -> str:
    waiting = [p.key for p in parties.facts(m).standing if not p.consent]
    return waiting[0] if waiting else chance.choice("ABC")


def _day(chance: Random, at: datetime) -> date:
    return local(at).date() + timedelta(days=chance.choice((0, 0, 0, -3, 2)))


def _instalments(chance: Random, at: datetime) -> list[e.Instalment]:
    first = local(at).date() + timedelta(days=chance.choice((-2, 5, 12)))
    return [e.Instalment(n, "B", "A", first + timedelta(days=10 * n), 100) for n in range(1, chance.choice((1, 2, 4)))]


STEPS: dict[str, Step] = {
    "enter": lambda m, c, at, p: parties.enter(m, _side(m, c), "person", "", "x", p),
    "strike": lambda m, c, at, p: parties.strike(m, c.choice("AB"), ""),
    "consent": lambda m, c, at, p: parties.consent(m, _silent(m, c), "phone"),
    "refuse": lambda m, c, at, p: parties.refuse(m, c.choice("AB"), p),
    "accept": lambda m, c, at, p: mediation.accept(
        m, c.choice(("neighbours", "status")), c.choice(tuple(p.disputes.origins)), False, (), p, at
    ),
    "confirm": lambda m, c, at, p: mediation.confirm_mediator(m, c.choice(MEDIATORS), "chosen", (), {}, p, at),
    "declare": lambda m, c, at, p: mediation.declare(m, c.choice(MEDIATORS), c.choice("AB"), "relative", p),
    "tell": lambda m, c, at, p: mediation.tell_rights(m, ()),
    "hold": lambda m, c, at, p: mediation.hold(
        m, c.choice(("joint", "private")), _some(m, c), at - timedelta(minutes=c.choice((20, 90))), at, "x", at
    ),
    "prolong": lambda m, c, at, p: mediation.prolong(
        m, _some(m, c), local(at).date() + timedelta(days=c.randint(5, 70)), p, at
    ),
    "draft": lambda m, c, at, p: mediation.draft(m, c.choice(("written", "oral")), _instalments(c, at), "x"),
    "agree": lambda m, c, at, p: mediation.agree(
        m, c.choice(("written", "oral")), _some(m, c), _day(c, at), p, at, stamped=c.random() < 0.9
    ),
    "keep": lambda m, c, at, p: performance.keep(m, c.randint(1, 3), _day(c, at), "", at),
    "miss": lambda m, c, at, p: performance.miss(m, c.randint(1, 3), "", p, at),
    "late": lambda m, c, at, p: performance.late(m, c.randint(1, 3), _day(c, at), "", c.random() < 0.7, at),
    "complete": lambda m, c, at, p: performance.complete(m),
    "apply": lambda m, c, at, p: performance.apply(m, "court", _some(m, c), _day(c, at), p, at),
    "rule": lambda m, c, at, p: performance.rule(m, c.choice(("confirmed", "dismissed")), "x", _day(c, at), at),
    "longer": lambda m, c, at, p: performance.prolong_ruling(m, p, at),
    "fail": lambda m, c, at, p: performance.fail(m, "no-agreement", p),
    "withdraw": lambda m, c, at, p: performance.withdraw(m, "A", p),
    "expire": lambda m, c, at, p: performance.expire(m, p, at),
}
# Most courses get somewhere: the steps of a good one in order, with senseless ones between.
ENDS = ("refuse", "withdraw", "fail", "expire", "strike", "declare")
COURSE = ("enter", "enter", "consent", "consent", "accept", "confirm", "tell", "hold", "hold", "draft", "agree", "keep")


@settings(max_examples=250, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_any_course_keeps_the_promises(seed: int, policy: Policy) -> None:
    chance, at = Random(seed), BEGINS
    m = after(
        Matter("x"),
        registration.register(channel="court", type="", commitment="c", policy=policy, at=at, track="dispute"),
        at,
    )
    terms: set[datetime] = set()
    for turn in range(80):
        at += timedelta(hours=chance.choice((1, 5, 24, 24 * 6)))
        name = COURSE[turn // 3 % len(COURSE)] if chance.random() < 0.5 else chance.choice(tuple(STEPS))
        if name == "enter" and len(parties.facts(m).standing) >= 2 and chance.random() < 0.95:
            continue
        if name in ENDS and chance.random() < 0.93:
            continue
        try:
            made = STEPS[name](m, chance, at, policy)
        except Refusal as refusal:
            assert refusal.code in ("bad_input", "rule_broken", "wrong_state")
            continue
        for event in made if isinstance(made, list) else [made]:
            m = after(m, event, at)
        _check(m, at, terms)


def _check(m: Matter, at: datetime, terms: set[datetime]) -> None:
    d = m.dispute
    assert d is not None
    # the term begins once, whoever mediates and however often it is prolonged
    terms |= {c.start for c in m.clocks if c.name == "mediation"}
    assert len(terms) <= 1
    running = [c.name for c in m.running]
    assert len(running) == len(set(running))
    if d.accepted_at:
        assert len(d.standing) >= 2 and m.state != "registered"
    if d.sessions:
        assert d.accepted_at and all(s.began >= d.accepted_at for s in d.sessions)
        assert all(len(s.keys) == 1 for s in d.sessions if s.sort == "private")
    if d.agreed_on:
        assert set(d.keys) <= set(d.signed) and d.agreed_on <= local(at).date()
        assert m.state in lifecycle.dispute.AGREED
        assert "mediation" not in running
    assert d.mediator not in d.recused
    if m.state == "performed":
        assert all(p.kept for p in d.promises) and performance.succeeded(m, at)
    if m.state == "not_performed":
        assert any(p.missed and p.kept is None for p in d.promises) and not performance.succeeded(m, at)
    if performance.succeeded(m, at):
        assert d.agreed_on
    if d.ground and d.ended_at:
        assert d.remedies and m.state in lifecycle.of("dispute").ended
