"""Reads a street network from GraphML, as map tools write it from OpenStreetMap: points x and y, lengths in metres."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from wushi.domain.errors import BadInput
from wushi.steps.walking import Streets

_NS = "{http://graphml.graphdrawing.org/xmlns}"


def read(path: Path) -> Streets:
    """Raises BadInput that names what the file lacks."""
    names: dict[str, str] = {}
    index: dict[str, int] = {}
    points: list[tuple[float, float]] = []
    edges: list[tuple[str, str, float]] = []
    try:
        for _, element in ElementTree.iterparse(path):
            tag = element.tag.removeprefix(_NS)
            if tag == "key":
                names[element.get("id", "")] = element.get("attr.name", "")
            elif tag in ("node", "edge"):
                given = {names.get(d.get("key", ""), ""): d.text or "" for d in element if d.tag == f"{_NS}data"}
                if tag == "node":
                    index[element.get("id", "")] = len(points)
                    points.append((float(given["y"]), float(given["x"])))
                else:
                    edges.append((element.get("source", ""), element.get("target", ""), float(given["length"])))
                element.clear()
        begin, end = [index[edge[0]] for edge in edges], [index[edge[1]] for edge in edges]
    except ElementTree.ParseError as error:
        raise BadInput(field="streets", why=f"{path.name} is no GraphML: {error}") from None
    except KeyError as error:
        why = f"{path.name} lacks {error}; points need x and y, stretches need length and two points of the file"
        raise BadInput(field="streets", why=why) from None
    except ValueError as error:
        raise BadInput(field="streets", why=f"{path.name}: {error}") from None
    lat, lon = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    if not (np.isfinite(lat).all() and np.isfinite(lon).all() and (abs(lat) <= 90).all() and (abs(lon) <= 180).all()):
        raise BadInput(field="streets", why=f"{path.name}: x is a longitude and y a latitude in degrees")
    return Streets(
        lat, lon, np.array(begin, dtype=np.int64), np.array(end, dtype=np.int64), np.array([e[2] for e in edges])
    )
