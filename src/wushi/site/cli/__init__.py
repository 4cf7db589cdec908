"""The command line: one table of commands, loaded when called; refusals become a sentence and exit status 1, once, here."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

import click

# name -> (module:function, one line of help); a command's module is imported only when it is called
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("wushi.site.cli.house:init", "make the database, load the pack, make the demonstration accounts"),
    "run": ("wushi.site.cli.house:run", "start web and clock on loopback"),
    "check": ("wushi.site.cli.packs:check", "validate a pack and run its situations"),
    "changes": ("wushi.site.cli.packs:changes", "compare two versions of a pack and list the promises that are kept"),
    "import": ("wushi.site.cli.importing:import_", "take messages in from CSV, Excel, JSON lines or Parquet"),
    "catalogue": ("wushi.site.cli.catalogue:catalogue", "search the service items, count their promises, import them"),
    "hand-over": ("wushi.site.cli.hand_over:hand_over", "simulate what other bodies hand over, count the disputes"),
    "hj212": ("wushi.site.cli.hj212:hj212", "check frames of monitors that speak HJ 212"),
    "air": ("wushi.site.cli.air:air", "import public air data, tell the index of days, simulate a year of readings"),
    "train": ("wushi.site.cli.learning:train", "train the classifier on labelled matters"),
    "similar": ("wushi.site.cli.similar:similar", "find the same matter again in JSON lines from standard input"),
    "classify": ("wushi.site.cli.learning:classify", "classify JSON lines from standard input"),
    "locate": ("wushi.site.cli.understanding:locate", "find the community of JSON lines from standard input"),
    "mask": ("wushi.site.cli.understanding:mask", "cover what leads to a person in JSON lines from standard input"),
    "simulate": ("wushi.site.cli.simulating:simulate", "simulate a stretch of demonstration life"),
    "clock": ("wushi.site.cli.house:clock", "run the worker that turns the clocks"),
    "reach": ("wushi.site.cli.reach:reach", "count which households reach each kind of place on foot"),
    "hot": ("wushi.site.cli.hot:hot", "rank what many speak of by heat, with the parts of the heat"),
    "search": ("wushi.site.cli.searching:search", "find matters by words, pinyin initials or number"),
    "show": ("wushi.site.cli.matters:show", "show a matter with its history"),
    "explain": ("wushi.site.cli.matters:explain", "explain each clock of a matter with its article"),
    "rebuild": ("wushi.site.cli.matters:rebuild", "make every matter again from its events"),
    "figures": ("wushi.site.cli.figures:figures", "compute the indicators of a period"),
    "facts": ("wushi.site.cli.figures:facts", "bring the facts that figures are counted from up to the ledger"),
    "report": ("wushi.site.cli.figures:report", "write a report: weekly, monthly, answer-sheet"),
    "export": ("wushi.site.cli.open_data:export", "write the open data as a package: CSV, Parquet, DCAT"),
    "publish": ("wushi.site.cli.open_data:publish", "make public at /open/ what the ledger says now"),
    "mirror": ("wushi.site.cli.open_data:mirror", "hold the public state of a district in a folder"),
    "key": ("wushi.site.cli.house:key", "make or withdraw an API key"),
    "docs": ("wushi.site.cli.docs:docs", "write the generated reference pages and diagrams"),
    "bench": ("wushi.site.cli.bench:bench", "measure intake, worklist, import, clock, figures"),
}


class _Table(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name][0].partition(":")
        _setup()
        command = getattr(importlib.import_module(module), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in COMMANDS.items()])


def _setup() -> None:
    """Django before anything that touches a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wushi.site.settings")
    import django

    django.setup()


@click.group(cls=_Table, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wushi")
def _group() -> None:
    """wushi (五事): hear every demand, hand it to the one unit that must act, keep the clock, ask, publish."""


def emit(record: dict[str, Any]) -> None:
    """One JSON object a line on standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def say(sentence: str) -> None:
    """A message for people on standard error."""
    click.echo(sentence, err=True)


def main() -> None:
    from wushi.domain.errors import Refusal

    try:
        _group(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
    except click.exceptions.Abort:
        sys.exit(130)
    except Refusal as refusal:
        say(f"wushi: {refusal}")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
