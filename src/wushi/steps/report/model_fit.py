"""Fit a model (拟合): four linear views of a text under one logistic judge, each judged on texts it has not seen, folded into one
table of weights per region."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wushi.steps.report import features
from wushi.steps.report.features import EVEN, FIRST, LONG, REGIONS, Array, Region
from wushi.steps.report.model_arrays import SCRIPT, Model, Part, softmax, trusted

_FEWEST = 3  # texts that have a piece of one or two letters, below which it tells nothing
_FEWEST_LONG = 5  # and one of the long region: what five texts share is no private matter of one
_HOLDS = {
    2: 0.03,
    3: 0.3,
    4: 0.3,
}  # a piece holds together when so large a share of its rarer half's texts have all of it
_VIEWS: tuple[tuple[Region, str, float], ...] = (
    (EVEN, "plain", 1.0),
    (EVEN, "ratio", 0.5),
    (FIRST, "plain", 0.3),
    (LONG, "ratio", 0.5),
)
_JUDGE = 0.3  # how free the judge is
_SMOOTH = 0.1
_STRANGE = 0.01  # this share of the texts learnt from have fewer known pairs than is usual


@dataclass(frozen=True, eq=False)
class _Pieces:
    """One region of all texts as a matrix of known pieces, each text brought to length one."""

    region: Region
    pieces: Array
    rare: Array
    size: Array
    script: Array
    matrix: Any


@dataclass(frozen=True, eq=False)
class Fitted:
    """The model that learnt from all texts; its twin that has seen nothing of fold 0; and for each text the probabilities from
    a model that has not seen its fold."""

    model: Model
    twin: Model
    unseen: Array


def _counts(texts: Sequence[str], lengths: tuple[int, ...], bits: int) -> tuple[Array, Array]:
    """hash -> how many texts have it; hash -> how many letters it has, below 0 when one is of a foreign script."""
    having, size = np.zeros(1 << bits, np.int32), np.zeros(1 << bits, np.int8)
    mask = np.uint32((1 << bits) - 1)
    for _, read in features.chunks(texts):
        found = features.find(read, Region("", lengths, bits))
        having += np.bincount(found.piece, minlength=1 << bits).astype(np.int32)
        script = read.codes >= SCRIPT
        for length, place, mixed in features.hashes(read, lengths):
            whole = script[place].copy()
            for n in range(1, length):
                whole &= script[place + n]
            size[mixed & mask] = np.where(whole, length, -length)
    return having, size


def _holding(texts: Sequence[str], having: Array) -> Array:
    """hash -> whether the piece is had by enough texts and holds together, as words do."""
    mask = np.uint32((1 << LONG.bits) - 1)
    holds = np.zeros(1 << LONG.bits, bool)
    for _, read in features.chunks(texts):
        before: Array | None = None
        for length, place, mixed in features.hashes(read, (1, 2, 3, 4)):
            number = np.zeros(len(read.codes) + 1, np.int32)
            number[place] = having[mixed & mask]
            if before is not None:
                rarer = np.minimum(before[place], before[place + 1])
                good = (number[place] >= _FEWEST_LONG) & (number[place] >= _HOLDS[length] * rarer)
                holds[mixed[good] & mask] = True
            before = number
    return holds


def _pieces(texts: Sequence[str], region: Region) -> _Pieces:
    from scipy.sparse import csr_matrix

    if region is LONG:
        having, size = _counts(texts, (1, 2, 3, 4), region.bits)
        keep = _holding(texts, having)
    else:
        having, size = _counts(texts, region.lengths, region.bits)
        keep = having >= _FEWEST
    pieces = np.flatnonzero(keep)
    known = np.full(1 << region.bits, -1, np.int32)
    known[pieces] = np.arange(len(pieces), dtype=np.int32)
    found = features.all_pieces(texts, region, known)
    number = np.bincount(found.piece, minlength=len(pieces))  # of the opening alone, where the region is that
    rare = (np.log((1 + len(texts)) / (1 + number)) + 1).astype(np.float32)
    weight: Array = found.weight * rare[found.piece]
    length = np.sqrt(np.bincount(found.text, weight * weight, minlength=len(texts)))
    weight = weight / np.maximum(length[found.text], 1e-9)
    matrix = csr_matrix((weight, (found.text, found.piece)), shape=(len(texts), len(pieces)))
    return _Pieces(region, pieces, rare, abs(size[pieces]), size[pieces] > 0, matrix)


def _one_against_rest(
    matrix: Any, right: Array, weight: Array, labels: int, how: str, free: float
) -> tuple[Array, Array]:
    """(weights, offsets) of a linear view for each label. `ratio`: each piece is first weighed by how much more often texts of
    the label have it than others."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    weights, offsets = np.zeros((matrix.shape[1], labels)), np.full(labels, -1.0)
    total = np.asarray(matrix.sum(axis=0)).ravel()
    for label in range(labels):
        own = right == label
        if own.all() or not own.any():
            continue
        ratio = np.ones(matrix.shape[1])
        if how == "ratio":
            with_label = _SMOOTH + np.asarray(matrix[np.flatnonzero(own)].sum(axis=0)).ravel()
            without = 2 * _SMOOTH + total - with_label
            ratio = np.log((with_label / with_label.sum()) / (without / without.sum()))
        scaled = matrix.copy()
        scaled.data = scaled.data * ratio[scaled.indices]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            fitted = LinearSVC(C=free, tol=0.1, max_iter=300, random_state=0).fit(scaled, own, sample_weight=weight)
        weights[:, label], offsets[label] = fitted.coef_[0] * ratio, fitted.intercept_[0]
    return weights, offsets


@dataclass(frozen=True, eq=False)
class _Judge:
    weights: Array  # (views * labels, labels)
    offsets: Array

    def __call__(self, scores: Array) -> Array:
        return softmax(scores @ self.weights + self.offsets)


def _judge(scores: Array, right: Array, labels: int) -> _Judge:
    """A logistic judge over the views' scores."""
    from sklearn.linear_model import LogisticRegression

    spread = float(scores.std()) or 1.0
    fitted = LogisticRegression(C=_JUDGE, max_iter=1000).fit(scores / spread, right)
    weights, offsets = np.zeros((scores.shape[1], labels)), np.full(labels, -20.0)
    coefficients, intercepts = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row of weights stands for both
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        intercepts = np.array([-intercepts[0] / 2, intercepts[0] / 2])
    weights[:, fitted.classes_], offsets[fitted.classes_] = coefficients.T / spread, intercepts
    return _Judge(weights, offsets)


def trust(probabilities: Array, right: Array) -> tuple[float, float, float]:
    """How the best label's probability must be bent to come true: two slopes and a shift, fitted on texts not seen."""
    from sklearn.linear_model import LogisticRegression

    p = np.clip(probabilities.max(axis=1), 1e-6, 1 - 1e-6)
    hit = probabilities.argmax(axis=1) == right
    if hit.all() or len(hit) < 50:
        return 1.0, 1.0, 0.0
    fitted = LogisticRegression(C=100.0, max_iter=1000).fit(np.column_stack([np.log(p), -np.log(1 - p)]), hit)
    a, b = fitted.coef_[0]
    if a < 0 or b < 0:  # it would not grow with the probability everywhere
        return 1.0, 1.0, 0.0
    return float(a), float(b), float(fitted.intercept_[0])


def _usual(texts: Sequence[str]) -> float:
    """The share of known pairs of letters that all but the strangest texts have, when of each only what others have is known."""
    having, size = _counts(texts, (2,), EVEN.bits)
    shares = []
    for _, read in features.chunks(texts):
        for _, place, mixed in features.hashes(read, (2,)):
            piece = mixed & np.uint32((1 << EVEN.bits) - 1)
            script = size[piece] > 0
            text, piece = read.text[place[script]], piece[script]
            known = np.bincount(text, having[piece] > _FEWEST, minlength=read.texts)
            shares.append(known / np.maximum(np.bincount(text, minlength=read.texts), 1))
    return float(np.clip(np.quantile(np.concatenate(shares), _STRANGE), 0.1, 1.0)) if shares else 1.0


def fit(texts: Sequence[str], right: Array, labels: Sequence[str], folds: Array, weight: Array | None = None) -> Fitted:
    """Learn from all texts. `right`: the number of each text's label; `folds`: the fold of each; texts that belong together
    share theirs; `weight`: how much each counts."""
    weight = np.ones(len(texts)) if weight is None else weight
    regions = {region.name: _pieces(texts, region) for region in REGIONS}
    count, views = len(labels), len(_VIEWS)
    scores = np.zeros((len(texts), views * count))
    by_fold: dict[int, list[tuple[Array, Array]]] = {}
    for fold in sorted(set(folds.tolist())):
        away, here = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        by_fold[fold] = []
        for n, (region, how, free) in enumerate(_VIEWS):
            matrix = regions[region.name].matrix
            weights, offsets = _one_against_rest(matrix[away], right[away], weight[away], count, how, free)
            scores[here, n * count : (n + 1) * count] = matrix[here] @ weights + offsets
            by_fold[fold].append((weights, offsets))
    unseen = np.zeros((len(texts), count))
    for fold in by_fold:
        away, here = folds != fold, folds == fold
        unseen[here] = _judge(scores[away], right[away], count)(scores[here])
    whole = [
        _one_against_rest(regions[region.name].matrix, right, weight, count, how, free) for region, how, free in _VIEWS
    ]
    bent = np.zeros_like(unseen)
    for fold in by_fold:
        away, here = folds != fold, folds == fold
        bent[here] = trusted(unseen[here], trust(unseen[away], right[away]))
    prior = np.bincount(right, minlength=count) / len(right)
    usual, first = _usual(texts), min(by_fold)
    away = folds != first

    def folded(parts: list[tuple[Array, Array]], judge: _Judge, bend: tuple[float, float, float]) -> Model:
        return _folded(parts, judge, bend, regions, labels, prior, usual)

    return Fitted(
        folded(whole, _judge(scores, right, count), trust(unseen, right)),
        folded(by_fold[first], _judge(scores[away], right[away], count), trust(unseen[away], right[away])),
        bent,
    )


def _folded(
    views: list[tuple[Array, Array]],
    judge: _Judge,
    bend: tuple[float, float, float],
    regions: dict[str, _Pieces],
    labels: Sequence[str],
    prior: Array,
    usual: float,
) -> Model:
    """Views and judge are linear, so that one table of weights per region does the work of all."""
    count = len(labels)
    weights = {name: np.zeros((len(p.pieces), count)) for name, p in regions.items()}
    offsets = judge.offsets.copy()
    for n, ((own, shift), (region, _, _)) in enumerate(zip(views, _VIEWS, strict=True)):
        judged = judge.weights[n * count : (n + 1) * count]
        weights[region.name] += own @ judged
        offsets += shift @ judged
    parts = tuple(
        Part(r, p.pieces, p.rare, weights[r.name].astype(np.float32), p.size, p.script)
        for r in REGIONS
        for p in (regions[r.name],)
    )
    return Model(
        labels=tuple(labels),
        tops=(),
        few=(),
        parts=parts,
        offsets=offsets.astype(np.float32),
        prior=prior,
        trust=bend,
        usual=usual,
        seen=np.zeros((count, 0)),
        figures={},
    )
