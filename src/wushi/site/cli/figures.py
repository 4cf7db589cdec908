"""Commands of figures: figures of a period and the rows behind them, reports as files, the export of facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from wushi.domain import periods, telling
from wushi.domain.errors import BadInput
from wushi.domain.indicators import GROUPS, Figure
from wushi.domain.policy import Policy
from wushi.site.cli import emit, restated, say
from wushi.site.cli.progress import Bar
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate import reports as writing
from wushi.steps.evaluate import restating
from wushi.steps.evaluate.naming import key_name, reason_name, subject_name, unit_name
from wushi.steps.policy import current
from wushi.store.facts import manifest as manifests
from wushi.store.facts.engine import Engine
from wushi.store.facts.lake import Lake
from wushi.store.facts.query import Facts

ENGINES = ("duckdb", "spark")
LANGUAGES = {"zh": "zh-Hans", "zh-Hans": "zh-Hans", "en": "en"}
_language = click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="zh", show_default=True, help="of names and reasons"
)
_unit = click.option("--unit", default="", metavar="CODE", help="only the branch of this unit")


def _refresh(policy: Policy, now: datetime) -> None:
    with Bar("facts") as bar:
        step.refresh(policy, now, progress=lambda done, all: bar(done / all if all else 1.0, f"{done:,}/{all:,}"))


def opened(engine: str, lake: str = "", master: str = "") -> Engine:
    """The facts of this house or of a lake, opened with that engine."""
    at = Lake(lake) if lake else None
    if engine == "duckdb":
        return Facts(lake=at)
    from wushi.store.facts.spark import SparkFacts  # takes its packages along, which most houses do without

    return SparkFacts(lake=at, master=master)


def record(figure: Figure, policy: Policy, language: str) -> dict[str, Any]:
    """A figure as one JSON object."""
    one = step.indicator(figure.indicator, policy)
    found: dict[str, Any] = {
        "indicator": figure.indicator,
        "name": one.word("name", language),
        "period": figure.period,
        "value": figure.value,
        "unit": figure.unit,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "excluded": sum(figure.excluded.values()),
        "excluded_by": {reason_name(one, k, policy, language): n for k, n in figure.excluded.items()},
        "rows": figure.rows,
        "simulated": figure.simulated,
        "simulated_share": None if figure.simulated_share is None else round(figure.simulated_share, 4),
        "few": figure.few,
        "why": telling.why(figure, language),
        "version": one.version,
        "position": figure.position,
    }
    if figure.branch:
        found["branch"] = figure.branch
    if figure.group:
        found |= {"group": figure.group, "key": figure.key}
        found["key_name"] = key_name(figure.group, figure.key, policy, language)
    return found


def row_record(row: Mapping[str, Any], slug: str, period: str, policy: Policy, language: str) -> dict[str, Any]:
    """One matter behind a figure as one JSON object."""
    one = step.indicator(slug, policy)
    ground = str(row["excluded"] or "")
    found: dict[str, Any] = {
        "indicator": one.slug,
        "period": period,
        "number": row["number"],
        "in_numerator": float(row["in_numerator"] or 0),
        "in_denominator": float(row["in_denominator"]),
        "excluded": ground,
        "registered_on": row["registered_on"].isoformat(),
        "channel": row["channel"],
        "subject": row["subject"],
        "subject_name": subject_name(row["subject"], policy, language),
        "unit": row["unit"],
        "unit_name": unit_name(row["unit"], policy, language),
        "place": row["place"],
        "simulated": row["simulated"],
    }
    if ground:
        found["excluded_name"] = reason_name(one, ground, policy, language)
    if row["duration_s"] is not None:
        found |= {"duration_s": row["duration_s"], "ended": bool(row["ended"])}
    return found


@click.command()
@click.argument("what", required=False, default="", type=click.Choice(["", "restatements"]), metavar="[restatements]")
@click.option(
    "--period", default="", metavar="P", help="2022, 2022-03, 2022-W15, 2022-03-01..2022-03-15; default: the last month"
)
@click.option("--indicator", "slug", default="", metavar="SLUG", help="one indicator, such as demand.on_time_rate")
@click.option("--group", default="", type=click.Choice(["", *GROUPS]), help="one figure for each of these")
@click.option("--key", default=None, metavar="CODE", help="with --group and --rows: the rows of this one")
@_unit
@click.option("--rows", "as_rows", is_flag=True, help="the matters behind the figure instead of the figure")
@_language
@click.option("--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="what counts the rows")
@click.option("--lake", default="", metavar="URL", help="facts of a lake, not of this house: a folder, s3://, hdfs://")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def figures(
    what: str,
    period: str,
    slug: str,
    group: str,
    key: str | None,
    unit: str,
    as_rows: bool,
    language: str,
    engine: str,
    lake: str,
    as_json: bool,
) -> None:
    """Compute the indicators of a period; with --rows open one to its matters.

    restatements: ask every published figure again, and list those that came out otherwise, with the cause."""
    policy, now, language = current(), datetime.now(UTC), LANGUAGES[language]
    if what:
        if as_rows or group or key is not None or unit or lake or engine != "duckdb":
            raise click.UsageError("restatements takes --period, --indicator, --language and --json, and nothing else")
        restated.show(policy, now, period, slug, language, as_json)
        return
    if as_rows and not slug:
        raise click.UsageError("--rows needs --indicator: rows belong to one figure")
    if key is not None and not (as_rows and group):
        raise click.UsageError("--key goes with --rows and --group")
    if as_rows and group and key is None:
        raise click.UsageError("--rows with --group needs --key: which one?")
    wanted = [step.indicator(slug, policy)] if slug else list(step.book(policy).indicators.values())
    step.check_group(wanted[0] if slug else None, group)
    asked = periods.parse(period) if period else None
    if not lake:
        _refresh(policy, now)
    with step.Asking(policy, now, facts=opened(engine, lake)) as asking:
        over = asked or asking.last_month()
        if as_rows:
            found = asking.rows(over, wanted[0], group=group, key=key or "", unit=unit)
            _show_rows([row_record(r, wanted[0].slug, over.text, policy, language) for r in found], as_json)
            return
        fitting = [one for one in wanted if not group or group in one.groups]
        _show([record(f, policy, language) for f in asking.figures(over, fitting, group, unit)], as_json, language)


def _show(records: list[dict[str, Any]], as_json: bool, language: str) -> None:
    if as_json:
        for one in records:
            emit(one)
        return
    table = Table()
    heads = [("indicator", "left"), ("name", "left"), ("key_name", "left"), ("value", "right"), ("parts", "right"),
             ("excluded", "right"), ("why", "left")]  # fmt: skip
    shown = [h for h in heads if h[0] in ("value", "parts", "excluded") or any(one.get(h[0]) for one in records)]
    for head, side in shown:
        table.add_column(head, justify=side, no_wrap=head in ("indicator", "value", "parts"))  # type: ignore[arg-type]
    for one in records:
        decimals = step.indicator(one["indicator"], current()).decimals
        value = telling.number(one["value"], one["unit"], decimals, language)
        parts = f"{telling.amount(one['numerator'])}/{telling.amount(one['denominator'])}"
        words = one | {"value": value, "parts": parts}
        table.add_row(*(str(words.get(head, "") or "") for head, _ in shown))
    _console().print(table)
    if any(one["simulated"] for one in records):
        say("这里有模拟的事项，不是真人真事 / some of these matters are simulated")


def _console() -> Console:
    """As wide as the terminal; into a file or a pipe wide enough for every column."""
    console = Console()
    return console if console.is_terminal else Console(width=160)


def _show_rows(records: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for one in records:
            emit(one)
        return
    table = Table()
    heads = ("number", "registered_on", "subject_name", "unit_name", "in_numerator", "excluded_name")
    for head in heads:
        table.add_column(head)
    for one in records:
        table.add_row(*(str(one.get(head, "")) for head in heads))
    _console().print(table)
    say(f"{len(records):,} rows")


FORMS = (".html", ".json", ".xlsx", ".docx")


@click.command()
@click.argument("name", metavar="weekly|monthly|answer-sheet")
@click.option("--period", default="", metavar="P", help="2022-W15, 2022-03, 2022; default: the last one that is over")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.html, .json, .xlsx or .docx")
@_unit
@_language
def report(name: str, period: str, out: Path, unit: str, language: str) -> None:
    """Write a report to a file."""
    from wushi.web.figures import files

    policy, now = current(), datetime.now(UTC)
    if out.suffix.lower() not in FORMS:
        raise BadInput(field="out", why=f"{out.name} ends with none of {', '.join(FORMS)}")
    if not out.parent.is_dir():
        raise BadInput(field="out", why=f"there is no folder {out.parent}")
    writing.definition(name, policy)
    _refresh(policy, now)
    written = writing.write(name, period, policy=policy, now=now, language=LANGUAGES[language], unit=unit)
    data = files.render(written, out.suffix.lower()[1:], policy)
    half_done = out.with_name(f".{out.name}.new")
    half_done.write_bytes(data)
    half_done.replace(out)
    restating.keep_report(written, policy)
    emit({"report": name, "period": written.period.text, "file": str(out), "bytes": len(data), "position": written.position,
          "simulated": written.simulated, "rows": written.rows})  # fmt: skip


@click.command()
@click.option("--again", is_flag=True, help="from the beginning, after the pack's tree or subjects have changed")
@click.option("--lake", default="", metavar="URL", help="lay them into this lake too: a folder, s3://, hdfs://")
def facts(again: bool, lake: str) -> None:
    """Bring the facts up to the ledger."""
    policy, now = current(), datetime.now(UTC)
    if again:
        step.begin_anew()
    with Bar("facts") as bar:
        done = step.refresh(policy, now, progress=lambda n, all: bar(n / all if all else 1.0, f"{n:,}/{all:,}"))
    assert done is not None
    emit({"matters": done.matters, "partitions": done.partitions, "position": done.position})
    if lake:
        laid = Lake(lake).publish(manifests.folder(), policy.district)
        emit({"lake": lake, "sent": laid.sent, "kept": laid.kept, "removed": laid.removed, "position": laid.position})
