"""A limit or a calendar changes: old promises are kept, new matters get the new value, and a report says what is what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.people import Cast, at
from tests.steps.test_loop_of_one_matter import Story
from wushi.domain.policy import Policy
from wushi.domain.time_limits import Span
from wushi.steps.learn import changes


def _shorter(policy: Policy) -> Policy:
    limit = policy.limits["hotline.reply_general"]
    newer = Span(date(2026, 8, 1), 3, "working_days", "weifang-hotline#20")
    return replace(policy, limits={**policy.limits, limit.id: replace(limit, values=(*limit.values, newer))})


def _dispatched(policy: Policy, cast: Cast) -> Story:
    story = Story(policy, cast)
    story.turn()
    story.take("classify", cast.li, subject="property")
    story.take("dispatch", cast.zhao, unit="housing")
    return story


def test_old_promises_are_kept_and_new_ones_dated(house: Policy, cast: Cast) -> None:
    old = _dispatched(house, cast)
    changed = _shorter(house)
    new = _dispatched(changed, cast)
    assert old.matter.clock("reply").due == at("2026-08-11 00:00")  # type: ignore[union-attr]
    assert new.matter.clock("reply").due == at("2026-08-07 00:00")  # type: ignore[union-attr]
    assert new.matter.clock("reply").value_since == "2026-08-01"  # type: ignore[union-attr]
    old.policy = changed
    old.turn()
    assert old.matter.clock("reply").due == at("2026-08-11 00:00")  # type: ignore[union-attr]
    kept = list(changes.kept_promises(changed))
    assert [(k.number, k.promised, k.anew) for k in kept] == [(old.number, "2026-08-10", "2026-08-06")]


def test_the_report_names_each_difference(policy: Policy) -> None:
    assert changes.compare(policy, policy) == []
    [found] = changes.compare(policy, _shorter(policy))
    assert (found.what, found.before) == ("limit", "")
    assert "3 working_days since 2026-08-01" in found.after
