"""Judges frames without taking them: what the listener would do with each, and why, for whoever sets up a device."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wushi.channels.hj212.frame import Frame, Refused, data_time, parse, readings
from wushi.channels.hj212.stream import Assembly, Cutter

_ESCAPES = {"r": "\r", "n": "\n", "\\": "\\"}
_ESCAPE = re.compile(r"\\([rn\\])")
_DATA = re.compile(r"20[1-6]1\Z|2013\Z|2052\Z|2062\Z|2111\Z")


@dataclass(frozen=True, slots=True)
class Verdict:
    ok: bool
    why: str


def unescaped(line: str) -> bytes:
    r"""The bytes of a line in which CR, LF and \ are written \r, \n and \\; of a table the last column is the frame."""
    packet = line.rpartition("\t")[2]
    return _ESCAPE.sub(lambda m: _ESCAPES[m[1]], packet).encode("utf-8", "surrogateescape")


def judge(sent: bytes, decrypt: Callable[[str, str], str] | None = None) -> Verdict:
    """What becomes of these bytes, one frame or several: taken when every frame is, and the packets of a message are complete."""
    cutter, assembly, frames = Cutter(), Assembly(), []
    seen: set[tuple[str, str, str, str]] = set()
    notes: list[str] = []
    try:
        raws = list(cutter.feed(sent))
        if left := cutter.finish():
            raws.append(left)
        if not raws:
            raise Refused("there is nothing between the line's ends")
        for raw in raws:
            frame = parse(raw, decrypt)
            frames.append(frame)
            if not frame.crc_checked:
                notes.append("encrypted: the CRC is over the plain text and was not checked; give the device's key")
                continue
            whole = assembly.take(frame)
            if whole is None:
                continue
            check_data(whole)
            key = (frame.mn, frame.qn, frame.cn, whole.data)
            if key in seen:
                notes.append("the same message again: it is stored once")
            seen.add(key)
        if frames[-1].part and not seen:
            notes.append(f"packet {frames[-1].pno} of {frames[-1].pnum}: kept until the others come")
    except Refused as refused:
        return Verdict(False, refused.why)
    return Verdict(True, "; ".join(dict.fromkeys(notes)))


def check_data(frame: Frame) -> None:
    """Is the data part of a whole message sound? Raises Refused."""
    at = data_time(frame)
    found = readings(frame.data)
    if _DATA.match(frame.cn) and found and at is None:
        raise Refused(f"data ({frame.cn}) without DataTime", 8)
