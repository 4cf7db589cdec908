"""The reference of the simulators names every parameter with a meaning; scale multiplies what comes and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wushi.domain.policy import Policy
from wushi.domain.simulation.parameters import plan
from wushi.packs.simulation import simulation_of
from wushi.site.cli import simulators
from wushi.site.cli.simulating import _WRITERS
from wushi.site.cli.simulators import SIMULATORS, Simulator
from wushi.site.environment import CHECKOUT


@pytest.mark.parametrize("one", SIMULATORS, ids=lambda one: one.file)
def test_every_parameter_has_a_meaning_and_every_meaning_a_parameter(one: Simulator, policy: Policy) -> None:
    named = {key for key, _, _ in simulators.parameters(policy, one).values()}
    assert named == set(one.meanings)


def test_every_simulator_of_the_command_line_is_told() -> None:
    told = " ".join(one.command for one in SIMULATORS)
    assert all(f"--track {track} " in told for track in _WRITERS)


def test_every_file_of_the_packs_that_simulates_is_told() -> None:
    nation = CHECKOUT / "packs" / "cn"
    files = {file.relative_to(nation).as_posix() for file in nation.rglob("*.toml")}
    simulate = {
        f for f in files if f.endswith("simulation.toml") or "\n[simulation]" in (nation / f).read_text("utf-8")
    }
    assert simulate == {one.file for one in SIMULATORS}


def test_the_district_overwrites_the_nation(policy: Policy) -> None:
    found = simulators.parameters(policy, SIMULATORS[0])
    assert found["shifts"][2] == "150302-haibowan"
    assert found["arrivals.per_year"][1:] == (230000, "cn")


@pytest.mark.parametrize("scale", [0.1, 1, 10, 100])
def test_a_year_brings_what_the_scale_says(policy: Policy, scale: float) -> None:
    simulation = simulation_of(policy)
    days = [date(2022, 1, 1) + timedelta(days=n) for n in range(365)]
    made = [plan(day, 7, scale, simulation, policy.calendar).demands for day in days]
    assert sum(made) == pytest.approx(simulation.arrivals.per_year * scale, rel=0.03)
    assert made == [plan(day, 7, scale, simulation, policy.calendar).demands for day in days]
    assert made != [plan(day, 8, scale, simulation, policy.calendar).demands for day in days]
