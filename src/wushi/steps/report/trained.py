"""The trained model: learns first-level subjects from labelled matters; classifies in batches, with honest probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from wushi.domain.policy import Policy

READ = 400  # characters of title and text that the model reads: later ones cost time and decide little


def both_scripts(terms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each term in Simplified and Traditional characters: both scripts get the same answer."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    found: dict[tuple[str, str], None] = {}
    for term, code in terms:
        found[(term, code)] = None
        found[(convert(term), code)] = None
    return list(found)


@dataclass(frozen=True)
class Model:
    """A fitted pipeline with its classes as subjects or labels, and the digest of its file."""

    pipeline: Any
    classes: tuple[str, ...]
    digest: str


def path() -> Path:
    return Path(settings.WUSHI_HOME) / "model.joblib"


@lru_cache(maxsize=2)
def _load(file: str, stamp: float) -> Model | None:
    import joblib

    content = Path(file).read_bytes()
    pipeline = joblib.load(file)
    return Model(pipeline, tuple(pipeline.classes_), hashlib.sha256(content).hexdigest())


def current() -> Model | None:
    """The promoted model, or None before the first training: then the pack's words speak alone."""
    file = path()
    return _load(str(file), file.stat().st_mtime) if file.exists() else None


def predict(texts: Sequence[str], policy: Policy) -> list[tuple[str, float]]:
    """(first-level subject, probability) for each text; ("", 0.0) without a model or for a label the pack does not know."""
    model = current()
    if model is None or not texts:
        return [("", 0.0)] * len(texts)
    probabilities = model.pipeline.predict_proba([t[:READ] for t in texts])
    best = probabilities.argmax(axis=1)
    subjects = [policy.labels.get(c, c) for c in model.classes]
    return [
        (subjects[b] if subjects[b] in policy.subjects else "", float(row[b]))
        for row, b in zip(probabilities, best, strict=True)
    ]
