"""What the pack says of disputes (纠纷): their kinds, where they come from, what bars a mediator, which ways stay open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """A code with its names and the article on which it rests. `channel`: where to go, for a remedy."""

    code: str
    name: str
    name_en: str
    reference: str
    status: str = "sourced"
    channel: str = ""
    channel_en: str = ""


@dataclass(frozen=True, slots=True)
class Sort(Option):
    """A kind of dispute: which ways stay open when mediation fails, and whether a court may confirm an agreement on it."""

    remedies: tuple[str, ...] = ()
    confirmable: bool = True


@dataclass(frozen=True, slots=True)
class Origin(Option):
    """Where a case comes from: the limit within which it is mediated, and whether a court waits for the result."""

    limit: str = ""
    court: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A made-up case for the simulation."""

    sort: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Disputes:
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    relations: Mapping[str, Option] = field(default_factory=dict)
    remedies: Mapping[str, Option] = field(default_factory=dict)
    failures: Mapping[str, Option] = field(default_factory=dict)
    risks: Mapping[str, Option] = field(default_factory=dict)
    materials: Mapping[str, Option] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    simulation: Mapping[str, float] = field(default_factory=dict)  # how many a day, and which share takes which course
