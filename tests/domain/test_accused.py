"""An accusation: the unit that it is about, and everybody below, sees nothing of it, wherever it lies and whatever the role sees."""

from __future__ import annotations

import pytest

from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

ACCUSED = "150302101"  # a town


@pytest.mark.parametrize("lies_with", ["discipline", ACCUSED, "desk"])
def test_no_post_of_the_accused_sees_it(policy: Policy, lies_with: str) -> None:
    matter = Matter("HBW-2022-0000001", unit=lies_with, accused=(ACCUSED,))
    below = [p for p in policy.posts.values() if policy.tree.is_within(p.unit, ACCUSED)]
    assert len(below) > 10
    for post in below:
        assert not visibility.sees(Actor(post.code, post.unit, post.role), matter, policy), post.code
        for role in policy.roles:  # not even with a role that sees the whole district
            assert not visibility.sees(Actor("x", post.unit, role), matter, policy), (post.unit, role)


def test_who_is_beside_or_above_sees_it_as_before(policy: Policy) -> None:
    matter = Matter("HBW-2022-0000001", unit="discipline", accused=(ACCUSED,))
    plain = Matter("HBW-2022-0000001", unit="discipline")
    for post in policy.posts.values():
        if not policy.tree.is_within(post.unit, ACCUSED):
            actor = Actor(post.code, post.unit, post.role)
            assert visibility.sees(actor, matter, policy) is visibility.sees(actor, plain, policy), post.code
