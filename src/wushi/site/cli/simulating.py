"""The command that simulates a stretch of demonstration life: wushi simulate --from DAY --to DAY."""

from __future__ import annotations

import gc
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, date, datetime
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import click

from wushi.domain.calendar import local
from wushi.site.cli import emit, say
from wushi.site.cli.progress import Bar

if TYPE_CHECKING:
    from wushi.steps.report.simulate import Run, Task
    from wushi.store.ledger.rows import Rows

_FEW = 40  # days below which starting another process takes longer than it saves
# track -> the modules whose write(run, policy) makes its matters; none: the hotline's own way, day by day in processes
_WRITERS: dict[str, tuple[str, ...]] = {
    "hotline": (),
    "application": ("wushi.steps.report.simulate_applications",),
    "dispute": ("wushi.steps.report.simulate_disputes",),
    "petition": ("wushi.steps.report.simulate_agency", "wushi.steps.report.simulate_petitions"),
}
_maker: Any = None  # of this process, where it makes days for another one


class _Day(click.ParamType):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if value == "today":
            return local(datetime.now(UTC)).date()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is not a day; write it as 2022-01-31, or today", param, context)


def _prepare(*asked: Any) -> None:
    """In another process: everything that is the same for all days, once. Plain values only: Django is not set up before."""
    global _maker
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wushi.site.settings")
    import django

    django.setup()
    from wushi.steps import policy as policies
    from wushi.steps.report.simulate import Maker, Run

    _maker = Maker(Run(*asked), policies.current())
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # nothing made here refers to itself


def _make(day: date, first: int) -> Rows:
    from wushi.steps.report.simulate import Task

    rows: Rows = _maker.make(Task(day, first))
    return rows


def _made(run: Run, tasks: list[Task], processes: int) -> Iterator[Rows]:
    """The days in their order, made by other processes while this one writes; only a few are made ahead."""
    if processes == 0 or len(tasks) < _FEW:
        from wushi.steps import policy as policies
        from wushi.steps.report.simulate import Maker

        maker = Maker(run, policies.current())
        yield from (maker.make(task) for task in tasks)
        return
    asked = (run.since, run.until, run.scale, run.seed, run.now)
    with ProcessPoolExecutor(processes, get_context("spawn"), _prepare, asked) as pool:
        ahead: deque[Future[Rows]] = deque()
        for task in tasks:
            ahead.append(pool.submit(_make, task.day, task.first))
            if len(ahead) > processes * 2:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _tell(matters: int, events: int, seconds: float, as_json: bool) -> None:
    if as_json:
        emit({"matters": matters, "events": events, "seconds": seconds})
        return
    done = f"{matters:,} simulated matters with {events:,} events in {seconds:.1f} s"
    say(done if matters else f"{done}: these days have been written before with this seed")


@click.command()
@click.option("--from", "since", type=_Day(), required=True, help="first day, such as 2022-01-01")
@click.option("--to", "until", type=_Day(), required=True, help="last day, or today: up to this moment")
@click.option(
    "--scale", default=1.0, show_default=True, help="size of the district; 1 is what the pack says a year brings"
)
@click.option("--seed", default=7, show_default=True, help="the same seed makes the same demands")
@click.option(
    "--processes", type=int, default=None, help="processes that make days while this one writes  [default: one a core]"
)
@click.option("--track", type=click.Choice(list(_WRITERS)), default="hotline", show_default=True, help="kind of matter")
@click.option("--json", "as_json", is_flag=True, help="the result as a JSON line")
def simulate(
    since: date, until: date, scale: float, seed: int, processes: int | None, track: str, as_json: bool
) -> None:
    """Write a stretch of made-up demands and their lives into the ledger; every one is marked as simulated.

    What is still under way at the end stays open. The same days with the same seed are not written a second time."""
    from wushi.steps import policy as policies
    from wushi.steps.report.simulate import Run, tasks, write_all

    began = time.monotonic()
    policy = policies.current()
    run = Run(since, until, scale, seed, datetime.now(UTC))
    if _WRITERS[track]:
        written = [import_module(name).write(run, policy) for name in _WRITERS[track]]
        matters, events = (sum(counts) for counts in zip(*written, strict=True))
        _tell(matters, events, round(time.monotonic() - began, 2), as_json)
        return
    todo = tasks(run, policy)
    days = matters = events = 0
    made = _made(run, todo, os.cpu_count() or 1 if processes is None else processes)
    with Bar("模拟 simulating") as bar:
        for some, more, with_events in write_all(made):
            days, matters, events = days + some, matters + more, events + with_events
            bar(days / len(todo), f"{todo[days - 1].day} · {matters:,}")
    seconds = round(time.monotonic() - began, 2)
    _tell(matters, events, seconds, as_json)
