"""Propose (智能建议): class, place and unit of a new matter, each with reasons and a confidence; a person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from wushi.domain import classification, location, pointing, routing
from wushi.domain import events as e
from wushi.domain.actor import MACHINE
from wushi.domain.calendar import local
from wushi.domain.classification import READ, Guess, View
from wushi.domain.danger import Danger, hear
from wushi.domain.dispatch import dispatch
from wushi.domain.incoming import Incoming
from wushi.domain.lexicon import Hit, Lexicon
from wushi.domain.location import Place
from wushi.domain.matter import Matter
from wushi.domain.misheard import Ear
from wushi.domain.policy import Policy
from wushi.domain.routing import Proposal
from wushi.packs.scripts import as_written, simple, sounds
from wushi.steps.drafting import Draft
from wushi.steps.report import trained

GIVEN = ("来件已写明",)
Found = tuple[list[Hit], ...]  # what a lexicon of two kinds finds


@lru_cache(maxsize=4)
def lexicon(policy: Policy) -> Lexicon:
    """Two kinds: subjects, places."""
    subjects, places = classification.terms_of(policy.subjects), location.names_of(policy)
    return Lexicon(trained.both_scripts(subjects), as_written(places))


@lru_cache(maxsize=4)
def _names(policy: Policy) -> Callable[[str], list[Hit]]:
    """What finds only names of places."""
    names = Lexicon(location.names_of(policy))
    return lambda words: names.find(words)[0]


@lru_cache(maxsize=4)
def _ear(policy: Policy) -> Ear:
    return location.ear(policy, simple(), sounds())


def _words(title: str, text: str, address: str) -> str:
    """What is read for words of the pack, in one piece."""
    return f"{title}\n{text[:READ]}\n{address}"


@lru_cache(maxsize=4)
def _heads(policy: Policy) -> Any:
    from wushi.steps.report.features import Heads

    return Heads(lexicon(policy).heads)


def find_many(texts: Sequence[tuple[str, str, str]], policy: Policy) -> list[Found]:
    """The words of the pack in many texts (title, text, address): faster than one by one."""
    words = [_words(*text) for text in texts]
    known = lexicon(policy)
    return [known.find(w, places) for w, places in zip(words, _heads(policy).places(words), strict=True)]


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that a machine says of a text, before anybody has decided."""

    guess: Guess
    place: Place
    proposal: Proposal
    danger: Danger | None = None


def branches(title: str, text: str, policy: Policy) -> list[Guess]:
    """What the pack's words alone say of a text, branch by branch."""
    return classification.by_branch(lexicon(policy).find(f"{title}\n{text[:READ]}")[0], len(title))


def classify(title: str, text: str, policy: Policy, model: View | None = None) -> Guess:
    """Blend the pack's words with the trained model's view; None: ask the promoted model."""
    view = model if model is not None else trained.predict([f"{title} {text}"], policy)[0]
    return classification.blend(branches(title, text, policy), view)


def propose(
    title: str,
    text: str,
    *,
    type: str,
    policy: Policy,
    address: str = "",
    place: str = "",
    model: View | None = None,
    given: Guess | None = None,
    found: Found | None = None,
    point: tuple[float, float] | None = None,
    crs: str = "wgs84",
    day: date | None = None,
) -> Proposed:
    """What the desk sees while it types, and what the worker writes down. `place`, `given`: known from the sender; `found`:
    the words of the pack, when they were looked for already; `point`: WGS-84, which came in the system `crs`; `day`: of the
    matter, whose borders hold for it."""
    end = len(title) + 1 + min(len(text), READ)
    subjects, places = found if found is not None else lexicon(policy).find(_words(title, text, address))
    if given is None:
        view = model if model is not None else trained.predict([f"{title} {text}"], policy)[0]
        given = classification.blend(classification.by_branch([h for h in subjects if h[0] < end], len(title)), view)
    guess = given
    if place:
        where = Place(place, 1.0, GIVEN)
    else:
        where = _place(title, text, address, places, policy, day)
        if point is not None:
            where = pointing.agreed(*point, where, policy, day, crs)
    proposal = routing.route(guess.subject, type, where.unit, policy, confidence=guess.confidence)
    return Proposed(guess, where, proposal, hear(f"{title}\n{text}", policy.danger).danger)


def _place(title: str, text: str, address: str, hits: list[Hit], policy: Policy, day: date | None = None) -> Place:
    """The place that the words name; the address is where to look first: a text also tells where somebody comes from."""
    begins = len(title) + 1 + min(len(text), READ) + 1
    words = _words(title, text, address)
    found = location.by_names(words, hits, policy, title=len(title), address=begins if address else None, day=day)
    if found.unit or found.options:
        return found
    return location.closer((title, text[:READ], address), _names(policy), _ear(policy), policy)


def place_of(
    title: str,
    text: str,
    address: str,
    policy: Policy,
    *,
    point: tuple[float, float] | None = None,
    crs: str = "wgs84",
    day: date | None = None,
) -> Place:
    """Only the place of a text, with or without a point."""
    hits = lexicon(policy).find(_words(title, text, address))[1]
    found = _place(title, text, address, hits, policy, day)
    return found if point is None else pointing.agreed(*point, found, policy, day, crs)


def write(
    draft: Draft,
    proposed: Proposed,
    policy: Policy,
    at: datetime,
    *,
    lat: float | None = None,
    lon: float | None = None,
    crs: str = "",
    automatic: bool | None = None,
    due: datetime | None = None,
    due_reference: str = "",
) -> None:
    """Append the proposals to a registered matter's draft; dispatch it where the pack allows the machine to.

    `automatic`: True for an import whose map says that its orders were dispatched; None: the pack's rule decides."""
    guess, place, proposal = proposed.guess, proposed.place, proposed.proposal
    draft.add(
        e.Classified(guess.subject, guess.confidence, guess.reasons, alternatives=guess.alternatives),
        MACHINE, at, permitted=True,
    )  # fmt: skip
    if not (at_door(draft.matter) and draft.matter.place == place.unit):
        _locate(draft, place, at, lat, lon, crs)
    draft.add(
        e.RouteProposed(proposal.unit, proposal.limit, proposal.confidence, proposal.reasons, proposal.reference),
        MACHINE, at, permitted=True, reference=proposal.reference,
    )  # fmt: skip
    if automatic is None:
        rule = policy.automatic_on(local(at).date())
        automatic = (
            rule is not None
            and rule.enabled
            and proposal.confidence >= rule.dispatch_confidence
            and proposed.danger is None
            and proposal.unit != policy.main_desk
        )
    if automatic and proposal.unit != policy.main_desk:
        event = dispatch(draft.matter, proposal, policy, at, automatic=True, due=due, due_reference=due_reference)
        draft.add(event, MACHINE, at, permitted=True)


def follow_up(draft: Draft, title: str, text: str, policy: Policy, now: datetime) -> None:
    """What the worker does after a registration. A proposal that fails leaves the matter on the desk, where a person sees it."""
    m = draft.matter
    proposed = propose(title, text, type=m.type, policy=policy, place=m.place)
    write(draft, proposed, policy, now, lat=m.lat, lon=m.lon, crs="wgs84" if m.lat is not None else "")


def at_door(matter: Matter) -> bool:
    """Was the place of the matter told when it was registered?"""
    return bool(matter.place) or matter.lat is not None


def locate_at_door(draft: Draft, incoming: Incoming, policy: Policy, at: datetime) -> None:
    """Write down the place of a checked demand that brings a point, an address or the unit itself: none of them is at hand
    when the worker reads the words. What the words alone name is left to the worker."""
    if incoming.place:
        place = Place(incoming.place, 1.0, GIVEN)
    elif incoming.lat is None and not incoming.address:
        return
    else:
        place = place_of(
            incoming.title, incoming.text, incoming.address, policy,
            point=point_of(incoming), crs=incoming.crs, day=local(at).date(),
        )  # fmt: skip
    if place.unit or incoming.lat is not None:
        _locate(draft, place, at, incoming.lat, incoming.lon, incoming.crs if incoming.lat is not None else "")


def point_of(incoming: Incoming) -> tuple[float, float] | None:
    """Latitude and longitude of a checked demand, in WGS-84."""
    return (incoming.lat, incoming.lon) if incoming.lat is not None and incoming.lon is not None else None


def _locate(draft: Draft, place: Place, at: datetime, lat: float | None, lon: float | None, crs: str) -> None:
    event = e.Located(place.unit, place.confidence, place.reasons, lat=lat, lon=lon, crs=crs)
    draft.add(event, MACHINE, at, permitted=True)
