"""Opening (公开): make the computed public state the one that everybody reads, and hand out what changed since a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wushi.domain import open_data as rules
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.open_data import Record, Rules
from wushi.domain.policy import Policy
from wushi.steps.evaluate import open_state, restating
from wushi.store.facts import export as exports
from wushi.store.opened import records
from wushi.store.opened.records import Change, Replaced


@dataclass(frozen=True, slots=True)
class Page:
    """Changes after a place. `next`: the place to ask from again; `more`: there is something there already."""

    ledger: str
    changes: list[Change]
    next: str
    more: bool


def publish(policy: Policy, now: datetime) -> Replaced:
    """Make public what the ledger says now. Raises BadInput while there is nothing in it."""
    found = open_state.compute(policy, now)
    restating.look(policy, now)
    restating.keep("open-data", found.figures, policy, found.as_of, found.position)
    return records.replace(found.records, found.position)


def cursor(ledger: str, change: int) -> str:
    return f"{ledger}.{change}"


def _place(after: str, ledger: str) -> int:
    """Raises BadInput for no cursor of ours, and for one of another ledger: whoever holds it has to begin anew."""
    if not after:
        return 0
    mark, dot, number = after.partition(".")
    if not dot or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise BadInput(field="after", why="is no cursor; take `next` of the last page, or leave it out to begin")
    if mark != ledger or int(number) > records.last():
        raise BadInput(field="after", why="is of another ledger; leave it out and begin with an empty mirror")
    return int(number)


def feed(after: str, policy: Policy, now: datetime, size: int = 0) -> Page:
    """The page after that cursor; blank: from the beginning. Raises BadInput."""
    ledger, most = exports.ledger_mark(), rule_on(policy, now).page
    place = _place(after, ledger)
    found = records.since(place, min(size or most, most) + 1)
    size = min(size or most, most)
    more, found = len(found) > size, found[:size]
    return Page(ledger, found, cursor(ledger, found[-1].change if found else place), more)


def rule_on(policy: Policy, now: datetime) -> Rules:
    return policy.open_data_on(local(now).date())


def state() -> Iterator[Record]:
    """Everything that is public, in its order."""
    return records.every()


def lines() -> Iterator[bytes]:
    """Everything that is public as a mirror has to hold it, byte for byte."""
    return (rules.line(one.kind, one.key, one.body) for one in records.every())


def about() -> dict[str, Any]:
    """Of what moment the public state is, and under which rules. Raises NotFound before the first publication."""
    first = next(iter(records.every(("about",))), None)
    if first is None:
        raise NotFound(what="publication", name="yet; run wushi publish")
    return first.facts


def counts() -> dict[str, int]:
    """How many records of each kind are public."""
    return records.counts()


def refused() -> list[dict[str, Any]]:
    """What is not told, by ground."""
    return [one.facts for one in records.every(("refused",))]


def head() -> str:
    """The cursor of the last change."""
    return cursor(exports.ledger_mark(), records.last())


def is_due(policy: Policy, now: datetime | None = None) -> bool:
    """Has a day begun since the last publication?"""
    try:
        as_of = datetime.fromisoformat(about()["as_of"])
    except NotFound:
        return exports.head() > 0
    return local(as_of).date() < local(now or datetime.now(UTC)).date() and exports.head() > about()["position"]
