"""Registration (登记): everything is registered, also what is then refused or handed on, with the right channel named."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

# The clock that registration sets going: a track's first promise to whoever came.
FIRST_LIMIT = {
    "hotline": "hotline.dispatch",
    "petition": "petition.notice",
    "dispute": "mediation.acceptance",
    "application": "service.check",
    "task": "task.sign",
    "alarm": "alarm.hand_over",
}


def register(
    *,
    channel: str,
    type: str,
    commitment: str,
    policy: Policy,
    at: datetime,
    simulated: bool = False,
    secret: bool = False,
    anonymous: bool = False,
    source_number: str = "",
    language: str = "",
    time_assumed: bool = False,
    split_from: str = "",
    track: str = "hotline",
    unit: str = "",
    accused: tuple[str, ...] = (),
    kept: tuple[e.ClockStart, ...] = (),
) -> e.Registered:
    """`kept`: clocks that run already, which a part takes over from the call it was a part of; `unit`: who received it, blank
    for the desk of the track."""
    unit = unit or policy.desk_of(track)
    if channel not in policy.channels:
        raise BadInput(field="channel", why=f"{channel!r} is not a channel of the pack")
    if type and type not in policy.demand_types:
        raise BadInput(field="type", why=f"{type!r} is not one of {', '.join(policy.demand_types)}")
    return e.Registered(
        channel=channel,
        track=track,
        type=type,
        commitment=commitment,
        clocks=(clocks.start(policy, FIRST_LIMIT[track], at), *kept),
        simulated=simulated,
        secret=secret,
        anonymous=anonymous,
        source_number=source_number,
        language=language,
        time_assumed=time_assumed,
        split_from=split_from,
        unit="" if unit == policy.main_desk else unit,
        path=() if unit in ("", policy.main_desk) else policy.tree.line(unit),
        accused=accused,
    )


def refuse(matter: Matter, ground: str, policy: Policy) -> e.NotAccepted:
    """Not accepted (不予受理): the ground's code, and the right channel as the pack names it (潍坊条例 art.19)."""
    lifecycle.check(matter.track, matter.state, e.NotAccepted)
    if ground not in policy.not_accepted:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.not_accepted)}")
    return e.NotAccepted(ground=ground, channel=policy.not_accepted[ground].channel)


def transfer_out(matter: Matter, line: str, call: str, policy: Policy) -> e.TransferredOut:
    """Hand an emergency to 110, 119, 120 or 122 at once, keeping the id of the three-way call (国办发〔2022〕12号)."""
    lifecycle.check(matter.track, matter.state, e.TransferredOut)
    if line not in policy.emergency:
        raise BadInput(field="line", why=f"one of {', '.join(policy.emergency)}")
    return e.TransferredOut(line=line, call=call)


def merge(matter: Matter, lead: Matter, reasons: tuple[str, ...]) -> tuple[e.Merged, e.FollowerJoined]:
    """Let this matter follow another (并单): one event for each of the two. Who follows this matter has to be led on."""
    lifecycle.check(matter.track, matter.state, e.Merged)
    lifecycle.check(lead.track, lead.state, e.FollowerJoined)
    if matter.number == lead.number:
        raise BadInput(field="into", why="a matter cannot be merged into itself")
    if lead.state == "merged":
        raise RuleBroken(
            rule="merge_chain", reference="", why=f"{lead.number} itself follows {lead.merged_into}; merge into that"
        )
    if lead.state in ("handled", "callback"):
        raise RuleBroken(
            rule="merge_late", reference="", why=f"{lead.number} has been answered already; handle this one by itself"
        )
    if matter.state == "merged":
        raise RuleBroken(
            rule="merge_twice", reference="", why=f"it follows {matter.merged_into} already; take it out of that first"
        )
    if matter.secret or lead.secret:
        # the unit that has the lead sees who joins, and whoever joins reads its answer
        raise RuleBroken(rule="merge_secret", reference="", why="what is kept secret is handled by itself")
    return e.Merged(into=lead.number, reasons=reasons), e.FollowerJoined(follower=matter.number)


def unmerge(matter: Matter, reason: str) -> e.Unmerged:
    """Undo a merge (拆出并单). Possible until its resident has been asked; who is asked and is not content has the matter opened
    again, which takes it out as well."""
    lifecycle.check(matter.track, matter.state, e.Unmerged)
    if not matter.merged_into:
        raise RuleBroken(rule="unmerge_none", reference="", why="this matter follows no other")
    if not reason.strip():
        raise BadInput(field="reason", why="say why it is not the same matter")
    return e.Unmerged(reason=reason.strip())


FEWEST_PARTS, MOST_PARTS = 2, 6


def split(matter: Matter, parts: tuple[str, ...]) -> e.SplitInto:
    """One call into several matters (拆单), whose numbers are given."""
    lifecycle.check(matter.track, matter.state, e.SplitInto)
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        raise BadInput(field="texts", why=f"write {FEWEST_PARTS} to {MOST_PARTS} parts")
    if matter.followers:
        raise RuleBroken(
            rule="split_followers", reference="", why=f"{', '.join(matter.followers)} follow it; take them out first"
        )
    return e.SplitInto(parts=parts)


def kept_by_parts(matter: Matter) -> tuple[e.ClockStart, ...]:
    """The answer's clock that the resident has been promised already: each part keeps it."""
    return tuple(
        e.ClockStart(c.name, c.start, c.due, c.limit, c.amount, c.unit, c.value_since, c.reference, c.capped)
        for c in matter.running
        if c.name == "reply"
    )
