"""Callback and after (回访, 重办, 办结): ask three things apart, open again on new grounds only, close on a stated basis."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.dispatch import reply_limit
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

CALLBACK = "hotline.callback"
SATISFACTION = ("satisfied", "basically", "dissatisfied", "none")
CONTENT = ("satisfied", "basically")


def call_back(
    matter: Matter,
    *,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    means: str,
    policy: Policy,
    at: datetime,
    by_resident: bool = False,
    exclusion: str = "",
    commitment: str = "",
) -> e.CalledBack:
    """Record the resident's three answers; `exclusion` names the ground that keeps it out of the three rates."""
    lifecycle.check(matter.track, matter.state, e.CalledBack)
    if satisfaction not in SATISFACTION:
        raise BadInput(field="satisfaction", why=f"one of {', '.join(SATISFACTION)}")
    if exclusion and exclusion not in policy.exclusions:
        raise BadInput(field="exclusion", why=f"one of {', '.join(policy.exclusions)}")
    # unsolved or not content: it must be decided on, reopened or closed, within the same limit; nothing stays without a clock
    decide = () if solved and satisfaction in CONTENT else (clocks.start(policy, CALLBACK, at),)
    return e.CalledBack(contacted, solved, satisfaction, means, by_resident, exclusion, commitment, decide)


def reopen(matter: Matter, ground: str, facts: str, policy: Policy, at: datetime) -> e.Reopened:
    """Open it again. `facts` is the digest of the reasons given; the same fact with no new reason is not handled again
    (济南条例 art.25). The answer's clock starts anew with the limit it had."""
    lifecycle.check(matter.track, matter.state, e.Reopened)
    if ground not in policy.reopen:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.reopen)}")
    if not facts:
        raise BadInput(field="facts", why="say what is not solved or what is new")
    if any(facts == earlier for _, earlier in matter.reopenings):
        raise RuleBroken(
            rule="new_grounds",
            reference=policy.reopen[ground].reference,
            why="the same reasons have opened this matter before; new facts or reasons are needed",
        )
    before = matter.clock("reply")
    # who followed another never had a limit of its own: it gets the one of its subject
    limit = before.limit if before else reply_limit(matter, matter.proposed_limit or "@tier", policy)
    if limit not in policy.limits:
        limit = "hotline.reply_general"
    if limit == "hotline.extension":
        limit = "hotline.reply_general"
    reply = clocks.start(policy, limit, at)
    return e.Reopened(
        ground=ground, facts=facts, clocks=(clocks.start(policy, "hotline.sign", at, cap=reply.due), reply)
    )


def close(matter: Matter, basis: str, policy: Policy) -> e.Closed:
    """Close after the callback, or without one on a ground of the pack (nobody to ask, an order imported as history)."""
    lifecycle.check(matter.track, matter.state, e.Closed)
    if matter.state == "callback":
        basis = basis or "callback"
    if basis != "callback" and basis not in policy.no_callback:
        raise BadInput(field="basis", why=f"callback or one of {', '.join(policy.no_callback)}")
    if basis == "callback" and matter.state != "callback":
        raise RuleBroken(
            rule="callback_first", reference="beijing-2021#23", why="the resident has not been asked; call back first"
        )
    return e.Closed(basis=basis)
