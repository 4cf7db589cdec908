"""What bench figures does inside a house: a simulated stretch, its facts, 10,000 events more, and the time their export takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime

import django

_MATTERS, _EVENTS_EACH = 2_500, 4


def main(scale: str) -> None:
    """Prints {"first": seconds, "matters": n, "seconds": s, "events": n, "partitions": n}."""
    span = ["--from", "2022-01-01", "--to", "2022-12-31", "--scale", scale, "--seed", "7"]
    subprocess.run([sys.executable, "-m", "wushi", "simulate", *span], check=True, stdout=subprocess.DEVNULL)
    from wushi.domain.actor import Actor
    from wushi.domain.events import Noted
    from wushi.steps.drafting import Draft
    from wushi.steps.policy import current
    from wushi.store.facts.export import export
    from wushi.store.ledger import ledger
    from wushi.store.ledger.models import Matter

    policy, now = current(), datetime.now(UTC)
    begin = time.perf_counter()
    done = export(policy, now)
    first = time.perf_counter() - begin
    ids = list(Matter.objects.order_by("-registered_at").values_list("id", flat=True)[:_MATTERS])
    actor = Actor("bench", policy.main_desk, "operator")
    drafts = []
    for id, matter in ledger.load_many(ids).items():
        draft = Draft(id, matter, policy)
        for _ in range(_EVENTS_EACH):
            draft.add(Noted(), actor, now, permitted=True)
        drafts.append(draft)
    for n in range(0, len(drafts), 100):
        ledger.append([d.change() for d in drafts[n : n + 100]], now)
    begin = time.perf_counter()
    more = export(policy, now)
    seconds = time.perf_counter() - begin
    told = {
        "first": round(first, 2), "matters": done.matters, "seconds": seconds, "changed": more.matters,
        "events": more.position - done.position, "partitions": more.partitions,
    }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
