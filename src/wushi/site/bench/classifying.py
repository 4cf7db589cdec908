"""Bench of the classifier: how often it is right on what it has not seen, how honest its confidence is, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opencc import OpenCC

from wushi.channels.spreadsheet.labelled import GROUPS, labelled
from wushi.site.bench import quantile
from wushi.steps.policy import current
from wushi.steps.report import measuring, train
from wushi.steps.report.model_arrays import to_bytes

_FILES = ("classify_dev.parquet", "classify_seg_extra.parquet")
_ONE_BY_ONE = 300


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of this part. `only` means nothing here: no database is asked; `size`: so many rows of each file."""
    policy = current()
    rows = [r for f in _FILES for r in list(labelled(shared / "tipdm" / f, "label1", GROUPS))[:size]]
    began = time.process_time()
    found = train.train(rows, policy)
    spent = time.process_time() - began
    unseen = found.figures["out_of_fold"]
    whole, running = unseen["all"], unseen["running_text"]
    yield _row("macro-F1, each row unseen", whole["macro_f1"], ">= 0.93", whole["macro_f1"] >= 0.93, rows=whole["rows"])
    f1 = running["macro_f1"]
    yield _row("macro-F1, running text, unseen", f1, ">= 0.92", f1 >= 0.92, rows=running["rows"])
    for name, part in (("all", whole), ("running text", running)):
        error = part["calibration_error"]
        yield _row(f"calibration error, {name}", error, "<= 0.015", error <= 0.015)
    for precision, promise in (("0.99", 0.58), ("0.98", 0.77)):
        decided = whole["decided"][precision]
        more = {"precision": decided["precision"], "threshold": decided["threshold"]}
        yield _row(f"decided at {precision}", decided["share"], f">= {promise}", decided["share"] >= promise, **more)
    yield _row("CPU seconds of training", spent, "<= 60", spent <= 60, rows=len(rows))
    megabytes = len(to_bytes(found.model)) / 1e6
    yield _row("MB of the model", megabytes, "<= 25", megabytes <= 25)
    _, held = train.split(rows)
    told, texts = [r.label for r in held], [r.read for r in held]
    convert = OpenCC("s2t").convert
    scores = []
    for said in (texts, [convert(t) for t in texts]):
        best = found.twin.probabilities(said).argmax(axis=1)
        scores.append(measuring.score(told, [found.twin.labels[n] for n in best]).macro_f1)
    off = abs(scores[0] - scores[1])
    yield _row("Traditional off Simplified", off, "<= 0.002", off <= 0.002, rows=len(held))
    taken = []
    for text in texts[:_ONE_BY_ONE]:
        began = time.process_time()
        found.model.probabilities([text])
        taken.append((time.process_time() - began) * 1_000)
    taken.sort()
    p99 = quantile(taken, 0.99)
    yield _row("ms of CPU for one message, p99", p99, "<= 5", p99 <= 5, p50=round(quantile(taken, 0.5), 3))
    began = time.process_time()
    found.model.probabilities(texts)
    speed = len(texts) / (time.process_time() - began)
    yield _row("messages a second of CPU, in batches", speed, ">= 2000", speed >= 2_000, rows=len(texts))


def _row(kind: str, value: float, promise: str, met: bool, **facts: Any) -> dict[str, Any]:
    found = {"bench": "understanding", "part": "classification", "kind": kind, "value": round(value, 4)}
    return {**found, "promise": promise, "met": met, **facts}
