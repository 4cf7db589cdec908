"""How events and matters are written down: JSON that a person can read, only what differs from the default."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import msgspec

from wushi.domain.events import KINDS, Event
from wushi.domain.matter import Matter

_encoder = msgspec.json.Encoder()
_decoders: dict[type, msgspec.json.Decoder[Any]] = {}


_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {
    kind: tuple((f.name, f.default if f.default is not MISSING else MISSING) for f in fields(kind))
    for kind in (*KINDS.values(), Matter)
}


def encode(value: Event | Matter) -> str:
    """Fields at their default are left out: most matters have most fields empty."""
    kept = {n: v for n, d in _DEFAULTS[type(value)] if (v := getattr(value, n)) != d or type(v) is not type(d)}
    return _encoder.encode(kept).decode()


def _decode(text: str, kind: type) -> Any:
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    return decoder.decode(text)


def decode_event(kind: str, payload: str) -> Event:
    """Raises KeyError for an event that this version does not know: the ledger is newer than the program."""
    return _decode(payload, KINDS[kind])


def decode_matter(snapshot: str) -> Matter:
    return _decode(snapshot, Matter)
