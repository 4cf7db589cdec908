"""Sends frames of a file as devices would: one after the other, each again when no answer comes, at most three times."""

from __future__ import annotations

import asyncio
from pathlib import Path

from wushi.channels.hj212.checking import unescaped
from wushi.channels.hj212.frame import Frame, Refused, parse
from wushi.channels.hj212.stream import Cutter
from wushi.domain.errors import BadInput

TRIES = 3


async def send(file: Path, host: str, port: int, timeout: float) -> list[tuple[int, Frame | None]]:
    """(line, the answer or None) of each frame, in order. Raises BadInput where nobody listens."""
    found: list[tuple[int, Frame | None]] = []
    lines = file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r")
        if not text or text.startswith("# "):
            continue
        raw = unescaped(text)
        sent = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
        told: Frame | None = None
        for _ in range(TRIES):
            try:
                if wire is None or wire[1].is_closing() or wire[0].at_eof():
                    wire = await asyncio.open_connection(host, port)
                wire[1].write(sent)
                told = await asyncio.wait_for(_answer(wire[0]), timeout)
            except ConnectionRefusedError:
                raise BadInput(field="port", why=f"nobody listens at {host}:{port}; start wushi hj212 listen") from None
            except (TimeoutError, ConnectionError):
                wire = None
            if told is not None:
                break
        found.append((number, told))
    if wire is not None:
        wire[1].close()
    return found


async def _answer(reader: asyncio.StreamReader) -> Frame | None:
    cutter = Cutter()
    while data := await reader.read(4096):
        for raw in cutter.feed(data):
            try:
                return parse(raw)
            except Refused:
                continue
    return None
