"""Seal and open: AES-256-GCM with the key outside the database; opening always leaves a trace of who, when and why."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from wushi.store.moments import to_micros

_encoder = msgspec.json.Encoder(order="sorted")


@lru_cache(maxsize=1)
def _cipher() -> AESGCM:
    return AESGCM(settings.WUSHI_VAULT_KEY)


def seal(record: Mapping[str, str]) -> tuple[bytes, str]:
    """The sealed record and the commitment to it. The salt lies inside the record: once the record is deleted, the
    commitment in the ledger can no longer be matched with any guess, and the ledger stays valid."""
    plain = _encoder.encode({**record, "salt": os.urandom(16).hex()})
    nonce = os.urandom(12)
    return nonce + _cipher().encrypt(nonce, plain, None), hashlib.sha256(plain).hexdigest()


def _open(blob: bytes) -> dict[str, str]:
    plain = _cipher().decrypt(bytes(blob[:12]), bytes(blob[12:]), None)
    record: dict[str, str] = msgspec.json.decode(plain)
    record.pop("salt", None)
    return record


def commitment_holds(blob: bytes, commitment: str) -> bool:
    plain = _cipher().decrypt(bytes(blob[:12]), bytes(blob[12:]), None)
    return hashlib.sha256(plain).hexdigest() == commitment


def read(matter_id: int, *, post: str, account: str, purpose: str, at: datetime) -> dict[int, dict[str, str]]:
    """Everything sealed for that matter, by the number of its event. The trace is written before anything is opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_reading (matter_id, at, post, account, purpose) VALUES (%s, %s, %s, %s, %s)",
            [matter_id, to_micros(at), post, account, purpose[:200]],
        )
        cursor.execute("SELECT seq, blob FROM vault_sealed WHERE matter_id = %s ORDER BY seq", [matter_id])
        return {seq: _open(blob) for seq, blob in cursor.fetchall()}


def readings(matter_id: int) -> list[tuple[int, str, str, str]]:
    """Who has read the record: (moment in microseconds, post, account, purpose), newest last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, post, account, purpose FROM vault_reading WHERE matter_id = %s ORDER BY id", [matter_id]
        )
        return list(cursor.fetchall())


def intake_digest(record: Mapping[str, str]) -> str:
    """A keyed digest of what was handed in: tells a repeated key from a reused one without keeping the words."""
    return hashlib.blake2b(_encoder.encode(record), key=settings.WUSHI_VAULT_KEY, digest_size=24).hexdigest()


def receipt_code(number: str) -> str:
    """The code on the receipt with which a resident follows a matter; derived, so it is stored nowhere."""
    raw = hashlib.blake2b(number.encode(), key=settings.WUSHI_VAULT_KEY, digest_size=8, person=b"receipt").digest()
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: it is read out on the telephone
    return "".join(letters[b % 32] for b in raw)
