"""Packs to read: the shipped ones, and copies that a test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from wushi.packs.layers import Layer, find_layers
from wushi.packs.problems import Problems

PACKS = Path(__file__).parents[2] / "packs"


@pytest.fixture(scope="session")
def packs() -> Path:
    return PACKS


@pytest.fixture(scope="session")
def national_layer() -> Layer:
    """The layer packs/cn by itself."""
    layers, _ = find_layers(PACKS / "cn", Problems())
    return layers[0]
