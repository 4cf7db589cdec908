"""Registration (登记): everything is registered, also what is then refused or handed on, with the right channel named."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

DISPATCH = "hotline.dispatch"


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
) -> e.Registered:
    if channel not in policy.channels:
        raise BadInput(field="channel", why=f"{channel!r} is not a channel of the pack")
    if type and type not in policy.demand_types:
        raise BadInput(field="type", why=f"{type!r} is not one of {', '.join(policy.demand_types)}")
    return e.Registered(
        channel=channel,
        track="hotline",
        type=type,
        commitment=commitment,
        clocks=(clocks.start(policy, DISPATCH, at),),
        simulated=simulated,
        secret=secret,
        anonymous=anonymous,
        source_number=source_number,
        language=language,
        time_assumed=time_assumed,
    )


def refuse(matter: Matter, ground: str, policy: Policy) -> e.NotAccepted:
    """Not accepted (不予受理): the ground's code, and the right channel as the pack names it (潍坊条例 art.19)."""
    lifecycle.check(matter.state, e.NotAccepted)
    if ground not in policy.not_accepted:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.not_accepted)}")
    return e.NotAccepted(ground=ground, channel=policy.not_accepted[ground].channel)


def transfer_out(matter: Matter, line: str, call: str, policy: Policy) -> e.TransferredOut:
    """Hand an emergency to 110, 119, 120 or 122 at once, keeping the id of the three-way call (国办发〔2022〕12号)."""
    lifecycle.check(matter.state, e.TransferredOut)
    if line not in policy.emergency:
        raise BadInput(field="line", why=f"one of {', '.join(policy.emergency)}")
    return e.TransferredOut(line=line, call=call)


def merge(matter: Matter, lead: Matter, reasons: tuple[str, ...]) -> tuple[e.Merged, e.FollowerJoined]:
    """Let this matter follow another (并单): one event for each of the two."""
    lifecycle.check(matter.state, e.Merged)
    lifecycle.check(lead.state, e.FollowerJoined)
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
    if matter.followers:
        raise RuleBroken(rule="merge_chain", reference="", why=f"{', '.join(matter.followers)} follow this matter")
    return e.Merged(into=lead.number, reasons=reasons), e.FollowerJoined(follower=matter.number)
