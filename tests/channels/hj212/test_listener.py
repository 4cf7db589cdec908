"""The listener in a house of its own: who may send, what is answered, what is there once, what a kill -9 leaves."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wushi.channels.hj212 import sm4
from wushi.channels.hj212.frame import Frame, build, parse
from wushi.channels.hj212.stream import Cutter

MN, OTHER, KEY = "150302A8900016F000169DC0", "150302000000000000000007", b"0" * 16


class Device:
    """One connection; `ask` sends and waits for the answers."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.cutter = Cutter()

    def ask(self, *sent: bytes, answers: int = 1) -> list[Frame]:
        for one in sent:
            self.socket.sendall(one)
        found: list[Frame] = []
        while len(found) < answers:
            data = self.socket.recv(4096)
            if not data:
                break
            found += [parse(raw) for raw in self.cutter.feed(data)]
        return found

    def closed(self) -> bool:
        try:
            return self.socket.recv(10) == b""
        except ConnectionResetError:
            return True


@dataclass
class House:
    """A listener, and the file in which it stores."""

    environment: dict[str, str]
    listener: subprocess.Popen[str]
    port: int
    devices: list[Device] = field(default_factory=list)

    def device(self) -> Device:
        self.devices.append(Device(self.port))
        return self.devices[-1]

    def values(self) -> list[tuple[object, ...]]:
        [file] = Path(self.environment["WUSHI_HOME"]).glob("*.sqlite3")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT device, cn, at, factor, avg, flag, resent FROM monitors_value").fetchall()

    def start(self) -> None:
        self.listener = subprocess.Popen(
            [sys.executable, "-m", "wushi", "hj212", "listen", "--port", "0"],
            env=self.environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.listener.stderr is not None
        self.port = int(self.listener.stderr.readline().split(";")[0].rpartition(":")[2])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("monitors")
    environment = {**os.environ, "WUSHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wushi.site.settings"}
    environment.pop("WUSHI_DATABASE_URL", None)

    def wushi(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "wushi", *words], env=environment, check=True, capture_output=True)

    wushi("init")
    wushi("hj212", "allow", MN, "--password", "123456", "--key", KEY.decode())
    made = House(environment, None, 0)  # type: ignore[arg-type]
    made.start()
    yield made
    for device in made.devices:
        device.socket.close()
    made.listener.send_signal(signal.SIGINT)
    made.listener.wait(10)
    if made.listener.stderr:
        made.listener.stderr.close()


def frame(
    data: str, *, cn: str = "2061", mn: str = MN, pw: str = "123456", more: str = "Flag=5;", qn: str = "1"
) -> bytes:
    return build(f"QN={qn};ST=31;CN={cn};PW={pw};MN={mn};{more}CP=&&{data}&&")


def said(hour: int, value: float = 20.5) -> str:
    return f"DataTime=202208{hour // 24 + 1:02d}{hour % 24:02d}0000;a21026-Avg={value},a21026-Flag=N"


def test_what_is_answered_is_stored_and_the_same_again_is_there_once(house: House) -> None:
    device = house.device()
    before = len(house.values())
    [told] = device.ask(frame(said(1)))
    assert (told.cn, told.st, told.qn, told.mn, told.flag) == ("9014", "91", "1", MN, 4)
    assert len(house.values()) == before + 1
    # again, and again with another number: acknowledged, and as it was first told
    assert [f.cn for f in device.ask(frame(said(1)), frame(said(1, 99.0), more="Flag=5;RF=1;"), answers=2)] == [
        "9014"
    ] * 2
    assert [row[4] for row in house.values() if row[3] == "a21026"][-1] == 20.5 and len(house.values()) == before + 1


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        (frame(said(2), mn=OTHER), "QnRtn=4"),
        (frame(said(2), pw="654321"), "QnRtn=3"),
        (frame("PolId=a21026", cn="3012"), "QnRtn=2"),
        (frame("", cn="2012"), "QnRtn=2"),
    ],
)
def test_whoever_may_not_and_whatever_controls_is_refused(house: House, sent: bytes, returned: str) -> None:
    before = house.values()
    [told] = house.device().ask(sent)
    assert (told.cn, told.data) == ("9011", returned)
    assert house.values() == before


def test_packets_and_an_encrypted_message(house: House) -> None:
    device = house.device()
    packet = "Flag=7;PNUM=2;PNO={};"
    told = device.ask(
        frame(said(3), more=packet.format(1), qn="3"),
        frame("a21002-Avg=7.5,a21002-Flag=N", more=packet.format(2), qn="3"),
        answers=2,
    )
    assert [f.cn for f in told] == ["9014", "9014"]
    assert {row[3] for row in house.values()} >= {"a21026", "a21002"}
    data = said(5, 11.5)
    plain = frame(data, more="Flag=9;")
    [told_again] = device.ask(plain.replace(data.encode(), sm4.encrypt(data, KEY).encode()))
    assert (told_again.cn, told_again.flag) == ("9014", 8)
    assert 11.5 in [row[4] for row in house.values()]


def test_one_that_has_lost_the_protocol_is_cut_off(house: House) -> None:
    device = house.device()
    device.socket.sendall(b"GET / HTTP/1.1\r\n" * 30)
    assert device.closed()
    endless = house.device()
    endless.socket.sendall(b"##0200" + b"x" * 20_000)
    assert endless.closed()
    assert [f.cn for f in house.device().ask(frame(said(6)))] == ["9014"]


def test_what_was_answered_before_a_kill_9_is_there(house: House) -> None:
    device, answered = house.device(), 0
    device.socket.sendall(b"".join(frame(said(24 + n)) for n in range(300)))
    while answered < 40:
        answered += len(device.ask(answers=1))
    house.listener.send_signal(signal.SIGKILL)
    house.listener.wait()
    assert house.listener.stderr is not None
    house.listener.stderr.close()
    assert len([row for row in house.values() if row[2] >= 1_659_369_600_000_000]) >= answered  # type: ignore[operator]
    house.start()
    assert [f.cn for f in house.device().ask(frame(said(2)))] == ["9014"]
