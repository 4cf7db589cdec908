"""Simulating into the ledger: once, whole days, the same every time, marked, and rebuilt from its events without a difference."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from tests.people import at
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.steps.rebuild import rebuild
from wushi.steps.report.propose import classify
from wushi.steps.report.simulate import Maker, Run, make_all, tasks, write_all
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Rows
from wushi.store.vault import vault

NOW = at("2022-12-14 15:00")


def run(since: str = "2022-12-05", until: str = "2022-12-14", scale: float = 0.03, seed: int = 7) -> Run:
    return Run(date.fromisoformat(since), date.fromisoformat(until), scale, seed, NOW)


def simulate(policy: Policy, asked: Run) -> tuple[int, int]:
    written = list(write_all(make_all(asked, policy)))
    return sum(matters for _, matters, _ in written), sum(events for _, _, events in written)


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def count(table: str) -> int:
    return int(str(rows(f"SELECT count(*) FROM {table}")[0][0]))


@pytest.fixture
def simulated(house: Policy) -> Policy:
    simulate(house, run())
    return house


def test_histories_make_the_stored_matters_again(simulated: Policy) -> None:
    found = rebuild(simulated, replace=False)
    assert found.matters == count("ledger_matter") > 100
    assert found.differing == []


def test_every_matter_is_marked(simulated: Policy) -> None:
    assert rows("SELECT DISTINCT simulated FROM ledger_matter") in ([(True,)], [(1,)])
    assert all(str(key).startswith("simulated:7:2022-12-") for (key,) in rows("SELECT client_key FROM ledger_matter"))


def test_nothing_happens_after_the_end(simulated: Policy) -> None:
    [(last,)] = rows("SELECT max(at) FROM ledger_event")
    assert int(str(last)) <= NOW.timestamp() * 1_000_000


def test_a_second_run_adds_nothing(simulated: Policy) -> None:
    before = count("ledger_event")
    assert tasks(run(), simulated) == []
    assert simulate(simulated, run()) == (0, 0)
    assert count("ledger_event") == before


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(house: Policy) -> None:
    def cut(made: Iterator[Rows]) -> Iterator[Rows]:
        for number, one in enumerate(made):
            if number == 4:
                return
            yield one

    list(write_all(cut(make_all(run(), house))))
    some = count("ledger_matter")
    assert [task.day.day for task in tasks(run(), house)] == [9, 10, 11, 12, 13, 14]
    simulate(house, run())
    keys = [str(key) for (key,) in rows("SELECT client_key FROM ledger_matter")]
    assert len(keys) == len(set(keys)) > some


def test_more_days_later_leave_the_first_ones_alone(simulated: Policy) -> None:
    before = dict(rows("SELECT client_key, version FROM ledger_matter"))
    simulate(simulated, run(since="2022-12-01"))
    after = dict(rows("SELECT client_key, version FROM ledger_matter"))
    assert {key: after[key] for key in before} == before
    assert len(after) > len(before)


def test_the_same_seed_writes_the_same_whoever_makes_the_days(house: Policy) -> None:
    """Everything but the seals, whose salt is never the same."""
    asked = run()
    days = tasks(asked, house)
    one = Maker(asked, house)
    mine = {task.day: one.make(task) for task in days}
    other = Maker(asked, house)
    for task in reversed(days):
        theirs = other.make(task)
        assert [_plain(row) for row in mine[task.day].events] == [_plain(row) for row in theirs.events]
        assert [row[:4] + row[5:22] for row in mine[task.day].matters] == [
            row[:4] + row[5:22] for row in theirs.matters
        ]


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    payload = json.loads(str(row[-1]))
    payload.pop("commitment", None)
    return (*row[:-1], json.dumps(payload, sort_keys=True))


def test_the_words_are_sealed_and_bound_to_their_event(simulated: Policy) -> None:
    checked = 0
    for id, seq, payload in rows("SELECT matter_id, seq, payload FROM ledger_event WHERE kind = 'Replied' LIMIT 20"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT blob FROM vault_sealed WHERE matter_id = %s AND seq = %s", [id, seq])
            (blob,) = cursor.fetchone()
        assert vault.commitment_holds(blob, json.loads(str(payload))["commitment"])
        assert ledger.words(int(str(id)))[int(str(seq))][1]
        checked += 1
    assert checked


def test_the_worker_goes_on_from_where_the_simulation_ends(simulated: Policy) -> None:
    assert turning.turn_all(simulated, NOW).failed == 0
    later = turning.turn_all(simulated, at("2022-12-30 12:00"))
    assert later.taken > 0
    assert later.failed == 0
    assert rebuild(simulated, replace=False).differing == []


def test_the_words_fit_the_subject(simulated: Policy) -> None:
    fits = Counter[bool]()
    sql = "SELECT s.title, s.text, m.subject FROM ledger_said s JOIN ledger_matter m ON m.id = s.matter_id WHERE s.seq = 1"
    for title, text, subject in rows(sql):
        guess = classify(str(title), str(text), simulated)
        fits[guess.subject.partition("/")[0] == str(subject).partition("/")[0]] += 1
    assert fits[True] / fits.total() > 0.95


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"since": "2022-12-20"}, "from"),
        ({"since": "2022-12-10", "until": "2022-12-09"}, "from"),
        ({"scale": 0}, "scale"),
    ],
)
def test_what_makes_no_sense_is_refused(house: Policy, changed: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        tasks(run(**changed), house)  # type: ignore[arg-type]
    assert refused.value.facts["field"] == field


@pytest.mark.slow
def test_the_command_with_processes_writes_what_one_process_writes(tmp_path: Path) -> None:
    """Through the command line, in houses of their own: two helpers, and none."""
    found = []
    for processes in ("2", "0"):
        home = tmp_path / processes
        environment = {**os.environ, "WUSHI_HOME": str(home)}
        for name in ("WUSHI_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        wushi = [sys.executable, "-m", "wushi"]
        subprocess.run([*wushi, "init"], env=environment, check=True, capture_output=True)
        days = ["--from", "2022-03-01", "--to", "2022-04-15"]
        asked = [*wushi, "simulate", *days, "--scale", "0.01", "--seed", "3", "--json", "--processes", processes]
        said = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout
        told = json.loads(said.splitlines()[-1])
        assert set(told) == {"matters", "events", "seconds"}
        found.append((told["matters"], told["events"]))
    assert found[0] == found[1]
    assert found[0][0] > 200
