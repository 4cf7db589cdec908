"""The trained model's arrays (历史件模型): how likely each label is for a text, how far the text looks like what was learnt from,
and the pieces that decided; kept in a file that holds no code."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wushi.steps.report import features
from wushi.steps.report.features import Array, Letters, Region

SCRIPT = 0x1800  # from here on letters of Mongolian and Chinese: pairs of them are what evidence is counted in
_SHOWN = 5  # pieces told as reasons
_LOOKED_AT = 16  # heaviest pieces among which those are chosen
_PLENTY = 12.0  # known pairs of letters for full confidence; with so few, texts cut short came true as often as said
_DOUBT = 1.3  # of that many, half the confidence is left
_REPEATED = 3.0  # said so many times over on average, a text is still one that somebody wrote


@dataclass(frozen=True, eq=False)
class Part:
    """One region: the pieces it knows by hash, how rare each is, what each says for each label, how many letters it has, and
    whether all are of a script in which evidence is counted."""

    region: Region
    pieces: Array
    rare: Array
    weights: Array
    size: Array
    script: Array

    def known(self) -> Array:
        """hash -> number of the piece, -1 for unknown."""
        table = np.full(1 << self.region.bits, -1, np.int32)
        table[self.pieces] = np.arange(len(self.pieces), dtype=np.int32)
        return table


@dataclass(frozen=True, eq=False)
class Seen:
    """What a model makes of texts: probabilities (text, label), and how much of each text it knows, from 0 to 1."""

    probabilities: Array
    evidence: Array
    reasons: list[tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model. `seen`[label, top]: how often texts of that label had that branch of the pack's tree in their words;
    `few`: labels with too few texts to learn from; `trust`: how raw probabilities of the best label come true; `usual`: the share
    of known pairs of letters that all but the strangest texts have."""

    labels: tuple[str, ...]
    tops: tuple[str, ...]
    few: tuple[str, ...]
    parts: tuple[Part, ...]
    offsets: Array
    prior: Array
    trust: tuple[float, float, float]
    usual: float
    seen: Array
    figures: Mapping[str, Any]
    digest: str = ""
    _tables: dict[str, Array] = field(default_factory=dict, repr=False)

    def _known(self, part: Part) -> Array:
        name = part.region.name
        if name not in self._tables:
            self._tables[name] = part.known()
        return self._tables[name]

    def look(self, texts: Sequence[str], *, why: bool = False) -> Seen:
        """Judge many texts. `why`: also the pieces that weighed most for the best label of each."""
        probabilities, evidence = [], []
        reasons: list[tuple[str, ...]] = []
        for _, read in features.chunks(texts):
            scores, sure, found = self._scores(read)
            judged = trusted(softmax(scores), self.trust)
            probabilities.append(sure[:, None] * judged + (1 - sure[:, None]) * self.prior)
            evidence.append(sure)
            reasons += self._reasons(read, found, scores) if why else [()] * read.texts
        if not probabilities:
            return Seen(np.zeros((0, len(self.labels))), np.zeros(0), [])
        return Seen(np.concatenate(probabilities), np.concatenate(evidence), reasons)

    def probabilities(self, texts: Sequence[str]) -> Array:
        return self.look(texts).probabilities

    def _scores(self, read: Letters) -> tuple[Array, Array, features.Found | None]:
        scores = np.tile(self.offsets, (read.texts, 1))
        evidence, late = np.zeros(read.texts), None
        for part in self.parts:
            found = features.find(read, part.region, self._known(part))
            if part.region.early:
                late = found
            elif not part.region.opening:
                evidence = self._evidence(read, found, part)
            if not len(found.text):
                continue
            weight = found.weight * part.rare[found.piece]
            length = np.sqrt(np.bincount(found.text, weight * weight, minlength=read.texts))
            first = np.flatnonzero(np.diff(found.text, prepend=-1))
            sums = np.add.reduceat(part.weights[found.piece] * weight[:, None], first, axis=0)
            text = found.text[first]
            scores[text] += sums / np.maximum(length[text], 1e-9)[:, None]
        return scores, evidence, late

    def _evidence(self, read: Letters, found: features.Found, part: Part) -> Array:
        """From 0 to 1: many different known pairs of letters, few said again and again, few unknown ones beside them. Foreign
        script counts for nothing."""
        pairs = (part.script & (part.size == 2))[found.piece]
        text = found.text[pairs]
        number = np.bincount(text, minlength=read.texts)
        times = np.exp(found.weight[pairs] - 1)  # the weight grows with the logarithm of the count
        known = np.bincount(text, times, minlength=read.texts)
        both = (read.codes[:-1] >= SCRIPT) & (read.codes[1:] >= SCRIPT) & (read.text[:-1] == read.text[1:])
        total = np.maximum(np.bincount(read.text[:-1][both], minlength=read.texts), 1)
        few = number / (number + _DOUBT) * (1 + _DOUBT / _PLENTY)
        again = _REPEATED * number / np.maximum(known, 1)
        strange = known / total / self.usual
        return np.minimum(1, few) * np.minimum(1, again) * np.minimum(1, strange)

    def _reasons(self, read: Letters, found: features.Found | None, scores: Array) -> list[tuple[str, ...]]:
        """For each text the pieces that told its best label from the next best most, heaviest first."""
        told: list[tuple[str, ...]] = [()] * read.texts
        part = next(p for p in self.parts if p.region.early)
        if found is None or not len(found.text):
            return told
        order = np.argsort(scores, axis=1)
        best, second = order[:, -1], order[:, -2]
        weights = part.weights[found.piece]
        rows = np.arange(len(found.text))
        gain = weights[rows, best[found.text]] - weights[rows, second[found.text]]
        gain *= found.weight * part.rare[found.piece]
        heavy = np.flatnonzero((gain > 0) & part.script[found.piece])
        heavy = heavy[np.lexsort((-gain[heavy], found.text[heavy]))]
        text = found.text[heavy]
        starts = np.searchsorted(text, np.arange(read.texts + 1))
        places = found.place[heavy].tolist()
        lengths = part.size[found.piece[heavy]].tolist()
        for n in range(read.texts):
            chosen: list[str] = []
            taken: set[int] = set()
            for i in range(starts[n], min(starts[n + 1], starts[n] + _LOOKED_AT)):
                spot = range(places[i], places[i] + lengths[i])
                if taken.isdisjoint(spot):
                    taken.update(spot)
                    chosen.append(read.shown(spot))
                    if len(chosen) == _SHOWN:
                        break
            told[n] = tuple(dict.fromkeys(chosen))
        return told


def softmax(scores: Array) -> Array:
    scores = scores - scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    return scores / scores.sum(axis=1, keepdims=True)


def trusted(probabilities: Array, trust: tuple[float, float, float]) -> Array:
    """The best label's probability brought to how often it came true; the others share what is left, none above it."""
    best = probabilities.argmax(axis=1)
    rows = np.arange(len(best))
    p = np.clip(probabilities[rows, best], 1e-6, 1 - 1e-6)
    a, b, c = trust
    true = 1 / (1 + np.exp(-(a * np.log(p) - b * np.log(1 - p) + c)))
    found = np.minimum(probabilities * ((1 - true) / (1 - p))[:, None], 0.999 * true[:, None])
    found[rows, best] = true
    return found / found.sum(axis=1, keepdims=True)


def to_bytes(model: Model) -> bytes:
    """The file: plain arrays and one head in JSON."""
    head = {
        "labels": model.labels,
        "tops": model.tops,
        "few": model.few,
        "trust": model.trust,
        "usual": model.usual,
        "figures": dict(model.figures),
    }
    arrays = {
        "head": np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8),
        "offsets": model.offsets.astype(np.float32),
        "prior": model.prior.astype(np.float32),
        "seen": model.seen,
    }
    for part in model.parts:
        name = part.region.name
        arrays[f"{name}_pieces"] = part.pieces.astype(np.uint32)
        arrays[f"{name}_rare"] = part.rare.astype(np.float16)
        arrays[f"{name}_weights"] = part.weights.astype(np.float16)
        arrays[f"{name}_size"] = part.size.astype(np.uint8)
        arrays[f"{name}_script"] = part.script
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def from_bytes(content: bytes) -> Model:
    """Raises ValueError or KeyError when the file is none of ours."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        parts = tuple(
            Part(
                region,
                arrays[f"{region.name}_pieces"].astype(np.int64),
                arrays[f"{region.name}_rare"].astype(np.float32),
                np.ascontiguousarray(arrays[f"{region.name}_weights"], np.float32),
                arrays[f"{region.name}_size"],
                arrays[f"{region.name}_script"],
            )
            for region in features.REGIONS
        )
        return Model(
            labels=tuple(head["labels"]),
            tops=tuple(head["tops"]),
            few=tuple(head["few"]),
            parts=parts,
            offsets=arrays["offsets"],
            prior=arrays["prior"],
            trust=tuple(head["trust"]),
            usual=head["usual"],
            seen=arrays["seen"],
            figures=head["figures"],
            digest=hashlib.sha256(content).hexdigest(),
        )
