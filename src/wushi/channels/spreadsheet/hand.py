"""What the second process of an import does; nothing of the house is imported before its settings are there."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wushi.domain.actor import Actor
    from wushi.steps.report.take_in_many import Arrival, Prepared, Terms
    from wushi.store.registers.units import Known

    Fresh = Sequence[tuple[int, Arrival]]


def begin(parent: int, units: Mapping[str, Known]) -> None:
    """In the new process: settings, pack and model before the first batch; it ends when its parent does, also by kill -9."""
    import django

    django.setup()
    from wushi.steps import policy as policies
    from wushi.steps.report import propose, trained
    from wushi.store.registers import units as register

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    register.remember(units)
    policy = policies.current()
    propose.propose("预热", "预热", type="", policy=policy)
    trained.predict(["预热"], policy)


def ready() -> None:
    """Asked first, so that nothing waits for a process that is still starting."""


def prepare(fresh: Fresh, ids: Sequence[int], actor: Actor, now: datetime, terms: Terms) -> Prepared:
    from wushi.steps import policy as policies
    from wushi.steps.report import take_in_many

    return take_in_many.prepare(fresh, ids, actor=actor, policy=policies.current(), now=now, terms=terms)
