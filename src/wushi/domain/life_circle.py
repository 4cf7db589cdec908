"""Life circle (一刻钟便民生活圈): which households reach which kinds of place on foot, by community and over all, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wushi.domain.errors import BadInput, NoLimitInForce


@dataclass(frozen=True, slots=True)
class Circle:
    """How long one walks, and how far that is, since a day."""

    since: date
    minutes: float
    metres: float
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Home:
    """Households at one point, such as a compound or a building; never who they are."""

    community: str
    lat: float
    lon: float
    households: int


@dataclass(frozen=True, slots=True)
class Facility:
    kind: str
    name: str
    lat: float
    lon: float
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """Of so many households so many reach the kind."""

    households: int
    covered: int

    @property
    def missing(self) -> int:
        return self.households - self.covered

    @property
    def share(self) -> float | None:
        """None where nobody lives: no share can be told."""
        return self.covered / self.households if self.households else None


ALL = ""  # in place of a community: the district


def circle_on(circles: Sequence[Circle], day: date) -> Circle:
    """The value in force that day. Raises NoLimitInForce."""
    held = [circle for circle in circles if circle.since <= day]
    if not held:
        raise NoLimitInForce(limit="life_circle", day=day.isoformat())
    return max(held, key=lambda circle: circle.since)


def check_kind(kind: str, known: Mapping[str, object]) -> None:
    if kind not in known:
        raise BadInput(field="kind", why=f"{kind or 'blank'} is no kind of place; one of {', '.join(known)}")


def coverage(
    homes: Sequence[Home], metres: Mapping[str, Sequence[float]], limit: float
) -> dict[tuple[str, str], Reached]:
    """(community or ALL, kind) -> who reaches it. `metres`: by kind, from each home to the nearest place, infinite if none."""
    found: dict[tuple[str, str], list[int]] = {}
    for kind, far in metres.items():
        for home, distance in zip(homes, far, strict=True):
            for whose in (home.community, ALL):
                counted = found.setdefault((whose, kind), [0, 0])
                counted[0] += home.households
                counted[1] += home.households if distance <= limit else 0
    return {key: Reached(*counted) for key, counted in found.items()}


def missing(found: Mapping[tuple[str, str], Reached], community: str) -> list[tuple[str, int]]:
    """The kinds that households of the community do not reach, those that most lack first."""
    short = [(kind, one.missing) for (whose, kind), one in found.items() if whose == community and one.missing]
    return sorted(short, key=lambda pair: (-pair[1], pair[0]))
