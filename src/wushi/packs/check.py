"""Checking a pack as a whole (`wushi check`): every mistake at once, the situations run, and how much of what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wushi.domain.errors import BadPack
from wushi.domain.policy import Policy
from wushi.packs import air_maps, maps, monitors, sentences, simulation
from wushi.packs.files import read_toml
from wushi.packs.layers import OPAQUE, find_layers
from wushi.packs.loader import read
from wushi.packs.problems import Problems
from wushi.packs.situations import run, situations


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; `counts` tells what the pack holds when it could be loaded."""

    folder: Path
    problems: tuple[BadPack, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""

    @property
    def sound(self) -> bool:
        return not self.problems


def check(folder: Path) -> Report:
    """Read the pack, look into the files that others read, and run its situations."""
    policy, found = read(folder)
    more = Problems()
    cases = list(situations(folder, more))
    _look_into_others(folder, more)
    problems = {_place(problem): problem for problem in (*found, *more.found)}
    number = 0
    if policy is not None and not problems:
        said, number = sentences.check(policy)
        for others in (
            maps.check(policy),
            simulation.check(policy),
            monitors.check(policy),
            air_maps.check(policy),
            said,
        ):
            problems |= {_place(problem): problem for problem in others.found}
        for case in cases:
            wrong = run(case, policy)
            if wrong is not None:
                problems[_place(wrong)] = wrong
    counts = {**_counts(policy, len(cases)), "sentences": number} if policy is not None else {}
    ordered = sorted(problems.values(), key=lambda p: (p.facts["file"], p.facts["line"]))
    return Report(folder, tuple(ordered), counts, policy.digest if policy else "")


def _place(problem: BadPack) -> tuple[str, int, str]:
    return problem.facts["file"], problem.facts["line"], problem.facts["why"]


def _look_into_others(folder: Path, problems: Problems) -> None:
    """Indicators and reports are read by those who need them; here only whether they are TOML at all."""
    for layer in find_layers(folder, problems)[0]:
        for path, text in layer.texts.items():
            if path.endswith(".toml") and path.partition("/")[0] in OPAQUE:
                read_toml(f"{layer.name}/{path}", text, problems)


def _counts(policy: Policy, cases: int) -> dict[str, int]:
    return {
        "units": len(policy.tree.units),
        "posts": len(policy.posts),
        "subjects": len(policy.subjects),
        "routes": len(policy.routes),
        "time_limits": len(policy.limits),
        "alarms": len(policy.rungs),
        "calendars": len(policy.calendar.years),
        "sources": len(policy.sources),
        "places": len(policy.places),
        "areas": len(policy.areas),
        "service_items": len(policy.catalogue.versions),
        "bundles": len(policy.service.bundles),
        "situations": cases,
    }
