"""Take readings (知事): what monitors have sent is stored, once, and only what a known device says with its password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wushi.domain.errors import BadInput
from wushi.domain.monitors.readings import Message
from wushi.store.monitors import values
from wushi.store.monitors.values import Device

_MN = 24


def devices() -> dict[str, Device]:
    return values.devices()


def knows(device: Device, password: str) -> bool:
    return device.password == values.digest(device.mn, password)


def take(messages: Sequence[tuple[Device, Message]], received_at: datetime) -> int:
    """Store them all or none; how many values were new. What this has returned for survives kill -9 and power loss."""
    return values.write([(device.id, message) for device, message in messages], received_at)


def allow(mn: str, password: str, key: bytes = b"") -> None:
    """Let a device send. Raises BadInput for an MN or password that no frame could carry."""
    if not mn.isascii() or not mn.replace("_", "").isalnum() or not 1 <= len(mn) <= _MN:
        raise BadInput(field="mn", why=f"{mn!r} is no number of a device: 1 to {_MN} letters and digits")
    if not password.isascii() or not password.isalnum():
        raise BadInput(field="password", why="letters and digits; HJ 212 has six")
    values.put_device(mn, password, key, True)


def forbid(mn: str) -> None:
    """Let a device send no longer; what it has sent stays. Raises BadInput for one that is not known."""
    if not values.forbid(mn):
        raise BadInput(field="mn", why=f"{mn} is no device of this house")
