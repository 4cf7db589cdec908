"""Bench masking: how much of what is hidden in every way of writing is found, what is covered wrongly in real texts, and how fast."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wushi.domain import masking
from wushi.site.bench import disguised, quantile

SAMPLES = 8_000  # of each kind
SEED = 2026
_PROMISED = 99.0  # per cent of numbers; for names nothing is promised
_FASTEST = 0.2  # milliseconds a message
# What must stay readable, by patterns of their own: dates, sums, measures, numbers of documents and articles, short numbers.
_KEPT = re.compile(
    r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|(?<![0-9])(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])"
    r"|[0-9][0-9,.]*\s?(?:万元|元|亩|平方米|平米|㎡|公里|%|万|亿)|[〔\[(（【]20[0-9]{2}[〕\])）】]\s?[0-9]+\s?号"
    r"|第[0-9]+条|(?<![0-9])(?:12345|12333|12315|12366|12369|110|119|120)(?![0-9])|400[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}"
)
# In what an office answers its telephones stay too.
_OFFICE = re.compile(r"(?<![0-9])0[0-9]{2,3}[-— ]{0,2}[2-8][0-9]{6,7}(?![0-9])")
_PRIVATE = re.compile(r"(?:住宅|家庭|诉求人|来电人|投诉人|反映人|户主|本人).{0,10}$")


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """Rows of recall by kind, of false masks in real messages and replies, of milliseconds a message."""
    yield from _recall(size or SAMPLES)
    messages, replies = _texts(shared / "tipdm" / "messages.parquet"), _texts(shared / "tipdm" / "replies.parquet")
    yield from _false("messages", messages, office=False)
    yield from _false("replies", replies, office=True)
    yield from _speed("messages", messages)
    yield from _longest()


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **more: Any) -> dict[str, Any]:
    return {
        "bench": "understanding",
        "part": "masking",
        "kind": kind,
        "value": value,
        "promise": promise,
        "met": met,
        **more,
    }


def _recall(size: int) -> Iterator[dict[str, Any]]:
    for kind in (*disguised.CARRIERS, "door", "name"):
        made = {"door": disguised.doors, "name": disguised.names}.get(kind)
        samples = made(size, SEED) if made else disguised.numbers(kind, size, SEED)
        missed: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        for sample in samples:
            seen[sample.way] += 1
            missed[sample.way] += disguised.uncovered(sample, masking.mask(sample.text))
        found = 100 * (1 - missed.total() / size)
        worst = max(seen, key=lambda way: missed[way] / seen[way])
        yield _row(
            f"found, {kind}, per cent",
            round(found, 2),
            "" if kind == "name" else f">= {_PROMISED:g}",
            None if kind == "name" else found >= _PROMISED,
            rows=size,
            ways=len(seen),
            hardest=f"{worst}: {100 * (1 - missed[worst] / seen[worst]):.1f}",
        )


def _texts(file: Path) -> list[str]:
    import pyarrow.parquet as parquet

    columns = ["reply"] if file.stem == "replies" else ["title", "text"]
    rows = parquet.read_table(file, columns=columns).to_pylist()
    return ["\n".join(str(row[c] or "") for c in columns) for row in rows]


def _false(name: str, texts: Sequence[str], *, office: bool) -> Iterator[dict[str, Any]]:
    """What is covered at all, and how much of it is a date, a sum, a document or, in replies, an office's telephone."""
    kinds = masking.STAFF - {"room"} if office else masking.STAFF
    covered: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for text in texts:
        found = masking.find(text, kinds, office=office)
        covered.update(f.kind for f in found)
        if not found:
            continue
        kept = [m.span() for m in _KEPT.finditer(text)]
        if office:
            kept += [m.span() for m in _OFFICE.finditer(text) if not _PRIVATE.search(text[: m.start()][-24:])]
        wrong.update(f.kind for f in found if any(start < f.end and f.start < end for start, end in kept))
    thousand = len(texts) / 1000
    yield _row(
        f"false masks, {name}, per 1,000",
        round(wrong.total() / thousand, 2),
        rows=len(texts),
        wrong=dict(wrong),
        covered={kind: round(n / thousand, 1) for kind, n in covered.most_common()},
    )


def _speed(name: str, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    taken = []
    for text in texts:
        began = time.process_time_ns()
        masking.mask(text)
        taken.append((time.process_time_ns() - began) / 1e6)
    taken.sort()
    mean, middle = sum(taken) / len(taken), quantile(taken, 0.5)
    promise = f"<= {_FASTEST:g}"
    yield _row("ms a message, mean", round(mean, 3), promise, mean <= _FASTEST, rows=len(texts))
    yield _row("ms a message, p50", round(middle, 3), promise, middle <= _FASTEST, rows=len(texts))
    yield _row("ms a message, p99", round(quantile(taken, 0.99), 3), rows=len(texts))


def _longest() -> Iterator[dict[str, Any]]:
    """100,000 characters of what gives the rules the most to do."""
    for piece in ("王小明先生", "138 ", "3号楼2单元", "蒙C1"):
        text = (piece * 100_000)[:100_000]
        began = time.process_time()
        masking.find(text, masking.EVERYTHING)
        yield _row(
            f"s for 100,000 characters of {piece.strip()}", round(time.process_time() - began, 2), rows=len(text)
        )
