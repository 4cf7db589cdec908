"""Every page that the house has, as the post that sees most of it: no finding of axe, nothing wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from tests.journeys.town import Town
from tests.web.staff import House, signed_in

from wushi.domain import lifecycle
from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.steps.learn import simulate_readings
from wushi.steps.report import simulate_agency, simulate_applications, simulate_disputes, simulate_petitions
from wushi.steps.report.simulate import Run
from wushi.store.ledger.models import Matter

# What is no page: files, feeds, forms that are only posted to, what a program asks for.
_ACCEPT = {"accept": "text/html"}


@dataclass(frozen=True)
class Page:
    """An address with whoever sees most of it; None: nobody signed in."""

    address: str
    actor: Actor | None


def lived(town: Town) -> None:
    """Some days of every track, so that pages have something to show."""
    policy, now = town.policy, datetime.now(UTC)
    run = Run(now.date() - timedelta(days=60), now.date(), 0.02, 7, now)
    for writer in (simulate_applications, simulate_disputes, simulate_agency, simulate_petitions):
        writer.write(run, policy)
    house = House(policy, town.cast, now - timedelta(hours=5))
    for make in (
        house.say,
        lambda: house.dispatched("housing"),
        lambda: house.signed("housing"),
        lambda: house.handled("housing"),
    ):
        make()
    simulate_readings.run(policy, now.year, now, only=frozenset({"air-1", "gas-coke-1", "water-town-1"}), watch_days=2)
    town.turn()
    figures.refresh(policy, now)


def numbers() -> list[str]:
    """Of each track the newest matter that is open, and of a hotline demand also one in each state."""
    found: dict[tuple[str, str], str] = {}
    for track, state, number in Matter.objects.order_by("id").values_list("track", "state", "number"):
        found[track, state if track == "hotline" else str(state in lifecycle.of(track).open)] = number
    return sorted(found.values())


def addresses(known: list[str], policy: Policy, patterns: Any = None, before: str = "/") -> Iterator[list[str]]:
    """For each route of the house the addresses that it may have."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(one.pattern).lstrip("^").rstrip("$")
        if hasattr(one, "url_patterns"):
            yield from addresses(known, policy, one.url_patterns, path)
            continue
        yield [path] if "<" not in path else list(filled(path, known, policy))


def filled(path: str, known: list[str], policy: Policy) -> Iterator[str]:
    if re.search(r"<(?:\w+:)?number>", path):
        for number in known:
            made = re.sub(r"<(?:\w+:)?number>", number, path)
            if "<" not in made:
                yield made


def most(client_of: dict[Actor | None, Client], ways: list[str]) -> Page | None:
    """Who sees most of the route, at which of its addresses."""
    best, size = None, 0
    for actor, client in client_of.items():
        for address in ways:
            answer = client.get(address, headers=_ACCEPT)
            if answer.status_code == 405:  # what is only posted to
                return None
            whole = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            if whole and b"<html" in answer.content[:300] and len(answer.content) > size:
                best, size = Page(address, actor), len(answer.content)
    return best


def pages(town: Town) -> list[Page]:
    policy = town.policy
    actors: dict[str, Actor] = {}
    for post in policy.posts.values():
        actors.setdefault(post.role, Actor(post.code, post.unit, post.role))
    clients: dict[Actor | None, Client] = {None: Client(headers={"accept-language": "zh-CN"})}
    clients |= {actor: signed_in(actor) for actor in actors.values()}
    # a matter is looked at by those who see all of them
    overseers = {a: c for a, c in clients.items() if a is None or policy.roles[a.role].scope == "all"}
    known = numbers()
    found = [most(overseers if len(ways) > 1 else clients, ways) for ways in addresses(known, policy)]
    return [one for one in dict.fromkeys(found) if one is not None]


def findings(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']}: {node['html'][:160]}" for v in found for node in v["nodes"][:2]]


def test_no_page_has_a_finding_and_none_is_wider_than_a_phone(town: Town) -> None:
    lived(town)
    every = pages(town)
    assert len(every) > 45
    complaints = []
    for width, language in ((360, "zh-hans"), (1280, "en")):
        browsers: dict[Actor | None, Any] = {}
        for one in every:
            if one.actor not in browsers:
                browsers[one.actor] = browser_of(town, one.actor, width, language)
            page = browsers[one.actor]
            page.goto(one.address)
            who = one.actor.role if one.actor else "nobody"
            complaints += [f"{one.address} {who} {width} {language}: {said}" for said in findings(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                complaints.append(f"{one.address} {who} {width} {language}: wider than the screen")
    assert complaints == [], "\n".join(complaints)


def browser_of(town: Town, actor: Actor | None, width: int, language: str) -> Any:
    page = town.browser(width)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if actor is not None:
        cookies[settings.SESSION_COOKIE_NAME] = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": k, "value": v, "url": town.server.url} for k, v in cookies.items()])
    return page
