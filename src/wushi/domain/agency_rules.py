"""What the pack says of the petition agency (信访代办): services, powers of a mandate, sorts of errands, the consent form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Service:
    """One of the services of the agency (五项服务)."""

    code: str
    name: str
    name_en: str
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Power:
    """Something that a mandate may allow."""

    code: str
    name: str
    name_en: str
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class ErrandSort:
    """A sort of errand: the service that it belongs to, and the power that it needs."""

    code: str
    name: str
    name_en: str
    service: str
    power: str
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Story:
    """A made-up matter for the demonstration, with its errands."""

    title: str
    text: str
    errands: tuple[str, ...]


@dataclass(frozen=True)
class AgencyRules:
    """What the pack says of the agency; `consent`: the sentences of the consent form in Chinese and English."""

    services: Mapping[str, Service] = field(default_factory=dict)
    powers: Mapping[str, Power] = field(default_factory=dict)
    errands: Mapping[str, ErrandSort] = field(default_factory=dict)
    consent: tuple[str, ...] = ()
    consent_en: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    simulation: Mapping[str, float] = field(default_factory=dict)
