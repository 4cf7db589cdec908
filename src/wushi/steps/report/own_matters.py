"""Own matters (本地学习): what this house has closed, as texts with the first-level subject under which they were closed."""

from __future__ import annotations

from collections.abc import Iterator

from wushi.domain import lifecycle
from wushi.domain.policy import Policy
from wushi.steps.report.train import Labelled
from wushi.store.ledger import learnt

_TRACK = "hotline"


def closed(policy: Policy, newest: int) -> Iterator[Labelled]:
    """The newest `newest` demands that have ended with a subject of the pack, newest first. The words are the masked ones; what is kept
    secret is never learnt from. Matters that were merged are one group, so that no part held out knows its double; `confirmed`:
    a person set or corrected the subject."""
    states = sorted(lifecycle.of(_TRACK).ended | {"handled", "callback"})
    for matter, title, text, by_person in learnt.closed(_TRACK, states, newest):
        top = matter.subject.partition("/")[0]
        if matter.secret or matter.accused or top not in policy.subjects:
            continue
        group = matter.merged_into or matter.number
        yield Labelled(title, text, top, groups=(f"matter {group}",), confirmed=by_person)
