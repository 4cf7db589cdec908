"""Scripts (简繁): names as they are written in Simplified characters and in the Traditional ones of several regions."""

from __future__ import annotations

from collections.abc import Iterable

_WAYS = ("s2t", "s2tw", "s2hk")


def as_written(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each (name, code) in Simplified characters and as the mainland, Taiwan and Hong Kong write it in Traditional ones."""
    from opencc import OpenCC

    known = list(names)
    found = dict.fromkeys(known)
    for way in _WAYS:
        convert = OpenCC(way).convert
        found |= dict.fromkeys((convert(name), code) for name, code in known)
    return list(found)
