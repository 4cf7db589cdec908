"""Train (训练): learn first-level subjects from labelled matters, measure before and after on a part held out, and promote."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wushi.domain.classification import View
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy
from wushi.steps.report import propose, trained
from wushi.steps.report.trained import Model
from wushi.store.moments import to_micros
from wushi.store.registers.models import Promotion

HELD_OUT = 5  # one group in so many is held out
_FEWEST = 20  # of a label; fewer teach nothing and are left out


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text. Rows that share a group (a near double, the same matter in another form) never straddle the split;
    `plain`: running text as it comes in, not words parted by blanks."""

    title: str
    text: str
    label: str
    groups: tuple[str, ...] = ()
    plain: bool = True

    @property
    def read(self) -> str:
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Trained:
    model: Model
    figures: dict[str, Any]


def _roots(rows: Sequence[Labelled]) -> list[str]:
    """For each row the name of the group it falls into, groups that share a row joined; equal texts are one group."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    firsts = []
    for row in rows:
        folded = "".join(c for c in row.read if c.isalnum())
        names = [f"text:{hashlib.sha256(folded.encode('utf-8', 'replace')).hexdigest()}", *row.groups]
        for name in names[1:]:
            a, b = sorted((root(names[0]), root(name)))
            parent[b] = a
        firsts.append(names[0])
    return [root(f) for f in firsts]


def _is_held_out(group: str) -> bool:
    """By the group's name alone: the same groups are held out again at every training."""
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def split(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """(to learn from, held out). What is measured on is running text, as residents write it, wherever there is any."""
    learn: list[Labelled] = []
    held: list[Labelled] = []
    for row, group in zip(rows, _roots(rows), strict=True):
        (held if _is_held_out(group) else learn).append(row)
    plain = [r for r in held if r.plain]
    return learn, plain or held


def _fit(rows: Sequence[Labelled], policy: Policy) -> Model:
    import numpy as np
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression

    from wushi.steps.report import features

    texts = [r.read for r in rows]
    _, place, _ = features.pieces(texts)
    rare = features.rarity(place, len(texts))
    text, place, weight = features.weighted(texts, rare)
    matrix = csr_matrix((weight, (text, place)), shape=(len(texts), 1 << features.BITS))
    fitted = LogisticRegression(C=20.0, max_iter=200).fit(matrix, [r.label for r in rows])
    weights, offsets = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row of weights stands for both
        weights, offsets = np.vstack([-weights / 2, weights / 2]), np.array([-offsets[0] / 2, offsets[0] / 2])
    labels = tuple(str(c) for c in fitted.classes_)
    tops = tuple(c for c, s in policy.subjects.items() if not s.parent)
    return Model(
        labels=labels,
        tops=tops,
        weights=np.ascontiguousarray(weights.T, np.float32),
        offsets=offsets.astype(np.float32),
        rare=rare,
        seen=_seen(rows, labels, tops, policy),
        sharpness=1.0,
        figures={},
    )


def _seen(rows: Sequence[Labelled], labels: tuple[str, ...], tops: tuple[str, ...], policy: Policy) -> Any:
    import numpy as np

    seen = np.zeros((len(labels), len(tops)))
    for row in rows:
        if row.plain:
            branches = propose.branches(row.title, row.text, policy)
            if branches:
                seen[labels.index(row.label), tops.index(branches[0].subject.partition("/")[0])] += 1
    return seen


def _sharpen(model: Model, held: Sequence[Labelled]) -> float:
    """The one number by which all scores are multiplied so that the probabilities come true on the part held out. It never
    changes which label is best."""
    import numpy as np

    probabilities = np.log(np.maximum(model.probabilities([r.read for r in held]), 1e-12))
    right = np.array([model.labels.index(r.label) for r in held])

    def cost(sharpness: float) -> float:
        scaled = probabilities * sharpness
        scaled = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(scaled[np.arange(len(right)), right].mean())

    candidates = [math.exp(n / 20) for n in range(-20, 41)]
    return min(candidates, key=cost)


def _measure(rows: Sequence[Labelled], answers: Sequence[str]) -> dict[str, float]:
    """Share that is right, and the mean over labels of F1; a text without an answer is wrong."""
    labels = sorted({r.label for r in rows})
    right = sum(r.label == a for r, a in zip(rows, answers, strict=True))
    scores = []
    for label in labels:
        hit = sum(r.label == a == label for r, a in zip(rows, answers, strict=True))
        said, was = sum(a == label for a in answers), sum(r.label == label for r in rows)
        scores.append(2 * hit / (said + was) if said + was else 0.0)
    return {"accuracy": round(right / len(rows), 4), "macro_f1": round(sum(scores) / len(scores), 4)}


def _label_of(subject: str, model: Model, policy: Policy) -> str:
    """The label that a subject stands for: the one whose texts most often had that branch in their words."""
    top = subject.partition("/")[0]
    if not top or top not in model.tops:
        return ""
    column = trained.fitting(model, policy)[:, model.tops.index(top)]
    return model.labels[int(column.argmax())]


def _answers(rows: Sequence[Labelled], model: Model | None, scheme: Model, policy: Policy) -> list[str]:
    """The label for each row as the house would say it with that model (None: with the pack's words alone)."""
    views = trained.views(model, [r.read for r in rows], policy) if model else [View()] * len(rows)
    guesses = [propose.classify(r.title, r.text, policy, view) for r, view in zip(rows, views, strict=True)]
    found = []
    for guess, view in zip(guesses, views, strict=True):
        own = model is not None and guess.subject == view.subject and view.subject
        found.append(
            _of_model(guess.subject, model, policy) if own and model else _label_of(guess.subject, scheme, policy)
        )
    return found


def _of_model(subject: str, model: Model, policy: Policy) -> str:
    return next((x for x in model.labels if trained.subject_of(x, policy) == subject), "")


def train(rows: Sequence[Labelled], policy: Policy) -> Trained:
    """Fit on four fifths of the groups, measure on the rest. Raises BadInput when there is too little to learn from."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.label] = counts.get(row.label, 0) + 1
    unknown = sorted(x for x in counts if not trained.subject_of(x, policy))
    usable = [r for r in rows if counts[r.label] >= _FEWEST and r.label not in unknown and r.read]
    learn, held = split(usable)
    if len({r.label for r in learn}) < 2:
        raise BadInput(
            field="label1", why=f"at least two labels that the pack knows with {_FEWEST} texts each are needed"
        )
    held = [r for r in held if any(r.label == o.label for o in learn)]
    if not held:
        raise BadInput(field="data", why="nothing is left to measure on; more texts are needed")
    plain = _fit(learn, policy)
    model = Model(**{**_fields(plain), "sharpness": _sharpen(plain, held)})
    before = trained.current()
    probabilities = model.probabilities([r.read for r in held])
    best = [model.labels[n] for n in probabilities.argmax(axis=1)]
    figures: dict[str, Any] = {
        "rows": len(rows),
        "learnt_from": len(learn),
        "held_out": len(held),
        "labels": {x: sum(r.label == x for r in usable) for x in model.labels},
        "left_out": {"unknown_to_the_pack": unknown, "too_few": sorted(x for x, n in counts.items() if n < _FEWEST)},
        "words_alone": _measure(held, _answers(held, None, model, policy)),
        "model_alone": _measure(held, best),
        "with_model": _measure(held, _answers(held, model, model, policy)),
        "mean_confidence": round(float(probabilities.max(axis=1).mean()), 4),
        "sharpness": round(model.sharpness, 4),
    }
    if before is not None:
        # it may have learnt from rows that are held out now, unless it was trained by the same split
        figures["before"] = _measure(held, _answers(held, before, model, policy))
    model = Model(**{**_fields(model), "figures": figures})
    return Trained(model, figures)


def _fields(model: Model) -> dict[str, Any]:
    return {name: getattr(model, name) for name in Model.__dataclass_fields__}


def promote(found: Trained, now: datetime) -> str:
    """Let the model classify from now on, and note it in the register with its figures; gives its digest."""
    digest = found.model.write(trained.path())
    Promotion.objects.create(
        digest=digest, promoted_at=to_micros(now), figures=json.dumps(found.figures, ensure_ascii=False)
    )
    return digest
