"""Scripts and sounds (简繁与读音): names as they are written in several scripts, and characters by their sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_WAYS = ("s2t", "s2tw", "s2hk")
_HAN = range(0x4E00, 0xA000)
_PRIVATE = 0xE000  # where the characters that stand for sounds begin
# Sounds that many speakers do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))


def as_written(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each (name, code) in Simplified characters and as the mainland, Taiwan and Hong Kong write it in Traditional ones."""
    from opencc import OpenCC

    known = list(names)
    found = dict.fromkeys(known)
    for way in _WAYS:
        convert = OpenCC(way).convert
        found |= dict.fromkeys((convert(name), code) for name, code in known)
    return list(found)


@lru_cache(maxsize=1)
def simple() -> Mapping[int, int]:
    """Each Traditional character to its Simplified one, as str.translate takes it."""
    from opencc import OpenCC

    letters = "".join(map(chr, _HAN))
    plain = OpenCC("t2s").convert
    return {ord(c): ord(p) for c in letters if len(p := plain(c)) == 1 and p != c}


@lru_cache(maxsize=1)
def sounds() -> Mapping[int, int]:
    """Each character to one that stands for all of its sound, without tones."""
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, int] = {}
    table = {}
    for code in _HAN:
        if code in pinyin_dict:
            sound = "".join(c for c in unicodedata.normalize("NFD", pinyin_dict[code].partition(",")[0]) if c.isascii())
            for said, meant in _ALIKE:
                sound = sound.replace(said, meant)
            table[code] = found.setdefault(sound, _PRIVATE + len(found))
    return table
