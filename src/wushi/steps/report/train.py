"""Train (训练): learn first-level subjects from labelled matters, measure before and after on a part held out, and promote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from wushi.domain.classification import View
from wushi.domain.errors import BadInput
from wushi.domain.learning import Learning, Score, Verdict, compare
from wushi.domain.policy import Policy
from wushi.steps.report import measuring, model_groups, propose, trained
from wushi.steps.report.model_arrays import Model, to_bytes
from wushi.steps.report.model_fit import Fitted, fit
from wushi.store.moments import to_micros
from wushi.store.registers.models import Promotion

_KEPT = 5  # promoted models that stay on the disk

# where a pack has no rule of its own
_RULE = Learning(date.min, 20, 20_000, 1.0, True, 0.0, 1.0, (0.99, 0.98), "wushi-proposal")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text. Rows that share a group (a near double, the same matter in another form) never straddle the split;
    `plain`: running text as it comes in, not words parted by blanks; `confirmed`: a person set or
    corrected the label."""

    title: str
    text: str
    label: str
    groups: tuple[str, ...] = ()
    plain: bool = True
    confirmed: bool = False

    @property
    def read(self) -> str:
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Trained:
    """A challenger: the model, its twin that has not seen the part held out, its figures, and what the pack's rule says."""

    model: Model
    twin: Model
    figures: dict[str, Any]
    verdict: Verdict


def rule_of(policy: Policy, day: date) -> Learning:
    return policy.learning_on(day) or _RULE


def _usable(
    rows: Sequence[Labelled], rule: Learning
) -> tuple[list[Labelled], model_groups.Groups, list[str], list[str]]:
    """Rows of labels with enough matters; the labels with too few, for which the pack's words speak."""
    rows = [r for r in rows if r.read]
    groups, own = model_groups.matters([r.read for r in rows], [r.groups for r in rows])
    having: dict[str, set[str]] = {}
    for row, name in zip(rows, own, strict=True):
        having.setdefault(row.label, set()).add(groups.root(name))
    few = sorted(label for label, found in having.items() if len(found) < rule.fewest)
    kept = [n for n, r in enumerate(rows) if r.label not in few]
    return [rows[n] for n in kept], groups, [own[n] for n in kept], few


def split(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """(to learn from, held out). What is measured on is running text, as residents write it, wherever there is any."""
    groups, own = model_groups.matters([r.read for r in rows], [r.groups for r in rows])
    model_groups.join_near_doubles([r.read for r in rows], groups, own)
    held = model_groups.folds(groups, own) == 0
    return [r for r, h in zip(rows, held, strict=True) if not h], _measured(rows, held)


def _measured(rows: Sequence[Labelled], held: Any) -> list[Labelled]:
    out = [r for r, h in zip(rows, held, strict=True) if h]
    return [r for r in out if r.plain] or out


def _seen(rows: Sequence[Labelled], labels: Sequence[str], tops: Sequence[str], policy: Policy) -> Any:
    seen = np.zeros((len(labels), len(tops)))
    for row in rows:
        if row.plain:
            branches = propose.branches(row.title, row.text, policy)
            if branches:
                seen[labels.index(row.label), tops.index(branches[0].subject.partition("/")[0])] += 1
    return seen


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
    found = []
    for row, view in zip(rows, views, strict=True):
        guess = propose.classify(row.title, row.text, policy, view)
        own = model is not None and guess.subject == view.subject and view.subject
        found.append(
            _of_model(guess.subject, model, policy) if own and model else _label_of(guess.subject, scheme, policy)
        )
    return found


def _of_model(subject: str, model: Model, policy: Policy) -> str:
    return next((x for x in model.labels if trained.subject_of(x, policy) == subject), "")


def _best(model: Model, rows: Sequence[Labelled]) -> list[str]:
    return [model.labels[n] for n in model.probabilities([r.read for r in rows]).argmax(axis=1)]


def train(rows: Sequence[Labelled], policy: Policy, *, on: date = date.max) -> Trained:
    """Learn from all; measure on the part held out with a twin that has not seen it, and out of fold on all.

    Raises BadInput when there is too little to learn from."""
    rule = rule_of(policy, on)
    usable, groups, own, few = _usable(rows, rule)
    labels = sorted({r.label for r in usable})
    if len(labels) < 2:
        raise BadInput(field="label1", why=f"at least two labels with {rule.fewest} matters each are needed")
    texts = [r.read for r in usable]
    model_groups.join_near_doubles(texts, groups, own)
    folds = model_groups.folds(groups, own)
    held = folds == 0
    if len({r.label for r, h in zip(usable, held, strict=True) if not h}) < 2 or not held.any():
        raise BadInput(field="data", why="nothing is left to measure on; more texts that differ are needed")
    right = np.array([labels.index(r.label) for r in usable])
    tops = tuple(c for c, s in policy.subjects.items() if not s.parent)
    fitted = fit(texts, right, labels, folds, np.array([rule.confirmed if r.confirmed else 1.0 for r in usable]))
    learnt = [r for r, h in zip(usable, held, strict=True) if not h]
    twin = replace(fitted.twin, tops=tops, few=tuple(few), seen=_seen(learnt, labels, tops, policy))
    measured = _measured(usable, held)
    seen = twin.seen + _seen([r for r, h in zip(usable, held, strict=True) if h], labels, tops, policy)
    model = replace(fitted.model, tops=tops, few=tuple(few), seen=seen)
    found = _figures(rows, usable, measured, twin, policy)
    found["left_out"] = {
        "unknown_to_the_pack": sorted(x for x in labels if not trained.subject_of(x, policy)),
        "too_few": few,
    }
    found["out_of_fold"] = _out_of_fold(usable, right, fitted, folds, rule)
    champion, before = _champion(measured, twin, policy)
    found.update(before)
    told = [r.label for r in measured]
    verdict = compare(champion, measuring.score(told, _best(twin, measured)), rule)
    found["verdict"] = {"promoted": verdict.promoted, "why": verdict.why, "rule": rule.reference}
    return Trained(replace(model, figures=found), replace(twin, figures=found), found, verdict)


def _figures(
    rows: Sequence[Labelled], usable: Sequence[Labelled], measured: Sequence[Labelled], twin: Model, policy: Policy
) -> dict[str, Any]:
    told = [r.label for r in measured]
    look = twin.look([r.read for r in measured])
    best = [twin.labels[n] for n in look.probabilities.argmax(axis=1)]
    return {
        "rows": len(rows),
        "learnt_from": len(usable),
        "held_out": len(measured),
        "labels": {x: sum(r.label == x for r in usable) for x in twin.labels},
        "words_alone": measuring.figures(told, _answers(measured, None, twin, policy)),
        "model_alone": measuring.figures(told, best),
        "with_model": measuring.figures(told, _answers(measured, twin, twin, policy)),
        "mean_confidence": round(float(look.probabilities.max(axis=1).mean()), 4),
    }


def _out_of_fold(usable: Sequence[Labelled], right: Any, fitted: Fitted, folds: Any, rule: Learning) -> dict[str, Any]:
    """How the way of learning does on all rows, each judged by a model that has not seen its fold."""
    found: dict[str, Any] = {}
    labels = fitted.model.labels
    plain = np.array([r.plain for r in usable])
    for name, these in (("all", np.ones(len(usable), bool)), ("running_text", plain)):
        if not these.any() or (name == "running_text" and these.all()):
            continue
        probabilities = fitted.unseen[these]
        confidence, hit = probabilities.max(axis=1), probabilities.argmax(axis=1) == right[these]
        half = folds[these] % 2 == 0
        told, said = [labels[n] for n in right[these]], [labels[n] for n in probabilities.argmax(axis=1)]
        found[name] = {
            "rows": int(these.sum()),
            **measuring.figures(told, said),
            "calibration_error": round(measuring.calibration_error(confidence, hit), 4),
            "decided": {f"{p:g}": measuring.decided(confidence, hit, half, p) for p in rule.precisions},
        }
    return found


def _champion(measured: Sequence[Labelled], scheme: Model, policy: Policy) -> tuple[Score | None, dict[str, Any]]:
    """The present model on the same part held out: its twin, which has not seen that part of its own texts either."""
    present = trained.current()
    if present is None:
        return None, {}
    twin = trained.load(trained.kept(present.digest, twin=True)) or present
    told = [r.label for r in measured]
    # another scheme is compared by way of the pack's subjects
    alike = set(twin.labels) & set(scheme.labels)
    alone = _best(twin, measured) if alike else _answers(measured, twin, scheme, policy)
    return measuring.score(told, alone), {
        "before": measuring.figures(told, _answers(measured, twin, scheme, policy)),
        "before_alone": measuring.figures(told, alone),
    }


def promote(found: Trained, now: datetime, by: str = "person") -> str:
    """Let the model classify from now on, and note it in the register with its figures; gives its digest. `by`: a person, or
    the pack's rule."""
    content = to_bytes(found.model)
    digest = trained.put(content, trained.path())
    trained.put(content, trained.kept(digest))
    trained.put(to_bytes(found.twin), trained.kept(digest, twin=True))
    _note(digest, now, {**found.figures, "by": by})
    kept = list(dict.fromkeys(Promotion.objects.order_by("-id").values_list("digest", flat=True)))
    for old in kept[_KEPT:]:
        trained.kept(old).unlink(missing_ok=True)
        trained.kept(old, twin=True).unlink(missing_ok=True)
    return digest


def _note(digest: str, now: datetime, figures: dict[str, Any]) -> None:
    Promotion.objects.create(digest=digest, promoted_at=to_micros(now), figures=json.dumps(figures, ensure_ascii=False))


def register() -> list[Promotion]:
    """Every promotion, the latest first."""
    return list(Promotion.objects.order_by("-id"))


def back(now: datetime) -> str:
    """Let the model classify again that did so before the present one; gives its digest. Raises BadInput when there is none."""
    present = trained.current()
    entries = register()
    # going back twice goes back two models: what was left by going back is passed over
    left = {json.loads(p.figures).get("left") for p in entries}
    for entry in entries:
        if entry.digest in left or (present is not None and entry.digest == present.digest):
            continue
        trained.use(entry.digest)
        figures = {**json.loads(entry.figures), "by": "back", "left": present.digest if present else ""}
        _note(entry.digest, now, figures)
        return entry.digest
    raise BadInput(field="back", why="there is no earlier model")
