"""A load on loopback: keep-alive connections that each send the next request when the answer is there."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Result:
    """What one run saw: answers by status, and the time of each in milliseconds, sorted."""

    seconds: float
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent = 0.0
        self.waiting = False

    def send(self, request: bytes) -> None:
        self.buffer = b""
        self.waiting = True
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> int:
        """The status once the answer is whole, else 0. Raises ConnectionError when the server hung up."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed a connection")
        self.buffer += part
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return 0
        length = 0
        for line in head.split(b"\r\n")[1:]:
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        return int(head[9:12]) if len(body) >= length else 0


def post(port: int, path: str, make_body: Callable[[int], bytes], key: str, connections: int, seconds: float) -> Result:
    """POST for `seconds` over that many connections; `make_body(n)` gives the n-th body."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    ).encode()
    count = 0

    def request() -> bytes:
        nonlocal count
        body = make_body(count)
        count += 1
        return head + str(len(body)).encode() + b"\r\n\r\n" + body

    selector = selectors.DefaultSelector()
    opened = [_Connection(port) for _ in range(connections)]
    for c in opened:
        selector.register(c.socket, selectors.EVENT_READ, c)
    result = Result(seconds)
    began = time.perf_counter()
    end = began + seconds
    for c in opened:
        c.send(request())
    outstanding = len(opened)
    while outstanding:
        for ready, _ in selector.select(1.0):
            c = ready.data
            status = c.receive()
            if not status:
                continue
            now = time.perf_counter()
            result.latencies.append((now - c.sent) * 1000)
            result.statuses[status] = result.statuses.get(status, 0) + 1
            if now < end:
                c.send(request())
            else:
                outstanding -= 1
    result.seconds = time.perf_counter() - began
    for c in opened:
        c.socket.close()
    result.latencies.sort()
    return result
