"""Bursts (突发聚集): are these more than usual for the hour? A Poisson tail, asked so rarely to be wrong that a week stays quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, log


@dataclass(frozen=True, slots=True)
class Watched:
    """The pack's values: false alarms allowed in a week over all cells together, looks in an hour, the fewest that are a burst,
    and the least that is usual anywhere (a cell without history is not a cell where nothing ever happens). `history_weeks`
    and `season_weeks` say from which weeks the usual is reckoned, `quiet_hours` for how long one alarm stands for all."""

    since: date
    false_alarms_a_week: float
    looks_an_hour: float
    at_least: int
    floor: float
    reference: str
    status: str = "proposal"
    window_hours: float = 2.0
    history_weeks: int = 52
    season_weeks: int = 4
    quiet_hours: float = 12.0


def tail(count: int, usual: float) -> float:
    """The chance of `count` or more where `usual` are expected."""
    if count <= 0:
        return 1.0
    if usual <= 0:
        return 0.0
    if count <= usual:
        return 1.0  # not more than usual is never asked about
    term = exp(count * log(usual) - usual - lgamma(count + 1))
    total, n = 0.0, count
    while term > total * 1e-12:
        total += term
        n += 1
        term *= usual / n
    return min(1.0, total)


def level(cells: int, watched: Watched) -> float:
    """How unlikely a count must be: the week's allowance shared out among all looks at all cells (Bonferroni)."""
    return watched.false_alarms_a_week / (max(1, cells) * watched.looks_an_hour * 24 * 7)


def is_burst(count: int, usual: float, cells: int, watched: Watched) -> bool:
    """`usual`: what such an hour of such a season brings to the cell; `cells`: how many are watched at once."""
    if count < watched.at_least:
        return False
    return tail(count, max(usual, watched.floor)) < level(cells, watched)
