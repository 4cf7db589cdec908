"""The policy in force: the district's pack, read once by a process, and the day it took effect in the register."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wushi.domain.policy import Policy
from wushi.packs.loader import load
from wushi.store.ledger import ledger
from wushi.store.moments import to_micros
from wushi.store.registers import units
from wushi.store.registers.models import PackLoad


@lru_cache(maxsize=4)
def _read(folder: str) -> Policy:
    return load(Path(folder))


def current() -> Policy:
    """The pack of settings.WUSHI_PACK. Raises BadPack: a bad pack stops the start."""
    return _read(str(settings.WUSHI_PACK))


def install(now: datetime) -> Policy:
    """Bring the registers in step with the pack and note when this version took effect."""
    policy = current()
    moved = units.load(policy.tree)
    if moved:
        ledger.realign(moved)
    latest = PackLoad.objects.order_by("-id").first()
    if latest is None or latest.digest != policy.digest:
        PackLoad.objects.create(code=policy.code, digest=policy.digest, loaded_at=to_micros(now))
    return policy
