"""Misheard names (听错写错的地名): a closer look at a text in which no name was found: other characters of the same sound, blanks
between, half names as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wushi.domain.lexicon import Lexicon

_SHORTEST = 4  # characters: shorter names sound like too much else
_SAME = 0.5  # so much of a name has to be written right
_BLANKS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_ENDS = ("小区", "家属院", "花园", "家园", "公园", "社区", "市场", "医院", "大厦")
# 糖厂那个家属院: the name with "that" in the middle.
_THAT = re.compile(rf"([\u3400-\u9fff]{{2,4}}?)(?:的|那个|这个|那)(?:那个|这个)?({'|'.join(_ENDS)})")
_MINE = r"住在?|家在|我们?|咱们?|俺们?|我是|地方是|地点是"  # before half a name of one's own place


class Ear:
    """Names by their sound. `simple`: Traditional characters to Simplified ones; `sounds`: each character to one that stands
    for all of its sound."""

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        stems: Mapping[str, str],
        simple: Mapping[int, int],
        sounds: Mapping[int, int],
    ) -> None:
        self._simple, self._sounds = dict(simple), dict(sounds)
        known = {name for name, _ in names}
        self._names = known
        self._heard = Lexicon([(name.translate(self._sounds), name) for name in known if len(name) >= _SHORTEST])
        self._stems = stems
        said = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
        self._half = re.compile(rf"((?:{_MINE}|^|[,，。;；!！]))({said})(?=的|那|这)") if said else None

    def meant(self, text: str) -> tuple[str, list[str]]:
        """The text with the names that seem to be meant, and what was taken for what."""
        text = _BLANKS.sub("", text.translate(self._simple))
        text = _THAT.sub(self._joined, text)
        notes: list[str] = []
        if self._half is not None:
            text = self._half.sub(lambda m: m[1] + self._stems[m[2]], text)
        found: dict[int, tuple[int, str, str]] = {}  # where, how many characters are right, said, meant
        for n, heard, name in self._heard.find(text.translate(self._sounds))[0]:
            said = text[n : n + len(heard)]
            right = sum(a == b for a, b in zip(said, name, strict=True))
            if right >= _SAME * len(name) and (n not in found or right > found[n][0]):
                found[n] = (right, said, name)
        pieces, end = [], 0
        for n, (_, said, name) in sorted(found.items()):
            if n < end:
                continue
            pieces += [text[end:n], name]
            end = n + len(said)
            if said != name:
                notes.append(f"“{said}”听作“{name}”")
        return "".join([*pieces, text[end:]]), notes

    def _joined(self, match: re.Match[str]) -> str:
        """The name without "that", where there is such a name."""
        for n in range(len(match[1]) - 1):
            name = match[1][n:] + match[2]
            if name in self._names:
                return match[1][:n] + name
        return match[0]
