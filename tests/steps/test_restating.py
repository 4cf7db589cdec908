"""A published figure is kept; when it comes out otherwise, what moved it is told: the event, the definition, the catalogue."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.ledgers import HandMade
from tests.people import at
from wushi.domain import events as e
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.indicators import Figure
from wushi.domain.policy import Policy
from wushi.site.cli import figures as commands
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate import opening, reports, restating
from wushi.store.told.models import Restated, Told

NOW = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    step.forget()


@pytest.fixture
def town(house: Policy) -> HandMade:
    """Six demands of March, one answered late; published after an event of 20 April."""
    made = HandMade(house)
    for n in range(6):
        replied = "2022-03-25 10:00" if n == 5 else "2022-03-10 10:00"
        made.whole(f"A{n}", f"2022-03-0{n + 1} 09:00", "2022-03-20 00:00", replied)
    made.register("B", "2022-04-20 09:00")
    opening.publish(house, NOW)
    return made


def of(town: HandMade, slug: str, period: str = "2022-03") -> list[restating.Restatement]:
    restating.look(town.policy, NOW)
    return restating.restatements(town.policy, period=period, indicator=slug)


def test_what_is_published_is_kept_with_position_and_definition(town: HandMade) -> None:
    row = Told.objects.get(indicator="demand.on_time_rate", period="2022-03", grouped="")
    one = step.indicator("demand.on_time_rate", town.policy)
    assert (row.value, row.numerator, row.denominator) == (83.33, 5, 6)
    assert (row.position, row.definition, row.what) == (step.exports.head(), one.digest, "open-data")


def test_the_same_figure_asked_again_is_the_same(town: HandMade) -> None:
    kept = Told.objects.count()
    assert restating.look(town.policy, NOW) == 0
    town.whole("C", "2022-04-21 09:00", "2022-05-20 00:00", "2022-04-25 10:00")
    opening.publish(town.policy, NOW)
    assert not Restated.objects.exists() and Told.objects.count() >= kept
    assert Told.objects.filter(period="2022-03").exclude(checked=step.exports.head()).count() == 0


def test_a_demand_that_is_registered_later_with_an_earlier_day(town: HandMade) -> None:
    town.register("L", "2022-03-15 09:00")
    [one] = of(town, "demand.intake")
    assert (one.value_before, one.value_after) == (6, 7)
    [cause] = one.causes
    assert (cause["cause"], cause["kind"], cause["matters"], cause["numbers"]) == ("event", "Registered", 1, ["L"])
    assert cause["position"] == step.exports.head() - 2  # classified and located came with it
    assert restating.look(town.policy, NOW) == 0, "told once"


def test_an_event_of_march_that_is_written_down_later(town: HandMade) -> None:
    town.whole("L", "2022-03-15 09:00", "2022-03-20 00:00", "2022-03-30 10:00")
    [one] = of(town, "demand.on_time_rate")
    assert (one.value_before, one.value_after) == (83.33, 71.43)
    assert {c["kind"] for c in one.causes} <= {
        "Registered",
        "Dispatched",
        "Replied",
        "CalledBack",
        "Closed",
        "SignedFor",
        "Contacted",
    }
    assert all(c["numbers"] == ["L"] for c in one.causes)


def test_what_is_found_out_later_moves_the_parts_only_as_of_its_day(town: HandMade) -> None:
    for n in range(6):
        town.register(f"D{n}", f"2021-06-0{n + 1} 09:00")
    town.register("E", "2022-04-21 09:00")
    opening.publish(town.policy, NOW)
    assert Told.objects.filter(indicator="demand.intake", period="2021", grouped="subject", key="property").exists()
    other = e.Classified("utilities/water/off", 1.0, (), by="person")
    town.then("D1", "2022-04-22 09:00", other)  # of that day on: 2021 stays as it was told
    assert of(town, "demand.intake", "2021") == []
    town.then("D0", "2021-06-20 09:00", other)  # of a day in 2021, written down afterwards
    found = of(town, "demand.intake", "2021")
    [one] = [r for r in found if r.group == "subject" and r.key == "property"]
    assert (one.value_before, one.value_after) == (6, 5)
    assert [(c["kind"], c["numbers"]) for c in one.causes] == [("Classified", ["D0"])]
    assert not [r for r in found if not r.group], "of the whole nothing changed"


def test_another_definition_is_told_as_one(town: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    book = step.book(town.policy)
    one = book.indicators["demand.intake"]
    other = replace(
        one, sql=one.sql + " AND number <> 'A0'" if "WHERE" in one.sql else f"{one.sql} WHERE number <> 'A0'"
    )
    changed = replace(book, indicators={**book.indicators, one.slug: other})
    monkeypatch.setattr(step, "_book", lambda policy: changed)
    step.forget()
    [found] = [r for r in of(town, "demand.intake") if not r.group]
    assert (found.value_before, found.value_after) == (6, 5)
    assert [c["cause"] for c in found.causes] == ["definition"]


def test_a_report_that_leaves_the_house_is_kept(town: HandMade) -> None:
    written = reports.write("monthly", "2022-03", policy=town.policy, now=NOW)
    assert restating.keep_report(written, town.policy) > 0
    assert restating.keep_report(written, town.policy) == 0, "the same figures again are no new word"
    assert {r.what for r in Told.objects.all()} == {"open-data", "monthly"}


def test_a_report_of_a_running_month_is_asked_again_as_of_its_day(town: HandMade) -> None:
    now = at("2022-04-20 12:00")
    written = reports.write("monthly", "2022-04", policy=town.policy, now=now)
    restating.keep_report(written, town.policy)
    town.register("F", "2022-04-25 09:00")  # later in the month: nothing of what was told is wrong
    assert of(town, "demand.intake", "2022-04") == []


def test_many_figures_on_the_public_page_only_where_they_are_large_enough(town: HandMade) -> None:
    town.register("L", "2022-03-15 09:00")
    restating.look(town.policy, NOW)
    shown = restating.in_public(town.policy, 100)
    assert shown and all(not r.branch and (not r.group or min(r.rows) >= 5) for r in shown)


def run(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(commands.figures, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_command(town: HandMade) -> None:
    town.register("L", "2022-03-15 09:00")
    found = run("restatements", "--period", "2022-03", "--indicator", "demand.intake", "--json")
    assert [(f["before"], f["after"], f["published_in"]) for f in found] == [(6, 7, "open-data")]
    table = CliRunner().invoke(commands.figures, ["restatements"], catch_exceptions=False)
    assert "demand.intake" in table.stdout and "登记 Registered, 1 matters" in table.stdout
    assert CliRunner().invoke(commands.figures, ["restatements", "--rows"]).exit_code == 2
    with pytest.raises(BadInput, match="not a period"):
        run("restatements", "--period", "March")
    with pytest.raises(NotFound):
        run("restatements", "--indicator", "no.such")


def test_a_figure_of_an_indicator_that_is_gone_stays_as_it_was(town: HandMade) -> None:
    figure = Figure("demand.intake", "2022-03", 1.0, 1, 1, {}, "items", 0, 1, 0)
    restating.keep("weekly", [figure], town.policy, NOW, 1)
    Told.objects.filter(what="weekly").update(indicator="demand.gone")
    assert restating.look(town.policy, NOW) == 0


def test_the_figures_of_a_branch_move_with_the_branch_alone(town: HandMade) -> None:
    written = reports.write("monthly", "2022-03", policy=town.policy, now=NOW, unit="housing")
    restating.keep_report(written, town.policy)
    told = Told.objects.filter(
        what="monthly", branch="housing", indicator="demand.intake", grouped="", period="2022-03"
    )
    assert told.exists()
    other = next(u.code for u in town.policy.tree if u.level == "department" and u.code != "housing")
    town.whole("L", "2022-03-15 09:00", "2022-03-20 00:00", "2022-03-16 10:00", unit=other)
    assert {r.branch for r in of(town, "demand.intake")} == {""}
    town.whole("M", "2022-03-15 09:00", "2022-03-20 00:00", "2022-03-16 10:00", unit="housing")
    [one] = [r for r in of(town, "demand.intake") if r.branch == "housing" and not r.group]
    assert (one.value_before, one.value_after) == (6, 7) and one.causes[0]["numbers"] == ["M"]
