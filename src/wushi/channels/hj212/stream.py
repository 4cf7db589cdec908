"""Cuts what comes over a connection into frames, however it is torn, and puts the packets of one message together again."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace

from wushi.channels.hj212.frame import LONGEST_SENT, Frame, Refused

_NEXT = re.compile(rb"\r\n|(?<=.)(?=##\d{4})", re.DOTALL)
_LONGEST = LONGEST_SENT + 16
_MOST_WAITING = 64  # messages of one connection that wait for a packet


class Cutter:
    """Frames end with CR LF, which no segment holds; a device that forgets it is cut where its next frame begins."""

    def __init__(self) -> None:
        self._left = b""

    @property
    def waiting(self) -> int:
        """Bytes of a frame that has not ended."""
        return len(self._left)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The whole frames, without their CR LF. Raises Refused when a frame grows beyond every allowed length: whoever sends
        that has lost the protocol, and the connection is to be closed."""
        buffer = self._left + data
        # of what was looked through before, only the last bytes can be part of an end that has just come
        begin, look = 0, max(0, len(self._left) - 6)
        while found := _NEXT.search(buffer, max(look, begin)):
            if found.start() > begin:
                yield buffer[begin : found.start()]
            begin = look = found.end() or found.start()
            if found.start() == found.end():
                look = begin + 1  # the ## that begins here is no end of itself
        self._left = buffer[begin:]
        if len(self._left) > _LONGEST:
            self._left = b""
            raise Refused(f"no end of the frame after {_LONGEST} bytes", 9)

    def finish(self) -> bytes:
        """What is left when the sender has closed or fallen silent: a last frame without CR LF, or a torn one."""
        left, self._left = self._left, b""
        return left


class Assembly:
    """Packets (PNUM, PNO) of one message, told apart by device, QN and command; the oldest that never ends is given up."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, str, str], dict[int, Frame]] = OrderedDict()

    def take(self, frame: Frame) -> Frame | None:
        """The whole message, once its last packet is there in whatever order they come; None while some are missing."""
        if not frame.part:
            return frame
        key = (frame.mn, frame.qn, frame.cn)
        parts = self._waiting.setdefault(key, {})
        if parts and next(iter(parts.values())).pnum != frame.pnum:
            del self._waiting[key]
            raise Refused(f"packet {frame.pno} of {frame.pnum} does not fit those before it", 6)
        parts[frame.pno] = frame
        if len(parts) < frame.pnum:
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)
            return None
        del self._waiting[key]
        data = ""
        for n in range(1, frame.pnum + 1):
            # packets are cut between factors; one that goes on within a factor is joined as it is
            joint = ";" if data and not data.endswith(";") and _BEGINS.match(parts[n].data) else ""
            data += joint + parts[n].data
        return replace(frame, data=data, pnum=0, pno=0)


_BEGINS = re.compile(r"(?:DataTime=|[A-Za-z0-9_]+-[A-Za-z]+=)")
