"""What the bench of the search does inside the house that it measures: fill, index, and time the first page of each kind of query."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django

# kind -> query: short and long, frequent and rare, together, in other scripts and letters, and signs
QUERIES = {
    "frequent word": "物业", "frequent character": "不", "frequent sign": "。", "two characters": "噪音", "word of three": "物业费",
    "word of four": "物业一直", "sentence": "物业一直不管", "second frequent word": "电梯", "one in 50,000": "浑天仪",
    "in one only": "獬豸碑", "in none, two known characters": "费物", "in none, unknown": "鲸鱼座", "two frequent words": "物业 电梯",
    "three words": "物业 电梯 暖气", "frequent and rare": "物业 浑天仪", "frequent and none": "物业 鲸鱼座",
    "frequent and one only": "不 獬豸碑", "Traditional": "物業費", "wide letters": "３号楼", "initials of two": "wy",
    "initials of three": "dtg", "initials of five": "nqbrl", "initials and word": "wy 电梯", "digits": "12", "end of a number": "12345",
    "signs": "%_*\"'", "Latin": "wifi",
}  # fmt: skip
_RUNS = 8


def _filters(matters: int) -> dict[str, dict[str, Any]]:
    """Name of the filter -> what of Asked it sets."""
    from wushi.site.bench.invented_words import FIRST
    from wushi.steps.policy import current
    from wushi.store.moments import from_micros

    policy = current()
    communities = [u.code for u in policy.tree if u.level == "community"]
    streets = [u.code for u in policy.tree if u.level == "street"]
    subjects = sorted(policy.subjects)
    early = from_micros(FIRST + matters * 30_000_000 // 20).date()
    return {
        "": {},
        "community": {"unit": communities[-1]},
        "street": {"unit": streets[len(streets) // 2]},
        "subject": {"subject": subjects[len(subjects) // 2].split("/")[0]},
        "place": {"place": communities[len(communities) // 2]},
        "open": {"state": "open"},
        "first weeks": {"until": early},
        "community, open, first weeks": {"unit": communities[3], "state": "open", "until": early},
    }


def fill(matters: str) -> str:
    """Make the words of that many matters and index them."""
    from django.db import connection

    from wushi.site.bench import invented_words
    from wushi.steps import indexing

    invented_words.fill(int(matters))
    began, clock = time.process_time(), time.perf_counter()
    indexing.rebuild()
    spent, passed = time.process_time() - began, time.perf_counter() - clock
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE search_block")
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ('search_block', 'search_segment')"
            )
            size = int(cursor.fetchone()[0])
            cursor.execute("SELECT pg_total_relation_size('ledger_said')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name IN ('search_block', 'search_segment')")
            size = int(cursor.fetchone()[0])
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'ledger_said'")
        words = int(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM search_block")
        blocks = int(cursor.fetchone()[0])
    return json.dumps({"cpu_s": spent, "seconds": passed, "bytes": size, "words_bytes": words, "blocks": blocks})


def _timed(asked: Any, actor: Any, policy: Any) -> tuple[float, float, int]:
    from wushi.steps.searching import search

    began, clock = time.process_time(), time.perf_counter()
    found = search(asked, actor=actor, policy=policy)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - began) * 1000, len(found.hits)


def pages(matters: str) -> str:
    """Milliseconds of the first page of every query with every filter: by the clock of the wall and of the processor."""
    from dataclasses import replace

    from wushi.domain.actor import Actor
    from wushi.steps.policy import current
    from wushi.steps.searching import Asked

    policy = current()
    everybody = next(p for p in policy.posts.values() if p.role == "operator")
    secretary = next(p for p in policy.posts.values() if p.role == "community_secretary")
    cases = []
    for post, filters in ((everybody, _filters(int(matters))), (secretary, {"": {}, "open": {"state": "open"}})):
        actor = Actor(post.code, post.unit, post.role)
        for name, given in filters.items():
            for kind, query in QUERIES.items():
                asked = replace(Asked(query), **given)
                _timed(asked, actor, policy)  # the first one reads what the others find at hand
                runs = [_timed(asked, actor, policy) for _ in range(_RUNS)]
                cases.append({
                    "kind": kind, "filter": name, "post": post.role, "hits": runs[0][2],
                    "ms": [r[0] for r in runs], "cpu": [r[1] for r in runs],
                })  # fmt: skip
    return json.dumps(cases)


def cold(matters: str) -> str:
    """Milliseconds of the first search of a process, which has nothing at hand yet."""
    from wushi.domain.actor import Actor
    from wushi.steps.policy import current
    from wushi.steps.searching import Asked

    policy = current()
    post = next(p for p in policy.posts.values() if p.role == "operator")
    actor = Actor(post.code, post.unit, post.role)
    _timed(Asked("鲸鱼座"), actor, policy)  # tables of folding, connection
    return json.dumps(_timed(Asked("物业 电梯", state="open"), actor, policy))


def scan(matters: str) -> str:
    """The same answer by looking through all words with LIKE: milliseconds for a word that few have."""
    from django.db import connection

    from wushi.domain.actor import Actor
    from wushi.steps.policy import current
    from wushi.steps.searching import Asked

    policy = current()
    post = next(p for p in policy.posts.values() if p.role == "operator")
    actor = Actor(post.code, post.unit, post.role)
    times, ours = [], []
    for _ in range(3):
        clock = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.matter_id FROM ledger_said AS s WHERE s.title LIKE %s OR s.text LIKE %s"
                " ORDER BY s.matter_id DESC LIMIT 21",
                ["%浑天仪%"] * 2,
            )
            cursor.fetchall()
        times.append((time.perf_counter() - clock) * 1000)
        ours.append(_timed(Asked("浑天仪"), actor, policy)[0])
    return json.dumps([min(times), min(ours)])


def merging(events: str) -> str:
    """While so many events are not yet in the index: milliseconds of the first page, then of merging them."""
    from wushi.domain.actor import Actor
    from wushi.domain.incoming import Incoming
    from wushi.steps import indexing
    from wushi.steps.policy import current
    from wushi.steps.report.register import register
    from wushi.steps.searching import Asked

    policy = current()
    post = next(p for p in policy.posts.values() if p.role == "operator")
    actor = Actor(post.code, post.unit, post.role)
    _timed(Asked("wy"), actor, policy)  # tables of folding, as a server has them from its start
    for n in range(int(events)):
        text = f"物业费收得不清楚，第{n}次来问，楼下电梯也停了，请物业来看看。" * 3
        register(
            Incoming(channel="phone", title="物业费收费不清楚", text=text),
            actor=actor,
            policy=policy,
            now=datetime.now(UTC),
        )
    times = [_timed(Asked(query), actor, policy) for query in QUERIES.values() for _ in range(_RUNS)]
    began, clock = time.process_time(), time.perf_counter()
    indexing.follow_all()
    spent, passed = time.process_time() - began, time.perf_counter() - clock
    return json.dumps(
        {"ms": [t[0] for t in times], "cpu": [t[1] for t in times], "merge_s": passed, "merge_cpu_s": spent}
    )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(globals()[sys.argv[1]](*sys.argv[2:]) + "\n")
