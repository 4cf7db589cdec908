"""Commands on matters: show one with its history, explain its clocks, make the projection again."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from wushi.domain import lifecycle
from wushi.domain.calendar import local
from wushi.site.cli import emit, say
from wushi.steps import explaining, indexing
from wushi.steps import rebuild as rebuilding
from wushi.steps.policy import current
from wushi.store.ledger import ledger


@click.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
def show(number: str, as_json: bool) -> None:
    """Show a matter with its history; words are masked, the vault stays closed."""
    id, matter = ledger.load(number)
    history, words = ledger.history(id), ledger.words(id)
    if as_json:
        emit({"number": number, "state": matter.state, "unit": matter.unit, "subject": matter.subject, "place": matter.place,
              "due": matter.due, "version": matter.version, "simulated": matter.simulated, "title": words.get(1, ("", ""))[0]})  # fmt: skip
        for n in history:
            emit({"seq": n.seq, "at": n.at.isoformat(), "what": n.event.kind, "post": n.post, "unit": n.unit, "rule": n.rule,
                  "reference": n.reference, "text": words.get(n.seq, ("", ""))[1]})  # fmt: skip
        return
    policy = current()
    mark = "（模拟）" if matter.simulated else ""
    unit = policy.tree.units.get(matter.unit)
    click.echo(f"{number}{mark}  {words.get(1, ('', ''))[0]}")
    click.echo(
        f"{lifecycle.STATES[matter.state][0]} · {unit.name if unit else matter.unit} · {_subject(matter.subject)}"
    )
    table = Table("#", "时间", "事", "岗位", "依据", "内容")
    for n in history:
        said = words.get(n.seq, ("", ""))[1] if n.seq > 1 else ""
        table.add_row(
            str(n.seq), f"{local(n.at):%Y-%m-%d %H:%M}", n.event.zh, n.post, policy.title_of(n.reference), said
        )
    Console(width=150).print(table)


def _subject(code: str) -> str:
    found = current().subjects.get(code)
    return found.name if found else "未分类"


@click.command()
@click.argument("number")
@click.option("--language", type=click.Choice(("zh-Hans", "en")), default="zh-Hans")
@click.option("--json", "as_json", is_flag=True)
def explain(number: str, language: str, as_json: bool) -> None:
    """Explain each clock of a matter: the article, the days counted, the days skipped, what was paused."""
    policy = current()
    _, matter = ledger.load(number)
    for clock in explaining.explain(matter, policy, datetime.now(UTC), language):
        if as_json:
            emit({
                "clock": clock.name, "start": clock.start.isoformat(), "due": clock.due.isoformat(), "status": clock.status,
                "limit": clock.limit, "amount": clock.amount, "unit": clock.unit, "reference": clock.reference,
                "article": clock.article, "value_since": clock.value_since, "counted": [d.isoformat() for d in clock.counted],
                "skipped": [[d.isoformat(), name] for d, name in clock.skipped], "provisional": clock.provisional,
                "sentence": clock.sentence,
            })  # fmt: skip
            continue
        status = {
            "met": ("按期", "met"),
            "missed": ("超期", "missed"),
            "running": ("在走", "running"),
            "paused": ("暂停", "paused"),
            "set aside": ("随主单", "set aside"),
        }
        click.echo(f"[{status[clock.status][language == 'en']}] {clock.sentence}")
        if clock.skipped:
            days = "、".join(f"{d:%m-%d}{f'({name})' if name else ''}" for d, name in clock.skipped)
            click.echo(("    跳过 " if language != "en" else "    skipped ") + days)
        if clock.provisional:
            click.echo(
                "    注意：这段时间的放假安排尚未公布，日期是暂定的" if language != "en"
                else "    note: days off of that year are not announced yet; the date is provisional"
            )  # fmt: skip


@click.command()
@click.option("--check", is_flag=True, help="only tell; change nothing")
@click.option("--json", "as_json", is_flag=True)
def rebuild(check: bool, as_json: bool) -> None:
    """Make every matter again from its events, and the search index from its words. Exit status 1 if any differed and
    --check was given."""
    done = rebuilding.rebuild(current(), replace=not check)
    blocks = indexing.check() if check else indexing.rebuild()
    if as_json:
        emit({"matters": done.matters, "differing": done.differing, "search_blocks_differing": blocks})
    else:
        say(
            f"{done.matters} matters made again; {len(done.differing)} differed"
            + (", replaced" if done.differing and not check else "")
        )
        for number in done.differing[:20]:
            say(f"  {number}")
        if blocks is None:
            say("search: another process is writing the index; try again in a minute")
        else:
            say(f"search index made again; {blocks} blocks differed")
    if check and (done.differing or blocks):
        raise SystemExit(1)
