"""Keys: who comes in by which channel, and how often; a minute's allowance is handed out to processes in leases."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass

from django.db import connection, transaction

from wushi.domain.actor import Actor
from wushi.domain.errors import NotSignedIn, TooManyRequests
from wushi.domain.policy import Policy
from wushi.store.accounts.models import ApiKey

_REMEMBER = 30.0  # seconds a process trusts what it read of a key; a withdrawn key works that long at most
_PARTS = 20  # a lease is a twentieth of the minute's allowance


@dataclass(frozen=True, slots=True)
class Caller:
    """The key's channel and the post with whose rights it acts."""

    id: int
    name: str
    channel: str
    actor: Actor
    per_minute: int


_lock = threading.Lock()
_known: dict[str, tuple[float, Caller]] = {}
_leased: dict[int, tuple[int, int]] = {}  # key id -> (minute, requests still in hand)


def forget() -> None:
    with _lock:
        _known.clear()
        _leased.clear()


def caller(header: str, policy: Policy) -> Caller:
    """The caller of `Authorization: Bearer <key>`. Raises NotSignedIn; the answer never says whether a key exists."""
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotSignedIn(why="send the header Authorization: Bearer <key>")
    digest = hashlib.sha256(key.strip().encode()).hexdigest()
    now = time.monotonic()
    kept = _known.get(digest)
    if kept is None or now - kept[0] > _REMEMBER:
        row = ApiKey.objects.filter(digest=digest, active=True).first()
        if row is None:
            with _lock:
                _known.pop(digest, None)
            raise NotSignedIn(why="the key is unknown or withdrawn")
        post = policy.posts.get(row.post)
        actor = Actor(post.code, post.unit, post.role) if post else Actor(f"key.{row.name}", "", "none")
        kept = (now, Caller(row.id, row.name, row.channel, actor, row.per_minute))
        with _lock:
            _known[digest] = kept
    return kept[1]


def everybody(name: str, per_minute: int) -> Caller:
    """All who come without a key, as one caller with one bound; nobody can come in with its key, there is none."""
    now = time.monotonic()
    kept = _known.get(name)
    if kept is None or now - kept[0] > _REMEMBER or kept[1].per_minute != per_minute:
        row, _ = ApiKey.objects.get_or_create(
            name=name,
            defaults={
                "digest": f"no key: {name}",
                "channel": "web",
                "post": "",
                "per_minute": per_minute,
                "active": False,
            },
        )
        kept = (now, Caller(row.id, name, row.channel, Actor(f"key.{name}", "", "none"), per_minute))
        with _lock:
            _known[name] = kept
    return kept[1]


def spend(caller: Caller) -> None:
    """Take one request from the key's minute. Raises TooManyRequests. The bound is the key's, never an address's: a header
    cannot forge it, and all processes together never give out more than the minute holds."""
    seconds = int(time.time())
    minute = seconds // 60
    with _lock:
        held_minute, held = _leased.get(caller.id, (minute, 0))
        if held_minute != minute:
            held = 0
        if held == 0:
            held = _lease(caller, minute)
        if held == 0:
            raise TooManyRequests(key=caller.name, limit=caller.per_minute, seconds=60 - seconds % 60)
        _leased[caller.id] = (minute, held - 1)


def _lease(caller: Caller, minute: int) -> int:
    size = max(1, caller.per_minute // _PARTS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_allowance (key_id, minute, taken) SELECT id, %s, %s FROM accounts_apikey WHERE id = %s"
            " ON CONFLICT (key_id, minute) DO UPDATE SET taken = accounts_allowance.taken + %s RETURNING taken",
            [minute, size, caller.id, size],
        )
        row = cursor.fetchone()
        if row is None:  # the key was deleted while this process still trusted it
            _known.clear()
            raise NotSignedIn(why="the key is unknown or withdrawn")
        taken = int(row[0])
        if taken == size:
            cursor.execute("DELETE FROM accounts_allowance WHERE minute < %s", [minute - 10])
    return max(0, min(size, caller.per_minute - (taken - size)))
