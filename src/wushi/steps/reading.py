"""Reading: what the doors show of matters, always within the branch that the post may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wushi.domain import lifecycle, points, visibility
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotFound, OutOfScope
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.store.ledger import ledger, worklist
from wushi.store.ledger.worklist import Row

PAGE = 50
# The lists a person asks for by name; a single state may be asked for as well.
LISTS: dict[str, tuple[str, ...]] = {
    "open": tuple(s for s in lifecycle.STATES if s in lifecycle.OPEN and s != "merged"),
    "to_dispatch": ("registered", "objection", "reopened"),
    "with_units": tuple(s for s in lifecycle.STATES if s in lifecycle.WITH_UNIT),
    "to_call_back": ("handled", "callback"),
    "mediating": ("accepted", "mediator_confirmed", "in_mediation"),
    "agreed": ("agreed_written", "agreed_oral", "performing"),
    "ended": tuple(s for s in lifecycle.STATES if s in lifecycle.ENDED),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a work list: rows ordered by due time, the cursor of the next page ("" when this is the last)."""

    unit: str
    name: str
    rows: list[Row]
    next: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A matter with its history and its words by event number: (title, text), masked."""

    id: int
    matter: Matter
    history: list[Entry]
    words: dict[int, tuple[str, str]]

    @property
    def title(self) -> str:
        return self.words.get(1, ("", ""))[0]

    @property
    def text(self) -> str:
        return self.words.get(1, ("", ""))[1]

    @property
    def points(self) -> tuple[str, ...]:
        """The points of the demand as they stand listed, masked."""
        return points.listed(self.history, self.words)


def top_of(actor: Actor, unit: str, policy: Policy) -> str:
    """The unit whose branch is shown: the one asked for, within what the post sees. Raises OutOfScope, NotFound."""
    branch = visibility.branch(actor, policy)
    if branch is None:
        raise OutOfScope(number=unit or "list")
    if not unit:
        return branch
    if unit not in policy.tree or not policy.tree.is_within(unit, branch):
        raise NotFound(what="unit", name=unit)
    return unit


def work_list(
    actor: Actor, policy: Policy, *, unit: str = "", name: str = "open", after: str = "", size: int = PAGE
) -> Page:
    """A page of the branch of `unit` (default: the post's own branch). `name` is one of LISTS or a state."""
    states: Sequence[str] = LISTS.get(name) or ((name,) if name in lifecycle.STATES else ())
    if not states:
        raise BadInput(field="list", why=f"one of {', '.join((*LISTS, *lifecycle.STATES))}")
    if not 1 <= size <= 200:
        raise BadInput(field="size", why="is between 1 and 200")
    top = top_of(actor, unit, policy)
    rows, following = worklist.page(policy.tree.line(top), states, after=worklist.decode_cursor(after), size=size)
    if not after:
        rows = sorted([*rows, *_apart(actor, policy, top, states)], key=lambda row: (row.due, row.id))
    return Page(top, name, rows, worklist.encode_cursor(following))


def _apart(actor: Actor, policy: Policy, top: str, states: Sequence[str]) -> list[Row]:
    """Accusations that lie in the branch and that the post may see: all of them stand on the first page."""
    return [
        row
        for row in worklist.apart(states)
        if policy.tree.is_within(row.matter.unit, top) and visibility.sees(actor, row.matter, policy)
    ]


def counts(actor: Actor, policy: Policy, *, unit: str = "") -> dict[str, int]:
    """Open matters of the branch by state, each counted up to 1,000."""
    top = top_of(actor, unit, policy)
    found = worklist.counts(policy.tree.line(top), LISTS["open"])
    for row in _apart(actor, policy, top, LISTS["open"]):
        found[row.matter.state] += 1
    return found


def matter(number: str, actor: Actor, policy: Policy) -> Whole:
    """Everything of one matter. Raises NotFound, OutOfScope (which doors answer alike)."""
    id, found = ledger.load(number)
    visibility.check(actor, found, policy)
    return Whole(id, found, ledger.history(id), ledger.words(id))


LOOKED_AT = 200  # the soonest due of a unit and of the desk: what is being asked about now lies among them


def _branch(subject: str) -> str:
    return "/".join(subject.split("/")[:2])


def alike(
    actor: Actor, policy: Policy, *, unit: str, subject: str, place: str, but: str = "", size: int = 3
) -> list[Row]:
    """Open matters of the same branch of subjects (its first two levels) at the same place, with the unit it is proposed
    for or still at the desk: what the desk looks at before it sends a second one. Nothing without a subject and a place:
    then everything would be alike."""
    if not subject or not place:
        return []
    found: dict[str, Row] = {}
    for top in dict.fromkeys((unit, policy.main_desk)):
        if top not in policy.tree:
            continue
        for row in work_list(actor, policy, unit=top, name="open", size=LOOKED_AT).rows:
            m = row.matter
            if m.place == place and m.number != but and _branch(m.subject) == _branch(subject):
                found.setdefault(m.number, row)
    return sorted(found.values(), key=lambda row: row.matter.number, reverse=True)[:size]
