"""Commands on the monitors' door: judge a file of frames, listen, send a file as a device would, let a device in."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import click

from wushi.channels.hj212 import checking, sending, sm4
from wushi.channels.hj212.listener import Listener, serve
from wushi.domain.errors import BadInput
from wushi.site.cli import emit, say
from wushi.steps.learn import take_readings


@click.group(name="hj212")
def hj212() -> None:
    """Monitors that speak HJ 212."""


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


@hj212.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=2120, show_default=True)
def listen(host: str, port: int) -> None:
    """Take frames until Ctrl+C. Only devices that were let in (allow) may send; control commands are refused."""

    async def run() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)

        def ready(listener: Listener) -> None:
            say(f"HJ 212 at {host}:{listener.port}; {len(listener.devices)} devices may send")

        counts = await serve(host, port, stop, ready)
        say(f"{counts.frames} frames, {counts.stored} stored, {counts.refused} refused")
        for why, n in sorted(counts.reasons.items(), key=lambda pair: -pair[1]):
            say(f"  {n} x {why}")

    asyncio.run(run())


@hj212.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=2120, show_default=True)
@click.option("--timeout", default=10.0, show_default=True, help="seconds to wait for an answer; three tries")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def send(file: Path, host: str, port: int, timeout: float, as_json: bool) -> None:
    """Send a file of frames, one a line as in check, and show what is answered: a simulator of devices."""
    unanswered = 0
    for number, told in asyncio.run(sending.send(file, host, port, timeout)):
        unanswered += told is None
        said = told.cn if told else ""
        data = told.data if told else ""
        if as_json:
            emit({"line": number, "answer": said, "data": data})
        else:
            click.echo(f"{number:>5}  {said or 'no answer'}  {data}")
    if unanswered:
        say(f"{unanswered} frames were not answered")


@hj212.command()
@click.argument("mn")
@click.option("--password", prompt=True, hide_input=True, help="the six characters that the device sends as PW")
@click.option("--key", default="", help="key of SM4, when the device encrypts")
def allow(mn: str, password: str, key: str) -> None:
    """Let the device MN send."""
    take_readings.allow(mn, password, _key(key) or b"")
    say(f"{mn} may send")


@hj212.command()
@click.argument("mn")
def forbid(mn: str) -> None:
    """Let the device MN send no longer; what it has sent stays."""
    take_readings.forbid(mn)
    say(f"{mn} may send no longer")
