"""Command docs: write the reference pages and diagrams that follow from code and packs, or check that they are up to date."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import click
from django.conf import settings

from wushi.domain import events, lifecycle
from wushi.domain.policy import Policy
from wushi.site.cli import COMMANDS, say, simulators
from wushi.site.environment import CHECKOUT
from wushi.steps.moves import MOVES
from wushi.steps.policy import current

_MADE = "<!-- written by `wushi docs` from the code and the packs; change those, not this page -->\n"


def lifecycle_page(policy: Policy) -> str:
    """The transition table of every track, each as a diagram and as a table."""
    lines = [
        "# Life of a matter (事项的一生)",
        "",
        "States and moves of every track, from `domain/lifecycle/`. The ladder of supervision, notes and danger are possible all along",
        "and are left out of the diagrams.",
    ]
    for track in lifecycle.TRACKS.values():
        lines += ["", f"## {track.zh} ({track.en})", "", *_diagram(track), "", *_table(track, policy)]
    return "\n".join(lines) + "\n"


def _diagram(track: lifecycle.Track) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{zh} {state}" as {state}' for state, (zh, _) in track.states.items()]
    lines.append("    [*] --> registered: 登记 Registered")
    for move in track.table:
        if move.to in track.states and move.sources and move.sources != track.open:
            word = f"{move.event.zh} {move.event.__name__}"
            lines += [f"    {source} --> {move.to}: {word}" for source in track.states if source in move.sources]
    return [*lines, "    archived --> [*]", "```"]


def _table(track: lifecycle.Track, policy: Policy) -> list[str]:
    lines = ["| event | from | to | stops the clocks | article |", "|---|---|---|---|---|"]
    names = {state: zh for state, (zh, _) in track.states.items()}
    for move in track.table:
        ordered = [s for s in track.states if s in move.sources]
        sources = ", ".join(f"{names[s]} `{s}`" for s in ordered) or "—"
        if move.sources == track.open:
            sources = "any open state"
        elif move.sources == frozenset(track.states):
            sources = "any state"
        to = f"{names[move.to]} `{move.to}`" if move.to in names else "the same"
        if move.to == lifecycle.BEFORE:
            to = "the state before the merge"
        article = policy.title_of(move.reference) if move.reference else "practice or our proposal"
        stops = ", ".join(move.stops) or "—"
        lines.append(f"| {move.event.zh} `{move.event.__name__}` | {sources} | {to} | {stops} | {article} |")
    return lines


def events_page(policy: Policy) -> str:
    """The ledger's vocabulary with the facts of each event."""
    lines = ["# Events (台账用语)", "", "Past tense, append-only, without personal data; `domain/events/`.", ""]
    for kind, event in events.KINDS.items():
        lines += [f"## {event.zh} `{kind}`", ""]
        doc = inspect.getdoc(event)
        if doc and not doc.startswith(f"{kind}("):
            lines += [doc, ""]
        facts = [f"`{f.name}`" for f in fields(event)]  # type: ignore[arg-type]
        lines += [f"Facts: {', '.join(facts) if facts else 'none'}.", ""]
    return "\n".join(lines)


def moves_page(policy: Policy) -> str:
    """The moves that a page, the API and a program may ask for, with their fields."""
    lines = [
        "# Moves (可以办的事)",
        "",
        "`POST /api/matters/{number}/moves`, and the buttons of every page; `steps/moves.py`.",
        "",
    ]
    lines += ["| move | event | fields (* needed) | roles that may |", "|---|---|---|---|"]
    for move in MOVES.values():
        taken = ", ".join(f"`{f.name}`{'*' if f.required else ''}" for f in move.fields) or "—"
        roles = "、".join(r.name for r in policy.roles.values() if move.event in r.may) or "—"
        lines.append(f"| {move.zh} `{move.name}` | `{move.event}` | {taken} | {roles} |")
    return "\n".join(lines) + "\n"


def limits_page(policy: Policy) -> str:
    """Every limit of the pack with all its dated values, articles, and whether they are law, knowledge or our proposal."""
    lines = [
        f"# Time limits of {policy.name} (办理时限)",
        "",
        "`packs/*/time_limits/`; an official changes them there, dated and cited.",
        "",
    ]
    lines += ["| limit | clock | value | since | article | status |", "|---|---|---|---|---|---|"]
    for limit in sorted(policy.limits.values(), key=lambda x: x.id):
        for v in limit.values:
            lines.append(
                f"| {limit.description} `{limit.id}` | {limit.clock} | {v.amount:g} {v.unit.replace('_', ' ')} | {v.since} |"
                f" {policy.title_of(v.reference)} | {v.status} |"
            )
    lines += [
        "",
        "## The ladder (预警、催办、督办)",
        "",
        "| clock | rung | when | act | to | article | status |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in policy.rungs:
        when = {
            "before_hours": "h before due",
            "after_hours": "h after due",
            "after_working_days": "working days after due",
        }[r.unit]
        act = f"{r.act} {r.level or ''}"
        article = policy.title_of(r.reference)
        lines.append(f"| {r.clock} | `{r.id}` | {r.amount:g} {when} | {act} | {r.to} | {article} | {r.status} |")
    return "\n".join(lines) + "\n"


def commands_page(policy: Policy) -> str:
    """The command line, one line a command."""
    lines = [
        "# Commands",
        "",
        "`wushi COMMAND --help` tells the options; `--json` prints one object a line; exit status 0 done, 1 refused, 2 usage.",
        "",
    ]
    lines += ["| command | what it does |", "|---|---|"]
    lines += [f"| `wushi {name}` | {help} |" for name, (_, help) in COMMANDS.items()]
    lines += ["", "| environment | meaning |", "|---|---|"]
    lines += [
        "| `WUSHI_HOME` | where data and keys lie; default `var/` of the checkout |",
        "| `WUSHI_DATABASE_URL` | `postgresql://user:password@host/name` or `sqlite:////path`; default SQLite in the home |",
        "| `WUSHI_PORT` | port of the web server on loopback; default 8150 |",
        "| `WUSHI_PACK` | folder of the district's pack; default `packs/150302-haibowan` |",
        "| `WUSHI_HOSTS` | host names that the web server answers to |",
        "| `WUSHI_HTTPS` | 1 behind an HTTPS proxy: cookies are then sent over HTTPS only |",
    ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[Policy], str]] = {
    "lifecycle.md": lifecycle_page,
    "events.md": events_page,
    "moves.md": moves_page,
    "time-limits.md": limits_page,
    "commands.md": commands_page,
    "simulator.md": simulators.page,
}


@click.command()
@click.option("--check", is_flag=True, help="write nothing; exit status 1 if a page is out of date")
def docs(check: bool) -> None:
    """Write docs/reference from the code and the model district's pack."""
    if Path(settings.WUSHI_PACK).name != "150302-haibowan":
        raise click.ClickException("the reference pages describe packs/150302-haibowan; unset WUSHI_PACK")
    folder = CHECKOUT / "docs" / "reference"
    stale = []
    for name, make in PAGES.items():
        text, path = _MADE + make(current()), folder / name
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if check and stale:
        raise click.ClickException(f"{', '.join(stale)} out of date: run `make docs` and commit what it writes")
    say(f"{len(PAGES)} reference pages are up to date" if not stale else f"written: {', '.join(stale)}")
