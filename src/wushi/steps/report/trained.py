"""The trained model in use (历史件模型): how likely each first-level subject is, in batches, and how well the pack's words fit it;
earlier models are kept so that a person can go back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from wushi.domain.classification import View
from wushi.domain.errors import NotFound
from wushi.domain.policy import Policy

if TYPE_CHECKING:
    from wushi.steps.report.features import Array
    from wushi.steps.report.model_arrays import Model

NO_VIEW = View()
_FEW = 8  # texts for which reasons are given; a batch goes without them
_SEEN = 5  # texts of a branch that a model must have seen to have a view of it


def both_scripts(terms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each term in Simplified and Traditional characters: both scripts get the same answer."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    found: dict[tuple[str, str], None] = {}
    for term, code in terms:
        found[(term, code)] = None
        found[(convert(term), code)] = None
    return list(found)


def path() -> Path:
    """The model in use."""
    return Path(settings.WUSHI_HOME) / "model.npz"


def kept(digest: str, *, twin: bool = False) -> Path:
    """Where a promoted model stays after another has taken its place; its twin, which has not seen the part held out, beside it."""
    return Path(settings.WUSHI_HOME) / "models" / f"{digest}{'.twin' if twin else ''}.npz"


def put(content: bytes, file: Path) -> str:
    """Put a file in its place, whole or not at all; gives its digest."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(file)
    return hashlib.sha256(content).hexdigest()


def use(digest: str) -> None:
    """Let a kept model classify from now on. Raises NotFound when it is no longer there."""
    try:
        put(kept(digest).read_bytes(), path())
    except FileNotFoundError:
        raise NotFound(what="model", name=digest[:12]) from None


@lru_cache(maxsize=2)
def _load(file: str, stamp: int) -> Model | None:
    from wushi.steps.report.model_arrays import from_bytes

    try:
        return from_bytes(Path(file).read_bytes())
    except (ValueError, KeyError):  # of another version: the pack's words speak until the next training
        return None


def load(file: Path) -> Model | None:
    """The model of that file; None where there is none, or one that can no longer be read."""
    try:
        return _load(str(file), file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def current() -> Model | None:
    """The promoted model, or None before the first training: then the pack's words speak alone."""
    return load(path())


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


def views(model: Model, texts: Sequence[str], policy: Policy, *, why: bool = False) -> list[View]:
    """What that model says of each text; `why`: with the pieces of the text that decided."""
    look = model.look(texts, why=why)
    subjects = [subject_of(x, policy) for x in model.labels]
    best = look.probabilities.argmax(axis=1).tolist()
    fits = (look.probabilities @ fitting(model, policy)).tolist()
    unlearnt = {subject_of(x, policy).partition("/")[0] for x in model.few}
    known = tuple(
        t for t, n in zip(model.tops, model.seen.sum(axis=0), strict=True) if n >= _SEEN and t not in unlearnt
    )
    places = [model.tops.index(t) for t in known]
    return [
        View(subjects[b], row[b], {t: fit[p] for t, p in zip(known, places, strict=True)}, reasons)
        if subjects[b]
        else NO_VIEW
        for b, row, fit, reasons in zip(best, look.probabilities.tolist(), fits, look.reasons, strict=True)
    ]


def predict(texts: Sequence[str], policy: Policy) -> list[View]:
    """What the promoted model says of each text, with reasons where they are few; nothing without a model or for a label the
    pack does not know."""
    model = current()
    if model is None or not texts:
        return [NO_VIEW] * len(texts)
    return views(model, texts, policy, why=len(texts) <= _FEW)
