"""Listens for monitors over TCP: takes frames, has them stored in groups, and answers only what has been stored.

One task a connection reads; one task writes groups to the database, so that many devices share one commit. The queue between
them is bounded: when the database is slower than the devices, nobody is read from, and TCP makes them wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wushi.channels.hj212 import sm4
from wushi.channels.hj212.frame import Frame, Refused, build, data_time, parse, readings
from wushi.channels.hj212.stream import Assembly, Cutter
from wushi.domain.monitors.readings import Message
from wushi.steps.learn import take_readings
from wushi.store.monitors.values import Device

log = logging.getLogger("wushi.hj212")
DATA = frozenset({"2011", "2013", "2021", "2031", "2041", "2051", "2052", "2061", "2062", "2081", "2111"})
HEARTBEAT = "9015"
CHUNK = 16 * 1024
GROUP, WAITING = 2_000, 8_000  # messages of one commit, messages that wait for one
BAD_IN_A_ROW = 20  # a sender that has lost the protocol is cut off
IDLE, HALF_A_FRAME = 3_600.0, 30.0  # seconds without a word; seconds for the rest of a frame
MOST_CONNECTIONS = 2_000
# QnRtn of an answer 9011 (HJ 212-2017 table 6)
REFUSED, WRONG_PASSWORD, WRONG_DEVICE = 2, 3, 4

Taken = tuple["_Connection", Frame, Device, Message]


@dataclass(slots=True)
class Counts:
    """What the listener has seen since it began."""

    connections: int = 0
    frames: int = 0
    refused: int = 0
    stored: int = 0
    new: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        self.refused += 1
        self.reasons[why[:80]] = self.reasons.get(why[:80], 0) + 1
        if len(self.reasons) > 200:  # whoever writes nonsense does not fill the memory
            self.reasons.clear()


def answer(frame: Frame, cn: str, returned: int | None = None) -> bytes:
    """The answer to a frame: 9014 to data, 9011 with QnRtn to what is refused; the same QN, and the edition's own Flag."""
    flag = 8 if frame.edition == "2025" else 4
    said = "" if returned is None else f"QnRtn={returned}"
    return build(f"QN={frame.qn};ST=91;CN={cn};PW={frame.pw};MN={frame.mn};Flag={flag};CP=&&{said}&&")


class _Connection:
    """One sender: its stream, its packets, what it still owes."""

    def __init__(self, listener: Listener, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.listener, self.reader, self.writer = listener, reader, writer
        self.cutter, self.assembly, self.bad = Cutter(), Assembly(), 0

    async def run(self) -> None:
        while True:
            patience = HALF_A_FRAME if self.cutter.waiting else IDLE
            try:
                data = await asyncio.wait_for(self.reader.read(CHUNK), patience)
            except TimeoutError:
                if (left := self.cutter.finish()) and await self._take(left):
                    continue  # a whole frame without its line end
                return
            if not data:
                if left := self.cutter.finish():
                    await self._take(left)
                return
            try:
                for raw in self.cutter.feed(data):
                    await self._take(raw)
            except Refused as refused:
                self.listener.counts.refuse(refused.why)
                return
            if self.bad >= BAD_IN_A_ROW:
                return

    async def _take(self, raw: bytes) -> bool:
        """True when the frame was taken on; a refusal is counted, and answered where the protocol knows how."""
        listener = self.listener
        listener.counts.frames += 1
        try:
            frame = parse(raw, listener.decrypt)
            await self._take_frame(frame)
        except Refused as refused:
            self.bad += 1
            listener.counts.refuse(refused.why)
            return False
        self.bad = 0
        return True

    async def _take_frame(self, frame: Frame) -> None:
        device = self.listener.devices.get(frame.mn)
        if device is None or not device.allowed:
            self._say(answer(frame, "9011", WRONG_DEVICE))
            raise Refused(f"the device {frame.mn} may not send here", WRONG_DEVICE)
        if not self.listener.knows(device, frame.pw):
            self._say(answer(frame, "9011", WRONG_PASSWORD))
            raise Refused(f"wrong password of {frame.mn}", WRONG_PASSWORD)
        if frame.cn == HEARTBEAT:
            self._say(answer(frame, "9014"))
            return
        if frame.cn not in DATA:
            if not frame.cn.startswith("90"):
                self._say(answer(frame, "9011", REFUSED))
                raise Refused(f"the command {frame.cn} is refused: this house only collects", REFUSED)
            return  # an answer to something; this house has asked nothing
        whole = frame if not frame.part else self._part(frame)
        if whole is None:
            return
        await self.listener.queue.put((self, whole, device, message_of(whole)))

    def _part(self, frame: Frame) -> Frame | None:
        """A packet that says its own moment is stored and answered by itself: a device sends the next one after that."""
        whole = self.assembly.take(frame)
        return frame if frame.data.startswith("DataTime=") else whole

    def _say(self, told: bytes) -> None:
        if not self.writer.is_closing():
            self.writer.write(told)


def message_of(frame: Frame) -> Message:
    """What a whole frame of data says. Raises Refused where its data is not sound."""
    at = data_time(frame)
    if at is None:
        raise Refused(f"data ({frame.cn}) without DataTime", 8)
    found = tuple(r for r in readings(frame.data) if r.values)
    return Message(frame.mn, frame.cn, at, found, frame.resent, "" if found else frame.data)


class Listener:
    """`store` is what makes a group durable; it runs in a thread. Devices are looked up anew every minute."""

    def __init__(self, store: Callable[[Sequence[tuple[Device, Message]], datetime], int] = take_readings.take) -> None:
        self.counts = Counts()
        self.devices: dict[str, Device] = {}
        self.queue: asyncio.Queue[Taken] = asyncio.Queue(WAITING)
        self._store = store
        self._known: set[tuple[str, str]] = set()  # (MN, password) found right: a digest a frame would be dear
        self._server: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def decrypt(self, mn: str, data: str) -> str:
        device = self.devices.get(mn)
        if device is None or not device.key:
            raise Refused(f"there is no key for {mn}; give it with wushi hj212 allow --key")
        return sm4.decrypt(data, device.key)

    def knows(self, device: Device, password: str) -> bool:
        known = (device.mn, password) in self._known
        if not known and take_readings.knows(device, password):
            self._known.add((device.mn, password))
            known = True
        return known

    async def start(self, host: str, port: int) -> None:
        await self._look_up()
        self._server = await asyncio.start_server(self._connected, host, port, limit=CHUNK)
        self._tasks = [asyncio.create_task(self._write_groups()), asyncio.create_task(self._keep_looking_up())]

    async def stop(self) -> None:
        """Take nothing more; what is in the queue is still stored and answered."""
        assert self._server is not None
        self._server.close()
        await self.queue.join()
        for task in self._tasks:
            task.cancel()

    async def _look_up(self) -> None:
        found = await asyncio.to_thread(take_readings.devices)
        if found != self.devices:
            self.devices, self._known = found, set()

    async def _keep_looking_up(self) -> None:
        while True:
            await asyncio.sleep(60)
            try:
                await self._look_up()
            except Exception:
                log.exception("the devices could not be looked up; those known before stay")

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts.connections += 1
        try:
            if self.counts.connections <= MOST_CONNECTIONS:
                await _Connection(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the line broke; what was answered is stored, the rest will be sent again
        finally:
            self.counts.connections -= 1
            writer.close()

    async def _write_groups(self) -> None:
        while True:
            group = [await self.queue.get()]
            while len(group) < GROUP and not self.queue.empty():
                group.append(self.queue.get_nowait())
            try:
                await self._write(group)
            finally:
                for _ in group:
                    self.queue.task_done()

    async def _write(self, group: list[Taken]) -> None:
        messages = [(device, message) for _, _, device, message in group]
        try:
            new = await asyncio.to_thread(self._store, messages, datetime.now(UTC))
        except Exception:
            # not stored, so not answered: the devices send it again
            log.exception("%s messages could not be stored", len(group))
            await asyncio.sleep(1)
            return
        self.counts.stored += len(group)
        self.counts.new += new
        told: dict[_Connection, bytearray] = {}
        for connection, frame, _, _ in group:
            if frame.answer_wanted or frame.flag is None:
                told.setdefault(connection, bytearray()).extend(answer(frame, "9014"))
        for connection, said in told.items():
            connection._say(bytes(said))


async def serve(host: str, port: int, stop: asyncio.Event, ready: Callable[[Listener], None]) -> Counts:
    listener = Listener()
    await listener.start(host, port)
    ready(listener)
    await stop.wait()
    await listener.stop()
    return listener.counts
