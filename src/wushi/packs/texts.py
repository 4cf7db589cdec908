"""Texts (文书用语): what residents read, in every language with the same keys and the same placeholders."""

from __future__ import annotations

import string
from collections.abc import Iterator

from wushi.packs.files import Toml
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, quoted

LEADING = "zh-Hans"  # the language in which texts are written first; the others are measured by it


class Texts:
    """The texts of all layers with the place of each, so that a difference can be shown."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.texts: dict[str, dict[str, dict[str, str]]] = {}
        self._places: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._files: dict[str, str] = {}  # language -> the file last read
        self._complained: set[tuple[str, str, str]] = set()

    def read(self, layer: Layer) -> None:
        """Take in the layer's texts; they replace those of the same key below."""
        for path in layer.under("texts"):
            toml = layer.toml(path)
            if toml is None:
                continue
            language = path.removeprefix("texts/").removesuffix(".toml")
            self._files[language] = toml.name
            tables = self.texts.setdefault(language, {})
            for table, key, text in self._entries(toml, language):
                tables.setdefault(table, {})[key] = text
                self._places[language, table, key] = toml.name, toml.line(table, key)

    def _entries(self, toml: Toml, language: str) -> Iterator[tuple[str, str, str]]:
        for table, content in toml.data.items():
            if not isinstance(content, dict):
                why = f"{quoted(table)} stands outside of a table"
                self._problems.add(toml.name, toml.line(table), why, "write it below a [table], such as [notice]")
                continue
            for key, text in content.items():
                wrong = _wrong(table, key, text)
                if wrong is None:
                    yield table, key, text
                else:
                    self._complained.add((language, table, key))
                    self._problems.add(toml.name, toml.line(table, key), *wrong)

    def compare(self) -> None:
        """Complain of keys that a language lacks or has alone, and of placeholders that differ."""
        leading = self.texts.get(LEADING)
        if leading is None:
            if self.texts and self._problems.could_read(f"texts/{LEADING}.toml"):
                file = next(iter(self._files.values()))
                self._problems.add(
                    file, 0, f"there is no texts/{LEADING}.toml", "add it: texts are written in it first"
                )
            return
        for language, tables in self.texts.items():
            if language == LEADING:
                continue
            for table, content in leading.items():
                for key, text in content.items():
                    own = tables.get(table, {}).get(key)
                    if own is None:
                        self._missing(table, key, LEADING, language)
                    elif placeholders(own) != placeholders(text):
                        self._differ(table, key, language, own, text)
            for table, content in tables.items():
                for key in content:
                    if key not in leading.get(table, {}):
                        self._missing(table, key, language, LEADING)

    def _missing(self, table: str, key: str, there: str, here: str) -> None:
        file, line = self._places[there, table, key]
        if not self._problems.could_read(f"texts/{here}.toml") or (here, table, key) in self._complained:
            return
        why = f"the text {table}.{key} of {there} is missing in {here}"
        beside = f"{file.partition('/')[0]}/texts/{here}.toml"
        self._problems.add(beside, 0, why, f"translate line {line} of {file}, or remove it there")

    def _differ(self, table: str, key: str, language: str, own: str, leading: str) -> None:
        file, line = self._places[language, table, key]
        mine, theirs = placeholders(own) or frozenset(), placeholders(leading) or frozenset()
        said = []
        if theirs - mine:
            said.append(f"lacks {_braced(theirs - mine)}")
        if mine - theirs:
            said.append(f"has {_braced(mine - theirs)}, which {LEADING} has not")
        why = f"the text {table}.{key} {' and '.join(said)}"
        self._problems.add(file, line, why, f"use the same placeholders in {language} and {LEADING}")


def _wrong(table: str, key: str, text: object) -> tuple[str, str] | None:
    """Why the entry cannot be used, and the mend."""
    if not isinstance(text, str):
        return f"{table}.{key} has to be a text", f'write {key} = "…"'
    if not text.strip():
        return f"{table}.{key} is blank", "write the text or remove the key"
    if placeholders(text) is None:
        return f"the braces of {table}.{key} do not match", "write {name} for what is put in, and {{ }} for braces"
    return None


def placeholders(text: str) -> frozenset[str] | None:
    """The names in {braces}; None when the braces do not match."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return frozenset(names) if all(name.isidentifier() for name in names) else None


def _braced(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
