"""Commands on the monitors' door: judge a file of frames, listen, send a file as a device would."""

from __future__ import annotations

from pathlib import Path

import click

from wushi.channels.hj212 import checking, sm4
from wushi.domain.errors import BadInput
from wushi.site.cli import emit, say


@click.group(name="hj212")
def hj212() -> None:
    """Monitors that speak HJ 212: check FILE."""


def _key(given: str) -> bytes | None:
    """16 characters, or 32 hexadecimal digits."""
    if not given:
        return None
    try:
        key = bytes.fromhex(given) if len(given) == 32 else given.encode("ascii")
    except ValueError:
        key = b""
    if len(key) != 16:
        raise BadInput(field="key", why="a key of SM4 has 16 characters, or 32 hexadecimal digits")
    return key


@hj212.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="key of SM4, with which encrypted frames are opened")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def check(file: Path, key: str, as_json: bool) -> None:
    r"""Judge a file of frames, one a line, CR LF written \r \n and added where they are left out. Lines that begin with "# "
    are remarks; of a table the last column is the frame."""
    opened = _key(key)
    decrypt = (lambda mn, data: sm4.decrypt(data, opened)) if opened else None
    refused = 0
    # a frame may hold any byte but CR LF; what is no UTF-8 is carried through
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            text = line.rstrip("\r\n")
            if not text or text.startswith("# "):
                continue
            verdict = checking.judge(checking.unescaped(text), decrypt)
            refused += not verdict.ok
            if as_json:
                emit({"line": number, "ok": verdict.ok, "why": verdict.why})
            else:
                click.echo(f"{number:>5}  {'taken' if verdict.ok else 'refused'}  {verdict.why}")
    if refused:
        say(f"{refused} of these frames would be refused")
