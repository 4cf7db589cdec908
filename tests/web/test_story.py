"""A resident's matter in plain words at every state: one sentence on top, every event told or left out on purpose."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from tests.people import at

from wushi.domain import events as e
from wushi.domain import lifecycle
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.web.public import story

NOW = at("2023-08-03 17:14")
# What staff and machines do among themselves; a resident's page is about the resident's matter.
INSIDE = {
    "DangerJudged",
    "Classified", "Located", "RouteProposed", "SimilarFound", "FollowerJoined", "FollowerLeft",
    "CoHandlingEnded", "DeferralProposed", "DeferralRefused",
    "TerminationProposed", "TerminationRefused", "Archived", "Warned", "SupervisionLifted",
    "HandOverAnswered", "Whistled", "TasksSet", "TaskEnded", "PartsOverridden", "TaskReported", "TaskAccepted", "TaskSentBack",
    "TaskWithdrawn",
}  # fmt: skip


def matter(state: str, policy: Policy, **facts: Any) -> Matter:
    street = next(u.code for u in policy.tree if u.level == "street")
    reply = Clock("reply", NOW, NOW + timedelta(days=7), "hotline.reply_general", 5.0, "working_days", "", "")
    ground = next(iter(policy.not_accepted))
    given = {"state": state, "lead": street, "unit": street, "clocks": (reply,), "refusal_ground": ground, **facts}
    return Matter("HBW-2023-0000001", transferred_to="110", merged_into="HBW-2023-0000002", **given)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", list(lifecycle.of("hotline").states))
def test_every_state_has_its_sentence(policy: Policy, state: str, language: str) -> None:
    with translation.override(language):
        said = story.headline(matter(state, policy), [], policy, NOW)
    assert len(said) > 10 and "{" not in said and "None" not in said


def test_the_sentence_names_unit_and_day(policy: Policy) -> None:
    made = matter("in_progress", policy)
    with translation.override("zh-hans"):
        said = story.headline(made, [], policy, at("2023-08-03 18:00"))
        late = story.headline(made, [], policy, at("2023-09-03 18:00"))
    unit = policy.tree.unit(made.lead)
    assert said.startswith(f"您的诉求由{unit.short or unit.name}办理，最迟 ")
    assert late.startswith("对不起")


def sample(kind: type[e.Event]) -> e.Event:
    """An event of that kind with the plainest values its fields take."""
    plain: dict[str, Any] = {
        "str": "x", "bool": True, "float": 1.0, "int": 1, "tuple[str, ...]": ("x",), "datetime": datetime(2023, 8, 3, tzinfo=UTC),
    }  # fmt: skip
    given = {}
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            given[field.name] = plain.get(str(field.type).split(" | ")[0], ())
    return kind(**given)


# Disputes, applications, alarms and petitions are told on pages of their own; this page tells a demand.
OF_A_DEMAND = [kind for kind in e.KINDS if kind in lifecycle.of("hotline").moves]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", OF_A_DEMAND)
def test_every_event_is_told_or_left_out_on_purpose(policy: Policy, kind: str, language: str) -> None:
    entry = e.Entry(1, NOW, "desk.dispatcher", policy.main_desk, "", "", sample(e.KINDS[kind]))
    if kind == "FellOverdue":
        entry = dataclasses.replace(entry, event=dataclasses.replace(entry.event, clock="reply"))  # type: ignore[type-var]
    with translation.override(language):
        lines = story.timeline(matter("closed", policy, clocks=()), [entry], {}, policy, NOW)
    assert bool(lines) is (kind not in INSIDE)


def test_what_comes_next_is_told_with_its_day(policy: Policy) -> None:
    with translation.override("zh-hans"):
        lines = story.timeline(matter("in_progress", policy), [], {}, policy, NOW)
    assert [(n.title, n.kind) for n in lines] == [("答复您", "next")]
    assert lines[0].at.startswith("最迟 ")


def test_the_articles_behind_what_happens_next_are_named(policy: Policy) -> None:
    with translation.override("zh-hans"):
        steps = story.what_next(matter("registered", policy), policy, NOW)
    assert len(steps) == 3 and all("依据《" in step.rule for step in steps)
