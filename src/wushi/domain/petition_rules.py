"""What the pack says of petitions (信访): the lawful ways of art. 31, how many represent several persons, simulated cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Way:
    """A lawful way other than the petition's own procedure; `channel`: where the petitioner goes with it."""

    code: str
    name: str
    name_en: str
    channel: str
    channel_en: str
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Case:
    """A made-up petition of the demonstration: what is said, which unit's matter it is, how it goes."""

    title: str
    text: str
    unit: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PetitionRules:
    """`simulation`: how many a year and which shares of them go which way."""

    ways: Mapping[str, Way] = field(default_factory=dict)
    representatives: int = 5
    cases: tuple[Case, ...] = ()
    simulation: Mapping[str, float] = field(default_factory=dict)
