"""Prints the published figures that came out otherwise when they were asked again: before, after, why and since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from wushi.domain import telling
from wushi.domain.policy import Policy
from wushi.site.cli import emit, say
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate import restating
from wushi.store.told.figures import Restatement


def show(policy: Policy, now: datetime, period: str, slug: str, language: str, as_json: bool) -> None:
    """Look first, then list; the newest comes first."""
    wanted = restating.restatements(
        policy, period=period, indicator=slug
    )  # what is wrong with the question is told first
    new = restating.look(policy, now)
    wanted = restating.restatements(policy, period=period, indicator=slug) if new else wanted
    if as_json:
        for one in wanted:
            emit(_record(one, policy, language))
        return
    table = Table()
    for head in ("indicator", "period", "before", "after", "why", "noticed"):
        table.add_column(head, no_wrap=head in ("indicator", "period"))
    for one in wanted:
        definition = step.indicator(one.indicator, policy)

        def value(given: float | None, unit: str = definition.unit, decimals: int = definition.decimals) -> str:
            return "–" if given is None else telling.number(given, unit, decimals, language)

        name = one.indicator + (f" {one.group} {one.key}" if one.group else "")
        why = "; ".join(_why(cause) for cause in one.causes)
        table.add_row(
            name, one.period, value(one.value_before), value(one.value_after), why, one.noticed_at.isoformat()[:16]
        )
    console = Console()
    (console if console.is_terminal else Console(width=180)).print(table)
    say(f"{restating.kept():,} published figures kept, {len(wanted):,} restated")


def _why(cause: dict[str, Any]) -> str:
    if cause["cause"] == restating.EVENT:
        named = ", ".join(cause["numbers"])
        return (
            f"{cause['name']} {cause['kind']}, {cause['matters']} matters from position {cause['position']} ({named})"
        )
    return str(cause["cause"])


def _record(one: Restatement, policy: Policy, language: str) -> dict[str, Any]:
    """A restatement as one JSON object."""
    definition = step.book(policy).indicators.get(one.indicator)
    found: dict[str, Any] = {
        "indicator": one.indicator,
        "name": definition.word("name", language) if definition else one.indicator,
        "period": one.period,
        "before": one.value_before,
        "after": one.value_after,
        "unit": definition.unit if definition else "",
        "causes": list(one.causes),
        "published_in": one.what,
        "published_at": one.told_at.isoformat(),
        "noticed_at": one.noticed_at.isoformat(),
        "position_before": one.positions[0],
        "position_after": one.positions[1],
    }
    for when, parts in (("before", one.parts_before), ("after", one.parts_after)):
        found |= {f"{name}_{when}": n for name, n in zip(("numerator", "denominator", "excluded"), parts, strict=True)}
    if one.group:
        found |= {"group": one.group, "key": one.key}
    if one.branch:
        found["branch"] = one.branch
    return found
