"""Posts (模拟中的岗位): who takes a step in a simulated life, chosen among the posts of the pack that may."""

from __future__ import annotations

from collections.abc import Mapping

from wushi.domain.actor import BUILT_IN, Actor
from wushi.domain.policy import Policy


class Posts:
    """All posts by unit and step; one per process."""

    def __init__(self, policy: Policy, shifts: Mapping[str, tuple[int, int]]) -> None:
        self._policy, self._shifts = policy, shifts
        self._of_unit: dict[str, list[Actor]] = {}
        self._found: dict[tuple[str, ...], tuple[Actor, ...]] = {}
        for post in policy.posts.values():
            if post.role not in BUILT_IN and post.role in policy.roles:
                self._of_unit.setdefault(post.unit, []).append(Actor(post.code, post.unit, post.role))

    def _may(self, actor: Actor, event: str) -> bool:
        return event in self._policy.roles[actor.role].may

    def in_unit(self, unit: str, event: str) -> tuple[Actor, ...]:
        """The posts of that unit itself that may take the step."""
        key = (unit, event)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = tuple(a for a in self._of_unit.get(unit, ()) if self._may(a, event))
        return found

    def over(self, unit: str, event: str) -> tuple[Actor, ...]:
        """The posts of the unit that may take the step, or of the nearest unit above that has one."""
        for code in reversed(self._policy.tree.line(unit)):
            found = self.in_unit(code, event)
            if found:
                return found
        return ()

    def everywhere(self, event: str, without: str = "") -> tuple[Actor, ...]:
        """The posts that may take the step with any matter; not those who may also take the step `without`."""
        key = ("", event, without)
        found = self._found.get(key)
        if found is None:
            roles = self._policy.roles
            found = self._found[key] = tuple(
                actor
                for actors in self._of_unit.values()
                for actor in actors
                if roles[actor.role].scope == "all"
                and self._may(actor, event)
                and not (without and self._may(actor, without))
            )
        return found

    def of_role(self, role: str, unit: str = "") -> tuple[Actor, ...]:
        """The posts of that role, those below the unit first when there are any."""
        key = ("role", role, unit)
        found = self._found.get(key)
        if found is None:
            every = tuple(a for actors in self._of_unit.values() for a in actors if a.role == role)
            near = tuple(a for a in every if unit and self._policy.tree.is_within(a.unit, unit))
            found = self._found[key] = near or every
        return found

    def on_duty(self, among: tuple[Actor, ...], hour: int) -> tuple[Actor, ...]:
        """Those who work at that hour: a post with a shift in its hours, the others in the rest of the day."""
        if len(among) < 2 or not self._shifts:
            return among
        key = ("shift", str(hour), *(a.post for a in among))
        found = self._found.get(key)
        if found is None:
            in_shift = tuple(a for a in among if a.post in self._shifts and _within(hour, self._shifts[a.post]))
            others = tuple(a for a in among if a.post not in self._shifts)
            found = self._found[key] = in_shift or others or among
        return found


def _within(hour: int, shift: tuple[int, int]) -> bool:
    begin, end = shift
    return begin <= hour < end if begin < end else hour >= begin or hour < end
