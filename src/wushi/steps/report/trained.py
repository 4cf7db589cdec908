"""The trained model (历史件模型): how likely each first-level subject is, in batches, and how well the pack's words fit it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from wushi.domain.classification import View
from wushi.domain.policy import Policy

if TYPE_CHECKING:
    from wushi.steps.report.features import Array

NO_VIEW = View()


def both_scripts(terms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each term in Simplified and Traditional characters: both scripts get the same answer."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    found: dict[tuple[str, str], None] = {}
    for term, code in terms:
        found[(term, code)] = None
        found[(convert(term), code)] = None
    return list(found)


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model: plain arrays in a file that holds no code. `seen`[label, top]: how often texts of that label had that
    branch of the pack's tree in their words; `figures`: how it did on the part held out."""

    labels: tuple[str, ...]
    tops: tuple[str, ...]
    weights: Array
    offsets: Array
    rare: Array
    seen: Array
    sharpness: float
    figures: Mapping[str, Any]
    digest: str = ""

    def probabilities(self, texts: Sequence[str]) -> Array:
        import numpy as np

        from wushi.steps.report.features import weighted

        text, place, weight = weighted(texts, self.rare)
        scores = np.tile(self.offsets, (len(texts), 1))
        if len(text):
            # the pieces come in order of texts: sum each text's stretch at once
            first = np.flatnonzero(np.diff(text, prepend=-1))
            scores[text[first]] += np.add.reduceat(self.weights[place] * weight[:, None], first, axis=0)
        scores *= self.sharpness
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        return scores / scores.sum(axis=1, keepdims=True)

    def write(self, file: Path) -> str:
        """Put the model in that place, whole or not at all; gives its digest."""
        import numpy as np

        head = {"labels": self.labels, "tops": self.tops, "sharpness": self.sharpness, "figures": dict(self.figures)}
        out = io.BytesIO()
        np.savez_compressed(
            out,
            head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8),
            weights=self.weights.astype(np.float16),
            offsets=self.offsets,
            rare=self.rare.astype(np.float16),
            seen=self.seen,
        )
        content = out.getvalue()
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_bytes(content)
        beside.replace(file)
        return hashlib.sha256(content).hexdigest()


def path() -> Path:
    return Path(settings.WUSHI_HOME) / "model.npz"


@lru_cache(maxsize=2)
def _load(file: str, stamp: int) -> Model:
    import numpy as np

    content = Path(file).read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        return Model(
            labels=tuple(head["labels"]),
            tops=tuple(head["tops"]),
            weights=arrays["weights"].astype(np.float32),
            offsets=arrays["offsets"].astype(np.float32),
            rare=arrays["rare"].astype(np.float32),
            seen=arrays["seen"],
            sharpness=head["sharpness"],
            figures=head["figures"],
            digest=hashlib.sha256(content).hexdigest(),
        )


def current() -> Model | None:
    """The promoted model, or None before the first training: then the pack's words speak alone."""
    file = path()
    try:
        return _load(str(file), file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def subject_of(label: str, policy: Policy) -> str:
    """The pack's subject behind a label; blank for one that the pack does not know."""
    subject = policy.labels.get(label, label)
    return subject if subject in policy.subjects else ""


@lru_cache(maxsize=4)
def fitting(model: Model, policy: Policy) -> Array:
    """fitting[label, top]: how likely the label is for a text whose words point to that branch; what training has hardly
    seen is left to the pack's own translation of the label."""
    import numpy as np

    own = np.array([[subject_of(x, policy).partition("/")[0] == t for t in model.tops] for x in model.labels], float)
    counts = model.seen + 3.0 * own
    prior = model.seen.sum(axis=1) / max(1.0, model.seen.sum())
    return (counts + 2.0 * prior[:, None]) / (counts.sum(axis=0) + 2.0)


def views(model: Model, texts: Sequence[str], policy: Policy) -> list[View]:
    probabilities = model.probabilities(texts)
    subjects = [subject_of(x, policy) for x in model.labels]
    best = probabilities.argmax(axis=1).tolist()
    fits = (probabilities @ fitting(model, policy)).tolist()
    known = tuple(t for t, n in zip(model.tops, model.seen.sum(axis=0), strict=True) if n >= 5)
    places = [model.tops.index(t) for t in known]
    return [
        View(subjects[b], row[b], {t: fit[p] for t, p in zip(known, places, strict=True)}) if subjects[b] else NO_VIEW
        for b, row, fit in zip(best, probabilities.tolist(), fits, strict=True)
    ]


def predict(texts: Sequence[str], policy: Policy) -> list[View]:
    """What the promoted model says of each text; nothing without a model or for a label the pack does not know."""
    model = current()
    if model is None or not texts:
        return [NO_VIEW] * len(texts)
    return views(model, texts, policy)
