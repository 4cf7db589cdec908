"""Who may do what: truth tables over the roles of the pack. Whoever dispatches does not handle, whoever handles does not call
back, whoever asks for more time does not grant it, whoever looks at the audit moves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wushi.domain import lifecycle, permissions
from wushi.domain.actor import BUILT_IN, CLOCK, MACHINE, RESIDENT, Actor
from wushi.domain.errors import NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

# The steps on which somebody else depends, and the roles of posts that may take them. What is not named may not.
MAY: dict[str, set[str]] = {
    "Registered": {
        "duty_officer",
        "operator",
        "dispatcher",
        "community_secretary",
        "grid_worker",
        "channel",
        "mediation_clerk",
        "petition_agent",
        "petition_clerk",
        "window_clerk",
        "inspector",
    },
    "Dispatched": {"operator", "dispatcher", "adjudicator", "inspector"},
    "Designated": {"adjudicator"},
    "NotAccepted": {"operator", "dispatcher", "mediation_clerk", "petition_clerk"},
    "DangerRaised": {
        "duty_officer",
        "operator",
        "dispatcher",
        "adjudicator",
        "callback_agent",
        "mediation_clerk",
        "petition_agent",
        "petition_clerk",
        "mediator",
    },
    "DangerTaken": {"duty_officer", "operator", "dispatcher", "adjudicator", "supervisor"},
    "DangerJudged": {"duty_officer", "dispatcher", "adjudicator", "supervisor"},
    "TransferredOut": {"duty_officer", "operator", "dispatcher", "mediation_clerk", "petition_clerk"},
    "Merged": {"operator", "dispatcher"},
    "Unmerged": {"operator", "dispatcher", "adjudicator", "callback_agent"},
    "SplitInto": {"operator", "dispatcher"},
    "Informed": {
        "operator",
        "dispatcher",
        "handler",
        "unit_head",
        "community_secretary",
        "grid_worker",
        "mediation_clerk",
        "petition_agent",
        "petition_clerk",
        "mediator",
        "window_clerk",
        "review_officer",
    },
    "Objected": {"handler", "unit_head", "community_secretary"},
    "SignedFor": {"handler", "community_secretary", "grid_worker"},
    "ExtensionRequested": {"handler", "community_secretary"},
    "ExtensionGranted": {"unit_head"},
    "DeferralProposed": {"handler", "unit_head", "community_secretary"},
    "Deferred": {"supervisor"},
    "TerminationProposed": {"handler", "community_secretary"},
    "Terminated": {"dispatcher", "adjudicator"},
    "Replied": {"handler", "unit_head", "community_secretary", "grid_worker"},
    "CalledBack": {"callback_agent"},
    "CallbackAttempted": {"callback_agent"},
    "Reopened": {"callback_agent"},
    "Closed": {"callback_agent", "inspector"},
    "Rectified": {"handler"},
    "SignedOff": {"inspector"},
    "SentBack": {"inspector"},
    "PlacedUnderSupervision": {"supervisor", "leader"},
    "TextReleased": {"supervisor"},
    "TextWithdrawn": {"supervisor"},
    "SupervisionLifted": {"supervisor"},
    "DisputeAccepted": {"mediation_clerk"},
    "MediatorConfirmed": {"mediation_clerk"},
    "SessionHeld": {"mediator"},
    "AgreementSigned": {"mediator"},
    "InstalmentMissed": {"mediator"},
    "PartyVisited": {"mediation_clerk"},
    "ConfirmationApplied": {"mediation_clerk"},
    "PetitionSent": {"petition_clerk"},
    "PetitionObjected": {"handler"},
    "PetitionProlonged": {"unit_head"},
    "OpinionGiven": {"handler", "unit_head"},
    "ReviewGiven": {"petition_clerk", "unit_head"},
    "RecheckGiven": {"petition_clerk"},
}
# Nobody who takes the one may take the other.
APART = [
    ("Dispatched", "Replied"),
    ("Replied", "CalledBack"),
    ("Replied", "Closed"),
    ("ExtensionRequested", "ExtensionGranted"),
    ("DeferralProposed", "Deferred"),
    ("TerminationProposed", "Terminated"),
    ("Objected", "Designated"),
    ("PlacedUnderSupervision", "Replied"),
    ("MediatorConfirmed", "SessionHeld"),
    ("AgreementSigned", "PartyVisited"),
    ("PetitionSent", "OpinionGiven"),
    ("PetitionObjected", "PetitionProlonged"),
]
STAFF = (
    "duty_officer",
    "inspector", "window_clerk", "review_officer",
    "operator", "dispatcher", "adjudicator", "handler", "unit_head", "community_secretary", "grid_worker",
    "callback_agent", "supervisor", "leader", "auditor", "administrator", "channel",
    "mediation_clerk", "mediator", "petition_agent", "petition_clerk",
)  # fmt: skip


# Every event of every track.
EVENTS = sorted({name for track in lifecycle.TRACKS.values() for name in track.moves})


def actor(role: str, unit: str = "housing") -> Actor:
    return Actor(f"{unit}.{role}", unit, role)


def with_unit(unit: str, *handlers: str) -> Matter:
    return Matter("HBW-2022-0000001", version=5, state="handled", unit=unit, lead=unit, handlers=handlers or (unit,))


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("event", MAY)
def test_the_roles_of_the_pack(role: str, event: str, policy: Policy) -> None:
    assert permissions.granted(actor(role), event, policy) is (role in MAY[event])


def test_the_table_names_every_role_of_the_pack(policy: Policy) -> None:
    assert set(policy.roles) - set(BUILT_IN) == set(STAFF)


@pytest.mark.parametrize(("one", "other"), APART)
def test_kept_apart(one: str, other: str, policy: Policy) -> None:
    both = [id for id, role in policy.roles.items() if {one, other} <= role.may]
    assert both == []


@pytest.mark.parametrize("role", ["auditor", "administrator", "leader"])
@pytest.mark.parametrize("event", sorted(set(EVENTS) - {"Noted", "Urged", "PlacedUnderSupervision"}))
def test_who_only_looks_moves_nothing(role: str, event: str, policy: Policy) -> None:
    assert not permissions.granted(actor(role), event, policy)


@pytest.mark.parametrize("event", EVENTS)
def test_every_step_can_be_taken_by_somebody(event: str, policy: Policy) -> None:
    by_a_post = any(event in role.may for role in policy.roles.values())
    assert by_a_post or any(event in may for may in BUILT_IN.values())


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("built_in", [RESIDENT, CLOCK, MACHINE], ids=lambda a: a.role)
def test_those_that_are_no_posts_have_their_own_list(built_in: Actor, event: str, policy: Policy) -> None:
    assert permissions.may(built_in, event, with_unit("housing"), policy) is (event in BUILT_IN[built_in.role])


def test_a_machine_decides_nothing_about_residents_or_units(policy: Policy) -> None:
    decisions = {
        "NotAccepted",
        "TransferredOut",
        "Designated",
        "Deferred",
        "Terminated",
        "ExtensionGranted",
        "Replied",
        "Reopened",
    }
    assert not decisions & BUILT_IN["machine"]
    assert not decisions & BUILT_IN["clock"]


def test_a_grid_worker_may_not_dispatch(policy: Policy) -> None:
    with pytest.raises(NotPermitted, match="does not grant"):
        permissions.check(actor("grid_worker", "150302001002001"), "Dispatched", with_unit("desk"), policy)


# --- where ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "own", "matter_is_with", "may"),
    [
        ("handler", "housing", "housing", True),
        ("handler", "housing", "market", False),
        ("handler", "150302001", "150302001", True),
        ("handler", "150302001", "150302001002", True),  # a street also acts for its communities
        ("community_secretary", "150302001002", "150302001002", True),
        ("community_secretary", "150302001002", "150302001", False),  # never upwards
        ("community_secretary", "150302001002", "150302001003", False),
    ],
)
def test_a_unit_acts_in_its_own_branch(role: str, own: str, matter_is_with: str, may: bool, policy: Policy) -> None:
    assert permissions.may(actor(role, own), "SignedFor", with_unit(matter_is_with), policy) is may


@pytest.mark.parametrize("role", ["handler", "unit_head", "community_secretary", "grid_worker"])
def test_a_stranger_may_not_touch_what_is_elsewhere(role: str, policy: Policy) -> None:
    """Whose scope is a branch gets no step at all in another branch."""
    assert policy.roles[role].scope == "subtree"
    for event in policy.roles[role].may & set(EVENTS) - {"Registered"}:
        assert not permissions.may(actor(role, "150302004"), event, with_unit("150302001"), policy)


@pytest.mark.parametrize("event", ["CalledBack", "CallbackAttempted"])
@pytest.mark.parametrize(
    ("agent_of", "handlers", "may"),
    [
        ("desk", ("housing",), True),
        ("centre", ("housing",), True),
        ("housing", ("housing",), False),
        ("housing", ("housing", "market"), False),  # also when another unit has it now
        ("150302001002", ("150302001",), False),  # nor what lies below the unit that handled it
        ("150302001", ("150302001002",), True),
        ("centre", ("centre",), False),
    ],
)
def test_the_handling_unit_does_not_call_back(
    event: str, agent_of: str, handlers: tuple[str, ...], may: bool, policy: Policy
) -> None:
    """Also where a pack gives such a post to a unit (北京条例 art.23)."""
    matter = replace(with_unit(handlers[-1]), handlers=handlers)
    assert permissions.may(actor("callback_agent", agent_of), event, matter, policy) is may


def test_no_post_of_the_pack_that_handles_calls_back(policy: Policy) -> None:
    for post in policy.posts.values():
        if post.role in BUILT_IN:
            continue
        here = Actor(post.code, post.unit, post.role)
        if permissions.granted(here, "Replied", policy):
            assert not permissions.may(here, "CalledBack", with_unit(post.unit), policy), post.code


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("see.audit", {"auditor"}),
        ("import", {"administrator"}),
        ("manage", {"administrator"}),
        ("see.week", {"dispatcher", "adjudicator", "unit_head", "supervisor", "leader", "auditor"}),
        ("see.figures", {"unit_head", "supervisor", "leader", "auditor", "administrator"}),
        ("see.duty", {"duty_officer", "operator", "dispatcher", "adjudicator", "supervisor", "leader"}),
        ("see.mediation", {"mediation_clerk", "mediator"}),
        ("see.unit", {"inspector", "handler", "unit_head", "community_secretary", "grid_worker"}),
        ("see.desk", {"duty_officer", "operator", "dispatcher", "adjudicator", "callback_agent", "supervisor"}),
    ],
)
def test_pages_open_to_these_roles_only(page: str, roles: set[str], policy: Policy) -> None:
    assert {role for role in STAFF if permissions.may_open(actor(role), page, policy)} == roles
