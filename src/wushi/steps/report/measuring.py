"""Measure a classifier (量准): F1 by label, how true its confidence is, and how much it decides at which precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from wushi.domain.learning import Score
from wushi.steps.report.features import Array

_BINS = 15


def score(right: Sequence[str], answers: Sequence[str]) -> Score:
    """F1 of each label and their mean; a text without an answer is wrong."""
    found = {}
    for label in sorted(set(right)):
        hit = sum(r == a == label for r, a in zip(right, answers, strict=True))
        said, was = sum(a == label for a in answers), sum(r == label for r in right)
        found[label] = round(2 * hit / (said + was), 4) if said + was else 0.0
    return Score(round(sum(found.values()) / len(found), 4) if found else 0.0, found)


def figures(right: Sequence[str], answers: Sequence[str]) -> dict[str, Any]:
    """Share that is right, mean F1 and F1 by label."""
    scored = score(right, answers)
    hits = sum(r == a for r, a in zip(right, answers, strict=True))
    return {"accuracy": round(hits / max(1, len(right)), 4), "macro_f1": scored.macro_f1, "f1": scored.f1}


def calibration_error(confidence: Array, hit: Array) -> float:
    """Mean distance between how sure the answers were and how often they were right, over 15 bins of equal width."""
    place = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = np.abs(np.bincount(place, confidence, _BINS) - np.bincount(place, hit, _BINS))
    return float(gaps.sum() / max(1, len(confidence)))


def threshold(confidence: Array, hit: Array, precision: float) -> float:
    """The lowest confidence above which that share of the answers is right; above 1 where there is none."""
    order = np.argsort(-confidence, kind="stable")
    good = np.flatnonzero(np.cumsum(hit[order]) / np.arange(1, len(hit) + 1) >= precision)
    return float(confidence[order][good[-1]]) if len(good) else 2.0


def decided(confidence: Array, hit: Array, half: Array, precision: float) -> dict[str, float]:
    """Choose the threshold on one half and measure on the other, both ways: the share decided, and how much of it was right."""
    shares, precisions, chosen = [], [], []
    for one in (half, ~half):
        bound = threshold(confidence[one], hit[one], precision)
        above = confidence[~one] >= bound
        chosen.append(bound)
        shares.append(float(above.mean()) if len(above) else 0.0)
        precisions.append(float(hit[~one][above].mean()) if above.any() else 1.0)
    return {
        "threshold": round(sum(chosen) / 2, 4),
        "share": round(sum(shares) / 2, 4),
        "precision": round(sum(precisions) / 2, 4),
    }
