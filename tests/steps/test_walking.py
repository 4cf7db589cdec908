"""Walking reach: checked against ways found by plain search, and the best next place against trying every crossing."""

from __future__ import annotations

import heapq
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.channels.spreadsheet import streets as network
from wushi.domain.errors import BadInput
from wushi.domain.life_circle import ALL, Facility, Home, coverage, missing
from wushi.steps.walking import Streets, metres_to_nearest, where_next

_STEP = 0.002  # degrees between crossings, some 170 to 220 metres
_KINDS = ("shop", "pharmacy")


@st.composite
def towns(draw: st.DrawFn) -> tuple[Streets, list[Home], list[Facility]]:
    n = draw(st.integers(2, 12))
    point = st.tuples(st.integers(0, 9), st.integers(0, 9))
    at = draw(st.lists(point, min_size=n, max_size=n, unique=True))
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(0, 900))
    edges = draw(st.lists(pair, min_size=1, max_size=30))
    lat, lon = (np.array([39.68 + p[i] * _STEP for p in at]) for i in (0, 1))
    streets = Streets(
        lat, lon + 67.14, *(np.array([e[i] for e in edges]) for i in (0, 1)), np.array([float(e[2]) for e in edges])
    )
    spot = st.integers(0, n - 1)
    homes = [
        Home(draw(st.sampled_from("ab")), lat[i], streets.lon[i], draw(st.integers(0, 50)))
        for i in draw(st.lists(spot, min_size=1, max_size=6))
    ]
    places = [
        Facility(draw(st.sampled_from(_KINDS)), "", lat[i], streets.lon[i]) for i in draw(st.lists(spot, max_size=5))
    ]
    return streets, homes, places


def _ways(streets: Streets, start: int) -> dict[int, float]:
    """Dijkstra by hand."""
    found: dict[int, float] = {}
    queue = [(0.0, start)]
    while queue:
        far, at = heapq.heappop(queue)
        if at in found:
            continue
        found[at] = far
        for a, b, metres in zip(streets.begin, streets.end, streets.metres, strict=True):
            for here, there in ((a, b), (b, a)):
                if here == at and there not in found:
                    heapq.heappush(queue, (far + float(metres), int(there)))
    return found


@given(towns())
@settings(max_examples=150, deadline=None)
def test_reach_is_the_shortest_way(town: tuple[Streets, list[Home], list[Facility]]) -> None:
    streets, homes, places = town
    limit = 1000.5  # no way of whole metres lies on it
    metres = metres_to_nearest(streets, homes, places, _KINDS, limit)
    _, home_at = streets.nearest([(h.lat, h.lon) for h in homes])
    _, place_at = streets.nearest([(p.lat, p.lon) for p in places])
    for i, at in enumerate(home_at):
        ways = _ways(streets, int(at))
        for kind in _KINDS:
            far = min(
                (ways.get(int(p), math.inf) for p, f in zip(place_at, places, strict=True) if f.kind == kind),
                default=math.inf,
            )
            assert metres[kind][i] == pytest.approx(far, abs=0.01) if far <= limit else metres[kind][i] == math.inf


@given(towns())
@settings(max_examples=80, deadline=None)
def test_the_best_next_place_is_the_best_of_all_crossings(town: tuple[Streets, list[Home], list[Facility]]) -> None:
    streets, homes, places = town
    limit = 700.5

    def covered(with_: list[Facility]) -> int:
        far = metres_to_nearest(streets, homes, with_, ["shop"], limit)
        return coverage(homes, {"shop": list(far["shop"])}, limit)[ALL, "shop"].covered

    now = covered(places)
    most = max(covered([*places, Facility("shop", "", a, o)]) for a, o in zip(streets.lat, streets.lon, strict=True))
    far = metres_to_nearest(streets, homes, places, ["shop"], limit)["shop"]
    best = where_next(streets, homes, far, limit)
    assert (best.households if best else 0) == most - now
    if best:
        assert covered([*places, Facility("shop", "", best.lat, best.lon)]) == now + best.households


@given(towns(), st.integers(1, 2000))
@settings(max_examples=60, deadline=None)
def test_communities_add_up_and_one_more_place_takes_nothing_away(
    town: tuple[Streets, list[Home], list[Facility]], limit: int
) -> None:
    streets, homes, places = town
    found = coverage(
        homes, {k: list(v) for k, v in metres_to_nearest(streets, homes, places, _KINDS, limit).items()}, limit
    )
    fewer = metres_to_nearest(streets, homes, places[:-1], _KINDS, limit)
    before = coverage(homes, {k: list(v) for k, v in fewer.items()}, limit)
    for kind in _KINDS:
        parts = [one for (whose, k), one in found.items() if k == kind and whose != ALL]
        whole = found[ALL, kind]
        assert sum(p.covered for p in parts) == whole.covered <= whole.households == sum(h.households for h in homes)
        assert before[ALL, kind].covered <= whole.covered
        assert (kind in dict(missing(found, ALL))) == (whole.covered < whole.households)


_GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d0" for="node" attr.name="y"/>
<key id="d1" for="node" attr.name="x"/><key id="d2" for="edge" attr.name="length"/><graph edgedefault="directed">
<node id="7"><data key="d0">39.68</data><data key="d1">106.82</data></node>
<node id="9"><data key="d0">39.69</data><data key="d1">106.82</data></node>
<edge source="7" target="9"><data key="d2">1120.5</data></edge></graph></graphml>"""


def test_graphml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "streets.graphml"
    path.write_text(_GRAPHML)
    streets = network.read(path)
    assert streets.lat.tolist() == [39.68, 39.69] and streets.metres.tolist() == [1120.5] and not streets.illustrative


@pytest.mark.parametrize(
    ("old", "new"),
    [("1120.5", "far"), ("1120.5", "-1"), ("1120.5", "nan"), ('target="9"', 'target="8"'), ('name="length"', 'name="l"'),
     ("39.69", "399"), ("</graphml>", ""), ("39.69", "inf"), (_GRAPHML, "<graphml/>"), (_GRAPHML, "")],
)  # fmt: skip
def test_a_network_that_cannot_be_walked_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "streets.graphml"
    path.write_text(_GRAPHML.replace(old, new))
    with pytest.raises(BadInput, match="streets"):
        network.read(path)
